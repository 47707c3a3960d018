"""Columns of days and moments; whether the day or the month comes first is found from all.

Moments are the wall clock of Europe/Berlin; one that is written with an offset is turned
into it. In a column where nothing shows the order, the day comes first, and that is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from leumund.intake.moment import DEFAULT_ZONE, FIRST_YEAR, LAST_YEAR, zone_called
from leumund.intake.tables.sheet import DayOrder, Note

if TYPE_CHECKING:
    import pyarrow

_WEEKDAY = (
    r"(?i)^(?:mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun|montag|dienstag|mittwoch"
    r"|donnerstag|freitag|samstag|sonnabend|sonntag|monday|tuesday|wednesday|thursday|friday"
    r"|saturday|sunday)[.,]*\s+"
)
_CLOCK_WORD = r"(?i)\s*(?:uhr|h)\.?$"
_SHORT = re.compile(r"(\d{1,2})([./-])(\d{1,2})[./-](?:\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"\d{4}([./-])(\d{1,2})[./-](\d{1,2})(?!\d)")
_SERIAL = re.compile(r"([2-7]\d{4})(?:[.,](\d+))?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})[T ]?(?:(\d{2})(\d{2})(\d{2})?)?")
_EPOCH = re.compile(r"(1[0-9]{9})(?:\d{3})?")
_WORDS = re.compile(
    r"(?:(\d{1,2})[.\s-]*([^\W\d_]{3,9})|([^\W\d_]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?)"
    r"[.,\s-]*(\d{4}|\d{2})(?:[,\s]+(?:um\s+)?(.*))?"
)
_WRITTEN_CLOCK = re.compile(
    r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([ap])?\.?(?:m\.?)?", re.IGNORECASE
)
_HALF = 12
_ENOUGH = 10
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - where spreadsheets begin to count
_MONTHS = {
    name: at
    for at, names in enumerate(
        (
            "jan jaen jän",
            "feb",
            "mar mär mrz mae",
            "apr",
            "mai may",
            "jun",
            "jul",
            "aug",
            "sep",
            "okt oct",
            "nov",
            "dez dec",
        ),
        start=1,
    )
    for name in names.split()
}
_TIMES = ("", " %H:%M", " %H:%M:%S")


class Moments:
    """A column of days or moments. ``order``: how dates are written, where somebody said so."""

    def __init__(self, order: DayOrder | None = None, *, is_day: bool = False) -> None:
        self._order = order
        self._is_day = is_day
        self._groups: dict[str, Counter[str]] = {}
        self._serials = 0

    def see(self, texts: pyarrow.StringArray) -> None:
        from pyarrow import compute

        begins = compute.utf8_slice_codeunits(self._bare(texts), 0, 10)
        for entry in begins.value_counts().to_pylist():
            self._see(entry["values"], entry["counts"])

    def read(self, texts: pyarrow.StringArray) -> pyarrow.Array:
        import pyarrow
        from pyarrow import compute

        bare = self._bare(texts)
        found = pyarrow.nulls(len(bare), pyarrow.timestamp("us"))
        unclear = self._unclear(bare)
        for pattern, format_ in self._formats(bare):
            found = compute.coalesce(found, _parsed(bare, pattern, format_))
        if unclear is not None:
            found = compute.if_else(unclear, pyarrow.scalar(None, found.type), found)
            bare = compute.if_else(unclear, pyarrow.scalar("", pyarrow.string()), bare)
        if found.null_count:
            missing = compute.is_null(found)
            slow = map(self._slowly, bare.filter(missing).to_pylist())
            found = compute.replace_with_mask(
                found, missing, pyarrow.array(list(slow), found.type)
            )
        year = compute.year(found)
        is_likely = compute.and_(
            compute.greater_equal(year, FIRST_YEAR), compute.less_equal(year, LAST_YEAR)
        )
        found = compute.if_else(is_likely, found, pyarrow.scalar(None, found.type))
        return found.cast(pyarrow.date32(), safe=False) if self._is_day else found

    def notes(self, column: str) -> Iterator[Note]:
        if self._serials:
            yield Note("serial-dates", {"column": column, "count": self._serials})
        if self._half_turned:
            count = sum(self._groups[self._half_turned].values())
            yield Note("dates-half-turned", {"column": column, "count": count})
        for sign, seen in self._groups.items():
            if self._order or sign == "iso" or sign == self._half_turned:
                continue
            yield from _order_notes(column, sign, seen)

    def _see(self, begin: str | None, count: int) -> None:
        if begin is None:
            return
        if found := _SHORT.match(begin):
            first, sign, second = int(found[1]), found[2], int(found[3])
        elif found := _ISO.match(begin):
            first, sign, second = int(found[3]), "iso", 0
        else:
            self._serials += count if _SERIAL.fullmatch(begin) else 0
            return
        seen = self._groups.setdefault(sign, Counter())
        if sign == "iso":
            seen["dmy" if first > _HALF else "both"] += count
        elif first > _HALF >= second:
            seen["dmy"] += count
        elif second > _HALF >= first:
            seen["mdy"] += count
        elif first <= _HALF and second <= _HALF:
            seen["same" if first == second else "both"] += count

    def _order_of(self, sign: str) -> DayOrder | None:
        """How dates with that sign are to be read; None: some so, some so."""
        if self._order:
            return self._order
        seen = self._groups.get(sign, Counter())
        if seen["dmy"] and seen["mdy"]:
            return None
        return "mdy" if seen["mdy"] else "dmy"

    @property
    def _half_turned(self) -> str | None:
        """The sign of the dates that a spreadsheet has turned: all have a day up to 12, while
        all that are written otherwise have one above, which it could not take for a date."""
        if self._order:
            return None
        whole = {
            sign
            for sign, seen in self._groups.items()
            if seen["both"] >= _ENOUGH and not seen["dmy"] and not seen["mdy"]
        }
        rest = {
            sign
            for sign, seen in self._groups.items()
            if seen["dmy"] + seen["mdy"] >= _ENOUGH and not seen["both"] and not seen["same"]
        }
        return next(iter(whole)) if len(whole) == 1 and rest else None

    def _unclear(self, bare: Any) -> Any:
        """Which of them can be read both ways, in a column that shows both; None: none."""
        from pyarrow import compute

        masks = []
        for sign in self._groups:
            escaped = r"\." if sign == "." else sign
            if sign == self._half_turned:
                pattern = r"^\d{4}[./-]" if sign == "iso" else rf"^\d{{1,2}}{escaped}"
                masks.append(compute.match_substring_regex(bare, pattern=pattern))
            elif sign != "iso" and self._order_of(sign) is None:
                small = r"(?:0?[1-9]|1[0-2])"
                pattern = rf"^{small}{escaped}{small}{escaped}\d\d"
                same = (
                    rf"^(?:{'|'.join(f'0?{n}{escaped}0?{n}' for n in range(1, 13))}){escaped}"
                )
                masks.append(
                    compute.and_not(
                        compute.match_substring_regex(bare, pattern=pattern),
                        compute.match_substring_regex(bare, pattern=same),
                    )
                )
        if not masks:
            return None
        both = masks[0]
        for mask in masks[1:]:
            both = compute.or_(both, mask)
        return both

    def _formats(self, bare: Any) -> Iterator[tuple[str, str]]:
        """Where the day stands, and the format, for each way of writing that was seen."""
        for sign in self._groups:
            if sign == "iso":
                for between in "-./":
                    day = rf"^\d{{4}}{_escaped(between)}\d\d?{_escaped(between)}"
                    for clock in (*_TIMES, "T%H:%M:%S", "T%H:%M"):
                        yield day, f"%Y{between}%m{between}%d{clock}"
                continue
            orders = (self._order_of(sign),) if self._order_of(sign) else ("dmy", "mdy")
            for order in orders:
                day = "^" if order == "dmy" else rf"^\d\d?{_escaped(sign)}"
                first, second = ("%d", "%m") if order == "dmy" else ("%m", "%d")
                for clock in _TIMES:
                    yield day, f"{first}{sign}{second}{sign}%Y{clock}"
                    yield day, f"{first}{sign}{second}{sign}%y{clock}"

    def _bare(self, texts: Any) -> Any:
        from pyarrow import compute

        bare = compute.utf8_trim_whitespace(texts)
        if (
            compute.sum(
                compute.match_substring_regex(bare, pattern=r"^[A-Za-z]|[a-z]\.?$")
            ).as_py()
            or 0
        ):
            bare = compute.replace_substring_regex(bare, pattern=_WEEKDAY, replacement="")
            bare = compute.replace_substring_regex(bare, pattern=_CLOCK_WORD, replacement="")
        return compute.replace_substring_regex(bare, pattern=r",?\s+", replacement=" ")

    def _slowly(self, bare: str) -> datetime | None:
        """One value that is written in a rare way."""
        try:
            return _rare(bare) or self._with_half(bare)
        except (ValueError, OverflowError):
            return None

    def _with_half(self, bare: str) -> datetime | None:
        """Short dates with parts of seconds, a.m. or p.m., or an offset."""
        found = _SHORT.match(bare)
        if found is None:
            return None
        order = self._order_of(found[2])
        numbers = [int(part) for part in re.findall(r"\d+", found[0])]
        day, month = numbers[:2] if order != "mdy" else numbers[1::-1]
        year = numbers[2]
        if found[0][-3] == found[2]:
            year += 1900 if year > 68 else 2000
        return _clocked(datetime(year, month, day), bare[found.end() :].strip(" ,T"))  # noqa: DTZ001


def _parsed(bare: Any, day: str, format_: str) -> Any:
    """The moments of one format; no 31 April turns into the first of May."""
    import pyarrow
    from pyarrow import compute

    found = compute.strptime(bare, format=format_, unit="us", error_is_null=True)
    if found.null_count == len(found):
        return found
    if "%Y" in format_:
        found = compute.if_else(
            compute.greater_equal(compute.year(found), FIRST_YEAR),
            found,
            pyarrow.scalar(None, found.type),
        )
    late = compute.match_substring_regex(bare, pattern=f"{day}(?:29|3[01])(?:[^0-9]|$)")
    rolled = compute.and_(late, compute.less(compute.day(found), 4))
    rolled = compute.or_(rolled, compute.match_substring(bare, ":60"))
    return compute.if_else(rolled, pyarrow.scalar(None, found.type), found)


def _rare(bare: str) -> datetime | None:
    if found := _SERIAL.fullmatch(bare):
        part = timedelta(days=float(f"0.{found[2]}")) if found[2] else timedelta(0)
        return _rounded(_DAY_ZERO + timedelta(days=int(found[1])) + part)
    if found := _EPOCH.fullmatch(bare):
        return _local(datetime.fromtimestamp(int(found[1]), UTC))
    if found := _COMPACT.fullmatch(bare):
        return datetime(*(int(part or 0) for part in found.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
    if _ISO.match(bare):
        written = bare.replace("/", "-").replace(",", ".")
        return _local(datetime.fromisoformat(re.sub(r"\s+([+-])", r"\1", written)))
    if found := _WORDS.fullmatch(bare):
        return _in_words(found)
    return None


def _in_words(found: re.Match[str]) -> datetime | None:
    name = (found[2] or found[3]).casefold()
    month = _MONTHS.get(name[:3]) or _MONTHS.get(name[:4])
    if month is None:
        return None
    year = int(found[5]) if len(found[5]) == 4 else 2000 + int(found[5])
    return _clocked(datetime(year, month, int(found[1] or found[4])), found[6] or "")  # noqa: DTZ001


def _clocked(day: datetime, clock: str) -> datetime | None:
    if not clock:
        return day
    found = _WRITTEN_CLOCK.fullmatch(clock.strip())
    if found is None:
        offset = re.fullmatch(r"(.*?)\s*(Z|[+-]\d{2}:?\d{2})", clock)
        if offset is None or (local := _clocked(day, offset[1])) is None:
            return None
        return _local(datetime.fromisoformat(f"{local.isoformat()}{offset[2]}"))
    hour = int(found[1])
    if found[4]:
        hour = hour % 12 + (12 if found[4] in "pP" else 0)
    return day.replace(hour=hour, minute=int(found[2]), second=int(found[3] or 0))


def _local(moment: datetime) -> datetime:
    """As the wall clock in Berlin shows it, to the second."""
    if moment.tzinfo is not None:
        moment = moment.astimezone(zone_called(DEFAULT_ZONE)).replace(tzinfo=None)
    return moment.replace(microsecond=0)


def _rounded(moment: datetime) -> datetime:
    return (moment + timedelta(milliseconds=500)).replace(microsecond=0)


@lru_cache
def _escaped(sign: str) -> str:
    return re.escape(sign)


def _order_notes(column: str, sign: str, seen: Counter[str]) -> Iterator[Note]:
    if seen["dmy"] and seen["mdy"]:
        values = {"first": seen["dmy"], "second": seen["mdy"], "unclear": seen["both"]}
        yield Note("date-order-mixed", {"column": column, **values})
    elif seen["mdy"]:
        yield Note("date-order-found", {"column": column, "count": seen["mdy"]})
    elif seen["both"] and not seen["dmy"] and sign != ".":
        yield Note("date-order-guessed", {"column": column})
