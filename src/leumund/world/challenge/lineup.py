"""Many games, one per seed, counted: how often named, whom, and after how many complaints."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from leumund.release import Master
from leumund.world.challenge.game import COPIES, seal, toss
from leumund.world.challenge.judge import judge, least_complaints
from leumund.world.challenge.thief import invent, steal
from leumund.world.streams import seeded_bytes, stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from leumund.world.challenge.game import Game


@dataclass(frozen=True, slots=True)
class Theft:
    """One way to steal: so many people from the list, so many from elsewhere."""

    from_list: int
    from_elsewhere: int
    portions: int = 1

    @property
    def share(self) -> float:
        return self.from_list / (self.from_list + self.from_elsewhere)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one game ended: was the right copy named, was any other, after how many."""

    is_named: bool
    others_named: int
    after: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """One theft over all games. ``least``: the bound no rule with this promise can beat;
    ``after_median``: complaints until naming, over the games in which it was named."""

    theft: Theft
    games: int
    named: int
    not_yet: int
    others_named: int
    after_median: float | None
    least: float


@dataclass(frozen=True, slots=True)
class Framing:
    """Games with invented complaints: in how many was anybody named, without the list and
    with it."""

    games: int
    complaints: int
    named_without_list: int
    named_with_list: int


@dataclass(frozen=True, slots=True)
class Lineup:
    """The whole table."""

    rows: tuple[Row, ...]
    framing: Framing


THEFTS = (
    Theft(12, 8),
    Theft(12, 8, portions=4),
    Theft(8, 4),
    Theft(8, 4, portions=4),
)
FRAMING_COMPLAINTS = 12


def play_many(
    file_digest: str,
    units: int,
    on: date,
    code: str,
    seeds: Iterable[int],
    on_progress: Callable[[int, int | None], None] | None = None,
) -> Lineup:
    """Every theft once per seed: own secret, own number, own choice of a partner."""
    outcomes: dict[Theft, list[Outcome]] = {theft: [] for theft in THEFTS}
    framed: list[tuple[bool, bool]] = []
    wanted = list(seeds)
    for done, seed in enumerate(wanted, start=1):
        games = {
            portions: game_of(file_digest, units, on, code, seed, portions)
            for portions in sorted({theft.portions for theft in THEFTS})
        }
        for theft, found in outcomes.items():
            found.append(_one(games[theft.portions], seed, theft))
        framed.append(_framing(games[1], seed))
        if on_progress:
            on_progress(done, len(wanted))
    sealed = games[1].sealed
    rows = tuple(
        _row(theft, found, sealed.weight, sealed.alpha) for theft, found in outcomes.items()
    )
    without, with_list = (sum(one) for one in zip(*framed, strict=True))
    return Lineup(rows, Framing(len(framed), FRAMING_COMPLAINTS, without, with_list))


def game_of(
    file_digest: str, units: int, on: date, code: str, seed: int, portions: int
) -> Game:
    """The game of one seed: secret and visitor's number both come from it."""
    secret = seeded_bytes(seed, "challenge secret", count=64)
    master = Master(secret[:32], secret[32:])
    return toss(seal(file_digest, units, portions, master, on, code), f"seed {seed}")


def _one(game: Game, seed: int, theft: Theft) -> Outcome:
    chance = stream(seed, "challenge thief", theft.from_list, theft.portions)
    partner = int(chance.integers(COPIES))
    lists = [game.list_of(partner, 1 + part) for part in range(theft.portions)]
    stolen = steal(chance, lists, game.sealed.units, theft.from_list, theft.from_elsewhere)
    found = judge(game, stolen)
    is_named = partner in found.named
    others = len(found.named) - is_named
    return Outcome(is_named, others, found.named_after if is_named else None)


def _framing(game: Game, seed: int) -> tuple[bool, bool]:
    """Invented complaints, first without the list, then by somebody who holds it."""
    chance = stream(seed, "challenge framing")
    blind = judge(game, invent(chance, game.sealed.units, FRAMING_COMPLAINTS))
    victim = [game.list_of(int(chance.integers(COPIES)))]
    holding = steal(chance, victim, game.sealed.units, FRAMING_COMPLAINTS, 0)
    return bool(blind.named), bool(judge(game, holding).named)


def _row(theft: Theft, found: list[Outcome], weight: float, alpha: float) -> Row:
    after = [one.after for one in found if one.after is not None]
    complaints = theft.from_list + theft.from_elsewhere
    return Row(
        theft=theft,
        games=len(found),
        named=sum(one.is_named for one in found),
        not_yet=sum(not one.is_named and not one.others_named for one in found),
        others_named=sum(bool(one.others_named) for one in found),
        after_median=float(median(after)) if after else None,
        least=least_complaints(theft.share, weight, alpha, theft.portions, complaints),
    )
