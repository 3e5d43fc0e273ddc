//! What clap complains of, in French: it has no other words of its own than English ones.

use crate::text::Complaint;
use clap::builder::StyledStr;
use clap::error::{ContextKind, ErrorFormatter, ErrorKind};
use std::error::Error as _;

/// Writes clap's errors in French, without colours.
pub(super) struct FrenchComplaints;

impl ErrorFormatter for FrenchComplaints {
    fn format_error(error: &clap::error::Error<Self>) -> StyledStr {
        let mut lines = vec![format!("erreur\u{a0}: {}", what(error))];
        let known = [ContextKind::ValidValue, ContextKind::ValidSubcommand].into_iter();
        for known in known.filter_map(|kind| said(error, kind)) {
            lines.push(format!("  [valeurs possibles\u{a0}: {known}]"));
        }
        let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
        for near in near.into_iter().filter_map(|kind| said(error, kind)) {
            lines.push(format!("\n  conseil\u{a0}: il y a «\u{a0}{near}\u{a0}»"));
        }
        if let Some(usage) = said(error, ContextKind::Usage) {
            lines.push(format!("\n{}", usage.replace("Usage:", "Utilisation\u{a0}:")));
        }
        lines.push("\nPour en savoir plus, essayez --help.\n".to_owned());
        lines.join("\n").into()
    }
}

/// What is wrong, in one sentence.
fn what(error: &clap::error::Error<FrenchComplaints>) -> String {
    let of = |kind| said(error, kind).unwrap_or_default();
    let (argument, value) = (of(ContextKind::InvalidArg), of(ContextKind::InvalidValue));
    match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => {
            format!("il manque une valeur pour «\u{a0}{argument}\u{a0}»")
        }
        ErrorKind::InvalidValue => {
            format!("la valeur «\u{a0}{value}\u{a0}» n'est pas acceptée pour «\u{a0}{argument}\u{a0}»")
        }
        ErrorKind::ValueValidation => {
            let reason = error.source().map(|source| match source.downcast_ref::<Complaint>() {
                Some(Complaint(reason)) => reason.fr.clone(),
                None => source.to_string(),
            });
            let reason = reason.map_or_else(String::new, |reason| format!("\u{a0}: {reason}"));
            format!(
                "la valeur «\u{a0}{value}\u{a0}» n'est pas acceptée pour «\u{a0}{argument}\u{a0}»{reason}"
            )
        }
        ErrorKind::UnknownArgument => format!("l'argument «\u{a0}{argument}\u{a0}» n'existe pas ici"),
        ErrorKind::InvalidSubcommand => {
            format!("la commande «\u{a0}{}\u{a0}» n'existe pas", of(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("il manque\u{a0}: {argument}"),
        ErrorKind::MissingSubcommand => "il manque une commande".to_owned(),
        ErrorKind::ArgumentConflict => {
            format!("«\u{a0}{argument}\u{a0}» ne va pas avec «\u{a0}{}\u{a0}»", of(ContextKind::PriorArg))
        }
        ErrorKind::NoEquals => format!("«\u{a0}{argument}\u{a0}» exige le signe = devant sa valeur"),
        ErrorKind::TooManyValues => {
            format!("la valeur «\u{a0}{value}\u{a0}» est de trop pour «\u{a0}{argument}\u{a0}»")
        }
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("le nombre de valeurs de «\u{a0}{argument}\u{a0}» n'est pas le bon")
        }
        ErrorKind::InvalidUtf8 => "un argument n'est pas de l'UTF-8".to_owned(),
        other => other.to_string(),
    }
}

/// What clap noted of an error, if it says anything.
fn said(error: &clap::error::Error<FrenchComplaints>, kind: ContextKind) -> Option<String> {
    error.get(kind).map(ToString::to_string).filter(|said| !said.is_empty())
}
