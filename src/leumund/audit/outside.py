"""What other parts have seen, as findings or as what the chain register is asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leumund.audit.bulk import aware
from leumund.basics.finding import Finding, Row, Source
from leumund.basics.verdict import Effect
from leumund.network import Seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from leumund.audit.number import Ring
    from leumund.release import Lookup
    from leumund.trace import CopyFinding


def named_findings(copies: Iterable[CopyFinding]) -> Iterator[Finding]:
    """A copy that was named, the deepest where lists were drawn inside lists. It triggers
    nothing: another kind of evidence is needed."""
    for each in copies:
        if each.is_deepest and each.named_at is not None:
            yield Finding(
                code="trace.named",
                partner=each.partner,
                source=Source.TRACE,
                first_sign_at=each.named_at,
                rows=(Row("release.copy", str(each.copy_id)),),
                said={"draw": each.draw_id},
                effect=Effect.WARN,
            )


def ring_finding(ring: Ring) -> Finding:
    """Somebody answered a reported number for a partner. Anybody can say so."""
    return Finding(
        code="number.named",
        partner=ring.named,
        source=Source.DOCUMENT,
        first_sign_at=ring.at,
        rows=(Row("audit.rang", ring.at.isoformat()),),
        effect=Effect.WARN,
    )


def seen_numbers(rows: Iterable[Mapping[str, Any]], ids: Mapping[str, int]) -> Iterator[Seen]:
    """Numbers that declared calls have shown; rows of the step ``numbers_shown``."""
    for row in rows:
        if row["partner"] in ids:
            at = aware(row["first_at"])
            key = f"{ids[row['partner']]}/{at.isoformat()}"
            yield Seen(
                "caller_number", row["shown"], at, row["partner"], Row("intake.calls", key)
            )


def seen_logins(lookups: Iterable[Lookup]) -> Iterator[Seen]:
    """Log-ins with which somebody looked something up."""
    for each in lookups:
        row = Row("release.lookup", str(each.id))
        yield Seen("login", each.login_digest, each.at, each.partner, row)
