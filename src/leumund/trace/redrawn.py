"""One copy drawn again from its opened secret, as docs/reference/draw-algorithm.md defines it.

Written from that page alone, not from the code that drew: whoever doubts the one can read the
other. Python's own library suffices.

This is one of the files an outsider needs.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leumund.basics.canonical import canonical_bytes, sha256_hex

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ALGORITHM = "leumund-draw-2"
CONDITIONAL, SPREAD = "conditional", "spread"


@dataclass(frozen=True, slots=True)
class Secrets:
    """The opened secrets of one draw, 32 bytes each: ``copy`` (independent lists), ``deal``
    (exclusive ones, and groups), ``hold``."""

    copy: bytes
    deal: bytes
    hold: bytes


@dataclass(frozen=True, slots=True)
class Copy:
    """Who is in one copy, in which portion (from 1), by unit. ``cell_of``: per unit the number
    of the stratum in which a coin was tossed for this copy; a unit without one is missing.
    ``held``: who was held back in the whole draw."""

    portion_of: Mapping[int, int]
    cell_of: Mapping[int, int]
    held: frozenset[int]


def opened(master: bytes, draw: str, use: str, copy: str = "") -> bytes:
    """The opened secret of a use and a copy (part 3)."""
    return hkdf(master, canonical_bytes({"copy": copy, "draw": draw, "use": use}))


def master_commitment(master: bytes, salt: bytes) -> str:
    """What the seal shows of the master (part 3)."""
    return sha256_hex(b"leumund-master-1\n" + salt + master)


def opened_commitment(secret: bytes) -> str:
    """What the seal shows of an opened secret (part 3)."""
    return sha256_hex(b"leumund-opened-1\n" + secret)


def key_of(secret: bytes, seal_digest: str, beacon: str) -> bytes:
    """The key of a use; ``beacon`` in its normal form (part 3)."""
    told = {"algorithm": ALGORITHM, "beacon": sha256_hex(beacon.encode()), "seal": seal_digest}
    return hkdf(secret, canonical_bytes(told))


def universe_digest(names: Sequence[str], lines: Sequence[Sequence[int]]) -> str:
    """The digest of the universe; ``lines``: unit, line id and stratum of each (part 2)."""
    found = hashlib.sha256(b"leumund-universe-1\n" + canonical_bytes(list(names)) + b"\n")
    for row in lines:
        found.update(b"".join(value.to_bytes(8, "big") for value in row))
    return found.hexdigest()


def draw_copy(
    frame: Mapping[str, Any], strata: Sequence[int], place: int, keys: Secrets
) -> Copy:
    """The copy at this place of the frame (parts 4 and 5); ``strata``: per unit its stratum,
    ``keys``: the keys, not the opened secrets."""
    if frame["design"] == SPREAD:
        strata = _groups(frame, strata, keys.deal)
    members: list[list[int]] = [[] for _ in frame["strata"]]
    for unit, stratum in enumerate(strata):
        members[stratum].append(unit)
    draw = _dealt if frame["design"] == CONDITIONAL else _apart
    portion_of: dict[int, int] = {}
    cell_of: dict[int, int] = {}
    held: set[int] = set()
    for at, (stratum, units) in enumerate(zip(frame["strata"], members, strict=True)):
        mine, could_be, kept = draw(frame, stratum, at, units, place, keys)
        sizes = frame["copies"][place]["sizes"][at]
        portions = [portion for portion, size in enumerate(sizes, 1) for _ in range(size)]
        portion_of |= dict(zip(mine, portions, strict=True))
        cell_of |= dict.fromkeys(could_be, at)
        held.update(kept)
    return Copy(portion_of, cell_of, frozenset(held))


def homes(frame: Mapping[str, Any]) -> list[str]:
    """The strata of the universe: those of the frame, or of which these are groups."""
    names = [str(each["name"]) for each in frame["strata"]]
    is_spread = frame["design"] == SPREAD
    return list(dict.fromkeys(map(_home, names))) if is_spread else names


def _home(group: str) -> str:
    return group.rpartition("/")[0]


def _groups(frame: Mapping[str, Any], strata: Sequence[int], key: bytes) -> list[int]:
    """Spread lists: per unit the group, a stratum of the frame, to which it was dealt."""
    group_of: dict[int, int] = {}
    for at, home in enumerate(homes(frame)):
        units = [unit for unit, stratum in enumerate(strata) if stratum == at]
        order = iter(_first(key, home, units, len(units), frozenset()))
        for group, each in enumerate(frame["strata"]):
            if _home(each["name"]) == home:
                group_of |= {next(order): group for _ in range(each["units"])}
    return [group_of[unit] for unit in range(len(strata))]


def _apart(
    frame: Mapping[str, Any],
    stratum: Mapping[str, Any],
    at: int,
    units: Sequence[int],
    place: int,
    keys: Secrets,
) -> tuple[list[int], list[int], list[int]]:
    """Independent lists: the copy's units in drawn order, all that could be in it, the held."""
    copy = frame["copies"][place]
    kept = _first(keys.hold, stratum["name"], units, stratum["held"], frozenset())
    out = frozenset(kept)
    mine = _first(keys.copy, stratum["name"], units, sum(copy["sizes"][at]), out)
    free = [unit for unit in units if unit not in out]
    return mine, free if copy["eligible"][at] else [], kept


def _dealt(
    frame: Mapping[str, Any],
    stratum: Mapping[str, Any],
    at: int,
    units: Sequence[int],
    place: int,
    keys: Secrets,
) -> tuple[list[int], list[int], list[int]]:
    """Exclusive lists: whoever got it or nobody could have been exchanged for one another."""
    sizes = [sum(copy["sizes"][at]) for copy in frame["copies"]]
    order = _first(keys.deal, stratum["name"], units, sum(sizes), frozenset())
    start = sum(sizes[:place])
    mine = order[start : start + sizes[place]]
    anybodys = set(order)
    nobodys = [unit for unit in units if unit not in anybodys]
    could_be = [*mine, *nobodys] if frame["copies"][place]["eligible"][at] else []
    return mine, could_be, []


def _first(
    key: bytes, stratum: str, units: Sequence[int], size: int, out: frozenset[int]
) -> list[int]:
    """The first of a stratum's units in the order of this key, without those out (part 4)."""
    first = dict(zip(units, _stream(key, "first", stratum, len(units)), strict=True))
    free = [unit for unit in units if unit not in out]
    if not size:
        return []
    limit = sorted(first[unit] for unit in free)[size - 1]
    enough = [unit for unit in free if first[unit] <= limit]
    more = _stream(key, "more", stratum, 7 * len(enough))
    number = {
        unit: (first[unit], more[7 * at : 7 * at + 7], unit) for at, unit in enumerate(enough)
    }
    return sorted(enough, key=number.__getitem__)[:size]


def _stream(key: bytes, use: str, stratum: str, length: int) -> bytes:
    return hashlib.shake_128(key + f"{ALGORITHM}\n{use}\n{stratum}".encode()).digest(length)


def hkdf(secret: bytes, info: bytes) -> bytes:
    """HKDF-SHA256 (RFC 5869), empty salt, 32 bytes."""
    extracted = hmac.digest(bytes(32), secret, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")
