#!/usr/bin/env python3
"""The document that the clients are generated from.

    document.py OPENAPI >SDK             # openapi/openapi.json, and what a client needs of it
    document.py OPENAPI --refusals >SDK  # the same for a client without such a layer: a refusal is a Problem
    document.py OPENAPI --keyed >KEYED   # the addresses to which a POST takes an Idempotency-Key

`openapi/openapi.json` is the reference: it says of each operation how it can be refused, in which language, and in which forms
it answers. What a client does the same way everywhere is not an argument or an answer of each of its functions:

- Refusals and 304 are left out. The client raises every refusal as the same error, before a generated function sees it.
- `Accept-Language` is left out, because it is set on the client; so are `If-None-Match` and `Last-Event-ID`.
- An answer that comes in several forms keeps the JSON; one that has none is a file, whose bytes the client hands on.

The schemas stay as they are.
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


def derive(document, refusals=False):
    """The document for clients; with refusals, if no layer knows them."""
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
    result = keyed(openapi) if "--keyed" in sys.argv[2:] else derive(openapi, "--refusals" in sys.argv[2:])
    json.dump(result, sys.stdout, ensure_ascii=False, indent=1)
