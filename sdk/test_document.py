"""What the document for clients keeps, and what it leaves out: python3 -m unittest sdk/test_document.py"""

import copy
import json
import unittest
from pathlib import Path

from document import FILE, METHODS, codes, derive, fields, keyed, one_form, resolve

OPENAPI = json.loads((Path(__file__).parent.parent / "openapi" / "openapi.json").read_text(encoding="utf-8"))


def operations(document):
    """Every operation, with where it is."""
    for path, item in document["paths"].items():
        for method in METHODS & item.keys():
            yield f"{method} {path}", item[method]


def silent(node):
    """The same with nothing said."""
    if isinstance(node, dict):
        return {key: silent(one) for key, one in node.items() if not (key == "description" and isinstance(one, str))}
    return [silent(one) for one in node] if isinstance(node, list) else node


class Document(unittest.TestCase):
    def setUp(self):
        self.sdk = derive(copy.deepcopy(OPENAPI))

    def test_every_operation_is_there_with_its_name(self):
        names = {at: operation["operationId"] for at, operation in operations(OPENAPI)}
        self.assertEqual({at: operation["operationId"] for at, operation in operations(self.sdk)}, names)
        self.assertGreater(len(names), 200)

    def test_an_operation_says_what_it_answers_and_nothing_else(self):
        for at, operation in operations(self.sdk):
            statuses = operation["responses"]
            self.assertTrue(statuses and all(status.startswith("2") for status in statuses), at)
            for answer in statuses.values():
                self.assertLessEqual(len(answer.get("content", {})), 1, at)

    def test_a_refusal_is_a_problem_for_who_has_no_layer(self):
        for at, operation in operations(derive(copy.deepcopy(OPENAPI), refusals=True)):
            refused = {status for status in operation["responses"] if not status.startswith("2")}
            self.assertEqual(refused, {"4XX", "5XX"}, at)
            problem = resolve(self.sdk, operation["responses"]["4XX"]["content"]["application/problem+json"]["schema"])
            self.assertIn("request_id", problem["required"])

    def test_the_headers_that_a_client_sends_by_itself_are_no_arguments(self):
        names = set()
        for _, operation in operations(self.sdk):
            names |= {resolve(self.sdk, one)["name"] for one in operation.get("parameters", [])}
        self.assertFalse(names & {"Accept-Language", "If-None-Match", "last-event-id"})
        self.assertTrue({"If-Match", "Idempotency-Key", "cursor", "limit"} <= names)

    def test_the_schemas_stay_and_nothing_refers_to_what_is_gone(self):
        self.assertEqual(silent(self.sdk["components"]["schemas"]), silent(OPENAPI["components"]["schemas"]))

        def references(node):
            if isinstance(node, dict):
                if isinstance(node.get("$ref"), str):
                    yield node["$ref"]
                node = list(node.values())
            if isinstance(node, list):
                for one in node:
                    yield from references(one)

        for reference in references(self.sdk):
            resolve(self.sdk, {"$ref": reference})

    def test_of_several_forms_the_json_is_kept_and_what_has_none_is_a_file(self):
        plain, patch = {"schema": {"type": "object"}}, {"schema": {"type": "string"}}
        self.assertEqual(one_form({"text/event-stream": {}, "application/json": plain}), {"application/json": plain})
        self.assertEqual(one_form({"application/merge-patch+json": patch}), {"application/merge-patch+json": patch})
        self.assertEqual(one_form({"text/csv": {}, "text/html": {}}), FILE)

    def test_an_argument_says_what_the_parameter_says(self):
        for inlined in (False, True):
            sdk = derive(copy.deepcopy(OPENAPI), inlined=inlined)
            listed = {one["name"]: one for one in self.parameters(sdk, "/v1/cases")}
            for name in ("cursor", "limit", "sort", "organization_id", "language"):
                schema = listed[name]["schema"]
                self.assertEqual(schema["description"], listed[name]["description"], name)
            self.assertTrue(listed["language"]["schema"]["description"].startswith("Only those in this language"))
            for at, operation in operations(sdk):
                for one in operation.get("parameters", []):
                    self.assertTrue(resolve(sdk, one)["schema"].get("description"), f"{at} {one}")

    def test_the_codes_that_are_known_are_named_once(self):
        self.assertEqual(
            self.parameters(self.sdk, "/v1/cases")[0]["description"], "Only open or closed ones. One of `open`, `closed`."
        )
        include = self.sdk["components"]["parameters"]["Include"]
        self.assertEqual(include["schema"]["description"], "`count`: the number of all of them too.")
        kind = self.sdk["components"]["schemas"]["MappedColumn"]["properties"]["kind"]["description"]
        self.assertTrue(kind.endswith("One of `text`, `date`, `boolean`, `number`."), kind)
        for one in fields(self.sdk):
            for code in codes(self.sdk, one):
                self.assertIn(f"`{code}`", one["description"])

    def test_inlined_is_what_generators_would_say_nothing_of(self):
        sdk = derive(copy.deepcopy(OPENAPI), inlined=True)
        kind = sdk["components"]["schemas"]["MappedColumn"]["properties"]["kind"]
        self.assertNotIn("$ref", kind)
        self.assertTrue(kind["description"].startswith("What its cells hold; dates where the place is one"), kind)
        for one in fields(sdk):
            found = resolve(sdk, one)
            self.assertTrue("$ref" not in one or found.get("type") != "string" or "enum" in found, one)
        language = sdk["components"]["schemas"]["Me"]["properties"]["language"]
        self.assertEqual(language["$ref"], "#/components/schemas/Language", "an enumeration keeps its name")

    def parameters(self, document, path):
        return [resolve(document, one) for one in document["paths"][path]["get"]["parameters"]]

    def test_the_keyed_addresses_are_those_of_posts_that_take_a_key(self):
        found = keyed(OPENAPI)
        self.assertIn("/v1/cases", found)
        self.assertNotIn("/v1/auth/token", found)
        self.assertEqual(found, keyed(self.sdk), "what is left out is no key")


if __name__ == "__main__":
    unittest.main()
