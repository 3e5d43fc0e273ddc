"""What a receiver does with a message: it makes sure that the service sent it, and sent it now.

Messages are signed by the Standard Webhooks specification 1.0: `v1` with a secret (`whsec_...`),
`v1a` with an Ed25519 key whose public half (`whpk_...`) everybody may have. The second needs the
package `cryptography` (`pip install greffe-client[webhooks]`).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ._errors import GreffeError

if TYPE_CHECKING:
    from .generated.models import WebhookMessage

TOLERANCE = 300.0
"""The seconds by which the clocks of the two may differ, and for which a message may be under way."""


class WebhookError(GreffeError):
    """A message that is not to be trusted. Answer it with 400 or 401, and look at nothing in it."""


def verify(
    body: bytes | str,
    headers: Mapping[str, str],
    keys: str | Iterable[str],
    *,
    tolerance: float = TOLERANCE,
    now: float | None = None,
) -> WebhookMessage:
    """The message, once one of its signatures is found to be good.

    The same message may come more than once: `webhook-id` tells (`message_id`). Verify before
    anything else, over the body byte for byte as it came.

    Args:
        body: The body, as it came.
        headers: The headers, in whichever case.
        keys: Secrets (`whsec_...`) and public keys (`whpk_...`) that are good: while they are rotated, more than one.
        tolerance: The seconds by which the time in the message may be off.
        now: The time, in seconds since 1970; that of the clock, if it is left out.

    Raises:
        WebhookError: If no signature is good, or the message is too old or from the future.
    """
    from .generated.models import WebhookMessage

    lower = {name.lower(): value for name, value in headers.items()}
    message, at, signatures = (lower.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
    if not (message and at and signatures):
        raise WebhookError("a header is missing: webhook-id, webhook-timestamp and webhook-signature have to be there")
    if not (at.isascii() and at.isdigit()):
        raise WebhookError("webhook-timestamp is no number of seconds")
    here = time.time() if now is None else now
    # Nobody's clock has fifteen digits, and a number of thousands of them is none to Python.
    if len(at) > 15 or abs(here - int(at)) > tolerance:
        raise WebhookError(
            f"the message is too old, or from the future: it is of {at[:15]}, here it is {here:.0f}"
            f" (seconds since 1970), and {tolerance:g} seconds are allowed"
        )
    content = body.encode() if isinstance(body, str) else body
    signed = b".".join((message.encode(), at.encode(), content))
    good = [keys] if isinstance(keys, str) else list(keys)
    # Every key is tried with every signature: how long it takes does not tell which one was good.
    if not any([_is_good(key, signature, signed) for key in good for signature in signatures.split(" ")]):
        raise WebhookError("no signature is good")
    try:
        return WebhookMessage.from_dict(json.loads(content))
    except (KeyError, TypeError, ValueError) as error:
        raise WebhookError("the message is signed, and of no form that is known") from error


def message_id(headers: Mapping[str, str]) -> str | None:
    """What tells a message from others: the same each time it is sent."""
    return next((value for name, value in headers.items() if name.lower() == "webhook-id"), None)


def _is_good(key: str, signature: str, signed: bytes) -> bool:
    version, _, encoded = signature.partition(",")
    given = _decoded(encoded)
    if key.startswith("whsec_"):
        expected = hmac.digest(_key(key, "whsec_"), signed, hashlib.sha256)
        return version == "v1" and given is not None and hmac.compare_digest(expected, given)
    if key.startswith("whpk_"):
        return version == "v1a" and given is not None and _is_signed(_key(key, "whpk_"), given, signed)
    raise ValueError("a key begins with whsec_ or whpk_")


def _is_signed(public: bytes, signature: bytes, signed: bytes) -> bool:
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError as error:
        raise RuntimeError("a public key (whpk_) needs cryptography: pip install greffe-client[webhooks]") from error
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, signed)
    except InvalidSignature:
        return False
    return True


def _key(key: str, prefix: str) -> bytes:
    found = _decoded(key.removeprefix(prefix))
    if not found:
        raise ValueError(f"what follows {prefix} is not base64")
    return found


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
