"""What the code holds: error classes, actions, commands, kinds of ledger entry, tables.

Everything is found by being there; nothing is registered. Tests compare the lists with each
other, ``tools.reference`` writes pages from them, ``tools.catalogue`` collects sentences.
"""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import leumund
from leumund.basics.errors import LeumundError
from leumund.cli.parts import PARTS
from leumund.cli.words import command_of, names_beside

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "leumund"


@dataclass(frozen=True, slots=True)
class Action:
    """One public method of a part's actions class.

    A question leaves no ledger entry. What is declared ``WITHIN`` is a step that other parts
    take inside their own action and entry, and so is no thing that a person asks for.
    """

    part: str
    name: str
    is_question: bool
    is_within: bool = False

    @property
    def kind(self) -> str:
        """The kind of ledger entry it leaves."""
        return f"{self.part}.{self.name}"

    @property
    def command(self) -> str:
        """The words of its command."""
        return f"{self.part} {self.name}".replace("_", "-")


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the database with what its migration says of it."""

    name: str
    purpose: str
    retention: str
    migration: str


def modules() -> list[ModuleType]:
    """Every module of the package, imported; the bare entrance runs, so it is left out."""
    found = pkgutil.walk_packages(leumund.__path__, "leumund.")
    return [import_module(one.name) for one in found if not one.name.endswith("__main__")]


def error_classes() -> list[type[LeumundError]]:
    """Every class of error, each below its parent, siblings by their code."""
    modules()
    return list(_below(LeumundError))


def actions() -> list[Action]:
    """Every public method of every part's actions class, in the order of the story."""
    parts = [path.parent.name for path in sorted(SOURCE.glob("*/actions.py"))]
    return [action for part in parts for action in _actions_of(part)]


def actions_class(part: str) -> type:
    """The class that carries a part's actions: named after it."""
    found: type = getattr(import_module(f"leumund.{part}.actions"), part.capitalize())
    return found


def commands() -> dict[str, Any]:
    """Every command by its words, as the command line builds it."""
    found: dict[str, Any] = {}
    for part in PARTS:
        if not (SOURCE / "cli" / f"{part.name}.py").exists():
            continue
        command = command_of(part)
        if not part.has_actions or getattr(command, "invoke_without_command", False):
            found[part.name] = command
        for name, inner in getattr(command, "commands", {}).items():
            found[f"{part.name} {name}"] = inner
        for name in names_beside(part):
            found[f"{part.name} {name}"] = command_of(part, name)
    return found


def entry_kinds() -> dict[str, str]:
    """Every kind of ledger entry with its sentence."""
    kinds: dict[str, str] = dict(import_module("leumund.ledger.entry").KINDS)
    return kinds


def tables() -> list[Table]:
    """Every table that a migration creates, with its purpose and its retention period."""
    paths = sorted((SOURCE / "store" / "migrations").glob("*.sql"))
    return [table for path in paths for table in _tables_of(path)]


def _below(parent: type[LeumundError]) -> Iterator[type[LeumundError]]:
    yield parent
    ours = (one for one in parent.__subclasses__() if one.__module__.startswith("leumund."))
    for child in sorted(ours, key=lambda one: (one.code, one.__name__)):
        yield from _below(child)


def _actions_of(part: str) -> Iterator[Action]:
    module = import_module(f"leumund.{part}.actions")
    questions, within = getattr(module, "QUESTIONS", ()), getattr(module, "WITHIN", ())
    for name, _method in inspect.getmembers(actions_class(part), inspect.isfunction):
        if not name.startswith("_"):
            yield Action(part, name, name in questions, name in within)


_CREATED = re.compile(
    r"^\s*create\s+(?:unlogged\s+)?table\s+(\S+)", re.IGNORECASE | re.MULTILINE
)
_COMMENT = r"comment\s+on\s+table\s+{}\s+is\s+((?:'(?:[^']|'')*'\s*)+);"


def _tables_of(path: Path) -> Iterator[Table]:
    text = path.read_text(encoding="utf-8")
    for name in _CREATED.findall(text):
        comment = re.search(_COMMENT.format(re.escape(name)), text, re.IGNORECASE)
        said = "".join(re.findall(r"'((?:[^']|'')*)'", comment[1])) if comment else ""
        purpose, _, retention = said.partition("retention:")
        purpose = purpose.partition("purpose:")[2].strip(" ;\n")
        yield Table(name, purpose, retention.strip(), path.name)
