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
    """The title of a section. ``anchor``: where links lead; ``is_first`` begins a new sheet."""

    text: str
    level: Literal[2, 3] = 2
    anchor: str = ""
    is_first: bool = False
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
    """A table; ``numeric`` names the columns set flush right, ``marked`` the rows in bold.

    Where ``folded`` says something, the table opens on a click on that, and is not on paper.
    ``link``: a file that lies beside the page and has more, with what it is called.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    marked: tuple[int, ...] = ()
    folded: str = ""
    link: str = ""
    link_text: str = ""
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


@dataclass(frozen=True, slots=True)
class Point:
    """A sentence of a list, and where it leads: a file beside the page or a ``#`` place."""

    text: str
    link: str = ""
    link_text: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """Sentences that are counted: first, second, third."""

    points: tuple[Point, ...]
    kind: str = "points"


@dataclass(frozen=True, slots=True)
class Contents:
    """What is on the page, and where: pairs (anchor, title); on paper with the sheet."""

    entries: tuple[tuple[str, str], ...]
    kind: str = "contents"


@dataclass(frozen=True, slots=True)
class Finding:
    """A figure that stands for rows, what they are, and where all of them lie.

    ``asides`` are short: how many of what, under which law.
    """

    anchor: str
    figure: str
    title: str
    text: str
    asides: tuple[str, ...] = ()
    link: str = ""
    link_text: str = ""
    kind: str = "finding"


Block = Heading | Text | Note | Facts | Table | Picture | Code | Points | Contents | Finding


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page. ``language`` is ``de`` or ``en``; ``subtitle`` says what it is about."""

    language: str
    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    foot: str
