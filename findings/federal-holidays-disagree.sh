#!/usr/bin/env bash
# Three libraries of holidays, three answers to "is this a holiday in Canada?", and none is the Interpretation Act's.
#
# A time limit before a federal court that ends on a holiday ends on the next day that is none (Interpretation Act, RSC 1985,
# c. I-21, s. 26), and s. 35(1) lists the holidays: Good Friday and Easter Monday among them. Where 1 July is a Sunday, Canada Day is
# the 2nd (Holidays Act, RSC 1985, c. H-5, s. 2(2)). Asked for the whole of Canada, at the federal level:
#   - none of the three knows Easter Monday, holidays (PyPI) in none of its categories and date-holidays (npm) under none of its types;
#   - workalendar (PyPI) has no Good Friday either;
#   - of 2 July 2029 (1 July is a Sunday), workalendar says that it is off, date-holidays that it is not, and holidays says both: it is
#     "Canada Day (observed)" for the government, and nothing in the category "public".
# A date computed with any of them is a day early at Easter, or on a day when the registry is closed.
#
# Seen with holidays 0.109, workalendar 17.0.0 (Python 3.11), date-holidays 3.37.0 (Node.js 20):
#   good friday 2026-04-03: holidays yes, workalendar no, date-holidays yes
#   easter monday 2026-04-06: holidays no, workalendar no, date-holidays no
#   canada day moved 2029-07-02: holidays government, workalendar yes, date-holidays no
#
# Needs python3 with venv, node and npm. Exits with 1 where the output is another.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check holidays==0.109 workalendar==17.0.0
npm install --silent --no-fund --no-audit --prefix "$folder" date-holidays@3.37.0 >/dev/null
cat >"$folder/node.js" <<'JS'
const Holidays = require("date-holidays");
const canada = new Holidays("CA");
for (const day of process.argv.slice(2)) {
  const found = canada.getHolidays(Number(day.slice(0, 4))).some((holiday) => holiday.date.startsWith(day));
  console.log(found ? "yes" : "no");
}
JS
days=(2026-04-03 2026-04-06 2029-07-02)
node_says=$(cd "$folder" && node node.js "${days[@]}" | tr '\n' ' ')
cat >"$folder/python.py" <<'PY'
import datetime
import sys

import holidays
from workalendar.america import Canada

node = sys.argv[1].split()
asked = [("good friday", "2026-04-03"), ("easter monday", "2026-04-06"), ("canada day moved", "2029-07-02")]
for (name, text), javascript in zip(asked, node):
    day = datetime.date.fromisoformat(text)
    categories = holidays.CA.supported_categories
    by = [one for one in categories if day in holidays.CA(years=day.year, categories=(one,))]
    one = "yes" if len(by) == len(categories) or "public" in by else " ".join(by) or "no"
    other = "yes" if day in dict(Canada().holidays(day.year)) else "no"
    print(f"{name} {text}: holidays {one}, workalendar {other}, date-holidays {javascript}")
PY
seen=$("$folder/venv/bin/python" "$folder/python.py" "$node_says")
printf '%s\n' "$seen"
expected='good friday 2026-04-03: holidays yes, workalendar no, date-holidays yes
easter monday 2026-04-06: holidays no, workalendar no, date-holidays no
canada day moved 2029-07-02: holidays government, workalendar yes, date-holidays no'
if [ "$seen" != "$expected" ]; then
  printf 'changed: expected\n%s\n' "$expected" >&2
  exit 1
fi
echo "as recorded: three answers"
