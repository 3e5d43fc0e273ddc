#!/usr/bin/env bash
# libsqlite3-sys 0.38.2, feature `bundled` (what diesel and rusqlite build SQLite with): it is built with SQLITE_ENABLE_STAT4. Until
# somebody runs `analyze`, a prepared statement that is bound and run a hundred times is planned once. Once the table was analysed,
# the same statement is planned anew each time that another value is bound: keeping statements saves nothing any more, and nothing
# says so but a counter of the statement itself. A database that was restored, or is maintained well, is the slower one.
#
# Met in a profile: a third of what it took to read a case, in databases that had been analysed only. `.cargo/config.toml` builds
# SQLite with SQLITE_ENABLE_QPSG, the last line below.
# Needs a Rust toolchain, a C compiler, and crates.io.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
cat >"$folder/Cargo.toml" <<'TOML'
[package]
name = "probe"
version = "0.1.0"
edition = "2021"

[dependencies]
libsqlite3-sys = { version = "=0.38.2", features = ["bundled"] }
TOML
cat >"$folder/src/main.rs" <<'RUST'
use libsqlite3_sys as sqlite;
use std::ffi::CString;
use std::ptr::{null, null_mut};

const DBCONFIG_ENABLE_QPSG: i32 = 1007;
const STMTSTATUS_REPREPARE: i32 = 5;

fn run(db: *mut sqlite::sqlite3, script: &str) {
    let script = CString::new(script).unwrap();
    let done = unsafe { sqlite::sqlite3_exec(db, script.as_ptr(), None, null_mut(), null_mut()) };
    assert_eq!(done, sqlite::SQLITE_OK);
}

/// How often a statement that was prepared once is planned again, in a hundred runs with another value each.
fn planned_again(db: *mut sqlite::sqlite3) -> i32 {
    let text = CString::new("select count(*) from cases where office = ?1 and id > 0").unwrap();
    let mut statement = null_mut();
    unsafe {
        assert_eq!(sqlite::sqlite3_prepare_v2(db, text.as_ptr(), -1, &mut statement, null_mut::<*const i8>().cast()), 0);
        for value in 0..100 {
            sqlite::sqlite3_bind_int(statement, 1, value);
            while sqlite::sqlite3_step(statement) == sqlite::SQLITE_ROW {}
            sqlite::sqlite3_reset(statement);
        }
        let again = sqlite::sqlite3_stmt_status(statement, STMTSTATUS_REPREPARE, 0);
        sqlite::sqlite3_finalize(statement);
        again
    }
}

fn main() {
    let mut db = null_mut();
    let name = CString::new(":memory:").unwrap();
    assert_eq!(unsafe { sqlite::sqlite3_open_v2(name.as_ptr(), &mut db, 6, null()) }, 0);
    run(db, "create table cases (id integer primary key, office int); create index of_office on cases (office);
             with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000)
             insert into cases select i, i % 10 from n;");
    println!("before analyze {}", planned_again(db));
    run(db, "analyze");
    println!("after analyze {}", planned_again(db));
    let mut on = 0;
    unsafe { sqlite::sqlite3_db_config(db, DBCONFIG_ENABLE_QPSG, 1, &mut on as *mut i32) };
    println!("with plans kept (QPSG) {}", planned_again(db));
}
RUST
seen=$(CARGO_TARGET_DIR="$folder/target" cargo run --quiet --manifest-path "$folder/Cargo.toml")
printf '%s\n' "$seen"
expected='before analyze 0
after analyze 100
with plans kept (QPSG) 0'
if [ "$seen" != "$expected" ]; then
  echo "it is otherwise now; expected: $expected" >&2
  exit 1
fi
