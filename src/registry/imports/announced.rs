//! What is wrong with an import before its file has come: else each row of the file would be.

use super::api::ImportInput;
use super::line::ImportedCase;
use super::model::ImportFormat;
use super::reading::mapping::{ImportMapping, case_with};
use crate::error::{Error, Fault, Result};
use crate::unparsed::Unparsed;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::PartialSchema as _;

/// Refuses a mapping that is missing, that says nothing by which a case could be found again, or
/// that names a place which no value of a cell fits.
///
/// # Errors
/// 422 that names each fault in the mapping.
pub(super) fn check_mapping(new: &ImportInput) -> Result<()> {
    let fault = match (new.format, &new.mapping) {
        (ImportFormat::Csv | ImportFormat::Xlsx, None) => Fault::body(
            "/mapping",
            "required",
            "A table needs a mapping: it says which column is what of a case.",
            "Un tableau exige une correspondance : elle indique ce que chaque colonne est d'un dossier.",
        ),
        (ImportFormat::Ndjson, Some(_)) => Fault::body(
            "/mapping",
            "not_with_json",
            "Lines of JSON say by themselves what is what. Leave the mapping out.",
            "Les lignes JSON disent d'elles-mêmes ce qui est quoi. Retirez la correspondance.",
        ),
        (_, Some(mapping)) => {
            let mut faults = misplaced(mapping);
            faults.extend(overlapping(mapping));
            faults.extend(too_long_lists(mapping));
            faults.extend(nameless(mapping));
            return if faults.is_empty() { Ok(()) } else { Err(Error::invalid(faults)) };
        }
        _ => return Ok(()),
    };
    Err(Error::invalid(vec![fault]))
}

/// The faults of a case that holds nothing but this value at this place.
fn judged(place: &str, value: Value) -> Vec<Fault> {
    let judged = Unparsed::<ImportedCase>::json(case_with(place, value)).parse();
    judged.err().map(|error| error.faults().to_vec()).unwrap_or_default()
}

/// The faults of places that no case has, or that hold more than one value.
fn misplaced(mapping: &ImportMapping) -> Vec<Fault> {
    let fault = |(at, to): (String, &str)| {
        if is_no_place(to) {
            return Some(Fault::body(
                format!("/mapping/{at}/to"),
                "unknown_place",
                format!(
                    "A case has no place {to}. The schema `ImportedCase` says which it has: /parties/0/name, /decision/notified_on."
                ),
                format!(
                    "Un dossier n'a pas d'endroit {to}. Le schéma `ImportedCase` dit lesquels il a : /parties/0/name, /decision/notified_on."
                ),
            ));
        }
        is_of_several(to).then(|| {
            Fault::body(
                format!("/mapping/{at}/to"),
                "not_one_value",
                format!("{to} holds several values, and a cell is one. Name the place of each: /decision/notified_on, /parties/0/aliases/0."),
                format!("{to} contient plusieurs valeurs, et une cellule n'en est qu'une. Indiquez l'endroit de chacune : /decision/notified_on, /parties/0/aliases/0."),
            )
        })
    };
    mapping.places().filter_map(fault).collect()
}

fn is_no_place(to: &str) -> bool {
    let depth = to.split('/').count();
    // That nothing stands there is no fault of the place; that a text has a field is.
    let is_above = |fault: &Fault| fault.pointer.split('/').count() < depth;
    let is_wrong =
        |fault: &Fault| fault.code == "unknown_field" || (fault.code == "wrong_type" && is_above(fault));
    // What an export says beside is not read.
    to.starts_with("/exported") || judged(to, Value::Null).iter().any(is_wrong)
}

/// Whether a place is a list or an object: it takes one of these, and nothing that a cell may be.
fn is_of_several(to: &str) -> bool {
    let takes = |value: Value| {
        let place = in_lists(to);
        !judged(to, value).iter().any(|fault| fault.code == "wrong_type" && fault.pointer == place)
    };
    let of_a_cell = [json!("-"), json!(true), json!(1)];
    !of_a_cell.into_iter().any(takes) && (takes(json!({})) || takes(json!([])))
}

/// A place, as it is where each list has one item.
fn in_lists(to: &str) -> String {
    let parts = to.split('/').map(|part| if part.parse::<usize>().is_ok() { "0" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// The faults of places that say what another one before says too.
fn overlapping(mapping: &ImportMapping) -> impl Iterator<Item = Fault> {
    mapping.overlapping().into_iter().map(|(at, to, other)| {
        Fault::body(
            format!("/mapping/{at}/to"),
            "repeated",
            format!(
                "{to} is given by /mapping/{other} already, and one of the two would be lost. Leave one out."
            ),
            format!(
                "{to} est déjà donné par /mapping/{other}, et l'un des deux serait perdu. Retirez-en un."
            ),
        )
    })
}

/// The faults of lists of which the mapping names more items than a case may have.
fn too_long_lists(mapping: &ImportMapping) -> Vec<Fault> {
    let schema = serde_json::to_value(ImportedCase::schema()).unwrap_or_default();
    let most = |list: &str| schema.pointer(&format!("/properties/{list}/maxItems"))?.as_u64();
    let mut items = BTreeMap::<&str, BTreeSet<&str>>::new();
    let mut faults = Vec::new();
    for (at, to) in mapping.places() {
        let mut parts = to.split('/').skip(1);
        let (Some(list), Some(item)) = (parts.next(), parts.next()) else { continue };
        let known = items.entry(list).or_default();
        let is_new = known.insert(item);
        let Some(most) =
            most(list).filter(|most| is_new && u64::try_from(known.len()) == Ok(most.saturating_add(1)))
        else {
            continue;
        };
        faults.push(Fault::body(
            format!("/mapping/{at}/to"),
            "too_many",
            format!("A case takes at most {most} items of /{list}, and the mapping names more. Enter the others once the case is here."),
            format!("Un dossier admet au plus {most} éléments de /{list}, et la correspondance en nomme davantage. Consignez les autres une fois le dossier importé."),
        ));
    }
    faults
}

/// The fault of a mapping that gives no case an external id: none could be found again.
fn nameless(mapping: &ImportMapping) -> Option<Fault> {
    let mut halves = BTreeMap::<&str, BTreeSet<&str>>::new();
    for (_, to) in mapping.places() {
        if let Some((item, half)) = to.strip_prefix("/external_ids/").and_then(|rest| rest.split_once('/')) {
            halves.entry(item).or_default().insert(half);
        }
    }
    let is_whole = |half: &BTreeSet<&str>| ["system", "id"].iter().all(|needed| half.contains(needed));
    (!halves.values().any(is_whole)).then(|| {
        Fault::body(
            "/mapping",
            "no_external_id",
            "Each case needs an external id, by which it is found again: map a column to /external_ids/0/id, and say its system by a constant at /external_ids/0/system.",
            "Chaque dossier exige un identifiant externe, par lequel il est retrouvé : associez une colonne à /external_ids/0/id et indiquez son système par une constante à /external_ids/0/system.",
        )
    })
}
