//! Where rows go: `psql` for `PostgreSQL`, statements of many rows for `SQLite`.

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use diesel::sqlite::Sqlite;
use greffe::db::connection::Connection;
use greffe::db::{DatabaseUrl, Db};
use std::io::{BufWriter, Write as _};
use std::process::{Command, Stdio};

/// The values of a row, in the order of the columns, as text.
pub type Values = Vec<Option<String>>;

/// The most values that one statement of `SQLite` carries.
const MOST_VALUES: usize = 10_000;
/// The number of such statements in a transaction.
const STATEMENTS: usize = 200;

/// A database that is written.
pub enum Sink {
    /// The URL of a `PostgreSQL` database.
    Postgres(String),
    /// A connection to an `SQLite` file.
    Sqlite(Box<Connection>),
}

impl Sink {
    /// The database of this URL.
    pub fn open(url: &str, database: &DatabaseUrl) -> Self {
        match database {
            DatabaseUrl::Postgres(_) => Self::Postgres(url.to_owned()),
            DatabaseUrl::Sqlite(_) => {
                let mut connection = Db::connect(database).expect("the database");
                connection.batch_execute("pragma synchronous = off").expect("a setting");
                Self::Sqlite(Box::new(connection))
            }
        }
    }

    /// Writes the rows of a table, and says how many there were.
    pub fn write(
        &mut self,
        table: &str,
        columns: &[String],
        rows: &mut dyn Iterator<Item = Values>,
    ) -> usize {
        let names: Vec<_> = columns.iter().map(|name| format!("\"{name}\"")).collect();
        let names = names.join(", ");
        match self {
            Self::Postgres(url) => copy(url, &format!("copy {table} ({names}) from stdin"), rows),
            Self::Sqlite(connection) => {
                insert(connection, &format!("insert into {table} ({names}) values "), columns.len(), rows)
            }
        }
    }

    /// Gives the planner its statistics.
    pub fn finish(self) {
        match self {
            Self::Postgres(url) => {
                let mut psql = Command::new("psql");
                let psql = psql.args(["-Xq", &url, "-c", "vacuum analyze", "-c", "checkpoint"]);
                assert!(psql.status().expect("psql").success(), "psql failed");
            }
            Self::Sqlite(mut connection) => {
                connection.batch_execute("analyze; pragma wal_checkpoint(truncate)").expect("statistics");
            }
        }
    }
}

fn copy(url: &str, statement: &str, rows: &mut dyn Iterator<Item = Values>) -> usize {
    let mut psql = Command::new("psql")
        .args(["-Xq", "-v", "ON_ERROR_STOP=1", url, "-c", statement])
        .stdin(Stdio::piped())
        .spawn()
        .expect("psql");
    let mut written = 0;
    {
        let mut input = BufWriter::with_capacity(1 << 20, psql.stdin.take().expect("its input"));
        let mut line = String::new();
        for row in rows {
            line.clear();
            for (index, value) in row.iter().enumerate() {
                if index > 0 {
                    line.push('\t');
                }
                match value {
                    None => line.push_str("\\N"),
                    Some(value) => escape(value, &mut line),
                }
            }
            line.push('\n');
            input.write_all(line.as_bytes()).expect("psql reads");
            written += 1;
        }
        input.flush().expect("psql reads");
    }
    assert!(psql.wait().expect("psql").success(), "psql refused: {statement}");
    written
}

/// A value as `copy` reads it.
fn escape(value: &str, line: &mut String) {
    for letter in value.chars() {
        match letter {
            '\\' => line.push_str("\\\\"),
            '\n' => line.push_str("\\n"),
            '\r' => line.push_str("\\r"),
            '\t' => line.push_str("\\t"),
            letter => line.push(letter),
        }
    }
}

fn insert(
    connection: &mut Connection,
    head: &str,
    columns: usize,
    rows: &mut dyn Iterator<Item = Values>,
) -> usize {
    let Connection::Sqlite(sqlite) = connection else { return 0 };
    let row = format!("({})", vec!["?"; columns].join(", "));
    let (at_once, mut written) = (MOST_VALUES / columns, 0);
    for statement in 0.. {
        let chunk: Vec<_> = rows.take(at_once).collect();
        if statement % STATEMENTS == 0 {
            let begin = if statement == 0 { "begin" } else { "commit; begin" };
            sqlite.batch_execute(begin).expect("a transaction");
        }
        if chunk.is_empty() {
            break;
        }
        let sql = format!("{head}{}", vec![row.as_str(); chunk.len()].join(", "));
        let mut insert = diesel::sql_query(sql).into_boxed::<Sqlite>();
        written += chunk.len();
        for value in chunk.into_iter().flatten() {
            insert = insert.bind::<Nullable<Text>, _>(value);
        }
        insert.execute(sqlite).expect("the rows are taken");
    }
    sqlite.batch_execute("commit").expect("a transaction");
    written
}
