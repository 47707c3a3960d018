"""How the figures of tracing are printed: a section of tables, its time and its digest.

Every ``bench_tracing_*`` module makes one section; ``python -m tools.tracing`` puts them on
one page. ``--streams N`` says how many streams a cell has, ``--quick`` makes all of it small.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from scipy.stats import beta

STREAMS = 10_000
QUICK_STREAMS = 40
LEVEL = 0.99
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Size:
    """How much is played: streams a cell, and whether everything else is small, too."""

    streams: int = STREAMS
    is_quick: bool = False

    def pick(self, full: T, quick: T) -> T:
        """The first for a page, the second for a test."""
        return quick if self.is_quick else full


@dataclass(frozen=True, slots=True)
class Table:
    """A table with what it shows above it; cells are ready to print. ``is_time``: what it
    shows depends on the machine."""

    says: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_time: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """Lines over one axis; ``says``: what somebody reads who does not see it."""

    name: str
    says: str
    across: str
    up: str
    lines: dict[str, list[tuple[float, float]]]


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of the page. ``missed``: every figure that is not what was asked for."""

    title: str
    text: str
    tables: tuple[Table, ...]
    missed: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()

    @property
    def digest(self) -> str:
        """Of all figures but the times."""
        kept = (table for table in self.tables if not table.is_time)
        cells = [cell for table in kept for row in table.rows for cell in row]
        return hashlib.sha256("|".join(cells).encode()).hexdigest()[:16]


Maker = Callable[[Size], Section]


def main(make: Maker, arguments: Sequence[str] | None = None) -> str:
    """Make the section of this size and print it; returns the digest."""
    section, seconds = timed(make, read_size(arguments, make.__doc__))
    print(in_markdown(section, seconds))
    return section.digest


def read_size(arguments: Sequence[str] | None, says: str | None) -> Size:
    """The size from the command line."""
    parser = argparse.ArgumentParser(description=says)
    parser.add_argument("--streams", type=int)
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args(arguments)
    return Size(given.streams or (QUICK_STREAMS if given.quick else STREAMS), given.quick)


def timed(make: Maker, size: Size) -> tuple[Section, float]:
    """The section and how many seconds it took."""
    began = time.perf_counter()
    section = make(size)
    return section, time.perf_counter() - began


def in_markdown(section: Section, seconds: float) -> str:
    """The section as it stands on the page."""
    parts = [f"## {section.title}", section.text.strip()]
    for table in section.tables:
        parts += [table.says] * bool(table.says) + ["\n".join(_lines(table))]
    parts += [f"![{one.says}](pictures/{one.name}.svg)" for one in section.pictures]
    parts += [f"**Missed:** {one}" for one in section.missed]
    parts.append(f"{seconds:.0f} s; digest of the figures `{section.digest}`.")
    return "\n\n".join(parts)


def upper_limit(count: int, of: int) -> float:
    """The 99 % upper limit of a rate (Clopper and Pearson 1934)."""
    return 1.0 if count >= of else float(beta.ppf(LEVEL, count + 1, of - count))


def rows_of(rows: Iterable[Sequence[object]]) -> tuple[tuple[str, ...], ...]:
    """Cells as text."""
    return tuple(tuple(str(cell) for cell in row) for row in rows)


def part(value: float) -> str:
    """A rate with three figures that count."""
    return "0" if value == 0 else f"{value:.3g}"


def _lines(table: Table) -> list[str]:
    rows = [table.head, tuple("---" for _ in table.head), *table.rows]
    return ["| " + " | ".join(row) + " |" for row in rows]
