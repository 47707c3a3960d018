"""Columns of phone numbers, as people and programs write them, into E.164.

Whether 491701234567 is a number with its country code or one without is decided from the
whole column. What a spreadsheet has destroyed (``4,91701E+11``) is never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from leumund.basics.numbers import read_many
from leumund.intake.tables.readers import DESTROYED
from leumund.intake.tables.sheet import Note

if TYPE_CHECKING:
    import pyarrow

_LABEL = (
    r"(?i)^(?:tel(?:efon)?|fon|phone|mobil(?:e|telefon)?|handy|privat|fest(?:netz)?|[mtp])"
    r"\s?[.:]+\s*"
)
_REMARK = r"\s*\([^0-9()]*\)\s*$"
_BETWEEN = r"[\s\x{a0}\x{200b}\x{202a}-\x{202e}\x{2010}-\x{2015}/().-]+"
_ODD = rf"{DESTROYED}|^\s*'?\+?[0-9]{{6,}}[.,]0*\s*$"  # no number without its point
_NATIONAL = r"^0[1-9][0-9]{4,12}$"
_INTERNATIONAL = r"^(?:\+|00)49[1-9][0-9]{4,12}$"
_BARE = r"^[1-9][0-9]{8,13}$"
_BARE_49 = r"^49[1-9][0-9]{8,10}$"
_ZEROS = r"^\+?[0-9]{5,}0{6}$"
_MOSTLY = 0.9


class Numbers:
    """A column of phone numbers."""

    def __init__(self, region: str) -> None:
        self._region = region
        self._bare = self._bare_49 = self._destroyed = 0
        self._zeros: set[str] = set()

    def see(self, texts: pyarrow.StringArray) -> None:
        from pyarrow import compute

        close = self._close(texts)
        self._bare += _count(close, _BARE)
        self._bare_49 += _count(close, _BARE_49)
        self._destroyed += _count(texts, DESTROYED)
        rounded = close.filter(compute.match_substring_regex(close, pattern=_ZEROS))
        self._zeros.update(rounded[:10].to_pylist())

    def read(self, texts: pyarrow.StringArray) -> pyarrow.Array:
        import pyarrow
        from pyarrow import compute

        close = self._close(texts)
        if self._has_bare_codes:
            is_bare = compute.match_substring_regex(close, pattern=_BARE_49)
            close = compute.if_else(
                is_bare, compute.binary_join_element_wise("+", close, ""), close
            )
        found, is_left = self._plain(close)
        left = compute.if_else(is_left, close, pyarrow.scalar(None, pyarrow.string()))
        slow = iter(read_many(left.drop_null().to_pylist(), self._region))
        read = [next(slow) if each else None for each in is_left.to_pylist()]
        found = compute.coalesce(found, pyarrow.array(read, pyarrow.string()))
        if self._is_rounded:
            is_rounded = compute.match_substring_regex(close, pattern=_ZEROS)
            found = compute.if_else(is_rounded, pyarrow.scalar(None, pyarrow.string()), found)
        return found

    def rounded(self, texts: pyarrow.StringArray) -> Any:
        """Which of them seem to be what is left of destroyed numbers."""
        from pyarrow import compute

        found = compute.match_substring_regex(self._close(texts), pattern=_ZEROS)
        return compute.and_(compute.coalesce(found, False), self._is_rounded)

    def notes(self, column: str) -> Iterator[Note]:
        """What is lost is counted row by row."""
        return iter(())

    @property
    def _has_bare_codes(self) -> bool:
        """Are the numbers without + and 0 written with their country code? ``49 17...`` could
        also begin with the area code 04917, whose zero a spreadsheet has eaten."""
        return self._region == "DE" and self._bare_49 > _MOSTLY * self._bare

    @property
    def _is_rounded(self) -> bool:
        """Are numbers that end in six zeros the rest of destroyed ones?"""
        return len(self._zeros) > 1 or bool(self._zeros and self._destroyed)

    def _close(self, texts: pyarrow.StringArray) -> Any:
        """Without labels, remarks and what stands between the digits."""
        from pyarrow import compute

        bare = compute.replace_substring_regex(texts, pattern=_LABEL, replacement="")
        bare = compute.replace_substring_regex(bare, pattern=_REMARK, replacement="")
        bare = compute.replace_substring(bare, pattern="(0)", replacement="")
        close = compute.replace_substring_regex(bare, pattern=_BETWEEN, replacement="")
        is_odd = compute.match_substring_regex(texts, pattern=_ODD)
        return compute.if_else(is_odd, texts, close)

    def _plain(self, close: Any) -> tuple[Any, Any]:
        """German numbers in their two usual forms, and which are left for the library.

        The same as the library says, at a tenth of its cost: a test compares them.
        """
        import pyarrow
        from pyarrow import compute

        nothing = pyarrow.scalar(None, pyarrow.string())
        if self._region != "DE":
            return pyarrow.nulls(len(close), pyarrow.string()), compute.is_valid(close)
        is_national = compute.match_substring_regex(close, pattern=_NATIONAL)
        is_whole = compute.match_substring_regex(close, pattern=_INTERNATIONAL)
        pattern = r"^(?:\+49|0049|0)"
        e164 = compute.replace_substring_regex(close, pattern=pattern, replacement="+49")
        is_plain = compute.or_(is_national, is_whole)
        return compute.if_else(is_plain, e164, nothing), compute.invert(is_plain)


def _count(texts: Any, pattern: str) -> int:
    from pyarrow import compute

    return compute.sum(compute.match_substring_regex(texts, pattern=pattern)).as_py() or 0


def looks_like_numbers(texts: Any) -> bool:
    """Are most of these as long as phone numbers are, or destroyed ones? Customer numbers and
    dates of eight digits can be read as numbers as well."""
    from pyarrow import compute

    digits = compute.replace_substring_regex(texts, pattern=r"[^0-9]", replacement="")
    size = compute.binary_length(digits)
    is_long = compute.and_(compute.greater_equal(size, 9), compute.less_equal(size, 15))
    is_date = compute.match_substring_regex(
        texts, pattern=r"^\d{4}-\d\d-\d\d|^\d{1,2}[./]\d{1,2}[./]\d{2,4}\b"
    )
    is_number = compute.or_(
        compute.and_not(is_long, is_date),
        compute.match_substring_regex(texts, pattern=DESTROYED),
    )
    return (compute.sum(is_number).as_py() or 0) > len(texts) / 2
