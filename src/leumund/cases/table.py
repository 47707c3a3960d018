"""The two tables that a lawyer can read: the moves of a case, and the measures.

``states.yaml`` and ``measures.yaml`` are the definition. What stands in no row is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from leumund.basics.errors import BadInput, Conflict
from leumund.basics.language import reader_language
from leumund.basics.strict_yaml import read_mapping
from leumund.cases.state import State, Target

NOTHING: Final = "nothing"
SAME: Final = "same"
DATA_STOP: Final = "data_stop"
HINT: Final = "hint"
WARNING: Final = "warning"
TERMINATION: Final = "termination"
REPORT: Final = "report"
_FOLDER: Final = Path(__file__).parent


class MoveForbidden(Conflict):
    """Case {case} stands at "{state}", and from there nobody can {event}. Nothing was
    changed."""

    code = "move-forbidden"
    hint = "From there it goes on with: {possible}. See cases/states.yaml."


class NoSuchMeasure(BadInput):
    """{measure} is no measure. Nothing was changed."""

    code = "no-such-measure"
    hint = "The measures are: {measures}."


@dataclass(frozen=True, slots=True)
class Move:
    """One row: from where, by what, to where, by whom, what must be there, which law."""

    id: str
    event: str
    before: tuple[str, ...]
    after: str
    who: str
    needs: tuple[str, ...]
    law: str
    sentences: Mapping[str, str]

    def to(self, state: State | None) -> State:
        """Where a case stands afterwards."""
        if self.after == SAME and state is not None:
            return state
        return State(self.after)


@dataclass(frozen=True, slots=True)
class Rank:
    """One kind of measure. ``stops``: data, orders, campaign."""

    kind: str
    grade: int
    against: tuple[Target, ...]
    stops: tuple[str, ...]
    law: str
    names: Mapping[str, str]

    def name(self, language: str | None = None) -> str:
        return self.names[language or reader_language()]

    @property
    def is_above_warning(self) -> bool:
        return self.grade > rank(WARNING).grade


@cache
def moves() -> tuple[Move, ...]:
    """Every row of the table, in its order."""
    return tuple(_move(row) for row in _read("states.yaml")["moves"])


@cache
def state_sentences() -> Mapping[str, Mapping[str, str]]:
    """What each state means, by language."""
    found: Mapping[str, Mapping[str, str]] = _read("states.yaml")["states"]
    return found


def state_words(state: str, language: str | None = None) -> str:
    """The state's name: what its sentence begins with."""
    return state_sentences()[state][language or reader_language()].partition(".")[0]


@cache
def need_sentences() -> Mapping[str, Mapping[str, str]]:
    """What each need says, by language."""
    found: Mapping[str, Mapping[str, str]] = _read("states.yaml")["needs"]
    return found


@cache
def ranks() -> Mapping[str, Rank]:
    """Every kind of measure, lightest first."""
    rows = _read("measures.yaml")["measures"]
    return {kind: _rank(kind, row) for kind, row in rows.items()}


def rank(kind: str) -> Rank:
    """That kind of measure; raises NoSuchMeasure."""
    if kind not in ranks():
        raise NoSuchMeasure(measure=kind, measures=", ".join(ranks()))
    return ranks()[kind]


def move_for(event: str, state: State | None, case_id: int) -> Move:
    """The row for that event in that state; raises MoveForbidden where there is none."""
    stands = state.value if state else NOTHING
    for move in moves():
        if move.event == event and stands in move.before:
            return move
    possible = ", ".join(each.event for each in moves() if stands in each.before) or "–"
    raise MoveForbidden(case=case_id, state=stands, event=event, possible=possible)


def _read(name: str) -> dict[str, Any]:
    return read_mapping((_FOLDER / name).read_bytes())


def _move(row: Mapping[str, Any]) -> Move:
    return Move(
        id=row["id"],
        event=row["event"],
        before=tuple(row["from"]),
        after=row["to"],
        who=row["who"],
        needs=tuple(row["needs"]),
        law=row["law"],
        sentences={language: row[language] for language in ("de", "en")},
    )


def _rank(kind: str, row: Mapping[str, Any]) -> Rank:
    return Rank(
        kind=kind,
        grade=row["grade"],
        against=tuple(Target(each) for each in row["against"]),
        stops=tuple(row["stops"]),
        law=row["law"],
        names={language: row[language] for language in ("de", "en")},
    )
