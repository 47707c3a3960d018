from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from leumund.basics.finding import Finding, Row, Source
from leumund.basics.verdict import Effect

FINDING = Finding(
    code="C080",
    partner="norden",
    source=Source.ORDER_RECORD,
    first_sign_at=datetime(2026, 9, 1, tzinfo=UTC),
    rows=(Row("orders.placed", "A-1"), Row("intake.call", "7")),
    said={"shop": "S1", "calls": 2},
    effect=Effect.ESCALATE,
    citation="own policy",
)


def test_the_same_finding_seen_again_has_the_same_digest() -> None:
    later = replace(
        FINDING, first_sign_at=datetime(2026, 9, 9, tzinfo=UTC), rows=FINDING.rows[::-1]
    )
    assert later.digest == FINDING.digest


@pytest.mark.parametrize(
    "change",
    [
        {"code": "C079"},
        {"partner": None},
        {"source": Source.MONEY},
        {"rows": (Row("orders.placed", "A-2"),)},
        {"said": {"shop": "S2"}},
    ],
)
def test_another_fact_is_another_finding(change: dict[str, object]) -> None:
    assert replace(FINDING, **change).digest != FINDING.digest  # type: ignore[arg-type]


def test_a_naming_its_complaints_and_decoy_hits_are_one_kind_of_evidence() -> None:
    assert {each.group for each in (Source.TRACE, Source.COMPLAINT, Source.DECOY)} == {"naming"}
    assert len({each.group for each in Source}) == len(Source) - 2


@pytest.mark.parametrize("number", ["+493023125001", "030 23125001", "0049 30 23125 001"])
def test_a_phone_number_does_not_get_into_a_finding(number: str) -> None:
    with pytest.raises(ValueError, match="phone number"):
        replace(FINDING, said={"shown": number})


def test_a_number_does_not_get_in_as_the_id_of_a_row_either() -> None:
    with pytest.raises(ValueError, match="phone number"):
        replace(FINDING, rows=(Row("intake.call", "+493023125001"),))


def test_a_digest_and_an_order_number_of_digits_are_no_phone_numbers() -> None:
    rows = (Row("orders.placed", "06990009123"),)
    assert replace(FINDING, rows=rows, said={"file": "0123456789ab" * 5}).rows == rows


def test_a_first_sign_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        replace(FINDING, first_sign_at=datetime(2026, 9, 1))  # noqa: DTZ001


def test_a_finding_that_rests_on_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one row"):
        replace(FINDING, rows=())
