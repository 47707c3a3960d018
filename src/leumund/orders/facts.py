"""What the checks of orders look at. A record that is not there is None: it was not made.

``OrderFacts`` is made of an order, its papers and its traces (actions.py), or of an example's
mapping (``facts_of``).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """All that a check of an order may ask. ``is_…``: None where nobody knows.

    ``now`` is the moment of the check. Amounts are in hundredths of the currency.
    """

    now: datetime
    declared_at: datetime
    channel: str = "phone"
    state: str = "asked"
    is_denied: bool = False
    # who stands behind it
    origin_ref: str | None = None
    campaign: str | None = None
    call_ref: str | None = None
    agent: str | None = None
    is_call_on_record: bool | None = None
    is_call_lawful: bool | None = None
    call_ended_at: datetime | None = None
    calls_in_day_before: int | None = None
    contact_known_since: datetime | None = None
    is_letter: bool = False
    persons_with_contact: int | None = None
    orders_on_device: int | None = None
    # papers
    summary_sent_at: datetime | None = None
    summary_total_cents: int | None = None
    total_cents: int | None = None
    approved_at: datetime | None = None
    is_text_form: bool = False
    term_months: int | None = None
    is_short_term_offered: bool = False
    is_switch_wanted: bool = False
    missing_items: tuple[str, ...] = ()
    is_old_contract_ended_for_customer: bool = False
    is_proxy_in_text_form: bool = False
    confirmed_on_medium_at: datetime | None = None
    supply_from: date | None = None
    withdrawal_instructed_at: datetime | None = None
    is_early_start: bool = False
    early_start_proof: str | None = None
    is_online: bool = False
    is_withdrawal_button_there: bool = False
    papers_sent_at: datetime | None = None
    papers_later_request_proof: str | None = None
    needs_record: str | None = None
    verification_began_at: datetime | None = None
    agent_left_at: datetime | None = None
    consent_proof: str | None = None
    is_asked_for_by_customer: bool = False
    signed_at: datetime | None = None
    is_sold_in_first_call: bool = False
    recording_proof: str | None = None
    price_table_sent_at: datetime | None = None
    minutes_signed_at: datetime | None = None
    commission_cents: int | None = None
    insurance_kind: str | None = None
    monthly_premium_cents: int | None = None

    def with_values(self, **values: Any) -> OrderFacts:
        """The same facts but for these."""
        return replace(self, **values)


OF_THE_ORDER: Final = (
    *("now", "declared_at", "channel", "state", "is_denied", "origin_ref", "campaign"),
    *("call_ref", "agent", "is_call_on_record", "is_call_lawful", "call_ended_at"),
    *("calls_in_day_before", "contact_known_since", "is_letter", "persons_with_contact"),
    *("orders_on_device", "total_cents", "commission_cents", "approved_at"),
)
"""What comes from the order itself and its traces, not from its papers."""

# An order with which nothing is wrong anywhere: an example names what differs.
_AT = datetime(2026, 8, 20, 10, tzinfo=UTC)
WHOLESOME: Final = OrderFacts(
    now=datetime(2026, 8, 25, 10, tzinfo=UTC),
    declared_at=_AT,
    state="confirmed",
    origin_ref="L-1",
    campaign="autumn",
    call_ref="K-1",
    agent="a17",
    is_call_on_record=True,
    is_call_lawful=True,
    call_ended_at=_AT,
    calls_in_day_before=0,
    contact_known_since=datetime(2024, 1, 1, tzinfo=UTC),
    persons_with_contact=1,
    orders_on_device=1,
    summary_sent_at=datetime(2026, 8, 19, tzinfo=UTC),
    summary_total_cents=71976,
    total_cents=71976,
    approved_at=datetime(2026, 8, 21, tzinfo=UTC),
    is_text_form=True,
    term_months=24,
    is_short_term_offered=True,
    is_proxy_in_text_form=True,
    confirmed_on_medium_at=datetime(2026, 8, 21, tzinfo=UTC),
    supply_from=date(2026, 9, 15),
    withdrawal_instructed_at=datetime(2026, 8, 19, tzinfo=UTC),
    is_withdrawal_button_there=True,
    papers_sent_at=datetime(2026, 8, 19, tzinfo=UTC),
    needs_record="N-1",
    verification_began_at=datetime(2026, 8, 20, 10, 5, tzinfo=UTC),
    agent_left_at=_AT,
    consent_proof="c0ffee",
    signed_at=datetime(2026, 8, 21, tzinfo=UTC),
    recording_proof="r-1",
    price_table_sent_at=datetime(2026, 8, 19, tzinfo=UTC),
    minutes_signed_at=datetime(2026, 8, 21, tzinfo=UTC),
    commission_cents=5000,
    insurance_kind="basic",
    monthly_premium_cents=30000,
)


@cache
def paper_kinds() -> Mapping[str, str]:
    """What a paper's column holds: ``moment day yes_or_no whole words text`` by field."""
    hints = get_type_hints(OrderFacts, {"datetime": datetime, "date": date})
    kinds = {
        datetime | None: "moment",
        date | None: "day",
        bool: "yes_or_no",
        int | None: "whole",
        tuple[str, ...]: "words",
        str | None: "text",
    }
    names = [field.name for field in fields(OrderFacts) if field.name not in OF_THE_ORDER]
    return MappingProxyType({name: kinds[hints[name]] for name in names})


def facts_of(said: Mapping[str, Any], base: OrderFacts = WHOLESOME) -> OrderFacts:
    """The facts of ``base`` but for what is said; days and moments as text in ISO 8601.

    Raises ValueError or TypeError for a field nobody knows and a value of another form.
    """
    hints = get_type_hints(OrderFacts, {"datetime": datetime, "date": date})
    return replace(
        base, **{name: _read(hints.get(name), value) for name, value in said.items()}
    )


def _read(hint: Any, value: Any) -> Any:
    if isinstance(value, str) and hint in (datetime, datetime | None):
        moment = datetime.fromisoformat(value)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if isinstance(value, str) and hint == date | None:
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
