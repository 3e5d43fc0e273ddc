#!/usr/bin/env bash
# How near is greffe to what the machine can do? Measures it beside the servers of the yardstick, on the yardstick's cases.
#
#   YARDSTICK=/path/to/yardstick benches/yardstick/run.sh [CASES]     10,000 cases, or another multiple of it; see README.md
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
: "${YARDSTICK:?the folder of the yardstick: run.sh, requests.py, limit/ and stack/}"
cases=${1:-10000}
export BENCH_DIR=${BENCH_DIR:-/tmp/greffe-yardstick} PGPORT=${PGPORT:-55432}
backends=${BACKENDS:-postgres sqlite}
# The stack knows HS256 alone.
if [ "${JWT_ALG:-}" = EdDSA ]; then default=limit; else default="limit stack-sqlite"; fi
export TARGETS=${TARGETS:-$default} CONNECTIONS=${CONNECTIONS:-16}
export PATH="$PATH:$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1)"
mkdir -p "$BENCH_DIR"

# ---- PostgreSQL: the server given, or the cluster that the yardstick makes for itself, with its settings
if [ -z "${POSTGRES_URL:-}" ]; then
  as=(env); [ "$(id -u)" != 0 ] || as=(runuser -u postgres --)
  mkdir -p "$BENCH_DIR/pg"; [ "$(id -u)" != 0 ] || chown postgres "$BENCH_DIR/pg"
  [ -d "$BENCH_DIR/pg/data" ] || "${as[@]}" initdb -D "$BENCH_DIR/pg/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
  "${as[@]}" pg_ctl -D "$BENCH_DIR/pg/data" status >/dev/null || "${as[@]}" pg_ctl -D "$BENCH_DIR/pg/data" -l "$BENCH_DIR/pg/log" -w start -o \
    "-c listen_addresses=127.0.0.1 -p $PGPORT -k $BENCH_DIR/pg -c shared_buffers=4GB -c maintenance_work_mem=1GB -c max_wal_size=8GB \
     -c checkpoint_timeout=30min -c max_connections=300 -c jit=off -c random_page_cost=1.1 -c effective_cache_size=12GB" >/dev/null
  export POSTGRES_URL="postgres://postgres@127.0.0.1:$PGPORT"
fi

# ---- greffe and its cases: loaded once, and copied for each run, because W4 makes them grow
cd "$here/../.."
cargo build --quiet --locked --profile dist
target=${CARGO_TARGET_DIR:-target}
greffe=$(realpath "$target/dist/greffe")
load() { # URL
  local profile=${LOADER_PROFILE:-dev} folder
  cargo build --quiet --locked --profile "$profile" --example yardstick-load
  folder=$profile; [ "$profile" != dev ] || folder=debug
  "$target/$folder/examples/yardstick-load" "$1" "$cases"
  GREFFE_DATABASE_URL=$1 "$greffe" journal verify
  GREFFE_DATABASE_URL=$1 "$greffe" rules impact | tail -1
}
case " $backends " in *" postgres "*)
  if ! psql -Xqc 'select 1' "$POSTGRES_URL/greffe_loaded_$cases" >/dev/null 2>&1; then
    psql -Xqc "create database greffe_loading" "$POSTGRES_URL/postgres"
    load "$POSTGRES_URL/greffe_loading"
    psql -Xqc "alter database greffe_loading rename to greffe_loaded_$cases" "$POSTGRES_URL/postgres"
  fi
  psql -Xqc "drop database if exists greffe_run with (force)" -c "create database greffe_run template greffe_loaded_$cases" -c checkpoint "$POSTGRES_URL/postgres" ;;
esac
sqlite=$BENCH_DIR/greffe_loaded_$cases.db
case " $backends " in *" sqlite "*)
  if [ ! -f "$sqlite" ]; then
    rm -f "$BENCH_DIR"/loading.db*
    load "sqlite:$BENCH_DIR/loading.db"
    mv "$BENCH_DIR/loading.db" "$sqlite"
  fi
  rm -f "$BENCH_DIR"/greffe_run.db*; cp "$sqlite" "$BENCH_DIR/greffe_run.db" ;;
esac

# ---- the settings of a server with traffic: no limit on what one person asks, and the algorithm of the yardstick's tokens
export GREFFE_LOG=${GREFFE_LOG:-warn} GREFFE_RATE_LIMIT_PER_MINUTE=0 GREFFE_ACCESS_TOKEN_SECONDS=86400 GREFFE_REMINDER_INTERVAL_SECONDS=0
if [ "${JWT_ALG:-}" = EdDSA ]; then
  export GREFFE_SIGNING_KEY_FILE=$BENCH_DIR/signing.pem
  [ -f "$GREFFE_SIGNING_KEY_FILE" ] || openssl genpkey -algorithm ed25519 -out "$GREFFE_SIGNING_KEY_FILE"
else
  export GREFFE_SIGNING_SECRET=a-secret-for-measuring-only-0123456789
fi
export RIG=$here RIG_GREFFE=$greffe RIG_BACKENDS=$backends
MORE_TARGETS="$here/targets.sh" "$YARDSTICK/run.sh" "$cases"
