"""What is uploaded is read as it is sent, and from its beginning where it has to be sent again."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Iterator
from typing import Any, BinaryIO

PIECE = 64 * 1024


class _File:
    """A file that can be sent more than once, if one can go back in it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.can_repeat: bool = file.seekable()
        self._start = file.tell() if self.can_repeat else 0
        self.size: int | None = None
        if self.can_repeat:
            self.size = file.seek(0, io.SEEK_END) - self._start
            file.seek(self._start)

    def rewind(self) -> BinaryIO:
        """The file, where it begins."""
        if self.can_repeat:
            self._file.seek(self._start)
        return self._file


class Upload(_File):
    """What `httpx.Client` reads. (One that could be read in both ways is none for an `AsyncClient`.)"""

    def __iter__(self) -> Iterator[bytes]:
        file = self.rewind()
        while piece := file.read(PIECE):
            yield piece


class AsyncUpload(_File):
    """What `httpx.AsyncClient` reads."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        file = self.rewind()
        while piece := await asyncio.to_thread(file.read, PIECE):
            yield piece


def prepared(request: dict[str, Any], kind: type[Upload] | type[AsyncUpload]) -> dict[str, Any]:
    """The request with its file, if it has one, as a stream that can be sent again."""
    if "content" not in request:
        return request
    upload = kind(request["content"])
    headers = dict(request.get("headers", {}))
    if upload.size is not None:
        headers["Content-Length"] = str(upload.size)
    extensions = {} if upload.can_repeat else {"once": True}
    return {**request, "content": upload, "headers": headers, "extensions": extensions}
