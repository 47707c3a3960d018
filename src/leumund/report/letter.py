"""A letter as a value, and as PDF: typeset by typst with its own fonts, kept as PDF/A-2a.

The address stands where a window envelope shows it (DIN 5008, form B).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import typst

from leumund.report.paper import compiled
from leumund.report.screen import TEMPLATES

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a letter under a short title: lines that are counted (``is_list``), or
    paragraphs; then pairs of name and value; then a table with its head."""

    title: str = ""
    lines: tuple[str, ...] = ()
    is_list: bool = False
    pairs: tuple[tuple[str, str], ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[int, ...] = ()
    is_framed: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A whole letter, its sentences in the reader's language. ``reference``: pairs that stand
    beside the date; ``foot``: one line on every sheet."""

    language: str
    sender: tuple[str, ...]
    to: tuple[str, ...]
    reference: tuple[tuple[str, str], ...]
    subject: str
    greeting: str
    parts: tuple[Part, ...]
    closing: str
    end: tuple[str, ...]
    foot: str

    def text(self) -> str:
        """All that is read in it, for whoever checks its words."""
        said = [self.subject, self.greeting, self.closing, *self.end, self.foot]
        for part in self.parts:
            said += [part.title, *part.lines, *part.head]
            said += [cell for row in (*part.pairs, *part.rows) for cell in row]
        return "\n".join(said)


def letter_pdf(letter: Letter, made_at: datetime) -> bytes:
    """The letter as PDF/A-2a and PDF/UA-1; the same letter and moment give the same bytes."""
    compiler = typst.Compiler(
        TEMPLATES / "letter.typ",
        root=TEMPLATES,
        ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(asdict(letter), ensure_ascii=False)},
    )
    return compiled(compiler, made_at, is_kept=True)
