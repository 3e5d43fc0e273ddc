"""What operations return: an answer with its headers, or a file that is read as it comes."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import AsyncIterator, Generator, Iterator
from dataclasses import dataclass
from email.message import Message
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, overload

import httpx

from ._errors import refusal
from .generated.types import Unset

if TYPE_CHECKING:
    from ._sender import AsyncSender, Sender

T_co = TypeVar("T_co", covariant=True)


def _header(headers: httpx.Headers, name: str) -> str | None:
    value: str | None = headers.get(name)
    return value


@dataclass(frozen=True, slots=True)
class Answer(Generic[T_co]):
    """What was answered, and the headers that it came with."""

    data: T_co
    status: int
    headers: httpx.Headers

    @property
    def etag(self) -> str:
        """The version that was read, for `if_match`. The answer itself may be given there, too."""
        etag = _header(self.headers, "ETag")
        if etag is None:
            raise ValueError("this answer has no ETag: read the resource itself")
        return etag

    @property
    def location(self) -> str | None:
        """The address of what was made."""
        return _header(self.headers, "Location")

    @property
    def request_id(self) -> str | None:
        """The request's id, as the service's log has it."""
        return _header(self.headers, "X-Request-Id")

    @property
    def is_replayed(self) -> bool:
        """Whether it had been done before, under the same idempotency key."""
        return _header(self.headers, "Idempotency-Replayed") == "true"


Version = str | Answer[Any]
"""The version that a change is of: an ETag, the answer that had it, or `*` for whichever there is."""


@overload
def tag_of(version: Version) -> str: ...
@overload
def tag_of(version: Version | Unset) -> str | Unset: ...
def tag_of(version: Version | Unset) -> str | Unset:
    """The ETag of a version."""
    if isinstance(version, Answer):
        return version.etag
    if not isinstance(version, str | Unset):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"if_match is an ETag or the answer that had it, not {type(version).__name__}")
    return version


def key_or_new(key: str | Unset) -> str:
    """The key that was given, or one of its own for the request: sent again, it does nothing twice."""
    return key if isinstance(key, str) else str(uuid.uuid4())


class _File:
    """What both kinds of download know once they are open."""

    _response: httpx.Response | None = None

    @property
    def response(self) -> httpx.Response:
        """The answer, whose body may not have been read yet."""
        if self._response is None:
            raise RuntimeError("open it first: with client.operation(...) as file")
        return self._response

    @property
    def headers(self) -> httpx.Headers:
        """The headers of the answer."""
        return self.response.headers

    @property
    def content_type(self) -> str | None:
        """The media type."""
        return _header(self.headers, "Content-Type")

    @property
    def filename(self) -> str | None:
        """The name that the service gives the file, without any folder."""
        message = Message()
        message["Content-Disposition"] = _header(self.headers, "Content-Disposition") or "attachment"
        name = message.get_filename()
        return name and (Path(name.replace("\\", "/")).name or None)


class Download(_File):
    """A file, read as it comes: `with client.export_cases() as file: file.save("cases.ndjson")`."""

    def __init__(self, sender: Sender, request: dict[str, Any]) -> None:
        self._sender = sender
        self._request = request

    def __enter__(self) -> Self:
        self._response = self._sender.open(self._request)
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.response.close()

    def read(self) -> bytes:
        """All of it."""
        return self.response.read()

    def iter_bytes(self, size: int | None = None) -> Iterator[bytes]:
        """The bytes, as they come."""
        return self.response.iter_bytes(size)

    def iter_lines(self) -> Iterator[str]:
        """The lines, as they come."""
        return self.response.iter_lines()

    def save(self, path: str | PathLike[str]) -> int:
        """Writes it to a file, which is there once it is whole; how many bytes."""
        with _whole(Path(path)) as part, part.open("wb") as file:
            return sum(file.write(piece) for piece in self.iter_bytes())


class AsyncDownload(_File):
    """A file, read as it comes: `async with client.export_cases() as file: await file.save(...)`."""

    def __init__(self, sender: AsyncSender, request: dict[str, Any]) -> None:
        self._sender = sender
        self._request = request

    async def __aenter__(self) -> Self:
        self._response = await self._sender.open(self._request)
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        await self.response.aclose()

    async def read(self) -> bytes:
        """All of it."""
        return await self.response.aread()

    def iter_bytes(self, size: int | None = None) -> AsyncIterator[bytes]:
        """The bytes, as they come."""
        return self.response.aiter_bytes(size)

    def iter_lines(self) -> AsyncIterator[str]:
        """The lines, as they come."""
        return self.response.aiter_lines()

    async def save(self, path: str | PathLike[str]) -> int:
        """Writes it to a file, which is there once it is whole; how many bytes."""
        size = 0
        with _whole(Path(path)) as part, part.open("wb") as file:
            async for piece in self.iter_bytes():
                size += file.write(piece)
        return size


@contextlib.contextmanager
def _whole(path: Path) -> Generator[Path, None, None]:
    """Where to write what is then moved to its place, or removed if it was cut short."""
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def raise_for_refusal(response: httpx.Response) -> None:
    """Raises what an answer is that is none of success. Its body has been read."""
    if not response.is_success:
        raise refusal(response)
