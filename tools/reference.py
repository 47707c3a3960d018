"""Write the reference pages that are made from the code: ``python -m tools.reference``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable

import typer

from leumund.basics.language import in_language
from leumund.cli.main import general_help
from leumund.settings import SETTINGS
from tools.inventory import ROOT, commands, entry_kinds, error_classes, tables

FOLDER = ROOT / "docs" / "reference"
NOTE = "<!-- Made from the code by `make docs`; change the code, not this page. -->"


def errors_page() -> str:
    """Every error: its code, the exit status, what it says in English and in German."""
    lines = ["# Errors", "", NOTE, "", *_ERRORS_OPENING]
    for error in error_classes():
        lines += ["", f"## {error.code}: `{error.__name__}`", ""]
        lines += [f"Exit status {error.exit_status}, HTTP {error.http_status}.", ""]
        lines += [f"- {_said(error, language)}" for language in ("en", "de")]
    return "\n".join(lines) + "\n"


def settings_page() -> str:
    """Every setting: its variable, kind, default and sentence."""
    rows = ((f"`{one.variable}`", one.kind, one.default, one.sentence) for one in SETTINGS)
    lines = ["# Settings", "", NOTE, "", *_SETTINGS_OPENING, ""]
    return "\n".join([*lines, *_table(("variable", "kind", "default", "what it does"), rows)])


def entries_page() -> str:
    """Every kind of ledger entry."""
    rows = ((f"`{kind}`", sentence) for kind, sentence in entry_kinds().items())
    lines = ["# Kinds of ledger entry", "", NOTE, "", *_ENTRIES_OPENING, ""]
    return "\n".join([*lines, *_table(("kind", "what it records"), rows)])


def tables_page() -> str:
    """Every table: why it is there and how long its rows stay."""
    rows = ((f"`{one.name}`", one.purpose, one.retention) for one in tables())
    lines = ["# Tables", "", NOTE, "", *_TABLES_OPENING, ""]
    return "\n".join([*lines, *_table(("table", "purpose", "retention"), rows)])


def commands_page() -> str:
    """Every command's own help, in English."""
    with in_language("en"):
        parts = [f"```\n{general_help()}\n```"]
        for words, command in commands().items():
            parts.append(f"## leumund {words}\n\n```\n{_help_of(words, command)}\n```")
    return "\n\n".join(["# Commands", NOTE, *parts]) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "errors.md": errors_page,
    "settings.md": settings_page,
    "entries.md": entries_page,
    "tables.md": tables_page,
    "commands.md": commands_page,
}

_ERRORS_OPENING = (
    "What happened, with the value; what follows; the way out. Words in braces stand for the",
    "value. The code is stable: a program may rely on it.",
)
_SETTINGS_OPENING = (
    "Settings are read from environment variables and from nowhere else; `leumund settings`",
    "shows them with their values.",
)
_ENTRIES_OPENING = (
    "One action leaves one entry of the kind `<part>.<action>`, written in the transaction of",
    "the action itself. A kind is never used again for something else.",
)
_TABLES_OPENING = (
    "Each part owns the PostgreSQL schema of its name. Every table says why it is there and",
    "how long its rows stay (ISO 8601 durations); a test fails where one does not.",
)


def _said(error: type, language: str) -> str:
    from leumund.basics.language import translate

    message = translate(" ".join((error.__doc__ or "").split()), language)
    hint = translate(str(vars(error).get("hint", "")), language)
    return f"{message} *{hint}*" if hint else message


def _help_of(words: str, command: typer.core.TyperCommand) -> str:
    context = typer.Context(command, info_name=f"leumund {words}", terminal_width=78)
    return command.get_help(context).replace("\b", "").rstrip()


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    heads = list(heads)
    lines = [_row(heads), _row("---" for _ in heads), *(_row(row) for row in rows)]
    return [*lines, ""]


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
