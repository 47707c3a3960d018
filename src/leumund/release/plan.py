"""What a campaign's draw will be able to show, and what that costs, before it is drawn.

Per partner and portion: the chance p that a person called by somebody else's list is in the
copy, and how many unexplained calls it takes until a copy that is used is named, if all, a
half or a fifth of these calls come from it; and for a leak as somebody expects it, how many
days. Where nothing is left to chance the copy "cannot be named, only excluded", and the plan
says so, with the day from which it is so, instead of a number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from leumund.basics.language import _, reader_language
from leumund.release.campaign import APART
from leumund.release.foresight import Expected, cells_of, pace_of
from leumund.release.goal import reach
from leumund.release.prepare import frame_of, refusals_in_words
from leumund.release.shape import shared_most
from leumund.release.sizes import SPREAD

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from leumund.release.campaign import Campaign
    from leumund.release.foresight import Asked, Cells, Pace
    from leumund.release.goal import Goal, GoalReport
    from leumund.release.prepare import Prepared
    from leumund.release.sizes import Frame
    from leumund.release.tables import Refusal

SHARES = (Fraction(1), Fraction(1, 2), Fraction(1, 5))
HIGH_CHANCE = 0.8


@dataclass(frozen=True, slots=True)
class PlanStep:
    """After one portion has left: units out, the chance p, calls needed per share in SHARES.

    With exclusive lists p and the calls are counted among people of this copy and people
    held back, because nobody else's list says anything about this one. Where nothing is left
    to chance any more, from this day on calls can only exclude the copy.
    """

    on: date
    units: int
    chance: float
    needed: tuple[int | None, ...]
    can_be_named: bool


@dataclass(frozen=True, slots=True)
class CopyPlan:
    """One partner. ``warnings`` are sentences in the reader's language; ``pace``: how soon it
    would be named, None where it cannot be. Where callers are told apart it is for calls that
    cannot be told from others, and ``pace_one_number`` for calls that all show one number."""

    partner: str
    units: int
    can_be_named: bool
    steps: tuple[PlanStep, ...]
    warnings: tuple[str, ...] = ()
    pace: Pace | None = None
    pace_one_number: Pace | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """How much spread copies share: of the smaller of the two that share most, the part that
    is expected in the other; and what it would be had they been drawn apart."""

    most: float
    apart: float

    def in_words(self) -> str:
        """Both as a person reads them."""
        said = _(
            "Of the smaller of two copies at most about {most} % are in the other; of lists "
            "drawn apart it would be {apart} %."
        )
        if self.most >= self.apart:
            said += " " + _("So spreading brings nothing here: write independent.")
        parts = (_decimal(f"{100 * part:.3g}") for part in (self.most, self.apart))
        return said.format(most=next(parts), apart=next(parts))


@dataclass(frozen=True, slots=True)
class PlanReport:
    """The plan of a campaign. Units: ``known`` in the files, ``refused`` because they may not
    be contacted, ``held_for_good``, ``held_now`` (this draw only; with exclusive lists the
    least that is left over), ``taking_part``. ``refusals``: why most may not be contacted.

    ``calls_not_made``: rows that hold-back takes from the copies. ``weight``: the part of
    each copy's booked weight with which complaints may name it. ``alpha``: the account's.
    ``smaller``: partners that the evidence leaves only this part of what they asked for.
    """

    campaign: str
    design: str
    known: int
    refused: int
    held_for_good: int
    held_now: int
    taking_part: int
    calls_not_made: int
    weight: float
    alpha: float
    copies: tuple[CopyPlan, ...]
    refusals: tuple[Refusal, ...] = ()
    expected: Expected = field(default_factory=Expected)
    goal: GoalReport | None = None
    shared: Shared | None = None
    smaller: tuple[tuple[str, str], ...] = ()

    def in_words(self) -> str:
        """The plan as a person reads it."""
        who = _("Campaign {campaign}: {taking_part} of {known} households and firms take part.")
        out = _("May not be contacted: {refused}. Held back for good: {good}; for now: {now}.")
        price = _("Price of holding back: {calls} calls not made.")
        lines = [
            who.format(campaign=self.campaign, taking_part=self.taking_part, known=self.known),
            out.format(refused=self.refused, good=self.held_for_good, now=self.held_now),
            *filter(None, [refusals_in_words(self.refusals)]),
            price.format(calls=self.calls_not_made),
            *([self.shared.in_words()] if self.shared else []),
            *(_smaller_in_words(partner, part) for partner, part in self.smaller),
            expected_in_words(self.expected),
            _("Unexplained calls until a copy is named, if all / half / a fifth come from it:"),
        ]
        for copy in self.copies:
            lines += _copy_in_words(copy, self.expected)
        if self.goal is not None:
            lines.append(self.goal.in_words())
        return "\n".join(lines)


def report_of(
    campaign: Campaign, prepared: Prepared, asked: Asked, goal: Goal | None = None
) -> PlanReport:
    """The plan of a campaign; with a goal also the cheapest way to reach it."""
    frame, selection = prepared.frame, prepared.selection
    held = selection.held_for_good
    permanent = [(wish.share or Fraction(0)) * held for wish in campaign.partners]
    free = frame_of(campaign, prepared.universe, Fraction(0))
    return PlanReport(
        campaign=campaign.name,
        design=campaign.design,
        known=selection.known,
        refused=selection.refused,
        held_for_good=held,
        held_now=int(campaign.rotating * (len(prepared.universe) - prepared.decoy_count)),
        taking_part=selection.taking_part,
        calls_not_made=calls_not_made(frame, free, permanent),
        weight=float(asked.weight),
        alpha=float(asked.alpha),
        copies=plan_copies(campaign, frame, asked),
        refusals=prepared.refusals,
        expected=asked.expected,
        goal=reach(campaign, prepared.universe, asked, goal) if goal else None,
        shared=_shared(frame) if campaign.design == SPREAD else None,
        smaller=_smaller(campaign),
    )


def plan_copies(campaign: Campaign, frame: Frame, asked: Asked) -> tuple[CopyPlan, ...]:
    """The plan of every copy of a frame."""
    return tuple(_plan_copy(campaign, frame, at, asked) for at in range(len(frame.copies)))


def calls_not_made(frame: Frame, without_holding: Frame, permanent: Sequence[Fraction]) -> int:
    """Rows that hold-back takes from the copies: those the same campaign would hand over
    without it, and for each partner that asks for a share its part of the permanent one."""
    rotating = int(without_holding.sizes.sum() - frame.sizes.sum())
    return rotating + sum(int(rows) for rows in permanent)


def _smaller(campaign: Campaign) -> tuple[tuple[str, str], ...]:
    takes = campaign.adapt.takes if campaign.adapt else lambda _partner: Fraction(1)
    parts = [(wish.partner, takes(wish.partner)) for wish in campaign.partners]
    return tuple((partner, str(part)) for partner, part in parts if part < 1)


def _smaller_in_words(partner: str, part: str) -> str:
    told = _("By the evidence so far {partner} gets {part} of what it asked for.")
    return told.format(partner=partner, part=part)


def _shared(frame: Frame) -> Shared:
    sizes, free = frame.sizes.sum(axis=2), frame.units - frame.held
    homes = np.array([frame.home_names.index(name) for name in frame.homes])
    mine = np.eye(len(frame.home_names), dtype=np.int64)[homes]
    return Shared(shared_most(sizes, free), shared_most(sizes @ mine, free @ mine))


def _plan_copy(campaign: Campaign, frame: Frame, at: int, asked: Asked) -> CopyPlan:
    cells = cells_of(frame, at)
    steps = tuple(
        _step(cells, portion, planned.on, asked)
        for portion, planned in enumerate(campaign.portions)
    )
    can_be_named = any(step.can_be_named for step in steps)
    everybody = int(frame.units.sum())
    warnings = _warnings(campaign, cells, steps, everybody)
    pace = one = None
    if can_be_named:
        pace = pace_of(campaign, cells, everybody, asked, has_one_number=False)
        if campaign.callers == APART:
            one = pace_of(campaign, cells, everybody, asked, has_one_number=True)
    units = steps[-1].units
    return CopyPlan(frame.copies[at], units, can_be_named, steps, warnings, pace, one)


def _step(cells: Cells, portion: int, on: date, asked: Asked) -> PlanStep:
    is_open = cells.is_open()[:, portion]
    can_be_named = bool(is_open.any())
    mine = cells.out[:, portion]
    chance = float(mine[is_open].sum() / cells.size[is_open].sum()) if can_be_named else 0.0
    weight, alpha = float(asked.weight), float(asked.alpha)
    needed = tuple(
        asked.calls_needed(p=chance, share=float(share), weight=weight, alpha=alpha)
        if can_be_named
        else None
        for share in SHARES
    )
    return PlanStep(on, int(mine.sum()), chance, needed, can_be_named)


def _warnings(
    campaign: Campaign, cells: Cells, steps: Sequence[PlanStep], everybody: int
) -> tuple[str, ...]:
    if not any(step.can_be_named for step in steps):
        return (
            _("This copy cannot be named, only excluded: nothing in it is left to chance."),
        )
    if not steps[-1].can_be_named:
        told = _(
            "From {on} on calls can only exclude it: all who could be in it are. What was "
            "called before still counts; hold some back, or let the portions leave later."
        )
        shut = max(at for at, step in enumerate(steps) if step.can_be_named) + 1
        return (told.format(on=steps[shut].on),)
    mine, is_open = cells.out[:, -1], cells.is_open()[:, -1]
    said = []
    if campaign.design == SPREAD:
        silent = _("Only calls to {part} % of all who take part say anything about this copy.")
        said.append(silent.format(part=round(100 * cells.size[is_open].sum() / everybody)))
    closed = int(mine[~is_open].sum())
    if closed:
        silent = _("{units} of its {all} units say nothing: their group is too small or whole.")
        said.append(silent.format(units=closed, all=int(mine.sum())))
    if steps[-1].chance > HIGH_CHANCE:
        large = _("It holds {part} % of all who could be in it: hold more back, or give less.")
        said.append(large.format(part=round(100 * steps[-1].chance)))
    return tuple(said)


def expected_in_words(expected: Expected) -> str:
    """The leak a plan is made for, as a person reads it."""
    said = _(
        "Reckoned for a leak from the first day on: {calls} calls a day out of the copy, "
        "{part} % complain; {others} unexplained calls a day from elsewhere."
    )
    return said.format(
        calls=_decimal(f"{expected.calls_a_day:g}"),
        part=_decimal(f"{100 * expected.complaining:g}"),
        others=_decimal(f"{expected.others_a_day:g}"),
    )


def paces_in_words(copy: CopyPlan, horizon_days: int) -> list[str]:
    """How soon such a leak is named; twice where it matters which numbers its calls show."""
    if copy.pace is None:
        return []
    told = pace_in_words(copy.pace, horizon_days)
    if copy.pace_one_number is None:
        return [told]
    one = pace_in_words(copy.pace_one_number, horizon_days)
    return [
        _("if its calls cannot be told from others: {pace}").format(pace=told),
        _("if all its calls show one number: {pace}").format(pace=one),
    ]


def pace_in_words(pace: Pace, horizon_days: int) -> str:
    """How soon such a leak is named."""
    if pace.median_days is None:
        seldom = _("named in {part} % of such leaks, within {horizon} days")
        return seldom.format(part=_decimal(f"{pace.named_percent:g}"), horizon=horizon_days)
    if pace.most_days is None:
        half = _("named in half of such leaks within {median} days, in {part} % at all")
        part = _decimal(f"{pace.named_percent:g}")
        return half.format(median=pace.median_days, part=part)
    both = _("named in half of such leaks within {median} days, in nine of ten within {most}")
    return both.format(median=pace.median_days, most=pace.most_days)


def _copy_in_words(copy: CopyPlan, expected: Expected) -> list[str]:
    lines = [_("{partner}: {units} units").format(partner=copy.partner, units=copy.units)]
    for step in copy.steps if copy.can_be_named else ():
        needed = " / ".join("–" if calls is None else str(calls) for calls in step.needed)
        said = _("from {on}: {units} units out, chance {chance} %, calls {needed}").format(
            on=step.on,
            units=step.units,
            chance=_decimal(f"{100 * step.chance:.3g}") if step.can_be_named else "–",
            needed=needed,
        )
        lines.append(f"  {said}")
    lines += [f"  {said}" for said in paces_in_words(copy, expected.horizon_days)]
    return lines + [f"  {warning}" for warning in copy.warnings]


def _decimal(written: str) -> str:
    return written.replace(".", ",") if reader_language() == "de" else written
