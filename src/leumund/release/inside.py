"""Lists drawn inside a partner's list, for those who work below that partner.

Only who has left with the partner's copy takes part; a coin decides which of them a
sub-partner gets. So the whole chance for a sub-partner's copy lies within the list above it,
and the units are those of the draw above, as it froze them: a household that has grown since
is still tossed for as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from leumund.basics.errors import Conflict
from leumund.release.account import sub_booking
from leumund.release.campaign import UnknownPartners
from leumund.release.drawn import Inside
from leumund.release.unit import NOBODY, Units

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

    from numpy.typing import NDArray

    from leumund.network import Partner
    from leumund.release.campaign import Campaign
    from leumund.release.drawn import DrawRecord


class NotBelow(Conflict):
    """{partner} does not work below {above}, so nothing is drawn for it inside that copy."""

    code = "not-below"
    hint = "Declare it below that partner with 'leumund network load', or mend the campaign."


class NothingInside(Conflict):
    """Nothing of the copy of {partner} in campaign {campaign} is out, so nothing can be drawn
    inside it."""

    code = "nothing-inside"
    hint = "Hand the copy over first; of one that was recalled nothing more is handed on."


class CopyAbove(NamedTuple):
    """The copy inside which is drawn: its draw, its place there, and the copies that had been
    drawn inside it before."""

    record: DrawRecord
    place: int
    before: int

    @property
    def copy_id(self) -> int:
        return int(self.record.copy_ids[self.place])

    @property
    def weight(self) -> Fraction:
        return self.record.booked_weights[self.place]

    def least_weight(self, copies: int) -> Fraction:
        """The weight of the last of so many new copies."""
        return sub_booking(self.copy_id, self.weight, self.before, copies).weights[-1]


@dataclass(frozen=True, slots=True, eq=False)
class Out:
    """The lines that left with a copy, ascending, each with its unit, numbered from 0."""

    line_ids: NDArray[np.int64]
    line_units: NDArray[np.int32]

    def without(self, line_ids: NDArray[np.int64]) -> Out:
        """The same without these lines."""
        is_kept = ~np.isin(self.line_ids, line_ids)
        return Out(self.line_ids[is_kept], _numbered(self.line_units[is_kept]))


def copy_above(record: DrawRecord, campaign: Campaign, before: Mapping[int, int]) -> CopyAbove:
    """The copy inside which the campaign draws; raises NothingInside. ``before``: per copy id
    how many have been drawn inside it."""
    within = campaign.inside
    if within is None:
        raise ValueError("this campaign draws inside no copy")
    place = record.partners.index(within.partner) if within.partner in record.partners else -1
    if place < 0 or record.is_recalled[place] or not len(_units_out(record, place)):
        raise NothingInside(partner=within.partner, campaign=within.campaign)
    return CopyAbove(record, place, before[int(record.copy_ids[place])])


def check_known(campaign: Campaign, partners: Iterable[Partner]) -> None:
    """Raises UnknownPartners; NotBelow where the campaign draws inside a copy of somebody
    below whom one of its partners does not work."""
    chains = {one.name: one.chain for one in partners}
    unknown = [wish.partner for wish in campaign.partners if wish.partner not in chains]
    if unknown:
        raise UnknownPartners(partners=", ".join(unknown), campaign=campaign.name)
    if campaign.inside is None:
        return
    above = campaign.inside.partner
    for wish in campaign.partners:
        if above not in chains[wish.partner]:
            raise NotBelow(partner=wish.partner, above=above)


def lines_out(above: CopyAbove) -> Out:
    """What has left with the copy."""
    units = _units_out(above.record, above.place)
    is_out = np.isin(above.record.line_units, units)
    lines, parents = above.record.line_ids[is_out], above.record.line_units[is_out]
    return Out(lines, _numbered(parents))


def units_within(out: Out, persons: NDArray[np.int64], lines: NDArray[np.int64]) -> Units:
    """These units, each with its first person; ``persons`` and ``lines``: pairs of today."""
    count = int(out.line_units.max(initial=-1)) + 1
    first = np.full(count, np.iinfo(np.int64).max)
    at = np.minimum(np.searchsorted(out.line_ids, lines), max(len(out.line_ids) - 1, 0))
    is_ours = out.line_ids[at] == lines
    np.minimum.at(first, out.line_units[at[is_ours]], persons[is_ours])
    first[first == np.iinfo(np.int64).max] = NOBODY
    return Units(out.line_ids, out.line_units, first)


def with_those_above(
    records: Sequence[DrawRecord], inside: Sequence[int | None]
) -> list[DrawRecord]:
    """The same draws, each of those made inside a copy (its id, else None) knowing which."""
    home = {int(copy): record for record in records for copy in record.copy_ids}
    return [
        record if copy is None else replace(record, inside=_inside(record, home[copy], copy))
        for record, copy in zip(records, inside, strict=True)
    ]


def _inside(record: DrawRecord, above: DrawRecord, copy_id: int) -> Inside:
    """Where in the draw above the units of this draw are."""
    units = np.zeros(len(record.strata), dtype=np.int32)
    units[record.line_units] = above.unit_of(record.line_ids)
    place = [int(each) for each in above.copy_ids].index(copy_id)
    return Inside(above.draw_id, place, above.copy_ids[place], units)


def _units_out(record: DrawRecord, place: int) -> NDArray[np.int32]:
    gone = record.released
    units: NDArray[np.int32] = gone.unit[(gone.copy == place) & gone.is_handed_over]
    return units


def _numbered(parents: NDArray[np.int32]) -> NDArray[np.int32]:
    """Units from 0 in the order of their first line, as the lines come."""
    _units, first, mine = np.unique(parents, return_index=True, return_inverse=True)
    number = np.empty(len(first), dtype=np.int32)
    number[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
    return number[mine]
