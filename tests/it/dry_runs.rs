//! Dry runs: each tells what the act then does, and leaves nothing behind.

use crate::support::*;
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl as _, sql_query};
use greffe::db::{Connection, WriteTurn};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::mpsc;
use std::time::Duration;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Every row of every table.
fn everything(api: &Api) -> BTreeMap<String, Vec<String>> {
    const SQLITE: &str = "select m.name || ' ' || group_concat('quote(\"' || c.name || '\")', ' || '' '' || ') as line \
                          from sqlite_master m join pragma_table_info(m.name) c \
                          where m.type = 'table' and m.name not like 'sqlite_%' group by m.name";
    const POSTGRES: &str = "select table_name || ' t::text' as line from information_schema.tables \
                            where table_schema = 'public' and table_type = 'BASE TABLE'";
    let read = api.db.read_now(|connection| {
        macro_rules! read {
            ($connection:expr, $tables:expr) => {{
                let tables: Vec<Line> = sql_query($tables).load($connection)?;
                let mut all = BTreeMap::new();
                for Line { line } in tables {
                    let (table, row) = line.split_once(' ').unwrap();
                    let query = format!("select {row} as line from \"{table}\" t order by 1");
                    let rows: Vec<Line> = sql_query(query).load($connection)?;
                    all.insert(table.to_owned(), rows.into_iter().map(|row| row.line).collect());
                }
                all
            }};
        }
        Ok(match connection {
            Connection::Pg(pg) => read!(pg, POSTGRES),
            Connection::Sqlite(sqlite) => read!(sqlite, SQLITE),
        })
    });
    read.unwrap()
}

/// What was told, without what is of the moment at which it was told: instants, and the ids of what was made.
fn told(mut value: Value) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                fields.retain(|name, _| {
                    !name.ends_with("_at")
                        && !["id", "new_id", "dry_run", "at", "from", "until"].contains(&name.as_str())
                });
                fields.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    // What is made names itself in its parts.
    if let Some(id) = value["id"].as_str().map(str::to_owned) {
        value = serde_json::from_str(&value.to_string().replace(&id, "itself")).unwrap();
    }
    strip(&mut value);
    value
}

/// An act, first dry and then done, with what both must agree in. What was done.
#[track_caller]
fn agree(api: &Api, actor: &Actor<'_>, method: &str, path: &str, body: &Value) -> Value {
    let key = uuid::Uuid::now_v7().to_string();
    let send = |path: &str| match method {
        "PATCH" => actor.patch(path, "*", body.clone()),
        _ => actor.post_once(path, &key, body.clone()),
    };
    let before = everything(api);
    let dry = send(&format!("{path}?dry_run=true"));
    assert_eq!((dry.status, dry.header("etag")), (200, None), "{path}: {}", dry.text);
    let after = everything(api);
    for (table, rows) in &before {
        assert_eq!(&after[table], rows, "a dry {path} left something behind in {table}");
    }
    let done = send(path);
    assert!([200, 201].contains(&done.status), "{path}: {}", done.text);
    assert_eq!(told(dry.json), told(done.json.clone()), "{method} {path}");
    assert_ne!(everything(api), before, "{path} was done");
    done.json
}

fn a_dry_run_tells_what_is_done_and_leaves_nothing(api: &Api) {
    let api = &api.own(Settings::default());
    let organization = api.organization();
    let (manager, litigator) = (organization.manager(), organization.litigator());
    let administrator = organization.administrator();
    let case = case_with(&manager, "2026-03-02");
    let at = format!("/v1/cases/{case}");
    let assigned = json!({"user_id": litigator.id, "role": "JCO"});
    manager.post(&format!("{at}/assignments"), assigned).must(201);

    let filed = json!({"type": "application_filed", "occurred_on": "2026-03-09", "facts": {"reasons_received": true}});
    agree(api, &manager, "POST", &format!("{at}/events"), &filed);
    let served = json!({"type": "application_served", "occurred_on": "2026-03-10", "served_on": "2026-03-10",
                        "service_method": "personal"});
    let recorded = agree(api, &manager, "POST", &format!("{at}/events"), &served);
    assert!(!recorded["effects"]["deadlines"]["started"].as_array().unwrap().is_empty(), "{recorded:#}");
    let event = format!("{at}/events/{}", recorded["event"]["id"].as_str().unwrap());
    let corrected = json!({"occurred_on": "2026-03-12", "served_on": "2026-03-12"});
    let corrected = agree(api, &manager, "PATCH", &event, &corrected);
    assert!(!corrected["effects"]["deadlines"]["moved"].as_array().unwrap().is_empty(), "{corrected:#}");
    let mistaken = json!({"reason": "It belongs to another case."});
    let struck = agree(api, &manager, "POST", &format!("{event}/strike"), &mistaken);
    assert!(!struck["effects"]["deadlines"]["cancelled"].as_array().unwrap().is_empty(), "{struck:#}");
    agree(api, &manager, "POST", &format!("{event}/restore"), &mistaken);
    let appearance = deadline(&manager, &case, "FCCIRPR-8(1)");
    act(&manager, &appearance, "extend", json!({"until": "2026-04-20", "by": "order"})).must(200);
    let undo = format!("/v1/deadlines/{}/undo", appearance["id"].as_str().unwrap());
    let undone = agree(api, &manager, "POST", &undo, &mistaken);
    assert_eq!(undone["pinned"], false, "{undone:#}");
    let moved =
        json!({"decision": {"decided_on": "2026-02-20", "notified_on": "2026-02-23"}, "office": "Vancouver"});
    let moved = agree(api, &manager, "PATCH", &at, &moved);
    assert!(moved["effects"].is_object(), "{moved:#}");

    let motion = agree(api, &manager, "POST", &format!("{at}/successor"), &json!({"proceeding": "MOT-EXT"}));
    assert_eq!(motion["office"], "Vancouver", "{motion:#}");

    let position = json!({"code": "nominal_end", "position": "adopted", "reason": "So decided."});
    let positions = format!("/v1/organizations/{}/positions", manager.organization_id);
    agree(api, &manager, "POST", &positions, &position);
    let drafted = manager.post("/v1/matrices", json!({"title": {"en": "Next", "fr": "Suivante"}})).must(201);
    let drafted = format!("/v1/matrices/{}", drafted["id"].as_str().unwrap());
    agree(api, &manager, "POST", &format!("{drafted}/adopt"), &json!({}));
    agree(api, &manager, "POST", "/v1/catalog/adopt", &json!({}));
    let over = json!({"from_user_id": litigator.id, "to_user_id": manager.id});
    let over = agree(api, &manager, "POST", "/v1/assignments/handover", &over);
    assert_eq!(over["count"], 1, "{over:#}");

    let mut old = new_case("2012-03-02");
    old["decision"]["decided_on"] = json!("2012-02-27");
    let old = administrator.post("/v1/cases", old).must(201)["id"].as_str().unwrap().to_owned();
    let record =
        |kind: &str, on: &str| record(&administrator, &old, json!({"type": kind, "occurred_on": on}));
    record("application_filed", "2012-03-09");
    record("application_discontinued", "2012-04-02");
    let authority = json!({"authority": "DA 2019/007"});
    let gone = agree(api, &administrator, "POST", &format!("/v1/cases/{old}/dispose"), &authority);
    assert!(!gone["removed"].as_array().unwrap().is_empty(), "{gone:#}");
    administrator.get(&format!("/v1/cases/{old}")).refused(410, "disposed");
}

fn a_dry_run_is_in_nobodys_way_and_waits_for_no_turn(api: &Api) {
    let api = &api.own(Settings::default());
    let manager = api.manager();
    let case = case_with(&manager, "2026-03-02");
    let (begun, is_begun) = mpsc::channel();
    let (end, is_ended) = mpsc::channel::<()>();
    let db = api.db.clone();
    let writer = std::thread::spawn(move || {
        db.write_now_in(WriteTurn::Alone, |_| {
            begun.send(()).unwrap();
            Ok(is_ended.recv_timeout(Duration::from_secs(30)).is_ok())
        })
    });
    is_begun.recv().unwrap();
    // What is dear reads alone, on either database.
    manager.post("/v1/catalog/adopt?dry_run=true", json!({})).must(200);
    if api.backend() == Backend::Postgres {
        let filed = json!({"type": "application_filed", "occurred_on": "2026-03-09"});
        manager.post(&format!("/v1/cases/{case}/events?dry_run=true"), filed).must(200);
    }
    end.send(()).unwrap();
    assert!(writer.join().unwrap().unwrap(), "the writer had not been told to end before");
}

on_both!(a_dry_run_tells_what_is_done_and_leaves_nothing, a_dry_run_is_in_nobodys_way_and_waits_for_no_turn,);
