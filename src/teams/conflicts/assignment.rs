//! The findings that stand in the way of assigning somebody.

use super::api::Finding;
use super::elsewhere::{KnownName, MOST_SOUGHT};
use super::findings::{MOST, because, finding};
use super::folding::ReadName;
use super::keys;
use super::likeness::{Likeness, likeness};
use super::model::{CheckedPerson, MatchGround, MatchStrength, NameKind, Severity, is_clients_counsel};
use super::service::{show, tell};
use super::store::{self, Eyes, FoundRow, PastHolderRow};
use crate::access::context::Context;
use crate::db::Connection;
use crate::duties::responsibilities::matrices::service::in_force_of;
use crate::error::Result;
use crate::ids::{CaseId, UserId};
use crate::matters::cases::CaseRow;
use crate::people::identity;
use crate::text::Text;
use std::collections::{BTreeSet, HashMap, HashSet};

/// The role of whoever made the decision under review.
const DECISION_MAKER: &str = "DEC";

/// The number of cases in which people may have acted for a party are looked at, at most.
const MOST_SHARED: i64 = 1000;

/// The findings that stand in the way of assigning a user to a role on a case, the weightiest
/// first.
pub fn of_assignment(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    user: UserId,
    role: &str,
) -> Result<Vec<Finding>> {
    let found = of_assignments(connection, caller, case, &[user], role)?;
    Ok(found.into_values().next().unwrap_or_default())
}

/// The same for many users, in as many statements as for one. A user who is unknown, or has nothing
/// in the way, is not there.
pub fn of_assignments(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    users: &[UserId],
    role: &str,
) -> Result<HashMap<UserId, Vec<Finding>>> {
    let mut all = found(connection, caller, Eyes::Of(caller), case, users, role)?;
    show(connection, caller, all.values_mut().flatten())?;
    Ok(all)
}

/// Tells whoever directs the organisation's litigation of what stands in the way of an assignment
/// and was left out for the caller, who was shown these findings: it rests on a name that they are
/// not shown.
pub fn tell_of_assignment(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    user: UserId,
    role: &str,
    shown: &[Finding],
) -> Result<()> {
    let eyes = Eyes::Service(case.organization_id);
    let all = found(connection, caller, eyes, case, &[user], role)?.into_values().flatten();
    let left_out = all.filter(|finding| {
        !shown.iter().any(|other| {
            (other.code, other.case_id, other.party_id) == (finding.code, finding.case_id, finding.party_id)
        })
    });
    tell(connection, caller, case, left_out.map(|finding| finding.case_id).collect())
}

/// The findings through these eyes.
fn found(
    connection: &mut Connection,
    caller: &Context,
    eyes: Eyes<'_>,
    case: &CaseRow,
    users: &[UserId],
    role: &str,
) -> Result<HashMap<UserId, Vec<Finding>>> {
    let people: Vec<CheckedPerson> =
        identity::principals::names(connection, users)?.into_iter().map(person).collect();
    let mut matter = store::linked(connection, eyes, case.id)?;
    matter.push(case.id);
    let here = store::in_cases(connection, eyes, &matter)?;
    let binding = in_force_of(connection, case.organization_id, caller.now)?;
    let is_counsel = binding.matrix.role(role).is_some_and(|role| role.counsel);
    let decided =
        if is_counsel { store::held(connection, &matter, users, DECISION_MAKER)? } else { Vec::new() };
    let elsewhere = OtherCases::read(connection, eyes, case.id, &matter, &here, &people)?;
    let mut all = HashMap::new();
    for person in &people {
        let mut findings = Vec::new();
        if is_counsel {
            findings.extend(
                decided.iter().filter(|held| held.user_id == person.id).map(|held| has_decided(person, held)),
            );
        }
        findings.extend(here.iter().filter_map(|row| in_the_matter(person, row, is_counsel)));
        findings.extend(elsewhere.of(person));
        findings.sort_by_key(|finding| (finding.severity, finding.strength));
        // A party and its other names are one.
        let mut seen = HashSet::new();
        findings.retain(|one| seen.insert((one.code, one.case_id, one.party_id, one.capacity)));
        findings.truncate(MOST);
        if !findings.is_empty() {
            all.insert(person.id, findings);
        }
    }
    Ok(all)
}

fn person((id, display_name): (UserId, String)) -> CheckedPerson {
    let name = ReadName::new(&display_name);
    CheckedPerson { id, keys: keys::of_name(&name), name, display_name }
}

/// How much a name in a case is like a person's.
fn name_match(person: &CheckedPerson, row: &FoundRow, name: &ReadName) -> Option<Likeness> {
    // Where it is known whose account a party has, the name says no more. Counsel are known by name
    // only.
    let account = row.user_id.filter(|_| row.kind != NameKind::Counsel);
    match account {
        Some(account) => (account == person.id).then(by_account),
        None => likeness(&person.name, name),
    }
}

fn by_account() -> Likeness {
    Likeness { strength: MatchStrength::Same, grounds: [MatchGround::SameAccount].into() }
}

fn has_decided(person: &CheckedPerson, held: &PastHolderRow) -> Finding {
    let Likeness { strength, grounds } = by_account();
    Finding {
        code: "decided_in_the_matter",
        severity: Severity::Bar,
        strength,
        grounds: grounds.into_iter().collect(),
        reason: decided(),
        name: person.display_name.clone(),
        capacity: NameKind::DecisionMaker.code(),
        case_id: held.case_id,
        file_number: held.file_number.clone(),
        style_of_cause: held.style_of_cause.clone(),
        party_id: None,
        confidentiality: held.confidentiality,
    }
}

fn decided() -> Text {
    Text::new(
        "The person decided in the matter, and cannot be counsel in it. Assign somebody else.",
        "Cette personne a rendu une décision dans l'affaire et ne peut y agir comme avocat. Affectez une autre personne.",
    )
}

/// The meaning for a person of a name in the case itself, or in one that is linked to it.
fn in_the_matter(person: &CheckedPerson, row: &FoundRow, is_counsel: bool) -> Option<Finding> {
    let likeness = name_match(person, row, &ReadName::new(&row.name))?;
    let (code, severity, reason) = match (row.kind, likeness.strength) {
        (NameKind::DecisionMaker | NameKind::Affiant, _) if !is_counsel => return None,
        (NameKind::DecisionMaker, MatchStrength::Same) => ("decided_in_the_matter", Severity::Bar, decided()),
        (NameKind::Affiant, MatchStrength::Same) => (
            "swore_affidavit",
            Severity::Bar,
            Text::new(
                "The person swore an affidavit in the matter. A solicitor does not both depose and argue, except with leave of the Court (Federal Courts Rules, r. 82). Assign somebody else.",
                "Cette personne a souscrit un affidavit dans l'affaire. Un avocat ne peut à la fois être l'auteur d'un affidavit et présenter des arguments, sauf avec l'autorisation de la Cour (Règles des Cours fédérales, règle 82). Affectez une autre personne.",
            ),
        ),
        (NameKind::DecisionMaker, _) => (
            "similar_to_decision_maker",
            Severity::Waivable,
            Text::new(
                "Whoever decided in the matter has a name that may be this person's. Make sure that they are two.",
                "L'auteur de la décision porte un nom qui est peut-être celui de cette personne. Assurez-vous qu'il s'agit de deux personnes.",
            ),
        ),
        (NameKind::Affiant, _) => (
            "similar_to_affiant",
            Severity::Waivable,
            Text::new(
                "Whoever swore an affidavit in the matter has a name that may be this person's. Make sure that they are two.",
                "L'auteur d'un affidavit porte un nom qui est peut-être celui de cette personne. Assurez-vous qu'il s'agit de deux personnes.",
            ),
        ),
        (NameKind::Counsel, _) if is_of_client(row) => return None,
        (NameKind::Party | NameKind::Counsel, strength) => {
            let (en, fr) = if strength == MatchStrength::Same {
                (
                    "A party or counsel in the matter has this person's name",
                    "Une partie ou un avocat dans l'affaire porte le nom de cette personne",
                )
            } else {
                (
                    "A party or counsel in the matter has a name that may be this person's",
                    "Une partie ou un avocat dans l'affaire porte un nom qui est peut-être celui de cette personne",
                )
            };
            let reason = Text::new(
                format!("{en}. Make sure that they are two, or have it waived."),
                format!("{fr}. Assurez-vous qu'il s'agit de deux personnes ou obtenez une renonciation."),
            );
            ("acted_in_the_matter", Severity::Waivable, reason)
        }
    };
    Some(explained(code, severity, &reason, likeness, row.clone()))
}

/// A finding that says what makes the names one.
fn explained(
    code: &'static str,
    severity: Severity,
    reason: &Text,
    likeness: Likeness,
    row: FoundRow,
) -> Finding {
    let made = because(&likeness);
    let reason = Text::new(reason.en.clone() + &made.en, reason.fr.clone() + &made.fr);
    finding(code, severity, reason, likeness, row)
}

fn is_of_client(row: &FoundRow) -> bool {
    is_clients_counsel(row.party_kind, row.capacity, row.side)
}

/// The other cases in which people of these names were parties or counsel beside a party of this
/// case.
#[derive(Default)]
struct OtherCases {
    names: Vec<KnownName>,
    /// The parties of those cases that may be parties of this one.
    shared: HashMap<CaseId, Vec<KnownName>>,
}

impl OtherCases {
    fn read(
        connection: &mut Connection,
        eyes: Eyes<'_>,
        case: CaseId,
        matter: &[CaseId],
        here: &[FoundRow],
        people: &[CheckedPerson],
    ) -> Result<Self> {
        let is_party = |row: &&FoundRow| row.case_id == case && row.kind == NameKind::Party;
        let own = here.iter().filter(is_party).cloned().map(|row| KnownName::new(row, eyes));
        let own: Vec<_> = own.collect();
        let keys: BTreeSet<_> = people.iter().flat_map(|person| person.keys.iter().cloned()).collect();
        let mut all = Self::default();
        if keys.is_empty() {
            return Ok(all);
        }
        let read = |rows: Vec<FoundRow>| rows.into_iter().map(|row| KnownName::new(row, eyes));
        let mut seen = HashSet::new();
        for own in own.chunks(MOST_SOUGHT) {
            let parties: BTreeSet<_> = own.iter().flat_map(|name| name.keys.iter().cloned()).collect();
            let names = store::beside(connection, eyes, &keys, &parties, matter, MOST_SHARED)?;
            let cases: BTreeSet<_> = names.iter().map(|row| row.case_id).collect();
            let cases: Vec<_> = cases.into_iter().collect();
            if cases.is_empty() {
                continue;
            }
            for there in read(store::parties_in(connection, eyes, &cases, &parties)?) {
                if own.iter().any(|name| name.likeness(&there, eyes).is_some()) {
                    all.shared.entry(there.row.case_id).or_default().push(there);
                }
            }
            let is_new = |name: &KnownName| {
                seen.insert((name.row.party_id, name.row.kind.code(), name.row.name.clone()))
            };
            all.names.extend(read(names).filter(is_new));
        }
        Ok(all)
    }

    fn of<'a>(&'a self, person: &'a CheckedPerson) -> impl Iterator<Item = Finding> + 'a {
        let is_near = |name: &&KnownName| !name.keys.is_disjoint(&person.keys);
        let names = self.names.iter().filter(is_near);
        let names = names.filter(|name| !is_of_client(&name.row) || name.row.kind == NameKind::Party);
        // Beside somebody else: a person is not in conflict with their own name.
        let beside = |name: &&KnownName| {
            let shared = self.shared.get(&name.row.case_id).into_iter().flatten();
            shared.into_iter().any(|shared| likeness(&person.name, &shared.name).is_none())
        };
        names.filter(beside).filter_map(|name| {
            let likeness = name_match(person, &name.row, &name.name)?;
            let reason = Text::new(
                "Somebody of this person's name, or of one that may be the same, is in another case beside a person who may be a party to this one. Make sure that they are two, or have it waived.",
                "Une personne de ce nom, ou d'un nom qui est peut-être le même, figure dans un autre dossier aux côtés d'une personne qui pourrait être partie à celui-ci. Assurez-vous qu'il s'agit de deux personnes ou obtenez une renonciation.",
            );
            Some(explained("acted_for_the_same_person", Severity::Waivable, &reason, likeness, name.row.clone()))
        })
    }
}
