"""The file a partner gets: a CSV table, encrypted to the partner before it touches a disk."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from leumund.basics.errors import BadInput

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".csv.age"


class RecipientUnusable(BadInput):
    """The age key of partner {partner} cannot be used, so nothing can be encrypted to it."""

    code = "recipient-unusable"
    hint = "Write the partner's public key, age1..., as age_recipient in partners.yaml."


def csv_bytes(table: pa.Table) -> bytes:
    """The table as CSV (RFC 4180) in UTF-8 with a header; texts are quoted where needed."""
    from pyarrow import csv

    buffer = BytesIO()
    csv.write_csv(table, buffer, csv.WriteOptions(quoting_style="needed"))
    return buffer.getvalue()


def encrypt(plain: bytes, recipient: str, partner: str) -> bytes:
    """The bytes, readable only with the partner's age key; raises RecipientUnusable."""
    import pyrage

    try:
        key = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError:
        raise RecipientUnusable(partner=partner) from None
    sealed: bytes = pyrage.encrypt(plain, [key])
    return sealed
