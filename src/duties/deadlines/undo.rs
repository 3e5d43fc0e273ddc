//! Taking back the last act on a deadline, which was entered by mistake.

use super::acts::LockedDeadline;
use super::api::Reason;
use super::dependents::write_recalculation;
use super::store::DeadlineRow;
use super::{service, standing_acts};
use crate::access::context::Context;
use crate::db::Connection;
use crate::error::{Code, Error, Result};
use crate::ids::DeadlineId;
use crate::matters::docket;
use crate::unparsed::Unparsed;
use crate::version::Precondition;

/// Takes back the last act on a deadline. The deadline then says what the docket and the acts
/// before say: a date that was moved is computed again, what was closed is open, what was reopened
/// is closed as it was.
///
/// # Errors
/// 404, 403, 412, 422; 409 where there is nothing to take back.
pub fn undo(
    connection: &mut Connection,
    caller: &Context,
    id: DeadlineId,
    precondition: &Precondition,
    body: &Unparsed<Reason>,
) -> Result<DeadlineRow> {
    let locked = LockedDeadline::lock(connection, caller, id, precondition)?;
    let reason = body.parse()?.reason;
    let mut row = locked.row.clone();
    let Some(taken) = standing_acts::take_back(&mut row, caller.today)? else {
        return Err(Error::new(Code::Conflict).with_detail(
            "Nobody's act on it stands, so there is none to take back. What the docket says of it is changed on the docket: correct the entry, or strike it.",
            "Aucun acte la visant n'est en vigueur; il n'y a rien à retirer. Ce que le dossier de la cour en dit se change au dossier : corrigez l'inscription ou radiez-la.",
        ));
    };
    let (_, state) = docket::service::docket_of(connection, &locked.case)?;
    let mut plan = service::plan_without(connection, caller, &locked.case, &state, (&row, &taken))?;
    // The last of its changes has all of them in it.
    let (own, others) = plan.changes.drain(..).partition::<Vec<_>, _>(|change| change.after.id == id);
    let planned = own.into_iter().next_back().map(|change| change.after);
    let after = DeadlineRow { closing_note: Some(reason), ..planned.unwrap_or(row) };
    let after = locked.write(connection, caller, after, "deadline.undone")?;
    write_recalculation(connection, caller, &locked.case, &state, &others)?;
    Ok(after)
}
