"""What is noted of an order's papers, in the words of whom it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leumund.basics.language import _
from leumund.basics.masking import masked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def noted(papers: Mapping[str, str | int | bool | None]) -> Iterator[str]:
    """Each note with what it says, masked: one may hold somebody else's number."""
    words = paper_words()
    for name, said in papers.items():
        told = said
        if isinstance(said, bool):
            told = _("yes") if said else _("no")
        yield f"{words.get(name, name)}: {'–' if told is None else masked(str(told))}"


def paper_words() -> dict[str, str]:
    return {
        "summary_sent_at": _("summary sent"),
        "summary_total_cents": _("total in the summary, in cents"),
        "is_text_form": _("in text form"),
        "term_months": _("term in months"),
        "is_short_term_offered": _("a short term was offered"),
        "is_switch_wanted": _("a change of supplier is wanted"),
        "missing_items": _("missing in the summary"),
        "is_old_contract_ended_for_customer": _("the old contract is ended for you"),
        "is_proxy_in_text_form": _("your power of attorney is in text form"),
        "confirmed_on_medium_at": _("contract confirmed in a lasting form"),
        "supply_from": _("supply from"),
        "withdrawal_instructed_at": _("told of the right to withdraw"),
        "is_early_start": _("begins before the time to withdraw is over"),
        "early_start_proof": _("proof that you wanted it early"),
        "is_online": _("concluded online"),
        "is_withdrawal_button_there": _("there is a button to withdraw"),
        "papers_sent_at": _("papers sent"),
        "papers_later_request_proof": _("proof that you wanted the papers later"),
        "needs_record": _("record of your wishes and needs"),
        "verification_began_at": _("check by telephone began"),
        "agent_left_at": _("the agent had left"),
        "consent_proof": _("proof of your consent"),
        "is_asked_for_by_customer": _("asked for by you"),
        "signed_at": _("signed"),
        "is_sold_in_first_call": _("sold in the first call"),
        "recording_proof": _("proof of the recording"),
        "price_table_sent_at": _("table of prices sent"),
        "minutes_signed_at": _("minutes signed"),
        "insurance_kind": _("kind of insurance"),
        "monthly_premium_cents": _("monthly premium, in cents"),
    }
