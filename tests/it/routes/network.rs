//! `/v1/instruments`, `/v1/network-duties`: the instruments of the liaison network, and what is owed under them on a day.

use crate::support::*;
use serde_json::{Value, json};

/// The codes of all that a list holds.
fn codes(actor: &Actor<'_>, path: &str) -> Vec<String> {
    actor.walk(path).0.iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
}

fn an_instrument_is_served_with_its_duties(api: &Api) {
    let viewer = api.organization().viewer();
    let (all, pages) = viewer.walk("/v1/instruments?limit=5");
    assert!(all.len() >= 12 && pages > 2, "{} on {pages} pages", all.len());
    for listed in &all {
        let whole = viewer.get(&format!("/v1/instruments/{}", listed["code"].as_str().unwrap())).must(200);
        assert_eq!(&whole, listed);
        for text in ["title", "source"] {
            assert!(whole[text]["en"].is_string() && whole[text]["fr"].is_string(), "{whole:#}");
        }
        assert!(whole["confidence"].is_string() && whole["source_status"].is_string(), "{whole:#}");
    }
    let founding = viewer.get("/v1/instruments/REG-377-2004").must(200);
    assert_eq!(founding["celex"], "32004R0377");
    assert_eq!(founding["repealed_by"], "REG-2019-1240");
    assert_eq!(founding["in_force_to"], "2019-08-13");
    let duties: Vec<_> = founding["duties"].as_array().unwrap().iter().map(|duty| &duty["code"]).collect();
    assert_eq!(duties, ["ILO-NOTIFY", "ILO-SEM", "ILO-SUM"]);
    viewer.get("/v1/instruments/NONE").refused(404, "not_found");
}

fn instruments_are_asked_for_as_of_a_day(api: &Api) {
    let viewer = api.organization().viewer();
    let on = |day: &str| codes(&viewer, &format!("/v1/instruments?in_force_on={day}&limit=4"));
    let has = |day: &str, code: &str| on(day).iter().any(|known| known == code);
    assert!(has("2019-08-13", "REG-377-2004") && !has("2019-08-13", "REG-2019-1240"));
    assert!(!has("2019-08-14", "REG-377-2004") && has("2019-08-14", "REG-2019-1240"));
    assert_eq!(on("1990-01-01"), Vec::<String>::new());
    let counted = viewer.get("/v1/instruments?in_force_on=2010-03-01&include=count&limit=1").must(200);
    assert_eq!(counted["count"], json!(on("2010-03-01").len()));
    viewer.get("/v1/instruments?in_force_on=2010-02-30").refused(400, "invalid_query");
}

fn a_semester_report_is_due_for_2010_and_not_for_2020(api: &Api) {
    let viewer = api.organization().viewer();
    let owed = |day: &str| -> Vec<Value> { viewer.walk(&format!("/v1/network-duties?on={day}&limit=2")).0 };
    let find = |day: &str, code: &str| owed(day).into_iter().find(|one| one["code"] == code);
    let report = find("2010-03-01", "ILO-SEM").unwrap();
    assert_eq!(report["next_due_on"], "2010-06-30");
    assert_eq!(report["duty"]["instrument"], "REG-377-2004");
    assert_eq!(report["explanation"][2]["fr"], "Prochaine échéance : le mercredi 30 juin 2010.");
    assert_eq!(find("2020-03-01", "ILO-SEM"), None);
    // Owed to the last day of the Regulation, and the semester ends after it.
    let last = find("2019-08-13", "ILO-SEM").unwrap();
    assert_eq!(last["next_due_on"], Value::Null);
    assert!(last["explanation"][2]["en"].as_str().unwrap().contains("nothing more is due"), "{last:#}");
    let today: Vec<_> = codes(&viewer, "/v1/network-duties");
    assert_eq!(today, ["SB-MEET", "SB-REP", "SB-WP"]);
    viewer.get("/v1/network-duties?on=tomorrow").refused(400, "invalid_query").at("/on", "invalid_date");
}

on_both!(
    an_instrument_is_served_with_its_duties,
    instruments_are_asked_for_as_of_a_day,
    a_semester_report_is_due_for_2010_and_not_for_2020,
);
