//! `greffe import FILE`: cases brought in from a file, without a server.

use super::args::{BringIn, Done, say};
use super::{clock, database};
use crate::access::context::Context;
use crate::db::types::Instant;
use crate::db::{Connection, Mode};
use crate::error::Error;
use crate::ids::UserId;
use crate::people::identity::principals;
use crate::registry::imports::api::ImportResult;
use crate::registry::imports::model::{ImportFormat, ImportMode, ImportStatus};
use crate::registry::imports::{service, worker};
use crate::text::Complaint;
use crate::unparsed::Unparsed;
use serde_json::{Value, json};
use std::fs::File;
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// The most lines that are named one by one.
const NAMED: i64 = 50;

pub(super) fn import(settings: &BringIn) -> Done {
    let path = &settings.file;
    let file = File::open(path).map_err(|error| Complaint::verbatim(error).about(path.display()))?;
    let mapping = settings.mapping.as_deref().map(mapping).transpose()?;
    let db = database::open_existing(&settings.stored)?;
    let clock = clock::of_the_machine(&db)?;
    let user = db.read_now(|connection| principals::user_by_name(connection, &settings.username))?;
    let user = user.ok_or_else(nobody)?.id;
    let mode = if settings.dry_run { Mode::Preview } else { Mode::Apply };
    let whole = if settings.all_or_nothing { ImportMode::AllOrNothing } else { ImportMode::BestEffort };
    let mut announced = json!({"format": format_of(path).code(), "mode": whole.code()});
    if let (Some(mapping), Some(fields)) = (mapping, announced.as_object_mut()) {
        fields.insert("mapping".to_owned(), mapping);
    }
    let announced = Unparsed::json(announced);
    let taken = db.write_now(|connection| {
        let caller = importer(connection, user, clock.now())?;
        let import = service::create(connection, &caller, &announced, mode)?;
        service::find(connection, &caller, import.id)
    })?;
    let staged = service::stage(&db, &taken, file)?;
    db.write_now(|connection| {
        let caller = importer(connection, user, clock.now())?;
        service::queue(connection, &caller, &taken, staged)
    })?;
    worker::run(&db, &clock, &AtomicBool::new(false))?;
    let (row, failed) = db.read_now(|connection| service::outcome(connection, &taken, NAMED))?;
    failed.iter().for_each(name);
    let (created, updated, unchanged) = (row.created, row.updated, row.unchanged);
    let (failed, skipped, lines, id) = (row.failed, row.skipped, row.lines, row.id);
    say(
        format!(
            "Of {lines} lines {created} opened a case, {updated} changed one and {unchanged} said nothing new; {failed} are wrong, {skipped} were left out. Import {id}.\n"
        ),
        format!(
            "Sur {lines} lignes, {created} ont ouvert un dossier, {updated} en ont modifié un et {unchanged} n'apportaient rien de nouveau; {failed} sont erronées, {skipped} ont été laissées de côté. Importation {id}.\n"
        ),
    );
    // Whoever runs it by the clock goes by this.
    if failed > 0 || row.status == ImportStatus::Failed {
        return Err(Complaint::new(
            format!("{failed} lines are wrong: see above."),
            format!("{failed} lignes sont erronées : voir ci-dessus."),
        ));
    }
    Ok(())
}

/// The user in whose name the cases are brought in, as they are now.
fn importer(connection: &mut Connection, user: UserId, now: Instant) -> Result<Context, Error> {
    let user = principals::active(connection, user, now)?.ok_or_else(Error::not_found)?;
    Ok(worker::importing(user, "command-line", now))
}

/// Names a line that is wrong, and why.
fn name(line: &ImportResult) {
    let number = line.line;
    let fault: Value = line.fault.as_ref().and_then(|fault| fault.parse().ok()).unwrap_or_default();
    let said = |language: &str| {
        let errors = fault.get("errors").and_then(Value::as_array).into_iter().flatten();
        let mut said: Vec<String> = errors
            .filter_map(|one| {
                let message = one.get("message")?.get(language)?.as_str()?;
                Some(format!("{} {message}", one.get("pointer")?.as_str()?))
            })
            .collect();
        said.extend(fault.pointer(&format!("/detail/{language}")).and_then(Value::as_str).map(str::to_owned));
        said.join(" ")
    };
    say(format!("Line {number}: {}\n", said("en")), format!("Ligne {number} : {}\n", said("fr")));
}

/// The format that the name of a file says.
fn format_of(path: &Path) -> ImportFormat {
    match path.extension().and_then(|extension| extension.to_str()).map(str::to_lowercase).as_deref() {
        Some("csv" | "tsv" | "txt") => ImportFormat::Csv,
        Some("xlsx") => ImportFormat::Xlsx,
        _ => ImportFormat::Ndjson,
    }
}

/// A mapping, from a file of TOML or JSON.
fn mapping(path: &Path) -> Result<Value, Complaint> {
    let text =
        std::fs::read_to_string(path).map_err(|error| Complaint::verbatim(error).about(path.display()))?;
    let is_json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    let read = if is_json {
        serde_json::from_str(&text).map_err(|error| error.to_string())
    } else {
        toml::from_str(&text).map_err(|error| error.to_string())
    };
    read.map_err(|error| Complaint::verbatim(error).about(path.display()))
}

fn nobody() -> Complaint {
    Complaint::new("there is no user of this name.", "aucun utilisateur ne porte ce nom.")
}
