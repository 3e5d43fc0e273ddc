#!/usr/bin/env python3
"""requests.py BASE_URL FOLDER: writes the files of requests that the yardstick's load.lua sends to a greffe with its cases.

One file a workload, a line a request: method, path, token, and for a write the version and the body. The people sign in over
the API, and their cases are asked of it, so that it makes no difference which database is behind it. Written again before each
measurement of W4, which moves the versions; what does not change is kept.
"""
import json
import pathlib
import random
import sys
import urllib.error
import urllib.request

ORGANIZATIONS = 20
PASSWORD = "fictional-people-only"
INCLUDE = "?include=parties,events,deadlines,assignments"
FIRST = "/v1/cases?status=open&limit=50"
DUE = "/v1/deadlines?responsible=me&status=open&due_before=2026-07-01&limit=50"
# The review of a detention that is held every thirty days: it meets the time for this one and starts that for the next, and the
# order sets a day for the information to be given, in place of the one before.
EVENT = json.dumps({"type": "detention_reviewed", "occurred_on": "2026-03-09", "facts": {"kind": "thirty_day", "outcome": "continued"},
                    "ordered": [{"rule": "ID-INFO", "due_on": "2026-04-02"}],
                    "note": "Recorded from the registry notice of the same day"})

base, folder = sys.argv[1], pathlib.Path(sys.argv[2])


def ask(path, token=None, body=None):
    headers = {"Content-Type": "application/json", **({"Authorization": "Bearer " + token} if token else {})}
    request = urllib.request.Request(base + path, body and json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def pages(path, token, most):
    """The items of at most so many pages, and the cursor after them."""
    items, cursor = [], ""
    for _ in range(most):
        page = ask(path + cursor, token)
        items += page["items"]
        if not page.get("next_cursor"):
            return items, None
        cursor = "&cursor=" + page["next_cursor"]
    return items, cursor


def write(name, lines):
    random.Random(name).shuffle(lines)
    folder.joinpath(name + ".tsv").write_text("".join("\t".join(line) + "\n" for line in lines))


def signed_in():
    """The tokens of the administrators and of the litigators who hold 200 cases; a sign-in is slow on purpose, so they are kept."""
    kept = folder / "tokens.json"
    if kept.exists():
        tokens = json.loads(kept.read_text())
        try:
            ask("/v1/cases?limit=1", tokens[0])
            return tokens[:ORGANIZATIONS], tokens[ORGANIZATIONS:]
        except urllib.error.HTTPError:
            pass  # of another signing key, or too old
    tokens = [ask("/v1/auth/token", body={"username": f"user{number}", "password": PASSWORD})["access_token"]
              for number in range(2 * ORGANIZATIONS)]
    kept.write_text(json.dumps(tokens))
    for file in folder.glob("w*.tsv"):
        file.unlink()
    return tokens[:ORGANIZATIONS], tokens[ORGANIZATIONS:]


folder.mkdir(parents=True, exist_ok=True)
administrators, litigators = signed_in()
held = [(token, case) for token in litigators for case in pages("/v1/cases?status=open&limit=100", token, 10)[0]]
write("w4", [("POST", f"/v1/cases/{case['id']}/events", token, str(case["version"]), EVENT) for token, case in held])

if not folder.joinpath("w1.tsv").exists():
    # Half of W1 is asked by litigators of their own cases, half by administrators of any case of theirs.
    any_case = []
    for token in administrators:
        theirs = pages("/v1/cases?limit=100", token, 1_000_000)[0]
        some = random.Random(0).sample(theirs, min(400, len(theirs)))
        any_case += [("GET", f"/v1/cases/{case['id']}{INCLUDE}", token) for case in some]
    write("w1", any_case + 2 * [("GET", f"/v1/cases/{case['id']}{INCLUDE}", token) for token, case in held])
    write("w2a", [("GET", FIRST, token) for token in administrators])
    write("w2l", [("GET", FIRST, token) for token in litigators])
    # From the middle: as deep as the yardstick's own.
    deep = []
    for token in administrators:
        count = ask("/v1/cases?status=open&limit=1&include=count", token)["count"]
        deep.append(("GET", FIRST + pages("/v1/cases?status=open&limit=10", token, max(count // 20, 1))[1], token))
    write("w2a_deep", deep)
    write("w2l_deep", [("GET", FIRST + pages("/v1/cases?status=open&limit=20", token, 7)[1], token) for token in litigators])
    write("w3", [("GET", DUE, token) for token in litigators])
