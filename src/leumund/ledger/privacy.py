"""What must never get into an entry, and is refused before it is written."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from leumund.basics.errors import BadInput
from leumund.basics.language import _
from leumund.basics.masking import in_plain_signs
from leumund.basics.numbers import mask
from leumund.ledger.entry import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

# A number with its country code, and a mail address: the two that are easily recognised. Names
# are not; keeping them out stays the duty of whoever writes an action.
_NUMBER = re.compile(rb"\+[1-9][0-9]{6,14}(?![0-9])")
_MAIL = re.compile(rb'[^\s"\\@]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}')

# Numbers as people write them: seven digits or more, and what may stand between them.
_DIGITS = r"\d(?:[\s./()\[\]–-]{0,3}\d){6,16}(?!\w)"
_IN_TEXT = re.compile(rf"(?<!\w)[+(]*{_DIGITS}")
# One word may be an id or base64, so in it a number must also begin like one.
_IN_WORD = re.compile(rf"(?<![\w/+=-])(?:[+(]+|(?=0)){_DIGITS}")
_SHARE = re.compile(r"-?(?:0|[1-9]\d*)(?:[./]\d+)?")
# Days, moments, and acts of law (2016/679) are no numbers, though they have as many digits.
_DAY = re.compile(
    r"(?<!\d)(?:"
    r"(?:19|20)\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[+-]\d\d:?\d\d)?)?"
    r"|\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)\d\d"
    r"|(?:19|20)\d\d/\d{1,4}"
    r")(?!\d)"
)


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
    for text in _texts(json.loads(body)):
        if number := _number_in(text):
            what = _("a phone number ({number})").format(number=mask(number))
            raise PersonalDataInEntry(kind=kind, what=what)


def _texts(value: Any) -> Iterator[str]:
    """Every text in a body, keys as well."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _number_in(text: str) -> str | None:
    """What looks like a phone number, as somebody wrote it."""
    if _SHARE.fullmatch(text):
        return None
    pattern = _IN_TEXT if len(text.split()) > 1 else _IN_WORD
    found = pattern.search(_DAY.sub("day", in_plain_signs(text)))
    return found[0] if found else None
