"""The short report of a story: what was found when, how long before the world would have
heard of it, who is out of the question and by which fact, and what followed.

Everything is handed in as values; this file only puts them into words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from leumund.audit import code_words
from leumund.basics.language import _, reader_language
from leumund.report.page import Facts, Heading, Note, Page, Table, Text
from leumund.report.words import decimal, grouped, in_full, listed

if TYPE_CHECKING:
    from datetime import date

    from leumund.report.page import Block

Followed = Literal["", "open", "cleared", "order_stop"]


@dataclass(frozen=True, slots=True)
class SellerOfStory:
    """One partner at the end. ``is_wrong``: in truth it placed orders that nobody may place
    so, the first on ``first_wrong_on``. ``refused`` orders came in and ``calls_refused`` calls
    were asked for after a measure. ``never_had``: of the people to whom something was
    done it never had so many in hand. ``orders_fit``: of its ``orders``, so many have traces
    that fit what they claim."""

    name: str
    is_wrong: bool
    followed: Followed
    codes: tuple[tuple[str, int], ...]
    people: int
    never_had: int
    orders: int
    orders_fit: int
    refused: int
    calls_refused: int
    first_wrong_on: date | None = None
    first_sign_on: date | None = None
    opened_on: date | None = None
    ended_on: date | None = None
    is_data_stopped: bool = False
    paper: str = ""

    @property
    def is_above_warning(self) -> bool:
        return self.followed == "order_stop"


@dataclass(frozen=True, slots=True)
class StoryReport:
    """The story in figures. ``wrong``: orders that nobody may place so; ``unwanted``: of these,
    those the customer had not agreed to; ``unwanted_billed``: of these, those with a bill or
    a commission that was paid; ``wrong_cents``: commission paid for any wrong order."""

    story: str
    company: str
    seed: int
    customers: int
    weeks: int
    look_ups: int
    calls: int
    complaints: int
    orders: int
    wrong: int
    unwanted: int
    unwanted_billed: int
    wrong_paid: int
    wrong_cents: int
    known_on: date
    sellers: tuple[SellerOfStory, ...]
    entries: int
    root: str
    digest: str

    @property
    def found(self) -> tuple[SellerOfStory, ...]:
        """Against whom something followed, the first first."""
        stopped = [each for each in self.sellers if each.is_above_warning]
        return tuple(sorted(stopped, key=lambda each: str(each.opened_on)))

    @property
    def wrongly_stopped(self) -> list[str]:
        return [each.name for each in self.found if not each.is_wrong]

    @property
    def not_found(self) -> list[str]:
        return [s.name for s in self.sellers if s.is_wrong and not s.is_above_warning]

    @property
    def days_before(self) -> int:
        """Days from the first case to the day on which the world would have heard of it."""
        opened = [each.opened_on for each in self.found if each.opened_on]
        return (self.known_on - min(opened)).days if opened else 0

    @property
    def is_everybody_found(self) -> bool:
        return not self.not_found

    @property
    def is_nobody_wrongly_stopped(self) -> bool:
        return not self.wrongly_stopped


def story_page(report: StoryReport) -> Page:
    """The report as a page in the reader's language."""
    title, *_rest = story_words(report.story)
    return Page(
        language=reader_language(),
        title=title,
        subtitle=_(
            "{company}, {customers} customers, {partners} partners. People, companies, numbers "
            "and dates are made up, and the law is that of today; everything computed is real."
        ).format(
            company=report.company,
            customers=grouped(report.customers),
            partners=len(report.sellers),
        ),
        blocks=(
            _figures(report),
            Text(story_headline(report), "strong"),
            Text(story_truth(report)),
            *_what_happened(report),
            *_what_was_found(report),
            *_out_of_the_question(report),
            *_money(report),
        ),
        foot=_("Leumund, story {story} with seed {seed}. Result {digest}").format(
            story=report.story, seed=report.seed, digest=report.digest[:16]
        ),
    )


def story_words(story: str) -> tuple[str, str, str]:
    """Title, what happens, and how the world would have heard of it."""
    if story == "2025":
        return (
            _("2025: contracts nobody had spoken about"),
            _(
                "Agencies sell contracts by telephone and at the door. Two of them look up "
                "customers in a row one evening a week and write contracts for people with "
                "whom nobody has spoken. Nobody at the company compares contracts with calls."
            ),
            _("customers complain to the authority about bills for contracts they never had"),
        )
    return (
        _("2009: orders from the shop that came by telephone"),
        _(
            "Shops look customers up in the portal when they come in. Two of them let call "
            "centres abroad use their log-in: by night these look customers up, by day they "
            "ring them, and what they talk people into is booked as a sale in the shop, for a "
            "third more commission. Nobody has declared these centres."
        ),
        _("a call centre that was not paid asks the company for its money"),
    )


def _words(code: str) -> str:
    """What a finding of that code says. Customers' denials are noted at the desk; some titles
    of checks say what should be, and here it is not."""
    said = {
        "C079": _("An order by telephone without any call"),
        "C080": _("A sale in the shop with a call before it"),
        "order.denied": _("Customers say that they ordered nothing"),
    }
    return said.get(code) or code_words(code)


def story_headline(report: StoryReport) -> str:
    """What was found and when, in one or two sentences."""
    if not report.found:
        return _("Nothing followed against any partner.")
    first = report.found[0]
    return _(
        "On {day} the first case was opened, {days} days before {known}. Orders of {names} "
        "were stopped after a hearing, by two people."
    ).format(
        day=in_full(first.opened_on) if first.opened_on else "",
        days=report.days_before,
        known=story_words(report.story)[2],
        names=listed([each.name for each in report.found]),
    )


def story_truth(report: StoryReport) -> str:
    """What was found beside what was true."""
    said = []
    if report.wrongly_stopped:
        names = listed(report.wrongly_stopped)
        said.append(_("In truth these had placed no wrong order: {names}.").format(names=names))
    else:
        said.append(_("In truth: no honest partner had any measure above a warning."))
    if report.not_found:
        said.append(_("Not found: {names}.").format(names=listed(report.not_found)))
    else:
        said.append(_("Every partner that placed wrong orders was found."))
    return " ".join(said)


def _figures(report: StoryReport) -> Facts:
    return Facts(
        (
            (grouped(report.look_ups), _("look-ups in the portal")),
            (grouped(report.calls), _("calls in partners' diallers")),
            (grouped(report.orders), _("orders")),
            (grouped(report.complaints), _("complaints")),
            (grouped(report.days_before), _("days before it became known")),
        )
    )


def _what_happened(report: StoryReport) -> list[Block]:
    return [
        Heading(_("What happened")),
        Text(story_words(report.story)[1]),
        Text(
            _("Without anybody looking it would have become known on {day}: {known}.").format(
                day=in_full(report.known_on), known=story_words(report.story)[2]
            )
        ),
    ]


def _what_was_found(report: StoryReport) -> list[Block]:
    rows = tuple(
        (
            each.name,
            _day(each.first_wrong_on),
            _day(each.first_sign_on),
            _day(each.opened_on),
            _day(each.ended_on),
            grouped((report.known_on - each.opened_on).days) if each.opened_on else "",
        )
        for each in report.found
    )
    return [
        Heading(_("What was found, and when")),
        Table(
            _("Each case rests on traces, was heard, and was decided by two people."),
            (
                _("partner"),
                _("first wrong order"),
                _("first sign"),
                _("case opened"),
                _("orders stopped"),
                _("days before it became known"),
            ),
            rows,
            numeric=(5,),
        ),
        *(_traces(each) for each in report.found),
    ]


def _traces(seller: SellerOfStory) -> Table:
    rows = tuple((_words(code), code, grouped(count)) for code, count in seller.codes)
    caption = _("{name}: the findings on which the case was opened.").format(name=seller.name)
    return Table(caption, (_("what"), _("check"), _("findings")), rows, numeric=(2,))


def _out_of_the_question(report: StoryReport) -> list[Block]:
    others = [each for each in report.sellers if not each.is_above_warning]
    return [
        Heading(_("Who is out of the question, and by which fact")),
        *(Text(_fact(each)) for each in others),
        *(_cleared(each) for each in others if each.followed == "cleared"),
    ]


def _fact(seller: SellerOfStory) -> str:
    said = _(
        "{name}: of {people} people who were rung by strangers or had an order they knew "
        "nothing of, it never had {never_had} in hand. Of its {orders} orders the traces of "
        "{fit} fit what they claim."
    )
    return said.format(
        name=seller.name,
        people=grouped(seller.people),
        never_had=grouped(seller.never_had),
        orders=grouped(seller.orders),
        fit=grouped(seller.orders_fit),
    ) + _about_the_others(seller)


def _about_the_others(seller: SellerOfStory) -> str:
    """A figure that looks bad does not stand alone where it was explained."""
    if seller.followed != "cleared" or seller.orders_fit == seller.orders:
        return ""
    return " " + _("Why the others do not, it has explained; that was checked, see below.")


def _cleared(seller: SellerOfStory) -> Note:
    text = _(
        "Here something did stand out ({what}). {name} was heard, no measure was taken, and on "
        "{day} a paper that can be checked explained all of it. {name} has this in writing."
    )
    what = listed([_words(code) for code, _count in seller.codes])
    return Note(
        _("Looked at and cleared: {name}").format(name=seller.name),
        text.format(what=what, name=seller.name, day=_day(seller.ended_on)),
    )


def _money(report: StoryReport) -> list[Block]:
    refused = sum(each.refused for each in report.found)
    calls = sum(each.calls_refused for each in report.found)
    return [
        Heading(_("What it came to")),
        Text(
            _(
                "{wrong} orders were placed that nobody may place so. Of these {unwanted} had "
                "no yes of the customer; {billed} of them led to a bill or a commission, "
                "because nothing is supplied before the customer confirms, and silence is no "
                "yes. Of the partners that were stopped {refused} further orders were refused "
                "when they came in, and {calls} calls when they were asked for."
            ).format(
                wrong=grouped(report.wrong),
                unwanted=grouped(report.unwanted),
                billed=grouped(report.unwanted_billed),
                refused=grouped(refused),
                calls=grouped(calls),
            )
        ),
        Text(
            _(
                "For {paid} of the other wrong orders, which customers did confirm, {euros} "
                "euros of commission were paid in the end. The ledger has {entries} entries; "
                "its root begins with {root}."
            ).format(
                paid=grouped(report.wrong_paid),
                euros=decimal(report.wrong_cents / 100, 2),
                entries=grouped(report.entries),
                root=report.root[:16],
            )
        ),
    ]


def _day(day: date | None) -> str:
    return in_full(day) if day else ""
