"""An ordinary lawful call, from which the tests of permit begin, and its rules."""

from __future__ import annotations

from datetime import UTC, date, datetime

from leumund.permit import ConsentFacts, Facts, Rules, rulepack

AT = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
ON = date(2026, 9, 1)

CONSENT = ConsentFacts(
    consent_id=1,
    companies=frozenset({"musterstrom"}),
    products=frozenset({"strom"}),
    channels=frozenset({"telephone", "email"}),
    wording="w7",
    granted_at=datetime(2026, 1, 10, 12, 0, tzinfo=UTC),
    proof_recorded_at=datetime(2026, 1, 10, 12, 1, tzinfo=UTC),
    proof_hash="4f1c",
    source="web",
    is_number_confirmed=True,
    is_origin_checked=False,
)

CALL = Facts(
    at=AT,
    subject_kind="consumer",
    consents=(CONSENT,),
    are_objections_known=True,
    register_hit="",
    contract_status="none",
    is_line_shared=False,
    principal="musterstrom",
    purpose="winback",
    product="strom",
    call_type="live",
    is_partner_engaged=True,
    is_chain_unbroken=True,
    engaged_purposes=frozenset({"winback"}),
    engaged_products=frozenset({"strom", "gas"}),
    partner_country="DE",
    is_number_withheld=False,
    is_number_callers_own=True,
    has_right_of_use=True,
    number_kind="ordinary",
    trunk_country="DE",
    land="BE",
    local_date=ON,
    local_second=11 * 3600,
    attempts_day=0,
    attempts_week=0,
    attempts_campaign=0,
)


def rules(on: date = ON) -> Rules:
    """The bundled rules as they stand on that day."""
    return rulepack.load().in_force(on)
