//! `/v1/roles`, `/v1/responsibilities`, `/v1/matrices`: what an organisation adds, drafts and adopts.

use crate::support::*;
use greffe::db::types::Instant;
use greffe::duties::responsibilities::matrices::model::builtin_id;
use greffe::duties::responsibilities::matrices::service::{InForce, in_force};
use serde_json::{Value, json};

const BUILTIN: &str = "/v1/matrices/00000000-0000-7000-8000-000000000001";

fn title() -> Value {
    json!({"en": "Roles and responsibilities", "fr": "Rôles et responsabilités"})
}

/// The address of a new draft.
#[track_caller]
fn draft(actor: &Actor<'_>) -> String {
    let made = actor.post("/v1/matrices", json!({"title": title()})).must(201);
    format!("/v1/matrices/{}", made["id"].as_str().unwrap())
}

fn id(address: &str) -> &str {
    address.rsplit('/').next().unwrap()
}

/// The address of the entry of a role for a responsibility.
#[track_caller]
fn entry(actor: &Actor<'_>, matrix: &str, responsibility: &str, role: &str) -> String {
    let found = actor.get(&format!("{matrix}/entries?responsibility={responsibility}&role={role}")).must(200);
    format!("{matrix}/entries/{}", found["items"][0]["id"].as_str().unwrap())
}

#[track_caller]
fn set(actor: &Actor<'_>, matrix: &str, responsibility: &str, role: &str, share: &str) {
    let address = entry(actor, matrix, responsibility, role);
    actor.patch(&address, "*", json!({"share": share})).must(200);
}

#[track_caller]
fn add(actor: &Actor<'_>, matrix: &str, responsibility: &str, role: &str, share: &str) {
    let entry = json!({"responsibility": responsibility, "role": role, "share": share});
    actor.post(&format!("{matrix}/entries"), entry).must(201);
}

#[track_caller]
fn adopt(actor: &Actor<'_>, matrix: &str) -> Value {
    actor.post(&format!("{matrix}/adopt"), json!({})).must(200)
}

fn of_the_organization(actor: &Actor<'_>, at: Option<Instant>, known_at: Option<Instant>) -> InForce {
    let organization = actor.organization_id.parse().unwrap();
    let at = at.unwrap_or_else(|| actor.api.app.clock.now());
    let found = actor.api.db.read_now(|connection| in_force(connection, &[organization], at, known_at));
    found.unwrap().remove(&organization).unwrap()
}

fn instant(text: &Value) -> Instant {
    serde_json::from_value(text.clone()).unwrap()
}

fn a_version_is_drafted_mended_adopted_and_followed_by_another(api: &Api) {
    let manager = api.manager();
    let first = draft(&manager);
    let read = manager.get(&first).must(200);
    assert_eq!((&read["status"], &read["number"]), (&json!("draft"), &json!(1)));
    assert_eq!(read["based_on"], id(BUILTIN));
    let (copied, _) = manager.walk(&format!("{first}/entries?limit=100"));
    let (builtin, _) = manager.walk(&format!("{BUILTIN}/entries?limit=100"));
    let shares = |entries: &[Value]| -> Vec<Value> {
        let share = |entry: &Value| json!([entry["responsibility"], entry["role"], entry["share"]]);
        entries.iter().map(share).collect()
    };
    assert!(copied.len() > 100);
    assert_eq!(shares(&copied), shares(&builtin));

    // Everything that is wrong with it is said at once.
    set(&manager, &first, "R05", "JCO", "C");
    set(&manager, &first, "R06", "LIT", "A");
    let gone = entry(&manager, &first, "R01", "JPL");
    assert_eq!(manager.delete(&gone, &manager.get(&gone).etag()).status, 204);
    add(&manager, &first, "R02", "NEW", "I");
    add(&manager, &first, "R99", "JCO", "AR");
    let past = json!({"from": "2026-01-01T05:00:00Z", "decision_id": world::NOBODY});
    let refused = manager.post(&format!("{first}/adopt"), past).refused(422, "invalid_body");
    for (pointer, code) in [
        ("/from", "in_the_past"),
        ("/decision_id", "unknown_decision"),
        ("/entries/R01", "nobody_responsible"),
        ("/entries/R02/NEW", "unknown_role"),
        ("/entries/R05", "nobody_accountable"),
        ("/entries/R06", "several_accountable"),
        ("/entries/R99", "unknown_responsibility"),
    ] {
        refused.clone().at(pointer, code);
    }
    assert_eq!(refused.json["errors"].as_array().unwrap().len(), 7, "{}", refused.text);
    let in_french = manager.accept_language("fr").post(&format!("{first}/adopt"), json!({}));
    assert_ne!(in_french.json["errors"][0]["message"], refused.json["errors"][2]["message"]);

    // Mended, it can be seen what adopting it would do; then it is adopted.
    set(&manager, &first, "R05", "JCO", "A");
    set(&manager, &first, "R06", "LIT", "C");
    add(&manager, &first, "R01", "JPL", "R");
    for (responsibility, role) in [("R02", "NEW"), ("R99", "JCO")] {
        let address = entry(&manager, &first, responsibility, role);
        assert_eq!(manager.delete(&address, "*").status, 204);
    }
    let dry = manager.post(&format!("{first}/adopt?dry_run=true"), json!({})).must(200);
    assert_eq!(dry["matrix"]["status"], "adopted");
    assert_eq!(manager.get(&first).must(200)["status"], "draft", "nothing was written");
    assert_eq!(of_the_organization(&manager, None, None).id, builtin_id());
    let adopted = adopt(&manager, &first);
    assert_eq!(adopted["against"], id(BUILTIN));
    let changed = adopted["changes"]["changed"].as_array().unwrap();
    assert_eq!(changed.len(), 1, "{adopted:#}");
    assert_eq!((&changed[0]["before"], &changed[0]["after"]), (&json!("I"), &json!("C")));
    assert_eq!(changed[0]["role"]["name"]["fr"], "Analyste des litiges (DGGL, IRCC)");
    let bound = of_the_organization(&manager, None, None);
    assert_eq!((bound.id.to_string().as_str(), bound.number), (id(&first), 1));
    assert_eq!(manager.get(BUILTIN).must(200)["status"], "superseded");

    // What was adopted stays, and says what to do instead.
    let etag = manager.get(&first).etag();
    manager.patch(&first, &etag, json!({"title": title()})).refused(409, "conflict");
    manager.delete(&first, &etag).refused(409, "conflict");
    let kept = entry(&manager, &first, "R05", "JCO");
    let refused = manager.patch(&kept, "*", json!({"share": "I"})).refused(409, "conflict");
    assert!(refused.json["detail"].as_str().unwrap().contains("based_on"));
    manager.delete(&kept, "*").refused(409, "conflict");
    let new = json!({"responsibility": "R05", "role": "EXE", "share": "I"});
    manager.post(&format!("{first}/entries"), new).refused(409, "conflict");
    manager.post(&format!("{first}/adopt"), json!({})).refused(409, "conflict");
    manager.patch(BUILTIN, "*", json!({"title": title()})).refused(409, "conflict");

    // The next one begins with it, and differs by what is changed in it.
    let second = manager.post("/v1/matrices", json!({"title": title()})).must(201);
    assert_eq!((&second["number"], &second["based_on"]), (&json!(2), &json!(id(&first))));
    let second = format!("/v1/matrices/{}", second["id"].as_str().unwrap());
    let diff = manager.get(&format!("{second}/diff")).must(200);
    assert_eq!((&diff["against"], &diff["changes"]["changed"]), (&json!(id(&first)), &json!([])));
    add(&manager, &second, "R05", "EXE", "I");
    let diff = manager.get(&format!("{second}/diff?against={}", id(&first))).must(200);
    assert_eq!(diff["changes"]["added"][0]["role"]["code"], "EXE");
    let diff = manager.get(&format!("{second}/diff?against={}", id(BUILTIN))).must(200);
    assert_eq!(diff["changes"]["changed"][0]["responsibility"]["code"], "R06");
    let unknown = manager.get(&format!("{second}/diff?against={}", world::NOBODY));
    unknown.refused(400, "invalid_query").at("/against", "unknown_matrix");
    let later = manager.post(&format!("{second}/adopt"), json!({"from": "2027-01-01T05:00:00Z"})).must(200);
    let before = manager.get(&first).must(200);
    assert_eq!((&before["status"], &before["until"]), (&json!("superseded"), &later["matrix"]["from"]));

    // A third one cannot begin before the second.
    let third = draft(&manager);
    let early = json!({"from": "2026-12-01T05:00:00Z"});
    manager.post(&format!("{third}/adopt"), early).refused(422, "invalid_body").at("/from", "overlaps");
}

fn what_bound_when_can_be_asked_as_it_was_known(api: &Api) {
    let manager = api.manager();
    let start = api.app.clock.now();
    let first = adopt(&manager, &draft(&manager));
    let second = draft(&manager);
    set(&manager, &second, "R05", "LIT", "C");
    let from = json!({"from": "2027-01-01T05:00:00Z"});
    let second = manager.post(&format!("{second}/adopt"), from).must(200);
    let number = |at: Instant, known_at| of_the_organization(&manager, Some(at), known_at).number;
    let (begins, next) = (instant(&first["matrix"]["from"]), instant(&second["matrix"]["from"]));
    assert_eq!((number(start, None), number(begins, None), number(next, None)), (0, 1, 2));
    let known = instant(&first["matrix"]["adopted_at"]);
    assert_eq!(number(next, Some(known)), 1, "that it ends was not known yet");
    assert_eq!(number(next, Some(start)), 0, "nothing was known yet");
    let share = |at| {
        let bound = of_the_organization(&manager, Some(at), None);
        bound.matrix.responsibility("R05").unwrap().assign["LIT"].code()
    };
    assert_eq!((share(begins), share(next)), ("I", "C"));
}

fn of_two_adoptions_at_once_one_wins(api: &Api) {
    let manager = api.manager();
    let one = draft(&manager);
    let other = draft(&manager);
    for drafts in [[&one, &one], [&other, &other]] {
        let statuses: Vec<_> = std::thread::scope(|scope| {
            let racers = drafts.map(|draft| {
                let manager = &manager;
                scope.spawn(move || manager.post(&format!("{draft}/adopt"), json!({})).status)
            });
            racers.into_iter().map(|racer| racer.join().unwrap()).collect()
        });
        let mut sorted = statuses.clone();
        sorted.sort_unstable();
        // The second draft is older than the adoption of the first: it would take back what that one changed.
        let expected = if drafts[0] == &one { [200, 409] } else { [409, 409] };
        assert_eq!(sorted, expected);
    }
    let refused = manager.post(&format!("{other}/adopt"), json!({})).refused(409, "conflict");
    assert!(refused.json["detail"].as_str().unwrap().contains("diff?against="), "{}", refused.text);
    manager.patch(&other, "*", json!({"title": title()})).must(200);
    adopt(&manager, &other);

    // Two drafts at once: whichever comes second is the older one.
    let pair = [draft(&manager), draft(&manager)];
    let mut statuses: Vec<_> = std::thread::scope(|scope| {
        let racers = pair.each_ref().map(|draft| {
            let manager = &manager;
            scope.spawn(move || manager.post(&format!("{draft}/adopt"), json!({})).status)
        });
        racers.into_iter().map(|racer| racer.join().unwrap()).collect()
    });
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
}

fn versions_are_seen_by_their_organisation_only(api: &Api) {
    let organization = api.organization();
    let (manager, viewer, stranger) = (organization.manager(), organization.viewer(), api.manager());
    let first = draft(&manager);
    let list = viewer.get("/v1/matrices?include=count").must(200);
    assert_eq!(list["count"], 2);
    let numbers: Vec<_> = list["items"].as_array().unwrap().iter().map(|one| &one["number"]).collect();
    assert_eq!(numbers, [&json!(1), &json!(0)]);
    let (walked, pages) = viewer.walk("/v1/matrices?limit=1");
    assert_eq!((walked.len(), pages), (2, 2));
    let only = |query: &str| {
        let found = viewer.get(&format!("/v1/matrices?include=count&{query}")).must(200);
        (found["items"].as_array().unwrap().len(), found["count"].as_u64().unwrap())
    };
    assert_eq!(only("status=draft"), (1, 1));
    assert_eq!(only("status=adopted"), (1, 1));
    assert_eq!(only("status=superseded"), (0, 0));
    assert_eq!(only(&format!("organization_id={}", viewer.organization_id)), (1, 1));
    assert_eq!(only(&format!("organization_id={}", stranger.organization_id)), (0, 0));
    for address in [first.clone(), format!("{first}/entries"), format!("{first}/diff")] {
        viewer.get(&address).must(200);
        stranger.get(&address).refused(404, "not_found");
    }
    stranger.post(&format!("{first}/adopt"), json!({})).refused(404, "not_found");
    viewer.post(&format!("{first}/adopt"), json!({})).refused(403, "forbidden");
    viewer.post("/v1/matrices", json!({"title": title()})).refused(403, "forbidden");
    let foreign = json!({"title": title(), "based_on": id(&first)});
    stranger.post("/v1/matrices", foreign).refused(422, "invalid_body").at("/based_on", "unknown_matrix");
    let untitled = json!({"title": {"en": " ", "fr": "Rôles"}});
    manager.post("/v1/matrices", untitled).refused(422, "invalid_body").at("/title/en", "empty");
    adopt(&manager, &first);
    assert_eq!(of_the_organization(&stranger, None, None).id, builtin_id());
    assert_eq!(stranger.get(BUILTIN).must(200)["status"], "adopted");
}

fn an_organisation_adds_roles_and_responsibilities_of_its_own(api: &Api) {
    let organization = api.organization();
    let (administrator, viewer, stranger) =
        (organization.administrator(), organization.viewer(), api.administrator());
    let name = json!({"en": "Translation unit", "fr": "Unité de traduction"});
    let role = json!({"code": "TRA", "name": name, "held_by": ["other", "justice_department"]});
    organization.manager().post("/v1/roles", role.clone()).refused(403, "forbidden");
    let made = administrator.post("/v1/roles", role.clone());
    assert_eq!(made.header("location"), Some("/v1/roles/TRA"));
    let made = made.must(201);
    assert_eq!((&made["builtin"], &made["exclusive"]), (&json!(false), &json!(false)));
    assert_eq!(made["held_by"], json!(["justice_department", "other"]));
    assert!(made.get("confidence").is_none());
    administrator.post("/v1/roles", role.clone()).refused(409, "duplicate").at("/code", "taken");
    let taken = json!({"code": "JCO", "name": name, "held_by": ["other"]});
    administrator.post("/v1/roles", taken).refused(409, "duplicate").at("/code", "taken");
    let wrong = json!({"code": "tra", "name": {"en": "x", "fr": ""}, "held_by": []});
    let wrong = administrator.post("/v1/roles", wrong).refused(422, "invalid_body");
    wrong.at("/code", "invalid_value").at("/held_by", "empty").at("/name/fr", "empty");
    stranger.get("/v1/roles/TRA").refused(404, "not_found");
    stranger.patch("/v1/roles/TRA", "*", json!({"exclusive": true})).refused(404, "not_found");
    assert_eq!(viewer.get("/v1/roles?include=count").must(200)["count"], 14);
    assert_eq!(stranger.get("/v1/roles?include=count").must(200)["count"], 13);
    let changed = administrator.patch("/v1/roles/TRA", "\"1\"", json!({"exclusive": true})).must(200);
    assert_eq!((&changed["exclusive"], &changed["version"]), (&json!(true), &json!(2)));
    let builtin = administrator.get("/v1/roles/JCO");
    administrator.patch("/v1/roles/JCO", "\"0\"", json!({})).refused(412, "stale_version");
    let tag = builtin.etag();
    administrator.patch("/v1/roles/JCO", &tag, json!({"exclusive": false})).refused(409, "conflict");

    let own = |phase: &str, proceedings: Value| json!({"code": "TRANSLATE", "name": name, "phase": phase, "proceedings": proceedings});
    let wrong = administrator.post("/v1/responsibilities", own("later", json!(["ALJR", "NONE"])));
    wrong
        .refused(422, "invalid_body")
        .at("/phase", "unknown_phase")
        .at("/proceedings/1", "unknown_proceeding");
    let made = administrator.post("/v1/responsibilities", own("record", json!(["ALJR"]))).must(201);
    assert_eq!((&made["phase"]["code"], &made["accountable"]), (&json!("record"), &json!([])));
    administrator
        .post("/v1/responsibilities", own("record", json!([])))
        .refused(409, "duplicate")
        .at("/code", "taken");
    administrator.patch("/v1/responsibilities/R05", "*", json!({"phase": "leave"})).refused(409, "conflict");
    let seen = administrator.get("/v1/responsibilities/TRANSLATE");
    let changed =
        administrator.patch("/v1/responsibilities/TRANSLATE", &seen.etag(), json!({"phase": "hearing"}));
    assert_eq!(changed.etag(), administrator.get("/v1/responsibilities/TRANSLATE").etag());
    assert_eq!(changed.must(200)["phase"]["code"], "hearing");

    // They bind as soon as a version names them, under the names of that day.
    let version = draft(&administrator);
    add(&administrator, &version, "TRANSLATE", "TRA", "AR");
    let adopted = adopt(&administrator, &version);
    assert_eq!(adopted["changes"]["roles_added"][0]["name"], name);
    assert_eq!(adopted["changes"]["responsibilities_added"][0]["code"], "TRANSLATE");
    let bound = administrator.get("/v1/responsibilities/TRANSLATE").must(200);
    assert_eq!(bound["accountable"], json!(["TRA"]));
    let renamed = json!({"name": {"en": "Translators", "fr": "Traducteurs"}, "held_by": []});
    administrator.patch("/v1/roles/TRA", "*", renamed).must(200);
    let kept = of_the_organization(&administrator, None, None);
    assert_eq!(kept.matrix.role("TRA").unwrap().name.en, "Translation unit");
    let next = draft(&administrator);
    administrator
        .post(&format!("{next}/adopt"), json!({}))
        .refused(422, "invalid_body")
        .at("/entries/TRANSLATE/TRA", "role_not_holdable");
}

fn what_is_done_is_in_the_journal_of_the_organisation(api: &Api) {
    let administrator = api.administrator();
    let own = json!({"code": "OWN", "name": title(), "held_by": ["other"]});
    administrator.post("/v1/roles", own).must(201);
    let version = draft(&administrator);
    set(&administrator, &version, "R05", "LIT", "C");
    adopt(&administrator, &version);
    let actions = api.db.read_now(|connection| {
        use diesel::prelude::*;
        use greffe::db::schema::journal;
        let subject = format!("organization:{}", administrator.organization_id);
        let entries = journal::table.filter(journal::subject.eq(subject));
        let order = entries.order(journal::position.asc());
        Ok(order.select(journal::action).load::<String>(connection)?)
    });
    let actions = actions.unwrap();
    assert_eq!(actions[1..], ["role.created", "matrix.created", "matrix.entry_set", "matrix.adopted"]);
}

on_both!(
    a_version_is_drafted_mended_adopted_and_followed_by_another,
    what_bound_when_can_be_asked_as_it_was_known,
    of_two_adoptions_at_once_one_wins,
    versions_are_seen_by_their_organisation_only,
    an_organisation_adds_roles_and_responsibilities_of_its_own,
    what_is_done_is_in_the_journal_of_the_organisation,
);
