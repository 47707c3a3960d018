"""Open a PDF in a process of its own: whatever it does there, this process goes on."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leumund.basics.errors import BadInput
from leumund.intake.documents.page import Page, PageKind, Word
from leumund.intake.documents.restraint import run
from leumund.intake.tables import Note

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from leumund.intake.documents.limits import Limits

_MIB = 2**20
_SIGNATURE_WITHIN = 1024
_COVERING = 0.8
_FEW_LETTERS, _HARDLY_ANY = 100, 10
_DRAWN_PATHS = 60
_UNKNOWN_SHARE = 0.2


class NotADocument(BadInput):
    """{name} is no PDF, whatever its name says. It was left out."""

    code = "not-a-document"
    hint = "Open it and save it as PDF again, or leave it out."


class DocumentTooLarge(BadInput):
    """{name} has {size_mib} MiB, more than the {most_mib} that are read. It was left out."""

    code = "pdf-too-large"
    hint = "Split it, or export it without pictures."


class DocumentLocked(BadInput):
    """{name} opens only with a password. It was left out."""

    code = "document-locked"
    hint = "Save a copy without the password beside it, and look again."


class DocumentBroken(BadInput):
    """{name} cannot be opened: it is damaged, or made so that reading it fails. It was left
    out."""

    code = "document-broken"
    hint = "Ask for it again, or open it in a viewer and save it anew."


class DocumentTooSlow(BadInput):
    """Reading {name} was stopped after {seconds} seconds, longer than documents take. It was
    left out."""

    code = "document-too-slow"
    hint = "Open it in a viewer and print it to a new PDF."


@dataclass(frozen=True, slots=True)
class Opened:
    """The pages that were read, how many there are, and what is to be said about them."""

    pages: tuple[Page, ...]
    count: int
    notes: tuple[Note, ...]


def open_pdf(path: Path, work: Path, limits: Limits) -> Opened:
    """Raises NotADocument, DocumentTooLarge, DocumentLocked, DocumentBroken, DocumentTooSlow:
    every one a BadInput."""
    _check(path, limits)
    with tempfile.TemporaryFile(dir=work) as answer, path.open("rb") as source:
        is_over = run("reader", source, answer, work, limits).is_over
        answer.seek(0)
        answers = list(_answers(answer, limits))
    first = answers[0] if answers else {"error": "slow" if is_over else "broken"}
    if "error" in first:
        raise _error(str(first["error"]), path.name, limits)
    return _opened(path.name, first, answers[1:], limits, is_over=is_over)


def _check(path: Path, limits: Limits) -> None:
    if not path.is_file():
        raise NotADocument(name=path.name)
    size = path.stat().st_size
    if size > limits.size_mib * _MIB:
        size_mib = -(-size // _MIB)
        raise DocumentTooLarge(name=path.name, size_mib=size_mib, most_mib=limits.size_mib)
    with path.open("rb") as source:
        if b"%PDF-" not in source.read(_SIGNATURE_WITHIN):
            raise NotADocument(name=path.name)


def _answers(answer: Any, limits: Limits) -> Iterator[dict[str, Any]]:
    """The whole lines that the child wrote; what follows a torn one is not used."""
    left = limits.answer_mib * _MIB
    while left > 0:
        line = answer.readline(left)
        left -= len(line)
        if not line.endswith(b"\n"):
            return
        try:
            said = json.loads(line)
        except ValueError:
            return
        yield said


def _error(which: str, name: str, limits: Limits) -> BadInput:
    if which == "locked":
        return DocumentLocked(name=name)
    if which == "slow":
        return DocumentTooSlow(name=name, seconds=limits.seconds)
    return DocumentBroken(name=name)


def _opened(
    name: str,
    first: dict[str, Any],
    answers: list[dict[str, Any]],
    limits: Limits,
    *,
    is_over: bool,
) -> Opened:
    said = [answer for answer in answers if "page" in answer]
    if not said:
        raise _error("slow" if is_over else "broken", name, limits)
    is_whole = any("end" in answer for answer in answers)
    pages = tuple(_page(answer) for answer in said)
    notes = list(_notes(first, said, pages))
    if len(pages) < first["pages"]:
        code = "cut-off" if is_whole or is_over else "reader-stopped"
        notes.append(Note(code, {"read": len(pages), "pages": first["pages"]}))
    return Opened(pages, int(first["pages"]), tuple(notes))


def _page(said: dict[str, Any]) -> Page:
    words = tuple(Word(*word) for word in said["words"])
    return Page(
        number=said["page"],
        kind=_kind(said, words),
        width=said.get("width", 0.0),
        height=said.get("height", 0.0),
        words=words,
        hidden=said.get("hidden", 0),
    )


def _kind(said: dict[str, Any], words: tuple[Word, ...]) -> PageKind:
    """A picture of a page is a scan, also where a machine has put its reading beneath it."""
    if "unreadable" in said:
        return "unreadable"
    letters = sum(len(word.text) for word in words)
    if said["unmapped"] > _UNKNOWN_SHARE * max(letters, 1):
        return "scan"
    if letters < _FEW_LETTERS and said["images"] >= _COVERING:
        return "scan"
    if letters >= _HARDLY_ANY:
        return "text"
    is_drawn = said["images"] > 0 or said["paths"] >= _DRAWN_PATHS or said["hidden"] > 0
    return "scan" if is_drawn else "text" if letters else "blank"


def _notes(
    first: dict[str, Any], said: list[dict[str, Any]], pages: tuple[Page, ...]
) -> Iterator[Note]:
    active = first["scripts"] + sum(answer.get("launches", 0) for answer in said)
    if active:
        yield Note("active-content", {"count": active})
    if first["attachments"]:
        yield Note("attachments-ignored", {"count": first["attachments"]})
    if first["form"]:
        yield Note("form-ignored")
    for code, kind in (("scanned-pages", "scan"), ("unreadable-pages", "unreadable")):
        found = [page.number for page in pages if page.kind == kind]
        if found:
            yield Note(code, {"pages": _listed(found), "count": len(found)})
    hidden = sum(page.hidden for page in pages if page.kind == "text")
    if hidden:
        yield Note("hidden-text", {"count": hidden})


def _listed(numbers: list[int]) -> str:
    """``1-3, 7``"""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
