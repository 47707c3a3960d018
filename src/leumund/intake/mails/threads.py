"""Which mails belong together: one exchange, the same text twice, an answer that adds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from leumund.basics.canonical import sha256_hex
from leumund.intake.mails.complaint import MailComplaint, Read

_SHORTEST = 40
_JOINABLE = ("number_called", "number_shown", "said_name", "product", "tariff", "said",
             "is_objection", "is_order_denied", "called_at")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Envelope:
    """What joins a message to others; its text only as a digest."""

    key: str
    id: str
    references: tuple[str, ...]
    sender: str
    sameness: str = field(default="")


def sameness(body: str) -> str:
    """Equal for texts that differ only in spaces, case and marks; empty for very short ones."""
    letters = re.sub(r"[\W_]+", "", body.casefold())
    return sha256_hex(letters.encode()) if len(letters) >= _SHORTEST else ""


def threads(envelopes: Sequence[Envelope]) -> dict[str, str]:
    """Per message the name of its thread: the key of the first message in it."""
    roots: dict[str, str] = {}

    def root(name: str) -> str:
        while roots.setdefault(name, name) != name:
            roots[name] = roots[roots[name]]
            name = roots[name]
        return name

    for one in envelopes:
        for other in (one.id, *one.references):
            if other:
                roots[root(other)] = root(f"key {one.key}")
    first: dict[str, str] = {}
    return {one.key: first.setdefault(root(f"key {one.key}"), one.key) for one in envelopes}


def duplicates(envelopes: Sequence[Envelope]) -> dict[str, str]:
    """Per message that came twice, the key of the first: the same id, or the same text by
    the same sender."""
    seen: dict[tuple[str, ...], str] = {}
    found: dict[str, str] = {}
    for one in envelopes:
        marks = [("text", one.sender, one.sameness)] if one.sameness else []
        marks += [("id", one.id, one.sameness)] if one.id else []
        first = next((seen[mark] for mark in marks if mark in seen), None)
        if first is not None:
            found[one.key] = first
        for mark in marks:
            seen.setdefault(mark, first or one.key)
    return found


def joined(complaints: Iterable[MailComplaint]) -> tuple[list[MailComplaint], dict[str, str]]:
    """Complaints of one thread and sender about the same call become one; what a later mail
    adds fills what the first left open. Also: which message was joined to which."""
    made: dict[str, list[MailComplaint]] = defaultdict(list)
    into: dict[str, str] = {}
    for one in complaints:
        earlier = made[f"{one.thread} {one.sender}"]
        place = next((n for n, other in enumerate(earlier) if _is_same(other, one)), None)
        if place is None:
            earlier.append(one)
        else:
            earlier[place] = _filled(earlier[place], one)
            into[one.message] = earlier[place].message
    kept = [one for group in made.values() for one in group]
    told = {one.message for one in kept}
    return kept, {key: of for key, of in into.items() if key not in told}


def _is_same(first: MailComplaint, later: MailComplaint) -> bool:
    """Of one message each call stands for itself; a later mail may leave the time out."""
    if first.message == later.message:
        return False
    return all(
        _agrees(first.fields, later.fields, name)
        for name in ("called_at", "number_called", "number_shown")
    )


def _agrees(first: Mapping[str, Read], later: Mapping[str, Read], name: str) -> bool:
    one, other = first.get(name), later.get(name)
    if one is None or other is None:
        return True
    return (
        str(one.value)[:10] == str(other.value)[:10]
        if name == "called_at"
        else (one.value == other.value)
    )


def _filled(first: MailComplaint, later: MailComplaint) -> MailComplaint:
    added = {
        name: replace(later.fields[name], message=later.fields[name].message or later.message)
        for name in _JOINABLE
        if name in later.fields and name not in first.fields
    }
    return replace(
        first,
        fields={**first.fields, **added},
        is_call=first.is_call or later.is_call,
        is_hearsay=first.is_hearsay and later.is_hearsay,
        attachments=tuple(dict.fromkeys((*first.attachments, *later.attachments))),
        also=(*first.also, later.message),
    )
