"""The rows of the pack ``eu/cases`` as questions put to the facts of one case.

What a row does, since when and under which law stands in the pack; here stands only whether
facts meet it, and by which word. A group of facts that is None was not asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final
from unicodedata import combining

from leumund.basics.checks import Check, decide
from leumund.basics.letters import folded, visible
from leumund.basics.persons import may_be_one, name_words
from leumund.basics.verdict import Effect, Reason, Verdict
from leumund.cases.days import months_after

PACK: Final = "eu/cases"
VERY_LATE: Final = "very_late"


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts of a complaint, a partner's figures, a step in a case, a text. Days are counted,
    never dates compared, except where months are counted."""

    complaint: Mapping[str, Any] | None = None
    figures: Mapping[str, Any] | None = None
    occasion: Mapping[str, Any] | None = None
    item: Mapping[str, Any] | None = None
    measure: Mapping[str, Any] | None = None
    hearing: Mapping[str, Any] | None = None
    claw_back: Mapping[str, Any] | None = None
    extract: Mapping[str, Any] | None = None
    text: Mapping[str, Any] | None = None
    decision: Mapping[str, Any] | None = None
    pack: Mapping[str, Any] | None = None
    rule: Mapping[str, Any] | None = None
    clocks: Mapping[str, Any] | None = None


def judge(checks: Mapping[str, Check], facts: Facts) -> Verdict:
    """The verdict; a case known for very long is no alarm any more but escalated."""
    verdict = decide(checks, PREDICATES, facts)
    return Verdict(tuple(sorted(_raised(reason) for reason in verdict.reasons)))


def decide_facts(checks: Mapping[str, Check], facts: Mapping[str, Any]) -> Verdict:
    """The same for facts as a file states them; raises TypeError for an unknown group."""
    known = {field.name for field in fields(Facts)}
    if unknown := sorted(set(facts) - known):
        raise TypeError(f"facts of a case hold no {', '.join(unknown)}")
    return judge(checks, Facts(**facts))


def offence_words(text: str, check: Check) -> tuple[str, ...]:
    """The words of a text that speak of an offence, in either language."""
    heads = _with_endings(check, "words_de")
    whole = _with_endings(check, "words_en")
    stems = [folded(stem) for stem in check.words("stems")]
    harmless = [folded(word) for word in check.words("harmless")]
    found = []
    for word in _as_read(text):
        plain = folded(word)
        for each in harmless:
            plain = plain.replace(each, "")
        # A German compound is what its last part says; a stem speaks wherever it stands.
        is_barred = plain.endswith(heads) or plain in whole or any(s in plain for s in stems)
        found += [word] if is_barred else []
    return tuple(dict.fromkeys(found))


def _as_read(text: str) -> list[str]:
    """Its words; also what is written apart letter by letter, or parted by a sign, as one."""
    seen = "".join(sign for sign in visible(text).casefold() if not combining(sign))
    parted = re.sub(r"(?<=\w)[-_\u2010-\u2015\u00b7.*/|](?=\w)", "", seen)
    spaced = re.findall(r"(?<!\w)(?:\w[\W_]{1,3}){3,}\w(?!\w)", seen)
    apart = [re.sub(r"[\W_]", "", each) for each in spaced]
    return [*re.findall(r"[^\W_]+", seen), *re.findall(r"\w+", parted), *apart]


def _with_endings(check: Check, name: str) -> tuple[str, ...]:
    """Each of these words, also with a German ending."""
    endings = ("", "s", "es", "e", "en", "er", "em", "n")
    return tuple(folded(word) + ending for word in check.words(name) for ending in endings)


def _raised(reason: Reason) -> Reason:
    is_late = (reason.rule, reason.fact) == ("C161", VERY_LATE)
    return replace(reason, effect=Effect.ESCALATE) if is_late else reason


def _complaint_lacks(facts: Facts, check: Check) -> str | None:
    if facts.complaint is None or facts.complaint.get("is_asked_back"):
        return None
    lacking = [each for each in check.words("needed") if not facts.complaint.get(each)]
    return "+".join(lacking) or None


def _complaint_objects(facts: Facts, check: Check) -> str | None:
    said = facts.complaint or {}
    return "objected" if said.get("has_objection") and not said.get("is_stopped") else None


def _number_is_nobodys(facts: Facts, check: Check) -> str | None:
    said = facts.complaint or {}
    if not said.get("number_shown") or "is_a_partners" not in said:
        return None
    return None if said["is_a_partners"] else "unregistered"


def _call_without_record(facts: Facts, check: Check) -> str | None:
    said = facts.complaint or {}
    is_ours = bool(said.get("matches_hand_over"))
    return "no_record" if is_ours and said.get("has_own_record") is False else None


def _rate_is_high(facts: Facts, check: Check) -> str | None:
    """Compared is the lower end of the interval, so that a few complaints are no alarm."""
    if facts.figures is None or "low_per_10000" not in facts.figures:
        return None
    limit = check.figure("complaints_per_10000_calls")
    return "high" if int(facts.figures["low_per_10000"]) > limit else None


def _figure_stands_out(facts: Facts, check: Check) -> str | None:
    outliers = (facts.figures or {}).get("outliers")
    return "+".join(sorted(outliers)) if outliers else None


def _occasion_is_unwritten(facts: Facts, check: Check) -> str | None:
    if facts.occasion is None:
        return None
    return None if facts.occasion["is_documented"] is True else "undocumented"


def _item_lacks(facts: Facts, check: Check) -> str | None:
    if facts.item is None:
        return None
    given = {key: str(value or "").strip() for key, value in facts.item.items()}
    return "+".join(each for each in check.words("needed") if not given.get(each)) or None


def _measure_without_hearing(facts: Facts, check: Check) -> str | None:
    said = facts.measure
    if said is None or said["kind"] in check.words("before_the_hearing"):
        return None
    if not said["is_hearing_sent"]:
        return "not_heard"
    return None if said["is_reply_date_passed"] else "reply_awaited"


def _new_facts(facts: Facts, check: Check) -> str | None:
    if facts.hearing is None or not facts.hearing["is_sent"]:
        return None
    return "new_facts" if int(facts.hearing["new_findings"]) else None


def _unwarned(facts: Facts, check: Check) -> str | None:
    said = facts.measure
    if said is None or said["kind"] != "termination":
        return None
    return None if said["was_warned"] or said.get("why_no_warning") else "no_warning"


def _known_for_long(facts: Facts, check: Check) -> str | None:
    days = (facts.clocks or {}).get("days_known")
    if days is None or days <= check.figure("days_alarm"):
        return None
    return VERY_LATE if days > check.figure("days_escalate") else "late"


def _claim_expires(facts: Facts, check: Check) -> str | None:
    said = facts.clocks or {}
    if "known_on" not in said:
        return None
    known, today = _day(said["known_on"]), _day(said["today"])
    left = (months_after(known, check.figure("months")) - today).days
    return "soon" if left <= check.figure("days_before") else None


def _our_own_reason(facts: Facts, check: Check) -> str | None:
    if facts.claw_back is None:
        return None
    reason = facts.claw_back["reason"]
    return reason if reason in check.words("our_reasons") else None


def _extract_due(facts: Facts, check: Check) -> str | None:
    if facts.extract is None or facts.extract["is_handed_out"]:
        return None
    is_late = facts.extract["days_since_asked"] > check.figure("days")
    return "overdue" if is_late else "asked"


def _not_reserved(facts: Facts, check: Check) -> str | None:
    said = facts.measure
    if said is None or said["kind"] != "penalty":
        return None
    return None if said.get("is_penalty_reserved") else "not_reserved"


def _speaks_of_offence(facts: Facts, check: Check) -> str | None:
    if facts.text is None:
        return None
    return "offence" if offence_words(facts.text["said"], check) else None


def _breach_clock(facts: Facts, check: Check) -> str | None:
    said = facts.clocks or {}
    if said.get("hours_since_breach") is None or said.get("is_breach_notified"):
        return None
    hours, due = said["hours_since_breach"], check.figure("hours")
    if hours > due:
        return "overdue"
    return "soon" if hours >= due - check.figure("hours_before") else None


def _complaint_unacknowledged(facts: Facts, check: Check) -> str | None:
    days = (facts.clocks or {}).get("days_since_complaint")
    return "overdue" if days is not None and days > check.figure("days") else None


def _access_unanswered(facts: Facts, check: Check) -> str | None:
    days = (facts.clocks or {}).get("days_since_access")
    return "overdue" if days is not None and days > check.figure("days") else None


def _score_only(facts: Facts, check: Check) -> str | None:
    if facts.decision is None:
        return None
    if _is_nobody(str(facts.decision["by"]), set(check.words("no_persons"))):
        return "nobody"
    read = facts.decision["looked_at"]
    return None if any("score" not in name_words(each) for each in read) else "score"


def _is_nobody(name: str, programs: set[str]) -> bool:
    """Whether it has no letter, or is a program's name, numbered or written apart."""
    words = [word for each in name_words(name) if (word := each.strip("0123456789"))]
    return "".join(words) in programs or all(word in programs for word in words)


def _rules_unknown(facts: Facts, check: Check) -> str | None:
    if facts.pack is None:
        return None
    return None if facts.pack.get("rules_digest") else "missing"


def _allows_unverified(facts: Facts, check: Check) -> str | None:
    if facts.rule is None or facts.rule["source"] not in check.words("unsure"):
        return None
    return None if facts.rule["effect"] in check.words("may") else "allows"


def _access_month(facts: Facts, check: Check) -> str | None:
    said = facts.clocks or {}
    if "asked_on" not in said:
        return None
    due = months_after(_day(said["asked_on"]), check.figure("months"))
    left = (due - _day(said["today"])).days
    if left < 0:
        return "overdue"
    return "soon" if left <= check.figure("days_before") else None


def _stop_lapses(facts: Facts, check: Check) -> str | None:
    left = (facts.clocks or {}).get("days_until_lapse")
    if left is None:
        return None
    return "soon" if left <= check.figure("days_before") else None


def _reply_too_soon(facts: Facts, check: Check) -> str | None:
    if facts.hearing is None or "working_days" not in facts.hearing:
        return None
    is_short = facts.hearing["working_days"] < check.figure("working_days")
    return "too_soon" if is_short else None


def _due_to_be_locked(facts: Facts, check: Check) -> str | None:
    months = (facts.clocks or {}).get("months_since_cleared")
    return "due" if months is not None and months >= check.figure("months") else None


def _one_kind(facts: Facts, check: Check) -> str | None:
    if facts.measure is None or "kinds_of_evidence" not in facts.measure:
        return None
    is_light = not facts.measure["is_above_warning"]
    return None if is_light or facts.measure["kinds_of_evidence"] > 1 else "one_kind"


def _one_person(facts: Facts, check: Check) -> str | None:
    if facts.decision is None or "first" not in facts.decision:
        return None
    first, second = facts.decision["first"], facts.decision["by"]
    return "same" if may_be_one(first, second) else None


def _explanations_open(facts: Facts, check: Check) -> str | None:
    if facts.measure is None or "explained" not in facts.measure:
        return None
    if not facts.measure["is_above_warning"]:
        return None
    explained = facts.measure["explained"]
    return "+".join(each for each in check.words("explanations") if each not in explained) or (
        None
    )


def _day(written: date | str) -> date:
    if isinstance(written, datetime):
        raise TypeError("a day is expected")
    return date.fromisoformat(written) if isinstance(written, str) else written


PREDICATES: Final[Mapping[str, Callable[[Facts, Check], str | None]]] = MappingProxyType(
    {
        "C150": _complaint_lacks,
        "C151": _complaint_objects,
        "C152": _number_is_nobodys,
        "C153": _call_without_record,
        "C154": _rate_is_high,
        "C155": _figure_stands_out,
        "C156": _occasion_is_unwritten,
        "C157": _item_lacks,
        "C158": _measure_without_hearing,
        "C159": _new_facts,
        "C160": _unwarned,
        "C161": _known_for_long,
        "C162": _claim_expires,
        "C163": _our_own_reason,
        "C164": _extract_due,
        "C165": _not_reserved,
        "C166": _speaks_of_offence,
        "C167": _breach_clock,
        "C168": _complaint_unacknowledged,
        "C169": _access_unanswered,
        "C170": _score_only,
        "C171": _rules_unknown,
        "C172": _allows_unverified,
        "L150": _access_month,
        "L151": _stop_lapses,
        "L152": _reply_too_soon,
        "L153": _due_to_be_locked,
        "L154": _one_kind,
        "L155": _one_person,
        "L156": _explanations_open,
    }
)
