#!/usr/bin/env python3
"""The document that the clients are generated from.

    document.py OPENAPI >SDK             # openapi/openapi.json, and what a client needs of it
    document.py OPENAPI --refusals >SDK  # the same for a client without such a layer: a refusal is a Problem
    document.py OPENAPI --inline >SDK    # the same for a generator that drops what is said beside a $ref
    document.py OPENAPI --keyed >KEYED   # the addresses to which a POST takes an Idempotency-Key

`openapi/openapi.json` is the reference: it says of each operation how it can be refused, in which language, and in which forms
it answers. What a client does the same way everywhere is not an argument or an answer of each of its functions:

- Refusals and 304 are left out. The client raises every refusal as the same error, before a generated function sees it.
- `Accept-Language` is left out, because it is set on the client; so are `If-None-Match` and `Last-Event-ID`.
- An answer that comes in several forms keeps the JSON; one that has none is a file, whose bytes the client hands on.
- What is said of a parameter is said of its schema, too, where generators look for it; and the codes that are known
  (`x-extensible-enum`), which they do not read, are named in what is said of a parameter or a field.

But for what is said of them, and what is inlined, the schemas stay as they are.
"""

import json
import sys

UNNEEDED = {"accept-language", "if-none-match", "last-event-id"}
METHODS = {"get", "put", "post", "delete", "patch"}
REFUSED = {
    "description": "Refused: the problem says why, and what to do instead.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
FILE = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}


def resolve(document, node):
    """What is here, or what it refers to."""
    while "$ref" in node:
        reference, node = node["$ref"], document
        for part in reference.removeprefix("#/").split("/"):
            node = node[part.replace("~1", "/").replace("~0", "~")]
    return node


def is_json(media_type):
    return media_type == "application/json" or media_type.endswith("+json")


def one_form(content):
    """The form of a body that a client reads or sends: the plainest JSON, or else the bytes of a file."""
    forms = sorted(filter(is_json, content), key=lambda media_type: (media_type != "application/json", media_type))
    return {forms[0]: content[forms[0]]} if forms else dict(FILE)


def codes(document, schema):
    """The codes that are known of what is here: of a string, of one that may be null, or of each in a list."""
    found = resolve(document, schema)
    inner = [found["items"]] if "items" in found else found.get("anyOf", []) + found.get("oneOf", [])
    return found.get("x-extensible-enum") or next(filter(None, (codes(document, one) for one in inner)), [])


def said(document, schema):
    """What is said of a schema, or of what it refers to."""
    found = resolve(document, schema)
    members = found.get("anyOf", []) + found.get("oneOf", [])
    own = schema.get("description") or found.get("description")
    return own or next(filter(None, (said(document, one) for one in members)), "")


def describe(document, schema, own=None):
    """Says of a schema what it is, with the codes that are known; `own` goes before what the schema itself says."""
    text, known = own or said(document, schema), codes(document, schema)
    named = [f"`{code}`" for code in known]
    if not all(code in text for code in named):
        text = f"{text} One of {', '.join(named)}.".lstrip()
    if text:
        schema["description"] = text


def inline(document, schema):
    """Puts a string in the place of the reference to it. (An enumeration has a name of its own, which it would lose.)"""
    found = resolve(document, schema)
    if "$ref" in schema and found.get("type") == "string" and "enum" not in found:
        del schema["$ref"]
        schema |= {key: value for key, value in found.items() if key not in schema}


def fields(node):
    """The schema of every field, wherever it is."""
    if isinstance(node, dict):
        if isinstance(node.get("properties"), dict):
            yield from node["properties"].values()
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            yield from fields(one)


def say(document, inlined=False):
    """Says what each parameter and each field is where it is looked for."""
    components = document["components"]
    operations = (path[method] for path in document["paths"].values() for method in METHODS & path.keys())
    parameters = [one for operation in operations for one in operation.get("parameters", []) if "$ref" not in one]
    parameters += components.get("parameters", {}).values()
    found = list(fields({"paths": document["paths"], "schemas": components["schemas"]}))
    for schema in components["schemas"].values():
        if "x-extensible-enum" in schema:
            describe(document, schema)
    for parameter in parameters:
        describe(document, parameter["schema"], parameter.get("description"))
        parameter["description"] = parameter["schema"].get("description", "")
    for schema in found:
        describe(document, schema)
    if inlined:
        for schema in [parameter["schema"] for parameter in parameters] + found:
            inline(document, schema)


def derive(document, refusals=False, inlined=False):
    """The document for clients; with refusals, if no layer knows them; inlined, if nothing may be said beside a $ref."""
    for path in document["paths"].values():
        for operation in (path[method] for method in METHODS & path.keys()):
            parameters = operation.pop("parameters", [])
            needed = [one for one in parameters if resolve(document, one)["name"].lower() not in UNNEEDED]
            if needed:
                operation["parameters"] = needed
            answers = {status: answer for status, answer in operation["responses"].items() if status.startswith("2")}
            for answer in answers.values():
                if "content" in answer:
                    answer["content"] = one_form(answer["content"])
            operation["responses"] = answers | ({"4XX": REFUSED, "5XX": REFUSED} if refusals else {})
            if "requestBody" in operation:
                operation["requestBody"]["content"] = one_form(operation["requestBody"]["content"])
    document["components"].pop("responses", None)
    say(document, inlined)
    return document


def keyed(document):
    """The addresses to which a POST may be sent again with its key."""

    def takes_key(operation):
        named = (resolve(document, one)["name"] for one in operation.get("parameters", []))
        return "idempotency-key" in map(str.lower, named)

    return sorted(path for path, item in document["paths"].items() if takes_key(item.get("post", {})))


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        openapi = json.load(file)
    told = sys.argv[2:]
    result = keyed(openapi) if "--keyed" in told else derive(openapi, "--refusals" in told, "--inline" in told)
    json.dump(result, sys.stdout, ensure_ascii=False, indent=1)
