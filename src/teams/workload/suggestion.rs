//! The people who could take a role on a case: who cannot, and why; who can, and how well, in
//! points that are explained.

use super::api::{Candidate, Excluded, ExclusionReason, ScoredReason, SuggestAssignment, Suggestions};
use super::store::{self, CandidateRow, WorkloadFilter};
use super::weights::Weights;
use crate::access::classification::Classification;
use crate::access::context::Context;
use crate::access::portfolio::FileLanguage;
use crate::clock::registry_day;
use crate::db::Connection;
use crate::db::types::Instant;
use crate::duties::responsibilities::matrices::service::in_force_of;
use crate::duties::responsibilities::matrix::{CaseRole, Matrix};
use crate::error::{Error, Fault, Result};
use crate::ids::{OrganizationId, UserId};
use crate::law::calendars::offices::Offices;
use crate::matters::cases;
use crate::matters::cases::CaseRow;
use crate::people::identity;
use crate::teams::conflicts::api::Finding;
use crate::teams::conflicts::model::Severity;
use crate::teams::{absences, conflicts};
use crate::text::Text;
use crate::unparsed::Unparsed;
use std::collections::{HashMap, HashSet};

/// The number of candidates that are shown if the caller does not say.
const FEW: u8 = 5;

/// The number of people who cannot be assigned that are shown.
const MOST_EXCLUDED: usize = 200;

/// The cost of a weight of one.
const LOAD: f64 = 10.0;

/// The worth of the language of the case.
const LANGUAGE: f64 = 20.0;

/// The worth of the office of the case.
const OFFICE: f64 = 10.0;

/// The cost of a finding that has to be waived.
const WAIVER: f64 = 30.0;

/// The people who could be assigned: the active users of the caller's organisation and of the
/// case's, if people of such an organisation can hold the role. Nothing is stored.
///
/// # Errors
/// 403; 404 where the caller may not see the case; 422 where there is no such role, or people of
/// neither organisation can hold it.
pub fn suggest(
    connection: &mut Connection,
    caller: &Context,
    body: &Unparsed<SuggestAssignment>,
) -> Result<Suggestions> {
    caller.require_permission()?;
    let asked = body.parse()?;
    let case = cases::service::find_visible(connection, caller, asked.case_id)?;
    let binding = in_force_of(connection, case.organization_id, caller.now)?;
    let role = binding.matrix.role(&asked.role).ok_or_else(unknown_role)?;
    let organizations = [caller.user.organization_id, case.organization_id];
    let people = store::candidates(connection, organizations, &role.held_by)?;
    if people.is_empty() {
        can_hold(connection, &organizations, role, &binding.matrix)?;
    }
    let known = CandidateKnowledge::read(connection, caller, &case, &role.code, &people)?;
    let (mut candidates, mut excluded) = (Vec::new(), Vec::new());
    for person in people {
        let reasons = known.against(&case, &person);
        if reasons.is_empty() {
            candidates.push(known.scored(&case, person));
        } else {
            excluded.push(Excluded { user_id: person.id, display_name: person.display_name, reasons });
        }
    }
    candidates.sort_by(|one, other| {
        let by_name = || (&one.display_name, one.user_id).cmp(&(&other.display_name, other.user_id));
        other.score.total_cmp(&one.score).then_with(by_name)
    });
    candidates.truncate(usize::from(asked.limit.unwrap_or(FEW)));
    excluded
        .sort_by(|one, other| (&one.display_name, one.user_id).cmp(&(&other.display_name, other.user_id)));
    excluded.truncate(MOST_EXCLUDED);
    Ok(Suggestions { candidates, excluded })
}

/// Refuses a role that people of none of these organisations can hold: that nobody is found would
/// read as if all were busy.
fn can_hold(
    connection: &mut Connection,
    organizations: &[OrganizationId],
    role: &CaseRole,
    matrix: &Matrix,
) -> Result<()> {
    let mut kinds = Vec::new();
    for organization in organizations {
        kinds.push(identity::service::find_organization(connection, *organization)?.kind);
    }
    let is_held = |role: &CaseRole| role.held_by.iter().any(|kind| kinds.contains(kind));
    if is_held(role) {
        return Ok(());
    }
    let can: Vec<_> =
        matrix.roles().iter().filter(|role| is_held(role)).map(|role| role.code.as_str()).collect();
    Err(Error::invalid(vec![Fault::role_not_held(&can)]))
}

fn unknown_role() -> Error {
    Error::invalid(vec![Fault::unknown_role()])
}

/// The knowledge about all candidates at once.
struct CandidateKnowledge {
    walled: HashSet<UserId>,
    holders: HashSet<UserId>,
    away: HashMap<UserId, Instant>,
    findings: HashMap<UserId, Vec<Finding>>,
    cases: HashMap<UserId, Vec<(String, i64)>>,
}

impl CandidateKnowledge {
    fn read(
        connection: &mut Connection,
        caller: &Context,
        case: &CaseRow,
        role: &str,
        people: &[CandidateRow],
    ) -> Result<Self> {
        let ids: Vec<_> = people.iter().map(|person| person.id).collect();
        Ok(Self {
            walled: store::walled(connection, case.id, caller.now)?.into_iter().collect(),
            holders: store::holders(connection, case.id, role, caller.now)?.into_iter().collect(),
            away: absences::service::away(connection, &ids, caller.now)?,
            findings: conflicts::service::of_assignments(connection, caller, case, &ids, role)?,
            cases: store::person::cases_of(connection, caller, &WorkloadFilter::default(), &ids)?,
        })
    }

    fn findings_of(&self, person: UserId, severity: Severity) -> impl Iterator<Item = &Finding> {
        let found = self.findings.get(&person).map_or(&[][..], Vec::as_slice);
        found.iter().filter(move |finding| finding.severity == severity)
    }

    /// The reason why somebody cannot be assigned, where there is a reason.
    fn against(&self, case: &CaseRow, person: &CandidateRow) -> Vec<ExclusionReason> {
        let mut reasons = Vec::new();
        let mut against = |code, en: String, fr: String| {
            reasons.push(ExclusionReason { code, text: Text::new(en, fr) });
        };
        if person.clearance < case.classification {
            let level = Classification::of_rank(case.classification).name();
            against(
                "not_cleared",
                format!("Not cleared for {}.", level.en),
                format!("N'a pas l'habilitation {}.", level.fr),
            );
        }
        if self.walled.contains(&person.id) {
            against(
                "walled",
                "A wall keeps the person from the case.".to_owned(),
                "Une mesure de cloisonnement interdit à cette personne l'accès au dossier.".to_owned(),
            );
        }
        if self.holders.contains(&person.id) {
            against(
                "holds_it_already",
                "Holds this role on the case already.".to_owned(),
                "Exerce déjà ce rôle dans le dossier.".to_owned(),
            );
        }
        if let Some(until) = self.away.get(&person.id) {
            let day = registry_day(*until);
            against("away", format!("Away until {day}."), format!("Absence jusqu'au {day}."));
        }
        for finding in self.findings_of(person.id, Severity::Bar) {
            against(finding.code, finding.reason.en.clone(), finding.reason.fr.clone());
        }
        reasons
    }

    /// A candidate who can be assigned, with what speaks for it and what against.
    fn scored(&self, case: &CaseRow, person: CandidateRow) -> Candidate {
        let cases = self.cases.get(&person.id).map_or(&[][..], Vec::as_slice);
        let (number, weight) =
            (cases.iter().map(|(_, count)| count).sum::<i64>(), Weights::builtin().sum(cases));
        let written = weight.to_string();
        let mut reasons = vec![ScoredReason {
            code: "load",
            text: Text::new(
                format!("Open cases: {number}, weight {written}."),
                format!("Dossiers ouverts : {number}, poids {}.", written.replace('.', ",")),
            ),
            points: 0.0 - weight * LOAD,
        }];
        if case.language == FileLanguage::Both || case.language == person.language.into() {
            let text =
                Text::new("Works in the language of the case.", "Travaille dans la langue du dossier.");
            reasons.push(ScoredReason { code: "language", text, points: LANGUAGE });
        }
        let kept = |office: &String| Offices::current().kept(office).to_lowercase();
        let is_there = |office: &String| Some(kept(office)) == case.office.as_ref().map(kept);
        if person.office.as_ref().is_some_and(is_there) {
            let text = Text::new("Works in the office of the case.", "Travaille au bureau du dossier.");
            reasons.push(ScoredReason { code: "office", text, points: OFFICE });
        }
        let waivable = self.findings_of(person.id, Severity::Waivable);
        reasons.extend(waivable.map(|finding| ScoredReason {
            code: finding.code,
            text: finding.reason.clone(),
            points: -WAIVER,
        }));
        let score = reasons.iter().map(|reason| reason.points).sum();
        Candidate { user_id: person.id, display_name: person.display_name, score, reasons }
    }
}
