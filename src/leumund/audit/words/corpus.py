"""A seeded corpus of calls whose truth is known: made from wordings kept in two halves.

The checks were written against the first half (``known``); the second (``held_out``) was
written before there was any pattern and is only measured. A dialogue holds some acts that a
check should find, some that only sound so, and ordinary talk; then noise as recognisers make
it is laid over the text.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from leumund.audit.words.noise import noisy
from leumund.audit.words.transcript import Transcript, Turn
from leumund.basics.strict_yaml import read_mapping

WORDINGS = Path(__file__).parent / "wordings"
HALVES = ("known", "held_out")
NOISES = ("clean", "light", "heavy", "dialect", "unlabelled")
SPEAKERS = ("Speaker 1", "Speaker 2")
# Longer than the start of a call in which its purpose has to be said.
_START_WORDS = 60
_CLAIMS = ("W010", "W011")
_AT_THE_END = ("W050", "W051", "W053")
_VALUES = {
    "caller": ("Falk", "Brandt", "Sommer", "Krüger", "Vogel"),
    "company": ("Fernblick", "Rheinlicht", "Talstrom", "Wolkennetz"),
}
_PRODUCTS = {
    "de": ("Stromtarif", "Internetanschluss", "Handytarif", "Gastarif"),
    "en": ("electricity plan", "broadband", "mobile plan", "gas plan"),
}


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One call: what was really said, the transcript of it, and the checks that are right.

    ``wrong`` maps a check to the turns of its act; ``sounds`` names the checks of which only
    a trap was put in.
    """

    language: str
    half: str
    noise: str
    transcript: Transcript
    wrong: Mapping[str, tuple[int, ...]]
    sounds: tuple[str, ...]


@cache
def wordings(half: str, language: str) -> Mapping[str, Any]:
    """The wordings of one half in one language."""
    return read_mapping((WORDINGS / f"{half}.{language}.yaml").read_bytes())


def dialogues(
    seed: int, count: int, language: str, half: str = "held_out", noise: str = "clean"
) -> Iterator[Dialogue]:
    """``count`` dialogues; the same arguments give the same ones."""
    for number in range(count):
        source = random.Random(f"{seed}/{half}/{language}/{noise}/{number}")
        yield _dialogue(source, language, half, noise)


def _dialogue(source: random.Random, language: str, half: str, noise: str) -> Dialogue:
    told = wordings(half, language)
    values = {name: source.choice(some) for name, some in _VALUES.items()}
    values["product"] = source.choice(_PRODUCTS[language])
    turns: list[tuple[str, str]] = []
    wrong: dict[str, tuple[int, ...]] = {}
    _open(source, told, turns, wrong)
    sounds = _middle(source, told, turns, wrong)
    turns += [("A", source.choice(told["close"])), ("C", source.choice(told["close_answer"]))]
    said = [(who, _filled(text, values)) for who, text in turns]
    heard = noisy(source, said, noise, told["dialect"])
    return Dialogue(language, half, noise, _transcript(heard, noise, language), wrong, sounds)


def _open(
    source: random.Random,
    told: Mapping[str, Any],
    turns: list[tuple[str, str]],
    wrong: dict[str, tuple[int, ...]],
) -> None:
    """The start: all said, or who, for whom, why, or the recording left out."""
    kind = source.choices(
        ("open_full", "open_split", "open_anonymous", "open_purposeless"), (5, 2, 2, 2)
    )[0]
    turns += _turns(source.choice(told[kind]))
    if kind == "open_anonymous":
        wrong["W001"] = (0,)
    if source.random() < 0.7:
        turns += [
            ("A", source.choice(told["record_notice"])),
            ("C", source.choice(told["record_answer"])),
        ]
    else:
        wrong["W003"] = (0,)
        turns.append(("C", source.choice(told["answer"])))
    if kind == "open_purposeless":
        wrong["W002"] = (0,)
        while sum(len(text.split()) for who, text in turns if who == "A") < _START_WORDS:
            turns.append(("A", source.choice(told["small_talk"])))
            turns.append(("C", source.choice(told["answer"])))


def _middle(
    source: random.Random,
    told: Mapping[str, Any],
    turns: list[tuple[str, str]],
    wrong: dict[str, tuple[int, ...]],
) -> tuple[str, ...]:
    """Acts and traps in any order, talk between them; what ends a call comes last."""
    checks = list(told["checks"])
    # Whoever claims to be the company has said for whom, though falsely.
    said = _CLAIMS if "W001" in wrong else ()
    free = [each for each in checks if each not in (*_AT_THE_END, *said)]
    is_honest = source.random() < 0.4
    acts = [] if is_honest else source.sample(free, source.choice((1, 1, 2, 3)))
    traps = source.sample([each for each in free if each not in acts], source.choice((0, 1, 2)))
    last = source.choice((None, *_AT_THE_END))
    order = [(each, "fires") for each in acts] + [(each, "traps") for each in traps]
    source.shuffle(order)
    if last is not None:
        is_act = not is_honest and source.random() < 0.6
        order.append((last, "fires" if is_act else "traps"))
    sounds: list[str] = []
    for check, kind in order:
        if "W002" not in wrong or turns[-1][0] == "C":
            _talk(source, told, turns, has_pitch="W002" not in wrong)
        begin = len(turns)
        turns += _turns(source.choice(told["checks"][check][kind]))
        if kind == "fires":
            wrong[check] = tuple(range(begin, len(turns)))
        else:
            sounds.append(check)
        if turns[-1][0] == "A" and check not in _AT_THE_END:
            turns.append(("C", source.choice(told["answer"])))
    return tuple(sounds)


def _talk(
    source: random.Random,
    told: Mapping[str, Any],
    turns: list[tuple[str, str]],
    *,
    has_pitch: bool,
) -> None:
    kind = "pitch" if has_pitch and source.random() < 0.5 else "small_talk"
    turns.append(("A", source.choice(told[kind])))
    turns.append(("C", source.choice(told["answer"])))


def _turns(item: str | Sequence[str]) -> list[tuple[str, str]]:
    if isinstance(item, str):
        return [("A", item)]
    return [(each[0], each[3:]) for each in item]


def _filled(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text


def _transcript(
    heard: Sequence[tuple[str, str, float | None]], noise: str, language: str
) -> Transcript:
    """Turns with invented times, four words a second; doubt only where noise was laid on."""
    turns, at = [], 0.0
    names = {"A": "Agent", "C": "Customer"}
    if noise == "unlabelled":
        names = dict(zip("AC", SPEAKERS, strict=True))
    for who, text, doubt in heard:
        end = at + max(1, len(text.split())) / 4
        turns.append(Turn(names[who], text, at, end, doubt))
        at = end + 0.3
    return Transcript("corpus", tuple(turns), language)
