//! Commands on the database: `migrate`, `database grants`, `user create`.

use super::{CreateUser, Done, Stored, print};
use crate::access::classification::Classification;
use crate::access::permissions::Role;
use crate::clock::Clock;
use crate::conflicts;
use crate::db::{DatabaseUrl, Db, dialect};
use crate::identity::model::OrganizationKind;
use crate::identity::passwords::{self, SHORTEST};
use crate::identity::service::{Account, create_account};
use crate::text::{Language, Text};
use std::io::{IsTerminal as _, Read as _};
use std::path::Path;
use std::time::Duration;

/// The `SQLite` file of a data directory.
pub(super) fn embedded(data_dir: &Path) -> DatabaseUrl {
    DatabaseUrl::Sqlite(data_dir.join("greffe.db"))
}

/// The database that was named, as it is: a file that is not there is not made.
pub(super) fn open_existing(stored: &Stored) -> Result<Db, String> {
    let url = stored.database_url.clone().unwrap_or_else(|| embedded(&stored.data_dir));
    if let DatabaseUrl::Sqlite(path) = &url
        && !path.exists()
    {
        return Err(format!(
            "{url}: there is no database. Name one with --data-dir or --database-url, or make it with migrate."
        ));
    }
    open(stored)
}

/// The database that was named, made where it is not there.
pub(super) fn open(stored: &Stored) -> Result<Db, String> {
    let url = stored.database_url.clone().unwrap_or_else(|| embedded(&stored.data_dir));
    Db::open(&url, 2, Duration::from_secs(10)).map_err(|error| format!("{url}: {error}"))
}

pub(super) fn migrate(stored: &Stored) -> Done {
    let db = open(stored)?;
    let ran = dialect::migrations::run(&db).map_err(|error| error.to_string())?;
    let indexed = conflicts::service::index_missing(&db).map_err(|error| error.to_string())?;
    match ran.as_slice() {
        [] => print("The schema is up to date.\n"),
        ran => print(&format!("Applied: {}\n", ran.join(", "))),
    }
    if indexed > 0 {
        print(&format!("Indexed the names of {indexed} parties.\n"));
    }
    Ok(())
}

/// What `serve` needs in `PostgreSQL`. The journal and its checkpoints can be added to and read, and that is all.
pub(super) fn grants(role: &str) -> Done {
    if role.is_empty() || role.contains('\0') {
        return Err("name the role with --role".to_owned());
    }
    let role = format!("\"{}\"", role.replace('"', "\"\""));
    print(&format!(
        "begin;\n\
         grant usage on schema public to {role};\n\
         grant select, insert, update, delete on all tables in schema public to {role};\n\
         revoke update, delete on journal, journal_checkpoints from {role};\n\
         revoke insert, update, delete on __diesel_schema_migrations from {role};\n\
         grant execute on function empty_journal_of(uuid) to {role};\n\
         commit;\n"
    ));
    Ok(())
}

pub(super) fn create_user(user: &CreateUser) -> Done {
    let role: Role = user.role.parse().map_err(|()| {
        let known: Vec<_> = Role::ALL.iter().map(|role| role.code()).collect();
        format!("unknown role {}. Known: {}.", user.role, known.join(", "))
    })?;
    let language: Language = user.language.parse().map_err(|()| "the language is en or fr".to_owned())?;
    let clearance =
        Classification::ALL.into_iter().find(|level| level.code() == user.clearance).ok_or_else(|| {
            let known: Vec<_> = Classification::ALL.iter().map(|level| level.code()).collect();
            format!("unknown clearance {}. Known: {}.", user.clearance, known.join(", "))
        })?;
    if std::io::stdin().is_terminal() {
        print("Password (it will be shown as you type; end with Ctrl-D): ");
    }
    let mut password = String::new();
    std::io::stdin().read_to_string(&mut password).map_err(|error| error.to_string())?;
    let password = password.trim_end_matches(['\n', '\r']);
    if password.chars().count() < SHORTEST {
        return Err(format!(
            "a password holds at least {SHORTEST} characters; it is read from standard input"
        ));
    }
    let db = open(stored_of(user))?;
    dialect::migrations::run(&db).map_err(|error| error.to_string())?;
    let account = Account {
        username: user.username.clone(),
        display_name: user.display_name.clone(),
        role,
        language,
        clearance,
        password_hash: passwords::hash(&password.into()).map_err(|error| error.to_string())?,
        organization: user.organization.clone(),
        organization_name: Text::new(&user.organization, &user.organization),
        organization_kind: OrganizationKind::Other,
    };
    let now = Clock::of_the_machine().now();
    let made =
        db.write_now(|connection| create_account(connection, &account, now)).map_err(|error| match error
            .code()
        {
            crate::error::Code::Duplicate => format!("there is a user {} already", user.username),
            _ => error.to_string(),
        })?;
    print(&format!("Created {} ({made}).\n", user.username));
    Ok(())
}

const fn stored_of(user: &CreateUser) -> &Stored {
    &user.stored
}
