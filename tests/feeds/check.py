#!/usr/bin/env python3
"""Reads the calendars of a running demonstration with a library of another house (`icalendar`, on PyPI).

    check.py GREFFE      # the binary; the demonstration is started on a free port and ended again

It fails where a calendar is not one, or does not say what the API says of the same deadlines.
"""

import datetime
import json
import subprocess
import sys
import tempfile
import urllib.request

import icalendar


def start(binary, folder):
    """The demonstration, its address, and the name and the password of somebody of each role."""
    command = [binary, "demo", "--port", "0", "--data-dir", folder, "--drain-seconds", "0", "--log", "warn"]
    demo = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    people = {}
    for line in demo.stdout:
        if line.startswith("http"):
            return demo, line.strip().removesuffix("/docs"), people
        role, name, password = line.split()
        people.setdefault(role, (name, password))
    raise SystemExit("the demonstration did not start")


def ask(address, body=None, token=None):
    request = urllib.request.Request(address, data=body and json.dumps(body).encode())
    request.add_header("Content-Type", "application/json")
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    with urllib.request.urlopen(request) as answer:
        return answer.headers, answer.read()


def walk(base, path, token):
    """Every item of a list."""
    items, cursor = [], ""
    while cursor is not None:
        page = json.loads(ask(f"{base}{path}&limit=200{cursor}", token=token)[1])
        items += page["items"]
        cursor = f"&cursor={page['next_cursor']}" if "next_cursor" in page else None
    return items


def check(base, token, feed, expected, other_side, hearings, items=()):
    """A calendar against the deadlines, hearings and action items that it should show; how many it has, and how many alarms."""
    headers, content = ask(json.loads(ask(f"{base}/v1/feeds", feed, token)[1])["url"])
    assert headers["Content-Type"] == "text/calendar; charset=utf-8", headers
    assert content.count(b"\n") == content.count(b"\r\n"), "a line does not end with CRLF"
    assert all(len(line) <= 75 for line in content.split(b"\r\n")), "a line is too long"
    assert content.count(b"PRODID") == content.count(b"\r\nVERSION:") == 1
    calendar = icalendar.Calendar.from_ical(content)
    assert not calendar.errors, calendar.errors
    assert (calendar["VERSION"], calendar["METHOD"], calendar["CALSCALE"]) == ("2.0", "PUBLISH", "GREGORIAN")
    assert calendar["PRODID"] == f"-//greffe//deadlines//{feed['language'].upper()}", calendar["PRODID"]
    assert calendar["NAME"] == calendar["X-WR-CALNAME"] and calendar["NAME"].startswith("greffe")
    assert calendar["REFRESH-INTERVAL"].dt == datetime.timedelta(hours=1)

    events = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    wanted = {f"deadline-{one['id']}@greffe": one for one in expected if "due_on" in one}
    asked = {f"action-item-{one['id']}@greffe": one for one in items}
    heard = {f"hearing-{one['id']}@greffe": one for one in hearings}
    all_wanted = wanted.keys() | asked.keys() | heard.keys()
    assert events.keys() == all_wanted, events.keys() ^ all_wanted
    for uid, hearing in heard.items():
        event = events.pop(uid)
        assert not event.errors, event.errors
        start = event["DTSTART"].dt
        if "hearing_at" in hearing:
            assert start == datetime.datetime.fromisoformat(hearing["hearing_at"]), (start, hearing)
            assert start.tzinfo is not None and hearing["hour"][feed["language"]] in event["SUMMARY"], event
        else:
            assert start.isoformat() == hearing["hearing_on"], (start, hearing)
        assert event["SUMMARY"].startswith(hearing["name"][feed["language"]]), (event["SUMMARY"], hearing)
        assert hearing["case_id"] in event["DESCRIPTION"] and event["TRANSP"] == "OPAQUE", event
        assert hearing.get("place", "") in event.get("LOCATION", ""), (event, hearing)
        assert len(event.walk("VALARM")) == 2, event
    for uid, item in asked.items():
        event = events.pop(uid)
        assert not event.errors, event.errors
        assert event["DTSTART"].dt.isoformat() == item["due_on"] and item["title"] in event["SUMMARY"], (event, item)
    alarms = 0
    for uid, event in events.items():
        assert not event.errors, event.errors
        deadline = wanted[uid]
        theirs = deadline["actor"] in other_side
        day = deadline.get("arguable_latest_on" if theirs else "safe_on", deadline["due_on"])
        assert event["DTSTART"].dt.isoformat() == day, (event, deadline)
        assert event["DTEND"].dt - event["DTSTART"].dt == datetime.timedelta(days=1)
        # Each version of the deadline is one of the entry, and so is each of its case, which the entry shows.
        case = json.loads(ask(f"{base}/v1/cases/{deadline['case_id']}", token=token)[1])
        assert int(event["SEQUENCE"]) == deadline["version"] - 1 + case["version"] - 1
        assert deadline["name"][feed["language"]] in event["SUMMARY"], (event["SUMMARY"], deadline["name"])
        assert event["SUMMARY"].startswith(("Other side: ", "Partie adverse : ")) == theirs
        assert deadline["rule"] in event["DESCRIPTION"] and deadline["case_id"] in event["DESCRIPTION"]
        assert (event["CLASS"], event["STATUS"], event["TRANSP"]) == ("PRIVATE", "CONFIRMED", "TRANSPARENT")
        # At nine in the morning, seven days before and the day before.
        midnight = datetime.datetime.combine(event["DTSTART"].dt, datetime.time())
        rings = [midnight + alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]
        assert all(alarm["ACTION"] == "DISPLAY" and alarm["DESCRIPTION"] for alarm in event.walk("VALARM"))
        assert all(at.time() == datetime.time(9) for at in rings), rings
        assert [(midnight.date() - at.date()).days for at in rings] in ([7, 1], []), rings
        assert not (theirs and rings), "an alarm on what the other side has to do"
        alarms += len(rings)
    return len(events) + len(asked) + len(heard), alarms


def hearings_of(base, token, case):
    """The hearings of a case that are to be held."""
    found = walk(base, f"/v1/cases/{case}/hearings?", token)
    return [one for one in found if one["status"] == "scheduled"]


def main():
    with tempfile.TemporaryDirectory() as folder:
        demo, base, people = start(sys.argv[1], folder)
        try:
            username, password = people["litigator"]
            signed_in = ask(f"{base}/v1/auth/token", {"username": username, "password": password})[1]
            token = json.loads(signed_in)["access_token"]
            # The organisations of the demonstration respond.
            other_side = {"applicant", "appellant", "moving_party", "person_concerned"}
            mine = {}
            for whose in ("responsible", "accountable"):
                found = walk(base, f"/v1/deadlines?status=open&{whose}=me", token)
                mine.update({one["id"]: one for one in found})
            items = walk(base, "/v1/action-items?owner=me&status=open", token)
            feed = {"scope": "me", "language": "en"}
            held = [one["id"] for one in walk(base, "/v1/cases?assigned_to=me", token)]
            heard = [one for case in held for one in hearings_of(base, token, case)]
            events, alarms = check(base, token, feed, mine.values(), other_side, heard, items)
            assert any("hearing_at" in one for one in heard), "the demonstration has no hearing at an hour"
            assert items, "the demonstration asks nothing of the litigator"
            assert events and alarms, "the demonstration has nothing to show"
            print(f"me: {events} events, {alarms} alarms")
            cases = {one["case_id"] for one in walk(base, "/v1/deadlines?status=open", token)}
            for case in sorted(cases)[:10]:
                deadlines = walk(base, f"/v1/deadlines?status=open&case_id={case}", token)
                feed = {"scope": "case", "case_id": case, "language": "fr"}
                print(f"case {case}: %d events, %d alarms" % check(base, token, feed, deadlines, other_side, hearings_of(base, token, case)))
        finally:
            demo.terminate()
            demo.wait()


if __name__ == "__main__":
    main()
