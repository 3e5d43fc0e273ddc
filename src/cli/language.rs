//! The language that the command line speaks.
//!
//! The first of these that is set decides: `--language`, `GREFFE_LANGUAGE`, `language` in the
//! configuration file; then what the system says, as POSIX has it: `LC_ALL`, `LC_MESSAGES`, `LANG`.
//! A locale that begins with `fr` is French, any other English. The log is English, whoever reads
//! it.

use crate::text::Language;
use clap::{Arg, Command};
use std::ffi::OsString;
use std::sync::OnceLock;

/// The option, by its name and as it is written.
const OPTION: &str = "language";
const VARIABLE: &str = "GREFFE_LANGUAGE";

/// The variables in which a system says what its user reads; the first that is set counts.
const LOCALES: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

static SPOKEN: OnceLock<Language> = OnceLock::new();

/// The command with this option, and each below it that has no other of this name: `user create`
/// has one, which is about the user.
pub(super) fn offered(command: Command) -> Command {
    let is_taken = command.get_arguments().any(|argument| argument.get_long() == Some(OPTION));
    let command = command.mut_subcommands(offered);
    if is_taken {
        return command;
    }
    command.arg(
        Arg::new(OPTION)
            .long(OPTION)
            .env(VARIABLE)
            .value_name("LANGUAGE")
            .value_parser([Language::En.code(), Language::Fr.code()])
            .help("The language of help and messages; that of LC_ALL, LC_MESSAGES or LANG if it is left out"),
    )
}

/// The language that these arguments, or else the environment, ask for.
pub(super) fn asked(command: &Command, arguments: &[OsString]) -> Language {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let code = option(command, arguments).or_else(|| variable(VARIABLE));
    let named = code.and_then(|code| code.parse().ok());
    named.unwrap_or_else(|| of_locale(&LOCALES.into_iter().find_map(variable).unwrap_or_default()))
}

/// The value of the option, where the command that takes it is spoken to.
fn option(command: &Command, arguments: &[OsString]) -> Option<String> {
    let mut called = command;
    let mut found = None;
    let mut rest = arguments.iter().skip(1).filter_map(|argument| argument.to_str());
    while let Some(argument) = rest.next() {
        let is_offered =
            called.get_arguments().any(|known| known.get_id() == OPTION && known.get_env().is_some());
        let value = argument.strip_prefix("--language").filter(|_| is_offered);
        match value {
            Some("") => found = rest.next().map(str::to_owned),
            Some(value) if value.starts_with('=') => found = value.strip_prefix('=').map(str::to_owned),
            _ => {}
        }
        called = called.find_subcommand(argument).unwrap_or(called);
    }
    found
}

fn of_locale(locale: &str) -> Language {
    if locale.to_ascii_lowercase().starts_with("fr") { Language::Fr } else { Language::En }
}

/// Speaks this language from now on.
pub(super) fn speak(language: Language) -> Language {
    *SPOKEN.get_or_init(|| language)
}

/// The language that is spoken.
pub(super) fn spoken() -> Language {
    SPOKEN.get().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_option_is_that_of_the_command_and_not_that_of_a_user() {
        let command = offered(crate::cli::Cli::command());
        for (arguments, found) in [
            (&["greffe", "--language", "fr", "rules", "list"][..], Some("fr")),
            (&["greffe", "rules", "list", "--language=en"], Some("en")),
            (&["greffe", "--language=fr", "user", "create", "--language", "en"], Some("fr")),
            (&["greffe", "user", "create", "--language", "fr"], None),
            (&["greffe", "serve", "--languages", "fr"], None),
            (&["greffe", "openapi"], None),
        ] {
            let arguments: Vec<_> = arguments.iter().map(OsString::from).collect();
            assert_eq!(option(&command, &arguments).as_deref(), found, "{arguments:?}");
        }
    }

    #[test]
    fn a_locale_is_french_if_it_begins_so() {
        for (locale, language) in [
            ("fr_CA.UTF-8", Language::Fr),
            ("fr", Language::Fr),
            ("FR-ca", Language::Fr),
            ("en_CA.UTF-8", Language::En),
            ("C", Language::En),
            ("", Language::En),
        ] {
            assert_eq!(of_locale(locale), language, "{locale}");
        }
    }
}
