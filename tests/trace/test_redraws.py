"""The redraw audit weighs the same calls against lists drawn anew."""

from __future__ import annotations

import numpy as np

from leumund.trace import cells_of_copy, redraw_audit, weigh
from leumund.trace.redraws import Moved

UNITS, SIZE = 500, 50


def lists(rng: np.random.Generator, count: int) -> list[np.ndarray]:
    """Redrawn lists in two portions."""
    drawn = []
    for _ in range(count):
        portions = np.full(UNITS, -1)
        order = rng.permutation(UNITS)[:SIZE]
        portions[order[: SIZE // 2]], portions[order[SIZE // 2 :]] = 0, 1
        drawn.append(portions)
    return drawn


def test_each_redraw_is_weighed_as_weigh_would() -> None:
    rng = np.random.default_rng(1)
    drawn = lists(rng, 30)
    subjects = np.arange(60)
    crossings = 0
    for portions in drawn:
        copies = (portions >= 0)[:, None]
        released = [(u, 0, 20 * portions[u]) for u in np.flatnonzero(portions >= 0)]
        weighing = weigh(
            copies, subjects, design="independent", released_at=released, alpha=0.4
        )
        crossings += bool(weighing.named)
    audit = redraw_audit(
        drawn, subjects, cells=np.zeros(UNITS, int), portion_positions=[0, 20],
        weight=1.0, alpha=0.4,
    )  # fmt: skip
    assert audit.redraws == 30
    assert audit.crossings == crossings > 0


def test_a_list_that_serves_again_is_weighed_as_if_it_were_written_out() -> None:
    rng = np.random.default_rng(4)
    cells, is_open = rng.integers(0, 3, UNITS), rng.random(UNITS) < 0.9
    written_out, moved = [], []
    for portions in lists(rng, 40):
        units = np.sort(rng.choice(UNITS, 80, replace=False))
        now = portions[rng.permutation(units)]
        moved += [Moved.not_at_all(portions), Moved(portions, units, now)]
        written_out += [portions, portions.copy()]
        written_out[-1][units] = now

    def crossings(drawn: list) -> int:
        return redraw_audit(
            drawn, np.arange(0, 120, 2), cells=cells, eligible=is_open,
            portion_positions=[0, 15], weight=1.0, alpha=0.5,
        ).crossings  # fmt: skip

    assert crossings(moved) == crossings(written_out) > 0


def test_contacts_and_portions_still_at_home_lower_the_crossings() -> None:
    rng = np.random.default_rng(2)
    drawn = lists(rng, 60)

    def crossings(**more: object) -> int:
        return redraw_audit(
            drawn, np.arange(60), cells=np.zeros(UNITS, int), weight=1.0, alpha=0.3,
            **{"portion_positions": [0, 0], **more},  # type: ignore[arg-type]
        ).crossings  # fmt: skip

    plain = crossings()
    assert plain > 0
    assert crossings(portion_positions=[np.inf, np.inf]) == 0
    assert crossings(contacted_at=np.zeros(UNITS)) == 0
    assert crossings(eligible=np.arange(UNITS) >= 60) == 0


def test_the_cells_of_a_copy_depend_on_the_others_and_not_on_itself() -> None:
    rng = np.random.default_rng(3)
    copies = rng.random((40, 3)) < 0.4
    cells = cells_of_copy(copies, 1, design="conditional")
    patterns = copies[:, [0, 2]] @ [1, 2]
    assert len(set(zip(cells, patterns, strict=True))) == len(set(cells)) == 4
    changed = copies.copy()
    changed[:, 1] = rng.permutation(changed[:, 1])
    again = cells_of_copy(changed, 1, design="conditional")
    assert len(set(zip(cells, again, strict=True))) == 4
    assert not cells_of_copy(copies, 1, design="independent").any()
