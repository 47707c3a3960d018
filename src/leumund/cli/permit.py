"""``leumund permit``: may this call be made, and why?"""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import typer

from leumund.basics.errors import BadInput
from leumund.basics.language import _
from leumund.basics.numbers import Number
from leumund.cli.columns import columns_from
from leumund.cli.desk import open_desk
from leumund.cli.progress import progress
from leumund.cli.render import show

app = typer.Typer(no_args_is_help=True)

_INPUT_CHARACTERS_MAX = 1000


class NoNumberGiven(BadInput):
    """Standard input held {count} numbers; one or two are expected. Nothing was decided."""

    code = "no-number-given"
    hint = (
        "Write the number to be called on the first line, and if need be the number to be "
        "shown on the second."
    )


class ListOrAll(BadInput):
    """Either a list or --all is expected. Nothing was screened."""

    code = "list-or-all"
    hint = "Name a CSV file with a column of numbers, or say --all for all lines."


Purpose = Annotated[str, typer.Option(help="What the call is for, as in the contract.")]
Partner = Annotated[str, typer.Option(help="Who calls.")]
Product = Annotated[
    str | None, typer.Option(help="What it is about; the only one of the contract if left out.")
]
At = Annotated[
    datetime | None, typer.Option(help="When, German time, like 2026-09-01T11:00:00; now.")
]
Call = Annotated[
    Literal["live", "preview", "predictive", "auto", "ai"],
    typer.Option("--call", help="Who speaks and who dials."),
]
Person = Annotated[
    str | None, typer.Option(help="Which person on the line, by the company's reference.")
]
Campaign = Annotated[str | None, typer.Option(help="Attempts are counted within it.")]
Reason = Annotated[str | None, typer.Option(help="Why this business might want the call.")]
Company = Annotated[str | None, typer.Option("--for", help="The company called for.")]
Withheld = Annotated[bool, typer.Option("--withheld", help="No number is shown.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def check(
    partner: Partner,
    purpose: Purpose,
    product: Product = None,
    at: At = None,
    call: Call = "live",
    person: Person = None,
    campaign: Campaign = None,
    reason: Reason = None,
    company: Company = None,
    withheld: Withheld = False,
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
    number, shown_number = _numbers()
    with open_desk() as desk:
        decision = desk.permit.check(
            number, partner, purpose, product, _german(at), shown_number, call, person,
            campaign=campaign, business_reason=reason, principal=company, is_withheld=withheld,
        )  # fmt: skip
    show(decision, as_json)
    if exit_status and not decision.is_allowed:
        raise typer.Exit(1)


@app.command()
def explain(
    partner: Partner,
    purpose: Purpose,
    product: Product = None,
    at: At = None,
    call: Call = "live",
    person: Person = None,
    campaign: Campaign = None,
    reason: Reason = None,
    company: Company = None,
    withheld: Withheld = False,
    to: Annotated[
        Literal["agent", "customer", "regulator"], typer.Option(help="Who reads it.")
    ] = "agent",
    as_json: Json = False,
) -> None:
    """Say what check would answer, to an agent, a customer or a regulator; records nothing.

    The number to be called is read from standard input, and on a second line the number to be
    shown, if the partner has several.

    \b
    leumund permit explain --partner Norden --purpose winback --to regulator < number.txt
    """
    number, shown_number = _numbers()
    with open_desk() as desk:
        decision = desk.permit.explain(
            number, partner, purpose, product, _german(at), shown_number, call, person,
            campaign=campaign, business_reason=reason, principal=company, is_withheld=withheld,
            audience=to,
        )  # fmt: skip
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
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day.")
    ] = None,
    end: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day.")
    ] = None,
    into: Annotated[Path, typer.Option(help="Where the answer goes, a Parquet file.")] = Path(
        "screen.parquet"
    ),
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
    leumund permit screen list.csv --purpose winback --product electricity
    leumund permit screen --all --purpose winback --start 2026-10-01 --end 2026-10-31
    """
    if (list is None) != everybody:
        raise ListOrAll()
    with open_desk() as desk, progress(_("Reading the list")) as on_progress:
        screened = desk.permit.screen(
            list, purpose, product, partner, _day(start), _day(end), into, call_type=call,
            campaign=campaign, business_reason=reason, principal=company,
            columns=columns_from([column] if column else None), on_progress=on_progress,
        )  # fmt: skip
    show(screened, as_json)


def _numbers() -> tuple[Number, Number | None]:
    """The number to be called and the one to be shown, from standard input."""
    written = [line.strip() for line in sys.stdin.read(_INPUT_CHARACTERS_MAX).splitlines()]
    numbers = [Number.read(line) for line in written if line]
    if not 1 <= len(numbers) <= 2:
        raise NoNumberGiven(count=len(numbers))
    return numbers[0], numbers[1] if len(numbers) > 1 else None


def _german(at: datetime | None) -> datetime | None:
    return None if at is None else at.replace(tzinfo=ZoneInfo("Europe/Berlin"))


def _day(at: datetime | None) -> date | None:
    return None if at is None else at.date()
