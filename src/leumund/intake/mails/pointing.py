"""What a person types at the screen: a value, or the words of the mail that tell it."""

from __future__ import annotations

import re
from datetime import date, datetime

from leumund.basics.errors import BadInput
from leumund.basics.numbers import Number
from leumund.intake.mails.calendar import clocks, days
from leumund.intake.mails.callers import products
from leumund.intake.mails.complaint import WITHHELD, Read, Value
from leumund.intake.mails.phones import phones
from leumund.intake.mails.sentences import Span, lowered

_YES = frozenset(("yes", "ja", "true", "j", "y", "1"))
_NO = frozenset(("no", "nein", "false", "n", "0"))
_HIDDEN = frozenset((WITHHELD, "unterdrückt", "anonym", "hidden", "anonymous"))
_LONGEST = 500


class NoSuchValue(BadInput):
    """{value} cannot be the {field} of a complaint. Nothing was saved for this question."""

    code = "no-such-value"
    hint = "Write a number with its area code, or a day and a time, for example 3.3.2026 17:05."


def text_form(value: Value) -> str:
    """A value as it is shown and kept: 2026-03-03 17:05, 2026-03-03, yes, +49..."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else value


def parsed(name: str, written: str) -> Value:
    """A typed or kept value of a field; raises NoSuchValue."""
    return pointed(name, written, "", None).value


def pointed(name: str, written: str, text: str, sent_at: datetime | None) -> Read:
    """The value that was typed and its words in ``text``, if they stand there (else 0, 0).

    "gestern gegen 17 Uhr" is told from ``sent_at``; for a field that is yes or no, words of
    the mail mean yes. Raises NoSuchValue.
    """
    typed = " ".join(written.split())[:_LONGEST]
    start, end = _place(typed, text)
    if name in ("number_called", "number_shown"):
        number = _number(name, typed)
        low = lowered(text)
        places = (one for one in phones(low, 0, len(low)) if one.e164 == number)
        if not end and (place := next(places, None)) is not None:
            start, end = place.start, place.end
        return Read(number, start, end, 1.0)
    if name in ("called_at", "arrived_at"):
        return Read(_moment(name, typed, sent_at), start, end, 1.0)
    if name.startswith("is_"):
        return Read(typed.lower() in _YES or bool(end), start, end, 1.0)
    if not typed:
        raise NoSuchValue(value="…", field=name)
    kind = next(products(typed.lower(), Span(0, len(typed))), None)
    note = kind.note if kind and name == "product" else ""
    return Read(typed, start, end, 1.0, note)


def _place(typed: str, text: str) -> tuple[int, int]:
    """Where the words stand, whatever their case and however the lines are broken."""
    if not text or not typed or typed.lower() in _YES | _NO:
        return 0, 0
    words = r"\s+".join(map(re.escape, typed.lower().split()))
    hit = re.search(rf"(?<!\w){words}(?!\w)", lowered(text))
    return hit.span() if hit else (0, 0)


def _number(name: str, typed: str) -> str:
    if name == "number_shown" and typed.lower() in _HIDDEN:
        return WITHHELD
    try:
        return Number.read(typed).e164
    except BadInput:
        raise NoSuchValue(value="…", field=name) from None


def _moment(name: str, typed: str, sent_at: datetime | None) -> datetime | date:
    try:
        exact = datetime.fromisoformat(typed)
        return exact.date() if len(typed) <= len("2026-03-03") else exact.replace(tzinfo=None)
    except ValueError:
        low = typed.lower()
    named = [day for day in days(low, 0, len(low), sent_at) if sent_at or not day.note]
    if not named:
        raise NoSuchValue(value="…", field=name)
    times = [one.at for one in clocks(low, 0, len(low), named)]
    times += [day.at for day in named if day.at is not None]
    return datetime.combine(named[0].day, times[0]) if times else named[0].day
