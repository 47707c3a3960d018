"""Scorecards: per partner how often something happens, with the range that chance explains.

A rate that lies outside what chance gives for so many calls is a question, not a finding: who
calls other people differs for other reasons, too. Nothing is shown about fewer than five
people, nor what could be reckoned from the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from leumund.basics.language import _
from leumund.basics.shares import PEOPLE_MIN, expected_range, interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from leumund.audit.calls import CallsAudit

Place = Literal["inside", "above", "far_above", "below", "far_below", "hidden"]
_NEAR, _FAR = 0.95, 0.998
_CURVE_POINTS = 40
_MEASURES = {
    "refused": "answer",
    "other_number": "answer",
    "unasked": "answer",
    "call.after_objection": "code",
    "call.after_contract_end": "code",
    "call.outside_hours": "code",
    "call.holiday": "code",
    "call.over_cap": "code",
    "C050": "code",
}


@dataclass(frozen=True, slots=True)
class Rate:
    """``hits`` of ``of`` at one partner; ``people`` stand behind the hits, ``people_of``
    behind all."""

    measure: str
    partner: str
    hits: int
    of: int
    people: int
    people_of: int


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One partner's rate, per cent, with its range (95 %, Clopper and Pearson). Empty figures
    belong to fewer than five people. ``place``: where it lies beside what chance gives."""

    partner: str
    of: int | None
    hits: int | None
    share: float | None
    low: float | None
    high: float | None
    place: Place


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What chance gives for so many calls if all partners were alike, per cent: in 95 and in
    99.8 of 100 cases."""

    of: int
    low: float
    high: float
    far_low: float
    far_high: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """One measure over all partners: ``share`` of all, per cent, None where it would give a
    hidden figure away."""

    measure: str
    share: float | None
    hits: int | None
    of: int | None
    rows: tuple[ScoreRow, ...]
    curve: tuple[CurvePoint, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Scorecards:
    """All measures for calls from ``since`` to ``until``."""

    since: date | None
    until: date | None
    funnels: tuple[Funnel, ...]

    def in_words(self) -> str:
        """A block per measure, a line per partner."""
        if not self.funnels:
            return _("There is nothing to compare: no call was declared for these days.")
        titles, lines = measure_titles(), []
        for funnel in self.funnels:
            lines.append(titles.get(funnel.measure, funnel.measure))
            lines += [f"  {_row_in_words(row)}" for row in funnel.rows]
        lines.append(
            _(
                "A rate outside what chance explains is a question, not a finding. Figures "
                "about fewer than five people are left out."
            )
        )
        return "\n".join(lines)


def measure_titles() -> dict[str, str]:
    """What each measure counts, in the reader's language."""
    return {
        "refused": _("Calls made although the answer was no, of all calls"),
        "other_number": _(
            "Calls made while a pass for another number lay unused, of all calls"
        ),
        "unasked": _("Calls made without having asked, of all calls"),
        "lost": _("Lost calls, of all calls"),
        "complaints": _("Complaints about declared calls, of all calls"),
        "call.after_objection": _("Calls after an objection, of all calls"),
        "call.after_contract_end": _("Calls to former customers without consent, of all calls"),
        "call.outside_hours": _("Calls outside the hours, of all calls"),
        "call.holiday": _("Calls on public holidays, of all calls"),
        "call.over_cap": _("Calls more often than is allowed, of all calls"),
        "C050": _("Calls to numbers that were never handed over, of all calls"),
        "orders.rejected": _("Orders that the customer rejected, of all orders"),
        "orders.withdrawn": _("Orders that were withdrawn, of all orders"),
    }


def place_titles() -> dict[Place, str]:
    """Where a rate lies beside what chance gives."""
    return {
        "inside": _("as chance explains"),
        "above": _("higher than chance explains in 95 of 100 cases"),
        "far_above": _("higher than chance explains in 998 of 1,000 cases"),
        "below": _("lower than chance explains in 95 of 100 cases"),
        "far_below": _("lower than chance explains in 998 of 1,000 cases"),
        "hidden": _("fewer than five people"),
    }


def rates_of_calls(calls: CallsAudit, complaints: Mapping[str, Sequence[int]]) -> list[Rate]:
    """The rates that declared calls give; ``complaints``: per partner the lines of those who
    complained about a call that only the partner's own record explains."""
    rates = []
    for each in calls.partners:
        counted = {**each.by_answer, **each.against}
        for measure in _MEASURES:
            hits = counted.get(measure, 0)
            people = min(hits, each.people_by_code.get(measure, 0))
            rates.append(Rate(measure, each.partner, hits, each.calls, people, each.people))
        lines = complaints.get(each.partner, ())
        told = Rate(
            "complaints", each.partner, len(lines), each.calls, len(set(lines)), each.people
        )
        people = each.people_by_code.get("lost", 0)
        lost = Rate("lost", each.partner, each.lost, each.calls, people, each.people)
        rates += [told, lost]
    return rates


def scorecards(rates: Iterable[Rate], since: date | None, until: date | None) -> Scorecards:
    """Every measure that somebody has at all."""
    grouped: defaultdict[str, list[Rate]] = defaultdict(list)
    for rate in rates:
        if rate.of:
            grouped[rate.measure].append(rate)
    met = [(name, rows) for name, rows in grouped.items() if any(row.hits for row in rows)]
    return Scorecards(since, until, tuple(_funnel(name, rows) for name, rows in met))


def _funnel(measure: str, rates: Sequence[Rate]) -> Funnel:
    hits, of = sum(row.hits for row in rates), sum(row.of for row in rates)
    hits = min(hits, of)
    share = hits / of
    rows = [_row(rate, share) for rate in sorted(rates, key=lambda each: each.partner)]
    hidden = sum(row.place == "hidden" for row in rows)
    is_total_shown = hidden != 1 and _is_shown(
        Rate(measure, "", hits, of, _people(rates), sum(row.people_of for row in rates))
    )
    sizes = [row.of for row in rows if row.of is not None]
    return Funnel(
        measure=measure,
        share=_percent(share) if is_total_shown else None,
        hits=hits if is_total_shown else None,
        of=of if is_total_shown else None,
        rows=tuple(rows),
        curve=_curve(share, sizes) if is_total_shown else (),
    )


def _people(rates: Sequence[Rate]) -> int:
    return sum(rate.people for rate in rates)


def _is_shown(rate: Rate) -> bool:
    """Nothing about one to four people, nor about one to four who are the others."""
    if rate.people_of < PEOPLE_MIN or 0 < rate.people < PEOPLE_MIN:
        return False
    return not 0 < rate.of - rate.hits < PEOPLE_MIN


def _row(rate: Rate, share: float) -> ScoreRow:
    if not _is_shown(rate):
        return ScoreRow(rate.partner, None, None, None, None, None, "hidden")
    hits = min(rate.hits, rate.of)
    low, high = interval(hits, rate.of)
    return ScoreRow(
        partner=rate.partner,
        of=rate.of,
        hits=hits,
        share=_percent(hits / rate.of),
        low=_percent(low),
        high=_percent(high),
        place=_place(hits / rate.of, rate.of, share),
    )


def _place(mine: float, of: int, share: float) -> Place:
    near, far = expected_range(share, of, _NEAR), expected_range(share, of, _FAR)
    if mine > near[1]:
        return "far_above" if mine > far[1] else "above"
    if mine < near[0]:
        return "far_below" if mine < far[0] else "below"
    return "inside"


def _curve(share: float, sizes: Sequence[int]) -> tuple[CurvePoint, ...]:
    """The funnel, from the smallest to the largest partner, evenly on a logarithmic scale."""
    if not sizes:
        return ()
    least, most = max(1, min(sizes) // 2), max(sizes) * 2
    steps = (most / least) ** (1 / (_CURVE_POINTS - 1))
    made = sorted({round(least * steps**at) for at in range(_CURVE_POINTS)})
    points = []
    for of in made:
        low, high = expected_range(share, of, _NEAR)
        far_low, far_high = expected_range(share, of, _FAR)
        ranges = (_percent(each) for each in (low, high, far_low, far_high))
        points.append(CurvePoint(of, *ranges))
    return tuple(points)


def _percent(share: float) -> float:
    return round(100 * share, 2)


def _row_in_words(row: ScoreRow) -> str:
    if row.place == "hidden":
        return f"{row.partner}: {place_titles()['hidden']}"
    return _("{partner}: {hits} of {of}, {share} % ({low}–{high}): {place}").format(
        partner=row.partner,
        hits=row.hits,
        of=row.of,
        share=row.share,
        low=row.low,
        high=row.high,
        place=place_titles()[row.place],
    )
