#!/usr/bin/env bash
# Does a person's own list cost the same among 1,000,000 deadlines as among 10,000?
#
#   benches/mine.sh                                        SQLite, in a temporary directory
#   benches/mine.sh postgres://postgres@127.0.0.1:5432     PostgreSQL: a server without a database name; makes a database and drops it
#
# The cases are made as in lists.sh. All but 500 of a litigator's open deadlines, and the assignments on all other cases, are then given to a
# colleague, before each measurement. Measured are the deadlines that they are responsible for, and all on the cases that they hold.
# Needs: wrk, jq, curl, python3; psql for PostgreSQL.
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
port=${PORT:-8096} base=http://127.0.0.1:${PORT:-8096}

keep_500="update deadlines set responsible_user_id = (select id from users where username = 'plaideuse')
  where responsible_user_id = (select id from users where username = 'litigator') and id not in (
    select id from deadlines where status = 'open' and responsible_user_id = (select id from users where username = 'litigator')
    order by sort_on, id limit 500)"

keep_their_cases="update assignments set user_id = (select id from users where username = 'plaideuse')
  where user_id = (select id from users where username = 'litigator') and case_id not in (
    select case_id from deadlines where responsible_user_id = (select id from users where username = 'litigator'))"

sql() {
  if [ -z "${postgres:-}" ]; then
    python3 -c 'import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); print(*db.execute(sys.argv[2]).fetchall()); db.commit()' "$work/data/greffe.db" "$1"
  else
    psql -XAtq "$GREFFE_DATABASE_URL" -c "$1"
  fi
}

measure() {
  sql "$keep_500" >/dev/null
  sql "$keep_their_cases" >/dev/null
  if [ -z "${postgres:-}" ]; then sql analyze >/dev/null; else sql 'vacuum analyze'; fi
  echo "deadlines: $(sql 'select count(*) from deadlines')"
  GREFFE_LOG=warn "$greffe" demo --cases 0 --port "$port" --data-dir "$work/data" --reminder-interval-seconds 0 >"$work/log" 2>&1 &
  server=$!
  for _ in $(seq 300); do curl -sf -o /dev/null "$base/health/ready" && break; sleep 0.1; done
  local token list
  token=$(curl -s "$base/v1/auth/token" -H 'Content-Type: application/json' \
    -d '{"username":"litigator","password":"fictional-people-only"}' | jq -r .access_token)
  for list in "responsible=me&status=open" "status=open"; do
    list="$base/v1/deadlines?$list&limit=50"
    echo "$list: $(curl -s "$list&include=count" -H "Authorization: Bearer $token" | jq .count)"
    for connections in 1 4; do
      wrk -t1 -c"$connections" -d"${SECONDS_EACH:-5}s" --latency -H "Authorization: Bearer $token" "$list" |
        awk -v connections="$connections" '/50%/ {p50 = $2} /99%/ {p99 = $2} /Requests\/sec/ {rate = $2} /Non-2xx/ {failed = " failed " $NF}
          END {print connections " connections: " rate " requests/s, p50 " p50 ", p99 " p99 failed}'
    done
  done
  kill "$server"; wait "$server" 2>/dev/null || true
}

if [ $# != 0 ]; then
  postgres=$1 database=greffe_mine_$$
  psql -Xq "$postgres/postgres" -c "create database $database"
  export GREFFE_DATABASE_URL=$postgres/$database
fi
"$greffe" demo --cases 1750 --data-dir "$work/data" --fill-only
measure
if [ $# = 0 ]; then multiply_sqlite "$work/data/greffe.db" 100; else multiply_postgres "$GREFFE_DATABASE_URL" 100; fi
measure
