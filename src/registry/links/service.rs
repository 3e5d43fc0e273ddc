//! Making and removing links, with what follows for the court file that two cases share by one.

use crate::access::context::Context;
use crate::db::{Connection, Mode};
use crate::error::{Code, Error, Fault, Result};
use crate::ids::{CaseId, LinkId};
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::law::proceedings::file_number::key;
use crate::matters::cases::CaseRow;
use crate::matters::cases::service::proceeding;
use crate::matters::links::api::{CaseLink, CaseLinkInput, LinkRecord};
use crate::matters::links::model::LinkKind;
use crate::matters::links::store;
use crate::matters::{cases, links};
use crate::registry::court_files;
use crate::registry::court_files::service::NewlyGiven;
use crate::registry::docket::place;
use crate::text::Text;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};

/// Makes a link. A case that the caller may not see cannot be told from one that is not there.
///
/// # Errors
/// 404, 403, 422; 409 where the two cases are linked like this already.
pub fn create(
    connection: &mut Connection,
    caller: &Context,
    id: CaseId,
    body: &Unparsed<CaseLinkInput>,
) -> Result<CaseLink> {
    let case = cases::service::lock(connection, caller, id)?.case;
    let new = body.parse()?;
    if new.case_id == id {
        return Err(refused(
            "itself",
            "A case cannot be linked to itself.",
            "Un dossier ne peut être lié à lui-même.",
        ));
    }
    let other = cases::service::find_visible(connection, caller, new.case_id).map_err(|error| {
        if error.code() != Code::NotFound {
            return error;
        }
        refused(
            "unknown_case",
            "There is no such case, or you may not know of it. Check the id.",
            "Ce dossier n'existe pas, ou vous ne pouvez en connaître l'existence. Vérifiez l'identifiant.",
        )
    })?;
    let is_of_one_file = LinkKind::OF_ONE_FILE.contains(&new.kind);
    if is_of_one_file {
        a_motion_there(&case, &other, new.kind)?;
        one_main_file(connection, caller, &case, &other)?;
        one_number(&case, &other)?;
    }
    let link = links::service::link(connection, caller, case.id, &other, new.kind)?;
    if is_of_one_file {
        court_files::membership::join(connection, caller, &case, &other)?;
        of_one_place(connection, caller, (case.id, other.id))?;
    }
    Ok(link)
}

/// Refuses to put a case into a file of the court in which it can be no such motion.
///
/// # Errors
/// 422 that names what can be one there.
fn a_motion_there(case: &CaseRow, other: &CaseRow, kind: LinkKind) -> Result<()> {
    let successors = proceeding(other)?.successors.iter();
    let motions = successors.filter(|next| next.same_file && next.link == kind.code());
    let codes: Vec<_> = motions.map(|next| next.proceeding.as_str()).collect();
    let (here, there, kind) = (&case.proceeding, &other.proceeding, kind.code());
    if codes.contains(&here.as_str()) {
        return Ok(());
    }
    let known = if codes.is_empty() {
        Text::new("Nothing can.", "Aucune instance ne le peut.")
    } else {
        let codes = codes.join(", ");
        Text::new(format!("What can: {codes}."), format!("Celles qui le peuvent : {codes}."))
    };
    Err(Error::invalid(vec![Fault::body(
        "/kind",
        "no_motion_there",
        format!(
            "{here} cannot be `{kind}` in the court file of {there}. {} Otherwise, link them as `related`.",
            known.en
        ),
        format!(
            "Une instance {here} ne peut être liée par `{kind}` au dossier de la cour d'une instance {there}. {} Sinon, liez-les par `related`.",
            known.fr
        ),
    )]))
}

/// Refuses to put a motion into a second file of the court.
///
/// # Errors
/// 422; 403 where the caller may not see the first one.
fn one_main_file(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    other: &CaseRow,
) -> Result<()> {
    let Some(main) = links::service::main_file_of(connection, case.id)?.filter(|main| *main != other.id)
    else {
        return Ok(());
    };
    if cases::service::visible_among(connection, caller, &[main])?.is_empty() {
        return Err(Error::new(Code::Forbidden));
    }
    Err(refused(
        "other_main_file",
        "A motion is in one file of the court, and this one is in another. Remove that link first: see the links of this case.",
        "Une requête est dans un seul dossier de la cour, et celle-ci est dans un autre. Supprimez d'abord ce lien : voir les liens de ce dossier.",
    ))
}

/// Refuses to put two cases with different numbers into one file of the court.
///
/// # Errors
/// 422.
fn one_number(case: &CaseRow, other: &CaseRow) -> Result<()> {
    match (&case.file_number, &other.file_number) {
        (Some(here), Some(there)) if key(here) != key(there) => Err(refused(
            "other_file_number",
            "A motion is in the same file of the court as its main case, and these two have different numbers. Correct the number, or link them as related.",
            "Une requête est dans le même dossier de la cour que son instance principale, et ces deux dossiers portent des numéros différents. Corrigez le numéro ou liez-les comme dossiers connexes.",
        )),
        _ => Ok(()),
    }
}

/// Gives two cases that were put into one file of the court its number and its office: those of the
/// main case, and what that lacks of the motion's.
fn of_one_place(
    connection: &mut Connection,
    caller: &Context,
    (motion, main): (CaseId, CaseId),
) -> Result<()> {
    let cases = cases::service::of_ids(connection, &[motion, main])?;
    let find = |id: CaseId| cases.iter().find(|case| case.id == id).ok_or_else(Error::not_found);
    let (motion, main) = (find(motion)?, find(main)?);
    let of_main = NewlyGiven { file_number: main.file_number.is_some(), office: main.office.is_some() };
    let of_motion = NewlyGiven { file_number: !of_main.file_number, office: !of_main.office };
    place::carry(connection, caller, main, of_main, Mode::Apply)?;
    place::carry(connection, caller, motion, of_motion, Mode::Apply)
}

/// Removes a link, from either of its ends.
///
/// # Errors
/// 404, 403, 428, 412.
pub fn delete(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    id: LinkId,
    precondition: &Precondition,
) -> Result<()> {
    let seen = store::find(connection, caller, case, id)?;
    let case = cases::service::lock(connection, caller, case)?.case;
    precondition.require(Version(seen.link.version))?;
    if !store::delete(connection, id)? {
        return Err(Error::not_found());
    }
    if LinkKind::OF_ONE_FILE.contains(&seen.link.kind) {
        court_files::membership::part(connection, caller, &case)?;
    }
    journal::append(
        connection,
        caller,
        Subject::Case(case.id),
        "link.deleted",
        Some(&LinkRecord::from(&CaseLink::from(seen))),
        ABSENT,
    )
}

fn refused(code: &'static str, en: &str, fr: &str) -> Error {
    Error::invalid(vec![Fault::body("/case_id", code, en, fr)])
}
