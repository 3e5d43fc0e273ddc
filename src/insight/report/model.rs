//! What a report is made of: facts to put it together from, and what it then says in one language. Pure.

use crate::db::types::Instant;
use crate::duties::responsibilities::matrices::diff::MatrixChanges;
use crate::duties::responsibilities::matrices::model::MatrixStatus;
use crate::duties::responsibilities::matrix::Matrix;
use crate::text::{Language, Text};
use chrono::NaiveDate;
use serde::Serialize;
use std::sync::Arc;

/// Everything that a report tells of.
#[derive(Clone, Debug)]
pub struct Source {
    /// What the version is called.
    pub title: Text,
    /// Whose it is; nobody's where it is built in.
    pub organization: Option<Text>,
    /// Its number.
    pub number: i32,
    /// Where it stands.
    pub status: MatrixStatus,
    /// From when it binds.
    pub from: Option<Instant>,
    /// Until when.
    pub until: Option<Instant>,
    /// When it was adopted.
    pub adopted_at: Option<Instant>,
    /// By whom.
    pub adopted_by: Option<String>,
    /// By which decision of which group.
    pub adoption: Option<Adoption>,
    /// What it says.
    pub matrix: Arc<Matrix>,
    /// The number of the version before it, and what is said otherwise.
    pub before: Option<(i32, MatrixChanges)>,
}

/// The decision of a group by which a version was adopted.
#[derive(Clone, Debug)]
pub struct Adoption {
    /// What the group is called.
    pub group: Text,
    /// What it was set up for.
    pub mandate: Option<Text>,
    /// Who belonged to it when the version was adopted, and as what.
    pub members: Vec<Member>,
    /// The decision.
    pub decision: Decision,
    /// The decisions that it supersedes, one after the other, the latest first.
    pub superseded: Vec<Decision>,
}

/// A person who belongs to a group.
#[derive(Clone, Debug)]
pub struct Member {
    /// The person's name.
    pub name: String,
    /// What the person's organisation is called.
    pub organization: Text,
    /// As what: a code.
    pub capacity: String,
}

/// A decision of a group.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Its number in the group.
    pub number: i32,
    /// What it is called.
    pub title: Text,
    /// What it says.
    pub body: Option<Text>,
    /// When it was taken.
    pub adopted_on: NaiveDate,
}

/// A report in one language.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The language.
    pub language: Language,
    /// What it is called.
    pub title: String,
    /// What the version is called, where the report has another name.
    pub subtitle: Option<String>,
    /// Whose it is.
    pub author: String,
    /// When what it says was settled: RFC 3339, for the properties of a file.
    pub dated: String,
    /// What the title page says: labels and values.
    pub facts: Vec<(String, String)>,
    /// What the list of sections is called.
    pub contents: String,
    /// The sections.
    pub sections: Vec<Section>,
    /// Every share of a role in a responsibility, with a heading before them: for tables to compute with.
    pub shares: Vec<Vec<String>>,
}

/// A section.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    /// Its name within the document.
    pub id: &'static str,
    /// Its heading.
    pub title: String,
    /// A short form of it, at most 31 characters.
    pub short: String,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// A part of a section.
#[derive(Clone, Debug, Serialize)]
pub enum Block {
    /// A heading below that of the section.
    Heading(String),
    /// Running text.
    Paragraph(String),
    /// Labels, and what there is to each.
    Lists(Vec<(String, Vec<String>)>),
    /// A table.
    Table(Table),
}

/// A table. The first cell of a row is its heading.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// Its columns: what stands above, and what that abbreviates.
    pub columns: Vec<(String, Option<String>)>,
    /// Its rows, in groups that may have a heading of their own.
    pub groups: Vec<(Option<String>, Vec<Vec<String>>)>,
    /// Whether its cells from the third on are shares.
    pub is_matrix: bool,
}

impl Table {
    /// One without groups and abbreviations.
    #[must_use]
    pub fn plain(caption: String, columns: &[String], rows: Vec<Vec<String>>) -> Self {
        let columns = columns.iter().map(|column| (column.clone(), None)).collect();
        Self { caption, columns, groups: vec![(None, rows)], is_matrix: false }
    }
}
