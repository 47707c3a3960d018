"""The whole report of a look as a page, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leumund import __version__
from leumund.basics.language import _, reader_language, translate
from leumund.intake import clause_title
from leumund.look import reasons
from leumund.report.look.findings import chapter_blocks, heading, table_blocks
from leumund.report.look.left_out import LeftOver, left_out
from leumund.report.look.standing_out import first_page, subtitle
from leumund.report.look.words import (
    cell_words,
    day_words,
    file_words,
    need_words,
    text_words,
)
from leumund.report.page import Contents, Heading, Note, Page, Table, Text
from leumund.report.words import grouped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from leumund.look import LookReport, Unsaid
    from leumund.report.page import Block


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside the look's values: rows left over, and what was read from mails.

    ``complaints`` were read from mails by a program, ``confirmed`` of them by a person too.
    """

    left_over: tuple[LeftOver, ...] = ()
    complaints: int = 0
    confirmed: int = 0


def look_page(report: LookReport, beside: Beside) -> Page:
    """The report: what stands out, the chapters, what cannot be said, what was left out."""
    unconfirmed = beside.complaints - beside.confirmed
    blocks: list[Block] = [
        *_chapters(report, beside),
        *_unsaid(report),
        *left_out(report, beside.left_over),
        *_assumed(report),
    ]
    blocks = [*first_page(report, unconfirmed), _contents(blocks), *blocks]
    return Page(
        language=reader_language(),
        title=_("What our own files already show"),
        subtitle=subtitle(report),
        blocks=tuple(_first_sheet(blocks)),
        foot=_("Leumund {version}, as of {day}. Numbers and references are masked.").format(
            version=__version__, day=day_words(report.as_of) if report.as_of else "?"
        ),
    )


def _contents(blocks: Sequence[Block]) -> Contents:
    heads = (each for each in blocks if isinstance(each, Heading) and each.level == 2)
    return Contents(tuple((each.anchor, each.text) for each in heads))


def _first_sheet(blocks: Sequence[Block]) -> Iterator[Block]:
    """The first chapter begins a new sheet, so that the first page stands for itself."""
    is_begun = False
    for block in blocks:
        if isinstance(block, Heading) and block.anchor and not is_begun:
            is_begun = True
            yield Heading(block.text, block.level, block.anchor, is_first=True)
        else:
            yield block


def _chapters(report: LookReport, beside: Beside) -> Iterator[Block]:
    for letter, title in _titles().items():
        blocks = chapter_blocks(report, letter, title)
        if letter == "e" and blocks:
            blocks[1:1] = _confirmation(report, beside)
        yield from blocks
        if letter == "d":
            yield from _contracts(report, is_heading_needed=not blocks)


def _titles() -> dict[str, str]:
    return {
        "a": _("Consents and their proof"),
        "b": _("Calls that ask for an explanation"),
        "c": _("Orders whose origin does not fit"),
        "d": _("Who is in the chain"),
        "e": _("Complaints"),
        "f": _("Which list cannot explain which complaint"),
        "g": _("Cancellations beside calls"),
        "own": _("Against ourselves"),
    }


def _confirmation(report: LookReport, beside: Beside) -> list[Block]:
    if not beside.complaints:
        return []
    text = _(
        "{all} complaints were read from mails by a program; every value points at the words "
        "it was read from. A person has confirmed {confirmed} of them; the others count here "
        "as read, not confirmed: leumund look confirm {folder}"
    ).format(
        all=grouped(beside.complaints),
        confirmed=grouped(beside.confirmed),
        folder=report.folder,
    )
    return [Note(_("Read, not confirmed"), text)]


def _contracts(report: LookReport, *, is_heading_needed: bool) -> Iterator[Block]:
    """Contracts that were read, and the clauses that were not found in them."""
    read = [each for each in report.documents if each.contract is not None]
    if not read:
        return
    if is_heading_needed:
        yield Heading(heading("d", _("Who is in the chain")), anchor="chapter-d")
    yield Heading(_("Contracts, and the clauses of Art. 28 GDPR"), level=3, anchor="contracts")
    rows = []
    for document in read:
        contract = document.contract
        if contract is None:
            continue
        there = _clauses_with_pages(
            {key: page for key, page in contract.clauses.items() if page is not None}
        )
        unsure = _clauses_with_pages(
            {key: found.page for key, found in contract.in_doubt.items()}
        )
        lacking = [f"{key} {clause_title(key, reader_language())}" for key in contract.missing]
        is_needed = contract.is_processing
        rows.append(
            (
                file_words(document.file),
                there or "–",
                unsure or "–",
                "; ".join(lacking) if is_needed else _("processes no data for somebody else"),
            )
        )
    yield Table(
        _(
            "A clause that was not found may stand there in other words: it is a thing to look "
            "up, not proved to be missing. Beside words in doubt stands a “not” or “no”: read "
            "them yourself."
        ),
        (_("contract"), _("found"), _("read it yourself"), _("not found")),
        tuple((*each[:3], each[3] or _("none is missing")) for each in rows),
    )


def _clauses_with_pages(found: Mapping[str, int]) -> str:
    """ "28(3)(a), page 1; 28(3)(b), page 2"."""
    said = _("{clause}, page {page}")
    return "; ".join(said.format(clause=key, page=page) for key, page in found.items())


def _unsaid(report: LookReport) -> Iterator[Block]:
    yield Heading(heading("h", _("What cannot be said")), anchor="chapter-h")
    if not report.unsaid:
        yield Text(_("Every question could be asked."))
    else:
        yield Text(
            _(
                "These files do not answer the following. Beside each question stands the one "
                "change that would."
            )
        )
        yield Table(
            "",
            (_("cannot be said"), _("what is missing"), _("the one change")),
            tuple(_unsaid_row(each) for each in report.unsaid),
        )
    for table in report.shown:
        if table.chapter == "h" and table.rows:
            yield from table_blocks(table, report)


def _unsaid_row(unsaid: Unsaid) -> tuple[str, str, str]:
    lacks = "; ".join(need_words(need) for need in unsaid.missing)
    values = dict(unsaid.values)
    what = text_words(str(values.get("what", "")))
    change = translate(unsaid.change).format_map(values | {"missing": lacks, "what": what})
    return translate(unsaid.title), lacks or what, change


def _assumed(report: LookReport) -> Iterator[Block]:
    rules = report.rules
    yield Heading(_("What was assumed"), anchor="assumed")
    yield Text(
        _(
            "Hours, caps and ages of consents come from the rule pack {pack}, version "
            "{version} ({digest}…). Everything else stands in look.toml and can be changed "
            "there."
        ).format(pack=rules.pack, version=rules.version, digest=rules.digest[:16])
    )
    if rules.calls_before_it:
        yield Text(
            _(
                "{count} calls were made on days about which this rule pack says nothing; "
                "hours, Sundays, holidays and numbers of attempts were not asked for them."
            ).format(count=grouped(rules.calls_before_it))
        )
    yield Text(
        _(
            "Ranges of shares are exact and hold the true one in at least 95 of 100 cases "
            "(Clopper and Pearson, 1934)."
        )
    )
    rows = tuple(
        (name, cell_words(getattr(report.settings, name), {}), reason)
        for name, _default, reason in reasons()
    )
    yield Table("", (_("setting"), _("value"), _("why")), rows, numeric=(1,))
