//! Numbers as statutes write them: in figures, or in the words of either language.

use crate::text::Language;

const ENGLISH: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const ENGLISH_TENS: [&str; 10] =
    ["", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const FRENCH: [&str; 20] = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
    "treize", "quatorze", "quinze", "seize", "dix sept", "dix huit", "dix neuf",
];
const FRENCH_TENS: [&str; 10] = [
    "",
    "dix",
    "vingt",
    "trente",
    "quarante",
    "cinquante",
    "soixante",
    "soixante",
    "quatre vingt",
    "quatre vingt",
];

/// Whether a text says a number, in figures or in words.
pub(super) fn says(text: &str, number: u32, language: Language) -> bool {
    let plain: String =
        text.to_lowercase().chars().map(|sign| if sign.is_alphanumeric() { sign } else { ' ' }).collect();
    let plain = format!(" {} ", plain.split_whitespace().collect::<Vec<_>>().join(" "));
    spelled(number, language).iter().any(|written| plain.contains(&format!(" {written} ")))
}

/// The ways of writing a number below a thousand; figures alone above.
fn spelled(number: u32, language: Language) -> Vec<String> {
    let (hundreds, rest) = (number / 100, number % 100);
    let mut ways = vec![number.to_string()];
    if hundreds == 0 {
        ways.extend(below_a_hundred(number, language));
        return ways;
    }
    let many = below_a_hundred(hundreds, language);
    let hundred = many.iter().flat_map(|many| match (language, hundreds) {
        (Language::En, _) => vec![format!("{many} hundred"), format!("{many} hundred and")],
        (Language::Fr, 1) => vec!["cent".to_owned()],
        (Language::Fr, _) => vec![format!("{many} cent"), format!("{many} cents")],
    });
    let hundred: Vec<String> = hundred.collect();
    if rest == 0 {
        ways.extend(hundred);
        return ways;
    }
    let rest = below_a_hundred(rest, language);
    ways.extend(hundred.iter().flat_map(|hundred| rest.iter().map(move |rest| format!("{hundred} {rest}"))));
    ways
}

fn below_a_hundred(number: u32, language: Language) -> Vec<String> {
    let (words, tens) = match language {
        Language::En => (&ENGLISH, &ENGLISH_TENS),
        Language::Fr => (&FRENCH, &FRENCH_TENS),
    };
    let word = |table: &[&str], index: u32| {
        usize::try_from(index).ok().and_then(|index| table.get(index)).map(|word| (*word).to_owned())
    };
    let mut ways = Vec::new();
    if number < 20 {
        ways.extend(word(words, number));
        if number == 1 && language == Language::Fr {
            ways.push("une".to_owned());
        }
        return ways;
    }
    let (ten, unit) = (number / 10, number % 10);
    // Soixante-quinze, quatre-vingt-dix: the tens before go on to nineteen.
    let unit = if language == Language::Fr && matches!(ten, 7 | 9) { unit.saturating_add(10) } else { unit };
    let Some(ten) = word(tens, ten) else { return ways };
    match (unit, word(words, unit)) {
        (0, _) => ways.extend([format!("{ten}s"), ten]),
        (1, Some(one)) if language == Language::Fr => {
            ways.extend([format!("{ten} et {one}"), format!("{ten} et une"), format!("{ten} {one}")]);
        }
        (_, Some(unit)) => ways.push(format!("{ten} {unit}")),
        (_, None) => {}
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_in_figures_and_in_words() {
        for (text, number, language) in [
            ("within 30 days after", 30, Language::En),
            ("within forty-five days", 45, Language::En),
            ("at least ten days before", 10, Language::En),
            ("dans les quarante-huit heures", 48, Language::Fr),
            ("au plus tard quatre-vingt-dix jours", 90, Language::Fr),
            ("dans les soixante jours", 60, Language::Fr),
            ("vingt et un jours", 21, Language::Fr),
            ("soixante-quinze jours", 75, Language::Fr),
            ("un mois", 1, Language::Fr),
            ("cent quatre-vingts jours", 180, Language::Fr),
            ("one hundred and eighty days", 180, Language::En),
        ] {
            assert!(says(text, number, language), "{text}: {number}");
        }
        assert!(!says("within 130 days", 30, Language::En));
        assert!(!says("within fifteen days", 5, Language::En));
    }
}
