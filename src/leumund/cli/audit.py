"""``leumund audit``: was it asked and obeyed, and what was said?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leumund.basics.language import _
from leumund.cli.desk import open_desk
from leumund.cli.progress import progress
from leumund.cli.render import show

app = typer.Typer(no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def words(
    path: Annotated[Path, typer.Argument(help="A folder with transcripts.csv, or that file.")],
    agents: Annotated[
        bool, typer.Option("--agents", help="Keep the pseudonyms that the partner made.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Listen to the transcripts of calls: which places should a person read?

    The sheet transcripts.csv names each file, its partner, the time of the call and the
    permission to record. A transcript without a recorded permission is not opened. What is
    found counts only when a person has confirmed it.

    \b
    leumund audit words calls/2026-03
    """
    with open_desk() as desk, progress(_("Listening")) as on_progress:
        result = desk.audit.words(path, with_agents=agents, on_progress=on_progress)
    show(result, as_json)


@app.command(name="open-words")
def open_words(as_json: Json = False) -> None:
    """List the places in calls that wait for a person.

    \b
    leumund audit open-words
    """
    with open_desk() as desk:
        show(list(desk.audit.open_words()), as_json)


@app.command()
def confirm(
    finding: Annotated[str, typer.Argument(help="The finding's key, from open-words.")],
    by: Annotated[str, typer.Option("--by", help="Who has read the place.")],
    is_right: Annotated[
        bool, typer.Option("--right/--wrong", help="Whether the words say what was found.")
    ],
    as_json: Json = False,
) -> None:
    """Say whether a place in a call says what was found there.

    Where two people disagree the finding does not count; how far people agree is measured.

    \b
    leumund audit confirm 0f3a… --by mk --right
    """
    with open_desk() as desk:
        confirmed = desk.audit.confirm(finding, by, is_right)
    show(confirmed, as_json)
