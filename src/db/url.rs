//! The URL that names the database.

use super::backend::Backend;
use super::conninfo::Conninfo;
use super::wire;
use crate::text::Complaint;
use diesel::{Connection as _, PgConnection};
use secrecy::{ExposeSecret as _, SecretString};
use std::path::PathBuf;
use std::str::FromStr;

/// The place of the database: `postgres://...`, `postgresql://...`, or `sqlite:PATH`. One that
/// exists can be honoured: what it says of TLS, and what libpq's own variables (`PGSSLMODE` and so
/// on) say beside it, was judged when it was read.
#[derive(Clone)]
pub enum DatabaseUrl {
    /// A `PostgreSQL` connection URL, password and all, with what was left unsaid and must not be
    /// left to chance: `sslmode` where the server is on another machine, where the certificates of
    /// this machine are, and how long to wait for an answer.
    Postgres(SecretString),
    /// The path of an `SQLite` file.
    Sqlite(PathBuf),
}

impl DatabaseUrl {
    /// The backend that the URL names.
    #[must_use]
    pub const fn backend(&self) -> Backend {
        match self {
            Self::Postgres(_) => Backend::Postgres,
            Self::Sqlite(_) => Backend::Sqlite,
        }
    }

    /// Whether what is sent to the database leaves this machine.
    #[must_use]
    pub fn crosses_a_network(&self) -> bool {
        match self {
            Self::Postgres(url) => Conninfo::parse(url.expose_secret())
                .is_ok_and(|conninfo| conninfo.crosses_a_network(&variable)),
            Self::Sqlite(_) => false,
        }
    }
}

/// Shows the URL without the password, so that it can be logged.
impl std::fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Postgres(url) => match Conninfo::parse(url.expose_secret()) {
                Ok(conninfo) => f.write_str(&conninfo.place()),
                Err(_) => f.write_str("postgres://"),
            },
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
        }
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

impl FromStr for DatabaseUrl {
    type Err = Complaint;

    fn from_str(url: &str) -> Result<Self, Complaint> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return postgres(url).map(Self::Postgres).map_err(Complaint::verbatim);
        }
        match url.strip_prefix("sqlite:") {
            Some(path) if !path.trim_start_matches('/').is_empty() => {
                // `sqlite:///absolute` and `sqlite:relative` are both in use.
                let path = path.strip_prefix("//").unwrap_or(path);
                Ok(Self::Sqlite(PathBuf::from(path)))
            }
            _ => Err(Complaint::new(
                "the database URL must be sqlite:PATH or postgres://USER@HOST/DATABASE",
                "l'adresse de la base de données doit être sqlite:PATH ou postgres://USER@HOST/DATABASE",
            )),
        }
    }
}

/// The URL of a `PostgreSQL` database with all that it leaves out, as libpq understands it.
fn postgres(url: &str) -> Result<SecretString, String> {
    let conninfo = Conninfo::parse(url)?;
    let roots = openssl_probe::probe().cert_file;
    let completed = conninfo.completed(&variable, roots.as_deref())?;
    understood(&Conninfo::parse(&completed)?).map_err(|message| conninfo.without_secrets(&message))?;
    Ok(completed.into())
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// A folder that is nowhere.
const NOWHERE: &str = "/dev/null/greffe";

/// Refuses a URL that libpq does not understand, or with which it cannot do what the URL and the
/// variables ask. Only libpq knows: it is made to connect to a socket that cannot be, which it
/// tries when it has found nothing to complain of.
fn understood(conninfo: &Conninfo<'_>) -> Result<(), String> {
    let nowhere = conninfo.with([("host", NOWHERE), ("hostaddr", ""), ("port", "5432")]);
    #[expect(clippy::disallowed_methods, reason = "no connection comes of it")]
    match PgConnection::establish(&nowhere) {
        Err(error) if !error.to_string().contains(NOWHERE) => Err(wire::explained(&error.to_string())),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_names_its_backend_and_hides_its_password() {
        let url: DatabaseUrl = "postgres://greffe:hunter2@db.example/greffe?sslmode=require".parse().unwrap();
        assert_eq!(url.to_string(), "postgres://db.example/greffe");
        assert_eq!(format!("{url:?}"), "postgres://db.example/greffe");
        for (written, path) in [("sqlite:data/g.db", "data/g.db"), ("sqlite:///var/g.db", "/var/g.db")] {
            let url: DatabaseUrl = written.parse().unwrap();
            assert!(
                matches!(url, DatabaseUrl::Sqlite(found) if found.as_path() == std::path::Path::new(path)),
                "{written}"
            );
        }
        for wrong in ["", "mysql://x", "sqlite:", "greffe.db"] {
            assert!(wrong.parse::<DatabaseUrl>().is_err(), "{wrong}");
        }
        for (written, shown) in [
            ("postgres://db.example:5433/greffe", "postgres://db.example:5433/greffe"),
            ("postgres://u@[::1]/greffe?password=hunter2@x", "postgres://[::1]/greffe"),
            ("postgres:///greffe?user=a@b&password=hunter2", "postgres:///greffe"),
        ] {
            assert_eq!(written.parse::<DatabaseUrl>().unwrap().to_string(), shown);
        }
    }

    #[test]
    fn a_url_that_cannot_be_read_is_refused_without_its_password() {
        for wrong in [
            "postgres://greffe:hunter2@[db.example/greffe",
            "postgres://greffe:hunter2/x@db.example/greffe",
            "postgres://greffe:x@hunter2@db.example/greffe",
            "postgres://greffe:hunter2%zz@db.example/greffe",
            "postgres://greffe/greffe?password=hunter2%zz",
            "postgres://greffe:hunter2@db.example/greffe?sslmode=on",
            "postgres://greffe:hunter2@db.example/greffe?sslroot=/x",
            "postgres://greffe:hunter2@db.example/greffe?sslmode",
            "postgres://greffe:hunter2@db.example/greffe?sslnegotiation=direct&sslmode=disable",
            "postgres://greffe:hunter2@db.example/greffe?gssencmode=require",
            "postgres://greffe:hunter2@db.example/greffe?sslmode=require&sslpassword=hunter2%zz",
        ] {
            let said = wrong.parse::<DatabaseUrl>().unwrap_err().to_string();
            assert!(!said.contains("hunter2") && !said.is_empty(), "{wrong}: {said}");
        }
        let said = "postgres://u@h/d?sslmode=on".parse::<DatabaseUrl>().unwrap_err().to_string();
        assert!(said.contains("sslmode") && said.contains("on"), "{said}");
    }
}
