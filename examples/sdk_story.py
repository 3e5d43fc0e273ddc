"""A day of a program that works with greffe, through the client for Python.

It opens a case, records, corrects, lists, imports, follows the changes, receives a message and
fetches a report. It needs the package of `sdk/python`, with `[webhooks]`, and the demo
(cargo run -- demo); where that is not at http://127.0.0.1:8080, its address is the argument.
`sdk/check` runs it, and `sdk_story.ts` tells the same in TypeScript.
"""

import datetime
import io
import json
import queue
import sys
import tempfile
import threading
import time
import uuid
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from greffe_client import File, Greffe, ProblemError, StaleError, follow, items, update, webhooks
from greffe_client.models import (
    CaseInput,
    CasePatch,
    DecisionInput,
    EventInput,
    EventPatch,
    ImportInput,
    WebhookInput,
)

BASE = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"
PASSWORD = "fictional-people-only"  # Of everybody in the demo.


class Receiver(BaseHTTPRequestHandler):
    """Takes messages as they come; what they are worth is found out later."""

    messages: "queue.Queue[tuple[dict[str, str], bytes]]" = queue.Queue()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.messages.put((dict(self.headers), body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing of it."""


def yes(holds: bool) -> str:
    """What is printed of a fact."""
    return "yes" if holds else "no"


def in_file(cases: list[dict[str, object]]) -> File:
    """A file of an import: a case a line. It is a stream, whatever its size."""
    return File(io.BytesIO(b"".join(json.dumps(case).encode() + b"\n" for case in cases)))


def imported(greffe: Greffe, name: str, cases: list[dict[str, object]]) -> str:
    """Imports a file, and says what became of it."""
    announced = greffe.create_import(body=ImportInput(format_="ndjson", name=name))
    greffe.send_import_file(announced.data.id, body=in_file(cases), if_match=announced)
    while (seen := greffe.find_import(announced.data.id).data).percent < 100 or not seen.finished_at:
        time.sleep(0.1)
    return f"{seen.status}, {seen.created} created, {seen.unchanged} unchanged, {seen.failed} failed"


with Greffe(BASE, username="manager", password=PASSWORD) as greffe:
    # 1. Where the changes are at now, and who is told of them.
    start = greffe.follow_changes(start="latest").data.next_cursor
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    hook = greffe.create_webhook(
        body=WebhookInput(name="Story", url=f"http://127.0.0.1:{server.server_port}/greffe", types=["event.recorded"])
    ).data

    # 2. A case is opened. Each POST has a key, which is kept while it is sent again: this one is
    #    sent twice by hand, with the same.
    key = str(uuid.uuid4())
    # Where the registry is, it may still be the day before.
    yesterday = datetime.date.today() - datetime.timedelta(days=1)
    opened = CaseInput(
        proceeding="ALJR",
        style_of_cause="Doe v. Canada (MCI)",
        language="en",
        decision=DecisionInput(body="RAD", notified_on=yesterday - datetime.timedelta(days=8), location="in_canada"),
    )
    first, again = (greffe.create_case(body=opened, idempotency_key=key) for _ in range(2))
    case = first.data
    is_same = again.data.id == case.id
    print(f"Opened, version {first.etag}; sent again: {yes(again.is_replayed)}, the same: {yes(is_same)}.")

    # 3. What is wrong is an exception, with the place and the reason.
    try:
        greffe.create_case(body=CaseInput(proceeding="NONE", style_of_cause="Doe", language="en"))
    except ProblemError as problem:
        fault = problem.fault("/proceeding")
        print(f"Refused: {problem.status} {problem.code}, /proceeding: {fault and fault.code}.")

    # 4. What would follow from an event, and then the event.
    filed = EventInput(type_="application_filed", occurred_on=yesterday - datetime.timedelta(days=1))
    shown = greffe.record_case_event(case.id, body=filed, dry_run=True).data
    print(f"Dry run: {shown.effects.stage.from_} would be {shown.effects.stage.to}.")
    event = greffe.record_case_event(case.id, body=filed).data.event
    now = greffe.find_case(case.id)
    print(f"Recorded: {now.data.stage}.")

    # 5. Two people correct the same entry. Whoever comes second is told, reads, and decides; or
    #    has `update` read and write once more.
    assert event.id
    event_id = event.id
    seen = greffe.find_case_event(case.id, event_id)
    greffe.correct_case_event(case.id, event_id, body=EventPatch(note="Filed in person."), if_match=seen)
    try:
        greffe.correct_case_event(case.id, event_id, body=EventPatch(served_on=yesterday), if_match=seen)
    except StaleError as stale:
        print(f"Corrected with the version from before: {stale.status} {stale.code}.")
    corrected = update(
        lambda: greffe.find_case_event(case.id, event_id),
        lambda version: greffe.correct_case_event(
            case.id, event_id, body=EventPatch(served_on=yesterday), if_match=version
        ),
        seen=seen,
    ).data.event
    print(f"Read once more and corrected: {corrected.note} Served yesterday: {yes(corrected.served_on == yesterday)}.")
    # None clears; what is not named stays.
    greffe.update_case(case.id, body=CasePatch(file_number=None), if_match=greffe.find_case(case.id))

    # 6. A list from page to page.
    ids = [one.id for one in items(greffe.list_cases, limit=10, sort="id")]
    count = greffe.list_cases(limit=1, include="count").data.count
    is_whole = len(ids) == len(set(ids)) == count and len(ids) > 10
    print(f"Every case once, and as many as are counted: {yes(is_whole)}.")

    # 7. A file from another system. The same file twice changes nothing.
    system = f"STORY-{uuid.uuid4().hex[:12]}"
    cases: list[dict[str, object]] = [
        {
            "external_ids": [{"system": system, "id": f"A{number}"}],
            "proceeding": "ALJR",
            "style_of_cause": f"Roe {number} v. Canada (MCI)",
            "language": "fr",
        }
        for number in range(3)
    ]
    print(f"Imported: {imported(greffe, 'Story', cases)}.")
    print(f"Imported again: {imported(greffe, 'Story', cases)}.")

    # 8. What was done since the beginning.
    changes = [change for page in follow(greffe.follow_changes, cursor=start) for change in page.items]
    ours = [change.type_ for change in changes if change.case_id == case.id]
    print(f"Changes of the case: {', '.join(ours)}.")

    # 9. The message of it, verified by the secret, and by the public key.
    headers, body = Receiver.messages.get(timeout=30)
    message = webhooks.verify(body, headers, hook.secret)
    by_public_key = webhooks.verify(body, headers, [one.public_key for one in hook.webhook.keys])
    is_ours = message.data.case_id == case.id and message == by_public_key
    print(f"Received: {message.type_}, of the case, and verified in both ways: {yes(is_ours)}.")
    try:
        webhooks.verify(body.replace(b"event.recorded", b"event.corrected"), headers, hook.secret)
    except webhooks.WebhookError as error:
        print(f"Changed on the way: {error}.")
    greffe.delete_webhook(hook.id, if_match="*")

    # 10. The report on roles and responsibilities in French, written to disk as it comes.
    matrix = next(items(greffe.list_matrices))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roles.docx"
        with greffe.download_matrix_report_docx(matrix.id, lang="fr") as report:
            report.save(path)
            print(f"The report in French: {report.filename}, whole: {yes(zipfile.is_zipfile(path))}.")
    greffe.sign_out()
