"""``leumund trace``: whose copy was it, and who is out of the question."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leumund.basics.language import _
from leumund.cli.columns import columns_from
from leumund.cli.desk import open_desk
from leumund.cli.progress import progress
from leumund.cli.render import show

app = typer.Typer()

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.callback(invoke_without_command=True)
def run(context: typer.Context, as_json: Json = False) -> None:
    """Weigh the unexplained calls against every copy that was handed over.

    Says per copy whether it was used, whether there is no sign of it, or that there is no
    finding; and who is out of the question, by which fact. The same calls give the same
    answer. A naming says whose copy was used, not by whom, and triggers nothing by itself.

    \b
    leumund trace
    leumund trace --json
    """
    if context.invoked_subcommand is None:
        with open_desk() as desk, progress(_("Weighing calls")) as on_progress:
            report = desk.trace.run(on_progress)
        show(report, as_json)


@app.command()
def exhibit(
    campaign: Annotated[str, typer.Argument(help="The campaign.")],
    partner: Annotated[str, typer.Argument(help="Whose copy was named.")],
    into: Annotated[
        Path | None, typer.Option(help="The folder (default: exhibit-COPY).")
    ] = None,
    recipient: Annotated[
        str | None, typer.Option(help="The expert's age key, for the complete exhibit.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Make the exhibit of a naming, with the program that checks it from the file alone.

    The partner's shows its own copy, and the others as counts. With an expert's key the
    complete one lies beside it, encrypted: the opened secret, every complaint, every group.

    \b
    leumund trace exhibit spring "Muster GmbH"
    leumund trace exhibit spring "Muster GmbH" --recipient age1...
    """
    with open_desk() as desk:
        written = desk.trace.exhibit(campaign, partner, into, recipient)
    show(written, as_json)


@app.command()
def verify(
    exhibit: Annotated[Path, typer.Argument(help="The exhibit, exhibit.json.")],
    key: Annotated[
        str | None, typer.Option(help="The ledger's public key, or a file that holds it.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Reckon an exhibit again from the file alone, to the last digit.

    Without the ledger's key everything is checked but whose ledger it is. Whoever has nothing
    of ours runs check-exhibit.pyz, which lies beside every exhibit.

    \b
    leumund trace verify exhibit.json --key ledger.pub
    """
    with open_desk() as desk:
        found = desk.trace.verify(exhibit, key)
    show(found, as_json)


@app.command()
def file(
    file: Annotated[Path, typer.Argument(help="The list that was found, as CSV.")],
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column", help="number=THEIRS, name=THEIRS, postcode=THEIRS, ref=THEIRS."
        ),
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="The file's encoding.")] = None,
    as_json: Json = False,
) -> None:
    """Compare a list found in the wild with every copy that was handed over.

    Read are phone numbers; where they fail, customer numbers, names and postcodes. Every list
    that is looked at has a smaller part of the weight than the one before; the same list
    again keeps its turn.

    \b
    leumund trace file stray.csv
    """
    with open_desk() as desk:
        report = desk.trace.file(file, columns_from(column), encoding=encoding)
    show(report, as_json)


@app.command("so-far")
def so_far(
    into: Annotated[Path, typer.Option(help="The file to write.")] = Path("evidence.json"),
    as_json: Json = False,
) -> None:
    """Write what the evidence says so far, for a campaign whose lists follow it.

    \b
    leumund trace so-far --into evidence.json
    """
    with open_desk() as desk:
        report = desk.trace.so_far(into)
    show(report, as_json)


@app.command()
def provenance(as_json: Json = False) -> None:
    """Ask first whether it is our data at all: handed over against not handed over.

    \b
    leumund trace provenance
    """
    with open_desk() as desk:
        report = desk.trace.provenance()
    show(report, as_json)


@app.command()
def harm(
    file: Annotated[Path, typer.Argument(help="Who cancelled and when, as CSV.")],
    column: Annotated[
        list[str] | None,
        typer.Option("--column", help="number=THEIRS, ref=THEIRS, cancelled_on=THEIRS."),
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="The file's encoding.")] = None,
    as_json: Json = False,
) -> None:
    """Say whether the calls drive customers away: handed over against not yet handed over.

    Per campaign and partner: how many times as often they cancel, with limits that hold at
    any time; how many cancellations that makes; and the naive comparison, which misleads.

    \b
    leumund trace harm cancellations.csv
    """
    with open_desk() as desk:
        report = desk.trace.harm(file, columns_from(column), encoding=encoding)
    show(report, as_json)
