"""What each chain of partners has, and since when: from draws, sealed lists and look-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from leumund.release import DrawRecord, Lookup

_NOBODY_AFTER = np.iinfo(np.int64).max


def handed_table(
    draws: Sequence[DrawRecord], lookups: Sequence[Lookup], ids: Mapping[str, int]
) -> Any:
    """root_id, line_id and the earliest moment at which that chain had the line (UTC).

    ``ids``: of each partner's name the id of the one at the top of its chain, or its own; a
    partner that is not in it is left out.
    """
    import pyarrow as pa

    parts = [part for draw in draws for part in _of_draw(draw, ids)]
    parts += _of_lookups(lookups, ids)
    roots, lines, since = zip(*parts, strict=True) if parts else ((), (), ())
    table = pa.table(
        {
            "root_id": pa.array(_joined(roots, np.int32), pa.int32()),
            "line_id": pa.array(_joined(lines, np.int64), pa.int64()),
            "since_at": pa.array(_joined(since, "datetime64[us]"), pa.timestamp("us")),
        }
    )
    least = table.group_by(["root_id", "line_id"]).aggregate([("since_at", "min")])
    return least.rename_columns({"since_at_min": "since_at"})


def doubt_table(draws: Sequence[DrawRecord], ids: Mapping[str, int]) -> Any:
    """root_id and newest_line: a chain with a list of which some rows belonged to nobody known.

    Whoever became known after that list (a higher line id) may have stood on it, so may
    anybody who is no line of ours at all; nothing is said about them.
    """
    import pyarrow as pa

    newest: dict[int, int] = {}
    for draw in draws:
        sealed = draw.sealed
        root = ids.get(draw.partners[0]) if draw.partners else None
        if sealed is None or root is None or not sealed.unknown + sealed.unreadable:
            continue
        newest[root] = min(sealed.newest_line, newest.get(root, _NOBODY_AFTER))
    return pa.table(
        {
            "root_id": pa.array(list(newest), pa.int32()),
            "newest_line": pa.array(list(newest.values()), pa.int64()),
        }
    )


def _of_draw(
    draw: DrawRecord, ids: Mapping[str, int]
) -> Iterable[tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.datetime64]]]:
    released = draw.released
    has_left = released.is_handed_over & ~np.isnat(released.handed_over_at)
    order = np.argsort(draw.line_units, kind="stable")
    units, lines = draw.line_units[order], draw.line_ids[order]
    for place, partner in enumerate(draw.partners):
        if partner not in ids:
            continue
        is_mine = has_left & (released.copy == place)
        mine, at = released.unit[is_mine], released.handed_over_at[is_mine]
        low, high = np.searchsorted(units, mine, "left"), np.searchsorted(units, mine, "right")
        count = high - low
        within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        found = lines[np.repeat(low, count) + within]
        moments = np.repeat(at, count).astype("datetime64[us]")
        yield np.full(len(found), ids[partner], np.int32), found, moments


def _of_lookups(
    lookups: Sequence[Lookup], ids: Mapping[str, int]
) -> list[tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.datetime64]]]:
    rows = [
        (ids[each.partner], line, np.datetime64(each.at.replace(tzinfo=None), "us"))
        for each in lookups
        if each.partner in ids
        for line in each.line_ids
    ]
    roots = np.array([row[0] for row in rows], np.int32)
    lines = np.array([row[1] for row in rows], np.int64)
    since = np.array([row[2] for row in rows], "datetime64[us]")
    return [(roots, lines, since)]


def _joined(arrays: Sequence[Any], kind: Any) -> Any:
    return np.concatenate([np.empty(0, kind), *arrays]).astype(kind)
