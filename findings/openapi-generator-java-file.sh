#!/usr/bin/env bash
# openapi-generator 7.26.0, `-g java --library native`: a body of `application/octet-stream` (`type: string, format: binary`) is an
# argument of type `File`, and what is sent is not the file: it goes through Jackson like any JSON body, which writes a `File` as
# its path in quotation marks. It compiles, and what the server makes of it is one line that is a path.
#
# A department that imports its cases so imports one line of JSON that says where the file lies, and tells the server a path of its
# machine. `sdk/README.md` says so beside the command; an import of one JSON text is refused with the line and what it wants.
# Needs Python with venv, a JDK from 17 on, and PyPI, which has the generator's JAR.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet openapi-generator-cli==7.26.0
jar=$(find "$folder/venv" -name openapi-generator.jar)
cat >"$folder/openapi.json" <<'JSON'
{"openapi": "3.0.3", "info": {"title": "Files", "version": "1"}, "paths": {"/file": {"put": {"operationId": "put_file", "tags": ["files"],
 "requestBody": {"required": true, "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}},
 "responses": {"204": {"description": "Taken."}}}}}}
JSON
java -jar "$jar" generate -g java --library native -i "$folder/openapi.json" -o "$folder/client" >"$folder/log" 2>&1
api=$(find "$folder/client" -name FilesApi.java)
cat >"$folder/Written.java" <<'JAVA'
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;

class Written {
  public static void main(String[] arguments) throws Exception {
    System.out.println("as Jackson writes it: " + new String(new ObjectMapper().writeValueAsBytes(new File("/srv/cases.ndjson"))));
  }
}
JAVA
{
  grep -o 'public void putFile(.*File body) ' "$api"
  grep -oE 'header\("Content-Type", [^)]*\)|memberVarObjectMapper\.writeValueAsBytes\(body\)|BodyPublishers\.[a-zA-Z]*' "$api"
  java -cp "$jar" "$folder/Written.java"
} >"$folder/said"
cat "$folder/said"
diff - "$folder/said" <<'SEEN'
public void putFile(@javax.annotation.Nonnull File body) 
header("Content-Type", "application/octet-stream")
memberVarObjectMapper.writeValueAsBytes(body)
BodyPublishers.ofByteArray
as Jackson writes it: "/srv/cases.ndjson"
SEEN
echo "as seen: the path of the file is sent, and not the file"
