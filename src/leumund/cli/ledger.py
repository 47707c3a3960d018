"""``leumund ledger``: what was done, in an order that can never change, and the proof."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from leumund.basics.language import _
from leumund.cli.days import read_moment
from leumund.cli.desk import open_desk
from leumund.cli.progress import progress
from leumund.cli.render import show

app = typer.Typer()

DOES_NOT_VERIFY = 10

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Entry = Annotated[int, typer.Argument(help="The entry's id, as the list of entries shows it.")]


@app.command()
def verify(
    known: Annotated[
        list[Path] | None,
        typer.Option(
            "--known",
            exists=True,
            dir_okay=False,
            help="A checkpoint or proof file that was kept elsewhere.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Derive every hash of the ledger again from what is stored, and say what does not fit.

    Nothing is repaired. A checkpoint that was kept outside the company shows whether the
    ledger is still the same history; without one, folder and database put back together to
    an earlier day cannot be told from the real thing. Exit status 10: something does not fit.

    \b
    leumund ledger verify
    leumund ledger verify --known checkpoint-of-march
    """
    kept = [path.read_bytes() for path in known or []]
    with open_desk() as desk, progress(_("Verifying entries")) as on_progress:
        verified = desk.ledger.verify(kept, on_progress)
        # Shown before the desk is left: its writer raises the alarm where something is wrong.
        show(verified, as_json)
    if not verified.is_sound:
        raise typer.Exit(DOES_NOT_VERIFY)


@app.command()
def prove(
    entry: Entry,
    into: Annotated[
        Path | None, typer.Option(help="The proof file (default: entry-ID.tlog-proof).")
    ] = None,
    opened: Annotated[
        bool, typer.Option("--opened", help="Also show what the entry said.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Write a proof that an entry stands in the signed ledger; anybody can check it offline.

    Closed, it shows the kind and time of the entry; opened, also what it said.

    \b
    leumund ledger prove 17 --opened
    """
    with open_desk() as desk:
        desk.ledger.integrate()
        written = desk.ledger.write_proof(entry, into, is_opened=opened)
    show(written, as_json)


@app.command()
def verifier(
    into: Annotated[Path | None, typer.Option(help="The file (default: verify.pyz).")] = None,
    as_json: Json = False,
) -> None:
    """Write the program that checks a proof, as one file that runs on any Python from 3.11.

    Nothing else of Leumund is needed, and nothing of anybody else: give it to whoever shall be
    able to check you, or tell them its digest and let them make it themselves.

    \b
    leumund ledger verifier --into verify.pyz
    python3 -I verify.pyz entry-17.tlog-proof --key ledger.pub
    """
    with open_desk() as desk:
        written = desk.ledger.verifier(into)
    show(written, as_json)


@app.command()
def entries(
    kind: Annotated[str | None, typer.Option(help="Only this kind, as people.load.")] = None,
    since: Annotated[
        datetime | None,
        typer.Option(parser=read_moment, metavar="TIME", help="From this moment on."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(parser=read_moment, metavar="TIME", help="Before this moment."),
    ] = None,
    count: Annotated[int, typer.Option(min=1, help="At most this many.")] = 100,
    as_json: Json = False,
) -> None:
    """List the newest entries and what they said, newest first.

    Moments are German time, unless they have an offset.

    \b
    leumund ledger entries --kind people.load --since 2026-03-01
    """
    with open_desk() as desk:
        found = desk.ledger.entries(kind, since, until, count)
    show(found, as_json)


@app.command()
def integrate(as_json: Json = False) -> None:
    """Put everything done so far under a signed checkpoint, and show it.

    Every command does this when it ends; call it after one that was killed.

    \b
    leumund ledger integrate
    """
    with open_desk() as desk:
        checkpoint = desk.ledger.integrate()
    show(checkpoint, as_json)


@app.command()
def erase(
    entry: Entry,
    why: Annotated[str, typer.Option(help="The reason, without names or numbers.")],
    as_json: Json = False,
) -> None:
    """Destroy what an entry said; that it was erased, and why, is an entry itself.

    The entry still stands and can be proved closed. Proofs that were handed out opened, and
    backups, are outside its reach.

    \b
    leumund ledger erase 17 --why "request under Art 17 GDPR"
    """
    with open_desk() as desk:
        erased = desk.ledger.erase(entry, why)
    show(erased, as_json)


@app.command()
def create_key(
    name: Annotated[
        str | None, typer.Option(help="The log's name for good, as example.com/ledger.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Make the key that signs the ledger, unless there is one, and show the public half.

    Give the public key and the log's name to everybody who shall be able to check you.

    \b
    leumund ledger create-key --name example.com/ledger
    """
    with open_desk() as desk:
        key = desk.ledger.create_key(name)
    show(key, as_json)
