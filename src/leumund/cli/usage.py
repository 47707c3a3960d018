"""What can be wrong with a command line itself.

A word that was typed is repeated only if it is an option or a command of that shape: a
phone number typed by mistake must not come back in an error.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from leumund.basics.errors import BadInput
from leumund.basics.language import _
from leumund.basics.numbers import mask

if TYPE_CHECKING:
    from collections.abc import Iterable

_A_NAME = re.compile(r"-{0,2}[a-z][a-z_-]*", re.IGNORECASE)


class NoSuchCommand(BadInput):
    """There is no command {command} {shown}; nothing was done."""

    code = "no-such-command"
    hint = "{command} --help lists what there is.{meant}"


class NoSuchOption(BadInput):
    """{command} has no option {shown}; nothing was done."""

    code = "no-such-option"
    hint = "{command} --help lists its options.{meant}"


class MissingOption(BadInput):
    """{command} needs {option}; nothing was done."""

    code = "missing-option"
    hint = "{command} --help shows an example."


class UnusableValue(BadInput):
    """What was given for {option} cannot be used there; nothing was done."""

    code = "unusable-value"
    hint = "{command} --help says what {option} takes: {expected}."


class UnreadableCommand(BadInput):
    """{command} was given words that it cannot use; nothing was done."""

    code = "unreadable-command"
    hint = (
        "{command} --help shows an example. Phone numbers are read from a file or from "
        "standard input, never from the command line."
    )


class NoSuchLanguage(BadInput):
    """There is no language {shown} here; nothing was done."""

    code = "no-such-language"
    hint = "Use --lang de or --lang en."


def shown(word: str) -> str:
    """The word if it looks like a name, else masked: it may be a number or a person."""
    return word if _A_NAME.fullmatch(word) else mask(word) or "…"


def meant(word: str, names: Iterable[str]) -> str:
    """A question about names that are close to what was typed; empty where none is."""
    close = get_close_matches(word, list(names))
    return " " + _("Did you mean {names}?").format(names=", ".join(close)) if close else ""


def mistake_of(problem: Any, command: str) -> BadInput:
    """Our error for one that Typer raised while it read the command line."""
    kind = type(problem).__name__
    if kind == "NoSuchOption":
        close = meant(problem.option_name, problem.possibilities or ())
        return NoSuchOption(command=command, shown=shown(problem.option_name), meant=close)
    if kind == "BadOptionUsage":
        return MissingOption(command=command, option=f"{shown(problem.option_name)} …")
    parameter = getattr(problem, "param", None)
    if parameter is None:
        return UnreadableCommand(command=command)
    option = parameter.opts[0] if parameter.opts[0].startswith("-") else parameter.name.upper()
    if kind == "MissingParameter":
        return MissingOption(command=command, option=option)
    return UnusableValue(command=command, option=option, expected=_expected(problem))


def _expected(problem: Any) -> str:
    return str(problem.param.display_type_rich(problem.ctx) or "TEXT")
