"""The installation's account: how much of the one promise each draw may use.

The promise is made once, for the installation's whole horizon: the chance of *ever* naming
a copy that was not used stays at most alpha. It is shared out in advance. Each year has an
equal part; of a year's part the declared draws share nine tenths equally, and the k-th
undeclared draw gets 1/(k(k+1)) of the rest; a draw's part is shared equally by its copies.
Of a copy's weight one half is for complaints, a quarter for stray files (the k-th file has
1/(k(k+1)) of it) and a quarter for copies of sub-partners, in the same series. All of it is
exact fractions, and whatever happens they never sum to more than one.

Dividing by "the number of copies so far" instead would break the promise five to nine
times over, because that number is not known in advance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from leumund.basics.errors import BadInput, Conflict

DECLARED_PART = Fraction(9, 10)
UNDECLARED_PART = Fraction(1, 10)
COMPLAINTS_PART = Fraction(1, 2)
FILES_PART = Fraction(1, 4)
SUB_COPIES_PART = Fraction(1, 4)


class AccountExceeded(Conflict):
    """The weights would exceed the account: they sum to {total}, and all there is is 1."""

    code = "account-exceeded"
    hint = "Nothing was booked. Weights are booked by the draw and never set by hand."


class DeclaredDrawsUsed(AccountExceeded):
    """This draw's weights would exceed the account: all {count} declared draws of its year
    are used. Nothing was drawn or booked."""

    code = "declared-draws-used"
    hint = "Say 'declared: false' in the campaign, or wait for the account's next year."


class HorizonPassed(AccountExceeded):
    """This draw's weights would exceed the account: its {years} years began on {opened_on}
    and do not hold {on}. Nothing was drawn or booked."""

    code = "horizon-passed"
    hint = "A new account is a new promise: begin a new data folder and say so."


class BadTerms(BadInput):
    """The account cannot be opened with alpha {alpha} for {years} years, {draws} draws each."""

    code = "bad-account-terms"
    hint = "Alpha lies between 0 and 1; years and draws a year are at least 1."


@dataclass(frozen=True, slots=True)
class Terms:
    """What an account promises, fixed for good when it is opened.

    ``alpha``: the chance, over the whole horizon, of ever naming a copy that was not used.
    """

    alpha: Fraction = Fraction(1, 1000)
    horizon_years: int = 20
    declared_per_year: int = 12

    def __post_init__(self) -> None:
        if not 0 < self.alpha < 1 or self.horizon_years < 1 or self.declared_per_year < 1:
            raise BadTerms(
                alpha=self.alpha, years=self.horizon_years, draws=self.declared_per_year
            )

    def declared_part(self) -> Fraction:
        """What one declared draw gets."""
        return DECLARED_PART / self.horizon_years / self.declared_per_year

    def undeclared_part(self, turn: int) -> Fraction:
        """What the ``turn``-th undeclared draw of a year gets, counted from 1."""
        return UNDECLARED_PART / self.horizon_years * _series(turn)


@dataclass(frozen=True, slots=True)
class Booking:
    """One draw's part. ``year`` counts from 0, ``turn`` from 1 within the year and kind."""

    year: int
    is_declared: bool
    turn: int
    part: Fraction
    copies: int

    @property
    def weight(self) -> Fraction:
        """The weight of each of its copies."""
        return self.part / self.copies

    @property
    def weights(self) -> tuple[Fraction, ...]:
        """Per copy its weight; all are alike."""
        return (self.weight,) * self.copies


@dataclass(frozen=True, slots=True)
class SubBooking:
    """What copies drawn inside a copy book, out of that copy's own weight."""

    inside: int
    weights: tuple[Fraction, ...]

    @property
    def part(self) -> Fraction:
        """What all of them take together."""
        return sum(self.weights, Fraction(0))


@dataclass(frozen=True, slots=True)
class Account:
    """Terms, the day it was opened, and every booking so far. Immutable."""

    terms: Terms
    opened_on: date
    bookings: tuple[Booking, ...] = ()

    def book(self, on: date, copies: int, *, is_declared: bool) -> tuple[Account, Booking]:
        """The account after this draw, and its booking; raises AccountExceeded."""
        if copies < 1:
            raise ValueError("a draw has at least one copy")
        year = years_between(self.opened_on, on)
        if not 0 <= year < self.terms.horizon_years:
            raise HorizonPassed(years=self.terms.horizon_years, opened_on=self.opened_on, on=on)
        turn = 1 + sum(
            booking.year == year and booking.is_declared is is_declared
            for booking in self.bookings
        )
        booking = Booking(year, is_declared, turn, self._part(turn, is_declared), copies)
        return replace(self, bookings=(*self.bookings, booking)), booking

    def booked(self) -> Fraction:
        """The sum of all weights booked so far; never more than one."""
        return sum((booking.part for booking in self.bookings), Fraction(0))

    def _part(self, turn: int, is_declared: bool) -> Fraction:
        if not is_declared:
            return self.terms.undeclared_part(turn)
        if turn > self.terms.declared_per_year:
            raise DeclaredDrawsUsed(count=self.terms.declared_per_year)
        return self.terms.declared_part()


def complaints_weight(weight: Fraction) -> Fraction:
    """The part of a copy's weight with which complaints may name it."""
    return weight * COMPLAINTS_PART


def provenance_weight(booked: Sequence[Fraction]) -> Fraction:
    """With what a draw's copies together may be said to be ours: with all that was drawn inside
    them, and inside that, never more than the draw booked."""
    return sum(booked, Fraction(0)) * (1 - SUB_COPIES_PART)


def file_weight(weight: Fraction, turn: int) -> Fraction:
    """The part of a copy's weight with which the ``turn``-th stray file may name it."""
    return weight * FILES_PART * _series(turn)


def sub_copy_weight(weight: Fraction, turn: int) -> Fraction:
    """The weight of the ``turn``-th copy drawn for a sub-partner inside this copy."""
    return weight * SUB_COPIES_PART * _series(turn)


def sub_booking(inside: int, weight: Fraction, before: int, copies: int) -> SubBooking:
    """What so many new copies book inside a copy of this id and weight, where ``before`` have
    been drawn inside it."""
    turns = range(before + 1, before + 1 + copies)
    return SubBooking(inside, tuple(sub_copy_weight(weight, turn) for turn in turns))


def check_weights(weights: Sequence[Fraction]) -> None:
    """Raises AccountExceeded unless the weights are at least 0 and sum to at most one."""
    whole = sum(weights, Fraction(0))
    if whole > 1 or any(weight < 0 for weight in weights):
        raise AccountExceeded(total=whole)


def years_between(start: date, end: date) -> int:
    """Whole years from one day to a later one; a year begins on the same day and month."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def _series(turn: int) -> Fraction:
    if turn < 1:
        raise ValueError("turns are counted from 1")
    return Fraction(1, turn * (turn + 1))
