"""Every note is a sentence in both languages."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import leumund.intake.tables as tables
from leumund.basics.language import in_language
from leumund.intake import Note, note_text
from leumund.intake.tables.notes import type_words

FOLDER = Path(tables.__file__).parent
VALUES = dict.fromkeys(
    [
        "column",
        "columns",
        "count",
        "encoding",
        "first",
        "second",
        "row",
        "rows",
        "sheet",
        "sheets",
        "unclear",
    ],
    "7",
)


def codes_in_use() -> set[str]:
    """The codes of all notes that are made anywhere, and those counted by column."""
    found = set()
    for path in FOLDER.glob("*.py"):
        text = path.read_text("utf-8")
        for node in ast.walk(ast.parse(text)):
            is_note = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Note"
            if is_note and isinstance(node.args[0], ast.Constant):  # type: ignore[attr-defined]
                found.add(node.args[0].value)  # type: ignore[attr-defined]
        found |= set(re.findall(r'\.count\("([a-z-]+)"', text))
        found |= set(re.findall(r'_count\("([a-z-]+)"', text))
        found |= set(re.findall(r'^    \w+: "([a-z]+(?:-[a-z]+)+)",$', text, re.MULTILINE))
        found |= set(
            re.findall(r'^        "([a-z]+(?:-[a-z]+)+)": (?:look|merged)', text, re.M)
        )
    return found


def test_many_codes_are_found_in_the_source() -> None:
    assert len(codes_in_use()) > 25


@pytest.mark.parametrize("code", sorted(codes_in_use()))
def test_a_note_is_a_sentence_in_both_languages(code: str) -> None:
    note = Note(code, {**VALUES, "type": "number"})
    said = []
    for language in ("en", "de"):
        with in_language(language):
            said.append(note_text(note))
    assert said[0] != said[1]
    assert all(text.endswith(".") and "{" not in text for text in said)


def test_types_are_called_by_words(monkeypatch: pytest.MonkeyPatch) -> None:
    note = Note("unreadable", {**VALUES, "type": "moment"})
    with in_language("en"):
        assert type_words("moment") in note_text(note)
