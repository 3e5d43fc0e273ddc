//! The matrix of responsibilities: the built-in one, read from its file and checked once, and those
//! that organisations adopt.

use crate::coded::coded;
use crate::db::stored;
use crate::law::proceedings::{ANTICIPATED, Confidence};
use crate::people::identity::model::OrganizationKind;
use crate::text::Text;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, LazyLock};

/// The file of the built-in matrix.
const FILE: &str = include_str!("catalog/matrix.toml");

/// The roles on a case, and who does what for each responsibility.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matrix {
    phases: Vec<Phase>,
    roles: Vec<CaseRole>,
    responsibilities: Vec<Responsibility>,
}

/// A phase of the work on a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// The code, such as `leave`.
    pub code: String,
    /// The name of the phase, in both languages.
    pub name: Text,
    /// The phases of a docket during which its responsibilities bind: codes of the stages of
    /// proceedings.
    pub during: Vec<String>,
    /// The confidence with which it is known.
    pub confidence: Confidence,
}

/// A role that a person can hold on a case. The role of a person in the service is another thing:
/// [`crate::access::permissions::Role`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseRole {
    /// The code, such as `JCO`.
    pub code: String,
    /// The name of the role, in both languages.
    pub name: Text,
    /// The kinds of organisations whose people can hold it.
    pub held_by: Vec<OrganizationKind>,
    /// Whether only one holds it at a time.
    #[serde(default)]
    pub exclusive: bool,
    /// Whether whoever holds it is counsel in the matter: conflicts go by it
    /// ([`crate::teams::conflicts`]).
    #[serde(default)]
    pub counsel: bool,
    /// The confidence with which it is known; not said of what an organisation added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
}

/// Something that must be done on a case, and who does what for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Responsibility {
    /// The code, such as `R05`.
    pub code: String,
    /// The name of the responsibility, in both languages.
    pub name: Text,
    /// The phase in which it arises, by code.
    pub phase: String,
    /// The proceedings in which it arises; in all of them where none is named.
    #[serde(default)]
    pub proceedings: Vec<String>,
    /// The share that each role has in it.
    pub assign: BTreeMap<String, Share>,
    /// The confidence with which it is known; not said of what an organisation added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
}

coded! {
    /// The share of a role in a responsibility.
    pub enum Share {
        /// Does it.
        R = "R", "Responsible: does it", "Responsable\u{a0}: l'accomplit";
        /// Answers for it.
        A = "A", "Accountable: answers for it", "Autorité\u{a0}: en rend compte";
        /// Does it and answers for it.
        AR = "AR", "Accountable and responsible: does it and answers for it", "Autorité et responsable\u{a0}: l'accomplit et en rend compte";
        /// Is asked before.
        C = "C", "Consulted: is asked before", "Consulté\u{a0}: donne son avis au préalable";
        /// Is told after.
        I = "I", "Informed: is told after", "Informé\u{a0}: est avisé par la suite";
    }
}
stored!(Share);

impl Share {
    /// Whether the role does it.
    #[must_use]
    pub const fn is_responsible(self) -> bool {
        matches!(self, Self::R | Self::AR)
    }

    /// Whether the role answers for it.
    #[must_use]
    pub const fn is_accountable(self) -> bool {
        matches!(self, Self::A | Self::AR)
    }
}

impl Responsibility {
    /// The roles whose share passes this test, by code.
    pub fn roles(&self, like: impl Fn(Share) -> bool) -> impl Iterator<Item = &str> {
        self.assign.iter().filter(move |(_, share)| like(**share)).map(|(role, _)| role.as_str())
    }

    /// Whether this role does it.
    #[must_use]
    pub fn is_done_by(&self, role: &str) -> bool {
        self.assign.get(role).is_some_and(|share| share.is_responsible())
    }

    /// Whether this role answers for it.
    #[must_use]
    pub fn is_answered_for_by(&self, role: &str) -> bool {
        self.assign.get(role).is_some_and(|share| share.is_accountable())
    }
}

impl Matrix {
    /// The matrix that is built in.
    #[must_use]
    pub fn builtin() -> &'static Self {
        Self::shared_builtin()
    }

    /// The built-in matrix, to be shared like one that was adopted.
    #[must_use]
    pub fn shared_builtin() -> &'static Arc<Self> {
        #[expect(clippy::panic, reason = "the file is part of the program, and a test loads it")]
        static BUILTIN: LazyLock<Arc<Matrix>> = LazyLock::new(|| match Matrix::load(FILE) {
            Ok(matrix) => Arc::new(matrix),
            Err(faults) => panic!("{}", faults.join("\n")),
        });
        &BUILTIN
    }

    /// A matrix that an organisation puts together. It is not checked here: a draft need not be
    /// whole.
    #[must_use]
    pub const fn of(phases: Vec<Phase>, roles: Vec<CaseRole>, responsibilities: Vec<Responsibility>) -> Self {
        Self { phases, roles, responsibilities }
    }

    /// Reads and checks a matrix.
    ///
    /// # Errors
    /// Every fault found, as `key: reason`.
    pub fn load(text: &str) -> Result<Self, Vec<String>> {
        let matrix: Self = toml::from_str(text).map_err(|error| vec![error.to_string()])?;
        let faults = matrix.faults();
        if faults.is_empty() { Ok(matrix) } else { Err(faults) }
    }

    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut seen = HashSet::new();
        let codes = (self.phases.iter().map(|phase| (&phase.code, &phase.name)))
            .chain(self.roles.iter().map(|role| (&role.code, &role.name)))
            .chain(
                self.responsibilities
                    .iter()
                    .map(|responsibility| (&responsibility.code, &responsibility.name)),
            );
        for (code, name) in codes {
            if !seen.insert(code) {
                faults.push(format!("{code}: there are two of this code"));
            }
            if !name.is_complete() {
                faults.push(format!("{code}.name: English or French is missing"));
            }
        }
        for role in &self.roles {
            if role.confidence.is_none() {
                faults.push(format!("{}.confidence: it is not said how well it is known", role.code));
            }
            if role.held_by.is_empty() {
                faults.push(format!("{}.held_by: nobody could hold it", role.code));
            }
        }
        for responsibility in &self.responsibilities {
            let code = &responsibility.code;
            if responsibility.confidence.is_none() {
                faults.push(format!("{code}.confidence: it is not said how well it is known"));
            }
            if self.phase(&responsibility.phase).is_none() {
                faults.push(format!("{code}.phase: there is no phase {}", responsibility.phase));
            }
            for role in responsibility.assign.keys().filter(|role| self.role(role).is_none()) {
                faults.push(format!("{code}.assign: there is no role {role}"));
            }
            if responsibility.roles(Share::is_accountable).count() != 1 {
                faults.push(format!("{code}.assign: exactly one role is accountable (A)"));
            }
            if responsibility.roles(Share::is_responsible).next().is_none() {
                faults.push(format!("{code}.assign: at least one role is responsible (R)"));
            }
        }
        faults
    }

    /// The phases, in the order of the work.
    #[must_use]
    pub fn phases(&self) -> &[Phase] {
        &self.phases
    }

    /// The phase with this code.
    #[must_use]
    pub fn phase(&self, code: &str) -> Option<&Phase> {
        self.phases.iter().find(|phase| phase.code == code)
    }

    /// The responsibilities that bind in a proceeding during a phase of its docket. A matrix that
    /// says nothing of what is only anticipated goes by the beginning, as all did before there was
    /// such a phase.
    pub fn binding<'a>(
        &'a self,
        proceeding: &'a str,
        docket_phase: &'a str,
    ) -> impl Iterator<Item = &'a Responsibility> {
        let during = self.phases.iter().flat_map(|phase| &phase.during);
        let is_unsaid = docket_phase == ANTICIPATED && !during.into_iter().any(|one| one == ANTICIPATED);
        let docket_phase = if is_unsaid { "intake" } else { docket_phase };
        self.responsibilities.iter().filter(move |known| {
            let of_phase = self
                .phase(&known.phase)
                .is_some_and(|phase| phase.during.iter().any(|one| one == docket_phase));
            of_phase
                && (known.proceedings.is_empty() || known.proceedings.iter().any(|one| one == proceeding))
        })
    }

    /// The roles.
    #[must_use]
    pub fn roles(&self) -> &[CaseRole] {
        &self.roles
    }

    /// The role with this code.
    #[must_use]
    pub fn role(&self, code: &str) -> Option<&CaseRole> {
        self.roles.iter().find(|role| role.code == code)
    }

    /// The responsibilities.
    #[must_use]
    pub fn responsibilities(&self) -> &[Responsibility] {
        &self.responsibilities
    }

    /// The responsibility with this code.
    #[must_use]
    pub fn responsibility(&self, code: &str) -> Option<&Responsibility> {
        self.responsibilities.iter().find(|responsibility| responsibility.code == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_matrix_is_whole() {
        let matrix = Matrix::load(FILE).unwrap();
        assert_eq!((matrix.roles().len(), matrix.responsibilities().len()), (13, 32));
        for (number, responsibility) in (1..).zip(matrix.responsibilities()) {
            assert_eq!(responsibility.code, format!("R{number:02}"));
        }
        let verified =
            matrix.responsibilities().iter().filter(|known| known.confidence == Some(Confidence::Verified));
        assert_eq!(
            verified.map(|known| known.code.as_str()).collect::<Vec<_>>(),
            ["R05", "R07", "R17", "R18", "R21"]
        );
    }

    #[test]
    fn what_is_not_whole_is_refused_with_every_reason() {
        let faults = Matrix::load(
            r#"
            [[phases]]
            code = "leave"
            name = { en = "Leave", fr = " " }
            during = ["leave"]
            confidence = "reconstructed"
            [[roles]]
            code = "JCO"
            name = { en = "Counsel", fr = "Avocat" }
            held_by = []
            confidence = "reconstructed"
            [[responsibilities]]
            code = "R01"
            name = { en = "Do", fr = "Faire" }
            phase = "later"
            assign = { JCO = "C", XYZ = "I" }
            confidence = "reconstructed"
            "#,
        )
        .unwrap_err();
        for key in
            ["leave.name", "JCO.held_by", "R01.phase", "there is no role XYZ", "accountable", "responsible"]
        {
            assert!(faults.iter().any(|fault| fault.contains(key)), "{key} in {faults:?}");
        }
    }
}
