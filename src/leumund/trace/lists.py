"""What one draw handed out, as arrays: who is in which copy, from when, and whose contact.

A *membership* is one (unit, copy) pair of the draw. Memberships are kept row by row (by
unit), each with the stream position from which it holds (its release) and the position
from which the copy's holder counts as having lawfully contacted the unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from leumund.basics.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

FROM_THE_START = 0.0
NEVER = np.inf
NO_PARENT = -1


class NotWeighable(BadInput, ValueError):
    """{name} cannot be used: {what}. Nothing was weighed."""

    code = "not-weighable"
    hint = "See the meaning and the shape of each argument in help(leumund.trace.weigh)."


@dataclass(frozen=True, slots=True)
class Lists:
    """The copies of one draw; ``starts_at[u]:starts_at[u+1]`` are the memberships of unit u."""

    units: int
    copies: int
    starts_at: Ints
    copy: Ints
    release: Floats
    contact: Floats
    is_drawn: Bools
    strata: Ints
    eligible: Eligibility
    parents: Ints

    def of(self, unit: int) -> slice:
        """Where the memberships of a unit stand."""
        return slice(int(self.starts_at[unit]), int(self.starts_at[unit + 1]))

    def took_part(self, unit: int) -> Bools:
        """Per copy: was a coin tossed for this unit? Inside a list, only for who is in it."""
        took = self.eligible.row(unit, self.copies)
        nodes = np.flatnonzero(self.parents >= 0)
        if len(nodes):
            is_in = np.zeros(self.copies, dtype=bool)
            is_in[self.copy[self.of(unit)]] = True
            took = took.copy()
            took[nodes] &= is_in[self.parents[nodes]]
        return took

    def who_took_part(self, copy: int) -> Bools:
        """Per unit: was a coin tossed for it in the draw of this copy?"""
        took = self.eligible.column(copy, self.units)
        if self.parents[copy] < 0:
            return took
        is_in = np.zeros(self.units, dtype=bool)
        is_in[self.unit_of_membership()[self.copy == self.parents[copy]]] = True
        return took & is_in

    def unit_of_membership(self) -> Ints:
        """The unit of every membership."""
        return np.repeat(np.arange(self.units), np.diff(self.starts_at))


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Which (unit, copy) pairs a coin was tossed for; None means all of them."""

    matrix: Any | None

    def row(self, unit: int, copies: int) -> Bools:
        """Per copy: did this unit take part in its draw?"""
        if self.matrix is None:
            return np.ones(copies, dtype=bool)
        row = self.matrix[[unit]]
        dense: Bools = (row.toarray() if _is_sparse(row) else row)[0]
        return dense

    def column(self, copy: int, units: int) -> Bools:
        """Per unit: did it take part in the draw of this copy?"""
        if self.matrix is None:
            return np.ones(units, dtype=bool)
        column = self.matrix[:, [copy]]
        dense: Bools = (column.toarray() if _is_sparse(column) else column)[:, 0]
        return dense


def read_lists(
    copies: Any,
    strata: ArrayLike | None,
    eligible: Any | None,
    released_at: Iterable[tuple[int, int, float]] | ArrayLike | None,
    contacted: Iterable[tuple[int, int, float]] | ArrayLike | None,
    parents: ArrayLike | None = None,
) -> Lists:
    """Check the arguments of ``weigh`` and bring them into one form; raises NotWeighable."""
    matrix = _membership(copies)
    units, count = matrix.shape
    unit = np.repeat(np.arange(units), np.diff(matrix.indptr))
    copy = matrix.indices.astype(np.int64)
    allowed = _eligibility(eligible, units, count)
    above = _parents(parents, count)
    _check_inside(matrix, above)
    return Lists(
        units=units,
        copies=count,
        starts_at=matrix.indptr.astype(np.int64),
        copy=copy,
        release=_release(released_at, unit, copy, units, count),
        contact=_contact(contacted, unit, copy, units, count),
        is_drawn=_is_drawn(allowed, unit, copy),
        strata=_strata(strata, units),
        eligible=allowed,
        parents=above,
    )


def read_triples(triples: Any | None, name: str, lists: Lists) -> list[tuple[float, int, int]]:
    """Triples (unit, copy, position) as (position, unit, copy); raises NotWeighable."""
    if triples is None:
        return []
    unit, copy, position = _columns(triples, name, lists.units, lists.copies)
    return list(zip(position.tolist(), unit.tolist(), copy.tolist(), strict=True))


def _membership(copies: Any) -> Any:
    matrix: Any = sparse.csr_matrix(copies if _is_sparse(copies) else _two_dimensional(copies))
    matrix = _yes_or_no(matrix, matrix.data, "copies")
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    matrix.sort_indices()
    return matrix


def _yes_or_no(matrix: Any, values: NDArray[Any], name: str) -> Any:
    _check_yes_or_no(values, name)
    return matrix.astype(bool)


def _check_yes_or_no(values: NDArray[Any], name: str) -> None:
    is_number = values.dtype.kind in "iuf"
    if values.dtype.kind != "b" and not (is_number and ((values == 0) | (values == 1)).all()):
        raise NotWeighable(name=name, what="a value is neither 0 nor 1, so neither yes nor no")


def _two_dimensional(copies: Any) -> NDArray[Any]:
    array = np.asarray(copies)
    if array.ndim != 2 or array.shape[1] == 0:
        raise NotWeighable(
            name="copies", what=f"its shape is {array.shape}, not units x copies"
        )
    _check_yes_or_no(array, "copies")
    return array


def _eligibility(eligible: Any | None, units: int, copies: int) -> Eligibility:
    if eligible is None:
        return Eligibility(None)
    is_sparse = _is_sparse(eligible)
    matrix: Any = sparse.csr_matrix(eligible) if is_sparse else np.asarray(eligible)
    matrix = _yes_or_no(matrix, matrix.data if is_sparse else matrix, "eligible")
    if matrix.shape != (units, copies):
        raise NotWeighable(
            name="eligible",
            what=f"its shape is {matrix.shape}, the copies' is {(units, copies)}",
        )
    return Eligibility(matrix)


def _is_drawn(eligible: Eligibility, unit: Ints, copy: Ints) -> Bools:
    if eligible.matrix is None:
        return np.ones(len(unit), dtype=bool)
    return np.asarray(eligible.matrix[unit, copy], dtype=bool).reshape(-1)


def _parents(parents: ArrayLike | None, copies: int) -> Ints:
    if parents is None:
        return np.full(copies, NO_PARENT, dtype=np.int64)
    given = np.asarray(parents)
    if given.shape != (copies,) or not np.issubdtype(given.dtype, np.integer):
        raise NotWeighable(name="parents", what="it must be a copy's index, or -1, per copy")
    above = given.astype(np.int64)
    reached = above.copy()
    for _ in range(copies):
        if ((reached < NO_PARENT) | (reached >= copies)).any():
            raise NotWeighable(name="parents", what=f"one is no copy: there are {copies}")
        if (reached == NO_PARENT).all():
            return above
        reached = np.where(reached == NO_PARENT, NO_PARENT, above[reached])
    raise NotWeighable(name="parents", what="a list would have been drawn inside itself")


def _check_inside(matrix: Any, parents: Ints) -> None:
    nodes = np.flatnonzero(parents >= 0)
    if not len(nodes):
        return
    columns = matrix.tocsc()
    for node in nodes.tolist():
        mine, theirs = (
            columns.indices[slice(*columns.indptr[copy : copy + 2])]
            for copy in (node, int(parents[node]))
        )
        if not np.isin(mine, theirs).all():
            raise NotWeighable(
                name="parents", what=f"copy {node} is not inside copy {parents[node]}"
            )


def _strata(strata: ArrayLike | None, units: int) -> Ints:
    if strata is None:
        return np.zeros(units, dtype=np.int64)
    given = np.asarray(strata)
    if given.shape != (units,):
        raise NotWeighable(name="strata", what=f"{given.shape} values for {units} units")
    if given.dtype.kind == "f" and np.isnan(given).any():
        raise NotWeighable(name="strata", what="a value is not a number")
    _names, numbered = np.unique(given, return_inverse=True)
    return numbered.astype(np.int64)


def _release(triples: Any, unit: Ints, copy: Ints, units: int, copies: int) -> Floats:
    release = np.full(len(unit), FROM_THE_START)
    if triples is None:
        return release
    whose, which, position = _columns(triples, "released_at", units, copies)
    at, is_member = _find(whose, which, unit, copy, copies)
    if not is_member.all():
        stray = int(np.flatnonzero(~is_member)[0])
        raise NotWeighable(
            name="released_at",
            what=f"unit {whose[stray]} is not in copy {which[stray]}, so it was never released",
        )
    release[at] = NEVER
    np.minimum.at(release, at, position)
    return release


def _contact(triples: Any, unit: Ints, copy: Ints, units: int, copies: int) -> Floats:
    contact = np.full(len(unit), NEVER)
    if triples is None:
        return contact
    whose, which, position = _columns(triples, "contacted", units, copies)
    at, is_member = _find(whose, which, unit, copy, copies)
    np.minimum.at(contact, at[is_member], position[is_member])
    return contact


def _columns(triples: Any, name: str, units: int, copies: int) -> tuple[Ints, Ints, Floats]:
    array = np.asarray(triples if hasattr(triples, "__len__") else list(triples), dtype=float)
    if array.size == 0:
        array = array.reshape(0, 3)
    if array.ndim != 2 or array.shape[1] != 3:
        raise NotWeighable(name=name, what="it must be triples (unit, copy, position)")
    if (array[:, :2] % 1 != 0).any():
        raise NotWeighable(name=name, what="a unit or copy is no whole number")
    whose, which = array[:, 0].astype(np.int64), array[:, 1].astype(np.int64)
    if ((whose < 0) | (whose >= units) | (which < 0) | (which >= copies)).any():
        raise NotWeighable(name=name, what=f"a triple points outside {units} x {copies}")
    if np.isnan(array[:, 2]).any():
        raise NotWeighable(name=name, what="a position is not a number")
    return whose, which, array[:, 2]


def _find(whose: Ints, which: Ints, unit: Ints, copy: Ints, copies: int) -> tuple[Ints, Bools]:
    keys, wanted = unit * copies + copy, whose * copies + which
    at = np.searchsorted(keys, wanted)
    inside = np.minimum(at, max(len(keys) - 1, 0))
    is_member = (keys[inside] == wanted) if len(keys) else np.zeros(len(wanted), dtype=bool)
    return inside, is_member


def _is_sparse(matrix: Any) -> bool:
    return bool(sparse.issparse(matrix))
