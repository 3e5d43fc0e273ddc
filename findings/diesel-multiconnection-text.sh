#!/usr/bin/env bash
# diesel 2.3.14, `#[derive(MultiConnection)]`: a statement that was prepared long ago is found again without its text on a plain
# connection, because the type of the query says which it is. On a derived connection the text of the same query is made anew at
# each walk: five walks a run in the place of two. Half a page of columns is written out twice for nothing, with each request.
#
# Met in a profile: a sixth of what it took to read a case with its parts. `src/db/worded.rs` brings the text along.
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
diesel = { version = "=2.3.14", default-features = false, features = ["sqlite"] }
libsqlite3-sys = { version = "0.38", features = ["bundled"] }
TOML
cat >"$folder/src/main.rs" <<'RUST'
use diesel::backend::Backend;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use std::sync::atomic::{AtomicUsize, Ordering};

#[derive(diesel::MultiConnection)]
enum Either {
    Sqlite(SqliteConnection),
}

static WALKS: AtomicUsize = AtomicUsize::new(0);

/// `select 1`, which counts how often it is walked.
#[derive(QueryId)]
struct One;

impl<DB: Backend> QueryFragment<DB> for One {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        WALKS.fetch_add(1, Ordering::Relaxed);
        out.push_sql("select 1");
        Ok(())
    }
}

impl Query for One {
    type SqlType = diesel::sql_types::Integer;
}

impl<C> RunQueryDsl<C> for One {}

/// The walks of the last of a hundred runs.
fn walks(mut run: impl FnMut() -> i32) -> usize {
    for _ in 0..99 {
        run();
    }
    WALKS.store(0, Ordering::Relaxed);
    assert_eq!(run(), 1);
    WALKS.load(Ordering::Relaxed)
}

fn main() {
    let open = || SqliteConnection::establish(":memory:").unwrap();
    let (mut plain, mut derived) = (open(), Either::Sqlite(open()));
    println!("plain {}", walks(|| One.get_result(&mut plain).unwrap()));
    println!("derived {}", walks(|| One.get_result(&mut derived).unwrap()));
}
RUST
seen=$(CARGO_TARGET_DIR="$folder/target" cargo run --quiet --manifest-path "$folder/Cargo.toml")
printf '%s\n' "$seen"
expected='plain 2
derived 5'
if [ "$seen" != "$expected" ]; then
  echo "it is otherwise now; expected: $expected" >&2
  exit 1
fi
