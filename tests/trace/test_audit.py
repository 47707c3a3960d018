"""The redraw audit on real draw code: silent where the chance is right, else loud."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from tests.trace.spring import complain, customers_of, spring, the_draw

from leumund.app import Leumund
from leumund.store import Store
from leumund.trace.audit import _served, audit_calls, audit_file, draws_of
from leumund.trace.evidence import Contacts, Stream, evidence
from leumund.trace.finding import Audit
from leumund.trace.reading import Look, facts_of, new_namings, weighed
from leumund.trace.strays import Stray, trial_of

NOTHING = Contacts(np.empty(0, np.int64), (), np.empty(0, "datetime64[s]"))


def test_in_large_universes_fewer_lists_are_drawn_from_the_beginning():
    assert [draws_of(units) for units in (0, 240, 10_000, 45_211, 1_000_000, 10**8)] == [
        10_000, 10_000, 10_000, 2_211, 100, 100,
    ]  # fmt: skip


def test_a_list_that_serves_again_keeps_its_sizes_and_moves_only_people_in_question():
    portions = np.array([0, 0, 1, 1, -1, -1, -1, -1, -1, -1], np.int16)
    people, places = np.array([0, 3, 5]), np.arange(8)
    served = list(_served(portions, [(places, people)], bytes(32), 4_000))
    served = [each.of(np.arange(10)) for each in served]
    assert len(served) == 4_000
    assert all(np.array_equal(np.sort(each), np.sort(portions)) for each in served)
    assert all((each[8:] == -1).all() for each in served), "nobody from outside the pool"
    part = np.mean([each[people] == 0 for each in served], axis=0)
    assert part == pytest.approx([0.25] * 3, abs=0.03)


def test_the_audit_lets_a_right_naming_pass(store: Store, tmp_path: Path):
    desk = spring(tmp_path, store)
    complain(desk, tmp_path, customers_of(desk, "Osten")[:18])
    draw, stream = the_draw(desk), Stream.of(desk.intake.stream())
    found = evidence(draw, stream, NOTHING, [], {})
    copy = draw.partners.index("Osten")
    result, path = weighed(draw, found)
    at = int(result.named_at[copy])
    assert at >= 0
    assert audit_calls(draw, copy, found, at, "x").crossings == 0
    # The same inputs give the same answer.
    assert audit_calls(draw, copy, found, at, "x") == audit_calls(draw, copy, found, at, "x")
    look = Look(draw, stream, facts_of(draw, stream), found, result, path)
    (naming,), blocked = new_namings(look, {}, lambda c, t: audit_calls(draw, c, found, t, "x"))
    assert (naming.partner, blocked) == ("Osten", {})


def test_attack_a_wrong_chance_is_caught_and_blocks_the_naming(store: Store, tmp_path: Path):
    """A threshold far too low stands for any pipeline that crosses where nothing was used."""
    desk = spring(tmp_path, store)
    first = customers_of(desk, "Osten")[:1]  # one chance hit is enough for it
    complain(desk, tmp_path, first + [each for each in range(0, 240, 4) if each not in first])
    draw, stream = the_draw(desk), Stream.of(desk.intake.stream())
    weights = np.where(np.array(draw.partners) == "Osten", 0.999, 0.0)
    careless = replace(draw, alpha=0.9, weights=weights)
    found = evidence(careless, stream, NOTHING, [], {})
    result, path = weighed(careless, found)
    assert result.named, "nobody used anything, and yet somebody would be named"
    look = Look(careless, stream, facts_of(careless, stream), found, result, path)
    namings, blocked = new_namings(
        look, {}, lambda c, t: audit_calls(careless, c, found, t, "x")
    )
    assert namings == []
    assert set(blocked) == set(result.named)
    assert all(audit.is_blocking for audit in blocked.values())


def on_trial(desk: Leumund, copy: int, units: np.ndarray, level: float, at: datetime) -> Audit:
    """The redraw audit of a list of these units that names at this level."""
    draw = the_draw(desk)
    lines = draw.line_ids[np.isin(draw.line_units, units)]
    stray = Stray("ab" * 32, lines, 0, len(lines), 0, None)
    trial, looked = trial_of(draw, copy, stray, at)
    moment = np.datetime64(at.replace(tzinfo=None), "s")
    return audit_file(draw, copy, looked, trial, level, moment, "x")


def test_a_stray_list_that_would_name_redrawn_lists_blocks_itself(store: Store, tmp_path: Path):
    desk = spring(tmp_path, store)
    draw, late = the_draw(desk), datetime(2027, 1, 1, tzinfo=UTC)
    copy = draw.partners.index("Norden")
    mine = draw.released.unit[draw.released.copy == copy]
    everybody = np.arange(len(draw.strata))
    assert on_trial(desk, copy, everybody, 1.0, late).is_blocking
    assert on_trial(desk, copy, mine[:8], 1e-9, late).crossings == 0
    careless = on_trial(desk, copy, everybody[:60], 0.5, late)
    assert 0 < careless.crossings <= 0.5 * careless.redraws


def test_a_portion_that_had_not_left_gives_a_redrawn_list_no_hits(store: Store, tmp_path: Path):
    desk = spring(tmp_path, store)
    mine = the_draw(desk).released.unit[the_draw(desk).released.copy == 0]
    early = datetime(2020, 1, 1, tzinfo=UTC)
    assert on_trial(desk, 0, mine, 0.9, early).crossings == 0
