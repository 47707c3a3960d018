from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leumund.intake.moment import (
    HourLeftOut,
    NoSuchMoment,
    NoSuchZone,
    Place,
    moment_of,
    read_moment,
)

BERLIN = Place()


def test_a_time_without_offset_is_the_wall_clock_of_the_place():
    moment = read_moment("2026-07-01 14:30", BERLIN)
    assert moment.at == datetime(2026, 7, 1, 12, 30, tzinfo=UTC)
    assert (moment.local_date, moment.local_hour, moment.local_weekday) == (
        date(2026, 7, 1), 14, 3,
    )  # fmt: skip
    assert moment.latest == moment.at


@pytest.mark.parametrize(
    "written", ["2026-07-01T12:30:00Z", "2026-07-01 14:30:00+02:00", "1.7.2026 14:30"]
)
def test_the_same_moment_may_be_written_in_several_ways(written: str):
    assert read_moment(written, BERLIN).at == datetime(2026, 7, 1, 12, 30, tzinfo=UTC)


def test_in_the_hour_that_happens_twice_the_earlier_one_is_taken_and_marked():
    moment = read_moment("2026-10-25 02:30", BERLIN)
    assert moment.is_ambiguous
    assert moment.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert moment.latest == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_in_the_hour_that_spring_leaves_out_there_is_no_moment():
    with pytest.raises(HourLeftOut, match="left that time out"):
        read_moment("2026-03-29 02:30", BERLIN)


def test_an_offset_removes_the_doubt_in_both_hours():
    assert not read_moment("2026-10-25T02:30+01:00", BERLIN).is_ambiguous
    assert read_moment("2026-03-29T02:30+01:00", BERLIN).local_hour == 3


def test_a_day_alone_spans_the_day_also_when_it_has_25_hours():
    moment = read_moment("2026-10-25", BERLIN)
    assert moment.is_day_only
    assert moment.latest - moment.at == timedelta(hours=25) - timedelta(seconds=1)
    assert not moment.is_ambiguous


def test_midnight_is_a_day_only_for_sources_that_say_so():
    assert not read_moment("2026-06-07 00:00:00", BERLIN).is_day_only
    assert read_moment("2026-06-07 00:00:00", BERLIN, is_midnight_day_only=True).is_day_only


def test_the_31st_of_february_is_shown_and_refused():
    with pytest.raises(NoSuchMoment, match=r"31\.02\.2026 is no date"):
        read_moment("31.02.2026", BERLIN)


@pytest.mark.parametrize(
    "written",
    [
        "0001-01-01",
        "9999-12-31",
        "1899-12-31 10:00",
        "20260301",
        "2026-W10-1",
        "gestern",
        "12:30",
    ],
)
def test_what_no_calendar_of_ours_shows_is_refused(written: str):
    with pytest.raises(NoSuchMoment):
        read_moment(written, BERLIN)


def test_a_number_in_the_wrong_column_is_not_repeated():
    with pytest.raises(NoSuchMoment) as caught:
        read_moment("030 23125 001", BERLIN)
    assert "23125" not in str(caught.value)


def test_holidays_belong_to_the_land():
    fronleichnam = "2026-06-04 12:00"
    assert read_moment(fronleichnam, Place(land="BY")).is_holiday
    assert not read_moment(fronleichnam, Place(land="BE")).is_holiday
    assert not read_moment(fronleichnam, Place()).is_holiday


def test_an_unknown_zone_is_refused():
    with pytest.raises(NoSuchZone, match="Atlantis"):
        read_moment("2026-06-04 12:00", Place(zone="Europe/Atlantis"))


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(
        ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]
    ),
)
def test_every_instant_comes_back_from_its_local_calendar(at: datetime, zone: str):
    moment = moment_of(at, Place(zone=zone))
    local = at.astimezone(ZoneInfo(zone))
    assert moment.at == at
    assert (moment.local_date, moment.local_hour) == (local.date(), local.hour)
    back = moment_of(local.replace(tzinfo=None, fold=0), Place(zone=zone))
    assert at in (back.at, back.latest)
