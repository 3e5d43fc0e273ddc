//! The model of a report: facts to put it together from, and what it then says in one language.
//! Pure.

use crate::access::holding::Capacity;
use crate::db::types::Instant;
use crate::duties::responsibilities::matrices::diff::MatrixChanges;
use crate::duties::responsibilities::matrices::model::MatrixStatus;
use crate::duties::responsibilities::matrix::Matrix;
use crate::text::{Language, Text};
use chrono::NaiveDate;
use serde::Serialize;
use std::sync::Arc;

/// Everything that a report is about.
#[derive(Clone, Debug)]
pub struct ReportSource {
    /// The title of the version.
    pub title: Text,
    /// The organisation whose version it is; none, if it is built in.
    pub organization: Option<Text>,
    /// Its number.
    pub number: i32,
    /// The status.
    pub status: MatrixStatus,
    /// The instant from which it binds.
    pub from: Option<Instant>,
    /// The instant until which it binds.
    pub until: Option<Instant>,
    /// The instant at which it was adopted.
    pub adopted_at: Option<Instant>,
    /// The name of the person who adopted it.
    pub adopted_by: Option<String>,
    /// The group and the decision that adopted it.
    pub adoption: Option<MatrixAdoption>,
    /// The content of the version.
    pub matrix: Arc<Matrix>,
    /// The instant that the report is of: that of the adoption, or of the last change of a draft;
    /// of what is built in, that at which it is asked for.
    pub dated: Instant,
    /// The number of the version before it, and what is said otherwise.
    pub before: Option<(i32, MatrixChanges)>,
}

/// The decision of a group by which a version was adopted.
#[derive(Clone, Debug)]
pub struct MatrixAdoption {
    /// The name of the group.
    pub group: Text,
    /// The mandate of the group.
    pub mandate: Option<Text>,
    /// The members of the group when the version was adopted, with their capacities.
    pub members: Vec<Member>,
    /// The decision.
    pub decision: ReportedDecision,
    /// The decisions that it supersedes, one after the other, the latest first.
    pub superseded: Vec<ReportedDecision>,
}

/// A person who belongs to a group.
#[derive(Clone, Debug)]
pub struct Member {
    /// The person's name.
    pub name: String,
    /// The name of the person's organisation.
    pub organization: Text,
    /// The capacity.
    pub capacity: Capacity,
}

/// A decision of a group.
#[derive(Clone, Debug)]
pub struct ReportedDecision {
    /// Its number in the group.
    pub number: i32,
    /// The title of the decision, in both languages.
    pub title: Text,
    /// The text in both languages.
    pub body: Option<Text>,
    /// The day on which it was taken.
    pub adopted_on: NaiveDate,
}

/// A report in one language.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The language.
    pub language: Language,
    /// The title of the report.
    pub title: String,
    /// The title of the version, if the report has another name.
    pub subtitle: Option<String>,
    /// The author.
    pub author: String,
    /// The instant that it is of, for the properties of a file. It is no part of what the report
    /// says: of what is built in, each report is of the instant at which it is asked for.
    #[serde(skip)]
    pub dated: Instant,
    /// What it is called on the tab of a workbook.
    pub short: String,
    /// The facts of the title page: labels and values.
    pub facts: Vec<(String, String)>,
    /// The heading of the list of sections.
    pub contents: String,
    /// The sections.
    pub sections: Vec<Section>,
    /// Every share of a role in a responsibility, with a heading before them: for tables to compute
    /// with.
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
    /// The blocks of the content.
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
    /// The caption.
    pub caption: String,
    /// Its columns: what stands above, and what that abbreviates.
    pub columns: Vec<(String, Option<String>)>,
    /// Its rows, in groups that may have a heading of their own.
    pub groups: Vec<(Option<String>, Vec<Vec<String>>)>,
    /// Whether its cells from the third on are shares.
    pub is_matrix: bool,
}

impl Table {
    /// A table without groups and abbreviations.
    #[must_use]
    pub fn plain(caption: String, columns: &[String], rows: Vec<Vec<String>>) -> Self {
        let columns = columns.iter().map(|column| (column.clone(), None)).collect();
        Self { caption, columns, groups: vec![(None, rows)], is_matrix: false }
    }
}
