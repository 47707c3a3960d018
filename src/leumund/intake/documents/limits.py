"""How much of a document is read, and for how long; more is said to have been left out."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """``seconds``: reading stops after a page when they are over; the process that reads is
    ended a few seconds later, in the midst of a page, too."""

    pages: int = 500
    characters: int = 1_000_000
    seconds: int = 60
    memory_mib: int = 1024
    answer_mib: int = 256
    size_mib: int = 1024

    def written(self) -> str:
        return json.dumps(asdict(self))
