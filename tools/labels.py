"""The names of results' fields, which the command line shows as labels.

A result is what an action returns; its fields are found in the source, because the types are
named there only for the type checker.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tools.inventory import SOURCE

_WORD = re.compile(r"[A-Z][A-Za-z0-9]+")


def labels() -> Iterator[tuple[str, str]]:
    """Each label with the class it comes from, for every noun that is shown."""
    for noun in _shown_nouns():
        for field in _fields(noun):
            yield field.removeprefix("is_").replace("_", " "), f"field of {noun.name}"


def _shown_nouns() -> list[ast.ClassDef]:
    """The nouns that are shown, and the nouns inside these, but for those that speak."""
    waiting = [(part, name) for part, said in _returned() for name in _WORD.findall(said)]
    found: dict[tuple[str, str], ast.ClassDef] = {}
    while waiting:
        part, name = waiting.pop()
        home, noun = _noun(part, name)
        if noun is None or _speaks(noun) or (home, name) in found:
            continue
        found[home, name] = noun
        waiting.extend((home, inner) for inner in _named_in(noun))
    return [found[key] for key in sorted(found)]


def _noun(part: str, name: str) -> tuple[str, ast.ClassDef | None]:
    """The dataclass of that name as this part means it: its own before anybody else's."""
    homes = _nouns().get(name, {})
    home = part if part in homes else next(iter(homes), part)
    return home, homes.get(home)


@cache
def _nouns() -> dict[str, dict[str, ast.ClassDef]]:
    """Every dataclass of the package, by its name and its part; one that speaks wins."""
    found: dict[str, dict[str, ast.ClassDef]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and _is_dataclass(node):
                homes = found.setdefault(node.name, {})
                if _part(path) not in homes or _speaks(node):
                    homes[_part(path)] = node
    return found


def _part(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def _returned() -> Iterator[tuple[str, str]]:
    """What ``show`` and its like are given, where it is a call: its part, what it returns."""
    for path in sorted(SOURCE.glob("cli/*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        called = {name for node in ast.walk(tree) for name in _shown_calls(node)}
        for home in (
            path,
            SOURCE / "app.py",
            *SOURCE.glob(f"{path.stem.split('_')[0] or path.stem}/**/actions.py"),
        ):
            yield from ((_part(home), said) for said in _annotations(home, called))


def _shown_calls(node: ast.AST) -> Iterator[str]:
    """The functions whose results a statement shows, or keeps under a name to show later."""
    if isinstance(node, ast.Call) and _is_shown(ast.unparse(node.func)):
        calls = (inner for inner in ast.walk(node.args[0]) if isinstance(inner, ast.Call))
        yield from (ast.unparse(call.func).rpartition(".")[2] for call in calls)
    elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
        whole, _, name = ast.unparse(node.value.func).rpartition(".")
        if whole.startswith("desk."):
            yield name


def _is_shown(function: str) -> bool:
    return function == "show" or function.startswith("show_")


def _annotations(home: Path, names: set[str]) -> Iterator[str]:
    for node in ast.walk(ast.parse(home.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.returns and node.name in names:
            yield ast.unparse(node.returns)


def _is_dataclass(node: ast.ClassDef) -> bool:
    return any("dataclass" in ast.unparse(decorator) for decorator in node.decorator_list)


def _speaks(node: ast.ClassDef) -> bool:
    """Whether the class says itself how it is shown."""
    return any(
        isinstance(inner, ast.FunctionDef) and inner.name in ("in_words", "__str__")
        for inner in node.body
    )


def _fields(node: ast.ClassDef) -> Iterator[str]:
    for inner in node.body:
        if isinstance(inner, ast.AnnAssign) and isinstance(inner.target, ast.Name):
            yield inner.target.id
        elif isinstance(inner, ast.FunctionDef) and _is_question(inner):
            yield inner.name


def _is_question(method: ast.FunctionDef) -> bool:
    decorators = [ast.unparse(one) for one in method.decorator_list]
    return method.name.startswith("is_") and "property" in decorators


def _named_in(node: ast.ClassDef) -> set[str]:
    return {
        word
        for inner in node.body
        if isinstance(inner, ast.AnnAssign)
        for word in _WORD.findall(ast.unparse(inner.annotation))
    }
