"""A small look to put on pages: made by hand, with what must never be shown in it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from leumund.intake import Note
from leumund.look import (
    Behind,
    Code,
    ColumnTaken,
    FileTaken,
    FindingGroup,
    FindingRow,
    LookReport,
    LookSettings,
    LookTable,
    RulesTaken,
    TableCode,
    Together,
    Unsaid,
    finding_schema,
)
from leumund.look.chapters import CHAPTERS

AT = datetime(2026, 2, 8, 11)  # noqa: DTZ001
NUMBER, REF, PERSON, FIRM = "+493023125007", "4020017", "M. Trugholz", "Sternpost Service UG"
LEFT = "row,reason,grund,original\n7,Broken.,Kaputt.,=1+1;030 23125 007;Anna Beispiel\n"


def code_of(name: str) -> Code:
    return next(code for chapter in CHAPTERS for code in chapter.codes if code.code == name)


def table_of(name: str) -> TableCode:
    return next(one for chapter in CHAPTERS for one in chapter.tables if one.code == name)


def group(folder: Path, name: str, *rows: FindingRow, people: int = 1) -> FindingGroup:
    """A finding of these rows, with its Parquet table."""
    code = code_of(name)
    fields = finding_schema().names
    columns = {field: [getattr(row, field) for row in rows] for field in fields}
    path = folder / f"{name}.parquet"
    pq.write_table(pa.table(columns, schema=finding_schema()), path)
    chapter = next(one.letter for one in CHAPTERS if code in one.codes)
    counts = {row.partner: 0 for row in rows}
    for row in rows:
        counts[row.partner] += 1
    per_partner = tuple(sorted(counts.items(), key=lambda each: -each[1]))
    return FindingGroup(code, chapter, len(rows), 1234, people, per_partner, rows[:20], path)


def found(number: int, **more: object) -> FindingRow:
    values: dict[str, object] = {
        "file": "Anrufe/Nord 2026-01-15.csv", "sheet": None, "row": number, "partner": "Nord",
        "subject": NUMBER, "at": AT.replace(minute=number % 60), "detail": "2026-02-08",
        "with_file": None, "with_sheet": None, "with_row": None,
    }  # fmt: skip
    return FindingRow(**(values | more))  # type: ignore[arg-type]


def shown(
    name: str, *rows: tuple[object, ...], behind: FindingGroup | None = None
) -> LookTable:
    letter = next(one.letter for one in CHAPTERS for t in one.tables if t.code == name)
    counted = (
        Behind(table_of(name).behind, behind.rows, behind.first, behind.path)
        if behind
        else None
    )
    return LookTable(table_of(name), letter, rows, counted)


def _findings(folder: Path) -> tuple[FindingGroup, ...]:
    return (
        group(folder, "call.sunday", *(found(n) for n in range(2, 43)), people=41),
        group(folder, "call.holiday"),
        group(
            folder,
            "call.without_consent",
            found(5, detail="withdrawn+channel", with_file="Einwilligungen.csv", with_row=9),
            found(6, partner="Wolken", detail="none"),
        ),
        group(
            folder,
            "chain.payee_unknown",
            found(1, file="Abrechnung.pdf", subject=REF, partner=None, detail=PERSON),
            found(2, file="Abrechnung.pdf", subject=REF, partner=None, detail=FIRM),
        ),
    )


def looked(folder: Path) -> LookReport:
    """The look; its tables and rows left over lie in the folder."""
    left = folder / "0b-left-over.csv"
    left.write_text(LEFT, encoding="utf-8")
    return LookReport(
        folder="monday",
        as_of=date(2026, 4, 30),
        principal="Blauwalfunk AG",
        settings=LookSettings(as_of=date(2026, 4, 30), principal="Blauwalfunk AG"),
        rules=RulesTaken("de/outbound", "2026.1", "ab" * 32, "DE"),
        files=(
            FileTaken(
                "Anrufe/Nord 2026-01-15.csv", "Blatt #1", "calls", 0.7, "By its columns.",
                "proposal", 1234,
                columns=(ColumnTaken("number", 0, "Ziel", 0.6, "its name", is_used=False),),
                notes=(Note("title-rows", {"rows": "1"}, 1),),
                rows_left_over=1, left_over=(left,), partner="Nord",
            ),
            FileTaken("Bild.png", None, None, 0.0, "A picture.", "proposal", 0),
            *(
                FileTaken(
                    f"Post/{n}.eml", None, "complaints", 1.0, "Mails that complain: 1.",
                    "proposal", 1, read_as="mail",
                )
                for n in range(3)
            ),
        ),
        rows={"calls": 1234, "complaints": 3},
        first_on=date(2025, 9, 1),
        last_on=date(2026, 4, 30),
        findings=_findings(folder),
        shown=(
            shown(
                "chain_members",
                (PERSON, "no", 0, 0, 7, Decimal("480.00")),
                (FIRM, "no", 0, 0, 20, Decimal("1545.00")),
                ("Nord", "yes", 1200, 10, 0, None),
            ),
            shown(
                "complaint_patterns",
                ("denied", "", 17, 15, date(2025, 9, 29), date(2026, 4, 18), 213),
                behind=group(
                    folder,
                    "complaint.repeated",
                    found(1, file="Post/1.eml", detail="denied"),
                    found(2, file="Post/2.eml", detail="tariff|heimnetz 250"),
                ),
            ),
        ),
        unsaid=(
            Unsaid("order.without_call", "c", "Orders by phone without a call",
                   ("orders.channel",), "Put a file with {missing} into the folder."),
        ),
        mapping=folder / "look.toml",
        totals=(Together("b", "calls", 43, 1234, (("Nord", 42), ("Wolken", 1))),),
    )  # fmt: skip
