//! A finding, from a name that was found and what makes it one with another.

use super::api::Finding;
use super::likeness::Likeness;
use super::model::{MatchGround, NameKind, Severity};
use super::store::FoundRow;
use crate::text::Text;

/// The number of findings that are shown at most.
pub const MOST: usize = 50;

/// The capacity of a name where it was found.
pub(super) fn capacity_of(row: &FoundRow) -> &'static str {
    if row.kind == NameKind::Counsel { NameKind::Counsel.code() } else { row.capacity.code() }
}

/// What that is called.
pub(super) fn capacity_name(row: &FoundRow) -> Text {
    if row.kind == NameKind::Counsel { Text::new("Counsel", "Avocat") } else { row.capacity.name() }
}

pub(super) fn finding(
    code: &'static str,
    severity: Severity,
    reason: Text,
    likeness: Likeness,
    row: FoundRow,
) -> Finding {
    Finding {
        code,
        severity,
        strength: likeness.strength,
        grounds: likeness.grounds.into_iter().collect(),
        reason,
        capacity: capacity_of(&row),
        name: row.name,
        case_id: row.case_id,
        file_number: row.file_number,
        style_of_cause: row.style_of_cause,
        party_id: Some(row.party_id),
        confidentiality: row.confidentiality,
    }
}

/// What makes a likeness, as a sentence that follows another; nothing where the words are the same.
pub(super) fn because(likeness: &Likeness) -> Text {
    if likeness.grounds.iter().all(|ground| *ground == MatchGround::SameWords) {
        return Text::default();
    }
    let names: Vec<_> = likeness.grounds.iter().map(|ground| ground.name()).collect();
    let joined = |one: fn(&Text) -> &str| names.iter().map(one).collect::<Vec<_>>().join(", ");
    Text::new(
        format!(" What makes it: {}.", joined(|text| &text.en)),
        format!(" Ce qui l'indique : {}.", joined(|text| &text.fr)),
    )
}
