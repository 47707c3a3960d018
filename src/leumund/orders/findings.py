"""From rows of the bulk audit to findings: one for each order, one for each group that shares
something."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

from leumund.basics.finding import Finding, Row, Source
from leumund.basics.language import marked as _
from leumund.basics.verdict import Effect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from leumund.basics.checks import Checks

PLACED: Final = "orders.placed"
_OWN_RULE: Final = _("own policy")
_EFFECTS: Final = {
    "order.before_call_end": Effect.WARN,
    "order.shop_closed": Effect.ALARM,
    "order.shop_far": Effect.WARN,
    "order.same_iban": Effect.ALARM,
    "order.same_email": Effect.ALARM,
    "order.same_address": Effect.WARN,
    "order.same_device": Effect.ALARM,
    "order.asked_iban": Effect.ALARM,
    "order.other_person": Effect.ALARM,
    "order.denied_before": Effect.ALARM,
    "order.denied": Effect.WARN,
}
DENIED: Final = "order.denied"
"""The customer said that nothing was ordered: what a person says, no trace of an order."""
_SHARED: Final = "order.same_"
SHARED_CONTACT: Final = "shared_contact"
OTHER_PERSON: Final = "other_person"
DENIED_BEFORE: Final = "denied_before"
HELD_CODES: Final = {
    OTHER_PERSON: "order.other_person",
    DENIED_BEFORE: "order.denied_before",
}
"""The finding about an order that was held for this reason before its customer was asked."""


def findings_of(rows: Iterable[Mapping[str, Any]], checks: Checks) -> tuple[Finding, ...]:
    """The audit's rows (code, order_ref, partner, shop, digest, first_at, figure) as findings.

    Orders that share something are one finding per partner: the group is what stands out.
    """
    single, groups = [], defaultdict(list)
    for row in rows:
        if row["code"].startswith(_SHARED):
            groups[row["code"], row["partner"], row["digest"]].append(row)
        else:
            single.append(row)
    found = [_finding([row], checks) for row in single]
    found += [_finding(each, checks) for each in groups.values()]
    return tuple(found)


def held_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """An order that was held (reason, order_ref, partner, shop, first_at) as a row of the bulk
    audit."""
    return {**row, "code": HELD_CODES[row["reason"]], "digest": None, "figure": 0}


def denied_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """An order that was denied (order_ref, partner, shop, first_at), likewise."""
    return {**row, "code": DENIED, "digest": None, "figure": 0}


def _finding(rows: Sequence[Mapping[str, Any]], checks: Checks) -> Finding:
    first = rows[0]
    effect, citation = _law(first["code"], checks)
    return Finding(
        code=first["code"],
        partner=first["partner"],
        source=Source.COMPLAINT if first["code"] == DENIED else Source.ORDER_RECORD,
        first_sign_at=min(row["first_at"] for row in rows).replace(tzinfo=UTC),
        rows=tuple(Row(PLACED, row["order_ref"]) for row in rows),
        said=dict(_said(rows)),
        effect=effect,
        citation=citation,
    )


def _law(code: str, checks: Checks) -> tuple[Effect, str]:
    if code in checks.bodies:
        body = checks.bodies[code]
        return Effect(body["effect"]), body["citation"]
    return _EFFECTS[code], _OWN_RULE


def _said(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str | int]]:
    first = rows[0]
    if first["shop"] is not None:
        yield "shop", first["shop"]
    if first["figure"]:
        yield "persons" if first["code"].startswith(_SHARED) else "calls", first["figure"]
    if len(rows) > 1:
        yield "orders", len(rows)
