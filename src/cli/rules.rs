//! `greffe rules`: the law that deadlines are computed from, for people.

use super::args::{Done, print, say};
use super::database;
use super::language;
use crate::clock::Clock;
use crate::duties::deadlines::recalculation::Tally;
use crate::law::calendars::Calendars;
use crate::law::proceedings::{Actor, Catalog, Count, Method, RuleVersion, check_file};
use crate::people::identity;
use crate::registry::amendments;
use crate::server::config::Stored;
use crate::text::{Complaint, Text};
use std::fmt::Write as _;
use std::path::Path;

pub(super) fn list() -> Done {
    let mut out = String::new();
    for rule in Catalog::current().rules() {
        let current = rule.current();
        let citation = current.map(|version| version.citation.en.as_str()).unwrap_or_default();
        let confidence = current.map(|version| version.confidence.code()).unwrap_or_default();
        let line =
            writeln!(out, "{}\t{}\t{}\t{citation}\t{confidence}", rule.code, rule.name.en, rule.name.fr);
        line.map_err(Complaint::verbatim)?;
    }
    print(&out);
    Ok(())
}

/// Prints what is enacted and not in force: by it nothing is computed.
pub(super) fn pending() {
    let spoken = language::spoken();
    for rule in Catalog::current().rules() {
        for version in rule.pending() {
            let since = in_force(version);
            print(&format!("{}  {}\n", rule.code, rule.name.in_language(spoken)));
            print(&format!("  {}\n", since.in_language(spoken)));
            print(&format!("    {}\n", version.citation.in_language(spoken)));
            if let Some(note) = &version.note {
                print(&format!("    {}\n", note.in_language(spoken)));
            }
        }
    }
}

/// From when to when a wording is law, and how well that is known.
fn in_force(version: &RuleVersion) -> Text {
    let (number, from, confidence) = (&version.version, version.in_force_from, version.confidence.name());
    let (en, fr) = (confidence.en, confidence.fr);
    if version.enacted_not_in_force {
        return Text::new(
            format!("version {number}  enacted {from}, not in force; {en}"),
            format!("version {number}  édictée le {from}, non en vigueur; {fr}"),
        );
    }
    let until = |now: &str| version.in_force_to.map_or_else(|| now.to_owned(), |day| day.to_string());
    Text::new(
        format!("version {number}  in force {from} to {}; {en}", until("now")),
        format!("version {number}  en vigueur du {from} à {}; {fr}", until("maintenant")),
    )
}

pub(super) fn check(file: Option<&Path>) -> Done {
    let Some(path) = file else {
        let catalog = Catalog::current();
        let (rules, proceedings) = (catalog.rules().len(), catalog.proceedings().len());
        let overlays = catalog.overlays().len();
        say(
            format!(
                "The built-in catalog is consistent: {rules} rules, {proceedings} proceedings, {overlays} overlays.\n"
            ),
            format!(
                "Le catalogue fourni est cohérent : {rules} règles, {proceedings} instances, {overlays} directives ou ordonnances spéciales.\n"
            ),
        );
        return Ok(());
    };
    let text =
        std::fs::read_to_string(path).map_err(|error| Complaint::verbatim(error).about(path.display()))?;
    let faults = check_file(&path.display().to_string(), &text);
    if faults.is_empty() {
        let path = path.display();
        say(format!("{path} is consistent.\n"), format!("{path} est cohérent.\n"));
        return Ok(());
    }
    let lines: Vec<_> = faults.iter().map(ToString::to_string).collect();
    Err(faulty(&lines))
}

/// The complaint about files of law, with each of their faults as it was found.
pub(super) fn faulty(faults: &[String]) -> Complaint {
    let (count, lines) = (faults.len(), faults.join("\n"));
    Complaint::new(format!("faults: {count}\n{lines}"), format!("nombre de défauts : {count}\n{lines}"))
}

/// Prints what the law of this program would move, one line a deadline: court file number (or
/// case), rule, the date that it has, the date that it would have, and why, or why it stays.
pub(super) fn impact(stored: &Stored) -> Done {
    let db = database::open_existing(stored)?;
    let now = Clock::of_the_machine().now();
    let tally = db.read_now(|connection| {
        let mut all = Tally::default();
        for organization in identity::principals::organization_ids(connection)? {
            let tally = amendments::service::impact(connection, organization, now, |outcome| {
                for line in outcome.proposals() {
                    let case =
                        outcome.case.file_number.clone().unwrap_or_else(|| outcome.case.id.to_string());
                    let day = |day: Option<chrono::NaiveDate>| {
                        day.map_or_else(|| "-".to_owned(), |day| day.to_string())
                    };
                    let kept = line.kept_because.map_or_else(Text::default, |because| {
                        Text::new(format!("\tkept: {because}"), format!("\tmaintenue : {because}"))
                    });
                    let spoken = language::spoken();
                    print(&format!(
                        "{case}\t{}\t{}\t{}\t{}{}\n",
                        line.before.rule,
                        day(line.before.due_on),
                        day(line.new_due_on),
                        line.why.text.in_language(spoken),
                        kept.in_language(spoken)
                    ));
                }
            })?;
            all.examined = all.examined.saturating_add(tally.examined);
            all.moved = all.moved.saturating_add(tally.moved);
            all.kept = all.kept.saturating_add(tally.kept);
        }
        Ok(all)
    });
    let Tally { examined, moved, kept } = tally?;
    say(
        format!(
            "{examined} open deadlines: {moved} would move, {kept} would stay although a computation gives another date.\n"
        ),
        format!(
            "{examined} échéances en cours : {moved} se déplaceraient, {kept} demeureraient bien qu'un calcul donne une autre date.\n"
        ),
    );
    Ok(())
}

pub(super) fn explain(code: &str) -> Done {
    let Some(rule) = Catalog::current().rule(code) else {
        return Err(Complaint::new(
            format!("there is no rule {code}: greffe rules list shows them"),
            format!("il n'y a pas de règle {code} : greffe rules list les énumère"),
        ));
    };
    let mut out = String::new();
    let mut add = |line: String| {
        out.push_str(&line);
        out.push('\n');
    };
    let spoken = language::spoken();
    let said = |text: &Text| text.in_language(spoken).to_owned();
    let word = |en: &str, fr: &str| format!("  {:<18}", said(&Text::new(en, fr)));
    let actor: Option<Actor> = rule.actor.parse().ok();
    let actor = actor.map_or_else(|| rule.actor.clone(), |actor| said(&actor.name()));
    add(format!("{}  {}", rule.code, said(&rule.name)));
    add(format!("{}{actor}", word("who must act", "qui doit agir")));
    add(format!("{}{}", word("what", "quoi"), said(&rule.act)));
    add(format!("{}{}", word("time runs from", "délai depuis"), said(&rule.trigger)));
    if rule.optional {
        let optional = Text::new("nobody has to do it", "personne n'y est tenu");
        add(format!("{}{}", word("optional", "facultatif"), said(&optional)));
    }
    if let Some(consequence) = &rule.consequence {
        add(format!("{}{}", word("if missed", "si manquée"), said(consequence)));
    }
    if let Some(extension) = &rule.extension {
        add(format!("{}{}", word("extension", "prorogation"), said(extension)));
    }
    if rule.fixed {
        let fixed = Text::new("nobody can move or waive it", "personne ne peut la déplacer ni y renoncer");
        add(format!("{}{}", word("fixed by law", "fixée par la loi"), said(&fixed)));
    }
    if let Some(short_notice) = &rule.short_notice {
        add(format!("{}{}", word("on short notice", "à bref délai"), said(short_notice)));
    }
    for version in &rule.versions {
        add(format!("  {}", said(&in_force(version))));
        add(format!("    {}", said(&version.citation)));
        if let Some(length) = version.count.as_ref().map(length) {
            add(format!("    {}", said(&length)));
        }
        let method = version.method.as_deref().and_then(|code| Catalog::current().method(code));
        if let Some(Method { name, calendar, .. }) = method {
            let calendar = calendar.as_deref().and_then(|code| Calendars::current().get(code));
            let calendar = calendar.map_or_else(String::new, |known| format!(" ({})", said(&known.name)));
            add(format!("    {}{calendar}", said(name)));
        }
        if let Some(note) = &version.note {
            add(format!("    {}", said(note)));
        }
    }
    print(&out);
    Ok(())
}

/// The length of a time limit: `at least 5 days before`.
fn length(count: &Count) -> Text {
    let many = |number: u32, one: &str, several: &str| {
        format!("{number} {}", if number == 1 { one } else { several })
    };
    let (en, fr) = if let Some(hours) = count.hours {
        (many(hours, "hour", "hours"), many(hours, "heure", "heures"))
    } else if let Some(months) = count.months {
        (many(months, "month", "months"), format!("{months} mois"))
    } else if let Some(days) = count.working_days {
        (many(days, "working day", "working days"), many(days, "jour ouvrable", "jours ouvrables"))
    } else if let Some(days) = count.days {
        (many(days, "day", "days"), many(days, "jour", "jours"))
    } else {
        let facts = count.days_of_facts.join(" + ");
        (
            format!("as many days as the fact says: {facts}"),
            format!("autant de jours que le dit le fait : {facts}"),
        )
    };
    let least = if count.bar {
        ("not before all of ", "pas avant que soient écoulés ")
    } else if count.clear {
        ("at least ", "au moins ")
    } else {
        ("", "")
    };
    let before = if count.before { (" before", " avant") } else { ("", "") };
    let window = count.not_before_days.map_or_else(Default::default, |days| {
        (
            format!(", and not before {}", many(days, "day", "days")),
            format!(", et pas avant {}", many(days, "jour", "jours")),
        )
    });
    Text::new(
        format!("{}{en}{}{}", least.0, before.0, window.0),
        format!("{}{fr}{}{}", least.1, before.1, window.1),
    )
}
