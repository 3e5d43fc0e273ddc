#!/usr/bin/env bash
# How long does it take to work out 100,000 open deadlines again, and to move those that a new holiday moves?
#
#   benches/recalculate.sh                                        SQLite, in a temporary directory
#   benches/recalculate.sh postgres://postgres@127.0.0.1:5432     PostgreSQL: a server without a database name; makes a database and drops it
#
# The cases are made as in lists.sh. The law then gets one more holiday, three weeks from today; `rules impact` says what that would do,
# `POST /v1/catalog/adopt` does it. Needs: jq, curl, python3; psql for PostgreSQL.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=benches/many.sh
. benches/many.sh
cargo build --profile dist --quiet
greffe=${CARGO_TARGET_DIR:-target}/dist/greffe
work=$(mktemp -d)
clean_up() {
  kill "${server:-}" 2>/dev/null || true
  [ -z "${database:-}" ] || psql -Xq "$postgres/postgres" -c "drop database if exists $database with (force)" || true
  rm -rf "$work"
}
trap clean_up EXIT
times=${TIMES:-67} port=${PORT:-8098} base=http://127.0.0.1:${PORT:-8098}

if [ $# = 0 ]; then
  export GREFFE_DATABASE_URL=sqlite:$work/data/greffe.db
  "$greffe" demo --cases 1000 --data-dir "$work/data" --fill-only
  multiply_sqlite "$work/data/greffe.db" "$times"
else
  postgres=$1 database=greffe_recalculate_$$
  psql -Xq "$postgres/postgres" -c "create database $database"
  export GREFFE_DATABASE_URL=$postgres/$database
  "$greffe" demo --cases 1000 --data-dir "$work/data" --fill-only
  multiply_postgres "$GREFFE_DATABASE_URL" "$times"
fi

mkdir -p "$work/law/calendars"
cat >"$work/law/calendars/one-more.toml" <<TOML
amends = "ca-federal"
[[holidays]]
code = "one_more"
name = { en = "One more", fr = "Un de plus" }
on = { date = $(date -d '+21 days' +%F) }
citation = { en = "Proclamation", fr = "Proclamation" }
TOML

echo "rules impact, one core:"
time taskset -c 0 "$greffe" --catalog-dir "$work/law" rules impact | tail -1

GREFFE_LOG=warn GREFFE_CATALOG_DIR=$work/law "$greffe" demo --cases 0 --port "$port" --data-dir "$work/data" >"$work/log" 2>&1 &
server=$!
for _ in $(seq 100); do curl -sf -o /dev/null "$base/health/ready" && break; sleep 0.1; done
token=$(curl -s "$base/v1/auth/token" -H 'Content-Type: application/json' \
  -d '{"username":"admin","password":"fictional-people-only"}' | jq -r .access_token)
adopt() {
  curl -s -w '%{stderr}%{http_code} in %{time_total} s\n' "$base/v1/catalog/adopt$1" -H "Authorization: Bearer $token" \
    -H 'Content-Type: application/json' -d '{}' | jq -c '{examined, moved, kept}'
}
echo "adopted by the organisation that has most of the cases, proposed, then done:"
adopt "?dry_run=true"
adopt ""
