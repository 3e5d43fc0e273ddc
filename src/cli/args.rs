//! The arguments of the commands, and what a command comes to.

use super::language;
use crate::server::config::{DatabaseSettings, MailSettings, ServerSettings, SigningSettings, Stored};
use crate::text::{Complaint, Text};
use std::path::PathBuf;

/// The settings of `serve`.
#[derive(clap::Args)]
pub(super) struct Serve {
    #[command(flatten)]
    pub(super) database: DatabaseSettings,
    #[command(flatten)]
    pub(super) server: ServerSettings,
    #[command(flatten)]
    pub(super) signing: SigningSettings,
    #[command(flatten)]
    pub(super) mail: MailSettings,
    /// Start by the machine's clock although it is far behind the last entry of the journal: for
    /// once, where the clock that wrote that entry was ahead. It is put on the record
    #[arg(long)]
    pub(super) accept_clock: bool,
}

/// The settings of `serve`, and how far to look.
#[derive(clap::Args)]
pub(super) struct CheckConfig {
    #[command(flatten)]
    pub(super) serve: Serve,
    /// Connect to the database too: whether it can be reached and how safely, whether its schema is
    /// up to date, and whether it can be written to
    #[arg(long)]
    pub(super) connect: bool,
}

/// The settings of `remind`.
#[derive(clap::Args)]
pub(super) struct Remind {
    #[command(flatten)]
    pub(super) stored: Stored,
    #[command(flatten)]
    pub(super) mail: MailSettings,
}

/// A file of cases, and in whose name they are brought in.
#[derive(clap::Args)]
pub(super) struct BringIn {
    #[command(flatten)]
    pub(super) stored: Stored,
    /// The file: JSON with a case a line, or by its name .csv or .xlsx
    pub(super) file: PathBuf,
    /// The user in whose name the cases are brought in
    #[arg(long)]
    pub(super) username: String,
    /// What each column of a table is: a TOML or JSON file
    #[arg(long)]
    pub(super) mapping: Option<PathBuf>,
    /// Only say what would become of each line
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Keep nothing unless every line is right
    #[arg(long)]
    pub(super) all_or_nothing: bool,
}

/// The user whose password is set from the command line.
#[derive(clap::Args)]
pub(super) struct SetPassword {
    #[command(flatten)]
    pub(super) stored: Stored,
    /// The name that the user signs in with
    #[arg(long)]
    pub(super) username: String,
}

/// A user to be made from the command line: the first administrator, for instance.
#[derive(clap::Args)]
pub(super) struct CreateUser {
    #[command(flatten)]
    pub(super) stored: Stored,
    /// The name to sign in with
    #[arg(long)]
    pub(super) username: String,
    /// The name to show
    #[arg(long)]
    pub(super) display_name: String,
    /// The role: administrator, `litigation_manager`, litigator, analyst or viewer; or, without a
    /// file, `account_administrator` or `account_holder`
    #[arg(long)]
    pub(super) role: String,
    /// The code of the user's organisation
    #[arg(long)]
    pub(super) organization: String,
    /// The language that the user prefers: en or fr
    #[arg(long, default_value = "en")]
    pub(super) language: String,
    /// The classification up to which the user is cleared: unclassified, `protected_a`,
    /// `protected_b` or `protected_c`
    #[arg(long, default_value = "protected_b")]
    pub(super) clearance: String,
}

/// The part of the journal that is verified, and the key.
#[derive(clap::Args)]
pub(super) struct VerifyJournal {
    #[command(flatten)]
    pub(super) stored: Stored,
    #[command(flatten)]
    pub(super) signing: SigningSettings,
    /// A proof to check, as the service gave it; no database is needed
    #[arg(long, value_name = "FILE")]
    pub(super) proof: Option<PathBuf>,
    /// The key that checks signatures: a public key in PEM, or a set of keys as
    /// /.well-known/journal-keys.json; the signing key that is configured if it is left out
    #[arg(long, value_name = "FILE")]
    pub(super) public_key: Option<PathBuf>,
    /// The manifest of a backup: every entry that it names must be there, in the copy as in what it
    /// was taken of
    #[arg(long, value_name = "FILE")]
    pub(super) manifest: Option<PathBuf>,
    /// Statements of checkpoints that were kept elsewhere: the entries that they are of must be
    /// there. One a line, or as `GET /v1/journal/checkpoints` answers
    #[arg(long, value_name = "FILE")]
    pub(super) statement: Option<PathBuf>,
    /// Name everything that does not fit, not the first thing only
    #[arg(long)]
    pub(super) all: bool,
}

/// The place of a checkpoint to make, and its signer.
#[derive(clap::Args)]
pub(super) struct MakeCheckpoint {
    #[command(flatten)]
    pub(super) stored: Stored,
    #[command(flatten)]
    pub(super) signing: SigningSettings,
}

/// What a command came to.
pub(super) type Done = Result<(), Complaint>;

/// Says to whoever typed the command what came of it, in the language that is spoken.
pub(super) fn say(en: impl Into<String>, fr: impl Into<String>) {
    print(Text::new(en, fr).in_language(language::spoken()));
}

/// Writes to standard output what is the same in every language. A reader that has gone away, as in
/// `greffe rules list | head`, is no fault.
pub(super) fn print(text: &str) {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    drop(written);
}
