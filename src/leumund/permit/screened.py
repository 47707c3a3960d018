"""A list to be screened, and what came of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leumund.basics.language import reader_language
from leumund.permit.answers import RuleCount, Screened
from leumund.permit.decide import decide
from leumund.permit.facts import Level
from leumund.permit.gather import Assignment, assigned, with_person
from leumund.permit.grounds import notes
from leumund.permit.passes import Attempts
from leumund.permit.period import PermittedHours, begins_at, closed_days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from leumund.network import Partner
    from leumund.permit.rulepack import Pack
    from leumund.permit.rules import Rules
    from leumund.permit.writer import ReadList


@dataclass(frozen=True, slots=True)
class ScreenAsked:
    """A list that somebody wants to have screened; ``chain`` is empty without a partner."""

    assignment: Assignment
    rules: Rules
    chain: tuple[Partner, ...]
    start: date
    end: date
    hours: tuple[PermittedHours, ...]
    lines: Path | Iterable[int] | None
    columns: Mapping[str, str | Sequence[str]] | None
    region: str
    on_progress: Callable[[int, int | None], None] | None

    @property
    def numbers(self) -> Path | None:
        """The list where it is one of numbers."""
        is_list = isinstance(self.lines, Path) and self.lines.suffix != ".parquet"
        return self.lines if is_list and isinstance(self.lines, Path) else None


def stranger_rules(asked: ScreenAsked) -> str:
    """The rules that a number meets of which nothing is on file."""
    facts = assigned(asked.assignment, begins_at(asked.start), asked.rules.values)
    unknown = with_person(facts, None, None, Attempts(), {})
    reasons = decide(unknown, asked.rules.only(Level.PERSON)).reasons
    return ",".join(dict.fromkeys(reason.rule for reason in reasons))


def screened(
    counts: Sequence[Mapping[str, Any]],
    asked: ScreenAsked,
    into: Path,
    pack: Pack,
    file_digest: str,
    left_over: ReadList | None,
    company: str | None,
) -> Screened:
    """The result of a screen, from the counts of its file."""
    by_rule: Counter[str] = Counter()
    for row in counts:
        by_rule.update({rule: row["persons"] for rule in row["rules"].split(",") if rule})
    language = reader_language()
    titles = {rule: body["title"][language] for rule, body in pack.rules.items()}
    known = {}
    if asked.chain:
        known = notes(asked.assignment, asked.chain[0], asked.rules.on, company)
    nowhere, in_some = closed_days(asked.rules, asked.start, asked.end)
    return Screened(
        allowed=sum(row["persons"] for row in counts if row["is_allowed"]),
        refused=sum(row["persons"] for row in counts if not row["is_allowed"]),
        by_rule=tuple(
            RuleCount(rule, titles[rule], persons, known.get(rule, ""))
            for rule, persons in sorted(by_rule.items())
        ),
        path=into,
        start=asked.start,
        end=asked.end,
        no_call_may_begin_on=nowhere,
        holiday_in_some_lands_on=in_some,
        pack=f"{pack.id} {pack.version}",
        pack_digest=pack.digest,
        file_digest=file_digest,
        unreadable=left_over.unreadable if left_over else 0,
        quarantine_path=left_over.quarantine_path if left_over else None,
    )


def screen_entry(screened: Screened, asked: ScreenAsked) -> dict[str, object]:
    """What the ledger notes: counts and digests, nothing about anybody."""
    return {
        "file": screened.file_digest,
        "rules": screened.pack_digest,
        "purpose": asked.assignment.purpose,
        "product": asked.assignment.product,
        "partner": asked.chain[0].name if asked.chain else None,
        "start": screened.start,
        "end": screened.end,
        "allowed": screened.allowed,
        "refused": screened.refused,
        "unreadable": screened.unreadable,
        "by_rule": {each.rule: each.persons for each in screened.by_rule},
    }
