//! `greffe documents sweep` and `greffe documents verify`: looking after the files of documents.

use super::args::{Done, print, say};
use super::{clock, database};
use crate::contents::sweeping::{self, ContentFault};
use crate::server::config::Stored;
use crate::server::config::documents::DocumentSettings;
use crate::text::{Complaint, Text};
use clap::Subcommand;

#[derive(Subcommand)]
pub(super) enum DocumentsCommand {
    /// Erase the files that no document names any more, and what was cut off while it arrived
    Sweep(KeptFiles),
    /// Read every file that a document names, and name each that is missing or altered
    Verify(KeptFiles),
}

/// The database and the folder of files.
#[derive(clap::Args)]
pub(super) struct KeptFiles {
    #[command(flatten)]
    stored: Stored,
    #[command(flatten)]
    documents: DocumentSettings,
}

pub(super) fn run(command: &DocumentsCommand) -> Done {
    match command {
        DocumentsCommand::Sweep(files) => sweep(files),
        DocumentsCommand::Verify(files) => verify(files),
    }
}

fn sweep(files: &KeptFiles) -> Done {
    let db = database::open_existing(&files.stored)?;
    let clock = clock::of_the_machine(&db)?;
    let contents = files.documents.contents(&files.stored);
    let folder = files.documents.folder(&files.stored);
    let swept = sweeping::sweep(&db, &contents, &clock)
        .map_err(|error| Complaint::from(error).about(folder.display()))?;
    let (asked, orphans, cut_off) = (swept.asked, swept.orphans, swept.cut_off);
    say(
        format!(
            "Erased in {}: {asked} files of cases that were disposed of, {orphans} that no document names, {cut_off} that were cut off.\n",
            folder.display()
        ),
        format!(
            "Effacés dans {} : {asked} fichiers de dossiers dont il a été disposé, {orphans} qu'aucun document ne nomme, {cut_off} interrompus en cours d'envoi.\n",
            folder.display()
        ),
    );
    Ok(())
}

fn verify(files: &KeptFiles) -> Done {
    let db = database::open_existing(&files.stored)?;
    let contents = files.documents.contents(&files.stored);
    let folder = files.documents.folder(&files.stored);
    let mut wrong = 0_usize;
    let read = sweeping::verify(&db, &contents, |fault| {
        wrong = wrong.saturating_add(1);
        let told = match fault {
            ContentFault::Missing(sha256) => {
                Text::new(format!("missing: {sha256}"), format!("manquant : {sha256}"))
            }
            ContentFault::Altered(sha256) => {
                Text::new(format!("altered: {sha256}"), format!("altéré : {sha256}"))
            }
        };
        print(&format!("{}\n", told.in_language(super::language::spoken())));
    })
    .map_err(|error| Complaint::from(error).about(folder.display()))?;
    if wrong > 0 {
        return Err(Complaint::new(
            format!("{wrong} of {read} files are missing or altered"),
            format!("{wrong} fichiers sur {read} sont manquants ou altérés"),
        )
        .about(folder.display()));
    }
    say(
        format!("All {read} files are there, and as they were.\n"),
        format!("Les {read} fichiers sont tous là, et inchangés.\n"),
    );
    Ok(())
}
