//! The program itself, as somebody calls it from a command line.

use assert_cmd::Command;

/// Where the program under test is.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_greffe");

/// A secret that is long enough to sign with.
pub const SECRET: &str = "only-for-tests-only-for-tests-only-for-tests";

/// The program with these arguments, and without the variables of whoever runs the tests.
pub fn greffe(arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.env_clear().args(arguments);
    command
}

/// Whether a command succeeded, and all that it said.
pub fn outcome(command: &mut Command) -> (bool, String) {
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

/// What a command prints, where it succeeds.
#[track_caller]
pub fn says(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}{err}");
    out.into_owned()
}

/// What a command complains of, where it fails.
#[track_caller]
pub fn complains(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr).unwrap()
}

/// The arguments that create the user `first` of a role, whose password is read from standard input.
pub const fn create_user(role: &str) -> [&str; 10] {
    [
        "user",
        "create",
        "--username",
        "first",
        "--display-name",
        "First",
        "--role",
        role,
        "--organization",
        "DOJ",
    ]
}
