"""Numbers, dates and chances as a reader writes them, in the reader's language."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from leumund.basics.clock import on_german_clock
from leumund.basics.language import _, reader_language

if TYPE_CHECKING:
    from datetime import date, datetime

_MILLION, _BILLION, _TRILLION = 10**6, 10**9, 10**12


def grouped(number: int) -> str:
    """45,211 in English, 45.211 in German."""
    written = f"{number:,}"
    return written.replace(",", ".") if reader_language() == "de" else written


def decimal(number: float, places: int = 1) -> str:
    """2.5 in English, 2,5 in German."""
    written = f"{number:.{places}f}"
    return written.replace(".", ",") if reader_language() == "de" else written


def percent(share: float) -> str:
    """A part of one as whole per cent: 5 %."""
    return f"{round(100 * share)}\N{NO-BREAK SPACE}%"


def written(value: str) -> str:
    """A value of our own lists (channels, ways, what an objection covers) in the reader's
    words; whatever the company wrote itself stays as it is."""
    known = {
        "all": _("everything"),
        "telephone": _("telephone"),
        "phone": _("telephone"),
        "automated_call": _("automated call"),
        "email": _("mail"),
        "sms": _("text message"),
        "messenger": _("messenger"),
        "post": _("letter"),
        "letter": _("letter"),
        "web": _("website"),
        "email_doi": _("click in a confirmation mail"),
        "paper": _("paper"),
        "shop": _("shop"),
        "portal": _("portal"),
        "prize_draw": _("prize draw"),
        "purchased": _("bought from somebody else"),
        "other": _("another way"),
        "complaint": _("your complaint"),
    }
    return known.get(value, value)


def in_full(day: date) -> str:
    """14 June 2025, 14. Juni 2025."""
    return _("{day} {month} {year}").format(
        day=day.day, month=month_name(day.month), year=day.year
    )


def in_groups(digest: str | None) -> str:
    """Eight digits at a time, so that it fits a column and two people can compare it aloud."""
    return " ".join((digest or "")[at : at + 8] for at in range(0, len(digest or ""), 8))


def moment_in_full(at: datetime) -> str:
    """14 June 2025, 10:30: on the German clock."""
    local = on_german_clock(at)
    return f"{in_full(local.date())}, {local:%H:%M}"


def day_in_full(at: datetime) -> str:
    """The day on the German clock."""
    return in_full(on_german_clock(at).date())


def month_name(month: int) -> str:
    """The month's name; 1 is January."""
    return (
        _("January"),
        _("February"),
        _("March"),
        _("April"),
        _("May"),
        _("June"),
        _("July"),
        _("August"),
        _("September"),
        _("October"),
        _("November"),
        _("December"),
    )[month - 1]


def once_in(times: int) -> str:
    """How rare a pattern is: "once in 4,000 times"; beyond a trillion only that it is."""
    if times <= 1:
        return _("nothing unusual")
    if times >= _TRILLION:
        return _("less than once in a trillion times")
    return _("once in {times} times").format(times=_large(times))


def listed(words: list[str]) -> str:
    """A, B and C."""
    if len(words) < 2:
        return "".join(words)
    return _("{some} and {last}").format(some=", ".join(words[:-1]), last=words[-1])


def _large(times: int) -> str:
    if times >= _BILLION:
        return _rounded(times / _BILLION, _("a billion"), _("{number} billion"))
    if times >= _MILLION:
        return _rounded(times / _MILLION, _("a million"), _("{number} million"))
    return grouped(times if times < 1000 else times // 100 * 100)


def _rounded(number: float, one: str, many: str) -> str:
    if number < 1.5:
        return one
    # Always downwards: a pattern is never called rarer than it is.
    shown = grouped(int(number)) if number >= 10 else decimal(floor(10 * number) / 10)
    return many.format(number=shown)
