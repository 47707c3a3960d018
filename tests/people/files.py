"""Small files of customers and consents, and how the tests load and look at them."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

from leumund.basics.numbers import Number
from leumund.people import LineRecord, Loaded
from leumund.people.actions import People

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

ANNA = Number("+493023125001")

BERND = Number("+493023125002")

SHARED = Number("+493023125003")

CUSTOMERS = """\
ref,number,mobile,name,kind,land,segment
K1,030 23125001,,Anna,consumer,BE,basic
K2,030 23125002,030 23125003,Bernd,business,BY,comfort
K3,030 23125003,,Carla,consumer,BE,basic
K4,,,Dora,unknown,,
"""

CONSENTS = """\
consent_ref,ref,number,companies,products,channels,wording,wording_version,granted_at,\
recorded_at,source,proof_hash,number_confirmed,origin_checked,valid_until,revoked_at
C1,K1,030 23125001,Nord AG|Süd AG,Strom,telephone|email,I agree,v2,2026-01-05 10:00,\
2026-01-05 10:01,web,ab12,yes,yes,31.12.2027,
C2,K3,,Nord AG,Gas,telephone,I agree,v1,2026-01-06 10:00,,paper,cd34,,,,
"""


def load(people: People, folder: Path, content: str, **more: object) -> Loaded:
    path = folder / "file.csv"
    path.write_text(content, "utf-8")
    return people.load(path, **more)  # type: ignore[arg-type]


def counts(loaded: Loaded) -> tuple[int, int, int, int]:
    assert loaded.rows == (
        loaded.added + loaded.changed + loaded.unchanged + loaded.quarantined
    )
    return loaded.added, loaded.changed, loaded.unchanged, loaded.quarantined


def about(people: People, number: Number) -> LineRecord:
    record = people.about(number)
    assert record is not None
    return record


def kept(loaded: Loaded) -> list[dict[str, str]]:
    assert loaded.quarantine_path is not None
    with loaded.quarantine_path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tables(people: People, folder: Path) -> dict[str, object]:
    from pyarrow import parquet

    taken = people.snapshot(folder / "snapshot", with_names=True)
    return {table: parquet.read_table(taken[table]).to_pylist() for table in taken.rows}
