"""Reading one value strictly: a day, a moment, a yes or no, a word from a known list.

Dates are ISO 8601 (``2026-03-31``) or German (``31.03.2026``); anything else, and a day
that does not exist, is an error that shows the value. A time without an offset is German
local time, converted here and nowhere else; where the clock was put back and a time comes
twice, the earlier moment is meant. Empty is None.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache, lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from leumund.basics.errors import BadInput
from leumund.people.header import plain
from leumund.people.line import (
    CHANNELS,
    EVERY_CHANNEL,
    EVERYTHING,
    LANDS,
    PERSON_KINDS,
    SOURCES,
    ZONE,
    PersonKind,
)
from leumund.people.masking import shown
from leumund.people.vocabulary import (
    CHANNEL_WORDS,
    LAND_WORDS,
    OBJECTION_CHANNELS,
    PERSON_KIND_WORDS,
    SOURCE_WORDS,
    WHOLE,
    YES_OR_NO,
)

_Meaning = TypeVar("_Meaning")

_ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")
_GERMAN_DAY = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})")
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<part>\d{1,9}))?)?"
    r"\s?(?P<zone>Z|[+-]\d{2}(?::?\d{2})?)?(?:\s?Uhr)?"
)
_MIDNIGHT = re.compile(r"[T ]0{1,2}:00(?::00(?:[.,]0+)?)?")
_USUAL_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?", re.ASCII
)
_LAST_MINUTE = timedelta(minutes=59)
_FIRST_YEAR = 1900
_REMEMBERED = 4096


class UnreadableDate(BadInput):
    """The column {column} holds {value}, which is no date."""

    code = "unreadable-date"
    hint = "Write 2026-03-31 or 31.03.2026."


class UnreadableTime(BadInput):
    """The column {column} holds {value}, which is no moment in time."""

    code = "unreadable-time"
    hint = "Write 2026-03-31T14:05:00, 31.03.2026 14:05, or with an offset: ...+02:00."


class SkippedTime(BadInput):
    """The column {column} holds {value}, an hour that was skipped when clocks went forward."""

    code = "skipped-time"
    hint = "Write it with its offset, for example +01:00."


class UnknownWord(BadInput):
    """The column {column} holds {value}, which is not known there."""

    code = "unknown-word"
    hint = "Known are: {known}."


class UnknownLand(BadInput):
    """The column {column} holds {value}, which is no Bundesland that is known here."""

    code = "unknown-land"
    hint = "Write the letters, DE- and the letters, or a name: NW, DE-NW, NRW, {names}."


class MissingValue(BadInput):
    """The column {column} is empty."""

    code = "missing-value"


class UnreadableNumber(BadInput):
    """The column {column} holds {value}, which cannot be read as a phone number."""

    code = "unreadable-number"
    hint = (
        "Write digits only, best with the country code. If it looks like 4.93E+11, a "
        "spreadsheet has destroyed it: export the column as text."
    )


def text(cell: str) -> str | None:
    """The text in Unicode form NFC with one space between words."""
    if not cell:
        return None
    plain_form = cell if cell.isascii() else unicodedata.normalize("NFC", cell)
    return " ".join(plain_form.split()) or None


def day(cell: str, column: str) -> date | None:
    """A calendar day. A time of 00:00:00 behind it, as databases export it, is accepted."""
    written = cell.strip()
    if not written:
        return None
    found = _ISO_DAY.match(written) or _GERMAN_DAY.match(written)
    if found is None or not _is_midnight(written[found.end() :]):
        raise UnreadableDate(column=column, value=shown(written))
    return _existing_day(found, column, written)


def moment(cell: str, column: str) -> datetime | None:
    """An instant in UTC. A day without a time is its first moment in German local time."""
    written = cell.strip()
    if not written:
        return None
    found = _ISO_DAY.match(written) or _GERMAN_DAY.match(written)
    rest = written[found.end() :] if found else ""
    if found is None or (rest and rest[0] not in "T ,"):
        raise UnreadableTime(column=column, value=shown(written))
    on_day = _existing_day(found, column, written)
    if not rest:
        return _from_local(datetime.combine(on_day, time()), column, written)
    return _with_clock(on_day, rest[1:].lstrip(), column, written)


def instant(cell: str, column: str) -> str | None:
    """A moment as text, ``2026-01-05T09:00:00+00:00``.

    Files hold millions of moments, but not many hours: which hour of UTC one is, is
    remembered where it is written as most files write it.
    """
    if _USUAL_MOMENT.fullmatch(cell):
        hour = _hour_in_utc(cell[:13])
        if hour is not None:
            return f"{hour}{cell[13:16]}:{cell[17:] or '00'}+00:00"
    found = moment(cell, column)
    return found.isoformat() if found else None


@lru_cache(_REMEMBERED)
def _hour_in_utc(written: str) -> str | None:
    """``2026-01-05T09`` for ``2026-01-05 10``; None where it is no hour like any other."""
    try:
        begins, ends = moment(f"{written}:00", ""), moment(f"{written}:59", "")
    except BadInput:
        return None
    if begins is None or ends is None or begins.minute or ends - begins != _LAST_MINUTE:
        return None
    return begins.isoformat()[:13]


def yes_or_no(cell: str, column: str) -> bool:
    """Empty means no: what was not stated was not shown."""
    return _word(cell, YES_OR_NO, column, ("yes", "no")) or False


def words(cell: str) -> tuple[str, ...]:
    """The entries of a list in one cell, separated by ``|`` or ``;``, each one once."""
    entries = (text(entry) for entry in re.split(r"[|;]", cell))
    return tuple(dict.fromkeys(entry for entry in entries if entry))


def channels(cell: str, column: str) -> tuple[str, ...]:
    """Channels as one of CHANNELS each; here a comma separates, too."""
    entries = words(cell.replace(",", "|"))
    found = (_word(entry, CHANNEL_WORDS, column, CHANNELS) for entry in entries)
    return tuple(dict.fromkeys(channel for channel in found if channel))


def objected_channel(cell: str, column: str) -> str:
    """One of CHANNELS, or ``all``, also where it is empty."""
    known = (*CHANNELS, EVERY_CHANNEL)
    return _word(cell, OBJECTION_CHANNELS, column, known) or EVERY_CHANNEL


def scope(cell: str) -> str:
    """What an objection covers: a product as written, or ``all``, also where it is empty."""
    written = text(cell)
    return EVERYTHING if written is None or plain(written) in WHOLE else written


@lru_cache(_REMEMBERED)
def source(cell: str, column: str) -> str | None:
    """How a consent was collected: one of SOURCES."""
    return _word(cell, SOURCE_WORDS, column, SOURCES)


@lru_cache(_REMEMBERED)
def kind(cell: str, column: str) -> PersonKind:
    """Consumer, business, or unknown, also where it is empty."""
    return _word(cell, PERSON_KIND_WORDS, column, PERSON_KINDS) or "unknown"


@lru_cache(_REMEMBERED)
def land(cell: str, column: str) -> str | None:
    """The two letters of a Bundesland, from its letters, ``DE-BY`` or a name it has."""
    try:
        return _word(cell, LAND_WORDS, column, ())
    except UnknownWord as error:
        names = ", ".join(f"{letters} {name}" for letters, name in LANDS.items())
        raise UnknownLand(column=column, value=error.values["value"], names=names) from None


@lru_cache(_REMEMBERED)
def zone(cell: str, column: str) -> str:
    """The name of a time zone in the IANA database; German time where it is empty."""
    name = cell.strip() or ZONE
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # an odd name can also look like a folder or hold a zero byte
        raise UnknownWord(column=column, value=shown(name), known=f"{ZONE}, ...") from None
    return name


def postcode(cell: str) -> str | None:
    """The postcode as text; the leading zero that spreadsheets eat is put back."""
    written = text(cell)
    return written.zfill(5) if written and written.isdecimal() else written


def _existing_day(found: re.Match[str], column: str, written: str) -> date:
    year, month, number = (int(found[part]) for part in ("year", "month", "day"))
    if year < _FIRST_YEAR:
        raise UnreadableDate(column=column, value=shown(written))
    try:
        return date(year, month, number)
    except ValueError:
        raise UnreadableDate(column=column, value=shown(written)) from None


def _with_clock(on_day: date, rest: str, column: str, written: str) -> datetime:
    found = _CLOCK.fullmatch(rest)
    if found is None:
        raise UnreadableTime(column=column, value=shown(written))
    try:
        clock = time(
            int(found["hour"]),
            int(found["minute"]),
            int(found["second"] or 0),
            int((found["part"] or "0")[:6].ljust(6, "0")),
        )
        offset = _offset(found["zone"])
        local = datetime.combine(on_day, clock)
        if offset is not None:
            return local.replace(tzinfo=offset).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UnreadableTime(column=column, value=shown(written)) from None
    return _from_local(local, column, written)


def _offset(written: str | None) -> timezone | None:
    if written is None:
        return None
    if written == "Z":
        return UTC
    digits = written[1:].replace(":", "").ljust(4, "0")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-size if written[0] == "-" else size)


def _from_local(local: datetime, column: str, written: str) -> datetime:
    """German local time to UTC (PEP 495: in a gap the two readings are in wrong order)."""
    early = local.replace(tzinfo=_german_clock())
    late = early.replace(fold=1)
    early_offset, late_offset = early.utcoffset(), late.utcoffset()
    if early_offset is not None and late_offset is not None and early_offset < late_offset:
        raise SkippedTime(column=column, value=shown(written))
    return early.astimezone(UTC)


@cache
def _german_clock() -> ZoneInfo:
    return ZoneInfo(ZONE)


def _word(
    cell: str, vocabulary: dict[str, _Meaning], column: str, known: tuple[str, ...]
) -> _Meaning | None:
    if not cell or cell.isspace():
        return None
    key = plain(cell)
    if key not in vocabulary:
        raise UnknownWord(column=column, value=shown(cell), known=", ".join(known))
    return vocabulary[key]


def _is_midnight(rest: str) -> bool:
    return not rest or _MIDNIGHT.fullmatch(rest) is not None
