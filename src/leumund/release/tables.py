"""From snapshot tables to units, and from coins to tables and back; pure, on Arrow tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leumund.release.campaign import TARIFF
from leumund.release.draw import NOT_IN, Drawn
from leumund.release.inside import units_within
from leumund.release.unit import Units, units_of
from leumund.release.universe import Universe

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from leumund.release.inside import Out

HELD = -1
_FIRST_GROUP = -2


class Refusal(NamedTuple):
    """A rule that refuses, its title in the reader's language, and how many persons met it."""

    rule: str
    title: str
    persons: int


class Files(NamedTuple):
    """Tables of a snapshot (``line``, ``person``, ``person_line``), and what the screening of
    the day said (``line_id``, ``is_allowed``; a row per line and person), with the refusals
    that most persons met."""

    lines: pa.Table
    persons: pa.Table
    person_lines: pa.Table
    screened: pa.Table
    refusals: tuple[Refusal, ...] = ()

    def without(self, line_ids: NDArray[np.int64], *, lines: bool) -> Files:
        """Nobody is on these lines any more; with ``lines`` they are gone themselves."""
        if not len(line_ids):
            return self
        kept, pairs = _but(self.lines, line_ids), _but(self.person_lines, line_ids)
        return self._replace(lines=kept if lines else self.lines, person_lines=pairs)


def _but(table: pa.Table, line_ids: NDArray[np.int64]) -> pa.Table:
    return table.filter(pa.array(~np.isin(table["line_id"].to_numpy(), line_ids)))


def units_from(lines: pa.Table, person_lines: pa.Table, out: Out | None = None) -> Units:
    """The units of the tables ``line`` and ``person_line`` of a snapshot; with ``out`` those
    that left with a copy, as they were frozen."""
    persons, ends = person_lines["person_id"].to_numpy(), person_lines["line_id"].to_numpy()
    if out is not None:
        return units_within(out, persons, ends)
    return units_of(lines["line_id"].to_numpy(), persons, ends)


def labels_of(
    units: Units, persons: pa.Table, fields: Sequence[str]
) -> tuple[list[tuple[str, ...]], NDArray[np.int64]]:
    """The different values of the strata fields, and which of them each unit has.

    A unit has the values of its first person; empty texts where nobody or nothing is known.
    """
    ids = persons["person_id"].to_numpy()
    order = np.argsort(ids)
    at = np.searchsorted(ids, units.first_person, sorter=order)
    at = order[np.minimum(at, max(len(ids) - 1, 0))] if len(ids) else np.zeros(len(units), int)
    is_known = ids[at] == units.first_person if len(ids) else np.zeros(len(units), dtype=bool)
    code = np.zeros(len(units), dtype=np.int64)
    texts: list[list[str]] = []
    for field in fields:
        column = pc.fill_null(persons[field].cast(pa.string()), "").combine_chunks()
        encoded = column.dictionary_encode()
        names = ["", *encoded.dictionary.to_pylist()]
        mine = np.zeros(len(units), dtype=np.int64)
        mine[is_known] = encoded.indices.to_numpy()[at[is_known]] + 1
        code = code * len(names) + mine
        texts.append(names)
    found, label = np.unique(code, return_inverse=True)
    return [_decoded(value, texts) for value in found.tolist()], label


def _decoded(code: int, texts: list[list[str]]) -> tuple[str, ...]:
    values = []
    for names in reversed(texts):
        code, at = divmod(code, len(names))
        values.append(names[at])
    return tuple(reversed(values))


def is_line_allowed(line_ids: NDArray[np.int64], screened: pa.Table) -> NDArray[np.bool_]:
    """Per line: may everybody on it be contacted? A line nothing was decided about may not."""
    ids = screened["line_id"].to_numpy()
    allowed = screened["is_allowed"].to_numpy(zero_copy_only=False).astype(bool)
    return np.isin(line_ids, ids[allowed]) & ~np.isin(line_ids, ids[~allowed])


def numbers_of_units(universe: Universe, lines: pa.Table) -> list[bytes]:
    """Per unit its numbers, E.164, in the order of line ids, joined by line feeds."""
    ids = lines["line_id"].to_numpy()
    order = np.argsort(ids)
    at = order[np.searchsorted(ids, universe.line_ids, sorter=order)]
    numbers = lines["number"].take(pa.array(at)).to_pylist()
    starts = np.flatnonzero(np.diff(universe.line_units, prepend=-1)).tolist()
    if len(starts) == len(numbers):
        return [number.encode() for number in numbers]
    ends = [*starts[1:], len(numbers)]
    return [
        "\n".join(numbers[start:end]).encode() for start, end in zip(starts, ends, strict=True)
    ]


def universe_table(universe: Universe) -> pa.Table:
    """The universe as it is frozen: unit, line and stratum of every line."""
    return pa.table(
        {
            "unit": universe.line_units,
            "line_id": universe.line_ids,
            "stratum": universe.strata[universe.line_units],
        }
    )


def universe_from(table: pa.Table, stratum_names: tuple[str, ...]) -> Universe:
    """The inverse of ``universe_table``."""
    units = table["unit"].to_numpy().astype(np.int32)
    count = int(units.max(initial=-1)) + 1
    strata = np.zeros(count, dtype=np.int32)
    strata[units] = table["stratum"].to_numpy()
    return Universe(table["line_id"].to_numpy(), units, strata, stratum_names)


def members_table(drawn: Drawn) -> pa.Table:
    """Memberships, and behind them the units held back, with -1 for copy and portion; where
    units were dealt to groups, all of them follow, with -2 minus the group for the copy."""
    groups = np.empty(0, np.int32) if drawn.groups is None else drawn.groups
    more = len(drawn.held) + len(groups)
    codes = np.concatenate([np.full(len(drawn.held), HELD), _FIRST_GROUP - groups])
    return pa.table(
        {
            "unit": np.concatenate(
                [drawn.unit, drawn.held, np.arange(len(groups))], dtype=np.int32
            ),
            "copy": np.concatenate([drawn.copy, codes], dtype=np.int32),
            "portion": np.concatenate([drawn.portion, np.full(more, HELD)], dtype=np.int16),
            "is_embargoed": np.concatenate([drawn.is_embargoed, np.zeros(more, bool)]),
        }
    )


def drawn_from(table: pa.Table) -> Drawn:
    """The inverse of ``members_table``."""
    unit, copy = table["unit"].to_numpy(), table["copy"].to_numpy()
    mine, is_group = copy > HELD, copy < HELD
    return Drawn(
        unit=unit[mine],
        copy=copy[mine],
        portion=table["portion"].to_numpy()[mine],
        is_embargoed=table["is_embargoed"].to_numpy(zero_copy_only=False)[mine],
        held=unit[copy == HELD],
        groups=_FIRST_GROUP - copy[is_group] if is_group.any() else None,
    )


def lines_of_units(universe: Universe, units: NDArray[np.int32]) -> NDArray[np.int64]:
    """Places in the universe of all lines of these units."""
    is_wanted = np.zeros(len(universe), dtype=bool)
    is_wanted[units] = True
    return np.flatnonzero(is_wanted[universe.line_units])


def may_leave(universe: Universe, screened: pa.Table) -> NDArray[np.bool_]:
    """Per unit: may all of its lines still be contacted?"""
    allowed = is_line_allowed(universe.line_ids, screened)
    result = np.ones(len(universe), dtype=bool)
    result[universe.line_units[~allowed]] = False
    return result


def contact_table(files: Files, fields: Sequence[str]) -> pa.Table:
    """Per line the fields to hand over, sorted by line id; of its first person where there
    are several. What is not known is left empty."""
    persons, person_lines = files.persons, files.person_lines
    sorted_lines = files.lines.select(["line_id", "number"]).sort_by("line_id")
    wanted = [field for field in fields if field in persons.column_names]
    if not wanted:
        return sorted_lines
    first = person_lines.group_by("line_id").aggregate([("person_id", "min")])
    ids = sorted_lines["line_id"].to_numpy()
    keys, order = _sorted(first["line_id"].to_numpy())
    at = np.minimum(np.searchsorted(keys, ids), max(len(keys) - 1, 0))
    is_known = keys[at] == ids if len(keys) else np.zeros(len(ids), dtype=bool)
    person = np.full(len(ids), NOT_IN)
    person[is_known] = first["person_id_min"].to_numpy()[order][at[is_known]]
    person_keys, person_order = _sorted(persons["person_id"].to_numpy())
    place = np.searchsorted(person_keys, person)
    mask = person == NOT_IN
    rows = pa.array(person_order[np.minimum(place, max(len(person_keys) - 1, 0))], mask=mask)
    for field in wanted:
        sorted_lines = sorted_lines.append_column(field, persons[field].take(rows))
    return sorted_lines


def with_tariffs(persons: pa.Table, contracts: pa.Table, day: date) -> pa.Table:
    """The persons with the tariffs that run on the day, in alphabetical order."""
    begun = pc.less_equal(contracts["started_on"], pa.scalar(day))
    lasts = pc.greater_equal(contracts["ended_on"], pa.scalar(day))
    is_open = pc.is_null(contracts["ended_on"])
    running = contracts.filter(pc.and_(begun, pc.or_kleene(lasts, is_open))).sort_by(
        "product_key"
    )
    told: dict[int, list[str]] = {}
    pairs = (running["person_id"].to_pylist(), running["product_key"].to_pylist())
    for person, product in zip(*pairs, strict=True):
        told.setdefault(person, []).append(product)
    values = ["; ".join(told.get(one, ())) or None for one in persons["person_id"].to_pylist()]
    return persons.append_column(TARIFF, pa.array(values, pa.string()))


def delivery_table(
    contacts: pa.Table,
    line_ids: NDArray[np.int64],
    fields: Sequence[str],
    not_before: Sequence[str | None] | None = None,
) -> pa.Table:
    """The rows to hand over, sorted by number, so that their order tells nothing.

    A line that has been erased since is missing in ``contacts`` and so in the file.
    """
    ids = contacts["line_id"].to_numpy()
    at = np.searchsorted(ids, line_ids)
    inside = np.minimum(at, max(len(ids) - 1, 0))
    is_there = ids[inside] == line_ids if len(ids) else np.zeros(len(line_ids), dtype=bool)
    table = contacts.take(pa.array(inside[is_there]))
    columns = {}
    for field in fields:
        if field == "not_before":
            days = np.array(not_before, dtype=object)[is_there] if not_before else None
            values = None if days is None else days.tolist()
            columns[field] = pa.array(values or [None] * len(table), pa.string())
        else:
            columns[field] = table[field]
    return pa.table(columns).sort_by("number")


def _sorted(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    order = np.argsort(keys, kind="stable")
    return keys[order], order
