#!/usr/bin/env bash
# Generates src/generated from openapi/openapi.json, with the generator that package.json names: npm ci first.
set -euo pipefail
cd "$(dirname "$0")"
GREFFE_SDK_DOCUMENT=$(mktemp --suffix=.json)
export GREFFE_SDK_DOCUMENT
trap 'rm -f "$GREFFE_SDK_DOCUMENT"' EXIT
python3 ../document.py ../../openapi/openapi.json >"$GREFFE_SDK_DOCUMENT"
cp ../../LICENSE LICENSE
rm -rf src/generated
npx --no-install openapi-ts -f openapi-ts.config.mjs --silent
{
  echo '/** The addresses to which a POST may be sent again with its `Idempotency-Key`. */'
  echo "export const KEYED: ReadonlySet<string> = new Set($(python3 ../document.py ../../openapi/openapi.json --keyed));"
} >src/generated/keyed.ts
