//! Adding, changing and removing the offices of an organisation's own.
//!
//! # Quirks
//! A time that was computed by the clock that a case had before stays: dates move with consent, and
//! the next recalculation proposes them.

use super::store::{self, OfficeUses};
use crate::access::context::Context;
use crate::db::Connection;
use crate::db::types::{Instant, Json};
use crate::duties::deadlines;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::{CaseId, OfficeId};
use crate::journal::service::{ABSENT, PendingEntry};
use crate::journal::{self, Subject};
use crate::law::calendars::offices::{Offices, is_spelled};
use crate::law::calendars::{Calendars, zones};
use crate::law::engine::{OfficeChoice, zone_of};
use crate::people::offices::api::{OfficeInput, OfficePatch, OwnOfficeView};
use crate::people::offices::model::{NamedOffice, OwnOffice};
use crate::people::offices::service::{named, spellings};
use crate::people::offices::store as offices;
use crate::people::offices::store::OfficeRow;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use chrono_tz::Tz;
use serde::Serialize;

/// The offices that an organisation may have of its own: a page of them, and what is read at once
/// where one is looked for.
const MOST: usize = 200;

/// An office of the caller's organisation.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, id: OfficeId) -> Result<OwnOfficeView> {
    let row = offices::find(connection, caller.user.organization_id, id)?;
    caller.require_permission()?;
    OwnOfficeView::from_row(row)
}

/// Adds an office to those that the caller's organisation has.
///
/// # Errors
/// 403; 422 where a region, a zone or a calendar is none, or one of its spellings is another
/// office's.
pub fn create(
    connection: &mut Connection,
    caller: &Context,
    body: &Unparsed<OfficeInput>,
) -> Result<OwnOfficeView> {
    caller.require_permission()?;
    let new = body.parse()?;
    let others: Vec<_> = new.spellings.iter().map(|one| one.0.trim().to_owned()).collect();
    let row = OfficeRow {
        id: OfficeId::generate(),
        organization_id: caller.user.organization_id,
        code: new.code,
        written: new.written.as_ref().unwrap_or(&new.name.en).trim().to_owned(),
        name_en: new.name.en.trim().to_owned(),
        name_fr: new.name.fr.trim().to_owned(),
        region: new.region,
        zone: new.zone,
        calendar: new.calendar,
        spellings: Json::of(&others)?,
        version: 1,
        created_by: caller.user.id,
        created_at: caller.now,
        updated_at: caller.now,
    };
    check(connection, &row)?;
    if offices::of_organization(connection, row.organization_id)?.len() >= MOST {
        return Err(Error::new(Code::Conflict).with_detail(
            format!("An organisation has {MOST} offices of its own, and this one has them. Remove one first."),
            format!("Un organisme compte au plus {MOST} bureaux qui lui sont propres, et celui-ci les a. Retirez-en un d'abord."),
        ));
    }
    offices::insert(connection, &row)?;
    let office = OwnOfficeView::from_row(row.clone())?;
    let subject = Subject::Organization(row.organization_id);
    journal::append(connection, caller, subject, "office.created", ABSENT, Some(&office))?;
    bring(connection, caller, &spellings(&row)?, &row.written)?;
    Ok(office)
}

/// Changes an office of the caller's organisation, and what follows from it for its cases.
///
/// # Errors
/// 404, 403, 428, 412, 422.
pub fn update(
    connection: &mut Connection,
    caller: &Context,
    id: OfficeId,
    precondition: &Precondition,
    body: &Unparsed<OfficePatch>,
) -> Result<OwnOfficeView> {
    let before = offices::find(connection, caller.user.organization_id, id)?;
    caller.require_permission()?;
    precondition.require(Version(before.version))?;
    let patch = body.parse()?;
    let mut row = before.clone();
    if let Some(name) = patch.name {
        name.en.trim().clone_into(&mut row.name_en);
        name.fr.trim().clone_into(&mut row.name_fr);
    }
    if let Some(written) = patch.written {
        written.trim().clone_into(&mut row.written);
    }
    row.region = patch.region.unwrap_or(row.region);
    row.zone = patch.zone.unwrap_or(row.zone);
    row.calendar = patch.calendar.unwrap_or(row.calendar);
    if let Some(all) = patch.spellings {
        row.spellings = Json::of(&all.iter().map(|one| one.0.trim().to_owned()).collect::<Vec<_>>())?;
    }
    row.version = before.version.saturating_add(1);
    row.updated_at = caller.now;
    check(connection, &row)?;
    if !offices::update(connection, &row, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let mut ways = spellings(&before)?;
    ways.extend(spellings(&row)?);
    let (before, after) = (OwnOfficeView::from_row(before)?, OwnOfficeView::from_row(row.clone())?);
    let subject = Subject::Organization(row.organization_id);
    journal::append(connection, caller, subject, "office.updated", Some(&before), Some(&after))?;
    bring(connection, caller, &ways, &row.written)?;
    Ok(after)
}

/// Removes an office. What names it keeps its name, and nothing follows from that any more.
///
/// # Errors
/// 404, 403, 428, 412.
pub fn delete(
    connection: &mut Connection,
    caller: &Context,
    id: OfficeId,
    precondition: &Precondition,
) -> Result<()> {
    let before = offices::find(connection, caller.user.organization_id, id)?;
    caller.require_permission()?;
    precondition.require(Version(before.version))?;
    if !offices::delete(connection, id, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let (ways, written) = (spellings(&before)?, before.written.clone());
    let subject = Subject::Organization(before.organization_id);
    let office = OwnOfficeView::from_row(before)?;
    journal::append(connection, caller, subject, "office.deleted", Some(&office), ABSENT)?;
    bring(connection, caller, &ways, &written)
}

/// Refuses an office of a region, a zone or a calendar that is none, or that is written as another
/// one is.
fn check(connection: &mut Connection, row: &OfficeRow) -> Result<()> {
    let mut faults = Vec::new();
    let region = Offices::current().regions().iter().find(|region| region.code == row.region);
    if region.is_none() {
        faults.push(Fault::body(
            "/region",
            "unknown_region",
            "There is no such region. GET /v1/code-lists/regions lists them.",
            "Cette région n'existe pas. GET /v1/code-lists/regions les énumère.",
        ));
    }
    let zone = row.zone.parse::<Tz>().ok();
    faults.extend(misplaced(zone, region.is_some_and(|region| region.abroad)));
    if let Some(calendar) = &row.calendar {
        faults.extend(misfit(calendar, zone));
    }
    let mut others = Vec::new();
    for other in offices::of_organization(connection, row.organization_id)? {
        if other.id != row.id {
            others.push((other.code.clone(), spellings(&other)?));
        }
    }
    let mut seen = Vec::new();
    for spelling in spellings(row)? {
        // What is one name however it is written is said once.
        if is_spelled(&seen, &spelling) {
            continue;
        }
        seen.push(spelling.clone());
        let shared = Offices::current().find(&spelling).map(|office| &office.code);
        let own = others.iter().find(|(_, all)| is_spelled(all, &spelling)).map(|(code, _)| code);
        if let Some(code) = shared.or(own) {
            let pointer = if spelling == row.code { "/code" } else { "/spellings" };
            faults.push(Fault::body(
                pointer,
                "taken",
                format!(
                    "{spelling} is the office {code} already. Name that one, or write this one otherwise."
                ),
                format!(
                    "{spelling} désigne déjà le bureau {code}. Nommez celui-ci ou écrivez l'autre autrement."
                ),
            ));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::invalid(faults)) }
}

/// The fault of a zone that is none, or that no office in Canada has.
fn misplaced(zone: Option<Tz>, is_abroad: bool) -> Option<Fault> {
    let Some(zone) = zone else {
        return Some(Fault::body(
            "/zone",
            "unknown_zone",
            "There is no such time zone. Write it as the IANA does: America/Toronto.",
            "Ce fuseau horaire n'existe pas. Écrivez-le comme l'IANA : America/Toronto.",
        ));
    };
    let of_canada = zones::of_canada();
    if is_abroad || of_canada.contains(&zone) {
        return None;
    }
    let known = of_canada.iter().map(|zone| zone.name()).collect::<Vec<_>>().join(", ");
    Some(Fault::body(
        "/zone",
        "zone_abroad",
        format!("No office in Canada has the clock of {zone}. The zones of Canada: {known}."),
        format!("Aucun bureau au Canada n'a l'heure de {zone}. Les fuseaux du Canada : {known}."),
    ))
}

/// The fault of a calendar by which no office of a registry goes, or only those of another clock.
fn misfit(calendar: &str, zone: Option<Tz>) -> Option<Fault> {
    let calendars = Calendars::current();
    let Some(office) = calendars.office_with(calendar) else {
        let known: Vec<_> = calendars.of_offices().collect();
        let known = known.join(", ");
        return Some(Fault::body(
            "/calendar",
            "unknown_calendar",
            format!(
                "No office of a registry goes by such a calendar of its own: {known}. Leave it out: the days off are those of the registry."
            ),
            format!(
                "Aucun bureau d'un greffe ne suit un tel calendrier : {known}. Omettez-le : les jours fériés sont ceux du greffe."
            ),
        ));
    };
    zone.filter(|zone| *zone != office.zone).map(|_| {
        let zone = office.zone;
        Fault::body(
            "/zone",
            "contradictory",
            format!("The offices that go by {calendar} have the clock of {zone}."),
            format!("Les bureaux qui suivent {calendar} ont l'heure de {zone}."),
        )
    })
}

/// The journal's record of the office of a case, a person or a portfolio.
#[derive(Serialize)]
struct OfficeEntry<'a> {
    office: &'a str,
}

/// Brings what names an office in one of these ways to what it is now: to how it is kept, if it is
/// there, and with what follows from it. Each is on the record.
fn bring(connection: &mut Connection, caller: &Context, ways: &[String], written: &str) -> Result<()> {
    let organization = caller.user.organization_id;
    let mut stored = store::ways(connection, organization)?;
    stored.retain(|way| is_spelled(ways, way));
    if stored.is_empty() {
        return Ok(());
    }
    let uses = store::uses(connection, Some(organization), &stored)?;
    let NamedOffice { own, .. } = named(connection, organization, written)?;
    rewrite(connection, &uses, (written, &own), caller.now)?;
    journal::service::append_many(connection, caller, &uses.entries(written)?)
}

/// The run of the service that brings to the list of offices what was stored before there was one.
pub const RESPELLED: &str = "offices";

/// Gives everything that names an office the way in which it is kept, and cases what follows from
/// it. The journal is the caller's to write.
pub fn rewrite(
    connection: &mut Connection,
    uses: &OfficeUses,
    (written, own): (&str, &OwnOffice),
    now: Instant,
) -> Result<()> {
    store::rewrite(connection, uses, (written, own), now)?;
    let cases: Vec<CaseId> = uses.cases.iter().map(|(id, _)| *id).collect();
    let office = OfficeChoice::OfCase(own.read_as.as_deref().unwrap_or(written));
    let zone = zone_of(Calendars::current(), Some(office));
    store::rezone(connection, &cases, zone.name(), now)?;
    // A region of another portfolio is another's work.
    deadlines::holders_store::refresh(connection, &cases, now)?;
    Ok(())
}

impl OfficeUses {
    /// The journal's entries about what is brought to how an office is kept.
    ///
    /// # Errors
    /// Fails if one has no JSON form.
    pub fn entries(&self, written: &str) -> Result<Vec<PendingEntry>> {
        let mut entries = Vec::new();
        let mut push = |subject, action, stored: &str| {
            let (before, after) = (OfficeEntry { office: stored }, OfficeEntry { office: written });
            entries.push(journal::service::pending_entry(subject, action, Some(&before), Some(&after))?);
            Ok::<_, Error>(())
        };
        for (id, stored) in &self.cases {
            push(Subject::Case(*id), "case.office_read", stored)?;
        }
        for (id, stored) in self.users.iter().filter(|(_, stored)| stored != written) {
            push(Subject::User(*id), "user.office_read", stored)?;
        }
        for (_, stored, organization) in self.portfolios.iter().filter(|(_, stored, _)| stored != written) {
            push(Subject::Organization(*organization), "assignment.office_read", stored)?;
        }
        Ok(entries)
    }
}
