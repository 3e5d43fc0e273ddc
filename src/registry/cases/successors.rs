//! The case that follows another: a judicial review of the decision in it, an appeal, the
//! redetermination that was ordered.
//!
//! Which proceedings may follow, from which stages, and what the next case begins with is data
//! (`[[successors]]` of the proceeding). The new case takes over the parties, in the capacity that
//! they have there, the language, the office and the classification and the confidentiality, and
//! the walls around it, which reach it by themselves in a court file that the two share; its
//! decision under review is what the docket of the first one says.

use super::api::{Case, CaseInput, DecisionInput, SuccessorInput};
use super::service::insert;
use super::warnings;
use crate::access::classification::Classification;
use crate::access::context::Context;
use crate::access::portfolio::FileLanguage;
use crate::db::Connection;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::CaseId;
use crate::journal::{self, Subject};
use crate::law::docket::model::DocketEvent;
use crate::law::docket::replay::State;
use crate::law::proceedings::file_number::key;
use crate::law::proceedings::{Catalog, FactCondition, NextSide, Proceeding, Side, Successor};
use crate::matters::cases::CaseRow;
use crate::matters::cases::service::{self, Locked, proceeding};
use crate::matters::{docket, links};
use crate::registry::court_files;
use crate::registry::court_files::service::NewlyGiven;
use crate::registry::parties;
use crate::registry::parties::api::{Party, PartyAlias, PartyInput};
use crate::teams::walls;
use crate::text::Text;
use crate::unparsed::Unparsed;
use crate::version::Precondition;
use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;

/// The journal's record of the first case.
#[derive(Serialize)]
struct Followed<'a> {
    successor_id: CaseId,
    proceeding: &'a str,
    link: &'a str,
}

/// Opens the case that follows one.
///
/// # Errors
/// 404, 403, 412; 422 where the body is wrong or no such case may follow; 409 where it may not
/// follow from this stage.
pub fn open(
    connection: &mut Connection,
    caller: &Context,
    id: CaseId,
    precondition: &Precondition,
    body: &Unparsed<SuccessorInput>,
) -> Result<Case> {
    let Locked { case, seen } = service::lock(connection, caller, id)?;
    precondition.check(seen)?;
    let asked = body.parse()?;
    let known = proceeding(&case)?;
    let (docket, state) = docket::service::docket_of(connection, &case)?;
    let here = known.successors.iter().filter(|successor| follows(successor, &case, &docket));
    let successor = chosen(known, &case, &here.collect::<Vec<_>>(), asked.proceeding.as_deref())?;
    if successor.same_file {
        same_number(caller, known, &case, asked.file_number.as_deref())?;
    }
    let is_numbered = case.file_number.is_some();
    let parties = parties::service::of_case(connection, id)?;
    let new = next(successor, &case, &state, parties, asked)?;
    let case = if successor.same_file { court_files::membership::shared(connection, case)? } else { case };
    let in_file_of = Some(&case).filter(|_| successor.same_file);
    let mut opened = insert(connection, caller, new, (in_file_of, Vec::new()))
        .map_err(|error| error.without_prefix("/decision"))?;
    if !successor.same_file {
        walls::service::carry_over(connection, caller, id, opened.id)?;
    }
    links::service::link(connection, caller, opened.id, &case, successor.link.parse()?)?;
    let followed =
        Followed { successor_id: opened.id, proceeding: &successor.proceeding, link: &successor.link };
    let nothing = journal::service::ABSENT;
    journal::append(connection, caller, Subject::Case(id), "case.followed", nothing, Some(&followed))?;
    // Now that they are linked, the number that they share is nothing to be warned of.
    if let Some(next) = service::of_ids(connection, &[opened.id])?.first() {
        let given = NewlyGiven { file_number: successor.same_file && !is_numbered, office: false };
        court_files::service::carry(connection, caller, next, given)?;
        opened.warnings = warnings::of(connection, caller, next, NewlyGiven::ALL)?;
    }
    Ok(opened)
}

/// Refuses a number that is not the court file's, for a case in the same file.
///
/// # Errors
/// 422 that names the number.
fn same_number(caller: &Context, known: &Proceeding, case: &CaseRow, asked: Option<&str>) -> Result<()> {
    let (Some(number), Some(asked)) = (case.file_number.as_deref(), asked) else { return Ok(()) };
    let asked = Catalog::current().read_file_number(known, asked, caller.today.year()).number;
    if key(&asked) == key(number) {
        return Ok(());
    }
    Err(Error::invalid(vec![Fault::body(
        "/file_number",
        "other_file_number",
        format!(
            "It is in the same file of the court as this case, whose number is {number}. Leave the field out."
        ),
        format!(
            "L'instance est dans le même dossier de la cour que celle-ci, qui porte le numéro {number}. Retirez ce champ."
        ),
    )]))
}

/// Whether a case may follow from where this one stands, and after what decided it.
fn follows(successor: &Successor, case: &CaseRow, docket: &[DocketEvent]) -> bool {
    let decided = docket.iter().filter(|event| successor.decided_by.contains(&event.event_type));
    let latest = decided.max_by_key(|event| event.occurred_on);
    let has = |condition: &FactCondition| {
        latest.and_then(|event| event.facts.get(&condition.fact)) == Some(&condition.equals)
    };
    successor.stages.contains(&case.stage) && successor.when.iter().all(has)
}

/// The successor that is to follow: what was named, or the only thing that may.
fn chosen<'a>(
    known: &Proceeding,
    case: &CaseRow,
    here: &[&'a Successor],
    named: Option<&str>,
) -> Result<&'a Successor> {
    let codes: Vec<_> = here.iter().map(|successor| successor.proceeding.as_str()).collect();
    let codes = codes.join(", ");
    let now = if codes.is_empty() {
        Text::new("Nothing may follow now.", "Rien ne peut suivre maintenant.")
    } else {
        Text::new(
            format!("What may follow now: {codes}."),
            format!("Ce qui peut suivre maintenant : {codes}."),
        )
    };
    let Some(named) = named else {
        return match here {
            [only] => Ok(only),
            _ => Err(Error::invalid(vec![Fault::body(
                "/proceeding",
                "required",
                format!("Say which proceeding follows. {}", now.en),
                format!("Indiquez l'instance qui suit. {}", now.fr),
            )])),
        };
    };
    if let Some(found) = here.iter().copied().find(|successor| successor.proceeding == named) {
        return Ok(found);
    }
    if known.successors.iter().any(|successor| successor.proceeding == named) {
        return Err(Error::new(Code::Conflict).with_detail(
            format!("{named} does not follow from the stage {}. {}", case.stage, now.en),
            format!("{named} ne suit pas l'étape {}. {}", case.stage, now.fr),
        ));
    }
    Err(Error::invalid(vec![Fault::body(
        "/proceeding",
        "unknown_successor",
        format!("{named} follows on no {}. {}", known.code, now.en),
        format!("{named} ne suit aucune instance {}. {}", known.code, now.fr),
    )]))
}

fn next(
    successor: &Successor,
    case: &CaseRow,
    state: &State,
    parties: Vec<Party>,
    asked: SuccessorInput,
) -> Result<CaseInput> {
    let decision = case.decision();
    let is_french = case.language == FileLanguage::Fr;
    let latest = |events: &[String]| -> Option<NaiveDate> {
        events.iter().filter_map(|event| state.latest(event)).max()
    };
    // Where the next case is about another decision, the days of this one's say nothing of it.
    let (own_decided, own_notified) = match successor.body {
        Some(_) => (None, None),
        None => (decision.decided_on, decision.notified_on),
    };
    let body = successor.body.as_ref().map(|body| if is_french { body.fr.clone() } else { body.en.clone() });
    let location = successor.location.as_deref().map(str::parse).transpose()?.or(decision.location);
    let parties = parties.into_iter().map(|party| taken_over(party, successor)).collect::<Result<_>>()?;
    Ok(CaseInput {
        proceeding: successor.proceeding.clone(),
        style_of_cause: asked.style_of_cause.unwrap_or_else(|| case.style_of_cause.clone()),
        language: case.language,
        classification: Some(Classification::of_rank(case.classification)),
        // What was ordered for the persons in this case holds for them in the next, until a court
        // says otherwise.
        confidentiality: Some(case.confidentiality),
        file_number: case.file_number.clone().filter(|_| successor.same_file).or(asked.file_number),
        office: case.office.clone(),
        decision: Some(DecisionInput {
            body: body.or(decision.body),
            body_text: None,
            decided_on: asked.decided_on.or_else(|| latest(&successor.decided_by)).or(own_decided),
            notified_on: asked.notified_on.or_else(|| latest(&successor.notified_by)).or(own_notified),
            location,
        }),
        organization_id: None,
        side: asked.side.or_else(|| next_side(successor, case)),
        // Another system knows the next case by another id.
        external_ids: Vec::new(),
        parties,
    })
}

/// The side on which the organisation stands in the next case, if this one says.
fn next_side(successor: &Successor, case: &CaseRow) -> Option<Side> {
    let other = match case.side {
        Side::Initiating => Side::Responding,
        Side::Responding => Side::Initiating,
    };
    Some(if successor.side? == NextSide::Same { case.side } else { other })
}

/// A party in the capacity that it has in the next case.
fn taken_over(party: Party, successor: &Successor) -> Result<PartyInput> {
    let change = successor.capacities.iter().find(|change| change.from == party.capacity.code());
    Ok(PartyInput {
        kind: party.kind,
        capacity: change.map_or(Ok(party.capacity), |change| change.to.parse())?,
        name: party.name,
        language: party.language,
        counsel: party.counsel,
        user_id: party.user_id,
        date_of_birth: party.date_of_birth,
        uci: party.uci,
        address: party.address,
        aliases: party.aliases.into_iter().map(PartyAlias).collect(),
        external_ids: party.external_ids.as_slice().to_vec(),
    })
}
