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
cargo build --release --quiet
greffe=${CARGO_TARGET_DIR:-target}/release/greffe
work=$(mktemp -d)
clean_up() {
  kill "${server:-}" 2>/dev/null || true
  [ -z "${database:-}" ] || psql -Xq "$postgres/postgres" -c "drop database if exists $database with (force)" || true
  rm -rf "$work"
}
trap clean_up EXIT
times=100 port=${PORT:-8097} base=http://127.0.0.1:${PORT:-8097}

multiply_sqlite() { python3 - "$1" "$times" <<'PY'
import sqlite3, sys
db, times = sqlite3.connect(sys.argv[1]), int(sys.argv[2])
db.executescript("pragma foreign_keys = off; pragma synchronous = off")
keys = {"cases": ["id"], "parties": ["id", "case_id"], "assignments": ["id", "case_id"], "events": ["id", "case_id"],
        "deadlines": ["id", "case_id", "trigger_event_id", "closed_by_event_id"]}
for table, ids in keys.items():
    columns = [row[1] for row in db.execute(f"pragma table_info({table})")]
    def copied(name):
        if name in ids: return f"substr({name}, 1, 24) || printf('%04x', n) || substr({name}, 29)"
        return "file_number || '-' || n" if name == "file_number" else f'"{name}"'
    names = ", ".join(f'"{name}"' for name in columns)
    db.execute(f"insert or ignore into {table} ({names}) select {', '.join(map(copied, columns))} from {table}, "
               f"(with recursive k(n) as (select 1 union all select n + 1 from k where n < {times - 1}) select n from k)")
db.commit()
db.execute("analyze")
db.commit()
PY
}

multiply_postgres() {
  local copy="(overlay(%s::text placing lpad(to_hex(n), 4, '0') from 25 for 4))::uuid" table columns
  for table in cases parties events deadlines assignments; do
    columns=$(psql -XAtq "$1" -c "select string_agg(quote_ident(column_name), ', ' order by ordinal_position) from information_schema.columns where table_schema = 'public' and table_name = '$table'")
    local values=$columns id
    for id in trigger_event_id closed_by_event_id case_id; do
      case "$table:$id" in cases:*|parties:*event_id|events:*event_id|assignments:*event_id) continue ;; esac
      # shellcheck disable=SC2059
      values=${values//"$id"/"$(printf "$copy" "$id")"}
    done
    # shellcheck disable=SC2059
    values="$(printf "$copy" id)${values#id}"
    values=${values/file_number/"file_number || '-' || n"}
    psql -Xq "$1" -c "insert into $table ($columns) select $values from $table, generate_series(1, $((times - 1))) n on conflict do nothing"
  done
  psql -Xq "$1" -c 'vacuum analyze'
}

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
  multiply_sqlite "$work/data/greffe.db"
  measure 100,000
else
  postgres=$1 database=greffe_lists_$$
  psql -Xq "$postgres/postgres" -c "create database $database"
  export GREFFE_DATABASE_URL=$postgres/$database
  "$greffe" demo --cases 1000 --data-dir "$work/data" --fill-only
  psql -Xq "$GREFFE_DATABASE_URL" -c 'vacuum analyze'
  measure 1,000
  multiply_postgres "$GREFFE_DATABASE_URL"
  measure 100,000
fi
