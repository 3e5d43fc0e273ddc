//! The settings of a server: each has a command-line option, an environment variable and a default,
//! and appears in `--help`. The command line goes before the environment, and that before the
//! configuration file. A key that is not known, in the file or among the `GREFFE_` variables, is
//! fatal: a misspelled setting is never silently ignored.

pub mod documents;
pub mod edge;
pub mod environment;
pub mod oidc;
pub mod webhooks;

use crate::access::classification::Classification;
use crate::db::DatabaseUrl;
use crate::duties::notifications::mail::Mailer;
use crate::http::public_url::PublicUrl;
use crate::server::telemetry::LogFormat;
use crate::signing::directory::Directory;
use crate::signing::tokens::Tokens;
use crate::text::{Complaint, Text};
use clap::Args;
use environment::Environment;
use secrecy::SecretString;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The database that a command works on.
#[derive(Args, Clone, Debug)]
pub struct Stored {
    /// The directory of the embedded SQLite database, where no database URL is set
    #[arg(long, value_name = "DIR", env = "GREFFE_DATA_DIR", default_value = "greffe-data")]
    pub data_dir: PathBuf,

    /// The database: `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/DATABASE`; on another machine
    /// with `?sslmode=verify-full&sslrootcert=FILE`, where FILE holds the authority that signed the
    /// server's certificate
    #[arg(long, env = "GREFFE_DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<DatabaseUrl>,
}

impl Stored {
    /// The database that was named; the one in the data directory, if none was.
    #[must_use]
    pub fn url(&self) -> DatabaseUrl {
        self.database_url.clone().unwrap_or_else(|| DatabaseUrl::Sqlite(self.data_dir.join("greffe.db")))
    }
}

/// The settings of the database.
#[derive(Args, Clone, Debug)]
pub struct DatabaseSettings {
    /// Where it is
    #[command(flatten)]
    pub stored: Stored,

    /// Connections to the database for reading, at most, and half as many for writing (one to a
    /// file): 2 to 4 a core serve best
    #[arg(long, env = "GREFFE_DATABASE_CONNECTIONS", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub database_connections: u32,

    /// Milliseconds that a request waits for a connection before it is answered 503
    #[arg(long, env = "GREFFE_DATABASE_WAIT_MS", default_value_t = 2000, value_parser = clap::value_parser!(u64).range(1..=600_000))]
    pub database_wait_ms: u64,
}

/// The settings of how the server listens and limits.
#[derive(Args, Clone, Debug)]
pub struct ServerSettings {
    /// The address to listen on
    #[arg(long, env = "GREFFE_HOST", default_value = "127.0.0.1")]
    pub host: String,

    /// The port to listen on; 0 takes a free one
    #[arg(long, env = "GREFFE_PORT", default_value_t = 8080)]
    pub port: u16,

    /// The address under which clients reach the service: http or https, a host, and a port and a
    /// path if there are any; if it is left out, the one that a request was sent to
    #[arg(long, env = "GREFFE_PUBLIC_URL")]
    pub public_url: Option<PublicUrl>,

    /// Threads that handle requests; as many as there are cores if it is left out
    #[arg(long, env = "GREFFE_WORKERS", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub workers: Option<u16>,

    /// Seconds that a client may take to send its headers
    #[arg(long, env = "GREFFE_HEADER_TIMEOUT_SECONDS", default_value_t = 10)]
    pub header_timeout_seconds: u64,

    /// Seconds between SIGTERM, when `/health/ready` turns 503, and the moment when no new
    /// connection is accepted
    #[arg(long, env = "GREFFE_DRAIN_SECONDS", default_value_t = 2)]
    pub drain_seconds: u64,

    /// Seconds that requests in flight may then take
    #[arg(long, env = "GREFFE_GRACE_SECONDS", default_value_t = 30)]
    pub grace_seconds: u64,

    /// Seconds for which an access token is good
    #[arg(long, env = "GREFFE_ACCESS_TOKEN_SECONDS", default_value_t = 3600, value_parser = clap::value_parser!(i64).range(60..=86_400))]
    pub access_token_seconds: i64,

    /// Requests a minute for each person; 0 for no limit [default: 1200; 0 in demo]
    #[arg(long, env = "GREFFE_RATE_LIMIT_PER_MINUTE")]
    pub rate_limit_per_minute: Option<u32>,

    /// The classification from which upward it is recorded who read a case: `unclassified`,
    /// `protected_a`, `protected_b` or `protected_c`
    #[arg(long, env = "GREFFE_RECORD_READS_FROM", default_value = Classification::ProtectedB.code(), value_parser = classification)]
    pub record_reads_from: Classification,

    /// Seconds between two looks at whom to remind of a deadline; 0 for none, where `greffe remind`
    /// does it
    #[arg(long, env = "GREFFE_REMINDER_INTERVAL_SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(0..=86_400))]
    pub reminder_interval_seconds: u64,

    /// Clients that are let in, time limits, and TLS
    #[command(flatten)]
    pub edge: edge::EdgeSettings,

    /// Other issuers that may say who somebody is
    #[command(flatten)]
    pub oidc: oidc::OidcSettings,

    /// Where changes may be sent, and how many at a time
    #[command(flatten)]
    pub webhooks: webhooks::WebhookSettings,

    /// Where the files of documents are kept
    #[command(flatten)]
    pub documents: documents::DocumentSettings,

    /// Seconds between two checkpoints of the journal, where something was written; 0 for none,
    /// where `greffe journal checkpoint` makes them
    #[arg(long, env = "GREFFE_CHECKPOINT_INTERVAL_SECONDS", default_value_t = 3600, value_parser = clap::value_parser!(u64).range(0..=604_800))]
    pub checkpoint_interval_seconds: u64,
}

fn classification(code: &str) -> Result<Classification, Complaint> {
    let known = Classification::ALL.map(Classification::code);
    Classification::ALL.into_iter().find(|level| level.code() == code).ok_or_else(|| {
        let known = known.join(", ");
        Complaint::new(
            format!("a classification is one of {known}"),
            format!("une classification est l'une de celles-ci : {known}"),
        )
    })
}

/// The settings of outgoing mail.
#[derive(Args, Clone, Debug)]
pub struct MailSettings {
    /// The mail server that takes reminders: `smtps://USER:PASSWORD@HOST`,
    /// `smtp://HOST:587?tls=required` or `smtp://HOST`; without it no mail is sent
    #[arg(long, env = "GREFFE_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<SecretString>,

    /// The address in whose name reminders are sent
    #[arg(long, env = "GREFFE_MAIL_FROM")]
    pub mail_from: Option<String>,
}

impl MailSettings {
    /// The way to the mail server, if one is set.
    ///
    /// # Errors
    /// A message that names the variable and says what it should be.
    pub fn mailer(&self) -> Result<Option<Mailer>, Complaint> {
        match (&self.smtp_url, &self.mail_from) {
            (None, None) => Ok(None),
            (Some(url), Some(from)) => Mailer::new(url, from).map(Some),
            (Some(_), None) => Err(Complaint::new(
                "set the address in whose name mail is sent, such as greffe@example.org",
                "indiquez l'adresse au nom de laquelle les courriels sont envoyés, comme greffe@example.org",
            )
            .about("GREFFE_MAIL_FROM")),
            (None, Some(_)) => Err(Complaint::new(
                "set the mail server, such as smtps://USER:PASSWORD@HOST",
                "indiquez le serveur de courriel, comme smtps://USER:PASSWORD@HOST",
            )
            .about("GREFFE_SMTP_URL")),
        }
    }
}

/// What signs the tokens.
#[derive(Args, Clone, Debug)]
pub struct SigningSettings {
    /// The directory of the private keys that sign tokens, each a PEM file (Ed25519 or RSA) that is
    /// named by the instant from which it signs: `greffe keys rotate` makes the first and every
    /// further one, while the server runs
    #[arg(long, env = "GREFFE_SIGNING_KEYS_DIR", conflicts_with_all = ["signing_secret", "signing_key_file"])]
    pub signing_keys_dir: Option<PathBuf>,

    /// The shared secret that signs tokens (HS256), at least 32 bytes; it cannot be rotated
    #[arg(long, env = "GREFFE_SIGNING_SECRET", hide_env_values = true, conflicts_with = "signing_key_file")]
    pub signing_secret: Option<SecretString>,

    /// The file of the private key that signs tokens: PEM, Ed25519 or RSA; it cannot be rotated
    #[arg(long, env = "GREFFE_SIGNING_KEY_FILE")]
    pub signing_key_file: Option<PathBuf>,
}

/// The settings of the log.
#[derive(Args, Clone, Debug)]
pub struct LogSettings {
    /// Log level, or a filter such as `info,greffe=debug`
    #[arg(long, global = true, env = "GREFFE_LOG", default_value = "info")]
    pub log: String,

    /// Form of the log
    #[arg(long, global = true, env = "GREFFE_LOG_FORMAT", value_enum, default_value_t)]
    pub log_format: LogFormat,
}

impl SigningSettings {
    /// The places on this machine that hold what signs.
    pub fn places(&self) -> impl Iterator<Item = &Path> {
        [&self.signing_keys_dir, &self.signing_key_file].into_iter().filter_map(|place| place.as_deref())
    }

    /// The keys, where any are configured.
    ///
    /// # Errors
    /// As [`Self::tokens`].
    pub fn configured(&self) -> Result<Option<Tokens>, Complaint> {
        let is_set = self.signing_keys_dir.is_some()
            || self.signing_secret.is_some()
            || self.signing_key_file.is_some();
        is_set.then(|| self.tokens()).transpose()
    }

    /// The keys.
    ///
    /// # Errors
    /// A message that names the variable to set and how to make what it needs.
    pub fn tokens(&self) -> Result<Tokens, Complaint> {
        let with_way_out = |complaint: Complaint| {
            let Complaint(Text { en, fr }) = complaint;
            Complaint::new(format!("{en}.\n{}", HOW_TO_SIGN.0), format!("{fr}.\n{}", HOW_TO_SIGN.1))
        };
        if let Some(path) = &self.signing_keys_dir {
            return Tokens::with_directory(Directory::at(path)).map_err(|error| {
                let Complaint(Text { en, fr }) = error.complaint().about("GREFFE_SIGNING_KEYS_DIR");
                let make = format!("greffe keys rotate --signing-keys-dir {}", path.display());
                Complaint::new(
                    format!("{en}.\nMake the first key with: {make}"),
                    format!("{fr}.\nCréez la première clé avec : {make}"),
                )
            });
        }
        match (&self.signing_secret, &self.signing_key_file) {
            (None, None) => Err(with_way_out(Complaint::new(
                "No signing key is configured",
                "Aucune clé de signature n'est configurée",
            ))),
            (Some(secret), _) => Tokens::with_secret(secret)
                .map_err(|error| with_way_out(error.complaint().about("GREFFE_SIGNING_SECRET"))),
            (None, Some(path)) => {
                let named = |complaint: Complaint| {
                    with_way_out(complaint.about(path.display()).about("GREFFE_SIGNING_KEY_FILE"))
                };
                let pem = std::fs::read_to_string(path).map_err(|error| named(Complaint::verbatim(error)))?;
                Tokens::with_key(&pem.into()).map_err(|error| named(error.complaint()))
            }
        }
    }
}

/// How to come by what signs tokens, in English and in French.
const HOW_TO_SIGN: (&str, &str) = (
    "Set GREFFE_SIGNING_KEYS_DIR to a directory of keys, made with: greffe keys rotate --signing-keys-dir DIRECTORY\n\
     or GREFFE_SIGNING_SECRET to a random secret, made with: openssl rand -base64 48\n\
     or GREFFE_SIGNING_KEY_FILE to a private key, made with: openssl genpkey -algorithm ed25519 -out signing.pem",
    "Donnez à GREFFE_SIGNING_KEYS_DIR un répertoire de clés, créé avec : greffe keys rotate --signing-keys-dir DIRECTORY\n\
     ou à GREFFE_SIGNING_SECRET un secret aléatoire, créé avec : openssl rand -base64 48\n\
     ou à GREFFE_SIGNING_KEY_FILE une clé privée, créée avec : openssl genpkey -algorithm ed25519 -out signing.pem",
);

/// The arguments with those of the configuration file put in where neither the command line nor the
/// environment says anything: `--config FILE`, or `GREFFE_CONFIG`.
///
/// # Errors
/// Fails if the file cannot be read or holds a key that is not known.
pub fn with_file(
    command: &clap::Command,
    environment: &Environment,
    arguments: Vec<OsString>,
) -> Result<Vec<OsString>, Complaint> {
    let known = settings(command);
    let Some(path) = file(&arguments) else { return Ok(arguments) };
    let text =
        std::fs::read_to_string(&path).map_err(|error| Complaint::verbatim(error).about(path.display()))?;
    let table: toml::Table =
        text.parse().map_err(|error: toml::de::Error| Complaint::verbatim(error).about(path.display()))?;
    let mut inserted = Vec::new();
    for (key, value) in table {
        let option = key.replace('_', "-");
        // A file does not name another: the key would be read by nobody.
        let in_file = || known.iter().filter(|setting| setting.option != "config");
        let Some(setting) = in_file().find(|setting| setting.option == option) else {
            let names: Vec<_> = in_file().map(|setting| setting.option.replace('-', "_")).collect();
            let names = names.join(", ");
            return Err(Complaint::new(
                format!("unknown key {key}. Known: {names}."),
                format!("clé inconnue : {key}. Clés connues : {names}."),
            )
            .about(path.display()));
        };
        let given = arguments.iter().any(|argument| {
            argument.to_str().is_some_and(|text| text.split('=').next() == Some(&format!("--{option}")))
        });
        if given || environment.sets(&setting.variable) || !accepts(command, &arguments, setting) {
            continue;
        }
        let text = match value {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Boolean(truth) => truth.to_string(),
            _ => {
                return Err(Complaint::new(
                    format!("{key} must be a string or a number"),
                    format!("{key} doit être un texte ou un nombre"),
                )
                .about(path.display()));
            }
        };
        inserted.push(OsString::from(format!("--{option}={text}")));
    }
    let mut all = arguments;
    all.extend(inserted);
    Ok(all)
}

/// A setting: its option and its variable.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Setting {
    option: String,
    variable: String,
}

/// Every setting that any command takes.
fn settings(command: &clap::Command) -> BTreeSet<Setting> {
    let mut all = BTreeSet::new();
    for argument in command.get_arguments() {
        if let (Some(option), Some(variable)) = (argument.get_long(), argument.get_env()) {
            all.insert(Setting {
                option: option.to_owned(),
                variable: variable.to_string_lossy().into_owned(),
            });
        }
    }
    for inner in command.get_subcommands() {
        all.extend(settings(inner));
    }
    all
}

fn file(arguments: &[OsString]) -> Option<PathBuf> {
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let text = argument.to_string_lossy();
        if text == "--config" {
            return rest.next().map(PathBuf::from);
        }
        if let Some(path) = text.strip_prefix("--config=") {
            return Some(Path::new(path).to_owned());
        }
    }
    std::env::var_os("GREFFE_CONFIG").map(PathBuf::from)
}

/// Whether the command that is called takes this setting: one file can serve several commands. An
/// option of the same name that is no setting is another.
fn accepts(command: &clap::Command, arguments: &[OsString], setting: &Setting) -> bool {
    let mut called = command;
    for argument in arguments.iter().skip(1) {
        if let Some(inner) = argument.to_str().and_then(|name| called.find_subcommand(name)) {
            called = inner;
        }
    }
    let everywhere = command.get_arguments().filter(|argument| argument.is_global_set());
    called.get_arguments().chain(everywhere).any(|argument| {
        argument.get_long() == Some(&setting.option)
            && argument.get_env().is_some_and(|variable| variable.to_str() == Some(&setting.variable))
    })
}
