"""The sealed order commits to everything that tracing looks at."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from leumund.basics.numbers import Number
from leumund.intake.complaint import Complaint, Explained, Explanation
from leumund.intake.facts import Span
from leumund.intake.moment import Place, moment_of
from leumund.intake.seal import (
    GapInTheOrder,
    Seal,
    Sealed,
    check_order,
    content_digest,
    seal_one,
    shown_digest,
)

SALT = bytes(32)
AT = moment_of(datetime(2026, 3, 2, 14, 30, tzinfo=UTC), Place())
COMPLAINT = Complaint(AT, AT, Number("+493023125001"), Number("+492214710100"), text="angry")


def sealed() -> Sealed:
    return seal_one(
        COMPLAINT, 7, SALT, 3, Span(date(2026, 1, 1)), Explained(Explanation.PASS, "Norden")
    )


OTHER: dict[str, Any] = {
    "position": 8,
    "salt": bytes([1]) * 32,
    "line_id": 4,
    "is_number_known": False,
    "arrived_at": datetime(2026, 3, 3, tzinfo=UTC),
    "called_at": None,
    "called_until": None,
    "shown": None,
    "fact_since": None,
    "explained_by": None,
    "explained_partner": "Sueden",
    "content": bytes(32),
    "caller": None,
    "whom": (((3,), 500),),
    "fact_until": date(2026, 2, 1),
}


def test_the_list_of_changes_below_names_every_field():
    assert set(OTHER) == {field.name for field in fields(Sealed)}


@pytest.mark.parametrize("name", sorted(OTHER))
def test_changing_any_field_changes_the_leaf(name: str):
    assert replace(sealed(), **{name: OTHER[name]}).leaf() != sealed().leaf()


def test_the_leaf_holds_no_number_and_no_text():
    leaf = sealed().leaf()
    assert b"23125" not in leaf
    assert b"4710" not in leaf
    assert b"angry" not in leaf


def test_the_content_is_committed_to_under_the_salt():
    assert content_digest(COMPLAINT, SALT) != content_digest(COMPLAINT, bytes([1]) * 32)
    changed = replace(COMPLAINT, text="calm")
    assert content_digest(COMPLAINT, SALT) != content_digest(changed, SALT)


def test_equal_numbers_shown_have_equal_digests_and_withheld_ones_none():
    assert shown_digest(COMPLAINT) == shown_digest(replace(COMPLAINT, text="other"))
    assert shown_digest(replace(COMPLAINT, shown=None)) is None


def test_an_order_without_gaps_passes():
    check_order([Seal(1, 2, SALT), Seal(3, 3, SALT)], [1, 2, 3])


@pytest.mark.parametrize(
    ("seals", "positions"),
    [
        ([(1, 2)], [1]),
        ([(1, 2)], [1, 3]),
        ([(1, 2), (4, 4)], [1, 2, 3, 4]),
        ([(1, 1)], [1, 2]),
        ([], [1]),
    ],
)
def test_a_missing_or_an_unsealed_complaint_is_a_gap(
    seals: list[tuple[int, int]], positions: list[int]
):
    with pytest.raises(GapInTheOrder):
        check_order([Seal(first, last, SALT) for first, last in seals], positions)
