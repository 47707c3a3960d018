"""What a person can ask of this part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from leumund import ledger
from leumund.people import records
from leumund.people.header import in_their_words, left_out, match
from leumund.people.kinds import Kind, WhomItMeans, kind_called, kind_of
from leumund.people.loaded import (
    HELD,
    FileChanged,
    Loaded,
    RegisterEmpty,
    RegisterOlder,
    RegisterUnnamed,
)
from leumund.people.snapshot import Snapshot
from leumund.people.staging import STAGES, staged
from leumund.people.table import BadRow, Row, Table, open_table
from leumund.people.writer import Quarantine, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from leumund.basics.clock import Clock
    from leumund.basics.numbers import Number
    from leumund.people.header import Places
    from leumund.people.line import Contract, Line, LineRecord
    from leumund.people.measured import Measured
    from leumund.people.staging import Staged
    from leumund.store import Store, Transaction

QUESTIONS = ("about", "lines_of", "name_of", "mark", "numbers", "contracts_of", "snapshot")
"""They record nothing."""
WITHIN = ("object",)
"""Steps of other parts' actions, in their transaction and under their entry."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to load and how to read it; see ``People.load``."""

    path: Path
    kind: str | None = None
    columns: Mapping[str, str | Sequence[str]] | None = None
    ignore: Sequence[str] = ()
    encoding: str | None = None
    region: str = "DE"
    register: str | None = None
    dated_on: date | None = None


class _Passed(NamedTuple):
    """What the pass over a file has shown."""

    kind: Kind
    places: Places
    rows: int
    digest: str
    held: int
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class People:
    """Lines, persons, and what stands about them. Quarantine files lie in ``folder``."""

    store: Store
    clock: Clock
    folder: Path

    def load(
        self,
        path: Path,
        kind: str | None = None,
        columns: Mapping[str, str | Sequence[str]] | None = None,
        region: str = "DE",
        on_progress: Callable[[int, int | None], None] | None = None,
        *,
        ignore: Sequence[str] = (),
        encoding: str | None = None,
        name: str | None = None,
        dated_on: date | None = None,
    ) -> Loaded:
        """Load a file, whole or not at all; the same file again changes nothing.

        ``kind`` is told from the header where it is not given. ``columns`` maps our fields
        to their columns, ``ignore`` names columns to leave out (``"*"``: all unknown ones).
        ``region`` (ISO 3166-1) is that of numbers without a country code. A register needs
        its ``name`` and the date of its version. ``on_progress`` gets bytes done and total.
        Raises what ``header``, ``table``, ``kinds`` and ``loaded`` define.
        """
        source = Source(path, kind, columns, ignore, encoding, region, name, dated_on)
        now = self.clock.now()
        with self.store.transaction() as tx, Quarantine(self.folder, "people") as quarantine:
            records.begin(tx)
            passed = _pass(tx, source, quarantine, on_progress)
            unreadable = quarantine.count
            _refuse_bad_register(tx, source, passed, unreadable)
            counts = records.take_in(
                tx,
                passed.kind.name,
                given=list(passed.places),
                now=now,
                register=source.register,
                dated_on=source.dated_on,
                file_digest=passed.digest,
                is_whole=unreadable == 0,
            )
            _keep_held(tx, source, passed, quarantine)
            loaded = Loaded(
                passed.kind.name,
                passed.digest,
                passed.rows,
                counts["added"],
                counts["changed"],
                counts["unchanged"],
                quarantine.count,
                counts.get("removed", 0),
                quarantine.close(passed.kind.name, passed.digest),
                passed.held,
                passed.left_out,
            )
            ledger.append(tx, "people.load", _entry(loaded, source), at=now)
        return loaded

    def about(self, number: Number) -> LineRecord | None:
        """Everything known about a number now; None for a number never heard of."""
        with self.store.snapshot() as tx:
            return records.line_record(tx, number)

    def lines_of(self, numbers: Iterable[str]) -> dict[str, Line]:
        """The lines with these numbers (E.164), by number; unknown ones are missing."""
        with self.store.snapshot() as tx:
            return records.lines_of(tx, list(numbers))

    def numbers(self, line_ids: Iterable[int]) -> dict[int, str]:
        """The numbers (E.164) of these lines, by line; unknown ones are missing."""
        with self.store.snapshot() as tx:
            return records.numbers_of(tx, list(line_ids))

    def name_of(self, ref: str) -> str | None:
        """The name of the person with this reference, to be written on a letter to it."""
        with self.store.snapshot() as tx:
            return records.name_of(tx, ref)

    def mark(self) -> tuple[int, ...]:
        """A value that differs once an objection, a consent or a contract is noted."""
        with self.store.snapshot() as tx:
            return records.mark(tx)

    def contracts_of(self, line_ids: Iterable[int]) -> dict[int, tuple[Contract, ...]]:
        """The contracts of the persons on these lines, by line; lines without are missing."""
        with self.store.snapshot() as tx:
            return records.contracts_of(tx, list(line_ids))

    def snapshot(self, into: Path, *, with_names: bool = False) -> Snapshot:
        """All tables as Parquet files in this folder, as they stand at one moment.

        ``with_names`` adds the column ``name`` to the persons, for hand-overs.
        """
        into.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.store.snapshot() as tx:
            rows = records.copy_out(tx, into, with_names=with_names)
            return Snapshot(into, self.clock.now(), rows)

    def object(
        self, tx: Transaction, number: Number, said_at: datetime | None, source: str
    ) -> Line:
        """Inside another part's action: whoever is on this line wants no more calls.

        Holds at once and for everybody on the line, also where nobody is known yet. Without
        an entry of its own: the action that heard it has one.
        """
        return records.add_objection(tx, number, said_at, source, self.clock.now())


def _pass(
    tx: Transaction,
    source: Source,
    quarantine: Quarantine,
    on_progress: Callable[[int, int | None], None] | None,
) -> _Passed:
    """Read the file once, into the staging table and the quarantine."""
    total = source.path.stat().st_size if source.path.exists() else None
    on_read = (lambda done: on_progress(done, total)) if on_progress else None
    with opened(source.path, on_read) as measured:
        table, kind, places = _understood(measured, source)
        rows = _Counted(table.rows())

        def keep(bad: BadRow) -> None:
            error = in_their_words(bad.error, table.header, places)
            quarantine.keep(bad._replace(error=error))

        ready = staged(rows, places, STAGES[kind.name], source.region, keep)
        held = _Held(ready)
        records.stage(tx, kind.name, held if kind.name == "objections" else ready)
        unread = left_out(table.header, places)
        return _Passed(kind, places, rows.count, measured.digest(), held.count, unread)


def _understood(measured: Measured, source: Source) -> tuple[Table, Kind, Places]:
    name = source.path.name
    table = open_table(measured.buffered(), name, source.encoding)
    if source.kind is None:
        kind = kind_of(table.header, name, source.columns)
    else:
        kind = kind_called(source.kind)
    places = match(
        table.header, kind.fields, name=name, columns=source.columns, ignore=source.ignore
    )
    if kind.needs_number_or_ref and not {"number", "ref"} & places.keys():
        raise WhomItMeans(name=name)
    if kind.name == "register" and (source.register is None or source.dated_on is None):
        raise RegisterUnnamed()
    return table, kind, places


def _refuse_bad_register(
    tx: Transaction, source: Source, passed: _Passed, unreadable: int
) -> None:
    if source.register is None or source.dated_on is None or passed.kind.name != "register":
        return
    if passed.rows == unreadable:
        raise RegisterEmpty(name=source.path.name)
    newest = records.newest_register(tx, source.register)
    if newest is not None and newest > source.dated_on:
        raise RegisterOlder(register=source.register, newest=newest, dated_on=source.dated_on)


def _keep_held(
    tx: Transaction, source: Source, passed: _Passed, quarantine: Quarantine
) -> None:
    """Fetch the rows that the tables held back from the file again, and keep them.

    Both come in the order of the file, so that neither has to be in memory.
    """
    held = records.held(tx)
    first = next(held, None)
    if first is None:
        return
    with opened(source.path) as measured:
        table = open_table(measured.buffered(), source.path.name, source.encoding)
        wanted: tuple[int, str] | None = first
        for row in table.rows():
            if wanted is not None and row.number == wanted[0]:
                quarantine.keep(BadRow(row.number, HELD[wanted[1]](), row.original))
                wanted = next(held, None)
        if wanted is not None or measured.digest() != passed.digest:
            raise FileChanged(name=source.path.name)


def _entry(loaded: Loaded, source: Source) -> dict[str, object]:
    """What the ledger notes: counts and digests, nothing about anybody."""
    counts = ("rows", "added", "changed", "unchanged", "quarantined", "removed")
    entry: dict[str, object] = {
        "kind": loaded.kind,
        "file": loaded.file_digest,
        **{name: getattr(loaded, name) for name in counts},
    }
    if loaded.kind == "register":
        entry |= {"register": source.register, "dated_on": source.dated_on}
    return entry


class _Counted:
    """Rows that are counted as they pass."""

    def __init__(self, rows: Iterator[Row | BadRow]) -> None:
        self.count = 0
        self._rows = rows

    def __iter__(self) -> Iterator[Row | BadRow]:
        for row in self._rows:
            self.count += 1
            yield row


class _Held:
    """Staged objections; counts the rows of the file that hold but could not be fully read."""

    def __init__(self, staged_rows: Iterator[Staged]) -> None:
        self.count = 0
        self._staged = staged_rows

    def __iter__(self) -> Iterator[Staged]:
        last: object = None
        for staged_row in self._staged:
            row_number, is_held = staged_row[0], staged_row[-1]
            self.count += bool(is_held) and row_number != last
            last = row_number
            yield staged_row
