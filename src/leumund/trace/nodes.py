"""Lists drawn inside a partner's list: how far down the evidence leads.

Each draw inside a copy is weighed as a draw of its own, among the people of that copy who had
left by then: a coin of ours decided which of them the partner below got. Whoever uses that
list rings people of the list above as well, so that both may be named; whose it was is said of
the deepest.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from leumund.trace.reading import SEALED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from leumund.release import DrawRecord
    from leumund.trace.finding import CopyFinding


def leading_on(
    copies: Sequence[CopyFinding], draws: Iterable[DrawRecord]
) -> Iterator[CopyFinding]:
    """The findings, each saying inside whose list its own was drawn, which were drawn inside
    it, and to which of these the evidence leads on."""
    parents = above(draws)
    nested = set(parents) | set(parents.values())
    # Sealed lists have ids of their own, which may be those of copies.
    of = {one.copy_id: one for one in copies if one.design != SEALED and one.copy_id in nested}
    deepest = {copy for copy, one in of.items() if one.is_named}
    for copy in list(deepest):
        deepest -= set(_upwards(copy, parents))
    for one in copies:
        is_nested = of.get(one.copy_id) is one
        yield _told(one, of, parents, deepest) if is_nested else one


def above(draws: Iterable[DrawRecord]) -> dict[int, int]:
    """Per copy that was drawn inside another: that other copy, by their ids."""
    return {
        int(copy): int(draw.inside.copy_id)
        for draw in draws
        if draw.inside is not None
        for copy in draw.copy_ids
    }


def _told(
    one: CopyFinding,
    of: dict[int, CopyFinding],
    parents: dict[int, int],
    deepest: set[int],
) -> CopyFinding:
    parent = parents.get(one.copy_id)
    below = [copy for copy in of if one.copy_id in _upwards(copy, parents)]
    return replace(
        one,
        inside="" if parent is None else _shown(of[parent]),
        drawn_inside=tuple(_shown(of[copy]) for copy in below),
        leads_to=tuple(_shown(of[copy]) for copy in below if copy in deepest),
    )


def _shown(one: CopyFinding) -> str:
    return f"{one.partner} ({one.campaign})"


def _upwards(copy: int, parents: dict[int, int]) -> list[int]:
    """The copies inside which this one was drawn, the nearest first."""
    found = []
    while copy in parents:
        copy = parents[copy]
        found.append(copy)
    return found
