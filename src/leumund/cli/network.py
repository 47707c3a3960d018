"""``leumund network``: partners, who stands below whom, what they may do."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from leumund.cli.days import read_day
from leumund.cli.desk import open_desk
from leumund.cli.render import show

app = typer.Typer(no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The partner's name as in partners.yaml.")]
On = Annotated[
    date | None,
    typer.Option(parser=read_day, metavar="DAY", help="The day; left out: today."),
]
Since = Annotated[
    date | None,
    typer.Option(parser=read_day, metavar="DAY", help="Since when it has been acting."),
]
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
def chain(
    name: Annotated[
        str | None, typer.Argument(help="A partner's name; left out: everybody.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show who engaged whom, until when, and how much is missing of each.

    With a name: that partner, those above it up to the one the company engaged itself, and
    those below it.

    \b
    leumund network chain
    leumund network chain keller
    """
    with open_desk() as desk:
        show(desk.network.tree(name), as_json)


@app.command()
def gaps(on: On = None, as_json: Json = False) -> None:
    """List what is missing in the chain: what the law wants, what is not there, the way out.

    \b
    leumund network gaps
    leumund network gaps --on 2026-12-31
    """
    with open_desk() as desk:
        show(desk.network.gaps(on), as_json)


@app.command()
def declare(
    name: Annotated[str, typer.Argument(help="The sub-partner's name, as all will call it.")],
    above: Annotated[str, typer.Option(help="The partner that engages it.")],
    country: Annotated[str, typer.Option(help="Its country, ISO 3166: DE.")],
    legal_name: Annotated[str | None, typer.Option(help="Its name in the register.")] = None,
    address: Annotated[str | None, typer.Option(help="Where it has its seat.")] = None,
    contact: Annotated[str | None, typer.Option(help="Who answers for data there.")] = None,
    task: Annotated[
        list[str] | None, typer.Option(help="What it does. May be repeated.")
    ] = None,
    since: Since = None,
    as_json: Json = False,
) -> None:
    """Declare a sub-partner. Until the declaration day that costs nothing.

    It may act once the company has agreed in writing and has loaded an engagement.

    \b
    leumund network declare keller --above sued --country DE
    """
    with open_desk() as desk:
        seat = (legal_name, address, contact, task or (), since)
        show(desk.network.declare(name, above, country, *seat), as_json)


@app.command(name="check-in")
def check_in(
    name: Name,
    what: Annotated[str, typer.Argument(help="What was looked at, for example security.")],
    by: Annotated[str, typer.Option(help="Who looked at it.")],
    on: On = None,
    document: Annotated[
        Path | None, typer.Option(help="What was seen; only its digest is kept.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Note that something was looked at, before anything is handed over and later.

    Known are: register_extract, owners, sites, permits, references, sub_partners, security,
    code_of_conduct, audit, deletion_certificate.

    \b
    leumund network check-in norden security --by "A. Muster" --document report.pdf
    """
    with open_desk() as desk:
        show(desk.network.check_in(name, what, by, on, document), as_json)


@app.command()
def leads(
    path: Annotated[Path, typer.Argument(help="Leads of the partner's own, as CSV.")],
    name: Annotated[str, typer.Option("--partner", help="Whose leads they are.")],
    as_json: Json = False,
) -> None:
    """Take in a partner's own leads before they are called, with source and proof of consent.

    \b
    leumund network leads leads.csv --partner norden
    """
    with open_desk() as desk:
        show(desk.network.leads(path, name, desk.settings.region), as_json)


@app.command()
def statements(
    path: Annotated[Path, typer.Argument(help="Rows of statements or invoices, as CSV.")],
    name: Annotated[str, typer.Option("--partner", help="Whose commission it is.")],
    on: Annotated[
        date | None,
        typer.Option(parser=read_day, metavar="DAY", help="The day of rows without one."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Take in to which accounts a partner's commission goes; only digests are kept.

    An account of somebody outside the chain is a finding of the next 'leumund audit collect'.

    \b
    leumund network statements october.csv --partner norden
    """
    with open_desk() as desk:
        show(desk.network.statements(path, name, on), as_json)
