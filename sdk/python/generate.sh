#!/usr/bin/env bash
# Generates src/greffe_client/generated from openapi/openapi.json, with the generator that requirements.txt names.
# It has to be on the PATH: python3 -m venv .venv && . .venv/bin/activate && pip install -r requirements.txt
set -euo pipefail
cd "$(dirname "$0")"
document=$(mktemp --suffix=.json)
trap 'rm -f "$document"' EXIT
python3 ../document.py ../../openapi/openapi.json --inline >"$document"
cp ../../LICENSE LICENSE
rm -rf src/greffe_client/generated
openapi-python-client generate --path "$document" --meta none --config generator.yaml \
  --custom-template-path templates --output-path src/greffe_client/generated --fail-on-warning
# What is not named in the document is shown of a map alone, which has nothing else.
grep -l '^    Attributes:' src/greffe_client/generated/models/*.py |
  xargs sed -i 's/_attrs_field(init=False, factory=dict)/_attrs_field(init=False, factory=dict, repr=False)/'
