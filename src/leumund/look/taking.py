"""From files to typed tables: what each is taken for, and what was left out of it and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from leumund.basics.errors import BadInput, Unavailable
from leumund.basics.language import _
from leumund.intake import propose, read_sheets, typed
from leumund.look.filename import day_in, own_words, partner_in
from leumund.look.kinds import KINDS
from leumund.look.mapping import PROPOSED, Chosen, choose, header_of
from leumund.look.outcome import FileTaken
from leumund.look.records import FileThere, files_of, rows_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from leumund.intake import RecordKind, Sheet, Typed
    from leumund.look.mapping import Ask, Saved
    from leumund.look.settings import LookSettings

    OnProgress = Callable[[int, int | None], None]

_NAMED_BY_FILE = ("calls", "lists", "orders", "statements")


@dataclass(frozen=True, slots=True)
class SheetTaken:
    """A sheet, what it was taken for, and its typed table where there is one."""

    sheet: Sheet
    chosen: Chosen
    typed: Typed | None


@dataclass(frozen=True, slots=True)
class Taken:
    """All files of a folder. ``tables``: typed tables by kind; ``there``: every ``kind`` and
    ``kind.field`` that some file has."""

    files: tuple[FileTaken, ...]
    sheets: tuple[SheetTaken, ...]
    tables: Mapping[str, tuple[Path, ...]]
    there: frozenset[str]

    @property
    def chosen(self) -> list[tuple[Sheet, Chosen]]:
        return [(each.sheet, each.chosen) for each in self.sheets]

    def sources(self) -> Any:
        """``sources``: a row per file and sheet that gave a table, with what its name says."""
        import pyarrow as pa

        used = [each for each in self.files if each.kind is not None]
        return pa.table(
            {
                "source": pa.array(range(len(used)), pa.int64()),
                "file": pa.array([each.file for each in used], pa.string()),
                "sheet": pa.array([each.sheet or "" for each in used], pa.string()),
                "kind": pa.array([each.kind for each in used], pa.string()),
                "partner": pa.array([each.partner for each in used], pa.string()),
                "handed_over_on": pa.array([each.handed_over_on for each in used], pa.date32()),
            }
        )


@dataclass(frozen=True, slots=True)
class Taking:
    """What is needed to take files: where to put what, what was saved, whom to ask."""

    into: Path
    work: Path
    saved: Mapping[tuple[str, str | None], Saved]
    settings: LookSettings
    region: str
    ask: Ask | None = None


def take(folder: Path, taking: Taking, on_progress: OnProgress | None = None) -> Taken:
    """Every file of the folder; raises NotThere. What cannot be read is said, not raised."""
    files = files_of(folder, taking.into)
    taken: list[FileTaken | SheetTaken] = []
    first: dict[str, str] = {}
    for done, file in enumerate(files):
        if on_progress is not None:
            on_progress(done, len(files))
        if file.digest and file.digest in first:
            taken.append(_twice(file, first[file.digest]))
            continue
        first[file.digest] = file.name
        taken += _take_file(file, taking)
    return _together(taken, _partners_named(taken))


def _take_file(file: FileThere, taking: Taking) -> Iterator[FileTaken | SheetTaken]:
    try:
        sheets = read_sheets(file.path, taking.work / "sheets", name=file.name)
    except (BadInput, Unavailable) as error:
        yield _refused(file, error)
        return
    for sheet in sheets:
        yield _take_sheet(sheet, taking)


def _take_sheet(sheet: Sheet, taking: Taking) -> SheetTaken:
    proposal = propose(sheet, tuple(KINDS.values()))
    saved = taking.saved.get((sheet.file, sheet.name))
    chosen = choose(sheet, proposal, saved, taking.settings, taking.ask)
    if chosen.kind is None or not sheet.rows:
        return SheetTaken(sheet, chosen, None)
    columns = chosen.places
    made = typed(
        sheet,
        _needing(KINDS[chosen.kind], columns),
        columns,
        taking.work / "typed" / f"{sheet.table.stem}.parquet",
        region=taking.region,
        day_order=chosen.day_order,
    )
    return SheetTaken(sheet, chosen, made)


def _needing(kind: RecordKind, columns: Mapping[str, int]) -> RecordKind:
    """The same kind, but its partner may be missing: the name of the file may say it."""
    if "partner" in columns or kind.name not in _NAMED_BY_FILE:
        return kind
    fields = tuple(
        replace(each, is_needed=False) if each.name == "partner" else each
        for each in kind.fields
    )
    return replace(kind, fields=fields)


def _refused(file: FileThere, error: BadInput | Unavailable) -> FileTaken:
    why = " ".join(part for part in (error.message(), error.way_out()) if part)
    return FileTaken(file.name, None, None, 0.0, why, PROPOSED, 0)


def _twice(file: FileThere, other: str) -> FileTaken:
    why = _("The same, byte for byte, as {other}; it was counted once.").format(other=other)
    return FileTaken(file.name, None, None, 1.0, why, PROPOSED, 0)


def _partners_named(taken: Iterable[FileTaken | SheetTaken]) -> tuple[str, ...]:
    """Every partner that a column of some sheet names; the list of partners outranks."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    found: dict[str, set[str]] = {"partners": set(), "": set()}
    for each in taken:
        if not isinstance(each, SheetTaken) or each.typed is None:
            continue
        if "partner" not in each.chosen.places:
            continue
        column = pq.read_table(each.typed.path, columns=["partner"])["partner"]
        key = "partners" if each.chosen.kind == "partners" else ""
        found[key] |= {name for name in pc.unique(column).to_pylist() if name}
    return tuple(sorted(found["partners"] or found[""]))


def _together(taken: Iterable[FileTaken | SheetTaken], partners: Sequence[str]) -> Taken:
    files: list[FileTaken] = []
    sheets: list[SheetTaken] = []
    tables: dict[str, list[Path]] = {name: [] for name in KINDS}
    there: set[str] = set()
    for each in taken:
        if isinstance(each, FileTaken):
            files.append(each)
            continue
        named = _named(each, partners)
        files.append(_file_taken(named))
        sheets.append(named)
        kind, made = named.chosen.kind, named.typed
        if kind is not None and made is not None:
            tables[kind].append(made.path)
            there |= _there(kind, named)
    kept = {name: tuple(paths) for name, paths in tables.items()}
    return Taken(tuple(files), tuple(sheets), kept, frozenset(there))


def _there(kind: str, taken: SheetTaken) -> set[str]:
    """What a sheet adds to what there is: its kind, if it has rows, and its fields."""
    if taken.typed is None or not taken.typed.rows:
        return set()
    return {kind, *(f"{kind}.{field}" for field in taken.chosen.places)}


def _named(taken: SheetTaken, partners: Sequence[str]) -> SheetTaken:
    """With the partner and the day that the names of file and sheet say, where no column and
    nobody else has said them."""
    chosen = taken.chosen
    if chosen.kind not in _NAMED_BY_FILE:
        return taken
    name = " ".join(part for part in (taken.sheet.file, taken.sheet.name) if part)
    if chosen.partner is None and "partner" not in chosen.places:
        own = own_words(taken.sheet.file) if chosen.kind in ("calls", "lists") else None
        chosen = replace(chosen, partner=partner_in(name, partners) or own)
    if chosen.handed_over_on is None and chosen.kind == "lists":
        chosen = replace(chosen, handed_over_on=day_in(name))
    return replace(taken, chosen=chosen)


def _file_taken(taken: SheetTaken) -> FileTaken:
    sheet, chosen, made = taken.sheet, taken.chosen, taken.typed
    both = (sheet.left_over, made.left_over if made is not None else None)
    left_over = tuple(path for path in both if path is not None)
    used = set(chosen.places.values())
    return FileTaken(
        file=sheet.file,
        sheet=sheet.name,
        kind=chosen.kind,
        confidence=chosen.confidence,
        why=chosen.why,
        said_by=chosen.said_by,
        rows=made.rows if made is not None else sheet.rows,
        columns=chosen.columns,
        notes=(*sheet.notes, *(made.notes if made is not None else ())),
        rows_left_over=rows_in(left_over),
        left_over=left_over,
        partner=chosen.partner,
        handed_over_on=chosen.handed_over_on,
        ignored_columns=tuple(
            header_of(sheet, column)
            for column in range(len(sheet.header))
            if column not in used
        ),
    )
