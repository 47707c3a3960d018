"""From the company's files to the frame of a draw: all that is fixed before the coins."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from leumund.basics.errors import BadInput
from leumund.basics.language import _
from leumund.release.decoys import with_decoys
from leumund.release.sizes import GroupOverdrawn, TooFewUnits, in_portions, uncut
from leumund.release.tables import (
    Refusal,
    is_line_allowed,
    labels_of,
    numbers_of_units,
    units_from,
)
from leumund.release.universe import (
    DECOYS,
    Selection,
    Universe,
    freeze,
    is_held_for_good,
    stratum_values,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from leumund.permit import Rules
    from leumund.release.campaign import Campaign
    from leumund.release.inside import Out
    from leumund.release.sizes import Frame
    from leumund.release.tables import Files
    from leumund.release.unit import Units


_TOLD = 3
NO_LINES: NDArray[np.int64] = np.empty(0, dtype=np.int64)


class HoldBack(NamedTuple):
    """The permanent hold-back: the installation's key, and the share of units in it."""

    key: bytes
    share: Fraction


class RuleMet(Protocol):
    """How many persons a rule met in a screening."""

    @property
    def rule(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def persons(self) -> int: ...


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Who takes part and how much each copy gets. ``numbers``: per unit, see ``leaves``."""

    universe: Universe
    selection: Selection
    frame: Frame
    numbers: list[bytes]
    refusals: tuple[Refusal, ...] = ()

    @property
    def decoy_count(self) -> int:
        """How many decoys take part."""
        return int(self.universe.sizes()[is_of_decoys(self.universe)].sum())


class NobodyTakesPart(BadInput):
    """Of {known} households and firms nobody takes part in campaign {campaign}, as {refused}
    may not be contacted and {held} are held back for good.{why} Nothing was drawn."""

    code = "nobody-takes-part"
    hint = (
        "Look whether principal, product and purpose are written as in the consents; "
        "'leumund permit screen' tells the rules that everybody meets."
    )


def most_met(by_rule: Iterable[RuleMet], rules: Rules) -> tuple[Refusal, ...]:
    """The refusals that most persons met in a screening, the most frequent first."""
    refusals = [
        Refusal(met.rule, met.title, met.persons)
        for met in by_rule
        if rules.by_id[met.rule].effect.is_refusal
    ]
    return tuple(sorted(refusals, key=lambda one: (-one.persons, one.rule))[:_TOLD])


def prepare(
    campaign: Campaign,
    files: Files,
    hold_back: HoldBack,
    out: Out | None = None,
    decoys: NDArray[np.int64] = NO_LINES,
) -> Prepared:
    """Units, strata and sizes of a campaign; raises TooFewUnits, GroupOverdrawn, PoolTooSmall.
    ``out``: what has left with the copy inside which is drawn; ``decoys``: the lines of the
    pool, which take part only where the campaign asks for some, each alone."""
    files = files.without(decoys, lines=campaign.decoys is None)
    if out is not None and campaign.decoys is None:
        out = out.without(decoys)
    units = units_from(files.lines, files.person_lines, out)
    is_decoy = _are_decoys(units, decoys)
    labels, label_of_unit = labels_of(units, files.persons, campaign.strata)
    held = is_held_for_good(units.first_line, hold_back.key, float(hold_back.share))
    universe, selection = freeze(
        units,
        [*labels, DECOYS],
        np.where(is_decoy, len(labels), label_of_unit),
        is_line_allowed(units.line_ids, files.screened),
        held & ~is_decoy,
    )
    why = refusals_in_words(files.refusals)
    if is_of_decoys(universe).all():
        raise NobodyTakesPart(
            campaign=campaign.name,
            known=selection.known,
            refused=selection.refused,
            held=selection.held_for_good,
            why=f" {why}" if why else "",
        )
    try:
        frame = frame_of(campaign, universe, campaign.rotating)
    except (TooFewUnits, GroupOverdrawn) as error:
        told = _too_few(selection, why)
        raise type(error)(**error.values | {"why": told}) from None
    numbers = numbers_of_units(universe, files.lines)
    return Prepared(universe, selection, frame, numbers, files.refusals)


def refusals_in_words(refusals: Iterable[Refusal]) -> str:
    """Why people may not be contacted, most often; empty where all may."""
    told = "; ".join(f"{one.title} ({one.rule}): {one.persons}" for one in refusals)
    return _("Most often: {refusals}.").format(refusals=told) if told else ""


def _too_few(selection: Selection, why: str) -> str:
    if not selection.refused:
        return ""
    told = _("{refused} of {known} may not be contacted.")
    said = told.format(refused=selection.refused, known=selection.known)
    return f" {said} {why}".rstrip()


def frame_of(campaign: Campaign, universe: Universe, rotating: Fraction) -> Frame:
    """The frame of a campaign over this universe: shares and hold-back are reckoned of people
    only, and of the decoys every copy has its number."""
    return cut_as(campaign, uncut_frame(campaign, universe, rotating), universe)


def cut_as(campaign: Campaign, whole: Frame, universe: Universe) -> Frame:
    """This ``uncut_frame`` in the portions of a campaign, with its decoys."""
    is_decoy = is_of_decoys(universe)
    frame = in_portions(whole, [portion.share for portion in campaign.portions])
    return with_decoys(frame, campaign, int(universe.sizes()[is_decoy].sum()))


def uncut_frame(campaign: Campaign, universe: Universe, rotating: Fraction) -> Frame:
    """The frame of people only, as if all left at once: much work, and the same however the
    campaign is cut."""
    is_decoy = is_of_decoys(universe)
    values = [stratum_values(name) or [] for name in universe.stratum_names]
    eligible = np.array(
        [
            [wish.could_have(campaign.strata, of) for wish in campaign.partners]
            for of, decoy in zip(values, is_decoy, strict=True)
            if not decoy
        ],
        dtype=bool,
    ).reshape(int((~is_decoy).sum()), len(campaign.partners))
    return uncut(
        campaign.design,
        [name for name in universe.stratum_names if stratum_values(name) is not None],
        universe.sizes()[~is_decoy],
        campaign.wanted(),
        eligible,
        rotating,
    )


def is_of_decoys(universe: Universe) -> NDArray[np.bool_]:
    """Per stratum: is it that of the decoys?"""
    return np.array([stratum_values(name) is None for name in universe.stratum_names], bool)


def _are_decoys(units: Units, decoys: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Per unit: is a line of it one of the pool?"""
    is_decoy = np.zeros(len(units), dtype=bool)
    is_decoy[units.line_units[np.isin(units.line_ids, decoys)]] = True
    return is_decoy
