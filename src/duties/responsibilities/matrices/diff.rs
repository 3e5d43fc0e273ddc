//! The differences between one version of the matrix and another. Pure.

use super::super::matrix::{Matrix, Share};
use crate::text::Text;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// A code and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Named)]
pub struct NamedCode {
    /// The code.
    pub code: String,
    /// The name, in both languages.
    pub name: Text,
}

/// A share of a role in a responsibility, before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ShareChange {
    /// The responsibility in which the share is.
    pub responsibility: NamedCode,
    /// The role that has the share.
    pub role: NamedCode,
    /// The share before; left out of a share that is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Share>,
    /// The share after; left out of a share that is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Share>,
}

/// The differences between one version and another. A role is in a version if it has a share in
/// something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct MatrixChanges {
    /// Shares that are new.
    pub added: Vec<ShareChange>,
    /// Shares that are gone.
    pub removed: Vec<ShareChange>,
    /// Shares that are different.
    pub changed: Vec<ShareChange>,
    /// Roles that had no share in anything.
    pub roles_added: Vec<NamedCode>,
    /// Roles that have no share in anything any more.
    pub roles_removed: Vec<NamedCode>,
    /// Responsibilities that are new.
    pub responsibilities_added: Vec<NamedCode>,
    /// Responsibilities that are gone.
    pub responsibilities_removed: Vec<NamedCode>,
}

impl MatrixChanges {
    /// The difference between one version and another.
    #[must_use]
    pub fn between(before: &Matrix, after: &Matrix) -> Self {
        let (was, is) = (cells(before), cells(after));
        let mut changes = Self::default();
        for (responsibility, role) in was.keys().chain(is.keys()).copied().collect::<BTreeSet<_>>() {
            let at = (responsibility, role);
            let change = ShareChange {
                responsibility: named_responsibility(responsibility, after, before),
                role: named_role(role, after, before),
                before: was.get(&at).copied(),
                after: is.get(&at).copied(),
            };
            match (change.before, change.after) {
                (None, _) => changes.added.push(change),
                (_, None) => changes.removed.push(change),
                (before, after) if before != after => changes.changed.push(change),
                _ => {}
            }
        }
        let roles = |cells: &BTreeMap<(&str, &str), Share>| -> BTreeSet<String> {
            cells.keys().map(|(_, role)| (*role).to_owned()).collect()
        };
        let responsibilities = |cells: &BTreeMap<(&str, &str), Share>| -> BTreeSet<String> {
            cells.keys().map(|(responsibility, _)| (*responsibility).to_owned()).collect()
        };
        let (roles_before, roles_after) = (roles(&was), roles(&is));
        let (known_before, known_after) = (responsibilities(&was), responsibilities(&is));
        let role = |code: &String| named_role(code, after, before);
        let responsibility = |code: &String| named_responsibility(code, after, before);
        changes.roles_added = roles_after.difference(&roles_before).map(role).collect();
        changes.roles_removed = roles_before.difference(&roles_after).map(role).collect();
        changes.responsibilities_added = known_after.difference(&known_before).map(responsibility).collect();
        changes.responsibilities_removed =
            known_before.difference(&known_after).map(responsibility).collect();
        changes
    }

    /// Whether there is no difference.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

fn cells(matrix: &Matrix) -> BTreeMap<(&str, &str), Share> {
    let responsibilities = matrix.responsibilities().iter();
    let cells = responsibilities.flat_map(|known| {
        known.assign.iter().map(|(role, share)| ((known.code.as_str(), role.as_str()), *share))
    });
    cells.collect()
}

fn named_role(code: &str, one: &Matrix, other: &Matrix) -> NamedCode {
    let known = one.role(code).or_else(|| other.role(code));
    let name = known.map_or_else(|| Text::new(code, code), |known| known.name.clone());
    NamedCode { code: code.to_owned(), name }
}

fn named_responsibility(code: &str, one: &Matrix, other: &Matrix) -> NamedCode {
    let known = one.responsibility(code).or_else(|| other.responsibility(code));
    let name = known.map_or_else(|| Text::new(code, code), |known| known.name.clone());
    NamedCode { code: code.to_owned(), name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duties::responsibilities::catalogue::model::Catalogue;

    fn matrix(entries: &[(&str, &str, Share)]) -> Matrix {
        Catalogue::with(Vec::new(), Vec::new()).matrix(entries.iter().copied())
    }

    fn at(changes: &[ShareChange]) -> Vec<(&str, &str, Option<Share>, Option<Share>)> {
        let at = |change: &ShareChange| (change.before, change.after);
        let codes = changes.iter().map(|change| {
            let (before, after) = at(change);
            (change.responsibility.code.as_str(), change.role.code.as_str(), before, after)
        });
        codes.collect()
    }

    #[test]
    fn a_matrix_does_not_differ_from_itself() {
        let builtin = Matrix::builtin();
        let changes = MatrixChanges::between(builtin, builtin);
        assert!(changes.is_empty());
        assert_eq!(changes, MatrixChanges::default());
    }

    #[test]
    fn each_share_that_is_new_gone_or_another_is_named() {
        let before = matrix(&[("R05", "JCO", Share::A), ("R05", "JPL", Share::R), ("R06", "LIT", Share::I)]);
        let after = matrix(&[("R05", "JCO", Share::AR), ("R05", "LSU", Share::C), ("R07", "DEC", Share::AR)]);
        let changes = MatrixChanges::between(&before, &after);
        assert_eq!(
            at(&changes.added),
            [("R05", "LSU", None, Some(Share::C)), ("R07", "DEC", None, Some(Share::AR))]
        );
        assert_eq!(
            at(&changes.removed),
            [("R05", "JPL", Some(Share::R), None), ("R06", "LIT", Some(Share::I), None)]
        );
        assert_eq!(at(&changes.changed), [("R05", "JCO", Some(Share::A), Some(Share::AR))]);
        let codes = |named: &[NamedCode]| named.iter().map(|one| one.code.clone()).collect::<Vec<_>>();
        assert_eq!(codes(&changes.roles_added), ["DEC", "LSU"]);
        assert_eq!(codes(&changes.roles_removed), ["JPL", "LIT"]);
        assert_eq!(codes(&changes.responsibilities_added), ["R07"]);
        assert_eq!(codes(&changes.responsibilities_removed), ["R06"]);
        assert_eq!(changes.roles_removed[0].name, Matrix::builtin().role("JPL").unwrap().name);
    }
}
