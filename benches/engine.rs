//! One computation with its explanation. Target: under 10 microseconds on one core.
#![expect(clippy::expect_used, reason = "a bench that cannot compute has nothing to measure")]

use chrono::NaiveDate;
use criterion::{Criterion, criterion_group, criterion_main};
use greffe::law::engine::{Computation, EventFacts, Law, compute};
use std::hint::black_box;

fn engine(criterion: &mut Criterion) {
    let law = Law::current();
    let facts = EventFacts::new();
    let today = NaiveDate::from_ymd_opt(2026, 1, 5).expect("a date");
    for (name, rule, on, service_method) in [
        ("statute_across_recess", "ALJR-72-OUT", (2025, 11, 2), None),
        ("rules_across_recess", "FCCIRPR-11", (2025, 12, 5), None),
        ("mailed_reasons", "FCCIRPR-10(1)(b)", (2026, 3, 4), Some("ordinary_mail")),
        ("clear_days_back", "FCR-362", (2026, 4, 8), None),
    ] {
        let (year, month, day) = on;
        let on = NaiveDate::from_ymd_opt(year, month, day).expect("a date");
        let request = Computation { service_method, ..Computation::on(rule, on, &facts, today) };
        criterion.bench_function(name, |bencher| {
            bencher.iter(|| compute(law, black_box(&request)).expect("a computation"));
        });
    }
}

criterion_group!(benches, engine);
criterion_main!(benches);
