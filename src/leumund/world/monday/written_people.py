"""Who is behind a number, as far as the files still say it: a destroyed number names nobody."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leumund.world.monday.nouns import (
        Consent,
        Contract,
        Customer,
        HandOver,
        Objection,
        Story,
    )


@dataclass(frozen=True, slots=True)
class People:
    """Customers by their readable number and by reference, with all that hangs on them."""

    by_number: dict[str, list[Customer]]
    by_ref: dict[str, Customer]
    consents: dict[str, list[Consent]]
    objections: dict[str, list[Objection]]
    contracts: dict[str, list[Contract]]

    @classmethod
    def of(cls, story: Story) -> People:
        by_number: dict[str, list[Customer]] = defaultdict(list)
        for one in story.customers:
            if one.readable_number:
                by_number[one.readable_number].append(one)
        consents: dict[str, list[Consent]] = defaultdict(list)
        objections: dict[str, list[Objection]] = defaultdict(list)
        contracts: dict[str, list[Contract]] = defaultdict(list)
        # References have seven digits, numbers begin with a plus: they never meet as keys.
        for consent in story.consents:
            for key in {consent.ref, consent.number} - {None}:
                consents[str(key)].append(consent)
        for objection in story.objections:
            for key in {objection.ref, objection.number} - {None}:
                objections[str(key)].append(objection)
        for contract in story.contracts:
            contracts[contract.ref].append(contract)
        by_ref = {one.ref: one for one in story.customers}
        return cls(dict(by_number), by_ref, dict(consents), dict(objections), dict(contracts))

    def keys(self, number: str) -> list[str]:
        """The number and the references of all persons on it."""
        return [number, *(one.ref for one in self.by_number.get(number, ()))]

    def consents_of(self, number: str) -> list[Consent]:
        """Given for the number or by a person on it."""
        return [one for key in self.keys(number) for one in self.consents.get(key, ())]

    def objections_of(self, number: str) -> list[Objection]:
        """Raised for the number or by a person on it."""
        return [one for key in self.keys(number) for one in self.objections.get(key, ())]

    def contracts_of(self, number: str) -> list[Contract]:
        """Those of all persons on the number."""
        return [one for key in self.keys(number) for one in self.contracts.get(key, ())]

    def lands_of(self, number: str) -> set[str]:
        """Where the persons on the number live."""
        return {one.land for one in self.by_number.get(number, ())}

    def is_business(self, number: str) -> bool:
        """Are there persons on the number, and are all of them businesses?"""
        persons = self.by_number.get(number, [])
        return bool(persons) and all(one.is_business for one in persons)

    def numbers_on(self, handed: HandOver) -> set[str]:
        """The numbers on a list: as it says them, or those its references stand for."""
        found = set(handed.strangers)
        for ref in handed.refs:
            customer = self.by_ref[ref]
            written = customer.number if handed.says_number else customer.readable_number
            if written:
                found.add(written)
        return found
