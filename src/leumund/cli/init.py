"""``leumund init``."""

from __future__ import annotations

from typing import Annotated

import typer

from leumund.cli.desk import open_desk
from leumund.cli.render import show

app = typer.Typer()


@app.command()
def init(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Make the data folder, the database and the ledger's key, and show where they are.

    Nothing is changed that is already there, so it may be run again at any time.

    \b
    LEUMUND_FOLDER=~/leumund leumund init
    """
    with open_desk() as desk:
        show(desk.set_up(), as_json)
