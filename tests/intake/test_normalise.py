from datetime import UTC, datetime

import pytest

from leumund.basics.numbers import Number
from leumund.intake.call import WrittenCall
from leumund.intake.complaint import WrittenComplaint
from leumund.intake.moment import Place, moment_of
from leumund.intake.normalise import (
    ArrivedTomorrow,
    ArrivedTooEarly,
    CallOutOfTime,
    NotADuration,
    NumberMissing,
    has_objection,
    read_call,
    read_complaint,
    read_told,
)
from leumund.people import UnreadableNumber

PLACE = Place()
NOW = moment_of(datetime(2026, 3, 10, 9, tzinfo=UTC), PLACE)
CALLED, SHOWN = "+493023125001", "+492214710100"


def complaint(row: WrittenComplaint, called: str | None = CALLED, shown: str | None = SHOWN):
    return read_complaint(row, called, shown, PLACE, now=NOW, original={"a": "b"})


def test_a_call_keeps_its_numbers_and_its_local_time():
    written = WrittenCall("2026-03-02 10:15", "030 23125 001", "", "95", " SALE ")
    call = read_call(written, CALLED, None, PLACE, NOW.at)
    assert (call.called, call.shown) == (Number(CALLED), None)
    assert (call.moment.local_hour, call.duration_seconds, call.outcome) == (10, 95, "SALE")


def test_a_call_to_a_number_with_letters_is_refused_and_masked():
    with pytest.raises(UnreadableNumber, match="0302•••• OO1") as caught:
        read_call(WrittenCall("2026-03-02", "030 23125 OO1"), None, None, PLACE, NOW.at)
    assert "23125" not in str(caught.value)


@pytest.mark.parametrize("on", ["1900-01-01", "2016-03-01", "2027-03-12", "2030-01-01"])
def test_attack_one_call_stretches_the_days_that_are_known(on: str):
    with pytest.raises(CallOutOfTime):
        read_call(WrittenCall(f"{on} 10:00", "030 23125 001"), CALLED, None, PLACE, NOW.at)


def test_a_call_without_a_number_or_with_a_strange_duration_is_refused():
    with pytest.raises(NumberMissing):
        read_call(WrittenCall("2026-03-02", " "), None, None, PLACE, NOW.at)
    with pytest.raises(NotADuration):
        read_call(
            WrittenCall("2026-03-02", "x", duration_seconds="1:35"), CALLED, None, PLACE, NOW.at
        )


def test_a_complaint_without_arrival_arrives_now():
    assert complaint(WrittenComplaint("", number_called="x")).arrived_at == NOW


def test_a_complaint_that_arrived_before_its_call_is_refused():
    with pytest.raises(ArrivedTooEarly):
        complaint(WrittenComplaint("2026-03-01 09:00", called_at="2026-03-02 10:00"))


@pytest.mark.parametrize("arrived", ["2062-03-10 09:00", "2026-03-12", "2026-03-11 00:01"])
def test_attack_a_complaint_of_the_future_comes_after_all_others(arrived):
    with pytest.raises(ArrivedTomorrow):
        complaint(WrittenComplaint(arrived, called_at="2026-03-02 10:00"))
    assert complaint(WrittenComplaint("2026-03-10 23:00")).arrived_at.at > NOW.at


def test_a_complaint_of_the_same_day_is_not_too_early():
    read = complaint(WrittenComplaint("2026-03-02", called_at="2026-03-02 10:00"))
    assert read.called_at is not None


def test_a_withheld_number_is_kept_as_it_was_written():
    read = complaint(
        WrittenComplaint("", number_called="x", number_shown="anonym"), CALLED, None
    )
    assert (read.shown, read.shown_as_written) == (None, "anonym")


def test_what_has_to_be_asked_back_is_named():
    read = complaint(WrittenComplaint("2026-03-01"), None, None)
    assert read.missing == ("called_at", "number_called", "number_shown", "product")
    assert read.call_from == read.arrived_at.at


@pytest.mark.parametrize("word", ["ja", "yes", "1", "Bitte nie wieder!", "?"])
def test_anything_but_a_plain_no_is_an_objection(word: str):
    assert has_objection(word)


@pytest.mark.parametrize("word", ["", " ", "nein", "NO", "0", "false"])
def test_a_plain_no_is_none(word: str):
    assert not has_objection(word)


def test_what_the_caller_knew_is_read_as_pairs_or_kept_as_it_is():
    assert read_told("Tariff: M; contract end = 2027-01-31") == {
        "tariff": "M",
        "contract end": "2027-01-31",
    }
    assert read_told("knew everything") == {"said": "knew everything"}
    assert read_told("  ") == {}
