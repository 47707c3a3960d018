"""What each file was taken for, and everything that was left out, with where it lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leumund.basics.language import _, reader_language
from leumund.intake import document_note_text, note_text
from leumund.report.look.words import (
    NOTHING,
    day_words,
    field_words,
    file_words,
    kind_of_look,
    place_words,
    text_words,
)
from leumund.report.page import Heading, Table, Text
from leumund.report.words import grouped, percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from leumund.intake import Note
    from leumund.look import FileTaken, LookReport
    from leumund.report.page import Block

MAIL, DOCUMENT, CHANGED = "mail", "document", "changed-meanwhile"


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Rows of a file that could not be read: the first few with their reasons, how many there
    are, and the file that has all of them."""

    file: str
    sheet: str | None
    rows: int
    first: tuple[tuple[int, str], ...]
    link: str


@dataclass(frozen=True, slots=True)
class _Files:
    """Files that are shown in one line: one, or many mails of a folder."""

    name: str
    files: tuple[FileTaken, ...]

    @property
    def why(self) -> str:
        """Why they were taken so; the count of one mail becomes that of all of them."""
        why = text_words(self.one.why)
        return why if len(self.files) == 1 else why.replace(" 1.", f" {len(self.files)}.")

    @property
    def one(self) -> FileTaken:
        return self.files[0]


def left_out(report: LookReport, left_over: Sequence[LeftOver]) -> list[Block]:
    """Every file, every note, every row that was left over."""
    return [
        Heading(_("What was left out"), anchor="left-out"),
        Text(_in_short(report, left_over)),
        *_tables(
            (
                _whole(report),
                _rows(left_over),
                _unsure(report),
                _notes(report),
                _taken(report),
            )
        ),
        *(_folded(each) for each in left_over),
    ]


def files_left_out(report: LookReport) -> int:
    """How many files gave nothing at all."""
    return len({each.file for each in report.files} - used_files(report))


def rows_left_over(report: LookReport) -> int:
    """How many rows are left over in the files that gave anything."""
    used = used_files(report)
    return sum(each.rows_left_over for each in report.files if each.file in used)


def used_files(report: LookReport) -> set[str]:
    """The files that gave anything."""
    return {each.file for each in report.files if _gave(each)}


def _tables(tables: Iterable[tuple[str, Table] | None]) -> Iterator[Block]:
    for number, pair in enumerate(each for each in tables if each is not None):
        title, table = pair
        yield Heading(title, level=3, anchor=f"left-out-{number}")
        yield table


def _in_short(report: LookReport, left_over: Sequence[LeftOver]) -> str:
    every, unused = len({each.file for each in report.files}), files_left_out(report)
    if not every:
        return _("There is no file in this folder.")
    return _(
        "Of {files} files {used} were used and {unused} left out whole. In those that were "
        "used, {rows} rows were left over: titles, sums, and rows that cannot be read. "
        "Nothing was dropped without a word; whatever is missing below was read."
    ).format(
        files=grouped(every),
        used=grouped(every - unused),
        unused=grouped(unused),
        rows=grouped(sum(each.rows for each in left_over)),
    )


def _gave(file: FileTaken) -> bool:
    """Did it give a row, or words? One that was only taken for something gave nothing."""
    return (file.kind is not None and file.rows > 0) or _is_read(file)


def _is_read(file: FileTaken) -> bool:
    """Was something taken from it, although it gave no table?"""
    return file.read_as == DOCUMENT and file.confidence > 0 and not _is_scan(file)


def _is_scan(file: FileTaken) -> bool:
    return any(note.code == "scanned-pages" for note in file.notes)


def _whole(report: LookReport) -> tuple[str, Table] | None:
    gone = [each for each in report.files if not _gave(each)]
    if not gone:
        return None
    rows = tuple((_each_name(one), _why_gone(one)) for one in _together(gone))
    head = (_("file"), _("why"))
    return _("Left out whole"), Table("", head, rows)


def _each_name(files: _Files) -> str:
    """What was left out is named one by one: somebody may miss one of them."""
    if len(files.files) == 1:
        return files.name
    return ", ".join(place_words(each.file, each.sheet, None) for each in files.files)


def _why_gone(files: _Files) -> str:
    return files.why if files.one.kind is None else _("It gave no row.")


def _rows(left_over: Sequence[LeftOver]) -> tuple[str, Table] | None:
    if not left_over:
        return None
    rows = tuple(
        (
            place_words(each.file, each.sheet, None),
            grouped(each.rows),
            " ".join(dict.fromkeys(reason for _row, reason in each.first[:3])),
            each.link,
        )
        for each in left_over
    )
    head = (_("file"), _("rows"), _("why, for the first of them"), _("all of them"))
    return _("Rows left over"), Table("", head, rows, numeric=(1,))


def _folded(each: LeftOver) -> Table:
    return Table(
        caption="",
        head=(_("row"), _("why")),
        rows=tuple((grouped(row), reason) for row, reason in each.first),
        numeric=(0,),
        folded=_("Rows left over in {file}: {count}").format(
            file=place_words(each.file, each.sheet, None), count=grouped(each.rows)
        ),
        link=each.link,
        link_text=each.link,
    )


def _unsure(report: LookReport) -> tuple[str, Table] | None:
    """What a person should have been asked, or has left out."""
    below = report.settings.ask_below
    rows: list[tuple[str, ...]] = []
    for file in report.files:
        place = place_words(file.file, file.sheet, None)
        is_asked = file.said_by == "proposal" and file.read_as not in (MAIL, DOCUMENT)
        if is_asked and file.kind is not None and file.confidence < below:
            rows.append((place, kind_of_look(file.kind), percent(file.confidence)))
        rows += [
            (
                place,
                _("column {header}: {field}").format(
                    header=column.header or f"#{column.column + 1}",
                    field=field_words(file.kind or "", column.field),
                )
                + ("" if column.is_used else f" {_('(not used)')}"),
                percent(column.confidence),
            )
            for column in file.columns
            if column.confidence < below or not column.is_used
        ]
    if not rows:
        return None
    caption = _(
        "Change it in look.toml where it is wrong; the next look takes it so. What is less "
        "sure than {least} was not used."
    ).format(least=percent(report.settings.leave_out_below))
    head = (_("file"), _("taken for"), _("how sure"))
    return _("Taken without anybody having said so"), Table(
        caption, head, tuple(rows), numeric=(2,)
    )


def _notes(report: LookReport) -> tuple[str, Table] | None:
    rows = tuple(
        (place_words(file.file, file.sheet, note.row), text_words(_sentence(file, note)))
        for file in report.files
        for note in file.notes
    )
    if not rows:
        return None
    head = (_("file"), _("what must be known"))
    return _("What must be known about a file"), Table("", head, rows)


def _sentence(file: FileTaken, note: Note) -> str:
    if file.read_as == DOCUMENT and note.code != CHANGED:
        return document_note_text(note, reader_language())
    return note_text(note)


def _taken(report: LookReport) -> tuple[str, Table] | None:
    used = [each for each in report.files if _gave(each)]
    if not used:
        return None
    rows = tuple(
        (one.name, _kind(one.one), grouped(sum(each.rows for each in one.files)), _columns(one))
        for one in _together(used)
    )
    head = (_("file"), _("taken for"), _("rows"), _("by, and what was not used"))
    return _("Every file that was used"), Table("", head, rows, numeric=(2,))


def _kind(file: FileTaken) -> str:
    if file.kind is None:
        return text_words(file.why)
    said = kind_of_look(file.kind)
    if file.partner:
        said += f", {file.partner}"
    if file.handed_over_on:
        said += f", {day_words(file.handed_over_on)}"
    return said


def _columns(files: _Files) -> str:
    file = files.one
    used = [each.header for each in file.columns if each.is_used and each.header]
    if not used:
        return files.why if file.kind else NOTHING
    said = ", ".join(used[:4]) + (" …" if len(used) > 4 else "")
    if file.ignored_columns:
        said += "; " + _("not used: {columns}").format(columns=", ".join(file.ignored_columns))
    return text_words(said)


def _together(files: Sequence[FileTaken]) -> list[_Files]:
    """Mails of one folder that became the same are one line; all else has its own."""
    found: dict[tuple[str, ...], list[FileTaken]] = {}
    for file in files:
        key: tuple[str, ...] = (file.file, file.sheet or "")
        if file.read_as == MAIL and file.rows <= 1:
            key = (file.file.rpartition("/")[0], file.kind or "", file.why, MAIL)
        found.setdefault(key, []).append(file)
    return [_named(key, group) for key, group in found.items()]


def _named(key: tuple[str, ...], group: list[FileTaken]) -> _Files:
    if len(group) == 1:
        return _Files(place_words(group[0].file, group[0].sheet, None), tuple(group))
    folder = key[0] or _("the folder itself")
    name = _("{count} mails in {folder}, from {first} to {last}").format(
        count=grouped(len(group)),
        folder=file_words(folder),
        first=file_words(group[0].file.rpartition("/")[2]),
        last=file_words(group[-1].file.rpartition("/")[2]),
    )
    return _Files(name, tuple(group))
