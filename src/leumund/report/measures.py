"""What a decided measure is, as the letter about it says: what it does from when to when, and
what is no state that could be lifted: a notice ends the contract, a report is a single act.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from leumund.basics.citation import cited
from leumund.basics.clock import on_german_clock
from leumund.basics.language import _
from leumund.basics.masking import masked
from leumund.cases import REPORT, TERMINATION, WARNING, rank
from leumund.report.letter import Part
from leumund.report.words import day_in_full, listed, moment_in_full

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from leumund.cases import Case, Measure

_DATA, _ORDERS = "data", "orders"
_MOMENT = timedelta(microseconds=1)
_SIGNED_HERE: Final = "_" * 36


def decided_of(case: Case) -> Measure:
    """The measure that two people decided last."""
    return [each for each in case.measures if each.second][-1]


def told_of(measure: Measure) -> Iterator[tuple[str, str]]:
    """What was decided, from when to when, and by which law."""
    yield _("Measure"), rank(measure.kind).name()
    if measure.kind == TERMINATION:
        received = _("when you receive this letter ({law})")
        yield _("Takes effect"), received.format(law=cited("§ 130 Abs. 1 BGB"))
        yield _("Decided on"), moment_in_full(measure.since)
    elif measure.kind == REPORT:
        # The law that orders of us to report is no law of a measure against the partner.
        yield _("Decided on"), moment_in_full(measure.since)
        yield (
            _("Goes to"),
            _(
                "the authority that is competent: for data protection the supervisory "
                "authority, for calls the regulatory authority"
            ),
        )
        yield _("What it is"), _("a single act; nothing of it is in force for a time")
        return
    else:
        yield _("In force from"), moment_in_full(measure.since)
        yield _("Ends"), end_of(measure)
        if meaning := " ".join(_meaning(measure)):
            yield _("What it means"), meaning
    yield _("Legal basis"), "; ".join(_bases(measure))


def _bases(measure: Measure) -> Iterator[str]:
    """No clause of the contract is on record, so the letter names which contract is meant."""
    for law in rank(measure.kind).law.split("; "):
        is_contract = law == "Vertrag"
        yield _("the contract between us (partner agreement)") if is_contract else cited(law)


def _meaning(measure: Measure) -> Iterator[str]:
    """What a decided stop stops, and what becomes of commission meanwhile."""
    stops = rank(measure.kind).stops
    if _DATA in stops:
        yield _("No data go to you, and no call in our name is allowed.")
    if _ORDERS in stops:
        yield _(
            "No new order of yours is taken in, supplied or billed; commission on earlier ones "
            "waits, and is not lost by that."
        )


def is_single(measure: Measure) -> bool:
    """Whether it is done once, and nothing of it can be lifted."""
    return measure.kind in (TERMINATION, REPORT)


def end_of(measure: Measure) -> str:
    """When and how it ends, or ended."""
    if measure.ended_at is not None:
        return moment_in_full(measure.ended_at)
    if measure.until is not None and last_day_of(measure.until):
        return _("by itself at the end of {day}").format(day=last_day_of(measure.until))
    if measure.until is not None:
        return _("by itself on {day}").format(day=moment_in_full(measure.until))
    return _("when it is lifted or reversed")


def last_day_of(at: datetime) -> str | None:
    """What ends at a midnight ends with the day before it, in words; else None."""
    is_midnight = on_german_clock(at).time() == time()
    return day_in_full(at - _MOMENT) if is_midnight else None


def day_or_moment(at: datetime) -> str:
    last = last_day_of(at)
    return _("the end of {day}").format(day=last) if last else moment_in_full(at)


def renewals(case: Case, stop: Measure) -> Iterator[tuple[str, str]]:
    """When a data stop was renewed, by whom, until when and why."""
    said = _("on {day} by {who}, until {end}. {why}")
    for step in case.steps:
        if step.event == "renew" and step.said["number"] == stop.number:
            yield (
                _("Renewed"),
                said.format(
                    day=moment_in_full(step.at),
                    who=masked(step.by),
                    end=day_or_moment(datetime.fromisoformat(step.said["until"])),
                    why=masked(step.said["why"]),
                ),
            )


# --- a notice -------------------------------------------------------------------------------


def notice_parts(
    case: Case, measure: Measure, is_barred: Callable[[str], object]
) -> Iterator[Part]:
    """The sentence by which the contract ends, and the warning before it or why there was
    none."""
    notice = _(
        "We terminate the contract with you, and every engagement under it, for cause, with "
        "effect from receipt of this letter ({law}; for commercial agents {agents}); "
        "alternatively at the next date to which notice can be given without cause."
    ).format(law=cited("§ 314 BGB"), agents=cited("§ 89a HGB"))
    stopped = " ".join(_meaning(measure))
    yield Part(_("Notice of termination"), (notice, stopped), is_framed=True)
    if lines := tuple(_warned_before(case, measure, is_barred)):
        yield Part(_("The warning before it"), lines)


def _warned_before(
    case: Case, measure: Measure, is_barred: Callable[[str], object]
) -> Iterator[str]:
    warnings = [each for each in case.measures if each.kind == WARNING]
    for each in warnings:
        if each.is_in_force(measure.since):
            yield _("You were warned on {day}.").format(day=day_in_full(each.since))
    why = masked(measure.why_no_warning or "").strip()
    if why and not is_barred(why):
        yield _("Why no warning came before it: {why}").format(why=why)


def signed_by(measure: Measure) -> tuple[str, ...]:
    """Where a notice is signed, who decided it, and what a proxy must attach."""
    people = listed([masked(each) for each in (measure.by, measure.second) if each])
    attached = _(
        "Where a proxy signs, the authority is attached in the original ({law})."
    ).format(law=cited("§ 174 BGB"))
    decided = _("Decided by {people}").format(people=people)
    return ("", _SIGNED_HERE, _("Signature, name, office"), "", decided, attached)


def objecting(measure: Measure) -> str:
    """How to object, and what follows where the decision is reversed."""
    if measure.kind == REPORT:
        return _(
            "You may object at any time, and need give no form to it. Then somebody looks at "
            "all of it again who had no part in the decision. If the decision is reversed, no "
            "report goes out; where it has gone out, we tell the authority of the reversal."
        )
    if measure.kind != TERMINATION:
        return _(
            "You may object at any time, and need give no form to it. Then somebody looks at "
            "all of it again who had no part in the decision. If the decision is reversed, the "
            "measure ends with it, by itself."
        )
    return _(
        "You may object at any time, and need give no form to it. Then somebody looks at all "
        "of it again who had no part in the decision. A notice that you have received "
        "cannot be taken back by us alone; if the decision is reversed, we give data and "
        "orders free again and offer you to go on with the contract as it was. The way to the "
        "courts is open to you."
    )
