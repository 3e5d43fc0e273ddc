//! Cases that were made through greffe's own use cases, taken apart into what is the same in all
//! copies and what is not.

use super::courses::{Kind, later};
use super::people::{People, Person, acting};
use super::plan::{CasePlan, Plan, scattered};
use super::sink::Values;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Text;
use greffe::access::permissions::Permission;
use greffe::db::connection::Connection;
use greffe::db::types::Instant;
use greffe::db::{Db, Mode};
use greffe::error::Result;
use greffe::ids::CaseId;
use greffe::registry;
use greffe::teams::{assignments, walls};
use greffe::unparsed::Unparsed;
use greffe::version::Precondition;
use regex_lite::Regex;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;
use uuid::Uuid;

/// What a case is kept in, each table after those that it refers to. The caseloads follow the
/// assignments by themselves; the heads of the chains are written with the journal.
pub const TABLES: [&str; 11] = [
    "cases",
    "parties",
    "events",
    "deadlines",
    "assignments",
    "assignment_versions",
    "walls",
    "hearings",
    "case_names",
    "name_keys",
    "journal",
];

/// The day on which the first template begins.
const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2025, 1, 6).expect("a day");
/// The number of days between two of them.
const APART: u64 = 3;
/// The hour at which templates are recorded, in UTC: nine in the morning in Toronto, or eight. The
/// digits make it as long in each of its spellings.
const HOUR: &str = "T13:00:00.000001Z";

/// What stands for the number and for the name in templates; the length of the copies' is the same.
const DETENTION_NUMBER: &str = "9999-C5-99999";
const APPEAL_NUMBER: &str = "VC5-99999";
const STYLE: &str = "Applicant ffffffffffffffffffffffffffffffff";

/// Something that is another in each copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// An id: when in the course it was made, and as the how-manieth of that time.
    Id(usize, u64),
    /// The instant of a time in the course.
    At(usize),
    /// The organisation.
    Organization,
    /// Who holds the case.
    Lead,
    /// The second counsel.
    Second,
    /// The administrator of the organisation.
    Administrator,
    /// The number of the Board.
    FileNumber,
    /// The name, without the Minister.
    Style,
}

/// A piece of a value.
pub enum Piece {
    /// The same in all copies.
    Text(String),
    /// Another in each.
    Slot(Slot),
}

/// A row, taken apart.
pub struct TemplateRow {
    /// When in the course it was written.
    pub time: usize,
    /// Its values.
    pub values: Vec<Option<Vec<Piece>>>,
}

impl TemplateRow {
    /// An entry of the journal was written when it says; any other row, when its id was made.
    fn of(table: &str, values: Vec<Option<Vec<Piece>>>) -> Self {
        let time = values.iter().flatten().flatten().find_map(|piece| match piece {
            Piece::Slot(Slot::At(time)) if table == "journal" => Some(*time),
            Piece::Slot(Slot::Id(time, _)) if table != "journal" => Some(*time),
            Piece::Slot(_) | Piece::Text(_) => None,
        });
        Self { time: time.expect("each row has an id, or an instant"), values }
    }
}

/// A case to be copied.
pub struct Template {
    /// The instants of its course, in microseconds since 1970: the opening, and each event.
    pub times: Vec<i64>,
    /// The rows of each of [`TABLES`].
    pub rows: HashMap<&'static str, Vec<TemplateRow>>,
}

type Key = (Kind, u64, bool);

/// All of them.
pub struct Templates {
    all: BTreeMap<Key, Template>,
    columns: HashMap<&'static str, Vec<String>>,
}

impl Templates {
    /// Makes those that a plan needs.
    pub fn make(db: &Db, people: &People, plan: &Plan) -> Self {
        let columns = TABLES.iter().map(|table| (*table, columns(db, table))).collect();
        let mut all = BTreeMap::new();
        for case in plan.all() {
            all.entry(key(&case))
                .or_insert_with_key(|key| Maker { db, people, columns: &columns }.make(*key));
        }
        Self { all, columns }
    }

    /// The template of a case.
    pub fn of(&self, case: &CasePlan) -> &Template {
        self.all.get(&key(case)).expect("a template")
    }

    /// The columns of a table.
    pub fn columns(&self, table: &str) -> &[String] {
        self.columns.get(table).expect("a table")
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// Says how many rows a case of each kind has.
    pub fn describe(&self) {
        for ((kind, ..), template) in self.all.iter().filter(|((_, day, walled), _)| *day == 0 && !walled) {
            let counts: Vec<_> = TABLES
                .iter()
                .map(|table| format!("{table} {}", template.rows.get(table).map_or(0, Vec::len)))
                .collect();
            println!("  {kind:?}: {}", counts.join(", "));
        }
    }
}

const fn key(case: &CasePlan) -> Key {
    (case.kind, case.day, case.walled)
}

struct Maker<'a> {
    db: &'a Db,
    people: &'a People,
    columns: &'a HashMap<&'static str, Vec<String>>,
}

/// Who takes part in a template: all of the first organisation.
struct Cast<'a> {
    lead: &'a Person,
    second: &'a Person,
    administrator: &'a Person,
}

impl Maker<'_> {
    fn make(&self, (kind, day, walled): Key) -> Template {
        let number = |salt| format!("{:016x}", scattered(day * 100 + u64::from(walled), salt));
        let person = format!("{}{}", number(10 + u64::from(kind.is_detention())), number(20));
        let cast = Cast {
            lead: self.people.get(20),
            second: self.people.get(40),
            administrator: self.people.get(0),
        };
        let first = later(FIRST_DAY, day * APART);
        // Nothing is later than what is not made yet: what was made at a time has an id from there on.
        let mut begun = vec![Uuid::now_v7()];
        let opened = instant(first);
        let mut times = vec![opened];
        let write = |work: &mut dyn FnMut(&mut Connection) -> Result<CaseId>| {
            self.db.write_now(|connection| work(connection)).expect("a use case")
        };
        let file_number = if kind.is_detention() { DETENTION_NUMBER } else { APPEAL_NUMBER };
        let body = kind.opening(first, file_number, STYLE, &person);
        let case = write(&mut |connection| open(connection, &cast, opened, body.clone(), walled));
        let mut on = first;
        for (place, step) in (1_u64..).zip(kind.course()) {
            // The last thing happened some time later, in each template another.
            let wait = if place == 8 { scattered(day, 30) % 80 } else { 0 };
            on = later(on, step.after + wait);
            let event = Kind::event(step, on);
            begun.push(Uuid::now_v7());
            // It is recorded on the day after.
            let now = instant(later(on, 1));
            times.push(now);
            write(&mut |connection| {
                let caller = acting(connection, cast.lead, Permission::RecordEvents, now, request())?;
                let event = Unparsed::json(event.clone());
                registry::docket::service::record(
                    connection,
                    &caller,
                    case,
                    &Precondition::None,
                    &event,
                    Mode::Apply,
                )?;
                Ok(case)
            });
        }
        let rows: Vec<_> = TABLES.iter().map(|table| (*table, self.rows(table, case))).collect();
        let slots = Slots::of(&cast, &begun, &times, &rows);
        let taken_apart = |table: &str, rows: Vec<Values>| -> Vec<TemplateRow> {
            let row = |row: Values| {
                let values = row.into_iter().map(|value| value.map(|value| slots.pieces(&value)));
                TemplateRow::of(table, values.collect())
            };
            rows.into_iter().map(row).collect()
        };
        Template {
            times: times.iter().map(|time| time.utc().timestamp_micros()).collect(),
            rows: rows.into_iter().map(|(table, rows)| (table, taken_apart(table, rows))).collect(),
        }
    }

    fn rows(&self, table: &str, case: CaseId) -> Vec<Values> {
        let of_case = match table {
            "cases" => format!("id = '{case}'"),
            "assignment_versions" => {
                format!("assignment_id in (select id from assignments where case_id = '{case}')")
            }
            "name_keys" => format!("case_name_id in (select id from case_names where case_id = '{case}')"),
            _ => format!("case_id = '{case}'"),
        };
        read(self.db, table, self.columns.get(table).expect("a table"), &of_case)
    }
}

fn instant(day: NaiveDate) -> Instant {
    Instant::try_from(format!("{day}{HOUR}")).expect("an instant")
}

fn request() -> String {
    Uuid::now_v7().to_string()
}

/// Opens a case, with its two counsel, and the wall if there is one.
fn open(
    connection: &mut Connection,
    cast: &Cast<'_>,
    now: Instant,
    body: Value,
    walled: bool,
) -> Result<CaseId> {
    let caller = acting(connection, cast.administrator, Permission::CreateCases, now, request())?;
    let id = registry::cases::service::create(connection, &caller, &Unparsed::json(body))?.id;
    // Who represents the Minister before the Board answers for what is due; the second knows the case.
    for (person, role) in [(cast.lead, "CHO"), (cast.second, "CLU")] {
        let caller = acting(connection, cast.administrator, Permission::AssignPeople, now, request())?;
        let body = json!({"user_id": person.id, "role": role});
        assignments::service::create(connection, &caller, id, &Unparsed::json(body))?;
    }
    if walled {
        let caller = acting(connection, cast.administrator, Permission::ManageWalls, now, request())?;
        let wall = json!({"user_id": cast.second.id, "reason": "conflict of interest"});
        walls::service::create(connection, &caller, id, &Unparsed::json(wall))?;
    }
    Ok(id)
}

/// What is another in each copy, by how it is written in the template.
struct Slots(HashMap<String, Slot>);

/// What may be another: an id, an instant, the number, the name.
static CHANGING: LazyLock<Regex> = LazyLock::new(|| {
    let id = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}";
    let at = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z";
    Regex::new(&format!("{id}|{at}|{DETENTION_NUMBER}|{APPEAL_NUMBER}|{STYLE}")).expect("a pattern")
});

impl Slots {
    fn of(cast: &Cast<'_>, begun: &[Uuid], times: &[Instant], rows: &[(&str, Vec<Values>)]) -> Self {
        let mut known = HashMap::from([
            (cast.lead.organization.clone(), Slot::Organization),
            (cast.lead.id.clone(), Slot::Lead),
            (cast.second.id.clone(), Slot::Second),
            (cast.administrator.id.clone(), Slot::Administrator),
            (DETENTION_NUMBER.to_owned(), Slot::FileNumber),
            (APPEAL_NUMBER.to_owned(), Slot::FileNumber),
            (STYLE.to_owned(), Slot::Style),
        ]);
        known.extend(times.iter().enumerate().map(|(place, time)| (time.written(), Slot::At(place))));
        // An id from before the template is one of its people's, or of the founding data.
        let values = rows.iter().flat_map(|(_, rows)| rows.iter().flatten().flatten());
        let ids: BTreeSet<Uuid> = values
            .flat_map(|value| CHANGING.find_iter(value).filter_map(|found| found.as_str().parse().ok()))
            .filter(|id| begun.first().is_some_and(|first| id > first))
            .collect();
        let (mut last, mut ordinal) = (0, 0);
        for id in ids {
            let time = begun.partition_point(|begun| *begun < id) - 1;
            ordinal = if time == last { ordinal + 1 } else { 0 };
            last = time;
            known.insert(id.to_string(), Slot::Id(time, ordinal));
        }
        Self(known)
    }

    /// A value, taken apart. An instant that is not of the course is a fact, and stays.
    fn pieces(&self, value: &str) -> Vec<Piece> {
        let (mut pieces, mut end) = (Vec::new(), 0);
        for found in CHANGING.find_iter(value) {
            let Some(slot) = self.0.get(found.as_str()) else { continue };
            let before = value.get(end..found.start()).expect("what lies between");
            pieces.extend((!before.is_empty()).then(|| Piece::Text(before.to_owned())));
            pieces.push(Piece::Slot(*slot));
            end = found.end();
        }
        let rest = value.get(end..).expect("what comes after");
        pieces.extend((!rest.is_empty() || pieces.is_empty()).then(|| Piece::Text(rest.to_owned())));
        pieces
    }
}

#[derive(QueryableByName)]
struct JsonRow {
    #[diesel(sql_type = Text)]
    row: String,
}

/// All rows of a table.
pub fn whole(db: &Db, table: &'static str) -> (Vec<String>, Vec<Values>) {
    let columns = columns(db, table);
    let rows = read(db, table, &columns, "true");
    (columns, rows)
}

/// The columns of a table, without the number that the database gives to an entry.
fn columns(db: &Db, table: &str) -> Vec<String> {
    let rows = select(db, &format!("select name as row from pragma_table_info('{table}') order by cid"));
    rows.into_iter().filter(|name| name != "sequence").collect()
}

fn read(db: &Db, table: &str, columns: &[String], condition: &str) -> Vec<Values> {
    let names: Vec<_> = columns.iter().map(|name| format!("\"{name}\"")).collect();
    let names = names.join(", ");
    // Ids are in the order of their making.
    let order = if table == "journal" { "sequence" } else { columns.first().expect("a column") };
    let rows = format!("select json_array({names}) as row from {table} where {condition} order by {order}");
    let value = |value: Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    };
    let values = |row: String| -> Values {
        let row: Vec<Value> = serde_json::from_str(&row).expect("a row");
        row.into_iter().map(value).collect()
    };
    select(db, &rows).into_iter().map(values).collect()
}

fn select(db: &Db, sql: &str) -> Vec<String> {
    let rows = db.read_now(|connection| {
        let Connection::Sqlite(sqlite) = connection else { return Ok(Vec::new()) };
        Ok(diesel::sql_query(sql).load::<JsonRow>(sqlite)?)
    });
    rows.expect("rows").into_iter().map(|row| row.row).collect()
}
