"""A game step by step: seal, draw, complaints, finding. Every step leaves an entry in the log.

The order is the point: the seal stands in the log before the visitor's number, the digests
of the complaints and of the hidden choice before a list is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leumund.basics.canonical import sha256_hex
from leumund.ledger import named_after_itself
from leumund.release import Master
from leumund.world.challenge.exhibit import leaves_of
from leumund.world.challenge.game import FEWEST_ROWS, TooFewRows, seal, toss
from leumund.world.challenge.judge import judge
from leumund.world.challenge.log import Log

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from leumund.world.challenge.exhibit import Leaves
    from leumund.world.challenge.game import Game, Sealed
    from leumund.world.challenge.judge import Judgement
    from leumund.world.challenge.sheet import Sheet
    from leumund.world.challenge.thief import Complaints


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A game whose secret is sealed and whose log has begun."""

    sheet: Sheet
    sealed: Sealed
    log: Log

    @property
    def seal_digest(self) -> str:
        """What the visitor is shown before typing a number."""
        return self.sealed.seal.digest()


@dataclass(frozen=True, slots=True, eq=False)
class Dealt:
    """A game whose lists are drawn."""

    opened: Opened
    game: Game
    leaves: Leaves


def open_game(
    sheet: Sheet, portions: int, entropy: Callable[[int], bytes], at: datetime, code: str
) -> Opened:
    """Seal a fresh secret; ``code`` is the digest of the draw algorithm. Raises TooFewRows."""
    if len(sheet) < FEWEST_ROWS:
        raise TooFewRows(name=sheet.name, rows=len(sheet), fewest=FEWEST_ROWS)
    master = Master(entropy(32), entropy(32))
    sealed = seal(sheet.digest(), len(sheet), portions, master, at.date(), code)
    log = Log(named_after_itself(entropy(32)), entropy)
    log.append("challenge.seal", at, {"seal": sealed.seal.digest(), "people": len(sheet)})
    return Opened(sheet, sealed, log)


def deal(opened: Opened, beacon: str, at: datetime) -> Dealt:
    """Mix in the visitor's number and draw; raises BeaconUnusable."""
    game = toss(opened.sealed, beacon)
    leaves = leaves_of(game, opened.sheet.rows)
    body = {"beacon": game.beacon, "root": leaves.root.hex(), "seal": opened.seal_digest}
    opened.log.append("challenge.draw", at, body)
    return Dealt(opened, game, leaves)


def find(
    dealt: Dealt, written: bytes, complaints: Complaints, commitment: str, at: datetime
) -> Judgement:
    """Seal the complaints and the hidden choice, and only then look at the lists."""
    log = dealt.opened.log
    sealed = {"complaints": sha256_hex(written), "choice": commitment, "count": len(complaints)}
    log.append("challenge.complaints", at, sealed)
    found = judge(dealt.game, complaints, with_path=True)
    body = {
        "complaints": sealed["complaints"],
        "named": list(found.named_partners),
        "named_after": found.named_after,
        "at_most_once_in": found.at_most_once_in,
        "seal": dealt.opened.seal_digest,
    }
    log.append("challenge.finding", at, body)
    return found
