"""What was read from mails: fields that point at their words, complaints, and what was left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leumund.intake.mails.attached import Attached

Value = str | datetime | date | bool

FIELDS = (
    "arrived_at",
    "called_at",
    "number_called",
    "number_shown",
    "said_name",
    "product",
    "tariff",
    "said",
    "is_objection",
    "is_order_denied",
)
WITHHELD = "withheld"
"""The value of ``number_shown`` where the caller's number was suppressed."""


@dataclass(frozen=True, slots=True)
class Read:
    """One value and the words it was read from: characters ``start`` to ``end`` of the text.

    ``confidence`` is between 0 and 1. ``note`` says how it was read: ``relative`` (resolved
    from the mail's date), ``year-guessed``, ``half-day-guessed``, ``day-only``; of a product
    its class. ``message``: the mail whose text is meant, where it is not the complaint's own.
    A ``called_at`` that is a ``date`` has no time. Numbers are E.164 or WITHHELD.
    """

    value: Value
    start: int
    end: int
    confidence: float
    note: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class MailComplaint:
    """One call that a mail complains of; or, without a call, an objection or a denied order.

    ``file`` is relative to the folder, ``row`` the message's place in that file (from 1),
    ``message`` is ``file#row``, ``call`` counts the calls of one mail from 1. ``thread`` is
    equal for mails of one exchange; ``also`` names the mails that say the same. ``digest``
    is of the text, so that what was confirmed holds when a file is renamed.
    ``is_confirmed``: a person has looked at every value that was read.
    """

    file: str
    row: int
    message: str
    call: int
    fields: Mapping[str, Read] = field(repr=False)
    is_call: bool
    is_hearsay: bool
    thread: str
    sender: str = field(default="", repr=False)
    attachments: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    digest: str = ""
    is_confirmed: bool = False

    @property
    def key(self) -> str:
        """What confirmations call it; stays the same while the text stays the same."""
        return f"{self.digest}/{self.call}"

    def value(self, name: str) -> Value | None:
        """The value of one field; None where nothing was read."""
        read = self.fields.get(name)
        return read.value if read else None


@dataclass(frozen=True, slots=True)
class MailItem:
    """What became of one message: ``complaint``, ``no-complaint``, ``duplicate``, ``joined``
    (to an earlier mail of its thread), ``answer`` (our own), or why it was left out:
    ``unreadable``, ``too-large``, ``no-date``, ``empty``. ``notes``: ``cut-off``,
    ``encoding-guessed``. ``sender``, ``to`` and ``subject`` are as written; attachments are
    kept by their digest only. ``digest`` is of the text, and ``thread``
    names the exchange, as in MailComplaint. ``approver``: who approves what the mail carries,
    where it says that.
    """

    file: str
    row: int
    became: str
    of: str = ""
    attachments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sent_at: datetime | None = None
    sender: str = field(default="", repr=False)
    to: tuple[str, ...] = field(default=(), repr=False)
    subject: str = field(default="", repr=False)
    digest: str = ""
    thread: str = ""
    approver: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Mails:
    """All that was read: ``table`` is the typed Parquet of complaints, ``texts`` holds the
    plain text of every message that a complaint points into (columns message, text);
    ``attached`` are the tables that the mails carry."""

    complaints: tuple[MailComplaint, ...] = field(repr=False)
    items: tuple[MailItem, ...] = field(repr=False)
    table: Path
    texts: Path
    attached: tuple[Attached, ...] = ()

    def count(self, became: str) -> int:
        """How many messages became that."""
        return sum(item.became == became for item in self.items)
