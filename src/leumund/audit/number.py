"""A number that somebody reports: looked up first, then rung once, by a person.

A number that a display shows can be anybody's: whoever shows it need not hold it. So nothing
of this names anybody by itself, and every answer says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from leumund.audit.bulk import aware
from leumund.basics.clock import local_text
from leumund.basics.errors import BadInput, Conflict
from leumund.basics.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from leumund.basics.numbers import Number
    from leumund.network import Partner

_SAID_MAX = 1000


class NotLookedUp(Conflict):
    """Nobody has looked up {number} yet, so it is not rung: what our own files say comes
    first. Nothing was noted."""

    code = "not-looked-up"
    hint = "Run 'leumund audit number' with it, and read what it says."


class RungBefore(Conflict):
    """{number} was rung on {at}. A number is rung once; nothing was noted."""

    code = "rung-before"
    hint = "Read what was said then: 'leumund audit number'."


class NothingSaid(BadInput):
    """There is nothing to note, or more than {most} characters of it. Nothing was noted."""

    code = "nothing-said"
    hint = "Note in a sentence or two what was said after the greeting. Do not record the call."


@dataclass(frozen=True, slots=True)
class Holder:
    """A partner that may show this number, and on which days."""

    partner: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class CallsShowing:
    """Declared calls of one partner that showed the number."""

    partner: str
    calls: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class ComplaintsShowing:
    """How many complaints name the number, and when the first and the last arrived."""

    complaints: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ring:
    """What a person noted who rang the number: never a recording."""

    at: datetime
    by: str
    said: str
    named: str | None = None


@dataclass(frozen=True, slots=True)
class ShownNumber:
    """All that our own files know of a number that was shown."""

    number: Number
    holders: tuple[Holder, ...] = ()
    calls: tuple[CallsShowing, ...] = ()
    complaints: ComplaintsShowing = field(default_factory=ComplaintsShowing)
    ring: Ring | None = None

    @property
    def is_known(self) -> bool:
        """Whether anything but complaints knows it."""
        return bool(self.holders or self.calls)

    def in_words(self) -> str:
        """Whose it may be, who showed it, who complained; then what to do."""
        lines = [_("{number}: what our own files say.").format(number=self.number)]
        for each in self.holders:
            lines.append(
                _("{partner} may show it since {since}.").format(
                    partner=each.partner, since=each.valid_from
                )
            )
        for row in self.calls:
            lines.append(
                _("{partner} has declared {calls} calls that showed it.").format(
                    partner=row.partner, calls=row.calls
                )
            )
        if not self.is_known:
            lines.append(_("No partner may show it, and no declared call did."))
        lines.append(
            _("Complaints that name it: {count}.").format(count=self.complaints.complaints)
        )
        lines += [self._ring(), _("A number that was shown proves nothing by itself.")]
        return "\n".join(lines)

    def _ring(self) -> str:
        if self.ring is None:
            return _(
                "Next: one person rings it once, records nothing, and notes what is said after "
                "the greeting with 'leumund audit rang'."
            )
        return _("Rung on {at} by {by}: {said}").format(
            at=local_text(self.ring.at), by=self.ring.by, said=self.ring.said
        )


def calls_showing(row: Mapping[str, Any]) -> CallsShowing:
    """From a row of the step ``calls_showing``."""
    first, last = aware(row["first_at"]), aware(row["last_at"])
    return CallsShowing(row["partner"], row["calls"], first, last)


def holders_of(number: Number, partners: tuple[Partner, ...]) -> tuple[Holder, ...]:
    """Everybody who may show this number, or might once."""
    return tuple(
        Holder(partner.name, each.valid_from, each.valid_to)
        for partner in partners
        for each in partner.caller_numbers
        if each.number == number
    )


def said_text(said: str) -> str:
    """What is to be noted, without the space around it; raises NothingSaid."""
    text = " ".join(said.split())
    if not text or len(text) > _SAID_MAX:
        raise NothingSaid(most=_SAID_MAX)
    return text
