"""What a caller knew, and since when the company's own files held it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leumund.people import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from leumund.people import Contract

TARIFF_WORDS = ("tariff", "tarif", "product", "produkt", "contract", "vertrag")


def fact_since(told: Mapping[str, str], contracts: Iterable[Contract]) -> date | None:
    """The day from which the files held the tariff that the caller read out.

    The earliest start of any contract of these persons with that product: if they had it
    twice, the older one could be what the caller knew. None where nothing of the kind was
    told, or where what was told fits no contract: then it says nothing about a copy's age.
    """
    tariff = next((told[word] for word in TARIFF_WORDS if told.get(word)), None)
    if tariff is None:
        return None
    starts = [
        contract.started_on
        for contract in contracts
        if name_key(contract.product) == name_key(tariff)
    ]
    return min(starts, default=None)
