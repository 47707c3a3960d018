"""What happened in these eight months, from the first list to the last complaint."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from leumund.world.monday import acts_of_calls, acts_of_papers
from leumund.world.monday.calls import destroy, hand_over, ring_lawfully
from leumund.world.monday.complaining import complain
from leumund.world.monday.draft import Draft
from leumund.world.monday.folk import people
from leumund.world.monday.nouns import Story
from leumund.world.monday.ordering import order, pay

if TYPE_CHECKING:
    from leumund.world.monday.nouns import Call

CUSTOMERS = 3700
_NAMES_OFFERS = {
    "Nord": (True, True),
    "Honigkessel": (True, False),
    "Harbour Lights": (True, True),
}


def tell(seed: int, customers: int = CUSTOMERS) -> Story:
    """The whole story of that seed; the same seed tells the same story."""
    draft = Draft.begin(seed, people(seed, customers))
    given = hand_over(draft)
    acts_of_calls.again_and_again(draft, given)
    ring_lawfully(draft, given)
    acts_of_calls.unlisted(draft)
    acts_of_calls.after_the_end(draft)
    acts_of_papers.object_in_vain(draft)
    acts_of_papers.end_contracts(draft)
    acts_of_papers.offer_nothing_new(draft)
    acts_of_calls.too_often(draft)
    acts_of_calls.on_sundays(draft)
    acts_of_calls.on_holidays(draft)
    acts_of_calls.at_odd_hours(draft)
    acts_of_papers.void_consents(draft)
    acts_of_calls.under_false_numbers(draft)
    destroy(draft)
    order(draft)
    pay(draft)
    complain(draft)
    return _ended(draft)


def _ended(draft: Draft) -> Story:
    return Story(
        customers=tuple(draft.customers),
        consents=tuple(one for one in draft.consents if one is not None),
        objections=tuple(sorted(draft.objections, key=lambda one: one.at)),
        contracts=tuple(draft.contracts),
        calls=tuple(_as_exported(one) for one in draft.calls),
        orders=tuple(draft.orders),
        statements=tuple(draft.statements),
        lists=tuple(draft.lists),
        complaints=tuple(draft.complaints),
        planted=dict(draft.planted),
        near=dict(draft.near),
    )


def _as_exported(one: Call) -> Call:
    """Not every dialler knows what was offered; what it does not write, nobody can find."""
    says_tariff, says_price = _NAMES_OFFERS.get(one.partner, (False, False))
    return replace(
        one,
        product=one.product if says_tariff else None,
        tariff=one.tariff if says_tariff else None,
        price=one.price if says_price else None,
    )
