#!/usr/bin/env bash
# In holidays 0.109 (PyPI), Christmas 2022 is observed on two days once two categories are asked for together.
#
# A category of a country (public, government, optional) reads as a set of days, and asking for two of them as their union, each
# holiday once. For Canada in 2022, Christmas Day fell on a Sunday. The category "public" alone observes it on the 26th; "government"
# alone has Boxing Day on the 26th, and observes Christmas on the 27th. Asked for both, the library answers with both days: the 26th is
# "Boxing Day; Christmas Day (observed)", the 27th "Christmas Day (observed)" once more. Whether 26 December is Christmas or Boxing
# Day, and how many days off a holiday has, depends on what else was asked for.
#
# Seen with holidays 0.109, Python 3.11:
#   public: 12-26 Christmas Day (observed)
#   government: 12-27 Christmas Day (observed)
#   public+government: 12-26 Boxing Day; Christmas Day (observed) | 12-27 Christmas Day (observed)
#
# Needs python3 with venv. Exits with 1 where the output is another.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check holidays==0.109
seen=$("$folder/venv/bin/python" - <<'PY'
import holidays

for categories in (("public",), ("government",), ("public", "government")):
    days = sorted(holidays.CA(years=2022, categories=categories).items())
    found = [f"{day:%m-%d} {name}" for day, name in days if "Christmas Day (observed)" in name]
    print("+".join(categories) + ": " + " | ".join(found))
PY
)
printf '%s\n' "$seen"
expected='public: 12-26 Christmas Day (observed)
government: 12-27 Christmas Day (observed)
public+government: 12-26 Boxing Day; Christmas Day (observed) | 12-27 Christmas Day (observed)'
if [ "$seen" != "$expected" ]; then
  printf 'changed: expected\n%s\n' "$expected" >&2
  exit 1
fi
echo "as recorded: observed twice"
