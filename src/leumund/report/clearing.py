"""The clearing page: one sheet for the partner, on the screen and on paper.

It says what cases says (``cases/clearing.py``), and nothing of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from leumund.basics.language import _, in_language, translate
from leumund.basics.masking import masked
from leumund.cases import HEADINGS, sections
from leumund.report.page import Facts, Heading, Note, Page, Text
from leumund.report.words import day_in_full, grouped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leumund.cases import Clearing
    from leumund.report.page import Block


def clearing_page(clearing: Clearing, company: str, language: str) -> Page:
    """The page in that language."""
    with in_language(language):
        return Page(
            language=language,
            title=_title(clearing),
            subtitle=_("{partner} · case {case} · {company}").format(
                partner=clearing.partner, case=clearing.case_id, company=company
            ),
            blocks=tuple(_blocks(clearing, language)),
            foot=_("Nobody is judged on this page. It says what is known, and what follows."),
        )


def _title(clearing: Clearing) -> str:
    if clearing.is_cleared and clearing.until:
        return _("You were cleared on {day}").format(day=day_in_full(clearing.until))
    return _("Where your case stands")


def _blocks(clearing: Clearing, language: str) -> Iterator[Block]:
    if clearing.calls is not None and clearing.never_given is not None:
        yield Facts(
            (
                (grouped(clearing.calls), _("strange calls were looked at")),
                (grouped(clearing.never_given), _("of them to people you never had from us")),
                (grouped(clearing.cost.days_suspected), _("days under suspicion")),
            )
        )
    for name, lines in sections(clearing, language):
        title, told = translate(HEADINGS[name]), [masked(line) for line in lines]
        if name == "check":
            yield Note(title, " ".join(told))
            continue
        yield Heading(title)
        yield from (Text(line) for line in told)
