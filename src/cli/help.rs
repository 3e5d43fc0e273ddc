//! The text of `--help`: the doc comments of the settings, without the marks that only Markdown
//! needs.

use clap::builder::StyledStr;

/// The command, its options and all commands below it, with help as a terminal shows it: without
/// backticks.
pub(super) fn plain(command: clap::Command) -> clap::Command {
    let (about, long_about) = (command.get_about().map(bare), command.get_long_about().map(bare));
    let command = if let Some(about) = about { command.about(about) } else { command };
    let command = if let Some(about) = long_about { command.long_about(about) } else { command };
    command.mut_args(plain_option).mut_subcommands(plain)
}

fn plain_option(option: clap::Arg) -> clap::Arg {
    let (help, long_help) = (option.get_help().map(bare), option.get_long_help().map(bare));
    let option = if let Some(help) = help { option.help(help) } else { option };
    if let Some(help) = long_help { option.long_help(help) } else { option }
}

fn bare(text: &StyledStr) -> String {
    text.to_string().replace('`', "")
}
