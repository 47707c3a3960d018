"""A move of an order becomes a signed event for the company's other programs.

The body is CloudEvents 1.0 in JSON (structured mode); the signature is that of Standard
Webhooks: HMAC-SHA256 over ``id.timestamp.body``, so that nobody can make, change or repeat
one unnoticed. An event names an order and never a person.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING

from leumund.basics.canonical import canonical_bytes

if TYPE_CHECKING:
    from datetime import datetime

    from leumund.orders.order import Outgoing

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
_SOURCE = "urn:leumund:orders"


def event_bytes(outgoing: Outgoing, installation: str) -> bytes:
    """The event: the same thing, sent again, gives the same bytes. ``installation`` tells one
    sender from another; ``sequence`` tells which of two events came first."""
    said = dict(outgoing.payload)
    return canonical_bytes(
        {
            "specversion": "1.0",
            "id": event_id(outgoing, installation),
            "source": f"{_SOURCE}:{installation}",
            "type": said.pop("type"),
            "time": said.pop("at"),
            "subject": outgoing.order_ref,
            "sequence": f"{outgoing.id:019}",
            "datacontenttype": "application/json",
            "data": said,
        }
    )


def event_id(outgoing: Outgoing, installation: str) -> str:
    """By this a receiver knows an event that it has had already."""
    return f"{installation}-{outgoing.id}"


def headers(number: str, at: datetime, body: bytes, secret: bytes) -> dict[str, str]:
    """What goes before the body. A receiver refuses a timestamp that is minutes old."""
    stamp = str(int(at.timestamp()))
    return {
        "Content-Type": CONTENT_TYPE,
        "webhook-id": number,
        "webhook-timestamp": stamp,
        "webhook-signature": signature(number, stamp, body, secret),
    }


def signature(number: str, stamp: str, body: bytes, secret: bytes) -> str:
    """``v1,`` and the base64 of the HMAC-SHA256 over id, timestamp and body."""
    signed = b".".join((number.encode(), stamp.encode(), body))
    return "v1," + base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()
