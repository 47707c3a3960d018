"""The thief: takes people from one partner's list and from elsewhere, and hides the choice.

It sees what a thief sees: the portions handed to one partner and how many people there are.
It knows neither the secret nor the other lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from leumund.basics.canonical import canonical_bytes, sha256_hex
from leumund.basics.errors import BadInput, IntegrityError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

_DOMAIN = b"leumund-challenge-choice-1\n"
SALT_BYTES = 16


class TooManyWanted(BadInput):
    """{wanted} people were asked for, but there are only {there}. Nobody was taken."""

    code = "too-many-wanted"
    hint = "Take fewer."


class ChoiceDoesNotMatch(IntegrityError):
    """The choice that was opened is not the one that was sealed before the weighing."""

    code = "choice-does-not-match"
    hint = "Somebody changed it afterwards; play again."


@dataclass(frozen=True, slots=True)
class Choice:
    """What the visitor chose in secret: whose list, and how many people from where."""

    partner: str
    from_list: int
    from_elsewhere: int

    def document(self) -> dict[str, object]:
        """The choice as it is sealed."""
        return {
            "partner": self.partner,
            "from_list": self.from_list,
            "from_elsewhere": self.from_elsewhere,
        }

    def commitment(self, salt: bytes) -> str:
        """SHA-256 over domain ‖ salt ‖ canonical choice: shown before, opened after."""
        return sha256_hex(_DOMAIN + salt + canonical_bytes(self.document()))


@dataclass(frozen=True, slots=True, eq=False)
class Complaints:
    """Who complained, in order: unit indices, and how many portions had left by then."""

    units: Ints
    after_portion: Ints

    def __len__(self) -> int:
        return len(self.units)


def steal(
    chance: np.random.Generator,
    portions: Sequence[Ints],
    units: int,
    from_list: int,
    from_elsewhere: int,
) -> Complaints:
    """People from the list and from outside it complain, in an order that tells nothing.

    ``portions``: what the partner was handed, in order. The theft goes on while they arrive:
    the complaints are spread evenly over them, and nobody is rung before their portion came.
    Raises TooManyWanted.
    """
    elsewhere = np.setdiff1d(np.arange(units), np.concatenate(portions))
    count = from_list + from_elsewhere
    after = 1 + np.arange(count) * len(portions) // max(count, 1)
    is_from_list = chance.permutation(count) < from_list
    _check(from_elsewhere, len(elsewhere))
    chosen = np.empty(count, dtype=np.int64)
    chosen[~is_from_list] = chance.choice(elsewhere, from_elsewhere, replace=False)
    taken: set[int] = set()
    for at in np.flatnonzero(is_from_list).tolist():
        left = np.setdiff1d(np.concatenate(portions[: after[at]]), np.fromiter(taken, np.int64))
        _check(1, len(left))
        chosen[at] = chance.choice(left)
        taken.add(int(chosen[at]))
    return Complaints(chosen, after)


def invent(
    chance: np.random.Generator, units: int, count: int, portions: int = 1
) -> Complaints:
    """Invented complaints of somebody who knows no list: real people, picked blindly."""
    _check(count, units)
    after = 1 + np.arange(count) * portions // max(count, 1)
    return Complaints(chance.choice(units, count, replace=False), after)


def check_choice(choice: Choice, salt: bytes, commitment: str) -> None:
    """Raises ChoiceDoesNotMatch unless this is the choice that was sealed."""
    if choice.commitment(salt) != commitment:
        raise ChoiceDoesNotMatch()


def _check(wanted: int, there: int) -> None:
    if wanted > there or wanted < 0:
        raise TooManyWanted(wanted=wanted, there=there)
