//! The office and the body that decided, which a case takes from lists.
//!
//! Both decide what time runs and by which clock: a name that no list has is refused rather than
//! read as nothing. There are more who decide, and more offices, than are listed: another body is
//! `other` with its name, and another office is added to those of the organisation first.

use super::api::{CaseInput, DecisionInput, DecisionPatch};
use crate::db::Connection;
use crate::error::{Fault, Result};
use crate::ids::OrganizationId;
use crate::law::calendars::nearest;
use crate::law::calendars::offices::Offices;
use crate::law::proceedings::DecisionBody;
use crate::people::offices;

/// The faults of a new case in what it takes from a list.
pub(super) fn faults(
    connection: &mut Connection,
    organization: OrganizationId,
    new: &CaseInput,
) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    if let Some(office) = &new.office {
        faults.extend(unknown_office(connection, organization, office)?);
    }
    let decision = new.decision.as_ref();
    faults.extend(decision.and_then(|DecisionInput { body, body_text, .. }| {
        body_kept(body.as_deref(), body_text.as_deref()).err()
    }));
    Ok(faults)
}

/// The refusal of an office that neither everybody nor the organisation has.
pub(super) fn unknown_office(
    connection: &mut Connection,
    organization: OrganizationId,
    written: &str,
) -> Result<Option<Fault>> {
    if offices::service::named(connection, organization, written)?.is_known {
        return Ok(None);
    }
    let own = offices::service::own(connection, organization)?;
    let own = own.iter().map(|office| {
        let spellings = office.spellings.iter().map(String::as_str);
        (office.written.as_str(), spellings.chain([office.written.as_str()]).collect())
    });
    let all = Offices::current().all().iter();
    let all = all.map(|office| (office.written.as_str(), office.all_spellings().collect())).chain(own);
    let (en, fr) = nearest_of(&nearest(written, all));
    let written = written.trim();
    Ok(Some(Fault::body(
        "/office",
        "unknown_office",
        format!(
            "No list has the office {written}.{en} GET /v1/code-lists/offices lists them; an administrator adds an office of the organisation's own (POST /v1/offices)."
        ),
        format!(
            "Aucune liste ne comporte le bureau {written}.{fr} GET /v1/code-lists/offices les énumère; un administrateur ajoute un bureau propre à l'organisme (POST /v1/offices)."
        ),
    )))
}

/// The body that decided, as it is kept: by its code, or by the name that goes with `other`.
///
/// # Errors
/// The fault, where no list has it.
pub(super) fn body_kept(
    body: Option<&str>,
    text: Option<&str>,
) -> std::result::Result<Option<String>, Fault> {
    let is_other = body.is_some_and(|body| body.trim() == DecisionBody::OTHER);
    match (body, text) {
        (None, None) => Ok(None),
        (_, Some(text)) if is_other => Ok(Some(DecisionBody::kept(text))),
        (_, Some(_)) => Err(Fault::body(
            "/decision/body_text",
            "only_with_other",
            "body_text names a body that the list does not have: send it with the body other, or leave it out.",
            "body_text nomme un organisme que la liste ne comporte pas : envoyez-le avec le code other dans body, ou omettez-le.",
        )),
        (Some(_), None) if is_other => Err(Fault::body(
            "/decision/body_text",
            "required",
            "Name the body: body_text goes with the body other.",
            "Nommez l'organisme : body_text accompagne le code other de body.",
        )),
        (Some(written), None) => match DecisionBody::find(written) {
            Some(known) => Ok(Some(known.code.clone())),
            None => Err(unknown_body(written.trim())),
        },
    }
}

/// The body after a change of it, as it is kept.
///
/// # Errors
/// The fault, where no list has it.
pub(super) fn body_after(
    before: Option<String>,
    changes: &DecisionPatch,
) -> std::result::Result<Option<String>, Fault> {
    let text = changes.body_text.as_ref().and_then(Option::as_deref);
    let body = match &changes.body {
        Some(body) => body.as_deref(),
        None if text.is_none() => return Ok(before),
        // The name of one that the list does not have is put right.
        None => before.as_deref().map(|before| match DecisionBody::find(before) {
            Some(known) => known.code.as_str(),
            None => DecisionBody::OTHER,
        }),
    };
    body_kept(body, text)
}

fn unknown_body(written: &str) -> Fault {
    let all = DecisionBody::all().iter();
    let all = all.map(|body| (body.code.as_str(), body.all_spellings().map(String::as_str).collect()));
    let (en, fr) = nearest_of(&nearest(written, all));
    Fault::body(
        "/decision/body",
        "unknown_code",
        format!(
            "The list has no body {written}.{en} GET /v1/code-lists/decision_bodies lists them; for another, send other, and its name in body_text."
        ),
        format!(
            "La liste ne comporte pas l'organisme {written}.{fr} GET /v1/code-lists/decision_bodies les énumère; pour un autre, envoyez other, et son nom dans body_text."
        ),
    )
}

/// What comes nearest, as a sentence in each language.
fn nearest_of(near: &[&str]) -> (String, String) {
    if near.is_empty() {
        return (String::new(), String::new());
    }
    let near = near.join(", ");
    (format!(" Nearest: {near}."), format!(" Le plus proche : {near}."))
}
