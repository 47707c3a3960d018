"""What of the installation's one promise is spent, on whom, and what is left of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from leumund.basics.language import _, reader_language
from leumund.release.account import complaints_weight, years_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from leumund.release.account import Account

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class SpentCopy:
    """One copy and what it has booked, as an exact part of the promise.

    ``needed``: by so many times the stake must multiply until complaints name it.
    """

    partner: str
    weight: str
    needed: float


@dataclass(frozen=True, slots=True)
class SpentDraw:
    """One draw's part of the promise. ``year`` from 1, ``turn`` from 1 within year and kind;
    a draw inside a copy has none, its part comes out of that copy's: of the partner
    ``inside_partner`` in the campaign ``inside_campaign``."""

    campaign: str
    drawn_at: datetime
    year: int | None
    is_declared: bool | None
    turn: int | None
    part: str
    copies: tuple[SpentCopy, ...]
    inside_campaign: str | None = None
    inside_partner: str | None = None


@dataclass(frozen=True, slots=True)
class AccountReport:
    """The account on a day. ``spent``, ``lost`` and ``left`` are exact and sum to one; lost is
    what years that are over did not use, because nothing of it passes to later years.

    ``year`` from 1, None where the horizon has passed. ``declared_left``: planned draws that
    may still be made this year, each with ``declared_part``; ``undeclared_part``: what the
    next one that was not planned would get.
    """

    opened_on: date
    until: date
    alpha: str
    year: int | None
    spent: str
    lost: str
    left: str
    declared_left: int
    declared_part: str
    undeclared_part: str
    draws: tuple[SpentDraw, ...]

    def in_words(self) -> str:
        """The account as a person reads it."""
        promise = _("Until {until} a copy that was not used is named at most once in {times}.")
        figures = _(
            "Of this promise, in millionths: {spent} spent, {lost} lapsed, {left} left."
        )
        told = {"spent": self.spent, "lost": self.lost, "left": self.left}
        lines = [
            promise.format(until=self.until, times=_grouped(1 / Fraction(self.alpha))),
            figures.format(**{name: _millionths(part) for name, part in told.items()}),
            self._next_in_words(),
        ]
        for draw in self.draws:
            lines += _draw_in_words(draw)
        return "\n".join(lines)

    def _next_in_words(self) -> str:
        if self.year is None:
            return _("Its time is over: nothing more can be drawn.")
        said = _(
            "Year {year}: {count} planned draws left with {part} each; "
            "the next one that was not planned gets {other}."
        )
        return said.format(
            year=self.year,
            count=self.declared_left,
            part=_millionths(self.declared_part),
            other=_millionths(self.undeclared_part),
        )


def account_report(
    account: Account, rows: Iterable[Mapping[str, Any]], today: date
) -> AccountReport:
    """The account on this day; ``rows``: every copy with its draw, in order."""
    terms, opened = account.terms, account.opened_on
    spent = account.booked()
    passed = min(max(years_between(opened, today), 0), terms.horizon_years)
    before = sum((one.part for one in account.bookings if one.year < passed), Fraction(0))
    lost = Fraction(passed, terms.horizon_years) - before
    is_open = passed < terms.horizon_years
    used = [sum(one.year == passed and one.is_declared is kind for one in account.bookings)
            for kind in (True, False)]  # fmt: skip
    return AccountReport(
        opened_on=opened,
        until=_anniversary(opened, terms.horizon_years),
        alpha=str(terms.alpha),
        year=passed + 1 if is_open else None,
        spent=str(spent),
        lost=str(lost),
        left=str(1 - spent - lost),
        declared_left=terms.declared_per_year - used[0] if is_open else 0,
        declared_part=str(terms.declared_part()),
        undeclared_part=str(terms.undeclared_part(used[1] + 1)),
        draws=_draws(list(rows), terms.alpha),
    )


def _draws(rows: Sequence[Mapping[str, Any]], alpha: Fraction) -> tuple[SpentDraw, ...]:
    by_draw: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_draw.setdefault(row["campaign"], []).append(row)
    return tuple(_draw(found, alpha) for found in by_draw.values())


def _draw(rows: Sequence[Mapping[str, Any]], alpha: Fraction) -> SpentDraw:
    first = rows[0]
    return SpentDraw(
        campaign=first["campaign"],
        drawn_at=first["drawn_at"],
        year=None if first["account_year"] is None else first["account_year"] + 1,
        is_declared=first["is_declared"],
        turn=first["account_turn"],
        part=first["part"],
        copies=tuple(_copy(row, alpha) for row in rows),
        inside_campaign=first.get("inside_campaign"),
        inside_partner=first.get("inside_partner"),
    )


def _copy(row: Mapping[str, Any], alpha: Fraction) -> SpentCopy:
    weight = Fraction(row["weight"])
    needed = float(1 / (complaints_weight(weight) * alpha))
    return SpentCopy(row["partner"], str(weight), needed)


def _draw_in_words(draw: SpentDraw) -> list[str]:
    if draw.inside_partner is None:
        said = _("{campaign}, drawn {day} (year {year}, {kind} no. {turn}): {part} millionths")
    else:
        said = _("{campaign}, drawn {day} inside the copy of {above} in {inside}: {part} of it")
    lines = [
        said.format(
            campaign=draw.campaign,
            day=draw.drawn_at.date(),
            year=draw.year,
            kind=_("planned") if draw.is_declared else _("not planned"),
            turn=draw.turn,
            part=_millionths(draw.part),
            above=draw.inside_partner,
            inside=draw.inside_campaign,
        )
    ]
    each = _("{partner}: {weight} millionths; named when the stake has grown {times} times")
    lines += [
        "  "
        + each.format(
            partner=copy.partner,
            weight=_millionths(copy.weight),
            times=_grouped(copy.needed),
        )
        for copy in draw.copies
    ]
    return lines


def _anniversary(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


_WHOLE_FROM = 1_000


def _millionths(part: str) -> str:
    many = Fraction(part) * MILLION
    return _grouped(many) if many >= _WHOLE_FROM else _spoken(f"{float(many):.5g}")


def _grouped(number: Fraction | float) -> str:
    return _spoken(f"{round(number):,}")


def _spoken(written: str) -> str:
    swap = str.maketrans(",.", ".,")
    return written.translate(swap) if reader_language() == "de" else written
