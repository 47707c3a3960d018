"""Run one part's command with Typer. Imported only when a part was asked for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer
from typer.exceptions import TyperException

from leumund.cli.usage import mistake_of
from leumund.cli.words import command_of, names_beside

if TYPE_CHECKING:
    from leumund.cli.parts import Part

NOT_UNDERSTOOD = 2


def run_part(part: Part, words: tuple[str, ...]) -> int:
    """Parse the words, call the action, return the exit status."""
    name = f"leumund {part.name}"
    command = command_of(part)
    if words and words[0] in names_beside(part):
        name, command, words = f"{name} {words[0]}", command_of(part, words[0]), words[1:]
    try:
        with command.make_context(name, list(words)) as context:
            command.invoke(context)
    except typer.Exit as end:
        return end.exit_code
    except typer.Abort:
        raise KeyboardInterrupt from None
    except TyperException as problem:
        if type(problem).__name__ == "NoArgsIsHelpError":
            print(problem.format_message(), file=sys.stderr)
            return NOT_UNDERSTOOD
        where = getattr(problem, "ctx", None)
        raise mistake_of(problem, where.command_path if where else name) from None
    return 0
