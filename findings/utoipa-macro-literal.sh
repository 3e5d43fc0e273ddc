#!/usr/bin/env bash
# utoipa 6.0.0 (with utoipa-gen 6.0.0): a `#[serde(rename = $code)]` whose text comes through a `macro_rules!` fragment of the kind
# `literal` is read by serde and not by utoipa, so that the schema promises names which the type itself refuses. The same text through
# a fragment of the kind `tt` is read by both. Nothing warns.
#
# Met where enums of codes are declared by a macro: see src/coded.rs, which takes the code as `tt`, and its test
# `the_schema_lists_the_codes`.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"

cat >"$folder/Cargo.toml" <<'TOML'
[package]
name = "probe"
version = "0.0.0"
edition = "2021"

[dependencies]
serde = { version = "=1.0.229", features = ["derive"] }
serde_json = "1"
utoipa = "=6.0.0"
TOML

cat >"$folder/src/main.rs" <<'RUST'
use utoipa::PartialSchema as _;

macro_rules! by_literal {
    ($type:ident, $value:ident = $code:literal) => {
        #[derive(serde::Serialize, utoipa::ToSchema)]
        enum $type {
            #[serde(rename = $code)]
            $value,
        }
    };
}

macro_rules! by_tt {
    ($type:ident, $value:ident = $code:tt) => {
        #[derive(serde::Serialize, utoipa::ToSchema)]
        enum $type {
            #[serde(rename = $code)]
            $value,
        }
    };
}

by_literal!(Lamp, BurntOut = "burnt_out");
by_tt!(Bulb, BurntOut = "burnt_out");

fn main() {
    let schema = |schema| serde_json::to_value::<utoipa::openapi::RefOr<_>>(schema).unwrap()["enum"][0].clone();
    println!("literal: written {}, promised {}", serde_json::to_value(Lamp::BurntOut).unwrap(), schema(Lamp::schema()));
    println!("tt: written {}, promised {}", serde_json::to_value(Bulb::BurntOut).unwrap(), schema(Bulb::schema()));
}
RUST
seen=$(cd "$folder" && cargo run --quiet)
printf '%s\n' "$seen"
expected='literal: written "burnt_out", promised "BurntOut"
tt: written "burnt_out", promised "burnt_out"'
if [ "$seen" != "$expected" ]; then
  echo "it no longer does what was seen" >&2
  exit 1
fi
