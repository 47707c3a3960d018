"""What is missing in the chain: what the law wants, what is not there, and the way out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leumund.basics.checks import Check, decide
from leumund.basics.language import marked as _
from leumund.basics.language import reader_language, translate
from leumund.basics.verdict import Effect, Reason
from leumund.network.handover import PREDICATES, HandOverFacts
from leumund.network.standing import ended_on, facts_alone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from leumund.network.partner import Partner

_OF_A_PARTNER = ("C040", "C041", "C042", "C043", "C044", "C045", "C046", "C048", "C056", "C057")
_AFTER_THE_END = ("C048",)
_IN_WORDS = {
    "address": _("address"),
    "contact": _("contact"),
    "tasks": _("tasks"),
    "register_extract": _("extract of the commercial register"),
    "security": _("how it protects data"),
    "sub_partners": _("who works below it"),
}
_WAYS_OUT = {
    "C040": _(
        "Have the contract signed; then write its day after art28_signed and its paper below "
        "documents in partners.yaml."
    ),
    "C041": _(
        "Agree on who does what and write art26_document and legal_ground into the engagement; "
        "until then hand over nothing."
    ),
    "C042": _("Audit it, then note that: leumund network check-in {partner} audit"),
    "C043": _("Look at it, then note that: leumund network check-in {partner} {first}"),
    "C044": _(
        "Agree in writing, then write the day after authorised in partners.yaml; or end the "
        "engagement."
    ),
    "C045": _("Ask the partner above it and add what is missing in partners.yaml."),
    "C046": _(
        "Write transfer with basis, document and assessed into partners.yaml, or let it work "
        "from a site in the EEA."
    ),
    "C048": _(
        "Ask for the proof of deletion, then note it: leumund network check-in {partner} "
        "deletion_certificate"
    ),
    "C056": _("Ask for the entry and write it below permits as kind 34d."),
    "C057": _("Ask for the entries and write them below permits as roc and roc-numbers."),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing of one partner.

    ``wants``: what the law wants, ``law``: which. ``missing``: what is not there.
    ``effect``: ``block`` and ``hold`` mean that nothing is handed over.
    """

    partner: str
    check: str
    title: str
    effect: Effect
    law: str
    wants: str
    missing: str
    way_out: str

    @property
    def is_stopping(self) -> bool:
        """Whether nothing is handed over as long as this is missing."""
        return self.effect.is_refusal


@dataclass(frozen=True, slots=True)
class Gaps:
    """Everything that is missing on a day, partner by partner."""

    on: date
    partners: int
    gaps: tuple[Gap, ...]

    @property
    def is_complete(self) -> bool:
        return not self.gaps

    def of(self, partner: str) -> tuple[Gap, ...]:
        """What is missing of one partner."""
        return tuple(gap for gap in self.gaps if gap.partner == partner)

    def in_words(self) -> str:
        """One block per gap: what is missing, what the law wants, the way out."""
        if not self.gaps:
            return translate("Nothing is missing. Partners looked at: {partners}.").format(
                partners=self.partners
            )
        stopped = len({gap.partner for gap in self.gaps if gap.is_stopping})
        first = translate(
            "Partners looked at: {partners}. Things missing: {gaps}. Partners that get nothing "
            "until then: {stopped}."
        ).format(partners=self.partners, gaps=len(self.gaps), stopped=stopped)
        return "\n\n".join([first, *map(_block, self.gaps)])


def find_gaps(partners: Iterable[Partner], checks: Mapping[str, Check], on: date) -> Gaps:
    """What is missing of each partner itself; what ended asks only for the deletion."""
    looked_at = tuple(partners)
    found = [gap for partner in looked_at for gap in _of(partner, checks, on)]
    return Gaps(on, len(looked_at), tuple(found))


def _of(partner: Partner, checks: Mapping[str, Check], on: date) -> Iterable[Gap]:
    asked: tuple[str, ...] = _AFTER_THE_END if ended_on(partner, on) else _OF_A_PARTNER
    facts = facts_alone(partner, on)
    if facts.role is None:
        # who is not engaged yet: nobody can say which contract it needs
        asked = tuple(name for name in asked if name != "C040")
    chosen = {name: checks[name] for name in asked if name in checks}
    for reason in decide(chosen, PREDICATES, facts).reasons:
        yield _gap(partner, checks[reason.rule], reason, facts)


def _gap(partner: Partner, check: Check, reason: Reason, facts: HandOverFacts) -> Gap:
    language = reader_language()
    said = check.facts.get(reason.fact, {}).get(language, reason.fact)
    details = _details(check, facts)
    named = ", ".join(translate(_IN_WORDS.get(each, each)) for each in details)
    # an address the partner chose is quoted as one word where it is shown in a command
    name = f"'{partner.name}'" if " " in partner.name else partner.name
    way_out = translate(_WAYS_OUT[check.id])
    return Gap(
        partner=partner.name,
        check=check.id,
        title=check.title[language],
        effect=reason.effect,
        law=check.citation,
        wants=check.sentences[language],
        missing=f"{said}: {named}" if named else said,
        way_out=way_out.format(partner=name, first=details[0] if details else ""),
    )


def _details(check: Check, facts: HandOverFacts) -> list[str]:
    """Which things of several are missing."""
    if check.id == "C043":
        return [each for each in check.words("needed") if each not in facts.looked_at]
    if check.id == "C045":
        return [each.partition(": ")[2] for each in facts.register_missing]
    if check.id == "C046":
        area = check.words("area")
        return [each.country for each in facts.countries if each.country not in area]
    return []


def _block(gap: Gap) -> str:
    lines = [
        f"{gap.partner} · {gap.title} ({gap.check})",
        f"  {translate('missing')}: {gap.missing}",
        f"  {translate('wanted')}: {gap.wants} [{gap.law}]",
        f"  {translate('way out')}: {gap.way_out}",
    ]
    if gap.is_stopping:
        lines.append(f"  {translate('until then nothing is handed over')}")
    return "\n".join(lines)
