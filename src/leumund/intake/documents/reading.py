"""One document from the file to what it says."""

from __future__ import annotations

import hashlib
from pathlib import Path

from leumund.intake.documents.clauses import is_processing
from leumund.intake.documents.contract import read_contract
from leumund.intake.documents.document import Document
from leumund.intake.documents.kind import guess_kind
from leumund.intake.documents.limits import Limits
from leumund.intake.documents.opening import Opened, open_pdf
from leumund.intake.documents.passages import passages, sentences
from leumund.intake.documents.statement import Statement, read_statement
from leumund.intake.documents.writer import write_left_over, write_rows
from leumund.intake.tables import Note


def read_document(
    path: Path, work: Path, *, name: str | None = None, limits: Limits | None = None
) -> Document:
    """What a PDF is and says. ``work``: a folder for its rows; ``name``: what the file is
    called in the report (default: its own name).

    Raises NotADocument, DocumentTooLarge, DocumentLocked, DocumentBroken, DocumentTooSlow.
    """
    file = name or path.name
    opened = open_pdf(path, work, limits or Limits())
    texts = [page for page in opened.pages if page.kind == "text"]
    scans = tuple(page.number for page in opened.pages if page.kind == "scan")
    if not texts:
        return _without_text(file, opened, scans)
    statement = read_statement(texts, is_invoice=False)
    has_rows = bool(statement.rows or statement.left_over)
    is_about_data = not has_rows and is_processing(passages(sentences(texts)))
    guess = guess_kind(texts, has_rows=has_rows, is_processing=is_about_data)
    if guess.kind == "invoice":
        statement = read_statement(texts, is_invoice=True)
    table, left_over, rows, notes = None, None, 0, list(opened.notes)
    if guess.kind in ("statement", "invoice"):
        table, left_over = _kept(file, statement, work)
        rows = len(statement.rows)
        notes += statement.notes
    contract = read_contract(texts) if guess.kind == "contract" else None
    if contract and not contract.is_processing:
        notes.append(Note("not-processing"))
    elif contract and contract.missing:
        notes.append(Note("clauses-missing", {"count": len(contract.missing)}))
    return Document(
        file=file,
        kind=guess.kind,
        confidence=guess.confidence,
        why=guess.why,
        pages=opened.count,
        scans=scans,
        rows=rows,
        table=table,
        left_over=left_over,
        contract=contract,
        notes=tuple(notes),
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


def _kept(file: str, statement: Statement, work: Path) -> tuple[Path | None, Path | None]:
    """Files named after the document's name: two of one name in two folders stay apart."""
    stem = hashlib.sha256(file.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    table = write_rows(file, statement.rows, work / f"document-{stem}.parquet")
    if not statement.left_over:
        return table, None
    return table, write_left_over(statement.left_over, work / f"document-{stem}-left-over.csv")
