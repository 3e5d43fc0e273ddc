#!/usr/bin/env bash
# The crate icalendar 0.17.17 writes content lines of 76 octets.
#
# RFC 5545, 3.1: a line SHOULD NOT be longer than 75 octets, excluding the line break; a longer one is folded, and the space that
# begins a continuation is an octet of that line. The crate counts that space for every piece but the last one: where the rest of a
# value is exactly 75 octets, it goes out behind its space as a line of 76. Two summaries of ASCII letters among those of 1 to 240
# show it, so a test with a handful of texts does not: whether a calendar is affected depends on the names in it.
#
# Seen with icalendar 0.17.17 (crates.io), rustc 1.95:
#   142 76
#   216 76
# (length of the summary, octets of the longest line)
#
# Needs cargo. Exits with 1 where the output is another.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
cat >"$folder/Cargo.toml" <<'TOML'
[package]
name = "last-fold"
version = "0.0.0"
edition = "2021"
[dependencies]
icalendar = { version = "=0.17.17", default-features = false }
TOML
cat >"$folder/src/main.rs" <<'RUST'
use icalendar::{Calendar, Component, Event};

fn main() {
    for length in 1..=240 {
        let mut calendar = Calendar::new();
        calendar.push(Event::new().uid("a").summary(&"x".repeat(length)).done());
        let written = calendar.to_string();
        let longest = written.split("\r\n").map(str::len).max().unwrap_or(0);
        if longest > 75 {
            println!("{length} {longest}");
        }
    }
}
RUST
seen=$(CARGO_TARGET_DIR="$folder/target" cargo run --quiet --manifest-path "$folder/Cargo.toml")
printf '%s\n' "$seen"
expected=$'142 76\n216 76'
if [ "$seen" != "$expected" ]; then
  echo "changed: expected $expected" >&2
  exit 1
fi
echo "as recorded: lines of 76 octets"
