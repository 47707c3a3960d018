"""Write the report of a look: pages, and one file of rows for each finding and table."""

from __future__ import annotations

import csv
import re
import shutil
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from leumund.basics.language import _, reader_language, translate
from leumund.report.look.confirmed import MailsRead, mails_read
from leumund.report.look.findings import table_row
from leumund.report.look.left_out import LeftOver, used_files
from leumund.report.look.page import Beside, look_page
from leumund.report.look.words import (
    behind_text,
    csv_name,
    detail_text,
    file_words,
    subject_words,
)
from leumund.report.writer import write_html, write_pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from leumund.look import FileTaken, FindingGroup, LookReport, LookTable

_ROWS, _LEFT_OVER = "rows", "left-over"
_PRIVATE = ("findings", "mails", "scratch")
_FIRST = 50
_BATCH = 65_536
_GUARDED = re.compile(r"[=+\-@\t\r]")
_UNFIT = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class WrittenLook:
    """Where everything lies. ``rows``: one CSV per finding and table that has any."""

    html: Path
    pdf: Path
    rows: tuple[Path, ...]
    left_over: tuple[Path, ...]
    mapping: Path


def write_look(
    report: LookReport, into: Path, made_at: datetime, *, is_shown: bool = False
) -> WrittenLook:
    """Write the report below ``into``; what an earlier look has written there is replaced.

    ``is_shown``: numbers, references and rows left over are written in the clear.
    """
    left_over = _left_over(report, into / _LEFT_OVER, is_shown)
    page = look_page(report, Beside(left_over, *_confirmed(report)))
    _emptied(into / _ROWS)
    mails = mails_read(report)
    rows = [
        _write_finding(each, into, is_shown, mails) for each in report.findings if each.rows
    ]
    rows += [_write_table(each, report, into, is_shown) for each in report.shown if each.rows]
    rows += _write_behind(report, into, is_shown, mails)
    html = write_html(page, into / "report.html")
    pdf = write_pdf(page, into / "report.pdf", made_at)
    kept = tuple(into / each.link for each in left_over)
    return WrittenLook(html, pdf, tuple(rows), kept, report.mapping)


def forget_look(into: Path) -> None:
    """Remove what was made on the way: rows in the clear, and texts of mails."""
    for name in _PRIVATE:
        shutil.rmtree(into / name, ignore_errors=True)


def _confirmed(report: LookReport) -> tuple[int, int]:
    """How many complaints were read from mails, and how many of them somebody confirmed."""
    import pyarrow.parquet as pq

    if report.mails is None:
        return 0, 0
    flags = pq.read_table(report.mails.table, columns=["is_confirmed"])["is_confirmed"]
    said = flags.to_pylist()
    return len(said), sum(bool(each) for each in said)


def _write_finding(group: FindingGroup, into: Path, is_shown: bool, mails: MailsRead) -> Path:
    def told(detail: str | None) -> str:
        return detail_text(group.code, group.chapter, detail, is_shown=is_shown)

    return _write_rows(group.path, into / csv_name(group.code.code), told, is_shown, mails)


def _write_behind(
    report: LookReport, into: Path, is_shown: bool, mails: MailsRead
) -> list[Path]:
    """The rows behind the tables, once where several tables count the same."""
    found = {
        each.behind.name: each for each in report.shown if each.behind and each.behind.rows
    }
    return [
        _write_rows(
            table.behind.path,
            into / csv_name(name),
            partial(behind_text, table.code),
            is_shown,
            mails,
        )
        for name, table in found.items()
        if table.behind is not None
    ]


def _write_rows(
    source: Path,
    path: Path,
    told: Callable[[str | None], str],
    is_shown: bool,
    mails: MailsRead,
) -> Path:
    import pyarrow.parquet as pq

    heads = (
        *(_("file"), _("sheet"), _("row"), _("partner"), _("number or reference"), _("when")),
        *(_("what"), _("beside: file"), _("beside: sheet"), _("beside: row")),
        _("from a mail"),
    )
    # The same details come again and again; days of five million calls are few.
    told = lru_cache(maxsize=_BATCH)(told)
    with pq.ParquetFile(source) as file:
        batches = (batch.to_pylist() for batch in file.iter_batches(batch_size=_BATCH))
        rows = (
            _row(row, told(row["detail"]), is_shown, mails)
            for batch in batches
            for row in batch
        )
        return _write(path, heads, rows)


def _row(row: dict[str, Any], detail: str, is_shown: bool, mails: MailsRead) -> tuple[Any, ...]:
    subject = subject_words(row["subject"], is_shown=is_shown) if row["subject"] else None
    named = str if is_shown else file_words
    return (
        *(named(row["file"]), row["sheet"], row["row"], row["partner"], subject, row["at"]),
        *(detail, named(row["with_file"] or "") or None, row["with_sheet"], row["with_row"]),
        mails.mark((row["file"], row["row"]), (row["with_file"], row["with_row"])),
    )


def _write_table(table: LookTable, report: LookReport, into: Path, is_shown: bool) -> Path:
    heads = [translate(name) for name in table.code.columns]
    rows = (table_row(table, row, report, is_shown=is_shown) for row in table.rows)
    return _write(into / csv_name(table.code.code), heads, rows)


def _left_over(report: LookReport, folder: Path, is_shown: bool) -> tuple[LeftOver, ...]:
    """The rows left over under names that say whose they are; without the rows themselves
    where numbers are masked, as these are full of them. Of a file that was left out whole no
    row is left over more than another."""
    used = used_files(report)
    read = [
        (file, list(_rows_of(file)))
        for file in report.files
        if file.left_over and (file.file in used or file.kind is not None)
    ]
    _emptied(folder)
    return tuple(
        _write_left_over(file, rows, folder, number, is_shown)
        for number, (file, rows) in enumerate(read, 1)
        if rows
    )


def _rows_of(file: FileTaken) -> Iterator[dict[str, str]]:
    for path in file.left_over:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            yield from csv.DictReader(opened)


def _write_left_over(
    file: FileTaken, rows: Sequence[dict[str, str]], folder: Path, number: int, is_shown: bool
) -> LeftOver:
    reason = "grund" if reader_language() == "de" else "reason"
    said = file.file if is_shown else file_words(file.file)
    name = _UNFIT.sub("_", "#".join(filter(None, (said, file.sheet))))
    name = name.removesuffix(".csv")[:80]
    path = folder / f"{number:02}_{name}.csv"
    heads = [_("row"), _("why"), *([_("as it stands")] if is_shown else [])]
    _write(
        path,
        heads,
        ((row["row"], row[reason], row["original"])[: len(heads)] for row in rows),
    )
    first = tuple((int(row["row"]), row[reason]) for row in rows[:_FIRST])
    return LeftOver(file.file, file.sheet, len(rows), first, f"{_LEFT_OVER}/{path.name}")


def _write(path: Path, heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> Path:
    """A file that spreadsheet programs of the reader's country open as a table, and run not."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    delimiter = ";" if reader_language() == "de" else ","
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(heads)
        writer.writerows([_guarded(value) for value in row] for row in rows)
    return path


def _guarded(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula begins with an apostrophe."""
    if not isinstance(value, str) or not _GUARDED.match(value):
        return value
    return value if re.fullmatch(r"\+\d\d [\d•]+", value) else f"'{value}"


def _emptied(folder: Path) -> None:
    """Without the files of an earlier look; whatever else lies there stays."""
    for path in folder.glob("*.csv") if folder.is_dir() else ():
        path.unlink()
