//! Fills an empty database with the cases of the yardstick, as greffe's own rows.
//!
//!     cargo run --example yardstick-load -- sqlite:FILE|postgres://USER@HOST/DATABASE CASES
//!
//! A few hundred cases are made through the same use cases as those of a client, in a database of
//! their own that is thrown away: [`templates`]. Each is then written many times over, under other
//! ids, numbers, names, people and instants, with journal entries that are chained by the journal's
//! own functions: [`copies`]. `PostgreSQL` is written through `psql`.
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a loader that cannot write has nothing to say but why, and says how far it is"
)]

mod copies;
mod courses;
mod people;
mod plan;
mod sink;
mod templates;

use greffe::db::types::Instant;
use greffe::db::{DatabaseUrl, Db};
use greffe::people::identity;
use plan::Plan;
use sink::Sink;
use std::time::{Duration, Instant as Stopwatch};
use templates::Templates;

/// The tables that the people and their organisations are kept in, before those that refer to them.
const PEOPLE: [&str; 5] = ["organizations", "users", "law_adoptions", "journal", "journal_heads"];

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(url), Some(cases)) = (arguments.next(), arguments.next()) else {
        println!("yardstick-load sqlite:FILE|postgres://USER@HOST/DATABASE CASES");
        std::process::exit(2);
    };
    let plan = Plan::of(cases.parse().expect("a number of cases, a multiple of 10,000"));
    let database: DatabaseUrl = url.parse().expect("a database URL");
    let db = open(&database);
    let there = db.read_now(identity::principals::organization_ids).expect("the organisations");
    assert!(there.is_empty(), "the database holds organisations: the yardstick's go into an empty one");

    let began = Stopwatch::now();
    let folder = tempfile::tempdir().expect("a folder");
    let scratch = open(&DatabaseUrl::Sqlite(folder.path().join("templates.db")));
    let people = people::make(&scratch, beginning());
    let founding = PEOPLE.map(|table| (table, templates::whole(&scratch, table)));
    let templates = Templates::make(&scratch, &people, &plan);
    println!("{} templates in {:.1} s", templates.count(), began.elapsed().as_secs_f64());
    templates.describe();
    let mut sink = Sink::open(&url, &database);
    for (table, (columns, rows)) in founding {
        sink.write(table, &columns, &mut rows.into_iter());
    }
    for table in templates::TABLES {
        let began = Stopwatch::now();
        let written = copies::write(&mut sink, table, &plan, &templates, &people);
        println!("{table}: {written} rows in {:.1} s", began.elapsed().as_secs_f64());
    }
    sink.finish();
    println!("{} cases in {:.1} s", plan.cases, began.elapsed().as_secs_f64());
}

fn open(url: &DatabaseUrl) -> Db {
    let db = Db::open(url, 2, Duration::from_secs(10)).expect("a pool");
    db.migrate().expect("migrations run");
    db
}

/// The instant at which the people were entered.
fn beginning() -> Instant {
    Instant::try_from("2025-01-02T14:00:00Z".to_owned()).expect("an instant")
}
