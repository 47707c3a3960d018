"""The files of an evidence pack, but for the proofs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leumund.cases import FORM
from leumund.report import pack as said
from leumund.report.behind import ROWS_HEAD, fact_rows
from leumund.report.bundle import as_csv, as_json
from leumund.report.checkable import facts_of
from leumund.report.clearing import clearing_page
from leumund.report.masking import masked_bytes
from leumund.report.pack_page import pack_page
from leumund.report.paper import to_pdf
from leumund.report.readme import CLEARING_FACTS, readme
from leumund.report.screen import to_html

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leumund.report.pack import CasePack


def pack_files(
    pack: CasePack, originals: Mapping[int, bytes], letters: Mapping[str, bytes]
) -> dict[str, bytes]:
    """``originals``: the items of evidence by number; ``letters``: as PDF, by what about."""
    has_facts = "clearing" in letters and pack.clearing.form >= FORM
    page = clearing_page(pack.clearing, pack.company, pack.language)
    files = {
        "README.txt": readme(pack, has_facts).encode(),
        "pack.pdf": to_pdf(pack_page(pack), pack.made_at, is_kept=True),
        "pack.json": as_json(said.document(pack)),
        "timeline.csv": as_csv(said.TIMELINE_HEAD, said.timeline(pack)),
        "findings.csv": as_csv(said.FINDINGS_HEAD, said.findings(pack)),
        "facts.csv": as_csv(ROWS_HEAD, fact_rows(pack.case.findings, pack.rows)),
        "exhibits.csv": as_csv(said.EXHIBITS_HEAD, said.exhibits(pack)),
        "measures.csv": as_csv(said.MEASURES_HEAD, said.measures(pack)),
        "orders.csv": as_csv(said.ORDERS_HEAD, said.order_steps(pack)),
        "clearing.html": to_html(page).encode(),
        "clearing.pdf": to_pdf(page, pack.made_at, is_kept=True),
    }
    if has_facts:
        files[CLEARING_FACTS] = facts_of(pack.clearing)
    files |= {f"letters/{about}.pdf": data for about, data in letters.items()}
    for each in pack.exhibits:
        if each.name is not None:
            files[each.name] = masked_bytes(originals[each.item.number]) or b""
    return files
