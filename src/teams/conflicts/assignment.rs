//! The findings that stand in the way of assigning somebody.

use super::api::Finding;
use super::model::{CheckedPerson, NameKind, Severity, is_clients_counsel};
use super::service::{MOST, finding, show, tell};
use super::store::{self, Eyes, FoundRow, PastHolderRow};
use crate::access::context::Context;
use crate::db::Connection;
use crate::duties::responsibilities::matrices::service::in_force_of;
use crate::error::Result;
use crate::ids::{CaseId, UserId};
use crate::matters::cases::CaseRow;
use crate::people::identity;
use crate::teams::conflicts::folding;
use crate::text::Text;
use std::collections::{HashMap, HashSet};

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
        identity::service::names(connection, users)?.into_iter().map(person).collect();
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
        findings.sort_by_key(|finding| finding.severity);
        findings.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
        if !findings.is_empty() {
            all.insert(person.id, findings);
        }
    }
    Ok(all)
}

fn person((id, display_name): (UserId, String)) -> CheckedPerson {
    let folded = folding::folded(&display_name);
    CheckedPerson { id, sounds_like: folding::sounds_like(&folded), folded, display_name }
}

/// The likeness of a person and a name in a case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NameMatch {
    Same,
    Similar,
}

fn name_match(person: &CheckedPerson, row: &FoundRow) -> Option<NameMatch> {
    // Where it is known whose account a party has, the name says no more. Counsel are known by name
    // only.
    let account = row.user_id.filter(|_| row.kind != NameKind::Counsel);
    if let Some(account) = account {
        return (account == person.id).then_some(NameMatch::Same);
    }
    if person.folded.is_empty() || row.sounds_like != person.sounds_like {
        None
    } else if row.folded == person.folded {
        Some(NameMatch::Same)
    } else {
        Some(NameMatch::Similar)
    }
}

fn has_decided(person: &CheckedPerson, held: &PastHolderRow) -> Finding {
    Finding {
        code: "decided_in_the_matter",
        severity: Severity::Bar,
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
    let name_match = name_match(person, row)?;
    let (code, severity, reason) = match (row.kind, name_match) {
        (NameKind::DecisionMaker | NameKind::Affiant, _) if !is_counsel => return None,
        (NameKind::DecisionMaker, NameMatch::Same) => ("decided_in_the_matter", Severity::Bar, decided()),
        (NameKind::Affiant, NameMatch::Same) => (
            "swore_affidavit",
            Severity::Bar,
            Text::new(
                "The person swore an affidavit in the matter. A solicitor does not both depose and argue, except with leave of the Court (Federal Courts Rules, r. 82). Assign somebody else.",
                "Cette personne a souscrit un affidavit dans l'affaire. Un avocat ne peut à la fois être l'auteur d'un affidavit et présenter des arguments, sauf avec l'autorisation de la Cour (Règles des Cours fédérales, règle 82). Affectez une autre personne.",
            ),
        ),
        (NameKind::DecisionMaker, NameMatch::Similar) => (
            "similar_to_decision_maker",
            Severity::Waivable,
            Text::new(
                "Whoever decided in the matter has a name that sounds like this person's. Make sure that they are two.",
                "L'auteur de la décision porte un nom de consonance semblable à celui de cette personne. Assurez-vous qu'il s'agit de deux personnes.",
            ),
        ),
        (NameKind::Affiant, NameMatch::Similar) => (
            "similar_to_affiant",
            Severity::Waivable,
            Text::new(
                "Whoever swore an affidavit in the matter has a name that sounds like this person's. Make sure that they are two.",
                "L'auteur d'un affidavit porte un nom de consonance semblable à celui de cette personne. Assurez-vous qu'il s'agit de deux personnes.",
            ),
        ),
        (NameKind::Counsel, _) if is_of_client(row) => return None,
        (NameKind::Party | NameKind::Counsel, name_match) => {
            let (en, fr) = if name_match == NameMatch::Same {
                (
                    "A party or counsel in the matter has this person's name",
                    "Une partie ou un avocat dans l'affaire porte le nom de cette personne",
                )
            } else {
                (
                    "A party or counsel in the matter has a name that sounds like this person's",
                    "Une partie ou un avocat dans l'affaire porte un nom de consonance semblable à celui de cette personne",
                )
            };
            let reason = Text::new(
                format!("{en}. Make sure that they are two, or have it waived."),
                format!("{fr}. Assurez-vous qu'il s'agit de deux personnes ou obtenez une renonciation."),
            );
            ("acted_in_the_matter", Severity::Waivable, reason)
        }
    };
    Some(finding(code, severity, reason, row.clone()))
}

fn is_of_client(row: &FoundRow) -> bool {
    is_clients_counsel(row.party_kind, row.capacity, row.side)
}

/// The other cases in which people of these names were parties or counsel beside a party of this
/// case.
#[derive(Default)]
struct OtherCases {
    rows: Vec<FoundRow>,
    shared: HashMap<CaseId, HashSet<String>>,
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
        let parties: HashSet<_> = here.iter().filter(is_party).map(|row| row.sounds_like.clone()).collect();
        let names: HashSet<_> = people.iter().map(|person| person.sounds_like.clone()).collect();
        let names: Vec<_> = names.into_iter().filter(|name| !name.is_empty()).collect();
        if parties.is_empty() || names.is_empty() {
            return Ok(Self::default());
        }
        let parties: Vec<_> = parties.into_iter().collect();
        let mut shared: HashMap<CaseId, HashSet<String>> = HashMap::new();
        for (there, name) in store::sharing(connection, eyes, &parties, &names, matter, MOST_SHARED)? {
            shared.entry(there).or_default().insert(name);
        }
        if shared.is_empty() {
            return Ok(Self::default());
        }
        let cases: Vec<_> = shared.keys().copied().collect();
        Ok(Self { rows: store::of_names(connection, eyes, &cases, &names)?, shared })
    }

    fn of<'a>(&'a self, person: &'a CheckedPerson) -> impl Iterator<Item = Finding> + 'a {
        let rows = self.rows.iter().filter(|row| !is_of_client(row) || row.kind == NameKind::Party);
        // Beside somebody else: a person is not in conflict with their own name.
        let beside = |row: &&FoundRow| {
            let names = self.shared.get(&row.case_id);
            names.is_some_and(|names| names.iter().any(|name| *name != person.sounds_like))
        };
        rows.filter(beside).filter(|row| name_match(person, row).is_some()).map(|row| {
            let reason = Text::new(
                "Somebody of this person's name, or of one that sounds alike, is in another case beside a person who may be a party to this one. Make sure that they are two, or have it waived.",
                "Une personne de ce nom, ou d'un nom de consonance semblable, figure dans un autre dossier aux côtés d'une personne qui pourrait être partie à celui-ci. Assurez-vous qu'il s'agit de deux personnes ou obtenez une renonciation.",
            );
            finding("acted_for_the_same_person", Severity::Waivable, reason, row.clone())
        })
    }
}
