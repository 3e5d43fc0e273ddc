//! The names that a matrix can hold. Pure.

use super::super::matrix::{CaseRole, Matrix, Phase, Responsibility, Share};
use crate::text::Text;
use std::collections::BTreeMap;

/// All roles and responsibilities that an organisation can use, each list by code.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// The roles.
    pub roles: Vec<CaseRole>,
    /// The responsibilities, without shares.
    pub responsibilities: Vec<Responsibility>,
}

impl Catalogue {
    /// The built-in catalogue, with what an organisation added.
    #[must_use]
    pub fn with(own_roles: Vec<CaseRole>, own_responsibilities: Vec<Responsibility>) -> Self {
        let builtin = Matrix::builtin();
        let mut roles = builtin.roles().to_vec();
        roles.extend(own_roles.into_iter().filter(|own| builtin.role(&own.code).is_none()));
        let unassigned = |known: &Responsibility| Responsibility { assign: BTreeMap::new(), ..known.clone() };
        let mut responsibilities: Vec<_> = builtin.responsibilities().iter().map(unassigned).collect();
        let own = own_responsibilities.into_iter();
        responsibilities.extend(own.filter(|own| builtin.responsibility(&own.code).is_none()));
        Self { roles, responsibilities }
    }

    /// The phases of the work: those that are built in.
    #[must_use]
    pub fn phases() -> &'static [Phase] {
        Matrix::builtin().phases()
    }

    /// The role with this code.
    #[must_use]
    pub fn role(&self, code: &str) -> Option<&CaseRole> {
        self.roles.iter().find(|role| role.code == code)
    }

    /// The responsibility with this code.
    #[must_use]
    pub fn responsibility(&self, code: &str) -> Option<&Responsibility> {
        self.responsibilities.iter().find(|known| known.code == code)
    }

    /// A matrix of these entries. What is named and not known here has its code for a name: a draft
    /// may hold that. A responsibility in which nobody has a share is not part of it.
    #[must_use]
    pub fn matrix<'a>(&self, entries: impl IntoIterator<Item = (&'a str, &'a str, Share)>) -> Matrix {
        let mut shares = BTreeMap::<&str, BTreeMap<String, Share>>::new();
        let mut roles = self.roles.clone();
        for (responsibility, role, share) in entries {
            shares.entry(responsibility).or_default().insert(role.to_owned(), share);
            if !roles.iter().any(|known| known.code == role) {
                roles.push(CaseRole {
                    code: role.to_owned(),
                    name: Text::new(role, role),
                    held_by: Vec::new(),
                    exclusive: false,
                    counsel: false,
                    confidence: None,
                });
            }
        }
        let responsibilities = shares.into_iter().map(|(code, assign)| match self.responsibility(code) {
            Some(known) => Responsibility { assign, ..known.clone() },
            None => Responsibility {
                code: code.to_owned(),
                name: Text::new(code, code),
                phase: String::new(),
                proceedings: Vec::new(),
                assign,
                confidence: None,
            },
        });
        let responsibilities = responsibilities.collect();
        Matrix::of(Self::phases().to_vec(), roles, responsibilities)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entries_of_the_built_in_matrix_make_it_again() {
        let builtin = Matrix::builtin();
        let entries = builtin.responsibilities().iter().flat_map(|known| {
            known.assign.iter().map(|(role, share)| (known.code.as_str(), role.as_str(), *share))
        });
        assert_eq!(&Catalogue::with(Vec::new(), Vec::new()).matrix(entries), builtin);
    }

    #[test]
    fn what_is_not_known_is_shown_by_its_code() {
        let matrix = Catalogue::with(Vec::new(), Vec::new()).matrix([("X1", "NEW", Share::A)]);
        assert_eq!(matrix.responsibility("X1").unwrap().name, Text::new("X1", "X1"));
        assert_eq!(matrix.role("NEW").unwrap().name, Text::new("NEW", "NEW"));
        assert_eq!(matrix.responsibilities().len(), 1);
    }
}
