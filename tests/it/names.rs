//! Names that may be the same, measured on a list of pairs: how many of those that are the same are found, and how many of those
//! that are found are the same. A pair is found where its names share a key, by which alone names are looked up, and are alike.

use greffe::teams::conflicts::folding::ReadName;
use greffe::teams::conflicts::keys;
use greffe::teams::conflicts::likeness::likeness;
use greffe::teams::conflicts::model::MatchStrength;

/// `kind,one,other,same`: how the names differ, both, and whether they may be one person's.
const PAIRS: &str = include_str!("../data/name_pairs.csv");

struct Pair {
    kind: String,
    one: String,
    other: String,
    is_same: bool,
}

fn pairs() -> Vec<Pair> {
    let mut reader = csv::Reader::from_reader(PAIRS.as_bytes());
    let pair = |record: csv::StringRecord| Pair {
        kind: record[0].to_owned(),
        one: record[1].to_owned(),
        other: record[2].to_owned(),
        is_same: &record[3] == "yes",
    };
    reader.records().map(|record| pair(record.unwrap())).collect()
}

impl Pair {
    fn found(&self) -> Option<MatchStrength> {
        let (one, other) = (ReadName::new(&self.one), ReadName::new(&self.other));
        let is_looked_up = !keys::of_name(&one).is_disjoint(&keys::of_name(&other));
        let found = likeness(&one, &other);
        assert_eq!(found, likeness(&other, &one), "{} and {}, from either side", self.one, self.other);
        found.filter(|_| is_looked_up).map(|likeness| likeness.strength)
    }
}

#[test]
fn names_that_may_be_the_same_are_found_and_others_are_not() {
    let pairs = pairs();
    let (same, different): (Vec<_>, Vec<_>) = pairs.iter().partition(|pair| pair.is_same);
    assert!(same.len() >= 100 && different.len() >= 100, "{} and {}", same.len(), different.len());
    let missed: Vec<_> = same.iter().filter(|pair| pair.found().is_none()).collect();
    let wrong: Vec<_> = different.iter().filter_map(|pair| Some((pair, pair.found()?))).collect();
    let (found, all) = (same.len() - missed.len(), same.len() - missed.len() + wrong.len());
    for pair in &missed {
        eprintln!("missed ({}): {} and {}", pair.kind, pair.one, pair.other);
    }
    for (pair, strength) in &wrong {
        eprintln!("wrong ({}): {} and {}", strength.code(), pair.one, pair.other);
    }
    eprintln!("recall {found} of {}, precision {found} of {all}", same.len());
    assert!(found * 100 >= same.len() * 98, "recall {found} of {}", same.len());
    assert!(found * 100 >= all * 95, "precision {found} of {all}");
    let sure = wrong.iter().filter(|(_, strength)| *strength != MatchStrength::Possible).count();
    assert!(sure <= 1, "two people are said to be the same, or likely so: {sure}");
    for pair in same.iter().filter(|pair| ["joined", "title"].contains(&pair.kind.as_str())) {
        let strength = pair.found();
        assert!(strength != Some(MatchStrength::Possible), "{} and {}: {strength:?}", pair.one, pair.other);
    }
}
