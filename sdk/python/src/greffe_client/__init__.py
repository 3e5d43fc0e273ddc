"""A client of greffe: see the README, or the methods of `Greffe`, one for each operation of the API."""

from ._answers import Answer, AsyncDownload, Download, Version
from ._errors import GreffeError, ProblemError, StaleError, UnexpectedAnswer
from ._lists import async_follow, async_items, async_pages, async_update, follow, items, pages, update
from ._retries import Backoff, backoff
from ._version import VERSION as __version__
from .generated.client import AsyncOperations, Operations
from .generated.types import UNSET, File, Unset


class Greffe(Operations):
    """A client that waits for its answers. It may be used by many threads at once."""


class AsyncGreffe(AsyncOperations):
    """A client for asyncio."""


__all__ = [
    "UNSET",
    "Answer",
    "AsyncDownload",
    "AsyncGreffe",
    "Backoff",
    "Download",
    "File",
    "Greffe",
    "GreffeError",
    "ProblemError",
    "StaleError",
    "UnexpectedAnswer",
    "Unset",
    "Version",
    "__version__",
    "async_follow",
    "async_items",
    "async_pages",
    "async_update",
    "backoff",
    "follow",
    "items",
    "pages",
    "update",
]
