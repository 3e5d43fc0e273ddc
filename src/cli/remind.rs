//! `greffe remind`: one look at whom to remind of a deadline.

use super::args::{Done, Remind, print};
use super::{clock, database};
use crate::server::upkeep;
use std::sync::atomic::AtomicBool;

pub(super) fn remind(settings: &Remind) -> Done {
    let mailer = settings.mail.mailer()?;
    let db = database::open_existing(&settings.stored)?;
    let stop = AtomicBool::new(false);
    let clock = clock::of_the_machine(&db)?;
    let ran = upkeep::run(&db, &clock, mailer.as_ref(), &stop).map_err(|error| error.to_string())?;
    print(&format!(
        "Told: {} notifications of {} deadlines. Mailed: {}; not taken: {}.\n",
        ran.told.notifications, ran.told.deadlines, ran.delivered.sent, ran.delivered.failed
    ));
    Ok(())
}
