"""A page as PDF, typeset by typst with its own fonts, tagged for screen readers."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import typst

from leumund.report.fit import fit, fit_for_paper
from leumund.report.page import Table
from leumund.report.screen import TEMPLATES

if TYPE_CHECKING:
    from leumund.report.page import Block, Page

_WIDEST, _NARROWEST, _NARROWEST_NUMBER = 36, 12, 8
_LINE = 92
"""So many letters have room side by side in a table of several columns."""
_SIGN = re.compile(r"[/_.#-](?=\w)")
_PICTURE_WIDTH_PERCENT = 100


def to_pdf(page: Page, made_at: datetime | None = None, *, is_kept: bool = False) -> bytes:
    """The page as PDF/UA-1; what is to be kept for decades also as PDF/A-2a (ISO 19005-2).
    The same page and moment give the same bytes."""
    whole = fit(page)
    try:
        return compiled(_compiler(whole), made_at, is_kept=is_kept)
    except typst.TypstError:
        # A name in a writing that the fonts do not hold must not cost the whole report.
        return compiled(_compiler(fit_for_paper(whole)), made_at, is_kept=is_kept)


def compiled(compiler: Any, made_at: datetime | None, *, is_kept: bool) -> bytes:
    """What the compiler holds as PDF, said to be made at that moment."""
    stamp = made_at or datetime(2000, 1, 1, tzinfo=UTC)
    made: bytes = compiler.compile(
        format="pdf",
        timestamp=stamp.astimezone(UTC).replace(microsecond=0),
        pdf_standards=["a-2a", "ua-1"] if is_kept else "ua-1",
    )
    return made


def to_pictures(page: Page, pixels_per_inch: float = 110) -> list[bytes]:
    """Every sheet of the PDF as PNG, to look at."""
    made = _compiler(page).compile(format="png", ppi=pixels_per_inch)
    return made if isinstance(made, list) else [made]


def _compiler(page: Page) -> Any:
    document = asdict(page) | {
        "blocks": [_plain(block) for block in page.blocks if _is_on_paper(block)]
    }
    return typst.Compiler(
        TEMPLATES / "page.typ",
        root=TEMPLATES,
        ignore_system_fonts=True,
        sys_inputs={"page": json.dumps(document, ensure_ascii=False)},
    )


def _is_on_paper(block: Block) -> bool:
    return not (isinstance(block, Table) and block.folded)


def _plain(block: Block) -> dict[str, Any]:
    values = asdict(block)
    values.pop("screen", None)
    if isinstance(block, Table):
        values["widths"] = _widths(block)
        values["rows"] = [[_breakable(cell) for cell in row] for row in block.rows]
    if block.kind == "picture":
        values["width"] = _PICTURE_WIDTH_PERCENT
    return values


def _widths(table: Table) -> list[int]:
    """How wide the columns are to each other: as their longest cell, within bounds."""
    columns = zip(table.head, *table.rows, strict=True)
    wanted = [
        min(
            max(
                max(map(len, column[1:]), default=0) + 1,
                _longest_word(column[0]) + 1,
                _NARROWEST_NUMBER if at in table.numeric else _NARROWEST,
            ),
            _WIDEST,
        )
        for at, column in enumerate(columns)
    ]
    return _fitted(wanted, table.numeric)


def _fitted(wanted: list[int], numeric: tuple[int, ...]) -> list[int]:
    """The same, but columns of text give way until no figure or its head is too wide."""
    over = sum(wanted) - _LINE
    spare = {at: width - _NARROWEST for at, width in enumerate(wanted) if at not in numeric}
    total = sum(spare.values())
    if over <= 0 or total <= 0:
        return wanted
    part = min(1.0, over / total)
    return [width - round(part * spare.get(at, 0)) for at, width in enumerate(wanted)]


def _breakable(cell: str) -> str:
    """Words that are longer than a column, such as names of files, may be broken after their
    signs."""
    words = (
        _SIGN.sub("\\g<0>\N{ZERO WIDTH SPACE}", word) if len(word) > _NARROWEST else word
        for word in cell.split(" ")
    )
    return " ".join(words)


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)
