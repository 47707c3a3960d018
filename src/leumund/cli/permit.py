"""``leumund permit``: may this call be made, and why?"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from leumund.basics.errors import BadInput
from leumund.basics.language import _
from leumund.cli.call import (
    Call,
    Campaign,
    Company,
    Product,
    Purpose,
    Reason,
    asks_about_a_call,
)
from leumund.cli.columns import columns_from
from leumund.cli.days import read_day
from leumund.cli.desk import open_desk
from leumund.cli.progress import progress
from leumund.cli.render import show
from leumund.permit import CallAsked

app = typer.Typer(no_args_is_help=True)


class ListOrAll(BadInput):
    """Either a list or --all is expected. Nothing was screened."""

    code = "list-or-all"
    hint = "Name a CSV file with a column of numbers, or say --all for all lines."


Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
@asks_about_a_call
def check(
    asked: CallAsked,
    exit_status: Annotated[
        bool, typer.Option("--exit-status", help="End with status 1 when it is refused.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Decide about one call, with every reason; an allowed one gets a pass.

    The number to be called is read from standard input, and on a second line the number to be
    shown, if the partner has several. A pass counts as an attempt and as a use of the consent.

    \b
    leumund permit check --partner Norden --purpose winback < number.txt
    """
    with open_desk() as desk:
        decision = desk.permit.check(asked)
    show(decision, as_json)
    if exit_status and not decision.is_allowed:
        raise typer.Exit(1)


@app.command()
@asks_about_a_call
def explain(
    asked: CallAsked,
    audience: Annotated[
        Literal["agent", "customer", "regulator"],
        typer.Option("--to", "--audience", help="Who reads it."),
    ] = "agent",
    as_json: Json = False,
) -> None:
    """Say what check would answer, to an agent, a customer or a regulator; records nothing.

    The number to be called is read from standard input, and on a second line the number to be
    shown, if the partner has several. Customers and regulators are also told on what an
    allowed call rests, and by which law.

    \b
    leumund permit explain --partner Norden --purpose winback --to regulator < number.txt
    """
    with open_desk() as desk:
        decision = desk.permit.explain(asked, audience)
    show(decision, as_json)


@app.command()
def screen(
    purpose: Purpose,
    list: Annotated[  # noqa: A002
        Path | None, typer.Argument(help="A CSV file with a column of numbers.")
    ] = None,
    everybody: Annotated[bool, typer.Option("--all", help="Screen all lines.")] = False,
    product: Product = None,
    partner: Annotated[
        str | None, typer.Option(help="Who will call; without, only persons are looked at.")
    ] = None,
    start: Annotated[
        date | None,
        typer.Option("--start", "--from", parser=read_day, metavar="DAY", help="First day."),
    ] = None,
    end: Annotated[
        date | None,
        typer.Option("--end", "--until", parser=read_day, metavar="DAY", help="Last day."),
    ] = None,
    into: Annotated[
        Path, typer.Option(help="Where the answer goes, by its ending as .csv or .parquet.")
    ] = Path("screen.parquet"),
    call: Call = "live",
    campaign: Campaign = None,
    reason: Reason = None,
    company: Company = None,
    column: Annotated[
        str | None, typer.Option(help="number=THEIRS: the column that holds the number.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Decide about everybody on a list, and say in which hours each may be called.

    Who is allowed may be called on every day from the first to the last, as things stand now.
    Rows that cannot be read are kept in a quarantine file.

    \b
    leumund permit screen list.csv --purpose winback --product electricity --into answer.csv
    leumund permit screen --all --purpose winback --start 2026-10-01 --end 2026-10-31
    """
    if (list is None) != everybody:
        raise ListOrAll()
    with open_desk() as desk, progress(_("Screening")) as on_progress:
        screened = desk.permit.screen(
            list, purpose, product, partner, start, end, into, call_type=call,
            campaign=campaign, business_reason=reason, principal=company,
            columns=columns_from([column] if column else None), on_progress=on_progress,
        )  # fmt: skip
    show(screened, as_json)
