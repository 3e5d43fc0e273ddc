//! Finding the office that somebody means: among those that everybody knows, and then among those
//! of their organisation.

use super::api::{OfficeWarning, OwnOfficeView};
use super::model::{NamedOffice, OwnOffice};
use super::store::{self, OfficeRow};
use crate::db::Connection;
use crate::error::Result;
use crate::ids::OrganizationId;
use crate::law::calendars::Calendars;
use crate::law::calendars::offices::{Offices, is_spelled};

/// The office that somebody of an organisation means, however they write it. What everybody knows
/// is found without a statement.
pub fn named(
    connection: &mut Connection,
    organization: OrganizationId,
    written: &str,
) -> Result<NamedOffice> {
    if let Some(known) = Offices::current().find(written) {
        return Ok(NamedOffice { written: known.written.clone(), is_known: true, own: OwnOffice::default() });
    }
    for row in store::of_organization(connection, organization)? {
        if is_spelled(&spellings(&row)?, written) {
            return Ok(NamedOffice {
                own: OwnOffice { region: Some(row.region.clone()), read_as: Some(read_as(&row)) },
                written: row.written,
                is_known: true,
            });
        }
    }
    Ok(NamedOffice { written: written.trim().to_owned(), ..NamedOffice::default() })
}

/// The office as it is kept.
pub fn kept(
    connection: &mut Connection,
    organization: OrganizationId,
    written: Option<&str>,
) -> Result<Option<String>> {
    written.map(|written| Ok(named(connection, organization, written)?.written)).transpose()
}

/// What there is to know about an office that somebody gave to something; nothing if there is
/// nothing.
pub fn warnings(
    connection: &mut Connection,
    organization: OrganizationId,
    office: Option<&str>,
) -> Result<Option<Vec<OfficeWarning>>> {
    let Some(office) = office else { return Ok(None) };
    let is_known = named(connection, organization, office)?.is_known;
    Ok((!is_known).then(|| vec![OfficeWarning::unknown(office)]))
}

/// The offices that an organisation has of its own, by code.
pub fn own(connection: &mut Connection, organization: OrganizationId) -> Result<Vec<OwnOfficeView>> {
    let rows = store::of_organization(connection, organization)?;
    rows.into_iter().map(OwnOfficeView::from_row).collect()
}

/// Every way of writing an office.
pub fn spellings(row: &OfficeRow) -> Result<Vec<String>> {
    let mut all: Vec<String> = row.spellings.parse()?;
    all.extend([&row.code, &row.written, &row.name_en, &row.name_fr].map(String::clone));
    Ok(all)
}

/// What the law reads in the place of an office: see [`OwnOffice::read_as`].
fn read_as(row: &OfficeRow) -> String {
    let calendar = row.calendar.as_deref();
    let code = calendar.and_then(|calendar| Calendars::current().office_with(calendar)?.codes.first());
    code.map_or_else(|| row.zone.clone(), String::clone)
}
