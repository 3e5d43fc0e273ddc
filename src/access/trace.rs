//! The trace of what a request came to see of cases: noted while it is answered, recorded once it
//! has been.

use super::classification::Classification;
use super::privilege::Privilege;
use crate::ids::{CaseId, DocumentId, NoteId};
use std::sync::{Arc, Mutex, PoisonError};

/// Something that was seen of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccessRecord {
    /// The case.
    pub case: CaseId,
    /// The part of the case.
    pub item: Item,
}

/// A part of a case that was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// The case itself or any of its parts, at the classification that it has.
    Case(Classification),
    /// A note that is under a privilege.
    Note(NoteId, Privilege),
    /// A document that is under a privilege.
    Document(DocumentId, Privilege),
}

/// Everything that one request has seen so far; all copies of its context write into the same one.
#[derive(Clone, Debug, Default)]
pub struct Trace(Arc<Mutex<Vec<AccessRecord>>>);

impl Trace {
    /// Notes that the case was seen.
    pub fn case(&self, case: CaseId, classification: Classification) {
        self.add(AccessRecord { case, item: Item::Case(classification) });
    }

    /// Notes that a note under a privilege was seen.
    pub fn note(&self, case: CaseId, note: NoteId, privilege: Privilege) {
        self.add(AccessRecord { case, item: Item::Note(note, privilege) });
    }

    /// Notes that a document under a privilege was seen.
    pub fn document(&self, case: CaseId, document: DocumentId, privilege: Privilege) {
        self.add(AccessRecord { case, item: Item::Document(document, privilege) });
    }

    fn add(&self, sight: AccessRecord) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !seen.contains(&sight) {
            seen.push(sight);
        }
    }

    /// Everything that was seen.
    #[must_use]
    pub fn sights(&self) -> Vec<AccessRecord> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
