"""Load and save. A file is loaded by the statements of its kind, one after the other."""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from leumund.basics.ids import LineId, PersonId
from leumund.basics.numbers import Number
from leumund.people.line import (
    ZONE,
    Consent,
    Contract,
    Line,
    LineRecord,
    Objection,
    Person,
    PersonRecord,
    RegisterHit,
)
from leumund.people.snapshot import COLUMNS, LISTS
from leumund.people.writer import parquet_of, private_file
from leumund.store import Statements, Transaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime
    from pathlib import Path

STATEMENTS = Statements.beside(__file__)
LOADS = {
    kind: Statements.beside(__file__, f"load_{kind}.sql")
    for kind in ("customers", "consents", "objections", "contracts", "register")
}
_LOCK = "people.load"
_BATCH_NUMBERS = 10_000
_NAME = {"name": "string"}


def begin(tx: Transaction) -> None:
    """Wait for our turn, and make room."""
    tx.lock(_LOCK)
    tx.run(STATEMENTS["room_to_sort"])
    tx.run(STATEMENTS["hold_none"])


def stage(tx: Transaction, kind: str, rows: Iterable[Sequence[object]]) -> None:
    """Stream a file's rows into the staging table of their kind."""
    tx.run(LOADS[kind]["stage"])
    tx.copy_in(LOADS[kind]["copy"], rows)


def take_in(tx: Transaction, kind: str, **values: object) -> dict[str, int]:
    """Do with the staged rows what the statements of their kind say; the counts they give."""
    counts: dict[str, int] = {}
    for name, statement in LOADS[kind].items():
        if name not in ("stage", "copy"):
            for row in tx.run(statement, **values):
                counts |= row
    return counts


def held(tx: Transaction) -> Iterator[tuple[int, str]]:
    """The rows that could not be taken in, with the reason's key in HELD, in order."""
    for row in tx.each(STATEMENTS["held"]):
        yield row["row_no"], row["why"]


def newest_register(tx: Transaction, register: str) -> date | None:
    """The date of the newest version of that register, if there is one."""
    newest: date | None = tx.one(STATEMENTS["newest_register"], register=register)["dated_on"]
    return newest


def line_record(tx: Transaction, number: Number) -> LineRecord | None:
    """Everything known about a number."""
    found = tx.first(STATEMENTS["line_by_number"], number=number.e164)
    if found is None:
        return None
    line_id = LineId(found["id"])
    rows = tx.run(STATEMENTS["persons_on_line"], line_id=line_id)
    persons = [Person(**row) for row in rows]
    ids = [person.id for person in persons]
    consents = tx.run(STATEMENTS["consents_on_line"], line_id=line_id, person_ids=ids)
    contracts = tx.run(STATEMENTS["contracts_of_persons"], person_ids=ids)
    objections = _objections(tx, line_id, persons)
    hits = tx.run(STATEMENTS["register_hits"], number=number.e164)
    return LineRecord(
        _line(line_id, number, persons),
        tuple(
            PersonRecord(
                person,
                tuple(_consent(row) for row in consents if row["person_id"] == person.id),
                tuple(each for each in objections if each.person_id == person.id),
                tuple(Contract(**row) for row in contracts if row["person_id"] == person.id),
            )
            for person in persons
        ),
        tuple(each for each in objections if each.line_id == line_id),
        tuple(RegisterHit(**hit) for hit in hits),
    )


def lines_of(tx: Transaction, numbers: Sequence[str]) -> dict[str, Line]:
    """The lines with these numbers, by number; unknown ones are missing."""
    found: dict[str, Line] = {}
    for start in range(0, len(numbers), _BATCH_NUMBERS):
        batch = list(numbers[start : start + _BATCH_NUMBERS])
        for row in tx.run(STATEMENTS["lines_by_numbers"], numbers=batch):
            number = Number(row["number"])
            zone = row["zone"] or ZONE
            found[number.e164] = Line(LineId(row["id"]), number, zone, row["land"])
    return found


def numbers_of(tx: Transaction, line_ids: Sequence[int]) -> dict[int, str]:
    """The numbers (E.164) of these lines, by line."""
    rows = tx.run(STATEMENTS["numbers_of_lines"], line_ids=list(line_ids))
    return {row["id"]: row["number"] for row in rows}


def name_of(tx: Transaction, ref: str) -> str | None:
    """The person's name; None where none is kept or nobody has the reference."""
    row = tx.first(STATEMENTS["name_of_person"], ref=ref)
    return row["name"] if row else None


def mark(tx: Transaction) -> tuple[int, ...]:
    """Numbers that grow with every objection, consent and contract that is noted."""
    return tuple(tx.one(STATEMENTS["mark"]).values())


def contracts_of(tx: Transaction, line_ids: Sequence[int]) -> dict[int, tuple[Contract, ...]]:
    """The contracts of the persons on each line that has any."""
    found: defaultdict[int, tuple[Contract, ...]] = defaultdict(tuple)
    for row in tx.run(STATEMENTS["contracts_on_lines"], line_ids=list(line_ids)):
        found[row.pop("line_id")] += (Contract(**row),)
    return dict(found)


def add_objection(
    tx: Transaction, number: Number, said_at: datetime | None, source: str, now: datetime
) -> Line:
    """Note that whoever is on this line wants no more calls; the line."""
    tx.run(STATEMENTS["add_line"], number=number.e164)
    line = lines_of(tx, [number.e164])[number.e164]
    values = {"line_id": line.id, "said_at": said_at, "source": source, "now": now}
    tx.run(STATEMENTS["add_objection"], **values)
    return line


def copy_out(tx: Transaction, into: Path, *, with_names: bool) -> dict[str, int]:
    """Every table of a snapshot as Parquet, all as at one moment; the rows of each."""
    unfolded = {each for lists in LISTS.values() for each in lists}
    # One table becomes Parquet while the database copies the next, the longest first.
    with ThreadPoolExecutor(max_workers=1) as beside:
        made = [
            beside.submit(parquet_of, table, *_copied(tx, table, into, with_names), into)
            for table in sorted(COLUMNS.keys() - unfolded, key=lambda each: -len(COLUMNS[each]))
        ]
    return {table: rows for each in made for table, rows in each.result().items()}


def _copied(
    tx: Transaction, table: str, into: Path, with_names: bool
) -> tuple[Path, dict[str, str]]:
    is_named = with_names and table == "person"
    copied = into / f".{table}.csv"
    with private_file(copied) as target:
        tx.copy_out(STATEMENTS[f"copy_out_{table}" + "_named" * is_named], target)
    return copied, _NAME if is_named else {}


def _line(line_id: LineId, number: Number, persons: Sequence[Person]) -> Line:
    lands = {person.land for person in persons}
    zone = persons[0].zone if persons else ZONE
    return Line(line_id, number, zone, lands.pop() if len(lands) == 1 else None)


def _objections(tx: Transaction, line_id: LineId, persons: Sequence[Person]) -> list[Objection]:
    ids = {person.ref: person.id for person in persons}
    rows = tx.run(STATEMENTS["objections_on_line"], line_id=line_id, refs=list(ids))
    return [_objection(row, ids.get(row["person_ref"])) for row in rows]


def _objection(row: dict[str, Any], person_id: PersonId | None) -> Objection:
    said = {name: row[name] for name in ("id", "line_id", "at", "scope", "channel", "source")}
    return Objection(person_id=person_id, **said)


def _consent(row: dict[str, Any]) -> Consent:
    lists = {name: tuple(row[name]) for name in ("companies", "products", "channels")}
    return Consent(**(row | lists))
