"""What leaves: which units of a copy's portion, in which file, and what stays at home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from leumund.basics.canonical import sha256_hex
from leumund.release.handover import csv_bytes, encrypt
from leumund.release.tables import delivery_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from leumund.release.campaign import Campaign
    from leumund.release.draw import Drawn
    from leumund.release.universe import Universe


@dataclass(frozen=True, slots=True, eq=False)
class Parcel:
    """One portion of one copy, encrypted. ``stayed``: units that stayed at home.

    ``rows``: lines in the file; digests are SHA-256 in hex, of the encrypted
    bytes and of what the partner will read.
    """

    place: int
    portion: int
    units: int
    stayed: NDArray[np.int32]
    rows: int
    data: bytes
    digest: str
    plain_digest: str
    not_before: date | None


@dataclass(frozen=True, slots=True, eq=False)
class Counter:
    """Everything needed to make parcels on one day.

    ``lines_at``: per unit, where its lines begin in the universe (one entry more than
    units). ``may_leave``: per unit. ``contacts``: fields per line, sorted by line id.
    """

    campaign: Campaign
    universe: Universe
    drawn: Drawn
    may_leave: NDArray[np.bool_]
    contacts: pa.Table
    today: date

    def parcels(
        self,
        pairs: Sequence[tuple[int, int]],
        recipients: Mapping[int, str],
        copies: Sequence[str],
        on_progress: Callable[[int, int | None], None] | None = None,
    ) -> Iterator[Parcel]:
        """The files of these (place, portion from 0), one at a time. ``copies``: whose."""
        for done, (place, at) in enumerate(pairs):
            if on_progress:
                on_progress(done, len(pairs))
            yield self.parcel(place, at, copies[place], recipients[place])

    def parcel(self, place: int, portion: int, partner: str, recipient: str) -> Parcel:
        """Fill, write and encrypt one file, in memory only. ``portion`` counts from 0."""
        drawn = self.drawn
        low, high = np.searchsorted(drawn.copy, [place, place + 1])
        is_mine = drawn.portion[low:high] == portion
        units = drawn.unit[low:high][is_mine]
        leaves = self.may_leave[units]
        is_embargoed = drawn.is_embargoed[low:high][is_mine][leaves]
        table = self._table(units[leaves], is_embargoed)
        plain = csv_bytes(table)
        data = encrypt(plain, recipient, partner)
        return Parcel(
            place=place,
            portion=portion,
            units=int(leaves.sum()),
            stayed=units[~leaves],
            rows=len(table),
            data=data,
            digest=sha256_hex(data),
            plain_digest=sha256_hex(plain),
            not_before=self.not_before,
        )

    @property
    def not_before(self) -> date | None:
        """The first day on which the embargoed half may be called."""
        embargo = self.campaign.embargo
        return self.today + timedelta(days=embargo.days) if embargo else None

    def _table(self, units: NDArray[np.int32], is_embargoed: NDArray[np.bool_]) -> pa.Table:
        lines, owner = self._lines_of(units)
        days: list[str | None] | None = None
        if self.not_before is not None:
            day = self.not_before.isoformat()
            days = [day if held else None for held in is_embargoed[owner].tolist()]
        ids = self.universe.line_ids[lines]
        return delivery_table(self.contacts, ids, self.campaign.fields, days)

    def _lines_of(
        self, units: NDArray[np.int32]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Places of all lines of these units, and for each the place of its unit in units."""
        first = np.searchsorted(self.universe.line_units, units, "left")
        count = np.searchsorted(self.universe.line_units, units, "right") - first
        owner = np.repeat(np.arange(len(units)), count)
        within = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
        return first[owner] + within, owner


def units_due(drawn: Drawn, wanted: Sequence[tuple[int, int]]) -> NDArray[np.int32]:
    """All units in these (place, portion from 0) of the draw, each once."""
    found = []
    for place, portion in wanted:
        low, high = np.searchsorted(drawn.copy, [place, place + 1])
        found.append(drawn.unit[low:high][drawn.portion[low:high] == portion])
    return np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int32)


def stayed_table(parcels: Sequence[Parcel]) -> pa.Table:
    """Which units stayed at home: unit, place of the copy, portion from 0."""
    counts = [len(parcel.stayed) for parcel in parcels]
    stayed = [parcel.stayed for parcel in parcels] or [np.empty(0, dtype=np.int32)]
    return pa.table(
        {
            "unit": np.concatenate(stayed).astype(np.int32),
            "copy": np.repeat([p.place for p in parcels], counts).astype(np.int32),
            "portion": np.repeat([p.portion for p in parcels], counts).astype(np.int16),
        }
    )
