"""Declared calls beside what was asked: per partner how often which answer was kept to, and
what stands against calls, day by day.

A call that our own gate allowed is not held against the partner that made it: what is wrong
with it is our own doing, and is counted as that.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from leumund.audit.bulk import aware
from leumund.basics.checks import decide
from leumund.basics.finding import Finding, Row, Source
from leumund.basics.language import _
from leumund.basics.verdict import Effect

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from leumund.basics.checks import Check
    from leumund.basics.verdict import Verdict
    from leumund.permit import Rules

ANSWERS = ("allowed", "other_shown", "refused", "other_number", "unasked")
"""What a call's chain had been answered: allowed · allowed with another number to be shown ·
refused · nothing about this number, while a pass for another one lay unused · nothing."""

ASKED_CODES = {
    "refused": "call.asked_and_ignored",
    "other_number": "call.other_number",
    "other_shown": "call.other_shown",
    "unasked": "call.never_asked",
}
RULE_OF = {
    "call.after_objection": "C007",
    "call.after_notice": "C007",
    "call.after_contract_end": "C006",
    "call.outside_hours": "C021",
    "call.holiday": "C021",
    "call.over_cap": "C022",
}
_ASKED_LAW = "Art. 28 Abs. 3 Buchst. h DSGVO; § 7 UWG"
_EFFECTS = {
    "call.asked_and_ignored": Effect.ALARM,
    "call.other_number": Effect.WARN,
    "call.other_shown": Effect.WARN,
    "call.never_asked": Effect.WARN,
    "call.after_notice": Effect.ESCALATE,
    "call.after_objection": Effect.ALARM,
    "C050": Effect.ESCALATE,
    "C024": Effect.ALARM,
}
_LOST, _LOST_CODE = "lost", "C024"


@dataclass(frozen=True, slots=True)
class PartnerCalls:
    """One partner's declared calls. ``by_answer``: see ``ANSWERS``; ``against``: calls by code
    for which our gate had given no pass; ``allowed_by_us``: by code, those it had allowed.
    ``lost`` of ``calls``: nobody was there when the person answered. ``people``: lines."""

    partner: str
    calls: int
    people: int
    by_answer: Mapping[str, int]
    against: Mapping[str, int]
    allowed_by_us: Mapping[str, int]
    people_by_code: Mapping[str, int] = field(default_factory=dict, repr=False)
    lost: int = 0

    @property
    def is_asking(self) -> bool:
        """Whether this partner's chain has asked about anything."""
        return any(self.by_answer.get(each) for each in ANSWERS if each != "unasked")


@dataclass(frozen=True, slots=True)
class LostCalls:
    """Lost calls of one partner, campaign and day ("": a campaign nobody asked for)."""

    partner: str
    campaign: str
    on: date
    calls: int
    lost: int
    is_over: bool
    first_at: datetime

    @property
    def per_1000(self) -> float:
        return round(1000 * self.lost / self.calls, 1)


@dataclass(frozen=True, slots=True)
class CallsAudit:
    """What was asked about declared calls from ``since`` to ``until`` (local days).

    ``refusals_since``: refusals are kept for 90 days; of a call before that day nobody can say
    whether it was refused or never asked about, so it counts as never asked.
    """

    since: date | None
    until: date | None
    refusals_since: date
    partners: tuple[PartnerCalls, ...]
    lost: tuple[LostCalls, ...] = field(default=(), repr=False)
    findings: tuple[Finding, ...] = field(default=(), repr=False)

    def in_words(self) -> str:
        """Partner by partner: asked and obeyed, asked and ignored, never asked."""
        if not self.partners:
            return _("No call was declared for these days.")
        lines = [
            _("Declared calls from {since} to {until}.").format(
                since=self.since, until=self.until
            )
        ]
        for each in self.partners:
            lines += _said_of(each)
        if self.since is not None and self.since < self.refusals_since:
            lines.append(
                _(
                    "Refusals are kept for 90 days: of calls before {day} nobody can say "
                    "whether they were refused; they count as never asked."
                ).format(day=self.refusals_since)
            )
        lines.append(
            _("{count} findings; 'leumund audit collect' keeps them.").format(
                count=len(self.findings)
            )
        )
        return "\n".join(lines)


def _said_of(each: PartnerCalls) -> list[str]:
    got = each.by_answer
    lines = [
        _(
            "{partner}: {calls} calls; asked and obeyed {allowed}, asked and ignored "
            "{refused}, asked for another number {other}, never asked {unasked}."
        ).format(
            partner=each.partner,
            calls=each.calls,
            allowed=got.get("allowed", 0) + got.get("other_shown", 0),
            refused=got.get("refused", 0),
            other=got.get("other_number", 0),
            unasked=got.get("unasked", 0),
        )
    ]
    titles = code_titles()
    for code, calls in sorted(each.against.items()):
        lines.append(f"{titles.get(code, code)}: {calls}")
    for code, calls in sorted(each.allowed_by_us.items()):
        if calls:
            lines.append(
                _("{title}, allowed by our own gate: {count}").format(
                    title=titles.get(code, code), count=calls
                )
            )
    return ["\n  ".join(lines)]


def code_titles() -> dict[str, str]:
    """What each code of this part says, in the reader's language."""
    return {
        "call.asked_and_ignored": _("Called although the answer was no"),
        "call.other_number": _("Called while a pass for another number lay unused"),
        "call.other_shown": _("Another number shown than was asked for"),
        "call.never_asked": _("Called without having asked"),
        "call.after_objection": _("Called after an objection"),
        "call.after_notice": _("Called after having been told not to"),
        "call.after_contract_end": _("Former customer called without a consent that reaches"),
        "call.outside_hours": _("Called outside the hours"),
        "call.holiday": _("Called on a public holiday"),
        "call.over_cap": _("Called more often than is allowed"),
        "C050": _("Number called that was never handed over"),
        "C024": _("More lost calls than the code of the industry says"),
        "C052": _("Control number of one copy called"),
        "C152": _("Somebody said to be the company and showed a number of nobody in the chain"),
        "C154": _("Complaints about more calls than the limit says"),
        "C155": _("A rate of this partner lies outside what chance explains"),
        "number.shown": _("A number of this partner was shown; that alone proves nothing"),
        "C049": _("Objections not passed on or not acknowledged in time"),
        "C051": _("Look-ups in the portal that stand out"),
        "C044": _("Somebody outside the declared chain"),
        "trace.named": _("This copy was used; it does not say by whom"),
        "number.named": _("Somebody said to be calling for the company or a partner"),
    }


def audited(
    rows: Sequence[Mapping[str, Any]],
    names: Mapping[int, str],
    check: Check,
    rules: Rules | None,
    escalate: Check | None,
    span: tuple[date | None, date | None],
    refusals_since: date,
    company: str | None = None,
) -> CallsAudit:
    """From the rows of the step ``found`` (``bulk.sql``); ``check`` is C024, ``escalate``
    C050, ``names`` the partners by id. What the calls of ``company`` show names no partner."""
    partners = _partners(rows, names)
    lost = _lost(rows, names, check)
    found = [
        *_findings(rows, names, partners, rules, escalate),
        *(_lost_finding(each, names, check) for each in lost if each.is_over),
    ]
    found = [as_ours(each, company) for each in found]
    return CallsAudit(
        since=span[0],
        until=span[1],
        refusals_since=refusals_since,
        partners=tuple(partners[name] for name in sorted(partners)),
        lost=lost,
        findings=tuple(sorted(found, key=lambda each: (each.first_sign_at, each.digest))),
    )


def as_ours(finding: Finding, company: str | None) -> Finding:
    """The same; one about the company itself is held against nobody but ourselves."""
    if company is None or finding.partner != company:
        return finding
    return replace(finding, partner=None, said={**finding.said, "side": "ours"})


def _partners(
    rows: Iterable[Mapping[str, Any]], names: Mapping[int, str]
) -> dict[str, PartnerCalls]:
    total: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    answers: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    codes: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for row in rows:
        if row["local_date"] is not None:
            continue
        name, code = names[row["partner_id"]], row["code"]
        if code in ANSWERS:
            answers[name][code] = row
        elif code is not None:
            codes[name][code] = row
        else:
            total[name][row["outcome_kind"] or ""] = row
    return {
        name: PartnerCalls(
            partner=name,
            calls=kinds[""]["calls"],
            people=kinds[""]["people"],
            by_answer={
                each: answers[name][each]["calls"] for each in ANSWERS if each in answers[name]
            },
            against={
                code: row["calls"] - row["allowed"]
                for code, row in sorted(codes[name].items())
                if row["calls"] > row["allowed"] or code == "C050"
            },
            allowed_by_us={code: row["allowed"] for code, row in sorted(codes[name].items())},
            people_by_code={
                code: row["people"]
                for code, row in sorted((answers[name] | codes[name] | kinds).items())
            },
            lost=kinds[_LOST]["calls"] if _LOST in kinds else 0,
        )
        for name, kinds in total.items()
    }


def _lost(
    rows: Iterable[Mapping[str, Any]], names: Mapping[int, str], check: Check
) -> tuple[LostCalls, ...]:
    counted: dict[tuple[str, str, date], list[int]] = defaultdict(lambda: [0, 0])
    first: dict[tuple[str, str, date], datetime] = {}
    for row in rows:
        if row["local_date"] is None or row["code"] not in ANSWERS:
            continue
        key = (names[row["partner_id"]], row["campaign"], row["local_date"])
        counted[key][0] += row["calls"]
        if row["outcome_kind"] == _LOST:
            counted[key][1] += row["calls"]
            first[key] = min(row["first_at"], first.get(key, row["first_at"]))
    return tuple(
        LostCalls(
            *key,
            calls=calls,
            lost=lost,
            is_over=are_lost(calls, lost, check) is not None,
            first_at=aware(first[key]),
        )
        for key, (calls, lost) in sorted(counted.items())
        if lost
    )


def are_lost(calls: int, lost: int, check: Check) -> str | None:
    """Whether more calls were lost than C024 says; too few calls say nothing."""
    is_enough = calls >= check.figure("calls_min")
    is_over = 1000 * lost > check.figure("lost_per_1000") * calls
    return "over" if is_enough and is_over else None


def decide_lost(checks: Mapping[str, Check], facts: Mapping[str, Any]) -> Verdict:
    """The verdict of the pack ``de/calls`` on ``calls`` and ``lost``."""

    def predicate(each: Mapping[str, Any], check: Check) -> str | None:
        return are_lost(each["calls"], each["lost"], check)

    return decide(checks, {"C024": predicate}, facts)


def _findings(
    rows: Iterable[Mapping[str, Any]],
    names: Mapping[int, str],
    partners: Mapping[str, PartnerCalls],
    rules: Rules | None,
    escalate: Check | None,
) -> Iterable[Finding]:
    days: dict[tuple[int, date, str], list[Any]] = {}
    for row in rows:
        day, code = row["local_date"], row["code"]
        if day is None or code is None or code == "allowed":
            continue
        if code == "unasked" and not partners[names[row["partner_id"]]].is_asking:
            continue
        code = ASKED_CODES.get(code, code)
        held = row["calls"] - (row["allowed"] if code != "C050" else 0)
        if held <= 0:
            continue
        known = days.setdefault((row["partner_id"], day, code), [0, row["first_at"]])
        known[0] += held
        known[1] = min(known[1], row["first_at"])
    for (partner_id, day, code), (calls, first_at) in days.items():
        yield Finding(
            code=code,
            partner=names[partner_id],
            source=Source.CALL_RECORD,
            first_sign_at=aware(first_at),
            rows=(Row("intake.calls", f"{partner_id}/{day.isoformat()}"),),
            said={"day": day.isoformat(), "calls": calls},
            effect=_EFFECTS.get(code, Effect.WARN),
            citation=_citation(code, rules, escalate),
        )


def _citation(code: str, rules: Rules | None, escalate: Check | None) -> str:
    if code == "C050":
        return escalate.citation if escalate else ""
    rule = rules.by_id.get(RULE_OF.get(code, "")) if rules else None
    return rule.citation if rule else _ASKED_LAW


def _lost_finding(lost: LostCalls, names: Mapping[int, str], check: Check) -> Finding:
    ids = {name: number for number, name in names.items()}
    return Finding(
        code=_LOST_CODE,
        partner=lost.partner,
        source=Source.CALL_RECORD,
        first_sign_at=lost.first_at,
        rows=(Row("intake.calls", f"{ids[lost.partner]}/{lost.on.isoformat()}"),),
        said={
            "day": lost.on.isoformat(),
            "campaign": lost.campaign,
            "calls": lost.calls,
            "lost": lost.lost,
        },
        effect=check.effect,
        citation=check.citation,
    )
