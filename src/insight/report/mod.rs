//! The report on roles and responsibilities: a version of the matrix as a document to be read,
//! printed and filed.
//!
//! What it says is put together once ([`content`], pure, in one language) and then written as a
//! page, a text document, a workbook or a table. The report on a version that a group adopted is
//! the report of that group.

pub mod api;
pub mod content;
pub mod csv;
pub mod docx;
pub mod html;
pub mod model;
pub mod package;
pub mod routes;
pub mod service;
pub mod store;
pub mod words;
pub mod xlsx;
