//! Makes the fictional cases of the demo. They go through the same use cases as those of a client,
//! so nothing here can be in a state that a client could not have made.

use super::matters::{BODIES, COURSE, DocketStep, ENDINGS, Matter, OTHERS};
use crate::access::context::{Context, Principal};
use crate::access::permissions::Permission;
use crate::access::privilege::Privilege;
use crate::clock::{Clock, registry_day};
use crate::db::types::Instant;
use crate::db::{Connection, Db, Mode};
use crate::error::{Error, Result};
use crate::ids::CaseId;
use crate::matters::docket::api::EventInput;
use crate::matters::notes::api::NoteInput;
use crate::matters::{cases, notes};
use crate::people::identity;
use crate::unparsed::Unparsed;
use crate::version::Precondition;
use crate::{registry, teams};
use chrono::{Days, Months, NaiveDate};
use serde_json::{Value, json};

/// The number of cases that are made in one transaction.
const BATCH: u32 = 100;

/// The case, opened by a litigator, in which the court has ordered that names be kept from the
/// public.
const ANONYMISED: u32 = 12;

const SURNAMES: &[&str] = &[
    "Adeyemi", "Benali", "Castillo", "Diallo", "Eriksen", "Fonseca", "Gupta", "Haddad", "Ibrahim", "Joseph",
    "Kovács", "Lopez", "Mbeki", "Nguyen", "Okafor", "Petrov", "Quispe", "Rahman", "Silva", "Traoré",
];

/// Makes cases until there are this many.
pub fn ensure(db: &Db, clock: &Clock, wanted: u32) -> Result<()> {
    let there: i64 = db.read_now(cases::service::count_all)?;
    let mut next = u32::try_from(there).unwrap_or(u32::MAX);
    while next < wanted {
        let until = next.saturating_add(BATCH).min(wanted);
        db.write_now(|connection| {
            let cast = Cast::find(connection, clock.now())?;
            (next..until).try_for_each(|number| make(connection, &cast, number))
        })?;
        next = until;
    }
    Ok(())
}

/// The people who act in the demo's cases.
struct Cast {
    now: Instant,
    litigators: Vec<Principal>,
    manager: Principal,
    department: Principal,
    department_analyst: Principal,
    agency: Principal,
}

impl Cast {
    fn find(connection: &mut Connection, now: Instant) -> Result<Self> {
        let mut person = |username: &str| -> Result<Principal> {
            let user =
                identity::principals::user_by_name(connection, username)?.ok_or_else(Error::not_found)?;
            identity::principals::active(connection, user.id, now)?.ok_or_else(Error::not_found)
        };
        Ok(Self {
            now,
            litigators: vec![person("litigator")?, person("plaideuse")?],
            manager: person("manager")?,
            department: person("ircc.manager")?,
            department_analyst: person("ircc.analyst")?,
            agency: person("cbsa.litigator")?,
        })
    }

    fn acting(&self, user: &Principal, required: Permission) -> Context {
        Context::in_background(user.clone(), required, "demo".to_owned(), self.now)
    }
}

fn pick<T>(from: &[T], number: u32) -> Result<&T> {
    let index = usize::try_from(number).unwrap_or(0).checked_rem(from.len()).unwrap_or(0);
    from.get(index).ok_or_else(|| Error::internal("nothing to pick from"))
}

/// The subject of a case. One in ten is no application for leave.
fn matter(number: u32) -> Result<Matter> {
    if number % 10 == 6 {
        return pick(OTHERS, number / 10).copied();
    }
    Ok(Matter::application(*pick(BODIES, number)?))
}

/// The docket of a case: a part of the usual course, or one of its other ends.
fn course(matter: &Matter, number: u32) -> Result<Vec<&'static DocketStep>> {
    if matter.proceeding != "ALJR" {
        return Ok(matter.course.iter().collect());
    }
    if number % 4 == 3 {
        let (before, ending) = pick(ENDINGS, number / 4)?;
        return Ok(COURSE.iter().take(*before).chain(std::iter::once(ending)).collect());
    }
    let length = usize::try_from(number)
        .unwrap_or(0)
        .wrapping_mul(5)
        .checked_rem(COURSE.len().saturating_add(1))
        .unwrap_or(0);
    Ok(COURSE.iter().take(length).collect())
}

fn make(connection: &mut Connection, cast: &Cast, number: u32) -> Result<()> {
    let (opener, carrier) = match number % 5 {
        0..=2 => {
            let litigator = pick(&cast.litigators, number)?;
            (litigator, litigator)
        }
        3 => (&cast.department, &cast.department),
        _ => (&cast.agency, &cast.agency),
    };
    let matter = matter(number)?;
    let steps = course(&matter, number)?;
    let days = steps.iter().map(|step| step.after).sum::<u64>();
    // The last thing on the docket happened within the last week, so that there is always something
    // due.
    let back = Days::new(days.saturating_add(u64::from(number % 7)).saturating_add(1));
    let today = registry_day(cast.now);
    let notified_on = today.checked_sub_days(back).unwrap_or(today);
    let id = open(connection, cast, opener, &matter, number, notified_on)?;
    assign(connection, cast, id, number)?;
    note(connection, cast, id, number)?;
    let mut day = notified_on;
    for step in steps {
        day = day.checked_add_days(Days::new(step.after)).unwrap_or(day);
        let mut event = json!({"type": step.event, "occurred_on": day, "facts": (step.facts)(day)});
        if let (Some(method), Some(event)) = (step.served, event.as_object_mut()) {
            event.insert("served_on".to_owned(), json!(day));
            event.insert("service_method".to_owned(), json!(method));
        }
        let body = Unparsed::<EventInput>::json(event);
        let caller = cast.acting(carrier, Permission::RecordEvents);
        registry::docket::service::record(connection, &caller, id, &Precondition::None, &body, Mode::Apply)?;
    }
    Ok(())
}

fn open(
    connection: &mut Connection,
    cast: &Cast,
    opener: &Principal,
    matter: &Matter,
    number: u32,
    notified_on: NaiveDate,
) -> Result<CaseId> {
    let french = number % 2 == 1;
    let surname = pick(SURNAMES, number)?;
    let ((body_en, body_fr), (person, other)) = (matter.body, matter.capacities);
    let year = notified_on.format("%y").to_string();
    let minister = if french {
        "Le ministre de la Citoyenneté et de l'Immigration"
    } else {
        "The Minister of Citizenship and Immigration"
    };
    let style = if french { format!("{surname} c. {minister}") } else { format!("{surname} v. {minister}") };
    let abroad = number % 5 == 2;
    let mut case = json!({
        "proceeding": matter.proceeding,
        "file_number": (matter.file_number)(number, &year),
        "style_of_cause": style,
        "language": if french { "fr" } else { "en" },
        "confidentiality": if number == ANONYMISED { "anonymised" } else { "none" },
        "classification": if number % 10 == 9 { "protected_a" } else { "protected_b" },
        "office": if french { "Montréal" } else { "Toronto" },
        "decision": {
            "body": if french { body_fr } else { body_en },
            "decided_on": notified_on.checked_sub_days(Days::new(4)).unwrap_or(notified_on),
            "notified_on": notified_on,
            "location": if abroad { "outside_canada" } else { "in_canada" },
        },
        "parties": [
            {"kind": "person", "capacity": person, "name": format!("{surname}, Demo {}", number.saturating_add(1)),
             "counsel": {"name": if french { "Me Odile Fictive" } else { "Fiona Fictitious" }, "firm": "Fictitious & Fictive"}},
            {"kind": "organization", "capacity": other, "name": minister},
        ],
    });
    if let Some(person) =
        case.pointer_mut("/parties/0").filter(|_| number.is_multiple_of(4)).and_then(Value::as_object_mut)
    {
        person.extend(identifiers(number));
    }
    let caller = cast.acting(opener, Permission::CreateCases);
    let made = registry::cases::service::create(connection, &caller, &Unparsed::json(case))?;
    Ok(made.id)
}

/// The identifiers of a person who does not exist: no such UCI was ever given.
fn identifiers(number: u32) -> serde_json::Map<String, Value> {
    let born = NaiveDate::from_ymd_opt(1960, 1, 15)
        .and_then(|day| day.checked_add_months(Months::new(number % 480)));
    let address = format!("{} Fictional Street, Toronto ON  M5V 0A0", number.saturating_add(1));
    let fields = [
        ("date_of_birth", json!(born)),
        ("uci", json!(format!("00-{:04}-{:04}", number / 10_000, number % 10_000))),
        ("address", json!(address)),
    ];
    fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// One case has a note that only some of its people read.
fn note(connection: &mut Connection, cast: &Cast, id: CaseId, number: u32) -> Result<()> {
    if number != ANONYMISED {
        return Ok(());
    }
    let note = NoteInput {
        body: "We would settle for a redetermination by another officer.".to_owned(),
        privilege: Some(Privilege::Settlement),
    };
    let caller = cast.acting(pick(&cast.litigators, number)?, Permission::WriteNotes);
    notes::service::create(connection, &caller, id, &Unparsed::typed(note)).map(|_| ())
}

/// Counsel of record, and the department's analyst.
fn assign(connection: &mut Connection, cast: &Cast, id: CaseId, number: u32) -> Result<()> {
    let litigator = pick(&cast.litigators, number)?;
    let by = match number % 5 {
        0..=2 => &cast.manager,
        3 => &cast.department,
        _ => &cast.agency,
    };
    let caller = cast.acting(by, Permission::AssignPeople);
    let case = cases::service::lock(connection, &caller, id)?.case;
    let mut give = |user: &Principal, role: &str| {
        teams::assignments::service::assign(connection, &caller, &case, user.id, role, cast.now, None)
            .map(|_| ())
    };
    if number % 5 > 2 {
        give(litigator, "JCO")?;
    }
    // One case in eight has no analyst: a gap to be found.
    if !number.is_multiple_of(8) {
        give(&cast.department_analyst, "LIT")?;
    }
    Ok(())
}
