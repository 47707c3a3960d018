"""From files to typed tables: what each is taken for, and what was left out of it and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from leumund.basics.errors import BadInput, Unavailable
from leumund.basics.language import _
from leumund.intake import Note, propose, read_sheets, typed
from leumund.look.entries import check_columns, check_files, check_sheets
from leumund.look.filename import day_in, own_words, partner_in
from leumund.look.kinds import KINDS, MORE, typed_schema
from leumund.look.letters import (
    LettersTaken,
    is_document,
    is_mail,
    partner_from,
    partner_of,
    take_document,
    take_mails,
)
from leumund.look.mapping import PROPOSED, Chosen, choose, header_of
from leumund.look.outcome import CHANGED, FileTaken
from leumund.look.records import FileThere, files_of, keep_left_over, rows_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from leumund.intake import (
        Attached,
        Document,
        Mails,
        Proposal,
        RecordKind,
        Sheet,
        Typed,
    )
    from leumund.look.letters import Carried
    from leumund.look.mapping import Ask
    from leumund.look.records import SavedMapping
    from leumund.look.settings import LookSettings

    OnProgress = Callable[[int, int | None], None]

_NAMED_BY_FILE = ("calls", "lists", "orders", "statements")
_One: TypeAlias = "FileTaken | SheetTaken | DocumentTaken"


@dataclass(frozen=True, slots=True)
class SheetTaken:
    """A sheet, what it was taken for, and its typed table where there is one."""

    sheet: Sheet
    chosen: Chosen
    typed: Typed | None
    carried: Carried | None = None


@dataclass(frozen=True, slots=True)
class DocumentTaken:
    """A PDF, and what was read from it."""

    file: FileTaken
    found: Document | None


@dataclass(frozen=True, slots=True)
class Taken:
    """All files of a folder. ``tables``: typed tables by kind; ``there``: every ``kind`` and
    ``kind.field`` that some file has."""

    files: tuple[FileTaken, ...]
    sheets: tuple[SheetTaken, ...]
    tables: Mapping[str, tuple[Path, ...]]
    there: frozenset[str]
    mails: Mails | None = None
    documents: tuple[Document, ...] = ()

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
                "approved_by": pa.array([each.approved_by for each in used], pa.string()),
                "rows_left_over": pa.array([each.rows_left_over for each in used], pa.int64()),
            }
        )

    def columns_there(self) -> Any:
        """``columns_there``: file, sheet and every field for which the sheet has a column."""
        import pyarrow as pa

        rows = [
            (each.sheet.file, each.sheet.name or "", field)
            for each in self.sheets
            for field in each.chosen.places
        ]
        names = ("file", "sheet", "field")
        return pa.table(
            {
                name: pa.array([r[at] for r in rows], pa.string())
                for at, name in enumerate(names)
            }
        )


@dataclass(frozen=True, slots=True)
class Taking:
    """What is needed to take files: where to put what, what was saved, whom to ask."""

    into: Path
    work: Path
    said: SavedMapping
    region: str
    ask: Ask | None = None

    @property
    def settings(self) -> LookSettings:
        return self.said.settings


def take(folder: Path, taking: Taking, on_progress: OnProgress | None = None) -> Taken:
    """Every file of the folder; raises NotThere, and UnknownInMapping where what was saved
    fits no file. What cannot be read is said, not raised."""
    files = files_of(folder, taking.into)
    mails = [file for file in files if is_mail(file)]
    letters = take_mails(mails, folder, taking.into / "mails")
    taken: list[_One] = list(letters.files)
    first: dict[str, str] = {}
    others = [each for each in files if each not in mails]
    hung = _hung(letters, {each.digest for each in others})
    taken += [_kept_out(each) for each in hung if each.path is None]
    others += [
        FileThere(_called(each), each.path, each.digest)
        for each in hung
        if each.path is not None
    ]
    check_files(taking.said.sheets, {each.name for each in (*files, *others)}, taking.said.file)
    for done, file in enumerate(others):
        if on_progress is not None:
            on_progress(done, len(others))
        if file.digest and file.digest in first:
            taken.append(_twice(file, first[file.digest]))
            continue
        first[file.digest] = file.name
        taken += _take_file(file, taking, letters.carried.get(file.digest))
    check_sheets(taking.said.sheets, _sheets_of(taken, mails), taking.said.file)
    return _with_changes(_together(taken, letters, taking), files)


def _with_changes(taken: Taken, files: Iterable[FileThere]) -> Taken:
    """With a note on every file into which somebody wrote while it was read."""
    changed = {each.name for each in files if each.has_changed}
    return replace(
        taken,
        files=tuple(
            replace(each, notes=(*each.notes, Note(CHANGED))) if each.file in changed else each
            for each in taken.files
        ),
    )


def _sheets_of(taken: Iterable[_One], mails: Iterable[FileThere]) -> dict[str, set[str]]:
    """The sheets of each file that was read; a mail or a document has none."""
    found: dict[str, set[str]] = {each.name: set() for each in mails}
    for each in taken:
        if isinstance(each, SheetTaken):
            found.setdefault(each.sheet.file, set()).add(each.sheet.name or "")
        elif isinstance(each, DocumentTaken):
            found.setdefault(each.file.file, set())
    return found


def _hung(letters: LettersTaken, there: set[str]) -> list[Attached]:
    """The tables that hang on mails and of which no equal file lies in the folder."""
    return [each for each in letters.attached if each.digest not in there]


def _called(attached: Attached) -> str:
    return f"{attached.file}#{attached.row}/{attached.name}"


def _kept_out(attached: Attached) -> FileTaken:
    why = _("It hangs on a mail and is too large, or one too many. Put it into the folder.")
    return FileTaken(_called(attached), None, None, 0.0, why, PROPOSED, 0)


def _take_file(file: FileThere, taking: Taking, carried: Carried | None) -> Iterator[_One]:
    if is_document(file):
        yield DocumentTaken(*take_document(file, taking.work / "documents"))
        return
    try:
        sheets = read_sheets(file.path, taking.work / "sheets", name=file.name)
    except (BadInput, Unavailable) as error:
        yield _refused(file, error)
        return
    for sheet in sheets:
        yield _take_sheet(sheet, taking, carried)


def _take_sheet(sheet: Sheet, taking: Taking, carried: Carried | None) -> SheetTaken:
    proposal = propose(sheet, tuple(KINDS.values()))
    if carried is not None:
        proposal = _on_a_mail(sheet, proposal, taking.settings)
    saved = taking.said.sheets.get((sheet.file, sheet.name))
    if saved is not None:
        check_columns(saved, sheet, taking.said.file)
    chosen = choose(
        *(sheet, proposal, saved, taking.settings, taking.ask),
        propose_as=lambda kind: propose(sheet, (kind,)),
    )
    if carried is not None and chosen.said_by == PROPOSED and chosen.kind == "lists":
        why = _("A mail carries it: {mail}.").format(mail=carried.file)
        chosen = replace(chosen, why=why)
    if chosen.kind is None or not sheet.rows:
        return SheetTaken(sheet, chosen, None, carried)
    columns = chosen.places
    made = typed(
        sheet,
        _needing(KINDS[chosen.kind], columns),
        columns,
        taking.work / "typed" / f"{sheet.table.stem}.parquet",
        region=taking.region,
        day_order=chosen.day_order,
    )
    return SheetTaken(sheet, chosen, made, carried)


def _on_a_mail(sheet: Sheet, proposal: Proposal, settings: LookSettings) -> Proposal:
    """People with numbers on a mail are a list, unless the columns clearly say otherwise."""
    listed = propose(sheet, (KINDS["lists"],))
    is_weak = proposal.confidence < settings.leave_out_below
    if proposal.kind in ("customers", "lists", None) or (
        is_weak and "number" in listed.columns
    ):
        return replace(listed, kind="lists", confidence=1.0)
    return proposal


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


def _partners_named(taken: Iterable[_One]) -> tuple[str, ...]:
    """Every partner that a column of some sheet names; the list of partners outranks."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    found: dict[bool, set[str]] = {True: set(), False: set()}
    for each in taken:
        if not isinstance(each, SheetTaken) or each.typed is None:
            continue
        if "partner" not in each.chosen.places:
            continue
        column = pq.read_table(each.typed.path, columns=["partner"])["partner"]
        is_list = each.chosen.kind == "partners"
        found[is_list] |= {name for name in pc.unique(column).to_pylist() if name}
    return tuple(sorted(found[True] or found[False]))


def _together(taken: Sequence[_One], letters: LettersTaken, taking: Taking) -> Taken:
    partners = _partners_named(taken)
    files: list[FileTaken] = []
    sheets: list[SheetTaken] = []
    documents: list[Document] = []
    tables: dict[str, list[Path]] = {name: [] for name in KINDS}
    there: set[str] = set()
    for each in taken:
        if isinstance(each, FileTaken):
            files.append(each)
        elif isinstance(each, DocumentTaken):
            files.append(each.file)
            if each.found is not None:
                documents.append(each.found)
        else:
            named = _named(each, partners)
            files.append(_file_taken(named))
            sheets.append(named)
            if named.chosen.kind is not None and named.typed is not None:
                tables[named.chosen.kind].append(named.typed.path)
            there |= _there(named)
    more = [each.table for each in documents if each.table is not None and each.rows]
    tables["statements"] += more
    there |= _all_of("statements") if more else set()
    if letters.mails is not None:
        tables["complaints"].append(letters.mails.table)
        there |= _all_of("complaints")
    for kind in MORE:
        tables[kind] = _alike(kind, tables[kind], taking.work)
    kept = {name: tuple(paths) for name, paths in tables.items()}
    files = [_kept(each, taking.into / "left-over") for each in files]
    files.sort(key=lambda each: each.file)
    return Taken(
        tuple(files), tuple(sheets), kept, frozenset(there), letters.mails, tuple(documents)
    )


def _kept(file: FileTaken, into: Path) -> FileTaken:
    """The same with its rows left over in a place that stays."""
    return replace(file, left_over=keep_left_over(file.left_over, into))


def _all_of(kind: str) -> set[str]:
    return {kind, *(f"{kind}.{field.name}" for field in KINDS[kind].fields)}


def _alike(kind: str, paths: Sequence[Path], work: Path) -> list[Path]:
    """The tables of sheets, mails and documents as one, with the columns of all of them."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not paths:
        return []
    schema = typed_schema(KINDS[kind])
    tables = []
    for table in map(pq.read_table, paths):
        columns = [
            table[field.name].cast(field.type)
            if field.name in table.column_names
            else pa.nulls(table.num_rows, field.type)
            for field in schema
        ]
        tables.append(pa.table(columns, schema=schema))
    into = work / f"{kind}.parquet"
    pq.write_table(pa.concat_tables(tables), into)
    return [into]


def _there(taken: SheetTaken) -> set[str]:
    """What a sheet adds to what there is: its kind, if it has rows, and its fields."""
    kind = taken.chosen.kind
    if kind is None or taken.typed is None or not taken.typed.rows:
        return set()
    return {kind, *(f"{kind}.{field}" for field in taken.chosen.places)}


def _named(taken: SheetTaken, partners: Sequence[str]) -> SheetTaken:
    """With the partner and the day that the names of file and sheet say, where no column and
    nobody else has said them."""
    chosen = taken.chosen
    if chosen.kind not in _NAMED_BY_FILE:
        return taken
    name = " ".join(part for part in (taken.sheet.file, taken.sheet.name) if part)
    if taken.carried is not None and chosen.kind != "lists" and "partner" not in chosen.places:
        said = chosen.partner or partner_from(taken.carried, partners)
        chosen = replace(chosen, partner=said)
    if taken.carried is not None and chosen.kind == "lists":
        chosen = replace(
            chosen,
            partner=chosen.partner or partner_of(taken.carried, partners),
            handed_over_on=chosen.handed_over_on or taken.carried.on,
        )
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
        approved_by=(taken.carried.approver or None) if taken.carried is not None else None,
        ignored_columns=tuple(
            header_of(sheet, column)
            for column in range(len(sheet.header))
            if column not in used
        ),
    )
