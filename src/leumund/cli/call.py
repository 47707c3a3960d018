"""The options that say which call is meant, the same for every command that asks about one."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal, get_type_hints

import typer

from leumund.basics.errors import BadInput
from leumund.basics.numbers import Number
from leumund.cli.days import read_moment
from leumund.permit import CallAsked

_INPUT_CHARACTERS_MAX = 1000


class NoNumberGiven(BadInput):
    """Standard input held {count} numbers; one or two are expected. Nothing was decided."""

    code = "no-number-given"
    hint = (
        "Write the number to be called on the first line, and if need be the number to be "
        "shown on the second."
    )


Purpose = Annotated[str, typer.Option(help="What the call is for, as in the contract.")]
Product = Annotated[
    str | None, typer.Option(help="What it is about; the only one of the contract if left out.")
]
Call = Annotated[
    Literal["live", "preview", "predictive", "auto", "ai"],
    typer.Option("--call", help="Who speaks and who dials."),
]
Campaign = Annotated[str | None, typer.Option(help="Attempts are counted within it.")]
Reason = Annotated[str | None, typer.Option(help="Why this business might want the call.")]
Company = Annotated[str | None, typer.Option("--for", help="The company called for.")]


def call_asked(
    partner: Annotated[str, typer.Option(help="Who calls.")],
    purpose: Purpose,
    product: Product = None,
    at: Annotated[
        datetime | None,
        typer.Option(parser=read_moment, metavar="TIME", help="When, German time; now."),
    ] = None,
    call: Call = "live",
    person: Annotated[
        str | None, typer.Option(help="Which person on the line, by the company's reference.")
    ] = None,
    campaign: Campaign = None,
    reason: Reason = None,
    company: Company = None,
    withheld: Annotated[bool, typer.Option("--withheld", help="No number is shown.")] = False,
) -> CallAsked:
    """What the options say, with the numbers from standard input."""
    number, shown_number = _numbers()
    return CallAsked(
        number, partner, purpose, product, at, shown_number, call, person, campaign, reason,
        company, withheld,
    )  # fmt: skip


def asks_about_a_call(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command, whose first argument is a CallAsked, the options of ``call_asked``."""
    ours = inspect.signature(call_asked).parameters
    own = list(inspect.signature(command).parameters.values())[1:]

    def with_options(**given: Any) -> None:
        asked = call_asked(**{name: given.pop(name) for name in ours})
        command(asked, **given)

    with_options.__name__, with_options.__doc__ = command.__name__, command.__doc__
    hints = get_type_hints(call_asked, include_extras=True)
    hints |= get_type_hints(command, include_extras=True)
    parameters = [
        each.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=hints[each.name])
        for each in (*ours.values(), *own)
    ]
    with_options.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    with_options.__annotations__ = {each.name: each.annotation for each in parameters}
    return with_options


def _numbers() -> tuple[Number, Number | None]:
    """The number to be called and the one to be shown, from standard input."""
    written = [line.strip() for line in sys.stdin.read(_INPUT_CHARACTERS_MAX).splitlines()]
    numbers = [Number.read(line) for line in written if line]
    if not 1 <= len(numbers) <= 2:
        raise NoNumberGiven(count=len(numbers))
    return numbers[0], numbers[1] if len(numbers) > 1 else None
