"""Whom a row without a number means, as weights that never look at a copy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leumund.people import Known, Register, Told, folded

ANNA, OTHER_ANNA, BERND = (
    Known("Anna Müller", "10115", "K1", (1, 11)),
    Known("Anna Müller", "80331", "K2", (2,)),
    Known("Bernd Schäfer", "10115", "K3", (3,)),
)
REGISTER = Register((ANNA, OTHER_ANNA, BERND))


def test_name_and_postcode_tell_whom_a_row_means() -> None:
    first, *others = REGISTER.meant(Told("Müller, Anna", "10115", ""))
    assert first.line_ids == ANNA.line_ids
    assert 0.9 < first.weight < 1
    assert all(other.weight < 0.05 for other in others)


def test_two_of_one_name_without_a_postcode_share_the_weight() -> None:
    weights = [one.weight for one in REGISTER.meant(Told("Anna Mueller", "", ""))]
    assert weights == [pytest.approx(weights[0])] * 2
    assert 0.3 < weights[0] < 0.4


def test_titles_umlauts_and_the_order_of_names_do_not_matter() -> None:
    assert folded("Frau Dr. Anna MÜLLER") == folded("Mueller, Anna")


def test_a_slip_of_the_pen_still_means_somebody_with_less_weight() -> None:
    exact, slip = (
        REGISTER.meant(Told(name, "10115", ""))[0]
        for name in ("Bernd Schäfer", "Bernt Schäfer")
    )
    assert slip.line_ids == BERND.line_ids
    assert 0.1 < slip.weight < exact.weight


def test_a_customer_number_is_sure() -> None:
    assert REGISTER.meant(Told("", "", "K3")) == ((BERND.line_ids, 1.0),)


def test_somebody_who_is_no_customer_means_nobody() -> None:
    assert REGISTER.meant(Told("Zoltan Qvist", "10115", "")) == ()
    assert REGISTER.meant(Told("", "10115", "")) == ()


@given(name=st.text(max_size=30), postcode=st.sampled_from(("", "10115", "99999")))
def test_the_weights_of_a_row_never_sum_to_more_than_one(name: str, postcode: str) -> None:
    assert sum(one.weight for one in REGISTER.meant(Told(name, postcode, ""))) <= 1
