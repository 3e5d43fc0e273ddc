#!/usr/bin/env bash
# What resolving a case's responsibilities, finding gaps and handing over cost among 50,000 open cases.
#
#   benches/responsibilities.sh                                        SQLite, in a temporary directory
#   benches/responsibilities.sh postgres://postgres@127.0.0.1:5432     PostgreSQL: a server without a database name
#
# The cases are made as in lists.sh. The litigator is left with 2,000 assignments, which then go to a colleague.
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
port=${PORT:-8097} base=http://127.0.0.1:${PORT:-8097}

sql() {
  if [ -z "${postgres:-}" ]; then
    python3 -c 'import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); print(*db.execute(sys.argv[2]).fetchall()); db.commit()' "$work/data/greffe.db" "$1"
  else
    psql -XAtq "$GREFFE_DATABASE_URL" -c "$1"
  fi
}

if [ $# != 0 ]; then
  postgres=$1 database=greffe_responsibilities_$$
  psql -Xq "$postgres/postgres" -c "create database $database"
  export GREFFE_DATABASE_URL=$postgres/$database
fi
GREFFE_LOG=warn "$greffe" demo --cases 1000 --fill-only --data-dir "$work/data"
if [ -z "${postgres:-}" ]; then multiply_sqlite "$work/data/greffe.db" 70; else multiply_postgres "$GREFFE_DATABASE_URL" 70; fi
sql "update assignments set until_at = from_at where case_id is not null and role = 'JCO'
  and user_id = (select id from users where username = 'litigator') and id not in (
    select id from assignments where role = 'JCO' and user_id = (select id from users where username = 'litigator')
      and organization_id = (select id from organizations where code = 'DOJ')
    order by id limit 2000)" >/dev/null
if [ -z "${postgres:-}" ]; then sql analyze >/dev/null; else sql 'vacuum analyze'; fi
echo "open cases: $(sql "select count(*) from cases where status = 'open'"), assignments: $(sql 'select count(*) from assignments')"

GREFFE_LOG=warn "$greffe" demo --cases 0 --port "$port" --data-dir "$work/data" --reminder-interval-seconds 0 >"$work/log" 2>&1 &
server=$!
for _ in $(seq 300); do curl -sf -o /dev/null "$base/health/ready" && break; sleep 0.1; done
token_of() {
  curl -s "$base/v1/auth/token" -H 'Content-Type: application/json' \
    -d "{\"username\":\"$1\",\"password\":\"fictional-people-only\"}" | jq -r .access_token
}
manager=$(token_of manager)
id_of() { curl -s "$base/v1/users?limit=200" -H "Authorization: Bearer $manager" | jq -r ".items[] | select(.username == \"$1\").id"; }
timed() {
  local what=$1; shift
  for _ in 1 2 3; do curl -s -o "$work/answer" -w '%{time_total}\n' -H "Authorization: Bearer $manager" "$@"; done |
    sort -n | awk -v what="$what" 'NR == 2 {printf "%s: %.0f ms\n", what, $1 * 1000}'
}
case_id=$(curl -s "$base/v1/cases?status=open&limit=1" -H "Authorization: Bearer $manager" | jq -r '.items[0].id')
wrk -t1 -c1 -d"${SECONDS_EACH:-5}s" --latency -H "Authorization: Bearer $manager" "$base/v1/cases/$case_id/responsibilities" |
  awk '/50%/ {p50 = $2} /99%/ {p99 = $2} /Requests\/sec/ {rate = $2} END {print "a case'"'"'s responsibilities, 1 connection: " rate " requests/s, p50 " p50 ", p99 " p99}'
timed "first page of gaps" "$base/v1/responsibilities/gaps"
timed "summary of gaps, of the manager's cases" "$base/v1/responsibilities/gaps/summary"
jq -c '{open_cases, cases_with_gaps}' "$work/answer"
timed "workload by person" "$base/v1/workload?by=person"
hand_over=$(jq -n --arg from "$(id_of litigator)" --arg to "$(id_of plaideuse)" '{from_user_id: $from, to_user_id: $to, reason: "Retires."}')
timed "hand-over, dry run" "$base/v1/assignments/handover?dry_run=true" -H 'Content-Type: application/json' -d "$hand_over"
curl -s -o "$work/answer" -w 'hand-over: %{time_total} s\n' -H "Authorization: Bearer $manager" -H 'Content-Type: application/json' \
  "$base/v1/assignments/handover" -d "$hand_over"
jq -c '{count, deadlines: (.deadlines | length)}' "$work/answer"
