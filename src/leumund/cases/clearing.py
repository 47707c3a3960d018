"""One page for the partner, without any figure of chance: what was said, what speaks for you,
what cannot happen before you answer, your money, what you must do, what it has cost you.

What stands here is fixed when the case is cleared: the digest of its facts is in the ledger,
so that anybody who holds the letter can check it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from leumund.basics.canonical import canonical_bytes, sha256_hex
from leumund.basics.citation import cited
from leumund.basics.language import marked as _
from leumund.basics.language import reader_language, translate
from leumund.basics.masking import masked
from leumund.cases.case import Case, Measure, Repair
from leumund.cases.days import today
from leumund.cases.money import Sum, Waiting, money_lines
from leumund.cases.state import OVER, State, Target
from leumund.cases.stops import days_stopped
from leumund.cases.table import DATA_STOP, REPORT, rank, ranks
from leumund.cases.words import day_words, explanation_words, money_words, source_words

if TYPE_CHECKING:
    from leumund.basics.checks import Check
    from leumund.cases.finding_file import Known

FORM: Final = 2
"""A letter of form 1 says some things that its facts do not hold; it stays as it went out."""

_GROUPS, _GROUP = 8, 4
HEADINGS = {
    "said": _("What was said"),
    "why": _("Why you were cleared"),
    "for": _("What speaks for you"),
    "cannot": _("What cannot happen before you answer"),
    "money": _("Your money"),
    "must": _("What you must do"),
    "repairs": _("What you have put right"),
    "cost": _("What it has cost you to be suspected"),
    "check": _("How anybody can check this letter"),
}

_SUSPICION = _(
    "Case {case}, {partner}: a suspicion. Nothing has been decided against you by it."
)
_STOPPED = _(
    "Case {case}, {partner}: a suspicion. But for the data stop for the time being nothing has"
    " been decided against you by it."
)
_OVER = _("Case {case}, {partner}: over since {date}. Nothing of it is in force any more.")
HEADS = {
    State.SUSPICION: _SUSPICION,
    State.HEARING: _SUSPICION,
    State.APPRAISAL: _SUSPICION,
    State.PROPOSED: _SUSPICION,
    State.DECIDED: _(
        "Case {case}, {partner}: it has been decided. The letter on it says what, and why."
    ),
    State.APPEAL: _(
        "Case {case}, {partner}: you have objected. Somebody who had no part in the decision"
        " looks at all of it again."
    ),
    State.REVERSED: _(
        "Case {case}, {partner}: the decision was reversed, and what it brought has ended."
    ),
    State.CLEARED: _("Case {case}: {partner} was cleared on {date}."),
    State.DROPPED: _(
        "Case {case}, {partner}: dropped on {date}. No decision stands against you."
    ),
    State.ENDED: _OVER,
    State.LOCKED: _OVER,
}


@dataclass(frozen=True, slots=True)
class Said:
    """What was said: the code of a finding, in words where a pack has them, from which
    source, how many rows it rests on, and when its first sign was seen."""

    code: str
    words: str
    source: str
    rows: int
    since: datetime

    def document(self) -> dict[str, object]:
        first = _day(self.since)
        return {
            "code": self.code,
            "source": self.source,
            "rows": self.rows,
            "first_seen": first,
        }


@dataclass(frozen=True, slots=True)
class Cost:
    """What it has cost to be suspected: days until it was over, days without data or orders
    (the first and the last count, so that the second is never more than the first), hours and
    cents the partner has told us."""

    days_suspected: int
    days_stopped: int
    hours: int
    cents: int


@dataclass(frozen=True, slots=True)
class Clearing:
    """The page as values. ``calls`` and ``never_given``: of so many strange calls so many went
    to people whom the partner never had from us (None: nobody has counted).

    ``check_code`` and ``entry_id`` are there once a letter has gone out. ``because``: why it
    was cleared; ``ours_since``: since when we had not passed objections on to it in time;
    ``waiting``: for what held commission waits.
    """

    case_id: int
    partner: str
    state: State
    since: datetime
    until: datetime | None
    said: tuple[Said, ...]
    calls: int | None
    never_given: int | None
    speaks_for: tuple[str, ...]
    other_explanations: tuple[str, ...]
    cannot_happen: tuple[str, ...]
    stop_ends_at: datetime | None
    held: Sum
    released: Sum
    answer_by: date | None
    repairs: tuple[Repair, ...]
    cost: Cost
    check_code: str | None = None
    entry_id: int | None = None
    because: str | None = None
    ours_since: date | None = None
    form: int = FORM
    waiting: Waiting | None = None

    @property
    def is_cleared(self) -> bool:
        return self.state is State.CLEARED

    def facts(self) -> dict[str, Any]:
        """All that the letter of a clearing says but its letterhead, as plain JSON: what its
        digest is taken over. Days are those that are printed."""
        if self.form < FORM:
            return self._facts_of_form_1()
        return {
            "form": self.form,
            "case": self.case_id,
            "partner": self.partner,
            "outcome": self.state.value,
            "suspected_since": _day(self.since),
            "until": _day(self.until),
            "said": [each.document() for each in self.said],
            "because": self.because,
            "calls": self.calls,
            "never_given": self.never_given,
            "not_passed_on_by_us_since": _day(self.ours_since),
            "speaks_for": list(self.speaks_for),
            "other_explanations": list(self.other_explanations),
            "released": self.released.document(),
            "repairs": [
                {"what": each.what, "customers": each.customers, "cents": each.cents}
                for each in self.repairs
            ],
            "cost": asdict(self.cost),
        }

    def _facts_of_form_1(self) -> dict[str, Any]:
        since = self.ours_since.isoformat() if self.ours_since else None
        later = {"because": self.because, "ours_since": since}
        return {
            **{name: each for name, each in later.items() if each},
            "case": self.case_id,
            "partner": self.partner,
            "outcome": self.state.value,
            "since": self.since.isoformat(),
            "until": self.until.isoformat() if self.until else None,
            "said": [[each.code, each.source, each.rows] for each in self.said],
            "calls": self.calls,
            "never_given": self.never_given,
            "speaks_for": list(self.speaks_for),
            "released": self.released.document(),
            "repairs": [[each.what, each.customers, each.cents] for each in self.repairs],
            "days_suspected": self.cost.days_suspected,
            "days_stopped": self.cost.days_stopped,
        }

    def digest(self) -> str:
        """SHA-256 (hex) over the canonical form of the facts."""
        return sha256_hex(canonical_bytes(self.facts()))

    def in_words(self, language: str | None = None) -> str:
        """The page as plain text."""
        return page(self, language)


def clearing_of(case: Case, at: datetime, checks: Mapping[str, Check], held: Sum) -> Clearing:
    """The page for a case against a partner, as things stand; of one that is over, as they
    stood when it ended."""
    is_over = case.state in OVER
    now = case.closed_at or at if is_over else at
    counted = [item for item in case.items if item.calls is not None]
    hearing = case.hearings[-1] if case.state is State.HEARING else None
    return Clearing(
        case_id=case.case_id,
        partner=case.against.name,
        state=case.state,
        since=case.opened_at,
        until=case.closed_at,
        said=tuple(_told_of(finding, checks) for finding in case.findings),
        calls=counted[-1].calls if counted else None,
        never_given=counted[-1].never_given if counted else None,
        speaks_for=tuple(map(masked, case.speaks_for)),
        other_explanations=tuple(each.what for each in case.explanations if each.is_possible),
        cannot_happen=() if is_over else _needs_a_hearing(case, now),
        stop_ends_at=None if is_over else _stop_ends(case.in_force(now)),
        held=held if not is_over else Sum(),
        released=_released(case),
        answer_by=hearing.reply_due if hearing else None,
        repairs=tuple(replace(each, what=masked(each.what)) for each in case.repairs),
        cost=_burden(case, now),
        because=_because(case),
        ours_since=_ours_since(case),
        form=_form(case),
        waiting=Waiting.of(case, now),
    )


def ours_of(known: Iterable[Known], partner: str) -> list[str]:
    """The first signs of what we had not passed on in time to that partner, who could not
    know it: findings against ourselves."""
    found = (each.finding for each in known)
    ours = (each for each in found if each.partner is None and each.said.get("side") == "ours")
    return sorted(
        each.first_sign_at.isoformat() for each in ours if each.said.get("partner") == partner
    )


def _because(case: Case) -> str | None:
    """Letters from before it was told stay as they went out: their steps know no "ours"."""
    last = next((step for step in reversed(case.steps) if step.event == "clear"), None)
    return masked(str(last.said["why"])) if last and "ours" in last.said else None


def _form(case: Case) -> int:
    last = next((step for step in reversed(case.steps) if step.event == "clear"), None)
    return int(last.said.get("form", 1)) if last else FORM


def _day(at: date | datetime | None) -> str | None:
    """As it is printed: the day in Germany."""
    day = today(at) if isinstance(at, datetime) else at
    return day.isoformat() if day else None


def _ours_since(case: Case) -> date | None:
    """As the last hearing or the clearing has found it."""
    told = [step.said["ours"] for step in case.steps if step.said.get("ours")]
    return today(datetime.fromisoformat(told[-1][0])) if told else None


def code_of(digest: str) -> str:
    """The code that a letter carries: the first 32 digits of its digest, in groups."""
    digits = digest[: _GROUPS * _GROUP]
    return " ".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))


def _told_of(finding: Any, checks: Mapping[str, Check]) -> Said:
    check = checks.get(finding.code)
    words = check.title[reader_language()] if check else finding.code
    return Said(
        finding.code, words, finding.source.value, len(finding.rows), finding.first_sign_at
    )


def _needs_a_hearing(case: Case, now: datetime) -> tuple[str, ...]:
    """Measures that cannot follow before the partner was heard and its time is over."""
    is_open = case.reply_due is not None and today(now) <= case.reply_due
    if case.against.target is not Target.PARTNER or not (case.unheard or is_open):
        return ()
    return tuple(
        each.kind
        for each in ranks().values()
        if each.is_above_warning and Target.PARTNER in each.against and each.kind != DATA_STOP
    )


def _stop_ends(measures: tuple[Measure, ...]) -> datetime | None:
    ends = [each.until for each in measures if each.kind == DATA_STOP and each.until]
    return max(ends, default=None)


def _released(case: Case) -> Sum:
    """All commission that became free in the course of the case."""
    freed = [step.said["freed"] for step in case.steps if step.said.get("freed")]
    days = [date.fromisoformat(each["payable_on"]) for each in freed if each["payable_on"]]
    return Sum(
        sum(each["orders"] for each in freed),
        sum(each["cents"] for each in freed),
        max(days, default=None),
    )


def _burden(case: Case, now: datetime) -> Cost:
    return Cost(
        days_suspected=(today(now) - today(case.opened_at)).days + 1,
        days_stopped=days_stopped(case, now),
        hours=case.hours_spent,
        cents=case.cents_spent,
    )


def page(clearing: Clearing, language: str | None = None) -> str:
    """All sections with their headings; a section without lines is left out."""
    tongue = language or reader_language()
    parts = [_head(clearing, tongue)]
    for name, lines in sections(clearing, tongue):
        told = "\n".join(f"  {line}" for line in lines)
        parts.append(f"{translate(HEADINGS[name], tongue)}\n{told}")
    return "\n\n".join(parts)


def sections(clearing: Clearing, language: str) -> Iterator[tuple[str, list[str]]]:
    """(section, its lines), in the order of the page; only sections that say something."""
    makers = {
        "said": _said,
        "why": _why,
        "for": _for,
        "cannot": _cannot,
        "money": _money,
        "must": _must,
        "repairs": _repairs,
        "cost": _cost,
        "check": _check,
    }
    for name, maker in makers.items():
        if lines := list(maker(clearing, language)):
            yield name, lines


def _head(clearing: Clearing, language: str) -> str:
    head = HEADS[clearing.state]
    if head == _SUSPICION and clearing.stop_ends_at is not None:
        head = _STOPPED
    return translate(head, language).format(
        case=clearing.case_id,
        partner=clearing.partner,
        date=day_words(clearing.until, language),
    )


def _said(clearing: Clearing, language: str) -> Iterator[str]:
    template = translate(_("{what} (from {source}; first seen on {date}){often}"), language)
    times = translate(_(", {times} times"), language)
    for (words, source), since in _alike(clearing.said).items():
        yield template.format(
            what=words,
            source=source_words(source, language),
            date=day_words(min(since), language),
            often=times.format(times=len(since)) if len(since) > 1 else "",
        )
    if clearing.until and today(clearing.until) == today(clearing.since):
        said = _("You were under suspicion on {since}.")
    elif clearing.until is not None:
        said = _("You were under suspicion from {since} to {until}.")
    else:
        said = _("You have been under suspicion since {since}.")
    yield translate(said, language).format(
        since=day_words(clearing.since, language), until=day_words(clearing.until, language)
    )


def _alike(said: Iterable[Said]) -> dict[tuple[str, str], list[datetime]]:
    """What reads the same, told once, in the order in which it was first said."""
    found: dict[tuple[str, str], list[datetime]] = {}
    for each in said:
        found.setdefault((each.words, each.source), []).append(each.since)
    return found


def _why(clearing: Clearing, language: str) -> Iterator[str]:
    """In the words of whoever cleared it."""
    if clearing.because:
        yield clearing.because


def _for(clearing: Clearing, language: str) -> Iterator[str]:
    if clearing.calls is not None and clearing.never_given is not None:
        said = _("Of {calls} strange calls {never} went to people whom we never gave you.")
        yield translate(said, language).format(calls=clearing.calls, never=clearing.never_given)
    if clearing.ours_since is not None:
        said = _(
            "Objections that you should have had from us were not passed on to you in time "
            "since {date}. That was our doing."
        )
        yield translate(said, language).format(date=day_words(clearing.ours_since, language))
    # A letter of before may hold words that were left out; its facts stay as they went out.
    yield from filter(str.strip, clearing.speaks_for)
    for each in clearing.other_explanations:
        said = _("Another explanation could still be so: {what}.")
        what = explanation_words(each, language, is_to_partner=True)
        yield translate(said, language).format(what=what)


def _cannot(clearing: Clearing, language: str) -> Iterator[str]:
    if clearing.cannot_happen:
        names = ", ".join(_barred_name(kind, language) for kind in clearing.cannot_happen)
        yield translate(
            _(
                "Before your time to answer has passed, there is no: {names}. That is so even "
                "where you answer sooner."
            ),
            language,
        ).format(names=names)
    if REPORT in clearing.cannot_happen:
        yield translate(
            _("A duty of ours to report a breach of data protection ({law}) stays as it is."),
            language,
        ).format(law=cited("Art. 33 DSGVO", language))
    if clearing.stop_ends_at is not None:
        # It ends at the midnight that ends its last day, which is the day people count in.
        last = clearing.stop_ends_at - timedelta(microseconds=1)
        yield translate(
            _("The data stop ends by itself at the end of {date}, unless it is renewed."),
            language,
        ).format(date=day_words(last, language))


def _barred_name(kind: str, language: str) -> str:
    """A report about the partner waits for the hearing; one that the law demands does not."""
    if kind == REPORT:
        return translate(_("report about you to an authority"), language)
    return rank(kind).name(language)


def _money(clearing: Clearing, language: str) -> Iterator[str]:
    yield from money_lines(clearing.held, clearing.released, clearing.waiting, language)


def _must(clearing: Clearing, language: str) -> Iterator[str]:
    if clearing.answer_by is not None:
        said = _("You may answer until {date}. If you do not, it is decided as things stand.")
        yield translate(said, language).format(date=day_words(clearing.answer_by, language))
    elif clearing.state is State.DECIDED:
        yield translate(_("You may object; somebody else then looks again."), language)
    else:
        yield translate(_("Nothing."), language)


def _repairs(clearing: Clearing, language: str) -> Iterator[str]:
    for each in clearing.repairs:
        said = (
            _("{what} ({customers} customers, {money})")
            if each.cents
            else _("{what} ({customers} customers)")
        )
        yield translate(said, language).format(
            what=each.what,
            customers=each.customers,
            money=money_words(each.cents, language),
        )


def _cost(clearing: Clearing, language: str) -> Iterator[str]:
    cost = clearing.cost
    said = _(
        "Days under suspicion: {days}, with data or orders stopped: {stopped}. What you have"
        " told us of: {hours} h and {money}."
    )
    yield translate(said, language).format(
        days=cost.days_suspected,
        stopped=cost.days_stopped,
        hours=cost.hours,
        money=money_words(cost.cents, language),
    )


def _check(clearing: Clearing, language: str) -> Iterator[str]:
    if clearing.check_code is not None:
        said = _(
            "Its code is {code}: so begins the checksum (SHA-256) of what this letter says."
            " Entry {entry} of our signed ledger has held it since you were cleared. With this"
            " letter come its facts, their proof and a program that checks both without us;"
            " whoever does not have them gets them from us."
        )
        yield translate(said, language).format(
            code=clearing.check_code, entry=clearing.entry_id
        )
