"""Typer's commands, with help in the reader's language.

A help text is a docstring in English. Each of its paragraphs is translated by itself; one
that begins with a backspace character is an example and stays as it is.
"""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperGroup
from typer.main import get_group_from_info
from typer.models import TyperInfo

from leumund.basics.language import translate
from leumund.cli.usage import NoSuchCommand, meant, shown

if TYPE_CHECKING:
    import typer

    from leumund.cli.parts import Part

EXAMPLE = "\b"
_HEADINGS = re.compile(r"^(Usage|Arguments|Options|Commands):", re.MULTILINE)
_NOTES = re.compile(r"\[(?=default: |required\b|env var: )[^\]]*\]")
_NOTE = re.compile(r"default: |required\b|env var: ")


class Command(TyperCommand):
    """One action on the command line."""

    def get_help(self, ctx: Any) -> str:
        return _translated_page(super().get_help(ctx))


class Group(TyperGroup):
    """A part on the command line; an unknown action is our error, with what was meant."""

    def get_help(self, ctx: Any) -> str:
        return _translated_page(super().get_help(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        self.no_args_is_help = not self.invoke_without_command
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if self.get_command(ctx, args[0]) is None:
            raise NoSuchCommand(
                command=ctx.command_path,
                shown=shown(args[0]),
                meant=meant(args[0], self.commands),
            )
        return super().resolve_command(ctx, args)


def command_of(part: Part, name: str = "") -> TyperCommand | TyperGroup:
    """The part's commands, imported now, with their help in the reader's language.

    Of a single command, the one of that ``name`` beside it where there is one.
    """
    app: typer.Typer = import_module(f"leumund.cli.{part.name}").app
    group = _build(app)
    single = group.commands.get(name) or next(iter(group.commands.values()))
    command = group if part.has_actions else single
    command.help = command.help or part.sentence
    _translate_help(command)
    if not isinstance(command, (TyperCommand, TyperGroup)):
        raise TypeError(f"leumund.cli.{part.name} holds no command")
    return command


def names_beside(part: Part) -> tuple[str, ...]:
    """The names of the commands beside a single command."""
    if part.has_actions:
        return ()
    app: typer.Typer = import_module(f"leumund.cli.{part.name}").app
    return tuple(_build(app).commands)[1:]


def translated_help(text: str) -> str:
    """A help text paragraph by paragraph; examples stay as they are."""
    paragraphs = re.split(r"\n\s*\n", inspect.cleandoc(text))
    return "\n\n".join(map(_translated_paragraph, paragraphs))


def sentences_of(text: str) -> list[str]:
    """The paragraphs of a help text that want a translation, spaces collapsed."""
    paragraphs = re.split(r"\n\s*\n", inspect.cleandoc(text))
    return [" ".join(one.split()) for one in paragraphs if one and not one.startswith(EXAMPLE)]


def _build(app: typer.Typer) -> TyperGroup:
    for info in app.registered_commands:
        info.cls = Command
    return get_group_from_info(
        TyperInfo(app, cls=Group),
        pretty_exceptions_short=False,
        suggest_commands=False,
        rich_markup_mode=None,
    )


def _translate_help(command: Any) -> None:
    command.help = translated_help(command.help or "")
    # The list of a part's actions shows this whole, where Typer would cut it off.
    command.short_help = command.help.partition("\n\n")[0]
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = translated_help(parameter.help)
    for inner in getattr(command, "commands", {}).values():
        _translate_help(inner)


def _translated_paragraph(paragraph: str) -> str:
    if paragraph.startswith(EXAMPLE):
        return paragraph
    return translate(" ".join(paragraph.split()))


def _translated_page(page: str) -> str:
    page = _HEADINGS.sub(lambda found: translate(found[1]) + ":", page)
    page = page.replace("Show this message and exit.", translate("Show this message and exit."))
    return _NOTES.sub(lambda notes: _NOTE.sub(_translated_note, notes[0]), page)


def _translated_note(found: re.Match[str]) -> str:
    return translate(found[0].strip()) + (" " if found[0].endswith(" ") else "")
