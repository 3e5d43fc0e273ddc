"""What every operation is sent through: signed in, sent again where that is safe, and refused by an exception."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
from httpx_retries import Retry

from ._answers import Answer, AsyncDownload, Download, raise_for_refusal
from ._retries import RetryingTransport, backoff
from ._sign_in import BearerToken, SignIn
from ._uploads import AsyncUpload, Upload, prepared
from ._version import VERSION

T = TypeVar("T")


def _auth(base_url: httpx.URL, username: str | None, password: str | None, token: str | None) -> httpx.Auth | None:
    if token is not None:
        if username is not None or password is not None:
            raise ValueError("give a token, or a user name and a password, not both")
        return BearerToken(token)
    if username is None and password is None:
        return None
    if username is None or password is None:
        raise ValueError("a user name and a password go together")
    return SignIn(base_url, username, password)


def _settings(
    base_url: str,
    username: str | None,
    password: str | None,
    token: str | None,
    language: str,
    timeout: float,
) -> dict[str, Any]:
    address = httpx.URL(base_url.rstrip("/"))
    return {
        "base_url": address,
        "auth": _auth(address, username, password, token),
        "headers": {"Accept-Language": language, "User-Agent": f"greffe-client-python/{VERSION}"},
        "timeout": httpx.Timeout(timeout, connect=min(timeout, 10.0)),
    }


class Sender:
    """The client without its operations."""

    def __init__(
        self,
        base_url: str,
        *,
        username: str | None = None,
        password: str | None = None,
        token: str | None = None,
        language: str = "en",
        timeout: float = 70.0,
        retry: Retry | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """A client of the service at an address, for somebody who signs in or for the key of a service account.

        Args:
            base_url: The address of the service.
            username: Who signs in, with `password`.
            password: Their password.
            token: Instead of them, the key of a service account or an access token.
            language: `en` or `fr`: the language of what people read in refusals and answers.
            timeout: The seconds that an answer may take; `follow` waits up to 50.
            retry: How a request is sent again that was put off or lost; `backoff()` if it is left out.
            transport: What carries the requests, for proxies, certificates and tests.
        """
        #: The httpx client, for what is not in the API's document: signed in, and sent again alike.
        self.http = httpx.Client(
            **_settings(base_url, username, password, token, language, timeout),
            transport=RetryingTransport(transport, retry or backoff()),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections."""
        self.http.close()

    def sign_out(self) -> None:
        """Ends the session, if there is one."""
        if isinstance(auth := self.http.auth, SignIn) and (token := auth.refresh_token):
            raise_for_refusal(self.http.post("/v1/auth/revoke", json={"refresh_token": token}))
            auth.forget()

    def open(self, request: dict[str, Any]) -> httpx.Response:
        """Sends a request and leaves the body of its answer to be read."""
        response = self.http.send(self.http.build_request(**request), stream=True)
        if not response.is_success:
            response.read()
            response.close()
            raise_for_refusal(response)
        return response

    def send(self, request: dict[str, Any], parse: Callable[[httpx.Response], T]) -> Answer[T]:
        """Sends a request (what `httpx` takes), and reads its answer."""
        response = self.http.request(**prepared(request, Upload))
        raise_for_refusal(response)
        return Answer(parse(response), response.status_code, response.headers)

    def download(self, request: dict[str, Any]) -> Download:
        """A file, which is asked for when it is opened."""
        return Download(self, request)


class AsyncSender:
    """The client without its operations, for asyncio."""

    def __init__(
        self,
        base_url: str,
        *,
        username: str | None = None,
        password: str | None = None,
        token: str | None = None,
        language: str = "en",
        timeout: float = 70.0,
        retry: Retry | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """As `Greffe` takes them."""
        #: The httpx client, for what is not in the API's document: signed in, and sent again alike.
        self.http = httpx.AsyncClient(
            **_settings(base_url, username, password, token, language, timeout),
            transport=RetryingTransport(transport, retry or backoff()),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes the connections."""
        await self.http.aclose()

    async def sign_out(self) -> None:
        """Ends the session, if there is one."""
        if isinstance(auth := self.http.auth, SignIn) and (token := auth.refresh_token):
            raise_for_refusal(await self.http.post("/v1/auth/revoke", json={"refresh_token": token}))
            auth.forget()

    async def open(self, request: dict[str, Any]) -> httpx.Response:
        """Sends a request and leaves the body of its answer to be read."""
        response = await self.http.send(self.http.build_request(**request), stream=True)
        if not response.is_success:
            await response.aread()
            await response.aclose()
            raise_for_refusal(response)
        return response

    async def send(self, request: dict[str, Any], parse: Callable[[httpx.Response], T]) -> Answer[T]:
        """Sends a request (what `httpx` takes), and reads its answer."""
        response = await self.http.request(**prepared(request, AsyncUpload))
        raise_for_refusal(response)
        return Answer(parse(response), response.status_code, response.headers)

    def download(self, request: dict[str, Any]) -> AsyncDownload:
        """A file, which is asked for when it is opened."""
        return AsyncDownload(self, request)
