"""Text with the numbers in it masked: telephone numbers, bank accounts, mail addresses.

However they are typed: spaces and dashes of every kind, wide digits and invisible signs
between them make no difference. Names are not recognised, nor a number spelt out in words.
What must not be seen at all goes out encrypted, not masked.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple

from leumund.basics.letters import BLANK
from leumund.basics.numbers import mask

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SHOWN = 4
_DOT = "•"


class _Form(NamedTuple):
    """How something is written, and what of it may be seen; None: all of it."""

    pattern: re.Pattern[str]
    shown: Callable[[re.Match[str]], str] | None


def _account(found: re.Match[str]) -> str:
    plain = re.sub(r"[ -]", "", found[0])
    return plain[:_SHOWN] + _DOT * (len(plain) - _SHOWN)


def _mail(found: re.Match[str]) -> str:
    return f"{found[1]}{_DOT * 3}@{found[2]}"


def _number(found: re.Match[str]) -> str:
    return mask(found[0])


def _form(written: str, shown: Callable[[re.Match[str]], str] | None, flags: int = 0) -> _Form:
    return _Form(re.compile(written, flags), shown)


_FREE = r"(?<![^\W_])(?<!\+)(?<!\d[:.-])"
_END = r"(?![^\W_])"
_GAP = r"[\s()\[\]/_|-]{0,4}"
_DAY = _form(
    r"(?<![\d.])\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)\d\d(?!\.?\d)"
    r"|(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)",
    None,
)
_NUMBERS: Final = (
    _form(rf"{_FREE}[(\[]?(?:\+ ?|00|0)[)\]]? ?[1-9](?:{_GAP}\d){{5,14}}{_END}", _number),
    _form(rf"{_FREE}(?:\+ ?|00)[1-9](?:[\s()/.-]{{0,3}}\d){{5,14}}{_END}", _number),
    _form(rf"{_FREE}0[1-9]\d{{1,4}}(?:[\s/._|-]{{1,3}}\d{{2,}}){{1,4}}{_END}", _number),
    _form(
        rf"{_FREE}(?=(?:{_GAP}\d){{10,15}}(?!{_GAP}\d))"
        rf"(?:49|43|41)(?:[\s()/-]{{1,3}}\d+){{1,6}}{_END}",
        _number,
    ),
)
_BARE: Final = _form(rf"{_FREE}[1-9]\d{{9,14}}{_END}", _number)
_OTHERS: Final = (
    _form(
        r"\b([\w.+-])[\w.+-]*\s?(?:@|[(\[{]\s?(?:at|ät)\s?[)\]}])\s?([\w-]+(?:\.[\w-]+)+)",
        _mail,
        re.IGNORECASE,
    ),
    _form(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", _account),
    _form(r"\b[A-Za-z]{2}[ -]?\d{2}(?:[ -]?\d{4}){3,7}(?:[ -]?\d{1,3})?\b", _account),
)


def masked(text: str) -> str:
    """The text with all that looks like a number of somebody masked."""
    found = sorted(_look(text, (*_OTHERS, _DAY, *_NUMBERS, _BARE)))
    for start, end, shown in reversed(found):
        text = text[:start] + shown + text[end:]
    return text


def shown_number(text: str) -> str | None:
    """A telephone number, bank account or mail address that stands in the text, masked, if
    there is one. A row of digits that does not begin like a number may be a reference."""
    found = _look(text, (*_OTHERS, _DAY, *_NUMBERS))
    return found[0][2] if found else None


def in_plain_signs(text: str) -> str:
    """The same text, sign for sign, with the usual digit, space and dash for every kind."""
    return text if text.isascii() else "".join(map(_plain, text))


def _plain(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind in ("Zs", "Cf", "Mn") or sign in BLANK or sign == "\N{MIDDLE DOT}":
        return " "
    if kind == "Pd" or sign == "\N{MINUS SIGN}":
        return "-"
    usual = unicodedata.normalize("NFKC", sign)
    if kind == "Nd":
        return str(unicodedata.digit(sign))
    return usual if len(usual) == 1 else sign


def _look(text: str, forms: Sequence[_Form]) -> list[tuple[int, int, str]]:
    """Where something stands, and what may be seen of it; each place is seen once."""
    plain, seen = in_plain_signs(text), []
    for form in forms:
        for found in list(form.pattern.finditer(plain)):
            start, end = found.span()
            plain = plain[:start] + "\0" * (end - start) + plain[end:]
            if form.shown is not None:
                seen.append((start, end, form.shown(found)))
    return seen
