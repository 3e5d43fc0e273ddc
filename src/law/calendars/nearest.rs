//! What of a list comes nearest to what somebody wrote, and the list does not have.

use super::model::folded;

/// The most that are named.
const MOST: usize = 3;

/// How alike two spellings have to be: "Halifxa" is Halifax, and "Nowhere" is nothing.
const LEAST: f64 = 0.5;

/// The entries of a list that come nearest to what was written, the nearest first, each with its
/// spellings; none, where nothing is alike.
pub fn nearest<'a>(written: &str, list: impl IntoIterator<Item = (&'a str, Vec<&'a str>)>) -> Vec<&'a str> {
    let asked = folded(written);
    let likeness = |spellings: Vec<&str>| {
        let all = spellings.into_iter().map(|one| strsim::normalized_levenshtein(&asked, &folded(one)));
        all.fold(0.0, f64::max)
    };
    let scored = list.into_iter().map(|(entry, spellings)| (likeness(spellings), entry));
    let mut near: Vec<_> = scored.filter(|(likeness, _)| *likeness >= LEAST).collect();
    near.sort_by(|one, other| other.0.total_cmp(&one.0));
    near.into_iter().map(|(_, entry)| entry).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::super::offices::Offices;
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_near_and_another_place_is_not() {
        let list = || {
            let all = Offices::current().all().iter();
            all.map(|office| (office.written.as_str(), office.all_spellings().collect()))
        };
        for (written, meant) in [("Halifxa", "Halifax"), ("Torotno", "Toronto"), ("st john", "St. John's")] {
            assert_eq!(nearest(written, list()).first(), Some(&meant), "{written}");
        }
        assert!(nearest("Nowhere", list()).len() <= MOST && nearest("Zzyzx", list()).is_empty());
    }
}
