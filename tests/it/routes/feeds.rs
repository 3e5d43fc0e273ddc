//! `/v1/feeds`: calendars of deadlines, and the secret in their address.

use crate::support::world::NOBODY;
use crate::support::*;
use serde_json::{Value, json};

const NEVER: &str = "/v1/feeds/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.ics";

/// A feed: what was answered when it was made, and its address on this server.
#[track_caller]
fn made(actor: &Actor<'_>, body: Value) -> (Value, String) {
    let feed = actor.post("/v1/feeds", body).must(201);
    let address = address(&feed);
    (feed, address)
}

fn address(feed: &Value) -> String {
    let url = feed["url"].as_str().unwrap();
    url[url.find("/v1/").unwrap()..].to_owned()
}

fn of_me(actor: &Actor<'_>) -> String {
    made(actor, json!({"scope": "me", "language": "en"})).1
}

fn of_case(actor: &Actor<'_>, case: &str) -> String {
    made(actor, json!({"scope": "case", "case_id": case, "language": "en"})).1
}

/// The secret in an address.
fn secret(address: &str) -> &str {
    address.rsplit('/').next().unwrap().trim_end_matches(".ics")
}

/// The content lines of a calendar, put together again.
#[track_caller]
fn lines(api: &Api, address: &str) -> Vec<String> {
    let answer = api.anonymous().get(address);
    assert_eq!(answer.status, 200, "{}", answer.text);
    for line in answer.text.split_terminator("\r\n") {
        assert!(line.len() <= 75 && !line.contains('\n'), "{line:?}");
    }
    answer.text.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
}

fn values<'a>(lines: &'a [String], name: &str) -> Vec<&'a str> {
    lines.iter().filter_map(|line| line.strip_prefix(name)?.strip_prefix(':')).collect()
}

#[track_caller]
fn summaries(api: &Api, address: &str) -> Vec<String> {
    values(&lines(api, address), "SUMMARY").into_iter().map(str::to_owned).collect()
}

/// What an address that is not good says, whatever the reason.
#[track_caller]
fn leads_nowhere(api: &Api, address: &str) {
    let nameless = |answer: Answer| {
        let mut headers = answer.headers.clone();
        for name in ["x-request-id", "date"] {
            headers.remove(name);
        }
        let headers: std::collections::BTreeMap<_, _> = headers
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        let answer = answer.refused(404, "not_found");
        assert!(!answer.text.contains(&address["/v1/feeds".len()..]), "{}", answer.text);
        (answer.text.replace(answer.json["request_id"].as_str().unwrap(), ""), headers)
    };
    for language in ["en", "fr"] {
        let anonymous = api.anonymous().accept_language(language);
        assert_eq!(nameless(anonymous.get(address)), nameless(anonymous.get(NEVER)), "byte for byte");
    }
}

fn a_feed_lives_until_it_is_revoked(api: &Api) {
    let litigator = api.litigator();
    case_with(&litigator, "2026-03-02");
    let created = litigator.post("/v1/feeds", json!({"scope": "me", "language": "fr"}));
    let (etag, location) = (created.etag(), created.header("location").unwrap().to_owned());
    let mut feed = created.must(201);
    let calendar = address(&feed);
    let url = feed.as_object_mut().unwrap().remove("url").unwrap();
    assert_eq!(url, format!("http://{}{calendar}", api.address), "as the request came");
    assert_eq!(location, format!("/v1/feeds/{}", feed["id"].as_str().unwrap()));
    assert_eq!(
        (&feed["scope"], &feed["language"], &feed["version"]),
        (&json!("me"), &json!("fr"), &json!(1))
    );
    assert!(feed.get("case_id").is_none() && feed.get("revoked_at").is_none());
    assert_eq!(secret(&calendar).len(), 43, "256 bits in base64url");

    let read = litigator.get(&location);
    assert_eq!(read.etag(), etag);
    assert_eq!(read.must(200), feed, "without its address");
    let list = litigator.get("/v1/feeds?include=count");
    assert!(!list.text.contains(secret(&calendar)), "{}", list.text);
    assert_eq!((&list.json["items"], &list.json["count"]), (&json!([feed]), &json!(1)));
    assert_eq!(api.anonymous().get(&calendar).status, 200);

    litigator.send("DELETE", &location, None).refused(428, "precondition_required");
    litigator.delete(&location, "\"7\"").refused(412, "stale_version");
    assert_eq!(api.anonymous().get(&calendar).status, 200, "still good");
    litigator.delete(&location, &etag).must(204);
    leads_nowhere(api, &calendar);
    let revoked = litigator.get(&location).must(200);
    assert_eq!((&revoked["version"], revoked["revoked_at"].is_string()), (&json!(2), true));
    assert_eq!(litigator.walk("/v1/feeds").0, std::slice::from_ref(&revoked), "kept, and listed");
    litigator.delete(&location, &etag).refused(412, "stale_version");
    litigator.delete(&location, "*").must(204);
    assert_eq!(litigator.get(&location).must(200), revoked, "revoked once");
}

fn feeds_are_their_owner_s_and_are_paged(api: &Api) {
    let organization = api.organization();
    let (one, other) = (organization.manager(), organization.manager());
    let ids: Vec<_> =
        (0..5).map(|_| made(&one, json!({"scope": "me", "language": "en"})).0["id"].clone()).collect();
    let (items, pages) = one.walk("/v1/feeds?limit=2");
    let listed: Vec<_> = items.iter().map(|item| item["id"].clone()).collect();
    assert_eq!((listed, pages), (ids.iter().rev().cloned().collect(), 3));
    assert_eq!(other.get("/v1/feeds").must(200)["items"], json!([]));
    let foreign = format!("/v1/feeds/{}", ids[0].as_str().unwrap());
    other.get(&foreign).refused(404, "not_found");
    other.delete(&foreign, "*").refused(404, "not_found");
    assert!(
        api.anonymous().get(&of_me(&organization.viewer())).status == 200,
        "a viewer may have feeds, too"
    );
}

fn what_a_feed_is_of_must_be_there(api: &Api) {
    let (litigator, stranger) = (api.litigator(), api.litigator());
    let hidden = case_with(&stranger, "2026-03-02");
    let own = case_with(&litigator, "2026-03-02");
    let refused = |body: Value| litigator.post("/v1/feeds", body).refused(422, "invalid_body");
    let case = |id: &str| refused(json!({"scope": "case", "case_id": id, "language": "en"}));
    case(&hidden).at("/case_id", "unknown_case");
    assert_eq!(case(&hidden).essence(), case(NOBODY).essence());
    let group = json!({"scope": "group", "group_id": NOBODY, "language": "en"});
    refused(group).at("/group_id", "unknown_group");
    refused(json!({"scope": "case", "language": "en"})).at("/case_id", "required");
    refused(json!({"scope": "group", "language": "en"})).at("/group_id", "required");
    let me = json!({"scope": "me", "case_id": own, "group_id": NOBODY, "language": "en"});
    refused(me).at("/case_id", "not_applicable").at("/group_id", "not_applicable");
    let both = json!({"scope": "case", "case_id": hidden, "group_id": NOBODY, "language": "en"});
    refused(both).at("/case_id", "unknown_case").at("/group_id", "not_applicable");
    refused(json!({"scope": "all", "language": "de"}))
        .at("/scope", "invalid_value")
        .at("/language", "invalid_value");
    assert_eq!(litigator.get("/v1/feeds").must(200)["items"], json!([]));
}

fn a_calendar_shows_what_is_due(api: &Api) {
    let litigator = api.litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "application_served");
    let number = own_number(&case, "26");
    let etag = litigator.get(&format!("/v1/cases/{case}")).etag();
    let shown =
        litigator.patch(&format!("/v1/cases/{case}"), &etag, json!({"file_number": number})).must(200);

    let calendar = api.anonymous().get(&of_case(&litigator, &case));
    assert_eq!(calendar.header("content-type"), Some("text/calendar; charset=utf-8"));
    assert_eq!(calendar.header("content-disposition"), Some("inline; filename=\"greffe.ics\""));
    assert_eq!(calendar.header("cache-control"), Some("private, no-cache"));
    let lines = lines(api, &of_case(&litigator, &case));
    for (name, expected) in
        [("PRODID", "-//greffe//deadlines//EN"), ("VERSION", "2.0"), ("METHOD", "PUBLISH")]
    {
        assert_eq!(values(&lines, name), [expected]);
    }
    assert_eq!(values(&lines, "X-WR-CALNAME"), [format!("greffe: deadlines ({number})")]);

    let open = litigator.walk(&format!("/v1/cases/{case}/deadlines?status=open")).0;
    let dated: Vec<_> = open.iter().filter(|deadline| deadline["due_on"].is_string()).collect();
    assert!(dated.len() >= 3, "{open:#?}");
    let uids: Vec<_> = values(&lines, "UID");
    assert_eq!(uids.len(), dated.len());
    for deadline in dated {
        let uid = format!("deadline-{}@greffe", deadline["id"].as_str().unwrap());
        let start = lines.iter().position(|line| *line == format!("UID:{uid}")).unwrap();
        let event: Vec<_> = lines[start..].iter().take_while(|line| *line != "END:VEVENT").cloned().collect();
        let theirs = deadline["actor"] == "applicant";
        let watched = if theirs { "arguable_latest_on" } else { "safe_on" };
        let day = deadline.get(watched).unwrap_or(&deadline["due_on"]).as_str().unwrap();
        let day: chrono::NaiveDate = day.parse().unwrap();
        let basic = |day: chrono::NaiveDate| day.format("%Y%m%d").to_string();
        assert_eq!(values(&event, "DTSTART;VALUE=DATE"), [basic(day)], "{deadline:#}");
        assert_eq!(values(&event, "DTEND;VALUE=DATE"), [basic(day.succ_opt().unwrap())], "exclusive");
        let name = deadline["name"]["en"].as_str().unwrap().replace(',', "\\,").replace(';', "\\;");
        let summary = values(&event, "SUMMARY")[0];
        assert_eq!(summary.starts_with("Other side: "), theirs, "{summary}");
        assert!(summary.contains(&name) && summary.ends_with(&format!("({number})")), "{summary}");
        assert_eq!(event.iter().filter(|line| *line == "BEGIN:VALARM").count(), if theirs { 0 } else { 2 });
        // What an event shows of its case counts, too.
        let version = deadline["version"].as_i64().unwrap() + shown["version"].as_i64().unwrap();
        assert_eq!(values(&event, "SEQUENCE"), [(version - 2).to_string()]);
        let updated = [deadline, &shown].map(|one| one["updated_at"].as_str().unwrap()).into_iter().max();
        let updated = updated.unwrap().replace(['-', ':'], "");
        let stamp = format!("{}Z", updated.split('.').next().unwrap());
        assert_eq!(
            (values(&event, "DTSTAMP"), values(&event, "LAST-MODIFIED")),
            (vec![&*stamp], vec![&*stamp])
        );
        let described = values(&event, "DESCRIPTION")[0];
        let rule = deadline["rule"].as_str().unwrap().replace(',', "\\,").replace(';', "\\;");
        assert!(described.contains(&rule) && described.contains(&case), "{described}");
    }
    for person in ["Doe", "Fictional", "Jane"] {
        assert!(!calendar.text.contains(person), "{person} is named");
    }
}

fn a_date_that_moves_keeps_its_event(api: &Api) {
    let litigator = api.litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "application_served");
    let appearance = deadline(&litigator, &case, "FCCIRPR-8(1)");
    let feed = of_case(&litigator, &case);
    let event = || {
        let uid = format!("UID:deadline-{}@greffe", appearance["id"].as_str().unwrap());
        let all = lines(api, &feed);
        let start = all.iter().position(|line| *line == uid).unwrap();
        let rest: Vec<_> = all[start..].iter().take_while(|line| *line != "END:VEVENT").cloned().collect();
        (
            values(&rest, "DTSTART;VALUE=DATE")[0].to_owned(),
            values(&rest, "SEQUENCE")[0].parse::<i64>().unwrap(),
        )
    };
    let (before, sequence) = event();
    act(&litigator, &appearance, "extend", json!({"until": "2026-12-18", "by": "order"})).must(200);
    let (after, next) = event();
    assert_eq!((before.as_str(), after.as_str()), ("20260320", "20261218"));
    assert!(next > sequence);
    let count = summaries(api, &feed).len();
    act(&litigator, &appearance, "complete", json!({"on": "2026-10-30"})).must(200);
    assert_eq!(summaries(api, &feed).len(), count - 1, "what was met is no longer due");
}

/// The events of a calendar, each by its lines: the UID, what it shows, and its stamps.
fn events(api: &Api, feed: &str) -> std::collections::BTreeMap<String, (String, i64, String, String)> {
    let all = lines(api, feed);
    let each = all.split(|line| line == "BEGIN:VEVENT").skip(1).map(|event| {
        let of = |name: &str| values(event, name)[0].to_owned();
        let stamps = ["DTSTAMP:", "LAST-MODIFIED:", "SEQUENCE:"];
        let shown = event.iter().filter(|line| !stamps.iter().any(|stamp| line.starts_with(stamp)));
        let shown = shown.cloned().collect::<Vec<_>>().join("\n");
        (of("UID"), (shown, of("SEQUENCE").parse().unwrap(), of("DTSTAMP"), of("LAST-MODIFIED")))
    });
    each.collect()
}

fn whatever_an_event_shows_counts_for_its_version(api: &Api) {
    let organization = api.organization();
    let (litigator, administrator) = (organization.litigator(), organization.administrator());
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "application_served");
    let name = json!({"en": "Working group", "fr": "Groupe de travail"});
    let code = format!("WG-{}", &administrator.id[24..]);
    let group = json!({"code": code, "kind": "working_group", "name": name});
    let group = administrator.post("/v1/groups", group).must(201);
    let group = format!("/v1/groups/{}", group["id"].as_str().unwrap());
    let member = json!({"user_id": litigator.id, "capacity": "chair", "from": "2026-01-05T15:00:00Z"});
    administrator.post(&format!("{group}/members"), member).must(201);
    let item = json!({"title": "Report", "owner_id": litigator.id, "due_on": "2026-12-01"});
    let item = administrator.post(&format!("{group}/action-items"), item).must(201);
    let item = format!("{group}/action-items/{}", item["id"].as_str().unwrap());
    let deadline = deadline(&litigator, &case, "FCCIRPR-8(1)");
    let feed = of_me(&litigator);
    let case_at = format!("/v1/cases/{case}");
    let changes = [
        (&case_at, json!({"file_number": own_number(&case, "26")})),
        (&case_at, json!({"file_number": null})),
        (&group, json!({"name": {"en": "Another group", "fr": "Un autre groupe"}})),
        (&item, json!({"title": "Report to the committee"})),
        (&item, json!({"due_on": "2026-12-02"})),
    ];
    let mut before = events(api, &feed);
    let mut shown_anew = 0;
    let mut compare = |told: &str| {
        let after = events(api, &feed);
        let mut news = 0;
        for (uid, (shown, sequence, dtstamp, modified)) in &after {
            let Some((then, sequence_then, dtstamp_then, modified_then)) = before.get(uid) else { continue };
            assert!(sequence >= sequence_then && dtstamp >= dtstamp_then, "{told} {uid}");
            assert!(modified >= modified_then, "{told} {uid}");
            if shown != then {
                news += 1;
                assert!(
                    sequence > sequence_then,
                    "{told} {uid}: {sequence_then} to {sequence}\n{then}\n{shown}"
                );
            }
        }
        assert!(news > 0, "{told} changes nothing that is shown");
        shown_anew += news;
        before = after;
    };
    for (address, change) in changes {
        administrator.patch(address, &administrator.get(address).etag(), change.clone()).must(200);
        compare(&format!("{address} {change}"));
    }
    act(&litigator, &deadline, "extend", json!({"until": "2026-12-18", "by": "order"})).must(200);
    compare("extend");
    assert!(shown_anew >= 8, "{shown_anew}");
}

fn a_calendar_of_me_holds_what_i_have_to_do_and_answer_for(api: &Api) {
    let organization = api.organization();
    let (litigator, manager) = (organization.litigator(), organization.manager());
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "application_served");
    let mine = |actor: &Actor<'_>| {
        let ask = |who: &str| {
            let found = actor.walk(&format!("/v1/deadlines?status=open&{who}=me")).0;
            found.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let mut all = [ask("responsible"), ask("accountable")].concat();
        all.sort();
        all.dedup();
        all
    };
    let shown = |actor: &Actor<'_>| {
        let all = lines(api, &of_me(actor));
        let ids = values(&all, "UID").into_iter();
        let mut ids: Vec<_> =
            ids.map(|uid| uid["deadline-".len()..].trim_end_matches("@greffe").to_owned()).collect();
        ids.sort();
        ids
    };
    assert!(!mine(&litigator).is_empty());
    assert_eq!(shown(&litigator), mine(&litigator));
    assert_eq!((shown(&manager), mine(&manager)), (vec![], vec![]));
    let days = values(&lines(api, &of_me(&litigator)), "DTSTART;VALUE=DATE")
        .iter()
        .map(|day| (*day).to_owned())
        .collect::<Vec<_>>();
    assert!(days.is_sorted(), "the soonest first: {days:?}");
}

fn what_the_owner_may_no_longer_see_is_gone(api: &Api) {
    let organization = api.organization();
    let (manager, analyst, administrator) =
        (organization.manager(), organization.analyst(), organization.administrator());
    let case = case_with(&manager, "2026-03-02");
    take_to(&manager, &case, "application_served");
    let (open, mine) = (of_case(&analyst, &case), of_me(&analyst));
    assert!(!summaries(api, &open).is_empty());

    let wall = manager.post(
        &format!("/v1/cases/{case}/walls"),
        json!({"user_id": analyst.id, "reason": "Acted for the applicant."}),
    );
    leads_nowhere(api, &open);
    assert_eq!(
        api.anonymous().get(&mine).status,
        200,
        "a feed of a person is theirs as long as they are here"
    );
    let from: chrono::DateTime<chrono::Utc> = wall.json["from"].as_str().unwrap().parse().unwrap();
    let until = from + chrono::TimeDelta::milliseconds(1);
    let wall_at = format!("/v1/cases/{case}/walls/{}", wall.json["id"].as_str().unwrap());
    manager.patch(&wall_at, &wall.etag(), json!({"until": until})).must(200);
    assert_eq!(api.anonymous().get(&open).status, 200, "the wall fell");

    let at = format!("/v1/cases/{case}");
    let protected = json!({"classification": "protected_c"});
    let cleared = organization.cleared(
        greffe::access::permissions::Role::LitigationManager,
        greffe::access::classification::Classification::ProtectedC,
    );
    cleared.patch(&at, &cleared.get(&at).etag(), protected).must(200);
    leads_nowhere(api, &open);

    let user = format!("/v1/users/{}", analyst.id);
    administrator.patch(&user, &administrator.get(&user).etag(), json!({"active": false})).must(200);
    leads_nowhere(api, &mine);
}

fn a_calendar_of_me_stops_at_walls(api: &Api) {
    let organization = api.organization();
    let (litigator, manager) = (organization.litigator(), organization.manager());
    let cases = [case_with(&litigator, "2026-03-02"), case_with(&litigator, "2026-03-02")];
    for case in &cases {
        take_to(&litigator, case, "application_served");
    }
    let feed = of_me(&litigator);
    let both = lines(api, &feed).join("\n");
    assert!(cases.iter().all(|case| both.contains(case.as_str())));
    let wall = json!({"user_id": litigator.id, "reason": "Acted for the applicant."});
    manager.post(&format!("/v1/cases/{}/walls", cases[0]), wall).must(201);
    let rest = lines(api, &feed).join("\n");
    assert!(!rest.contains(cases[0].as_str()) && rest.contains(cases[1].as_str()), "{rest}");
}

fn an_address_that_is_not_good_says_nothing(api: &Api) {
    for malformed in ["/v1/feeds/x.ics", "/v1/feeds/%FF%00.ics", "/v1/feeds/a%2Fb.ics", "/v1/feeds/....ics"] {
        leads_nowhere(api, malformed);
    }
    let address = of_me(&api.litigator());
    let altered: String = secret(&address).chars().rev().collect();
    leads_nowhere(api, &format!("/v1/feeds/{altered}.ics"));
    // However the address is misspelled, what comes back does not hold the secret.
    let anonymous = api.anonymous();
    let token = secret(&address);
    for (method, path) in [
        ("GET", format!("/v1/feeds/{token}")),
        ("GET", format!("/v1/feeds/{token}.ics/")),
        ("GET", format!("/v1//feeds/{token}.ics")),
        ("GET", format!("/feeds/{token}.ics")),
        ("GET", format!("/v1/feeds/{token}x.ics?x=1")),
        ("POST", address.clone()),
        ("DELETE", address.clone()),
    ] {
        let answer = anonymous.send(method, &path, None);
        assert!(answer.status >= 400, "{method} {path}: {}", answer.status);
        answer.is_problem();
        assert!(!answer.text.contains(token), "{method} {path}: {}", answer.text);
        assert!(answer.headers.values().all(|value| !value.to_str().unwrap().contains(token)));
    }
    let refused = anonymous.send("DELETE", &address, None).refused(405, "method_not_allowed");
    assert_eq!(
        (refused.header("allow"), &refused.json["instance"]),
        (Some("GET, HEAD"), &json!("/v1/feeds"))
    );
}

fn what_a_program_adds_to_an_address_is_not_looked_at(api: &Api) {
    let litigator = api.litigator();
    let case = case_with(&litigator, "2026-03-02");
    let feed = of_case(&litigator, &case);
    let anonymous = api.anonymous();
    let plain = anonymous.get(&feed);
    for added in ["?x=1", "?", "?nocache=1&nocache=2", "?%FF"] {
        let answer = anonymous.get(&format!("{feed}{added}"));
        assert_eq!((answer.status, &answer.text), (200, &plain.text), "{added}");
    }
    leads_nowhere(api, &format!("{NEVER}?x=1"));
}

fn the_secret_is_kept_nowhere(api: &Api) {
    let litigator = api.litigator();
    let body = json!({"scope": "me", "language": "en"});
    let first = litigator.post_once("/v1/feeds", "feed", body.clone());
    let again = litigator.post_once("/v1/feeds", "feed", body);
    assert_eq!((first.status, &first.text, first.etag()), (201, &again.text, again.etag()));
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!(litigator.get("/v1/feeds?include=count").must(200)["count"], 1);
    let token = secret(&address(&first.json)).to_owned();
    let entries =
        kept(api, "select coalesce(\"after\", '') || coalesce(\"before\", '') as said from journal");
    assert!(
        entries.iter().any(|entry| entry.contains(first.json["id"].as_str().unwrap())),
        "it is journalled"
    );
    let subject = format!("user:{}", litigator.id);
    let told = kept(
        api,
        &format!("select action as said from journal where subject = '{subject}' order by position"),
    );
    assert_eq!(told, ["user.created", "session.begun", "feed.created"]);
    let at = first.header("location").unwrap();
    litigator.delete(at, "*").must(204);
    litigator.delete(at, "*").must(204);
    let last = kept(
        api,
        &format!("select action as said from journal where subject = '{subject}' and position > 3"),
    );
    assert_eq!(last, ["feed.revoked"], "once");
    let answers = kept(api, "select pointer as said from idempotency_keys");
    assert!(answers.iter().any(|answer| answer.contains(first.json["id"].as_str().unwrap())), "it is kept");
    assert!(entries.iter().chain(&answers).all(|text| !text.contains(&token)), "with the secret in it");
}

/// A column of texts, read behind everybody's back.
fn kept(api: &Api, query: &str) -> Vec<String> {
    use diesel::RunQueryDsl as _;
    #[derive(diesel::QueryableByName)]
    struct Said {
        #[diesel(sql_type = diesel::sql_types::Text)]
        said: String,
    }
    // A document is another type on PostgreSQL; as a text it reads the same.
    let query = if api.backend() == Backend::Postgres {
        query
            .replace("coalesce(\"after\", '')", "coalesce(\"after\"::text, '')")
            .replace("coalesce(\"before\", '')", "coalesce(\"before\"::text, '')")
    } else {
        query.to_owned()
    };
    let rows: Vec<Said> =
        api.db.read_now(|connection| Ok(diesel::sql_query(query).load(connection)?)).unwrap();
    rows.into_iter().map(|row| row.said).collect()
}

fn what_was_seen_is_not_sent_again(api: &Api) {
    let litigator = api.litigator();
    let case = case_with(&litigator, "2026-03-02");
    let feed = of_case(&litigator, &case);
    let anonymous = api.anonymous();
    let first = anonymous.get(&feed);
    assert_eq!(first.etag(), anonymous.get(&feed).etag(), "the same content has the same tag");
    let again = anonymous.with_header("If-None-Match", &first.etag()).get(&feed);
    assert_eq!((again.status, again.text.as_str(), again.etag()), (304, "", first.etag()));
    let head = anonymous.head(&feed);
    assert_eq!((head.status, head.text.as_str(), head.etag()), (200, "", first.etag()));
    take_to(&litigator, &case, "application_filed");
    let news = anonymous.with_header("If-None-Match", &first.etag()).get(&feed);
    assert_eq!(news.status, 200);
    assert_ne!(news.etag(), first.etag());
}

fn a_feed_speaks_its_own_language(api: &Api) {
    let litigator = api.litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "application_served");
    let (_, feed) = made(&litigator, json!({"scope": "case", "case_id": case, "language": "fr"}));
    let english = api.anonymous().accept_language("en").get(&feed);
    assert_eq!(english.text, api.anonymous().accept_language("fr").get(&feed).text);
    let lines = lines(api, &feed);
    assert_eq!(values(&lines, "PRODID"), ["-//greffe//deadlines//FR"]);
    assert!(
        values(&lines, "SUMMARY").iter().any(|summary| summary.starts_with("Avis de comparution (")),
        "{lines:#?}"
    );
    assert!(
        values(&lines, "DESCRIPTION").iter().any(|said| said.contains("Échéance : le vendredi 20 mars 2026"))
    );
    assert!(values(&lines, "X-WR-CALNAME")[0].starts_with("greffe : échéances ("));
}

fn the_address_begins_as_it_was_configured(api: &Api) {
    let public_url = Some("https://greffe.example/registry/".parse().unwrap());
    let api = &api.own(Settings { public_url, ..Settings::default() });
    let feed = api.litigator().post("/v1/feeds", json!({"scope": "me", "language": "en"})).must(201);
    let url = feed["url"].as_str().unwrap();
    assert!(url.starts_with("https://greffe.example/registry/v1/feeds/"), "{url}");
    assert_eq!(api.anonymous().get(&address(&feed)).status, 200);
}

fn a_good_address_counts_against_its_owner_s_limit(api: &Api) {
    let api = &api.own(Settings { requests_per_minute: 20, ..Settings::default() });
    let organization = api.organization();
    let (litigator, manager) = (organization.litigator(), organization.manager());
    let case = case_with(&litigator, "2026-03-02");
    let (mine, walled) = (of_me(&litigator), of_case(&litigator, &case));
    let wall = json!({"user_id": litigator.id, "reason": "Acted for the applicant."});
    manager.post(&format!("/v1/cases/{case}/walls"), wall).must(201);
    assert!(api.anonymous().get(&mine).header("ratelimit").is_some());
    leads_nowhere(api, &walled);
    let mut answers = (0..30).map(|_| api.anonymous().get(&mine));
    let late = answers.find(|answer| answer.status != 200).expect("a limit");
    assert!(late.refused(429, "too_many_requests").header("retry-after").is_some());
    leads_nowhere(api, &walled);
}

on_both!(
    a_feed_lives_until_it_is_revoked,
    feeds_are_their_owner_s_and_are_paged,
    what_a_feed_is_of_must_be_there,
    a_calendar_shows_what_is_due,
    a_date_that_moves_keeps_its_event,
    whatever_an_event_shows_counts_for_its_version,
    a_calendar_of_me_holds_what_i_have_to_do_and_answer_for,
    what_the_owner_may_no_longer_see_is_gone,
    a_calendar_of_me_stops_at_walls,
    an_address_that_is_not_good_says_nothing,
    what_a_program_adds_to_an_address_is_not_looked_at,
    the_secret_is_kept_nowhere,
    what_was_seen_is_not_sent_again,
    a_feed_speaks_its_own_language,
    the_address_begins_as_it_was_configured,
    a_good_address_counts_against_its_owner_s_limit,
);
