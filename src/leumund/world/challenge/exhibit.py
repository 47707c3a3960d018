"""The exhibit: what an outsider needs to redraw the named list and to find its people in it.

It opens one list's secret and the leaves of those who complained. The master secret and the
other lists stay closed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np

from leumund.basics.canonical import canonical_bytes, sha256_hex
from leumund.basics.errors import IntegrityError
from leumund.basics.language import _
from leumund.ledger import DoesNotVerify, leaf_hash, node_hash, verify_inclusion
from leumund.release import (
    Frame,
    LeafTree,
    OpenedLeaf,
    Seal,
    beacon_digest,
    check_opened,
    draw_copies,
    draw_key,
    leaf_data,
    leaf_hashes,
)
from leumund.world.challenge.game import DRAW, copy_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from leumund.world.challenge.game import Game

_COPY, _LEAVES = "copy", "leaves"


class ExhibitDoesNotHold(IntegrityError):
    """The exhibit does not hold, because {what}."""

    code = "exhibit-does-not-hold"
    hint = "It proves nothing. Ask for the exhibit again."


@dataclass(frozen=True, slots=True)
class Leaves:
    """The tree over all people of a game: its root, and each person's salted leaf."""

    root: bytes
    data: tuple[bytes, ...]
    tree: LeafTree


@dataclass(frozen=True, slots=True)
class _OneKey:
    """The keys of a draw from which only one list is to be redrawn."""

    key: bytes

    def copy(self, name: str) -> bytes:
        return self.key

    def deal(self) -> bytes:
        raise LookupError("only one list is opened")

    def hold(self) -> bytes:
        raise LookupError("only one list is opened")


def leaves_of(game: Game, rows: Sequence[str]) -> Leaves:
    """The salted leaf of every person and the tree over them; ``rows``: the file's rows."""
    secret = game.sealed.master.derive(DRAW, _LEAVES)
    strata = np.zeros(game.sealed.units, dtype=np.int32)
    numbers = [row.encode() for row in rows]
    data = tuple(leaf_data(game.drawn, strata, len(copy_names()), numbers, secret))
    hashes = leaf_hashes(iter(data))
    tree = LeafTree(hashes)
    # The path of the leftmost leaf has only right-hand neighbours, so it leads to the root.
    root = reduce(node_hash, tree.path(0), leaf_hash(data[0]))
    return Leaves(root, data, tree)


def make_exhibit(
    game: Game, leaves: Leaves, partner: str, subjects: Sequence[int]
) -> dict[str, Any]:
    """The exhibit as a document: the opened list's secret, and the complainants' leaves."""
    sealed = game.sealed
    return {
        "seal": sealed.seal.document(),
        "frame": sealed.frame.document(),
        "beacon": game.beacon,
        "root": leaves.root.hex(),
        "partner": partner,
        "secret": sealed.master.derive(DRAW, _COPY, partner).hex(),
        "people": [
            {
                "row": unit + 1,
                "leaf": leaves.data[unit].hex(),
                "path": [one.hex() for one in leaves.tree.path(unit)],
            }
            for unit in subjects
        ],
    }


def check_exhibit(exhibit: dict[str, Any], seal_digest: str, root: str) -> NDArray[np.int64]:
    """The opened list, redrawn; raises ExhibitDoesNotHold at the first thing that disagrees.

    ``seal_digest`` and ``root`` come from the log, not from the exhibit.
    """
    seal = Seal.from_document(exhibit["seal"])
    frame = Frame.from_document(exhibit["frame"])
    if seal.digest() != seal_digest or exhibit["root"] != root:
        raise ExhibitDoesNotHold(what=_("it belongs to another seal"))
    if sha256_hex(canonical_bytes(frame.document())) != seal.frame:
        raise ExhibitDoesNotHold(what=_("the sizes are not those that were sealed"))
    partner, secret = exhibit["partner"], bytes.fromhex(exhibit["secret"])
    check_opened(seal, _COPY, partner, secret)
    at = frame.copies.index(partner)
    key = draw_key(secret, seal_digest, beacon_digest(exhibit["beacon"]))
    redrawn = _redraw(frame, at, key)
    for person in exhibit["people"]:
        _check_person(person, at, redrawn, int(frame.units.sum()), bytes.fromhex(root))
    return redrawn


def _redraw(frame: Frame, at: int, key: bytes) -> NDArray[np.int64]:
    only = replace(
        frame,
        copies=(frame.copies[at],),
        eligible=frame.eligible[:, at : at + 1],
        sizes=frame.sizes[at : at + 1],
    )
    strata = np.zeros(int(frame.units.sum()), dtype=np.int32)
    return draw_copies(only, strata, _OneKey(key)).unit.astype(np.int64)


def _check_person(
    person: dict[str, Any], at: int, redrawn: NDArray[np.int64], size: int, root: bytes
) -> None:
    unit, data = person["row"] - 1, bytes.fromhex(person["leaf"])
    path = tuple(bytes.fromhex(one) for one in person["path"])
    try:
        verify_inclusion(leaf_hash(data), unit, size, path, root)
    except DoesNotVerify as problem:
        raise ExhibitDoesNotHold(what=_("a person's leaf is not in the tree")) from problem
    is_in = at in OpenedLeaf(unit, size, data, path).portions()
    if is_in != bool(np.isin(unit, redrawn)):
        raise ExhibitDoesNotHold(what=_("a person's leaf and the redrawn list disagree"))
