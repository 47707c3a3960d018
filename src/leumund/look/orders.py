"""(c) Orders whose origin does not fit."""

from __future__ import annotations

from leumund.basics.language import marked as _
from leumund.look.findings import Chapter, Code, Gap, Made, TableCode
from leumund.look.openings import (
    order_channels,
    shared_homes,
    shared_words,
    shop_days,
    shop_hours,
)
from leumund.look.rates import with_intervals

_DENIED = "§ 241a BGB"
_WHO = "orders.ref|orders.number"
_FEW = _(
    "In 95 of 100 such tables the true share lies between “at least” and “at most”. None is "
    "shown where fewer than five people or too few orders stand behind it."
)
_SHARED = _("Ask for the same field in every file of orders, as it was entered.")


def _shared(code: str, field: str, title: str, sentence: str) -> Code:
    return Code(
        code,
        "orders",
        (f"orders.{field}", _WHO, "customers.name")
        if field == "address"
        else (f"orders.{field}", _WHO),
        title=title,
        sentence=sentence,
        detail=_("orders of {detail} people share it"),
        law=_DENIED,
        change=_SHARED,
    )


def _rates(
    code: str, needs: tuple[str, ...], title: str, sentence: str, behind: str
) -> TableCode:
    return TableCode(
        code,
        needs,
        title=title,
        sentence=sentence,
        columns=(
            _("partner"),
            _("orders"),
            _("people"),
            _("of these ended"),
            _("of 100"),
            _("at least"),
            _("at most"),
        ),
        change=_("Put the orders, with the days on which they were ended, into the folder."),
        finish=with_intervals("gone", "orders"),
        words={"all": _("all orders"), "nobody": _("no partner named")},
        behind=behind,
        detail=_("ended on {detail}"),
    )


CHAPTER = Chapter(
    letter="c",
    title=_("Orders whose origin does not fit"),
    sql="orders.sql",
    prepared=(
        Made("order_channels", ("order_channel_texts",), order_channels),
        Made("shared_words", ("shared_texts",), shared_words),
        Made("shop_hours", ("shop_texts",), shop_hours),
        Made("shop_days", ("shop_texts",), shop_days),
        "orders_keyed",
        "order_lines",
        "order_findings",
        "order_shares",
        "shared_by_many",
        Made("shared_homes", ("sharers",), shared_homes),
        "shared_rows",
    ),
    codes=(
        Code(
            "order.without_call",
            "orders",
            ("orders.channel", "calls", _WHO),
            title=_("Orders by phone without a call"),
            sentence=_(
                "It is said to come by phone, and no call to that person is in any file of "
                "the days before it."
            ),
            detail=_("ordered on {detail}"),
            law=_DENIED,
            change=_("Put the calls of every partner into the folder, without a gap."),
        ),
        Code(
            "order.before_call_end",
            "orders",
            ("orders", "calls.duration_s", _WHO),
            title=_("Orders entered before the call had ended"),
            sentence=_("It was entered while a call to that person was still going on."),
            detail=_("the call ended at {detail}"),
            law="§ 54 Abs. 3 TKG, LG München I 4 HK O 11626/23",
            change=_("Ask your partners for the length of each call."),
        ),
        _shared(
            "order.same_iban",
            "iban",
            _("Orders that share an account"),
            _("The same account pays for people of different homes."),
        ),
        _shared(
            "order.same_address",
            "address",
            _("Orders that share an address"),
            _("The same address is given for people of different homes."),
        ),
        _shared(
            "order.same_email",
            "email",
            _("Orders that share a mailbox"),
            _("The same mailbox is given for people of different homes."),
        ),
        _shared(
            "order.same_device",
            "device",
            _("Orders that share a device"),
            _("They were entered from the same device for people of different homes."),
        ),
        Code(
            "order.shop_closed",
            "orders",
            ("orders.shop", "shops"),
            title=_("Orders from a shop that was closed"),
            sentence=_("It is said to come from a shop, at a time when the shop was closed."),
            detail=_("at {detail}"),
            law=_DENIED,
            change=_("Put the opening hours of the shops into the folder."),
        ),
        Code(
            "order.shop_with_phone_trail",
            "orders",
            ("orders.channel|orders.shop", "calls|orders.call_ref", _WHO),
            title=_("Orders from a shop with a phone trail"),
            sentence=_("It is said to come from a shop, and yet there is a call."),
            detail=_("{detail}"),
            law="§ 312c, § 312g BGB",
            change=_("Put the calls of every partner into the folder, without a gap."),
        ),
    ),
    gaps=(
        Gap(
            "order.without_call",
            "order_partners_without_calls",
            title=_("Whether a call came before the orders of some partners"),
            change=_("Ask these partners for their calls: {what}."),
        ),
        Gap(
            "order.without_call",
            "orders_unclear",
            title=_("Orders by phone whose call may be a row left over"),
            change=_(
                "They were not decided. Mend the rows that were left over in these files, of "
                "which the figures count the orders: {what}."
            ),
        ),
    ),
    tables=(
        _rates(
            "order_withdrawals",
            ("orders.withdrawn_on",),
            _("Withdrawn orders per partner"),
            _FEW,
            "orders_withdrawn",
        ),
        _rates(
            "order_early_cancellations",
            ("orders.cancelled_on",),
            _("Early cancellations per partner"),
            _FEW,
            "orders_ended_early",
        ),
    ),
)

DETAIL_WORDS = {
    "named": _("the order itself names a call"),
    "before": _("that person was called just before"),
}
"""What the words in the details of this chapter mean."""
