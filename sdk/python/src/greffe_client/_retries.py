"""When a request is sent again, and after what time.

The waiting is that of `httpx-retries`: `Retry-After` where the service says so, else twice as long
each time. Both are bounded, and spread, so that a thousand clients that were put off together do
not come back together.
"""

from __future__ import annotations

import random
from http import HTTPStatus

import httpx
from httpx_retries import Retry, RetryTransport

STATUSES = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
"""What the service puts off before it has done anything."""
UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""What happens before anything has been sent."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
"""What does nothing twice."""


class Backoff(Retry):
    """How often a request is sent again at most, and for how long it waits at most (seconds)."""

    def parse_retry_after(self, retry_after: str) -> float:
        """The time that the service asks for, and up to a quarter more."""
        return super().parse_retry_after(retry_after) * random.uniform(1, 1.25)


def backoff(attempts: int = 4, longest_wait: float = 30, longest_in_all: float = 120) -> Backoff:
    """A request is sent again `attempts` times at most."""
    return Backoff(
        total=attempts,
        backoff_factor=0.5,
        backoff_jitter=0.5,
        max_backoff_wait=longest_wait,
        total_timeout=longest_in_all,
        status_forcelist=STATUSES,
        allowed_methods=(*SAFE, "POST", "PATCH"),
    )


def is_safe(method: str, headers: httpx.Headers) -> bool:
    """Whether a request does nothing twice, though the answer to the first was lost."""
    return method in SAFE or "Idempotency-Key" in headers


class RetryingTransport(RetryTransport):
    """Sends again what was put off, and what is safe to send again where the connection broke."""

    def __init__(self, transport: httpx.BaseTransport | httpx.AsyncBaseTransport | None, retry: Retry) -> None:
        super().__init__(transport, retry)
        self._unless_lost = retry.copy_with(retry_on_exceptions=UNSENT)
        self._never = retry.copy_with(total=0)

    def _prepare(self, request: httpx.Request) -> None:
        if request.extensions.get("once"):
            request.extensions["retry"] = self._never
        elif not is_safe(request.method, request.headers):
            request.extensions["retry"] = self._unless_lost

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._prepare(request)
        return super().handle_request(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._prepare(request)
        return await super().handle_async_request(request)
