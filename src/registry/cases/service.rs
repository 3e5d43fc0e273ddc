//! Opening, reading whole and changing a case.

use crate::access::classification::Classification;
use crate::access::confidentiality::Confidentiality;
use crate::access::context::Context;
use crate::access::declassification::above_clearance;
use crate::access::fields::not_shown;
use crate::access::permissions::RoleScope;
use crate::db::{Connection, Mode};
use crate::duties::deadlines;
use crate::duties::responsibilities::model::default_role;
use crate::error::{Error, Fault, Result};
use crate::external_ids::model::{ExternalIds, ExternallyKnown};
use crate::external_ids::service as external_ids;
use crate::ids::{CaseId, OrganizationId};
use crate::journal::service::{ABSENT, PendingEntry, append_many, pending_entry};
use crate::journal::{self, Subject};
use crate::law::docket::model::Decision;
use crate::law::proceedings::{Catalog, Proceeding};
use crate::matters::cases::model::StoredStatus;
use crate::matters::cases::service::{Locked, find_visible, future, lock, proceeding};
use crate::matters::cases::{CaseRow, store, views};
use crate::matters::docket;
use crate::people::identity;
use crate::people::offices;
use crate::people::offices::model::NamedOffice;
use crate::registry::cases::api::{Case, CaseInput, CasePatch, DecisionPatch};
use crate::registry::cases::parts::Part;
use crate::registry::cases::{declassification, listed, opened, warnings};
use crate::registry::court_files::orders;
use crate::registry::court_files::service::NewlyGiven;
use crate::registry::docket::{place, service as recording};
use crate::registry::parties;
use crate::teams::conflicts::nearness::NameTraces;
use crate::teams::{assignments, conflicts};
use crate::unparsed::Unparsed;
use crate::version::Precondition;
use chrono::Datelike as _;

/// Reads a case with the parts that are asked for: one query a part, however many there are.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, id: CaseId, parts: &[Part]) -> Result<Case> {
    let row = find_visible(connection, caller, id)?;
    caller.require_permission()?;
    let view = views::of(connection, caller, &row)?;
    let mut case = Case::from_row(row.clone()).redacted_for(&view);
    for part in parts {
        match part {
            Part::Parties => {
                case.joined_by(parties::service::of_case(connection, id)?, &view);
            }
            Part::Events => {
                let (events, abeyance) = docket::service::of_case(connection, caller, (&row, &view))?;
                (case.events, case.abeyance) = (Some(events), abeyance);
            }
            Part::Deadlines => {
                case.deadlines = Some(deadlines::service::of_case(connection, id, &view)?);
            }
            Part::Assignments => {
                case.assignments = Some(assignments::service::of_case(connection, caller, (id, &view))?);
            }
        }
    }
    Ok(case)
}

/// Rows of cases that the caller may see, as the caller is shown them.
pub fn redacted(connection: &mut Connection, caller: &Context, rows: Vec<CaseRow>) -> Result<Vec<Case>> {
    let orders = rows.iter().map(|row| (row.id, row.confidentiality));
    let views = views::of_page(connection, caller, orders)?;
    let shown = |row: CaseRow| {
        let view = views.of(row.id);
        Case::from_row(row).redacted_for(view)
    };
    Ok(rows.into_iter().map(shown).collect())
}

/// Opens a case, with its parties, and starts the deadlines that the decision itself starts. A
/// litigator who opens a case is assigned to it.
///
/// # Errors
/// 403; 422 where the body is wrong.
pub fn create(connection: &mut Connection, caller: &Context, body: &Unparsed<CaseInput>) -> Result<Case> {
    caller.require_permission()?;
    let new = body.parse()?;
    let unlisted = listed::faults(connection, caller.user.organization_id, &new)?;
    insert(connection, caller, new, (None, unlisted))
}

/// Writes a case with its parties for a caller who may, in the court file of another if one is
/// given, unless faults are known already.
fn put(
    connection: &mut Connection,
    caller: &Context,
    new: CaseInput,
    (in_file_of, mut faults): (Option<&CaseRow>, Vec<Fault>),
) -> Result<(OpenedCase, Case)> {
    let proceeding = Catalog::current().proceeding(&new.proceeding);
    if proceeding.is_none() {
        faults.push(unknown_proceeding());
    }
    if new.organization_id.is_some_and(|organization| organization != caller.user.organization_id) {
        faults.push(Fault::body(
            "/organization_id",
            "foreign_organization",
            "A case is opened by its own organisation. Leave the field out.",
            "Un dossier est ouvert par son propre organisme. Retirez ce champ.",
        ));
    }
    let classification = new.classification.unwrap_or(Classification::ProtectedB);
    faults.extend(above_clearance(caller, classification));
    let decision = new.decision.map(Decision::from).unwrap_or_default();
    check_decision(caller, &decision, &mut faults);
    faults.extend((0..).zip(&new.parties).filter_map(|(n, party): (usize, _)| {
        parties::service::born_in_future(caller, &format!("/parties/{n}"), party.date_of_birth)
    }));
    let (Some(proceeding), true) = (proceeding, faults.is_empty()) else {
        return Err(Error::invalid(faults));
    };
    let accounts = (0..)
        .zip(&new.parties)
        .map(|(n, party): (usize, _)| (format!("/parties/{n}/user_id"), party.user_id));
    parties::service::check_accounts(connection, &accounts.collect::<Vec<_>>())?;
    let read = |written| read_number(caller, proceeding, written);
    let file_number = new.file_number.as_deref().map(read).transpose()?;
    let office = office_of(connection, caller.user.organization_id, new.office.as_deref())?;
    let confidentiality = new.confidentiality.unwrap_or(Confidentiality::None);
    let row = CaseRow {
        id: CaseId::generate(),
        organization_id: caller.user.organization_id,
        proceeding: proceeding.code.clone(),
        file_number,
        style_of_cause: new.style_of_cause.trim().to_owned(),
        stage: proceeding.initial_stage.clone(),
        status: StoredStatus::Open,
        classification: classification.rank(),
        language: new.language,
        office: office.as_ref().map(|office| office.written.clone()),
        office_region: office.as_ref().and_then(|office| office.own.region.clone()),
        office_as: office.and_then(|office| office.own.read_as),
        decision_body: decision.body,
        decided_on: decision.decided_on,
        notified_on: decision.notified_on,
        decision_location: decision.location,
        version: 1,
        created_by: caller.user.id,
        created_at: caller.now,
        updated_at: caller.now,
        side: new.side.unwrap_or(proceeding.default_side),
        confidentiality,
        court_file_id: in_file_of.and_then(|main| main.court_file_id),
        confidentiality_set: in_file_of.map_or(confidentiality, |main| main.confidentiality_set),
        confidentiality_set_at: in_file_of.and_then(|main| main.confidentiality_set_at),
        external_ids: ExternalIds::written(new.external_ids),
    };
    store::insert(connection, &row)?;
    let id = row.id;
    let created = Case::from_row(row.clone());
    let entry = pending_entry(Subject::Case(id), "case.created", ABSENT, Some(&created))?;
    let parties = parties::service::enter_with_case(connection, caller, id, new.parties)?;
    let own = (ExternallyKnown::Case(id, row.organization_id), row.external_ids.clone(), String::new());
    let known: Vec<_> = std::iter::once(own).chain(parties.external_ids).collect();
    external_ids::keep_new(connection, &known)?;
    let record = std::iter::once(entry).chain(parties.record).collect();
    Ok((OpenedCase { row, record, names: parties.traces }, created))
}

/// A case that was just written.
pub struct OpenedCase {
    /// The case.
    pub row: CaseRow,
    /// The entries of the journal that tell of it, which are still to be appended.
    pub record: Vec<PendingEntry>,
    /// By what the names in it are found.
    pub names: NameTraces,
}

/// Opens a case whose docket is entered next, and its deadlines with it. Whoever calls appends what
/// the journal has to say of it.
///
/// # Errors
/// 422 where what is asked is wrong.
pub fn open(connection: &mut Connection, caller: &Context, new: CaseInput) -> Result<OpenedCase> {
    let unlisted = listed::faults(connection, caller.user.organization_id, &new)?;
    put(connection, caller, new, (None, unlisted)).map(|(opened, _)| opened)
}

/// A case as its readers are shown it, as JSON.
///
/// # Errors
/// Fails if it has no JSON form.
pub fn shown(row: &CaseRow) -> Result<serde_json::Value> {
    Ok(serde_json::to_value(Case::from_row(row.clone()))?)
}

/// Opens a case for a caller who may, in the court file of another if one is given, unless faults
/// are known already.
///
/// # Errors
/// 422 where what is asked is wrong.
pub(super) fn insert(
    connection: &mut Connection,
    caller: &Context,
    new: CaseInput,
    given: (Option<&CaseRow>, Vec<Fault>),
) -> Result<Case> {
    let (OpenedCase { row, record, .. }, created) = put(connection, caller, new, given)?;
    append_many(connection, caller, &record)?;
    if caller.user.role.scope() == RoleScope::Assigned {
        let organization = identity::service::find_organization(connection, caller.user.organization_id)?;
        let role = default_role(organization.kind);
        assignments::service::assign(connection, caller, &row, caller.user.id, role, caller.now, None)?;
    }
    recording::begin(connection, caller, &row, proceeding(&row)?)?;
    let found = conflicts::service::of_entered(connection, caller, &row, None)?;
    opened::shown(connection, caller, &row, created, found)
}

/// Changes what a case says of itself. A change of the decision moves the deadlines that run from
/// it.
///
/// # Errors
/// 404, 403, 428, 412, 422.
pub fn update(
    connection: &mut Connection,
    caller: &Context,
    id: CaseId,
    precondition: &Precondition,
    body: &Unparsed<CasePatch>,
    mode: Mode,
) -> Result<Case> {
    let Locked { case: opened, seen } = lock(connection, caller, id)?;
    precondition.require(seen)?;
    let patch = body.parse()?;
    let mut row = opened.clone();
    let before = Case::from_row(row.clone());
    let mut faults = Vec::new();
    declassification::permit(caller, &before, &patch)?;
    let order = patch.confidentiality.filter(|order| *order != row.confidentiality);
    if let Some(order) = order {
        row.confidentiality = order;
    }
    if patch.style_of_cause.is_some() && !views::of(connection, caller, &opened)?.names {
        faults.push(not_shown("/style_of_cause"));
    }
    if let Some(classification) = patch.classification {
        faults.extend(above_clearance(caller, classification));
        row.classification = classification.rank();
    }
    let mut decision = row.decision();
    match patch.decision {
        None => {}
        Some(None) => decision = Decision::default(),
        Some(Some(changes)) => faults.extend(merge(&mut decision, &changes).err()),
    }
    if let Some(Some(office)) = patch.office.as_ref().filter(|office| **office != row.office) {
        faults.extend(listed::unknown_office(connection, row.organization_id, office)?);
    }
    check_decision(caller, &decision, &mut faults);
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let given = NewlyGiven { file_number: patch.file_number.is_some(), office: patch.office.is_some() };
    if let Some(number) = patch.file_number {
        let known = proceeding(&row)?;
        row.file_number = number.as_deref().map(|written| read_number(caller, known, written)).transpose()?;
    }
    if let Some(style) = patch.style_of_cause {
        style.trim().clone_into(&mut row.style_of_cause);
    }
    if let Some(language) = patch.language {
        row.language = language;
    }
    if let Some(office) = patch.office {
        let office = office_of(connection, row.organization_id, office.as_deref())?.unwrap_or_default();
        row.office = Some(office.written).filter(|written| !written.is_empty());
        (row.office_region, row.office_as) = (office.own.region, office.own.read_as);
    }
    if let Some(ids) = patch.external_ids {
        row.external_ids = ExternalIds::written(ids.unwrap_or_default());
        let known = ExternallyKnown::Case(id, row.organization_id);
        external_ids::keep(connection, known, (&opened.external_ids, &row.external_ids), "")?;
    }
    let placed = patch.side.is_some_and(|side| side != row.side) || before.office != row.office;
    if let Some(side) = patch.side {
        row.side = side;
    }
    let moved = placed || decision != row.decision();
    row.decision_body = decision.body;
    row.decided_on = decision.decided_on;
    row.notified_on = decision.notified_on;
    row.decision_location = decision.location;
    let mut after = Case::from_row(row.clone());
    store::update(connection, &row, order)?;
    if let Some(order) = order {
        orders::set_by_hand(connection, caller, &opened, order)?;
    }
    journal::append(connection, caller, Subject::Case(id), "case.updated", Some(&before), Some(&after))?;
    if before.office != after.office || before.language != after.language {
        deadlines::service::refresh_holders(connection, caller, id)?;
    }
    if moved {
        after.effects = Some(recording::recalculate(connection, caller, &row, mode)?);
    }
    place::carry(connection, caller, &row, given, mode)?;
    after.warnings = warnings::of(connection, caller, &row, given)?;
    Ok(after.redacted_for(&views::of(connection, caller, &row)?))
}

fn merge(decision: &mut Decision, changes: &DecisionPatch) -> std::result::Result<(), Fault> {
    decision.body = listed::body_after(decision.body.take(), changes)?;
    if let Some(decided_on) = changes.decided_on {
        decision.decided_on = decided_on;
    }
    if let Some(notified_on) = changes.notified_on {
        decision.notified_on = notified_on;
    }
    if let Some(location) = changes.location {
        decision.location = location;
    }
    Ok(())
}

fn unknown_proceeding() -> Fault {
    let known: Vec<_> =
        Catalog::current().proceedings().iter().map(|proceeding| proceeding.code.as_str()).collect();
    let known = known.join(", ");
    Fault::body(
        "/proceeding",
        "unknown_proceeding",
        format!("There is no such proceeding. Known: {known}. GET /v1/proceedings describes them."),
        format!("Cette instance n'existe pas. Instances connues : {known}. GET /v1/proceedings les décrit."),
    )
}

fn check_decision(caller: &Context, decision: &Decision, faults: &mut Vec<Fault>) {
    let dates =
        [("/decision/decided_on", decision.decided_on), ("/decision/notified_on", decision.notified_on)];
    for (pointer, date) in dates {
        if date.is_some_and(|date| date > caller.today) {
            faults.push(future(pointer, caller.today));
        }
    }
    if let (Some(decided), Some(notified)) = (decision.decided_on, decision.notified_on)
        && notified < decided
    {
        faults.push(Fault::body(
            "/decision/notified_on",
            "before_decision",
            "Nobody can be notified of a decision before it is made: check decided_on and notified_on.",
            "Nul ne peut être avisé d'une décision avant qu'elle soit rendue : vérifiez decided_on et notified_on.",
        ));
    }
}

/// The office that somebody names.
fn office_of(
    connection: &mut Connection,
    organization: OrganizationId,
    written: Option<&str>,
) -> Result<Option<NamedOffice>> {
    written.map(|written| offices::service::named(connection, organization, written)).transpose()
}

/// A file number, as it is kept.
///
/// # Errors
/// 422 for one that can be no number of its registry.
fn read_number(caller: &Context, proceeding: &Proceeding, written: &str) -> Result<String> {
    let read = Catalog::current().read_file_number(proceeding, written, caller.today.year());
    let Some(refused) = read.refused else { return Ok(read.number) };
    let (why, name) = (refused.text(), &proceeding.name);
    let example = Catalog::current().number_like(proceeding).unwrap_or_default();
    Err(Error::invalid(vec![Fault::body(
        "/file_number",
        "no_such_number",
        format!(
            "{} can be no number of this registry ({}): {}. A number is such as {example}.",
            read.number, name.en, why.en
        ),
        format!(
            "{} ne peut être un numéro de ce greffe ({}) : {}. Un numéro a la forme de {example}.",
            read.number, name.fr, why.fr
        ),
    )]))
}
