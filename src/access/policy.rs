//! The policy: one table that a lawyer can read (`catalog/policy.toml`), and that the service goes
//! by.
//!
//! It says which permissions a role gives, which cases its scope reaches, and which lines have to
//! hold for an act. From it comes an [`AccessCondition`] on a person and a case; a list asks it of
//! the database, a single read of one row, an explanation line by line
//! ([`visibility`](super::visibility), [`crate::insight::policy`]).

use super::permissions::{Permission, Role, RoleScope};
use crate::text::Text;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::sync::LazyLock;
use utoipa::ToSchema;

const FILE: &str = include_str!("catalog/policy.toml");

/// One way in which a person is tied to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Fact)]
pub enum Tie {
    /// The case is one of the person's organisation.
    OwnOrganization,
    /// The person, or a group of theirs, holds a role on the case now.
    Held,
    /// The person, or a group of theirs, holds a role now in a portfolio that the case is in.
    Portfolio,
    /// The person has opened the case in an emergency.
    Emergency,
    /// The person is cleared up to the classification of the case.
    Cleared,
    /// A wall keeps the person from the case.
    Walled,
}

impl Tie {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::OwnOrganization, Self::Held, Self::Portfolio, Self::Emergency, Self::Cleared, Self::Walled];
}

/// A condition on a person and a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccessCondition {
    /// The fact holds.
    Is(Tie),
    /// The fact does not hold.
    Not(Tie),
    /// All of these hold; always, where there are none.
    All(Vec<AccessCondition>),
    /// One of these holds; never, where there are none.
    Any(Vec<AccessCondition>),
}

impl AccessCondition {
    /// Whether it holds of these facts.
    pub fn holds(&self, is: &impl Fn(Tie) -> bool) -> bool {
        match self {
            Self::Is(fact) => is(*fact),
            Self::Not(fact) => !is(*fact),
            Self::All(parts) => parts.iter().all(|part| part.holds(is)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(is)),
        }
    }

    /// The condition that is left to ask once some facts are known: nothing is asked twice, and
    /// nothing in vain.
    #[must_use]
    pub fn simplify(&self, known: &impl Fn(Tie) -> Option<bool>) -> Self {
        let settled = |holds: bool| if holds { Self::All(Vec::new()) } else { Self::Any(Vec::new()) };
        match self {
            Self::Is(fact) => known(*fact).map_or(Self::Is(*fact), settled),
            Self::Not(fact) => known(*fact).map_or(Self::Not(*fact), |holds| settled(!holds)),
            Self::All(parts) => Self::of(parts, known, Self::All),
            Self::Any(parts) => Self::of(parts, known, Self::Any),
        }
    }

    /// The parts that are left: those that decide nothing are dropped, and one that decides
    /// everything is all that remains.
    fn of(parts: &[Self], known: &impl Fn(Tie) -> Option<bool>, joined: impl Fn(Vec<Self>) -> Self) -> Self {
        let (neutral, deciding) = match joined(Vec::new()) {
            Self::All(_) => (Self::All(Vec::new()), Self::Any(Vec::new())),
            neutral => (neutral, Self::All(Vec::new())),
        };
        let mut left: Vec<_> = parts.iter().map(|part| part.simplify(known)).collect();
        if left.contains(&deciding) {
            return deciding;
        }
        left.retain(|part| *part != neutral);
        match left.pop() {
            Some(only) if left.is_empty() => only,
            Some(last) => {
                left.push(last);
                joined(left)
            }
            None => neutral,
        }
    }
}

/// A line of the policy: something that has to hold for every act that it concerns.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PolicyLine)]
pub struct PolicyLine {
    /// The code of the line.
    pub code: String,
    /// The condition, as it holds, in both languages.
    pub text: Text,
    /// What is missing where it does not hold, in both languages.
    pub otherwise: Text,
    /// The provision behind it, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub citation: Option<Text>,
}

/// The meaning of a fact.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PolicyFact)]
pub struct TieLine {
    /// The code of the fact.
    pub code: Tie,
    /// The meaning in both languages.
    pub text: Text,
}

/// The cases that a role reaches.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PolicyScope)]
pub struct ScopeLine {
    /// The code of the scope.
    pub code: RoleScope,
    /// The name of the scope, in both languages.
    pub name: Text,
    /// The facts of which any one is enough.
    pub reach: Vec<Tie>,
}

/// A field that is left out for whoever may not read it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PolicyField)]
pub struct FieldLine {
    /// The resource and the field.
    pub code: String,
    /// The permission that reading it takes.
    pub permission: String,
    /// What the field is, and what stands in its place.
    pub text: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleLine {
    code: Role,
    scope: RoleScope,
    builds_on: Option<Role>,
    gives: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyFile {
    lines: Vec<PolicyLine>,
    facts: Vec<TieLine>,
    scopes: Vec<ScopeLine>,
    roles: Vec<RoleLine>,
    fields: Vec<FieldLine>,
}

/// The grant of a role: what it gives, and where.
#[derive(Clone, Debug)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The cases that it reaches.
    pub scope: RoleScope,
    /// The permissions that it gives, including those of the roles that it builds on.
    pub permissions: Vec<Permission>,
    /// The lines that stand between somebody of the role and a case, in the order in which they are
    /// asked.
    between: [(&'static str, AccessCondition); 3],
    /// All of these: the condition on which somebody with the role may know of a case.
    sees: AccessCondition,
}

/// The policy.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The lines that have to hold, in the order in which they are asked.
    pub lines: Vec<PolicyLine>,
    /// The meanings of the facts.
    pub facts: Vec<TieLine>,
    /// The reach of each scope.
    pub scopes: Vec<ScopeLine>,
    /// The grants of each role.
    pub grants: Vec<Grant>,
    /// The fields that are left out for whoever may not read them.
    pub fields: Vec<FieldLine>,
}

impl Policy {
    fn read(text: &str) -> Result<Self, String> {
        let file: PolicyFile = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut grants: Vec<Grant> = Vec::new();
        for line in file.roles {
            let mut permissions = match line.builds_on {
                None => Vec::new(),
                Some(base) => grants
                    .iter()
                    .find(|grant| grant.role == base)
                    .map(|grant| grant.permissions.clone())
                    .ok_or_else(|| {
                        format!("{} builds on a role that does not stand before it", line.code.code())
                    })?,
            };
            for code in line.gives {
                permissions.push(code.parse().map_err(|()| format!("there is no permission {code}"))?);
            }
            let reach = file.scopes.iter().find(|scope| scope.code == line.scope);
            let reach = reach.ok_or_else(|| format!("{} has a scope that is not there", line.code.code()))?;
            let between = between(&reach.reach);
            // The cheapest to ask of a database comes first, and the order decides nothing.
            let sees =
                AccessCondition::All(between.iter().rev().map(|(_, condition)| condition.clone()).collect());
            grants.push(Grant { role: line.code, scope: line.scope, permissions, between, sees });
        }
        let missing = Role::ALL.into_iter().find(|role| grants.iter().all(|grant| grant.role != *role));
        if let Some(missing) = missing {
            return Err(format!("nothing is said of the role {}", missing.code()));
        }
        Ok(Self { lines: file.lines, facts: file.facts, scopes: file.scopes, grants, fields: file.fields })
    }

    fn grant(&self, role: Role) -> Option<&Grant> {
        self.grants.iter().find(|grant| grant.role == role)
    }

    /// The permissions that a role gives.
    #[must_use]
    pub fn permissions_of(&self, role: Role) -> &[Permission] {
        self.grant(role).map_or(&[], |grant| &grant.permissions)
    }

    /// The cases that a role reaches.
    #[must_use]
    pub fn scope_of(&self, role: Role) -> RoleScope {
        self.grant(role).map_or(RoleScope::Assigned, |grant| grant.scope)
    }

    /// The lines `wall`, `clearance` and `scope` for a role: what has to hold between the person
    /// and a case.
    #[must_use]
    pub fn between(&self, role: Role) -> &[(&'static str, AccessCondition)] {
        self.grant(role).map_or(&[], |grant| &grant.between)
    }

    /// The condition on which somebody with a role may know of a case: all of [`Policy::between`]
    /// holds.
    #[must_use]
    pub fn sees(&self, role: Role) -> &AccessCondition {
        static NEVER: AccessCondition = AccessCondition::Any(Vec::new());
        self.grant(role).map_or(&NEVER, |grant| &grant.sees)
    }
}

/// The conditions that stand between a person and a case, where any one of these facts reaches it.
fn between(reach: &[Tie]) -> [(&'static str, AccessCondition); 3] {
    let reached = reach.iter().copied().map(AccessCondition::Is).collect();
    [
        (
            "wall",
            AccessCondition::Any(vec![
                AccessCondition::Not(Tie::Walled),
                AccessCondition::Is(Tie::Emergency),
            ]),
        ),
        ("clearance", AccessCondition::Is(Tie::Cleared)),
        ("scope", AccessCondition::Any(reached)),
    ]
}

/// The policy that the service goes by.
#[must_use]
pub fn policy() -> &'static Policy {
    #[expect(clippy::panic, reason = "the file is part of the program, and a test loads it")]
    static POLICY: LazyLock<Policy> = LazyLock::new(|| match Policy::read(FILE) {
        Ok(policy) => policy,
        Err(error) => panic!("policy.toml: {error}"),
    });
    &POLICY
}

/// The SHA-256 of the policy, in hexadecimal: another one, another policy.
#[must_use]
pub fn digest() -> &'static str {
    static DIGEST: LazyLock<String> = LazyLock::new(|| hex::encode(Sha256::digest(FILE)));
    &DIGEST
}

impl Role {
    /// What it gives, by the policy.
    #[must_use]
    pub fn permissions(self) -> &'static [Permission] {
        policy().permissions_of(self)
    }

    /// Whether it gives this permission.
    #[must_use]
    pub fn gives(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }

    /// Which cases it reaches, by the policy.
    #[must_use]
    pub fn scope(self) -> RoleScope {
        policy().scope_of(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_table_is_complete_and_in_both_languages() {
        let policy = policy();
        let texts = policy.lines.iter().flat_map(|line| [&line.text, &line.otherwise]);
        let texts = texts
            .chain(policy.lines.iter().filter_map(|line| line.citation.as_ref()))
            .chain(policy.facts.iter().map(|fact| &fact.text))
            .chain(policy.scopes.iter().map(|scope| &scope.name))
            .chain(policy.fields.iter().map(|field| &field.text));
        assert!(texts.clone().count() > 15);
        for text in texts {
            assert!(text.is_complete() && text.en != text.fr, "{text:?}");
        }
        for fact in Tie::ALL {
            assert_eq!(policy.facts.iter().filter(|line| line.code == fact).count(), 1, "{fact:?}");
        }
        for field in &policy.fields {
            assert!(field.permission.parse::<Permission>().is_ok(), "{}", field.code);
        }
        for permission in Permission::ALL {
            assert!(
                policy.grants.iter().any(|grant| grant.permissions.contains(permission)),
                "{permission:?}"
            );
        }
        for grant in &policy.grants {
            let distinct: HashSet<_> = grant.permissions.iter().collect();
            assert_eq!(distinct.len(), grant.permissions.len(), "{:?} gives something twice", grant.role);
        }
    }

    #[test]
    fn what_is_known_is_not_asked_and_changes_nothing() {
        for role in Role::ALL {
            let rule = policy().sees(role);
            for truth in 0..64_u8 {
                let is =
                    |fact: Tie| truth & (1 << Tie::ALL.iter().position(|one| *one == fact).unwrap()) != 0;
                for asked in 0..64_u8 {
                    let known = |fact: Tie| {
                        let bit = 1 << Tie::ALL.iter().position(|one| *one == fact).unwrap();
                        (asked & bit == 0).then(|| is(fact))
                    };
                    let left = rule.simplify(&known);
                    assert_eq!(left.holds(&is), rule.holds(&is), "{role:?} {truth} {asked}");
                    if asked == 0 {
                        assert!(
                            matches!(&left, AccessCondition::All(p) | AccessCondition::Any(p) if p.is_empty())
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn a_wall_wins_over_everything_but_an_emergency() {
        for role in Role::ALL {
            let rule = policy().sees(role);
            assert!(!rule.holds(&|fact| fact != Tie::Emergency), "{role:?}");
            assert!(rule.holds(&|_| true), "{role:?}");
            assert!(!rule.holds(&|fact| fact != Tie::Cleared), "{role:?}: no emergency lifts the clearance");
        }
    }

    #[test]
    fn a_table_that_does_not_hold_together_is_refused() {
        let with = |from: &str, to: &str| Policy::read(&FILE.replacen(from, to, 1));
        assert!(with("\"cases.read\"", "\"cases.reed\"").is_err_and(|error| error.contains("cases.reed")));
        assert!(with("builds_on = \"viewer\"", "builds_on = \"administrator\"").is_err());
        assert!(with("code = \"viewer\"", "code = \"reader\"").is_err());
        assert!(with("reach = [\"held\"", "reach = [\"owned\"").is_err());
    }
}
