"""Workbooks are read by a process of their own, with bounds on its memory and its time.

The library that reads them ends the whole process when a file claims more memory than there
is. What claims too much is refused beforehand (``markup``); this is for what nobody thought
of. On Windows, only the time is bounded.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import IO, TYPE_CHECKING, Any

import leumund
from leumund.basics.errors import BadInput, LeumundError
from leumund.intake.tables import errors, writer
from leumund.intake.tables.errors import BrokeTheReader, ClaimsTooMuch, TookTooLong
from leumund.intake.tables.sheet import Note, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

MEMORY_BYTES = 4 << 30
MINUTES = 10
_ERRORS = {
    error.__name__: error
    for error in (
        *(each for each in vars(errors).values() if isinstance(each, type)),
        writer.NoRoomToWork,
    )
    if issubclass(error, LeumundError) and error is not BadInput
}
# -P: a file called json.py in the folder looked at must not be run
_COMMAND = ("-P", "-m", "leumund.intake.tables.cage")
_OUT_OF_MEMORY = "out of memory"


def workbook_sheets(
    path: Path,
    called: str,
    work: Path,
    stem: str,
    on_progress: Callable[[int, int | None], None] | None = None,
) -> tuple[Sheet, ...]:
    """Read a workbook in a process of its own; raises what ``read_workbook`` raises, and
    TookTooLong, or BrokeTheReader where that process ended by itself."""
    asked = json.dumps([str(path.absolute()), called, str(work.absolute()), stem])
    surroundings = {**os.environ, "PYTHONPATH": str(Path(leumund.__file__).parents[1])}
    with subprocess.Popen(
        [sys.executable, *_COMMAND],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=surroundings,
        text=True,
        encoding="utf-8",
    ) as process:
        alarm = Timer(MINUTES * 60, process.kill)
        alarm.start()
        try:
            answer = _talk(process, asked, on_progress)
        finally:
            has_rung = not alarm.is_alive()
            alarm.cancel()
            process.kill()
    if answer is None:
        if has_rung:
            raise TookTooLong(name=called, minutes=MINUTES)
        raise BrokeTheReader(name=called)
    return _sheets(answer, called)


def _talk(
    process: subprocess.Popen[str],
    asked: str,
    on_progress: Callable[[int, int | None], None] | None,
) -> dict[str, Any] | None:
    """Ask, pass on how far it is, and wait for the answer; None where none came."""
    if process.stdin is None or process.stdout is None:
        return None
    with suppress(BrokenPipeError), process.stdin as question:
        question.write(asked)
    for line in process.stdout:
        said: dict[str, Any] = json.loads(line)
        if "rows" not in said:
            return said
        if on_progress:
            on_progress(said["rows"], None)
    return None


def _sheets(answer: dict[str, Any], called: str) -> tuple[Sheet, ...]:
    if answer.get("error") == _OUT_OF_MEMORY:
        raise ClaimsTooMuch(name=called, what=f"{MEMORY_BYTES >> 30} GiB")
    if "error" in answer:
        raise _ERRORS[answer["error"]](**answer["values"])
    return tuple(
        Sheet(
            file=each["file"],
            name=each["name"],
            header=tuple(each["header"]),
            rows=each["rows"],
            table=Path(each["table"]),
            notes=tuple(Note(*note) for note in each["notes"]),
            left_over=Path(each["left_over"]) if each["left_over"] else None,
        )
        for each in answer["sheets"]
    )


def _written(sheet: Sheet) -> dict[str, Any]:
    return {
        "file": sheet.file,
        "name": sheet.name,
        "header": sheet.header,
        "rows": sheet.rows,
        "table": str(sheet.table),
        "notes": [(note.code, dict(note.values), note.row) for note in sheet.notes],
        "left_over": str(sheet.left_over) if sheet.left_over else None,
    }


def _answer(asked: str, on_rows: Callable[[int], None]) -> dict[str, Any]:
    """What is said back; an error of ours is named, with its values."""
    from leumund.intake.tables.workbook import read_workbook

    path, called, work, stem = json.loads(asked)
    try:
        sheets = read_workbook(Path(path), called, Path(work), stem, on_rows)
    except MemoryError:
        return {"error": _OUT_OF_MEMORY}
    except LeumundError as error:
        return {"error": type(error).__name__, "values": error.values}
    return {"sheets": [_written(sheet) for sheet in sheets]}


def _bound_memory() -> None:
    """Where the system can: no more than MEMORY_BYTES for this process."""
    try:
        import resource
    except ImportError:
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _tell(line: dict[str, Any], into: IO[str]) -> None:
    into.write(json.dumps(line) + "\n")
    into.flush()


def main() -> None:
    """The other process: asked by stdin, answers by stdout."""
    _bound_memory()
    done = 0

    def on_rows(rows: int) -> None:
        nonlocal done
        done += rows
        _tell({"rows": done}, sys.stdout)

    _tell(_answer(sys.stdin.read(), on_rows), sys.stdout)


if __name__ == "__main__":
    main()
