# shellcheck shell=bash
# Sourced by the yardstick's run.sh (MORE_TARGETS), in whose words it speaks: greffe on each database, and its requests.
# shellcheck disable=SC2154
greffe_target() { # name port URL
  local folder="$work/requests/$1-$cases"
  GREFFE_DATABASE_URL=$3 GREFFE_PORT=$2 "$RIG_GREFFE" serve >"$work/$1.log" 2>&1 &
  started+=($!)
  for _ in $(seq 300); do curl -sf -o /dev/null "http://127.0.0.1:$2/health/ready" && break; sleep 0.1; done
  rm -f "$folder"/w*.tsv
  python3 "$RIG/requests.py" "http://127.0.0.1:$2" "$folder" || { echo "$1 does not answer: see $work/$1.log" >&2; exit 1; }
  target "$1" "http://127.0.0.1:$2" "${started[-1]}" "$folder" 1
}
case " $RIG_BACKENDS " in *" postgres "*) greffe_target greffe-pg 8104 "$POSTGRES_URL/greffe_run" ;; esac
case " $RIG_BACKENDS " in *" sqlite "*) greffe_target greffe-sqlite 8105 "sqlite:$work/greffe_run.db" ;; esac

# Called before each measurement of W4: the versions that the next requests must name are others.
eval "own_$(declare -f requests)"
requests() {
  own_requests
  local name
  for name in "${targets[@]}"; do
    case $name in greffe-*) python3 "$RIG/requests.py" "${base[$name]}" "${requests[$name]}" ;; esac
  done
}
