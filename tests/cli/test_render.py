"""Results as text and as JSON: the same result gives the same bytes, numbers masked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leumund.basics.language import in_language
from leumund.basics.numbers import Number
from leumund.basics.verdict import Effect, Reason, Verdict
from leumund.cli.render import plain, show, to_json, to_text

WRITTEN = "+4930" + "23125123"


class Outcome(StrEnum):
    USED = "used"


@dataclass(frozen=True, slots=True)
class CopyLine:
    copy: str
    hits: int
    share: float


@dataclass(frozen=True, slots=True)
class Everything:
    rows: int
    number: Number
    when: datetime
    day: date
    hour: time
    wait: timedelta
    digest: bytes
    path: Path
    outcome: Outcome
    missing: str | None
    ids: tuple[int, ...]
    names: frozenset[str]
    copies: tuple[CopyLine, ...]
    by_rule: dict[str, int]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Speaking:
    count: int

    def in_words(self) -> str:
        return f"There were {self.count}."


EVERYTHING = Everything(
    rows=45211,
    number=Number(WRITTEN),
    when=datetime(2026, 10, 1, 12, 30, tzinfo=UTC),
    day=date(2026, 10, 1),
    hour=time(9, 0),
    wait=timedelta(minutes=2),
    digest=b"\x00\xff",
    path=Path("out/copy.age"),
    outcome=Outcome.USED,
    missing=None,
    ids=(1, 2),
    names=frozenset({"b", "a"}),
    copies=(CopyLine("Norden", 12, 0.25), CopyLine("Sued", 3, 1 / 3)),
    by_rule={"C001": 3},
    verdict=Verdict((Reason("C007", Effect.BLOCK, "2026-01-01", "§ 7 UWG"),)),
)

AS_TEXT = """\
rows     45,211
number   +4930••••••••
when     2026-10-01 14:30:00 CEST
day      2026-10-01
hour     09:00:00
wait     120.0
digest   00ff
path     out/copy.age
outcome  used
missing  –
ids      1, 2
names    a, b

copies:
  copy    hits   share
  Norden    12    0.25
  Sued       3  0.3333

by rule:
  C001  3

verdict:
  allowed   no
  liftable  no

  reasons:
    rule  effect  fact        citation
    C007  block   2026-01-01  § 7 UWG"""


def test_every_kind_of_value_is_shown_as_text() -> None:
    with in_language("en"):
        assert to_text(EVERYTHING).splitlines() == AS_TEXT.splitlines()


def test_every_kind_of_value_is_shown_as_json() -> None:
    shown = json.loads(to_json(EVERYTHING))
    assert shown["when"] == "2026-10-01T12:30:00+00:00"
    assert shown["digest"] == "00ff"
    assert shown["names"] == ["a", "b"]
    assert shown["copies"][0] == {"copy": "Norden", "hits": 12, "share": 0.25}
    assert shown["verdict"]["is_allowed"] is False
    assert shown["wait"] == 120.0
    assert list(shown)[:3] == ["rows", "number", "when"]


def test_a_number_is_masked_in_both_forms() -> None:
    for form in (to_text(EVERYTHING), to_json(EVERYTHING)):
        assert WRITTEN not in form
        assert "+4930•" in form


def test_german_writes_thousands_and_decimals_in_its_own_way() -> None:
    with in_language("de"):
        assert "45.211" in to_text(EVERYTHING)
        assert "0,3333" in to_text(EVERYTHING)


def test_a_result_that_speaks_is_shown_by_its_own_words() -> None:
    assert to_text(Speaking(3)) == "There were 3."
    assert json.loads(to_json(Speaking(3))) == {"count": 3}


def test_an_empty_list_says_that_there_is_nothing() -> None:
    with in_language("en"):
        assert to_text([]) == "Nothing to show."
    assert to_json([]) == "[]"


def test_a_table_wider_than_the_terminal_becomes_blocks() -> None:
    lines = [CopyLine("Norden", 12, 0.25), CopyLine("Sueden", 3, 0.5)]
    with in_language("en"):
        assert to_text(lines, width=20).splitlines()[0] == "copy    hits  share"
        assert to_text(lines, width=18).splitlines() == [
            *("copy   Norden", "hits   12", "share  0.25", ""),
            *("copy   Sueden", "hits   3", "share  0.5"),
        ]


def test_rows_that_hold_lists_of_their_own_become_blocks() -> None:
    held = [{"partner": "Norden", "copies": [CopyLine("spring", 12, 0.25)]}]
    with in_language("en"):
        assert to_text(held).splitlines() == [
            *("partner  Norden", "", "copies:"),
            *("  copy    hits  share", "  spring    12   0.25"),
        ]


def test_arrays_and_numbers_of_numpy_become_plain_ones() -> None:
    assert plain({"a": np.array([1, 2]), "b": np.float64(0.5), "c": np.True_}) == {
        "a": [1, 2],
        "b": 0.5,
        "c": True,
    }


def test_a_number_that_is_none_is_written_as_text_in_json() -> None:
    assert plain(float("inf")) == "inf"
    assert json.loads(to_json([float("nan")])) == ["nan"]


def test_show_prints_what_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    show(Speaking(1), as_json=True)
    assert json.loads(capsys.readouterr().out) == {"count": 1}
    show(Speaking(1))
    assert capsys.readouterr().out == "There were 1.\n"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_whatever_a_result_holds_can_be_shown_and_read_back(value: object) -> None:
    assert json.loads(to_json(value)) == json.loads(to_json(json.loads(to_json(value))))
    assert isinstance(to_text(value), str)


def test_where_nothing_is_missing_that_is_said() -> None:
    assert to_text({"partner": "Norden", "missing": ()}).splitlines()[1] == "missing  nothing"
    with in_language("de"):
        assert to_text({"missing": ()}).endswith("nichts")
