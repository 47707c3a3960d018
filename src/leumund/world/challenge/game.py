"""The game before the theft: a sealed secret, a number mixed in, sixty lists drawn.

It is the draw of ``leumund.release``, unchanged: the same seal, keys, algorithm and tree of
salted leaves. Only the database is missing. The weights are those of the first declared
draw of a fresh account.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from leumund.basics.canonical import canonical_bytes, sha256_hex
from leumund.basics.errors import BadInput
from leumund.release import (
    INDEPENDENT,
    Account,
    DrawKeys,
    Drawn,
    Frame,
    Master,
    Seal,
    Terms,
    Wanted,
    beacon_digest,
    complaints_weight,
    draw_copies,
    lay_out,
    normalise_beacon,
    opened_commitments,
)

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray
    from scipy import sparse

COPIES = 60
SHARE = Fraction(1, 20)
FEWEST_ROWS = 400
DRAW = "challenge"
_ONE_STRATUM = "[]"


class TooFewRows(BadInput):
    """{name} is too short for lists of one in twenty; rows in it: {rows}. No game was begun."""

    code = "too-few-rows"
    hint = "Take a file with at least {fewest} rows; every row counts as one customer."


@dataclass(frozen=True, slots=True, eq=False)
class Sealed:
    """What is fixed before the visitor's number: secret, sizes, weights.

    ``weight`` is the part of a copy's booked weight that is for complaints.
    """

    master: Master
    seal: Seal
    frame: Frame
    weight: float
    alpha: float
    portions: int

    @property
    def units(self) -> int:
        return int(self.frame.units.sum())


@dataclass(frozen=True, slots=True, eq=False)
class Game:
    """The lists as they were drawn; ``beacon`` is the visitor's number in its one form."""

    sealed: Sealed
    beacon: str
    drawn: Drawn

    def keys(self) -> DrawKeys:
        """The keys from which the lists were drawn."""
        return _keys(self.sealed, self.beacon)

    def copies(self) -> sparse.csr_matrix:
        """Who is in which list: bool, units x copies."""
        from scipy.sparse import csr_matrix

        members = (self.drawn.unit, self.drawn.copy)
        shape = (self.sealed.units, COPIES)
        return csr_matrix((np.ones(len(self.drawn.unit), dtype=bool), members), shape=shape)

    def list_of(self, copy: int, portion: int | None = None) -> NDArray[np.int64]:
        """The units of one list, ascending; of one portion (from 1) if it is given."""
        is_it = self.drawn.copy == copy
        if portion is not None:
            is_it &= self.drawn.portion == portion - 1
        units: NDArray[np.int64] = self.drawn.unit[is_it].astype(np.int64)
        return units


def seal(
    file_digest: str, rows: int, portions: int, master: Master, on: date, code: str
) -> Sealed:
    """Fix everything but the coins. ``code``: the digest of the draw algorithm's file."""
    frame = lay_out(
        INDEPENDENT,
        (_ONE_STRATUM,),
        np.array([rows], dtype=np.int64),
        [Wanted(copy, share=SHARE) for copy in copy_names()],
        np.ones((1, COPIES), dtype=bool),
        [Fraction(1, portions)] * portions,
    )
    _account, booking = Account(Terms(), on).book(on, COPIES, is_declared=True)
    sealed = Seal(
        draw=DRAW,
        campaign=sha256_hex(canonical_bytes({"copies": COPIES, "portions": portions})),
        universe=file_digest,
        frame=sha256_hex(canonical_bytes(frame.document())),
        code=code,
        secret=master.commitment(),
        opened=opened_commitments(master, DRAW, copy_names()),
        beacon_from="the visitor",
    )
    weight = float(complaints_weight(booking.weight))
    return Sealed(master, sealed, frame, weight, float(Terms().alpha), portions)


def toss(sealed: Sealed, beacon: str) -> Game:
    """Draw the lists from the sealed secret and the visitor's number; raises BeaconUnusable."""
    normalised = normalise_beacon(beacon)
    strata = np.zeros(sealed.units, dtype=np.int32)
    drawn = draw_copies(sealed.frame, strata, _keys(sealed, normalised))
    return Game(sealed, normalised, drawn)


def copy_names() -> tuple[str, ...]:
    """The sixty partners' names, which are those of their copies, too."""
    return tuple(f"partner-{place:02d}" for place in range(1, COPIES + 1))


def _keys(sealed: Sealed, beacon: str) -> DrawKeys:
    return DrawKeys(sealed.master, DRAW, sealed.seal.digest(), beacon_digest(beacon))
