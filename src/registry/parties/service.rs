//! Entering, changing and removing parties.

use super::api::{CounselPatch, Party, PartyAlias, PartyInput, PartyPatch};
use super::store::{self, PartyRow};
use crate::access::context::Context;
use crate::access::fields::{View, not_shown};
use crate::db::Connection;
use crate::error::{Code, Error, Fault, Result};
use crate::external_ids::model::{ExternalIds, ExternallyKnown};
use crate::external_ids::service as external_ids;
use crate::ids::{CaseId, PartyId, UserId};
use crate::journal::service::{ABSENT, PendingEntry, pending_entry};
use crate::journal::{self, Subject};
use crate::matters::cases;
use crate::matters::cases::party::{self, PartyKind};
use crate::people::identity;
use crate::teams::conflicts;
use crate::teams::conflicts::api::Finding;
use crate::teams::conflicts::model::PartyName;
use crate::teams::conflicts::nearness::NameTraces;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use chrono::NaiveDate;

/// The number of parties that a case may have: its answer holds them all, and each name is looked
/// for in every other case.
const MOST_PARTIES: i64 = 500;

/// A party of a case that the caller may see.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, case: CaseId, id: PartyId) -> Result<Party> {
    let case = cases::service::find_visible(connection, caller, case)?;
    let row = store::find(connection, case.id, id)?;
    caller.require_permission()?;
    Ok(Party::from(row).redacted_for(&cases::views::of(connection, caller, &case)?))
}

/// Enters a party.
///
/// # Errors
/// 404, 403, 422.
pub fn create(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    body: &Unparsed<PartyInput>,
) -> Result<Party> {
    let opened = cases::service::lock(connection, caller, case)?.case;
    let new = body.parse()?;
    if store::count(connection, case, None)? >= MOST_PARTIES {
        return Err(Error::new(Code::Conflict).with_detail(
            format!("A case has at most {MOST_PARTIES} parties. Link further cases to it."),
            format!("Un dossier compte au plus {MOST_PARTIES} parties. Liez-y d'autres dossiers."),
        ));
    }
    let faults: Vec<_> = born_in_future(caller, "", new.date_of_birth).into_iter().collect();
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    check_accounts(connection, &[("/user_id".to_owned(), new.user_id)])?;
    let party = add(connection, caller, case, new)?;
    let view = cases::views::of(connection, caller, &opened)?;
    let found = conflicts::service::of_entered(connection, caller, &opened, Some(party.id))?;
    Ok(with_conflicts(party.redacted_for(&view), found))
}

/// The fault of a birth after today, of the party at this place.
#[must_use]
pub fn born_in_future(caller: &Context, place: &str, day: Option<NaiveDate>) -> Option<Fault> {
    let is_future = day.is_some_and(|day| day > caller.today);
    is_future.then(|| cases::service::future(&format!("{place}/date_of_birth"), caller.today))
}

/// A party as it is shown to whoever enters it.
///
/// # Errors
/// 404, 403.
pub fn find_entered(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    id: PartyId,
) -> Result<Party> {
    let party = find(connection, caller, case, id)?;
    let case = cases::service::find_visible(connection, caller, case)?;
    let found = conflicts::service::between_cases(connection, caller, &case, Some(id))?;
    Ok(with_conflicts(party, found))
}

/// The party with what was found of its names elsewhere.
fn with_conflicts(party: Party, found: Vec<Finding>) -> Party {
    Party { conflicts: (!found.is_empty()).then_some(found), ..party }
}

/// Refuses accounts that parties are said to have and that are not there: each with the place at
/// which it is named.
///
/// # Errors
/// 422, with every one that is not.
pub fn check_accounts(connection: &mut Connection, named: &[(String, Option<UserId>)]) -> Result<()> {
    let users: Vec<_> = named.iter().filter_map(|(_, user)| *user).collect();
    // Hardly any party has an account: most often there is nothing to ask.
    if users.is_empty() {
        return Ok(());
    }
    let known = identity::principals::names(connection, &users)?;
    let unknown = named.iter().filter(|(_, user)| user.is_some_and(|user| !known.contains_key(&user)));
    let faults: Vec<_> = unknown.map(|(pointer, _)| unknown_user(pointer)).collect();
    if faults.is_empty() { Ok(()) } else { Err(Error::invalid(faults)) }
}

fn unknown_user(pointer: &str) -> Fault {
    Fault::body(
        pointer,
        "unknown_user",
        "There is no such user. GET /v1/users lists them; leave the field out for somebody who has no account.",
        "Cet utilisateur n'existe pas. GET /v1/users les énumère; omettez ce champ pour une personne sans compte.",
    )
}

/// A party as its names are looked up.
fn named(row: &PartyRow) -> PartyName<'_> {
    PartyName {
        case_id: row.case_id,
        party_id: row.id,
        is_person: row.kind == PartyKind::Person,
        capacity: row.capacity,
        name: &row.name,
        aliases: party::aliases(row.aliases.as_deref()).collect(),
        uci: row.uci.as_deref(),
        user_id: row.user_id,
        counsel: row.counsel_name.as_deref(),
    }
}

/// A party as it is entered.
fn entered(caller: &Context, case: CaseId, new: PartyInput) -> PartyRow {
    let (counsel_name, counsel_firm) = match new.counsel {
        Some(counsel) => (Some(trimmed(&counsel.name)), counsel.firm.as_deref().map(trimmed)),
        None => (None, None),
    };
    PartyRow {
        id: PartyId::generate(),
        case_id: case,
        kind: new.kind,
        capacity: new.capacity,
        name: trimmed(&new.name),
        language: new.language,
        counsel_name,
        counsel_firm,
        version: 1,
        created_at: caller.now,
        updated_at: caller.now,
        user_id: new.user_id,
        date_of_birth: new.date_of_birth,
        uci: new.uci.as_deref().map(digits),
        address: new.address.as_deref().map(trimmed),
        aliases: stored(&new.aliases),
        external_ids: ExternalIds::written(new.external_ids),
    }
}

/// Enters a party of a case that the caller has already taken for a change, and whose account was
/// checked ([`check_accounts`]).
fn add(connection: &mut Connection, caller: &Context, case: CaseId, new: PartyInput) -> Result<Party> {
    let row = entered(caller, case, new);
    store::insert(connection, &row)?;
    let known = ExternallyKnown::Party(row.id, case);
    external_ids::keep(connection, known, (&ExternalIds::default(), &row.external_ids), "")?;
    conflicts::service::index(connection, &named(&row))?;
    let party = Party::from(row);
    journal::append(connection, caller, Subject::Case(case), "party.created", ABSENT, Some(&party))?;
    Ok(party)
}

/// The parties of a case that is opened with them.
pub struct OpeningParties {
    /// Their external ids, each with the place of the party in the request.
    pub external_ids: Vec<(ExternallyKnown, ExternalIds, String)>,
    /// The entries of the journal about them.
    pub record: Vec<PendingEntry>,
    /// By what they and their counsel are found elsewhere.
    pub traces: NameTraces,
}

/// Enters the parties of a case that is opened, whose accounts were checked ([`check_accounts`]),
/// in a number of statements that does not depend on theirs. Whoever opens the case keeps their
/// external ids and journals them.
///
/// # Errors
/// Fails if one has no JSON form.
pub fn enter_with_case(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    new: Vec<PartyInput>,
) -> Result<OpeningParties> {
    let rows: Vec<_> = new.into_iter().map(|new| entered(caller, case, new)).collect();
    store::insert_all(connection, &rows)?;
    let names: Vec<_> = rows.iter().map(named).collect();
    let traces = conflicts::service::index_all(connection, &names)?;
    let mut opening = OpeningParties { external_ids: Vec::new(), record: Vec::new(), traces };
    for (n, row) in rows.into_iter().enumerate() {
        let known = ExternallyKnown::Party(row.id, case);
        opening.external_ids.push((known, row.external_ids.clone(), format!("/parties/{n}")));
        let (subject, party) = (Subject::Case(case), Party::from(row));
        opening.record.push(pending_entry(subject, "party.created", ABSENT, Some(&party))?);
    }
    Ok(opening)
}

/// Changes a party.
///
/// # Errors
/// 404, 403, 428, 412, 422.
pub fn update(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    id: PartyId,
    precondition: &Precondition,
    body: &Unparsed<PartyPatch>,
) -> Result<Party> {
    let before = store::find(connection, case, id)?;
    let opened = cases::service::lock(connection, caller, case)?.case;
    precondition.require(Version(before.version))?;
    let patch = body.parse()?;
    let view = cases::views::of(connection, caller, &opened)?;
    check(caller, &view, &before, &patch)?;
    let mut row = before.clone();
    if let Some(kind) = patch.kind {
        row.kind = kind;
    }
    if let Some(capacity) = patch.capacity {
        row.capacity = capacity;
    }
    if let Some(name) = patch.name {
        row.name = trimmed(&name);
    }
    if let Some(language) = patch.language {
        row.language = language;
    }
    match patch.counsel {
        None => {}
        Some(None) => (row.counsel_name, row.counsel_firm) = (None, None),
        Some(Some(counsel)) => represent(&mut row, counsel)?,
    }
    if let Some(day) = patch.date_of_birth {
        row.date_of_birth = day;
    }
    if let Some(uci) = patch.uci {
        row.uci = uci.as_deref().map(digits);
    }
    if let Some(address) = patch.address {
        row.address = address.as_deref().map(trimmed);
    }
    if let Some(aliases) = patch.aliases {
        row.aliases = stored(&aliases.unwrap_or_default());
    }
    if let Some(ids) = patch.external_ids {
        row.external_ids = ExternalIds::written(ids.unwrap_or_default());
        let known = ExternallyKnown::Party(id, case);
        external_ids::keep(connection, known, (&before.external_ids, &row.external_ids), "")?;
    }
    if let Some(user) = patch.user_id {
        check_accounts(connection, &[("/user_id".to_owned(), user)])?;
        row.user_id = user;
    }
    row.version = before.version.saturating_add(1);
    row.updated_at = caller.now;
    if !store::update(connection, &row, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    conflicts::service::reindex(connection, &named(&row))?;
    let (before, after) = (Party::from(before), Party::from(row));
    journal::append(connection, caller, Subject::Case(case), "party.updated", Some(&before), Some(&after))?;
    let found = conflicts::service::of_entered(connection, caller, &opened, Some(id))?;
    Ok(with_conflicts(after.redacted_for(&view), found))
}

/// Refuses a change of what somebody with this view of the party is not shown.
fn check(caller: &Context, view: &View, party: &PartyRow, patch: &PartyPatch) -> Result<()> {
    let mut faults: Vec<_> = born_in_future(caller, "", patch.date_of_birth.flatten()).into_iter().collect();
    if !view.identifiers {
        let named = [
            ("/date_of_birth", patch.date_of_birth.is_some()),
            ("/uci", patch.uci.is_some()),
            ("/address", patch.address.is_some()),
            ("/external_ids", patch.external_ids.is_some()),
        ];
        faults.extend(
            named.into_iter().filter(|(_, is_named)| *is_named).map(|(pointer, _)| not_shown(pointer)),
        );
    }
    if !view.shows_name(party.kind == PartyKind::Person, party.capacity.code()) {
        // What makes a person an organisation, or one who acts in public, would show the name.
        let named = [
            ("/name", patch.name.is_some()),
            ("/aliases", patch.aliases.is_some()),
            ("/kind", patch.kind.is_some()),
            ("/capacity", patch.capacity.is_some()),
            ("/user_id", patch.user_id.is_some()),
        ];
        faults.extend(
            named.into_iter().filter(|(_, is_named)| *is_named).map(|(pointer, _)| not_shown(pointer)),
        );
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::invalid(faults)) }
}

fn represent(row: &mut PartyRow, counsel: CounselPatch) -> Result<()> {
    if let Some(name) = counsel.name {
        row.counsel_name = Some(trimmed(&name));
    }
    if let Some(firm) = counsel.firm {
        row.counsel_firm = firm.as_deref().map(trimmed);
    }
    if row.counsel_name.is_none() {
        return Err(Error::invalid(vec![Fault::body(
            "/counsel/name",
            "required",
            "The party has no counsel yet: the counsel's name is needed.",
            "La partie n'est pas encore représentée : le nom de l'avocat est requis.",
        )]));
    }
    Ok(())
}

/// Removes a party that was entered by mistake.
///
/// # Errors
/// 404, 403, 428, 412.
pub fn delete(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    id: PartyId,
    precondition: &Precondition,
) -> Result<()> {
    let before = store::find(connection, case, id)?;
    cases::service::lock(connection, caller, case)?;
    precondition.require(Version(before.version))?;
    if !store::delete(connection, id, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    conflicts::service::forget(connection, case, id)?;
    let known = ExternallyKnown::Party(id, case);
    external_ids::keep(connection, known, (&before.external_ids, &ExternalIds::default()), "")?;
    journal::append(
        connection,
        caller,
        Subject::Case(case),
        "party.deleted",
        Some(&Party::from(before)),
        ABSENT,
    )
}

fn stored(aliases: &[PartyAlias]) -> Option<String> {
    party::stored_aliases(aliases.iter().map(|alias| alias.0.as_str()))
}

/// A UCI as stored: its digits alone.
fn digits(uci: &str) -> String {
    uci.chars().filter(char::is_ascii_digit).collect()
}

fn trimmed(text: &str) -> String {
    text.trim().to_owned()
}

/// What a case holds of this feature, whole: for a case that is read with its parts.
pub fn of_case(connection: &mut Connection, case: CaseId) -> Result<Vec<Party>> {
    Ok(store::of_case(connection, case)?.into_iter().map(Into::into).collect())
}
