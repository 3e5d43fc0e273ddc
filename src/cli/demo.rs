//! `greffe demo`: the server, with fictional data, on a machine that has nothing but the binary.

mod cases;
mod documents;
mod groups;
mod matters;
mod people;
mod roles;

use super::args::{Done, print, say};
use super::serve;
use crate::chronology::Unreadable;
use crate::clock::Clock;
use crate::db::Db;
use crate::db::types::Instant;
use crate::journal;
use crate::server::config::{DatabaseSettings, MailSettings, ServerSettings, Stored};
use crate::signing::directory::Directory;
use crate::signing::key::KeyError;
use crate::signing::tokens::Tokens;
use crate::text::Complaint;
use chrono::TimeDelta;
use std::path::Path;

/// The settings of `demo`.
#[derive(clap::Args)]
pub struct Demo {
    /// The data directory holds the demo's signing keys, too
    #[command(flatten)]
    stored: Stored,

    /// The instant that the server's clock shows when it starts, as 2026-01-05T15:00:00Z; from
    /// there it runs on
    #[arg(long, env = "GREFFE_CLOCK", value_parser = instant)]
    clock: Option<Instant>,

    /// Number of cases to make
    #[arg(long, env = "GREFFE_CASES", default_value_t = 40, value_parser = clap::value_parser!(u32).range(0..=2_000_000))]
    cases: u32,

    /// Fill the database and stop
    #[arg(long)]
    fill_only: bool,

    #[command(flatten)]
    server: ServerSettings,

    #[command(flatten)]
    mail: MailSettings,
}

/// An access token of a demo is good for half a day: long enough to look around.
const DEMO_TOKEN: TimeDelta = TimeDelta::hours(12);

pub(super) fn demo(settings: &Demo) -> Done {
    let mailer = settings.mail.mailer()?;
    let stored =
        DatabaseSettings { stored: settings.stored.clone(), database_connections: 8, database_wait_ms: 2000 };
    let db = serve::open(&stored)?;
    let clock = clock_from(&db, settings.clock)?;
    let tokens = own_keys(&settings.stored.data_dir, clock.now()).map_err(|error| error.complaint())?;
    people::ensure(&db, &clock)?;
    groups::ensure(&db, &clock)?;
    roles::ensure(&db, &clock)?;
    let contents = serve::contents(&settings.server, &stored);
    cases::ensure(&db, &clock, settings.cases)?;
    documents::ensure(&db, &clock, &contents)?;
    if settings.fill_only {
        let url = stored.stored.url();
        say(
            format!("The demo's data is in {url}.\n"),
            format!("Les données de la démonstration sont dans {url}.\n"),
        );
        return Ok(());
    }
    // Filling leaves its caches behind in the connections: the server begins with fresh ones.
    drop(db);
    let db = serve::open(&stored)?;
    let limit = settings.server.rate_limit_per_minute.unwrap_or(0);
    let edge = settings.server.edge.edge(0, limit);
    let egress = settings.server.webhooks.egress().reaching_itself();
    let (tokens, limits) = (tokens.lasting(DEMO_TOKEN), (limit, edge, egress, contents));
    serve::run(db, clock, tokens, limits, mailer, &settings.server, |address| {
        let scheme = if settings.server.edge.tls_cert_file.is_some() { "https" } else { "http" };
        let base = format!("{scheme}://{address}");
        let sign_in = format!(
            r#"curl -s {base}/v1/auth/token -H 'Content-Type: application/json' -d '{{"username":"litigator","password":"{}"}}'"#,
            people::PASSWORD
        );
        let token = r#"sed 's/.*"access_token":"\([^"]*\)".*/\1/'"#;
        let people: Vec<_> = people::PEOPLE
            .iter()
            .map(|person| format!("{} {} {}\n", person.role.code(), person.username, people::PASSWORD))
            .collect();
        let people = people.concat();
        let query = "v1/deadlines?status=open&limit=5";
        let out = format!(
            "{people}{base}/docs\ncurl -s '{base}/{query}' -H \"Authorization: Bearer $({sign_in} | {token})\"\n"
        );
        print(&out);
    })
}

/// The clock that was asked for, or the machine's; but never before the last entry of the journal,
/// or the record would run backwards.
fn clock_from(db: &Db, start: Option<Instant>) -> Result<Clock, Complaint> {
    let last = db.read_now(journal::service::last)?.map(|last| last.at);
    let machine = Clock::of_the_machine();
    Ok(match (start, last) {
        (None, Some(last)) if last > machine.now() => Clock::starting_at(last.utc()),
        (None, _) => machine,
        (Some(start), last) => Clock::starting_at(last.map_or(start, |last| start.max(last)).utc()),
    })
}

fn instant(written: &str) -> Result<Instant, Unreadable> {
    written.to_owned().try_into()
}

/// Signing keys of the demo's own, kept beside its data, so that sign-ins outlive a restart.
fn own_keys(data_dir: &Path, now: Instant) -> Result<Tokens, KeyError> {
    let directory = Directory::at(data_dir.join("signing-keys"));
    if directory.keys().map_or(true, |keys| keys.is_empty()) {
        directory.add(now)?;
    }
    Tokens::with_directory(directory)
}
