//! The list of instruments, and how citations are read by it.

use super::*;
use crate::law::proceedings::{Catalog, Nature};

fn read(citation: &str, language: Language) -> Vec<String> {
    let cited = Instruments::known().cited_in(&Text::new(citation, citation), language);
    cited.iter().map(|provision| format!("{} {}", provision.instrument.code, provision.label())).collect()
}

#[test]
fn a_citation_is_read_in_both_languages() {
    for (en, fr, provisions) in [
        ("IRPA 72(2)(b), (c)", "LIPR, al. 72(2)b), c)", vec!["IRPA 72(2)(b)", "IRPA 72(2)(c)"]),
        ("IRPA 74(d), 75", "LIPR, al. 74d) et art. 75", vec!["IRPA 74(d)", "IRPA 75"]),
        (
            "FCCIRPR 9(2)(a), 4.1",
            "Règles CIPR, al. 9(2)a) et règle 4.1",
            vec!["FCCIRPR 9(2)(a)", "FCCIRPR 4.1"],
        ),
        ("RADR 35(2); RPDR 41(2)", "RSAR, par. 35(2); RSPR, par. 41(2)", vec!["RADR 35(2)", "RPDR 41(2)"]),
        ("FC Act 57(1), (2)", "LCF, par. 57(1), (2)", vec!["FC-ACT 57(1)", "FC-ACT 57(2)"]),
        ("IRPA 112(2)(b.1)", "LIPR, al. 112(2)b.1)", vec!["IRPA 112(2)(b.1)"]),
        (
            "Interpretation Act, ss. 26, 35(1)",
            "Loi d'interprétation, art. 26 et par. 35(1)",
            vec!["INTERPRETATION 26", "INTERPRETATION 35(1)"],
        ),
        (
            "FCR 370; Federal Court guidelines",
            "RCF, règle 370; lignes directrices de la Cour fédérale",
            vec!["FCR 370"],
        ),
        ("IRPA 49(2)(c) as it was", "LIPR, al. 49(2)c), ancien", vec![]),
    ] {
        assert_eq!(read(en, Language::En), provisions, "{en}");
        assert_eq!(read(fr, Language::Fr), provisions, "{fr}");
    }
}

#[test]
fn a_provision_has_an_address_in_both_languages() {
    let citation = Text::new("FCCIRPR 10(1)(a)", "Règles CIPR, al. 10(1)a)");
    let cited = Instruments::known().cited_in(&citation, Language::En);
    let expected = Text::new(
        "https://laws-lois.justice.gc.ca/eng/regulations/SOR-93-22/section-10.html",
        "https://laws-lois.justice.gc.ca/fra/reglements/DORS-93-22/article-10.html",
    );
    assert_eq!(cited.first().unwrap().addresses(), expected);
}

/// Rules whose provision is divided in one language and not in the other: IRPA 49(1) has paragraphs
/// in English only.
const DIVIDED: [&str; 3] = ["IRPA-49(1)(a)", "IRPA-49(1)(b)", "IRPA-49(1)(c)"];

/// Rules of law of today that no consolidation holds.
const ELSEWHERE: [&str; 0] = [];

#[test]
fn the_law_of_today_cites_the_same_provisions_in_both_languages() {
    let mut faults = Vec::new();
    for rule in Catalog::builtin().rules() {
        let written = matches!(rule.nature, Nature::Statute | Nature::Regulation | Nature::Rule);
        for version in rule.versions.iter().filter(|version| version.in_force_to.is_none()) {
            let of = |language| -> Vec<String> {
                let cited = Instruments::known().cited_in(&version.citation, language);
                cited.iter().map(|one| format!("{} {}", one.instrument.code, one.label())).collect()
            };
            let (en, fr) = (of(Language::En), of(Language::Fr));
            if (en != fr && !DIVIDED.contains(&rule.code.as_str()))
                || (written && en.is_empty() && !ELSEWHERE.contains(&rule.code.as_str()))
            {
                faults.push(format!("{} ({}): {en:?} {fr:?}", rule.code, version.citation.en));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
