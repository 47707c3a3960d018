"""May this call be made? The definition; everything that is faster is compared with it.

The steps stand in the order of evaluation: the strictest wins, one refusal is enough, and
still every reason is returned. German call law and code (rules C001 to C022), and six rules
of our own:

 1. objection          C007
 2. public register    L002
 3. legal ground       C001 to C006, C008 to C015: the consent on which the call would rest
 4. the partner        L003 contract, L004 purpose, L005 product, L006 chain of sub-partners,
                      L007 measure in force
 5. the number shown   C017 to C020
 6. hours              C021
 7. attempts           C022
 8. the script         C016

A step that meets a fact it cannot read gives L001, which refuses: could not decide means do
not call. Every test is written so that only the expected value passes: ``is not True``.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from leumund.basics.verdict import Effect, Reason, Verdict
from leumund.permit.closures import is_holiday
from leumund.permit.facts import (
    ACTIVE,
    BUSINESS,
    CONSUMER,
    LIVE_CALLS,
    NO_CONTRACT,
    NO_REGISTER_HIT,
    ORDINARY,
    ConsentFacts,
    Facts,
    Level,
)
from leumund.permit.moments import months_before
from leumund.permit.rules import UNDECIDED
from leumund.permit.shape import is_odd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from leumund.permit.rules import Rules

    Met = tuple[str, str]
    Step = Callable[[Facts, Rules], Iterable[Met]]

UNKNOWN = "unknown"
_ODD_FACT = (TypeError, ValueError, AttributeError, LookupError, ArithmeticError)
_T = TypeVar("_T")


def decide(facts: Facts, rules: Rules) -> Verdict:
    """The verdict with every reason, sorted. Never raises for odd facts: they refuse.

    A fact of another type than it must be has the one answer that it could not be decided.
    """
    if is_odd(facts):
        return Verdict((rules.reason(UNDECIDED, "odd") or Reason(UNDECIDED, Effect.BLOCK),))
    reasons: set[Reason] = set()
    for level, step in STEPS:
        if level not in rules.levels:
            continue
        try:
            met = list(step(facts, rules))
        except _ODD_FACT:
            met = [(UNDECIDED, step.__name__)]
        reasons.update(_reasons(met, rules) if met else ())
    return Verdict(tuple(sorted(reasons)))


def consent_relied_on(facts: Facts, rules: Rules) -> ConsentFacts | None:
    """The consent on which the call would rest: the one that ``decide`` has judged."""
    return None if is_odd(facts) else _chosen(facts, rules)


def _chosen(facts: Facts, rules: Rules) -> ConsentFacts | None:
    if not facts.consents:
        return None
    if len(facts.consents) == 1:
        return facts.consents[0]
    return min(facts.consents, key=lambda consent: _order_of_choice(consent, facts, rules))


def objection(facts: Facts, rules: Rules) -> Iterator[Met]:
    """Step 1. Any objection to marketing ends it, also where consent once existed."""
    # C007: § 7(1) sentence 2 UWG, Art 21(3) GDPR.
    if facts.are_objections_known is not True:
        yield "C007", UNKNOWN
    elif facts.objected_at is not None and facts.objected_at <= facts.at:
        yield "C007", "objected"


def register(facts: Facts, rules: Rules) -> Iterator[Met]:
    """Step 2. A hit in a public register shows a recognisable will; the pack says how far."""
    # L002: § 7(1) sentence 2 UWG, by the company's own policy.
    if facts.register_hit is None:
        yield "L002", UNKNOWN
    elif facts.register_hit != NO_REGISTER_HIT:
        yield "L002", _text(facts.register_hit)


def ground(facts: Facts, rules: Rules) -> Iterator[Met]:
    """Step 3. A consumer's consent, a business's need, a machine's express consent."""
    # L001: where nobody knows for whom the call would be, nothing can be decided.
    if not _text(facts.principal or ""):
        yield UNDECIDED, "principal"
    # C002: whoever is not known to be a business is a consumer (§ 13 BGB).
    if facts.subject_kind not in (CONSUMER, BUSINESS):
        yield "C002", UNKNOWN
    # C003: presumed consent needs a recorded, concrete reason (§ 7(2) no. 1 alt. 2 UWG).
    if facts.subject_kind == BUSINESS and not _text(facts.business_reason or "").strip():
        yield "C003", "missing"
    if facts.subject_kind != BUSINESS or facts.call_type not in LIVE_CALLS:
        yield from _consent_reasons(facts, rules)


def partner(facts: Facts, rules: Rules) -> Iterator[Met]:
    """Step 4. The partner acts only within a contract valid now, down the whole chain."""
    # L003: Art 28(3), 29 GDPR.
    if facts.is_partner_engaged is not True:
        yield "L003", "none" if facts.is_partner_engaged is False else UNKNOWN
    # L004, L005: the instruction names purpose and product (Art 28(3)(a), 29 GDPR).
    if lacks := _lacking(facts.engaged_purposes, facts.purpose):
        yield "L004", lacks
    if lacks := _lacking(facts.engaged_products, facts.product):
        yield "L005", lacks
    # L006: every link above a sub-partner is authorised too (Art 28(2), (4) GDPR).
    if facts.is_chain_unbroken is not True:
        yield "L006", "broken" if facts.is_chain_unbroken is False else UNKNOWN
    # L007: a data stop is in force against it or somebody above (Art 28(3)(a), 29 GDPR).
    if facts.is_stopped is not False:
        yield "L007", "stopped" if facts.is_stopped is True else UNKNOWN


def number(facts: Facts, rules: Rules) -> Iterator[Met]:
    """Step 5. The caller's own number is shown, and it is one that may be shown."""
    # C017: no suppression of the caller's number (§ 15(2) TDDDG).
    if facts.is_number_withheld is not False:
        yield "C017", "withheld" if facts.is_number_withheld is True else UNKNOWN
    # C018: assigned to the caller, and with a right of use (§ 15(2) TDDDG, § 120(2) TKG).
    if facts.is_number_callers_own is not True or facts.has_right_of_use is not True:
        yield "C018", _whose(facts)
    # C019: premium, directory, mass traffic, short, emergency, foreign never (§ 120(2) TKG).
    if facts.number_kind != ORDINARY:
        is_barred = facts.number_kind in rules.values.barred_number_kinds
        yield "C019", _text(facts.number_kind) if is_barred else UNKNOWN
    # C020: from abroad over a foreign trunk the carriers show no number (§ 120(4) TKG).
    if facts.partner_country != "DE" and facts.trunk_country != "DE":
        yield "C020", _text(facts.trunk_country or UNKNOWN)


def hours(facts: Facts, rules: Rules) -> Iterator[Met]:
    """Step 6. Within the hours of the code, on the clock and calendar of the person called."""
    # C021: Mon-Fri 8-20, Sat 9-18, no Sunday, no public holiday (Branchenkodex).
    if facts.local_date is None or facts.local_second is None:
        yield "C021", UNKNOWN
        return
    weekday, second = facts.local_date.isoweekday(), facts.local_second
    windows = [each for each in rules.values.hours if each.weekday == weekday]
    closed = []
    if is_holiday(facts.land, facts.local_date):
        closed.append("holiday")
    if not windows:
        closed.append("weekday")
    elif not any(each.opens <= second < each.closes for each in windows):
        closed.append("hour")
    if closed:
        yield "C021", "+".join(closed)


def attempts(facts: Facts, rules: Rules) -> Iterator[Met]:
    """Step 7. Not more often than the code allows, or the company's own stricter figure."""
    # C022: within 24 hours, within seven days, within the campaign (Branchenkodex).
    counts = (
        ("day", facts.attempts_day, rules.values.attempts_day),
        ("week", facts.attempts_week, rules.values.attempts_week),
        ("campaign", facts.attempts_campaign, rules.values.attempts_campaign),
    )
    reached = [name for name, count, most in counts if count is not None and not count < most]
    if any(count is None for _, count, _ in counts):
        reached.append(UNKNOWN)
    if reached:
        yield "C022", "+".join(reached)


def script(facts: Facts, rules: Rules) -> Iterator[Met]:
    """Step 8. Where several people share the line, the call is for one of them."""
    # C016: ask for the named person, else end (LG Karlsruhe 15 O 75/16). A duty, no refusal.
    if facts.is_line_shared is not False:
        yield "C016", "shared" if facts.is_line_shared is True else UNKNOWN


STEPS: tuple[tuple[Level, Step], ...] = (
    (Level.PERSON, objection),
    (Level.PERSON, register),
    (Level.PERSON, ground),
    (Level.PARTNER, partner),
    (Level.NUMBER, number),
    (Level.TIME, hours),
    (Level.FREQUENCY, attempts),
    (Level.PERSON, script),
)


def _reasons(met: list[Met], rules: Rules) -> Iterator[Reason]:
    found = (rules.reason(rule, fact) for rule, fact in met)
    return (reason for reason in found if reason is not None)


def _consent_reasons(facts: Facts, rules: Rules) -> list[Met]:
    chosen = _chosen(facts, rules)
    if chosen is not None:
        return _faults(chosen, facts, rules)
    return _without_valid(facts, UNKNOWN if facts.consents is None else "none")


def _order_of_choice(consent: ConsentFacts, facts: Facts, rules: Rules) -> tuple[object, ...]:
    """The least refused first, then the newest, then the smallest id."""
    granted, number_ = consent.granted_at, consent.consent_id
    return (
        max((_weight(rule, rules) for rule, _ in _faults(consent, facts, rules)), default=0),
        granted is None,
        facts.at - granted if granted is not None else timedelta(0),
        number_ is None,
        number_ or 0,
    )


def _weight(rule: str, rules: Rules) -> int:
    found = rules.by_id.get(rule)
    return {Effect.BLOCK: 2, Effect.HOLD: 1}.get(found.effect, 0) if found else 0


def _faults(consent: ConsentFacts, facts: Facts, rules: Rules) -> list[Met]:
    """What is wrong with this consent as the ground of this call."""
    met: list[Met] = []
    if fault := _not_valid(consent, facts):
        met += _without_valid(facts, fault)
    elif _is_automated(facts) and rules.values.automated_channel not in _set(consent.channels):
        # C004: a machine needs consent to being called by one (§ 7(2) no. 2 UWG).
        met.append(("C004", _call_type(facts)))
    met += _scope_faults(consent, facts, rules)
    met += _proof_faults(consent, rules)
    # C015: nobody has used it for so long that a person should look (policy).
    if _is_unused(consent, months_before(facts.at, rules.values.consent_unused_months)):
        met.append(("C015", "unused"))
    return met


def _without_valid(facts: Facts, fault: str) -> list[Met]:
    met: list[Met] = []
    if facts.subject_kind != BUSINESS:
        # C001: no call to a consumer without prior express consent (§ 7(2) no. 1 UWG).
        met.append(("C001", fault))
        # C005: being a customer is no consent (§ 7(3) UWG, e contrario).
        if facts.contract_status == ACTIVE:
            met.append(("C005", ACTIVE))
    if _is_automated(facts):
        met.append(("C004", _call_type(facts)))
    return met


def _not_valid(consent: ConsentFacts, facts: Facts) -> str:
    """Why there is no consent in force at the time of the call; empty when there is."""
    if consent.revoked_at is not None and consent.revoked_at <= facts.at:
        return "revoked"
    if consent.valid_until is not None and not _is_within(facts.local_date, consent):
        return "expired"
    if consent.granted_at is not None and consent.granted_at > facts.at:
        return "later"
    return ""


def _scope_faults(consent: ConsentFacts, facts: Facts, rules: Rules) -> Iterator[Met]:
    # C006: after the contract it must say that it lasts, and until when (BGH III ZR 196/17).
    if facts.contract_status not in (ACTIVE, NO_CONTRACT):
        if consent.reaches_past_contract_end is not True:
            yield "C006", "wording"
        elif not _is_within(facts.local_date, consent):
            yield "C006", "date"
    # C008, C009, C010: company, product and channel are named (§ 7 UWG, Art 4(11) GDPR).
    if lacks := _unnamed(consent.companies, facts.principal):
        yield "C008", lacks
    if lacks := _unnamed(consent.products, facts.product):
        yield "C009", lacks
    if lacks := _unnamed(consent.channels, rules.values.telephone_channel):
        yield "C010", lacks


def _proof_faults(consent: ConsentFacts, rules: Rules) -> Iterator[Met]:
    source = _source_kind(consent, rules)
    # C011: an e-mail double opt-in proves no consent to calls (BGH I ZR 164/09).
    if source in ("email_only", UNKNOWN) and consent.is_number_confirmed is not True:
        yield "C011", source
    # C012: wording, time and proof are recorded (§ 7a(1) UWG).
    parts = (
        ("granted_at", consent.granted_at),
        ("proof", consent.proof_hash),
        ("wording", consent.wording),
    )
    if missing := [name for name, part in parts if _is_blank(part)]:
        yield "C012", "+".join(missing)
    # C013: recorded when it was given, not afterwards (§ 20(1) no. 2 UWG).
    if late := _lateness(consent, rules):
        yield "C013", late
    # C014: bought or won in a draw: somebody has looked where it comes from.
    if source in ("bought", UNKNOWN) and consent.is_origin_checked is not True:
        yield "C014", source


def _is_blank(part: str | datetime | None) -> bool:
    return part is None or (isinstance(part, str) and not part.strip())


def _source_kind(consent: ConsentFacts, rules: Rules) -> str:
    if consent.source in rules.values.email_only_sources:
        return "email_only"
    if consent.source in rules.values.bought_sources:
        return "bought"
    return "other" if consent.source in rules.values.other_sources else UNKNOWN


def _lateness(consent: ConsentFacts, rules: Rules) -> str:
    if consent.proof_recorded_at is None or consent.granted_at is None:
        return UNKNOWN
    tolerance = timedelta(hours=rules.values.proof_late_hours)
    return "late" if consent.proof_recorded_at > consent.granted_at + tolerance else ""


def _is_unused(consent: ConsentFacts, since: datetime) -> bool:
    moments = [each for each in (consent.granted_at, consent.last_used_at) if each is not None]
    return bool(moments) and max(moments) < since


def _is_within(day: date | None, consent: ConsentFacts) -> bool:
    return day is not None and consent.valid_until is not None and day <= consent.valid_until


def _is_automated(facts: Facts) -> bool:
    return facts.call_type not in LIVE_CALLS


def _call_type(facts: Facts) -> str:
    return _text(facts.call_type or UNKNOWN)


def _whose(facts: Facts) -> str:
    if facts.is_number_callers_own is False:
        return "other_owner"
    if facts.has_right_of_use is False:
        return "no_right"
    return UNKNOWN


def _unnamed(words: frozenset[str] | None, word: str | None) -> str:
    """Why a consent does not name the word; empty when it does. Silence names nothing."""
    if not word:
        return UNKNOWN
    return "" if word in _set(words) else "not_named"


def _lacking(words: frozenset[str] | None, word: str | None) -> str:
    """Why a contract does not cover the word; empty when it does."""
    if not words or not word:
        return UNKNOWN
    return "" if word in _set(words) else "other"


def _set(words: frozenset[str] | None) -> frozenset[str]:
    """The words; a text in their place would match any part of itself, so it is odd."""
    return frozenset() if words is None else _typed(words, frozenset)


def _text(value: object) -> str:
    return _typed(value, str)


def _typed(value: object, kind: type[_T]) -> _T:
    if not isinstance(value, kind):
        raise TypeError(kind.__name__)
    return value
