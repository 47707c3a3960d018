"""A chapter of the look's report: its findings, its tables, its picture."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from leumund.basics.language import _, translate
from leumund.report.look import drawn
from leumund.report.look.confirmed import MailsRead, is_about_mails, mails_read, places_of
from leumund.report.look.words import (
    NOTHING,
    behind_text,
    cell_words,
    csv_name,
    detail_text,
    file_words,
    moment_words,
    most,
    partner_words,
    party_words,
    place_words,
    row_place,
    rows_of_look,
    subject_words,
)
from leumund.report.page import Finding, Heading, Table, Text
from leumund.report.words import grouped, listed

if TYPE_CHECKING:
    from leumund.look import (
        Behind,
        FindingGroup,
        FindingRow,
        LookReport,
        LookTable,
        TableCode,
    )
    from leumund.report.page import Block

_ROWS_SHOWN = 25
_PAYMENTS = "statements"
_PARTIES = ("chain_members", "chain_accounts")
_FILES = ("lists_and_complaints", "naming_needed")


def chapter_blocks(report: LookReport, letter: str, title: str) -> list[Block]:
    """The chapter, or nothing where none of its questions could be asked."""
    groups = [each for each in report.findings if each.chapter == letter]
    tables = [each for each in report.shown if each.chapter == letter and each.rows]
    if not groups and not tables:
        return []
    found, mails = [each for each in groups if each.rows], mails_read(report)
    return [
        Heading(heading(letter, title), anchor=f"chapter-{letter}"),
        *_opening(letter),
        *(_not_counted(report) if letter == "b" else ()),
        *drawn.of_chapter(report, letter),
        *_clean(groups),
        *(block for each in found for block in finding_blocks(each, mails)),
        *(block for each in tables for block in table_blocks(each, report)),
    ]


def heading(letter: str, title: str) -> str:
    """ "b. Calls that ask for an explanation"; what is against ourselves has no letter."""
    return f"{letter}. {title}" if len(letter) == 1 else title


def anchor_of(code: str) -> str:
    """Where the finding stands on the page."""
    return code.replace(".", "-").replace("_", "-")


def finding_blocks(group: FindingGroup, mails: MailsRead) -> list[Block]:
    """The figure with what it says, and the first rows behind it."""
    code = group.code
    asides = [
        _("{rows} of {all} {kind}").format(
            rows=grouped(group.rows), all=grouped(group.of_rows), kind=rows_of_look(code.about)
        )
        if code.about != "lists"
        else "",
        (_("one person") if group.people == 1 else _("{people} people")).format(
            people=grouped(group.people)
        )
        if group.people and code.about != _PAYMENTS
        else "",
        most(group.per_partner) if any(name for name, _n in group.per_partner) else "",
        mails.count(group.path) if is_about_mails(code.needs) else "",
        code.law.replace("§ ", "§\N{NO-BREAK SPACE}"),
    ]
    return [
        Finding(
            anchor=anchor_of(code.code),
            figure=grouped(group.rows),
            title=translate(code.title),
            text=translate(code.sentence),
            asides=tuple(filter(None, asides)),
            link=csv_name(code.code),
            link_text=csv_name(code.code),
        ),
        rows_table(group, mails),
    ]


def rows_table(group: FindingGroup, mails: MailsRead) -> Table:
    """The first rows of a finding, masked, and where the others are."""
    code, letter = group.code, group.chapter
    rows = [_row(row, detail_text(code, letter, row.detail), mails) for row in group.first]
    return _folded(rows, group.rows, csv_name(code.code))


def behind_table(code: TableCode, behind: Behind, mails: MailsRead) -> Table:
    """The first rows that a table counts, masked, and where the others are."""
    rows = [_row(row, behind_text(code, row.detail), mails) for row in behind.first]
    return _folded(rows, behind.rows, csv_name(behind.name))


def _folded(rows: list[tuple[str, ...]], every: int, file: str) -> Table:
    head = [
        _("where"),
        _("number or reference"),
        _("when"),
        _("partner"),
        _("what"),
        _("beside"),
        _("from a mail"),
    ]
    kept = [at for at in range(len(head)) if any(row[at] not in ("", NOTHING) for row in rows)]
    shown = len(rows)
    return Table(
        caption="",
        head=tuple(head[at] for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in rows),
        folded=_("Show the row")
        if every == 1
        else _("Show the rows")
        if shown == every
        else _("Show the first {shown} of {all} rows").format(
            shown=grouped(shown), all=grouped(every)
        ),
        link=file,
        link_text=_("All {all} rows: {file}").format(all=grouped(every), file=file),
    )


def table_blocks(table: LookTable, report: LookReport) -> list[Block]:
    """A table under its title, with the rows it counts; a long one is cut, and whole in its
    file."""
    rows = [table_row(table, row, report) for row in table.rows[:_ROWS_SHOWN]]
    numeric = tuple(
        at
        for at in range(len(table.code.columns))
        if any(isinstance(row[at], int | float | Decimal) for row in table.rows)
    )
    mails = mails_read(report)
    counted = [table.behind] if table.behind is not None and table.behind.rows else []
    of_mails = mails.count(counted[0].path if counted else None)
    count = f"{of_mails}." if of_mails and is_about_mails(table.code.needs) else ""
    return [
        Heading(translate(table.code.title), level=3, anchor=anchor_of(table.code.code)),
        *drawn.of_table(report, table.code.code),
        Table(
            caption=" ".join(filter(None, (translate(table.code.sentence), count))),
            head=tuple(translate(name) for name in table.code.columns),
            rows=tuple(rows),
            numeric=numeric,
            link=csv_name(table.code.code),
            link_text=_where(table, len(rows)),
        ),
        *(behind_table(table.code, each, mails) for each in counted),
    ]


def _where(table: LookTable, shown: int) -> str:
    """In which files the whole table and the rows that it counts lie."""
    every, file = len(table.rows), csv_name(table.code.code)
    if every > shown:
        said = _("The first {shown} of {all} rows; all: {file}")
        where = said.format(shown=shown, all=grouped(every), file=file)
    else:
        where = _("As a file: {file}").format(file=file)
    if table.behind is None or not table.behind.rows:
        return where
    rows = _("the rows that it counts: {file}").format(file=csv_name(table.behind.name))
    return f"{where}; {rows}"


def table_row(
    table: LookTable, row: tuple[object, ...], report: LookReport, *, is_shown: bool = False
) -> tuple[str, ...]:
    """The cells of a row in the reader's words, names of people shortened."""
    code, words = table.code.code, table.code.words
    cells = [cell_words(value, words) for value in row]
    if code in _PARTIES and isinstance(row[0], str) and row[0] not in words:
        cells[0] = party_words(row[0], report, is_shown=is_shown)
    if code in _FILES:
        cells[0] = file_words(str(row[0]))
    return tuple(cells)


def _row(row: FindingRow, detail: str, mails: MailsRead) -> tuple[str, ...]:
    beside = place_words(row.with_file, row.with_sheet, row.with_row) if row.with_file else ""
    return (
        row_place(row),
        subject_words(row.subject),
        moment_words(row.at),
        partner_words(row.partner) if row.partner else NOTHING,
        detail,
        beside,
        mails.mark(*places_of(row)),
    )


def _clean(groups: list[FindingGroup]) -> list[Block]:
    clean = [translate(each.code.title) for each in groups if not each.rows]
    if not clean:
        return []
    said = _("Looked for and not found: {titles}.").format(titles=listed(clean))
    return [Text(said, "quiet")]


def _not_counted(report: LookReport) -> list[Block]:
    """Rows of calls that count elsewhere, or that are no calls by a partner."""
    words = {
        "calls-in-several-files": _(
            "{count} rows stand in several files; each call is counted once."
        ),
        "calls-inbound": _(
            "{count} calls are inbound: the person rang. They are no calls by the partner."
        ),
    }
    said = [
        words[why].format(count=grouped(count)) for why, count in report.not_counted.items()
    ]
    return [Text(" ".join(said))] if said else []


def _opening(letter: str) -> list[Block]:
    said = {
        "c": _(
            "An order that does not fit is a question to whoever entered it, not an answer. "
            "One household may share an account; here those are counted whose people live in "
            "different homes."
        ),
        "d": _(
            "Whoever calls, sells or is paid should stand in a contract. Those below do "
            "something in your name, and no list of partners knows them."
        ),
        "f": _(
            "Nobody can be called from a list they are not on, nor before it had left. These "
            "facts need no reckoning. They clear lists of complaints; they name nobody."
        ),
        "g": _(
            "Shown together, not proved as cause: those who are called more may differ from "
            "the others in much else. Whether calls drive people away can be said only where "
            "chance decides whom is called (chapter h)."
        ),
        "own": _(
            "A report that looks at partners alone is half a report. This chapter asks what "
            "the company itself allowed, let go out, or knew."
        ),
    }
    return [Text(said[letter])] if letter in said else []
