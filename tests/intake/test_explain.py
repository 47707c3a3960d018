from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from leumund.intake.complaint import Complaint, Explained, Explanation
from leumund.intake.explain import OnRecord, explain, window
from leumund.intake.moment import Place, moment_of, read_moment

CALLED_AT = datetime(2026, 3, 2, 14, 30, tzinfo=UTC)


def complaint(called: str | None = None) -> Complaint:
    arrived = moment_of(datetime(2026, 3, 5, 9, tzinfo=UTC), Place())
    at = moment_of(CALLED_AT, Place()) if called is None else read_moment(called, Place())
    return Complaint(arrived, at, None, None)


def record(
    hours: float, by: Explanation = Explanation.DECLARED_CALL, who: str = "N"
) -> OnRecord:
    at = CALLED_AT + timedelta(hours=hours)
    return OnRecord(0, by, who, at, at)


def test_a_call_on_record_explains_within_24_hours_to_the_second():
    for hours in (-24, 0, 24):
        assert explain([complaint()], [record(hours)]) == [
            Explained(Explanation.DECLARED_CALL, "N")
        ]
    assert explain([complaint()], [record(24.001), record(-24.001)]) == [None]


def test_a_pass_comes_before_a_declared_call():
    found = explain([complaint()], [record(0), record(5, Explanation.PASS, "S")])
    assert found == [Explained(Explanation.PASS, "S")]


def test_where_only_the_day_is_known_the_window_is_around_the_day():
    since, until = window(complaint("2026-03-02"))
    assert until - since == timedelta(hours=72) - timedelta(seconds=1)


@given(st.lists(st.tuples(st.floats(-48, 48), st.sampled_from(Explanation)), max_size=6))
def test_the_order_of_the_records_does_not_matter(given: list[tuple[float, Explanation]]):
    records = [record(hours, by, f"P{i}") for i, (hours, by) in enumerate(given)]
    forwards = explain([complaint()], records)
    assert forwards == explain([complaint()], records[::-1])
    assert (forwards[0] is None) == (not any(abs(h) <= 24 for h, _ in given))
