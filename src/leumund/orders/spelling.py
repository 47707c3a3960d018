"""What is written otherwise and means the same: a reference, a mail address, a place.

Whoever wants an order to look like somebody else's changes its spelling first; so what is
compared is folded before, always here.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_LOOKS_LIKE: Final = str.maketrans(
    "авекмнорстухіѕјαβεηικμνορτυχζoil",
    "abekmhopctyxisjabehikmnoptyxz011",
)
_SPELT_OUT: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_STREET: Final = re.compile(r"strasse|str\b\.?")
_DIGITS_MIN: Final = 8
_WRITTEN_NUMBER: Final = re.compile(r"(?=.*[+ /()])(?:\+|\(?0)[1-9(][\d ()/.-]{4,20}\d")
_TAG: Final = re.compile(r"\+[^@]*(?=@)")


def ref_key(ref: str) -> str:
    """A customer's reference as it is compared: ``"K 1"``, ``"k1"`` and a Greek K are one."""
    # Twice: a Cyrillic o is first an o, and an o is a 0.
    return _signs(_plain(ref).translate(_LOOKS_LIKE).translate(_LOOKS_LIKE))


def names_one_of(ref: str | None, refs: Iterable[str]) -> bool:
    """Whether this reference, however spelt, is one of these."""
    return ref is not None and ref_key(ref) in {ref_key(each) for each in refs}


def folded(what: str, written: str) -> str:
    """An ``address``, ``email``, ``iban`` or ``device`` as it is compared."""
    text = _plain(written)
    if what == "address":
        text = _STREET.sub("str", text.translate(_SPELT_OUT))
        return _signs(unicodedata.normalize("NFKD", text))
    if what == "email":
        text = _TAG.sub("", text)
    return re.sub(r"[\s.,;/-]+", "", text)


def names_somebody(ref: str) -> bool:
    """Whether this reads as a mail address, or as people write a telephone number: digits alone
    can be anything."""
    is_long = sum(sign.isdigit() for sign in ref) >= _DIGITS_MIN
    return "@" in ref or (is_long and _WRITTEN_NUMBER.fullmatch(ref.strip()) is not None)


def _plain(written: str) -> str:
    """In one case and one Unicode form, without what nobody sees."""
    seen = (sign for sign in written if unicodedata.category(sign) != "Cf")
    return unicodedata.normalize("NFKC", "".join(seen)).casefold()


def _signs(written: str) -> str:
    return "".join(sign for sign in written if sign.isalnum())
