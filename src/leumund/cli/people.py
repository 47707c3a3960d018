"""``leumund people``: customers, consents, objections, contracts and registers."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from leumund.basics.errors import NotThere
from leumund.basics.language import _
from leumund.basics.numbers import Number
from leumund.cli.columns import columns_from
from leumund.cli.days import read_day
from leumund.cli.desk import open_desk
from leumund.cli.progress import progress
from leumund.cli.render import show

app = typer.Typer(no_args_is_help=True)

_INPUT_CHARACTERS_MAX = 1000

Kind = Annotated[
    Literal["customers", "consents", "objections", "contracts", "register"] | None,
    typer.Option(help="What the file holds; told from its header if left out."),
]
Column = Annotated[
    list[str] | None,
    typer.Option(help="Our column and the file's: number=Telefon. May be repeated."),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(help="A column to leave out; '*' leaves out all that is not known."),
]
Encoding = Annotated[
    str | None, typer.Option(help="How the file is written, if not in UTF-8: cp1252.")
]
Region = Annotated[
    str | None, typer.Option(help="The country of numbers without a country code.")
]
Name = Annotated[str | None, typer.Option(help="The name of the register.")]
DatedOn = Annotated[
    date | None, typer.Option(parser=read_day, metavar="DAY", help="The register's date.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def load(
    path: Annotated[Path, typer.Argument(help="A CSV file.")],
    kind: Kind = None,
    column: Column = None,
    ignore: Ignore = None,
    encoding: Encoding = None,
    region: Region = None,
    name: Name = None,
    dated_on: DatedOn = None,
    as_json: Json = False,
) -> None:
    """Load a file of customers, consents, objections, contracts or a public register.

    The whole file is loaded or nothing of it; the same file again changes nothing. Rows that
    cannot be read are kept in a quarantine file in the data folder, each with its reason.

    \b
    leumund people load customers.csv
    leumund people load export.csv --column ref=KdNr --column number=Tel --ignore '*'
    leumund people load robinson.csv --kind register --name Robinson --dated-on 2026-10-01
    """
    with open_desk() as desk, progress(_("Loading")) as on_progress:
        loaded = desk.people.load(
            path,
            kind,
            columns_from(column),
            region or desk.settings.region,
            on_progress,
            ignore=ignore or (),
            encoding=encoding,
            name=name,
            dated_on=dated_on,
        )
    show(loaded, as_json)


@app.command()
def about(region: Region = None, as_json: Json = False) -> None:
    """Show everything known about a number, which is read from standard input.

    \b
    leumund people about < number.txt
    """
    written = sys.stdin.read(_INPUT_CHARACTERS_MAX).strip()
    with open_desk() as desk:
        number = Number.read(written, region or desk.settings.region)
        record = desk.people.about(number)
    if record is None:
        raise NotThere(what=_("line"), name=number)
    show(record, as_json)


@app.command()
def snapshot(
    into: Annotated[Path, typer.Argument(help="A folder for the files.")],
    with_names: Annotated[
        bool, typer.Option("--with-names", help="Write the persons' names, too.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Write all tables as Parquet files, as they stand at one moment.

    \b
    leumund people snapshot monday/
    """
    with open_desk() as desk:
        taken = desk.people.snapshot(into, with_names=with_names)
    show(taken, as_json)
