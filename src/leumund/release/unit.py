"""The unit: the smallest set of lines and persons that is handed over together.

A coin is tossed for a unit, never for a person or a number: a family that shares a line, or
a customer with three numbers, is in a copy as a whole or not at all. Coins per person,
counted per number, would name a copy that nobody used (two coins answer for one call).
Units are the connected components of the graph whose edges say "this person is on this
line". They are frozen in the draw; later marriages and new contracts do not move them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

NOBODY = -1


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """All lines, in ascending order of their ids, each with its unit and the unit's persons.

    ``line_ids`` int64, ascending; ``line_units`` int32, the unit of each line. Units are
    numbered from 0 in the order of their smallest line id, so that the numbering does not
    depend on the order of the input. ``first_person`` int64, per unit: the smallest person
    id in it, -1 where nobody is known; its segment and Land are the unit's.
    """

    line_ids: NDArray[np.int64]
    line_units: NDArray[np.int32]
    first_person: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.first_person)

    @property
    def first_line(self) -> NDArray[np.int64]:
        """Per unit: its smallest line id."""
        return self.line_ids[np.unique(self.line_units, return_index=True)[1]]


def units_of(line_ids: ArrayLike, edge_persons: ArrayLike, edge_lines: ArrayLike) -> Units:
    """The units of these lines. Edges are pairs (person id, line id), repeats allowed.

    An edge to a line that is not among ``line_ids`` still joins the persons and lines that
    hang on it: whoever shares an unknown line with somebody is reached together with them.
    """
    lines = np.unique(np.asarray(line_ids, dtype=np.int64))
    persons = np.asarray(edge_persons, dtype=np.int64)
    ends = np.asarray(edge_lines, dtype=np.int64)
    every_line = np.union1d(lines, ends)
    person_ids, person_at = np.unique(persons, return_inverse=True)
    labels = _components(
        len(every_line), len(person_ids), np.searchsorted(every_line, ends), person_at
    )
    line_labels = labels[np.searchsorted(every_line, lines)]
    line_units, unit_of_label = _numbered(line_labels, len(labels))
    first = np.full(int(line_units.max(initial=-1)) + 1, np.iinfo(np.int64).max)
    unit_of_person = unit_of_label[labels[len(every_line) :]]
    known = unit_of_person >= 0
    np.minimum.at(first, unit_of_person[known], person_ids[known])
    first[first == np.iinfo(np.int64).max] = NOBODY
    return Units(lines, line_units, first)


def _components(
    lines: int, persons: int, line_at: NDArray[np.int64], person_at: NDArray[np.int64]
) -> NDArray[np.int32]:
    """A label per line, then per person; equal where a path leads from one to the other."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    size = lines + persons
    edges = coo_array(
        (np.ones(len(line_at), dtype=np.int8), (line_at, lines + person_at)),
        shape=(size, size),
    )
    labels: NDArray[np.int32] = connected_components(edges.tocsr(), directed=False)[1]
    return labels


def _numbered(
    labels: NDArray[np.int32], size: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Units in order of first appearance, and the unit of every label (-1: no line here)."""
    found, first = np.unique(labels, return_index=True)
    unit_of_label = np.full(size, NOBODY, dtype=np.int32)
    unit_of_label[found[np.argsort(first)]] = np.arange(len(found), dtype=np.int32)
    return unit_of_label[labels], unit_of_label
