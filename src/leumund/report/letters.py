"""The letters of a case: the hearing, the decision, what became of an objection to it, the
clearing. They speak of breach and suspicion, carry no figure of chance, and say what the
partner must do and by when.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from leumund.basics.language import _, in_language, reader_language, translate
from leumund.basics.masking import masked
from leumund.cases import (
    HEADINGS,
    TERMINATION,
    WARNING,
    Sum,
    case_of,
    clearing_of,
    code_of,
    sections,
)
from leumund.report.behind import fact_parts
from leumund.report.codes import in_plain_words
from leumund.report.decisions import OUTCOMES, appeal_parts, decision_parts, stop_parts
from leumund.report.letter import Letter, Part
from leumund.report.measures import decided_of, signed_by
from leumund.report.words import day_in_full, in_full

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from leumund.audit import Behind
    from leumund.basics.checks import Check
    from leumund.cases import Case, Clearing

HEARING: Final = "hearing"
DECISION: Final = "decision"
APPEAL: Final = "appeal"
CLEARING: Final = "clearing"
EVENTS: Final = MappingProxyType(
    {HEARING: ("hear",), DECISION: ("decide",), APPEAL: OUTCOMES, CLEARING: ("clear",)}
)
"""The moves of which the last has given rise to that letter."""
_CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class House:
    """Who writes: the company, its address line by line, and how a person is reached."""

    company: str
    address: tuple[str, ...] = ()
    contact: str = ""

    @classmethod
    def of(cls, company: str, address: str | None, contact: str | None) -> House:
        return cls(company or _("the company"), _lines(address), contact or "")


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a letter goes, line by line."""

    name: str
    lines: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, address: str | None) -> Addressee:
        return cls(name, _lines(address))


def letters_due(case: Case) -> tuple[str, ...]:
    """Which letters this case has given rise to: one against something of ours, none."""
    if case.against.target.is_our_own:
        return ()
    found = []
    if case.hearings:
        found.append(HEARING)
    if any(measure.second for measure in case.measures):
        found.append(DECISION)
    if any(step.event in OUTCOMES for step in case.steps):
        found.append(APPEAL)
    if case.state.value == _CLEARED:
        found.append(CLEARING)
    return tuple(found)


def as_then(case: Case, about: str) -> tuple[Case, Sum]:
    """The case as it stood when that letter was due, and the commission held then: what a
    letter says does not change with what came later."""
    last = max(at for at, step in enumerate(case.steps) if step.event in EVENTS[about])
    steps = case.steps[: last + 1]
    held = Sum()
    for step in steps:
        if step.said.get("held"):
            held = _sum(step.said["held"])
        if step.said.get("freed"):
            held = Sum()
    return case_of(case.case_id, steps), held


def page_then(then: Case, held: Sum, checks: Mapping[str, Check]) -> Clearing:
    """The partner's page after the last step; of a clearing with its code and entry."""
    step = then.steps[-1]
    page = in_plain_words(clearing_of(then, step.at, checks, held))
    if step.event != "clear":
        return page
    return replace(page, check_code=code_of(step.said["letter"]), entry_id=step.entry_id)


def _sum(said: Mapping[str, Any]) -> Sum:
    on = said.get("payable_on")
    return Sum(said["orders"], said["cents"], date.fromisoformat(on) if on else None)


def letter_about(
    about: str,
    case: Case,
    clearing: Clearing,
    house: House,
    to: Addressee,
    at: datetime,
    language: str,
    rows: Mapping[str, Sequence[Behind]] | None = None,
    is_barred: Callable[[str], object] = bool,
) -> Letter:
    """That letter, in that language. ``rows``: by a finding's digest the single rows it rests
    on; ``is_barred``: whether words of the file may not go out."""
    with in_language(language):
        makers: dict[str, Callable[[Case, Clearing], tuple[str, list[Part]]]] = {
            HEARING: partial(hearing_parts, rows=rows or {}),
            DECISION: partial(decision_parts, rows=rows or {}, is_barred=is_barred),
            APPEAL: appeal_parts,
            CLEARING: clearing_parts,
        }
        subject, parts = makers[about](case, clearing)
        return Letter(
            language=language,
            sender=(house.company, *house.address),
            to=(to.name, *to.lines),
            reference=tuple(_reference(case, clearing, house, at)),
            subject=subject,
            greeting=_("Good day,"),
            parts=tuple(parts),
            closing=_("With kind regards"),
            end=(house.company, *_signed(about, case)),
            foot=_("{company} · case {case}").format(company=house.company, case=case.case_id),
        )


def _signed(about: str, case: Case) -> tuple[str, ...]:
    """A notice takes a hand that signs it; the other letters go out as they are."""
    if about != DECISION or decided_of(case).kind != TERMINATION:
        return ()
    return signed_by(decided_of(case))


def _reference(
    case: Case, clearing: Clearing, house: House, at: datetime
) -> Iterator[tuple[str, str]]:
    yield _("Date"), day_in_full(at)
    yield _("Our reference"), _("case {case}").format(case=case.case_id)
    if house.contact:
        yield _("You reach us"), house.contact
    if clearing.check_code:
        yield _("Partner"), clearing.partner
        yield _("Letter's code"), clearing.check_code


def hearing_parts(
    case: Case, clearing: Clearing, rows: Mapping[str, Sequence[Behind]]
) -> tuple[str, list[Part]]:
    """What was noticed, what we ask, until when, and what cannot happen before."""
    hearing = case.hearings[-1]
    told = dict(sections(clearing, reader_language()))
    stops = tuple(stop_parts(case, case.steps[-1].at))
    parts = [
        Part(lines=(_noticed(is_stopped=bool(stops)),)),
        *stops,
        Part(_("What has come to our notice"), tuple(map(masked, told["said"])), is_list=True),
        *fact_parts(case.findings, rows),
    ]
    if hearing.questions:
        asked = tuple(masked(question) for question in hearing.questions)
        parts.append(Part(_("What we ask you"), asked, is_list=True))
    if hearing.access:
        seen = _("You and whoever advises you can see the evidence here: {place}.")
        parts.append(
            Part(_("Where you see the evidence"), (seen.format(place=masked(hearing.access)),))
        )
    until = _(
        "You can answer until {day}, in whatever form you like. If you need more time, "
        "tell us. If you do not answer, it is decided as things stand then. Nothing above a "
        "warning is decided before that day is over, even where you answer sooner."
    )
    parts.append(
        Part(
            _("Until when you can answer"),
            (until.format(day=in_full(hearing.reply_due)),),
            is_framed=True,
        )
    )
    parts += [
        Part(translate(HEADINGS[name]), tuple(map(masked, told[name])), is_list=True)
        for name in ("cannot", "for", "money")
        if name in told
    ]
    subject = _("Please tell us your side: case {case}").format(case=case.case_id)
    return subject, parts


def _noticed(*, is_stopped: bool) -> str:
    if is_stopped:
        return _(
            "some things have come to our notice that we should like to understand. But for the"
            " data stop for the time being nothing has been decided, and nobody says that you "
            "have done anything wrong. Before anything else is decided, we want to hear you."
        )
    return _(
        "some things have come to our notice that we should like to understand. Nothing has "
        "been decided, and nobody says that you have done anything wrong. Before anything is "
        "decided, we want to hear you."
    )


def clearing_parts(case: Case, clearing: Clearing) -> tuple[str, list[Part]]:
    """The partner is out of the question; everything it may want to know about that."""
    told = dict(sections(clearing, reader_language()))
    since = _(
        "you were cleared on {day}. The suspicion is gone: it counts in no risk "
        "class any more, and every measure has ended. In six months the case is locked in our "
        "system, which then shows it to nobody; copies handed out before are not affected."
    )
    day = day_in_full(clearing.until) if clearing.until else ""
    withdrawn = _("The warning that you had in this case is withdrawn.")
    was_warned = any(each.kind == WARNING for each in case.measures)
    parts = [Part(lines=(since.format(day=day), *((withdrawn,) if was_warned else ())))]
    for name in ("said", "why", "for", "money", "must", "repairs", "cost"):
        if name in told:
            lines = tuple(masked(line) for line in told[name])
            parts.append(Part(translate(HEADINGS[name]), lines, is_list=len(lines) > 1))
    sorry = _("We are sorry for the trouble this has made you.")
    parts.append(Part(lines=(sorry,)))
    if "check" in told:
        lines = tuple(told["check"])
        parts.append(Part(translate(HEADINGS["check"]), lines, is_framed=True))
    return _("You have been cleared: case {case}").format(case=case.case_id), parts


def _lines(address: str | None) -> tuple[str, ...]:
    """An address line by line: commas, semicolons and breaks part them."""
    parted = (address or "").replace(";", "\n").replace(",", "\n").splitlines()
    return tuple(line.strip() for line in parted if line.strip())
