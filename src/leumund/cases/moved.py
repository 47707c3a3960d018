"""What a move did, and short answers about cases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from statistics import median
from typing import TYPE_CHECKING, Any

from leumund.basics.language import _, reader_language
from leumund.cases.duties import duty_words
from leumund.cases.state import State
from leumund.cases.table import moves, rank, state_sentences, state_words
from leumund.cases.words import kind_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from leumund.basics.verdict import Reason
    from leumund.cases.case import Case
    from leumund.cases.clearing import Cost

_FEW = 5
_APART = 2


@dataclass(frozen=True, slots=True)
class Compared:
    """What followed elsewhere from the same breach: the grades of measures, this one's, and
    whether it stands apart (two grades or more from the middle of at least five others)."""

    codes: tuple[str, ...]
    cases: int
    lightest: str | None
    usual: str | None
    heaviest: str | None
    this: str

    @property
    def is_outlier(self) -> bool:
        if self.cases < _FEW or self.usual is None:
            return False
        return abs(rank(self.this).grade - rank(self.usual).grade) >= _APART


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a case stands after a move, and which duties ride on it."""

    case_id: int
    move: str
    before: State | None
    state: State
    entry_id: int
    duties: tuple[Reason, ...] = ()
    measure: int | None = None
    until: datetime | None = None
    compared: Compared | None = None
    check_code: str | None = None

    def in_words(self) -> str:
        tongue = reader_language()
        move = next(each for each in moves() if each.id == self.move)
        lines = [
            _("Case {case} (entry {entry}): {what}").format(
                case=self.case_id, entry=self.entry_id, what=move.sentences[tongue]
            ),
            state_sentences()[self.state.value][tongue],
        ]
        if self.compared and self.compared.is_outlier:
            lines.append(
                _(
                    "For the same breach it is usually: {usual}. Say why this one differs."
                ).format(usual=rank(self.compared.usual or self.compared.this).name())
            )
        if self.check_code:
            lines.append(_("The letter's code is {code}.").format(code=self.check_code))
        lines += [f"{each.rule}: {duty_words(each, tongue)}" for each in self.duties]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Short:
    """One line of the list of cases."""

    case_id: int
    target: str
    name: str
    state: str
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Expired:
    """What the nightly run found: reply dates that passed, measures that lapsed."""

    replies: tuple[int, ...]
    lapsed: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Locked:
    """The cases that were locked now."""

    cases: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that went out, and the entry of the ledger by which it can be checked."""

    code: str
    case_id: int
    entry_id: int
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Burden:
    """What it has cost partners to be suspected, over all cases that were cleared."""

    cases: int
    days_suspected: int
    days_stopped: int
    hours: int
    cents: int


def burden_of(costs: Iterable[Cost]) -> Burden:
    """The costs of many cases together."""
    every = tuple(costs)
    return Burden(
        len(every),
        sum(each.days_suspected for each in every),
        sum(each.days_stopped for each in every),
        sum(each.hours for each in every),
        sum(each.cents for each in every),
    )


def short_of(row: Mapping[str, Any]) -> Short:
    """One line of the list; of a locked case not even whom it was against."""
    is_locked = row["state"] == State.LOCKED.value
    return Short(
        case_id=row["id"],
        target=row["target"],
        name="–" if is_locked else row["name"],
        state=row["state"],
        opened_at=row["opened_at"],
        closed_at=row["closed_at"],
    )


def overview_words(shorts: Iterable[Short]) -> tuple[Short, ...]:
    """The list as a person reads it: what each is against and where it stands, in words."""
    return tuple(
        replace(each, target=kind_words(each.target), state=state_words(each.state))
        for each in shorts
    )


def followed(others: Iterable[Case], codes: Iterable[str]) -> list[str]:
    """The measures that two people decided in cases with one of these breaches."""
    wanted = set(codes)
    return [
        measure.kind
        for other in others
        if wanted & set(other.codes)
        for measure in other.measures
        if measure.second is not None
    ]


def compare(codes: Iterable[str], kinds: Iterable[str], this: str) -> Compared:
    """One measure against those that followed elsewhere from the same breach."""
    ordered = sorted(kinds, key=lambda kind: rank(kind).grade)
    middle = median_kind(ordered)
    return Compared(
        tuple(codes),
        len(ordered),
        ordered[0] if ordered else None,
        middle,
        ordered[-1] if ordered else None,
        this,
    )


def alike_words(found: Compared) -> dict[str, object]:
    """The comparison as a person reads it, with the measures by their names."""
    named = {
        "lightest": found.lightest,
        "usual": found.usual,
        "heaviest": found.heaviest,
        "this": found.this,
    }
    return {
        "codes": found.codes,
        "cases": found.cases,
        **{name: rank(kind).name() if kind else None for name, kind in named.items()},
        "is_outlier": found.is_outlier,
    }


def median_kind(ordered: list[str]) -> str | None:
    """The kind in the middle; of two in the middle the lighter."""
    if not ordered:
        return None
    grade = median(rank(kind).grade for kind in ordered)
    return next(kind for kind in reversed(ordered) if rank(kind).grade <= grade)
