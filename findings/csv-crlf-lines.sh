#!/usr/bin/env bash
# csv 1.4.0 (Rust): `Position::line` says on which line a record begins, and is what an error about a row is told with. In a file
# whose rows end in CR LF, as RFC 4180 has them and as Excel writes them, it is one too small for every record but the first: the
# reader ends a record at the carriage return and has not passed the line feed when it says where the next one begins. The same
# file with LF alone gives the numbers that an editor shows. The errors of the library itself count the same way.
#
# A department that is told that line 3 is wrong looks at a row that is right. `registry/imports/reading/table.rs` adds the one.
# Needs a Rust toolchain and crates.io.
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
csv = "=1.4.0"
TOML
cat >"$folder/src/main.rs" <<'RUST'
use csv::{ReaderBuilder, StringRecord};

/// The line on which each record of a file begins, as the library says it, and that of the row which is too long.
fn lines(text: &str) -> (Vec<u64>, u64) {
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut lines = Vec::new();
    while reader.read_record(&mut record).unwrap() {
        lines.push(record.position().unwrap().line());
    }
    let mut strict = ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let error = strict.records().find_map(Result::err).unwrap();
    (lines, error.position().unwrap().line())
}

fn main() {
    let text = "number,name\n1,One\n2,Two\n3,Three,too many\n";
    println!("LF {:?}", lines(text));
    println!("CR LF {:?}", lines(&text.replace('\n', "\r\n")));
}
RUST
cargo run --quiet --manifest-path "$folder/Cargo.toml" >"$folder/said"
cat "$folder/said"
diff - "$folder/said" <<'SEEN'
LF ([1, 2, 3, 4], 4)
CR LF ([1, 1, 2, 3], 3)
SEEN
echo "as seen: with CR LF every record but the first is said to begin one line too early"
