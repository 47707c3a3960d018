"""Decoys: rented, announced control numbers of which every copy gets a random few.

A call to one of them from somebody who should not have it is a hit with a known chance,
k of M; the numbers that nobody got measure how often machines dial at random.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leumund.basics.errors import BadInput
from leumund.basics.numbers import NotANumber, Number, mask
from leumund.release.draw import pick_decoys, portions_of
from leumund.release.sizes import split_evenly

if TYPE_CHECKING:
    from leumund.release.campaign import Campaign
    from leumund.release.secret import DrawKeys


class BadPool(BadInput):
    """The pool of decoys {name} cannot be used: row {row} is not a number ({shown}).

    Nothing was drawn.
    """

    code = "bad-decoy-pool"
    hint = "Give a CSV file with a column 'number', and one rented number in every row."


class PoolTooSmall(BadInput):
    """The pool of decoys {name} holds {there} numbers, but {wanted} are to go into each copy.

    Nothing was drawn.
    """

    code = "decoy-pool-too-small"
    hint = "Rent more numbers: a copy must be one of many that could have had them."


def read_decoys(
    rows: Sequence[Mapping[str, str]], name: str, per_copy: int
) -> list[dict[str, str]]:
    """The pool, each number once in E.164 form, sorted; raises BadPool or PoolTooSmall."""
    pool: dict[str, dict[str, str]] = {}
    for at, row in enumerate(rows, 1):
        try:
            number = Number.read(row.get("number", ""))
        except NotANumber:
            raise BadPool(name=name, row=at, shown=mask(row.get("number", ""))) from None
        pool.setdefault(number.e164, {**row, "number": number.e164})
    if len(pool) <= per_copy:
        raise PoolTooSmall(name=name, there=len(pool), wanted=per_copy)
    return [pool[number] for number in sorted(pool)]


@dataclass(frozen=True, slots=True)
class DealtDecoys:
    """Which decoys are in which copy: by (place, portion from 0) their rows of the pool."""

    copies: tuple[str, ...]
    rows: Mapping[tuple[int, int], Sequence[Mapping[str, str]]] = field(default_factory=dict)

    def of(self, place: int, portion: int) -> Sequence[Mapping[str, str]]:
        """The decoys that leave with this portion of this copy."""
        return self.rows.get((place, portion), ())


def deal_decoys(
    keys: DrawKeys, copies: tuple[str, ...], pool: Sequence[Mapping[str, str]], terms: Campaign
) -> DealtDecoys:
    """The decoys of every copy, as the secret and the beacon have it."""
    if terms.decoys is None:
        return DealtDecoys(copies)
    per_copy = terms.decoys.per_copy
    portions = portions_of(split_evenly(per_copy, [one.share for one in terms.portions]))
    rows: dict[tuple[int, int], list[Mapping[str, str]]] = {}
    for place, copy in enumerate(copies):
        picked = pick_decoys(keys.decoys(copy), len(pool), per_copy).tolist()
        for at, portion in zip(picked, portions.tolist(), strict=True):
            rows.setdefault((place, portion), []).append(pool[at])
    return DealtDecoys(copies, rows)
