//! Every two acts on one thing, sent at once: what comes of them is what would have come of one of the two orders.
//!
//! The acts are the operations of the document that are no GET. Each is done twice at once, and beside every other act on the
//! same thing ([`targets`]): first one after the other in both orders, on things of their own, which says what may come of it;
//! then by two threads at one instant, as often as [`tries`] says, each on a fresh thing.
//! Compared is all that was answered, all that can be read afterwards, and the journal; in the end every assignment has the
//! versions that its history has, and the journal is whole.
//!
//! An operation that is new in the document fails the test until [`targets`] knows a thing to do it to.
//! `GREFFE_TEST_TRIES=10 cargo test --test it acts_at_once -- --nocapture` tries ten times as often and prints what came of
//! every pair.

mod outcome;
mod targets;

use crate::support::document::{Operation, document, operations};
use crate::support::*;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use greffe::journal::verify::walk;
use outcome::{Outcome, answered, last_sequence, settled, told};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex};
use targets::{FAMILIES, Family, Ground, Shot, Target};

/// How often two threads try the same act, and how often they try two different ones: [`TRIES`] times as often as in a run
/// of everything. What is left to chance there, which statement of the one comes between which of the other, is for a run that is
/// let go on for an hour.
fn tries() -> (usize, usize) {
    let times = std::env::var(TRIES).map_or(1, |times| times.parse().expect("a number of times"));
    (6 * times, 2 * times)
}

const TRIES: &str = "GREFFE_TEST_TRIES";

/// How many pairs are tried at once.
const WORKERS: usize = 3;

/// Two acts of a family.
#[derive(Clone, Copy)]
struct Pair {
    family: &'static Family,
    acts: [usize; 2],
    names: [&'static str; 2],
    /// Whether an `If-Match` is sent that need not be.
    versioned: bool,
}

/// What came of the tries of a pair, and what should not have.
struct Tally {
    name: String,
    done: [usize; 3],
    wrong: Vec<String>,
}

impl Tally {
    fn of(pair: &Pair) -> Self {
        let ([one, other], versioned) = (pair.names, if pair.versioned { " (If-Match)" } else { "" });
        Self {
            name: format!("{}: {one} + {other}{versioned}", pair.family.name),
            done: [0; 3],
            wrong: Vec::new(),
        }
    }
}

/// What `work` gives, or what it said when it could not go on.
fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let said = panic.downcast_ref::<String>().cloned();
        said.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_default()
    })
}

/// The document, by operation.
type Operations = HashMap<String, Operation>;

fn fire(operations: &Operations, id: &str, shot: &Shot<'_>, etag: Option<&str>) -> Answer {
    let operation = &operations[id];
    let actor = match etag {
        Some(etag) => shot.actor.with_header("If-Match", etag),
        None => shot.actor.clone(),
    };
    let body = operation.body_type().map(|kind| (kind, shot.body.to_string().into_bytes()));
    let body = body.as_ref().map(|(kind, body)| (kind.as_str(), body.clone()));
    actor.send(&operation.method, &shot.path, body)
}

impl Pair {
    fn is_same(&self) -> bool {
        self.acts[0] == self.acts[1]
    }

    /// Does both, on a fresh thing: in an order, or at once.
    fn run(&self, ground: &Ground<'_>, operations: &Operations, order: Option<[usize; 2]>) -> Outcome {
        let target = (self.family.make)(ground);
        let after = last_sequence(ground.api);
        let fire = |nth: usize| {
            let act = &target.acts[self.acts[nth]];
            let shot = &act.shots[if self.is_same() { nth } else { 0 }];
            let operation = &operations[act.id];
            let sends = self.versioned || if_match(operation) == Some(true);
            fire(operations, act.id, shot, act.etag.as_deref().filter(|_| sends))
        };
        let answers = if let Some(order) = order {
            let mut answers = order.map(|nth| (nth, fire(nth)));
            answers.sort_by_key(|(nth, _)| *nth);
            answers.map(|(_, answer)| answer)
        } else {
            let barrier = Barrier::new(2);
            std::thread::scope(|scope| {
                let sent = [0, 1].map(|nth| {
                    let (barrier, fire) = (&barrier, &fire);
                    scope.spawn(move || {
                        barrier.wait();
                        fire(nth)
                    })
                });
                sent.map(|one| one.join().unwrap())
            })
        };
        let Target { labels, probes, people, compares_bodies, .. } = &target;
        let left = probes.iter().map(|(actor, path)| {
            let answer = actor.get(path);
            if answer.json.get("code").is_some() && answer.status >= 400 {
                return answered(&answer, labels);
            }
            settled(&answer.json, labels)
        });
        Outcome {
            answers: answers.map(|answer| {
                let whole = answered(&answer, labels);
                if *compares_bodies { whole } else { json!({"status": whole["status"]}) }
            }),
            left: left.collect(),
            told: told(ground.api, people, after, labels),
        }
    }

    fn tried(&self, ground: &Ground<'_>, operations: &Operations) -> Tally {
        let mut tally = Tally::of(self);
        let orders = [[0, 1], [1, 0]].map(|order| self.run(ground, operations, Some(order)));
        let (of_the_same, of_two) = tries();
        for _ in 0..if self.is_same() { of_the_same } else { of_two } {
            let outcome = self.run(ground, operations, None);
            tally.done[outcome.done()] += 1;
            let is_broken = outcome.answers.iter().any(|answer| answer["status"].as_u64().unwrap() >= 500);
            if is_broken || !orders.contains(&outcome) {
                tally.wrong.push(difference(&outcome, &orders));
            }
        }
        tally
    }
}

/// What no order gives, beside what the nearer one does.
fn difference(outcome: &Outcome, orders: &[Outcome; 2]) -> String {
    let lines = |one: &Outcome| -> Vec<String> {
        let all = one.answers.iter().chain(&one.left).chain(&one.told);
        all.map(ToString::to_string).collect()
    };
    let found = lines(outcome);
    let off = |order: &Outcome| {
        let expected = lines(order);
        let missing =
            expected.iter().filter(|line| !found.contains(line)).map(|line| format!("    - {line}"));
        let strange =
            found.iter().filter(|line| !expected.contains(line)).map(|line| format!("    + {line}"));
        missing.chain(strange).collect::<Vec<_>>()
    };
    let nearest = orders.iter().map(off).min_by_key(Vec::len).unwrap();
    nearest.join("\n")
}

/// Every act twice, and every two acts on one thing; and the things that could not be made.
fn pairs(ground: &Ground<'_>, operations: &Operations) -> (Vec<Pair>, Vec<String>) {
    let mut known = BTreeSet::new();
    let (mut pairs, mut unmade) = (Vec::new(), Vec::new());
    for family in &FAMILIES {
        let target = match caught(|| (family.make)(ground)) {
            Ok(target) => target,
            Err(said) => {
                unmade.push(format!("{}: {said}", family.name));
                continue;
            }
        };
        let ids: Vec<_> = target.acts.iter().map(|act| act.id).collect();
        for (first, act) in target.acts.iter().enumerate() {
            let operation = operations.get(act.id).unwrap_or_else(|| panic!("no operation {}", act.id));
            let pair = |second: usize, versioned| Pair {
                family,
                acts: [first, second],
                names: [ids[first], ids[second]],
                versioned,
            };
            pairs.extend((first..ids.len()).map(|second| pair(second, false)));
            let is_optional = if_match(operation) == Some(false);
            pairs.extend((is_optional && act.etag.is_some()).then(|| pair(first, true)));
            known.insert(act.id);
        }
    }
    let writes = operations.values().filter(|operation| operation.is_write());
    let missing = writes.filter(|operation| !known.contains(operation.id.as_str()));
    unmade.extend(
        missing.map(|operation| format!("nothing to do {} to: teach `acts_at_once::targets`", operation.id)),
    );
    (pairs, unmade)
}

/// Whether an operation takes `If-Match`, and must be sent one.
fn if_match(operation: &Operation) -> Option<bool> {
    let headers = operation.parameters("header");
    headers.into_iter().find(|header| header["name"] == "If-Match").map(|header| header["required"] == true)
}

#[derive(QueryableByName)]
struct Apart {
    #[diesel(sql_type = BigInt)]
    apart: i64,
}

/// Each assignment has had as many versions as its history tells of, the last of which is the present one.
fn history_agrees(api: &Api) {
    let apart = diesel::sql_query(
        "select count(*) as apart from assignments a where a.version <> (select count(*) from assignment_versions v \
         where v.assignment_id = a.id) or 1 <> (select count(*) from assignment_versions v where v.assignment_id = a.id \
         and v.superseded_at is null and v.version = a.version)",
    );
    let apart: Apart = api.db.read_now(|connection| Ok(apart.get_result(connection)?)).unwrap();
    assert_eq!(apart.apart, 0, "assignments and their histories are apart");
    let before = diesel::sql_query("select count(*) as apart from positions where until_at < from_at");
    let before: Apart = api.db.read_now(|connection| Ok(before.get_result(connection)?)).unwrap();
    assert_eq!(before.apart, 0, "positions that ended before they were taken");
}

fn of_two_acts_at_once_one_comes_first(api: &Api) {
    let api = &api.own(Settings { connections: 8, ..Settings::default() });
    let operations: Operations =
        operations(&document(api)).into_iter().map(|operation| (operation.id.clone(), operation)).collect();
    let (pairs, unmade) = pairs(&Ground::new(api), &operations);
    let next = AtomicUsize::new(0);
    let tallies = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                let ground = Ground::new(api);
                loop {
                    let nth = next.fetch_add(1, Ordering::Relaxed);
                    let Some(pair) = pairs.get(nth) else { break };
                    let tally = caught(|| pair.tried(&ground, &operations));
                    let tally = tally.unwrap_or_else(|said| Tally { wrong: vec![said], ..Tally::of(pair) });
                    tallies.lock().unwrap().insert(nth, tally);
                }
            });
        }
    });
    let tallies: Vec<_> = tallies.into_inner().unwrap().into_values().collect();
    assert_eq!(tallies.len(), pairs.len());
    let (mut table, mut wrong) = (String::new(), String::new());
    for Tally { name, done: [none, one, both], wrong: found } in &tallies {
        writeln!(table, "{name:90} both {both:2}  one {one:2}  none {none:2}  wrong {:2}", found.len())
            .unwrap();
        if let Some(first) = found.first() {
            writeln!(wrong, "{name}: {} times, the first of them:\n{first}", found.len()).unwrap();
        }
    }
    let (of_the_same, of_two) = tries();
    eprintln!(
        "{:?}, {} pairs, {of_the_same} tries of the same act, {of_two} of two\n{table}",
        api.backend(),
        tallies.len()
    );
    history_agrees(api);
    let report = api.db.read_now(|connection| walk(connection, None, false)).unwrap();
    assert!(report.breaks.is_empty(), "the journal is whole: {:?}", report.breaks);
    assert!(unmade.is_empty(), "{}", unmade.join("\n"));
    assert!(wrong.is_empty(), "what no order gives:\n{wrong}");
}

on_both!(of_two_acts_at_once_one_comes_first);
