//! What the main file of a motion is told, who sees what it set there, and who learns of what it could not be told.

use super::motions::{entries, motion_in, motion_in_hidden_file};
use crate::support::*;
use serde_json::{Value, json};

fn an_entry_that_is_moved_into_a_motion_is_told_in_its_file(api: &Api) {
    let litigator = api.organization().litigator();
    let [case, other] = [(), ()].map(|()| case_with(&litigator, "2026-03-02"));
    take_to(&litigator, &case, "notice_of_appearance_filed");
    take_to(&litigator, &other, "notice_of_appearance_filed");
    let motion = motion_in(&litigator, &case, "MOT-EXT");
    let filed =
        json!({"type": "motion_filed", "occurred_on": "2026-03-25", "facts": {"route": "in_writing"}});
    record(&litigator, &motion, filed);
    let rule = "FCCIRPR-10(1)(a)";
    let law = deadline(&litigator, &case, rule)["due_on"].clone();
    let order = json!({"type": "motion_decided", "occurred_on": "2026-04-07", "facts": {"outcome": "granted"},
        "ordered": [{"rule": rule, "due_on": "2026-05-11"}]});
    let body = json!({"case_id": motion, "reason": "It was made on the motion."});
    // From the file itself, and from one that has nothing to do with it.
    for from in [&case, &other] {
        let made = record(&litigator, from, order.clone());
        let at = format!("/v1/cases/{from}/events/{}", made["event"]["id"].as_str().unwrap());
        let dry = litigator.post(&format!("{at}/move?dry_run=true"), body.clone()).must(200);
        assert_eq!(dry["recorded"]["in_main_file"]["event"]["type"], "motion_decided", "{dry:#}");
        let moved = litigator.post(&format!("{at}/move"), body.clone()).must(200);
        let (there, told) = (&moved["recorded"]["event"], &moved["recorded"]["in_main_file"]["event"]);
        assert_eq!((&there["case_id"], &there["ordered"]), (&json!(motion), &json!([])), "{moved:#}");
        assert_eq!(told["motion"], json!({"case_id": motion, "event_id": there["id"]}));
        assert_eq!(told["ordered"][0]["due_on"], "2026-05-11");
        let last = entries(&litigator, &case).pop().unwrap();
        assert_eq!((&last["id"], last.get("struck")), (&told["id"], None));
        let set = deadline(&litigator, &case, rule);
        assert_eq!((&set["due_on"], &set["pinned"]), (&json!("2026-05-11"), &json!(true)));
        // It follows what is done in the motion, like any.
        let strike = format!("/v1/cases/{motion}/events/{}/strike", there["id"].as_str().unwrap());
        litigator.post(&strike, json!({"reason": "No such order."})).must(200);
        assert_eq!(deadline(&litigator, &case, rule)["due_on"], law);
    }
}

fn an_entry_of_a_motion_shows_what_it_set_in_its_file(api: &Api) {
    let organization = api.organization();
    let (manager, litigator) = (organization.manager(), organization.litigator());
    let (case, motion) = motion_in_hidden_file(&manager, &litigator, "MOT-EXT");
    let filed =
        json!({"type": "motion_filed", "occurred_on": "2026-03-25", "facts": {"route": "in_writing"}});
    record(&manager, &motion, filed);
    let ordered = json!([{"rule": "FCCIRPR-10(1)(a)", "due_on": "2026-05-11"}]);
    let order = json!({"type": "motion_decided", "occurred_on": "2026-04-07", "facts": {"outcome": "granted"},
        "ordered": ordered});
    let made = record(&manager, &motion, order);
    let told = &made["in_main_file"]["event"];
    let shown = json!({"case_id": case, "event_id": told["id"], "ordered": ordered});
    assert_eq!(made["event"]["in_main_file"], shown, "{made:#}");
    let at = format!("/v1/cases/{motion}/events/{}", made["event"]["id"].as_str().unwrap());
    assert_eq!(manager.get(&at).must(200)["in_main_file"], shown);
    assert_eq!(entries(&manager, &motion)[1]["in_main_file"], shown);
    let later = json!({"ordered": [{"rule": "FCCIRPR-10(1)(a)", "due_on": "2026-05-19"}]});
    let corrected = manager.patch(&at, "*", later.clone()).must(200);
    assert_eq!(corrected["event"]["in_main_file"]["ordered"], later["ordered"]);
    let case_itself = manager.get(&format!("/v1/cases/{motion}?include=events")).must(200);
    assert_eq!(case_itself["events"][1]["in_main_file"]["ordered"], later["ordered"]);
    // Whoever may not see the file sees nothing of it.
    litigator.get(&format!("/v1/cases/{case}")).refused(404, "not_found");
    assert_eq!(litigator.get(&at).must(200).get("in_main_file"), None);
    assert!(entries(&litigator, &motion).iter().all(|entry| entry.get("in_main_file").is_none()));
}

fn whoever_answers_for_a_file_learns_what_it_could_not_be_told(api: &Api) {
    let organization = api.organization();
    let (manager, litigator) = (organization.manager(), organization.litigator());
    let (case, motion) = motion_in_hidden_file(&manager, &litigator, "STAY-REM");
    let told = || manager.walk("/v1/notifications?kind=motion_not_told").0;
    record(&manager, &case, json!({"type": "removal_scheduled", "occurred_on": "2026-03-24"}));
    let scheduled = json!({"type": "removal_scheduled", "occurred_on": "2026-03-19"});
    record(&litigator, &motion, scheduled);
    let before = entries(&manager, &case);
    assert_eq!((before.last().unwrap()["motion"]["case_id"].clone(), told()), (json!(motion), Vec::new()));
    // By the docket of the file the removal was scheduled only later than it is said to be cancelled.
    let cancelled = json!({"type": "removal_cancelled", "occurred_on": "2026-03-20"});
    let at = format!("/v1/cases/{motion}/events");
    litigator.post(&format!("{at}?dry_run=true"), cancelled.clone()).must(200);
    assert_eq!(told(), Vec::<Value>::new(), "a dry run tells nobody");
    let alone = record(&litigator, &motion, cancelled);
    assert_eq!((alone.get("in_main_file"), alone["event"].get("in_main_file")), (None, None), "{alone:#}");
    assert_eq!(entries(&manager, &case), before, "it does not fit there");
    let all = told();
    assert_eq!(all.len(), 1, "{all:#?}");
    assert_eq!(all[0]["case_id"], case.as_str());
    let text = &all[0]["text"];
    assert!(text["en"].as_str().unwrap().contains("does not fit the docket"), "{text:#}");
    assert!(text["fr"].as_str().unwrap().contains("ne concorde pas"), "{text:#}");
    assert_eq!(litigator.walk("/v1/notifications?kind=motion_not_told").0, Vec::<Value>::new());
}

on_both!(
    an_entry_of_a_motion_shows_what_it_set_in_its_file,
    an_entry_that_is_moved_into_a_motion_is_told_in_its_file,
    whoever_answers_for_a_file_learns_what_it_could_not_be_told,
);
