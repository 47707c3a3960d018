"""Load and save what tracing keeps; used by actions.py alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from leumund.store import Statements
from leumund.trace.finding import Audit, CopyFinding
from leumund.trace.reading import Naming
from leumund.trace.redraws import BLOCKING_CROSSINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leumund.store import Transaction

STATEMENTS = Statements.beside(__file__)
COMPLAINTS = "complaints"
FILE = "file"


def last_inputs(tx: Transaction) -> str | None:
    """The digest of what the newest run saw."""
    row = tx.first(STATEMENTS["last_run"])
    return row["inputs"] if row else None


def save_run(
    tx: Transaction,
    inputs: str,
    last_position: int,
    calls: int,
    found: Iterable[CopyFinding],
    now: datetime,
) -> None:
    """A run and its findings."""
    run_id = tx.one(
        STATEMENTS["save_run"],
        inputs=inputs,
        last_position=last_position,
        calls=calls,
        ran_at=now,
    )["run_id"]
    tx.copy_in(STATEMENTS["copy_findings"], [_finding_row(run_id, each) for each in found])


def namings(tx: Transaction) -> dict[int, Naming]:
    """The copies named by complaints, by copy id."""
    return {
        row["copy_id"]: Naming(
            draw_id=row["draw_id"],
            copy_id=row["copy_id"],
            partner=row["partner"],
            position=row["position"],
            arrived_at=row["arrived_at"].astimezone(UTC),
            at_most_once_in=row["at_most_once_in"],
            audit=_audit(row),
        )
        for row in tx.run(STATEMENTS["namings"])
        if row["source"] == COMPLAINTS
    }


def named_by_file(tx: Transaction) -> dict[int, str]:
    """The copies named by stray lists, by copy id: the digest of the list."""
    rows = tx.run(STATEMENTS["namings"])
    return {row["copy_id"]: row["file_digest"] for row in rows if row["source"] == FILE}


def save_naming(tx: Transaction, naming: Naming, now: datetime) -> None:
    tx.run(
        STATEMENTS["save_naming"],
        draw_id=naming.draw_id,
        copy_id=naming.copy_id,
        source=COMPLAINTS,
        partner=naming.partner,
        position=naming.position,
        arrived_at=naming.arrived_at,
        file_digest=None,
        at_most_once_in=naming.at_most_once_in,
        redraws=naming.audit.redraws,
        crossings=naming.audit.crossings,
        named_at=now,
    )


def save_file_naming(
    tx: Transaction,
    draw_id: int,
    copy_id: int,
    partner: str,
    digest: str,
    rarity: int,
    audit: Audit,
    now: datetime,
) -> None:
    tx.run(
        STATEMENTS["save_naming"],
        draw_id=draw_id,
        copy_id=copy_id,
        source=FILE,
        partner=partner,
        position=None,
        arrived_at=None,
        file_digest=digest,
        at_most_once_in=rarity,
        redraws=audit.redraws,
        crossings=audit.crossings,
        named_at=now,
    )


def audit_of(tx: Transaction, inputs: str) -> Audit | None:
    """The audit with these inputs, if it was made before."""
    row = tx.first(STATEMENTS["audit_of"], inputs=inputs)
    return _audit(row) if row else None


def save_audit(tx: Transaction, inputs: str, audit: Audit, now: datetime) -> None:
    tx.run(
        STATEMENTS["save_audit"],
        inputs=inputs,
        redraws=audit.redraws,
        crossings=audit.crossings,
        audited_at=now,
    )


def stray(tx: Transaction, digest: str) -> tuple[int, datetime, int] | None:
    """Turn and moment of the first look at this list, and the last complaint sealed then."""
    row = tx.first(STATEMENTS["stray"], digest=digest)
    if row is None:
        return None
    return row["turn"], row["looked_at"].astimezone(UTC), row["last_position"]


def next_turn(tx: Transaction) -> int:
    return int(tx.one(STATEMENTS["next_turn"])["turn"])


def save_stray(
    tx: Transaction, turn: int, digest: str, looked_at: datetime, last_position: int
) -> None:
    tx.run(
        STATEMENTS["save_stray"],
        turn=turn,
        digest=digest,
        looked_at=looked_at,
        last_position=last_position,
    )


def _audit(row: dict[str, int]) -> Audit:
    is_blocking = row["crossings"] >= BLOCKING_CROSSINGS
    return Audit(row["redraws"], row["crossings"], is_blocking)


def _finding_row(run_id: int, found: CopyFinding) -> tuple[object, ...]:
    return (
        run_id,
        found.draw_id,
        found.copy_id,
        found.partner,
        found.outcome.value,
        found.log_e,
        found.share_high,
        found.limit_of_100,
        found.excluding.calls,
        found.excluding.possible,
    )
