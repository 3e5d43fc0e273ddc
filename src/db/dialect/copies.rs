//! Copying a database and bringing a copy to life, in the words of each backend.

use super::{migrations, on_open, transaction};
use crate::db::Backend;
use crate::db::connection::Connection;
use crate::error::{Error, Result};
use diesel::Connection as _;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use std::fmt::Write as _;
use std::path::Path;

/// Has `SQLite` write a copy of itself, as it is at this moment, into a file that is empty: it
/// comes without free pages.
pub fn write_copy(connection: &mut Connection, path: &Path) -> Result<()> {
    let Connection::Sqlite(sqlite) = connection else { return Err(other_backend()) };
    diesel::sql_query("vacuum into ?").bind::<Text, _>(utf8(path)?).execute(sqlite)?;
    Ok(())
}

/// Reads an `SQLite` file that nobody changes, and changes nothing of it: not even a file appears
/// beside it.
///
/// # Errors
/// What `work` returns.
pub fn read_file<T>(path: &Path, work: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
    let mut address = "file:".to_owned();
    for character in utf8(path)?.chars() {
        match character {
            '%' | '?' | '#' => write!(address, "%{:02X}", u32::from(character)),
            plain => write!(address, "{plain}"),
        }
        .map_err(|error| Error::internal(error.to_string()))?;
    }
    address.push_str("?mode=ro&immutable=1");
    work(&mut opened(&address)?)
}

/// Brings an `SQLite` file that nobody else knows of up to this program's schema, and does `work`
/// on it in one transaction. It is whole, and alone, when this returns.
///
/// # Errors
/// What `work` returns.
pub fn finish_file<T>(path: &Path, work: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
    let mut connection = opened(utf8(path)?)?;
    connection.batch_execute(on_open(Backend::Sqlite))?;
    migrations::run_on(&mut connection)?;
    let done = transaction(&mut connection, None, work)?;
    // Back to one file, which is then the whole database; the next who opens it makes a log beside
    // it again.
    connection.batch_execute("pragma journal_mode = delete")?;
    Ok(done)
}

#[expect(clippy::disallowed_methods, reason = "a file of its own, which no pool knows")]
fn opened(address: &str) -> Result<Connection> {
    let opened = SqliteConnection::establish(address);
    opened.map(Connection::Sqlite).map_err(|error| Error::internal(error.to_string()))
}

fn utf8(path: &Path) -> Result<&str> {
    path.to_str().ok_or_else(|| Error::internal(format!("{}: the path is not UTF-8", path.display())))
}

fn other_backend() -> Error {
    Error::internal("this is for the other kind of database")
}

#[derive(QueryableByName)]
struct TextLine {
    #[diesel(sql_type = Text)]
    line: String,
}

/// The damage in a file: pages that cannot be read, indexes that say something else, rows that
/// refer to nothing. `PostgreSQL` sees to that itself when it is filled.
pub fn faults(connection: &mut Connection) -> Result<Vec<String>> {
    let Connection::Sqlite(sqlite) = connection else { return Ok(Vec::new()) };
    let pages =
        "select integrity_check as line from pragma_integrity_check where integrity_check <> 'ok' limit 10";
    let references = "select distinct 'a row of ' || \"table\" || ' refers to nothing in ' || parent as line from pragma_foreign_key_check";
    let mut found: Vec<TextLine> = diesel::sql_query(pages).load(sqlite)?;
    found.extend(diesel::sql_query(references).load::<TextLine>(sqlite)?);
    Ok(found.into_iter().map(|fault| fault.line).collect())
}

/// The major version of the server, and a name under which other sessions read what this
/// transaction does, as long as it is open.
pub fn export_snapshot(connection: &mut Connection) -> Result<(u32, String)> {
    let server = server_version(connection)?;
    let Connection::Pg(pg) = connection else { return Err(other_backend()) };
    let exported: TextLine = diesel::sql_query("select pg_export_snapshot() as line").get_result(pg)?;
    Ok((server, exported.line))
}

/// The major version of the server.
pub fn server_version(connection: &mut Connection) -> Result<u32> {
    let Connection::Pg(pg) = connection else { return Err(other_backend()) };
    let version: TextLine =
        diesel::sql_query("select current_setting('server_version_num') as line").get_result(pg)?;
    let number: u32 = version.line.parse().map_err(|_| Error::internal("the server has no version"))?;
    Ok(number / 10_000)
}

/// Tables, views, sequences, types and functions that are a user's, and not the server's or an
/// extension's.
const OURS: &str = "from (\
    select 'relation' as what, c.oid, 'pg_class'::regclass as catalog, c.relnamespace as place, c.relkind::text as kind from pg_class c \
    where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') \
    union all select 'type', t.oid, 'pg_type'::regclass, t.typnamespace, t.typtype::text from pg_type t where t.typtype in ('d', 'e', 'r') \
    union all select 'routine', p.oid, 'pg_proc'::regclass, p.pronamespace, p.prokind::text from pg_proc p) o \
    join pg_namespace n on n.oid = o.place \
    where n.nspname <> 'information_schema' and n.nspname !~ '^pg_' \
    and not exists (select 1 from pg_depend d where d.classid = o.catalog and d.objid = o.oid and d.deptype = 'e')";

/// Whether a database of `PostgreSQL` holds nothing of anybody's.
pub fn is_empty(connection: &mut Connection) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Counted {
        #[diesel(sql_type = BigInt)]
        objects: i64,
    }
    let Connection::Pg(pg) = connection else { return Err(other_backend()) };
    let counted: Counted = diesel::sql_query(format!("select count(*) as objects {OURS}")).get_result(pg)?;
    Ok(counted.objects == 0)
}

/// Removes all that [`is_empty`] asks about: from a database that was empty before somebody filled
/// it.
pub fn clear(connection: &mut Connection) -> Result<()> {
    // A sequence that counts for a column goes with its table.
    let tables = format!(
        "select 'drop ' || case o.kind when 'v' then 'view ' when 'm' then 'materialized view ' when 'S' then 'sequence ' \
         when 'f' then 'foreign table ' else 'table ' end || 'if exists ' || o.oid::regclass::text || ' cascade' as line {OURS} and o.what = 'relation' \
         order by o.kind = 'S'"
    );
    let types = format!(
        "select 'drop type if exists ' || o.oid::regtype::text || ' cascade' as line {OURS} and o.what = 'type'"
    );
    let routines = format!(
        "select 'drop routine if exists ' || o.oid::regprocedure::text || ' cascade' as line {OURS} and o.what = 'routine'"
    );
    transaction(connection, None, |connection| {
        // What each of them lists is what those before it have left.
        [tables, types, routines].into_iter().try_for_each(|listed| run_listed(connection, listed))
    })
}

/// Runs the statements that a query lists.
fn run_listed(connection: &mut Connection, query: String) -> Result<()> {
    let Connection::Pg(pg) = connection else { return Err(other_backend()) };
    for statement in diesel::sql_query(query).load::<TextLine>(pg)? {
        pg.batch_execute(&statement.line)?;
    }
    Ok(())
}

/// Gives a database of `PostgreSQL` that was filled the record of its migrations, brings it up to
/// this program's schema, and does `work` on it: in one transaction, before which no other process
/// takes the database for one of its own.
///
/// # Errors
/// What `work` returns; the database is then as it was.
pub fn finish_restored<T>(
    connection: &mut Connection,
    schema: &[String],
    work: impl FnOnce(&mut Connection) -> Result<T>,
) -> Result<T> {
    let done = transaction(connection, None, |connection| {
        migrations::record(connection, schema)?;
        migrations::run_on(connection)?;
        // What a dump leaves out of who may do what: a function that acts as its owner is not for
        // everybody.
        let of_owners = format!(
            "select 'revoke all on routine ' || o.oid::regprocedure::text || ' from public' as line {OURS} and o.what = 'routine' \
             and exists (select 1 from pg_proc p where p.oid = o.oid and p.prosecdef)"
        );
        run_listed(connection, of_owners)?;
        work(connection)
    })?;
    // What the planner knows of a table is not in a dump: until it is counted again every query is
    // planned blindly.
    if let Err(error) = connection.batch_execute("analyze") {
        tracing::warn!(error = %error, "the restored tables could not be analysed: run analyze");
    }
    Ok(done)
}
