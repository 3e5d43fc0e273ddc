//! The programs of `PostgreSQL` that copy its databases: `pg_dump` and `pg_restore`, found,
//! compared with the server, and called without a password on their command line.

use super::CopyError;
use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret as _, SecretString};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const DUMP: &str = "pg_dump";
const RESTORE: &str = "pg_restore";

/// The table that says which migrations a schema has seen. Its rows are not in the dump: the
/// manifest has them, and they are written when all else was verified. No `serve` takes the
/// database for one of its own before that.
const RECORD: &str = "public.__diesel_schema_migrations";

/// The places of the programs.
#[derive(Clone, Debug, Default)]
pub struct Tools {
    /// Their folder; if there is none, they are where the system looks for programs.
    pub folder: Option<PathBuf>,
}

/// The way to reach a database: everything but the password, and the password.
struct Reach {
    url: String,
    password: Option<SecretString>,
}

impl Tools {
    fn command(&self, tool: &'static str) -> Command {
        let path = self.folder.as_ref().map_or_else(|| PathBuf::from(tool), |folder| folder.join(tool));
        let mut command = Command::new(path);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Refuses a program that is not there, or is older than the server.
    fn check(&self, tool: &'static str, server: u32) -> Result<(), CopyError> {
        let said = self.command(tool).arg("--version").output().map_err(|error| CopyError::Tool {
            tool,
            reason: format!("it cannot be started: {error}. Install the client programs of PostgreSQL {server} or later, or name their folder with --postgres-tools"),
        })?;
        let version = String::from_utf8_lossy(&said.stdout).trim().to_owned();
        if suits(&version, server) {
            return Ok(());
        }
        Err(CopyError::Tool {
            tool,
            reason: format!(
                "it is of another version ({version}) than the server ({server}), which needs one of {server} or later: install it, or name its folder with --postgres-tools"
            ),
        })
    }

    /// Starts to write a database, as it is in a snapshot of a transaction that is still open, into
    /// a file that is there.
    pub(super) fn dump(
        &self,
        url: &SecretString,
        server: u32,
        snapshot: &str,
        file: &Path,
    ) -> Result<RunningTool, CopyError> {
        self.check(DUMP, server)?;
        let mut command = self.reaching(DUMP, url)?;
        command.args(["--format=custom", "--no-owner", "--no-privileges"]);
        command
            .arg(format!("--snapshot={snapshot}"))
            .arg(format!("--exclude-table-data={RECORD}"))
            .arg("--file")
            .arg(file);
        RunningTool::start(DUMP, command)
    }

    /// Fills an empty database from such a file: all of it, or nothing.
    pub(super) fn restore(&self, url: &SecretString, server: u32, dump: File) -> Result<(), CopyError> {
        self.check(RESTORE, server)?;
        let mut command = self.reaching(RESTORE, url)?;
        command.args(["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]);
        // The very file that was hashed, and not whatever has its name by now.
        command.stdin(dump);
        RunningTool::start(RESTORE, command)?.wait()
    }

    fn reaching(&self, tool: &'static str, url: &SecretString) -> Result<Command, CopyError> {
        let reach = Reach::of(url.expose_secret()).map_err(|reason| CopyError::Tool { tool, reason })?;
        let mut command = self.command(tool);
        command.arg("--no-password").arg("--dbname").arg(reach.url);
        if let Some(password) = reach.password {
            // Whoever may look at processes sees their arguments, and not their environment.
            command.env("PGPASSWORD", password.expose_secret());
        }
        Ok(command)
    }
}

/// A running program, which is ended when this is dropped.
pub(super) struct RunningTool {
    tool: &'static str,
    child: Option<Child>,
}

impl RunningTool {
    fn start(tool: &'static str, mut command: Command) -> Result<Self, CopyError> {
        let child = command.spawn().map_err(|error| CopyError::Tool { tool, reason: error.to_string() })?;
        Ok(Self { tool, child: Some(child) })
    }

    /// Waits for its end.
    pub(super) fn wait(mut self) -> Result<(), CopyError> {
        let tool = self.tool;
        let failed = |reason: String| CopyError::Tool { tool, reason };
        let Some(child) = self.child.take() else { return Ok(()) };
        let output = child.wait_with_output().map_err(|error| failed(error.to_string()))?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        Err(failed(if said.is_empty() { output.status.to_string() } else { said }))
    }
}

impl Drop for RunningTool {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            // It may have ended by itself.
            drop(child.kill());
            drop(child.wait());
        }
    }
}

/// Whether a program of this version can copy the database of such a server.
fn suits(version: &str, server: u32) -> bool {
    major(version).is_some_and(|found| found >= server)
}

/// The major version in what a program says of itself: `pg_dump (PostgreSQL) 15.18 (Debian
/// 15.18-0)`.
fn major(version: &str) -> Option<u32> {
    let number = version.split_once("(PostgreSQL)")?.1.trim_start();
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

impl Reach {
    /// Takes a URL apart as libpq does: what is before the first `@`, where no `/` comes earlier,
    /// is the user and the password; a parameter may be the password, too.
    fn of(url: &str) -> Result<Self, String> {
        let (scheme, rest) = url.split_once("://").ok_or("the database URL cannot be read")?;
        let (place, query) = rest.split_once('?').map_or((rest, None), |(place, query)| (place, Some(query)));
        let authority = place.find('/').map_or(place, |slash| place.get(..slash).unwrap_or(place));
        let mut password = None;
        let mut place = place.to_owned();
        if let Some((credentials, _)) = authority.split_once('@')
            && let Some((user, secret)) = credentials.split_once(':')
        {
            password = Some(decoded(secret)?);
            let after = place.get(credentials.len()..).unwrap_or_default();
            place = format!("{user}{after}");
        }
        let mut kept = Vec::new();
        for parameter in query.into_iter().flat_map(|query| query.split('&')) {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            match decoded(name)?.as_str() {
                "password" => password = Some(decoded(value)?),
                "sslpassword" => {
                    return Err("it cannot be given the password of a client key (sslpassword) without showing it to others on this machine: use a key without one, readable by this account alone".to_owned());
                }
                _ => kept.push(parameter),
            }
        }
        let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
        Ok(Self { url: format!("{scheme}://{place}{query}"), password: password.map(Into::into) })
    }
}

/// Text without its percent signs (RFC 3986, 2.1).
fn decoded(text: &str) -> Result<String, String> {
    let decoded = percent_decode_str(text).decode_utf8();
    decoded.map(String::from).map_err(|_| "the database URL cannot be read: it is no UTF-8".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_taken_out_of_a_url_wherever_it_stands() {
        for (url, without, password) in [
            ("postgres://u:hunter2@h/d", "postgres://u@h/d", Some("hunter2")),
            (
                "postgres://u:hu%6Eter2%40@h:5432/d?sslmode=require",
                "postgres://u@h:5432/d?sslmode=require",
                Some("hunter2@"),
            ),
            ("postgresql://:hunter2@h", "postgresql://@h", Some("hunter2")),
            (
                "postgres://u@h/d?sslmode=require&password=hunter2",
                "postgres://u@h/d?sslmode=require",
                Some("hunter2"),
            ),
            ("postgres://u@h/d?p%61ssword=hunter2", "postgres://u@h/d", Some("hunter2")),
            (
                "postgres://u:first@h/d?password=hunter2&host=%2Frun",
                "postgres://u@h/d?host=%2Frun",
                Some("hunter2"),
            ),
            ("postgres://u@h/d", "postgres://u@h/d", None),
            ("postgres:///d", "postgres:///d", None),
            ("postgres://h/a:b@c", "postgres://h/a:b@c", None),
            ("postgres://u:@h/d", "postgres://u@h/d", Some("")),
        ] {
            let reach = Reach::of(url).unwrap();
            assert_eq!(reach.url, without, "{url}");
            assert_eq!(reach.password.as_ref().map(secrecy::ExposeSecret::expose_secret), password, "{url}");
        }
        assert!(
            Reach::of("postgres://u@h/d?sslpassword=hunter2").is_err_and(|said| !said.contains("hunter2"))
        );
    }

    #[test]
    fn a_version_is_read_from_what_a_program_says() {
        assert_eq!(major("pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(major("pg_restore (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major("pg_dump: command not found"), None);
        let version = "pg_dump (PostgreSQL) 15.18";
        assert!(suits(version, 15) && suits(version, 14) && !suits(version, 16) && !suits("", 15));
    }

    #[test]
    fn a_program_that_is_missing_is_named_with_the_way_out() {
        let place = tempfile::tempdir().unwrap();
        let tools = Tools { folder: Some(place.path().to_owned()) };
        let missing = tools.check(DUMP, 15).unwrap_err().to_string();
        assert!(missing.contains("pg_dump") && missing.contains("--postgres-tools"), "{missing}");
    }
}
