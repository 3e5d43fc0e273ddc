"""What the document for clients keeps, and what it leaves out: python3 -m unittest sdk/test_document.py"""

import copy
import json
import unittest
from pathlib import Path

from document import FILE, METHODS, derive, keyed, one_form, resolve

OPENAPI = json.loads((Path(__file__).parent.parent / "openapi" / "openapi.json").read_text(encoding="utf-8"))


def operations(document):
    """Every operation, with where it is."""
    for path, item in document["paths"].items():
        for method in METHODS & item.keys():
            yield f"{method} {path}", item[method]


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
        self.assertEqual(self.sdk["components"]["schemas"], OPENAPI["components"]["schemas"])

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

    def test_the_keyed_addresses_are_those_of_posts_that_take_a_key(self):
        found = keyed(OPENAPI)
        self.assertIn("/v1/cases", found)
        self.assertNotIn("/v1/auth/token", found)
        self.assertEqual(found, keyed(self.sdk), "what is left out is no key")


if __name__ == "__main__":
    unittest.main()
