//! The command line.

mod args;
mod backup;
mod catalog;
mod check;
mod clock;
mod complaints;
mod consolidations;
mod database;
mod demo;
mod documents;
mod help;
mod import;
mod journal;
mod keys;
mod language;
mod remind;
mod rules;
mod serve;

use self::args::{
    BringIn, CheckConfig, CreateUser, MakeCheckpoint, Remind, Serve, SetPassword, VerifyJournal, print,
};
use crate::server::config::environment::Environment;
use crate::server::config::{self, LogSettings, Stored};
use crate::server::telemetry;
use crate::text::{Complaint, Language};
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

pub use demo::Demo;

/// A court registry for immigration litigation: cases, responsibilities, and deadlines that explain
/// themselves.
#[derive(Parser)]
#[command(name = "greffe", version, args_override_self = true)]
struct Cli {
    /// A TOML file of settings; its keys are the options below with underscores
    #[arg(long, global = true, env = "GREFFE_CONFIG")]
    config: Option<PathBuf>,

    /// A directory of TOML files that add to the law which is built in: proceedings, rules and
    /// practice directions, and under calendars/ days off. What has the code of something built in
    /// takes its place
    #[arg(long, global = true, env = "GREFFE_CATALOG_DIR")]
    catalog_dir: Option<PathBuf>,

    #[command(flatten)]
    log: LogSettings,

    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API
    Serve(Serve),
    /// Serve the API with fictional data, on SQLite unless told otherwise
    Demo(Demo),
    /// Bring the database's schema up to date
    Migrate(Stored),
    /// Remind people of deadlines once, as `serve` does again and again: for cron
    Remind(Remind),
    /// Bring cases in from a file, and keep them in step with another system
    Import(BringIn),
    /// Manage users
    #[command(subcommand)]
    User(UserCommand),
    /// Make, show and remove the keys that sign tokens
    #[command(subcommand)]
    Keys(keys::KeysCommand),
    /// Print the OpenAPI document
    Openapi,
    /// Check the settings of `serve` and say what is wrong
    CheckConfig(CheckConfig),
    /// Look at the rules of law that deadlines are computed from
    #[command(subcommand)]
    Rules(RulesCommand),
    /// Check the journal, and make checkpoints of it
    #[command(subcommand)]
    Journal(JournalCommand),
    /// Look after the database
    #[command(subcommand)]
    Database(DatabaseCommand),
    /// Look after the files of documents
    #[command(subcommand)]
    Documents(documents::DocumentsCommand),
    /// Copy the database into a folder, while it is served: all of one moment, verified, with a
    /// manifest. The signing keys and the
    /// files of documents are not in it. On PostgreSQL as the role that owns the tables,
    /// with its own `pg_dump`
    Backup(backup::Backup),
    /// Bring a backup back into an empty place: verified before it is there, and without a session,
    /// a token or a key that is still good
    Restore(backup::Restore),
}

#[derive(Subcommand)]
enum UserCommand {
    /// Create a user, and the organisation where there is none of that code; the password is read
    /// from standard input
    Create(CreateUser),
    /// Set the password of a user, which is read from standard input; all their sessions end
    SetPassword(SetPassword),
}

#[derive(Subcommand)]
enum RulesCommand {
    /// List the rules: code, name, citation, confidence
    List,
    /// Check the built-in catalog, or a file of your own
    Check {
        /// A TOML file of the catalog's form; the built-in catalog if it is left out
        file: Option<PathBuf>,
    },
    /// List what is enacted and not in force, and what it will change, in both languages
    Pending,
    /// Show which open deadlines of which cases would move by the law of this program, and why;
    /// writes nothing
    Impact(Stored),
    /// Explain a rule, in both languages
    Explain {
        /// Its code, as FCCIRPR-8(1)
        code: String,
    },
    /// Compare the rules in force with the consolidations of the Department of Justice
    Verify {
        /// A checkout of the consolidations as XML (justicecanada/laws-lois-xml on GitHub)
        #[arg(long, value_name = "DIR")]
        laws: PathBuf,
        /// Also list what agrees, and what is worded otherwise since
        #[arg(long)]
        all: bool,
    },
}

#[derive(Subcommand)]
enum JournalCommand {
    /// Walk every chain and checkpoint and name the first thing that does not fit; or check a proof
    Verify(VerifyJournal),
    /// Make a checkpoint, where something was written since the last one, and print its signed
    /// statement
    Checkpoint(MakeCheckpoint),
}

#[derive(Subcommand)]
enum DatabaseCommand {
    /// Print the statements that give a PostgreSQL role what `serve` needs, and no more: it cannot
    /// change the journal
    Grants {
        /// The role that `serve` connects as; the owner of the tables runs the statements, and
        /// `migrate`
        #[arg(long)]
        role: String,
    },
}

/// Every text that `--help` shows, of every command, as it is written in English.
#[must_use]
pub fn help_texts() -> BTreeSet<String> {
    help::texts(&whole())
}

/// The command and those below it, with what clap adds to them.
fn whole() -> clap::Command {
    let mut command = language::offered(Cli::command());
    command.build();
    command
}

/// Runs the command that the process was called with.
#[must_use]
pub fn main() -> ExitCode {
    let command = whole();
    let arguments: Vec<_> = std::env::args_os().collect();
    let asked = language::asked(&command, &arguments);
    let environment = match Environment::of_the_process(&command) {
        Ok(environment) => environment,
        Err(complaint) => return fail(&complaint, asked),
    };
    let arguments = match config::with_file(&command, &environment, arguments) {
        Ok(arguments) => arguments,
        Err(complaint) => return fail(&complaint, asked),
    };
    // The file may name a language, too.
    let language = language::speak(language::asked(&command, &arguments));
    let mut command = help::told(environment.without_platform(command), language);
    let parsed = command.try_get_matches_from_mut(arguments).and_then(|found| Cli::from_arg_matches(&found));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => refuse(error.format(&mut command), language),
    };
    if let Err(complaint) = telemetry::start_log(&cli.log.log, cli.log.log_format) {
        return fail(&complaint.about("GREFFE_LOG"), language);
    }
    if let Some(notice) = environment.notice() {
        tracing::warn!("{notice}");
    }
    if let Err(complaint) = cli.catalog_dir.as_deref().map_or(Ok(()), catalog::install) {
        return fail(&complaint, language);
    }
    let done = match cli.command {
        Command::Serve(settings) => serve::serve(&settings),
        Command::Demo(settings) => demo::demo(&settings),
        Command::Migrate(stored) => database::migrate(&stored),
        Command::Remind(settings) => remind::remind(&settings),
        Command::Import(settings) => import::import(&settings),
        Command::User(UserCommand::Create(user)) => database::create_user(&user),
        Command::User(UserCommand::SetPassword(user)) => database::set_password(&user),
        Command::Keys(command) => keys::run(&command),
        Command::Openapi => {
            let document = crate::server::openapi::document();
            print(&crate::server::openapi::text(&document, language));
            Ok(())
        }
        Command::CheckConfig(settings) => check::check(&settings),
        Command::Rules(RulesCommand::List) => rules::list(),
        Command::Rules(RulesCommand::Check { file }) => rules::check(file.as_deref()),
        Command::Rules(RulesCommand::Pending) => {
            rules::pending();
            Ok(())
        }
        Command::Rules(RulesCommand::Impact(stored)) => rules::impact(&stored),
        Command::Rules(RulesCommand::Explain { code }) => rules::explain(&code),
        Command::Rules(RulesCommand::Verify { laws, all }) => consolidations::verify(&laws, all),
        Command::Journal(JournalCommand::Verify(settings)) => journal::verify(&settings),
        Command::Journal(JournalCommand::Checkpoint(settings)) => journal::checkpoint(&settings),
        Command::Database(DatabaseCommand::Grants { role }) => database::grants(&role),
        Command::Documents(command) => documents::run(&command),
        Command::Backup(settings) => backup::backup(&settings),
        Command::Restore(settings) => backup::restore(&settings),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(complaint) => fail(&complaint, language),
    }
}

/// Says what is wrong with the arguments, or the help that they ask for, and ends the process.
fn refuse(error: clap::Error, language: Language) -> ! {
    match language {
        Language::En => without_secret(error, "(not shown)").exit(),
        Language::Fr => without_secret(error, "(non montrée)").apply::<complaints::FrenchComplaints>().exit(),
    }
}

/// Puts something else in the place of what was set, in a complaint about a setting that may hold a
/// password.
fn without_secret(mut error: clap::Error, shown: &str) -> clap::Error {
    use clap::error::{ContextKind, ContextValue};
    let is_secret = error
        .get(ContextKind::InvalidArg)
        .is_some_and(|argument| argument.to_string().starts_with("--database-url"));
    if is_secret {
        error.insert(ContextKind::InvalidValue, ContextValue::String(shown.to_owned()));
    }
    error
}

fn fail(Complaint(message): &Complaint, language: Language) -> ExitCode {
    use std::io::Write as _;
    // Where even standard error is gone there is nobody to tell.
    let told = writeln!(std::io::stderr(), "greffe: {}", message.in_language(language));
    drop(told);
    ExitCode::FAILURE
}
