"""Messages and their signatures."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from greffe_client import webhooks

AT = 1_614_265_330
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = json.dumps(
    {
        "type": "webhook.ping",
        "timestamp": "2026-03-09T14:00:00Z",
        "data": {"webhook_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e30"},
    }
).encode()


def signed(content: bytes = BODY, at: int = AT) -> dict[str, str]:
    """The headers of a message, by the specification."""
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    tag = hmac.new(key, b"msg_1." + str(at).encode() + b"." + content, hashlib.sha256).digest()
    bad, good = (base64.b64encode(one).decode() for one in (bytes(32), tag))
    return {
        "Webhook-Id": "msg_1",
        "WEBHOOK-TIMESTAMP": str(at),
        "webhook-signature": f"v1a,AAAA v1,{bad} v1,{good} v2,x",
    }


def test_the_vector_of_the_specification_is_good() -> None:
    body = b'{"test": 2432232314}'
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": str(AT),
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    with pytest.raises(webhooks.WebhookError, match="of no form that is known"):
        webhooks.verify(body, headers, SECRET, now=AT)
    with pytest.raises(webhooks.WebhookError, match="no signature is good"):
        webhooks.verify(body + b" ", headers, SECRET, now=AT)


def test_one_good_signature_and_one_good_key_are_enough() -> None:
    other = "whsec_" + base64.b64encode(bytes(32)).decode()
    assert webhooks.verify(BODY, signed(), [other, SECRET], now=AT + 299).type_ == "webhook.ping"
    assert webhooks.message_id(signed()) == "msg_1"
    with pytest.raises(webhooks.WebhookError, match="no signature is good"):
        webhooks.verify(BODY, signed(), other, now=AT)
    of_no_version = {name: value.replace("v1,", "v3,") for name, value in signed().items()}
    with pytest.raises(webhooks.WebhookError, match="no signature is good"):
        webhooks.verify(BODY, of_no_version, SECRET, now=AT)


def test_a_public_key_verifies_what_its_other_half_signed() -> None:
    private = Ed25519PrivateKey.generate()
    public = "whpk_" + base64.b64encode(private.public_key().public_bytes_raw()).decode()
    signature = base64.b64encode(private.sign(b"msg_1.%d." % AT + BODY)).decode()
    headers = {"webhook-id": "msg_1", "webhook-timestamp": str(AT), "webhook-signature": f"v1,AAAA v1a,{signature}"}
    assert webhooks.verify(BODY, headers, public, now=AT).type_ == "webhook.ping"
    with pytest.raises(webhooks.WebhookError):
        webhooks.verify(BODY, {**headers, "webhook-id": "msg_2"}, public, now=AT)
    # A signature of one kind is none of the other.
    with pytest.raises(webhooks.WebhookError):
        webhooks.verify(BODY, {**headers, "webhook-signature": f"v1,{signature}"}, public, now=AT)


@pytest.mark.parametrize("now", [AT + 301, AT - 301])
def test_a_message_of_another_time_is_refused(now: float) -> None:
    with pytest.raises(webhooks.WebhookError, match="too old, or from the future") as refused:
        webhooks.verify(BODY, signed(), SECRET, now=now)
    assert f"it is of {AT}, here it is {now} (seconds since 1970), and 300 seconds" in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("webhook-signature", "v1"),
        ("webhook-signature", "v1,ü"),
        ("webhook-signature", ""),
        ("WEBHOOK-TIMESTAMP", "NaN"),
        ("WEBHOOK-TIMESTAMP", "9" * 400),
        ("WEBHOOK-TIMESTAMP", "9" * 5000),
        ("Webhook-Id", ""),
    ],
)
def test_headers_of_whatever_form_are_refused_and_break_nothing(name: str, value: str) -> None:
    with pytest.raises(webhooks.WebhookError):
        webhooks.verify(BODY, {**signed(), name: value}, SECRET, now=AT)


def test_a_key_of_no_form_is_the_fault_of_whoever_gave_it() -> None:
    for key in ("", "MfKQ9r8GKYqr", "whsec_", "whsec_%"):
        with pytest.raises(ValueError, match="whsec_"):
            webhooks.verify(BODY, signed(), key, now=AT)
