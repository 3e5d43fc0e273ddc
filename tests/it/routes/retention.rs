//! Holds, the retention schedule, and the disposal of cases.

use crate::support::tamper::tamper;
use crate::support::*;
use diesel::sql_types::{BigInt, Text};
use diesel::{QueryableByName, RunQueryDsl as _, sql_query};
use greffe::db::Connection;
use greffe::journal::verify::walk;
use serde_json::json;

/// What is planted in every text of a case, to be looked for once it was disposed of.
const MARK: &str = "Zyxwplanted";

/// A case that was closed long ago, with a mark in all of its texts.
pub fn old_case(manager: &Actor<'_>) -> String {
    let made = manager.post(
        "/v1/cases",
        json!({
            "proceeding": "ALJR", "style_of_cause": format!("{MARK} v. Canada"), "language": "en",
            "file_number": own_number(&manager.id, "12"),
            "decision": {"body": "other", "body_text": MARK, "decided_on": "2012-02-27", "notified_on": "2012-03-02", "location": "in_canada"},
            "parties": [{"kind": "person", "capacity": "applicant", "name": MARK, "address": MARK,
                         "counsel": {"name": MARK, "firm": MARK}},
                        {"kind": "person", "capacity": "applicant", "name": "Somebody Else",
                         "counsel": {"name": "Honorine Delacroix"}}]
        }),
    );
    let made = made.must(201);
    let case = made["id"].as_str().unwrap().to_owned();
    // It had an office of which no list knows, as older cases may.
    tamper(manager.api, &format!("update cases set office = '{MARK}' where id = '{case}'"));
    let filed = json!({"type": "application_filed", "occurred_on": "2012-03-09", "note": MARK});
    record(manager, &case, filed);
    manager.post_once(&format!("/v1/cases/{case}/notes"), MARK, json!({"body": MARK})).must(201);
    let document =
        json!({"kind": "memo", "title": MARK, "author": MARK, "exhibit_mark": MARK, "file_name": MARK});
    let document = manager.post(&format!("/v1/cases/{case}/documents"), document).must(201);
    let file = format!("/v1/documents/{}/file", document["id"].as_str().unwrap());
    let sent = ("application/octet-stream", MARK.as_bytes().to_vec());
    manager.with_header("If-Match", "*").send("PUT", &file, Some(sent)).must(200);
    let due = manager.get(&format!("/v1/cases/{case}/deadlines?status=open")).must(200)["items"][0].clone();
    act(manager, &due, "extend", json!({"until": "2014-05-01", "by": "order", "reason": MARK})).must(200);
    record(
        manager,
        &case,
        json!({"type": "application_discontinued", "occurred_on": "2012-04-02", "note": MARK}),
    );
    assert_eq!(manager.get(&format!("/v1/cases/{case}")).must(200)["status"], "closed");
    case
}

/// Where a case leaves what it says, and its mark is planted: as the database spells it.
const PLANTED: [&str; 23] = [
    "assignments.reason",
    "case_names.name",
    "cases.decision_body",
    "cases.office",
    "cases.style_of_cause",
    "deadlines.closing_note",
    "document_versions.file_name",
    "documents.author",
    "documents.exhibit_mark",
    "documents.file_name",
    "documents.title",
    "emergency_accesses.reason",
    "events.note",
    "journal.after",
    "journal.before",
    "legal_holds.reason",
    "legal_holds.release_reason",
    "notes.body",
    "parties.address",
    "parties.counsel_firm",
    "parties.counsel_name",
    "parties.name",
    "walls.reason",
];

/// That somebody acts for another, and why.
fn acting(who: &Actor<'_>) -> serde_json::Value {
    json!({"user_id": who.id, "until": "2026-12-31T15:00:00Z", "reason": MARK})
}

/// An assignment on another case, to which the marked one is linked, over a finding that was made there: its address. The
/// answer is kept to be given again.
fn waived_on(administrator: &Actor<'_>, other: &str) -> String {
    let new = json!({"username": format!("namesake-{}", &administrator.id[24..]), "display_name": "Honorine Delacroix",
        "password": fixtures::PASSWORD, "role": "litigator"});
    let namesake = administrator.post("/v1/users", new).must(201)["id"].clone();
    let waived = json!({"user_id": namesake, "role": "JPL", "waiver": {"reason": "Another of that name."}});
    let made = administrator.post_once(&format!("/v1/cases/{other}/assignments"), "waived", waived).must(201);
    assert!(made.to_string().contains(MARK), "{made:#}");
    format!("/v1/assignments/{}", made["id"].as_str().unwrap())
}

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    owner: String,
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = BigInt)]
    found: i64,
}

/// The columns of the whole database that hold the mark.
fn marked(api: &Api) -> Vec<String> {
    const SQLITE: &str = "select m.name as owner, c.name as name from sqlite_master m join pragma_table_info(m.name) c \
                          where m.type = 'table' and m.name not like 'sqlite_%'";
    const POSTGRES: &str = "select table_name::text as owner, column_name::text as name from information_schema.columns \
                            where table_schema = 'public'";
    let looked = api.db.read_now(|connection| {
        macro_rules! look {
            ($connection:expr, $columns:expr) => {{
                let columns: Vec<Column> = sql_query($columns).load($connection)?;
                let mut marked = Vec::new();
                for Column { owner, name } in columns {
                    let query = format!(
                        "select count(*) as found from \"{owner}\" where cast(\"{name}\" as text) like '%{MARK}%'"
                    );
                    let found: Found = sql_query(query).get_result($connection)?;
                    if found.found > 0 {
                        marked.push(format!("{owner}.{name}"));
                    }
                }
                marked
            }};
        }
        Ok(match connection {
            Connection::Pg(pg) => look!(pg, POSTGRES),
            Connection::Sqlite(sqlite) => look!(sqlite, SQLITE),
        })
    });
    looked.unwrap()
}

fn a_case_that_was_disposed_of_leaves_a_tombstone_and_nothing_else(api: &Api) {
    let api = &api.own(Settings::default());
    let organization = api.organization();
    let administrator = organization.administrator();
    let (litigator, walled) = (organization.litigator(), organization.analyst());
    let case = old_case(&administrator);
    let other = case_with(&administrator, "2026-03-02");
    let at = format!("/v1/cases/{case}");
    let assigned = json!({"user_id": litigator.id, "role": "JCO"});
    let assigned = administrator.post(&format!("{at}/assignments"), assigned).must(201);
    let assigned = format!("/v1/assignments/{}", assigned["id"].as_str().unwrap());
    administrator.post(&format!("{assigned}/delegate"), acting(&organization.litigator())).must(201);
    administrator.post(&format!("{at}/walls"), json!({"user_id": walled.id, "reason": MARK})).must(201);
    administrator.post(&format!("{at}/links"), json!({"case_id": other, "kind": "appeal_of"})).must(201);
    let back = json!({"case_id": case, "kind": "related"});
    administrator.post(&format!("/v1/cases/{other}/links"), back).must(201);
    let namesake = waived_on(&administrator, &other);
    let glass = json!({"reason": format!("{MARK}, in an emergency.")});
    let director = organization.manager();
    administrator.post(&format!("{at}/walls"), json!({"user_id": director.id, "reason": MARK})).must(201);
    director.post(&format!("{at}/emergency-accesses"), glass).must(201);
    let feed = json!({"scope": "case", "case_id": case, "language": "en"});
    litigator.post("/v1/feeds", feed).must(201);
    let hold = administrator.post(&format!("{at}/holds"), json!({"reason": MARK}));
    let (tag, hold) = (hold.etag(), hold.must(201)["id"].as_str().unwrap().to_owned());

    let body = json!({"authority": "DA 2019/007", "reason": "The years have passed."});
    let dispose = |actor: &Actor<'_>, query: &str| actor.post(&format!("{at}/dispose{query}"), body.clone());
    dispose(&administrator, "").refused(409, "under_hold");
    let released = json!({"until": "2026-11-01T15:00:00Z", "release_reason": MARK});
    let held =
        administrator.patch(&format!("{at}/holds/{hold}"), &tag, json!({"until": "2026-11-01T15:00:00Z"}));
    held.refused(422, "invalid_body").at("/release_reason", "required");
    let held = administrator.get(&format!("{at}/holds/{hold}")).must(200);
    let mut released = released;
    released["until"] = held["from"].clone();
    administrator.patch(&format!("{at}/holds/{hold}"), &tag, released).must(200);
    let kept = administrator.get(&format!("{at}/retention")).must(200);
    assert_eq!((&kept["closed_on"], &kept["kept_until"]), (&json!("2012-04-02"), &json!("2024-04-02")));
    assert_eq!(
        (&kept["disposable"], &kept["holds"], &kept["line"]["code"]),
        (&json!(true), &json!([]), &json!("LITIGATION"))
    );

    let planted = marked(api);
    for column in PLANTED {
        assert!(planted.iter().any(|marked| marked == column), "no mark in {column}: {planted:?}");
    }
    let waiver = administrator.get(&namesake).must(200)["waiver"].clone();
    assert!(waiver.to_string().contains(MARK), "another case says where it was found: {waiver:#}");
    organization.manager().post(&format!("{at}/dispose"), body.clone()).refused(403, "forbidden");
    let would = dispose(&administrator, "?dry_run=true").must(200);
    assert_eq!(administrator.get(&at).must(200)["status"], "closed", "a dry run removes nothing");
    let done = dispose(&administrator, "").must(200);
    assert_eq!((&done["removed"], &done["authority"]), (&would["removed"], &json!("DA 2019/007")));
    let count = |what: &str| {
        let removed = done["removed"].as_array().unwrap().iter().find(|part| part["what"] == what);
        removed.unwrap()["count"].as_i64().unwrap()
    };
    assert_eq!((count("parties"), count("events"), count("notes"), count("legal_holds")), (2, 2, 1, 1));
    assert_eq!((count("feeds"), count("links"), count("assignments")), (1, 2, 2));
    assert_eq!(marked(api), Vec::<String>::new());
    let kept = administrator.get(&namesake).must(200)["waiver"].clone();
    assert_eq!(kept["waived_by"], administrator.id.as_str(), "that it was waived is of the other case");
    assert!(!kept.to_string().contains(&case) && kept["findings"] == json!([{}]), "{kept:#}");
    let (beside, _) = administrator.walk(&format!("/v1/cases/{other}/journal?limit=200"));
    assert!(beside.iter().any(|entry| entry["action"] == "link.created" && entry["withheld"] == true));
    assert!(beside.iter().all(|entry| !entry["after"].to_string().contains(&case)), "{beside:#?}");
    let report = api.db.snapshot_now(|connection| walk(connection, None, true)).unwrap();
    assert!(report.breaks.is_empty() && report.emptied > 5, "{:?}", report.breaks);

    for address in ["", "/parties", "/journal", "/retention", "/holds"] {
        let gone = administrator.get(&format!("{at}{address}")).refused(410, "disposed");
        assert!(gone.json["detail"].as_str().unwrap().contains("2026-11-01 under the authority DA 2019/007"));
    }
    dispose(&administrator, "").refused(410, "disposed");
    for nobody in [&litigator, &walled, &api.manager()] {
        nobody.get(&at).refused(404, "not_found");
    }
    let (cases, _) = administrator.walk("/v1/cases");
    assert_eq!(cases.iter().map(|case| case["id"].as_str().unwrap()).collect::<Vec<_>>(), [&other]);
    assert_eq!(administrator.get("/v1/cases?include=count").must(200)["count"], 1);

    let (entries, _) = administrator.walk(&format!("/v1/journal?subject=case:{case}"));
    assert_eq!(
        entries.len(),
        usize::try_from(done["entries"].as_u64().unwrap()).unwrap() + 2,
        "no entry was lost"
    );
    assert_eq!(entries[0]["action"], "case.contents_erased");
    assert_eq!(
        (&entries[1]["action"], &entries[1]["after"]["reason"]),
        (&json!("case.disposed"), &json!("The years have passed."))
    );
    for pair in entries[1..].windows(2) {
        assert_eq!(pair[0]["previous_hash"], pair[1]["hash"], "the chain is unbroken");
        assert!(pair[1].get("before").is_none() && pair[1].get("after").is_none(), "{:#}", pair[1]);
    }
}

fn a_case_is_kept_while_it_is_open_held_or_within_its_years(api: &Api) {
    let administrator = api.administrator();
    let case = case_with(&administrator, "2026-03-02");
    let at = format!("/v1/cases/{case}");
    let dispose =
        |actor: &Actor<'_>| actor.post(&format!("{at}/dispose"), json!({"authority": "DA 2019/007"}));
    dispose(&administrator).refused(409, "still_open");
    let kept = administrator.get(&format!("{at}/retention")).must(200);
    assert!(kept.get("closed_on").is_none() && kept.get("kept_until").is_none(), "{kept:#}");
    record(&administrator, &case, json!({"type": "application_filed", "occurred_on": "2026-03-09"}));
    record(&administrator, &case, json!({"type": "application_discontinued", "occurred_on": "2026-04-02"}));
    let refused = dispose(&administrator).refused(409, "still_retained");
    assert!(refused.json["detail"].as_str().unwrap().contains("2038-04-02"), "{}", refused.text);
    let french = dispose(&administrator.accept_language("fr")).refused(409, "still_retained");
    assert!(french.json["detail"].as_str().unwrap().contains("jusqu'au 2038-04-02"), "{}", french.text);
    // One that is still to begin holds, too.
    let later = json!({"reason": "A request is announced.", "from": "2027-01-01T05:00:00Z"});
    let hold = administrator.post(&format!("{at}/holds"), later).must(201);
    dispose(&administrator).refused(409, "under_hold");
    assert_eq!(administrator.get(&format!("{at}/retention")).must(200)["holds"], json!([hold["id"]]));
    let blank = administrator.post(&format!("{at}/dispose"), json!({"authority": " "}));
    blank.refused(422, "invalid_body");
}

fn a_hold_is_released_with_a_reason_and_stays_on_the_record(api: &Api) {
    let organization = api.organization();
    let manager = organization.manager();
    let case = case_with(&manager, "2026-03-02");
    let holds = format!("/v1/cases/{case}/holds");
    let placed = manager.post(&holds, json!({"reason": " A request for access is open. "}));
    let (tag, hold) = (placed.etag(), placed.must(201));
    assert_eq!(hold["reason"], "A request for access is open.");
    let address = format!("{holds}/{}", hold["id"].as_str().unwrap());
    let early = json!({"until": "2026-01-01T00:00:00Z", "release_reason": "Answered."});
    manager.patch(&address, &tag, early).refused(422, "invalid_body").at("/until", "ends_before_it_begins");
    manager
        .patch(&address, &tag, json!({"release_reason": "Answered."}))
        .refused(422, "invalid_body")
        .at("/until", "required");
    let release = json!({"until": "2027-01-01T05:00:00Z", "release_reason": "Answered."});
    let released = manager.patch(&address, &tag, release);
    let again = released.etag();
    assert_eq!(released.must(200)["until"], "2027-01-01T05:00:00Z");
    let back = manager.patch(&address, &again, json!({"until": null, "release_reason": null})).must(200);
    assert!(back.get("until").is_none() && back.get("release_reason").is_none(), "{back:#}");
    let done = actions(&manager, &case);
    assert_eq!(done[done.len() - 3..], ["hold.placed", "hold.released", "hold.updated"]);
    assert_eq!(manager.get(&holds).must(200)["items"].as_array().unwrap().len(), 1);
    organization.analyst().get(&holds).refused(403, "forbidden");
    api.manager().get(&holds).refused(404, "not_found");
}

fn the_schedule_names_its_sources(api: &Api) {
    let (lines, _) = api.litigator().walk("/v1/retention?limit=1");
    let codes: Vec<_> = lines.iter().map(|line| line["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["LEADING", "LITIGATION", "SECURITY"]);
    for line in &lines {
        assert!(
            line["citation"]["en"].as_str().unwrap().contains("Library and Archives of Canada Act"),
            "{line:#}"
        );
        assert!(line["citation"]["fr"].as_str().unwrap().contains("Archives du Canada"), "{line:#}");
        let known = if line["code"] == "LITIGATION" { "verified_secondary" } else { "reconstructed" };
        assert_eq!(line["confidence"], known);
    }
}

on_both!(
    a_case_that_was_disposed_of_leaves_a_tombstone_and_nothing_else,
    a_case_is_kept_while_it_is_open_held_or_within_its_years,
    a_hold_is_released_with_a_reason_and_stays_on_the_record,
    the_schedule_names_its_sources,
);
