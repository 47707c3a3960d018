"""A plan: what an engine will do, as a value that can be read, compared and explained.

A step of ``bulk.sql`` has a name, one sentence and one SELECT:

    -- too_many_attempts --
    -- Refuse a person called at least attempts_max times in the window that ends today.
    select p.person, 'too_many_attempts' as rule from people p ...
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from leumund.basics.errors import LeumundError

_NAME = re.compile(r"^-- ([a-z][a-z0-9_]*) --[ \t]*$", re.MULTILINE)


class BadPlan(LeumundError):
    """{file} cannot be used as a plan: {what}."""

    code = "bad-plan"
    hint = "Write '-- name --', then one comment sentence, then one SELECT."


@dataclass(frozen=True, slots=True)
class Select:
    """One relation: its name, the sentence that describes it, the SELECT that makes it."""

    name: str
    sentence: str
    sql: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in the order in which they are made; a step may read inputs and earlier steps."""

    steps: tuple[Select, ...]

    @classmethod
    def beside(cls, file: str, steps: tuple[str, ...], name: str = "bulk.sql") -> Plan:
        """These steps of the ``bulk.sql`` in the folder of this Python file; raises BadPlan."""
        path = Path(file).with_name(name)
        found = {select.name: select for select in cut(path.read_text("utf-8"), path.name)}
        if unknown := [step for step in steps if step not in found]:
            raise BadPlan(file=path.name, what=f"it has no step {', '.join(unknown)}")
        return cls(tuple(found[step] for step in steps))

    @classmethod
    def towards(
        cls, file: str, step: str, *, given: Collection[str] = (), name: str = "bulk.sql"
    ) -> Plan:
        """This step and all it reads of the same file, in the file's order; raises BadPlan.

        What is ``given`` is an input of the run, so it is not made.
        """
        path = Path(file).with_name(name)
        found = {select.name: select for select in cut(path.read_text("utf-8"), path.name)}
        if step not in found:
            raise BadPlan(file=path.name, what=f"it has no step {step}")
        wanted, waiting = {step}, [step]
        while waiting:
            sql = found[waiting.pop()].sql
            read = {each for each in found if _mentions_in(each, sql)} - wanted - set(given)
            wanted |= read
            waiting.extend(read)
        return cls(tuple(select for each, select in found.items() if each in wanted))

    def __post_init__(self) -> None:
        names = [step.name for step in self.steps]
        if not names or len(set(names)) < len(names):
            raise BadPlan(file="the plan", what="it has no step, or one step twice")

    @property
    def kept(self) -> frozenset[str]:
        """Steps that later steps read more than once: made once and kept, not made again."""
        return frozenset(
            step.name
            for position, step in enumerate(self.steps)
            if _mentions(step.name, self.steps[position + 1 :]) > 1
        )


def cut(text: str, file: str) -> tuple[Select, ...]:
    """The steps of a file in its order; raises BadPlan."""
    head, *pieces = _NAME.split(text)
    if any(line.strip() and not line.startswith("--") for line in head.splitlines()):
        raise BadPlan(file=file, what="there is a step without a name")
    found = tuple(_selects(pieces, file))
    names = [step.name for step in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BadPlan(file=file, what=f"there are two steps called {', '.join(twice)}")
    return found


def _selects(pieces: list[str], file: str) -> Iterator[Select]:
    for name, body in zip(pieces[::2], pieces[1::2], strict=True):
        lines = body.strip().splitlines()
        length = next((i for i, line in enumerate(lines) if line[:2] != "--"), len(lines))
        sentence = " ".join(line.removeprefix("--").strip() for line in lines[:length])
        sql = "\n".join(lines[length:]).strip().removesuffix(";").rstrip()
        if not sentence or not sql:
            raise BadPlan(file=file, what=f"{name} has no sentence or no SELECT")
        yield Select(name, sentence, sql)


def _mentions(name: str, steps: tuple[Select, ...]) -> int:
    return sum(_mentions_in(name, step.sql) for step in steps)


def _mentions_in(name: str, sql: str) -> int:
    return len(re.findall(rf"\b{name}\b", sql))
