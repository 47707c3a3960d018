"""``leumund network``: partners, who stands below whom, what they may do."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leumund.cli.desk import open_desk
from leumund.cli.render import show

app = typer.Typer(no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The partner's name as in partners.yaml.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def load(
    path: Annotated[Path, typer.Argument(help="A partners.yaml.")], as_json: Json = False
) -> None:
    """Load partners, their engagements and the numbers they may show.

    The whole file is loaded or nothing of it; the same file again changes nothing.

    \b
    leumund network load partners.yaml
    """
    with open_desk() as desk:
        loaded = desk.network.load(path, desk.settings.region)
    show(loaded, as_json)


@app.command()
def partner(name: Name, as_json: Json = False) -> None:
    """Show one partner with its engagements and numbers.

    \b
    leumund network partner norden
    """
    with open_desk() as desk:
        show(desk.network.chain(name)[0], as_json)


@app.command()
def partners(as_json: Json = False) -> None:
    """List every partner.

    \b
    leumund network partners
    """
    with open_desk() as desk:
        show(list(desk.network.partners()), as_json)


@app.command()
def chain(name: Name, as_json: Json = False) -> None:
    """Show a partner and those above it, up to the one the company engaged itself.

    \b
    leumund network chain keller
    """
    with open_desk() as desk:
        show(list(desk.network.chain(name)), as_json)
