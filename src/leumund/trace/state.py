"""The state of a weighing as bytes, so that it can be kept and gone on with.

Whoever keeps nothing loses nothing: the same calls, put again from the record, give the same
bytes. A state belongs to one weighing; the digest of all that was given to it stands in
front, and a state is refused where it is not that of the weighing at hand.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

from leumund.trace.bet import Mixture
from leumund.trace.bits import unpacked
from leumund.trace.lists import NotWeighable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from leumund.trace.bet import Callers, Evidence
    from leumund.trace.bits import Bits
    from leumund.trace.scale import Scale
    from leumund.trace.share import Tally

    Arrays = dict[str, NDArray[Any]]

_FORM = "leumund-weighing-1"
_COUNTS = ("naming", "share")


def kept(scale: Scale) -> bytes:
    """The state of this scale."""
    arrays = dict(_scale(scale)) | dict(_evidence(scale.evidence))
    head = {
        "arrays": [[name, one.dtype.str, list(one.shape)] for name, one in arrays.items()],
        "form": _FORM,
        "given": given_until(scale, scale.position),
    }
    body = b"".join(np.ascontiguousarray(one).tobytes() for one in arrays.values())
    return json.dumps(head, sort_keys=True).encode() + b"\n" + body


def go_on(scale: Scale, state: bytes) -> None:
    """Bring an empty scale into this state; raises NotWeighable if it was another's."""
    head, arrays = _read(state)
    _into_scale(scale, arrays)
    _into_evidence(scale.evidence, arrays)
    if head["given"] != given_until(scale, scale.position):
        raise NotWeighable(name="state", what="it is the state of another weighing")
    scale.expect([one for one in scale.explained if one[0] > scale.position - 1])
    for counting, closed in enumerate(scale.closed):
        for unit, copies in closed.items():
            scale.urn.take(unit, unpacked(copies, scale.lists.copies), counting)


def given_until(scale: Scale, position: int) -> str:
    """The digest of what the calls up to this position were weighed with.

    What begins later, a portion, a contact, a start, is not in it: it may become known while
    the weighing goes on.
    """
    lists = scale.lists
    matrix = lists.eligible.matrix
    return _digest_of(
        lists.units,
        lists.copies,
        lists.starts_at,
        lists.copy,
        lists.is_drawn,
        lists.strata,
        lists.parents,
        matrix
        if isinstance(matrix, np.ndarray)
        else None
        if matrix is None
        else matrix.indices,
        None if isinstance(matrix, np.ndarray) or matrix is None else matrix.indptr,
        _before(lists.release, position),
        _before(lists.contact, position),
        _before(scale.evidence.starts, position),
        [one for one in scale.all_explained if one[0] <= position - 1],
        type(scale.urn).__name__,
        scale.gamma,
        scale.evidence.callers is not None,
        scale.thresholds,
    )


def _before(positions: NDArray[np.float64], position: int) -> NDArray[np.float64]:
    return np.where(positions < position, positions, np.inf)


def _digest_of(*parts: object) -> str:
    """SHA-256 over arrays and values, in hex."""
    found = sha256()
    for part in parts:
        if isinstance(part, np.ndarray):
            found.update(f"{part.dtype.str}{part.shape}".encode())
            found.update(np.ascontiguousarray(part).tobytes())
        else:
            found.update(repr(part).encode())
        found.update(b"\n")
    return found.hexdigest()


def _read(state: bytes) -> tuple[dict[str, Any], Arrays]:
    try:
        line, body = state.split(b"\n", 1)
        head = json.loads(line)
        if head["form"] != _FORM:
            raise ValueError("it has another form")
        return head, dict(_cut(head["arrays"], body))
    except (ValueError, KeyError, TypeError):
        raise NotWeighable(name="state", what="it cannot be read") from None


def _cut(told: list[Any], body: bytes) -> Iterator[tuple[str, NDArray[Any]]]:
    at = 0
    for name, kind, shape in told:
        dtype = np.dtype(kind)
        count = int(np.prod(shape, dtype=np.int64))
        yield name, np.frombuffer(body, dtype, count, at).reshape(shape).copy()
        at += count * dtype.itemsize
    if at != len(body):
        raise ValueError("there is more than was told")


def _scale(scale: Scale) -> Iterator[tuple[str, NDArray[Any]]]:
    yield "named_at", scale.named_at
    yield "counts", np.array([scale.position, scale.strangers, scale.doubtful])
    yield "doubtful_possible", scale.doubtful_possible
    yield "possible.units", np.array(list(scale.possible), dtype=np.int64)
    yield "possible.copies", _stacked(scale.possible, scale.lists.copies)
    for name, closed, tally in zip(_COUNTS, scale.closed, scale.tallies, strict=True):
        yield f"{name}.units", np.array(list(closed), dtype=np.int64)
        yield f"{name}.copies", _stacked(closed, scale.lists.copies)
        yield f"{name}.misses", tally.misses
        which, chance, before = tally.hits()
        yield f"{name}.which", which
        yield f"{name}.chance", chance
        yield f"{name}.before", before


def _stacked(rows: dict[int, Bits], copies: int) -> Bits:
    width = (copies + 7) // 8
    return np.array(list(rows.values()), dtype=np.uint8).reshape(-1, width)


def _into_scale(scale: Scale, arrays: Arrays) -> None:
    scale.named_at = arrays["named_at"]
    scale.position, scale.strangers, scale.doubtful = arrays["counts"].tolist()
    scale.doubtful_possible = arrays["doubtful_possible"]
    scale.possible = _rows(arrays, "possible")
    scale.closed = (_rows(arrays, "naming"), _rows(arrays, "share"))
    for name, tally in zip(_COUNTS, scale.tallies, strict=True):
        _into_tally(tally, arrays, name)


def _rows(arrays: Arrays, name: str) -> dict[int, Bits]:
    return dict(zip(arrays[f"{name}.units"].tolist(), arrays[f"{name}.copies"], strict=True))


def _into_tally(tally: Tally, arrays: Arrays, name: str) -> None:
    hits = (arrays[f"{name}.which"], arrays[f"{name}.chance"], arrays[f"{name}.before"])
    tally.go_on(arrays[f"{name}.misses"], hits)


def _evidence(evidence: Evidence) -> Iterator[tuple[str, NDArray[Any]]]:
    yield "begun", np.array([evidence.begun])
    yield "plain.mass", evidence.plain.mass
    yield "plain.scale", evidence.plain.scale
    if evidence.callers is not None:
        yield from _callers(evidence.callers)


def _callers(callers: Callers) -> Iterator[tuple[str, NDArray[Any]]]:
    copies = len(callers.total)
    yield "callers.total", callers.total
    yield "callers.once", np.array(list(callers.once), dtype=np.int64)
    calls = list(callers.once.values())
    yield "callers.net", np.array([net for net, _ in calls]).reshape(-1, copies)
    yield "callers.ratio", np.array([ratio for _, ratio in calls]).reshape(-1, copies)
    yield "callers.often", np.array(list(callers.bets), dtype=np.int64)
    bets = callers.bets.values()
    yield "callers.mass", np.array([bet.mass for bet in bets], dtype=float)
    yield "callers.scale", np.array([bet.scale for bet in bets], dtype=float)


def _into_evidence(evidence: Evidence, arrays: Arrays) -> None:
    evidence.begun = int(arrays["begun"][0])
    evidence.plain.mass, evidence.plain.scale = arrays["plain.mass"], arrays["plain.scale"]
    if evidence.callers is not None:
        _into_callers(evidence.callers, arrays)


def _into_callers(callers: Callers, arrays: Arrays) -> None:
    callers.total = arrays["callers.total"]
    once = zip(*(arrays[f"callers.{part}"] for part in ("once", "net", "ratio")), strict=True)
    callers.once = {int(caller): (net, ratio) for caller, net, ratio in once}
    often = zip(
        *(arrays[f"callers.{part}"] for part in ("often", "mass", "scale")), strict=True
    )
    for caller, mass, scale in often:
        bet = Mixture(len(scale))
        bet.mass, bet.scale = mass.copy(), scale.copy()
        callers.bets[int(caller)] = bet
