"""The folder of that Monday as bytes by file name, and the truth about it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leumund.world.monday.calls import WEST
from leumund.world.monday.cast import PRINCIPAL
from leumund.world.monday.check import findings
from leumund.world.monday.clutter import KINDS, clutter
from leumund.world.monday.exports import exports
from leumund.world.monday.formats import delimited, open_document, workbook
from leumund.world.monday.mailbox import LIST_MAIL, mailbox
from leumund.world.monday.nouns import Place
from leumund.world.monday.ordering import PAPER_STATEMENT
from leumund.world.monday.papers import CONTRACTED, contract_file, contract_truth, papers
from leumund.world.monday.registers import CUSTOMERS, PARTNER_BOOK, registers
from leumund.world.monday.story import tell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from leumund.world.monday.mailbox import Mail, Mailbox
    from leumund.world.monday.nouns import Finding, Story
    from leumund.world.monday.sheet import Table

SEED = 20260504
_NOTES: dict[str, dict[str, tuple[str, ...]]] = {
    CUSTOMERS: {"Legende": ("Kundenart: Privatkunde oder Geschäftskunde", "Stand siehe oben")},
    PARTNER_BOOK: {"offen": ("Honigkessel: AVV noch nicht zurück, nachfassen!",)},
}


@dataclass(frozen=True, slots=True)
class Folder:
    """``files``: bytes by path; ``truth``: what stands beside it; ``tables``: as written."""

    files: dict[str, bytes]
    truth: dict[str, object]
    tables: tuple[Table, ...]


def monday_folder(seed: int = SEED) -> Folder:
    """The whole folder of that seed with its truth."""
    story = tell(seed)
    tables = [*registers(story, seed), *exports(story, seed)]
    files = _written(tables)
    mails = mailbox(story, seed, files[WEST])
    files |= mails.files | papers(story) | clutter(files[PARTNER_BOOK])
    return Folder(files, _truth(seed, story, tables, mails), tuple(tables))


def _written(tables: list[Table]) -> dict[str, bytes]:
    books: dict[str, list[Table]] = {}
    for one in tables:
        books.setdefault(one.file, []).append(one)
    return {file: written(file, mine) for file, mine in books.items()}


def written(file: str, tables: Sequence[Table]) -> bytes:
    """The file with these tables: a workbook with all of them, else the only one."""
    if file.endswith(".xlsx"):
        return workbook(tables, notes=_NOTES.get(file, {}))
    return open_document(tables[0]) if file.endswith(".ods") else delimited(tables[0])


def _truth(seed: int, story: Story, tables: list[Table], mails: Mailbox) -> dict[str, object]:
    places = _places(story, tables, mails)
    found = [_row(one, places, story) for one in findings(story)]
    found.sort(key=lambda row: [str(part) for part in row.values()])
    return {
        "seed": seed,
        "principal": PRINCIPAL,
        "as_of": str(_as_of(story)),
        "files": _files(story, tables, mails),
        "columns": {
            one.file + (f"#{one.sheet}" if one.sheet else ""): dict(one.fields)
            for one in tables
        },
        "counts": {
            "customers": len(story.customers), "consents": len(story.consents),
            "objections": len(story.objections), "contracts": len(story.contracts),
            "calls": len(story.calls), "orders": len(story.orders),
            "statements": len(story.statements), "complaints": len(story.complaints),
            "calls_per_partner": dict(Counter(one.partner for one in story.calls)),
            "findings": dict(sorted(Counter(str(row["code"]) for row in found).items())),
            "destroyed_customers": sum(one.is_destroyed for one in story.customers),
            "destroyed_calls": sum(one.is_destroyed for one in story.calls),
        },
        "near_misses": dict(sorted(story.near.items())),
        "complaints": [_complaint(story, mail) for mail in mails.mails],
        "findings": found,
    }  # fmt: skip


def _as_of(story: Story) -> date:
    """The latest day of calls, orders and complaints."""
    moments = [one.started_at for one in story.calls]
    moments += [one.ordered_at for one in story.orders]
    return max([*moments, *(one.arrived_at for one in story.complaints)]).date()


def _places(story: Story, tables: list[Table], mails: Mailbox) -> dict[tuple[str, int], Place]:
    found = {(one.kind, at): place for one in tables for at, place in one.places()}
    paper = [at for at, one in enumerate(story.statements) if one.paper == PAPER_STATEMENT]
    found |= {("statements", at): Place(PAPER_STATEMENT, n) for n, at in enumerate(paper, 1)}
    found |= {("lists", at): Place(one.file, 0) for at, one in enumerate(story.lists)}
    for mail in mails.mails:
        if mail.became == "complaint" and mail.complaint is not None:
            found["complaints", mail.complaint] = mail.place
    return found


def _row(one: Finding, places: dict[tuple[str, int], Place], story: Story) -> dict[str, object]:
    place = places[one.kind, one.at]
    row: dict[str, object] = {"code": one.code, "file": place.file, "row": place.row}
    row |= {"sheet": place.sheet} if place.sheet else {}
    if one.with_kind:
        beside = places[one.with_kind, one.with_at]
        row |= {"with_file": beside.file, "with_row": beside.row}
    return row


def _files(story: Story, tables: list[Table], mails: Mailbox) -> dict[str, object]:
    said: dict[str, object] = {}
    for one in tables:
        said[one.file + (f"#{one.sheet}" if one.sheet else "")] = {
            key: value for key, value in one.about().items() if key != "columns"
        }
    said |= {file: {"kind": kind} for file, kind in KINDS.items()}
    said |= {contract_file(name): contract_truth(name) for name in CONTRACTED}
    paid = [one for one in story.statements if one.paper == PAPER_STATEMENT]
    said[PAPER_STATEMENT] = {
        "kind": "statement", "rows": len(paid), "total": str(sum(one.amount for one in paid)),
    }  # fmt: skip
    for file in mails.files:
        said[file] = {"kind": "complaints"}
    said[LIST_MAIL] = {"kind": "hand-over", "list": WEST, "partner": "Wolkentaube",
                       "handed_over_on": "2025-09-15"}  # fmt: skip
    return dict(sorted(said.items()))


def _complaint(story: Story, mail: Mail) -> dict[str, object]:
    said: dict[str, object] = {"file": mail.place.file, "row": mail.place.row}
    said["became"] = mail.became
    if mail.complaint is None:
        return said
    one = story.complaints[mail.complaint]
    said["person"] = one.number
    if mail.became != "complaint":
        return said
    when = one.called_at
    return said | {
        "arrived_at": one.arrived_at.isoformat(" "),
        "called_at": None if when is None else str(when.date() if one.is_day_only else when),
        "number_called": one.number, "number_shown": one.shown, "said_name": one.said_name,
        "product": one.product, "tariff": one.tariff, "is_objection": one.is_objection,
        "is_order_denied": one.is_order_denied, "is_hearsay": one.is_hearsay,
        "cause": one.cause, "ref": one.ref,
    }  # fmt: skip
