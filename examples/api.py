"""What the examples share: somebody of the demo, signed in, and what the service answers them.

Nothing but the standard library of Python 3.8 or later. The demo has to be up (cargo run -- demo); where it is not at
http://127.0.0.1:8080, its address is the argument of every example.
"""

import json
import sys
import urllib.error
import urllib.request

BASE = (sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080").rstrip("/")
PASSWORD = "fictional-people-only"  # Of everybody in the demo.
sys.stdout.reconfigure(encoding="utf-8")


class Answer:
    """The status, the headers and the JSON of an answer."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        body = response.read()
        self.json = json.loads(body) if body else None

    def __getitem__(self, name):
        return self.json[name]


class Person:
    """Somebody who is signed in."""

    def __init__(self, username):
        self.token = None
        credentials = {"username": username, "password": PASSWORD}
        self.token = self.post("/v1/auth/token", credentials)["access_token"]

    def send(self, method, path, body=None, headers=None):
        """Sends a request and takes whatever answer comes."""
        request = urllib.request.Request(BASE + path, method=method)
        if self.token:
            request.add_header("Authorization", "Bearer " + self.token)
        if body is not None:
            request.data = json.dumps(body).encode()
            kind = "application/merge-patch+json" if method == "PATCH" else "application/json"
            request.add_header("Content-Type", kind)
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return Answer(response)
        except urllib.error.HTTPError as refusal:
            return Answer(refusal)
        except urllib.error.URLError as error:
            sys.exit(f"{BASE} does not answer ({error.reason}). Start it: cargo run -- demo")

    def must(self, method, path, body=None, headers=None):
        """Sends a request that has to succeed. A refusal is a problem document: it says what to do instead."""
        answer = self.send(method, path, body, headers)
        if answer.status >= 300:
            sys.exit(f"{method} {path}: {answer.status} {json.dumps(answer.json, ensure_ascii=False, indent=2)}")
        return answer

    def get(self, path):
        return self.must("GET", path)

    def post(self, path, body, headers=None):
        return self.must("POST", path, body, headers)
