#!/usr/bin/env bash
# What does the policy cost? A page of cases for a litigator who holds roles on 200 of 1,000,000, beside the same page for an administrator.
#
#   benches/policy.sh                                        SQLite, in a temporary directory
#   benches/policy.sh postgres://postgres@127.0.0.1:5432     PostgreSQL: a server without a database name; makes a database and drops it
#
# The cases are made as in lists.sh; all but 200 of the litigator's assignments are then given to a colleague, and 50 walls are put up around
# cases against each of the two. Needs: wrk, jq, curl, python3; psql for PostgreSQL.
set -euo pipefail
cd "$(dirname "$0")/.."
export MULTIPLIED="cases assignments"
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
times=${TIMES:-1000} port=${PORT:-8095} base=http://127.0.0.1:${PORT:-8095}

sql() {
  if [ -z "${postgres:-}" ]; then
    python3 -c 'import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); print(*(db.execute(sys.argv[2]).fetchone() or [""])); db.commit()' "$work/data/greffe.db" "$1"
  else
    psql -XAtq "$GREFFE_DATABASE_URL" -c "$1"
  fi
}

if [ $# != 0 ]; then
  postgres=$1 database=greffe_policy_$$
  psql -Xq "$postgres/postgres" -c "create database $database"
  export GREFFE_DATABASE_URL=$postgres/$database
fi
"$greffe" demo --cases 1000 --data-dir "$work/data" --fill-only >/dev/null
if [ -z "${postgres:-}" ]; then multiply_sqlite "$work/data/greffe.db" "$times"; else multiply_postgres "$GREFFE_DATABASE_URL" "$times"; fi
who="(select id from users where username = 'litigator')"
sql "update assignments set user_id = (select id from users where username = 'plaideuse') where case_id is not null and user_id = $who and id not in (
  select id from assignments where case_id is not null and user_id = $who and status = 'held' and until_at is null order by id limit 200)"
for walled in litigator admin; do
  number=0
  for case in $(if [ -z "${postgres:-}" ]; then
      python3 -c 'import sqlite3, sys; [print(*row) for row in sqlite3.connect(sys.argv[1]).execute("select id from cases order by id desc limit 50")]' "$work/data/greffe.db"
    else sql "select id from cases order by id desc limit 50"; fi); do
    number=$((number + 1))
    sql "insert into walls (id, case_id, user_id, reason, from_at, version, created_by, created_at, updated_at)
      select '$(printf '0198%04x-%04x-7000-8000-000000000000' "${#walled}" "$number")', '$case', id, 'x', '2026-01-05T00:00:00.000000Z', 1, id,
        '2026-01-05T00:00:00.000000Z', '2026-01-05T00:00:00.000000Z' from users where username = '$walled'" >/dev/null
  done
done
if [ -z "${postgres:-}" ]; then sql analyze >/dev/null; else sql 'vacuum analyze'; fi
echo "cases: $(sql 'select count(*) from cases')"
GREFFE_LOG=warn "$greffe" demo --cases 0 --port "$port" --data-dir "$work/data" --reminder-interval-seconds 0 >"$work/log" 2>&1 &
server=$!
for _ in $(seq 600); do curl -sf -o /dev/null "$base/health/ready" && break; sleep 0.1; done
list="$base/v1/cases?status=open&limit=50"
declare -A token
for name in admin litigator; do
  token[$name]=$(curl -s "$base/v1/auth/token" -H 'Content-Type: application/json' \
    -d "{\"username\":\"$name\",\"password\":\"fictional-people-only\"}" | jq -r .access_token)
  echo "$name sees $(curl -s "$list&include=count" -H "Authorization: Bearer ${token[$name]}" | jq .count) open cases"
done
# The two take turns, so that what else the machine does falls on both.
for connections in 1 4; do
  for _ in $(seq "${ROUNDS:-7}"); do
    for name in admin litigator; do
      wrk -t1 -c"$connections" -d"${SECONDS_EACH:-3}s" --latency -H "Authorization: Bearer ${token[$name]}" "$list" |
        awk -v of="$connections $name" '
          function ms(time) { return time ~ /us$/ ? time / 1000 : time ~ /ms$/ ? time + 0 : time * 1000 }
          /50%/ {p50 = ms($2)} /99%/ {p99 = ms($2)} /Requests\/sec/ {rate = $2} /Non-2xx/ {failed = $NF}
          END {print of, p50, p99, rate, failed + 0}'
    done
  done
done | python3 -c '
import statistics, sys
rounds = [line.split() for line in sys.stdin]
for connections in ("1", "4"):
    middle = {}
    for name in ("admin", "litigator"):
        mine = [list(map(float, row[2:])) for row in rounds if row[:2] == [connections, name]]
        p50, p99, rate, failed = (statistics.median(column) for column in zip(*mine))
        middle[name] = p50
        print(f"{connections} connections, {name}: p50 {p50:.3f} ms, p99 {p99:.2f} ms, {rate:.0f} requests/s" + (" FAILED" if failed else ""))
    print("  litigator / admin:", round(middle["litigator"] / middle["admin"], 2))
'
