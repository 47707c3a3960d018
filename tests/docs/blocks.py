"""The code blocks of a page: console sessions to be run and Python examples to be executed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
ANYTHING = "..."


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a console block and what the page says that it prints."""

    command: str
    expected: str


def blocks(page: Path, language: str) -> list[tuple[int, str]]:
    """The page's blocks marked with that language, each with the line where it begins."""
    text = page.read_text(encoding="utf-8")
    found = re.finditer(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [(text.count("\n", 0, one.start()) + 1, one[1]) for one in found]


def steps(block: str) -> Iterator[Step]:
    """The commands (lines after ``$``, joined over a final backslash) with their output."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command = re.match(r"(?:.*\\\n)*.*\n", part)
        if command is None:
            raise ValueError(f"no command in {part!r}")
        yield Step(command[0].strip(), part[command.end() :])


def agrees(expected: str, printed: str) -> bool:
    """Whether what was printed is what the page says; ``...`` stands for anything.

    Alone on a line it stands for any lines, else for part of a line.
    """
    lines = (_line_pattern(line) for line in expected.rstrip().splitlines())
    ended = printed.rstrip() + "\n" if printed.strip() else ""
    return re.fullmatch("".join(lines), ended) is not None


def _line_pattern(line: str) -> str:
    if line.strip() == ANYTHING:
        return r"(?:.*\n)*?"
    return re.escape(line.rstrip()).replace(re.escape(ANYTHING), ".*") + r"[ ]*\n"
