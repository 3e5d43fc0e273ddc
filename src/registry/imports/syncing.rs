//! Bringing a case that is here to what a line says of it. What the line leaves out stays; nothing
//! is removed; and where the case says all of it already, nothing is written.

use super::entering::{SharedReads, act, assign, holder};
use super::line::{ImportedAssignment, ImportedCase, ImportedEvent};
use crate::access::context::Context;
use crate::db::{Connection, Mode};
use crate::duties::deadlines;
use crate::error::{Error, Fault, Result};
use crate::external_ids::model::{ExternalId, ExternalIds};
use crate::ids::{CaseId, EventId, PartyId};
use crate::law::proceedings::{Catalog, DecisionBody};
use crate::matters::cases::CaseRow;
use crate::matters::cases::service::{find_visible, lock};
use crate::matters::docket;
use crate::people::offices;
use crate::registry::cases::service as cases;
use crate::registry::docket::history;
use crate::registry::docket::service as recording;
use crate::registry::exports::line::OWN;
use crate::registry::parties::api::Party;
use crate::registry::parties::service as parties;
use crate::teams::assignments;
use crate::unparsed::Unparsed;
use crate::version::Precondition;
use serde_json::{Map, Value, json};

/// The fields of a line that a change of the case itself takes.
const OF_CASE: [&str; 8] = [
    "style_of_cause",
    "file_number",
    "language",
    "classification",
    "confidentiality",
    "office",
    "side",
    "external_ids",
];

/// Brings a case to what a line says, and says whether that changed anything.
///
/// # Errors
/// 404 where the caller may not see it; 422 where the line is wrong; 409 where the state of the
/// case forbids what it says.
pub fn bring(
    connection: &mut Connection,
    caller: &Context,
    id: CaseId,
    line: &Value,
    said: &ImportedCase,
) -> Result<bool> {
    let row = find_visible(connection, caller, id)?;
    if said.proceeding.as_ref().is_some_and(|proceeding| *proceeding != row.proceeding) {
        return Err(another_proceeding(&row));
    }
    let mut is_changed = bring_case(connection, caller, &row, line)?;
    let list = |name: &str| line.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    for (index, party) in list("parties").iter().enumerate() {
        is_changed |= bring_party(connection, caller, id, party)
            .map_err(|error| error.with_prefix(&format!("/parties/{index}")))?;
    }
    if bring_docket(connection, caller, id, (&list("events"), &said.events))? {
        history::settle_started(connection, caller, id)?;
        is_changed = true;
    }
    for (index, assignment) in said.assignments.iter().enumerate() {
        is_changed |= bring_assignment(connection, caller, id, assignment)
            .map_err(|error| error.with_prefix(&format!("/assignments/{index}")))?;
    }
    is_changed |= act(connection, caller, id, &said.deadlines)?;
    Ok(is_changed)
}

fn another_proceeding(row: &CaseRow) -> Error {
    let here = &row.proceeding;
    Error::invalid(vec![Fault::body(
        "/proceeding",
        "another_proceeding",
        format!(
            "The case of these external ids is a {here}: a case does not become another. Give the other its own ids."
        ),
        format!(
            "Le dossier de ces identifiants externes est de type {here} : un dossier n'en devient pas un autre. Donnez à l'autre ses propres identifiants."
        ),
    )])
}

/// Changes what the case says of itself, as far as the line says something else.
fn bring_case(connection: &mut Connection, caller: &Context, row: &CaseRow, line: &Value) -> Result<bool> {
    let here = cases::shown(row)?;
    let mut patch = Map::new();
    for field in OF_CASE {
        let Some(said) = line.get(field).filter(|said| !said.is_null()) else { continue };
        let said = as_kept(connection, caller, row, (field, said))?;
        // An empty list is not shown.
        let is_none = here.get(field).is_none() && said == json!([]);
        if !is_none && here.get(field) != Some(&said) {
            patch.insert(field.to_owned(), said);
        }
    }
    let mut decision = Map::new();
    for (field, said) in line.get("decision").and_then(Value::as_object).into_iter().flatten() {
        let said = match (field.as_str(), said.as_str()) {
            ("body", Some(body)) => json!(DecisionBody::find(body).map_or(body, |body| &body.code)),
            _ => said.clone(),
        };
        if here.pointer(&format!("/decision/{field}")) != Some(&said) {
            decision.insert(field.clone(), said);
        }
    }
    if !decision.is_empty() {
        patch.insert("decision".to_owned(), Value::Object(decision));
    }
    if patch.is_empty() {
        return Ok(false);
    }
    let patch = Unparsed::json(Value::Object(patch));
    cases::update(connection, caller, row.id, &Precondition::Any, &patch, Mode::Apply)?;
    Ok(true)
}

/// Whether an external id is the id that the case has here, as an export writes it.
fn names_itself(row: &CaseRow, id: &ExternalId) -> bool {
    id.system.eq_ignore_ascii_case(OWN) && id.id.trim().parse() == Ok(row.id)
}

/// A value as the case would show it, once it was written.
fn as_kept(
    connection: &mut Connection,
    caller: &Context,
    row: &CaseRow,
    (field, said): (&str, &Value),
) -> Result<Value> {
    let Some(text) = said.as_str() else {
        if field == "external_ids" {
            let mut said: Vec<ExternalId> = serde_json::from_value(said.clone())?;
            // By the id that it has here an export names a case which no other system has named.
            said.retain(|id| !names_itself(row, id));
            return Ok(serde_json::to_value(ExternalIds::written(
                [row.external_ids.as_slice(), &said].concat(),
            ))?);
        }
        return Ok(said.clone());
    };
    Ok(match field {
        "file_number" => {
            let proceeding = crate::matters::cases::service::proceeding(row)?;
            let year = chrono::Datelike::year(&caller.today);
            json!(Catalog::current().read_file_number(proceeding, text, year).number)
        }
        "office" => json!(offices::service::named(connection, row.organization_id, text)?.written),
        _ => json!(text.trim()),
    })
}

/// Enters a party that is not here yet, or changes one that says something else.
fn bring_party(connection: &mut Connection, caller: &Context, case: CaseId, said: &Value) -> Result<bool> {
    let here = parties::of_case(connection, case)?;
    let Some(party) = same_party(&here, said) else {
        parties::create(connection, caller, case, &Unparsed::json(said.clone()))?;
        return Ok(true);
    };
    let (id, shown) = (party.id, serde_json::to_value(party)?);
    let mut patch = Map::new();
    for (field, said) in said.as_object().into_iter().flatten().filter(|(_, said)| !said.is_null()) {
        if !says(&shown, field, said) {
            patch.insert(field.clone(), said.clone());
        }
    }
    if patch.is_empty() {
        return Ok(false);
    }
    change_party(connection, caller, (case, id), patch)
}

fn change_party(
    connection: &mut Connection,
    caller: &Context,
    (case, id): (CaseId, PartyId),
    patch: Map<String, Value>,
) -> Result<bool> {
    let patch = Unparsed::json(Value::Object(patch));
    parties::update(connection, caller, case, id, &Precondition::Any, &patch)?;
    Ok(true)
}

/// The party that a line means: by an external id, else by capacity and name.
fn same_party<'a>(here: &'a [Party], said: &Value) -> Option<&'a Party> {
    let ids = said.get("external_ids").cloned().and_then(|ids| serde_json::from_value::<Vec<_>>(ids).ok());
    let ids = ExternalIds::written(ids.unwrap_or_default());
    let by_id =
        here.iter().find(|party| party.external_ids.as_slice().iter().any(|id| ids.as_slice().contains(id)));
    let text = |field: &str| said.get(field).and_then(Value::as_str).unwrap_or_default().trim();
    by_id.or_else(|| {
        here.iter().find(|party| party.capacity.code() == text("capacity") && party.name == text("name"))
    })
}

/// Whether a party says of a field what a line says.
fn says(shown: &Value, field: &str, said: &Value) -> bool {
    let here = shown.get(field);
    match (field, said) {
        ("uci", Value::String(uci)) => {
            let digits: String = uci.chars().filter(char::is_ascii_digit).collect();
            here.and_then(Value::as_str) == Some(&digits)
        }
        (_, Value::String(text)) => here.and_then(Value::as_str) == Some(text.trim()),
        ("external_ids", Value::Array(ids)) => {
            let known = here.and_then(Value::as_array);
            let kept = |id: &Value| {
                serde_json::to_value(serde_json::from_value::<ExternalId>(id.clone()).ok()?.kept()).ok()
            };
            ids.iter().all(|id| kept(id).is_some_and(|id| known.is_some_and(|known| known.contains(&id))))
        }
        (_, Value::Array(list)) if list.is_empty() => here.is_none(),
        ("counsel", Value::Object(counsel)) => counsel.iter().all(|(field, said)| {
            here.and_then(|here| here.get(field)).and_then(Value::as_str) == said.as_str().map(str::trim)
        }),
        _ => here == Some(said),
    }
}

/// Records the entries that are not on the docket yet, and corrects those that say something else.
fn bring_docket(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    (said, entries): (&[Value], &[ImportedEvent]),
) -> Result<bool> {
    if said.is_empty() {
        return Ok(false);
    }
    // What somebody struck or moved here was said, too.
    let mut here = docket::store::of_case(connection, case)?;
    let mut is_changed = false;
    let mut ids = Vec::new();
    for (index, (said, entry)) in said.iter().zip(entries).enumerate() {
        let place = format!("/events/{index}");
        let at = |error: Error| error.with_prefix(&place);
        let said = with_about(said, history::about(entry.about, entry.about_entry, &ids).map_err(at)?);
        let Some(found) = same_entry(&here, entry).map_err(at)? else {
            let body = Unparsed::json(said);
            let made = recording::record(connection, caller, case, &Precondition::None, &body, Mode::Apply);
            ids.push(made.map_err(at)?.event.id);
            is_changed = true;
            continue;
        };
        // An entry of a day answers to one of the line alone.
        let row = here.remove(found);
        ids.push(Some(row.id).filter(|_| row.struck_at.is_none()));
        if row.struck_at.is_some() {
            continue;
        }
        let patch = correction(&row, &said)?;
        if !patch.is_empty() {
            correct(connection, caller, (case, row.id), patch).map_err(at)?;
            is_changed = true;
        }
    }
    Ok(is_changed)
}

/// The place among these entries of the one that a line says: by an external id, else by its type
/// and its day. One that another id of the same system names is another.
///
/// # Errors
/// 422 where it is here as another event.
fn same_entry(here: &[docket::EventRow], said: &ImportedEvent) -> Result<Option<usize>> {
    let ids = ExternalIds::written(said.external_ids.clone());
    let has_one =
        |row: &docket::EventRow| row.external_ids.as_slice().iter().any(|id| ids.as_slice().contains(id));
    if let Some(found) = here.iter().position(has_one) {
        let is_same = here.get(found).is_some_and(|row| row.event_type == said.event_type);
        return if is_same { Ok(Some(found)) } else { Err(another_event()) };
    }
    let systems: Vec<_> = ids.as_slice().iter().map(|id| &id.system).collect();
    let is_named =
        |row: &docket::EventRow| row.external_ids.as_slice().iter().any(|id| systems.contains(&&id.system));
    Ok(here.iter().position(|row| {
        row.event_type == said.event_type && row.occurred_on == said.occurred_on && !is_named(row)
    }))
}

fn another_event() -> Error {
    Error::invalid(vec![Fault::body(
        "/type",
        "another_event",
        "The entry of this external id is another event here, and an entry does not become another. Strike it here, or give this one an id of its own.",
        "L'inscription de cet identifiant externe est ici un autre événement, et une inscription n'en devient pas une autre. Radiez-la ici ou donnez à celle-ci son propre identifiant.",
    )])
}

/// An entry as it is recorded, with the id of the one that it is about.
fn with_about(said: &Value, about: Option<EventId>) -> Value {
    let mut said = said.clone();
    if let Some(fields) = said.as_object_mut() {
        fields.remove("about_entry");
        if let Some(about) = about {
            fields.insert("about".to_owned(), json!(about));
        }
    }
    said
}

/// What a line says of an entry that the entry does not.
fn correction(row: &docket::EventRow, said: &Value) -> Result<Map<String, Value>> {
    let mut patch = Map::new();
    let said_ids: Vec<ExternalId> = said
        .get("external_ids")
        .map(|ids| serde_json::from_value(ids.clone()))
        .transpose()?
        .unwrap_or_default();
    let ids = ExternalIds::written([row.external_ids.as_slice(), &said_ids].concat());
    if ids != row.external_ids {
        patch.insert("external_ids".to_owned(), json!(ids));
    }
    let here = [
        ("occurred_on", json!(row.occurred_on)),
        ("served_on", json!(row.served_on)),
        ("service_method", json!(row.service_method)),
        ("note", json!(row.note)),
        ("about", json!(row.about_id)),
    ];
    for (field, here) in here {
        if let Some(said) = said.get(field).filter(|said| !said.is_null() && **said != here) {
            patch.insert(field.to_owned(), said.clone());
        }
    }
    let facts: Map<String, Value> = row.facts.parse()?;
    let others = said.get("facts").and_then(Value::as_object).into_iter().flatten();
    let others: Map<_, _> = others
        .filter(|(name, said)| !said.is_null() && facts.get(*name) != Some(said))
        .map(|(name, said)| (name.clone(), said.clone()))
        .collect();
    if !others.is_empty() {
        patch.insert("facts".to_owned(), Value::Object(others));
    }
    Ok(patch)
}

fn correct(
    connection: &mut Connection,
    caller: &Context,
    entry: (CaseId, EventId),
    patch: Map<String, Value>,
) -> Result<()> {
    let patch = Unparsed::json(Value::Object(patch));
    recording::correct(connection, caller, entry, &Precondition::Any, &patch, Mode::Apply).map(drop)
}

/// Makes an assignment that is not here yet.
fn bring_assignment(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    said: &ImportedAssignment,
) -> Result<bool> {
    let user = holder(connection, caller, said, &mut SharedReads::default())?;
    let here = assignments::store::of_case(connection, case)?;
    let is_here = here.iter().any(|row| {
        row.role == said.role
            && row.user_id == user
            && row.group_id == said.group_id
            && said.from.is_none_or(|from| from == row.from_at)
    });
    if is_here {
        return Ok(false);
    }
    let taken = lock(connection, caller, case)?.case;
    assign(connection, caller, &taken, said)?;
    deadlines::service::refresh_holders(connection, caller, case)?;
    Ok(true)
}
