"""What a caller knew, and on which days the company's own files held it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from leumund.people import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from leumund.people import Contract

TARIFF_WORDS = ("tariff", "tarif", "product", "produkt", "contract", "vertrag")


class Span(NamedTuple):
    """From which day to which the files held what the caller knew; ``until`` None: they still
    do. ``since`` None: nothing of the kind was told."""

    since: date | None = None
    until: date | None = None


def fact_span(told: Mapping[str, str], contracts: Iterable[Contract]) -> Span:
    """The days on which the files held the tariff that the caller read out.

    From the earliest start to the last end of any contract of these persons with that product:
    if they had it twice, either could be what the caller knew. Nothing where nothing of the
    kind was told, or where what was told fits no contract: then it says nothing about a copy.
    """
    tariff = next((told[word] for word in TARIFF_WORDS if told.get(word)), None)
    if tariff is None:
        return Span()
    fitting = [one for one in contracts if name_key(one.product) == name_key(tariff)]
    ends = [one.ended_on for one in fitting if one.ended_on is not None]
    is_over = bool(ends) and len(ends) == len(fitting)
    since = min((one.started_on for one in fitting), default=None)
    return Span(since, max(ends) if is_over else None)
