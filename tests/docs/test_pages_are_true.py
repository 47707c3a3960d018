"""What the pages name is there: files, rules, tests, targets of make."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tools import tidy
from tools.inventory import ROOT, SOURCE

PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
# Shapes of names, not names, and files that only a user has.
PLACEHOLDERS = re.compile(
    r"[<>*{]|[A-Z]{3,}|^(look|customers|calls|complaints|campaign|partners|list|stray)\."
    r"|^(keys|calls|quarantine|ledger|tile|draws|database|seals|handed-over)/|^manifest"
    r"|^(monday-look|rows|left-over|proofs)/$|^look\.toml$|^facts\.json$|^look-confirmed\.json$|^orders/key$"
    r"|^(transcripts|population)\.csv$|^(expert-)?exhibit\.json(\.age)?$|^(de/outbound|eu/handover|cases\.lock)$"
)
A_FILE = re.compile(r"[\w./-]*\w\.(py|sql|md|yaml|json|toml|po|mo|csv|lock)|[\w.-]+/[\w./-]*")


def named_in_code_marks(page: Path) -> list[str]:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    return re.findall(r"`([^`\n]+)`", text)


def is_there(name: str, page: Path) -> bool:
    places = (ROOT, SOURCE, SOURCE.parent, page.parent, ROOT / "tests", ROOT / "docs")
    found = any((place / name).exists() for place in places)
    return found or ("/" not in name and any(SOURCE.rglob(name)))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    files = [name for name in named_in_code_marks(page) if A_FILE.fullmatch(name)]
    assert not [n for n in files if not PLACEHOLDERS.search(n) and not is_there(n, page)]


def test_every_rule_that_the_style_page_names_is_checked() -> None:
    names = {rule.__name__ for rule in tidy.RULES}
    checks = re.findall(r"hecked[^*]*", (ROOT / "STYLE.md").read_text(encoding="utf-8"))
    said = {name for one in checks for name in re.findall(r"`([a-z]+(?:_[a-z]+)+)`", one)}
    tests = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("*.py"))
    assert len(said) > 10
    assert not [name for name in said - names if f"def {name}" not in tests]


def test_the_style_page_names_every_rule_that_is_checked() -> None:
    text = (ROOT / "STYLE.md").read_text(encoding="utf-8")
    assert not [rule.__name__ for rule in tidy.RULES if rule.__name__ not in text]


def test_every_target_of_make_that_a_page_names_is_there() -> None:
    made = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    said = {
        target
        for page in PAGES
        for line in re.findall(
            r"`make ([a-z ]+)`|^make ([a-z]+)", page.read_text(), re.MULTILINE
        )
        for target in " ".join(line).split()
    }
    assert said
    assert said <= made
