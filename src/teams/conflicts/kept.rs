//! Stored findings, written out with the names on which they rest, as these are now.

use super::findings::capacity_of;
use super::model::NameKind;
use super::store::{self, FoundRow};
use crate::db::Connection;
use crate::error::Result;
use crate::ids::{CaseId, PartyId};
use crate::matters::cases;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Writes into the findings of waivers what is read of the cases and parties that they name. What
/// is gone stays out; who may read the rest is asked afterwards.
pub fn written_out<'a>(
    connection: &mut Connection,
    waivers: impl Iterator<Item = &'a mut Value>,
) -> Result<()> {
    let mut findings: Vec<&mut Map<String, Value>> = waivers
        .filter_map(|waiver| waiver.get_mut("findings")?.as_array_mut())
        .flatten()
        .filter_map(Value::as_object_mut)
        .collect();
    // Those of before were kept with their names.
    findings.retain(|finding| !finding.contains_key("name"));
    if findings.is_empty() {
        return Ok(());
    }
    let parties: Vec<PartyId> = findings.iter().filter_map(|finding| id_of(finding, "party_id")).collect();
    let rows = store::of_parties(connection, &parties)?;
    let names: HashMap<_, _> = rows
        .into_iter()
        .filter(|row| row.kind == NameKind::Counsel || row.name == row.party_name)
        .map(|row| ((row.party_id, capacity_of(&row).to_owned()), row))
        .collect();
    let ids: Vec<CaseId> = findings.iter().filter_map(|finding| id_of(finding, "case_id")).collect();
    let cases: HashMap<_, _> =
        cases::service::of_ids(connection, &ids)?.into_iter().map(|case| (case.id, case)).collect();
    for finding in findings {
        let capacity = finding.get("capacity").and_then(Value::as_str).unwrap_or_default().to_owned();
        let name: Option<&FoundRow> =
            id_of(finding, "party_id").and_then(|party: PartyId| names.get(&(party, capacity)));
        let case = id_of(finding, "case_id").and_then(|case: CaseId| cases.get(&case));
        let said = [
            ("name", name.map(|row| row.name.clone())),
            ("file_number", case.and_then(|case| case.file_number.clone())),
            ("style_of_cause", case.map(|case| case.style_of_cause.clone())),
        ];
        for (key, text) in said {
            if let Some(text) = text {
                finding.insert(key.to_owned(), Value::String(text));
            }
        }
    }
    Ok(())
}

fn id_of<Id: std::str::FromStr>(finding: &Map<String, Value>, key: &str) -> Option<Id> {
    finding.get(key)?.as_str()?.parse().ok()
}
