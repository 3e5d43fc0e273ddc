//! `greffe keys`: making, showing and removing the keys that sign.

use super::args::{Done, print, say};
use crate::clock::Clock;
use crate::db::types::Instant;
use crate::journal::times::said_at;
use crate::signing::directory::Directory;
use crate::signing::tokens::LEEWAY;
use crate::text::Complaint;
use chrono::TimeDelta;
use clap::Subcommand;
use std::fmt::Write as _;
use std::path::PathBuf;

#[derive(Subcommand)]
pub(super) enum KeysCommand {
    /// Make a new Ed25519 key, which begins to sign after a pause so that whoever verifies has
    /// fetched it by then
    Rotate {
        #[command(flatten)]
        place: KeyDirectory,
        /// The pause: 90s, 10m, 2h or 1d. Verifiers keep the keys that they fetched for five
        /// minutes. The first key of a directory signs at once
        #[arg(long, default_value = "10m", value_parser = pause)]
        after: TimeDelta,
    },
    /// List the keys: id, algorithm, from when on each signs, and whether it does
    List(KeyDirectory),
    /// Remove the keys that no token can need any more: those whose successor has signed for longer
    /// than a token is good
    Retire {
        #[command(flatten)]
        place: KeyDirectory,
        /// Seconds for which an access token is good, as `serve` has it
        #[arg(long, env = "GREFFE_ACCESS_TOKEN_SECONDS", default_value_t = 3600, value_parser = clap::value_parser!(i64).range(60..=86_400))]
        access_token_seconds: i64,
    },
}

/// The place of the keys.
#[derive(clap::Args)]
pub(super) struct KeyDirectory {
    /// The directory of the private keys that sign tokens
    #[arg(long, env = "GREFFE_SIGNING_KEYS_DIR")]
    signing_keys_dir: PathBuf,
}

/// A length of time: a number and `s`, `m`, `h` or `d`.
fn pause(text: &str) -> Result<TimeDelta, Complaint> {
    let wrong =
        || Complaint::new("write 90s, 10m, 2h or 1d, at most 30d", "écrivez 90s, 10m, 2h ou 1d, au plus 30d");
    let unit = text.chars().last().ok_or_else(wrong)?;
    let seconds: i64 = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        _ => return Err(wrong()),
    };
    let number: u32 = text.trim_end_matches(unit).parse().map_err(|_| wrong())?;
    let pause = TimeDelta::try_seconds(seconds.saturating_mul(i64::from(number))).ok_or_else(wrong)?;
    if pause > TimeDelta::days(30) { Err(wrong()) } else { Ok(pause) }
}

pub(super) fn run(command: &KeysCommand) -> Done {
    let now = Clock::of_the_machine().now();
    match command {
        KeysCommand::Rotate { place, after } => rotate(&Directory::at(&place.signing_keys_dir), *after, now),
        KeysCommand::List(place) => list(&Directory::at(&place.signing_keys_dir), now),
        KeysCommand::Retire { place, access_token_seconds } => {
            let token = TimeDelta::seconds(access_token_seconds.saturating_add(LEEWAY));
            retire(&Directory::at(&place.signing_keys_dir), token, now)
        }
    }
}

fn rotate(directory: &Directory, after: TimeDelta, now: Instant) -> Done {
    let is_first = directory.keys().map_or(true, |keys| keys.is_empty());
    let from = if is_first { now } else { now.after(after) };
    let made = directory.add(from).map_err(|error| error.complaint())?;
    let (path, from) = (made.path.display(), said_at(made.from));
    say(
        format!("Made {path}: it signs from {} on.\n", from.en),
        format!("{path} est créée : elle signe à partir du {}.\n", from.fr),
    );
    Ok(())
}

fn list(directory: &Directory, now: Instant) -> Done {
    let keys = directory.keys().map_err(|error| error.complaint())?;
    let signing = keys.iter().rposition(|key| key.from <= now).unwrap_or(0);
    let mut lines = String::new();
    for (place, dated) in keys.iter().enumerate() {
        let state = match place.cmp(&signing) {
            std::cmp::Ordering::Less => "verifies",
            std::cmp::Ordering::Equal => "signs",
            std::cmp::Ordering::Greater => "to come",
        };
        let id = dated.key.id().unwrap_or_default();
        let written = writeln!(lines, "{id}\t{}\t{}\t{state}", dated.key.algorithm(), said_at(dated.from).en);
        written.map_err(Complaint::verbatim)?;
    }
    print(&lines);
    Ok(())
}

fn retire(directory: &Directory, token: TimeDelta, now: Instant) -> Done {
    let removed = directory.retire(now, token).map_err(|error| error.complaint())?;
    if removed.is_empty() {
        say("No key can be removed yet.\n", "Aucune clé ne peut encore être retirée.\n");
    }
    for old in removed {
        let path = old.path.display();
        say(format!("Removed {path}.\n"), format!("{path} est retirée.\n"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_a_number_and_a_unit() {
        for (text, seconds) in [("0s", 0), ("90s", 90), ("10m", 600), ("2h", 7200), ("1d", 86_400)] {
            assert_eq!(pause(text).unwrap(), TimeDelta::seconds(seconds), "{text}");
        }
        for wrong in ["", "10", "m", "-1m", "1.5h", "31d", "10x", "4294967295d"] {
            assert!(pause(wrong).is_err(), "{wrong}");
        }
    }
}
