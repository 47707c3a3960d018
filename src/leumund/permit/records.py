"""Load and save passes, uses of consents, and counts of refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leumund.basics.numbers import Number
from leumund.permit.passes import Attempts, Pass
from leumund.store import Statements, Transaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from pathlib import Path

STATEMENTS = Statements.beside(__file__)

ATTEMPT_COLUMNS = {
    "line_id": "bigint",
    "attempts_day": "bigint",
    "attempts_week": "bigint",
    "attempts_campaign": "bigint",
}
ASKED_COLUMNS = {
    "line_id": "bigint",
    "partner": "varchar",
    "shown": "varchar",
    "campaign": "varchar",
    "asked_for": "timestamp",
    "asked_on": "date",
    "is_allowed": "boolean",
}
USE_COLUMNS = {"consent_id": "bigint", "last_used_at": "timestamp"}


def lock_line(tx: Transaction, line_id: int) -> None:
    """One check of a line at a time, so that two cannot both be its last permitted attempt."""
    tx.lock(f"permit.line.{line_id}")


def save_pass(tx: Transaction, permitted: Pass, issued_at: datetime) -> None:
    tx.run(
        STATEMENTS["save_pass"],
        pass_id=permitted.pass_id,
        line_id=permitted.line_id,
        person_id=permitted.person_id,
        consent_id=permitted.consent_id,
        partner=permitted.partner,
        purpose=permitted.purpose,
        product=permitted.product,
        campaign=permitted.campaign,
        shown_number=permitted.shown_number.e164,
        call_type=permitted.call_type,
        at=permitted.at,
        issued_at=issued_at,
        pack_digest=permitted.pack_digest,
    )


def passes(
    tx: Transaction, line_ids: Sequence[int], since: datetime, until: datetime
) -> list[Pass]:
    rows = tx.run(STATEMENTS["passes"], line_ids=list(line_ids), since=since, until=until)
    return [_pass(row) for row in rows]


def refused_on(tx: Transaction, line_ids: Sequence[int]) -> list[tuple[str, datetime]]:
    """Partner and moment of every refusal that is still kept."""
    rows = tx.run(STATEMENTS["refused_on"], line_ids=list(line_ids))
    return [(row["partner"], row["at"]) for row in rows]


def attempts(
    tx: Transaction,
    line_id: int,
    at: datetime,
    campaign: str | None,
    purpose: str,
    until: datetime | None = None,
) -> Attempts:
    """Passes for the line; those for calls later than ``at`` count too, up to ``until``."""
    values = {"line_id": line_id, "at": at, "campaign": campaign, "purpose": purpose}
    return Attempts(**tx.one(STATEMENTS["attempts"], until=until, **values))


def last_uses(tx: Transaction, consent_ids: Iterable[int]) -> dict[int, datetime]:
    rows = tx.run(STATEMENTS["last_uses"], consent_ids=list(consent_ids))
    return {row["consent_id"]: row["last_used_at"] for row in rows}


def count_refusals(
    tx: Transaction, refused_on: date, rules: Iterable[str], purpose: str
) -> None:
    """Count each rule once; in the order of their names, so that two checks cannot block."""
    for rule in sorted(set(rules)):
        values = {"refused_on": refused_on, "rule": rule, "purpose": purpose}
        tx.run(STATEMENTS["count_refusal"], **values)


def keep_refused(
    tx: Transaction, line_id: int, partner: str, at: datetime, forget_before: datetime
) -> None:
    values = {"line_id": line_id, "partner": partner, "at": at}
    tx.run(STATEMENTS["keep_refused"], forget_before=forget_before, **values)


def copy_out_asked(tx: Transaction, path: Path, since: datetime, until: datetime) -> None:
    tx.copy_out_csv(STATEMENTS["copy_out_asked"], path, since=since, until=until)


def copy_out_attempts(
    tx: Transaction, path: Path, at: datetime, campaign: str | None, purpose: str
) -> None:
    tx.copy_out_csv(
        STATEMENTS["copy_out_attempts"], path, at=at, campaign=campaign, purpose=purpose
    )


def copy_out_uses(tx: Transaction, path: Path) -> None:
    tx.copy_out_csv(STATEMENTS["copy_out_uses"], path)


def _pass(row: dict[str, Any]) -> Pass:
    return Pass(**(row | {"shown_number": Number(row["shown_number"])}))
