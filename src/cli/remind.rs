//! `greffe remind`: one look at whom to remind of a deadline or a hearing.

use super::args::{Done, Remind, say};
use super::{clock, database};
use crate::server::upkeep;
use std::sync::atomic::AtomicBool;

pub(super) fn remind(settings: &Remind) -> Done {
    let mailer = settings.mail.mailer()?;
    let db = database::open_existing(&settings.stored)?;
    let stop = AtomicBool::new(false);
    let clock = clock::of_the_machine(&db)?;
    let ran = upkeep::run(&db, &clock, mailer.as_ref(), &stop)?;
    let (notifications, deadlines, hearings) =
        (ran.told.notifications, ran.told.deadlines, ran.told.hearings);
    let (sent, failed) = (ran.delivered.sent, ran.delivered.failed);
    say(
        format!(
            "Told: {notifications} notifications of {deadlines} deadlines and {hearings} hearings. Mailed: {sent}; not taken: {failed}.\n"
        ),
        format!(
            "Avis donnés : {notifications}, au sujet de {deadlines} échéances et de {hearings} audiences. Courriels envoyés : {sent}; refusés : {failed}.\n"
        ),
    );
    Ok(())
}
