"""Every word of the glossary is the word of the code: its class, command and table exist."""

from __future__ import annotations

import re
from importlib import import_module

from tools.inventory import ROOT, commands, tables

GLOSSARY = ROOT / "GLOSSARY.md"


def rows() -> list[list[str]]:
    """The cells of the glossary's table."""
    lines = GLOSSARY.read_text(encoding="utf-8").splitlines()
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line
    ]
    return [row for row in cells[1:] if not set(row[0]) <= {"-", " "}]


def coded(column: int) -> list[str]:
    """The words in code marks in one column."""
    return [word for row in rows() for word in re.findall(r"`([^`]+)`", row[column])]


def test_the_glossary_has_its_forty_words_in_both_languages() -> None:
    assert len(rows()) >= 35
    assert all(row[0] and row[1] and row[2] for row in rows())


def test_every_class_that_the_glossary_names_is_there() -> None:
    for name in coded(3):
        module, _, found = name.rpartition(".")
        assert hasattr(import_module(f"leumund.{module}"), found), name


def test_every_command_that_the_glossary_names_is_there() -> None:
    known = commands()
    assert not [words for words in coded(4) if words.removeprefix("leumund ") not in known]


def test_every_table_that_the_glossary_names_is_there() -> None:
    known = {table.name for table in tables()}
    assert not [name for name in coded(5) if name not in known]
