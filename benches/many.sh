# shellcheck shell=bash
# Makes many cases of few: sourced by the scripts beside it. A case is copied with its parties, events, deadlines and assignments, or
# with what is named in MULTIPLIED, each under an id of a time to come.
MULTIPLIED=${MULTIPLIED:-cases parties events deadlines assignments}

# multiply_sqlite FILE TIMES
multiply_sqlite() { python3 - "$1" "$2" "$MULTIPLIED" <<'PY'
import sqlite3, sys
db, times = sqlite3.connect(sys.argv[1]), int(sys.argv[2])
db.executescript("pragma foreign_keys = off; pragma synchronous = off")
keys = {"cases": ["id"], "parties": ["id", "case_id"], "assignments": ["id", "case_id"], "events": ["id", "case_id"],
        "deadlines": ["id", "case_id", "trigger_event_id", "closed_by_event_id"]}
for table in sys.argv[3].split():
    ids = keys[table]
    columns = [row[1] for row in db.execute(f"pragma table_info({table})")]
    def copied(name):
        if name in ids: return f"printf('%04x', n + 512) || substr({name}, 5)"
        if name == "exclusive_key": return "null"
        return "file_number || '-' || n" if name == "file_number" else f'"{name}"'
    names = ", ".join(f'"{name}"' for name in columns)
    # A portfolio is no case's: there is one.
    which = "where case_id is not null" if table == "assignments" else ""
    db.execute(f"insert into {table} ({names}) select {', '.join(map(copied, columns))} from {table}, "
               f"(with recursive k(n) as (select 1 union all select n + 1 from k where n < {times - 1}) select n from k) {which}")
db.commit()
db.execute("analyze")
db.commit()
PY
}

# multiply_postgres URL TIMES
multiply_postgres() {
  local copy="(overlay(%s::text placing lpad(to_hex(n + 512), 4, '0') from 1 for 4))::uuid" table columns
  for table in $MULTIPLIED; do
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
    values=${values/exclusive_key/null}
    local which=
    [ "$table" != assignments ] || which="where case_id is not null"   # a portfolio is no case's: there is one
    psql -Xq "$1" -c "insert into $table ($columns) select $values from $table, generate_series(1, $(($2 - 1))) n $which"
  done
  psql -Xq "$1" -c 'vacuum analyze'
}
