"""Lists from page to page, changes as they come, and changes of what somebody else may have changed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from typing import Any, ParamSpec, Protocol, TypeVar

from ._answers import Answer
from ._errors import StaleError
from .generated.types import Unset

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")
T_co = TypeVar("T_co", covariant=True)


class Page(Protocol[T_co]):
    """A page of a list, or of the changes."""

    @property
    def items(self) -> Sequence[T_co]: ...

    @property
    def next_cursor(self) -> str | Unset: ...


class FeedPage(Page[T_co], Protocol[T_co]):
    """A page of the changes."""

    @property
    def has_more(self) -> bool: ...


PageT = TypeVar("PageT", bound=Page[Any])
FeedT = TypeVar("FeedT", bound=FeedPage[Any])


def pages(read: Callable[P, Answer[PageT]], *args: P.args, **kwargs: P.kwargs) -> Iterator[PageT]:
    """Every page of a list, each asked for when it is needed: `pages(client.list_cases, status="open")`."""
    arguments: dict[str, Any] = dict(kwargs)
    while True:
        page = read(*args, **arguments).data
        yield page
        if not page.next_cursor:
            return
        arguments["cursor"] = page.next_cursor


def items(read: Callable[P, Answer[Page[T]]], *args: P.args, **kwargs: P.kwargs) -> Iterator[T]:
    """Every item of a list: `for case in items(client.list_cases, limit=200, sort="id")`."""
    for page in pages(read, *args, **kwargs):
        yield from page.items


async def async_pages(
    read: Callable[P, Awaitable[Answer[PageT]]], *args: P.args, **kwargs: P.kwargs
) -> AsyncIterator[PageT]:
    """Every page of a list, each asked for when it is needed."""
    arguments: dict[str, Any] = dict(kwargs)
    while True:
        page = (await read(*args, **arguments)).data
        yield page
        if not page.next_cursor:
            return
        arguments["cursor"] = page.next_cursor


async def async_items(
    read: Callable[P, Awaitable[Answer[Page[T]]]], *args: P.args, **kwargs: P.kwargs
) -> AsyncIterator[T]:
    """Every item of a list."""
    async for page in async_pages(read, *args, **kwargs):
        for item in page.items:
            yield item


def follow(read: Callable[P, Answer[FeedT]], *args: P.args, **kwargs: P.kwargs) -> Iterator[FeedT]:
    """The changes as they come, page by page: `follow(client.follow_changes, cursor=kept, wait=30)`.

    Keep `next_cursor` of a page once you are done with it, and begin there the next time: nothing
    is missed. With `wait` it does not end; without, it ends where there is nothing more.
    """
    arguments: dict[str, Any] = dict(kwargs)
    while True:
        page = read(*args, **arguments).data
        yield page
        if not page.has_more and not arguments.get("wait"):
            return
        arguments["cursor"] = page.next_cursor


async def async_follow(
    read: Callable[P, Awaitable[Answer[FeedT]]], *args: P.args, **kwargs: P.kwargs
) -> AsyncIterator[FeedT]:
    """The changes as they come, page by page."""
    arguments: dict[str, Any] = dict(kwargs)
    while True:
        page = (await read(*args, **arguments)).data
        yield page
        if not page.has_more and not arguments.get("wait"):
            return
        arguments["cursor"] = page.next_cursor


def update(read: Callable[[], Answer[T]], write: Callable[[Answer[T]], R], *, seen: Answer[T] | None = None) -> R:
    """Writes what depends on a version, and once more where somebody else was faster.

    `write` is given what was read, makes the change from it, and passes it on as `if_match`. If the
    version is stale (412), it is read again and written once more; if that one is stale, too,
    `StaleError` is raised.

        update(
            lambda: client.find_case(id),
            lambda case: client.update_case(id, body=CasePatch(office="Toronto"), if_match=case),
        )

    Args:
        read: What reads the resource.
        write: What changes it.
        seen: What was read before, if it was: it is not read for the first attempt.
    """
    try:
        return write(seen if seen is not None else read())
    except StaleError:
        return write(read())


async def async_update(
    read: Callable[[], Awaitable[Answer[T]]],
    write: Callable[[Answer[T]], Awaitable[R]],
    *,
    seen: Answer[T] | None = None,
) -> R:
    """As `update`, for asyncio."""
    try:
        return await write(seen if seen is not None else await read())
    except StaleError:
        return await write(await read())
