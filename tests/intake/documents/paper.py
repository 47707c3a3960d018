"""Typesetting sample documents: typst source in, PDF out, once per test run."""

from __future__ import annotations

from functools import cache

import typst

SET = (
    '#set text(font: "Libertinus Serif", size: 10pt, lang: "{language}")\n'
    '#set page(paper: "a4"{page})\n'
)


@cache
def typeset(source: str, *, language: str = "de", page: str = "") -> bytes:
    """The PDF; ``page``: what else is said of its pages, beginning with a comma."""
    whole = SET.format(language=language, page=page) + source
    made: bytes = typst.compile(whole.encode(), ignore_system_fonts=True)
    return made


def words(text: str) -> str:
    """Text for typst, with nothing in it meaning anything."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'#"{quoted}"'


def table(head: list[str], rows: list[list[str]], *, align: str, more: str = "") -> str:
    """``align``: one of l, r, c per column. ``more``: further settings of typst's table."""
    sides = {"l": "left", "r": "right", "c": "center"}
    aligned = ", ".join(sides[side] for side in align)
    cells = "".join(f"[{words(cell)}], " for row in rows for cell in row)
    heads = ", ".join(f"[{words(cell)}]" for cell in head)
    return (
        f"#table(columns: {len(head)}, align: ({aligned}), {more}"
        f"table.header({heads}), {cells})\n"
    )
