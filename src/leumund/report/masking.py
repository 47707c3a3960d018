"""Files of text with the numbers in them masked, and without the agents of a table."""

from __future__ import annotations

import csv
import io
from typing import Final

from leumund.basics.masking import masked
from leumund.people import plain

_AGENTS: Final = frozenset(
    ("agent", "agents", "agentid", "agentin", "mitarbeiter", "mitarbeiterin", "user", "userid")
)
_NOT_SHOWN = "***"


def masked_bytes(data: bytes) -> bytes | None:
    """A file of text, masked; None where it is none, so that it cannot be masked."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else masked(_without_agents(text)).encode()


def _without_agents(text: str) -> str:
    """A table whose header names a column of agents, without what stands in it: a pseudonym is
    opened in a case by two people and never by a file that lies in it."""
    header = text.partition("\n")[0]
    delimiter = max(";\t,", key=header.count)
    columns = next(csv.reader([header], delimiter=delimiter), [])
    places = {place for place, name in enumerate(columns) if plain(name) in _AGENTS}
    if not places or len(columns) == 1:
        return text
    first, *rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    kept = io.StringIO()
    writer = csv.writer(kept, delimiter=delimiter, lineterminator="\n")
    writer.writerow(first)
    writer.writerows(_hidden(row, places) for row in rows)
    return kept.getvalue()


def _hidden(row: list[str], places: set[int]) -> list[str]:
    return [_NOT_SHOWN if at in places and cell else cell for at, cell in enumerate(row)]
