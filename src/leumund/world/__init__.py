"""A simulated year of customers, partners and callers, with the truth known.

For the demo, for planning and for tests. The world writes the files that a real company
has; it is told which numbers were handed to whom, and answers with the next month's calls
and complaints. What really happened stands in ``truth.json``, which no other part reads.

``challenge`` is the other half: a game in which a visitor is the thief.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leumund.world.callers import Portion
    from leumund.world.cast import CAMPAIGN, CAST, PRINCIPAL, PRODUCT, PURPOSE, Actor, actor
    from leumund.world.challenge.exhibit import check_exhibit, make_exhibit
    from leumund.world.challenge.game import COPIES, copy_names
    from leumund.world.challenge.judge import Judgement, judge, once_in_times, still_needed
    from leumund.world.challenge.lineup import Lineup, play_many
    from leumund.world.challenge.pages import Checked, act_of, game_report
    from leumund.world.challenge.play import Dealt, Opened, deal, find, open_game
    from leumund.world.challenge.sheet import Sheet
    from leumund.world.challenge.thief import Choice, Complaints, invent, steal
    from leumund.world.challenge.writer import GameFolder, WrongWord, read_sheet
    from leumund.world.findings import Ledgered, Tally, year_report
    from leumund.world.keys import identity
    from leumund.world.monday.crowd import Crowd, write_crowd
    from leumund.world.monday.folder import Folder, monday_folder
    from leumund.world.monday.variations import Variation, variations
    from leumund.world.monday.writer import truth_of, truth_text, write_monday
    from leumund.world.population import YEAR
    from leumund.world.stories.cast import STORIES, Seller, Story
    from leumund.world.stories.deeds import StoryWeek
    from leumund.world.stories.judged import story_report
    from leumund.world.stories.letters import payments, reply_of
    from leumund.world.stories.people import StoryPeople, people_of
    from leumund.world.stories.signs import signs_of
    from leumund.world.stories.spoken import READER_ERRS, is_right_says_a_person, is_said
    from leumund.world.stories.tally import CaseOfStory, InHands, ReadPlace, StoryTally
    from leumund.world.stories.ways import live_story
    from leumund.world.stories.writer import (
        WeekFiles,
        at_berlin,
        write_story,
        write_story_week,
    )
    from leumund.world.streams import seeded_bytes, stream
    from leumund.world.writer import (
        PORTION_DAYS,
        MonthFiles,
        StartFiles,
        write_month,
        write_start,
    )
    from leumund.world.year import MONTHS, Month, Truth, World

_HOMES = {
    "Actor": "cast",
    "CAMPAIGN": "cast",
    "CAST": "cast",
    "COPIES": "challenge.game",
    "Checked": "challenge.pages",
    "Choice": "challenge.thief",
    "Complaints": "challenge.thief",
    "Crowd": "monday.crowd",
    "Dealt": "challenge.play",
    "Folder": "monday.folder",
    "GameFolder": "challenge.writer",
    "Judgement": "challenge.judge",
    "Ledgered": "findings",
    "Lineup": "challenge.lineup",
    "MONTHS": "year",
    "Month": "year",
    "MonthFiles": "writer",
    "Opened": "challenge.play",
    "PORTION_DAYS": "writer",
    "PRINCIPAL": "cast",
    "PRODUCT": "cast",
    "PURPOSE": "cast",
    "Portion": "callers",
    "READER_ERRS": "stories.spoken",
    "ReadPlace": "stories.tally",
    "Sheet": "challenge.sheet",
    "StartFiles": "writer",
    "Tally": "findings",
    "Truth": "year",
    "Variation": "monday.variations",
    "WeekFiles": "stories.writer",
    "World": "year",
    "WrongWord": "challenge.writer",
    "YEAR": "population",
    "Seller": "stories.cast",
    "story_report": "stories.judged",
    "InHands": "stories.tally",
    "write_story_week": "stories.writer",
    "write_story": "stories.writer",
    "reply_of": "stories.letters",
    "people_of": "stories.people",
    "payments": "stories.letters",
    "live_story": "stories.ways",
    "at_berlin": "stories.writer",
    "StoryWeek": "stories.deeds",
    "StoryPeople": "stories.people",
    "StoryTally": "stories.tally",
    "STORIES": "stories.cast",
    "Story": "stories.cast",
    "CaseOfStory": "stories.tally",
    "act_of": "challenge.pages",
    "actor": "cast",
    "check_exhibit": "challenge.exhibit",
    "copy_names": "challenge.game",
    "deal": "challenge.play",
    "find": "challenge.play",
    "game_report": "challenge.pages",
    "identity": "keys",
    "invent": "challenge.thief",
    "is_right_says_a_person": "stories.spoken",
    "is_said": "stories.spoken",
    "judge": "challenge.judge",
    "make_exhibit": "challenge.exhibit",
    "once_in_times": "challenge.judge",
    "monday_folder": "monday.folder",
    "open_game": "challenge.play",
    "play_many": "challenge.lineup",
    "read_sheet": "challenge.writer",
    "seeded_bytes": "streams",
    "signs_of": "stories.signs",
    "steal": "challenge.thief",
    "still_needed": "challenge.judge",
    "stream": "streams",
    "truth_of": "monday.writer",
    "truth_text": "monday.writer",
    "variations": "monday.variations",
    "write_crowd": "monday.crowd",
    "write_monday": "monday.writer",
    "write_month": "writer",
    "write_start": "writer",
    "year_report": "findings",
}
__all__ = [
    "CAMPAIGN",
    "CAST",
    "COPIES",
    "MONTHS",
    "PORTION_DAYS",
    "PRINCIPAL",
    "PRODUCT",
    "PURPOSE",
    "READER_ERRS",
    "STORIES",
    "YEAR",
    "Actor",
    "CaseOfStory",
    "Checked",
    "Choice",
    "Complaints",
    "Crowd",
    "Dealt",
    "Folder",
    "GameFolder",
    "InHands",
    "Judgement",
    "Ledgered",
    "Lineup",
    "Month",
    "MonthFiles",
    "Opened",
    "Portion",
    "ReadPlace",
    "Seller",
    "Sheet",
    "StartFiles",
    "Story",
    "StoryPeople",
    "StoryTally",
    "StoryWeek",
    "Tally",
    "Truth",
    "Variation",
    "WeekFiles",
    "World",
    "WrongWord",
    "act_of",
    "actor",
    "at_berlin",
    "check_exhibit",
    "copy_names",
    "deal",
    "find",
    "game_report",
    "identity",
    "invent",
    "is_right_says_a_person",
    "is_said",
    "judge",
    "live_story",
    "make_exhibit",
    "monday_folder",
    "once_in_times",
    "open_game",
    "payments",
    "people_of",
    "play_many",
    "read_sheet",
    "reply_of",
    "seeded_bytes",
    "signs_of",
    "steal",
    "still_needed",
    "story_report",
    "stream",
    "truth_of",
    "truth_text",
    "variations",
    "write_crowd",
    "write_monday",
    "write_month",
    "write_start",
    "write_story",
    "write_story_week",
    "year_report",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"leumund.world.{_HOMES[name]}"), name)
    raise AttributeError(f"leumund.world has nothing called {name!r}")
