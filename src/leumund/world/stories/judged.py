"""The end of a story: what was found, beside what was true, as a value to report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leumund.basics.canonical import canonical_bytes, sha256_hex
from leumund.report import SellerOfStory, StoryReport
from leumund.world.cast import PRINCIPAL
from leumund.world.stories.letters import reply_of

if TYPE_CHECKING:
    from leumund.world.stories.cast import Seller
    from leumund.world.stories.tally import StoryTally

_PAID, _BILLED = "released", "runs"


def story_report(tally: StoryTally) -> StoryReport:
    """The report of a story that was played to its end."""
    story = tally.story
    sellers = tuple(_seller(seller, tally) for seller in story.sellers)
    wrong = [each for each in tally.orders.values() if each.is_wrong]
    unwanted = [each for each in wrong if not each.is_wanted]
    billed = [each for each in unwanted if _counts(tally, each.ref)]
    paid = [each for each in wrong if tally.ended[each.ref][2] == _PAID]
    return StoryReport(
        story=story.name,
        company=PRINCIPAL,
        seed=story.seed,
        customers=story.customers,
        weeks=story.weeks,
        look_ups=tally.look_ups,
        calls=tally.calls,
        complaints=tally.complaints,
        orders=len(tally.orders),
        wrong=len(wrong),
        unwanted=len(unwanted),
        unwanted_billed=len(billed),
        wrong_paid=len(paid),
        wrong_cents=sum(100 * each.commission for each in paid),
        known_on=story.known_on,
        sellers=sellers,
        entries=tally.entries,
        root=tally.root,
        digest=_digest(sellers, tally),
    )


def _counts(tally: StoryTally, ref: str) -> bool:
    _state, bill, commission = tally.ended[ref]
    return bill == _BILLED or commission == _PAID


def _seller(seller: Seller, tally: StoryTally) -> SellerOfStory:
    case, hands = tally.cases.get(seller.name), tally.in_hands[seller.name]
    refs = {each.ref for each in tally.orders.values() if each.seller == seller.name}
    return SellerOfStory(
        name=seller.short,
        is_wrong=seller.is_wrong,
        followed=case.ended if case else "",
        codes=tuple(case.codes.items()) if case else (),
        people=hands.people,
        never_had=hands.never_had,
        orders=len(refs),
        orders_fit=len(refs - tally.standing_out),
        refused=sum(tally.ended[ref][0] == "refused" for ref in refs),
        calls_refused=tally.calls_refused[seller.name],
        first_wrong_on=tally.first_wrong.get(seller.name),
        first_sign_on=case.first_sign_on if case else None,
        opened_on=case.opened_on if case else None,
        ended_on=case.ended_on if case else None,
        is_data_stopped=bool(case and case.is_stopped),
        paper=reply_of(seller).paper if case else "",
    )


def _digest(sellers: tuple[SellerOfStory, ...], tally: StoryTally) -> str:
    """SHA-256 over what was found and where every order ended: the same for the same seed on
    any machine."""
    said = {
        "sellers": [
            [each.name, each.followed, [list(pair) for pair in each.codes], each.never_had,
             each.orders_fit, str(each.opened_on), str(each.ended_on)]
            for each in sellers
        ],
        "orders": {ref: list(ended) for ref, ended in sorted(tally.ended.items())},
    }  # fmt: skip
    return sha256_hex(canonical_bytes(said))
