"""Orders are taken in here, and the files of this part are written here."""

from __future__ import annotations

import os
import secrets
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from leumund.basics.canonical import canonical_bytes
from leumund.basics.errors import BadInput, IntegrityError
from leumund.basics.masking import masked
from leumund.basics.numbers import read_many
from leumund.orders import records
from leumund.orders.codes import KEY_BYTES
from leumund.orders.files import (
    KINDS,
    Cells,
    Hours,
    NumberUnreadable,
    OrderKnownOtherwise,
    RefNamesSomebody,
    read_contacts,
    read_hours,
    read_order,
)
from leumund.orders.loading import NoSuchKind
from leumund.orders.order import Loaded
from leumund.orders.spelling import names_somebody
from leumund.orders.states import Billing, Commission, State
from leumund.people import (
    BadRow,
    Row,
    in_their_words,
    left_out,
    match,
    open_table,
    opened,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from leumund.orders.files import Placed
    from leumund.orders.loading import Door
    from leumund.people import Places, Quarantine
    from leumund.store import Transaction

_BATCH_ROWS = 1000
_LAWFUL_REGION = "CH"


class OrderKeyDamaged(IntegrityError):
    """The key for links of orders has {size} bytes instead of {wanted}. Nothing was done."""

    code = "order-key-damaged"
    hint = "Put orders/key of the data folder back from its backup; without it no link opens."


@dataclass(frozen=True, slots=True)
class Source:
    """A file and how to read it; see ``Orders.load``."""

    path: Path
    columns: Mapping[str, str | Sequence[str]] | None = None
    ignore: Sequence[str] = ()
    encoding: str | None = None


# Not frozen: it counts while the file is read.
@dataclass(slots=True)
class Taken:
    """What came of the rows. ``leaves``: one per order, for the root in the ledger's entry."""

    rows: int = 0
    added: int = 0
    refused: int = 0
    refused_by: Counter[str] = field(default_factory=Counter)
    leaves: list[bytes] = field(default_factory=list)
    hours: list[Hours] = field(default_factory=list)


def take_in(
    tx: Transaction,
    door: Door,
    source: Source,
    quarantine: Quarantine,
    on_progress: Callable[[int, int | None], None] | None = None,
) -> tuple[Loaded, list[bytes]]:
    """Read and save every row of a file, or keep it in the quarantine; beside what came of it
    a leaf for each order. Raises NoSuchKind and what people's readers of tables raise."""
    if door.kind not in KINDS:
        raise NoSuchKind(kind=door.kind, known=", ".join(KINDS))
    path = source.path
    total = path.stat().st_size if path.exists() else None
    on_read = (lambda done: on_progress(done, total)) if on_progress else None
    with opened(path, on_read) as measured:
        table = open_table(measured.buffered(), path.name, source.encoding)
        places = match(
            table.header, KINDS[door.kind], name=path.name, columns=source.columns,
            ignore=source.ignore,
        )  # fmt: skip

        def keep(bad: BadRow) -> None:
            error = in_their_words(bad.error, table.header, places)
            quarantine.keep(bad._replace(error=error))

        taken = _take_rows(tx, door, table.rows(), places, keep)
        digest = measured.digest()
    kept = quarantine.close(door.kind, digest)
    loaded = Loaded(
        kind=door.kind,
        file_digest=digest,
        rows=taken.rows,
        added=taken.added,
        unchanged=taken.rows - taken.added - quarantine.count,
        quarantined=quarantine.count,
        refused=taken.refused,
        refused_by=dict(sorted(taken.refused_by.items())),
        quarantine_path=str(kept) if kept else None,
        left_out=left_out(table.header, places),
    )
    return loaded, taken.leaves


def _take_rows(
    tx: Transaction,
    door: Door,
    rows: Iterable[Row | BadRow],
    places: Places,
    keep: Callable[[BadRow], None],
) -> Taken:
    taken = Taken()
    source = iter(rows)
    while batch := list(islice(source, _BATCH_ROWS)):
        taken.rows += len(batch)
        for row in batch:
            if isinstance(row, BadRow):
                keep(row)
        good = [row for row in batch if isinstance(row, Row)]
        _TAKE[door.kind](tx, door, good, places, keep, taken)
    if taken.hours:
        _save_shops(tx, taken)
    return taken


def order_key(folder: Path) -> bytes:
    """The key for codes and digests, which its owner alone can read; made with its first use.

    Two processes that begin at once get the same one. Raises OrderKeyDamaged.
    """
    path = folder / "orders" / "key"
    if not path.exists():
        _whole(path, secrets.token_bytes(KEY_BYTES), is_new=True)
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise OrderKeyDamaged(size=len(key), wanted=KEY_BYTES)
    return key


def write_book(path: Path, text: str) -> bytes:
    """Write a book extract, whole or not at all; its bytes."""
    content = text.encode()
    _whole(path, content, is_new=False)
    return content


def _whole(path: Path, content: bytes, *, is_new: bool) -> None:
    """Put a private file in its place; a new one never over one that is there."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    making = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    handle = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if not is_new:
        making.replace(path)
        return
    try:
        os.link(making, path)
    except FileExistsError:
        return
    finally:
        making.unlink()


def _take_orders(
    tx: Transaction,
    door: Door,
    rows: Sequence[Row],
    places: Places,
    keep: Callable[[BadRow], None],
    taken: Taken,
) -> None:
    read = dict(_read_orders(door, rows, places, keep))
    known = records.known_contents(tx, list(read))
    for ref, content in known.items():
        row, placed = read.pop(ref)
        if placed.content != content:
            keep(BadRow(row.number, OrderKnownOtherwise(order=shown(ref)), row.original))
    placed_here = [placed for _row, placed in read.values()]
    where = list(_where(door, placed_here))
    records.save_placed(tx, zip(placed_here, where, strict=True))
    records.save_contacts(tx, (c for placed in placed_here for c in placed.contacts))
    for placed, stands in zip(placed_here, where, strict=True):
        _count(taken, str(placed.values["order_ref"]), stands)


def _read_orders(
    door: Door, rows: Sequence[Row], places: Places, keep: Callable[[BadRow], None]
) -> Iterator[tuple[str, tuple[Row, Placed]]]:
    """Each order once; a second row with the same reference counts where it says the same."""
    found: dict[str, Placed] = {}
    cells = [Cells(row.cells, places) for row in rows]
    written = [each.text("number") for each in cells]
    numbers = read_many((each or "" for each in written), door.region)
    refs = read_many((each.text("order_ref") or "" for each in cells), door.region)
    lines = door.lines(number for number in refs if number)
    table = zip(rows, cells, written, numbers, refs, strict=True)
    for row, one, said, number, as_number in table:
        try:
            if said is not None and number is None:
                raise NumberUnreadable(column="number", value=shown(said))
            placed = read_order(one, door.key, number, door.now)
            ref = str(placed.values["order_ref"])
            is_line = ref.startswith("0") and as_number in lines
            if is_line or names_somebody(ref) or (as_number and as_number == number):
                raise RefNamesSomebody(value=masked(shown(ref)))
            if found.setdefault(ref, placed).content != placed.content:
                raise OrderKnownOtherwise(order=shown(ref))
        except BadInput as error:
            keep(BadRow(row.number, error, row.original))
        else:
            yield ref, (row, placed)


def _where(door: Door, placed: Sequence[Placed]) -> Iterator[dict[str, Any]]:
    """Where each order stands once it has come in."""
    numbers = {str(each.values["number"]) for each in placed if each.values["number"]}
    lines = {number: line.id for number, line in door.lines(numbers).items()}
    line_ids = [lines.get(str(each.values["number"])) for each in placed]
    asked = [
        (line, str(each.values["partner"]), _at(each))
        for line, each in zip(line_ids, placed, strict=True)
    ]
    wanted = [n for n, each in enumerate(placed) if each.values["region"] == _LAWFUL_REGION]
    lawful = door.called_with_pass([asked[n] for n in wanted]) if wanted else set()
    has_pass = {n: place in lawful for place, n in enumerate(wanted)}
    for n, each in enumerate(placed):
        reasons = door.refusals(each, has_pass=has_pass.get(n))
        yield {
            "line_id": line_ids[n],
            "state": (State.REFUSED if reasons else State.RECEIVED).value,
            "billing": Billing.NOT_BEGUN.value,
            "commission": (Commission.NONE if reasons else Commission.HELD).value,
            "reasons": list(reasons),
            "loaded_at": door.now,
        }


def _at(placed: Placed) -> datetime:
    at: Any = placed.values["ordered_at"]
    moment: datetime = at
    return moment


def _count(taken: Taken, ref: str, stands: Mapping[str, Any]) -> None:
    taken.added += 1
    taken.refused += bool(stands["reasons"])
    taken.refused_by.update(reason.split()[0] for reason in stands["reasons"])
    taken.leaves.append(canonical_bytes([ref, stands["state"], stands["reasons"]]))


def _take_contacts(
    tx: Transaction,
    door: Door,
    rows: Sequence[Row],
    places: Places,
    keep: Callable[[BadRow], None],
    taken: Taken,
) -> None:
    for row in rows:
        try:
            given = read_contacts(Cells(row.cells, places), door.key, door.region)
        except BadInput as error:
            keep(BadRow(row.number, error, row.original))
        else:
            taken.added += records.save_contacts(tx, given) > 0


def _take_shops(
    tx: Transaction,
    door: Door,
    rows: Sequence[Row],
    places: Places,
    keep: Callable[[BadRow], None],
    taken: Taken,
) -> None:
    for row in rows:
        try:
            taken.hours.append(read_hours(Cells(row.cells, places), door.region))
        except BadInput as error:
            keep(BadRow(row.number, error, row.original))


def _save_shops(tx: Transaction, taken: Taken) -> None:
    """A partner's shop that the file names has the hours of the file, and no others."""
    known, stated = records.shop_hours(tx), set(taken.hours)
    changed = _shops(stated - known) | (_shops(known - stated) & _shops(stated))
    taken.added += len(stated - known)
    records.save_shops(tx, [each for each in sorted(stated) if _shops([each]) & changed])


def _shops(hours: Iterable[Hours]) -> set[tuple[str, str]]:
    return {(each.partner, each.shop) for each in hours}


_TAKE = {"orders": _take_orders, "contacts": _take_contacts, "shops": _take_shops}
