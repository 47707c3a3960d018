"""How many records a chapter's findings are about, each counted once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from leumund.look.findings import FindingGroup

_PLACE = ("file", "sheet", "row")


@dataclass(frozen=True, slots=True)
class Together:
    """Records of one kind with at least one finding of a chapter.

    ``rows`` of ``of_rows``; ``per_partner`` counts them, most first; ``None`` where nobody is
    named.
    """

    chapter: str
    about: str
    rows: int
    of_rows: int
    per_partner: tuple[tuple[str | None, int], ...]


def together(groups: Sequence[FindingGroup]) -> tuple[Together, ...]:
    """For each chapter and kind of record, in the order of the findings."""
    keys = dict.fromkeys((group.chapter, group.code.about) for group in groups)
    return tuple(
        _counted(key, [g for g in groups if (g.chapter, g.code.about) == key]) for key in keys
    )


def _counted(key: tuple[str, str], groups: Sequence[FindingGroup]) -> Together:
    table = _places(group for group in groups if group.rows)
    of_rows = max(group.of_rows for group in groups)
    if table is None:
        return Together(*key, 0, of_rows, ())
    once = table.group_by(list(_PLACE)).aggregate([("partner", "max")])
    named = once.group_by("partner_max").aggregate([([], "count_all")]).to_pylist()
    counts = ((row["partner_max"], row["count_all"]) for row in named)
    ordered = tuple(sorted(counts, key=lambda each: (-each[1], each[0] or "")))
    return Together(*key, once.num_rows, of_rows, ordered)


def _places(groups: Iterable[FindingGroup]) -> Any:
    """Where their rows stand, and whose they are; None where there are none."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = [*_PLACE, "partner"]
    tables = [pq.read_table(group.path, columns=columns) for group in groups]
    return pa.concat_tables(tables) if tables else None
