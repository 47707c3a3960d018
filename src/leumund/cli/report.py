"""``leumund report``: what is handed out, so that a stranger can read and check it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from leumund.basics.numbers import Number
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
Person = Annotated[
    str | None,
    typer.Option(help="Your own reference of the person, where several share the number."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]

_INPUT_CHARACTERS_MAX = 1000
_NOT_THE_SAME = 10


@app.command()
def pack(
    case: Case,
    into: Into = None,
    to: Key = None,
    language: Language = None,
    as_json: Json = False,
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
    about: Annotated[str, typer.Argument(help="hearing, decision, appeal or clearing.")],
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


@app.command()
def verify(
    folder: Annotated[Path, typer.Argument(help="The folder of a pack.")], as_json: Json = False
) -> None:
    """Hold a pack against its checksums, the ledger and its time stamp.

    Said are files that were changed, that are missing and that were added. Exit status 10:
    something does not fit.

    \b
    leumund report verify case-12
    """
    with open_desk() as desk:
        checked = desk.report.verify(folder)
    show(checked, as_json)
    if not checked.is_sound:
        raise typer.Exit(_NOT_THE_SAME)


@app.command()
def naming(
    campaign: Annotated[str, typer.Argument(help="The campaign's name.")],
    partner: Annotated[str, typer.Argument(help="The partner whose copy was named.")],
    into: Into = None,
    to: Key = None,
    language: Language = None,
    as_json: Json = False,
) -> None:
    """Write the exhibit of a naming: its own copy for the partner, all of it for an expert.

    The partner's holds nobody's number and the others only as counts. The expert's is made
    with --to, and only that key opens it.

    \b
    leumund report naming spring Norden --to age1...
    """
    with open_desk() as desk:
        handed = desk.report.naming(campaign, partner, into, to, language)
    show(handed, as_json)


@app.command()
def access(
    person: Person = None, into: Into = None, language: Language = None, as_json: Json = False
) -> None:
    """Answer a person who asks what you know about them, and who has received it.

    The number is read from standard input. Every recipient is named: from hand-overs,
    look-ups, passes, declared calls and orders (Art. 15 GDPR).

    \b
    leumund report access --into answer < number.txt
    """
    number = _number()
    with open_desk() as desk:
        handed = desk.report.access(number, person, into, language)
    show(handed, as_json)


@app.command()
def consent(
    person: Person = None, into: Into = None, language: Language = None, as_json: Json = False
) -> None:
    """Prove a consent and every use of it: wording, time, source, proof, passes (§ 7a UWG).

    The number is read from standard input.

    \b
    leumund report consent --into proof < number.txt
    """
    number = _number()
    with open_desk() as desk:
        handed = desk.report.consent(number, person, into, language)
    show(handed, as_json)


@app.command()
def sample(
    count: Annotated[int, typer.Argument(min=1, help="How many entries.")],
    kind: Annotated[str | None, typer.Option(help="Only this kind, as permit.check.")] = None,
    word: Annotated[
        str, typer.Option(help="A word of the auditor's own, told after the ledger was signed.")
    ] = "",
    into: Into = None,
    language: Language = None,
    as_json: Json = False,
) -> None:
    """Draw a sample of the ledger for an auditor, whom nobody can lead.

    \b
    leumund report sample 25 --kind permit.check --word "blue heron"
    """
    with open_desk() as desk:
        handed = desk.report.sample(count, kind, word, into, language)
    show(handed, as_json)


@app.command()
def year(
    year: Annotated[int, typer.Argument(help="The calendar year.")],
    into: Into = None,
    language: Language = None,
    as_json: Json = False,
) -> None:
    """Write the report on a year, from nothing but the ledger.

    \b
    leumund report year 2026
    """
    with open_desk() as desk:
        handed = desk.report.year(year, into, language)
    show(handed, as_json)


@app.command()
def compare(
    file: Annotated[
        Path, typer.Argument(help="A report's folder, or the file report.json in it.")
    ],
    as_json: Json = False,
) -> None:
    """Compute a report on a year again, and say which figures are not the same.

    Exit status 10: some are not.

    \b
    leumund report compare year-2026
    """
    with open_desk() as desk:
        compared = desk.report.compare(file)
    show(compared, as_json)
    if not compared.is_same:
        raise typer.Exit(_NOT_THE_SAME)


def _number() -> Number:
    """The number on standard input; raises NotANumber."""
    return Number.read(sys.stdin.read(_INPUT_CHARACTERS_MAX).strip(), _region())


def _region() -> str:
    from leumund.settings import Settings

    return Settings.from_environment().region
