"""One document from the file to what it says."""

from __future__ import annotations

import hashlib
from pathlib import Path

from leumund.intake.documents.document import Document
from leumund.intake.documents.limits import Limits
from leumund.intake.documents.meaning import Meaning
from leumund.intake.documents.opening import Opened, open_pdf
from leumund.intake.documents.understanding import understand
from leumund.intake.documents.writer import write_left_over, write_rows


def read_document(
    path: Path, work: Path, *, name: str | None = None, limits: Limits | None = None
) -> Document:
    """What a PDF is and says. ``work``: a folder for its rows; ``name``: what the file is
    called in the report (default: its own name).

    Raises NotADocument, DocumentTooLarge, DocumentLocked, DocumentBroken, DocumentTooSlow:
    every one a BadInput.
    """
    file, most = name or path.name, limits or Limits()
    opened = open_pdf(path, work, most)
    texts = [page for page in opened.pages if page.kind == "text"]
    scans = tuple(page.number for page in opened.pages if page.kind == "scan")
    if not texts:
        return _without_text(file, opened, scans)
    said = understand(texts, work, most, name=path.name)
    table, left_over = _kept(file, said, work)
    return Document(
        file=file,
        kind=said.kind,
        confidence=said.confidence,
        why=said.why,
        pages=opened.count,
        scans=scans,
        rows=len(said.rows),
        table=table,
        left_over=left_over,
        contract=said.contract,
        notes=(*opened.notes, *said.notes),
    )


def _without_text(file: str, opened: Opened, scans: tuple[int, ...]) -> Document:
    return Document(
        file=file,
        kind="scan" if scans else "other",
        confidence=1.0,
        why=(),
        pages=opened.count,
        scans=scans,
        rows=0,
        table=None,
        left_over=None,
        contract=None,
        notes=opened.notes,
    )


def _kept(file: str, said: Meaning, work: Path) -> tuple[Path | None, Path | None]:
    """Files named after the document's name: two of one name in two folders stay apart."""
    if said.kind not in ("statement", "invoice"):
        return None, None
    stem = hashlib.sha256(file.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    table = write_rows(file, said.rows, work / f"document-{stem}.parquet")
    if not said.left_over:
        return table, None
    return table, write_left_over(said.left_over, work / f"document-{stem}-left-over.csv")
