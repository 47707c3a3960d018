"""Reports: values become pages, in German and English, on the screen and on paper.

A page is a value too (``page``): sentences, tables and pictures in the reader's language.
``screen`` makes one HTML file of it that needs nothing else, ``paper`` a PDF. This part
computes nothing about anybody; what it says is handed in.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leumund.report.codes import in_plain_words
    from leumund.report.game import ActOfGame, GameReport, LineupRow, game_page
    from leumund.report.look.left_out import files_left_out, rows_left_over
    from leumund.report.look.page import Beside, look_page
    from leumund.report.look.standing_out import nothing_read, what_stands_out
    from leumund.report.look.words import field_of_look, kind_of_look
    from leumund.report.look.writer import WrittenLook, forget_look, write_look
    from leumund.report.page import Page
    from leumund.report.paper import to_pdf, to_pictures
    from leumund.report.planned import plan_page
    from leumund.report.scorecards import scorecards_page
    from leumund.report.screen import to_html
    from leumund.report.story import (
        SellerOfStory,
        StoryReport,
        story_headline,
        story_page,
        story_truth,
    )
    from leumund.report.words import decimal, grouped, listed, once_in
    from leumund.report.writer import write_html, write_pdf
    from leumund.report.year import CopyOfYear, Way, YearReport, truth_of, year_page

_HOMES = {
    "ActOfGame": "game",
    "Beside": "look.page",
    "CopyOfYear": "year",
    "GameReport": "game",
    "LineupRow": "game",
    "Page": "page",
    "Way": "year",
    "WrittenLook": "look.writer",
    "YearReport": "year",
    "story_truth": "story",
    "story_page": "story",
    "story_headline": "story",
    "StoryReport": "story",
    "SellerOfStory": "story",
    "decimal": "words",
    "field_of_look": "look.words",
    "files_left_out": "look.left_out",
    "nothing_read": "look.standing_out",
    "forget_look": "look.writer",
    "game_page": "game",
    "grouped": "words",
    "in_plain_words": "codes",
    "kind_of_look": "look.words",
    "listed": "words",
    "look_page": "look.page",
    "once_in": "words",
    "plan_page": "planned",
    "rows_left_over": "look.left_out",
    "scorecards_page": "scorecards",
    "to_html": "screen",
    "to_pdf": "paper",
    "to_pictures": "paper",
    "truth_of": "year",
    "what_stands_out": "look.standing_out",
    "write_html": "writer",
    "write_look": "look.writer",
    "write_pdf": "writer",
    "year_page": "year",
}
__all__ = [
    "ActOfGame",
    "Beside",
    "CopyOfYear",
    "GameReport",
    "LineupRow",
    "Page",
    "SellerOfStory",
    "StoryReport",
    "Way",
    "WrittenLook",
    "YearReport",
    "decimal",
    "field_of_look",
    "files_left_out",
    "forget_look",
    "game_page",
    "grouped",
    "in_plain_words",
    "kind_of_look",
    "listed",
    "look_page",
    "nothing_read",
    "once_in",
    "plan_page",
    "rows_left_over",
    "scorecards_page",
    "story_headline",
    "story_page",
    "story_truth",
    "to_html",
    "to_pdf",
    "to_pictures",
    "truth_of",
    "what_stands_out",
    "write_html",
    "write_look",
    "write_pdf",
    "year_page",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"leumund.report.{_HOMES[name]}"), name)
    raise AttributeError(f"leumund.report has nothing called {name!r}")
