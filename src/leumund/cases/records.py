"""Load and save cases; used by actions.py alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from leumund.cases.case import Case, Step
from leumund.cases.fold import case_of
from leumund.cases.refusals import NoSuchCase
from leumund.cases.state import Against
from leumund.store import Statements

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from leumund.basics.finding import Finding
    from leumund.store import Transaction

STATEMENTS = Statements.beside(__file__)
_LOCK = "leumund.cases"


def begin(tx: Transaction) -> None:
    """Wait for our turn: two people who decide at once decide one after the other."""
    tx.lock(_LOCK)


def person_id(tx: Transaction, name: str) -> int | None:
    """The id of a person, given now where it is new; None for nobody."""
    plain = " ".join(name.split())
    if not plain:
        return None
    tx.run(STATEMENTS["add_person"], name=plain)
    return int(tx.one(STATEMENTS["person"], name=plain)["id"])


def add_file(tx: Transaction, against: Against, state: str, at: datetime) -> int:
    row = tx.one(
        STATEMENTS["add_file"],
        target=against.target.value,
        name=against.name,
        state=state,
        opened_at=at,
    )
    return int(row["id"])


def files(
    tx: Transaction, name: str | None = None, state: str | None = None
) -> list[dict[str, Any]]:
    """Short rows of cases, newest first."""
    return tx.run(STATEMENTS["files"], name=name, state=state)


def file(tx: Transaction, case_id: int) -> dict[str, Any]:
    """The short row of a case; raises NoSuchCase."""
    row = tx.first(STATEMENTS["file"], case_id=case_id)
    if row is None:
        raise NoSuchCase(case=case_id)
    return row


def case(tx: Transaction, case_id: int) -> Case:
    """The whole case; raises NoSuchCase."""
    file(tx, case_id)
    steps = (Step(**row) for row in tx.run(STATEMENTS["steps"], case_id=case_id))
    return case_of(case_id, steps)


def stopped(tx: Transaction, other: Case) -> tuple[Case, ...]:
    """Other cases against the same, not locked, in which a data stop was ordered."""
    rows = tx.run(
        STATEMENTS["stopped"],
        target=other.against.target.value,
        name=other.against.name,
        case_id=other.case_id,
    )
    return tuple(case(tx, row["id"]) for row in rows)


def save(tx: Transaction, after: Case, step: Step, person: int | None) -> None:
    """Write down one step, and the case as it leaves it."""
    tx.run(
        STATEMENTS["add_step"],
        case_id=after.case_id,
        number=step.number,
        at=step.at,
        move=step.move,
        event=step.event,
        person_id=person,
        said=json.dumps(dict(step.said), ensure_ascii=False),
        entry_id=step.entry_id,
    )
    tx.run(
        STATEMENTS["move_file"],
        case_id=after.case_id,
        state=after.state.value,
        closed_at=after.closed_at,
    )
    for measure in after.measures:
        tx.run(
            STATEMENTS["save_measure"],
            case_id=after.case_id,
            number=measure.number,
            kind=measure.kind,
            is_provisional=measure.second is None,
            since=measure.since,
            until=measure.until,
            ended_at=measure.ended_at,
        )


def take(tx: Transaction, case_id: int, against: Against, findings: Iterable[Finding]) -> None:
    """These findings stand in this case from now on, and each of their facts."""
    for finding in findings:
        tx.run(
            STATEMENTS["add_finding"],
            digests=[finding.digest, *finding.facts],
            target=against.target.value,
            name=against.name,
            case_id=case_id,
        )


def taken(tx: Transaction, against: Against, findings: Iterable[Finding]) -> dict[str, int]:
    """By the digest of a finding or of a fact the case against the same that has it."""
    rows = tx.run(
        STATEMENTS["taken"],
        target=against.target.value,
        name=against.name,
        digests=[each for one in findings for each in (one.digest, *one.facts)],
    )
    return {row["digest"]: row["case_id"] for row in rows}


def in_force(tx: Transaction, at: datetime) -> list[dict[str, Any]]:
    """Measures in force, each with what its case is against."""
    return tx.run(STATEMENTS["in_force"], at=at)


def lapsed(tx: Transaction, at: datetime) -> list[tuple[int, int]]:
    """(case, measure) whose time is over and whose end nobody has recorded."""
    rows = tx.run(STATEMENTS["lapsed"], at=at)
    return [(row["case_id"], row["number"]) for row in rows]


def add_letter(
    tx: Transaction, code: str, case_id: int, entry_id: int, sent_at: datetime
) -> None:
    tx.run(
        STATEMENTS["add_letter"],
        code=code,
        case_id=case_id,
        entry_id=entry_id,
        sent_at=sent_at,
    )


def letter(tx: Transaction, code: str) -> dict[str, Any] | None:
    return tx.first(STATEMENTS["letter"], code=code)


def letter_of(tx: Transaction, case_id: int) -> dict[str, Any] | None:
    return tx.first(STATEMENTS["letter_of"], case_id=case_id)
