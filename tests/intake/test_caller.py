"""Which calls belong to one caller, from each complaint alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from leumund.basics.numbers import Number
from leumund.intake.caller import caller_digest
from leumund.intake.complaint import Complaint
from leumund.intake.facts import Span
from leumund.intake.moment import Place, moment_of
from leumund.intake.seal import seal_one

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def complaint(shown: str = "", said: str = "", at: datetime = AT) -> Complaint:
    number = Number(shown) if shown else None
    return Complaint(moment_of(at, Place()), None, None, number, caller_said=said)


def test_a_block_of_a_hundred_numbers_is_one_caller():
    first = caller_digest(complaint("+493023125017"))
    assert first == caller_digest(complaint("+493023125099", "somebody else"))
    assert first != caller_digest(complaint("+493023125117"))


def test_mobile_numbers_are_given_out_one_by_one():
    first = caller_digest(complaint("+4915000"))
    assert first != caller_digest(complaint("+4915001"))


def test_without_a_number_the_words_of_the_same_month_tell():
    first = caller_digest(complaint(said="Muster  Strom"))
    assert first is not None
    assert first == caller_digest(complaint(said="muster strom", at=AT + timedelta(days=20)))
    assert first != caller_digest(complaint(said="muster strom", at=AT + timedelta(days=40)))
    assert caller_digest(complaint()) is None


def test_the_leaf_commits_to_the_caller_and_is_as_ever_where_nothing_tells():
    salt = bytes(32)
    told = seal_one(complaint(said="Muster"), 1, salt, None, Span(), None)
    silent = seal_one(complaint(), 1, salt, None, Span(), None)
    assert told.caller is not None
    assert told.caller.encode() in told.leaf()
    assert b"caller" not in silent.leaf()
