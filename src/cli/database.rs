//! Commands on the database: `migrate`, `database grants`, `user`.

use super::args::{CreateUser, Done, SetPassword, print};
use super::clock;
use crate::access::classification::Classification;
use crate::access::permissions::Role;
use crate::db::{DatabaseUrl, Db, dialect};
use crate::error::Fault;
use crate::people::identity::credentials;
use crate::people::identity::model::{OrganizationKind, Username};
use crate::people::identity::passwords::{self, PersonalWords};
use crate::people::identity::service::{NewAccount, create_account};
use crate::server::config::Stored;
use crate::teams::conflicts;
use crate::text::{Language, Text, breaks_a_line, is_invisible};
use secrecy::SecretString;
use std::io::{IsTerminal as _, Read as _};
use std::path::Path;
use std::time::Duration;

/// The database that was named, as it is: a file that is not there is not made.
pub(super) fn open_existing(stored: &Stored) -> Result<Db, String> {
    let url = stored.url();
    if let DatabaseUrl::Sqlite(path) = &url
        && !path.exists()
    {
        return Err(format!(
            "{url}: there is no database. Name one with --data-dir or --database-url, or make it with migrate."
        ));
    }
    open(stored)
}

/// The database that was named, made where it is not there. One of a newer version than this
/// program is left alone.
pub(super) fn open(stored: &Stored) -> Result<Db, String> {
    let url = stored.url();
    let db = Db::open(&url, 2, Duration::from_secs(10)).map_err(|error| format!("{url}: {error}"))?;
    db.read_now(dialect::migrations::refuse_newer).map_err(|error| format!("{url}: {error}"))?;
    Ok(db)
}

/// The places on this machine that hold the database, where it is in a file.
pub(super) fn places(url: &DatabaseUrl) -> Vec<&Path> {
    match url {
        DatabaseUrl::Postgres(_) => Vec::new(),
        DatabaseUrl::Sqlite(path) => {
            let folder =
                path.parent().map(|folder| if folder == Path::new("") { Path::new(".") } else { folder });
            folder.into_iter().chain([path.as_path()]).collect()
        }
    }
}

pub(super) fn migrate(stored: &Stored) -> Done {
    let db = open(stored)?;
    let ran = db.migrate().map_err(|error| error.to_string())?;
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

/// What `serve` needs in PostgreSQL. The journal and its checkpoints can be added to and read, and
/// that is all.
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
    let role: Role = user.role.parse().map_err(|_| {
        let known: Vec<_> = Role::ALL.iter().map(|role| role.code()).collect();
        format!("unknown role {}. Known: {}.", user.role, known.join(", "))
    })?;
    let language: Language = user.language.parse().map_err(|()| "the language is en or fr".to_owned())?;
    let clearance: Classification = user.clearance.parse().map_err(|_| {
        let known: Vec<_> = Classification::ALL.iter().map(|level| level.code()).collect();
        format!("unknown clearance {}. Known: {}.", user.clearance, known.join(", "))
    })?;
    for (option, text) in [
        ("--username", &user.username),
        ("--display-name", &user.display_name),
        ("--organization", &user.organization),
    ] {
        if text.chars().any(|character| breaks_a_line(character) || is_invisible(character)) {
            return Err(format!(
                "{option} is one line: remove line breaks, control characters and what is not shown"
            ));
        }
    }
    if Username::typed(&user.username).as_str().is_empty() {
        return Err("the user name is empty".to_owned());
    }
    let password = read_password()?;
    let about = [&user.username, &user.display_name, &user.organization];
    let whose = PersonalWords::named(about.map(|name| Some(name.as_str())));
    refuse(&passwords::faults(&password, "/password", &whose))?;
    let db = open(stored_of(user))?;
    db.migrate().map_err(|error| error.to_string())?;
    let account = NewAccount {
        username: user.username.clone(),
        display_name: user.display_name.clone(),
        role,
        language,
        clearance,
        password_hash: passwords::hash(&password).map_err(|error| error.to_string())?,
        organization: user.organization.clone(),
        organization_name: Text::new(&user.organization, &user.organization),
        organization_kind: OrganizationKind::Other,
    };
    let now = clock::of_the_machine(&db)?.now();
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

pub(super) fn set_password(user: &SetPassword) -> Done {
    let password = read_password()?;
    let db = open_existing(&user.stored)?;
    db.migrate().map_err(|error| error.to_string())?;
    let now = clock::of_the_machine(&db)?.now();
    let set = db.write_now(|connection| credentials::set(connection, &user.username, &password, now));
    set.map_err(|error| match error.code() {
        crate::error::Code::NotFound => format!("there is no user {}", user.username),
        crate::error::Code::InvalidBody => told(error.faults()),
        _ => error.to_string(),
    })?;
    print(&format!("Set the password of {}, and ended all sessions.\n", user.username));
    Ok(())
}

fn read_password() -> Result<SecretString, String> {
    if std::io::stdin().is_terminal() {
        print("Password (it will be shown as you type; end with Ctrl-D): ");
    }
    let mut password = String::new();
    std::io::stdin().read_to_string(&mut password).map_err(|error| error.to_string())?;
    Ok(password.trim_end_matches(['\n', '\r']).to_owned().into())
}

/// The faults of a password, in words.
fn told(faults: &[Fault]) -> String {
    let told: Vec<_> = faults.iter().map(|fault| fault.message.en.as_str()).collect();
    format!("{} The password is read from standard input.", told.join(" "))
}

fn refuse(faults: &[Fault]) -> Done {
    if faults.is_empty() { Ok(()) } else { Err(told(faults)) }
}

const fn stored_of(user: &CreateUser) -> &Stored {
    &user.stored
}
