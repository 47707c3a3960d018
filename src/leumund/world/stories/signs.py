"""What each wrong way leaves behind: the checks that ought to see it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leumund.world.stories.cast import Seller, Way
    from leumund.world.stories.tally import StoryTally

_SIGNS: Final[Mapping[Way, frozenset[str]]] = MappingProxyType(
    {
        "hidden": frozenset(
            {"C044", "C051", "C058", "C080", "order.denied", "order.same_iban",
             "order.shop_closed"}
        ),
        "invents": frozenset({"C051", "C079", "order.denied", "order.same_iban"}),
        "slams": frozenset(
            {"call.after_objection", "call.asked_and_ignored", "call.never_asked",
             "order.denied"}
        ),
    }
)  # fmt: skip
_ASKS_FOR_ACCOUNT: Final = "W020"


def signs_of(seller: Seller, tally: StoryTally) -> frozenset[str]:
    """What ought to be found on this seller: by its way, by what was said in those of its calls
    that were recorded, and by the accounts that were asked for there and are in its orders."""
    acted = _SIGNS.get(seller.way, frozenset()) if seller.name in tally.first_wrong else ()
    calls = [each for each in tally.recorded.values() if each.seller == seller.name]
    said = frozenset(check for each in calls if each.said for check in each.said.wrong)
    asked = {each.key for each in calls if each.said and _ASKS_FOR_ACCOUNT in each.said.wrong}
    is_in_order = any(each.call in asked for each in tally.orders.values())
    return said | frozenset(acted) | (frozenset({"order.asked_iban"}) if is_in_order else said)
