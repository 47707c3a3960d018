"""The evidence pack of a case: what a stranger needs to follow it and to check it.

Everything here is a value; the same values stand in the PDF, in JSON and in CSV. Numbers are
masked. What carries no checksum, origin, collector and time keeps the pack from being
released (C157), and so does a case for which nobody knows which rules held (C171).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import compress
from typing import TYPE_CHECKING, Any, Protocol

from leumund.basics.canonical import sha256_hex
from leumund.basics.errors import Conflict, NotThere
from leumund.basics.language import _
from leumund.basics.masking import masked
from leumund.cases import decide_facts, finding_document, moves, rank
from leumund.report.behind import ROWS_HEAD, fact_rows
from leumund.report.masking import masked_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from leumund.audit import Behind
    from leumund.basics.checks import Check
    from leumund.basics.finding import Finding
    from leumund.cases import Case, Clearing, Item
    from leumund.orders import Checked as OrderChecked
    from leumund.orders import Link, Order, Origin
    from leumund.orders import Step as OrderStep


_ORDERS = "orders.placed"
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9_-]")
_KIND_MAX = 41


class PackWithheld(Conflict):
    """The pack of case {case} is withheld: {why}. Nothing was written."""

    code = "pack-withheld"
    hint = "Add what is missing to the case; 'leumund cases case {case}' shows all of it."


@dataclass(frozen=True, slots=True)
class RulesHeld:
    """Which rules held: their digest, and what recorded it (a case, a pass, an order)."""

    what: str
    digest: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Exhibit:
    """An item of evidence as it lies in the pack: ``name`` of the masked file, None where it
    cannot be masked; ``size`` in bytes of the original."""

    item: Item
    name: str | None
    size: int


@dataclass(frozen=True, slots=True)
class Proven:
    """The proof of an entry: the file's name in the pack, of which kind, and of what."""

    name: str
    entry_id: int
    kind: str
    of: str


@dataclass(frozen=True, slots=True)
class OrderTold:
    """An order that a finding rests on: where it comes from, and all that happened to it."""

    order_ref: str
    origin: Origin
    steps: tuple[OrderStep, ...]


@dataclass(frozen=True, slots=True)
class CasePack:
    """All that the pack says. ``codes``: what each finding's code says, in the language;
    ``rows``: by a finding's digest the single rows it rests on."""

    case: Case
    clearing: Clearing
    company: str
    made_at: datetime
    language: str
    codes: Mapping[str, str]
    rules: tuple[RulesHeld, ...]
    exhibits: tuple[Exhibit, ...]
    proofs: tuple[Proven, ...]
    orders: tuple[OrderTold, ...]
    ledger_size: int
    ledger_root: str
    rows: Mapping[str, Sequence[Behind]] = field(default_factory=dict)
    is_stamped: bool = False
    has_originals: bool = False

    def proof_of(self, of: str) -> Proven | None:
        return next((each for each in self.proofs if each.of == of), None)


class Orders(Protocol):
    """Whoever has the orders."""

    def order(self, order_ref: str) -> Order: ...
    def origin(self, order_ref: str) -> Origin: ...
    def steps(self, order_ref: str) -> tuple[OrderStep, ...]: ...
    def check(self, order_ref: str) -> OrderChecked: ...


def orders_told(case: Case, orders: Orders) -> Iterator[OrderTold]:
    """Each of them with its chain and its moves."""
    for ref in order_refs(case, orders):
        yield OrderTold(ref, orders.origin(ref), orders.steps(ref))


def rules_of_orders(case: Case, orders: Orders) -> Iterator[RulesHeld]:
    """The rules by which they were checked."""
    for ref in order_refs(case, orders)[:1]:
        checked = orders.check(ref)
        yield RulesHeld(", ".join(checked.packs), checked.packs_digest)


def order_refs(case: Case, orders: Orders) -> list[str]:
    """The orders that findings of the case rest on, as far as they are there and are of
    whoever the case is against: a finding may name any, and what another partner handed in is
    none of this one's business."""
    rows = (row for finding in case.findings for row in finding.rows)
    refs = sorted({row.key for row in rows if row.table == _ORDERS})
    return [ref for ref in refs if _is_its_own(ref, case, orders)]


def _is_its_own(ref: str, case: Case, orders: Orders) -> bool:
    try:
        partner = orders.order(ref).partner
    except NotThere:
        return False
    return case.against.target.is_our_own or partner == case.against.name


def links_shown(told: OrderTold, case: Case) -> Iterator[Link]:
    """The chain of an order without what is another partner's: its name, its key, its time."""
    for link in told.origin.links:
        is_own = link.partner in (None, case.against.name) or case.against.target.is_our_own
        yield link if is_own else replace(link, key=None, partner=_("another partner"), at=None)


def exhibit_facts(item: Item) -> dict[str, Any]:
    """The facts of C157."""
    return {
        "item": {
            "digest": item.digest,
            "origin": item.origin,
            "collector": item.collector,
            "collected_at": item.collected_at,
        }
    }


def rules_facts(rules: Sequence[RulesHeld]) -> dict[str, Any]:
    """The facts of C171: empty where nobody stored which rules held."""
    return {"pack": {"rules_digest": next((each.digest for each in rules if each.digest), "")}}


def released(
    case: Case,
    rules: Sequence[RulesHeld],
    originals: Mapping[int, bytes],
    checks: Mapping[str, Check],
    language: str,
) -> None:
    """Raises PackWithheld where the law keeps the pack from being released, or where an
    exhibit is not what was collected."""
    asked = [("C157", exhibit_facts(item)) for item in case.items]
    asked.append(("C171", rules_facts(rules)))
    met = [
        (name, reason.fact)
        for name, facts in asked
        for reason in decide_facts({name: checks[name]}, facts).reasons
    ]
    met += [
        ("C157", f"digest, {item.number}")
        for item in case.items
        if sha256_hex(originals[item.number]) != item.digest
    ]
    for name, fact in met:
        why = f"{checks[name].title[language]} ({name}: {fact})"
        raise PackWithheld(case=case.case_id, why=why)


def exhibits_of(case: Case, originals: Mapping[int, bytes]) -> tuple[Exhibit, ...]:
    """Each item of evidence, and under which name its masked form lies in the pack."""
    found = []
    for item in case.items:
        data = originals[item.number]
        # Kinds that were recorded before they had a form may hold anything, also a path.
        kind = _NOT_IN_A_NAME.sub("", item.kind.casefold())[:_KIND_MAX]
        name = f"exhibits/{item.number:02d}-{kind}-masked.txt"
        is_text = masked_bytes(data) is not None
        found.append(Exhibit(item, name if is_text else None, len(data)))
    return tuple(found)


TIMELINE_HEAD = ("step", "at", "move", "by", "text", "ledger_entry", "proof")
FINDINGS_HEAD = (
    *("digest", "code", "what", "source", "first_sign", "rows", "asked_at", "reply_due"),
    *("replied_at", "citation"),
)
EXHIBITS_HEAD = (
    *("number", "kind", "origin", "collector", "collected_at", "sha256", "bytes"),
    *("says", "for_partner", "file"),
)
MEASURES_HEAD = ("number", "measure", "by", "second", "since", "until", "ended", "reasons")
ORDERS_HEAD = ("order", "at", "event", "state", "reason", "by", "ledger_entry")


def timeline(pack: CasePack) -> Iterator[tuple[Any, ...]]:
    """One row per step of the case."""
    said = {move.id: move.sentences[pack.language] for move in moves()}
    for step in pack.case.steps:
        proof = pack.proof_of(f"step {step.number}")
        yield (
            step.number, step.at.isoformat(), said[step.move], masked(step.by),
            masked(str(step.said.get("why") or "")), step.entry_id, proof.name if proof else "",
        )  # fmt: skip


def findings(pack: CasePack) -> Iterator[tuple[Any, ...]]:
    for each in pack.case.findings:
        yield (
            each.digest, each.code, pack.codes.get(each.code, each.code), each.source.value,
            each.first_sign_at.isoformat(), len(each.rows), *_asked(pack.case, each.digest),
            masked(each.citation),
        )  # fmt: skip


def _asked(case: Case, digest: str) -> tuple[str, str, str]:
    """When the partner was last asked about a finding, until when, and when it answered."""
    last = case.last_hearing_on(digest)
    if last is None:
        return "", "", ""
    replied = last.replies[-1].at.isoformat() if last.replies else ""
    return last.sent_at.isoformat(), last.reply_due.isoformat(), replied


def exhibits(pack: CasePack) -> Iterator[tuple[Any, ...]]:
    for each in pack.exhibits:
        item = each.item
        yield (
            item.number, item.kind, masked(item.origin), masked(item.collector),
            item.collected_at.isoformat(),
            item.digest, each.size, masked(item.says), item.is_for_partner, each.name or "",
        )  # fmt: skip


def measures(pack: CasePack) -> Iterator[tuple[Any, ...]]:
    for each in pack.case.measures:
        until = each.until.isoformat() if each.until else ""
        ended = each.ended_at.isoformat() if each.ended_at else ""
        yield (
            each.number, rank(each.kind).name(pack.language), each.by, each.second or "",
            each.since.isoformat(), until, ended, masked(each.reasons),
        )  # fmt: skip


def order_steps(pack: CasePack) -> Iterator[tuple[Any, ...]]:
    for order in pack.orders:
        yield from order_steps_of(order)


def document(pack: CasePack) -> dict[str, Any]:
    """The same values as JSON."""
    case = pack.case
    return {
        "case": case.case_id,
        "against": {"kind": case.against.target.value, "name": case.against.name},
        "company": pack.company,
        "state": case.state.value,
        "made_at": pack.made_at.isoformat(),
        "opened_at": case.opened_at.isoformat(),
        "known_at": case.known_at.isoformat(),
        "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        "kinds_of_evidence": case.kinds_of_evidence,
        "findings": [_finding(each, pack) for each in case.findings],
        "facts": _rows(ROWS_HEAD, fact_rows(case.findings, pack.rows)),
        "timeline": _rows(TIMELINE_HEAD, timeline(pack)),
        "exhibits": _rows(EXHIBITS_HEAD, exhibits(pack)),
        "measures": _rows(MEASURES_HEAD, measures(pack)),
        "other_explanations": [
            {
                "what": each.what,
                "found": masked(each.found),
                "is_possible": each.is_possible,
                "by": each.by,
                "at": each.at.isoformat(),
            }
            for each in case.explanations
        ],
        "hearings": [
            {
                "sent_at": each.sent_at.isoformat(),
                "reply_due": each.reply_due.isoformat(),
                "questions": [masked(one) for one in each.questions],
                "replies": [
                    {"at": one.at.isoformat(), "reply": masked(one.said)}
                    for one in each.replies
                ],
                "passed_at": each.passed_at.isoformat() if each.passed_at else None,
            }
            for each in case.hearings
        ],
        "orders": [_order(each, case) for each in pack.orders],
        "rules": [
            {"what": each.what, "digest": each.digest, "at": each.at and each.at.isoformat()}
            for each in pack.rules
        ],
        "proofs": [
            {"file": each.name, "entry": each.entry_id, "kind": each.kind, "of": each.of}
            for each in pack.proofs
        ],
        "ledger": {"size": pack.ledger_size, "root": pack.ledger_root},
    }


def _finding(finding: Finding, pack: CasePack) -> dict[str, Any]:
    """With the orders it points at, as far as they are its own."""
    said = dict(finding_document(finding))
    own = {told.order_ref for told in pack.orders}
    is_shown = [row.table != _ORDERS or row.key in own for row in finding.rows]
    said["rows"] = list(compress(said["rows"], is_shown))
    return said


def _order(told: OrderTold, case: Case) -> dict[str, Any]:
    links = [
        {
            "name": link.name,
            "is_found": link.is_found,
            "key": masked(link.key) if link.key else None,
            "partner": link.partner,
            "at": link.at.isoformat() if link.at else None,
            "why": link.why,
        }
        for link in links_shown(told, case)
    ]
    steps = [row[1:] for row in order_steps_of(told)]
    return {"order": told.order_ref, "origin": links, "steps": _rows(ORDERS_HEAD[1:], steps)}


def order_steps_of(told: OrderTold) -> Iterator[tuple[Any, ...]]:
    for step in told.steps:
        yield (
            told.order_ref, step.at.isoformat(), step.event.value, step.after.value,
            step.reason, step.by, step.entry_id,
        )  # fmt: skip


def _rows(head: Sequence[str], rows: Any) -> list[dict[str, Any]]:
    return [dict(zip(head, row, strict=True)) for row in rows]
