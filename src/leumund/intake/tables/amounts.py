"""Columns of amounts and durations; what separates thousands is found from all of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from leumund.intake.tables.sheet import Note

if TYPE_CHECKING:
    import pyarrow

_NOT_DIGITS = re.compile(
    r"(?i)eur(?:o|os)?|chf|usd|gbp|[€$£\s'’_\u00a0\u202f]|/?(?:mtl?|monat)\.?$"
)
_DASH = re.compile(r"[.,][-–—]{1,2}$")
_WHOLE = re.compile(r"\d+")
_ONE_SIGN = re.compile(r"(\d*)([.,])(\d+)")
_GROUPED = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})*(?:([.,])(\d+))?")
_CENT = Decimal("0.01")
_MOST = Decimal(10) ** 15
_UNIT = re.compile(r"(?i)\b(ms|msec\w*|min\w*|mins?|std|stunden|hours?|h)\b")
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,]\d+)?")
_SAID = re.compile(
    r"(?i)(?:pt)?\s*(?:(\d{1,9})\s*(?:h|std|stunden?|hours?)\.?)?\s*(?:(\d{1,9})\s*(?:m|min|minuten?|minutes?)\.?)?"
    r"\s*(?:(\d{1,9})(?:[.,]\d+)?\s*(?:s|sec|sek|sekunden?|seconds?)\.?)?"
)
_UNITS = {"ms": "ms", "mi": "m", "st": "h", "ho": "h", "h": "h"}
_SECONDS = {"ms": Decimal("0.001"), "s": Decimal(1), "m": Decimal(60), "h": Decimal(3600)}
_LONGEST_S = 7 * 86_400


class Amounts:
    """A column of amounts of money, with two places behind the point."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def see(self, texts: pyarrow.StringArray) -> None:
        for text in texts.to_pylist():
            _, core = _core(text)
            if sign := _decimal_sign(core):
                self._seen[sign] += 1
            elif _is_open(core):
                self._seen["open" + _ONE_SIGN.fullmatch(core)[2]] += 1  # type: ignore[index]

    def read(self, texts: pyarrow.StringArray) -> pyarrow.Array:
        import pyarrow

        kind = pyarrow.decimal128(18, 2)
        return pyarrow.array([self._amount(text) for text in texts.to_pylist()], kind)

    def notes(self, column: str) -> Iterator[Note]:
        is_open = self._seen["open."] + self._seen["open,"]
        if is_open and self._seen["."] and self._seen[","]:
            yield Note("decimal-mixed", {"column": column, "count": is_open})
        elif is_open and not self._seen["."] and not self._seen[","]:
            yield Note("decimal-guessed", {"column": column})

    def _amount(self, written: str) -> Decimal | None:
        is_negative, core = _core(written)
        sign = _decimal_sign(core)
        if sign is None and _is_open(core):
            has_point, has_comma = self._seen["."], self._seen[","]
            if has_point and has_comma:
                return None
            decimal = "." if has_point else "," if has_comma else ""
            sign = decimal
        elif sign is None and not _WHOLE.fullmatch(core):
            return None
        if not sign:
            digits = re.sub(r"[.,]", "", core)
        else:
            other = "." if sign == "," else ","
            digits = core.replace(other, "").replace(sign, ".")
        return _cents(digits, is_negative=is_negative)


class Durations:
    """A column of durations, in whole seconds. ``name`` of the column may say the unit."""

    def __init__(self, name: str) -> None:
        unit = _UNIT.search(name.replace("_", " "))
        self._unit = _UNITS[unit[1].casefold()[:2]] if unit else "s"
        self._is_open = self._has_long = False

    def see(self, texts: pyarrow.StringArray) -> None:
        for text in texts.to_pylist():
            found = _CLOCK.fullmatch(text.strip())
            if found and not found[1]:
                self._is_open = True
                self._has_long = self._has_long or int(found[2]) > 23

    def read(self, texts: pyarrow.StringArray) -> pyarrow.Array:
        import pyarrow

        return pyarrow.array(
            [self._seconds(text) for text in texts.to_pylist()], pyarrow.int64()
        )

    def notes(self, column: str) -> Iterator[Note]:
        if self._is_open and not self._has_long and self._unit == "s":
            yield Note("duration-unit-guessed", {"column": column})

    def _seconds(self, written: str) -> int | None:
        text = written.strip()
        if found := re.fullmatch(r"(\d{1,12})(?:[.,](\d{1,6}))?", text):
            seconds = Decimal(f"{found[1]}.{found[2] or 0}") * _SECONDS[self._unit]
        elif found := _CLOCK.fullmatch(text):
            if int(found[3]) > 59:
                return None
            parts = (int(found[1] or 0), int(found[2]), int(found[3]))
            if found[1] is None and self._unit == "h":
                parts = (*parts[1:], 0)
            seconds = Decimal(parts[0] * 3600 + parts[1] * 60 + parts[2])
        elif (found := _SAID.fullmatch(text)) and any(found.groups()):
            hours, minutes, rest = (int(part or 0) for part in found.groups())
            seconds = Decimal(hours * 3600 + minutes * 60 + rest)
        else:
            return None
        return int(seconds) if seconds <= _LONGEST_S else None


def _core(written: str) -> tuple[bool, str]:
    """Is it negative (-5, 5-, (5))? And the rest: digits, points and commas."""
    text = _NOT_DIGITS.sub("", written).replace("−", "-")
    text = _DASH.sub("", text)
    is_negative = text.startswith(("-", "(")) or text.endswith("-")
    return is_negative, text.strip("-+()")


def _decimal_sign(core: str) -> str | None:
    """The decimal sign where this one amount shows it; "" where it shows there is none."""
    if found := _GROUPED.fullmatch(core):
        if found[2] and found[2] != found[1]:
            return found[2]
        if found[2] is None and core.count(found[1]) > 1:
            return "." if found[1] == "," else ","
    if (found := _ONE_SIGN.fullmatch(core)) and not _is_open(core):
        return found[2]
    return None


def _is_open(core: str) -> bool:
    """Could the one sign in 1.234 separate thousands as well as decimals?"""
    found = _ONE_SIGN.fullmatch(core)
    return bool(found and len(found[3]) == 3 and 0 < len(found[1]) < 4 and found[1][0] != "0")


def _cents(digits: str, *, is_negative: bool) -> Decimal | None:
    amount = Decimal(digits)
    if amount >= _MOST:
        return None
    amount = amount.quantize(_CENT, ROUND_HALF_UP)
    return -amount if is_negative else amount
