"""What the caller knew: nothing of a copy where it is newer, and the size of the bet where the
files told the tariff. Fair whatever was known, as it is fixed before anybody looks."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.trace.draws import HANDED_OVER, call, draw_record
from tests.trace.forged import resealed
from tests.trace.spring import CUSTOMERS, HEADER, customers_of, named, number, spring, take_in

from leumund.app import Leumund
from leumund.ledger import DoesNotVerify
from leumund.release import DrawRecord
from leumund.release.campaign import Lawful
from leumund.store import Store
from leumund.trace.evidence import Contacts as Called
from leumund.trace.evidence import Stream, evidence
from leumund.trace.exact import HELD_RATIO
from leumund.trace.grounds import is_newer, seconds
from leumund.trace.reading import weighed
from leumund.trace.verify import verify_exhibit


def complain_about(
    desk: Leumund, folder: Path, calls: list[tuple[int, str]], name: str = "c"
) -> None:
    """Complaints about these customers, each with what the caller knew."""
    at = desk.clock.now() + timedelta(days=30)
    rows = [
        f"{at + timedelta(hours=i + 1):%Y-%m-%dT%H:%MZ},"
        f"{at + timedelta(hours=i):%Y-%m-%dT%H:%MZ},{number(customer)},089 99998 111,,,"
        f"{told},,{name}\n"
        for i, (customer, told) in enumerate(calls)
    ]
    path = folder / f"{name}.csv"
    path.write_text(HEADER + "".join(rows), "utf-8")
    take_in(desk, path)


def with_new_tariffs(desk: Leumund, folder: Path) -> Leumund:
    """Everybody has a new tariff since a week after the hand-over."""
    rows = "".join(f"K{i},Tarif Neu,2026-03-09\n" for i in range(CUSTOMERS))
    path = folder / "contracts.csv"
    path.write_text("ref,product,started_on\n" + rows, "utf-8")
    desk.people.load(path)
    return desk


def test_a_caller_who_knows_the_new_tariff_did_not_have_it_from_the_copy(
    store: Store, tmp_path: Path
):
    desk = with_new_tariffs(spring(tmp_path, store), tmp_path)
    complain_about(desk, tmp_path, [(one, "tariff: Tarif Neu") for one in range(CUSTOMERS)])
    report = desk.trace.run()
    assert [copy.log_e for copy in report.copies] == pytest.approx([0.0] * 4, abs=1e-12)
    assert {copy.excluding.newer_than_copy for copy in report.copies} == {CUSTOMERS}


def test_calls_that_tell_nothing_new_name_the_copy_and_the_exhibit_leaves_out_the_others(
    store: Store, tmp_path: Path
):
    desk = with_new_tariffs(spring(tmp_path, store), tmp_path)
    mine = customers_of(desk, "Osten")
    others = [one for one in range(CUSTOMERS) if one not in mine][:40]
    knowing = [(one, "tariff: Tarif Neu") for one in others]
    complain_about(desk, tmp_path, [*knowing, *((one, "") for one in mine[:18])])
    report = desk.trace.run()
    assert named(report) == {"Osten"}
    made = desk.trace.make_exhibit("spring", "Osten")
    for data in (made.expert, made.files["exhibit.json"]):
        steps = verify_exhibit(data).result["steps"]
        assert [step["why_not"] for step in steps] == ["newer"] * 40 + [""] * 18


@pytest.mark.parametrize(
    ("fact", "left", "newer"),
    [
        ("2026-03-10", ["2026-03-08T23:59:59+00:00"], True),
        ("2026-03-10", ["2026-03-09T00:00:00+00:00"], False),
        ("2026-03-10", ["2026-03-01T09:00:00+00:00", "2026-03-09T09:00:00+00:00"], False),
        ("2026-03-10", [], False),
        (None, ["2026-03-01T09:00:00+00:00"], False),
    ],
)
def test_newer_is_by_more_than_a_day_than_the_last_that_left(
    fact: str | None, left: list[str], newer: bool
):
    assert is_newer(fact, [seconds(at) for at in left]) is newer


# --- the size of the bet ------------------------------------------------------------------

UNITS = 6
LEFT = (HANDED_OVER, HANDED_OVER + timedelta(days=20))
DAYS = [HANDED_OVER.date() + timedelta(days=day) for day in (-30, -10, 0, 10, 20, 30)]
SPANS = [(None, None), *((since, None) for since in DAYS), *combinations(DAYS, 2)]
NOBODY = Called(np.empty(0, np.int64), (), np.empty(0, "datetime64[s]"))


def graded(members: tuple[tuple[int, ...], ...]) -> DrawRecord:
    """One copy that left in two portions, whose files told the tariff."""
    copies, portions = np.zeros((UNITS, 1), bool), np.zeros((UNITS, 1), np.int16)
    left = np.full((UNITS, 1), np.datetime64("NaT", "s"))
    for portion, units in enumerate(members):
        copies[list(units)], portions[list(units)] = True, portion
        left[list(units)] = np.datetime64(LEFT[portion].replace(tzinfo=None), "s")
    record = draw_record(copies, ("A",), handed_over=left, portions=portions, weights=[0.5])
    return replace(record, heeds_knowledge=True, tells_tariff=True, is_by_caller=True)


EVERY_DRAW = [
    graded(((first,), rest))
    for first in range(UNITS)
    for rest in combinations(sorted(set(range(UNITS)) - {first}), 2)
]
CALLS = st.lists(
    st.tuples(
        st.integers(0, UNITS - 1), st.sampled_from(SPANS), st.integers(0, 40),
        st.sampled_from("ab"),
    ),
    min_size=1, max_size=6,
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(CALLS)
def test_whatever_callers_knew_the_mean_over_every_draw_is_one(
    told: list[tuple[int, tuple[date | None, date | None], int, str]],
):
    stream = Stream.of(
        [
            call(
                at + 1, 100 + unit, HANDED_OVER + timedelta(days=day, hours=1), caller=caller,
                arrived=HANDED_OVER + timedelta(days=60, hours=at),
                fact_since=span[0], fact_until=span[1],
            )
            for at, (unit, span, day, caller) in enumerate(told)
        ]
    )  # fmt: skip
    found = [evidence(one, stream, NOBODY, [], {}) for one in EVERY_DRAW]
    for one in found[1:]:
        # Who is in the copy moves no bet.
        assert (
            np.array_equal(np.nan_to_num(one.knowledge), np.nan_to_num(found[0].knowledge))
            if one.knowledge is not None
            else found[0].knowledge is None
        )
    pairs = zip(EVERY_DRAW, found, strict=True)
    logs = [weighed(draw, one)[0].log_e[0] for draw, one in pairs]
    assert np.exp(logs).mean() == pytest.approx(1.0, abs=1e-9)


@pytest.mark.parametrize(
    ("since", "until", "day", "ratio"),
    [
        (DAYS[0], None, 1, HELD_RATIO),
        (DAYS[0], DAYS[3], 1, HELD_RATIO),
        (DAYS[0], HANDED_OVER.date() - timedelta(days=1), 1, HELD_RATIO),
        (DAYS[0], HANDED_OVER.date() - timedelta(days=2), 1, 0),
        (HANDED_OVER.date() + timedelta(days=1), None, 5, HELD_RATIO),
        (HANDED_OVER.date() + timedelta(days=2), None, 5, 0),
        (DAYS[3], None, 25, HELD_RATIO),
        (DAYS[3], DAYS[3], 25, 0),
        (None, None, 25, 1),
    ],
)
def test_the_bet_is_larger_where_what_was_known_ran_when_something_left(
    since: date | None, until: date | None, day: int, ratio: int
):
    known = call(1, 100, HANDED_OVER + timedelta(days=day), fact_since=since, fact_until=until)
    other = call(2, 101, HANDED_OVER + timedelta(days=day), fact_since=DAYS[0])
    stream = Stream.of([known, other])
    found = evidence(EVERY_DRAW[0], stream, NOBODY, [], {})
    assert found.knowledge is not None
    assert found.knowledge[0].tolist() == [ratio]
    matching = replace(EVERY_DRAW[0], lawful=Lawful("matching"))
    plain = evidence(matching, stream, NOBODY, [], {}).knowledge
    assert plain is not None
    assert plain.max() == 1


def with_old_tariffs(desk: Leumund, folder: Path) -> Leumund:
    """Everybody had one tariff when the copies left, another before and another since."""
    spans = {
        "Uralt": ("2024-01-01", "2025-12-31"),
        "Alt": ("2026-01-01", "2026-03-08"),
        "Neu": ("2026-03-09", ""),
    }
    rows = "".join(
        f"K{i},Tarif {name},{since},{until}\n"
        for i in range(CUSTOMERS)
        for name, (since, until) in spans.items()
    )
    path = folder / "contracts.csv"
    path.write_text("ref,product,started_on,ended_on\n" + rows, "utf-8")
    desk.people.load(path)
    return desk


def log_of(desk: Leumund, partner: str) -> float:
    return next(one.log_e for one in desk.trace.run().copies if one.partner == partner)


def test_the_tariff_of_the_copy_makes_the_evidence_faster_and_the_exhibit_reckons_it(
    store: Store, tmp_path: Path
):
    desk = with_old_tariffs(spring(tmp_path, store, fields="number, tariff"), tmp_path)
    mine = customers_of(desk, "Osten")
    others = [one for one in range(CUSTOMERS) if one not in mine]
    knowing = [(one, "tariff: Tarif Alt") for one in mine[:12]]
    wrong = [(one, "tariff: Tarif Uralt") for one in mine[12:15]]
    noise = [(one, "") for one in others[:14]]
    complain_about(desk, tmp_path, [*noise, *wrong, *knowing])
    assert named(desk.trace.run()) == {"Osten"}
    made = desk.trace.make_exhibit("spring", "Osten")
    for data in (made.expert, made.files["exhibit.json"]):
        steps = verify_exhibit(data).result["steps"]
        assert [step["why_not"] for step in steps] == [""] * 14 + ["other"] * 3 + [""] * 12
        with pytest.raises(DoesNotVerify):
            verify_exhibit(resealed(data, _bolder))
    with pytest.raises(DoesNotVerify, match="sealed"):
        verify_exhibit(resealed(made.expert, _older))


def _bolder(exhibit: dict[str, Any]) -> None:
    exhibit["weighing"]["calls"][-1]["ratio"] = 20


def _older(exhibit: dict[str, Any]) -> None:
    leaf = json.loads(exhibit["grounds"]["complaints"][-1])
    leaf["fact_until"] = "2025-12-31"
    told = json.dumps(leaf, sort_keys=True, separators=(",", ":"))
    exhibit["grounds"]["complaints"][-1] = told


def test_the_same_complaints_say_less_where_the_files_told_no_tariff(
    store: Store, tmp_path: Path
):
    desk = with_old_tariffs(spring(tmp_path, store), tmp_path)
    mine = customers_of(desk, "Osten")
    others = [one for one in range(CUSTOMERS) if one not in mine]
    knowing = [(one, "tariff: Tarif Alt") for one in mine[:12]]
    complain_about(desk, tmp_path, [*((one, "") for one in others[:14]), *knowing])
    assert named(desk.trace.run()) == set()
