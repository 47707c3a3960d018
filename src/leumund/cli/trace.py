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
def file(
    file: Annotated[Path, typer.Argument(help="The list that was found, as CSV.")],
    column: Annotated[
        list[str] | None, typer.Option("--column", help="number=THEIRS, for each such column.")
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="The file's encoding.")] = None,
    as_json: Json = False,
) -> None:
    """Compare a list found in the wild with every copy that was handed over.

    Only columns with phone numbers are read. Every list that is looked at has a smaller part
    of the weight than the one before; the same list again keeps its turn.

    \b
    leumund trace file stray.csv
    """
    with open_desk() as desk:
        report = desk.trace.file(file, columns_from(column), encoding=encoding)
    show(report, as_json)
