"""Look at the sample folder after whatever happens to folders: ``python -m tools.variations``.

Every file missing, empty, renamed, saved in another encoding, with another order of dates, with
twenty rows that are none. One line for each: how many findings, and which codes have more or
fewer than in the folder as it was; how many rows were read and left over; what the report says
of the changed file. The run fails where a row is neither read nor left over, or where the
report says nothing of a file that is there. ``--only encoding`` and ``--file Anrufe`` choose.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook

from leumund.app import open_look
from leumund.basics.clock import SetClock
from leumund.basics.language import in_language
from leumund.report import Beside, look_page
from leumund.report.page import Heading, Table
from leumund.settings import Settings
from leumund.world import Variation, monday_folder, variations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from leumund.look import LookReport

NOW = datetime(2026, 5, 4, tzinfo=UTC)
_BOOKS = (".xlsx", ".ods")
_TEXTS = (".csv", ".txt")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a look at one folder gave. ``read`` and ``left_over``: rows by file. ``lost``:
    sheets of the changed file some of whose rows are neither, with how many; ``said``: what
    the report says of that file."""

    findings: Mapping[str, int]
    unsaid: frozenset[str]
    read: Mapping[str, int]
    left_over: Mapping[str, int]
    lost: Mapping[str, int]
    said: tuple[str, ...]


def outcome(files: Mapping[str, bytes], file: str | None, delimiter: str) -> Outcome:
    """Look at these files, above all at the named one."""
    with tempfile.TemporaryDirectory(prefix="leumund-variation-") as place:
        folder = Path(place) / "monday"
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        look = open_look(Path(place), Settings(folder=Path(place) / "unused"), SetClock(NOW))
        report = look.run(folder, Path(place) / "out")
        with in_language("en"):
            said = tuple(_said(report, file)) if file else ()
    read: Counter[str] = Counter()
    left_over: Counter[str] = Counter()
    for each in report.files:
        read[each.file] += each.rows
        left_over[each.file] += each.rows_left_over
    return Outcome(
        findings={each.code.code: each.rows for each in report.findings},
        unsaid=frozenset(each.code for each in report.unsaid),
        read=read,
        left_over=left_over,
        lost=dict(_lost(files[file], file, report, delimiter)) if file else {},
        said=said,
    )


def filled_rows(data: bytes, file: str, delimiter: str) -> dict[str | None, int]:
    """How many rows have anything in them, by sheet; nothing for what is no table."""
    if not data:
        return {}
    if file.endswith(_TEXTS):
        lines = csv.reader(io.StringIO(_decoded(data), newline=""), delimiter=delimiter)
        return {None: sum(any(cell.strip() for cell in line) for line in lines)}
    if file.endswith(_BOOKS):
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return {
            name: sum(
                any(cell != "" for cell in row)
                for row in book.get_sheet_by_name(name).to_python()
            )
            for name in book.sheet_names
        }
    return {}


def _decoded(data: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if data.startswith(mark):
            return data.decode(encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _lost(
    data: bytes, file: str, report: LookReport, delimiter: str
) -> Iterator[tuple[str, int]]:
    """A header is no row; what stands above it, below and between is read or left over."""
    try:
        there = filled_rows(data, file, delimiter)
    except CalamineError:  # a workbook that is none has no rows to lose
        return
    for each in report.files:
        rows = there.get(each.sheet, 0) if each.file == file else 0
        if rows and rows - 1 != each.rows + each.rows_left_over:
            yield each.sheet or file, rows - 1 - each.rows - each.rows_left_over


def _said(report: LookReport, file: str) -> Iterator[str]:
    """What the page's last part, which says what was left out, has beside the file's name,
    or beside the mails of a folder among which it is."""
    blocks = look_page(report, Beside()).blocks
    anchors = [each.anchor if isinstance(each, Heading) else "" for each in blocks]
    folder, _slash, name = file.rpartition("/")
    for block in blocks[anchors.index("left-out") :]:
        for row in block.rows if isinstance(block, Table) else ():
            among = re.fullmatch(r"\d+ mails in (.*), from (.*) to (.*)", row[0])
            is_among = among and among[1] == folder and among[2] <= name <= among[3]
            if row[0] == file or row[0].startswith(f"{file}, ") or is_among:
                yield " | ".join(row[1:])


def line(one: Variation, before: Outcome, after: Outcome) -> str:
    """What became of the variation, in one line."""
    codes = sorted({*before.findings, *after.findings})
    more = {code: after.findings.get(code, 0) - before.findings.get(code, 0) for code in codes}
    differs = ", ".join(f"{code} {count:+}" for code, count in more.items() if count)
    now = one.now or one.file
    parts = (
        one.name + (f" -> {now}" if now != one.file else ""),
        f"findings {sum(after.findings.values())} {differs}".rstrip(),
        f"read {after.read.get(now, 0)} of {before.read.get(one.file, 0)}",
        f"left over {after.left_over.get(now, 0)} of {before.left_over.get(one.file, 0)}",
        f"no longer asked {sorted(after.unsaid - before.unsaid)}",
        f"lost {dict(after.lost)}",
        f"said: {' / '.join(after.said) or 'nothing'}",
    )
    return "; ".join(parts)


def is_right(one: Variation, after: Outcome) -> bool:
    """Nothing lost, and something said of the file."""
    return not after.lost and (one.now is None or bool(after.said))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="one kind of change")
    parser.add_argument("--file", default="", help="files whose name has this in it")
    given = parser.parse_args()
    made = monday_folder()
    delimiters = {each.file: each.how.get("delimiter", ";") for each in made.tables}
    before, wrong = outcome(made.files, None, ";"), 0
    for one in variations(made):
        if given.only in one.change and given.file in one.file:
            after = outcome(one.files, one.now, delimiters.get(one.file, ";"))
            wrong += not is_right(one, after)
            mark = "" if is_right(one, after) else "WRONG "
            print(mark + line(one, before, after), flush=True)
    print(f"{wrong} went wrong")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
