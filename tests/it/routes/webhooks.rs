//! `/v1/webhooks`: what is sent, to whom, how often, and what is never sent.

use crate::support::api::{egress, eventually};
use crate::support::receiver::{Receiver, Reply, Sent};
use crate::support::*;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use greffe::db::Db;
use greffe::db::types::Instant;
use greffe::egress::Egress;
use greffe::integration::webhooks::delivery::Sender;
use greffe::integration::webhooks::model::BACK_OFF;
use greffe::integration::webhooks::worker::WebhookWorker;
use greffe::integration::webhooks::{rounds, settlement};
use hmac::{Hmac, Mac as _};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::{Value, json};
use sha2::Sha256;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// A webhook, as it was made.
struct Hook {
    at: String,
    secret: String,
    public_key: String,
}

#[track_caller]
fn hook(actor: &Actor<'_>, to: &Receiver, with: Value) -> Hook {
    let mut new = json!({"name": "Tracker", "url": to.url()});
    new.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
    let made = actor.post("/v1/webhooks", new).must(201);
    Hook {
        at: format!("/v1/webhooks/{}", made["id"].as_str().unwrap()),
        secret: made["secret"].as_str().unwrap().to_owned(),
        public_key: made["webhook"]["keys"][0]["public_key"].as_str().unwrap().to_owned(),
    }
}

fn sender(api: &Api) -> Sender {
    Sender::new(&api.app.egress, api.app.messages.clone())
}

/// Sends what is to be sent now, or so many seconds from now.
#[track_caller]
fn send_in(api: &Api, seconds: i64) -> usize {
    let now = api.app.clock.now().after(chrono::TimeDelta::seconds(seconds));
    rounds::run(&api.db, &sender(api), now).unwrap()
}

#[track_caller]
fn send(api: &Api) -> usize {
    send_in(api, 0)
}

fn kinds(sent: &[Sent]) -> Vec<String> {
    sent.iter().map(Sent::kind).collect()
}

/// How many of these tell of a note: what opens a case comes whatever is asked for.
fn notes(sent: &[Sent]) -> usize {
    sent.iter().filter(|one| one.kind() == "note.created").count()
}

#[track_caller]
fn deliveries(actor: &Actor<'_>, hook: &Hook) -> Vec<Value> {
    actor.walk(&format!("{}/deliveries", hook.at)).0
}

fn note(actor: &Actor<'_>, case: &str) {
    actor.post(&format!("/v1/cases/{case}/notes"), json!({"body": "Counsel Smith called."})).must(201);
}

/// The signatures of a message, of each version, computed from what was sent and the secret alone.
fn expected(sent: &Sent, secret: &str) -> String {
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
    mac.update(signed(sent).as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

fn signed(sent: &Sent) -> String {
    format!("{}.{}.{}", sent.header("webhook-id"), sent.header("webhook-timestamp"), sent.body)
}

fn signatures(sent: &Sent) -> Vec<&str> {
    sent.header("webhook-signature").split(' ').collect()
}

/// Whether one of the signatures `v1a` is by the private half of a key.
fn is_signed_by(sent: &Sent, public_key: &str) -> bool {
    let key = STANDARD.decode(public_key.strip_prefix("whpk_").unwrap()).unwrap();
    let key = DecodingKey::from_ed_der(&key);
    let mut of_keys = signatures(sent).into_iter().filter_map(|signature| signature.strip_prefix("v1a,"));
    of_keys.any(|signature| {
        let signature = URL_SAFE_NO_PAD.encode(STANDARD.decode(signature).unwrap());
        jsonwebtoken::crypto::verify(&signature, signed(sent).as_bytes(), &key, Algorithm::EdDSA).unwrap()
    })
}

fn a_change_is_sent_signed_and_names_nobody(api: &Api) {
    let api = &api.own(Settings::default());
    let manager = api.manager();
    let to = Receiver::start();
    let before = case_with(&manager, "2026-03-02");
    let hook = hook(&manager, &to, json!({}));
    take_to(&manager, &before, "application_filed");
    note(&manager, &before);
    let made = send(api);
    let sent = to.take();
    assert_eq!((made, sent.len()), (deliveries(&manager, &hook).len(), made));
    assert!(kinds(&sent).contains(&"event.recorded".to_owned()), "{:?}", kinds(&sent));
    assert!(!kinds(&sent).contains(&"case.created".to_owned()), "what was before is not sent");
    for one in &sent {
        assert_eq!(signatures(one)[0], expected(one, &hook.secret));
        assert!(is_signed_by(one, &hook.public_key));
        assert_eq!(signatures(one).len(), 2);
        assert_eq!(one.header("content-type"), "application/json");
        let at: i64 = one.header("webhook-timestamp").parse().unwrap();
        assert!((api.app.clock.now().micros() / 1_000_000 - at).abs() < 60);
        for told in ["Smith", "Doe", "v. The Minister", "before", "after"] {
            assert!(!one.body.contains(told), "{told}: {}", one.body);
        }
    }
    let ids: BTreeSet<_> = sent.iter().map(|one| one.header("webhook-id")).collect();
    assert_eq!(ids.len(), sent.len());
    let event = sent.iter().find(|one| one.kind() == "event.recorded").unwrap().json();
    assert_eq!(event["data"]["case_id"], before.as_str());
    assert_eq!(event["data"]["actor"], format!("user:{}", manager.id));
    assert!(event["data"]["changed"].as_array().unwrap().contains(&json!("stage")), "{event:#}");
    let done = deliveries(&manager, &hook);
    assert!(done.iter().all(|one| one["status"] == "delivered" && one["answer_status"] == 204), "{done:#?}");
    assert_eq!((send(api), to.take().len()), (0, 0), "once is enough");
}

fn of_a_case_nothing_later_is_sent_before(api: &Api) {
    let api = &api.own(Settings::default());
    let manager = api.manager();
    let to = Receiver::start();
    let [case, other] = [(), ()].map(|()| case_with(&manager, "2026-03-02"));
    let hook = hook(&manager, &to, json!({"types": ["note"]}));
    let held = |case: &str| (0..3).for_each(|_| note(&manager, case));
    held(&case);
    held(&other);
    to.answer_next([Reply::status(500)]);
    send(api);
    let sent = to.take();
    assert_eq!(sent.iter().filter(|one| one.case() == case).count(), 1, "the next waits for it");
    assert_eq!(sent.iter().filter(|one| one.case() == other).count(), 3, "what is of another does not");
    let failed = deliveries(&manager, &hook)
        .into_iter()
        .find(|one| one["attempts"] == 1 && one["status"] == "pending");
    let failed = failed.unwrap();
    assert_eq!((&failed["problem"], &failed["answer_status"]), (&json!("refused"), &json!(500)));
    assert_eq!(send_in(api, 3), 0, "not before its time, jitter and all");
    assert_eq!(send_in(api, 7), 3);
    let rest = to.take();
    assert_eq!(rest[0].header("webhook-id"), sent[0].header("webhook-id"), "the same under the same id");
    assert_eq!(rest[0].body, sent[0].body);
    let order: Vec<_> = rest.iter().map(|one| one.json()["data"]["sequence"].as_i64().unwrap()).collect();
    assert!(order.is_sorted_by(|one, next| one < next), "{order:?}");
    assert!(deliveries(&manager, &hook).iter().all(|one| one["status"] == "delivered"));
}

fn after_three_days_it_is_set_aside_and_its_owner_is_told(api: &Api) {
    let api = &api.own(Settings::default());
    let manager = api.manager();
    let to = Receiver::start();
    let case = case_with(&manager, "2026-03-02");
    let hook = hook(&manager, &to, json!({"types": ["note"]}));
    to.answer(Reply::Status(503, "", "Down for maintenance.".to_owned()));
    note(&manager, &case);
    note(&manager, &case);
    let (mut at, mut tried) = (0, send(api));
    for seconds in BACK_OFF {
        assert_eq!(manager.get(&hook.at).must(200)["status"], "active");
        // A fifth later at the most, and never a fifth earlier.
        assert_eq!(send_in(api, at + seconds * 4 / 5 - 1), 0, "{seconds}");
        at += seconds * 6 / 5 + 1;
        tried += send_in(api, at);
    }
    assert_eq!((tried, to.take().len()), (10, 10), "the one behind it was never tried");
    let aside = manager.get(&hook.at).must(200);
    assert_eq!((&aside["status"], &aside["set_aside_because"]), (&json!("set_aside"), &json!("failing")));
    let told = manager.walk("/v1/notifications?kind=webhook_set_aside").0;
    assert_eq!((told.len(), &told[0]["case_id"]), (1, &json!(case)), "{told:#?}");
    let entries =
        manager.walk(&format!("/v1/journal?subject=user:{}&action=webhook.set_aside", manager.id)).0;
    assert_eq!(entries.len(), 1);
    let mut all = deliveries(&manager, &hook);
    all.reverse();
    assert_eq!((&all[0]["status"], &all[0]["attempts"]), (&json!("set_aside"), &json!(10)));
    assert_eq!((&all[0]["answer"], &all[1]["status"]), (&json!("Down for maintenance."), &json!("pending")));
    assert_eq!(send_in(api, at * 2), 0, "nothing is sent any more");
    to.answer(Reply::status(200));
    manager.patch(&hook.at, "*", json!({"paused": false})).must(200);
    assert_eq!(send(api), 1, "what waited goes on");
    to.take();
    let from = json!({"from": "2026-11-01T00:00:00Z"});
    manager.post(&format!("{}/replay", hook.at), from).must(200);
    send(api);
    assert_eq!(notes(&to.take()), 2, "what was set aside is sent again when somebody asks for it");
}

fn who_wants_nothing_more_and_who_wants_to_wait_are_heard(api: &Api) {
    let api = &api.own(Settings::default());
    let manager = api.manager();
    let [gone, busy] = [(), ()].map(|()| Receiver::start());
    let case = case_with(&manager, "2026-03-02");
    let [of_gone, of_busy] = [&gone, &busy].map(|to| hook(&manager, to, json!({"types": ["note"]})));
    gone.answer(Reply::status(410));
    busy.answer_next([Reply::Status(429, "retry-after: 3600\r\n", String::new())]);
    note(&manager, &case);
    send(api);
    assert_eq!(manager.get(&of_gone.at).must(200)["set_aside_because"], "gone");
    assert_eq!(manager.get(&of_busy.at).must(200)["status"], "active");
    note(&manager, &case_with(&manager, "2026-03-02"));
    assert_eq!((send_in(api, 3500), gone.take().len(), busy.take().len()), (0, 1, 1));
    assert_eq!((send_in(api, 3700), gone.take().len(), busy.take().len()), (2, 0, 2));
}

fn a_receiver_cannot_send_us_elsewhere_or_fill_us_up(api: &Api) {
    let api = &api.own(Settings::default());
    let manager = api.manager();
    let [to, elsewhere] = [(), ()].map(|()| Receiver::start());
    let hook = hook(&manager, &to, json!({"types": ["note"]}));
    let ping = || manager.post(&format!("{}/ping", hook.at), json!({})).must(200)["id"].clone();
    let outcome =
        |id: &Value| manager.get(&format!("{}/deliveries/{}", hook.at, id.as_str().unwrap())).must(200);
    let location: &'static str = Box::leak(format!("location: {}\r\n", elsewhere.url()).into_boxed_str());
    to.answer_next([Reply::Status(307, location, String::new())]);
    let moved = ping();
    send(api);
    let moved = outcome(&moved);
    assert_eq!((&moved["status"], &moved["problem"]), (&json!("set_aside"), &json!("redirected")));
    assert_eq!((&moved["answer_status"], elsewhere.take().len()), (&json!(307), 0));
    to.answer_next([Reply::Gigabyte]);
    let huge = ping();
    send(api);
    let huge = outcome(&huge);
    assert_eq!((&huge["status"], huge["answer"].as_str().unwrap().len()), (&json!("delivered"), 2048));
    // What the kernel holds on both sides is a few megabytes at the most.
    assert!(to.written() < 64 << 20, "{}", to.written());
    to.answer_next([Reply::Status(400, "", format!("{}\u{0}<b>é", "a".repeat(3000)))]);
    let refused = ping();
    send(api);
    assert_eq!(outcome(&refused)["answer"].as_str().unwrap(), "a".repeat(2048));
    assert_eq!(kinds(&to.take()), ["webhook.ping"; 3]);
    assert_eq!(manager.get(&hook.at).must(200)["status"], "active");
}

fn two_secrets_sign_while_they_overlap(api: &Api) {
    let api = &api.own(Settings::default());
    let manager = api.manager();
    let to = Receiver::start();
    let first = hook(&manager, &to, json!({}));
    let rotate = |hours: Value| {
        let rotated = manager.post(&format!("{}/rotate", first.at), hours).must(200);
        rotated["secret"].as_str().unwrap().to_owned()
    };
    let second = rotate(json!({"overlap_hours": 2}));
    assert_ne!(second, first.secret);
    let ping = |seconds: i64| {
        manager.post(&format!("{}/ping", first.at), json!({})).must(200);
        send_in(api, seconds);
        to.take().pop().unwrap()
    };
    let both = ping(60);
    let of = |sent: &Sent, secret: &str| signatures(sent).contains(&expected(sent, secret).as_str());
    assert!(of(&both, &first.secret) && of(&both, &second) && is_signed_by(&both, &first.public_key));
    assert_eq!(signatures(&both).len(), 4);
    // Another rotation cuts no overlap short, and lengthens none.
    let between = rotate(json!({"overlap_hours": 12}));
    let three = ping(120);
    assert!([&first.secret, &second, &between].iter().all(|secret| of(&three, secret)));
    let second = between;
    let one = ping(7300);
    assert!(!of(&one, &first.secret) && of(&one, &second) && !is_signed_by(&one, &first.public_key));
    let third = rotate(json!({"overlap_hours": 0}));
    let known = ping(0);
    assert!(of(&known, &third) && !of(&known, &second), "one that is known to others signs nothing");
    assert_eq!(manager.get(&first.at).must(200)["keys"].as_array().unwrap().len(), 1);
    let again = manager.post_once(&format!("{}/rotate", first.at), "rotate", json!({})).must(200);
    let twice = manager.post_once(&format!("{}/rotate", first.at), "rotate", json!({})).must(200);
    assert_eq!(again["secret"], twice["secret"], "sent again, it is the same");
}

fn many_processes_send_each_change_once(api: &Api) {
    let api = &api.own(Settings::default());
    let manager = api.manager();
    let to = Receiver::start();
    let cases = [(), (), ()].map(|()| case_with(&manager, "2026-03-02"));
    hook(&manager, &to, json!({"types": ["note"]}));
    for _ in 0..8 {
        for case in &cases {
            note(&manager, case);
        }
    }
    let now = api.app.clock.now();
    let made = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let db = Db::open(&api.database().url, 2, Duration::from_secs(20)).unwrap();
                let one = rounds::run(&db, &sender(api), now).unwrap();
                made.fetch_add(one, Ordering::SeqCst);
            });
        }
    });
    // Whoever found nothing due has gone while another had something under way.
    made.fetch_add(send(api), Ordering::SeqCst);
    let sent = to.take();
    let ids: BTreeSet<_> = sent.iter().map(|one| one.header("webhook-id")).collect();
    assert_eq!((made.into_inner(), sent.len(), ids.len()), (24, 24, 24));
    let mut by_case: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for one in &sent {
        by_case.entry(one.case()).or_default().push(one.json()["data"]["sequence"].as_i64().unwrap());
    }
    assert!(by_case.values().all(|order| order.is_sorted_by(|one, next| one < next)), "{by_case:?}");
}

fn what_its_owner_may_not_see_is_not_sent(api: &Api) {
    let api = &api.own(Settings::default());
    let organization = api.organization();
    let (manager, owner) = (organization.manager(), organization.manager());
    let to = Receiver::start();
    let [open, hidden] = [(), ()].map(|()| case_with(&manager, "2026-03-02"));
    let hook = hook(&owner, &to, json!({"types": ["note"]}));
    let wall = json!({"user_id": owner.id, "reason": "Acted for the applicant."});
    note(&manager, &hidden);
    note(&manager, &open);
    // Written down to be sent, and hidden before it is.
    let now = api.app.clock.now();
    let written = rounds::fan_out(&api.db, now).unwrap();
    assert_eq!(written.written, 2);
    manager.post(&format!("/v1/cases/{hidden}/walls"), wall).must(201);
    note(&manager, &hidden);
    send(api);
    let sent = to.take();
    let of_hidden = |one: &&Sent| one.body.contains(&hidden);
    assert_eq!((sent.iter().filter(of_hidden).count(), sent.len()), (0, 1), "{sent:#?}");
    let all = deliveries(&owner, &hook);
    assert_eq!(all.iter().filter(|one| one["status"] == "withheld").count(), 1, "{all:#?}");
    assert_eq!(all.len(), 2, "what came after the wall was not even written down");
}

fn on_behalf_of_whom_nobody_is_any_more_nothing_is_sent(api: &Api) {
    let api = &api.own(Settings::default());
    let organization = api.organization();
    let (administrator, gone, lowered) =
        (organization.administrator(), organization.manager(), organization.manager());
    let [to, other] = [(), ()].map(|()| Receiver::start());
    let case = case_with(&administrator, "2026-03-02");
    let of_gone = hook(&gone, &to, json!({"types": ["note"]}));
    let of_lowered = hook(&lowered, &other, json!({"types": ["note"]}));
    note(&administrator, &case);
    let now = api.app.clock.now();
    assert_eq!(rounds::fan_out(&api.db, now).unwrap().written, 2);
    let user = |actor: &Actor<'_>, patch: Value| {
        administrator.patch(&format!("/v1/users/{}", actor.id), "*", patch).must(200);
    };
    user(&gone, json!({"active": false}));
    user(&lowered, json!({"role": "analyst"}));
    send(api);
    assert_eq!((to.take().len(), other.take().len()), (0, 0));
    let because = |hook: &Hook| administrator.get(&hook.at).must(200)["set_aside_because"].clone();
    assert_eq!(
        (because(&of_gone), because(&of_lowered)),
        (json!("owner_inactive"), json!("owner_lost_right"))
    );
}

fn a_key_is_confined_and_so_is_what_is_sent_on_its_behalf(api: &Api) {
    let api = &api.own(Settings::default());
    let organization = api.organization();
    let administrator = organization.administrator();
    let to = Receiver::start();
    let account = json!({"name": "Tracker", "role": "litigation_manager", "clearance": "protected_b"});
    let account =
        administrator.post("/v1/service-accounts", account).must(201)["id"].as_str().unwrap().to_owned();
    let key = |scopes: Value| {
        let key = json!({"name": "2026", "scopes": scopes, "expires_in_days": 30});
        let made = administrator.post(&format!("/v1/service-accounts/{account}/keys"), key).must(201);
        administrator.with_token(made["key"].as_str().unwrap())
    };
    let new = json!({"name": "Tracker", "url": to.url()});
    key(json!(["journal.read"])).post("/v1/webhooks", new.clone()).refused(403, "forbidden");
    key(json!(["webhooks.manage"])).post("/v1/webhooks", new).refused(403, "forbidden");
    let narrow = key(json!(["webhooks.manage", "journal.read", "cases.read"]));
    let hook = hook(&narrow, &to, json!({}));
    let case = case_with(&administrator, "2026-03-02");
    note(&administrator, &case);
    let wall = json!({"user_id": organization.analyst().id, "reason": "Acted for the applicant."});
    administrator.post(&format!("/v1/cases/{case}/walls"), wall).must(201);
    send(api);
    let kinds = kinds(&to.take());
    assert!(kinds.contains(&"note.created".to_owned()), "{kinds:?}");
    // The role would read of walls and of what is no case's; the key does not.
    let others = kinds.iter().filter(|kind| kind.starts_with("wall.") || kind.starts_with("user."));
    assert_eq!(others.count(), 0, "{kinds:?}");
    assert_eq!(narrow.get(&hook.at).must(200)["owner_id"], account.as_str());
}

fn filters_narrow_what_is_sent(api: &Api) {
    let api = &api.own(Settings::default());
    let manager = api.manager();
    let [of_case, of_motions, of_events] = [(), (), ()].map(|()| Receiver::start());
    let [case, other] = [(), ()].map(|()| case_with(&manager, "2026-03-02"));
    hook(&manager, &of_case, json!({"case_id": case, "types": ["note", "event"]}));
    hook(&manager, &of_motions, json!({"proceeding": "STAY-REM"}));
    let third = hook(&manager, &of_events, json!({"types": ["event.recorded"]}));
    for case in [&case, &other] {
        note(&manager, case);
        take_to(&manager, case, "application_filed");
    }
    send(api);
    let sent = of_case.take();
    assert_eq!(kinds(&sent), ["note.created", "event.recorded"]);
    assert!(sent.iter().all(|one| one.case() == case));
    assert_eq!(of_motions.take().len(), 0, "the cases are of another proceeding");
    assert_eq!(kinds(&of_events.take()), ["event.recorded"; 2]);
    manager.patch(&third.at, "*", json!({"types": ["note"], "proceeding": "ALJR"})).must(200);
    note(&manager, &case);
    record(&manager, &case, json!({"type": "extension_granted", "occurred_on": "2026-03-19"}));
    send(api);
    assert_eq!(kinds(&of_events.take()), ["note.created"]);
}

fn an_address_that_is_not_public_is_refused(api: &Api) {
    let manager = api.manager();
    let strict = &api.own(Settings { egress: egress_of_the_world(), ..Settings::default() });
    let strict = strict.manager();
    let new = |url: &str| json!({"name": "Tracker", "url": url});
    for (actor, url, code) in [
        (&manager, "https://10.0.0.5/hook", "address_not_public"),
        (&manager, "https://inside.example/hook", "address_not_public"),
        (&manager, "https://169.254.169.254/latest", "address_not_public"),
        (&manager, "http://hooks.example/hook", "address_not_public"),
        (&manager, "https://me:word@hooks.example/", "credentials_in_address"),
        (&manager, "hooks.example", "not_an_address"),
        (&strict, "http://127.0.0.1:9/", "not_encrypted"),
        (&strict, "https://127.0.0.1:9/", "address_not_public"),
        (&strict, "https://[::ffff:127.0.0.1]:9/", "address_not_public"),
    ] {
        let refused = actor.post("/v1/webhooks", new(url)).refused(422, "invalid_body").json.clone();
        assert_eq!(refused["errors"][0]["pointer"], "/url", "{url}: {refused:#}");
        assert_eq!(refused["errors"][0]["code"], code, "{url}: {refused:#}");
    }
    let made = strict.post("/v1/webhooks", new("https://hooks.example/")).must(201);
    let at = format!("/v1/webhooks/{}", made["id"].as_str().unwrap());
    let refused = strict.patch(&at, "*", json!({"url": "https://10.0.0.5/"})).refused(422, "invalid_body");
    assert_eq!(refused.json["errors"][0]["code"], "address_not_public");
    let wrong = json!({"name": "Tracker", "url": "https://hooks.example/", "types": ["event", "nothing"],
        "proceeding": "NONE", "case_id": "0198ffff-ffff-7fff-8fff-ffffffffffff"});
    let refused = manager.post("/v1/webhooks", wrong).refused(422, "invalid_body");
    let pointers: Vec<_> =
        refused.json["errors"].as_array().unwrap().iter().map(|one| &one["pointer"]).collect();
    assert_eq!(pointers, ["/types/1", "/proceeding", "/case_id"]);
}

/// As it is where somebody is served: public addresses alone.
fn egress_of_the_world() -> Egress {
    Egress::default().looking_up(|host, port| match host {
        "hooks.example" => Ok(vec![([1, 1, 1, 1], port).into()]),
        _ => Err(std::io::Error::other("no such name")),
    })
}

fn a_name_that_stands_for_something_else_later_leads_nowhere(api: &Api) {
    let asked = std::sync::Arc::new(AtomicUsize::new(0));
    let counted = asked.clone();
    // Public when it is looked at for the first time, and this machine from then on.
    let egress = Egress::default().looking_up(move |_, port| {
        let first = counted.fetch_add(1, Ordering::SeqCst) == 0;
        let address: std::net::IpAddr = if first { [1, 1, 1, 1] } else { [127, 0, 0, 1] }.into();
        Ok(vec![(address, port).into()])
    });
    let api = &api.own(Settings { egress, ..Settings::default() });
    let manager = api.manager();
    let to = Receiver::start();
    let url = format!("https://rebinding.example:{}/", to.address.port());
    let made =
        manager.post("/v1/webhooks", json!({"name": "Tracker", "url": url, "types": ["note"]})).must(201);
    let at = format!("/v1/webhooks/{}", made["id"].as_str().unwrap());
    let ping = manager.post(&format!("{at}/ping"), json!({})).must(200);
    send(api);
    let outcome = manager.get(&format!("{at}/deliveries/{}", ping["id"].as_str().unwrap())).must(200);
    assert_eq!((&outcome["problem"], to.take().len()), (&json!("address_refused"), 0), "{outcome:#}");
    assert_eq!(asked.load(Ordering::SeqCst), 2, "it is looked at when it is connected to");
}

fn what_is_sent_is_for_its_owner_and_a_secret_is_shown_once(api: &Api) {
    let api = &api.own(Settings::default());
    let organization = api.organization();
    let (administrator, owner, other) =
        (organization.administrator(), organization.manager(), organization.manager());
    let to = Receiver::start();
    let hook = hook(&owner, &to, json!({}));
    other.get(&hook.at).refused(404, "not_found");
    api.administrator().get(&hook.at).refused(404, "not_found");
    organization.litigator().get("/v1/webhooks").refused(403, "forbidden");
    assert_eq!(administrator.walk("/v1/webhooks").0.len(), 1);
    assert_eq!((owner.walk("/v1/webhooks").0.len(), other.walk("/v1/webhooks").0.len()), (1, 0));
    administrator.patch(&hook.at, "*", json!({"paused": true})).must(200);
    let elsewhere = json!({"url": "https://hooks.example/mine"});
    administrator.patch(&hook.at, "*", elsewhere).refused(403, "forbidden");
    for act in ["rotate", "ping"] {
        administrator.post(&format!("{}/{act}", hook.at), json!({})).refused(403, "forbidden");
    }
    let replay = json!({"from": "2026-11-01T00:00:00Z"});
    administrator.post(&format!("{}/replay", hook.at), replay).refused(403, "forbidden");
    administrator.get(&format!("{}/deliveries", hook.at)).refused(403, "forbidden");
    // Paused, it is sent what came meanwhile once it goes on.
    note(&owner, &case_with(&owner, "2026-03-02"));
    assert_eq!(send(api), 0);
    owner.patch(&hook.at, "*", json!({"paused": false})).must(200);
    assert!(send(api) > 0);
    let rotated = owner.post(&format!("{}/rotate", hook.at), json!({})).must(200);
    owner.delete(&hook.at, "*").must(204);
    owner.get(&hook.at).refused(404, "not_found");
    note(&owner, &case_with(&owner, "2026-03-02"));
    assert_eq!(send(api), 0);
    let journal = administrator.walk("/v1/journal?limit=200").0;
    let acts: BTreeSet<_> = journal.iter().filter_map(|entry| entry["action"].as_str()).collect();
    for act in ["webhook.created", "webhook.updated", "webhook.rotated", "webhook.deleted"] {
        assert!(acts.contains(act), "{act}: {acts:?}");
    }
    let told = format!("{journal:?}");
    for secret in [&hook.secret, rotated["secret"].as_str().unwrap()] {
        assert!(!told.contains(secret.strip_prefix("whsec_").unwrap()));
    }
    assert!(!told.contains("/hook"), "an address may hold what is to be kept");
}

fn what_was_done_is_sent_again_from_an_instant_on(api: &Api) {
    let api = &api.own(Settings::default());
    let manager = api.manager();
    let to = Receiver::start();
    let case = case_with(&manager, "2026-03-02");
    note(&manager, &case);
    let hook = hook(&manager, &to, json!({"types": ["note"]}));
    note(&manager, &case);
    send(api);
    let first = to.take();
    assert_eq!(first.len(), 1);
    let replay = |from: &str| manager.post(&format!("{}/replay", hook.at), json!({"from": from})).must(200);
    replay("2026-11-01T00:00:00Z");
    send(api);
    let again: Vec<_> = to.take().into_iter().filter(|one| one.kind() == "note.created").collect();
    assert_eq!(again.len(), 2, "from before it was made, too");
    assert_eq!(again[1].header("webhook-id"), first[0].header("webhook-id"));
    assert_ne!(again[0].header("webhook-id"), first[0].header("webhook-id"));
    replay("2027-01-01T00:00:00Z");
    assert_eq!(send(api), 0, "nothing was done since");
}

fn who_answers_nothing_holds_up_nobody(api: &Api) {
    let api = &api.own(Settings::default());
    let manager = api.manager();
    let [dead, well] = [(), ()].map(|()| Receiver::start());
    dead.answer(Reply::Silence);
    for to in [&dead, &well] {
        hook(&manager, to, json!({"types": ["note"]}));
    }
    // More cases than attempts that may be under way: a dead one could take them all.
    let cases: Vec<_> = (0..10).map(|_| case_with(&manager, "2026-03-02")).collect();
    let worker = WebhookWorker::start(api.db.clone(), api.app.clock.clone(), sender(api), 8).unwrap();
    let mut came = 0;
    for _ in 0..2 {
        for case in &cases {
            note(&manager, case);
        }
    }
    eventually("what is for the one that is well", || {
        came += notes(&well.take());
        came == 20
    });
    assert!(dead.take().len() <= 4, "no more are under way at a time");
    dead.hang_up();
    worker.stop(Duration::from_secs(20));
}

fn what_is_written_down_for_one_is_bounded(api: &Api) {
    let api = &api.own(Settings::default());
    let manager = api.manager();
    let to = Receiver::start();
    to.answer(Reply::status(500));
    let case = case_with(&manager, "2026-03-02");
    let hook = hook(&manager, &to, json!({"types": ["note"]}));
    let most = usize::try_from(rounds::ROOM).unwrap();
    let now: Instant = api.app.clock.now();
    for _ in 0..most + 120 {
        note(&manager, &case);
    }
    while rounds::fan_out(&api.db, now).unwrap().moved > 0 {}
    assert_eq!(deliveries(&manager, &hook).len(), most);
    to.answer(Reply::status(200));
    assert_eq!(send(api), most + 120, "the rest comes when there is room");
}

fn what_took_longer_than_its_lease_is_sent_again_by_another(api: &Api) {
    let api = &api.own(Settings::default());
    let manager = api.manager();
    let to = Receiver::start();
    let case = case_with(&manager, "2026-03-02");
    let hook = hook(&manager, &to, json!({"types": ["note"]}));
    note(&manager, &case);
    let now = api.app.clock.now();
    rounds::fan_out(&api.db, now).unwrap();
    let lost = rounds::claim(&api.db, &api.app.messages, now, 10).unwrap();
    assert_eq!(lost.len(), 1);
    assert_eq!(send_in(api, 30), 0, "another has it");
    assert_eq!(send_in(api, 61), 1, "it died");
    // It did not: what it says now is not written over what the other one found.
    to.answer(Reply::status(500));
    let late = sender(api).send(&lost[0], now).unwrap();
    settlement::settle(&api.db, &[late], now).unwrap();
    let all = deliveries(&manager, &hook);
    assert_eq!((all.len(), &all[0]["attempts"], to.take().len()), (1, &json!(2), 2));
    assert_eq!(all[0]["status"], "delivered", "{all:#?}");
}

fn a_name_is_looked_up_for_nobody_who_may_have_no_webhook(api: &Api) {
    let asked = std::sync::Arc::new(AtomicUsize::new(0));
    let counted = asked.clone();
    let egress = egress().looking_up(move |_, port| {
        counted.fetch_add(1, Ordering::SeqCst);
        Ok(vec![([1, 1, 1, 1], port).into()])
    });
    let api = &api.own(Settings { egress, ..Settings::default() });
    let new = json!({"name": "Tracker", "url": "https://hooks.example/"});
    api.litigator().post("/v1/webhooks", new.clone()).refused(403, "forbidden");
    assert_eq!(asked.load(Ordering::SeqCst), 0);
    api.manager().post("/v1/webhooks", new).must(201);
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

fn operators_see_what_is_behind_and_what_fails(api: &Api) {
    let api = &api.own(Settings::default());
    let organization = api.organization();
    let (administrator, manager) = (organization.administrator(), organization.manager());
    let to = Receiver::start();
    let case = case_with(&manager, "2026-03-02");
    hook(&manager, &to, json!({"types": ["note"]}));
    manager.get("/v1/status").refused(403, "forbidden");
    // The refusal is on the record before anybody counts entries.
    assert!(api.app.recorder.flush(Duration::from_secs(5)));
    let standing = || administrator.get("/v1/status").must(200)["webhooks"][0].clone();
    note(&manager, &case);
    let status = administrator.get("/v1/status").must(200);
    assert_eq!((&status["changes"]["unsettled"], &status["webhooks"][0]["pending"]), (&json!(0), &json!(0)));
    assert!(status["webhooks"][0]["entries_behind"].as_i64().unwrap() > 0, "{status:#}");
    rounds::fan_out(&api.db, api.app.clock.now()).unwrap();
    let written = standing();
    assert_eq!(
        (&written["entries_behind"], &written["pending"], &written["failures"]),
        (&json!(0), &json!(1), &json!(0))
    );
    to.answer_next([Reply::status(500)]);
    send(api);
    let failing = standing();
    assert_eq!(
        (&failing["failures"], failing["failing_since"].is_string()),
        (&json!(1), true),
        "{failing:#}"
    );
    assert_eq!(failing.get("delivered_at"), None);
    send_in(api, 10);
    let well = standing();
    assert_eq!(
        (&well["failures"], &well["pending"], well["delivered_at"].is_string()),
        (&json!(0), &json!(0), true)
    );
    assert_eq!(api.administrator().get("/v1/status").must(200)["webhooks"], json!([]), "others have theirs");
}

on_both!(
    a_change_is_sent_signed_and_names_nobody,
    of_a_case_nothing_later_is_sent_before,
    after_three_days_it_is_set_aside_and_its_owner_is_told,
    who_wants_nothing_more_and_who_wants_to_wait_are_heard,
    a_receiver_cannot_send_us_elsewhere_or_fill_us_up,
    two_secrets_sign_while_they_overlap,
    many_processes_send_each_change_once,
    what_its_owner_may_not_see_is_not_sent,
    on_behalf_of_whom_nobody_is_any_more_nothing_is_sent,
    a_key_is_confined_and_so_is_what_is_sent_on_its_behalf,
    filters_narrow_what_is_sent,
    an_address_that_is_not_public_is_refused,
    a_name_that_stands_for_something_else_later_leads_nowhere,
    what_is_sent_is_for_its_owner_and_a_secret_is_shown_once,
    what_was_done_is_sent_again_from_an_instant_on,
    who_answers_nothing_holds_up_nobody,
    what_is_written_down_for_one_is_bounded,
    what_took_longer_than_its_lease_is_sent_again_by_another,
    a_name_is_looked_up_for_nobody_who_may_have_no_webhook,
    operators_see_what_is_behind_and_what_fails,
);
