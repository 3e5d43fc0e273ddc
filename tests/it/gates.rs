//! The gate itself: what a machine cannot test is said aloud, and fails where nothing may be left out.

use std::process::Command;

/// Runs a test that needs PostgreSQL in a process that knows of none: whether it passed, and all that was said.
fn without_postgres(ci: &str) -> (bool, String) {
    let mut suite = Command::new(std::env::current_exe().unwrap());
    suite.args(["--exact", "schema::sqlite_and_postgres_hold_the_same"]);
    let output = suite.env_remove("GREFFE_TEST_POSTGRES_URL").env("CI", ci).output().unwrap();
    (output.status.success(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

#[test]
fn what_is_left_out_is_said_and_fails_in_a_gate() {
    let words = "the half of the suite that runs on PostgreSQL";
    let (is_passed, said) = without_postgres("");
    assert!(is_passed && said.contains(&format!("LEFT OUT: {words}")), "{said}");
    let (is_passed, said) = without_postgres("true");
    assert!(!is_passed && said.contains(&format!("left out in a gate: {words}")), "{said}");
}
