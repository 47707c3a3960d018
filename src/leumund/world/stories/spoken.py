"""What is said in recorded calls, from the corpus whose truth is known.

Wrong sellers claim to be the company and hear no no; honest ones say nothing that a check
should find, though some of it sounds so. A person who reads a place answers by the truth, and
errs as seldom as ``READER_ERRS`` says.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from leumund.audit import dialogues
from leumund.world.streams import stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leumund.audit import Dialogue
    from leumund.world.stories.cast import Seller, Story

SLAMMED: Final = frozenset({"W010", "W011", "W050", "W051", "W053"})
"""Claims to be the company or the supplier; a no that was not heard."""
READER_ERRS: Final = 0.03
_NOISES: Final = ("clean", "light", "heavy", "dialect", "unlabelled")
_MANY: Final = 100_000


def spoken(
    story: Story,
    seller: Seller,
    week: int,
    *,
    is_slammed: bool = False,
    is_suspicious: bool = False,
) -> Iterator[Dialogue | None]:
    """Call by call what was said; None where nobody recorded it."""
    name = "slammed" if is_slammed else "honest"
    chance = stream(story.seed, "story", story.name, seller.name, week, name)
    seed = int(chance.integers(2**31))
    talks = [dialogues(seed, _MANY, "de", noise=noise) for noise in _NOISES]
    while True:
        yield None
        if story.has_words:
            talk = talks[int(chance.integers(len(talks)))]
            yield next(
                each
                for each in talk
                if (SLAMMED & set(each.wrong) if is_slammed else not each.wrong)
                and (each.sounds or not is_suspicious)
            )


def written(dialogue: Dialogue) -> str:
    """The call as plain dialogue: what one says in one go is one line."""
    return "".join(
        f"{who}: {' '.join(text for _turn, text in said)}\n" for who, said in _goes(dialogue)
    )


def is_said(dialogue: Dialogue, check: str, go: int) -> bool:
    """Whether what the check looks for is in truth said in that go (from 0)."""
    turns = {turn for turn, _text in list(_goes(dialogue))[go][1]}
    return not turns.isdisjoint(dialogue.wrong.get(check, ()))


def is_right_says_a_person(
    story: Story, call: str, dialogue: Dialogue, check: str, go: int
) -> bool:
    """What somebody answers who reads that place; the same for the same place."""
    errs = stream(story.seed, "reader", call, check, go).random() < READER_ERRS
    return is_said(dialogue, check, go) != errs


def _goes(dialogue: Dialogue) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    turns = enumerate(dialogue.transcript.turns)
    for who, said in groupby(turns, key=lambda each: each[1].speaker):
        yield who, [(number, turn.text) for number, turn in said]
