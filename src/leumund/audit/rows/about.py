"""What audit keeps about one line: for the person who asks (Art 15 GDPR)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ToldNotToCall:
    """A partner was told, in a file, that this line is not to be called again."""

    partner: str
    made_at: datetime
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class HeardOf:
    """A transcript of a call to this line was listened to; ``quotes``: the sentences of it
    that are kept."""

    partner: str
    called_at: datetime
    heard_at: datetime
    permission: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AboutLine:
    """``unmatched``: transcripts of which nobody can say whether this line was called in
    them, because the partner declared several calls for that moment."""

    told: tuple[ToldNotToCall, ...] = ()
    heard: tuple[HeardOf, ...] = ()
    unmatched: int = 0
