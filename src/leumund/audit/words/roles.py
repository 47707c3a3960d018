"""Who is who: by the label where it says so, else by what is said, with how far to trust it."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leumund.audit.words.pattern import folded
from leumund.audit.words.transcript import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from leumund.audit.words.transcript import Turn

TRUSTED = 0.75
"""Below this a speaker is unknown, and every check looks at what it says."""

_LABELS = {
    Role.CALLER: (
        "caller agent berater beraterin anrufer anruferin mitarbeiter mitarbeiterin verkaufer"
        " vertrieb callcenter advisor rep representative sales operator a"
    ),
    Role.CALLED: (
        "called customer kunde kundin angerufener angerufene verbraucher verbraucherin"
        " consumer client callee c k"
    ),
}


@dataclass(frozen=True, slots=True)
class Roles:
    """The role of each speaker and the confidence (0.5 to 1) that it is not the other way."""

    of: Mapping[str, Role]
    confidence: float


def roles_of(turns: tuple[Turn, ...], talk: Iterable[tuple[int, Role]]) -> Roles:
    """``talk``: turns in which somebody talks as the one who rings or who was rung does."""
    speakers = list(dict.fromkeys(turn.speaker for turn in turns))
    known = {each: labelled(each) for each in speakers}
    if all(role is not Role.UNKNOWN for role in known.values()):
        return Roles(known, 1.0)
    votes: Counter[str] = Counter()
    for number, role in talk:
        votes[turns[number].speaker] += 1 if role is Role.CALLER else -1
    named = [each for each in speakers if each]
    if len(named) < 2:
        return _alone(speakers, votes)
    return _two_sides(named, speakers, votes)


def labelled(speaker: str) -> Role:
    """The role that a label names; unknown for a name, a number or a letter of no meaning."""
    word = folded(speaker.strip()).rstrip("0123456789 _")
    return next(
        (role for role, words in _LABELS.items() if word in words.split()), Role.UNKNOWN
    )


def _alone(speakers: list[str], votes: Counter[str]) -> Roles:
    """One voice has a role if its words are clear; voices not told apart have none."""
    total = sum(votes.values())
    confidence = _confidence(abs(total))
    role = Role.CALLER if total > 0 else Role.CALLED
    is_one = len(speakers) == 1 and speakers[0] and confidence >= TRUSTED
    return Roles(dict.fromkeys(speakers, role if is_one else Role.UNKNOWN), confidence)


def _two_sides(named: list[str], speakers: list[str], votes: Counter[str]) -> Roles:
    """The one who talks most like a caller is it; all others were called."""
    ordered = sorted(named, key=lambda each: -votes[each])
    confidence = _confidence(votes[ordered[0]] - votes[ordered[1]])
    if confidence < TRUSTED:
        return Roles(dict.fromkeys(speakers, Role.UNKNOWN), confidence)
    nobody = {each: Role.UNKNOWN for each in speakers if not each}
    of = {each: Role.CALLER if each == ordered[0] else Role.CALLED for each in named}
    return Roles(nobody | of, confidence)


def _confidence(margin: int) -> float:
    """A convention, not a measurement: each sign more makes the odds three times as long."""
    return 1 / (1 + math.exp(-math.log(3) * margin))
