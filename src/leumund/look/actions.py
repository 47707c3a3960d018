"""The one thing to ask for: look at a folder."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from leumund.basics.legible import named
from leumund.intake import Note
from leumund.look.answering import answer
from leumund.look.bulk import Workbench
from leumund.look.doubts import left_over_cells
from leumund.look.entries import MappingNotThere
from leumund.look.kinds import KINDS, typed_schema
from leumund.look.outcome import LookReport, RulesTaken
from leumund.look.records import MAPPING, read_mapping, write_mapping
from leumund.look.taking import Taken, Taking, take
from leumund.look.together import together
from leumund.permit import country_of, rulepack

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from leumund.basics.clock import Clock
    from leumund.engine import Engine
    from leumund.look.answering import Answers
    from leumund.look.mapping import Ask
    from leumund.look.outcome import FileTaken

    OnProgress = Callable[[int, int | None], None]

QUESTIONS = ("run",)


@dataclass(frozen=True, slots=True)
class Look:
    """The first look at a folder of files. No database, no ledger, no network is touched."""

    engine: Engine
    clock: Clock

    def run(
        self,
        folder: Path,
        into: Path,
        *,
        rules: Path | None = None,
        mapping: Path | None = None,
        ask: Ask | None = None,
        on_progress: OnProgress | None = None,
    ) -> LookReport:
        """What the files of this folder show.

        ``into`` gets the rows of every finding, the rows left over and the ``look.toml`` that
        was taken. ``mapping``: a saved one; else that of the folder, else that of ``into``.
        ``rules``: another rule pack, its folder or its ``pack.yaml``. ``ask`` answers
        questions, and gives None where nobody can.

        Raises NotThere, and BadInput for a mapping or rule pack that cannot be read or taken
        as it stands; a file that cannot be read is no error, the report says so.
        """
        pack = rulepack.load(rules.parent if rules is not None and rules.is_file() else rules)
        saved = read_mapping(_saved_at(folder, into, mapping))
        with ExitStack() as opened:
            work = opened.enter_context(self.engine.workplace())
            region = country_of(pack)
            taking = Taking(into, work, saved, region, ask)
            taken = take(folder, taking, on_progress)
            write_mapping(into / MAPPING, saved.settings, taken.chosen)
            bench = Workbench(
                opened.enter_context(self.engine.session(work, into)),
                work / "made",
                _inputs(taken, region),
            )
            today = self.clock.now().date()
            answers = answer(
                bench, taken.there, pack, saved.settings, today, into / "findings", on_progress
            )
            return LookReport(
                folder=named(folder.name),
                as_of=answers.settings.as_of,
                principal=answers.settings.principal,
                settings=answers.settings,
                rules=RulesTaken(
                    pack.id, pack.version, pack.digest, region, answers.calls_before_rules
                ),
                files=_noted(taken.files, answers),
                rows={name: bench.rows(name) for name in KINDS}
                | {"calls": bench.rows("contacts")},
                first_on=answers.span[0] if answers.span else None,
                last_on=answers.span[1] if answers.span else None,
                findings=answers.findings,
                shown=answers.shown,
                unsaid=answers.unsaid,
                mapping=into / MAPPING,
                mails=taken.mails,
                documents=taken.documents,
                totals=together(answers.findings),
                not_counted=_not_counted(answers),
            )


def _saved_at(folder: Path, into: Path, mapping: Path | None) -> Path | None:
    if mapping is not None:
        if not mapping.is_file():
            raise MappingNotThere(name=mapping.name)
        return mapping
    return next((p for p in (folder / MAPPING, into / MAPPING) if p.is_file()), None)


def _noted(files: tuple[FileTaken, ...], answers: Answers) -> tuple[FileTaken, ...]:
    """Each file with a note about its rows of calls that were not counted."""
    notes: dict[tuple[str, str], list[Note]] = {}
    for file, sheet, why, count in answers.not_counted:
        notes.setdefault((file, sheet), []).append(Note(why, {"count": count}))
    return tuple(
        replace(each, notes=(*each.notes, *notes.get((each.file, each.sheet or ""), ())))
        for each in files
    )


def _not_counted(answers: Answers) -> dict[str, int]:
    found: dict[str, int] = {}
    for _file, _sheet, why, count in answers.not_counted:
        found[why] = found.get(why, 0) + count
    return found


def _inputs(taken: Taken, region: str) -> dict[str, Any]:
    tables: dict[str, Any] = {
        name: list(taken.tables[name]) or typed_schema(kind).empty_table()
        for name, kind in KINDS.items()
    }
    return {
        **tables,
        "sources": taken.sources(),
        "columns_there": taken.columns_there(),
        "left_over_cells": left_over_cells(taken.files, region),
    }
