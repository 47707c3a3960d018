"""Load and save findings, notices and reported numbers."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from leumund.audit.known import KnownFinding, NoSuchFinding, Note
from leumund.audit.notice import Notice
from leumund.audit.number import Ring
from leumund.basics.finding import Finding, Row, Source
from leumund.basics.verdict import Effect
from leumund.store import Statements, Transaction

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from leumund.basics.numbers import Number

STATEMENTS = Statements.beside(__file__)


def keep(tx: Transaction, findings: Iterable[Finding], at: datetime) -> list[Finding]:
    """Those that were not known before."""
    return [each for each in findings if _keep(tx, each, at)]


def _keep(tx: Transaction, finding: Finding, at: datetime) -> bool:
    points_at = [[row.table, row.key] for row in finding.rows]
    kept = tx.run(
        STATEMENTS["keep_finding"],
        digest=finding.digest,
        code=finding.code,
        partner=finding.partner,
        source=finding.source.value,
        first_sign_at=finding.first_sign_at,
        points_at=json.dumps(points_at),
        said=json.dumps(dict(finding.said), ensure_ascii=False),
        effect=finding.effect.value,
        citation=finding.citation,
        known_at=at,
    )
    return bool(kept)


def findings(tx: Transaction, partner: str | None) -> tuple[KnownFinding, ...]:
    """What is known, with who was told and what was done."""
    told, done = _notes(tx, "told"), _notes(tx, "done")
    return tuple(
        KnownFinding(
            finding=_finding(row),
            digest=row["digest"],
            known_at=row["known_at"],
            told=tuple(told[row["digest"]]),
            done=tuple(done[row["digest"]]),
        )
        for row in tx.run(STATEMENTS["findings"], partner=partner)
    )


def digest_like(tx: Transaction, beginning: str) -> str:
    """The one finding whose digest begins so; raises NoSuchFinding for none or several."""
    found = tx.run(STATEMENTS["digests_like"], beginning=beginning.lower())
    if len(found) != 1 or len(beginning) < 6:
        raise NoSuchFinding(digest=beginning[:64])
    return str(found[0]["digest"])


def add_told(tx: Transaction, digest: str, text: str, at: datetime) -> None:
    tx.run(STATEMENTS["add_told"], digest=digest, text=text, at=at)


def add_done(tx: Transaction, digest: str, text: str, at: datetime) -> None:
    tx.run(STATEMENTS["add_done"], digest=digest, text=text, at=at)


def add_notice(tx: Transaction, notice: Notice, line_ids: Iterable[int]) -> int:
    """The notice's number."""
    row = tx.one(
        STATEMENTS["add_notice"],
        partner=notice.partner,
        made_at=notice.made_at,
        due_at=notice.due_at,
        file_digest=notice.file_digest,
        plain_digest=notice.plain_digest,
        numbers=notice.numbers,
    )
    made = int(row["id"])
    tx.copy_in(STATEMENTS["copy_notice_lines"], ((made, line) for line in line_ids))
    return made


def notices(tx: Transaction) -> tuple[Notice, ...]:
    return tuple(Notice(**row) for row in tx.run(STATEMENTS["notices"]))


def notice_of(tx: Transaction, partner: str, digest: str) -> Notice | None:
    row = tx.first(STATEMENTS["notice_of"], partner=partner, digest=digest)
    return Notice(**row) if row else None


def acknowledge(tx: Transaction, notice: Notice, at: datetime) -> None:
    tx.run(STATEMENTS["acknowledge"], id=notice.id, at=at)


def told_lines(tx: Transaction) -> list[tuple[str, int, datetime]]:
    """Partner, line and the first moment at which that partner was told of it."""
    rows = tx.run(STATEMENTS["told_lines"])
    return [(row["partner"], row["line_id"], row["told_at"]) for row in rows]


def look_up_number(tx: Transaction, number: Number, at: datetime) -> int:
    """How often this number was looked up, this time counted."""
    return int(tx.one(STATEMENTS["look_up_number"], number=number.e164, at=at)["looked_up"])


def is_reported(tx: Transaction, number: Number) -> bool:
    return tx.first(STATEMENTS["reported"], number=number.e164) is not None


def ring_of(tx: Transaction, number: Number) -> Ring | None:
    row = tx.first(STATEMENTS["ring_of"], number=number.e164)
    return Ring(**row) if row else None


def add_ring(tx: Transaction, number: Number, ring: Ring) -> None:
    values = {"at": ring.at, "by": ring.by, "said": ring.said, "named": ring.named}
    tx.run(STATEMENTS["add_ring"], number=number.e164, **values)


def forget(tx: Transaction, at: datetime) -> tuple[int, int]:
    """Notes of what was said at reported numbers, and those numbers, whose time is over: how
    many of each went. How long it is, each table's comment says."""
    rings = len(tx.run(STATEMENTS["forget_rings"], at=at))
    return rings, len(tx.run(STATEMENTS["forget_reported"], at=at))


def _notes(tx: Transaction, statement: str) -> defaultdict[str, list[Note]]:
    notes: defaultdict[str, list[Note]] = defaultdict(list)
    for row in tx.run(STATEMENTS[statement]):
        notes[row["digest"]].append(Note(row["text"], row["at"]))
    return notes


def _finding(row: dict[str, Any]) -> Finding:
    return Finding(
        code=row["code"],
        partner=row["partner"],
        source=Source(row["source"]),
        first_sign_at=row["first_sign_at"],
        rows=tuple(Row(table, key) for table, key in row["points_at"]),
        said=row["said"],
        effect=Effect(row["effect"]),
        citation=row["citation"],
    )
