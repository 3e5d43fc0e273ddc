//! Court file numbers: one spelling each, shared by who has the same court file, and told of only to who sees them.

use crate::support::fixtures::Organization;
use crate::support::*;
use greffe::people::identity::model::OrganizationKind;
use serde_json::{Value, json};

fn numbered(proceeding: &str, number: &str) -> Value {
    let mut case = new_case("2026-03-02");
    case["proceeding"] = json!(proceeding);
    case["file_number"] = json!(number);
    case
}

#[track_caller]
fn open(actor: &Actor<'_>, proceeding: &str, number: &str) -> Value {
    actor.post("/v1/cases", numbered(proceeding, number)).must(201)
}

#[track_caller]
fn id(case: &Value) -> &str {
    case["id"].as_str().unwrap()
}

/// The cases that the warnings name.
fn twins(case: &Value) -> Vec<&str> {
    let warnings = case["warnings"].as_array().into_iter().flatten();
    warnings
        .filter(|one| one["code"] == "same_file_number")
        .map(|one| one["case_id"].as_str().unwrap())
        .collect()
}

fn one_court_file_holds_several_proceedings(api: &Api) {
    let organization = api.organization();
    let manager = organization.manager();
    let application = open(&manager, "ALJR", "IMM-123-26");
    assert!(application.get("warnings").is_none(), "{application:#}");
    let stay = open(&manager, "STAY-REM", "IMM-123-26");
    assert_eq!((&stay["file_number"], twins(&stay)), (&json!("IMM-123-26"), vec![id(&application)]));
    let text = &stay["warnings"][0]["text"];
    assert!(["en", "fr"].iter().all(|language| text[*language].as_str().unwrap().contains("IMM-123-26")));
    let motion = open(&manager, "MOT-EXT", "IMM-124-26");
    let renumber = |query: &str| {
        let at = format!("/v1/cases/{}{query}", id(&motion));
        manager.patch(&at, "*", json!({"file_number": "imm 123 26"})).must(200)
    };
    assert_eq!(twins(&renumber("?dry_run=true")), [id(&application), id(&stay)]);
    assert_eq!(twins(&renumber("")), [id(&application), id(&stay)]);
    // What is linked is known to be of one file, and needs no warning.
    let links = format!("/v1/cases/{}/links", id(&motion));
    manager.post(&links, json!({"case_id": id(&application), "kind": "related"})).must(201);
    assert_eq!(twins(&renumber("")), [id(&stay)]);
    // A change of something else says nothing of the number.
    let other = manager.patch(&format!("/v1/cases/{}", id(&motion)), "*", json!({"office": "Toronto"}));
    assert!(other.must(200).get("warnings").is_none());
    let found = manager.walk("/v1/cases?file_number=IMM-123-26").0;
    assert_eq!(found.len(), 3);
}

fn several_organizations_hold_one_court_file(api: &Api) {
    let (justice, stranger) = (api.organization().manager(), api.organization().manager());
    let department = Organization::new(api, OrganizationKind::ImmigrationDepartment);
    let (officer, colleague) = (department.manager(), department.manager());
    let case = open(&justice, "ALJR", "IMM-77-26");
    assert!(open(&stranger, "ALJR", "IMM-77-26").get("warnings").is_none());
    // Whoever sees the other organisation's case is told of it, and nobody else of theirs.
    let role = json!({"user_id": officer.id, "role": "LIT"});
    justice.post(&format!("/v1/cases/{}/assignments", id(&case)), role).must(201);
    assert_eq!(twins(&open(&officer, "ALJR", "IMM-77-26")), [id(&case)]);
    let own = open(&colleague, "ALJR", "IMM-77-26");
    assert_eq!(twins(&own).len(), 1, "that of the officer: {own:#}");
    assert!(!own.to_string().contains(id(&case)));
}

fn a_case_that_follows_in_the_same_file_is_no_twin(api: &Api) {
    let manager = api.manager();
    let case = open(&manager, "ALJR", "IMM-123-26");
    record(&manager, id(&case), json!({"type": "application_filed", "occurred_on": "2026-03-09"}));
    let next = json!({"proceeding": "STAY-REM", "file_number": "IMM-0123-2026"});
    let at = format!("/v1/cases/{}/successor", id(&case));
    let opened = manager.post_once(&at, "key", next.clone());
    assert_eq!(manager.post_once(&at, "key", next).text, opened.text);
    let opened = opened.must(201);
    assert_eq!((&opened["file_number"], opened.get("warnings")), (&json!("IMM-123-26"), None));
}

/// An answer without what differs from one case to the next.
fn said(answer: &Answer, number: &str) -> (u16, String) {
    let mut json = answer.essence();
    for part in ["id", "created_at", "updated_at", "parties", "deadlines", "assignments", "version"] {
        json.as_object_mut().unwrap().remove(part);
    }
    (answer.status, json.to_string().replace(number, "<number>"))
}

fn a_number_of_a_hidden_case_is_answered_like_a_free_one(api: &Api) {
    let organization = api.organization();
    let (manager, walled) = (organization.manager(), organization.manager());
    let (taken, free) = ("IMM-500-26", "IMM-501-26");
    let hidden = open(&manager, "ALJR", taken);
    let wall = json!({"user_id": walled.id, "reason": "Acted for the applicant."});
    manager.post(&format!("/v1/cases/{}/walls", id(&hidden)), wall).must(201);
    for actor in [walled, api.organization().manager()] {
        let own = [case_with(&actor, "2026-03-02"), case_with(&actor, "2026-03-02")];
        for query in ["?dry_run=true", ""] {
            let renumber = |case: &str, number: &str| {
                let patch = json!({"file_number": number});
                said(&actor.patch(&format!("/v1/cases/{case}{query}"), "*", patch), number)
            };
            assert_eq!(renumber(&own[0], taken), renumber(&own[1], free));
        }
        let again = |number: &str| said(&actor.post("/v1/cases", numbered("STAY-REM", number)), number);
        let (of_taken, of_free) = (again(taken), again(free));
        assert_eq!(of_taken.0, 201);
        assert!(!of_taken.1.contains(id(&hidden)), "{}", of_taken.1);
        assert_eq!(
            of_taken.1.matches("same_file_number").count(),
            of_free.1.matches("same_file_number").count()
        );
        let count = |number: &str| {
            actor.get(&format!("/v1/cases?include=count&file_number={number}")).must(200)["count"].clone()
        };
        assert_eq!(count(taken), count(free));
    }
}

fn a_warning_is_of_what_its_reader_sees_now(api: &Api) {
    let organization = api.organization();
    let (manager, sender) = (organization.manager(), organization.manager());
    let first = open(&manager, "ALJR", "IMM-9-26");
    let send = || sender.post_once("/v1/cases", "key", numbered("STAY-REM", "IMM-9-26"));
    let opened = send();
    assert_eq!(send().text, opened.text);
    let opened = opened.must(201);
    assert_eq!(twins(&opened), [id(&first)]);
    let journal = manager.get(&format!("/v1/cases/{}/journal", id(&opened))).text;
    assert!(!journal.contains(id(&first)), "what one saw is not for whoever reads the record: {journal}");
    let wall = json!({"user_id": sender.id, "reason": "Acted for the applicant."});
    manager.post(&format!("/v1/cases/{}/walls", id(&first)), wall).must(201);
    let again = send();
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert!(again.must(201).get("warnings").is_none());
}

fn a_number_is_kept_in_one_spelling_and_found_in_any(api: &Api) {
    let manager = api.manager();
    let spellings = ["IMM-123-26", "imm 123 26", "IMM-0123-26", "IMM-123-2026", " IMM–123–26 "];
    let cases: Vec<Value> = spellings.iter().map(|written| open(&manager, "ALJR", written)).collect();
    for (nth, case) in cases.iter().enumerate() {
        assert_eq!((&case["file_number"], twins(case).len()), (&json!("IMM-123-26"), nth), "{case:#}");
    }
    for written in ["IMM-123-26", "imm%20123%2026", "IMM-00123-2026", "imm12326", "IMM/123/26"] {
        let found = manager.walk(&format!("/v1/cases?file_number={written}")).0;
        assert_eq!(found.len(), spellings.len(), "{written}");
    }
    for other in ["IMM-1230-26", "IMM-123-25", "T-123-26", "26"] {
        let found = manager.get(&format!("/v1/cases?include=count&file_number={other}")).must(200);
        assert_eq!(found["count"], 0, "{other}");
    }
    for (proceeding, written, kept) in [
        ("RAD", "tb1 12345", "TB1-12345"),
        ("IAD", "VB900001", "VB9-00001"),
        ("ID", "0018 c5 00123", "0018-C5-00123"),
        ("SCC-L", "40123", "40123"),
        ("MOT-EXT", "a-0108-2012", "A-108-12"),
    ] {
        let case = open(&manager, proceeding, written);
        assert_eq!((&case["file_number"], case.get("warnings")), (&json!(kept), None), "{case:#}");
    }
}

fn a_number_of_no_known_form_is_kept_and_said(api: &Api) {
    let manager = api.manager();
    for (written, kept) in
        [("imm-123456-26", "IMM-123456-26"), ("T-352-25", "T-352-25"), ("cv  25/7", "CV 25/7")]
    {
        let case = open(&manager, "ALJR", written);
        assert_eq!(case["file_number"], kept);
        let warning = &case["warnings"][0];
        assert_eq!(
            (&warning["code"], warning.get("case_id")),
            (&json!("unusual_file_number"), None),
            "{case:#}"
        );
        for language in ["en", "fr"] {
            let text = warning["text"][language].as_str().unwrap();
            assert!(text.contains(kept) && text.contains("IMM-14280-25"), "{text}");
        }
        let found = manager.walk(&format!("/v1/cases?file_number={}", written.replace(' ', "%20"))).0;
        assert_eq!(found.len(), 1, "{written}");
    }
    let of_superior_court = open(&manager, "HC", "CV 25-00012");
    assert!(of_superior_court.get("warnings").is_none(), "of that court no form is known");
    let form = manager.get("/v1/proceedings/ALJR").must(200)["file_number"].clone();
    assert_eq!(form["example"], "IMM-14280-25");
    assert!(form["citation"]["en"].as_str().unwrap().contains("2011 FC 877"), "{form:#}");
}

/// What has the form of a number and can be none of the registry is no slip to be kept: it is refused.
fn a_number_that_cannot_exist_is_refused(api: &Api) {
    let manager = api.manager();
    for (proceeding, written, why) in [
        ("ALJR", "IMM-1-1900", "1993"),
        ("ALJR", "IMM-0-26", "count from 1"),
        ("ALJR", "IMM-1-2031", "2031 has not begun"),
        ("ALJR", "IMM-12E45-26", "only digits"),
        ("ALJR", "T-1O5-26", "only digits"),
        ("ALJR", "IMM-O77-26", "only digits"),
        ("ALJR", "ＩＭＭ-０-26", "count from 1"),
        ("RAD", "TB1-00000", "count from 1"),
        ("RAD", "TC5-O1234", "only digits"),
        ("ID", "0018-C5-0012E", "only digits"),
        ("SCC-L", "00000", "count from 1"),
        ("SCC-L", "4O123", "only digits"),
        ("FCA-APP", "A-7-1970", "1971"),
        ("FCA-APP", "A-1O8-12", "only digits"),
    ] {
        let mut body = new_case("2026-03-02");
        (body["proceeding"], body["file_number"]) = (json!(proceeding), json!(written));
        let refused = manager.post("/v1/cases", body).refused(422, "invalid_body");
        let refused = refused.at("/file_number", "no_such_number");
        assert!(refused.text.contains(why), "{written}: {}", refused.text);
    }
    let case = case_with(&manager, "2026-03-02");
    let french = manager.accept_language("fr");
    let changed = french.patch(&format!("/v1/cases/{case}"), "*", json!({"file_number": "IMM-0-26"}));
    let changed = changed.refused(422, "invalid_body").at("/file_number", "no_such_number");
    assert!(changed.text.contains("ne peut être un numéro de ce greffe"), "{}", changed.text);
    let old = open(&manager, "ALJR", "IMM-123456-26");
    assert_eq!(old["warnings"][0]["code"], "unusual_file_number", "what is merely odd is kept, and said");
}

on_both!(
    a_number_that_cannot_exist_is_refused,
    one_court_file_holds_several_proceedings,
    several_organizations_hold_one_court_file,
    a_case_that_follows_in_the_same_file_is_no_twin,
    a_number_of_a_hidden_case_is_answered_like_a_free_one,
    a_warning_is_of_what_its_reader_sees_now,
    a_number_is_kept_in_one_spelling_and_found_in_any,
    a_number_of_no_known_form_is_kept_and_said,
);
