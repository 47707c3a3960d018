"""The report of a challenge: what the visitor did as a thief, and what the lists said to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leumund.basics.language import _, reader_language
from leumund.report.page import Code, Facts, Heading, Note, Page, Picture, Table, Text
from leumund.report.pictures import Line, Medium, evidence_over_complaints
from leumund.report.words import decimal, grouped, listed, once_in

if TYPE_CHECKING:
    from leumund.report.page import Block


@dataclass(frozen=True, slots=True)
class ActOfGame:
    """One stream of complaints and what it led to.

    ``partner``: whose list was robbed, or who was to be framed; ``from_list`` of
    ``complaints`` were about people on that list. ``named``: the partners whose copies were
    named, ``named_after`` how many complaints it took. ``strength``: once in how many times,
    of the strongest copy, which is ``strongest``. ``still_needed``: about how many more such
    complaints would name the copy. ``once_in``: per copy, the evidence after each complaint.
    """

    partner: str
    complaints: int
    from_list: int
    named: tuple[str, ...]
    named_after: int | None
    strongest: str
    strength: int
    still_needed: int | None = None
    once_in: tuple[tuple[str, tuple[float, ...]], ...] = field(default=(), repr=False)

    @property
    def is_named(self) -> bool:
        """Was exactly the copy named from which the people came?"""
        return self.named == (self.partner,)


@dataclass(frozen=True, slots=True)
class LineupRow:
    """One theft over many games. ``least``: the bound; ``after_median``: None: never named."""

    from_list: int
    complaints: int
    portions: int
    games: int
    named: int
    not_yet: int
    others_named: int
    after_median: float | None
    least: float


@dataclass(frozen=True, slots=True)
class GameReport:
    """A whole game. ``rows`` is empty where only one game was played; ``not_yet`` is a second
    theft with fewer complaints, played by the program itself."""

    file: str
    rows_in_file: int
    copies: int
    list_size: int
    portions: int
    seal: str
    beacon: str
    theft: ActOfGame
    framed_blindly: ActOfGame
    framed_with_list: ActOfGame
    not_yet: ActOfGame | None
    verify_command: str
    verify_answer: str
    forged_answer: str
    redrawn: int
    rows: tuple[LineupRow, ...] = ()
    framings: tuple[int, int, int] = (0, 0, 0)
    alpha: float = 1e-3


def game_page(report: GameReport) -> Page:
    """The report as a page in the reader's language."""
    blocks: list[Block] = [
        Facts(
            (
                (grouped(report.rows_in_file), _("people in the file")),
                (grouped(report.copies), _("partners, one sealed list each")),
                (grouped(report.list_size), _("people on each list")),
                (grouped(report.theft.complaints), _("complaints")),
            )
        ),
        Text(_theft_in_words(report.theft), "strong"),
        *_before(report),
        *_theft(report),
        *(_not_yet(report.not_yet) if report.not_yet else []),
        *_framing(report),
        *_checking(report),
        *(_lineup(report) if report.rows else []),
    ]
    return Page(
        language=reader_language(),
        title=_("The challenge: whose copy was it?"),
        subtitle=_(
            "A visitor played the thief with {file}. Every row of it counted as one customer."
        ).format(file=report.file),
        blocks=tuple(blocks),
        foot=_("Leumund, challenge. Seal {seal}").format(seal=report.seal[:16]),
    )


def _theft_in_words(act: ActOfGame) -> str:
    if act.is_named:
        return _(
            "The copy of {partner} was named after {after} complaints, and it was the one: "
            "{from_list} of {complaints} came from its list."
        ).format(
            partner=act.partner,
            after=act.named_after,
            from_list=act.from_list,
            complaints=act.complaints,
        )
    if not act.named:
        return _(
            "No copy was named. {from_list} of {complaints} complaints came from the list of "
            "{partner}: not enough yet."
        ).format(from_list=act.from_list, complaints=act.complaints, partner=act.partner)
    return _("{named} was named, but the list was that of {partner}.").format(
        named=listed(list(act.named)), partner=act.partner
    )


def _before(report: GameReport) -> list[Block]:
    return [
        Heading(_("Before the theft")),
        Text(
            _(
                "A secret was sealed, and the seal was shown, before the visitor typed a "
                "number. Secret and number together drew {copies} lists of {size} people, each "
                "by itself. {portions} Neither side alone could choose who is on which list."
            ).format(
                copies=report.copies,
                size=grouped(report.list_size),
                portions=_portions_in_words(report.portions),
            )
        ),
        Code(_("the seal, shown first"), report.seal),
        Code(_("the visitor's number"), report.beacon),
    ]


def _portions_in_words(portions: int) -> str:
    if portions == 1:
        return _("They left at once.")
    return _("They left in {portions} portions, and the theft went on meanwhile.").format(
        portions=portions
    )


def _theft(report: GameReport) -> list[Block]:
    act = report.theft
    return [
        Heading(_("The theft")),
        Text(
            _(
                "In a process of its own, which the rest of the program cannot look into, "
                "{partner} was picked, {from_list} people were taken from its list and "
                "{others} from elsewhere. What came out were {complaints} complaints in "
                "shuffled order, and a sealed envelope with the choice. The envelope was "
                "opened only after the lists had spoken."
            ).format(
                partner=act.partner,
                from_list=act.from_list,
                others=act.complaints - act.from_list,
                complaints=act.complaints,
            )
        ),
        _picture(act, report.alpha),
        Text(
            _(
                "If the list of {partner} had not been used, so strong a pattern would appear "
                "{often}, over all lists together. That is not the probability that somebody "
                "did nothing wrong."
            ).format(partner=act.strongest, often=once_in(act.strength)),
            "quiet",
        ),
    ]


def _picture(act: ActOfGame, alpha: float) -> Picture:
    at = tuple(range(act.complaints + 1))
    lines = [Line(name, at, (1.0, *values), name in act.named) for name, values in act.once_in]
    quiet = _("all other copies")

    def drawn(medium: Medium) -> str:
        return evidence_over_complaints(lines, act.complaints, 1 / alpha, quiet, medium)

    return Picture(
        drawn("screen"),
        drawn("paper"),
        alt=_(
            "Line chart over {complaints} complaints: how strongly they speak for the use of "
            "each of {copies} copies. {outcome}"
        ).format(
            complaints=act.complaints, copies=len(act.once_in), outcome=_theft_in_words(act)
        ),
        caption=_(
            "Evidence per copy, complaint after complaint. The scale says how often a list "
            "that was not used would ever show so strong a pattern."
        ),
    )


def _not_yet(act: ActOfGame) -> list[Block]:
    if act.named:
        return [Heading(_("And with fewer complaints?")), Text(_theft_in_words(act))]
    needed = _("About {more} more such complaints would be needed.")
    more = needed.format(more=act.still_needed) if act.still_needed else ""
    return [
        Heading(_("And with fewer complaints?")),
        Text(f"{_theft_in_words(act)} {more}".strip()),
        Text(
            _(
                "Nothing follows from that for anybody, and nobody is suspected the more for "
                "it. Leumund says so instead of pointing at the nearest name."
            )
        ),
    ]


def _framing(report: GameReport) -> list[Block]:
    blind, holding = report.framed_blindly, report.framed_with_list
    return [
        Heading(_("Can somebody be framed?")),
        Text(
            _(
                "Without its list: {complaints} invented complaints against {partner}, picked "
                "blindly; on its list by chance: {hits}. {outcome}"
            ).format(
                complaints=blind.complaints,
                partner=blind.partner,
                hits=blind.from_list,
                outcome=_framing_outcome(blind),
            )
        ),
        Text(
            _(
                "With its list: {complaints} invented complaints, all about people on the list "
                "of {partner}. {outcome}"
            ).format(
                complaints=holding.complaints,
                partner=holding.partner,
                outcome=_framing_outcome(holding),
            )
        ),
        Note(
            _("The sum can be fooled, and that is why it triggers nothing"),
            _(
                "Whoever holds a list can make complaints that look as if the list had been "
                "used; in a way, it has been. The lists say whose copy it was, never by whom, "
                "and never that a complaint is true. So a named copy only opens a question: a "
                "measure needs evidence of a second kind, and a hearing."
            ),
        ),
    ]


def _framing_outcome(act: ActOfGame) -> str:
    if not act.named:
        return _("Nothing happens: no copy is named.")
    if act.is_named:
        return _("Its copy is named after {after} of them.").format(after=act.named_after)
    return _("Another copy is named: {named}.").format(named=listed(list(act.named)))


def _checking(report: GameReport) -> list[Block]:
    return [
        Heading(_("Check it without us")),
        Text(
            _(
                "The log of this game lies beside this page. The command below needs none of "
                "the program that played, and no network. Redrawn from the opened secret of "
                "one list, {redrawn} of {size} people came out the same."
            ).format(redrawn=grouped(report.redrawn), size=grouped(report.list_size))
        ),
        Code(_("the command"), report.verify_command),
        Code(_("its answer"), report.verify_answer),
        Code(_("its answer after one letter was changed"), report.forged_answer),
    ]


def _lineup(report: GameReport) -> list[Block]:
    games, blind, holding = report.framings
    return [
        Heading(_("The same game, many times")),
        Table(
            _(
                "Each game with its own secret, number and choice; complaints are counted. "
                "The bound: with fewer of them, no rule that keeps the same promise names the "
                "copy on average. With portions the early complaints say more."
            ),
            (
                _("from the list"),
                _("portions"),
                _("games"),
                _("copy named"),
                _("not yet"),
                _("another named"),
                _("named after (median)"),
                _("bound"),
            ),
            tuple(_row(row) for row in report.rows),
            numeric=(1, 2, 3, 4, 5, 6, 7),
        ),
        Text(
            _(
                "Framing in the same {games} games: without the list somebody was named in "
                "{blind} of them, with the list in {holding}."
            ).format(games=games, blind=blind, holding=holding)
        ),
    ]


def _row(row: LineupRow) -> tuple[str, ...]:
    return (
        _("{some} of {all}").format(some=row.from_list, all=row.complaints),
        grouped(row.portions),
        grouped(row.games),
        grouped(row.named),
        grouped(row.not_yet),
        grouped(row.others_named),
        "–" if row.after_median is None else decimal(row.after_median),
        decimal(row.least),
    )
