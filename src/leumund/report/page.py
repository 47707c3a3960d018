"""A page as a value: a title and blocks, in the order in which they are read.

The same value becomes HTML (``screen``) and PDF (``paper``). Sentences are already in the
reader's language; nothing here is markup.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Tone = Literal["plain", "strong", "quiet"]


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section."""

    text: str
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    tone: Tone = "plain"
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Note:
    """A paragraph that stands out, with a short title."""

    title: str
    text: str
    kind: str = "note"


@dataclass(frozen=True, slots=True)
class Facts:
    """A row of figures, each with what it counts: pairs (figure, label)."""

    facts: tuple[tuple[str, str], ...]
    kind: str = "facts"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``numeric`` names the columns set flush right, ``marked`` the rows in bold."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    marked: tuple[int, ...] = ()
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as SVG, drawn once for screens and once for paper; ``alt`` says it in words."""

    screen: str = field(repr=False)
    paper: str = field(repr=False)
    alt: str
    caption: str
    kind: str = "picture"


@dataclass(frozen=True, slots=True)
class Code:
    """What is typed or compared letter by letter, with what it is."""

    label: str
    text: str
    kind: str = "code"


Block = Heading | Text | Note | Facts | Table | Picture | Code


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page. ``language`` is ``de`` or ``en``; ``subtitle`` says what it is about."""

    language: str
    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    foot: str
