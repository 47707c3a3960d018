"""``leumund report``: what is handed out, so that a stranger can read and check it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leumund.cli.desk import open_desk
from leumund.cli.render import show

app = typer.Typer(no_args_is_help=True)

Case = Annotated[int, typer.Argument(help="The number of the case.")]
Into = Annotated[Path | None, typer.Option(help="The new folder; a zip is put beside it.")]
File = Annotated[Path | None, typer.Option(help="The file to write.")]
Language = Annotated[
    str | None, typer.Option(help="de or en (default: the language you read in).")
]
Key = Annotated[
    str | None, typer.Option("--to", help="An age key (age1...) of whoever may see all of it.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def pack(
    case: Case, into: Into = None, to: Key = None, language: Language = None, as_json: Json = False
) -> None:
    """Write the evidence pack of a case: to be read, to be computed with, to be checked.

    Numbers are masked. With --to the original exhibits go along, encrypted to that key. It is
    withheld where an item of evidence lacks its checksum, origin, collector or time.

    \b
    leumund report pack 12 --into case-12
    """
    with open_desk() as desk:
        handed = desk.report.pack(case, into, to, language)
    show(handed, as_json)


@app.command()
def letter(
    case: Case,
    about: Annotated[str, typer.Argument(help="hearing, decision or clearing.")],
    into: File = None,
    language: Language = None,
    as_json: Json = False,
) -> None:
    """Write a letter of a case as PDF, fit to send.

    \b
    leumund report letter 12 hearing --language de
    """
    with open_desk() as desk:
        written = desk.report.letter(case, about, into, language)
    show(written, as_json)


@app.command()
def stamp(
    folder: Annotated[Path, typer.Argument(help="The folder of a pack.")], as_json: Json = False
) -> None:
    """Fetch the time stamp of a pack that was written while the authority could not be asked.

    \b
    leumund report stamp case-12
    """
    with open_desk() as desk:
        stamped = desk.report.stamp(folder)
    show(stamped, as_json)
