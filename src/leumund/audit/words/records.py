"""Load and save what was heard and who confirmed it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leumund.audit.words.known import (
    KnownWordFinding,
    NoSuchWordFinding,
    SeveralWordFindings,
    key_of,
)
from leumund.audit.words.transcript import Span
from leumund.store import Statements, Transaction

if TYPE_CHECKING:
    from datetime import datetime

    from leumund.audit.words.listen import Heard
    from leumund.audit.words.sheet import SheetRow
    from leumund.audit.words.transcript import Transcript

STATEMENTS = Statements.beside(__file__)
_BEGINNING_MIN = 6


def is_heard(tx: Transaction, digest: str, checks: str) -> bool:
    """Whether these bytes were listened to with these checks, or an answer keeps them."""
    if tx.first(STATEMENTS["heard"], digest=digest, checks=checks) is not None:
        return True
    tx.run(STATEMENTS["forget"], digest=digest)
    return tx.first(STATEMENTS["is_answered"], digest=digest) is not None


def forget_over(tx: Transaction, at: datetime) -> tuple[int, int]:
    """Delete what was heard longer ago than its table says: transcripts, places in them."""
    gone = tx.one(STATEMENTS["forget_over"], at=at)
    return gone["transcripts"], gone["places"]


def save(
    tx: Transaction,
    row: SheetRow,
    digest: str,
    transcript: Transcript,
    heard: Heard,
    checks: str,
    at: datetime,
) -> None:
    """A transcript and its findings; of its words only the quotes."""
    saved = tx.one(
        STATEMENTS["add_transcript"],
        digest=digest,
        partner=row.partner,
        called_at=row.called_at,
        call_ref=row.call_ref,
        agent=row.agent,
        permission=row.permission,
        permission_ref=row.permission_ref,
        format=transcript.format,
        language=heard.language,
        turns=len(transcript.turns),
        doubt=transcript.doubt,
        role_confidence=heard.roles.confidence,
        checks=checks,
        heard_at=at,
    )
    for finding in heard.findings:
        tx.run(
            STATEMENTS["add_finding"],
            key=key_of(digest, finding),
            transcript_id=saved["id"],
            check_id=finding.check,
            turn=finding.span.turn,
            start_character=finding.span.start,
            end_character=finding.span.end,
            start_s=finding.span.start_s,
            end_s=finding.span.end_s,
            because_turn=finding.because.turn if finding.because else None,
            quote=finding.quote,
            means_de=finding.means["de"],
            means_en=finding.means["en"],
            doubt=finding.doubt,
            role_confidence=finding.role_confidence,
        )


def findings(tx: Transaction) -> tuple[KnownWordFinding, ...]:
    """Every finding with its answers counted."""
    return tuple(_known(row) for row in tx.run(STATEMENTS["findings"]))


def key_like(tx: Transaction, beginning: str) -> str:
    """The one finding whose key begins so; raises NoSuchWordFinding, SeveralWordFindings."""
    found = tx.run(STATEMENTS["keys_like"], beginning=beginning.lower())
    if not found or len(beginning) < _BEGINNING_MIN:
        raise NoSuchWordFinding(key=beginning[:32])
    if len(found) > 1:
        raise SeveralWordFindings(key=beginning)
    return str(found[0]["key"])


def answer(tx: Transaction, key: str, by: str, is_right: bool, at: datetime) -> None:
    """Save what a person says."""
    tx.run(STATEMENTS["answer"], key=key, answered_by=by, is_right=is_right, answered_at=at)


def answers(tx: Transaction) -> dict[str, dict[str, bool]]:
    """Every finding's answers by person."""
    found: dict[str, dict[str, bool]] = {}
    for row in tx.run(STATEMENTS["answers"]):
        found.setdefault(row["finding_key"], {})[row["answered_by"]] = row["is_right"]
    return found


def _known(row: dict[str, Any]) -> KnownWordFinding:
    return KnownWordFinding(
        key=row["key"],
        check=row["check_id"],
        partner=row["partner"],
        called_at=row["called_at"],
        heard_at=row["heard_at"],
        call_ref=row["call_ref"],
        permission_ref=row["permission_ref"],
        file_digest=row["digest"],
        span=Span(
            row["turn"],
            row["start_character"],
            row["end_character"],
            row["start_s"],
            row["end_s"],
        ),
        because_turn=row["because_turn"],
        quote=row["quote"],
        means={"de": row["means_de"], "en": row["means_en"]},
        doubt=row["doubt"],
        role_confidence=row["role_confidence"],
        right_answers=row["right_answers"],
        wrong_answers=row["wrong_answers"],
    )
