"""What a person can ask of this part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leumund.audit.words.actions import Words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from leumund.audit.words.actions import HeardCalls
    from leumund.audit.words.agreement import Agreement
    from leumund.audit.words.known import Confirmed, KnownWordFinding
    from leumund.basics.clock import Clock
    from leumund.basics.finding import Finding
    from leumund.network.actions import Network
    from leumund.store import Store

    OnProgress = Callable[[int, int | None], None]

QUESTIONS = ("agreement", "confirmed_words", "open_words")
"""They record nothing."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What happened in calls, beside what was allowed; what was said in them."""

    store: Store
    clock: Clock
    network: Network

    def words(
        self, path: Path, *, with_agents: bool = False, on_progress: OnProgress | None = None
    ) -> HeardCalls:
        """Listen to transcripts; one without a recorded permission is not opened."""
        return self._words.words(path, with_agents=with_agents, on_progress=on_progress)

    def confirm(self, finding: str, by: str, is_right: bool) -> Confirmed:
        """Note what a person has read at the place of a finding; before that it counts not."""
        return self._words.confirm(finding, by, is_right)

    def open_words(self) -> tuple[KnownWordFinding, ...]:
        """Findings in transcripts that wait for a person."""
        return self._words.open_words()

    def confirmed_words(self) -> tuple[Finding, ...]:
        """Findings in transcripts that a person has confirmed and nobody has denied."""
        return self._words.confirmed_words()

    def agreement(self) -> Agreement:
        """How far two people agree who have read the same places."""
        return self._words.agreement()

    @property
    def _words(self) -> Words:
        return Words(self.store, self.clock, self.network)
