"""Facts and rules as tables for ``bulk.sql``, and verdicts back from its rows.

Instants become naive timestamps in UTC, sets of words one text ``|a|b|``; what SQL should
not compute (calendar months, holidays, local time) is computed here, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from leumund.basics.verdict import Effect, Verdict
from leumund.permit.closures import LANDS, holiday_rows
from leumund.permit.facts import ConsentFacts, Facts
from leumund.permit.moments import months_before
from leumund.permit.rules import KNOWN, Rules

_WEIGHT = {Effect.BLOCK: 2, Effect.HOLD: 1}
_INSTANT = pa.timestamp("us")

SETTING = pa.schema(
    {
        "principal": pa.string(),
        "purpose": pa.string(),
        "product": pa.string(),
        "business_reason": pa.string(),
        "call_type": pa.string(),
        "is_partner_engaged": pa.bool_(),
        "is_chain_unbroken": pa.bool_(),
        "is_stopped": pa.bool_(),
        "engaged_purposes": pa.string(),
        "engaged_products": pa.string(),
        "partner_country": pa.string(),
        "is_number_withheld": pa.bool_(),
        "is_number_callers_own": pa.bool_(),
        "has_right_of_use": pa.bool_(),
        "number_kind": pa.string(),
        "trunk_country": pa.string(),
    }
)
"""What is the same for a whole list: principal, purpose, product, partner, number shown."""

QUESTION = pa.schema(
    [
        pa.field("line_id", pa.int64()),
        pa.field("person_id", pa.int64()),
        pa.field("at", _INSTANT),
        pa.field("stale_before", _INSTANT),
        pa.field("subject_kind", pa.string()),
        pa.field("are_consents_known", pa.bool_()),
        pa.field("objected_at", _INSTANT),
        pa.field("are_objections_known", pa.bool_()),
        pa.field("register_hit", pa.string()),
        pa.field("contract_status", pa.string()),
        pa.field("is_line_shared", pa.bool_()),
        *SETTING,
        pa.field("land", pa.string()),
        pa.field("local_date", pa.date32()),
        pa.field("local_second", pa.int64()),
        pa.field("attempts_day", pa.int64()),
        pa.field("attempts_week", pa.int64()),
        pa.field("attempts_campaign", pa.int64()),
    ]
)
MOMENT = pa.schema(
    {
        "land": pa.string(),
        "at": _INSTANT,
        "begins_at": _INSTANT,
        "stale_before": _INSTANT,
        "local_date": pa.date32(),
        "local_second": pa.int64(),
        "hours_weekday": pa.string(),
        "hours_saturday": pa.string(),
        "hours_sunday": pa.string(),
        "closed_on": pa.string(),
    }
)
CONSENT = pa.schema(
    {
        "line_id": pa.int64(),
        "person_id": pa.int64(),
        "consent_id": pa.int64(),
        "has_wording": pa.bool_(),
        "granted_at": _INSTANT,
        "recorded_at": _INSTANT,
        "source": pa.string(),
        "proof_hash": pa.string(),
        "is_number_confirmed": pa.bool_(),
        "is_origin_checked": pa.bool_(),
        "reaches_past_contract_end": pa.bool_(),
        "valid_until": pa.date32(),
        "revoked_at": _INSTANT,
        "last_used_at": _INSTANT,
    }
)


def setting_row(facts: Facts) -> dict[str, object]:
    """The columns of SETTING; raises ValueError for a word that holds a bar."""
    row: dict[str, object] = {name: getattr(facts, name) for name in SETTING.names}
    row["business_reason"] = (facts.business_reason or "").strip()
    row["engaged_purposes"] = _barred(facts.engaged_purposes)
    row["engaged_products"] = _barred(facts.engaged_products)
    return row


def setting_table(facts: Facts) -> pa.Table:
    """One row: what is the same for everybody on a list."""
    return pa.Table.from_pylist([setting_row(facts)], SETTING)


def moments_table(moments: Sequence[Mapping[str, object]]) -> pa.Table:
    """The last permitted moments of a period, by Land (see ``period.moment_rows``)."""
    return pa.Table.from_pylist(list(moments), MOMENT)


def strangers_table(met: str) -> pa.Table:
    """The rules that a number meets of which nothing is on file, comma-separated."""
    return pa.table({"rules": pa.array([met], pa.string())})


def question_table(questions: Sequence[Facts], rules: Rules) -> pa.Table:
    """One row per question; ``line_id`` is its place in the sequence, ``person_id`` is 0."""
    rows = [_question(place, facts, rules) for place, facts in enumerate(questions)]
    return pa.Table.from_pylist(rows, QUESTION)


def consent_tables(questions: Sequence[Facts]) -> dict[str, pa.Table]:
    """``consents`` and the tables of what they name; ids must be unique over all questions."""
    placed = [
        (place, consent)
        for place, facts in enumerate(questions)
        for consent in facts.consents or ()
    ]
    consents = [each for _place, each in placed]
    rows = [_consent(place, consent) for place, consent in placed]
    return {
        "consents": pa.Table.from_pylist(rows, CONSENT),
        "consent_company": _named(consents, "companies", "company_key"),
        "consent_product": _named(consents, "products", "product_key"),
        "consent_channel": _named(consents, "channels", "channel"),
    }


def rule_tables(rules: Rules, years: Iterable[int]) -> dict[str, pa.Table]:
    """The rules as rows; the calendar of these years."""
    values = rules.values
    sources = [
        *((source, "email_only") for source in values.email_only_sources),
        *((source, "bought") for source in values.bought_sources - values.email_only_sources),
        *((source, "other") for source in values.other_sources),
    ]
    return {
        "rules_in_force": pa.Table.from_pylist([_in_force(rules)], _IN_FORCE),
        "consent_sources": _pairs(sources, "source", "kind", pa.string()),
        "barred_kinds": pa.table({"kind": sorted(values.barred_number_kinds)}),
        "allowed_hours": pa.Table.from_pylist(
            [
                {"weekday": each.weekday, "opens": each.opens, "closes": each.closes}
                for each in values.hours
            ],
            pa.schema({"weekday": pa.int64(), "opens": pa.int64(), "closes": pa.int64()}),
        ),
        "lands": pa.table({"land": list(LANDS)}),
        "holidays": _pairs(holiday_rows(years), "land", "on_date", pa.date32()),
    }


def verdict_of(row: Mapping[str, Any], rules: Rules) -> Verdict:
    """The verdict of one row of the step ``verdicts``, every reason with its law."""
    found = (
        rules.reason(name, fact)
        for name, known in KNOWN.items()
        if known.level in rules.levels and (fact := row.get(name.lower())) is not None
    )
    return Verdict(tuple(sorted(reason for reason in found if reason is not None)))


def naive(instant: datetime | None) -> datetime | None:
    """An aware instant as bulk tables hold it."""
    return None if instant is None else instant.astimezone(UTC).replace(tzinfo=None)


def _question(place: int, facts: Facts, rules: Rules) -> dict[str, object]:
    row: dict[str, object] = {name: getattr(facts, name, None) for name in QUESTION.names}
    return (
        row
        | setting_row(facts)
        | {
            "line_id": place,
            "person_id": 0,
            "at": naive(facts.at),
            "stale_before": naive(months_before(facts.at, rules.values.consent_unused_months)),
            "are_consents_known": facts.consents is not None,
            "objected_at": naive(facts.objected_at),
        }
    )


def _consent(place: int, consent: ConsentFacts) -> dict[str, object]:
    row: dict[str, object] = {name: getattr(consent, name, None) for name in CONSENT.names}
    return row | {
        "line_id": place,
        "person_id": 0,
        "has_wording": bool((consent.wording or "").strip()),
        "proof_hash": (consent.proof_hash or "").strip(),
        "granted_at": naive(consent.granted_at),
        "recorded_at": naive(consent.proof_recorded_at),
        "revoked_at": naive(consent.revoked_at),
        "last_used_at": naive(consent.last_used_at),
    }


def _named(consents: Sequence[ConsentFacts], field: str, column: str) -> pa.Table:
    pairs = [
        (consent.consent_id, word)
        for consent in consents
        for word in sorted(getattr(consent, field) or ())
    ]
    ids = pa.array([each[0] for each in pairs], pa.int64())
    return pa.table(
        {"consent_id": ids, column: pa.array([each[1] for each in pairs], pa.string())}
    )


def _in_force(rules: Rules) -> dict[str, object]:
    row: dict[str, object] = {
        name: getattr(rules.values, name)
        for name in _IN_FORCE.names
        if name not in _RULE_COLUMNS
    }
    for name, known in KNOWN.items():
        rule = rules.by_id.get(name) if known.level in rules.levels else None
        row[name.lower()] = None if rule is None else _WEIGHT.get(rule.effect, 0)
    return row


_RULE_COLUMNS = tuple(name.lower() for name in KNOWN)
_IN_FORCE = pa.schema(
    [
        *(pa.field(name, pa.int32()) for name in _RULE_COLUMNS),
        pa.field("proof_late_hours", pa.int32()),
        pa.field("telephone_channel", pa.string()),
        pa.field("automated_channel", pa.string()),
        pa.field("attempts_day", pa.int64()),
        pa.field("attempts_week", pa.int64()),
        pa.field("attempts_campaign", pa.int64()),
    ]
)


def _pairs(pairs: Iterable[tuple[str, Any]], left: str, right: str, kind: Any) -> pa.Table:
    listed = sorted(pairs)
    return pa.table(
        {
            left: pa.array([each[0] for each in listed], pa.string()),
            right: pa.array([each[1] for each in listed], kind),
        }
    )


def _barred(words: frozenset[str] | None) -> str | None:
    if not words:
        return None
    if any("|" in word for word in words):
        raise ValueError("a word of a bulk table holds no bar")
    return f"|{'|'.join(sorted(words))}|"
