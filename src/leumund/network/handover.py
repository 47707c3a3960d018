"""May data be handed over to this partner? The predicates of the rule pack ``eu/handover``.

A predicate answers with the word of the fact that met its check, None where it is not met, and
UNKNOWN where it cannot tell: then nothing is handed over. The facts about a partner are those
of its whole chain where the law says so (Art 28(4) GDPR, EDPB Opinion 22/2024).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from leumund.basics.checks import UNKNOWN, Check, decide

if TYPE_CHECKING:
    from leumund.basics.verdict import Verdict

PACK: Final = "eu/handover"
Met = str | None


@dataclass(frozen=True, slots=True)
class Transfer:
    """Data goes to this country outside the EEA (ISO 3166), and on what that rests."""

    country: str
    basis: str | None = None
    has_document: bool = False


@dataclass(frozen=True, slots=True)
class HandOverFacts:
    """What is known when somebody asks whether a partner may be handed anything. The defaults
    are those of a day on which nothing has happened."""

    on: date
    role: str | None = None
    art28_signed: date | None = None
    art26_document: str | None = None
    legal_ground: str | None = None
    risk: str | None = None
    last_audit: date | None = None
    looked_at: frozenset[str] = frozenset()
    unauthorised: tuple[str, ...] = ()
    undeclared: int = 0
    register_missing: tuple[str, ...] = ()
    countries: tuple[Transfer, ...] = ()
    fields: tuple[str, ...] = ()
    fields_agreed: tuple[str, ...] = ()
    ended_on: date | None = None
    deleted_on: date | None = None
    objection_open_since: datetime | None = None
    asked_at: datetime | None = None
    calls_outside: int = 0
    lookups_an_hour: int = 0
    lookups_at_night: int = 0
    lookups_from_abroad: int = 0
    devices_of_a_login: int = 1
    decoy_hits: int = 0
    third_party_since: date | None = None
    art14_sent_on: date | None = None
    was_called: bool = False
    access_asked_on: date | None = None
    leak_known_at: datetime | None = None
    permits: frozenset[str] = frozenset()
    are_numbers_listed: bool | None = None
    unknown_payees: int = 0


def decide_handover(checks: Mapping[str, Check], facts: Mapping[str, Any]) -> Verdict:
    """The verdict on facts as they stand in an example of the pack, days and times as text."""
    return decide(checks, PREDICATES, facts_of(facts))


def facts_of(written: Mapping[str, Any]) -> HandOverFacts:
    """Facts from plain values over those of a partner of whom nothing is missing."""
    known = {each.name: str(each.type) for each in fields(HandOverFacts)}
    read = {key: _read(key, known[key], value) for key, value in written.items()}
    return replace(_complete(read.get("on", date(2026, 9, 1))), **read)


def _complete(on: date) -> HandOverFacts:
    year = timedelta(days=30)
    return HandOverFacts(
        on=on,
        role="processor",
        art28_signed=on - year,
        risk="low",
        last_audit=on - year,
        looked_at=frozenset(("register_extract", "security", "sub_partners")),
        fields=("number",),
        asked_at=None,
        permits=frozenset(("34d", "roc")),
        are_numbers_listed=True,
    )


def _read(key: str, kind: str, value: Any) -> Any:
    if value is None or isinstance(value, (bool, int)):
        return value
    if key == "countries":
        return tuple(Transfer(**each) for each in value)
    if kind.startswith("datetime"):
        return datetime.fromisoformat(value)
    if kind.startswith("date"):
        return date.fromisoformat(value)
    if kind.startswith("frozenset"):
        return frozenset(value)
    return tuple(value) if isinstance(value, list) else value


def _unsigned(facts: HandOverFacts, check: Check) -> Met:
    if facts.role is None:
        return UNKNOWN
    if facts.role != "processor":
        return None
    return "unsigned" if facts.art28_signed is None or facts.art28_signed > facts.on else None


def _joint(facts: HandOverFacts, check: Check) -> Met:
    if facts.role not in ("joint", "controller"):
        return None
    if facts.role == "joint" and not facts.art26_document:
        return "no_arrangement"
    return None if facts.legal_ground else "no_ground"


def _not_audited(facts: HandOverFacts, check: Check) -> Met:
    if facts.last_audit is None:
        return "never"
    # of whom nobody has said how risky he is counts as the riskiest
    days = check.figure(f"audit_days_{facts.risk or 'high'}")
    return "long_ago" if facts.on > facts.last_audit + timedelta(days=days) else None


def _not_looked_at(facts: HandOverFacts, check: Check) -> Met:
    return "missing" if set(check.words("needed")) - facts.looked_at else None


def _undeclared(facts: HandOverFacts, check: Check) -> Met:
    if facts.undeclared:
        return "undeclared"
    return "unauthorised" if facts.unauthorised else None


def _register(facts: HandOverFacts, check: Check) -> Met:
    return "incomplete" if facts.register_missing else None


def _transfer(facts: HandOverFacts, check: Check) -> Met:
    area, adequate = check.words("area"), check.words("adequate")
    outside = [each for each in facts.countries if each.country not in area]
    if any(each.basis is None for each in outside):
        return "no_basis"
    if any(each.basis == "adequacy" and each.country not in adequate for each in outside):
        return "not_adequate"
    on_paper = [each for each in outside if each.basis in ("scc", "bcr")]
    return "no_document" if any(not each.has_document for each in on_paper) else None


def _fields(facts: HandOverFacts, check: Check) -> Met:
    agreed = facts.fields_agreed or check.words("fields")
    return "more" if set(facts.fields) - set(agreed) else None


def _ended(facts: HandOverFacts, check: Check) -> Met:
    if facts.ended_on is None or facts.on <= facts.ended_on:
        return None
    if facts.deleted_on is not None and facts.deleted_on > facts.ended_on:
        return None
    due = facts.ended_on + timedelta(days=check.figure("certificate_days"))
    return "overdue" if facts.on > due else "due"


def _objection(facts: HandOverFacts, check: Check) -> Met:
    if facts.objection_open_since is None:
        return None
    if facts.asked_at is None:
        return UNKNOWN
    hours = timedelta(hours=check.figure("answer_hours"))
    return "open" if facts.asked_at - facts.objection_open_since > hours else None


def _outside(facts: HandOverFacts, check: Check) -> Met:
    return "outside" if facts.calls_outside else None


def _portal(facts: HandOverFacts, check: Check) -> Met:
    if facts.lookups_an_hour > check.figure("lookups_an_hour"):
        return "many"
    if facts.devices_of_a_login > check.figure("devices_of_a_login"):
        return "shared"
    if facts.lookups_from_abroad > check.figure("from_abroad"):
        return "abroad"
    return "night" if facts.lookups_at_night > check.figure("at_night") else None


def _decoy(facts: HandOverFacts, check: Check) -> Met:
    return "hit" if facts.decoy_hits else None


def _art14(facts: HandOverFacts, check: Check) -> Met:
    if facts.third_party_since is None or facts.art14_sent_on is not None:
        return None
    if facts.was_called:
        return "called"
    return "late" if facts.on > _months_later(facts.third_party_since, check) else None


def _access(facts: HandOverFacts, check: Check) -> Met:
    return None if facts.access_asked_on is None else "asked"


def _leak(facts: HandOverFacts, check: Check) -> Met:
    if facts.leak_known_at is None:
        return None
    if facts.asked_at is None:
        return UNKNOWN
    hours = timedelta(hours=check.figure("report_hours"))
    return "running" if facts.asked_at <= facts.leak_known_at + hours else "over"


def _permit(facts: HandOverFacts, check: Check) -> Met:
    return None if set(check.words("permits")) & facts.permits else "missing"


def _roc(facts: HandOverFacts, check: Check) -> Met:
    if not set(check.words("permits")) & facts.permits:
        return "missing"
    if facts.are_numbers_listed is None:
        return UNKNOWN
    return None if facts.are_numbers_listed else "numbers"


def _payee(facts: HandOverFacts, check: Check) -> Met:
    return "unknown_payee" if facts.unknown_payees else None


def _months_later(since: date, check: Check) -> date:
    """The last day of a period of months (Regulation 1182/71 Art 3(2)(c))."""
    month = since.month - 1 + check.figure("months")
    year, month = since.year + month // 12, month % 12 + 1
    after = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(since.day - 1), after - timedelta(1))


PREDICATES: Final[Mapping[str, Callable[[HandOverFacts, Check], Met]]] = MappingProxyType(
    {
        "C040": _unsigned,
        "C041": _joint,
        "C042": _not_audited,
        "C043": _not_looked_at,
        "C044": _undeclared,
        "C045": _register,
        "C046": _transfer,
        "C047": _fields,
        "C048": _ended,
        "C049": _objection,
        "C050": _outside,
        "C051": _portal,
        "C052": _decoy,
        "C053": _art14,
        "C054": _access,
        "C055": _leak,
        "C056": _permit,
        "C057": _roc,
        "C058": _payee,
    }
)
