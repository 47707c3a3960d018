"""``leumund intake``: calls and complaints come in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leumund.basics.language import _
from leumund.cli.columns import columns_from
from leumund.cli.desk import open_desk
from leumund.cli.progress import progress
from leumund.cli.render import show

app = typer.Typer(no_args_is_help=True)

File = Annotated[Path, typer.Argument(help="The CSV file.")]
Format = Annotated[
    str | None, typer.Option(help="The source's format; told from the columns if left out.")
]
Columns = Annotated[
    list[str] | None, typer.Option("--column", help="OURS=THEIRS, may be given several times.")
]
Ignore = Annotated[
    list[str] | None, typer.Option(help="A column to leave out; '*' leaves out all unknown.")
]
Encoding = Annotated[str | None, typer.Option(help="The file's encoding, if not UTF-8.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def calls(
    file: File,
    partner: Annotated[
        str, typer.Option(help="Who declares these calls; for your own desk your company.")
    ],
    format: Format = None,  # noqa: A002
    column: Columns = None,
    ignore: Ignore = None,
    encoding: Encoding = None,
    as_json: Json = False,
) -> None:
    """Take in the calls that a partner declares to have made.

    Load them before the complaints of the same days: what explains a complaint is decided
    once, when it arrives. The same file, or the same call, twice changes nothing.

    \b
    leumund intake calls cdr.csv --partner Norden
    """
    with open_desk() as desk, progress(_("Reading calls")) as on_progress:
        loaded = desk.intake.calls(
            file, partner, columns_from(column), format=format, ignore=ignore or (),
            encoding=encoding, on_progress=on_progress,
        )  # fmt: skip
    show(loaded, as_json)


@app.command()
def forget(as_json: Json = False) -> None:
    """Delete numbers and words of complaints that may be held no longer.

    How long, their table says. For every night's run; what was sealed stays.

    \b
    leumund intake forget
    """
    with open_desk() as desk:
        result = desk.intake.forget()
    show(result, as_json)


@app.command()
def complaints(
    file: File,
    format: Format = None,  # noqa: A002
    column: Columns = None,
    ignore: Ignore = None,
    encoding: Encoding = None,
    as_json: Json = False,
) -> None:
    """Take in complaints, decide what explains each, and seal their order.

    An objection in a complaint holds at once. Complaints about nobody's customer are kept
    and counted, too. The same file, or the same complaint, twice changes nothing.

    \b
    leumund intake complaints complaints.csv
    leumund intake complaints DNC_2021-07-07.csv --format ftc
    """
    with open_desk() as desk, progress(_("Reading complaints")) as on_progress:
        loaded = desk.intake.complaints(
            file, format, columns_from(column), ignore=ignore or (),
            encoding=encoding, on_progress=on_progress,
        )  # fmt: skip
    show(loaded, as_json)
