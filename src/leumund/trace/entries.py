"""What the ledger notes of a run, and of a list found in the wild: digests and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leumund.trace.finding import StrayReport, TraceReport


def run_entry(report: TraceReport) -> dict[str, object]:
    """What the ledger notes: digests, counts, and which copies were named."""
    return {
        "inputs": report.inputs,
        "last_position": report.last_position,
        "calls": report.calls,
        "copies": len(report.copies),
        "named": [[copy.draw_id, copy.copy_id] for copy in report.named],
        "newly_named": list(report.newly_named),
        "blocked": [
            [copy.draw_id, copy.copy_id]
            for copy in report.copies
            if copy.audit is not None and copy.audit.is_blocking
        ],
    }


def file_entry(report: StrayReport) -> dict[str, object]:
    return {
        "file": report.file_digest,
        "people_named": report.people_digest,
        "turn": report.turn,
        "rows": report.rows,
        "people": report.people,
        "named": [[copy.draw_id, copy.copy_id] for copy in report.named],
        "newly_named": list(report.newly_named),
    }
