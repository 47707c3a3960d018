"""The report of a simulated year: what happened, which copies were used, who was never in it.

Everything is handed in as values; this file only puts them into words and pictures, in the
language that is chosen where it is called.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from leumund.basics.language import _, reader_language
from leumund.report.page import Code, Facts, Heading, Note, Page, Picture, Table, Text
from leumund.report.pictures import Bar, Line, Medium, evidence_over_months, shares_by_fact
from leumund.report.words import decimal, grouped, in_full, listed, once_in

if TYPE_CHECKING:
    from datetime import date, datetime

    from leumund.report.page import Block

Found = Literal["used", "no_sign", "no_finding"]
Way = Literal["", "sold on", "stolen", "passed on"]


@dataclass(frozen=True, slots=True)
class CopyOfYear:
    """One copy at the end of the year. ``way``: how it was used in truth; empty if it was not.

    ``at`` and ``once_in``: the evidence over time, as once in how many times. ``possible``
    and the three facts add up to all unexplained calls; ``of_100``: at most so many of 100.
    """

    partner: str
    found: Found
    way: Way
    possible: int
    not_in_copy: int
    before_hand_over: int
    newer_than_copy: int
    of_100: int
    strength: int
    named_on: date | None = None
    at: tuple[datetime, ...] = field(default=(), repr=False)
    once_in: tuple[float, ...] = field(default=(), repr=False)

    @property
    def is_named(self) -> bool:
        return self.found == "used"

    @property
    def is_wrongly_named(self) -> bool:
        """Named, although nobody used it: what must not happen."""
        return self.is_named and not self.way

    @property
    def is_not_yet_named(self) -> bool:
        """Used, but too few complaints so far: no mistake."""
        return bool(self.way) and not self.is_named


@dataclass(frozen=True, slots=True)
class YearReport:
    """The year in figures. ``without_list``: partners that never got a copy, by name."""

    company: str
    year: int
    seed: int
    customers: int
    may_be_called: int
    units: int
    portions: int
    handed_over: int
    calls: int
    complaints: int
    unexplained: int
    strangers: int
    copies: tuple[CopyOfYear, ...]
    without_list: tuple[str, ...]
    most_partner: str
    most_complaints: int
    framed: str
    invented: int
    entries: int
    root: str
    key: str
    proof: str
    digest: str
    alpha: float = 1e-3

    @property
    def named(self) -> list[CopyOfYear]:
        found = [copy for copy in self.copies if copy.is_named]
        return sorted(found, key=lambda copy: str(copy.named_on))

    @property
    def wrongly_named(self) -> list[str]:
        return [copy.partner for copy in self.copies if copy.is_wrongly_named]

    @property
    def not_yet_named(self) -> list[str]:
        return [copy.partner for copy in self.copies if copy.is_not_yet_named]

    @property
    def is_nobody_wrongly_named(self) -> bool:
        return not self.wrongly_named

    @property
    def is_every_used_copy_named(self) -> bool:
        return not self.not_yet_named


def year_page(report: YearReport) -> Page:
    """The report as a page in the reader's language."""
    blocks: list[Block] = [
        _figures(report),
        Text(_headline(report), "strong"),
        Text(" ".join(truth_of(report))),
        *_what_happened(report),
        *_used(report),
        *_out_of_the_question(report),
        *_other_rules(report),
        *_proof(report),
    ]
    return Page(
        language=reader_language(),
        title=_("A year, and whose copies were used"),
        subtitle=_(
            "{company}, {year}: an invented company with {customers} customers and {partners} "
            "partners. People, numbers and events are made up; everything computed is real."
        ).format(
            company=report.company,
            year=report.year,
            customers=grouped(report.customers),
            partners=len(report.copies) + len(report.without_list),
        ),
        blocks=tuple(blocks),
        foot=_("Leumund, simulated year with seed {seed}. Result {digest}").format(
            seed=report.seed, digest=report.digest[:16]
        ),
    )


def _figures(report: YearReport) -> Facts:
    return Facts(
        (
            (grouped(report.customers), _("customers")),
            (grouped(report.may_be_called), _("lines that may be called")),
            (grouped(report.handed_over), _("numbers handed over")),
            (grouped(report.calls), _("calls reported by partners")),
            (grouped(report.complaints), _("complaints")),
            (grouped(report.unexplained), _("unexplained calls")),
        )
    )


def _headline(report: YearReport) -> str:
    if not report.named:
        return _("No copy was named this year.")
    names = listed([copy.partner for copy in report.named])
    return _("These copies were used: {names}. No other copy was named.").format(names=names)


def truth_of(report: YearReport) -> list[str]:
    """What was found beside what was true: one sentence each, never nothing."""
    wrong, missing = report.wrongly_named, report.not_yet_named
    said = []
    if wrong:
        said.append(_("Named wrongly: {names}.").format(names=listed(wrong)))
    else:
        said.append(_("In truth: nobody was named wrongly."))
    if missing:
        said.append(
            _(
                "Used, but not yet named: {names}. For that there were too few complaints."
            ).format(names=listed(missing))
        )
    elif not wrong:
        said.append(_("Every copy that was used is named."))
    return said


def _what_happened(report: YearReport) -> list[Block]:
    return [
        Heading(_("What happened")),
        Text(
            _(
                "In January every customer was checked: who has agreed to calls, with proof, "
                "and has not objected? For each of {copies} partners a list was drawn by lot "
                "from the {units} households left, out of a secret that had been sealed before "
                "and was then mixed with a number nobody could choose. Each list left in "
                "{portions} monthly portions, checked again on the day it left. Partners "
                "reported their calls. Of {complaints} complaints, a reported call explains "
                "{explained}; the other {unexplained} are calls that nobody admits to, "
                "{strangers} of them to people who are not customers."
            ).format(
                copies=len(report.copies),
                units=grouped(report.units),
                portions=report.portions,
                complaints=grouped(report.complaints),
                explained=grouped(report.complaints - report.unexplained),
                unexplained=grouped(report.unexplained),
                strangers=grouped(report.strangers),
            )
        ),
    ]


def _used(report: YearReport) -> list[Block]:
    return [
        Heading(_("Which copies were used, and when it could be known")),
        *([_named_table(report)] if report.named else []),
        _evidence_picture(report),
        Note(
            _("A named copy is not an accused partner"),
            _(
                "The lists say that a copy was used, not by whom. Here one was sold, one "
                "passed on and one stolen; the sums look the same. Naming triggers nothing by "
                "itself: a measure needs evidence of a second kind, and a hearing."
            ),
        ),
    ]


def _named_table(report: YearReport) -> Table:
    rows = tuple(
        (
            copy.partner,
            in_full(copy.named_on) if copy.named_on else "",
            once_in(copy.strength),
            f"{grouped(copy.possible)} / {grouped(report.unexplained)}",
            _story(copy.way),
        )
        for copy in report.named
    )
    return Table(
        _(
            "If a list had not been used, a pattern this strong would appear that rarely; that "
            "is not the probability that somebody did nothing wrong."
        ),
        (
            _("copy of"),
            _("named on"),
            _("so strong a pattern by chance"),
            _("calls that fit"),
            _("what really happened"),
        ),
        rows,
        marked=tuple(range(len(rows))),
    )  # fmt: skip


def _story(way: Way) -> str:
    return {
        "": _("its copy was not used"),
        "sold on": _("it sold its copy to somebody who called under false numbers"),
        "stolen": _("its copy was stolen from its computer in June"),
        "passed on": _("it passed its copy on to a sub-partner nobody had authorised"),
    }[way]


def _evidence_picture(report: YearReport) -> Picture:
    lines = [Line(copy.partner, copy.at, copy.once_in, copy.is_named) for copy in report.copies]
    quiet = _("the copies of the others")

    def drawn(medium: Medium) -> str:
        return evidence_over_months(lines, report.year, 1 / report.alpha, quiet, medium)

    crossings = "; ".join(
        _("{partner} on {day}").format(partner=copy.partner, day=in_full(copy.named_on))
        for copy in report.named
        if copy.named_on
    )
    return Picture(
        drawn("screen"),
        drawn("paper"),
        alt=_(
            "Line chart over the year: how strongly the complaints speak for the use of each "
            "copy. Lines that cross the line of naming: {crossings}. All others stay below it."
        ).format(crossings=crossings or _("none")),
        caption=_(
            "Evidence per copy, complaint after complaint. The scale says how often a list "
            "that was not used would ever show so strong a pattern, over all copies and "
            "years together. It may be read at any time; a mark shows when a copy was named."
        ),
    )


def _out_of_the_question(report: YearReport) -> list[Block]:
    return [
        Heading(_("Who is out of the question, and by what fact")),
        *(Text(sentence) for sentence in _without_list(report)),
        Text(
            _(
                "Nobody can be called from a list they are not on, nor before it was handed "
                "over, nor with a tariff it does not know. These facts need no reckoning: on "
                "average they exclude {share} of 100 unexplained calls per copy."
            ).format(share=decimal(_excluded_of_100(report)))
        ),
        _facts_picture(report),
        _others_table(report),
    ]


def _without_list(report: YearReport) -> list[str]:
    return [
        _(
            "{partner} never got a list: none of the {calls} unexplained calls can come "
            "from one."
        ).format(partner=partner, calls=grouped(report.unexplained))
        for partner in report.without_list
    ]


def _excluded_of_100(report: YearReport) -> float:
    total = sum(report.unexplained - copy.possible for copy in report.copies)
    return 100 * total / max(report.unexplained * len(report.copies), 1)


def _facts_picture(report: YearReport) -> Picture:
    bars = [
        Bar(
            copy.partner,
            (copy.possible, copy.not_in_copy, copy.before_hand_over, copy.newer_than_copy),
            copy.is_named,
        )
        for copy in report.copies
    ]
    bars += [Bar(name, (0, report.unexplained, 0, 0)) for name in report.without_list]
    parts = [
        _("could come from this copy"),
        _("person not on the list"),
        _("called before the hand-over"),
        _("caller knew something newer"),
    ]
    return Picture(
        shares_by_fact(bars, parts, "screen"),
        shares_by_fact(bars, parts, "paper"),
        alt=_("Bar chart. Calls that could come from the copy: {counts}.").format(
            counts="; ".join(f"{bar.name} {bar.counts[0]}" for bar in bars)
        ),
        caption=_(
            "All {calls} unexplained calls, per partner, by the fact that excludes them."
        ).format(calls=grouped(report.unexplained)),
    )


def _others_table(report: YearReport) -> Table:
    others = [copy for copy in report.copies if not copy.is_named]
    rows = [
        (
            copy.partner,
            grouped(copy.possible),
            grouped(copy.of_100),
            _("no sign that it was used")
            if copy.found == "no_sign"
            else _("no finding, no effect"),
        )
        for copy in others
    ]
    return Table(
        _("Copies that were not named."),
        (
            _("copy of"),
            _("calls that fit"),
            _("of 100 such calls at most so many could come from it"),
            _("outcome"),
        ),
        tuple(rows),
        numeric=(1, 2),
    )


def _other_rules(report: YearReport) -> list[Block]:
    return [
        Heading(_('What the rule "most complaints" would have said')),
        Text(
            _(
                "It would have pointed at {partner}, on whose list {complaints} of the "
                "{calls} people called stand. {verdict} The rule always points at somebody, "
                "and mostly at the longest list."
            ).format(
                partner=report.most_partner,
                complaints=grouped(report.most_complaints),
                calls=grouped(report.unexplained),
                verdict=_rule_verdict(report),
            )
        ),
        Text(
            _(
                "In late summer somebody in the company's own house invented {invented} "
                "complaints that named {framed} and showed its number. Whoever does not know a "
                "list hits its people no more often than anybody else's: the sum did not move."
            ).format(invented=grouped(report.invented), framed=report.framed)
        ),
    ]


def _rule_verdict(report: YearReport) -> str:
    is_used = {copy.partner: bool(copy.way) for copy in report.copies}
    if is_used.get(report.most_partner, False):
        return _("This time its copy was indeed used.")
    return _("Its copy was not used.")


def _proof(report: YearReport) -> list[Block]:
    return [
        Heading(_("The proof")),
        Text(
            _(
                "Everything that was done stands in a ledger of {entries} entries that can "
                "only grow. The secret of the draw was entered before anybody was drawn, the "
                "order of the complaints before a list was opened. Whoever has this page can "
                "check it without us:"
            ).format(entries=grouped(report.entries))
        ),
        Code(_("root of the ledger"), report.root),
        Code(
            _("check the entry of the draw"),
            f"python3 -I verify.pyz {report.proof} --key {report.key}",
        ),
    ]
