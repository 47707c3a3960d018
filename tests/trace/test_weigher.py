"""Weighing call by call says what weighing the record says, to the last bit, from any state."""

from __future__ import annotations

from time import process_time
from typing import Any

import numpy as np
import pytest
from scipy import sparse

from leumund.trace import NotWeighable, Weigher, Weighing, weigh

UNITS, COPIES, CALLS = 60, 4, 24
RNG = np.random.default_rng(5)
ROWS = RNG.integers(0, 3, UNITS)
LISTS = {
    "independent": RNG.random((UNITS, COPIES)) < 0.3,
    "conditional": np.eye(COPIES + 1, dtype=bool)[RNG.integers(0, COPIES + 1, UNITS)][
        :, :COPIES
    ],
}
SUBJECTS = RNG.integers(-1, UNITS, CALLS)
CALLERS = RNG.integers(-1, 5, CALLS)
KNOWLEDGE = RNG.choice([0.0, 0.5, 1.0, 4.0], size=(CALLS, COPIES))
WHOM = {int(call): ((3, 0.5), (9, 0.25)) for call in np.flatnonzero(SUBJECTS < 0)}
CALLED_AT = np.maximum(0, np.arange(CALLS) - RNG.integers(0, 4, CALLS))


def given(design: str) -> dict[str, Any]:
    """What both are made with: strata, portions, contacts, starts, explanations, a bound."""
    unit, copy = np.nonzero(LISTS[design])
    return {
        "design": design,
        "strata": ROWS,
        "released_at": np.column_stack((unit, copy, RNG_AT[: len(unit)])),
        "contacted": [(int(u), int(c), 6) for u, c in zip(unit[:9], copy[:9], strict=True)],
        "starts": [0, 4, 9, 30],
        "explained": [(int(u), int(c), 5) for u, c in zip(unit[9:13], copy[9:13], strict=True)],
        "gamma": 1.25,
        "alpha": 0.2,
    }


RNG_AT = RNG.integers(0, 12, UNITS * COPIES)
TOLD = ["callers", "knowledge", "candidates"]


def weighed(design: str, calls: int = CALLS) -> Weighing:
    """The record's weighing."""
    return weigh(
        LISTS[design],
        SUBJECTS[:calls],
        called_at=CALLED_AT[:calls],
        callers=CALLERS[:calls],
        knowledge=KNOWLEDGE[:calls],
        candidates=[
            (call, unit, weight)
            for call, whom in WHOM.items()
            for unit, weight in whom
            if call < calls
        ],
        **given(design),
    )


def weigher(design: str) -> Weigher:
    """One that has seen nothing."""
    return Weigher(LISTS[design], has_callers=True, **given(design))


def see(one: Weigher, calls: range) -> Weigher:
    """Put these calls on it."""
    for call in calls:
        one.see(
            int(SUBJECTS[call]),
            called_at=float(CALLED_AT[call]),
            caller=int(CALLERS[call]),
            knowledge=KNOWLEDGE[call],
            candidates=WHOM.get(call, ()),
        )
    return one


def same(one: Weighing, other: Weighing) -> bool:
    """Bit for bit."""
    names = ("log_e", "named_at", "share_low", "share_high", "excluded", "possible", "used")
    pairs = ((getattr(one, name), getattr(other, name)) for name in names)
    is_same = all(a.tobytes() == b.tobytes() for a, b in pairs)
    return is_same and (one.named, one.calls) == (other.named, other.calls)


@pytest.mark.parametrize("design", list(LISTS))
def test_call_by_call_says_what_the_record_says(design: str) -> None:
    one = weigher(design)
    for call in range(CALLS):
        see(one, range(call, call + 1))
        assert same(one.read(), weighed(design, call + 1))


@pytest.mark.parametrize("design", list(LISTS))
@pytest.mark.parametrize("cut", [0, 1, 7, 13, CALLS])
def test_a_kept_state_goes_on_to_the_same_bits(design: str, cut: int) -> None:
    state = see(weigher(design), range(cut)).state()
    again = Weigher.from_state(state, LISTS[design], has_callers=True, **given(design))
    assert again.state() == state
    whole = see(weigher(design), range(CALLS))
    assert see(again, range(cut, CALLS)).state() == whole.state()
    assert same(again.read(), whole.read())


def test_a_look_in_between_changes_nothing() -> None:
    looked, other = weigher("independent"), weigher("independent")
    for call in range(CALLS):
        looked.read()
        see(looked, range(call, call + 1))
        see(other, range(call, call + 1))
    assert looked.state() == other.state()


def test_what_begins_later_may_become_known_later() -> None:
    """A portion that leaves, a contact, a start: after the state was kept."""
    copies = LISTS["independent"]
    unit, copy = np.nonzero(copies)
    first = [(int(u), int(c), 0) for u, c in zip(unit[::2], copy[::2], strict=True)]
    late = [(int(u), int(c), 10) for u, c in zip(unit[1::2], copy[1::2], strict=True)]
    still_at_home = [(u, c, np.inf) for u, c, _ in late]
    before = {
        "design": "independent",
        "released_at": first + still_at_home,
        "starts": [0, 12, 12],
    }
    after = {
        "design": "independent",
        "released_at": first + late,
        "contacted": [(int(unit[0]), int(copy[0]), 11)],
        "starts": [0, 12, 15],
    }
    one = Weigher(copies, **before)  # type: ignore[arg-type]
    for subject in SUBJECTS[:10]:
        one.see(int(subject))
    state = one.state()
    again = Weigher.from_state(state, copies, **after)
    for subject in SUBJECTS[10:]:
        again.see(int(subject))
    assert same(again.read(), weigh(copies, SUBJECTS, **after))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change", [{"gamma": 1.5}, {"alpha": 0.1}, {"strata": None}, {"starts": [0, 5]}]
)
def test_the_state_of_another_weighing_is_refused(change: dict[str, Any]) -> None:
    state = see(weigher("independent"), range(9)).state()
    with pytest.raises(NotWeighable, match="another weighing"):
        Weigher.from_state(
            state, LISTS["independent"], has_callers=True, **{**given("independent"), **change}
        )


def test_a_damaged_state_is_refused() -> None:
    state = see(weigher("independent"), range(9)).state()
    for damaged in (b"", b"{}\n", state[:-5], state + b"more", state[3:], b"[]\nx"):
        with pytest.raises(NotWeighable, match="state"):
            Weigher.from_state(
                damaged, LISTS["independent"], has_callers=True, **given("independent")
            )


def test_a_call_that_is_refused_leaves_no_trace() -> None:
    one = see(weigher("independent"), range(5))
    before = one.state()
    refused: list[dict[str, Any]] = [
        {"subject": UNITS},
        {"subject": 1, "candidates": [(2, 0.5)]},
        {"candidates": [(2, 0.7), (3, 0.7)]},
        {"candidates": [(2, 0.1), (2, 0.1)]},
        {"candidates": [(2, 0.5), (3, 0.5 + 1e-9)]},
        {"candidates": [(2, float("nan"))]},
        {"candidates": [(2.5, 0.5)]},
        {"candidates": [(float("nan"), 0.5)]},
        {"subject": 1, "knowledge": [1.0]},
        {"subject": 1, "knowledge": [1.0, -1.0, 1.0, 1.0]},
        {"subject": 1, "caller": -2},
        {"subject": 1, "called_at": float("nan")},
    ]
    for call in refused:
        with pytest.raises(NotWeighable):
            one.see(**call)
    assert one.state() == before


def test_without_what_is_new_nothing_has_changed() -> None:
    """Knowledge that says nothing, candidates that are sure, no callers, a bound of one."""
    copies = LISTS["independent"]
    plain = weigh(copies, SUBJECTS, design="independent", strata=ROWS, starts=[0, 5])
    told = weigh(
        copies, SUBJECTS, design="independent", strata=ROWS, starts=[0, 5],
        knowledge=np.ones((CALLS, COPIES)), candidates=[], gamma=1.0,
        parents=np.full(COPIES, -1),
    )  # fmt: skip
    assert same(plain, told)
    sure = weigh(
        copies, np.full(CALLS, -1), design="independent", strata=ROWS, starts=[0, 5],
        candidates=[(call, int(unit), 1.0) for call, unit in enumerate(SUBJECTS) if unit >= 0],
    )  # fmt: skip
    assert sure.log_e.tobytes() == plain.log_e.tobytes()


def test_callers_cost_no_more_than_a_factor_of_two() -> None:
    copies = LISTS["independent"]
    plain = weigh(copies, SUBJECTS, design="independent")
    told = weigh(copies, SUBJECTS, design="independent", callers=CALLERS)
    assert (told.log_e >= plain.log_e - np.log(2) - 1e-12).all()


def test_a_call_at_five_thousand_copies_is_a_matter_of_milliseconds() -> None:
    """Two are promised; ten times that is allowed here, for slow days and machines."""
    units, copies, calls = 4_000, 5_000, 40
    rng = np.random.default_rng(1)
    lists = sparse.random(units, copies, density=0.05, random_state=rng, format="csr") > 0
    one = Weigher(lists, design="independent", has_callers=True, starts=range(0, calls, 4))
    before = process_time()
    for subject in rng.integers(0, units, calls):
        one.see(int(subject), caller=int(rng.integers(0, 4)))
    assert (process_time() - before) / calls < 0.02
