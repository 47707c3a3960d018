"""What the code holds is documented, and each thing has all its faces.

One action = one command = one kind of ledger entry = one section of the docs. Everything is
found by being there; a new action without one of its faces fails here.
"""

from __future__ import annotations

import ast
import inspect
import re
from itertools import groupby
from pathlib import Path

import pytest
from tools import inventory, reference
from tools.inventory import ROOT, SOURCE, Action

from leumund.basics import errors
from leumund.cli.parts import PARTS

STEMS = (
    errors.LeumundError,
    errors.BadInput,
    errors.NotThere,
    errors.Conflict,
    errors.Unavailable,
    errors.IntegrityError,
)
# The plain command of a part: `leumund trace` runs it.
PLAIN = {"trace run": "trace", "look run": "look"}
# A person at the terminal, answering what a part asks: no action of that part.
SITTINGS = {"look confirm"}


def recorded() -> list[Action]:
    """The actions that leave an entry."""
    return [one for one in inventory.actions() if not one.is_question and not one.is_within]


def command_of(action: Action) -> str:
    return PLAIN.get(action.command, action.command)


def test_every_part_with_actions_has_some() -> None:
    parts = {action.part for action in inventory.actions()}
    assert {"people", "network", "permit", "release", "intake", "trace", "ledger"} <= parts


def test_every_action_that_is_recorded_has_its_command() -> None:
    commands = inventory.commands()
    assert not [a.command for a in recorded() if command_of(a) not in commands]


def test_every_command_of_a_part_is_one_of_its_actions() -> None:
    known = {command_of(action) for action in inventory.actions()} | SITTINGS
    parts = {path.parent.name for path in SOURCE.glob("*/actions.py")}
    words = [words for words in inventory.commands() if words.split()[0] in parts]
    assert not [each for each in words if each not in known]


def test_every_recorded_action_has_its_kind_of_entry() -> None:
    kinds = inventory.entry_kinds()
    assert not [action.kind for action in recorded() if action.kind not in kinds]


def test_no_question_has_a_kind_of_entry() -> None:
    kinds = inventory.entry_kinds()
    assert not [a.kind for a in inventory.actions() if a.is_question and a.kind in kinds]


def test_every_declared_question_and_step_is_there() -> None:
    found = {(action.part, action.name) for action in inventory.actions()}
    for part in {action.part for action in inventory.actions()}:
        module = __import__(f"leumund.{part}.actions", fromlist=["QUESTIONS"])
        declared = (*getattr(module, "QUESTIONS", ()), *getattr(module, "WITHIN", ()))
        assert {(part, name) for name in declared} <= found


def test_every_entry_that_is_written_is_of_a_known_kind() -> None:
    kinds = inventory.entry_kinds()
    assert not {kind: place for kind, place in written_kinds().items() if kind not in kinds}


def test_every_kind_of_entry_is_written_somewhere() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources_beside_kinds())
    assert not [kind for kind in inventory.entry_kinds() if f'"{kind}"' not in text]


def test_every_action_with_a_command_has_its_section_in_the_docs() -> None:
    commands = inventory.commands()
    asked = [action for action in inventory.actions() if command_of(action) in commands]
    assert not [action.command for action in asked if not has_section(action)]


def test_every_section_about_an_action_is_about_one() -> None:
    names = {(a.part, a.name.replace("_", "-")) for a in inventory.actions()}
    for part in sorted({part for part, _name in names}):
        for heading in headings(part):
            if re.fullmatch(r"[a-z]+([_-][a-z]+)*", heading):
                assert (part, heading.replace("_", "-")) in names, f"{part}.md: {heading}"


def test_every_command_is_a_file_and_every_file_a_command() -> None:
    files = {
        path.stem
        for path in (SOURCE / "cli").glob("*.py")
        if re.search(r"^app = typer\.Typer\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert {part.name for part in PARTS} == files


def test_every_error_says_what_happened_under_a_code_of_its_own() -> None:
    for error in inventory.error_classes():
        stem = next(one for one in error.__mro__ if one in STEMS)
        assert "code" in vars(error), error
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", error.code), error
        assert (error.__doc__ or "").strip().endswith((".", "?")), error
        assert error.exit_status == stem.exit_status, error


def test_no_two_errors_share_a_code() -> None:
    codes = sorted(error.code for error in inventory.error_classes())
    assert not [code for code, same in groupby(codes) if len(list(same)) > 1]


@pytest.mark.parametrize("name", reference.PAGES)
def test_a_page_made_from_the_code_is_up_to_date(name: str) -> None:
    stored = (reference.FOLDER / name).read_text(encoding="utf-8")
    assert stored == reference.PAGES[name](), "run `make docs`"


def test_every_table_says_why_it_is_there_and_how_long_its_rows_stay() -> None:
    tables = inventory.tables()
    assert tables
    assert not [one.name for one in tables if not one.purpose or not one.retention]


def test_every_page_of_the_docs_is_in_their_table_of_contents() -> None:
    docs = ROOT / "docs"
    contents = (docs / "index.md").read_text(encoding="utf-8")
    pages = [str(path.relative_to(docs)) for path in docs.rglob("*.md")]
    assert not [page for page in pages if page != "index.md" and f"({page})" not in contents]


def test_every_link_in_the_docs_leads_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *SOURCE.rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in pages
        for link in re.findall(
            r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")
        )
        if not (page.parent / link).exists()
    ]
    assert not broken


def sources_beside_kinds() -> list[Path]:
    """All modules but the one that lists the kinds."""
    return [path for path in SOURCE.rglob("*.py") if path.parts[-2:] != ("ledger", "entry.py")]


def written_kinds() -> dict[str, str]:
    """The kinds that the code hands to the ledger as literals, with where."""
    found: dict[str, str] = {}
    for path in sources_beside_kinds():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("ledger.append"):
                kind = node.args[1]
                if isinstance(kind, ast.Constant):
                    found[str(kind.value)] = f"{path.relative_to(ROOT)}:{node.lineno}"
    return found


def headings(part: str) -> list[str]:
    """The second-level headings of a part's page, without code marks."""
    path = ROOT / "docs" / "reference" / f"{part}.md"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return [one.strip().strip("`") for one in re.findall(r"^## (.+)$", text, re.MULTILINE)]


def has_section(action: Action) -> bool:
    named = (heading.replace("-", "_") for heading in headings(action.part))
    return action.name in named


def test_no_name_at_a_front_door_is_hidden_by_a_module_of_the_same_name() -> None:
    hidden = [
        f"{module.__name__}.{name}"
        for module in inventory.modules()
        if hasattr(module, "__path__") and module.__name__.count(".") == 1
        for name in getattr(module, "__all__", ())
        if inspect.ismodule(getattr(module, name))
    ]
    assert set(hidden) <= {"leumund.permit.rulepack"}, "this one is handed out as a module"
