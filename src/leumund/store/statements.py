"""Named statements: a part's SQL in one file, each with its name and one sentence.

-- line_by_number --
-- The line with this number, if it is known.
select id, number from people.line where number = %(number)s;
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from leumund.basics.errors import LeumundError

_NAME = re.compile(r"^-- ([a-z][a-z0-9_]*) --[ \t]*$", re.MULTILINE)


class BadStatements(LeumundError):
    """{file} cannot be used: {what}."""

    code = "bad-statements"
    hint = "Write '-- name --', then one comment sentence, then one statement."


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL statement with its name and the sentence that tells what it is for."""

    name: str
    sentence: str
    sql: str


def cut(text: str, file: str) -> dict[str, Statement]:
    """The statements of a file by name, in order; raises BadStatements."""
    head, *pieces = _NAME.split(text)
    if any(line.strip() and not line.startswith("--") for line in head.splitlines()):
        raise BadStatements(file=file, what="there is a statement without a name")
    found: dict[str, Statement] = {}
    for name, body in zip(pieces[::2], pieces[1::2], strict=True):
        if name in found:
            raise BadStatements(file=file, what=f"the name {name} stands there twice")
        found[name] = _statement(name, body, file)
    return found


def _statement(name: str, body: str, file: str) -> Statement:
    lines = body.strip().splitlines()
    described = [line.strip() for line in lines]
    length = next((i for i, line in enumerate(described) if line[:2] != "--"), len(lines))
    sentence = " ".join(line.removeprefix("--").strip() for line in described[:length])
    sql = "\n".join(lines[length:]).strip().removesuffix(";").rstrip()
    if not sentence:
        raise BadStatements(file=file, what=f"{name} has no sentence that describes it")
    if not sql:
        raise BadStatements(file=file, what=f"{name} has no statement")
    return Statement(name, sentence, sql)


@dataclass(frozen=True, slots=True)
class Statements(Mapping[str, Statement]):
    """The named statements of one file, read when the first of them is asked for."""

    path: Path
    _found: dict[str, Statement] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def beside(cls, file: str, name: str = "records.sql") -> Statements:
        """The statements in ``records.sql`` in the folder of this Python file."""
        return cls(Path(file).with_name(name))

    def __getitem__(self, name: str) -> Statement:
        return self._read()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())

    def _read(self) -> dict[str, Statement]:
        if not self._found:
            self._found.update(cut(self.path.read_text("utf-8"), self.path.name))
        return self._found
