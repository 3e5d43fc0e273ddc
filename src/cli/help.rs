//! The text of `--help`: the doc comments of the settings, without the marks that only Markdown
//! needs, in English or in French.
//!
//! The French is in `fr.json` beside this file, by the English text. What clap writes by itself is
//! French as far as it can be told.

use crate::text::Language;
use crate::translations::Translations;
use clap::builder::{PossibleValue, StyledStr};
use clap::{Arg, Command};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The French of the help. A file that cannot be read holds none: a test reads it.
static FRENCH: LazyLock<Translations> =
    LazyLock::new(|| Translations::read(include_str!("fr.json")).unwrap_or_default());

/// How help is laid out in French: as clap does, but for the one English word in it.
const LAYOUT: &str =
    "{before-help}{about-with-newline}\nUtilisation\u{a0}: {usage}\n\n{all-args}{after-help}";

/// The command, its options and all commands below it, with help as a terminal shows it: without
/// backticks.
pub(super) fn told(command: Command, language: Language) -> Command {
    let (about, long_about) = (command.get_about(), command.get_long_about());
    let (about, long_about) =
        (about.map(|text| said(text, language)), long_about.map(|text| said(text, language)));
    let command = if let Some(about) = about { command.about(about) } else { command };
    let command = if let Some(about) = long_about { command.long_about(about) } else { command };
    let command = match language {
        Language::En => command,
        Language::Fr => command
            .help_template(LAYOUT)
            .subcommand_help_heading("Commandes\u{a0}")
            .subcommand_value_name("COMMANDE"),
    };
    command
        .mut_args(|option| match language {
            Language::En => told_option(option),
            Language::Fr => option_in_french(option),
        })
        .mut_subcommands(|inner| told(inner, language))
}

fn told_option(option: Arg) -> Arg {
    let said = |text| said(text, Language::En);
    let (help, long_help) = (option.get_help().map(said), option.get_long_help().map(said));
    let option = if let Some(help) = help { option.help(help) } else { option };
    if let Some(help) = long_help { option.long_help(help) } else { option }
}

/// An option with what clap would add to its help in English: its variable, its default, and what
/// it can be.
fn option_in_french(option: Arg) -> Arg {
    let said = |text| said(text, Language::Fr);
    let help = option.get_help().map(said).unwrap_or_default();
    let long_help = option.get_long_help().map_or_else(|| help.clone(), said);
    let (described, values) = values(&option);
    let mut details = Vec::new();
    if let Some(variable) = option.get_env() {
        let held = std::env::var_os(variable).filter(|_| !option.is_hide_env_values_set());
        let held = held.map_or_else(String::new, |held| format!("={}", held.to_string_lossy()));
        details.push(format!("[variable\u{a0}: {}{held}]", variable.to_string_lossy()));
    }
    let usual: Vec<_> = option.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if !usual.is_empty() && option.get_action().takes_values() {
        details.push(format!("[par défaut\u{a0}: {}]", usual.join(" ")));
    }
    let at_length = details.join(" ");
    details.extend(values.clone());
    let last = if described.is_empty() { details.join(" ") } else { at_length };
    let heading = if option.is_positional() { "Arguments\u{a0}" } else { "Options\u{a0}" };
    option
        .help(joined([help, details.join(" ")], " "))
        .long_help(joined([long_help, described, last], "\n\n"))
        .help_heading(heading)
        .hide_env(true)
        .hide_default_value(true)
        .hide_possible_values(true)
}

/// What an option can be: at length, where there is more to say of its values than their names; and
/// in short.
fn values(option: &Arg) -> (String, Option<String>) {
    let values = if option.get_action().takes_values() { option.get_possible_values() } else { Vec::new() };
    let names: Vec<_> = values.iter().map(PossibleValue::get_name).collect();
    let described: Vec<_> = values
        .iter()
        .filter_map(|value| Some((value.get_name(), value.get_help()?)))
        .map(|(name, help)| format!("- {name}\u{a0}: {}", said(help, Language::Fr)))
        .collect();
    let described = match described.as_slice() {
        [] => String::new(),
        lines => format!("Valeurs possibles\u{a0}:\n{}", lines.join("\n")),
    };
    (described, (!names.is_empty()).then(|| format!("[valeurs possibles\u{a0}: {}]", names.join(", "))))
}

/// The parts that are not empty, with this between them.
fn joined<const N: usize>(parts: [String; N], between: &str) -> String {
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(between)
}

/// A text of the help in a language, as a terminal shows it.
fn said(text: &StyledStr, language: Language) -> String {
    let written = text.to_string();
    let french = FRENCH.french(&written).filter(|_| language == Language::Fr);
    french.unwrap_or(&written).replace('`', "")
}

/// Every text of the help of a command and of those below it, as it is written.
pub(super) fn texts(command: &Command) -> BTreeSet<String> {
    let values = command.get_arguments().flat_map(Arg::get_possible_values);
    let mut texts: BTreeSet<_> =
        values.filter_map(|value| value.get_help().map(ToString::to_string)).collect();
    let own = [command.get_about(), command.get_long_about()].into_iter();
    let of_options = command.get_arguments().flat_map(|option| [option.get_help(), option.get_long_help()]);
    texts.extend(own.chain(of_options).flatten().map(ToString::to_string));
    command.get_subcommands().for_each(|inner| texts.extend(self::texts(inner)));
    texts
}
