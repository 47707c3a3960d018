"""The turns of phrase in ``turns.toml``: data that anybody can read, mend and add to."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from leumund.intake.mails.cues import Cue

_WORD = re.compile(r"\{([a-z]+_[a-z]+)\}")


@dataclass(frozen=True, slots=True)
class Turn:
    """A pattern of one ``kind``, with words that it finds and words that it must not find."""

    kind: str
    pattern: str
    weight: float
    fires: str
    silent: str


@cache
def all_turns() -> tuple[Turn, ...]:
    """Every turn, its lists of words filled in; a pattern of a name keeps ``{name}``."""
    source = resources.files("leumund.intake.mails").joinpath("turns.toml")
    read = tomllib.loads(source.read_text(encoding="utf-8"))
    words = read["words"]

    def filled(pattern: str) -> str:
        return _WORD.sub(lambda hit: words[hit[1]], pattern)

    return tuple(
        Turn(
            one["kind"],
            filled(filled(one["pattern"])),
            one.get("weight", 1.0),
            one["fires"],
            one["silent"],
        )
        for one in read["turn"]
    )


@cache
def cues(kind: str) -> tuple[Cue, ...]:
    """The turns of one kind as cues."""
    return tuple(Cue(one.pattern, one.weight) for one in all_turns() if one.kind == kind)
