//! What the service writes on its machine is for its own account, whatever the umask.

#![cfg(unix)]

use crate::support::backend::folder;
use crate::support::command::{PROGRAM, SECRET};
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn place(name: &str) -> PathBuf {
    let place = folder().join(format!("private-{name}"));
    std::fs::create_dir_all(&place).unwrap();
    place
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

/// Everything below a folder, itself too.
fn everything(path: &Path) -> Vec<PathBuf> {
    let mut found = vec![path.to_owned()];
    for entry in std::fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(everything(&path)) } else { found.push(path) }
    }
    found
}

/// A command in a shell that lets everybody read, and write, what is made.
fn under_a_wide_umask(arguments: &str) -> Command {
    let mut command = Command::new("sh");
    command.env_clear().env("PATH", "/usr/bin:/bin").env("GREFFE_SIGNING_SECRET", SECRET);
    command.arg("-c").arg(format!("umask 000; exec {PROGRAM} {arguments}"));
    command
}

#[track_caller]
fn run(command: &mut Command, input: &str) -> String {
    use std::io::Write as _;
    let mut running =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    running.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = running.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].map(|out| String::from_utf8_lossy(&out).into_owned()).concat();
    assert!(output.status.success(), "{said}");
    said
}

#[test]
fn what_a_command_makes_only_its_owner_reads() {
    let place = place("made");
    let data = |name: &str| place.join(name).join("deep").to_str().unwrap().to_owned();
    let commands = [
        ("migrate", format!("migrate --data-dir {}", data("migrate")), ""),
        ("demo", format!("demo --fill-only --cases 1 --data-dir {}", data("demo")), ""),
        (
            "user",
            format!(
                "user create --username ada --display-name Ada --role administrator --organization ORG --data-dir {}",
                data("user")
            ),
            "a-long-and-unlikely-passphrase-of-ada",
        ),
        ("keys", format!("keys rotate --signing-keys-dir {}", data("keys")), ""),
    ];
    for (name, arguments, input) in commands {
        let mut command = under_a_wide_umask(&arguments);
        if name == "keys" {
            command.env_remove("GREFFE_SIGNING_SECRET");
        }
        run(&mut command, input);
        let found = everything(&place.join(name));
        assert!(found.iter().any(|path| path.is_file()), "{found:?}");
        for path in found {
            let expected = if path.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(mode(&path), expected, "{}", path.display());
        }
    }
}

#[test]
fn what_the_database_puts_beside_its_file_has_the_mode_of_the_file() {
    use diesel::connection::SimpleConnection as _;
    let path = place("beside").join("new").join("greffe.db");
    let url = greffe::db::DatabaseUrl::Sqlite(path.clone());
    let db = greffe::db::Db::open(&url, 1, std::time::Duration::from_secs(5)).unwrap();
    db.write_now(|connection| Ok(connection.batch_execute("create table t (x)")?)).unwrap();
    let found = everything(path.parent().unwrap());
    assert!(found.iter().any(|path| path.to_str().unwrap().ends_with("-wal")), "{found:?}");
    for path in found {
        assert_eq!(mode(&path), if path.is_dir() { 0o700 } else { 0o600 }, "{}", path.display());
    }
}

#[test]
fn what_others_may_read_is_left_and_said() {
    let place = place("wide");
    let database = place.join("greffe.db");
    std::fs::set_permissions(&place, Permissions::from_mode(0o755)).unwrap();
    std::fs::write(&database, "").unwrap();
    std::fs::set_permissions(&database, Permissions::from_mode(0o644)).unwrap();
    let url = format!("--database-url sqlite:{}", database.display());
    let said = run(&mut under_a_wide_umask(&format!("check-config {url}")), "");
    for (path, mode) in [(&place, "0755"), (&database, "0644")] {
        let line = said.lines().find(|line| line.contains(&format!("{} can", path.display())));
        assert!(line.is_some_and(|line| line.contains(mode) && line.contains("chmod")), "{said}");
    }
    let said = run(
        &mut under_a_wide_umask(&format!(
            "demo --fill-only --cases 0 --data-dir {} {url}",
            place.join("keys").display()
        )),
        "",
    );
    assert!(said.contains("WARN") && said.contains("0755") && said.contains("0644"), "{said}");
    assert_eq!((mode(&place), mode(&database)), (0o755, 0o644), "left as they were");
    std::fs::set_permissions(&place, Permissions::from_mode(0o700)).unwrap();
    std::fs::set_permissions(&database, Permissions::from_mode(0o600)).unwrap();
    let said = run(&mut under_a_wide_umask(&format!("check-config {url}")), "");
    assert!(!said.contains("Warning"), "{said}");
}
