//! The entries of the journal about documents that a reader may not know of.

use crate::access::classification::Classification;
use crate::access::context::Context;
use crate::access::fields::View;
use crate::access::privilege::Privilege;
use crate::db::Connection;
use crate::error::Result;
use crate::ids::DocumentId;
use crate::matters::documents;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// The traits of a document by which its entries are kept back.
#[derive(Deserialize)]
struct DocumentTraits {
    #[serde(alias = "document_id")]
    id: DocumentId,
    privilege: Option<Privilege>,
    classification: Option<Classification>,
    translation_of: Option<DocumentId>,
    redacted_version_of: Option<DocumentId>,
}

impl DocumentTraits {
    /// The document, and those that it names.
    fn ids(&self) -> impl Iterator<Item = DocumentId> {
        [Some(self.id), self.translation_of, self.redacted_version_of].into_iter().flatten()
    }
}

/// Of these entries of one case, each with what it says, those about a document that the reader was
/// not shown then, or is not shown now, and those that name another such.
pub fn among<'a>(
    connection: &mut Connection,
    caller: &Context,
    view: &View,
    entries: impl IntoIterator<Item = (i64, &'a [Option<Value>; 2])>,
) -> Result<HashSet<i64>> {
    let mut told: Vec<(i64, Vec<DocumentTraits>)> = Vec::new();
    for (sequence, values) in entries {
        let kept = values.iter().flatten().filter_map(|value| DocumentTraits::deserialize(value).ok());
        told.push((sequence, kept.collect()));
    }
    let ids: HashSet<_> = told.iter().flat_map(|(_, kept)| kept).flat_map(DocumentTraits::ids).collect();
    let now = if ids.is_empty() {
        HashMap::new()
    } else {
        documents::service::restrictions(connection, &ids.into_iter().collect::<Vec<_>>())?
    };
    let is_kept_back = |kept: &DocumentTraits| {
        let then = kept.classification.map_or(0, Classification::rank);
        let unknown = (Some(Privilege::CabinetConfidence), i16::MAX);
        let is_hidden = |id: DocumentId| {
            let (privilege, rank) = now.get(&id).copied().unwrap_or(unknown);
            !documents::service::is_shown(caller, view, privilege, rank)
        };
        !documents::service::is_shown(caller, view, kept.privilege, then) || kept.ids().any(is_hidden)
    };
    let kept_back = told.into_iter().filter(|(_, kept)| !view.texts || kept.iter().any(is_kept_back));
    Ok(kept_back.map(|(sequence, _)| sequence).collect())
}
