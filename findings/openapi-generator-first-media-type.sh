#!/usr/bin/env bash
# openapi-generator 7.26.0: an answer that comes as `application/json` and as another JSON has one type in a client, that of the
# media type which stands first in the document; and a document that is written from a sorted map has `application/batch+json`
# first. The client in Go takes a list of texts then (`Execute() ([]string, ...)`) and yet asks for `application/json` alone where
# it finds it, so that what comes is the other type. The order of the keys of a JSON object says nothing (RFC 8259, 4).
#
# `GET /v1/changes` is such an answer: a page, or a batch of CloudEvents. `server/openapi/order.rs` writes JSON first.
# Needs Python with venv, Java from 11 on, and PyPI, which has the generator's JAR.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet openapi-generator-cli==7.26.0
jar=$(find "$folder/venv" -name openapi-generator.jar)
batch='"application/batch+json": {"schema": {"type": "array", "items": {"type": "string"}}}'
page='"application/json": {"schema": {"$ref": "#/components/schemas/Page"}}'
for order in "$batch, $page" "$page, $batch"; do
  cat >"$folder/openapi.json" <<JSON
{"openapi": "3.0.3", "info": {"title": "Changes", "version": "1"},
 "paths": {"/changes": {"get": {"operationId": "follow", "tags": ["changes"], "responses": {"200": {"description": "Changes.", "content": {$order}}}}}},
 "components": {"schemas": {"Page": {"type": "object", "properties": {"items": {"type": "array", "items": {"type": "string"}}}}}}}
JSON
  rm -rf "$folder/client"
  java -jar "$jar" generate -g go -i "$folder/openapi.json" -o "$folder/client" >"$folder/log" 2>&1
  grep -ohE 'Execute\(\) \([^)]*\)|localVarHTTPHeaderAccepts := .*' "$folder/client/api_changes.go"
  # What is asked for of them, in the client that every API shares.
  grep -ohE 'contains\(accepts, "[^"]*"\)' "$folder/client/client.go" || true
done >"$folder/said"
cat "$folder/said"
diff - "$folder/said" <<'SEEN'
Execute() ([]string, *http.Response, error)
localVarHTTPHeaderAccepts := []string{"application/batch+json", "application/json"}
contains(accepts, "application/json")
Execute() (*Page, *http.Response, error)
localVarHTTPHeaderAccepts := []string{"application/json", "application/batch+json"}
contains(accepts, "application/json")
SEEN
echo "as seen: the first of two media types is the type of both, and JSON is what is asked for"
