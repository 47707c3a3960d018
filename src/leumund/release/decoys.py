"""Decoys: rented, announced control numbers of which every copy gets a random few.

They stand among our people as lines do, with a person that nobody is, so that nobody can tell
them apart and everything that asks about a line answers for them. In a draw they are a stratum
of their own: each copy has ``k`` of the pool's ``M``, drawn by the same coins as everybody
else. A call to one of them from somebody who should not have it speaks against the copy with
the known chance k of M; those that nobody got measure how often machines dial at random.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from leumund.basics.errors import BadInput, Conflict
from leumund.basics.language import _
from leumund.basics.numbers import mask, read_many
from leumund.people import BadRow, Field
from leumund.release.lists import NUMBER
from leumund.release.sizes import CONDITIONAL, SPREAD, split_evenly
from leumund.release.universe import DECOYS, stratum_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from leumund.people import Places, Row
    from leumund.release.campaign import Campaign
    from leumund.release.sizes import Frame

_REF = ("id", "person_ref", "customer_number", "Kundennummer", "KdNr")
COLUMNS = (NUMBER, Field("ref", _REF, is_required=True))


class BadPool(BadInput):
    """The pool of decoys {name} cannot be used: row {row} is not a number ({shown}).

    Nothing was taken in.
    """

    code = "bad-decoy-pool"
    hint = "Write one rented number, and a reference of its own for it, in every row."


class PoolTooSmall(BadInput):
    """Of the decoys {there} may be called, but {wanted} are to go into the copies, so that none
    would be left over. Nothing was drawn."""

    code = "decoy-pool-too-small"
    hint = (
        "Rent more numbers, load a consent for each, and take them in with 'leumund release "
        "decoys': a copy must be one of many that could have had them."
    )


class DecoyOfSomebody(Conflict):
    """Row {row} of {name} ({shown}) is somebody's already: number or reference are known, so
    it cannot be a decoy. None of the pool was taken in."""

    code = "decoy-of-somebody"
    hint = "Rent another number, or give the decoy a reference of its own."


class NotAnnounced(BadInput):
    """That decoys are in the copies of {partner} is not announced: the reference of the
    contract annex is missing. Nothing was noted."""

    code = "decoys-not-announced"
    hint = "Name the annex in which the partner was told of them, with --annex."


class Rented(NamedTuple):
    """One row of a pool: where it stands, its number (E.164), its reference."""

    row: int
    number: str
    ref: str


@dataclass(frozen=True, slots=True)
class DecoysTaken:
    """A pool that was taken in: how many numbers it holds, how many there are in all."""

    digest: str
    numbers: int
    in_all: int
    is_new: bool

    def in_words(self) -> str:
        """What is there now, and what comes next."""
        told = _("Decoys in this file: {numbers}. In the pool there are {all} now.")
        then = _(
            "They count as people do: load a consent for each, and announce them to every "
            "partner that is to have some."
        )
        return f"{told.format(numbers=self.numbers, all=self.in_all)}\n{then}"


@dataclass(frozen=True, slots=True)
class Announced:
    """In which annex of its contract a partner was told that decoys are in its copies."""

    partner: str
    annex: str
    on: date
    is_new: bool

    def in_words(self) -> str:
        """What was noted."""
        told = _("{partner} was told on {on} that decoys are in its copies: {annex}.")
        return told.format(partner=self.partner, on=self.on.isoformat(), annex=self.annex)


def read_pool(
    rows: Iterable[Row | BadRow], places: Places, name: str, region: str
) -> list[Rented]:
    """The pool, row by row; raises BadPool."""
    kept = []
    for row in rows:
        if isinstance(row, BadRow):
            raise BadPool(name=name, row=row.number, shown=mask(""))
        kept.append(row)
    written = [row.cells[places["number"][0]] for row in kept]
    found = []
    for row, said, number in zip(kept, written, read_many(written, region), strict=True):
        if number is None:
            raise BadPool(name=name, row=row.number, shown=mask(said))
        found.append(Rented(row.number, number, row.cells[places["ref"][0]].strip()))
    return found


def check_nobodys(
    pool: Sequence[Rented], numbers: Collection[str], refs: Collection[str], name: str
) -> None:
    """Raises DecoyOfSomebody where a number or a reference is one of these."""
    for one in pool:
        if one.number in numbers or one.ref in refs:
            raise DecoyOfSomebody(row=one.row, name=name, shown=mask(one.number))


def with_decoys(frame: Frame, campaign: Campaign, pool: int) -> Frame:
    """The frame with the decoys as a stratum of their own; raises PoolTooSmall. ``pool``: how
    many take part. With exclusive lists no two copies have the same decoy; where copies are
    spread, the decoys are one group, open to all."""
    if campaign.decoys is None:
        return frame
    wanted = campaign.decoys.per_copy
    in_all = wanted * (len(frame.copies) if frame.design == CONDITIONAL else 1)
    if pool <= in_all:
        raise PoolTooSmall(there=pool, wanted=in_all)
    # The name of this stratum comes before all that are lists, so it is the first.
    name = stratum_name(DECOYS) + ("/1" if frame.design == SPREAD else "")
    portions = split_evenly(wanted, [one.share for one in campaign.portions])
    sizes = np.broadcast_to(portions, (len(frame.copies), 1, len(portions)))
    everybody = np.ones((1, len(frame.copies)), dtype=bool)
    return replace(
        frame,
        stratum_names=(name, *frame.stratum_names),
        units=np.insert(frame.units, 0, pool),
        eligible=np.vstack([everybody, frame.eligible]),
        held=np.insert(frame.held, 0, 0),
        sizes=np.concatenate([sizes, frame.sizes], axis=1),
    )
