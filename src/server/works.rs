//! What follows a migration that no migration can do: rows brought to what a new version keeps of
//! them, by code.
//!
//! Each work has a name and is done once: a start looks at the names, and at no row. Where what it
//! makes changes, its name does, too. An older process beside a new one may still write what the
//! work was about; `greffe migrate` does all of it, whatever was done before.

use crate::db::types::Instant;
use crate::db::{Db, works};
use crate::error::Result;
use crate::law::calendars::offices::Offices;
use crate::matters::hearings;
use crate::registry::offices::respelling_store;
use crate::teams::conflicts;
use crate::text::Text;

/// A work that follows a migration.
pub struct Work {
    /// The name by which it is done once.
    pub name: String,
    /// Does it, and returns of how many rows or cases. It may be done again at any time.
    run: fn(&Db, Instant) -> Result<usize>,
    /// What was done, of so many.
    said: fn(usize) -> Text,
}

/// The works, in the order in which they are done.
#[must_use]
pub fn all() -> [Work; 3] {
    [
        Work {
            name: "party_names".to_owned(),
            run: |db, _| conflicts::service::index_missing(db),
            said: |parties| {
                Text::new(
                    format!("Indexed the names of {parties} parties."),
                    format!("Les noms de {parties} parties ont été indexés."),
                )
            },
        },
        Work {
            // The operator may have offices of their own.
            name: format!("office_spellings {}", Offices::current().version()),
            run: respelling_store::respell,
            said: |rows| {
                Text::new(
                    format!(
                        "Brought the offices of {rows} cases, people and portfolios to the list of offices."
                    ),
                    format!(
                        "Les bureaux de {rows} dossiers, personnes et portefeuilles ont été ramenés à la liste des bureaux."
                    ),
                )
            },
        },
        Work {
            // Those of motions came later than those of the cases themselves.
            name: "hearing_days, with those of motions".to_owned(),
            run: hearings::service::index_missing,
            said: |cases| {
                Text::new(
                    format!("Put the hearings of {cases} cases into the calendar."),
                    format!("Les audiences de {cases} dossiers ont été portées au calendrier."),
                )
            },
        },
    ]
}

impl Work {
    /// Does it, and writes down that it was done. Says so, if there was anything to do.
    ///
    /// # Errors
    /// What was done until then stays done.
    pub fn finish(&self, db: &Db, now: Instant) -> Result<Option<Text>> {
        let done = (self.run)(db, now)?;
        db.write_now(|connection| works::finish(connection, &self.name, now))?;
        Ok((done > 0).then(|| (self.said)(done)))
    }
}

/// The works that were not done yet.
///
/// # Errors
/// Where that cannot be read.
pub fn unfinished(db: &Db) -> Result<Vec<Work>> {
    let finished = db.read_now(works::finished)?;
    Ok(all().into_iter().filter(|work| !finished.contains(&work.name)).collect())
}

/// Does, in the background, what was not done yet.
pub fn start(db: &Db, now: Instant) {
    let db = db.clone();
    std::thread::spawn(move || {
        let works = unfinished(&db).unwrap_or_else(|error| {
            tracing::warn!(error = %error, "what follows a migration could not be looked at");
            Vec::new()
        });
        for work in works {
            match work.finish(&db, now) {
                Ok(None) => {}
                Ok(Some(said)) => tracing::info!(work = work.name, "{}", said.en),
                Err(error) => {
                    tracing::warn!(work = work.name, error = %error, "what follows a migration could not be done");
                }
            }
        }
    });
}
