//! The formats and modes of imports, and where an import and each of its lines stand.

use crate::coded::coded;
use crate::db::stored;

coded! {
    /// The format of a file.
    pub enum ImportFormat {
        /// A line is a case as JSON.
        Ndjson = "ndjson", "JSON, one case a line", "JSON, un dossier par ligne";
        /// A row is a case; a mapping says which column is what.
        Csv = "csv", "CSV", "CSV";
        /// A row of a sheet is a case; a mapping says which column is what.
        Xlsx = "xlsx", "Excel workbook", "Classeur Excel";
    }
}
stored!(ImportFormat);

coded! {
    /// What becomes of the other lines where one is wrong.
    #[derive(Default)]
    pub enum ImportMode {
        /// Each line stands for itself.
        #[default]
        BestEffort = "best_effort", "Each line for itself", "Chaque ligne pour elle-même";
        /// Nothing is kept unless every line is right.
        AllOrNothing = "all_or_nothing", "All or nothing", "Tout ou rien";
    }
}
stored!(ImportMode);

coded! {
    /// Where an import stands.
    pub enum ImportStatus {
        /// The file has not come yet.
        AwaitingFile = "awaiting_file", "Awaiting the file", "En attente du fichier";
        /// The file was read, and its lines wait.
        Queued = "queued", "Queued", "En attente";
        /// Its lines are worked off.
        Running = "running", "Running", "En cours";
        /// Every line was looked at.
        Done = "done", "Done", "Terminée";
        /// Nothing of it was kept.
        Failed = "failed", "Failed", "Échouée";
        /// Somebody ended it. What was entered before stays.
        Cancelled = "cancelled", "Cancelled", "Annulée";
    }
}
stored!(ImportStatus);

impl ImportStatus {
    /// Whether nothing more comes of it.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

coded! {
    /// What became of a line.
    pub enum LineStatus {
        /// It waits.
        Queued = "queued", "Queued", "En attente";
        /// It opened a case.
        Created = "created", "Created", "Créée";
        /// It changed a case.
        Updated = "updated", "Updated", "Mise à jour";
        /// The case says what it says already.
        Unchanged = "unchanged", "Unchanged", "Inchangée";
        /// It is wrong, and nothing of it was kept.
        Failed = "failed", "Failed", "Échouée";
        /// It was not entered, for reasons that are not its own.
        Skipped = "skipped", "Skipped", "Ignorée";
    }
}
stored!(LineStatus);
