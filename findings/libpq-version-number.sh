#!/usr/bin/env bash
# The libpq that pq-src 0.3.14 (crates.io) builds says that it is version 180600. It is 18.6, whose number is 180006.
#
# libpq's own documentation gives the form of PQlibVersion() since version 10: the major version times 10000 plus the minor, so that
# 10.1 is 100001, and 18.6 is 180006. The crate compiles libpq without its configure script, and its build script puts PG_VERSION_NUM
# together by itself: major, a zero where the minor has one digit, minor, two zeros. The minor version thus stands where the second part
# of the version stood before PostgreSQL 10. The library of the distribution and the one that is bundled, of one release, give different
# numbers to the program that links them: whoever divides by 10000 gets 18 from both; whoever takes the rest to know whether a fix of a
# minor release is there gets 6 from the one and 600 from the other.
#
# Seen with pq-sys 0.7.8, pq-src 0.3.14+libpq-18.6:
#   PQlibVersion: 180600, minor 600
#
# Needs cargo and a C compiler. Exits with 1 where the output is another.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
cat >"$folder/Cargo.toml" <<'TOML'
[package]
name = "version"
version = "0.0.0"
edition = "2021"

[dependencies]
pq-sys = { version = "=0.7.8", features = ["bundled_without_openssl"] }
pq-src = { version = "=0.3.14", default-features = false }

[workspace]
TOML
cat >"$folder/src/main.rs" <<'RS'
fn main() {
    let version = unsafe { pq_sys::PQlibVersion() };
    println!("PQlibVersion: {version}, minor {}", version % 10_000);
}
RS
seen=$(cargo run --quiet --manifest-path "$folder/Cargo.toml" --target-dir "$folder/target")
printf '%s\n' "$seen"
expected='PQlibVersion: 180600, minor 600'
if [ "$seen" != "$expected" ]; then
  printf 'changed: expected\n%s\n' "$expected" >&2
  exit 1
fi
echo "as recorded: the minor version is not where it belongs"
