//! Many rows in one statement, in the words of each backend.
//!
//! `PostgreSQL` takes them as one JSON document, so that the statement is the same whatever their
//! number; `SQLite`, where taking a document apart costs more than binding, as a list of values.
//! Every value travels as text and becomes what its column is on arrival.

use crate::db::Connection;
use crate::error::Result;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use diesel::sqlite::Sqlite;
use serde_json::{Map, Value};

/// A column: its name, and its type in `PostgreSQL`.
pub type Column = (&'static str, &'static str);

/// The values of one row, in the order of the columns.
pub type Values = Vec<Option<String>>;

/// The most values that one statement of `SQLite` may carry.
const MOST_VALUES: usize = 30_000;

/// Writes the columns of rows that are there already, found by the first column, and returns how
/// many were written.
pub fn update(
    connection: &mut Connection,
    table: &str,
    columns: &[Column],
    rows: &[Values],
) -> Result<usize> {
    let Some(((key, _), written)) = columns.split_first() else { return Ok(0) };
    let mut done = 0;
    for chunk in rows.chunks(chunk_of(columns)) {
        done += match connection {
            Connection::Pg(pg) => {
                let set = written.iter().map(|column| format!("\"{}\" = {}", column.0, arrived(column)));
                let sql = format!(
                    "update {table} t set {} from json_to_recordset($1::json) as x({}) where t.\"{key}\" = x.\"{key}\"",
                    joined(set),
                    typed(columns)
                );
                diesel::sql_query(sql).bind::<Text, _>(document(columns, chunk)).execute(pg)?
            }
            Connection::Sqlite(sqlite) => {
                let set = written.iter().zip(2..).map(|((name, _), n)| format!("\"{name}\" = x.column{n}"));
                let head = format!("update {table} set {} from (values ", joined(set));
                let tail = format!(") as x where {table}.\"{key}\" = x.column1");
                values(&head, &tail, columns, chunk).execute(sqlite)?
            }
        };
    }
    Ok(done)
}

/// Adds rows; one that is there already, by any key, is left alone, and returns how many were
/// added.
pub fn insert_missing(
    connection: &mut Connection,
    table: &str,
    columns: &[Column],
    rows: &[Values],
) -> Result<usize> {
    let names = joined(columns.iter().map(|(name, _)| format!("\"{name}\"")));
    let mut done = 0;
    for chunk in rows.chunks(chunk_of(columns)) {
        done += match connection {
            Connection::Pg(pg) => {
                let sql = format!(
                    "insert into {table} ({names}) select {} from json_to_recordset($1::json) as x({}) on conflict do nothing",
                    joined(columns.iter().map(arrived)),
                    typed(columns)
                );
                diesel::sql_query(sql).bind::<Text, _>(document(columns, chunk)).execute(pg)?
            }
            Connection::Sqlite(sqlite) => {
                let head = format!("insert into {table} ({names}) values ");
                values(&head, " on conflict do nothing", columns, chunk).execute(sqlite)?
            }
        };
    }
    Ok(done)
}

fn chunk_of(columns: &[Column]) -> usize {
    MOST_VALUES.checked_div(columns.len()).unwrap_or(1).clamp(1, 1000)
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

/// The columns of the document. JSON travels as text: as JSON it would arrive as a JSON string.
fn typed(columns: &[Column]) -> String {
    let kind = |kind: &'static str| if kind == "json" { "text" } else { kind };
    joined(columns.iter().map(|(name, of)| format!("\"{name}\" {}", kind(of))))
}

/// A value of the document as its column takes it.
fn arrived((name, kind): &Column) -> String {
    let cast = if *kind == "json" { "::json" } else { "" };
    format!("x.\"{name}\"{cast}")
}

/// The rows as one JSON document. JSON inside is a text here, so that it arrives to the byte.
fn document(columns: &[Column], rows: &[Values]) -> String {
    let object = |row: &Values| {
        let fields = columns.iter().zip(row);
        let field = |((name, _), value): (&Column, &Option<String>)| {
            ((*name).to_owned(), value.clone().map_or(Value::Null, Value::String))
        };
        Value::Object(fields.map(field).collect::<Map<_, _>>())
    };
    Value::Array(rows.iter().map(object).collect()).to_string()
}

type BulkStatement = diesel::query_builder::BoxedSqlQuery<'static, Sqlite, diesel::query_builder::SqlQuery>;

fn values(head: &str, tail: &str, columns: &[Column], rows: &[Values]) -> BulkStatement {
    let row = format!("({})", joined(columns.iter().map(|_| "?".to_owned())));
    let mut sql = head.to_owned();
    for index in 0..rows.len() {
        let comma = if index == 0 { "" } else { ", " };
        sql.push_str(comma);
        sql.push_str(&row);
    }
    sql.push_str(tail);
    let mut statement = diesel::sql_query(sql).into_boxed::<Sqlite>();
    for value in rows.iter().flatten() {
        statement = statement.bind::<Nullable<Text>, _>(value.clone());
    }
    statement
}
