"""Attack: ringing decoys that nobody got, or people of no copy, so that true calls drown."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pytest

from leumund.trace import weigh

COPIES, POOL, PEOPLE = 20, 500, 4_000
DECOYS, LIST, TRUE_CALLS = 10, 400, 60
STRATA = np.repeat([0, 1], [POOL, PEOPLE])


class World(NamedTuple):
    """The lists; calls that come from copy 0; and all decoys and some people of no copy."""

    copies: np.ndarray
    leak: np.ndarray
    silent: np.ndarray
    idle: np.ndarray

    def calls_until_named(self, calls: np.ndarray, **more: Any) -> int | None:
        """How many of the true calls had come when copy 0 was named. Nobody else ever is."""
        weighing = weigh(self.copies, calls, design="independent", strata=STRATA, **more)
        assert set(weighing.named) <= {0}
        last = int(weighing.named_at[0])
        return int(np.isin(calls[: last + 1], self.leak).sum()) if last >= 0 else None


@pytest.fixture(scope="module")
def world() -> World:
    rng = np.random.default_rng(21)
    copies = np.zeros((POOL + PEOPLE, COPIES), dtype=bool)
    for copy in range(COPIES):
        copies[rng.choice(POOL, DECOYS, replace=False), copy] = True
        copies[POOL + rng.choice(PEOPLE, LIST, replace=False), copy] = True
    leak = rng.permutation(np.flatnonzero(copies[:, 0] & (STRATA == 1)))[:TRUE_CALLS]
    nobodys = rng.permutation(np.flatnonzero(~copies.any(axis=1)))
    is_decoy = STRATA[nobodys] == 0
    return World(copies, leak, nobodys[is_decoy], nobodys[~is_decoy][:300])


@pytest.mark.parametrize("kind", ["silent", "idle"])
def test_attack_ringing_silent_decoys_first_delays_by_a_few_complaints(
    world: World, kind: str
) -> None:
    """Who knows them all, and rings them all before, gains it only against a bet without
    starts; starts and callers, which every draw has, cost the company three calls at most."""
    flood = getattr(world, kind)
    calls = np.concatenate([flood, world.leak])
    alone = world.calls_until_named(world.leak)
    assert alone == 6
    assert world.calls_until_named(calls) is None
    assert world.calls_until_named(calls, starts=np.linspace(0, len(calls), 365)) <= alone + 3
    callers = np.repeat([0, 1], [len(flood), len(world.leak)])
    assert world.calls_until_named(calls, callers=callers) <= alone + 1


@pytest.mark.parametrize("kind", ["silent", "idle"])
def test_attack_ringing_silent_decoys_in_between_helps_only_under_the_same_number(
    world: World, kind: str
) -> None:
    """Five such calls for each true one: under another number they move nothing. Whoever mixes
    them into its own calls lowers the share of them that is true, and so is named later."""
    calls = mixed(world.leak, getattr(world, kind)[: 5 * TRUE_CALLS], 5)
    is_true = np.isin(calls, world.leak)
    assert world.calls_until_named(calls, callers=is_true.astype(int)) <= 7
    assert world.calls_until_named(calls, callers=np.zeros(len(calls), dtype=int)) is None
    fewer = mixed(world.leak, getattr(world, kind)[: 2 * TRUE_CALLS], 2)
    one_number = world.calls_until_named(fewer, callers=np.zeros(len(fewer), dtype=int))
    assert one_number is not None
    assert 6 < one_number < 30


def test_attack_ringing_the_same_silent_decoys_again_and_again_does_nothing(
    world: World,
) -> None:
    few = world.silent[:5]
    calls = np.concatenate([np.tile(few, 200), world.leak])
    once = np.concatenate([few, world.leak])
    assert world.calls_until_named(calls) == world.calls_until_named(once) <= 9


def test_attack_ringing_silent_decoys_after_a_naming_takes_nothing_back(world: World) -> None:
    calls = np.concatenate([world.leak[:6], world.silent, world.idle])
    assert world.calls_until_named(calls) == 6


def mixed(leak: np.ndarray, flood: np.ndarray, each: int) -> np.ndarray:
    """So many calls of the flood after each true one."""
    return np.column_stack([leak, flood.reshape(-1, each)]).ravel()
