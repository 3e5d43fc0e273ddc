//! `greffe rules`: the law that deadlines are computed from, for people.

use super::args::{Done, Stored, print};
use super::database;
use crate::clock::Clock;
use crate::duties::deadlines::recalculation::Tally;
use crate::law::proceedings::{Catalog, check_file};
use crate::people::identity;
use crate::registry::amendments;
use std::fmt::Write as _;
use std::path::Path;

pub(super) fn list() -> Done {
    let mut out = String::new();
    for rule in Catalog::current().rules() {
        let current = rule.versions.last();
        let citation = current.map(|version| version.citation.en.as_str()).unwrap_or_default();
        let confidence = current.map(|version| version.confidence.code()).unwrap_or_default();
        let line =
            writeln!(out, "{}\t{}\t{}\t{citation}\t{confidence}", rule.code, rule.name.en, rule.name.fr);
        line.map_err(|error| error.to_string())?;
    }
    print(&out);
    Ok(())
}

pub(super) fn check(file: Option<&Path>) -> Done {
    let Some(path) = file else {
        let catalog = Catalog::current();
        print(&format!(
            "The built-in catalog is consistent: {} rules, {} proceedings, {} overlays.\n",
            catalog.rules().len(),
            catalog.proceedings().len(),
            catalog.overlays().len()
        ));
        return Ok(());
    };
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let faults = check_file(&path.display().to_string(), &text);
    if faults.is_empty() {
        print(&format!("{} is consistent.\n", path.display()));
        return Ok(());
    }
    let lines: Vec<_> = faults.iter().map(ToString::to_string).collect();
    Err(format!("{} faults:\n{}", lines.len(), lines.join("\n")))
}

/// Prints what the law of this program would move, one line a deadline: court file number (or
/// case), rule, the date that it has, the date that it would have, and why, or why it stays.
pub(super) fn impact(stored: &Stored) -> Done {
    let db = database::open_existing(stored)?;
    let now = Clock::of_the_machine().now();
    let tally = db.read_now(|connection| {
        let mut all = Tally::default();
        for organization in identity::service::organization_ids(connection)? {
            let tally = amendments::service::impact(connection, organization, now, |outcome| {
                for line in outcome.proposals() {
                    let case =
                        outcome.case.file_number.clone().unwrap_or_else(|| outcome.case.id.to_string());
                    let day = |day: Option<chrono::NaiveDate>| {
                        day.map_or_else(|| "-".to_owned(), |day| day.to_string())
                    };
                    let kept =
                        line.kept_because.map_or_else(String::new, |because| format!("\tkept: {because}"));
                    print(&format!(
                        "{case}\t{}\t{}\t{}\t{}{kept}\n",
                        line.before.rule,
                        day(line.before.due_on),
                        day(line.new_due_on),
                        line.why.text.en
                    ));
                }
            })?;
            all.examined = all.examined.saturating_add(tally.examined);
            all.moved = all.moved.saturating_add(tally.moved);
            all.kept = all.kept.saturating_add(tally.kept);
        }
        Ok(all)
    });
    let Tally { examined, moved, kept } = tally.map_err(|error| error.to_string())?;
    print(&format!(
        "{examined} open deadlines: {moved} would move, {kept} would stay although a computation gives another date.\n"
    ));
    Ok(())
}

pub(super) fn explain(code: &str) -> Done {
    let Some(rule) = Catalog::current().rule(code) else {
        return Err(format!("there is no rule {code}: `greffe rules list` shows them"));
    };
    let mut out = String::new();
    let mut say = |line: String| {
        out.push_str(&line);
        out.push('\n');
    };
    say(format!("{}  {} / {}", rule.code, rule.name.en, rule.name.fr));
    say(format!("  who must act      {}", rule.actor));
    say(format!("  what              {} / {}", rule.act.en, rule.act.fr));
    say(format!("  time runs from    {} / {}", rule.trigger.en, rule.trigger.fr));
    if let Some(consequence) = &rule.consequence {
        say(format!("  if missed         {} / {}", consequence.en, consequence.fr));
    }
    if let Some(extension) = &rule.extension {
        say(format!("  extension         {} / {}", extension.en, extension.fr));
    }
    for version in &rule.versions {
        let until = version.in_force_to.map_or_else(|| "now".to_owned(), |day| day.to_string());
        say(format!(
            "  version {}  in force {} to {until}, {}",
            version.version,
            version.in_force_from,
            version.confidence.code()
        ));
        say(format!("    {} / {}", version.citation.en, version.citation.fr));
        if let Some(note) = &version.note {
            say(format!("    {} / {}", note.en, note.fr));
        }
    }
    print(&out);
    Ok(())
}
