"""The sealed order: every complaint has a place, and a commitment to it goes to the ledger.

Each complaint becomes a leaf: the canonical form of a random salt, its position, and all
that tracing will look at. The free text and the numbers enter as a salted digest of their
own, so that they can be erased later and the leaf still verifies. A batch commits to the
RFC 6962 root over its leaves in order; batches follow one another without a gap. Nothing
here knows who is in which copy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leumund.basics.canonical import canonical_bytes, sha256, sha256_hex
from leumund.basics.errors import IntegrityError
from leumund.intake.caller import caller_digest

if TYPE_CHECKING:
    from datetime import date, datetime

    from leumund.intake.complaint import Complaint, Explained, Whom
    from leumund.intake.facts import Span


class BrokenSeal(IntegrityError):
    """The complaints {first} to {last} are not those that were sealed; nothing was traced."""

    code = "broken-seal"
    hint = "Restore the database from a backup; the ledger entry of that intake proves which."


class GapInTheOrder(IntegrityError):
    """The sealed order of complaints has a gap at {position}; nothing was traced."""

    code = "gap-in-the-order"
    hint = "Restore the database from a backup; the ledger entries say what was sealed."


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a leaf commits to: all that tracing looks at, and digests of the rest."""

    position: int
    salt: bytes = field(repr=False)
    line_id: int | None
    is_number_known: bool
    arrived_at: datetime
    called_at: datetime | None
    called_until: datetime | None
    shown: str | None
    fact_since: date | None
    explained_by: str | None
    explained_partner: str | None
    content: bytes = field(repr=False)
    caller: str | None = None
    whom: Whom = ()
    fact_until: date | None = None

    def leaf(self) -> bytes:
        """The leaf's bytes before RFC 6962 hashing. Where nothing tells the caller,
        nobody is told by name, or what the caller knew has not ended, the leaf does not speak
        of it, as leaves once did not."""
        told = {name: getattr(self, name) for name in self.__slots__}
        for name in ("caller", "whom", "fact_until"):
            if not told[name]:
                del told[name]
        return canonical_bytes(told)


@dataclass(frozen=True, slots=True)
class Seal:
    """A batch: positions ``first`` to ``last`` and the root over their leaves."""

    first: int
    last: int
    root: bytes


def seal_one(
    complaint: Complaint,
    position: int,
    salt: bytes,
    line_id: int | None,
    fact: Span,
    explained: Explained | None,
    whom: Whom = (),
) -> Sealed:
    """The sealed form of one complaint at its position."""
    called = complaint.called_at
    return Sealed(
        position=position,
        salt=salt,
        line_id=line_id,
        is_number_known=complaint.called is not None,
        arrived_at=complaint.arrived_at.at,
        called_at=called.at if called else None,
        called_until=called.latest if called else None,
        shown=shown_digest(complaint),
        fact_since=fact.since,
        explained_by=explained.by.value if explained else None,
        explained_partner=explained.partner if explained else None,
        content=content_digest(complaint, salt),
        caller=caller_digest(complaint),
        whom=whom,
        fact_until=fact.until,
    )


def shown_digest(complaint: Complaint) -> str | None:
    """Equal for equal numbers shown, so that calls of one caller can be told together."""
    shown = complaint.shown.e164 if complaint.shown else complaint.shown_as_written
    return sha256_hex(b"number shown\0" + shown.encode()) if shown else None


def content_digest(complaint: Complaint, salt: bytes) -> bytes:
    """A salted digest of what tracing does not look at: numbers, text, the row as it came."""
    content: Mapping[str, object] = {
        "called": complaint.called.e164 if complaint.called else None,
        "shown": complaint.shown.e164 if complaint.shown else complaint.shown_as_written,
        "caller_said": complaint.caller_said,
        "product": complaint.product,
        "told": dict(complaint.told),
        "text": complaint.text,
        "original": dict(complaint.original),
    }
    return sha256(salt + canonical_bytes(content))


def check_order(seals: Sequence[Seal], positions: Sequence[int]) -> None:
    """Raise GapInTheOrder unless seals and positions run from 1 without a gap."""
    expected = 1
    for seal in seals:
        if seal.first != expected:
            raise GapInTheOrder(position=expected)
        expected = seal.last + 1
    for at, position in enumerate(positions, start=1):
        if at != position:
            raise GapInTheOrder(position=at)
    if len(positions) != expected - 1:
        raise GapInTheOrder(position=min(len(positions) + 1, expected))
