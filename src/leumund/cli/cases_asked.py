"""Questions about cases on the command line; they record nothing."""

from __future__ import annotations

from typing import Annotated

import typer

from leumund.cases import alike_words, overview_words, stop_words
from leumund.cli.desk import open_desk
from leumund.cli.render import show
from leumund.report import in_plain_words

Case = Annotated[int, typer.Argument(help="The number of the case.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def case(number: Case, as_json: Json = False) -> None:
    """Show a case with all that happened in it.

    \b
    leumund cases case 12
    """
    with open_desk() as desk:
        found = desk.cases.case(number)
    show(found, as_json)


def overview(
    against: Annotated[str | None, typer.Option(help="Only cases against this name.")] = None,
    state: Annotated[str | None, typer.Option(help="Only cases in this state.")] = None,
    as_json: Json = False,
) -> None:
    """List the cases, newest first.

    \b
    leumund cases overview --against Norden
    """
    with open_desk() as desk:
        found = desk.cases.overview(against, state)
    show(found if as_json else overview_words(found), as_json)


def clocks(case: Case, as_json: Json = False) -> None:
    """Show every clock of a case with the days that are left.

    \b
    leumund cases clocks 12
    """
    with open_desk() as desk:
        due = desk.cases.clocks(case)
    show(due, as_json)


def agent(case: Case, as_json: Json = False) -> None:
    """Show the pseudonyms of agents that two people have opened in this case.

    \b
    leumund cases agent 12
    """
    with open_desk() as desk:
        found = desk.cases.agent(case)
    show(found, as_json)


def clearing(case: Case, as_json: Json = False) -> None:
    """Show the page for the partner: what was said, what speaks for it, its money.

    \b
    leumund cases clearing 12
    """
    with open_desk() as desk:
        page = desk.cases.clearing(case)
    show(in_plain_words(page), as_json)


def letter(
    code: Annotated[list[str], typer.Argument(help="The code that stands on the letter.")],
    as_json: Json = False,
) -> None:
    """Find the entry of the ledger by which a letter can be checked.

    \b
    leumund cases letter 3f9a 11c2 7be0 94d1 5a6c 8820 f4b7 0e39
    """
    with open_desk() as desk:
        found = desk.cases.letter(" ".join(code))
    show(found, as_json)


def alike(
    case: Case,
    measure: Annotated[str, typer.Argument(help="A kind of measure.")],
    as_json: Json = False,
) -> None:
    """Show what followed elsewhere from the same breach.

    \b
    leumund cases alike 12 penalty
    """
    with open_desk() as desk:
        compared = desk.cases.alike(case, measure)
    show(compared if as_json else alike_words(compared), as_json)


def stops(as_json: Json = False) -> None:
    """List what is stopped now by measures in force.

    \b
    leumund cases stops
    """
    with open_desk() as desk:
        found = desk.cases.stops()
    show(found if as_json else stop_words(found), as_json)


def burden(as_json: Json = False) -> None:
    """Show what it has cost partners to be suspected who were cleared.

    \b
    leumund cases burden
    """
    with open_desk() as desk:
        cost = desk.cases.burden()
    show(cost, as_json)


QUESTIONS = (case, overview, clocks, agent, clearing, letter, alike, stops, burden)
"""In the order of the help page."""
