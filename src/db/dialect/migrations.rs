//! The schema's history: two trees of the same names, one for each backend, both compiled in.

use crate::db::Connection;
use crate::error::{Code, Error, Result};
use diesel::backend::Backend;
use diesel::connection::SimpleConnection as _;
use diesel::migration::MigrationSource;
use diesel::pg::{Pg, PgConnection};
use diesel::sql_types::Text;
use diesel::sqlite::Sqlite;
use diesel::{QueryableByName, RunQueryDsl as _, sql_query};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// Applies the migrations that have not been applied yet, and names them.
///
/// # Errors
/// Fails if the database is away, a migration fails, or the schema is newer than this program.
pub fn run(connection: &mut Connection) -> Result<Vec<String>> {
    refuse_newer(connection)?;
    // A role that may not make tables can still serve where there is nothing to do.
    if let Connection::Pg(pg) = connection
        && is_up_to_date(pg)
    {
        return Ok(Vec::new());
    }
    alone(connection, run_on)
}

/// Does `work` while nobody else migrates: several processes may start at once, and the first
/// migrates while the others wait and find nothing to do.
///
/// # Errors
/// What `work` returns.
pub fn alone<T>(connection: &mut Connection, work: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
    if let Connection::Pg(pg) = connection {
        pg.batch_execute("select pg_advisory_lock(7277)")?;
    }
    let done = work(connection);
    if let Connection::Pg(pg) = connection {
        pg.batch_execute("select pg_advisory_unlock(7277)")?;
    }
    done
}

/// [`run`] on one connection, which nobody else migrates.
///
/// # Errors
/// As [`run`].
pub fn run_on(connection: &mut Connection) -> Result<Vec<String>> {
    let ran = match connection {
        Connection::Pg(pg) => pg
            .run_pending_migrations(POSTGRES)
            .map(|ran| ran.iter().map(ToString::to_string).collect::<Vec<_>>()),
        Connection::Sqlite(sqlite) => {
            sqlite.run_pending_migrations(SQLITE).map(|ran| ran.iter().map(ToString::to_string).collect())
        }
    };
    ran.map_err(|error| {
        Error::internal(format!("a migration failed (greffe migrate, as the owner of the tables): {error}"))
    })
}

const APPLIED: &str = "select version from __diesel_schema_migrations order by version";

/// A migration, by its version.
#[derive(QueryableByName)]
struct Applied {
    #[diesel(sql_type = Text)]
    version: String,
}

/// The versions of the migrations that were applied, in their order.
///
/// # Errors
/// Fails also if no migration was ever applied.
pub fn applied(connection: &mut Connection) -> Result<Vec<String>> {
    let applied: Vec<Applied> = match connection {
        Connection::Pg(pg) => sql_query(APPLIED).load(pg)?,
        Connection::Sqlite(sqlite) => sql_query(APPLIED).load(sqlite)?,
    };
    Ok(applied.into_iter().map(|applied| applied.version).collect())
}

/// The versions of the migrations that this program knows, in their order: the same for both
/// backends.
///
/// # Errors
/// Fails if they cannot be read.
pub fn known() -> Result<Vec<String>> {
    Ok(names::<Pg>(&POSTGRES)?.into_iter().map(|(version, _)| version).collect())
}

/// Records that these migrations were applied, for a schema that came from elsewhere.
pub fn record(connection: &mut Connection, versions: &[String]) -> Result<()> {
    for version in versions {
        let noted = sql_query("insert into __diesel_schema_migrations (version) values ($1)")
            .bind::<Text, _>(version);
        match connection {
            Connection::Pg(pg) => noted.execute(pg)?,
            Connection::Sqlite(sqlite) => noted.execute(sqlite)?,
        };
    }
    Ok(())
}

/// Whether all migrations have been applied, as far as can be seen without making the table that
/// says so.
fn is_up_to_date(pg: &mut PgConnection) -> bool {
    let applied = sql_query(APPLIED).load::<Applied>(pg).unwrap_or_default();
    names::<Pg>(&POSTGRES).is_ok_and(|known| not_among(&applied, known).is_empty())
}

/// The migrations that have not been applied yet, in their order.
///
/// # Errors
/// Fails if the migrations that are compiled in cannot be read.
pub fn pending(connection: &mut Connection) -> Result<Vec<String>> {
    // Before the first migration there is no table that says what was applied.
    match connection {
        Connection::Pg(pg) => {
            let applied = sql_query(APPLIED).load::<Applied>(pg).unwrap_or_default();
            Ok(not_among(&applied, names::<Pg>(&POSTGRES)?))
        }
        Connection::Sqlite(sqlite) => {
            let applied = sql_query(APPLIED).load::<Applied>(sqlite).unwrap_or_default();
            Ok(not_among(&applied, names::<Sqlite>(&SQLITE)?))
        }
    }
}

/// The migrations of a tree: version and name, in their order.
fn names<DB: Backend>(tree: &EmbeddedMigrations) -> Result<Vec<(String, String)>> {
    let all = MigrationSource::<DB>::migrations(tree)
        .map_err(|error| Error::internal(format!("the migrations cannot be read: {error}")))?;
    let mut names: Vec<_> = all
        .iter()
        .map(|migration| (migration.name().version().to_string(), migration.name().to_string()))
        .collect();
    names.sort();
    Ok(names)
}

fn not_among(applied: &[Applied], known: Vec<(String, String)>) -> Vec<String> {
    let is_new = |version: &String| !applied.iter().any(|applied| applied.version == *version);
    known.into_iter().filter(|(version, _)| is_new(version)).map(|(_, name)| name).collect()
}

/// Refuses a schema with a migration that this program does not know.
///
/// This program cannot know what such a migration means to the data: a column that it would leave
/// empty, a rule that it would not keep. So an older program does not start on a newer schema, and
/// one that is running when a newer one migrates is no longer ready: what stands before it sends
/// its requests to the newer one. It still answers what reaches it until it is stopped, which
/// expand-then-contract allows: a migration takes away only what no program of the version before
/// uses.
///
/// # Errors
/// 503 that names the migration.
pub fn refuse_newer(connection: &mut Connection) -> Result<()> {
    let applied: Vec<Applied> = match connection {
        Connection::Pg(pg) => {
            let there = sql_query(
                "select tablename::text as version from pg_tables where tablename = '__diesel_schema_migrations' \
                 and schemaname = any (current_schemas(false))",
            )
            .load::<Applied>(pg)?;
            if there.is_empty() { Vec::new() } else { sql_query(APPLIED).load(pg)? }
        }
        Connection::Sqlite(sqlite) => {
            let there = sql_query(
                "select name as version from sqlite_master where name = '__diesel_schema_migrations'",
            )
            .load::<Applied>(sqlite)?;
            if there.is_empty() { Vec::new() } else { sql_query(APPLIED).load(sqlite)? }
        }
    };
    // The same in both trees.
    let known = names::<Pg>(&POSTGRES)?;
    let is_known = |applied: &&Applied| known.iter().any(|(version, _)| *version == applied.version);
    match applied.iter().find(|applied| !is_known(applied)) {
        None => Ok(()),
        Some(Applied { version }) => Err(Error::new(Code::Unavailable).with_cause(format!(
            "the schema is newer than this program ({}): it does not know migration {version}. Use the version of greffe that \
             made it, or a later one",
            env!("CARGO_PKG_VERSION")
        ))),
    }
}

/// Takes every migration back: for the test that goes up, down and up again.
///
/// # Errors
/// Fails if the database is away, or a migration cannot be taken back.
pub fn revert_all(connection: &mut Connection) -> Result<()> {
    let reverted = match connection {
        Connection::Pg(pg) => pg.revert_all_migrations(POSTGRES),
        Connection::Sqlite(sqlite) => sqlite.revert_all_migrations(SQLITE),
    };
    reverted.map(|_| ()).map_err(|error| Error::internal(format!("a migration cannot be reverted: {error}")))
}
