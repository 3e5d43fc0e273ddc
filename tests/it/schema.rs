//! The schema: the two trees of migrations tell one story, it can be told backwards, and the code knows how it ends.

use crate::support::backend::{Database, on};
use crate::support::*;
use diesel::connection::SimpleConnection as _;
use diesel::sql_types::{Bool, Text};
use diesel::{QueryableByName, RunQueryDsl as _, sql_query};
use greffe::db::{Connection, dialect};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Where diesel keeps its own record.
const RECORD: &str = "__diesel_schema_migrations";

#[derive(QueryableByName, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Column {
    #[diesel(sql_type = Text)]
    owner: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Bool)]
    nullable: bool,
}

#[derive(QueryableByName, Debug)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// What a database is made of.
#[derive(Debug, PartialEq, Eq)]
struct Shape {
    columns: BTreeSet<(String, String, bool)>,
    references: BTreeSet<String>,
    uniques: BTreeSet<String>,
}

const SQLITE: [&str; 3] = [
    "select m.name as owner, c.name as name, (c.\"notnull\" = 0 and c.pk = 0) as nullable \
     from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'sqlite_%'",
    "select m.name || '.' || f.\"from\" || ' -> ' || f.\"table\" as line \
     from sqlite_master m join pragma_foreign_key_list(m.name) f where m.type = 'table'",
    "select t || '(' || group_concat(c, ',') || ')' as line from (select m.name as t, i.name as n, coalesce(c.name, '?') as c \
     from sqlite_master m join pragma_index_list(m.name) i join pragma_index_info(i.name) c \
     where m.type = 'table' and i.\"unique\" = 1 and i.origin <> 'pk' order by m.name, i.name, c.seqno) group by t, n",
];

const POSTGRES: [&str; 3] = [
    "select table_name::text as owner, column_name::text as name, is_nullable = 'YES' as nullable \
     from information_schema.columns where table_schema = 'public' \
     and table_name not in (select table_name from information_schema.views where table_schema = 'public')",
    "select k.conrelid::regclass::text || '.' || a.attname || ' -> ' || k.confrelid::regclass::text as line \
     from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1] where k.contype = 'f'",
    "select i.indrelid::regclass::text || '(' || string_agg(coalesce(a.attname, '?'), ',' order by k.position) || ')' as line \
     from pg_index i cross join lateral unnest(i.indkey) with ordinality as k(column_number, position) \
     left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.column_number and a.attnum > 0 \
     where i.indisunique and not i.indisprimary and i.indrelid::regclass::text !~ '^pg_' group by i.indexrelid, i.indrelid",
];

/// What a database is made of, beside diesel's own record.
fn shape(database: &Database) -> Shape {
    let db = database.open(1);
    db.read_now(|connection| {
        let (columns, references, uniques): (Vec<Column>, Vec<Line>, Vec<Line>) = match connection {
            Connection::Pg(pg) => {
                let [columns, references, uniques] = POSTGRES;
                (sql_query(columns).load(pg)?, sql_query(references).load(pg)?, sql_query(uniques).load(pg)?)
            }
            Connection::Sqlite(sqlite) => {
                let [columns, references, uniques] = SQLITE;
                (
                    sql_query(columns).load(sqlite)?,
                    sql_query(references).load(sqlite)?,
                    sql_query(uniques).load(sqlite)?,
                )
            }
        };
        let lines = |lines: Vec<Line>| lines.into_iter().map(|line| line.line).collect();
        let columns = columns.into_iter().filter(|column| column.owner != RECORD);
        Ok(Shape {
            columns: columns.map(|column| (column.owner, column.name, column.nullable)).collect(),
            references: lines(references),
            uniques: lines(uniques),
        })
    })
    .unwrap()
}

/// The columns that the code knows, read from its own text.
fn known() -> BTreeSet<(String, String, bool)> {
    let text = include_str!("../../src/db/schema.rs");
    let mut columns = BTreeSet::new();
    let (mut table, mut called) = (None, None);
    for line in text.lines().map(str::trim) {
        if line.starts_with("diesel::") {
            table = None;
        } else if let Some(name) =
            line.strip_prefix("#[sql_name = \"").and_then(|rest| rest.strip_suffix("\"]"))
        {
            // A column whose name is a word of Rust is called by another there.
            called = Some(name.to_owned());
        } else if let Some((name, kind)) = line.split_once(" -> ")
            && let Some(table) = &table
        {
            let name = called.take().unwrap_or_else(|| name.to_owned());
            columns.insert((String::clone(table), name, kind.starts_with("Nullable")));
        } else if line.ends_with(") {") {
            table = line.split_once(" (").map(|(name, _)| name.to_owned());
        }
    }
    columns
}

fn trees() -> [BTreeMap<String, BTreeSet<String>>; 2] {
    ["sqlite", "postgres"].map(|backend| {
        let tree = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("migrations").join(backend);
        let names = |path: PathBuf| {
            let entries = std::fs::read_dir(path).unwrap();
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect::<BTreeSet<_>>()
        };
        names(tree.clone()).into_iter().map(|name| (name.clone(), names(tree.join(&name)))).collect()
    })
}

#[test]
fn both_trees_hold_the_same_migrations_each_reversible() {
    let [sqlite, postgres] = trees();
    assert!(!sqlite.is_empty());
    assert_eq!(sqlite, postgres);
    for (name, files) in sqlite {
        assert!(
            files.contains("up.sql") && files.contains("down.sql"),
            "{name} cannot be taken back: {files:?}"
        );
    }
}

fn the_code_knows_every_column(api: &Api) {
    let database = Database::create(api.backend());
    let (kept, known) = (shape(&database).columns, known());
    assert!(known.len() > 100, "the schema's text is no longer understood: {}", known.len());
    let only = |one: &BTreeSet<(String, String, bool)>, other: &BTreeSet<_>| {
        one.difference(other).cloned().collect::<Vec<_>>()
    };
    assert_eq!(
        (only(&kept, &known), only(&known, &kept)),
        (Vec::new(), Vec::new()),
        "(in the database, in the code)"
    );
}

fn up_and_down_and_up_again_is_the_same(api: &Api) {
    let database = Database::create(api.backend());
    let before = shape(&database);
    let db = database.open(1);
    db.read_now(dialect::migrations::revert_all).unwrap();
    assert!(shape(&database).columns.is_empty(), "{:?}", shape(&database).columns);
    let again = db.migrate().unwrap();
    let [tree, _] = trees();
    assert_eq!(again.len(), tree.len());
    assert_eq!(shape(&database), before);
    assert!(db.migrate().unwrap().is_empty(), "there is nothing left to do");
}

fn what_refers_to_what_is_checked_by_the_database(api: &Api) {
    let database = Database::create(api.backend());
    let orphan = "insert into notes (id, case_id, body, written_by, version, created_at, updated_at) values \
                  ('0198ffff-ffff-7fff-8fff-ffffffffffff', '0198ffff-ffff-7fff-8fff-ffffffffffff', 'x', \
                   '0198ffff-ffff-7fff-8fff-ffffffffffff', 1, '2026-03-02T00:00:00Z', '2026-03-02T00:00:00Z')";
    let refused = database.open(1).write_now(|connection| Ok(connection.batch_execute(orphan)?));
    assert!(refused.is_err_and(|error| error.to_string().to_lowercase().contains("foreign key")));
}

on_both!(
    the_code_knows_every_column,
    up_and_down_and_up_again_is_the_same,
    what_refers_to_what_is_checked_by_the_database,
);

#[test]
fn sqlite_and_postgres_hold_the_same() {
    on(Backend::Postgres, |_| {
        let [sqlite, postgres] =
            [Backend::Sqlite, Backend::Postgres].map(|backend| shape(&Database::create(backend)));
        assert!(sqlite.references.len() > 10 && !sqlite.uniques.is_empty(), "{sqlite:?}");
        assert_eq!(sqlite, postgres);
    });
}
