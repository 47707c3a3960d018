"""Statements have a name and a sentence, or they are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from leumund.store import Statements
from leumund.store.statements import BadStatements, cut

GOOD = """-- Records of lines.

-- line_by_number --
-- The line with this number,
-- if it is known.
select id from people.line  -- by its key
where number = %(number)s;

-- forget --
-- Erase a line.
delete from people.line where id = %(id)s
"""


def test_a_statement_has_its_name_its_sentence_and_its_text() -> None:
    found = cut(GOOD, "records.sql")
    assert list(found) == ["line_by_number", "forget"]
    line = found["line_by_number"]
    assert line.sentence == "The line with this number, if it is known."
    assert line.sql == ("select id from people.line  -- by its key\nwhere number = %(number)s")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("select 1;", "without a name"),
        ("select 1;\n-- a --\n-- One.\nselect 1;", "without a name"),
        ("-- a --\nselect 1;", "a has no sentence"),
        ("-- a --\n--\nselect 1;", "a has no sentence"),
        ("-- a --\n-- One.\n", "a has no statement"),
        ("-- a --\n-- One.\n;", "a has no statement"),
        ("-- a --\n-- One.\nselect 1;\n-- a --\n-- Two.\nselect 2;", "a stands there twice"),
    ],
)
def test_a_nameless_undescribed_empty_or_repeated_statement_is_refused(
    text: str, why: str
) -> None:
    with pytest.raises(BadStatements, match=why):
        cut(text, "records.sql")


def test_the_file_is_read_when_a_statement_is_asked_for(tmp_path: Path) -> None:
    statements = Statements.beside(str(tmp_path / "records.py"))
    (tmp_path / "records.sql").write_text(GOOD)
    assert statements["forget"].sentence == "Erase a line."
    assert len(statements) == 2


def test_every_statement_of_the_program_can_be_read() -> None:
    import leumund

    files = sorted(Path(leumund.__file__).parent.rglob("records.sql"))
    assert files
    for file in files:
        assert cut(file.read_text("utf-8"), str(file))
