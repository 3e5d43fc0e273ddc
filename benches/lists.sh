#!/usr/bin/env bash
# Do the lists cost the same at 100,000 cases as at 1,000?
#
#   benches/lists.sh                                        SQLite, in a temporary directory
#   benches/lists.sh postgres://postgres@127.0.0.1:5432     PostgreSQL: a server without a database name; makes a database and drops it
#
# `greffe demo --cases 1000 --fill-only` makes the cases through the same use cases as a client; a copy of them is then multiplied
# by SQL, which takes seconds where the demo would take a quarter of an hour. Needs: wrk, jq, curl, python3; psql for PostgreSQL.
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
times=100 port=${PORT:-8097} base=http://127.0.0.1:${PORT:-8097}

measure() { # label
  GREFFE_LOG=warn "$greffe" demo --cases 0 --port "$port" --data-dir "$work/data" >"$work/log" 2>&1 &
  server=$!
  for _ in $(seq 100); do curl -sf -o /dev/null "$base/health/ready" && break; sleep 0.1; done
  local name who path token
  while read -r name who path; do
    token=$(curl -s "$base/v1/auth/token" -H 'Content-Type: application/json' \
      -d "{\"username\":\"$who\",\"password\":\"fictional-people-only\"}" | jq -r .access_token)
    if [ "$name" = deep ]; then
      for _ in 1 2 3; do
        cursor=$(curl -s "$base$path&limit=50${cursor:+&cursor=$cursor}" -H "Authorization: Bearer $token" | jq -r .next_cursor)
      done
      path="$path&limit=50&cursor=$cursor"; cursor=
    fi
    printf '%s\t%s\t%s\t' "$1" "$name" "$who"
    wrk -t1 -c4 -d"${SECONDS_EACH:-5}s" -H "Authorization: Bearer $token" "$base$path" |
      awk '/Requests\/sec/ {rate = $2} /Non-2xx/ {failed = " failed " $NF} END {print rate " requests/s" failed}'
  done <<'LISTS'
cases admin /v1/cases?status=open&limit=50
deep admin /v1/cases?status=open
deadlines litigator /v1/deadlines?responsible=me&status=open&due_before=2100-01-01&limit=50
deadlines admin /v1/deadlines?status=open&limit=50
LISTS
  kill "$server"; wait "$server" 2>/dev/null || true
}

if [ $# = 0 ]; then
  "$greffe" demo --cases 1000 --data-dir "$work/data" --fill-only
  measure 1,000
  multiply_sqlite "$work/data/greffe.db" "$times"
  measure 100,000
else
  postgres=$1 database=greffe_lists_$$
  psql -Xq "$postgres/postgres" -c "create database $database"
  export GREFFE_DATABASE_URL=$postgres/$database
  "$greffe" demo --cases 1000 --data-dir "$work/data" --fill-only
  psql -Xq "$GREFFE_DATABASE_URL" -c 'vacuum analyze'
  measure 1,000
  multiply_postgres "$GREFFE_DATABASE_URL" "$times"
  measure 100,000
fi
