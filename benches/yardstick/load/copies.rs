//! Rows of templates, written many times over.
//!
//! A table is written in the order of time and not case by case. So the rows of a case lie apart on
//! disk, as after years of use.

use super::people::People;
use super::plan::{CasePlan, Plan, scattered};
use super::sink::{Sink, Values};
use super::templates::{Piece, Slot, Template, TemplateRow, Templates};
use chrono::DateTime;
use greffe::db::types::Instant;
use greffe::journal::model::{GENESIS, Hashed, content_hash, link};
use std::fmt::Write as _;
use uuid::Uuid;

/// Writes the rows of a table, and says how many.
pub fn write(
    sink: &mut Sink,
    table: &'static str,
    plan: &Plan,
    templates: &Templates,
    people: &People,
) -> usize {
    let columns = templates.columns(table);
    let rows = in_time(table, plan, templates, people).map(|(copy, row)| (copy.case.number, copy.row(row)));
    if table != "journal" {
        return sink.write(table, columns, &mut rows.map(|(_, row)| row));
    }
    let place = |name: &str| columns.iter().position(|column| column == name).expect("a column");
    let chained = Chained {
        subject: place("subject"),
        position: place("position"),
        action: place("action"),
        actor: place("actor"),
        request_id: place("request_id"),
        at: place("at"),
        kind: place("kind"),
        before: place("before"),
        after: place("after"),
        previous_hash: place("previous_hash"),
        hash: place("hash"),
        digest: place("digest"),
    };
    let number = usize::try_from(plan.cases).expect("as many as fit in memory");
    let mut heads: Vec<Head> = std::iter::repeat_with(Head::default).take(number).collect();
    let mut entries = rows.map(|(case, row)| {
        let head = heads.get_mut(usize::try_from(case).expect("a number")).expect("a head");
        chained.append(head, row)
    });
    let written = sink.write(table, columns, &mut entries);
    let columns = ["subject", "length", "hash", "last_at"].map(str::to_owned);
    let head =
        |head: Head| vec![Some(head.subject), Some(head.length.to_string()), Some(head.hash), Some(head.at)];
    sink.write("journal_heads", &columns, &mut heads.into_iter().map(head));
    written
}

/// The rows of all cases, in the order in which they were written.
fn in_time<'a>(
    table: &'static str,
    plan: &'a Plan,
    templates: &'a Templates,
    people: &'a People,
) -> impl Iterator<Item = (Copy<'a>, &'a TemplateRow)> {
    let copy = move |case| Copy { template: templates.of(&case), people, case };
    let mut order: Vec<(i64, u32, u32)> = Vec::new();
    for case in plan.all() {
        let number = u32::try_from(case.number).expect("a number of a case");
        let copy = copy(case);
        order.extend((0..).zip(copy.rows(table)).map(|(place, row)| (copy.time(row.time), number, place)));
    }
    order.sort_unstable();
    order.into_iter().filter_map(move |(_, number, place)| {
        let copy = copy(plan.case(number.into()));
        let row = copy.rows(table).get(usize::try_from(place).ok()?)?;
        Some((copy, row))
    })
}

/// A copy of a template.
struct Copy<'a> {
    template: &'a Template,
    people: &'a People,
    case: CasePlan,
}

impl<'a> Copy<'a> {
    fn rows(&self, table: &str) -> &'a [TemplateRow] {
        self.template.rows.get(table).map_or(&[], Vec::as_slice)
    }

    fn row(&self, row: &TemplateRow) -> Values {
        let value = |pieces: &Vec<Piece>| {
            let mut written = String::new();
            for piece in pieces {
                match piece {
                    Piece::Text(text) => written.push_str(text),
                    Piece::Slot(slot) => {
                        self.fill(*slot, &mut written).expect("a text takes what it is given");
                    }
                }
            }
            written
        };
        row.values.iter().map(|pieces| pieces.as_ref().map(value)).collect()
    }

    fn fill(&self, slot: Slot, written: &mut String) -> std::fmt::Result {
        let CasePlan { number, lead, second, kind, .. } = self.case;
        match slot {
            Slot::Id(time, ordinal) => write!(written, "{}", self.id(time, ordinal)),
            Slot::At(time) => write!(written, "{}", self.instant(time).written()),
            Slot::Organization => write!(written, "{}", self.people.get(lead).organization),
            Slot::Lead => write!(written, "{}", self.people.get(lead).id),
            Slot::Second => write!(written, "{}", self.people.get(second).id),
            Slot::Administrator => write!(written, "{}", self.people.get(number % 20).id),
            Slot::FileNumber if kind.is_detention() => {
                write!(written, "{:04}-C5-{:05}", number / 100_000, number % 100_000)
            }
            Slot::FileNumber => {
                let place = ["T", "M", "V"].get(usize::try_from(number / 100_000 % 3).expect("a third"));
                let place = place.expect("one of three");
                write!(written, "{place}C{}-{:05}", number / 300_000, number % 100_000)
            }
            Slot::Style => {
                write!(written, "Applicant {:016x}{:016x}", scattered(number, 2), scattered(number, 3))
            }
        }
    }

    /// When something happened, in microseconds since 1970.
    fn time(&self, time: usize) -> i64 {
        let of_template = self.template.times.get(time).expect("a time of the course");
        of_template + i64::try_from(self.case.within_day(time)).expect("within a day")
    }

    fn instant(&self, time: usize) -> Instant {
        Instant::at(DateTime::from_timestamp_micros(self.time(time)).expect("an instant"))
    }

    /// An id as greffe makes them (`UUIDv7`): the millisecond, the place among those of the same
    /// time, and what looks like chance.
    fn id(&self, time: usize, ordinal: u64) -> Uuid {
        let milliseconds = u128::try_from(self.time(time) / 1_000).expect("after 1970");
        let salt = ordinal.wrapping_mul(1_000).wrapping_add(u64::try_from(time).unwrap_or(0));
        let chance = u128::from(scattered(self.case.number, salt.wrapping_add(1 << 40)));
        let place = u128::from(ordinal & 0xfff);
        Uuid::from_u128((milliseconds << 80) | (7 << 76) | (place << 64) | (0b10 << 62) | (chance >> 2))
    }
}

/// The end of a chain.
#[derive(Default)]
struct Head {
    subject: String,
    length: i64,
    hash: String,
    at: String,
}

/// Where the columns of an entry stand.
struct Chained {
    subject: usize,
    position: usize,
    action: usize,
    actor: usize,
    request_id: usize,
    at: usize,
    kind: usize,
    before: usize,
    after: usize,
    previous_hash: usize,
    hash: usize,
    digest: usize,
}

impl Chained {
    /// An entry as its chain has it, by the journal's own functions.
    fn append(&self, head: &mut Head, mut row: Values) -> Values {
        let text = |place: usize| row.get(place).and_then(Option::as_deref);
        let needed = |place: usize| text(place).unwrap_or_default();
        let position: i64 = needed(self.position).parse().expect("a position");
        assert_eq!(position, head.length + 1, "entries come in the order of their chain");
        let content = content_hash(text(self.before), text(self.after));
        let entry = Hashed {
            subject: needed(self.subject),
            position,
            action: needed(self.action),
            actor: needed(self.actor),
            request_id: needed(self.request_id),
            at: needed(self.at),
            kind: needed(self.kind),
        };
        let previous = if position == 1 { GENESIS.to_owned() } else { head.hash.clone() };
        let hash = link(&previous, &entry.digest(&content));
        let (subject, at) = (entry.subject.to_owned(), entry.at.to_owned());
        *head = Head { subject, length: position, hash: hash.clone(), at };
        for (place, value) in [(self.previous_hash, previous), (self.hash, hash), (self.digest, content)] {
            if let Some(column) = row.get_mut(place) {
                *column = Some(value);
            }
        }
        row
    }
}
