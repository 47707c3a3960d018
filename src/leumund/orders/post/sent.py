"""What came of a sending, and when something is tried again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from leumund.basics.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leumund.orders.order import Way

LEASE: Final = timedelta(minutes=10)
"""How long one sending may take: nobody else begins it meanwhile."""
UNKNOWN: Final = "unknown"
"""Twice begun, and nobody knows how it ended."""

_MAIL_AGAIN = (
    timedelta(minutes=5),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=2),
)
_HOOK_AGAIN = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)


def wait_after(way: Way, attempts: int) -> timedelta | None:
    """How long to wait after so many attempts that failed; None: a person has to look."""
    again = _HOOK_AGAIN if way == "webhook" else _MAIL_AGAIN
    return again[attempts - 1] if attempts <= len(again) else None


CONTACT, SENT, LINK = "contact", "sent", "link"


@dataclass(frozen=True, slots=True)
class Reached:
    """How a customer can be or was reached: a contact (``said``: the address), something that
    went out, or a one-time link (``said``: the order)."""

    kind: str
    at: datetime
    way: str
    said: str = field(repr=False)


class Failed(Exception):
    """The other side said no, or could not be asked. ``why`` holds no address.

    ``is_final``: asking again is of no use. ``is_unknown``: it may have gone out all the same.
    ``is_down``: nobody answers there, so the next one need not be tried now.
    """

    def __init__(
        self,
        why: str,
        *,
        is_final: bool = False,
        is_unknown: bool = False,
        is_down: bool = False,
    ) -> None:
        super().__init__(why)
        self.why = why
        self.is_final = is_final
        self.is_unknown = is_unknown
        self.is_down = is_down


# Not frozen: it counts while things go out.
@dataclass(slots=True)
class Tally:
    """What went out so far, by kind."""

    sent: Counter[str]
    failed: Counter[str]
    given_up: Counter[str]

    @classmethod
    def empty(cls) -> Tally:
        return cls(Counter(), Counter(), Counter())


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of one round: by kind what went out, what is tried again later and what a
    person has to look at. ``left`` counts by way what is due and has no door set up."""

    sent: Mapping[str, int]
    failed: Mapping[str, int]
    given_up: Mapping[str, int]
    left: Mapping[str, int]

    def in_words(self) -> str:
        """Counts, and where to look further."""
        said = [
            _("Sent: {sent}. Tried again later: {failed}.").format(
                sent=sum(self.sent.values()), failed=sum(self.failed.values())
            )
        ]
        if lost := sum(self.given_up.values()):
            said.append(
                _("Not tried again: {count}. See 'leumund orders undelivered'.").format(
                    count=lost
                )
            )
        said += [
            _("Due by {way}, which is not sent from here: {count}.").format(
                way=way, count=count
            )
            for way, count in self.left.items()
        ]
        return "\n".join(said)


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Something that did not go out and is not tried again by itself."""

    outgoing_id: int
    kind: str
    order_ref: str
    way: str
    why: str
    attempts: int
    gave_up_at: datetime


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters that were written: one PDF file each."""

    written: int
    folder: str
    files: tuple[str, ...]
    left: int

    def in_words(self) -> str:
        """How many there are, and where."""
        said = _("Letters written: {count}, in {folder}.")
        return said.format(count=self.written, folder=self.folder)
