"""From the company's files to the frame of a draw: all that is fixed before the coins."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from leumund.basics.errors import BadInput
from leumund.release.sizes import lay_out
from leumund.release.tables import is_line_allowed, labels_of, numbers_of_units, units_from
from leumund.release.universe import (
    Selection,
    Universe,
    freeze,
    is_held_for_good,
    stratum_values,
)

if TYPE_CHECKING:
    from leumund.release.campaign import Campaign
    from leumund.release.sizes import Frame
    from leumund.release.tables import Files


class HoldBack(NamedTuple):
    """The permanent hold-back: the installation's key, and the share of lines in it."""

    key: bytes
    share: Fraction


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Who takes part and how much each copy gets. ``numbers``: per unit, see ``leaves``."""

    universe: Universe
    selection: Selection
    frame: Frame
    numbers: list[bytes]


class NobodyTakesPart(BadInput):
    """Of {known} households and firms nobody may be contacted for campaign {campaign}.

    Nothing was drawn.
    """

    code = "nobody-takes-part"
    hint = "Ask 'leumund permit screen' with the same purpose and product which rules are met."


def prepare(campaign: Campaign, files: Files, hold_back: HoldBack) -> Prepared:
    """Units, strata and sizes of a campaign; raises TooFewUnits or GroupOverdrawn."""
    units = units_from(files.lines, files.person_lines)
    labels, label_of_unit = labels_of(units, files.persons, campaign.strata)
    universe, selection = freeze(
        units,
        labels,
        label_of_unit,
        is_line_allowed(units.line_ids, files.screened),
        is_held_for_good(units.line_ids, hold_back.key, float(hold_back.share)),
    )
    if not len(universe):
        raise NobodyTakesPart(campaign=campaign.name, known=selection.known)
    frame = frame_of(campaign, universe, campaign.rotating)
    return Prepared(universe, selection, frame, numbers_of_units(universe, files.lines))


def frame_of(campaign: Campaign, universe: Universe, rotating: Fraction) -> Frame:
    """The frame of a campaign over this universe."""
    values = [stratum_values(name) for name in universe.stratum_names]
    eligible = np.array(
        [[wish.could_have(campaign.strata, of) for wish in campaign.partners] for of in values],
        dtype=bool,
    ).reshape(len(values), len(campaign.partners))
    return lay_out(
        campaign.design,
        universe.stratum_names,
        universe.sizes(),
        [wish.wanted() for wish in campaign.partners],
        eligible,
        [portion.share for portion in campaign.portions],
        rotating,
    )
