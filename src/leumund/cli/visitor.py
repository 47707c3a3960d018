"""The two kinds of visitors a challenge can have: one at the terminal, one who is a seed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from leumund.basics.language import _
from leumund.cli.questions import ask, ask_number, pause
from leumund.world import COPIES, copy_names, seeded_bytes, stream

if TYPE_CHECKING:
    from leumund.basics.errors import LeumundError


class Visitor(Protocol):
    """What a challenge asks of its visitor. ``thief_options``: how the thief is started."""

    @property
    def thief_options(self) -> tuple[str, ...]: ...

    def number(self) -> str: ...

    def word(self) -> str: ...

    def is_asked_again(self, mistake: LeumundError) -> bool: ...

    def framed(self, robbed: str) -> str: ...

    def look(self, sentence: str) -> None: ...

    def entropy(self, count: int) -> bytes: ...

    def chance_seed(self) -> int: ...


@dataclass(frozen=True, slots=True)
class AtTheTerminal:
    """Somebody who plays; all chance comes from the machine."""

    thief_options: tuple[str, ...] = ()

    def number(self) -> str:
        return ask(_("Type any number: a birthday, the lottery, a hundred digits"))

    def word(self) -> str:
        return ask(_("Open your envelope: which word did you choose?"))

    def is_asked_again(self, mistake: LeumundError) -> bool:
        print(mistake.message(), mistake.way_out())
        print(_("Ctrl-C leaves the game; what was drawn and found stays in its folder."))
        return True

    def framed(self, robbed: str) -> str:
        number = ask_number(_("Whom do you want to frame? A number from 1 to 60"), 1, COPIES)
        return copy_names()[number - 1]

    def look(self, sentence: str) -> None:
        pause(sentence)

    def entropy(self, count: int) -> bytes:
        return secrets.token_bytes(count)

    def chance_seed(self) -> int:
        return secrets.randbits(64)


# Not frozen: it counts how often it was asked for chance.
@dataclass(slots=True)
class Seed:
    """A visitor that plays by itself; the same seed plays the same game."""

    seed: int
    asked: int = 0

    @property
    def thief_options(self) -> tuple[str, ...]:
        return ("--seed", str(self.seed), "--word", self.word())

    def number(self) -> str:
        return str(int(stream(self.seed, "challenge number").integers(10**12)))

    def word(self) -> str:
        return f"seed-{self.seed}"

    def is_asked_again(self, mistake: LeumundError) -> bool:
        return False

    def framed(self, robbed: str) -> str:
        others = [name for name in copy_names() if name != robbed]
        return others[int(stream(self.seed, "challenge framed").integers(len(others)))]

    def look(self, sentence: str) -> None:
        """Nobody is there to look."""

    def entropy(self, count: int) -> bytes:
        self.asked += 1
        return seeded_bytes(self.seed, "challenge entropy", self.asked, count=count)

    def chance_seed(self) -> int:
        return self.seed
