"""What the report on a year says of cases: every way in which one ends is counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from leumund.basics.language import in_language
from leumund.report.page import Facts
from leumund.report.small import FEWER
from leumund.report.yearly import NOT_MEASURED, Noted, figures
from leumund.report.yearly_page import _opening

DAY = datetime(2026, 3, 2, 10, tzinfo=UTC)


def told(*kinds: str) -> dict[str, Any]:
    """The cases' figures where these things happened in case 1, ten days apart."""
    entries = [
        Noted(kind, DAY + timedelta(days=10 * place), {"case": 1})
        for place, kind in enumerate(kinds)
    ]
    found: dict[str, Any] = figures(entries, 2026)["cases"]
    return found


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("cases.clear", "cleared"),
        ("cases.drop", "dropped"),
        ("cases.close", "ended_after_a_decision"),
    ],
)
def test_each_end_of_a_case_is_counted_with_its_days(kind: str, name: str) -> None:
    figures = told("cases.open", "cases.hear", kind)
    assert (figures[name], figures["days_until_over"]) == (1, 21)


def test_a_case_that_goes_on_has_no_days_until_over() -> None:
    assert told("cases.open", "cases.hear")["days_until_over"] == NOT_MEASURED


def test_attack_a_finding_about_few_people_is_counted_out_from_the_year() -> None:
    by_code = {"order.denied": 4, "C020": 5, "order.shop_closed": 0}
    entries = [Noted("audit.collect", DAY, {"added": 9, "by_code": by_code})]
    found = figures(entries, 2026)["findings"]
    assert [found[code]["new"] for code in by_code] == [FEWER, 5, 0]
    assert found["order.denied"]["known_since"] == "2026-03-02"


@pytest.mark.parametrize(
    ("language", "one", "more"),
    [
        ("de", ("1", "Fall wurde angelegt"), ("2", "Fälle wurden angelegt")),
        ("en", ("1", "case was opened"), ("2", "cases were opened")),
    ],
)
def test_one_case_is_not_spoken_of_as_several(
    language: str, one: tuple[str, str], more: tuple[str, str]
) -> None:
    for count, said in ((1, one), (2, more)):
        cases = {"opened": count, "cleared": count}
        with in_language(language):
            facts, *_rest = _opening({"complaints": {"all": 0}, "cases": cases})
        assert isinstance(facts, Facts)
        assert said in facts.facts
