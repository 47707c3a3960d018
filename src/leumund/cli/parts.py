"""The commands by name, in the order of the story, each with its one sentence.

A name here is a file beside this one, holding ``app``, a ``typer.Typer``. The sentences are
translated when they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One word after ``leumund``: a part with actions, or a single command."""

    name: str
    sentence: str
    has_actions: bool = True


PARTS = (
    Part(
        "look",
        "Look at a folder of your files: what do they already show?",
        has_actions=False,
    ),
    Part(
        "demo",
        "Play a simulated year from end to end and write a report.",
        has_actions=False,
    ),
    Part(
        "story",
        "Play something that has happened, and see when it would have been found.",
        has_actions=False,
    ),
    Part(
        "challenge",
        "Play the thief with your own file: which copy did you take?",
        has_actions=False,
    ),
    Part(
        "init",
        "Make the data folder, the database and the ledger's key.",
        has_actions=False,
    ),
    Part("people", "Load customers, consents, objections, contracts and registers."),
    Part("network", "Load partners, their contracts with you and their caller numbers."),
    Part("permit", "Ask whether a call may be made, and read every reason."),
    Part("release", "Plan and draw copies, hand them over in portions, recall them."),
    Part("intake", "Take in calls and complaints as they come."),
    Part("trace", "Find whose copy was used, and who is out of the question."),
    Part("orders", "Where does this order come from, and did the customer say yes?"),
    Part(
        "web",
        "Show customers the page on which they say whether an order is theirs.",
        has_actions=False,
    ),
    Part("audit", "Hold calls beside what was allowed, and read what was said in them."),
    Part("cases", "From a suspicion to the hearing, to what follows, and to its end."),
    Part("report", "Hand out packs, letters, answers and reports, each with its proofs."),
    Part("ledger", "Check the record of everything that was done, and prove an entry."),
    Part(
        "settings", "Show every setting, its value and where it comes from.", has_actions=False
    ),
)


def part_called(name: str) -> Part | None:
    """The part of that name, if there is one."""
    return next((part for part in PARTS if part.name == name), None)
