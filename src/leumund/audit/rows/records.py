"""Load what is kept about one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leumund.audit.notice import Notice
from leumund.audit.rows.about import ToldNotToCall
from leumund.store import Statements, Transaction

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

STATEMENTS = Statements.beside(__file__)


def notices(tx: Transaction) -> tuple[Notice, ...]:
    return tuple(Notice(**row) for row in tx.run(STATEMENTS["notices"]))


def told_of(tx: Transaction, line_id: int) -> tuple[ToldNotToCall, ...]:
    rows = tx.run(STATEMENTS["told_of"], line_id=line_id)
    return tuple(ToldNotToCall(**row) for row in rows)


def heard_of(
    tx: Transaction,
    moments: Sequence[tuple[str, datetime]],
    refs: Sequence[tuple[str, str]],
) -> list[dict[str, Any]]:
    """Transcripts by (partner, moment of the call) or (partner, its reference)."""
    return tx.run(
        STATEMENTS["heard_of"],
        partners=[partner for partner, _at in moments],
        moments=[at for _partner, at in moments],
        owners=[partner for partner, _ref in refs],
        refs=[ref for _partner, ref in refs],
    )


def agent_of(tx: Transaction, key: str, partner: str) -> str | None:
    """The pseudonym on the transcript of that place; None where none was kept."""
    row = tx.first(STATEMENTS["agent_of"], key=key, partner=partner)
    return (row["agent"] or None) if row else None
