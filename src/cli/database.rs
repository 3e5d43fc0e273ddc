//! Commands on the database: `migrate`, `database grants`, `user`.

use super::args::{CreateUser, Done, SetPassword, print, say};
use super::clock;
use crate::access::classification::Classification;
use crate::access::permissions::Role;
use crate::clock::Clock;
use crate::db::{DatabaseUrl, Db, dialect};
use crate::error::{Code, Fault};
use crate::people::identity::credentials;
use crate::people::identity::model::{OrganizationKind, Username};
use crate::people::identity::passwords::{self, PersonalWords};
use crate::people::identity::service::{NewAccount, create_account};
use crate::server::config::Stored;
use crate::server::works;
use crate::text::{Complaint, Language, Text, breaks_a_line, is_invisible};
use secrecy::SecretString;
use std::io::{IsTerminal as _, Read as _};
use std::path::Path;
use std::time::Duration;

/// The database that was named, as it is: a file that is not there is not made.
pub(super) fn open_existing(stored: &Stored) -> Result<Db, Complaint> {
    let url = stored.url();
    if let DatabaseUrl::Sqlite(path) = &url
        && !path.exists()
    {
        return Err(Complaint::new(
            "there is no database. Name one with --data-dir or --database-url, or make it with migrate.",
            "il n'y a pas de base de données. Nommez-en une avec --data-dir ou --database-url, ou créez-la avec migrate.",
        )
        .about(url));
    }
    open(stored)
}

/// The database that was named, made where it is not there. One of a newer version than this
/// program is left alone.
pub(super) fn open(stored: &Stored) -> Result<Db, Complaint> {
    let url = stored.url();
    let db =
        Db::open(&url, 2, Duration::from_secs(10)).map_err(|error| Complaint::verbatim(error).about(&url))?;
    db.read_now(dialect::migrations::refuse_newer).map_err(|error| Complaint::from(error).about(&url))?;
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
    let ran = db.migrate()?;
    match ran.as_slice() {
        [] => say("The schema is up to date.\n", "Le schéma est à jour.\n"),
        ran => {
            let ran = ran.join(", ");
            say(format!("Applied: {ran}\n"), format!("Migrations appliquées : {ran}\n"));
        }
    }
    let now = Clock::of_the_machine().now();
    for work in works::all() {
        if let Some(done) = work.finish(&db, now)? {
            say(format!("{}\n", done.en), format!("{}\n", done.fr));
        }
    }
    Ok(())
}

/// What `serve` needs in PostgreSQL. The journal and its checkpoints can be added to and read, and
/// that is all.
pub(super) fn grants(role: &str) -> Done {
    if role.is_empty() || role.contains('\0') {
        return Err(Complaint::new("name the role with --role", "nommez le rôle avec --role"));
    }
    let role = format!("\"{}\"", role.replace('"', "\"\""));
    print(&format!(
        "begin;\n\
         grant usage on schema public to {role};\n\
         grant select, insert, update, delete on all tables in schema public to {role};\n\
         revoke update, delete on journal, journal_checkpoints from {role};\n\
         revoke insert, update, delete on __diesel_schema_migrations from {role};\n\
         grant execute on function empty_journal_of(uuid), journal_given_out() to {role};\n\
         commit;\n"
    ));
    Ok(())
}

pub(super) fn create_user(user: &CreateUser) -> Done {
    let role: Role = user.role.parse().map_err(|_| {
        let known: Vec<_> = Role::ALL.iter().map(|role| role.code()).collect();
        let (role, known) = (&user.role, known.join(", "));
        Complaint::new(
            format!("unknown role {role}. Known: {known}."),
            format!("rôle inconnu : {role}. Rôles connus : {known}."),
        )
    })?;
    let language: Language = user
        .language
        .parse()
        .map_err(|()| Complaint::new("the language is en or fr", "la langue est en ou fr"))?;
    let clearance: Classification = user.clearance.parse().map_err(|_| {
        let known: Vec<_> = Classification::ALL.iter().map(|level| level.code()).collect();
        let (clearance, known) = (&user.clearance, known.join(", "));
        Complaint::new(
            format!("unknown clearance {clearance}. Known: {known}."),
            format!("habilitation inconnue : {clearance}. Habilitations connues : {known}."),
        )
    })?;
    for (option, text) in [
        ("--username", &user.username),
        ("--display-name", &user.display_name),
        ("--organization", &user.organization),
    ] {
        if text.chars().any(|character| breaks_a_line(character) || is_invisible(character)) {
            return Err(Complaint::new(
                format!("{option} is one line: remove line breaks, control characters and what is not shown"),
                format!(
                    "{option} tient sur une ligne : retirez les sauts de ligne, les caractères de commande et ce qui ne s'affiche pas"
                ),
            ));
        }
    }
    if Username::typed(&user.username).as_str().is_empty() {
        return Err(Complaint::new("the user name is empty", "le nom d'utilisateur est vide"));
    }
    let password = read_password()?;
    let about = [&user.username, &user.display_name, &user.organization];
    let whose = PersonalWords::named(about.map(|name| Some(name.as_str())));
    refuse(&passwords::faults(&password, "/password", &whose))?;
    let db = open(&user.stored)?;
    db.migrate()?;
    let account = NewAccount {
        username: user.username.clone(),
        display_name: user.display_name.clone(),
        role,
        language,
        clearance,
        password_hash: passwords::hash(&password)?,
        organization: user.organization.clone(),
        organization_name: Text::new(&user.organization, &user.organization),
        organization_kind: OrganizationKind::Other,
    };
    let now = clock::of_the_machine(&db)?.now();
    let made =
        db.write_now(|connection| create_account(connection, &account, now)).map_err(|error| match error
            .code()
        {
            Code::Duplicate => Complaint::new(
                format!("there is a user {} already", user.username),
                format!("il y a déjà un utilisateur {}", user.username),
            ),
            _ => error.into(),
        })?;
    say(
        format!("Created {} ({made}).\n", user.username),
        format!("Utilisateur {} créé ({made}).\n", user.username),
    );
    Ok(())
}

pub(super) fn set_password(user: &SetPassword) -> Done {
    let password = read_password()?;
    let db = open_existing(&user.stored)?;
    db.migrate()?;
    let now = clock::of_the_machine(&db)?.now();
    let set = db.write_now(|connection| credentials::set(connection, &user.username, &password, now));
    set.map_err(|error| match error.code() {
        Code::NotFound => Complaint::new(
            format!("there is no user {}", user.username),
            format!("il n'y a pas d'utilisateur {}", user.username),
        ),
        Code::InvalidBody => told(error.faults()),
        _ => error.into(),
    })?;
    say(
        format!("Set the password of {}, and ended all sessions.\n", user.username),
        format!("Le mot de passe de {} est défini, et toutes ses sessions ont pris fin.\n", user.username),
    );
    Ok(())
}

fn read_password() -> Result<SecretString, Complaint> {
    if std::io::stdin().is_terminal() {
        say(
            "Password (it will be shown as you type; end with Ctrl-D): ",
            "Mot de passe (il s'affichera pendant la frappe; terminez par Ctrl-D) : ",
        );
    }
    let mut password = String::new();
    std::io::stdin().read_to_string(&mut password).map_err(Complaint::verbatim)?;
    Ok(password.trim_end_matches(['\n', '\r']).to_owned().into())
}

/// The faults of a password, in words.
fn told(faults: &[Fault]) -> Complaint {
    let told = |said: fn(&Text) -> &str| {
        faults.iter().map(|fault| said(&fault.message)).collect::<Vec<_>>().join(" ")
    };
    Complaint::new(
        format!("{} The password is read from standard input.", told(|text| &text.en)),
        format!("{} Le mot de passe est lu sur l'entrée standard.", told(|text| &text.fr)),
    )
}

fn refuse(faults: &[Fault]) -> Done {
    if faults.is_empty() { Ok(()) } else { Err(told(faults)) }
}
