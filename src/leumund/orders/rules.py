"""Which checks hold for an order, and the times that follow from them."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from leumund.basics.checks import UNDECIDED, load_checks
from leumund.basics.clock import on_german_clock
from leumund.basics.verdict import Effect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leumund.basics.checks import Check, Checks
    from leumund.basics.verdict import Reason

PACKS: Final = (
    *("any/orders", "at/orders", "ch/orders", "de/orders", "es/orders", "fr/orders"),
    *("it/orders", "uk/orders", "us/orders"),
)
AT_THE_DOOR: Final = ("C078", "C091")
"""Checks that refuse an order when it comes in; the others ask before it is supplied."""
_SILENCE, _CONTACT, _INSTRUCTION = "D010", "C081", "C072"
_WITHDRAW_DAYS = "withdraw_days"
_NOT_OF_THE_PAPERS: Final = ("C080", _CONTACT)


@dataclass(frozen=True, slots=True)
class Confirming:
    """How long the customer has for an answer, and when a contact or a device is too common."""

    answer_days: int
    letter_days: int
    remind_days: int
    persons_max: int
    orders_on_device_max: int
    look_back_days: int


def order_checks() -> Checks:
    """All packs of orders."""
    return load_checks(*PACKS)


def first_day() -> date:
    """From when there are rules for every order; nobody could say what holds before it."""
    bodies = order_checks().bodies
    return date.fromisoformat(max(bodies[each]["since"] for each in (_SILENCE, _CONTACT)))


def in_force(on: date, region: str, sector: str) -> Mapping[str, Check]:
    """The checks for an order of that day, place and sector. A life insurance is one."""
    sectors = {sector, "insurance"} if sector.endswith("_insurance") else {sector}
    return order_checks().in_force(on, {region}, sectors)


def confirming(checks: Mapping[str, Check]) -> Confirming:
    """The company's own times for the confirmation."""
    silence, contact = checks[_SILENCE], checks[_CONTACT]
    return Confirming(
        answer_days=silence.figure("answer_days"),
        letter_days=silence.figure("letter_days"),
        remind_days=silence.figure("remind_days"),
        persons_max=contact.figure("persons_on_contact_max"),
        orders_on_device_max=contact.figure("orders_on_device_max"),
        look_back_days=contact.figure("look_back_days"),
    )


def stops_a_bill(reason: Reason, check: Check) -> bool:
    """Whether the order may not be supplied, and so not be billed, while this holds. A time to
    withdraw and calls before a sale in a shop hold the commission; a contact is looked at
    before it is asked."""
    if reason.effect is Effect.BLOCK:
        return True
    is_known = reason.effect is Effect.HOLD and reason.fact != UNDECIDED
    is_of_commission = reason.rule in _NOT_OF_THE_PAPERS or _WITHDRAW_DAYS in check.values
    return is_known and not is_of_commission


def withdraw_days(checks: Mapping[str, Check]) -> int | None:
    """The longest time to withdraw that holds; None where no check gives one."""
    days = [c.figure(_WITHDRAW_DAYS) for c in checks.values() if _WITHDRAW_DAYS in c.values]
    return max(days, default=None)


def withdraw_until(
    checks: Mapping[str, Check], concluded_at: datetime, instructed_at: datetime | None
) -> datetime:
    """The moment after which the order cannot be withdrawn any more.

    Counted from the conclusion or from a later instruction, the day itself not counted (§ 187
    BGB), to the end of the last day on the German clock. Without instruction the longer time
    holds where the law has one. Where no law gives a time, it is over at once.
    """
    days = withdraw_days(checks)
    if days is None:
        return concluded_at
    begins = max(concluded_at, instructed_at) if instructed_at else concluded_at
    last = _end_of_day(begins + timedelta(days=days))
    longer = checks.get(_INSTRUCTION)
    if longer is None or not longer.values:
        return last
    months, more = longer.figure("longer_months"), longer.figure("longer_days")
    latest = _end_of_day(months_later(concluded_at, months) + timedelta(days=more))
    return min(last, latest) if instructed_at else latest


def months_later(at: datetime, months: int) -> datetime:
    """The same day so many months later, or the last one of a shorter month."""
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return at.replace(year=year, month=month + 1, day=min(at.day, last))


def _end_of_day(at: datetime) -> datetime:
    local = on_german_clock(at)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight + timedelta(days=1)).astimezone(at.tzinfo)
