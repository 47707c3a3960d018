"""``leumund web``: the page behind the one-time link."""

from __future__ import annotations

from typing import Annotated

import typer

from leumund.basics.language import _
from leumund.cli.desk import open_desk

app = typer.Typer()


@app.command()
def web(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8180,
    host: Annotated[
        str, typer.Option(help="The address to listen on; by default this machine only.")
    ] = "127.0.0.1",
) -> None:
    """Show customers the page on which they say whether an order is theirs, until stopped.

    Put a server with a certificate before it and name both in LEUMUND_PAGE_ADDRESS and
    LEUMUND_PAGE_PROXY. No access log is kept: the links stand in it.

    \b
    leumund web --port 8180
    """
    from leumund.web import page_of, serve

    with open_desk() as desk:
        page = page_of(desk)
        typer.echo(_("The page listens on {place}.").format(place=f"http://{host}:{port}"))
        serve(page, host, port)
