"""What the evidence says so far, as a file by which the lists of a next campaign are sized."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leumund.basics.canonical import canonical_bytes, sha256_hex
from leumund.basics.language import _
from leumund.release import EVIDENCE_FORM

if TYPE_CHECKING:
    from pathlib import Path

    from leumund.trace.finding import TraceReport


@dataclass(frozen=True, slots=True)
class SoFar:
    """The file that was written: where it lies, its digest, how many partners it tells of."""

    path: Path
    digest: str
    partners: int

    def in_words(self) -> str:
        """Where it lies, and what for."""
        told = _(
            "The evidence so far of {partners} partners lies in {path}. A campaign that names "
            "it under adapt gives less to whom it speaks of most."
        )
        return told.format(partners=self.partners, path=self.path)


def evidence_file(report: TraceReport) -> bytes:
    """Per partner the largest evidence of its copies as it stands: nothing of who was in them,
    or the next draw would follow from memberships."""
    most: dict[str, float] = {}
    for copy in report.copies:
        if copy.log_threshold is not None:
            most[copy.partner] = max(copy.log_e, most.get(copy.partner, copy.log_e))
    partners = {name: f"{max(value, 0.0):.6f}" for name, value in most.items()}
    told = {
        "at": report.at.isoformat(),
        "form": EVIDENCE_FORM,
        "partners": partners,
        "run": report.inputs,
    }
    return canonical_bytes(told) + b"\n"


def told_of(path: Path, data: bytes) -> SoFar:
    """What was written there."""
    import json

    return SoFar(path, sha256_hex(data), len(json.loads(data)["partners"]))
