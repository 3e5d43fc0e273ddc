//! `greffe journal`: walking the record, checking a proof, making a checkpoint.

use super::args::{Done, MakeCheckpoint, VerifyJournal, print, say};
use super::clock;
use super::database::open_existing;
use crate::backup::manifest::Manifest;
use crate::clock::Clock;
use crate::db::types::Instant;
use crate::insight::audit::checkpoints::api::{Proof, ProvenEntry};
use crate::insight::audit::checkpoints::{proof, service};
use crate::journal::checkpoints::statement::{StatementKeys, unverified};
use crate::journal::times::said_at;
use crate::journal::verify::{VerifyOptions, examine};
use crate::journal::witness::Witness;
use crate::signing::tokens::Tokens;
use crate::text::{Complaint, Text};
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
) -> Result<Option<StatementKeys<'a>>, Complaint> {
    match file {
        Some(file) => StatementKeys::read(&read(file)?)
            .map(Some)
            .map_err(|error| Complaint::verbatim(error).about(file.display())),
        None => Ok(own.map(StatementKeys::Own)),
    }
}

fn read(file: &Path) -> Result<String, Complaint> {
    std::fs::read_to_string(file).map_err(|error| Complaint::verbatim(error).about(file.display()))
}

fn verify_all(settings: &VerifyJournal, keys: Option<&StatementKeys<'_>>) -> Done {
    let (witness, kept) = witness(settings, keys)?;
    let db = open_existing(&settings.stored)?;
    let now = Some(Clock::of_the_machine().now());
    let asked = VerifyOptions { keys, witness, now, to_the_end: settings.all };
    let report = db.snapshot_now(|connection| examine(connection, asked))?;
    if !report.breaks.is_empty() {
        let found: Vec<_> = report.breaks.iter().map(ToString::to_string).collect();
        return Err(Complaint::verbatim(found.join("\n"))
            .within("the journal is broken", "le journal n'est pas intègre"));
    }
    let checked = if keys.is_some() {
        ("their signatures hold", "leurs signatures sont valides")
    } else {
        ("signatures not checked: no key", "signatures non vérifiées, faute de clé")
    };
    let checkpoints = match report.checkpoints {
        0 => Text::default(),
        1 => Text::new(
            format!(", 1 checkpoint ({})", checked.0),
            format!(", 1 point de contrôle ({})", checked.1),
        ),
        checkpoints => Text::new(
            format!(", {checkpoints} checkpoints ({})", checked.0),
            format!(", {checkpoints} points de contrôle ({})", checked.1),
        ),
    };
    let emptied = match report.emptied {
        0 => Text::default(),
        emptied => Text::new(
            format!(", {emptied} entries emptied by disposal"),
            format!(", {emptied} inscriptions vidées par disposition"),
        ),
    };
    let (entries, chains) = (report.entries, report.chains);
    say(
        format!(
            "The journal is whole: {entries} entries in {chains} chains{}{}.\n{}",
            checkpoints.en, emptied.en, kept.en
        ),
        format!(
            "Le journal est intègre : {entries} inscriptions dans {chains} chaînes{}{}.\n{}",
            checkpoints.fr, emptied.fr, kept.fr
        ),
    );
    for line in report.times.told() {
        say(
            format!(
                "Of its times: {}. The clocks of the machines that wrote it, or this one's, were wrong; no entry was changed.\n",
                line.en
            ),
            format!(
                "Quant à ses dates : {}. Les horloges des machines qui l'ont écrit, ou celle-ci, étaient déréglées; aucune inscription n'a été modifiée.\n",
                line.fr
            ),
        );
    }
    Ok(())
}

/// The witness of what was stored elsewhere, and what can be said by it of a journal that holds all
/// of it.
fn witness(settings: &VerifyJournal, keys: Option<&StatementKeys<'_>>) -> Result<(Witness, Text), Complaint> {
    let mut witness = Witness::default();
    let mut told = Text::default();
    if let Some(file) = &settings.manifest {
        let manifest = Manifest::read(file, keys).map_err(Complaint::verbatim)?;
        let Manifest { entries, last_sequence, .. } = &manifest;
        let taken_at = said_at(manifest.taken_at);
        told = Text::new(
            format!(
                "It holds all that the manifest of {} names: {entries} entries, up to sequence {last_sequence}.",
                taken_at.en
            ),
            format!(
                "Il contient tout ce que nomme le manifeste du {} : {entries} inscriptions, jusqu'au numéro de séquence {last_sequence}.",
                taken_at.fr
            ),
        );
        witness = manifest.witness();
    }
    if let Some(file) = &settings.statement {
        let statements = Witness::statements_of(&read(file)?)
            .map_err(|error| Complaint::verbatim(error).about(file.display()))?;
        let through =
            statements.iter().filter_map(|one| unverified(one)).map(|stated| stated.through_sequence).max();
        let through = through.unwrap_or_default();
        told = Text::new(
            format!("{}It holds all that the statements say, up to sequence {through}.", told.en),
            format!(
                "{}Il contient tout ce que disent les déclarations, jusqu'au numéro de séquence {through}.",
                told.fr
            ),
        );
        witness.statements.extend(statements);
    }
    let told = if witness.is_none() {
        Text::new(
            "As far as it goes: whether entries are missing at its end cannot be known without what was kept elsewhere (--manifest, --statement).\n",
            "Pour autant qu'on puisse le dire : sans ce qui a été conservé ailleurs (--manifest, --statement), on ne peut savoir s'il manque des inscriptions à la fin.\n",
        )
    } else {
        Text::new(
            format!("{} What came after that, and whether it is missing, cannot be known.\n", told.en),
            format!("{} Ce qui est venu après, et s'il en manque, ne peut être connu.\n", told.fr),
        )
    };
    Ok((witness, told))
}

fn verify_proof(file: &Path, keys: Option<&StatementKeys<'_>>) -> Done {
    let keys = keys.ok_or_else(|| {
        Complaint::new(
            "name the key that the statement was signed with: --public-key FILE",
            "nommez la clé avec laquelle la déclaration a été signée : --public-key FILE",
        )
    })?;
    let wrong = |why: Complaint| {
        why.within("the proof does not hold", "la preuve n'est pas valide").about(file.display())
    };
    let proof: Proof = serde_json::from_str(&read(file)?).map_err(|error| {
        wrong(Complaint::verbatim(error).within("it cannot be read", "elle est illisible"))
    })?;
    let stated = proof::check(&proof, keys).map_err(|why| wrong(Complaint::verbatim(why)))?;
    let entry = &proof.entry;
    let stated_at = chrono::DateTime::from_timestamp(stated.iat, 0).unwrap_or_default();
    let (number, stated_at) = (stated.number, said_at(Instant::at(stated_at)));
    let at = Instant::try_from(entry.at.clone());
    let at = at.map_or_else(|_| Text::new(entry.at.clone(), entry.at.clone()), said_at);
    let ProvenEntry { subject, position, action, actor, .. } = entry;
    say(
        format!(
            "The proof holds: {subject} entry {position}, {action} by {actor} on {}, is in the journal that checkpoint {number} of {} states.\n",
            at.en, stated_at.en
        ),
        format!(
            "La preuve est valide : {subject}, inscription {position}, {action} par {actor} le {}, est au journal qu'énonce le point de contrôle {number} du {}.\n",
            at.fr, stated_at.fr
        ),
    );
    Ok(())
}

pub(super) fn checkpoint(settings: &MakeCheckpoint) -> Done {
    let tokens = settings.signing.tokens()?;
    let db = open_existing(&settings.stored)?;
    let now = clock::of_the_machine(&db)?.now();
    let made = db.write_now(|connection| service::make_due(connection, &tokens, now, TimeDelta::MIN))?;
    match made {
        Some(made) => print(&format!("{}\n", made.statement)),
        None => say(
            "Nothing was written since the last checkpoint.\n",
            "Rien n'a été écrit depuis le dernier point de contrôle.\n",
        ),
    }
    Ok(())
}
