"""What the layer does, against a service that is made up: no network, no waiting."""

from __future__ import annotations

import asyncio
import datetime
import io
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import httpx
import pytest

from greffe_client import (
    UNSET,
    Answer,
    AsyncGreffe,
    File,
    Greffe,
    ProblemError,
    StaleError,
    UnexpectedAnswer,
    Unset,
    async_follow,
    async_items,
    async_update,
    backoff,
    follow,
    items,
    update,
)
from greffe_client._retries import Backoff
from greffe_client.models import (
    AbsenceInput,
    CaseInput,
    EventInput,
    FeedInput,
    MappedColumnCodes,
    OfficePatch,
    ProblemFault,
)

Handler = Callable[[httpx.Request], httpx.Response]
PROBLEM = {"Content-Type": "application/problem+json"}
OFFICE = {"id": str(uuid.uuid4()), "name": {"en": "Toronto", "fr": "Toronto"}}


class Service:
    """Answers what it was told to, and keeps what it was asked."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[httpx.Request] = []
        self.bodies: list[bytes] = []
        self.sessions = 0
        self.renewals: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        # What the stream gives, each time anew: `read` would keep it.
        assert isinstance(request.stream, httpx.SyncByteStream)
        body = b"".join(request.stream)
        if request.url.path.startswith("/v1/auth/") and not self.is_bare:
            self.sessions += 1
            self.renewals.append(request.url.path)
            pair = {"access_token": f"a{self.sessions}", "refresh_token": f"r{self.sessions}", "expires_in": 900}
            return httpx.Response(200, json=pair)
        # The client goes on with the same request: what is kept is what it was.
        self.asked.append(httpx.Request(request.method, request.url, headers=request.headers))
        self.bodies.append(body)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    is_bare = False


class Carrier(httpx.BaseTransport):
    """Carries a request as a connection does: `httpx.MockTransport` would read its body and keep it."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self.service(request)


class Hurried(Backoff):
    """Waits for nothing, and keeps for how long it would have."""

    waited: ClassVar[list[float]] = []

    def sleep(self, response: httpx.Response | Exception) -> None:
        headers = response.headers if isinstance(response, httpx.Response) else httpx.Headers()
        self.waited.append(self._calculate_sleep(headers))


def client(service: Service, **settings: Any) -> Greffe:
    Hurried.waited.clear()
    given = backoff()
    retry = Hurried(
        total=3,
        backoff_factor=0.5,
        max_backoff_wait=given.max_backoff_wait,
        status_forcelist=given.status_forcelist,
        allowed_methods=given.allowed_methods,
    )
    settings = settings or {"token": "key"}
    return Greffe("http://greffe.test/", retry=retry, transport=Carrier(service), **settings)


def problem(status: int, code: str, **more: Any) -> httpx.Response:
    body = {"type": f"urn:greffe:problem:{code}", "title": "No", "status": status, "instance": "/"}
    return httpx.Response(status, headers=PROBLEM, json={**body, "code": code, "request_id": "r1", **more})


def later(status: int, seconds: int) -> httpx.Response:
    return httpx.Response(status, headers={**PROBLEM, "Retry-After": str(seconds)}, json={})


def page(*names: str, next_cursor: str | None = None, **more: Any) -> httpx.Response:
    listed = [
        {"type": name, "subject": "service", "actor": "system", "sequence": 1, "at": "2026-03-09T14:00:00Z"}
        for name in names
    ]
    return httpx.Response(200, json={"items": listed, **({"next_cursor": next_cursor} if next_cursor else {}), **more})


class Listed:
    """A page of whatever there is."""

    def __init__(self, response: httpx.Response) -> None:
        self.items: list[dict[str, str]] = response.json()["items"]
        self.next_cursor: str | Unset = response.json().get("next_cursor", UNSET)


def made_up_list(greffe: Greffe) -> Callable[..., Answer[Listed]]:
    """A list that is in no document."""

    def read(**params: Any) -> Answer[Listed]:
        return greffe.send({"method": "GET", "url": "/v1/list", "params": params}, Listed)

    return read


def feed() -> FeedInput:
    return FeedInput.from_dict({"scope": "mine", "language": "en"})


def absence(until: datetime.datetime) -> AbsenceInput:
    return AbsenceInput.from_dict(
        {"from": "2026-03-09T14:00:00Z", "until": until.isoformat(), "user_id": str(uuid.uuid4())}
    )


def test_what_was_put_off_is_sent_again_with_its_key_after_the_time_that_was_asked_for() -> None:
    service = Service(later(429, 7), later(503, 3000), problem(422, "invalid_body"))
    with pytest.raises(ProblemError):
        client(service).create_feed(body=feed())
    keys = {request.headers["Idempotency-Key"] for request in service.asked}
    assert len(service.asked) == 3
    assert len(keys) == 1
    assert uuid.UUID(keys.pop())
    assert len(set(service.bodies)) == 1
    assert 7 <= Hurried.waited[0] <= 7 * 1.25
    assert Hurried.waited[1] == 30, "no longer than is bearable"


def test_it_is_given_up_in_the_end() -> None:
    service = Service(*(later(503, 1) for _ in range(4)))
    with pytest.raises(UnexpectedAnswer) as given_up:
        client(service).find_version()
    assert (given_up.value.status, len(service.asked)) == (503, 4)


def test_what_was_lost_is_sent_again_only_where_it_does_nothing_twice() -> None:
    lost = httpx.ReadError("lost")
    version = httpx.Response(200, json={"version": "1", "name": "greffe"})
    service = Service(lost, lost, version)
    client(service).http.get("/version")
    assert len(service.asked) == 3
    service = Service(lost, problem(422, "invalid_body"))
    with pytest.raises(ProblemError):
        client(service).create_feed(body=feed())
    assert len(service.asked) == 2, "its key keeps it from being done twice"
    service = Service(lost, version)
    with pytest.raises(httpx.ReadError):
        client(service).update_office(uuid.uuid4(), body=OfficePatch(), if_match="*")
    assert len(service.asked) == 1
    service = Service(httpx.ConnectError("nobody there"), problem(404, "not_found"))
    with pytest.raises(ProblemError):
        client(service).update_office(uuid.uuid4(), body=OfficePatch(), if_match="*")
    assert len(service.asked) == 2, "nothing had been sent"


def test_one_signs_in_once_and_again_where_the_token_is_refused() -> None:
    version = {"version": "1", "name": "greffe"}
    service = Service(
        httpx.Response(200, json=version), httpx.Response(401, headers=PROBLEM), httpx.Response(200, json=version)
    )
    greffe = client(service, username="litigator", password="secret", language="fr")
    greffe.http.get("/version")
    greffe.http.get("/version")
    assert [request.headers["Authorization"] for request in service.asked] == ["Bearer a1", "Bearer a1", "Bearer a2"]
    assert {request.headers["Accept-Language"] for request in service.asked} == {"fr"}


def test_a_token_is_refreshed_before_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    service = Service(*(httpx.Response(200, json={}) for _ in range(3)))
    greffe = client(service, username="litigator", password="secret")
    for later_by in (0, 860, 20):
        now += later_by
        greffe.http.get("/version")
    assert [request.headers["Authorization"] for request in service.asked] == ["Bearer a1", "Bearer a1", "Bearer a2"]
    assert service.renewals == ["/v1/auth/token", "/v1/auth/refresh"]


def test_a_refused_sign_in_is_a_problem() -> None:
    service = Service(problem(401, "invalid_credentials"))
    service.is_bare = True
    with pytest.raises(ProblemError) as refused:
        client(service, username="litigator", password="wrong").http.get("/version")
    assert refused.value.code == "invalid_credentials"
    assert len(service.asked) == 1
    assert "wrong" not in str(refused.value)


def test_a_problem_says_where_and_why() -> None:
    fault = {"in": "body", "pointer": "/decision/notified_on", "code": "invalid_date", "message": "No such day."}
    with pytest.raises(ProblemError) as refused:
        client(Service(problem(422, "invalid_body", errors=[fault]))).find_me()
    found = refused.value.fault("/decision/notified_on")
    assert found
    assert (refused.value.status, refused.value.code, found.code) == (422, "invalid_body", "invalid_date")
    assert refused.value.fault("/office") is None
    assert "/decision/notified_on: No such day." in str(refused.value)
    with pytest.raises(UnexpectedAnswer):
        client(Service(httpx.Response(404, html="<p>Not here</p>"))).find_me()
    other = problem(404, "not_ours")
    other.headers["Content-Type"] = "application/json"
    with pytest.raises(UnexpectedAnswer):
        client(Service(other)).find_me()


def test_a_stale_version_is_read_and_written_once_more() -> None:
    def read(etag: str) -> httpx.Response:
        return httpx.Response(200, headers={"ETag": etag}, json=OFFICE)

    def write(service: Service) -> None:
        send = client(service).send
        address = {"url": "/v1/offices/1"}
        update(
            lambda: send({"method": "GET", **address}, httpx.Response.json),
            lambda seen: send({"method": "PATCH", **address, "headers": {"If-Match": seen.etag}}, httpx.Response.json),
        )

    service = Service(read('"1"'), problem(412, "stale_version"), read('"2"'), read('"3"'))
    write(service)
    assert [request.headers.get("If-Match") for request in service.asked] == [None, '"1"', None, '"2"']
    service = Service(read('"1"'), problem(412, "stale_version"), read('"2"'), problem(412, "stale_version"))
    with pytest.raises(StaleError):
        write(service)


def test_a_list_is_read_page_by_page_and_only_as_far_as_it_is_wanted() -> None:
    service = Service(page("a", "b", next_cursor="x", has_more=True), page("c"))
    names = [one["type"] for one in items(made_up_list(client(service)), limit=2)]
    assert names == ["a", "b", "c"]
    assert [dict(request.url.params) for request in service.asked] == [{"limit": "2"}, {"limit": "2", "cursor": "x"}]
    service = Service(page("a", next_cursor="x"))
    assert next(items(made_up_list(client(service))))["type"] == "a"
    assert len(service.asked) == 1


def test_the_changes_end_where_there_is_nothing_more_unless_one_waits() -> None:
    service = Service(
        page("a.b", next_cursor="x", has_more=True),
        page(next_cursor="y", has_more=True),
        page("c.d", next_cursor="z", has_more=False),
    )
    read = list(follow(client(service).follow_changes, cursor="w"))
    assert [change.type_ for one in read for change in one.items] == ["a.b", "c.d"]
    assert [request.url.params["cursor"] for request in service.asked] == ["w", "x", "y"]
    service = Service(page(next_cursor="x", has_more=False), page("a.b", next_cursor="y", has_more=False))
    waiting = follow(client(service).follow_changes, wait=30)
    assert [len(next(waiting).items) for _ in range(2)] == [0, 1]


def test_an_upload_is_sent_again_from_where_it_began() -> None:
    file = io.BytesIO(b"before" + b"line\n" * 50_000)
    file.seek(6)
    service = Service(later(503, 1), httpx.Response(401, headers=PROBLEM), problem(409, "conflict"))
    with pytest.raises(ProblemError):
        client(service, username="manager", password="secret").send_import_file(
            uuid.uuid4(), body=File(file), if_match="*"
        )
    assert service.bodies == [b"line\n" * 50_000] * 3
    assert {request.headers["Content-Length"] for request in service.asked} == {"250000"}


def test_a_stream_that_cannot_be_read_twice_is_sent_once() -> None:
    class Pipe(io.RawIOBase):
        left = 3

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            if not self.left:
                return 0
            self.left -= 1
            buffer[:5] = b"line\n"
            return 5

    service = Service(later(503, 1))
    with pytest.raises(UnexpectedAnswer):
        client(service).send_import_file(uuid.uuid4(), body=File(Pipe()), if_match="*")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert service.bodies == [b"line\n" * 3]


def test_a_file_is_there_when_it_is_whole(tmp_path: Path) -> None:
    def cut_short() -> Any:
        yield b"half"
        raise httpx.RemoteProtocolError("cut short")

    target = tmp_path / "cases.ndjson"
    name = {"Content-Disposition": 'attachment; filename="../cases.ndjson"'}
    with client(Service(httpx.Response(200, headers=name, content=b"a\nb\n"))).export_cases() as file:
        assert (file.filename, file.save(target)) == ("cases.ndjson", 4)
    assert target.read_bytes() == b"a\nb\n"
    with (
        client(Service(httpx.Response(200, content=cut_short()))).export_cases() as file,
        pytest.raises(httpx.RemoteProtocolError),
    ):
        file.save(target)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"a\nb\n"]
    with pytest.raises(ProblemError), client(Service(problem(403, "forbidden"))).export_cases():
        pass


def test_a_time_without_a_zone_is_refused_before_it_is_sent() -> None:
    service = Service(problem(422, "invalid_body"))
    greffe = client(service)
    naive = absence(datetime.datetime(2026, 3, 9, 14, tzinfo=datetime.UTC))
    naive.until = datetime.datetime(2026, 3, 9, 15)
    with pytest.raises(ValueError, match="until is a time without a time zone"):
        greffe.create_absence(body=naive)
    event = EventInput(type_="application_filed", occurred_on=datetime.datetime(2026, 3, 9, tzinfo=datetime.UTC))
    with pytest.raises(ValueError, match="occurred_on is a day, not a time"):
        greffe.record_case_event(uuid.uuid4(), body=event)
    assert not service.asked


def test_what_is_of_another_type_is_refused_before_it_is_sent(tmp_path: Path) -> None:
    service = Service()
    greffe = client(service)
    event: Any = EventInput(type_="application_filed", occurred_on=datetime.date(2026, 3, 9))
    event.occurred_on = "2026-03-09"
    with pytest.raises(TypeError, match=r"occurred_on is a datetime\.date, not str"):
        greffe.record_case_event(uuid.uuid4(), body=event)
    left: Any = absence(datetime.datetime(2026, 3, 9, 14, tzinfo=datetime.UTC))
    left.until = datetime.date(2026, 3, 9)
    with pytest.raises(TypeError, match=r"until is a datetime\.datetime, not date"):
        greffe.create_absence(body=left)
    version: Any = 3
    with pytest.raises(TypeError, match="if_match is an ETag or the answer that had it, not int"):
        greffe.update_office(uuid.uuid4(), body=OfficePatch(), if_match=version)
    text = tmp_path / "cases.ndjson"
    text.write_text("{}")
    with text.open() as opened:
        for wrong in (text, str(text), b"{}", opened):
            payload: Any = wrong
            with pytest.raises(TypeError, match="a File is of a file that was opened to read bytes"):
                File(payload)
    assert not service.asked


def test_what_is_shown_is_what_is_there() -> None:
    assert repr(UNSET) == "UNSET"
    fault = {"in": "body", "pointer": "/language", "code": "invalid_code", "message": "No"}
    shown = repr(ProblemFault.from_dict(fault))
    assert "additional_properties" not in shown
    assert repr(MappedColumnCodes.from_dict({"JR": "ALJR"})).endswith("={'JR': 'ALJR'})")


def test_a_code_that_is_new_breaks_no_answer() -> None:
    opened = {"proceeding": "ALJR", "style_of_cause": "Doe", "language": "iu"}
    assert CaseInput.from_dict(opened).to_dict() == opened


def test_many_who_wait_sign_in_once() -> None:
    service = Service(*(page("a", next_cursor="x") for _ in range(8)), *(page("b") for _ in range(8)))

    async def handle(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        return service(request)

    async def both() -> list[list[str]]:
        async with AsyncGreffe(
            "http://greffe.test", username="a", password="b", transport=httpx.MockTransport(handle)
        ) as greffe:

            async def read(**params: Any) -> Answer[Listed]:
                return await greffe.send({"method": "GET", "url": "/v1/list", "params": params}, Listed)

            async def names() -> list[str]:
                return [one["type"] async for one in async_items(read)]

            return list(await asyncio.gather(*(names() for _ in range(8))))

    found = asyncio.run(both())
    assert len(found) == 8
    assert service.sessions == 1
    assert {request.headers["Authorization"] for request in service.asked} == {"Bearer a1"}


def test_for_asyncio_it_is_the_same(tmp_path: Path) -> None:
    whole, office = b"line\n" * 50_000, uuid.uuid4()
    read, stale = httpx.Response(200, headers={"ETag": '"1"'}, json={}), problem(412, "stale_version")
    service = Service(
        later(503, 0),
        problem(409, "conflict"),
        httpx.Response(200, content=b"a\nb\n"),
        problem(403, "forbidden"),
        page("a.b", next_cursor="x", has_more=True),
        page("c.d", next_cursor="y", has_more=False),
        *(read, stale, read, stale),
    )

    class AsyncCarrier(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            assert isinstance(request.stream, httpx.AsyncByteStream)
            body = b"".join([piece async for piece in request.stream])
            return service(httpx.Request(request.method, request.url, headers=request.headers, content=body))

    async def told() -> None:
        async with AsyncGreffe("http://greffe.test", username="a", password="b", transport=AsyncCarrier()) as greffe:
            with pytest.raises(ProblemError):
                await greffe.send_import_file(office, body=File(io.BytesIO(whole)), if_match="*")
            assert service.bodies == [whole, whole]
            async with greffe.export_cases() as file:
                assert await file.save(tmp_path / "cases") == 4
            with pytest.raises(ProblemError):
                await greffe.export_cases().__aenter__()
            changes = [one.type_ async for page in async_follow(greffe.follow_changes) for one in page.items]
            assert changes == ["a.b", "c.d"]
            address = {"url": f"/v1/offices/{office}"}
            with pytest.raises(StaleError):
                await async_update(
                    lambda: greffe.send({"method": "GET", **address}, httpx.Response.json),
                    lambda seen: greffe.send(
                        {"method": "PATCH", **address, "headers": {"If-Match": seen.etag}}, httpx.Response.json
                    ),
                )
            await greffe.sign_out()

    asyncio.run(told())
    assert not service.answers
    assert service.renewals == ["/v1/auth/token", "/v1/auth/revoke"]
    assert (tmp_path / "cases").read_bytes() == b"a\nb\n"


def test_a_token_goes_with_no_password() -> None:
    with pytest.raises(ValueError, match="not both"):
        Greffe("http://greffe.test", token="a", username="b", password="c")
    with pytest.raises(ValueError, match="go together"):
        Greffe("http://greffe.test", username="b")
