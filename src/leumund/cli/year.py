"""The demo's year, action by action: what a company would do from January to December.

Every step goes through the real parts: database, screens, sealed secret, draw, encrypted
portions, intake, trace, ledger. The world answers with next month's calls; the clock is set,
the secret comes from the seed, so that the same seed gives the same year.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pyrage

from leumund.basics.clock import SetClock
from leumund.world import (
    CAMPAIGN,
    MONTHS,
    PORTION_DAYS,
    YEAR,
    Ledgered,
    Portion,
    Tally,
    World,
    identity,
    seeded_bytes,
    write_month,
    write_start,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from leumund.app import Leumund
    from leumund.trace import TraceReport
    from leumund.world import Month, MonthFiles

BERLIN = ZoneInfo("Europe/Berlin")
BEACON = "4 11 17 25 38 46"
"""The winning numbers of a lottery that was never held."""
STEPS = 2 + len(MONTHS)
PROOF = "proofs/draw.tlog-proof"
VERIFIER = "verify.pyz"


@dataclass(frozen=True, slots=True)
class Year:
    """The company at its desk, and the world around it."""

    leumund: Leumund
    world: World
    clock: SetClock
    folder: Path
    tally: Tally

    @classmethod
    def of(
        cls, leumund: Leumund, clock: SetClock, seed: int, customers: int, folder: Path
    ) -> Year:
        """A year that has not begun, with its world."""
        return cls(leumund, World.of(seed, customers), clock, folder, Tally())

    def run(
        self, on_progress: Callable[[int, int | None], None], months: Sequence[int] = MONTHS
    ) -> TraceReport:
        """The whole year, or its first ``months``; the last trace."""
        for done, step in enumerate(self._opening()):
            step()
            on_progress(done + 1, STEPS)
        for month in months:
            found = self._month(month)
            on_progress(2 + month, STEPS)
        return found

    def prove(self) -> Ledgered:
        """The ledger verified, and the proof of the draw's entry written beside the report."""
        self.leumund.ledger.integrate()
        verified = self.leumund.ledger.verify()
        path = self.folder / PROOF
        path.parent.mkdir(parents=True, exist_ok=True)
        entry = self.tally.draw_entry
        written = self.leumund.ledger.write_proof(entry, path, is_opened=True)
        self.leumund.ledger.verifier(self.folder / VERIFIER)
        key = written.key.relative_to(self.folder).as_posix()
        return Ledgered(verified.size, verified.root, PROOF, key)

    def _opening(self) -> Iterator[Callable[[], None]]:
        yield self._load
        yield self._draw

    def _load(self) -> None:
        """January: what the company has, and the coins' secret, sealed."""
        self._set(date(YEAR, 1, 8))
        files = write_start(self.world, self.folder / "files")
        self.leumund.set_up()
        for path in (files.customers, files.consents, files.objections, files.contracts):
            self.leumund.people.load(path)
        self.leumund.network.load(files.partners)
        self.leumund.release.draw(files.campaign)

    def _draw(self) -> None:
        """A week later the lottery is drawn, and with it the copies."""
        self._set(date(YEAR, 1, 15), hour=20)
        drawn = self.leumund.release.draw(self.folder / "files" / "campaign.yaml", BEACON)
        self.tally.draw_entry = drawn.entry
        self.tally.taking_part = getattr(drawn, "taking_part", 0)
        record = self.leumund.release.draws()[0]
        self.tally.may_be_called = len(record.line_ids)

    def _month(self, month: int) -> TraceReport:
        if month <= len(PORTION_DAYS):
            self._hand_over(month)
        lived = self.world.live(month, self.tally.handed)
        files = write_month(self.world, lived, self.folder / "files")
        self._set(date(YEAR + month // 12, month % 12 + 1, 1), hour=6)
        self._take_in(files)
        self.tally.calls += sum(map(len, lived.calls.values()))
        self.tally.complaints += len(lived.complaints)
        self.tally.invented += _invented(lived)
        found = self.leumund.trace.run()
        self.leumund.ledger.integrate()
        return found

    def _hand_over(self, portion: int) -> None:
        """A portion leaves; every partner opens its own file with its own key."""
        day = PORTION_DAYS[portion - 1]
        self._set(day)
        left = self.leumund.release.hand_over(CAMPAIGN, portion, self.folder / "handed-over")
        for delivery in left.deliveries:
            numbers = _opened(delivery.path, identity(self.world.seed, delivery.partner))
            mine = self.tally.handed.setdefault(delivery.partner, [])
            mine.append(Portion(day, numbers))
            self.tally.handed_over += len(numbers)

    def _take_in(self, files: MonthFiles) -> None:
        """First the contracts and the declared calls, then what people complain of."""
        self.leumund.people.load(files.contracts)
        for partner, path in files.calls.items():
            self.leumund.intake.calls(path, partner)
        self.leumund.intake.complaints(files.complaints)

    def _set(self, day: date, hour: int = 9) -> None:
        self.clock.at = datetime.combine(day, time(hour), BERLIN).astimezone(UTC)


def secret_of(seed: int) -> Callable[[int], bytes]:
    """Chance for the demo's draw, from its seed. Never for a real draw."""
    asked = iter(range(1_000_000))
    return lambda count: seeded_bytes(seed, "demo secret", next(asked), count=count)


def first_day() -> datetime:
    """Where the simulated clock stands at first."""
    return datetime(YEAR, 1, 1, tzinfo=UTC)


def _opened(path: Path, key: object) -> tuple[str, ...]:
    text = pyrage.decrypt(path.read_bytes(), [key]).decode()
    return tuple(row["number"] for row in csv.DictReader(io.StringIO(text)))


def _invented(month: Month) -> int:
    return sum(cause.startswith("invented:") for cause in month.causes)
