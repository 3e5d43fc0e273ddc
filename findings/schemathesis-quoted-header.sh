#!/usr/bin/env bash
# schemathesis 4.32.5, phase `coverage`: a header parameter whose `pattern` asks for double quotes, as every entity tag has them
# (RFC 9110, 8.8.3), is sent as `0` in a case that counts as valid, and a service that refuses it with 400 is reported
# ("Schema-valid request rejected"). A pattern without quotes is met: `^[a-z]+$` is sent as `a`, and nothing is reported.
#
# Met on `If-Match` and `If-None-Match` of this service's document: what is reported of those is no fault of theirs.
# Needs Python 3 with venv, and the package index.
set -euo pipefail

folder=$(mktemp -d)
server=
finish() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; fi
  rm -rf "$folder"
}
trap finish EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check schemathesis==4.32.5

cat >"$folder/server.py" <<'PYTHON'
"""A service of one address, which refuses a header that does not fit its own pattern."""
import http.server
import json
import re
import sys

pattern = sys.argv[1]
header = {"name": "X-Tag", "in": "header", "required": False, "schema": {"type": "string", "pattern": pattern}}
answers = {"200": {"description": "Fits."}, "400": {"description": "Does not fit."}}
document = {
    "openapi": "3.1.0",
    "info": {"title": "probe", "version": "1"},
    "paths": {"/thing": {"get": {"parameters": [header], "responses": answers}}},
}


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        tag = self.headers.get("X-Tag")
        fits = self.path == "/openapi.json" or tag is None or re.search(pattern, tag)
        body = json.dumps(document).encode() if self.path == "/openapi.json" else b"{}"
        self.send_response(200 if fits else 400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


served = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(served.server_port, flush=True)
served.serve_forever()
PYTHON

# What is sent as valid and refused, for one pattern.
refused() {
  python3 "$folder/server.py" "$1" >"$folder/port" &
  server=$!
  until [ -s "$folder/port" ]; do :; done
  # It ends with 1 where it reports something.
  told=$("$folder/venv/bin/schemathesis" run "http://127.0.0.1:$(cat "$folder/port")/openapi.json" --phases coverage \
    --checks positive_data_acceptance --no-color 2>&1) || true
  grep -o "X-Tag: [^']*" <<<"$told" || echo nothing
  kill "$server"
  wait "$server" 2>/dev/null || true
  server=
  rm "$folder/port"
}

quoted=$(refused '^"[a-z]+"$')
plain=$(refused '^[a-z]+$')
printf 'pattern ^"[a-z]+"$: refused %s\npattern ^[a-z]+$: refused %s\n' "$quoted" "$plain"
if [ "$quoted" != "X-Tag: 0" ] || [ "$plain" != nothing ]; then
  echo "schemathesis does otherwise now" >&2
  exit 1
fi
