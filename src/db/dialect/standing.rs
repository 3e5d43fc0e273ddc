//! The state of a database: what `check-config --connect` reports, each in the words of its
//! backend.

use super::migrations;
use crate::db::Connection;
use crate::error::Result;
use diesel::connection::SimpleConnection as _;
use diesel::pg::PgConnection;
use diesel::sql_types::{Bool, Nullable, Text};
use diesel::{QueryableByName, RunQueryDsl as _, SqliteConnection, sql_query};

/// A database, as it was found. Nothing in it was changed.
#[derive(Debug)]
pub struct DatabaseStanding {
    /// The program and its version: `PostgreSQL 15.18`.
    pub server: String,
    /// TLS and its cipher, where the server says that the connection is encrypted; a server's
    /// pooler may say it of its own.
    pub encryption: Option<String>,
    /// The role whose rights count, if there are such.
    pub role: Option<String>,
    /// Migrations of this program that were not applied, in their order.
    pub pending: Vec<String>,
    /// The reason why nothing can be written, if that is so.
    pub shut: Option<String>,
}

/// Looks at a database.
///
/// # Errors
/// Fails if it goes away meanwhile.
pub fn look(connection: &mut Connection) -> Result<DatabaseStanding> {
    let pending = migrations::pending(connection)?;
    match connection {
        Connection::Pg(pg) => of_postgres(pg, pending),
        Connection::Sqlite(sqlite) => of_sqlite(sqlite, pending),
    }
}

/// The encryption of the connection, in the server's own words.
///
/// # Errors
/// Fails if the database goes away.
pub fn encryption(connection: &mut Connection) -> Result<Option<String>> {
    match connection {
        Connection::Pg(pg) => Ok(session(pg)?.encryption),
        Connection::Sqlite(_) => Ok(None),
    }
}

#[derive(QueryableByName)]
struct DatabaseSession {
    #[diesel(sql_type = Text)]
    version: String,
    #[diesel(sql_type = Text)]
    role: String,
    #[diesel(sql_type = Bool)]
    read_only: bool,
    #[diesel(sql_type = Nullable<Text>)]
    encryption: Option<String>,
}

fn session(pg: &mut PgConnection) -> Result<DatabaseSession> {
    let asked = "select current_setting('server_version') as version, current_user::text as role, \
         current_setting('transaction_read_only')::boolean as read_only, \
         (select version || ', ' || cipher from pg_stat_ssl where pid = pg_backend_pid() and ssl) as encryption";
    Ok(sql_query(asked).get_result(pg)?)
}

fn of_postgres(pg: &mut PgConnection, pending: Vec<String>) -> Result<DatabaseStanding> {
    #[derive(QueryableByName)]
    struct Denied {
        #[diesel(sql_type = Text)]
        name: String,
    }
    let session = session(pg)?;
    // Who serves adds to every table and reads it; what else a role may do differs, see `database
    // grants`.
    let denied = sql_query(
        "select relname::text as name from pg_class \
         where relnamespace = current_schema()::text::regnamespace and relkind = 'r' and relname <> '__diesel_schema_migrations' \
         and not (has_table_privilege(oid, 'select') and has_table_privilege(oid, 'insert')) order by relname",
    );
    let denied = denied.load::<Denied>(pg)?.into_iter().map(|denied| denied.name).collect::<Vec<_>>();
    let role = session.role;
    let shut = if session.read_only {
        Some("the server is read-only".to_owned())
    } else if denied.is_empty() {
        None
    } else {
        Some(format!("{role} may not read and add to {}: see greffe database grants", denied.join(", ")))
    };
    Ok(DatabaseStanding {
        server: format!("PostgreSQL {}", session.version),
        encryption: session.encryption,
        role: Some(role),
        pending,
        shut,
    })
}

fn of_sqlite(sqlite: &mut SqliteConnection, pending: Vec<String>) -> Result<DatabaseStanding> {
    #[derive(QueryableByName)]
    struct Version {
        #[diesel(sql_type = Text)]
        version: String,
    }
    let version = sql_query("select sqlite_version() as version").get_result::<Version>(sqlite)?.version;
    let tried = sqlite.batch_execute("begin immediate; rollback");
    Ok(DatabaseStanding {
        server: format!("SQLite {version}"),
        encryption: None,
        role: None,
        pending,
        shut: tried.err().map(|error| error.to_string()),
    })
}
