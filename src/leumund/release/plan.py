"""What a campaign's draw will be able to show, and what that costs, before it is drawn.

Per partner and portion: the chance p that a person called by somebody else's list is in the
copy, and how many unexplained calls it takes until a copy that is used is named, if all, a
half or a fifth of these calls come from it. Where nothing is left to chance the copy
"cannot be named, only excluded", and the plan says so instead of a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

import numpy as np

from leumund.basics.language import _, reader_language
from leumund.release.prepare import frame_of, refusals_in_words
from leumund.release.sizes import CONDITIONAL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from leumund.release.campaign import Campaign
    from leumund.release.prepare import Prepared
    from leumund.release.sizes import Frame
    from leumund.release.tables import Refusal

SHARES = (Fraction(1), Fraction(1, 2), Fraction(1, 5))
FEWEST_UNITS = 5
HIGH_CHANCE = 0.8


class CallsNeeded(Protocol):
    """How many calls it takes at chance p, share and weight; None: it cannot be."""

    def __call__(self, p: float, share: float, weight: float, alpha: float) -> int | None: ...


@dataclass(frozen=True, slots=True)
class PlanStep:
    """After one portion has left: units out, the chance p, calls needed per share in SHARES.

    With exclusive lists p and the calls are counted among people of this copy and people
    held back, because nobody else's list says anything about this one.
    """

    on: date
    units: int
    chance: float
    needed: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class CopyPlan:
    """One partner. ``warnings`` are sentences in the reader's language."""

    partner: str
    units: int
    can_be_named: bool
    steps: tuple[PlanStep, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanReport:
    """The plan of a campaign. Units: ``known`` in the files, ``refused`` because they may not
    be contacted, ``held_for_good``, ``held_now`` (this draw only; with exclusive lists the
    least that is left over), ``taking_part``. ``refusals``: why most may not be contacted.

    ``calls_not_made``: rows that hold-back takes from the copies. ``weight``: the part of
    each copy's booked weight with which complaints may name it. ``alpha``: the account's.
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
            _("Unexplained calls until a copy is named, if all / half / a fifth come from it:"),
        ]
        for copy in self.copies:
            lines += _copy_in_words(copy)
        return "\n".join(lines)


def report_of(
    campaign: Campaign,
    prepared: Prepared,
    weight: Fraction,
    alpha: Fraction,
    calls_needed: CallsNeeded,
) -> PlanReport:
    """The plan of a campaign; ``weight`` is what complaints may name each copy with."""
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
        held_now=int(campaign.rotating * len(prepared.universe)),
        taking_part=selection.taking_part,
        calls_not_made=calls_not_made(frame, free, permanent),
        weight=float(weight),
        alpha=float(alpha),
        copies=plan_copies(campaign, frame, weight, alpha, calls_needed),
        refusals=prepared.refusals,
    )


def plan_copies(
    campaign: Campaign,
    frame: Frame,
    weight: Fraction,
    alpha: Fraction,
    calls_needed: CallsNeeded,
) -> tuple[CopyPlan, ...]:
    """The plan of every copy of a frame; ``weight`` is what complaints may name it with."""
    return tuple(
        _plan_copy(campaign, frame, at, float(weight), float(alpha), calls_needed)
        for at in range(len(frame.copies))
    )


def calls_not_made(frame: Frame, without_holding: Frame, permanent: Sequence[Fraction]) -> int:
    """Rows that hold-back takes from the copies: those the same campaign would hand over
    without it, and for each partner that asks for a share its part of the permanent one."""
    rotating = int(without_holding.sizes.sum() - frame.sizes.sum())
    return rotating + sum(int(rows) for rows in permanent)


def _plan_copy(
    campaign: Campaign,
    frame: Frame,
    at: int,
    weight: float,
    alpha: float,
    calls_needed: CallsNeeded,
) -> CopyPlan:
    cells = _cells(frame, at)
    mine = frame.sizes[at].sum(axis=1)
    is_open = (mine > 0) & (mine < cells) & (cells >= FEWEST_UNITS)
    can_be_named = bool(is_open.any())
    steps = []
    for portion, planned in enumerate(campaign.portions):
        out = frame.sizes[at, :, : portion + 1].sum(axis=1)
        units = int(out.sum())
        chance = float(out[is_open].sum() / cells[is_open].sum()) if can_be_named else 0.0
        needed = tuple(
            calls_needed(p=chance, share=float(share), weight=weight, alpha=alpha)
            if 0 < chance < 1
            else None
            for share in SHARES
        )
        steps.append(PlanStep(planned.on, units, chance, needed))
    warnings = _warnings(mine, cells, is_open, steps[-1].chance)
    return CopyPlan(frame.copies[at], int(mine.sum()), can_be_named, tuple(steps), warnings)


def _cells(frame: Frame, at: int) -> NDArray[np.int64]:
    """Per stratum: among how many units the coin of this copy was tossed.

    Independent: everybody who could be in it. Exclusive lists: given the others' lists only
    its own units and those that nobody got could have changed places.
    """
    if frame.design == CONDITIONAL:
        others = np.delete(frame.sizes, at, axis=0).sum(axis=(0, 2))
        cells: NDArray[np.int64] = (frame.units - others) * frame.eligible[:, at]
    else:
        cells = (frame.units - frame.held) * frame.eligible[:, at]
    return cells


def _warnings(
    mine: NDArray[np.int64],
    cells: NDArray[np.int64],
    is_open: NDArray[np.bool_],
    chance: float,
) -> tuple[str, ...]:
    if not is_open.any():
        return (
            _("This copy cannot be named, only excluded: nothing in it is left to chance."),
        )
    told = []
    closed = int(mine[~is_open].sum())
    if closed:
        silent = _("{units} of its {all} units say nothing: their group is too small or whole.")
        told.append(silent.format(units=closed, all=int(mine.sum())))
    if chance > HIGH_CHANCE:
        large = _("It holds {part} % of all who could be in it: hold more back, or give less.")
        told.append(large.format(part=round(100 * chance)))
    return tuple(told)


def _copy_in_words(copy: CopyPlan) -> list[str]:
    lines = [_("{partner}: {units} units").format(partner=copy.partner, units=copy.units)]
    if copy.can_be_named:
        for step in copy.steps:
            needed = " / ".join("–" if calls is None else str(calls) for calls in step.needed)
            said = _("from {on}: {units} units out, chance {chance} %, calls {needed}").format(
                on=step.on,
                units=step.units,
                chance=_decimal(f"{100 * step.chance:.3g}"),
                needed=needed,
            )
            lines.append(f"  {said}")
    return lines + [f"  {warning}" for warning in copy.warnings]


def _decimal(written: str) -> str:
    return written.replace(".", ",") if reader_language() == "de" else written
