"""What two people decided, and what became of an objection to it, as letters say it; and the
data stops that ran meanwhile.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from leumund.audit import code_words
from leumund.basics.citation import cited
from leumund.basics.language import _, reader_language, translate
from leumund.basics.masking import masked
from leumund.cases import (
    DATA_STOP,
    HEADINGS,
    REPORT,
    TERMINATION,
    WARNING,
    explanation_words,
    rank,
    sections,
)
from leumund.report.behind import fact_parts
from leumund.report.codes import law_of
from leumund.report.letter import Part
from leumund.report.measures import (
    day_or_moment,
    decided_of,
    end_of,
    is_single,
    notice_parts,
    objecting,
    renewals,
    told_of,
)
from leumund.report.words import day_in_full, in_full, moment_in_full

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from leumund.audit import Behind
    from leumund.cases import Case, Clearing, Explanation, Measure, Step

OUTCOMES: Final = ("uphold", "reverse")
"""What can become of a decision when somebody else looks at it again."""
_DATA, _ORDERS = "data", "orders"


def decision_parts(
    case: Case,
    clearing: Clearing,
    rows: Mapping[str, Sequence[Behind]],
    is_barred: Callable[[str], object],
) -> tuple[str, list[Part]]:
    """What was decided, from when to when, on what it rests, and how to object. A warning says
    what is to end, and by when, and what follows if it does not."""
    measure = decided_of(case)
    told = dict(sections(clearing, reader_language()))
    is_warning = measure.kind == WARNING
    said = tuple(map(masked, told["said"]))
    parts = [
        Part(lines=(_("we have looked at what came to our notice and have decided:"),)),
        Part(pairs=tuple(told_of(measure)), is_framed=True),
        *(notice_parts(case, measure, is_barred) if measure.kind == TERMINATION else ()),
        *stop_parts(case, case.steps[-1].at, measure.number),
        *(warning_parts(case, measure, rows) if is_warning else ()),
        Part(_("Why"), (*_reasons(measure), " ".join(_rests(case)), *_replies(case))),
        *_others(case, is_barred),
        *_speaks_for(clearing),
        *(() if is_warning else (Part(translate(HEADINGS["said"]), said, is_list=True),)),
        *_rules(case),
        Part(_("If you see it otherwise"), (objecting(measure),)),
        Part(translate(HEADINGS["money"]), tuple(told["money"]), is_list=True),
    ]
    name = rank(measure.kind).name()
    return _("Our decision in case {case}: {name}").format(case=case.case_id, name=name), parts


def warning_parts(
    case: Case, measure: Measure, rows: Mapping[str, Sequence[Behind]]
) -> Iterator[Part]:
    """The conduct in single facts, the day by which it must have ended, what follows else."""
    conduct = _(
        "This is what we object to, and what must not go on. Each row is one fact; numbers are "
        "masked, and you may see the evidence itself."
    )
    yield Part(_("What must end"), (conduct,))
    yield from fact_parts(case.findings, rows)
    if measure.ends_by is None:
        by = _("It must have ended as soon as you have this letter.")
    else:
        by = _("It must have ended by the end of {day}.").format(day=in_full(measure.ends_by))
    follows = _(
        "If it goes on after that, or happens again, graver measures may follow, up to the end "
        "of our contract ({law}); as a rule no second warning is needed before them where the "
        "breach is of the same kind. You are heard "
        "before any of them; only a data stop for a time may come first."
    ).format(law=cited("§ 314 Abs. 2 BGB"))
    yield Part(
        _("By when it must have ended, and what follows else"), (by, follows), is_framed=True
    )


def _others(case: Case, is_barred: Callable[[str], object]) -> Iterator[Part]:
    """Each other explanation that was looked into, by name, with what came of it last."""
    last = {each.what: each for each in case.explanations}
    lines = [_other(each, is_barred) for each in last.values()]
    if not lines:
        lines.append(
            _(
                "Nobody has looked into other explanations yet; up to a warning that may be "
                "so. If you know of one, tell us."
            )
        )
    yield Part(_("What else it could have been"), tuple(lines), is_list=len(lines) > 1)


def _other(each: Explanation, is_barred: Callable[[str], object]) -> str:
    told = masked(each.found).strip()
    if each.is_possible:
        said = _("{what}: checked on {day}; it could still be so.")
    else:
        said = _("{what}: checked on {day}; we found nothing that speaks for it.")
    what = _begun(explanation_words(each.what, is_to_partner=True))
    words = said.format(what=what, day=day_in_full(each.at))
    if is_barred(told):
        return words
    return _("{said} What was found: {found}").format(said=words, found=told)


def _speaks_for(clearing: Clearing) -> Iterator[Part]:
    """As in the hearing; explanations that could still be so stand above it."""
    alone = replace(clearing, other_explanations=())
    if lines := dict(sections(alone, reader_language())).get("for"):
        yield Part(translate(HEADINGS["for"]), tuple(map(masked, lines)), is_list=True)


def _begun(words: str) -> str:
    """As a line begins."""
    return words[:1].upper() + words[1:]


def _reasons(measure: Measure) -> list[str]:
    """Those of the first person, then those of the second."""
    return masked(measure.reasons).split("\n\n")


def _replies(case: Case) -> Iterator[str]:
    """When it answered, not its words: what it says of itself may speak of an offence."""
    days = [moment_in_full(one.at) for each in case.hearings for one in each.replies]
    if days:
        yield _("Your answers that we have came on: {days}.").format(days="; ".join(days))


def _rests(case: Case) -> Iterator[str]:
    """On what the decision rests: only what there has been."""
    if not case.hearings:
        yield _("You were not heard before this: up to a warning that may be so.")
    elif any(hearing.replies for hearing in case.hearings):
        yield _("This rests on what you were told in the hearing and on your reply.")
    else:
        yield _("This rests on what you were told in the hearing; a reply has not come.")
    yield _("Two people of ours have decided it, each with reasons of their own.")


def _rules(case: Case) -> Iterator[Part]:
    laws = {f"{code_words(each.code)}: {law_of(each)}": law_of(each) for each in case.findings}
    if lines := [line for line, law in laws.items() if law]:
        yield Part(_("Which rules are at issue"), tuple(lines), is_list=True)


# --- data stops -----------------------------------------------------------------------------


def stop_parts(case: Case, at: datetime, decided: int | None = None) -> Iterator[Part]:
    """The data stops that run at that moment; in the letter of a decision (``decided``: its
    measure) also those that have ended."""
    for each in case.measures:
        if each.kind != DATA_STOP or each.number == decided:
            continue
        if each.is_in_force(at):
            yield Part(
                _("A data stop is running"), pairs=tuple(_running(case, each)), is_framed=True
            )
        elif decided is not None:
            yield Part(_("A data stop has run"), pairs=tuple(_run(case, each)), is_framed=True)


def _running(case: Case, stop: Measure) -> Iterator[tuple[str, str]]:
    yield _("Since when"), moment_in_full(stop.since)
    yield _("Why"), masked(stop.reasons)
    yield from renewals(case, stop)
    yield _("What it means"), _("No data go to you, and no call in our name is allowed.")
    if stop.until is None:
        yield _("Until when"), _("no day is set")
        yield _("How it ends"), _("When a person lifts it, or somebody reverses the decision.")
        return
    yield _("Until when"), day_or_moment(stop.until)
    if stop.second is not None:
        yield _("How it ends"), _("By itself on that day; a person may lift it before.")
        return
    yield (
        _("How it ends"),
        _(
            "By itself on that day; a person may lift it before. A second person may renew it "
            "in writing for ten working days, but only after your answer or your time for it."
        ),
    )


def _run(case: Case, stop: Measure) -> Iterator[tuple[str, str]]:
    yield _("Since when"), moment_in_full(stop.since)
    yield _("Why"), masked(stop.reasons)
    yield from renewals(case, stop)
    end = stop.ended_at or stop.until
    if end is not None:
        yield _("Until when"), day_or_moment(end)
    how = {
        "lift": _("A person has lifted it."),
        "decide": _("What two people decided has taken its place."),
        "reverse": _("The decision was reversed."),
    }
    yield _("How it ended"), how.get(stop.ended or "", _("By itself."))


# --- what became of an objection ------------------------------------------------------------


def appeal_parts(case: Case, clearing: Clearing) -> tuple[str, list[Part]]:
    """Upheld or reversed, by whom, why, and what follows for data and money."""
    step = case.steps[-1]
    is_reversed = step.event == "reverse"
    told = dict(sections(clearing, reader_language()))
    subject = (
        _("The decision in case {case} is reversed")
        if is_reversed
        else _("The decision in case {case} stands")
    )
    parts = [
        Part(lines=(_looked_again(case),)),
        Part(pairs=tuple(_outcome(case, step)), is_framed=True),
        Part(_("Why"), (masked(str(step.said["why"])),)),
        Part(
            _("What follows for data and orders"),
            tuple(_stopped(case, step.at)),
            is_list=True,
        ),
        Part(translate(HEADINGS["money"]), tuple(told["money"]), is_list=True),
        Part(_("How it goes on"), (_goes_on(is_reversed),)),
    ]
    return subject.format(case=case.case_id), parts


def _looked_again(case: Case) -> str:
    objected = [step.at for step in case.steps if step.event == "appeal"]
    if objected:
        return _(
            "on {day} you objected to our decision. Somebody who had no part in it has looked "
            "at it again, with this outcome:"
        ).format(day=day_in_full(objected[-1]))
    return _(
        "somebody who had no part in our decision has looked at it again, with this outcome:"
    )


def _outcome(case: Case, step: Step) -> Iterator[tuple[str, str]]:
    decided = decided_of(case)
    is_reversed = step.event == "reverse"
    yield (
        _("Outcome"),
        _("The decision is reversed.") if is_reversed else _("The decision stands."),
    )
    begun = (
        _("{name}, decided on {day}")
        if is_single(decided)
        else _("{name}, in force from {day}")
    ).format(name=rank(decided.kind).name(), day=moment_in_full(decided.since))
    yield _("Decision"), begun
    yield _("Looked at again by"), step.by
    yield _("On"), moment_in_full(step.at)


def _stopped(case: Case, at: datetime) -> Iterator[str]:
    """Each measure in force and what it stops; else that nothing is stopped because of it."""
    yield from map(_in_force, case.in_force(at))
    yield from (_reversed(each) for each in case.measures if each.ended == "reverse")
    stopped = {what for each in case.in_force(at) for what in rank(each.kind).stops}
    yield (
        _("No data go to you, and no call in our name is allowed, as long as that is in force.")
        if _DATA in stopped
        else _("Because of this case no data and no call are kept from you.")
    )
    yield (
        _("No order of yours is supplied or billed as long as that is in force.")
        if _ORDERS in stopped
        else _("Because of this case no order of yours is stopped.")
    )


def _in_force(measure: Measure) -> str:
    name = rank(measure.kind).name()
    if measure.kind == TERMINATION:
        return _("The notice stands ({name}): it took effect when you received it.").format(
            name=name
        )
    if measure.kind == REPORT:
        return _("The report stands ({name}).").format(name=name)
    return _("In force: {name}. It ends: {end}.").format(name=name, end=end_of(measure))


def _reversed(measure: Measure) -> str:
    name = rank(measure.kind).name()
    if measure.kind == TERMINATION:
        return _(
            "We no longer rely on the notice ({name}), and offer you to go on with the "
            "contract as it was."
        ).format(name=name)
    if measure.kind == REPORT:
        return _(
            "No report goes out ({name}); where it has gone out, we tell the authority of the "
            "reversal."
        ).format(name=name)
    return _("Ended with this: {name}.").format(name=name)


def _goes_on(is_reversed: bool) -> str:
    if is_reversed:
        return _(
            "You must do nothing. The case is cleared or dropped next; if you are cleared, a "
            "letter says so. If new facts came up, you would be heard on them first."
        )
    return _(
        "If you see it otherwise still, tell us, above all if you know of new facts: then "
        "somebody else looks again. The way to the courts is open to you as before."
    )
