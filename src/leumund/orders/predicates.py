"""Which facts meet which check of an order. The law stands in ``rulepacks/*/orders``.

A predicate gets the facts and the check with its dated values, and returns the word of the
fact that met it, None where it is not met, UNKNOWN where nobody can tell.
"""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from leumund.basics.checks import UNKNOWN, decide
from leumund.orders.facts import facts_of, paper_kinds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leumund.basics.checks import Check, Predicate
    from leumund.basics.verdict import Verdict
    from leumund.orders.facts import OrderFacts

_NAMED = ("origin_ref", "campaign", "call_ref", "agent")
_TIMES_TO_WITHDRAW = ("D001", "D002", "D003", "D004", "D005", "D006", "D007", "D009")
_WITHOUT = {
    "shop": ("call_ref",),
    "door": ("call_ref",),
    "web": ("origin_ref", "call_ref", "agent"),
}
_BESIDE_PAPERS = {
    "approved_at": "approved_at",
    "total_cents": "total",
    "commission_cents": "commission",
}
_INSURED = ("basic", "supplementary")


def papers_of(rule: str) -> tuple[str, ...]:
    """The columns of the orders file that hold what this check looks at, as its code names
    them; ``approved_at`` is the customer's answer and stands in no file."""
    read = PREDICATES[rule].__code__.co_names if rule in PREDICATES else ()
    known = {*paper_kinds(), *_BESIDE_PAPERS}
    return tuple(_BESIDE_PAPERS.get(each, each) for each in read if each in known)


def decide_facts(checks: Mapping[str, Check], facts: Mapping[str, Any]) -> Verdict:
    """Decide an example, which says what differs from a wholesome order."""
    return decide(checks, PREDICATES, facts_of(facts))


def _summary(facts: OrderFacts, check: Check) -> str | None:
    """Before the declaration; a later one needs the approval that follows it."""
    if facts.summary_sent_at is None:
        return "missing"
    is_healed = facts.approved_at is not None and facts.approved_at > facts.summary_sent_at
    return "late" if facts.summary_sent_at > facts.declared_at and not is_healed else None


def _approval(facts: OrderFacts, check: Check) -> str | None:
    return "missing" if facts.approved_at is None else None


def _approved_while_talking(facts: OrderFacts, check: Check) -> str | None:
    if facts.approved_at is None:
        return None
    if facts.call_ended_at is None:
        return UNKNOWN if facts.channel == "phone" else None
    return "in_call" if facts.approved_at < facts.call_ended_at else None


def _summary_total(facts: OrderFacts, check: Check) -> str | None:
    if facts.summary_sent_at is None:
        return None
    if facts.summary_total_cents is None or facts.total_cents is None:
        return UNKNOWN
    return "differs" if facts.summary_total_cents != facts.total_cents else None


def _term(facts: OrderFacts, check: Check) -> str | None:
    if facts.term_months is None:
        return UNKNOWN
    if facts.term_months > check.figure("term_months_max"):
        return "too_long"
    is_short = facts.term_months <= check.figure("short_months")
    return None if is_short or facts.is_short_term_offered else "no_short_offer"


def _switch(facts: OrderFacts, check: Check) -> str | None:
    return "no_contract" if facts.is_switch_wanted and facts.approved_at is None else None


def _text_form(facts: OrderFacts, check: Check) -> str | None:
    return None if facts.is_text_form else "missing"


def _switch_while_open(facts: OrderFacts, check: Check) -> str | None:
    is_open = facts.state not in ("confirmed", "settled")
    return "open" if facts.is_switch_wanted and is_open else None


def _contract_items(facts: OrderFacts, check: Check) -> str | None:
    return "incomplete" if facts.missing_items else None


def _summary_in_time(facts: OrderFacts, check: Check) -> str | None:
    if facts.summary_sent_at is not None:
        return None
    waited = facts.now - facts.declared_at
    return "overdue" if waited > timedelta(days=check.figure("summary_days")) else None


def _proxy(facts: OrderFacts, check: Check) -> str | None:
    is_wanted = facts.is_old_contract_ended_for_customer
    return "missing" if is_wanted and not facts.is_proxy_in_text_form else None


def _durable_medium(facts: OrderFacts, check: Check) -> str | None:
    confirmed, begins = facts.confirmed_on_medium_at, facts.supply_from
    if confirmed is None:
        return "missing"
    return "late" if begins is not None and confirmed.date() > begins else None


def _instruction(facts: OrderFacts, check: Check) -> str | None:
    return "missing" if facts.withdrawal_instructed_at is None else None


def _early_start(facts: OrderFacts, check: Check) -> str | None:
    return "no_proof" if facts.is_early_start and not facts.early_start_proof else None


def _denied(facts: OrderFacts, check: Check) -> str | None:
    return "denied" if facts.is_denied else None


def _button(facts: OrderFacts, check: Check) -> str | None:
    return "missing" if facts.is_online and not facts.is_withdrawal_button_there else None


def _papers_first(facts: OrderFacts, check: Check) -> str | None:
    if facts.papers_sent_at is not None and facts.papers_sent_at <= facts.declared_at:
        return None
    return None if facts.papers_later_request_proof else "missing"


def _needs(facts: OrderFacts, check: Check) -> str | None:
    return None if facts.needs_record else "missing"


def _named(facts: OrderFacts, check: Check) -> str | None:
    """A shop or the web has no call; everything else names all four."""
    not_needed = _WITHOUT.get(facts.channel, ())
    missing = [name for name in _NAMED if name not in not_needed and not getattr(facts, name)]
    return "+".join(missing) or None


def _call_on_record(facts: OrderFacts, check: Check) -> str | None:
    if facts.channel != "phone":
        return None
    if facts.is_call_on_record is None:
        return UNKNOWN
    return None if facts.is_call_on_record else "no_call"


def _shop_with_calls(facts: OrderFacts, check: Check) -> str | None:
    if facts.channel != "shop":
        return None
    if facts.calls_in_day_before is None:
        return UNKNOWN
    return "phone_trail" if facts.calls_in_day_before or facts.call_ref else None


def _contact(facts: OrderFacts, check: Check) -> str | None:
    since = facts.contact_known_since
    if not facts.is_letter and (since is None or since >= facts.declared_at):
        return "new_contact"
    if facts.persons_with_contact is None or facts.orders_on_device is None:
        return UNKNOWN
    if facts.persons_with_contact > check.figure("persons_on_contact_max"):
        return "shared_contact"
    is_one_device = facts.orders_on_device > check.figure("orders_on_device_max")
    return "one_device" if is_one_device and facts.channel != "shop" else None


def _verification(facts: OrderFacts, check: Check) -> str | None:
    began = facts.verification_began_at
    if began is None:
        return None
    if facts.agent_left_at is None:
        return UNKNOWN
    is_early = began < facts.agent_left_at
    is_early = is_early or (facts.call_ended_at is not None and began < facts.call_ended_at)
    return "too_early" if is_early else None


def _verification_made(facts: OrderFacts, check: Check) -> str | None:
    return "missing" if facts.verification_began_at is None else None


def _signed(facts: OrderFacts, check: Check) -> str | None:
    if facts.channel != "phone":
        return None
    return "missing" if facts.signed_at is None else None


def _lawful_call(facts: OrderFacts, check: Check) -> str | None:
    if facts.channel != "phone" or facts.is_asked_for_by_customer:
        return None
    return None if facts.consent_proof else "no_consent"


def _time_to_think(facts: OrderFacts, check: Check) -> str | None:
    if facts.is_sold_in_first_call:
        return "first_call"
    if facts.signed_at is None or facts.papers_sent_at is None:
        return UNKNOWN
    wait = timedelta(hours=check.figure("wait_hours"))
    return "too_soon" if facts.signed_at - facts.papers_sent_at < wait else None


def _voice_only(facts: OrderFacts, check: Check) -> str | None:
    return None if facts.is_text_form or facts.channel != "phone" else "voice_only"


def _recorded(facts: OrderFacts, check: Check) -> str | None:
    if facts.channel == "phone" and not facts.recording_proof:
        return "no_recording"
    sent = facts.price_table_sent_at
    is_first = sent is not None and sent <= facts.declared_at
    return None if is_first else "no_price_table"


def _directory(facts: OrderFacts, check: Check) -> str | None:
    if facts.channel != "phone":
        return None
    if facts.is_call_lawful is None:
        return UNKNOWN
    return None if facts.is_call_lawful else "call_unlawful"


def _minutes(facts: OrderFacts, check: Check) -> str | None:
    if facts.minutes_signed_at is None:
        return "no_minutes"
    if facts.insurance_kind not in _INSURED or facts.commission_cents is None:
        return UNKNOWN
    if facts.insurance_kind == "basic":
        most = check.figure("basic_cents_max")
    elif facts.monthly_premium_cents is None:
        return UNKNOWN
    else:
        most = facts.monthly_premium_cents * check.figure("premiums_max")
    return "above_cap" if facts.commission_cents > most else None


def _time_to_withdraw(facts: OrderFacts, check: Check) -> str | None:
    """Settled means: nobody can withdraw any more."""
    until = facts.declared_at + timedelta(days=check.figure("withdraw_days"))
    return "too_early" if facts.state == "settled" and facts.now < until else None


def _silent(facts: OrderFacts, check: Check) -> str | None:
    return "no_answer" if facts.state == "lapsed" else None


PREDICATES: Final[Mapping[str, Predicate[OrderFacts]]] = MappingProxyType(
    {
        "C060": _summary,
        "C061": _approval,
        "C062": _approved_while_talking,
        "C063": _summary_total,
        "C064": _term,
        "C065": _switch,
        "C066": _text_form,
        "C067": _switch_while_open,
        "C068": _contract_items,
        "C069": _summary_in_time,
        "C070": _proxy,
        "C071": _durable_medium,
        "C072": _instruction,
        "C073": _early_start,
        "C074": _denied,
        "C075": _button,
        "C076": _papers_first,
        "C077": _needs,
        "C078": _named,
        "C079": _call_on_record,
        "C080": _shop_with_calls,
        "C081": _contact,
        "C082": _verification,
        "C083": _signed,
        "C084": _signed,
        "C085": _lawful_call,
        "C086": _time_to_think,
        "C087": _voice_only,
        "C088": _lawful_call,
        "C089": _lawful_call,
        "C090": _recorded,
        "C091": _directory,
        "C092": _minutes,
        **dict.fromkeys(
            (f"D00{place}" for place in (1, 2, 3, 4, 5, 6, 7, 9)), _time_to_withdraw
        ),
        "D008": _verification_made,
        "D010": _silent,
    }
)
