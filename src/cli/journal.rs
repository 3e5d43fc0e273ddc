//! `greffe journal`: walking the record, checking a proof, making a checkpoint.

use super::args::{Done, MakeCheckpoint, VerifyJournal, print};
use super::clock;
use super::database::open_existing;
use crate::backup::manifest::Manifest;
use crate::clock::Clock;
use crate::insight::audit::checkpoints::api::Proof;
use crate::insight::audit::checkpoints::{proof, service};
use crate::journal::checkpoints::statement::{StatementKeys, unverified};
use crate::journal::verify::{VerifyOptions, examine};
use crate::journal::witness::Witness;
use crate::signing::tokens::Tokens;
use chrono::TimeDelta;
use std::path::Path;

pub(super) fn verify(settings: &VerifyJournal) -> Done {
    let own = settings.signing.configured()?;
    let keys = keys(own.as_ref(), settings.public_key.as_deref())?;
    match &settings.proof {
        Some(file) => verify_proof(file, keys.as_ref()),
        None => verify_all(settings, keys.as_ref()),
    }
}

/// The keys that check signatures: those of a file, or the service's own if any are configured.
pub(super) fn keys<'a>(
    own: Option<&'a Tokens>,
    file: Option<&Path>,
) -> Result<Option<StatementKeys<'a>>, String> {
    match file {
        Some(file) => StatementKeys::read(&read(file)?)
            .map(Some)
            .map_err(|error| format!("{}: {error}", file.display())),
        None => Ok(own.map(StatementKeys::Own)),
    }
}

fn read(file: &Path) -> Result<String, String> {
    std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))
}

fn verify_all(settings: &VerifyJournal, keys: Option<&StatementKeys<'_>>) -> Done {
    let (witness, kept) = witness(settings, keys)?;
    let db = open_existing(&settings.stored)?;
    let now = Some(Clock::of_the_machine().now());
    let asked = VerifyOptions { keys, witness, now, to_the_end: settings.all };
    let report =
        db.snapshot_now(|connection| examine(connection, asked)).map_err(|error| error.to_string())?;
    if !report.breaks.is_empty() {
        let found: Vec<_> = report.breaks.iter().map(ToString::to_string).collect();
        return Err(format!("the journal is broken: {}", found.join("\n")));
    }
    let checked = if keys.is_some() { "their signatures hold" } else { "signatures not checked: no key" };
    let checkpoints = match report.checkpoints {
        0 => String::new(),
        1 => format!(", 1 checkpoint ({checked})"),
        checkpoints => format!(", {checkpoints} checkpoints ({checked})"),
    };
    let emptied = match report.emptied {
        0 => String::new(),
        emptied => format!(", {emptied} entries emptied by disposal"),
    };
    print(&format!(
        "The journal is whole: {} entries in {} chains{checkpoints}{emptied}.\n{kept}",
        report.entries, report.chains
    ));
    for line in report.times.told() {
        print(&format!(
            "Of its times: {line}. The clocks of the machines that wrote it, or this one's, were wrong; no entry was changed.\n"
        ));
    }
    Ok(())
}

/// The witness of what was stored elsewhere, and what can be said by it of a journal that holds all
/// of it.
fn witness(settings: &VerifyJournal, keys: Option<&StatementKeys<'_>>) -> Result<(Witness, String), String> {
    let mut witness = Witness::default();
    let mut told = String::new();
    if let Some(file) = &settings.manifest {
        let manifest = Manifest::read(file, keys).map_err(|error| error.to_string())?;
        told = format!(
            "It holds all that the manifest of {} names: {} entries, up to sequence {}.",
            manifest.taken_at, manifest.entries, manifest.last_sequence
        );
        witness = manifest.witness();
    }
    if let Some(file) = &settings.statement {
        let statements =
            Witness::statements_of(&read(file)?).map_err(|error| format!("{}: {error}", file.display()))?;
        let through =
            statements.iter().filter_map(|one| unverified(one)).map(|stated| stated.through_sequence).max();
        told = format!(
            "{told}It holds all that the statements say, up to sequence {}.",
            through.unwrap_or_default()
        );
        witness.statements.extend(statements);
    }
    let told = if witness.is_none() {
        "As far as it goes: whether entries are missing at its end cannot be known without what was kept elsewhere (--manifest, --statement).\n".to_owned()
    } else {
        format!("{told} What came after that, and whether it is missing, cannot be known.\n")
    };
    Ok((witness, told))
}

fn verify_proof(file: &Path, keys: Option<&StatementKeys<'_>>) -> Done {
    let keys = keys.ok_or("name the key that the statement was signed with: --public-key FILE")?;
    let wrong = |why: &str| format!("{}: the proof does not hold: {why}", file.display());
    let proof: Proof =
        serde_json::from_str(&read(file)?).map_err(|error| wrong(&format!("it cannot be read: {error}")))?;
    let stated = proof::check(&proof, keys).map_err(|why| wrong(&why))?;
    let entry = &proof.entry;
    let at = chrono::DateTime::from_timestamp(stated.iat, 0).unwrap_or_default();
    print(&format!(
        "The proof holds: {} entry {}, {} by {} at {}, is in the journal that checkpoint {} of {} states.\n",
        entry.subject,
        entry.position,
        entry.action,
        entry.actor,
        entry.at,
        stated.number,
        at.format("%Y-%m-%dT%H:%M:%SZ")
    ));
    Ok(())
}

pub(super) fn checkpoint(settings: &MakeCheckpoint) -> Done {
    let tokens = settings.signing.tokens()?;
    let db = open_existing(&settings.stored)?;
    let now = clock::of_the_machine(&db)?.now();
    let made = db
        .write_now(|connection| service::make_due(connection, &tokens, now, TimeDelta::MIN))
        .map_err(|error| error.to_string())?;
    match made {
        Some(made) => print(&format!("{}\n", made.statement)),
        None => print("Nothing was written since the last checkpoint.\n"),
    }
    Ok(())
}
