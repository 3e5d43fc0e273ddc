"""Signing in, and staying signed in."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Generator
from dataclasses import dataclass
from http import HTTPStatus

import httpx

from ._errors import refusal

EARLY = 30.0
"""The seconds before its end at which an access token is no longer used."""


@dataclass(frozen=True, slots=True)
class _Tokens:
    access: str
    refresh: str
    until: float


class BearerToken(httpx.Auth):
    """The key of a service account, or a token that somebody else looks after."""

    def __init__(self, token: str) -> None:
        self._header = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = self._header
        yield request


class SignIn(httpx.Auth):
    """Signs in before the first request, and refreshes the token before it ends.

    A token is asked for once, however many threads or tasks need it: a refresh token is good for
    one use.
    """

    def __init__(self, base_url: httpx.URL, username: str, password: str) -> None:
        self._base_url = base_url
        self._credentials = {"username": username, "password": password}
        self._tokens: _Tokens | None = None
        self._lock = threading.Lock()
        self._async_lock = asyncio.Lock()

    @property
    def refresh_token(self) -> str | None:
        """What ends the session when it is revoked."""
        return self._tokens.refresh if self._tokens else None

    def forget(self) -> None:
        """Signs in again before the next request."""
        self._tokens = None

    def _post(self, path: str, body: dict[str, str]) -> httpx.Request:
        return httpx.Request("POST", self._base_url.join(path), json=body)

    def _is_good(self, refused: str | None) -> bool:
        tokens = self._tokens
        return tokens is not None and tokens.access != refused and time.monotonic() < tokens.until

    def _take(self, response: httpx.Response) -> None:
        if not response.is_success:
            self._tokens = None
            raise refusal(response)
        pair = response.json()
        until = time.monotonic() + max(pair["expires_in"] - EARLY, pair["expires_in"] / 2)
        self._tokens = _Tokens(pair["access_token"], pair["refresh_token"], until)

    def _renewal(self) -> Generator[httpx.Request, httpx.Response, None]:
        """Refreshes, or signs in where there is no session, or none any more."""
        if self._tokens is not None:
            response = yield self._post("/v1/auth/refresh", {"refresh_token": self._tokens.refresh})
            if response.status_code != HTTPStatus.UNAUTHORIZED:
                self._take(response)
                return
        self._take((yield self._post("/v1/auth/token", self._credentials)))

    def _sign(self, request: httpx.Request) -> str:
        assert self._tokens is not None
        request.headers["Authorization"] = f"Bearer {self._tokens.access}"
        return self._tokens.access

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        refused: str | None = None
        for attempt in range(2):
            with self._lock:
                if not self._is_good(refused):
                    renewal = self._renewal()
                    wanted = next(renewal, None)
                    while wanted is not None:
                        response = yield wanted
                        response.read()
                        wanted = _send(renewal, response)
                refused = self._sign(request)
            response = yield request
            if response.status_code != HTTPStatus.UNAUTHORIZED or attempt or "once" in request.extensions:
                return

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        refused: str | None = None
        for attempt in range(2):
            async with self._async_lock:
                if not self._is_good(refused):
                    renewal = self._renewal()
                    wanted = next(renewal, None)
                    while wanted is not None:
                        response = yield wanted
                        await response.aread()
                        wanted = _send(renewal, response)
                refused = self._sign(request)
            response = yield request
            if response.status_code != HTTPStatus.UNAUTHORIZED or attempt or "once" in request.extensions:
                return


def _send(renewal: Generator[httpx.Request, httpx.Response, None], response: httpx.Response) -> httpx.Request | None:
    try:
        return renewal.send(response)
    except StopIteration:
        return None
