//! The duties by hand, and files that are not whole.

use super::due::owed_on;
use super::model::{DUTIES, INSTRUMENTS, InstrumentRegister};
use crate::text::Text;
use chrono::NaiveDate;

fn day(written: &str) -> NaiveDate {
    written.parse().unwrap()
}

/// What falls due next under a duty.
#[derive(Debug, PartialEq, Eq)]
enum Next {
    NotOwed,
    NoDay,
    On(NaiveDate),
}

/// What falls due next under a duty, as of a day.
fn next(duty: &str, on: &str) -> Next {
    let owed = owed_on(InstrumentRegister::builtin(), day(on));
    match owed.into_iter().find(|one| one.duty.code == duty) {
        Some(one) => one.next_due_on.map_or(Next::NoDay, Next::On),
        None => Next::NotOwed,
    }
}

#[test]
fn a_duty_is_owed_from_the_first_to_the_last_day_of_its_instrument() {
    let due = |on: &str| Next::On(day(on));
    for (duty, on, expected) in [
        ("ILO-SEM", "2004-04-30", Next::NotOwed),
        ("ILO-SEM", "2004-05-01", due("2004-06-30")),
        ("ILO-SEM", "2010-03-01", due("2010-06-30")),
        ("ILO-SEM", "2010-06-30", due("2010-06-30")),
        ("ILO-SEM", "2010-07-01", due("2010-12-31")),
        // The semester ends after the Regulation does.
        ("ILO-SEM", "2019-07-01", Next::NoDay),
        ("ILO-SEM", "2019-08-13", Next::NoDay),
        ("ILO-SEM", "2019-08-14", Next::NotOwed),
        ("ILO-SEM", "2020-03-01", Next::NotOwed),
        // The amendment brought it.
        ("ILO-SUM", "2011-06-15", Next::NotOwed),
        ("ILO-SUM", "2011-06-16", due("2011-12-31")),
        ("ILO-NOTIFY", "2010-03-01", Next::NoDay),
        ("CIREFI-M", "2008-02-03", due("2008-02-29")),
        ("CIREFI-M", "2007-12-31", due("2007-12-31")),
        ("CIREFI-A", "2008-02-03", due("2008-12-31")),
        ("SB-MEET", "2020-03-01", due("2020-12-31")),
        ("SB-WP", "2019-08-14", due("2021-08-13")),
        ("SB-REP", "2021-08-13", due("2021-08-13")),
        ("SB-REP", "2021-08-14", due("2023-08-13")),
    ] {
        assert_eq!(next(duty, on), expected, "{duty} on {on}");
    }
}

#[test]
fn each_answer_explains_itself_in_both_languages() {
    let owed = owed_on(InstrumentRegister::builtin(), day("2010-03-01"));
    let first = owed.iter().find(|one| one.duty.code == "CIREFI-A").unwrap();
    let said = "obligation dont répond le CIREFI, du mercredi 30 novembre 1994 au vendredi 31 décembre 2010.";
    assert!(first.explanation[0].fr.ends_with(said), "{:?}", first.explanation);
    for on in ["2008-05-05", "2010-03-01", "2019-08-13", "2026-03-09"] {
        let owed = owed_on(InstrumentRegister::builtin(), day(on));
        assert!(!owed.is_empty(), "{on}");
        for one in owed {
            assert!(one.explanation.len() == 3 && one.explanation.iter().all(Text::is_complete));
            let last = &one.explanation[2];
            let Some(due) = one.next_due_on else { continue };
            assert!(
                last.en.contains(&due.format("%Y").to_string()) && last.fr.contains("échéance"),
                "{last:?}"
            );
        }
    }
}

#[test]
fn one_instrument_follows_another_without_a_day_between() {
    let register = InstrumentRegister::builtin();
    let mut followed = 0;
    for one in register.instruments() {
        let Some(by) = one.repealed_by.as_deref().and_then(|code| register.instrument(code)) else {
            continue;
        };
        followed += 1;
        assert_eq!(one.in_force_to.unwrap().succ_opt(), Some(by.in_force_from), "{}", one.code);
    }
    assert!(followed >= 5, "{followed}");
}

#[test]
fn what_is_not_whole_is_refused_with_every_reason() {
    let broken = INSTRUMENTS
        .replace("repealed_by = \"REG-2019-1240\"", "repealed_by = \"NONE\"")
        .replace("in_force_to = 2013-12-31", "in_force_to = 2003-12-31")
        .replace("code = \"DEC-2005-687\"", "code = \"DEC-2005-267\"");
    let duties = DUTIES
        .replace("from = 2011-06-16", "from = 2001-06-16")
        .replace("instrument = \"CIREFI-1994\"", "instrument = \"GONE\"");
    let faults = InstrumentRegister::load(&broken, &duties).unwrap_err().join("\n");
    for part in [
        "there is no instrument NONE",
        "DEC-574-2007.in_force_to: it precedes",
        "DEC-2005-267: there are two",
        "ILO-SUM: it is owed only while",
        "CIREFI-M.instrument: there is no GONE",
    ] {
        assert!(faults.contains(part), "{part} in {faults}");
    }
}
