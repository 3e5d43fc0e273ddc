//! `greffe backup` and `greffe restore`: an operator's copy.

use super::args::{Done, say};
use super::clock;
use super::database::open_existing;
use super::journal::keys;
use crate::backup::restore::{RestoreTarget, Restored, restore as bring_back};
use crate::backup::take::{BackupSource, take};
use crate::backup::tools::Tools;
use crate::clock::Clock;
use crate::journal::times::said_at;
use crate::server::config::{SigningSettings, Stored};
use crate::text::{Complaint, Text};
use std::path::PathBuf;

/// The source and the destination of a backup.
#[derive(clap::Args)]
pub(super) struct Backup {
    /// The folder to make the backup in: one that is not there, or is empty
    folder: PathBuf,
    #[command(flatten)]
    stored: Stored,
    #[command(flatten)]
    signing: SigningSettings,
    #[command(flatten)]
    postgres: PostgresTools,
}

/// The source and the destination of a restore.
#[derive(clap::Args)]
pub(super) struct Restore {
    /// The folder of the backup
    folder: PathBuf,
    #[command(flatten)]
    stored: Stored,
    #[command(flatten)]
    signing: SigningSettings,
    /// The key that checks signatures: a public key in PEM, or a set of keys as
    /// /.well-known/journal-keys.json; the signing key that is configured if it is left out
    #[arg(long)]
    public_key: Option<PathBuf>,
    /// Let the keys of service accounts and the addresses of calendars that were good when the
    /// backup was taken stay good: only if you are sure that none of them was revoked since.
    /// Without this all of them are revoked
    #[arg(long)]
    keep_keys: bool,
    /// Go by the machine's clock although it is far behind the last entry of the backup: where the
    /// clock that wrote that entry was ahead
    #[arg(long)]
    accept_clock: bool,
    #[command(flatten)]
    postgres: PostgresTools,
}

/// Where the programs of PostgreSQL are.
#[derive(clap::Args)]
struct PostgresTools {
    /// The folder of `pg_dump` and `pg_restore`, of the server's version or a later one; where the
    /// system looks for programs, if it is left out
    #[arg(long, env = "GREFFE_POSTGRES_TOOLS")]
    postgres_tools: Option<PathBuf>,
}

impl PostgresTools {
    fn tools(&self) -> Tools {
        Tools { folder: self.postgres_tools.clone() }
    }
}

pub(super) fn backup(settings: &Backup) -> Done {
    let tokens = settings.signing.configured()?;
    let db = open_existing(&settings.stored)?;
    let url = settings.stored.url();
    // Only a checkpoint is written, which a key signs.
    let clock = if tokens.is_some() { clock::of_the_machine(&db)? } else { Clock::of_the_machine() };
    let source =
        BackupSource { url: &url, db: &db, tools: &settings.postgres.tools(), tokens: tokens.as_ref() };
    let made = take(&source, &settings.folder, &clock).map_err(Complaint::verbatim)?;
    let signed = if tokens.is_some() {
        ("signed", "signé")
    } else {
        ("not signed: no signing key is configured", "non signé : aucune clé de signature n'est configurée")
    };
    let (folder, told) = (settings.folder.display(), made.told());
    say(
        format!(
            "Backed up to {folder}: {}. The journal in it is whole; the manifest is {}.\n\
             Keep a copy of manifest.json where this machine cannot reach it: greffe journal verify --manifest finds by it a copy \
             that ends too early.\nThe signing keys are not in the backup: keep them on their own. Nor are the files of documents: copy the folder \
             GREFFE_DOCUMENTS_DIR after the backup; greffe documents verify finds what is missing.\n",
            told.en, signed.0
        ),
        format!(
            "Copie faite dans {folder} : {}. Le journal qu'elle contient est intègre; le manifeste est {}.\n\
             Conservez une copie de manifest.json hors d'atteinte de cette machine : greffe journal verify --manifest s'en sert \
             pour déceler une copie qui s'arrête trop tôt.\nLes clés de signature ne sont pas dans la copie : conservez-les à \
             part. Les fichiers des documents non plus : copiez le dossier GREFFE_DOCUMENTS_DIR après la copie; greffe documents \
             verify trouve ce qui manque.\n",
            told.fr, signed.1
        ),
    );
    Ok(())
}

pub(super) fn restore(settings: &Restore) -> Done {
    let own = settings.signing.configured()?;
    let keys = keys(own.as_ref(), settings.public_key.as_deref())?;
    let url = settings.stored.url();
    let target = RestoreTarget {
        url: &url,
        tools: &settings.postgres.tools(),
        keys: keys.as_ref(),
        keep_keys: settings.keep_keys,
        accept_clock: settings.accept_clock,
    };
    let restored = bring_back(&target, &settings.folder, &Clock::of_the_machine()).map_err(|error| {
        Complaint::new(
            format!("{error}\nNothing was restored, and nothing is left behind."),
            format!("{error}\nRien n'a été restauré, et il ne reste rien de la tentative."),
        )
    })?;
    let told = told(&restored, &url.to_string(), keys.is_some(), settings.keep_keys);
    say(told.en, told.fr);
    Ok(())
}

/// The lines that whoever restores has to read, on a bad day.
fn told(restored: &Restored, place: &str, has_keys: bool, keep_keys: bool) -> Text {
    let Restored { manifest, report, ended } = restored;
    let signatures = if has_keys {
        ("its signatures hold", "ses signatures sont valides")
    } else {
        ("signatures were not checked: no key", "les signatures n'ont pas été vérifiées, faute de clé")
    };
    let keys = if keep_keys {
        Text::new(
            "the keys of service accounts and the addresses of calendars stay good",
            "les clés des comptes de service et les adresses des calendriers restent valides",
        )
    } else {
        let (keys, feeds) = (ended.service_keys, ended.feeds);
        Text::new(
            format!(
                "{keys} keys of service accounts and {feeds} addresses of calendars are revoked (--keep-keys keeps them)"
            ),
            format!(
                "{keys} clés de comptes de service et {feeds} adresses de calendriers sont révoquées (--keep-keys les conserve)"
            ),
        )
    };
    let times = report.times.told();
    let said = |lines: Vec<String>| lines.concat();
    let en = said(times.iter().map(|line| format!("Of its times: {}.\n", line.en)).collect());
    let fr = said(times.iter().map(|line| format!("Quant aux dates du journal : {}.\n", line.fr)).collect());
    let (whole, taken_at) = (manifest.told(), said_at(manifest.taken_at));
    let grants = if manifest.backend == "postgresql" {
        (
            "Who may do what in the database is not in a backup: run what greffe database grants prints.\n",
            "Qui peut faire quoi dans la base de données n'est pas dans une copie : exécutez ce qu'affiche greffe database \
             grants.\n",
        )
    } else {
        ("", "")
    };
    Text::new(
        format!(
            "Restored {place}: {}. All of it was verified: every file, and every chain against the manifest; {}.\n{en}\
             A new epoch has begun: {} sessions have ended with all their tokens, {}; {} kept answers to repeated requests are \
             forgotten, {} mails that waited are not sent; {} webhooks are paused until their owners let them go on.\n\
             What happened after {} is not in it. Before you start the service: deactivate again who was deactivated since, \
             and set anew the passwords, roles, walls and holds that were changed since; they are as they were. Reminders since then \
             may be told again.\n{}",
            whole.en,
            signatures.0,
            ended.sessions,
            keys.en,
            ended.kept_answers,
            ended.mails,
            ended.webhooks,
            taken_at.en,
            grants.0
        ),
        format!(
            "{place} est restaurée : {}. Tout a été vérifié : chaque fichier, et chaque chaîne par rapport au manifeste; {}.\n{fr}\
             Une nouvelle époque a commencé : {} sessions ont pris fin avec tous leurs jetons, {}; {} réponses conservées pour des \
             requêtes répétées sont oubliées, {} courriels en attente ne sont pas envoyés; {} webhooks sont suspendus jusqu'à ce que \
             leurs propriétaires les relancent.\n\
             Ce qui s'est passé après le {} n'y est pas. Avant de démarrer le service : désactivez de nouveau qui a été \
             désactivé depuis, et rétablissez les mots de passe, rôles, cloisonnements et suspensions modifiés depuis; ils sont tels \
             qu'ils étaient. Des rappels donnés depuis peuvent l'être de nouveau.\n{}",
            whole.fr,
            signatures.1,
            ended.sessions,
            keys.fr,
            ended.kept_answers,
            ended.mails,
            ended.webhooks,
            taken_at.fr,
            grants.1
        ),
    )
}
