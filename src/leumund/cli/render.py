"""Show any action's result: text for people, JSON for programs.

A result is a frozen dataclass, or a list of them. As text: what its ``in_words()`` says if it
has that method (sentences in the reader's language); else one line per plain field and one
table per list, instants on the German clock. As JSON: the fields in their order, then the
questions (properties called ``is_...``); dates in ISO 8601, instants in UTC, bytes in hex. A
value with a text form of its own, such as a masked number, appears in that form only. The same
result gives the same bytes.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

from leumund.basics.clock import local_text
from leumund.basics.language import _, reader_language, translate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NOTHING = "–"
_GAP = "  "
_UNGROUPED = ("id", "position", "seed", "port", "year")


def show(result: object, as_json: bool = False) -> None:
    """Print one result on standard output; on a terminal no table is wider than it."""
    width = get_terminal_size().columns if sys.stdout.isatty() else None
    print(to_json(result) if as_json else to_text(result, width))


def to_json(result: object) -> str:
    """The result as indented JSON."""
    return json.dumps(plain(result), ensure_ascii=False, indent=2, allow_nan=False)


def to_text(result: object, width: int | None = None) -> str:
    """The result as sentences, lines and tables in the reader's language.

    A table wider than ``width`` characters becomes one block of lines per row.
    """
    if hasattr(result, "in_words"):
        return str(result.in_words())
    if is_noun(result) or isinstance(result, Mapping):
        return "\n\n".join(filter(None, _sections(dict(entries_of(result)), width)))
    if isinstance(result, (list, tuple)):
        return _table(result, width) if result else _("Nothing to show.")
    return _cell("", result)


def plain(value: object) -> Any:
    """What JSON can hold of a value."""
    if is_noun(value) or isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in entries_of(value)}
    if isinstance(value, (set, frozenset)):
        return sorted((plain(inner) for inner in value), key=str)
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    return _scalar(value)


def label(name: str) -> str:
    """A field's name as a person reads it: ``is_allowed`` becomes "allowed"."""
    return translate(name.removeprefix("is_").replace("_", " "))


def is_noun(value: object) -> bool:
    """A dataclass to be taken apart; one with a text form of its own is shown by it."""
    is_instance = is_dataclass(value) and not isinstance(value, type)
    return is_instance and type(value).__str__ is object.__str__


def entries_of(value: Any) -> Iterator[tuple[str, object]]:
    """The fields of a noun in their order, then its questions; or what a mapping holds."""
    if isinstance(value, Mapping):
        yield from ((str(_scalar(key)), inner) for key, inner in value.items())
        return
    yield from ((field.name, getattr(value, field.name)) for field in fields(value))
    for name in _questions(type(value)):
        yield name, getattr(value, name)


def _questions(kind: type) -> list[str]:
    named = (name for name in dir(kind) if name.startswith("is_"))
    return [name for name in named if isinstance(getattr(kind, name), property)]


def _scalar(value: object) -> Any:
    if isinstance(value, Enum):
        return _scalar(value.value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).isoformat()
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value.hex() if isinstance(value, bytes) else str(value)


def _sections(entries: Mapping[str, object], width: int | None) -> Iterator[str]:
    inner_width = None if width is None else width - 2
    yield _lines({name: value for name, value in entries.items() if not _is_nested(value)})
    for name, value in entries.items():
        if _is_nested(value):
            yield f"{label(name)}:\n{_indented(to_text(value, inner_width))}"


def _is_nested(value: object) -> bool:
    if isinstance(value, (list, tuple)):
        return any(_is_nested(inner) for inner in value)
    return is_noun(value) or isinstance(value, Mapping) or hasattr(value, "in_words")


def _lines(entries: Mapping[str, object]) -> str:
    rows = [(label(name), _cell(name, value)) for name, value in entries.items()]
    width = max((len(name) for name, _value in rows), default=0)
    return "\n".join(f"{name:<{width}}{_GAP}{value}" for name, value in rows)


def _table(values: Sequence[object], width: int | None) -> str:
    """A table of nouns with plain fields; else one block or line per value."""
    if not all(is_noun(value) or isinstance(value, Mapping) for value in values):
        return "\n".join(to_text(value, width) for value in values)
    rows = [dict(entries_of(value)) for value in values]
    if any(_is_nested(inner) for row in rows for inner in row.values()):
        return "\n\n".join(to_text(value, width) for value in values)
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[_cell(name, row.get(name)) for name in names] for row in rows]
    table = _aligned([[label(name) for name in names], *cells], _numeric(names, rows))
    if width is not None and max(map(len, table.splitlines())) > width:
        return "\n\n".join(_lines(row) for row in rows)
    return table


def _numeric(names: Sequence[str], rows: Sequence[Mapping[str, object]]) -> list[bool]:
    return [
        all(isinstance(row.get(name), (int, float, type(None))) for row in rows)
        for name in names
    ]


def _aligned(rows: Sequence[Sequence[str]], is_right: Sequence[bool]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_row(row, widths, is_right) for row in rows)


def _row(row: Sequence[str], widths: Sequence[int], is_right: Sequence[bool]) -> str:
    padded = (
        cell.rjust(width) if right else cell.ljust(width)
        for cell, width, right in zip(row, widths, is_right, strict=True)
    )
    return _GAP.join(padded).rstrip()


def _cell(name: str, value: object) -> str:
    if value == () and name.endswith("missing"):
        return _("nothing")
    if value is None or value == "" or value == ():
        return _NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(_cell(name, inner) for inner in _in_order(value))
    if is_noun(value) or isinstance(value, Mapping):
        return ", ".join(
            f"{label(key)} {_cell(key, inner)}" for key, inner in entries_of(value)
        )
    if hasattr(value, "tolist"):
        return _cell(name, value.tolist())
    return _plain_cell(name, value)


def _in_order(values: Any) -> list[Any]:
    return sorted(values, key=str) if isinstance(values, (set, frozenset)) else list(values)


def _plain_cell(name: str, value: object) -> str:
    if isinstance(value, int) and not isinstance(value, Enum):
        return str(value) if _is_ungrouped(name) else _grouped(value)
    if isinstance(value, float):
        return _decimal(f"{value:.4g}")
    if isinstance(value, datetime):
        return _moment(value)
    return str(_scalar(value))


def _moment(value: datetime) -> str:
    """On the German clock with its zone named; one without a zone as it is."""
    form = "%Y-%m-%d %H:%M:%S"
    return value.strftime(form) if value.tzinfo is None else local_text(value, form)


def _is_ungrouped(name: str) -> bool:
    return name.rsplit("_", 1)[-1] in _UNGROUPED


def _grouped(value: int) -> str:
    """Thousands apart: 45,211 in English, 45.211 in German."""
    written = f"{value:,}"
    return written.replace(",", ".") if reader_language() == "de" else written


def _decimal(written: str) -> str:
    return written.replace(".", ",") if reader_language() == "de" else written


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" if line else "" for line in text.splitlines())
