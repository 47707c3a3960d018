"""The house rules that a program can check, one function each.

A rule takes a file's path from the repository's root and its text and yields what it found,
each with the line where it stands. ``tests/house`` runs them and plants a violation of each.
"""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from tools.inventory import ROOT

FILE_LINES_MAX = 500
FUNCTION_LINES_MAX = 70

Rule = Callable[[PurePosixPath, str], Iterator[str]]
_CODE = ("src", "tests", "tools", "benchmarks")
_SAYS_NOTHING = re.compile(r"(?<![a-z])(utils?|helpers?|common|managers?|misc)(?![a-z])")
_SQL = re.compile(
    r"^\s*(select\s|insert\s+into|update\s+\S+\s+set|delete\s+from|with\s+\S+\s+as\s*\(|merge\s+into)",
    re.IGNORECASE,
)
_UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError\b")
# Numbers that the regulators keep for films and books; the first five are the German ones.
_MADE_UP = (
    "+493023125",
    "+496990009",
    "+494066969",
    "+492214710",
    "+498999998",
    "+4420794600",
    "+447700900",
    "+1202555",
)
_PHONE = re.compile(
    r"(?<![\w.:/+-])(?:"
    r"\+[1-9][0-9]{7,14}"
    r"|\+[1-9][0-9]{0,2} ?\(?[0-9]{2,5}\)?[ /-][0-9][0-9 /-]{3,}[0-9]"
    r"|0[1-9][0-9]{1,4}[ /-]{1,3}[0-9]{3}[0-9 -]*[0-9]"
    r"|0[1-9][0-9]{7,11}"
    r")(?![\w.])"
)
_NOT_PROSE = (".lock", ".svg", ".mo", ".pdf")
# Digits in a row that are nobody's number: all of them, the size in a published log, and a
# number of the premium block that is a digit short.
_NO_PHONES = ("0123456789", "020852163", "+20852163", "+49900123456")
_MACHINE = re.compile(
    r"(?<![\w/])/(work|opt/pypi|tmp/leumund/|root/\.|home/\w)|pythonhosted|pypi\.org/simple"
    r"|index-url [h=]"
)


def files_are_short(path: PurePosixPath, text: str) -> Iterator[str]:
    """No file of code has more lines than a person reads at one sitting."""
    count = len(text.splitlines())
    if path.suffix in (".py", ".sql") and count > FILE_LINES_MAX:
        yield f"{path}: {count} lines, {FILE_LINES_MAX} are allowed"


def functions_are_short(path: PurePosixPath, text: str) -> Iterator[str]:
    """No function is longer than a page."""
    for node in _nodes(path, text):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            count = (node.end_lineno or node.lineno) - node.lineno + 1
            if count > FUNCTION_LINES_MAX:
                yield f"{path}:{node.lineno}: {node.name} has {count} lines"


def names_say_something(path: PurePosixPath, text: str) -> Iterator[str]:
    """A name that says nothing collects everything."""
    for name in path.parts:
        if _SAYS_NOTHING.search(name.lower()):
            yield f"{path}: the name {name} says nothing"
    for node in _nodes(path, text):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and _says_nothing(node.name):
            yield f"{path}:{node.lineno}: the name {node.name} says nothing"


def only_the_command_line_prints(path: PurePosixPath, text: str) -> Iterator[str]:
    """A library that prints cannot be used by a program."""
    if not _is_in(path, "src/leumund") or _is_in(path, "src/leumund/cli"):
        return
    for node in _nodes(path, text):
        if isinstance(node, ast.Call) and _name(node.func) in ("print", "exit", "quit"):
            yield f"{path}:{node.lineno}: {_name(node.func)}() outside cli"


def nothing_is_swallowed(path: PurePosixPath, text: str) -> Iterator[str]:
    """An error that nobody named goes on: a lost event is a lost proof. Clearing up is free."""
    lines = text.splitlines()
    for node in _nodes(path, text):
        if isinstance(node, ast.ExceptHandler) and _catches_everything(node.type):
            goes_on = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            # A test's child process may end on anything, if it says so where ruff asks.
            is_excused = _is_in(path, "tests") and "noqa: BLE001, " in lines[node.lineno - 1]
            if not goes_on and not is_excused:
                yield f"{path}:{node.lineno}: an except that catches everything"


def sql_is_never_put_together(path: PurePosixPath, text: str) -> Iterator[str]:
    """SQL stands in .sql files; values travel beside it. The engine wraps what stands there."""
    if not _is_in(path, "src") or _is_in(path, "src/leumund/engine"):
        return
    for node in _nodes(path, text):
        if isinstance(node, ast.JoinedStr) and node.values:
            first = node.values[0]
            if isinstance(first, ast.Constant) and _SQL.match(str(first.value)):
                yield f"{path}:{node.lineno}: an f-string that is SQL"
        elif isinstance(node, (ast.BinOp, ast.Call)) and _SQL.match(_formatted(node)):
            yield f"{path}:{node.lineno}: SQL put together from pieces"


def rule_packs_are_data(path: PurePosixPath, text: str) -> Iterator[str]:
    """The law is data with dates and citations, not code."""
    if _is_in(path, "src/leumund/rulepacks") and path.suffix not in (".yaml", ".json", ".md"):
        yield f"{path}: a rule pack holds no code"


def nothing_is_unfinished(path: PurePosixPath, text: str) -> Iterator[str]:
    """What is not done is in an issue, not in the code."""
    if path.suffix not in (".py", ".sql") or path.name in ("tidy.py", "test_tidy.py"):
        return
    for number, line in enumerate(text.splitlines(), 1):
        if found := _UNFINISHED.search(line):
            yield f"{path}:{number}: {found[0]}"


def nouns_are_frozen(path: PurePosixPath, text: str) -> Iterator[str]:
    """A dataclass is frozen and slotted; one that must change says why in a comment above."""
    if not _is_in(path, "src"):
        return
    lines = text.splitlines()
    for node in _nodes(path, text):
        if isinstance(node, ast.ClassDef) and _is_loose(node):
            above = lines[node.decorator_list[0].lineno - 2].strip()
            if not above.startswith("#"):
                yield f"{path}:{node.lineno}: {node.name} is not frozen and slotted"


def nothing_is_global(path: PurePosixPath, text: str) -> Iterator[str]:
    """State belongs to an object that somebody holds."""
    if not _is_in(path, "src"):
        return
    for node in _nodes(path, text):
        if isinstance(node, ast.Global):
            yield f"{path}:{node.lineno}: global {', '.join(node.names)}"


def tests_mock_nothing(path: PurePosixPath, text: str) -> Iterator[str]:
    """A test that replaces our own code tests the replacement."""
    if not _is_in(path, "tests"):
        return
    for node in _nodes(path, text):
        names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
        if any(name.startswith(("unittest.mock", "mock")) for name in names):
            yield f"{path}:{node.lineno}: a mock"


def tests_are_sentences(path: PurePosixPath, text: str) -> Iterator[str]:
    """A test's name says what holds: at least three words after ``test``."""
    if not _is_in(path, "tests"):
        return
    for node in _nodes(path, text):
        if isinstance(node, ast.FunctionDef) and re.fullmatch(r"test(_[^_]+){0,2}", node.name):
            yield f"{path}:{node.lineno}: {node.name} is no sentence"


def entrances_are_thin(path: PurePosixPath, text: str) -> Iterator[str]:
    """A command parses, calls one action and shows what came back: 20 lines of statements."""
    if not _is_in(path, "src/leumund/cli"):
        return
    for node in _nodes(path, text):
        if isinstance(node, ast.FunctionDef) and _body_lines(node) > 20:
            yield f"{path}:{node.lineno}: {node.name} does more than an entrance should"


def numbers_are_made_up(path: PurePosixPath, text: str) -> Iterator[str]:
    """Only numbers that are given to nobody: the German media blocks and their like abroad."""
    if path.suffix in _NOT_PROSE:
        return
    for line_number, line in enumerate(text.splitlines(), 1):
        for found in _PHONE.finditer(line):
            if found[0] not in _NO_PHONES and not _is_made_up(found[0]):
                yield f"{path}:{line_number}: {found[0]} may be somebody's number"


def nothing_names_a_machine(path: PurePosixPath, text: str) -> Iterator[str]:
    """No folder of one machine and no package host: what is here runs anywhere."""
    if path.name in ("tidy.py", "test_tidy.py"):
        return
    for number, line in enumerate(text.splitlines(), 1):
        if found := _MACHINE.search(line):
            yield f"{path}:{number}: {found[0]}"


RULES: tuple[Rule, ...] = (
    files_are_short,
    functions_are_short,
    names_say_something,
    only_the_command_line_prints,
    nothing_is_swallowed,
    sql_is_never_put_together,
    rule_packs_are_data,
    nothing_is_unfinished,
    nouns_are_frozen,
    nothing_is_global,
    tests_mock_nothing,
    tests_are_sentences,
    entrances_are_thin,
    numbers_are_made_up,
    nothing_names_a_machine,
)


def our_files() -> list[PurePosixPath]:
    """Every file that git tracks or would track, from the repository's root."""
    done = subprocess.run(
        [
            "git",
            "-c",
            "safe.directory=*",
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = sorted(set(done.stdout.splitlines()))
    return [PurePosixPath(name) for name in found if (ROOT / name).is_file()]


def text_of(path: PurePosixPath) -> str | None:
    """The file's text; None for one that is not text."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def _nodes(path: PurePosixPath, text: str) -> Iterator[ast.AST]:
    if path.suffix == ".py" and path.parts[0] in _CODE:
        yield from ast.walk(ast.parse(text))


def _is_in(path: PurePosixPath, folder: str) -> bool:
    return path.is_relative_to(folder)


def _says_nothing(name: str) -> bool:
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    return bool(_SAYS_NOTHING.search(words.replace("_", " ")))


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else ""


def _catches_everything(caught: ast.expr | None) -> bool:
    kinds = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(
        kind is None
        or (isinstance(kind, ast.Name) and kind.id in ("Exception", "BaseException"))
        for kind in kinds
    )


def _formatted(node: ast.BinOp | ast.Call) -> str:
    """The literal that is formatted with %, + or .format(); empty where there is none."""
    if isinstance(node, ast.BinOp):
        inner = node.left if isinstance(node.op, (ast.Add, ast.Mod)) else None
    else:
        is_format = isinstance(node.func, ast.Attribute) and node.func.attr == "format"
        inner = node.func.value if is_format else None  # type: ignore[attr-defined]
    return str(inner.value) if isinstance(inner, ast.Constant) else ""


def _is_loose(node: ast.ClassDef) -> bool:
    for decorator in node.decorator_list:
        said = ast.unparse(decorator)
        if said.startswith("dataclass"):
            return "frozen=True" not in said or "slots=True" not in said
    return False


def _body_lines(node: ast.FunctionDef) -> int:
    first = node.body[1] if _has_docstring(node) and len(node.body) > 1 else node.body[0]
    return (node.end_lineno or 0) - first.lineno + 1


def _is_made_up(written: str) -> bool:
    digits = re.sub(r"[^0-9+]", "", written)
    e164 = digits if digits.startswith("+") else "+49" + digits[1:]
    return e164.startswith(_MADE_UP)


def _has_docstring(node: ast.FunctionDef) -> bool:
    first = node.body[0]
    return isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
