from __future__ import annotations

from datetime import date

import pytest

from leumund.basics.language import in_language
from leumund.report.words import decimal, grouped, in_full, listed, once_in, percent


@pytest.mark.parametrize(
    ("times", "english", "german"),
    [
        (0, "nothing unusual", "nichts Auffälliges"),
        (1, "nothing unusual", "nichts Auffälliges"),
        (40, "once in 40 times", "einmal in 40 Fällen"),
        (4_321, "once in 4,300 times", "einmal in 4.300 Fällen"),
        (1_000_000, "once in a million times", "einmal in einer Million Fällen"),
        (2_300_000, "once in 2.3 million times", "einmal in 2,3 Millionen Fällen"),
        (93_880_506, "once in 93 million times", "einmal in 93 Millionen Fällen"),
        (10**9, "once in a billion times", "einmal in einer Milliarde Fällen"),
        (
            10**12,
            "less than once in a trillion times",
            "seltener als einmal in einer Billion Fällen",
        ),
    ],
)
def test_a_chance_reads_as_how_often_it_happens(times: int, english: str, german: str) -> None:
    with in_language("en"):
        assert once_in(times) == english
    with in_language("de"):
        assert once_in(times) == german


def test_numbers_and_days_read_as_they_are_written_in_the_language() -> None:
    day = date(2025, 3, 9)
    with in_language("en"):
        assert (grouped(45_211), decimal(1.25, 2), in_full(day)) == (
            "45,211",
            "1.25",
            "9 March 2025",
        )
    with in_language("de"):
        assert (grouped(45_211), decimal(1.25, 2), in_full(day)) == (
            "45.211",
            "1,25",
            "9. März 2025",
        )
    assert percent(0.05) == "5\N{NO-BREAK SPACE}%"


def test_a_strength_is_never_rounded_up() -> None:
    with in_language("en"):
        assert once_in(1_999) == "once in 1,900 times"
        assert once_in(10**12 - 1) == "once in 999 billion times"
        assert once_in(1_999_999_999) == "once in 1.9 billion times"


def test_names_are_listed_as_one_says_them() -> None:
    with in_language("en"):
        assert listed([]) == ""
        assert listed(["A"]) == "A"
        assert listed(["A", "B", "C"]) == "A, B and C"
