from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leumund.basics.errors import BadInput
from leumund.people import name_key, shown
from leumund.people.values import (
    SkippedTime,
    UnknownWord,
    UnreadableDate,
    UnreadableTime,
    channels,
    day,
    instant,
    kind,
    land,
    moment,
    objected_channel,
    postcode,
    scope,
    source,
    words,
    yes_or_no,
    zone,
)


@pytest.mark.parametrize(
    "written", ["2026-03-31", "31.03.2026", "31.3.2026", "2026-03-31 00:00:00", " 31.03.2026 "]
)
def test_a_day_is_read_in_both_ways(written: str) -> None:
    assert day(written, "valid_until") == date(2026, 3, 31)


@pytest.mark.parametrize(
    "written",
    ["31.02.2026", "2026-02-31", "2026-02-29", "00.00.0000", "31.04.2026", "2026-13-01"],
)
def test_a_day_that_does_not_exist_is_refused_with_its_value(written: str) -> None:
    with pytest.raises(UnreadableDate) as caught:
        day(written, "valid_until")
    assert caught.value.message("en") == (
        f"The column valid_until holds {written}, which is no date."
    )
    assert caught.value.message("de") == (
        f"In der Spalte valid_until steht {written}; das ist kein Datum."
    )


@pytest.mark.parametrize(
    "written",
    ["03/04/2026", "31.03.26", "31.03.20260", "2026-3-31", "morgen", "1899-12-31", "20260331"],
)
def test_a_day_is_never_guessed(written: str) -> None:
    with pytest.raises(UnreadableDate):
        day(written, "valid_until")


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-07-01T12:00:00", datetime(2026, 7, 1, 10, tzinfo=UTC)),
        ("2026-01-01 12:00", datetime(2026, 1, 1, 11, tzinfo=UTC)),
        ("01.07.2026 12:00 Uhr", datetime(2026, 7, 1, 10, tzinfo=UTC)),
        ("01.07.2026, 12:00", datetime(2026, 7, 1, 10, tzinfo=UTC)),
        ("2026-07-01T12:00:00Z", datetime(2026, 7, 1, 12, tzinfo=UTC)),
        ("2026-07-01T12:00:00.25+05:30", datetime(2026, 7, 1, 6, 30, 0, 250_000, UTC)),
        ("2026-07-01 12:00:00+02", datetime(2026, 7, 1, 10, tzinfo=UTC)),
        ("2026-07-01", datetime(2026, 6, 30, 22, tzinfo=UTC)),
        ("9999-12-31", datetime(9999, 12, 30, 23, tzinfo=UTC)),
    ],
)
def test_a_moment_without_an_offset_is_german_time(written: str, instant: datetime) -> None:
    assert moment(written, "granted_at") == instant


@given(
    st.dates(date(1899, 12, 1), date(2099, 12, 31))
    | st.sampled_from([date(2026, 3, 29), date(2026, 10, 25), date(1945, 5, 24)]),
    st.times(),
    st.sampled_from(["minutes", "seconds"]),
)
def test_a_moment_read_fast_is_the_moment_read_slowly(
    on_day: date, at: time, precision: str
) -> None:
    written = datetime.combine(on_day, at).isoformat(" ", precision)
    assert _instant(written) == _moment_as_text(written)


def _instant(written: str) -> str | type[BadInput] | None:
    try:
        return instant(written, "at")
    except BadInput as error:
        return type(error)


def _moment_as_text(written: str) -> str | type[BadInput] | None:
    try:
        found = moment(written, "at")
    except BadInput as error:
        return type(error)
    return found.isoformat() if found else None


def test_an_hour_that_comes_twice_is_the_first_of_the_two() -> None:
    assert moment("2026-10-25 02:30", "at") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_an_hour_that_was_skipped_is_refused() -> None:
    with pytest.raises(SkippedTime, match="2026-03-29 02:30"):
        moment("2026-03-29 02:30", "at")


@pytest.mark.parametrize(
    "written", ["2026-07-01T25:00", "2026-07-01 noon", "2026-07-0112:00", "gestern", "12:00"]
)
def test_a_moment_is_never_guessed(written: str) -> None:
    with pytest.raises(UnreadableTime):
        moment(written, "at")


@pytest.mark.parametrize("written", ["", " ", "\t"])
def test_empty_is_not_stated(written: str) -> None:
    assert day(written, "x") is None
    assert moment(written, "x") is None
    assert source(written, "x") is None
    assert land(written, "x") is None
    assert kind(written, "x") == "unknown"
    assert yes_or_no(written, "x") is False
    assert objected_channel(written, "x") == "all"
    assert scope(written) == "all"
    assert channels(written, "x") == ()
    assert words(written) == ()


def test_words_are_known_in_both_languages() -> None:
    assert kind("Geschäftskunde", "kind") == kind("B2B", "kind") == "business"
    assert land("DE-BY", "land") == land("Bavaria", "land") == land("bayern", "land") == "BY"
    assert source("Gewinnspiel", "source") == "prize_draw"
    assert channels("Telefon, E-Mail", "channels") == ("telephone", "email")
    assert words("Strom| Gas ;Strom") == ("Strom", "Gas")
    assert zone("", "zone") == "Europe/Berlin"
    assert postcode("1067") == "01067"


@pytest.mark.parametrize("written", ["../../etc/passwd", "Atlantis", "Europe/Berlin\0"])
def test_a_zone_is_one_of_the_database(written: str) -> None:
    with pytest.raises(UnknownWord):
        zone(written, "zone")


def test_a_word_nobody_knows_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(UnknownWord) as caught:
        source("Verkaufsschlager", "source")
    assert "Verkaufsschlager" in caught.value.message("de")
    assert "prize_draw" in caught.value.way_out("de")


@given(st.text(max_size=40))
def test_a_message_never_shows_a_number(text: str) -> None:
    for number in ("+493023125001", "030 23125001", "(030) 231/25-001", "0049 30 23125001"):
        assert "23125001" not in shown(text + number).replace(" ", "").replace("-", "")
        assert "125001" not in shown(f"{text} {number} {text}").replace(" ", "")


@given(st.text(max_size=30))
def test_a_key_is_its_own_key(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)
    assert name_key(f"  {text.upper().lower()} ") == name_key(text.upper().lower())
