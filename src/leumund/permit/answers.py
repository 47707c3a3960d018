"""What the actions of this part answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leumund.basics.language import translate
from leumund.permit.explain import explain

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from leumund.basics.ids import PassId
    from leumund.basics.verdict import Verdict
    from leumund.permit.explain import Permission


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to one question: the verdict, and the pass where one was given.

    ``person_ref`` is the person for whom it was decided, by the company's own reference;
    ``used_consent_id`` the consent on which the call rests. ``pack`` and ``pack_digest`` name
    the rules under which it was decided. ``permissions``: what an allowed call rests on, for
    the reader it is told to; an agent is told none.
    """

    verdict: Verdict
    at: datetime
    pack: str
    pack_digest: str
    pass_id: PassId | None = None
    person_ref: str | None = None
    used_consent_id: int | None = None
    permissions: tuple[Permission, ...] = ()
    told: str = ""

    @property
    def is_allowed(self) -> bool:
        return self.verdict.is_allowed

    def in_words(self) -> str:
        """The verdict with its reasons, then the pass."""
        lines = [self.told or explain(self.verdict)]
        if self.person_ref is not None:
            lines.append(f"{translate('Ask for')}: {self.person_ref}")
        if self.pass_id is not None:
            lines.append(f"{translate('Pass')}: {self.pass_id}")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many persons a rule met in a screen; ``note``: what would have been right."""

    rule: str
    title: str
    persons: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Screened:
    """A screened list: how many may be called, whom which rule met, and where the answer is.

    ``path`` is a Parquet or CSV file with one row per person and line: line_id, person_id,
    consent_id, is_allowed, rules (comma-separated), hours_weekday, hours_saturday,
    hours_sunday, closed_on; for a list of numbers also list_row, the row in the list.
    ``unreadable`` rows of a list are kept in the quarantine file and are in no count. On the
    days ``no_call_may_begin_on`` calls are made in no Land.
    """

    allowed: int
    refused: int
    by_rule: tuple[RuleCount, ...]
    path: Path
    start: date
    end: date
    pack: str
    pack_digest: str
    file_digest: str
    no_call_may_begin_on: tuple[date, ...] = ()
    holiday_in_some_lands_on: tuple[date, ...] = ()
    unreadable: int = 0
    quarantine_path: Path | None = None
