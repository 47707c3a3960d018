"""Names and numbers of people who do not exist.

The words are our own and read as invented, umlauts included. Numbers come only from the
five blocks that the Bundesnetzagentur keeps free for films and books, each followed by six
digits: nobody can be given one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MEDIA_BLOCKS = ("+493023125", "+496990009", "+494066969", "+492214710", "+498999998")
"""030 23125, 069 90009, 040 66969, 0221 4710 and 089 99998 in E.164 form."""

_GIVEN = (
    "Amsel", "Brisa", "Corvin", "Dorle", "Eskil", "Fenja", "Grimo", "Hälla", "Ivo", "Jorinde",
    "Kaspian", "Luzie", "Mirabell", "Norwin", "Ottilie", "Pirmin", "Quendel", "Rükke", "Söre",
    "Tjark", "Ulmine", "Velten", "Wieka", "Xaverl", "Ylva", "Zacharin",
)  # fmt: skip
_FIRST_HALF = (
    "Abend", "Birken", "Blech", "Brötchen", "Dämmer", "Eulen", "Farn", "Federn", "Glöckchen",
    "Hasel", "Honig", "Kessel", "Kiesel", "Lampen", "Möwen", "Nebel", "Pfützen", "Regen",
    "Schnür", "Suppen", "Tauben", "Tinten", "Wolken", "Zimt", "Zwiebel",
)  # fmt: skip
_SECOND_HALF = (
    "flug", "gruß", "hüter", "kranz", "löffel", "maß", "pfeife", "ritter", "schirm", "sprung",
    "stern", "tänzer", "turm", "uhr", "wächter", "zahl",
)  # fmt: skip

_SUFFIXES = 1_000_000
_ROLES = {
    "customer": (0, 700_000),
    "stranger": (700_000, 900_000),
    "spoofed": (900_000, 990_000),
}
_FIRST_PARTNER_SUFFIX = 990_000


def names(chance: np.random.Generator, count: int) -> list[str]:
    """Given name and family name for each of ``count`` people."""
    given = chance.integers(len(_GIVEN), size=count)
    first = chance.integers(len(_FIRST_HALF), size=count)
    second = chance.integers(len(_SECOND_HALF), size=count)
    return [
        f"{_GIVEN[g]} {_FIRST_HALF[a]}{_SECOND_HALF[b]}"
        for g, a, b in zip(given.tolist(), first.tolist(), second.tolist(), strict=True)
    ]


def numbers(chance: np.random.Generator, count: int, role: str) -> list[str]:
    """``count`` different numbers, E.164; those of different roles never meet.

    Raises ValueError if the blocks do not hold so many.
    """
    first, past = _ROLES[role]
    room = (past - first) * len(MEDIA_BLOCKS)
    if count > room:
        raise ValueError(f"there are {room} made-up numbers for the role {role}, not {count}")
    drawn = chance.choice(room, size=count, replace=False)
    return _written(first + drawn // len(MEDIA_BLOCKS), drawn % len(MEDIA_BLOCKS))


def partner_number(position: int) -> str:
    """The number that the partner at this place of the cast shows, E.164."""
    suffix = np.array([_FIRST_PARTNER_SUFFIX + position])
    return _written(suffix, np.array([position % len(MEDIA_BLOCKS)]))[0]


def _written(suffix: NDArray[np.int64], block: NDArray[np.int64]) -> list[str]:
    return [
        f"{MEDIA_BLOCKS[b]}{s:06d}"
        for s, b in zip(suffix.tolist(), block.tolist(), strict=True)
    ]
