"""What the text of a document means: its kind, and the rows or the contract in it.

``python -P -m leumund.intake.documents.meaning`` takes pages as JSON on standard input and
answers with one line of JSON: text from a stranger can be made so that searching it takes
very long, so it is searched where it can be stopped.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from leumund.intake.documents.clauses import is_processing
from leumund.intake.documents.contract import read_contract
from leumund.intake.documents.document import ContractRead, Found
from leumund.intake.documents.kind import TextKind, guess_kind
from leumund.intake.documents.page import Page
from leumund.intake.documents.passages import passages, sentences
from leumund.intake.documents.plainly import from_plain, to_plain
from leumund.intake.documents.restraint import restrain
from leumund.intake.documents.statement import LeftOver, Row, read_statement
from leumund.intake.tables import Note


@dataclass(frozen=True, slots=True)
class Meaning:
    """What was understood. ``rows`` and ``left_over`` only of statements and invoices."""

    kind: TextKind
    confidence: float
    why: tuple[Found[str], ...]
    rows: tuple[Row, ...]
    left_over: tuple[LeftOver, ...]
    contract: ContractRead | None
    notes: tuple[Note, ...]


def meaning_of(pages: Sequence[Page]) -> Meaning:
    """The kind of document that these pages of text are, and what is in it."""
    statement = read_statement(pages, is_invoice=False)
    has_rows = bool(statement.rows or statement.left_over)
    is_about_data = not has_rows and is_processing(passages(sentences(pages)))
    guess = guess_kind(pages, has_rows=has_rows, is_processing=is_about_data)
    if guess.kind == "invoice":
        statement = read_statement(pages, is_invoice=True)
    is_table = guess.kind in ("statement", "invoice")
    contract = read_contract(pages) if guess.kind == "contract" else None
    return Meaning(
        kind=guess.kind,
        confidence=guess.confidence,
        why=guess.why,
        rows=statement.rows if is_table else (),
        left_over=statement.left_over if is_table else (),
        contract=contract,
        notes=statement.notes if is_table else _contract_notes(contract),
    )


def main(words: list[str]) -> int:
    """Answer what the pages on standard input mean."""
    limits = json.loads(words[0])
    restrain(limits)
    pages = from_plain(tuple[Page, ...], json.loads(sys.stdin.buffer.read()))
    sys.stdout.write(json.dumps(to_plain(meaning_of(pages))))
    return 0


def _contract_notes(contract: ContractRead | None) -> tuple[Note, ...]:
    if contract is None:
        return ()
    if not contract.is_processing:
        return (Note("not-processing"),)
    missing = len(contract.missing)
    return (Note("clauses-missing", {"count": missing}),) if missing else ()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
