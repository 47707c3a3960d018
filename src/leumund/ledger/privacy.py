"""What must never get into an entry, and is refused before it is written."""

from __future__ import annotations

import re

from leumund.basics.errors import BadInput
from leumund.basics.language import _
from leumund.ledger.entry import KINDS

# A number with its country code, and a mail address: the two that are easily recognised. Names
# are not; keeping them out stays the duty of whoever writes an action.
_NUMBER = re.compile(rb"\+[1-9][0-9]{6,14}(?![0-9])")
_MAIL = re.compile(rb'[^\s"\\@]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}')


class UnknownKind(BadInput):
    """The ledger has no entries of the kind {kind}, so nothing was written."""

    code = "unknown-kind"
    hint = "The kinds are listed in docs/reference/entries.md."


class PersonalDataInEntry(BadInput):
    """An entry of the kind {kind} would hold {what} for good, so nothing was written."""

    code = "personal-data-in-entry"
    hint = "Write a count, a digest or an id instead."


def refuse_unknown_kind(kind: str) -> None:
    """Raises UnknownKind unless ``KINDS`` has it."""
    if kind not in KINDS:
        raise UnknownKind(kind=kind)


def refuse_personal_data(kind: str, body: bytes) -> None:
    """Raises PersonalDataInEntry where the body shows a phone number or a mail address."""
    for pattern, what in ((_NUMBER, _("a phone number")), (_MAIL, _("a mail address"))):
        if pattern.search(body):
            raise PersonalDataInEntry(kind=kind, what=what)
