"""A verdict as sentences for the one who reads it: agent, customer or regulator.

The sentences stand in the rule pack, beside the law they speak of. A partner is told only
coarse classes of reasons: whatever concerns the person is one class, so that nobody learns
who else has called, who objected, or what a consent says.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

from leumund.basics.language import reader_language, translate
from leumund.permit.decide import UNKNOWN
from leumund.permit.facts import Level
from leumund.permit.rules import KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from leumund.basics.verdict import Reason, Verdict
    from leumund.permit.rulepack import Pack

Audience = Literal["agent", "customer", "regulator"]
AUDIENCES: tuple[Audience, ...] = ("agent", "customer", "regulator")


class PartnerClass(StrEnum):
    """All that a partner learns about a refusal."""

    PERSON = "person"
    PARTNER = "partner"
    NUMBER = "number"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing that lets an allowed call be made: the rule that asks for it, what is on file
    in words, and its law."""

    rule: str
    said: str
    citation: str


# Attempts are counted over all partners, so a partner must not see them apart.
_CLASS_OF_LEVEL = {
    Level.PERSON: PartnerClass.PERSON,
    Level.FREQUENCY: PartnerClass.PERSON,
    Level.PARTNER: PartnerClass.PARTNER,
    Level.NUMBER: PartnerClass.NUMBER,
    Level.TIME: PartnerClass.TIME,
}


def explain(
    verdict: Verdict,
    language: str | None = None,
    audience: Audience = "agent",
    pack: Pack | None = None,
    *,
    permissions: Iterable[Permission] = (),
    notes: Mapping[str, str] | None = None,
) -> str:
    """The verdict, then one line per reason with the law it rests on; refusals first.

    The sentences are those of the pack, of the bundled one where none is given. ``language``
    None: the reader's. A rule that the pack does not know is named by its id. ``permissions``
    are said before the duties, ``notes`` behind the reason of their rule.
    """
    language = language or reader_language()
    rules = (pack or _bundled()).rules
    granted = [f"- {each.said} [{each.rule}; {each.citation}]" for each in permissions]
    reasons = (*verdict.refusals, *verdict.duties)
    lines = [
        _line(reason, rules.get(reason.rule), language, audience, (notes or {}))
        for reason in reasons
    ]
    return "\n".join([_headline(verdict, language), *granted, *lines])


def classes_for_partner(verdict: Verdict) -> tuple[PartnerClass, ...]:
    """The coarse classes of the refusals, sorted; empty when the call is allowed."""
    found = {_CLASS_OF_LEVEL[KNOWN[reason.rule].level] for reason in verdict.refusals}
    return tuple(sorted(found))


def explain_for_partner(verdict: Verdict, language: str | None = None) -> str:
    """What the partner may read: allowed or refused, and the coarse classes."""
    lines = [_headline_for_partner(verdict, language)]
    lines += [f"- {_sentence(found, language)}" for found in classes_for_partner(verdict)]
    return "\n".join(lines)


def _headline(verdict: Verdict, language: str) -> str:
    if verdict.is_liftable:
        return translate(
            "The call is refused for now; a person or a new fact can change that.", language
        )
    return _headline_for_partner(verdict, language)


def _headline_for_partner(verdict: Verdict, language: str | None) -> str:
    if verdict.is_allowed:
        return translate("The call is allowed.", language)
    return translate("The call is refused.", language)


def _sentence(found: PartnerClass, language: str | None) -> str:
    match found:
        case PartnerClass.PERSON:
            return translate("This person may not be called.", language)
        case PartnerClass.PARTNER:
            return translate("Your contract does not cover this call.", language)
        case PartnerClass.NUMBER:
            return translate("The number to be shown may not be used.", language)
        case PartnerClass.TIME:
            return translate("Calls are not made at this time.", language)


def _line(
    reason: Reason, rule: Any, language: str, audience: Audience, notes: Mapping[str, str]
) -> str:
    note = f"{notes[reason.rule]} " if reason.rule in notes else ""
    law = f"{note}[{reason.rule}; {reason.citation}]"
    if rule is None:
        return f"- {reason.rule} ({reason.fact}) {law}"
    known = rule.get("facts", {})
    words = [known.get(word, {}).get(language, word) for word in reason.fact.split("+")]
    said = ", ".join(words) if known else ""
    if reason.fact == UNKNOWN and reason.effect.is_refusal:
        return f"- {_not_known(audience, language)} {rule['title'][language]}: {said}. {law}"
    return f"- {rule['sentences'][language][audience]}{f' ({said})' if said else ''} {law}"


def _not_known(audience: Audience, language: str) -> str:
    """What nobody knows is said as that, not as if the worst of it were known."""
    match audience:
        case "agent":
            return translate("Do not call.", language)
        case "customer":
            return translate("We do not call.", language)
        case "regulator":
            return translate("The call was not made.", language)


def _bundled() -> Pack:
    from leumund.permit.rulepack import load

    return load()
