"""The rows of a document as Parquet, and those that could not be read as CSV."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from leumund.intake.documents.notes import reason_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leumund.intake.documents.statement import LeftOver, Row


def write_rows(file: str, rows: Sequence[Row], into: Path) -> Path:
    """Typed as kind ``statements``: ``file``, ``row``, its fields, then ``page``."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema(
        [
            ("file", pa.string()),
            ("row", pa.int64()),
            ("payee", pa.string()),
            ("iban", pa.string()),
            ("order_ref", pa.string()),
            ("amount", pa.decimal128(18, 2)),
            ("period", pa.string()),
            ("partner", pa.string()),
            ("page", pa.int32()),
        ]
    )
    values = [
        {
            "file": file,
            "row": row.number,
            "payee": row.payee,
            "iban": row.iban,
            "order_ref": row.order_ref,
            "amount": row.amount,
            "period": row.period,
            "partner": row.partner,
            "page": row.page,
        }
        for row in rows
    ]
    pq.write_table(pa.Table.from_pylist(values, schema=schema), into)
    return into


def write_left_over(rows: Sequence[LeftOver], into: Path) -> Path:
    """As for sheets: row, reason, grund, original."""
    with into.open("w", encoding="utf-8", newline="") as target:
        table = csv.writer(target)
        table.writerow(("row", "reason", "grund", "original"))
        for row in rows:
            reason, grund = (reason_text(row.reason, language) for language in ("en", "de"))
            table.writerow((row.number, reason, grund, row.original))
    return into
