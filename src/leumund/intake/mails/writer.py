"""The rim: mails in files become a typed table of complaints, and texts that it points into."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from leumund.basics.canonical import sha256_hex
from leumund.intake.mails.approval import approver
from leumund.intake.mails.attached import TablesKept
from leumund.intake.mails.complaint import WITHHELD, MailComplaint, MailItem, Mails
from leumund.intake.mails.extract import Extracted, extract, is_answer
from leumund.intake.mails.message import Message
from leumund.intake.mails.source import mail_files, messages
from leumund.intake.mails.threads import Envelope, duplicates, joined, sameness, threads

_BATCH = 500
_DIGEST_SHOWN = 32

OnProgress = Callable[[int, int | None], None]


def read_mails(
    path: Path | Sequence[Path],
    work: Path,
    *,
    base: Path | None = None,
    is_every_text_kept: bool = False,
    are_tables_kept: bool = False,
    on_progress: OnProgress | None = None,
) -> Mails:
    """Read a mail, a mailbox, a folder of them, or several files, as one correspondence.

    ``work`` receives ``mails.parquet`` (the typed complaints) and ``mail-texts.parquet``.
    ``base`` is what file names are relative to (default: the folder read). Texts in which no
    complaint was found are kept only where ``is_every_text_kept``; ``are_tables_kept``
    writes the tables that hang on mails to ``work/attached``. ``on_progress`` gets messages
    done.
    """
    paths = [path] if isinstance(path, Path) else list(path)
    files = [file for one in paths for file in mail_files(one)]
    root = base or (paths[0] if len(paths) == 1 and paths[0].is_dir() else _parent(paths))
    work.mkdir(parents=True, exist_ok=True)
    texts = work / "mail-texts.parquet"
    kept = TablesKept(work / "attached") if are_tables_kept else None
    taken = _take(messages(files, root), texts, on_progress, is_every_text_kept, kept)
    complaints, items = _put_together(taken)
    table = _write_table(complaints, work / "mails.parquet")
    attached = tuple(kept.found.values()) if kept is not None else ()
    return Mails(tuple(complaints), tuple(items), table, texts, attached)


def mail_texts(mails: Mails) -> dict[str, str]:
    """The plain texts of all messages that a complaint points into, by message."""
    from pyarrow import parquet

    table = parquet.read_table(mails.texts)
    names, texts = table.column("message").to_pylist(), table.column("text").to_pylist()
    return dict(zip(names, texts, strict=True))


def text_of(mails: Mails, message: str) -> str:
    """The plain text that the fields of one message point into; empty where there is none."""
    from pyarrow import parquet

    rows = parquet.read_table(mails.texts, filters=[("message", "==", message)])
    found = rows.column("text").to_pylist()
    return str(found[0]) if found else ""


# Not frozen: it collects what the messages of many files hold.
@dataclass(slots=True)
class _Taken:
    tables: TablesKept | None = None
    items: list[MailItem] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    complaints: list[MailComplaint] = field(default_factory=list)


def _take(
    found: Iterator[Message | MailItem],
    texts: Path,
    on_progress: OnProgress | None,
    is_every_text_kept: bool,
    tables: TablesKept | None,
) -> _Taken:
    import pyarrow as pa
    from pyarrow import parquet

    taken = _Taken(tables)
    schema = pa.schema({"message": pa.string(), "text": pa.string()})
    kept: list[tuple[str, str]] = []
    with ExitStack() as open_files:
        writer = open_files.enter_context(parquet.ParquetWriter(texts, schema))
        for done, message in enumerate(found, 1):
            if isinstance(message, MailItem):
                taken.items.append(message)
            elif _take_one(message, taken) or is_every_text_kept:
                kept.append((message.key, message.text))
            if len(kept) >= _BATCH:
                _flush(writer, schema, kept)
            if on_progress is not None:
                on_progress(done, None)
        _flush(writer, schema, kept)
    return taken


def _flush(writer: Any, schema: Any, kept: list[tuple[str, str]]) -> None:
    import pyarrow as pa

    columns = list(zip(*kept, strict=True)) or [(), ()]
    writer.write_table(pa.table([list(column) for column in columns], schema=schema))
    kept.clear()


def _take_one(message: Message, taken: _Taken) -> bool:
    """Whether the message holds a complaint, so that its text is kept."""
    taken.envelopes.append(
        Envelope(
            message.key,
            message.id,
            message.references,
            message.sender,
            sameness(message.text[message.body :]),
        )
    )
    if taken.tables is not None:
        taken.tables.keep(message.file, message.row, message.tables)
    found = extract(message)
    became = "complaint" if found else "answer" if is_answer(message) else "no-complaint"
    taken.items.append(
        MailItem(
            message.file,
            message.row,
            became,
            attachments=message.attachments,
            notes=message.notes,
            sent_at=message.sent_at,
            sender=message.from_line,
            to=message.to,
            subject=message.subject,
            digest=_digest(message),
            approver=approver(message.text, message.body, message.from_line),
        )
    )
    for call, one in enumerate(found, 1):
        taken.complaints.append(_complaint(message, call, one))
    return bool(found)


def _complaint(message: Message, call: int, one: Extracted) -> MailComplaint:
    return MailComplaint(
        file=message.file,
        row=message.row,
        message=message.key,
        call=call,
        fields=one.fields,
        is_call=one.is_call,
        is_hearsay=one.is_hearsay,
        thread=message.key,
        sender=message.sender,
        attachments=message.attachments,
        digest=_digest(message),
    )


def _digest(message: Message) -> str:
    return sha256_hex(message.text.encode())[:_DIGEST_SHOWN]


def _put_together(taken: _Taken) -> tuple[list[MailComplaint], list[MailItem]]:
    """Threads named, duplicates and additions joined; each item says what it became."""
    by_thread, twice = threads(taken.envelopes), duplicates(taken.envelopes)
    first = [
        replace(one, thread=by_thread[one.message])
        for one in sorted(taken.complaints, key=_arrival)
        if one.message not in twice
    ]
    complaints, into = joined(first)
    again: dict[str, tuple[str, ...]] = {}
    for key, of in twice.items():
        again[of] = (*again.get(of, ()), key)
    complaints = [
        replace(one, also=(*one.also, *again.get(one.message, ()))) for one in complaints
    ]
    into |= _reminders(taken.envelopes, by_thread, first)
    items = [_settled(_threaded(item, by_thread), twice, into) for item in taken.items]
    order = {f"{item.file}#{item.row}": place for place, item in enumerate(items)}
    complaints.sort(key=lambda one: (order[one.message], one.call))
    undated = {one.message for one in complaints if "arrived_at" not in one.fields}
    items = [
        replace(item, became="no-date") if f"{item.file}#{item.row}" in undated else item
        for item in items
    ]
    return complaints, items


def _reminders(
    envelopes: Sequence[Envelope], by_thread: Mapping[str, str], found: Sequence[MailComplaint]
) -> dict[str, str]:
    """Mails of a complaint's thread by the same sender that say nothing new: to which."""
    first: dict[tuple[str, str], str] = {}
    for one in found:
        first.setdefault((one.thread, one.sender), one.message)
    told = {one.message for one in found}
    return {
        one.key: first[by_thread[one.key], one.sender]
        for one in envelopes
        if one.key not in told and (by_thread[one.key], one.sender) in first
    }


def _arrival(one: MailComplaint) -> tuple[str, str, int]:
    arrived = one.value("arrived_at")
    return (str(arrived) if arrived else "9", one.message, one.call)


def _threaded(item: MailItem, by_thread: Mapping[str, str]) -> MailItem:
    return replace(item, thread=by_thread.get(f"{item.file}#{item.row}", ""))


def _settled(item: MailItem, twice: Mapping[str, str], into: Mapping[str, str]) -> MailItem:
    key = f"{item.file}#{item.row}"
    if key in twice:
        return replace(item, became="duplicate", of=twice[key])
    if key in into and item.became in ("complaint", "no-complaint"):
        return replace(item, became="joined", of=into[key])
    return item


def complaint_schema() -> Any:
    """The typed columns of complaints, and behind them what only mails have."""
    import pyarrow as pa

    text, moment, yes = pa.string(), pa.timestamp("us"), pa.bool_()
    return pa.schema(
        {
            "file": text, "row": pa.int64(), "sheet": text,
            "arrived_at": moment, "called_at": moment,
            "number_called": text, "number_shown": text, "said_name": text, "product": text,
            "tariff": text, "is_objection": yes, "is_order_denied": yes, "text": text,
            "ref": text, "call": pa.int32(), "message": text, "thread": text, "sender": text,
            "is_call": yes, "is_hearsay": yes, "is_day_only": yes, "is_withheld": yes,
            "product_class": text, "said": text, "confidence": pa.float64(),
            "is_confirmed": yes,
        }
    )  # fmt: skip


def _write_table(complaints: Sequence[MailComplaint], into: Path) -> Path:
    """One row per complaint; of one whose mail has no date the arrival is missing."""
    import pyarrow as pa
    from pyarrow import parquet

    schema = complaint_schema()
    rows = [_row(one) for one in complaints]
    parquet.write_table(pa.Table.from_pylist(rows, schema=schema), into)
    return into


def write_complaints(complaints: Sequence[MailComplaint], into: Path) -> Path:
    """The typed table again, for complaints that somebody has confirmed or corrected."""
    return _write_table(complaints, into)


def _row(one: MailComplaint) -> dict[str, object]:
    called, shown = one.value("called_at"), one.value("number_shown")
    product = one.fields.get("product")
    weak = [read.confidence for name, read in one.fields.items() if name != "arrived_at"]
    return {
        "file": one.file,
        "row": one.row,
        "sheet": None,
        "arrived_at": one.value("arrived_at"),
        "called_at": _moment(called),
        "number_called": one.value("number_called"),
        "number_shown": None if shown == WITHHELD else shown,
        "said_name": one.value("said_name"),
        "product": product.value if product else None,
        "tariff": one.value("tariff"),
        "is_objection": bool(one.value("is_objection")),
        "is_order_denied": bool(one.value("is_order_denied")),
        "text": one.value("said"),
        "ref": None,
        "call": one.call,
        "message": one.message,
        "thread": one.thread,
        "sender": one.sender,
        "is_call": one.is_call,
        "is_hearsay": one.is_hearsay,
        "is_day_only": isinstance(called, date) and not isinstance(called, datetime),
        "is_withheld": shown == WITHHELD,
        "product_class": (product.note or None) if product else None,
        "said": one.value("said"),
        "confidence": min(weak, default=0.0),
        "is_confirmed": one.is_confirmed,
    }


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value
    return datetime.combine(value, time(0)) if isinstance(value, date) else None


def _parent(paths: Sequence[Path]) -> Path:
    return paths[0].parent if paths else Path()
