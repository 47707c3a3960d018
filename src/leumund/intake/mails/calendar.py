"""Days and times in a text, also said in relation to the day on which it was written."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING

from leumund.intake.mails.calendar_words import (
    DAY_PARTS,
    EASTER_DAYS,
    MONTHS,
    NAMED_DAYS,
    NEAR_DAYS,
    ORDINALS,
    SMALL_NUMBERS,
    WEEKDAYS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

OLDEST_YEARS = 4


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day that a text names. ``at``: its time, where the words tell it as well."""

    start: int
    end: int
    day: date
    confidence: float
    note: str = ""
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day that a text names."""

    start: int
    end: int
    at: time
    confidence: float
    note: str = ""


def days(low: str, start: int, end: int, sent: datetime | None) -> list[Day]:
    """The days named between two places of a lower-case text, none overlapping another.

    Without ``sent``, the moment of writing, only days with a year can be told.
    """
    made = [*_written(low, start, end, sent)]
    if sent is not None:
        made += [*_named(low, start, end, sent), *_relative(low, start, end, sent)]
        made += _bare(low, start, end, sent, made)
        made += _weekdays(low, start, end, sent)
    return _without_overlap(_joined_weekdays(low, made))


def clocks(low: str, start: int, end: int, taken: Sequence[Day]) -> list[Clock]:
    """The times of day named there, outside the days in ``taken``."""
    made: list[Clock] = []
    for reader in (_spoken, _ranges, _digits, _bare_hours, _noon):
        for clock in reader(low, start, end):
            if not _overlaps(clock, made) and not _overlaps(clock, taken):
                made.append(clock)
    return sorted(made, key=lambda clock: clock.start)


def written_moment(written: str) -> datetime | None:
    """The moment in the heading of a forwarded mail: day with year, and a time if there is."""
    found = list(_written(written.lower(), 0, len(written), None))
    if not found:
        return None
    times = re.search(r"\b(\d{1,2}):(\d{2})(?: ?(am|pm))?", written.lower())
    at = time(12)
    if times:
        hour = int(times[1]) % 12 + 12 if times[3] == "pm" else int(times[1])
        at = _time(hour, int(times[2])) or at
    return datetime.combine(found[0].day, at)


_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_ORDINAL = r"(?:st|nd|rd|th|ten|ter|te)?"
_ORDINAL_WORD = "|".join(sorted(ORDINALS, key=len, reverse=True))
_NUMERIC = (
    r"(?<![\d.,/:-])(?P<y1>\d{4})[-/](?P<m1>\d{1,2})[-/](?P<d1>\d{1,2})(?!\d)"
    r"|(?<![\d.,/:+-])(?P<d2>\d{1,2})\. ?(?P<m2>\d{1,2})\.(?:(?P<y2> ?\d{4}|\d{2})(?![\d:.]"
    r"| ?uhr| ?h\b))?"
    r"(?! ?uhr)"
    r"|(?<![\d.,/:+-])(?P<d3>\d{1,2})[/-](?P<m3>\d{1,2})[/-](?P<y3>\d{4}|\d{2})(?![\d/-])"
    r"|(?<=\bam )(?P<d4>\d{1,2})[./](?P<m4>\d{1,2})(?![\d.:]| ?uhr)"
    r"|(?<=\bden )(?P<d5>\d{1,2})[./](?P<m5>\d{1,2})(?=,? (?:um|gegen|ca|so)\b)"
)
_NAMED_MONTH = (
    rf"(?<![\d.,/:+-])(?P<d6>\d{{1,2}})(?:\.|{_ORDINAL})? ?(?:of )?(?P<m6>{_MONTH})\b\.?"
    rf"(?:,? ?(?P<y6>(?:19|20)\d\d)\b)?"
    rf"|\b(?P<d8>{_ORDINAL_WORD}) (?:of )?(?P<m8>{_MONTH})\b(?:,? ?(?P<y8>(?:19|20)\d\d)\b)?"
    rf"|\b(?P<m7>{_MONTH}) (?:the )?(?P<d7>\d{{1,2}}){_ORDINAL}(?!\d|[.:]\d)(?:,? (?P<y7>(?:19"
    rf"|20)\d\d)\b)?"
)


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source.replace(" ", r"\s"))


def _written(low: str, start: int, end: int, sent: datetime | None) -> Iterator[Day]:
    for hit in _pattern(f"{_NUMERIC}|{_NAMED_MONTH}").finditer(low, start, end):
        parts = {name: value for name, value in hit.groupdict().items() if value}
        year = next((value for name, value in parts.items() if name[0] == "y"), None)
        month = next(value for name, value in parts.items() if name[0] == "m")
        told = next(value for name, value in parts.items() if name[0] == "d")
        number = ORDINALS.get(told) or int(told)
        day = _day(year, int(MONTHS.get(month, month)), number, sent)
        if day is not None:
            note = "" if year else "year-guessed"
            yield Day(hit.start(), hit.end(), day, 0.95 if year else 0.9, note)


def _day(year: str | None, month: int, number: int, sent: datetime | None) -> date | None:
    try:
        if year is not None:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, number)
        return _latest(month, number, sent.date()) if sent else None
    except ValueError:
        return None


def _latest(month: int, number: int, until: date) -> date:
    """The last such day up to ``until``; raises ValueError for one that never is."""
    this_year = date(until.year, month, number)
    return this_year if this_year <= until else date(until.year - 1, month, number)


def _named(low: str, start: int, end: int, sent: datetime) -> Iterator[Day]:
    today = sent.date()
    for pattern, (month, number) in NAMED_DAYS.items():
        for hit in _pattern(rf"\b(?:{pattern})\b").finditer(low, start, end):
            day = _latest(month, number, today)
            yield Day(hit.start(), hit.end(), day, 0.8, "relative")
    for pattern, offset in EASTER_DAYS.items():
        for hit in _pattern(rf"\b(?:{pattern})\b").finditer(low, start, end):
            near = [
                easter(year) + timedelta(days=offset) for year in (today.year, today.year - 1)
            ]
            day = next(found for found in (*near, today) if found <= today)
            yield Day(hit.start(), hit.end(), day, 0.7, "relative")


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * i - k - h + m + 32) % 7
    n = (h - m + r + 90) // 25
    return date(year, n, (h - m + r + n + 19) % 32)


_COUNT = "|".join((r"\d{1,2}", *sorted(SMALL_NUMBERS, key=len, reverse=True)))
_AGO = (
    rf"\bvor (?P<part>einer halben|einer knappen|einer guten|einer viertel"
    rf"|einer dreiviertel) ?stunde\b"
    rf"|\bvor (?:etwa |ca\.? |rund |knapp |genau |gut )?(?P<n1>{_COUNT}) (?P<u1>tag|tg|woche"
    rf"|stunde|minute)(?:en|n|e)?\b"
    rf"|\b(?:seit|since) (?P<n3>{_COUNT}) (?P<u3>tag|woche)(?:en|n|e)?\b"
    rf"|\b(?P<n2>{_COUNT}) (?:of )?(?P<u2>day|week|hour|minute)s? ago\b"
)
_PART_HOURS = {
    "einer halben": timedelta(minutes=30),
    "einer viertel": timedelta(minutes=15),
    "einer dreiviertel": timedelta(minutes=45),
}
_UNITS = {
    "tag": timedelta(days=1), "tg": timedelta(days=1), "day": timedelta(days=1),
    "woche": timedelta(days=7), "week": timedelta(days=7), "stunde": timedelta(hours=1),
    "hour": timedelta(hours=1), "minute": timedelta(minutes=1),
}  # fmt: skip


def _relative(low: str, start: int, end: int, sent: datetime) -> Iterator[Day]:
    for pattern, offset in NEAR_DAYS.items():
        for hit in _pattern(rf"\b(?:{pattern})\b(?! vor\b)").finditer(low, start, end):
            day = sent.date() + timedelta(days=offset)
            yield Day(hit.start(), hit.end(), day, 0.9, "relative")
    for hit in _pattern(_AGO).finditer(low, start, end):
        if hit["part"]:
            then = sent - _PART_HOURS.get(hit["part"], timedelta(hours=1))
            at = then.time().replace(second=0, microsecond=0)
            yield Day(hit.start(), hit.end(), then.date(), 0.7, "relative", at)
            continue
        count = hit["n1"] or hit["n2"] or hit["n3"]
        unit = _UNITS[hit["u1"] or hit["u2"] or hit["u3"]]
        number = int(count) if count.isdecimal() else SMALL_NUMBERS[count]
        then = sent - number * unit
        is_exact = unit < timedelta(days=1)
        yield Day(
            hit.start(),
            hit.end(),
            then.date(),
            0.6 if unit == timedelta(days=7) else 0.8,
            "relative",
            then.time().replace(second=0, microsecond=0) if is_exact else None,
        )


def _bare(
    low: str, start: int, end: int, sent: datetime, known: Sequence[Day]
) -> Iterator[Day]:
    """ "am 15. um 8:20", "am 25. d. M.", "on the 21st": the month is the latest that can be."""
    pattern = (
        r"(?<=\bam )(?P<a>\d{1,2})\.(?= (?:um|gegen|ca|und|d\.? ?m\b|dieses|dies|hat|rief|kam))"
        r"|(?<=\bon the )(?P<b>\d{1,2})(?:st|nd|rd|th)\b(?! of| \w+ber| ja| fe| ma| ap| ju| au)"
    )
    for hit in _pattern(pattern).finditer(low, start, end):
        if any(day.start < hit.end() and hit.start() < day.end for day in known):
            continue
        day = _latest_of_month(int(hit["a"] or hit["b"]), sent.date())
        if day is not None:
            yield Day(hit.start(), hit.end(), day, 0.7, "relative")


def _latest_of_month(number: int, until: date) -> date | None:
    for back in range(62):
        day = until - timedelta(days=back)
        if day.day == number:
            return day
    return None


_WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_PART = r"(?:morgen|vormittag|mittag|nachmittag|abend|nacht|früh)?"
_LAST_WEEK = r"(?:letzte|vergangene|vorige|vorletzte|last) (?:woche|week)"
_WEEKDAYS = (
    rf"\b(?:(?P<before>{_LAST_WEEK}),? (?:am |on )?)?"
    rf"(?:(?P<lead>am|letzten|letzter|vergangenen|vorigen|diesen|dieser|on|last|this|seit|since"
    rf"|past|der|den|voriger|lesscht) )?(?:(?:vergangenen|letzten|vorigen|last|past) )?"
    rf"(?P<day>{_WEEKDAY}){_PART}\b(?P<behind>,? (?:last week|letzte woche|letzter woche"
    rf"|vergangene woche|vorige woche|before last))?"
)
_SHORT = frozenset(("mon", "tue", "wed", "thu", "fri", "sat", "sun", "thur"))


def _weekdays(low: str, start: int, end: int, sent: datetime) -> Iterator[Day]:
    for hit in _pattern(_WEEKDAYS).finditer(low, start, end):
        if hit["day"] in _SHORT and not hit["lead"] and not hit["behind"]:
            following = low[hit.end() : hit.end() + 12]
            if not re.match(r"\s(?:\d|around|about|at|morning|last)", following):
                continue
        wanted = WEEKDAYS[hit["day"]]
        if hit["before"] or hit["behind"]:
            monday = sent.date() - timedelta(days=sent.weekday() + 7)
            day, confidence = monday + timedelta(days=wanted), 0.8
        else:
            back = (sent.weekday() - wanted) % 7 or 7
            day, confidence = sent.date() - timedelta(days=back), 0.8
        yield Day(hit.start(), hit.end(), day, confidence, "relative")


def _joined_weekdays(low: str, made: list[Day]) -> list[Day]:
    """ "Samstag, den 21.06.": the date counts, the weekday belongs to its words."""
    dated = [day for day in made if day.note in ("", "year-guessed")]
    joined: dict[int, Day] = {}
    dropped: set[int] = set()
    for index, day in enumerate(made):
        if day.note != "relative":
            continue
        for other in dated:
            gap = low[day.end : other.start] if other.start >= day.end else None
            if gap is not None and len(gap) < 20 and _GAP.fullmatch(gap):
                joined[other.start] = replace(other, start=day.start)
                dropped.add(index)
            gap = low[other.end : day.start] if day.start >= other.end else None
            if (
                gap is not None
                and len(gap) < 14
                and re.fullmatch(r"[ ,(]{0,3}(?:ein(?:em)? )?", gap)
            ):
                dropped.add(index)
    kept = [day for index, day in enumerate(made) if index not in dropped]
    return [joined.get(day.start, day) if day in dated else day for day in kept]


_GAP = re.compile(
    r"[\s,(:.]*(?:den|dem|der|the|also|,|am|nämlich|zum beispiel)?[\s,]*(?:am\s)?"
)


def _without_overlap(made: list[Day]) -> list[Day]:
    kept: list[Day] = []
    for day in sorted(made, key=lambda one: (one.start - one.end, one.start)):
        if not _overlaps(day, kept):
            kept.append(day)
    return sorted(kept, key=lambda one: one.start)


def _overlaps(one: Day | Clock, others: Sequence[Day | Clock]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


_WORD_HOURS = {word: value for word, value in SMALL_NUMBERS.items() if value <= 12}
_HOUR_WORDS = "|".join(
    sorted((w for w in _WORD_HOURS if w not in ("a", "an", "ein", "einem", "einer")), key=len,
           reverse=True)
)  # fmt: skip
_HOUR = rf"(?:\d{{1,2}}|{_HOUR_WORDS}|eins)"
_MINUTES = r"(?:\d{1,2}|fünf|zehn|zwanzig|fünfundzwanzig|five|ten|twenty(?:-five)?)"
_SPOKEN = (
    rf"(?P<frac>[¼½¾]) ?(?P<h6>\d{{1,2}})\b|\b(?P<word>{_HOUR_WORDS}) uhr\b"
    rf"|\b(?P<half>halb|halba|hoibe|hoiba|halbi|halwer|halvig) (?P<h1>{_HOUR})\b"
    rf"|\bhalf (?:past )?(?P<h2>{_HOUR})\b"
    rf"|\b(?P<q>viertel|quarter|a quarter|dreiviertel) (?P<dir1>vor|nach|über|to"
    rf"|past)? ?(?P<h3>{_HOUR})\b"
    rf"|\b(?P<min>{_MINUTES}) (?:minuten |minutes )?(?P<dir2>vor|nach|to"
    rf"|past) (?P<to_half>halb )?(?P<h4>{_HOUR})\b"
    rf"|\b(?:kurz|knapp|just|shortly) (?P<dir3>vor|nach|before|after|past"
    rf"|gone) (?P<h5>{_HOUR})\b(?![.:]\d)(?: uhr)?"
)


def _spoken(low: str, start: int, end: int) -> Iterator[Clock]:
    for hit in _pattern(_SPOKEN).finditer(low, start, end):
        hour = _number(
            hit["h1"]
            or hit["h2"]
            or hit["h3"]
            or hit["h4"]
            or hit["h5"]
            or hit["h6"]
            or hit["word"]
        )
        if hour is None or hour > 24:
            continue
        minute, confidence = _minutes_of(hit)
        if re.match(r"\s*(?:tag|woche|day|week|euro|stunde|mal)", low[hit.end() :][:12]):
            continue
        whole = (hour * 60 + minute) % 1440
        yield from _clock(low, hit.start(), hit.end(), whole // 60, whole % 60, confidence)


def _minutes_of(hit: re.Match[str]) -> tuple[int, float]:
    if hit["h6"]:
        return {"¼": -45, "½": -30}.get(hit["frac"], -15), 0.7
    if hit["h1"]:
        return -30, 0.9
    if hit["h2"]:
        return 30, 0.85
    if hit["h3"]:
        if hit["q"] == "dreiviertel":
            return -15, 0.8
        if not hit["dir1"]:
            return -45, 0.5
        return (-15 if hit["dir1"] in ("vor", "to") else 15), 0.9
    if hit["h4"]:
        minutes = _number(hit["min"]) or 0
        minutes = -minutes if hit["dir2"] in ("vor", "to") else minutes
        return minutes - (30 if hit["to_half"] else 0), 0.9
    return 0, 0.6


def _ranges(low: str, start: int, end: int) -> Iterator[Clock]:
    pattern = (
        r"\b(?:zwischen|between) (?P<h>\d{1,2})(?:[.:](?P<m>\d{2}))? ?(?:uhr "
        r"|[ap]\.?m\.? )?(?:und|and) "
        r"\d{1,2}(?:[.:]\d{2})?(?: ?(?:uhr|h|am|pm|a\.m\.|p\.m\.))?"
    )
    for hit in _pattern(pattern).finditer(low, start, end):
        yield from _clock(low, hit.start(), hit.end(), int(hit["h"]), int(hit["m"] or 0), 0.6)


_DIGITS = (
    r"(?<![\d.,:/+-])(?P<h1>\d{1,2}):(?P<m1>\d{2})(?::\d{2})?(?![\d:]|\.\d) ?(?P<s1>uhr\b|h\b"
    r"|[ap]\.?m\b\.?)?"
    r"|(?<![\d.,:/+-])(?P<h2>\d{1,2})[.](?P<m2>\d{2})(?!\d) ?(?P<s2>uhr\b|h\b|[ap]\.?m\b\.?)"
    r"|\b(?:um|gegen|at|ca\.?) (?P<h3>\d{1,2})[.](?P<m3>\d{2})(?![\d.]|\.\d)"
    r"|(?<![\d.,:/+-])(?P<h4>\d{1,2}) ?(?:uhr|o'clock|hour\b(?! ago)|(?=h\d\d)h) ?(?P<m4>\d{2}"
    r"(?!\d|\.|:)|\d(?= (?!anruf|mal|x |leute|perso)[a-zäöü]))?"
    r"|(?<![\d.,:/+-])(?P<h5>\d{1,2}) ?(?P<s5>h|[ap]\.?m\.?)(?![\w])"
    r"|(?<=, )(?P<h6>\d{1,2})\.(?P<m6>\d{2})(?=[,;.)]|$)"
    r"|(?<=uhrzeit: )(?P<h8>\d{1,2})\.(?P<m8>\d{2})"
    r"|(?<![\d.,:/+-])(?P<h9>\d{2})(?P<m9>[0-5]\d) ?(?:uhr|hrs|hours)\b"
    r"|(?<![\d.,:/+-])(?P<h7>\d{1,2})\.(?P<m7>\d{2})(?= in the| at night| this| yesterday"
    r"| today)"
)


def _digits(low: str, start: int, end: int) -> Iterator[Clock]:
    for hit in _pattern(_DIGITS).finditer(low, start, end):
        groups = hit.groupdict()
        hour = int(next(groups[f"h{n}"] for n in range(1, 10) if groups[f"h{n}"]))
        minute = next((groups.get(f"m{n}") for n in range(1, 10) if groups.get(f"m{n}")), "0")
        yield from _clock(
            low, hit.start(), hit.end(), hour, int(minute or 0), 0.95, is_full=bool(hit["h1"])
        )


_BARE_HOURS = (
    rf"\b(?:um|gegen|jegen|jejen|gegn|klock|ca\.?|circa|so|etwa|at|about|around|@|uma|am"
    rf"|kurz) (?:so |um |etwa "
    rf"|ca\.? |about |around )?(?P<h>{_HOUR})(?P<ish>ish)?(?= ?[,.;:!?)\n–-]| |$)(?![.:]\d)"
    r"(?! ?(?:tag|woche|monat|jahr|euro|€|%|prozent|mal\b|x\b|leut|minute|stunde|day|week|month"
    r"|year|hour|people|anruf|calls?\b|mitarb|cent|gb|mbit|verschied|weiter|person|dame|frau"
    r"|mann|herr|ander|of\b|der\b|unserer|meiner|times|\.))"
)


def _bare_hours(low: str, start: int, end: int) -> Iterator[Clock]:
    for hit in _pattern(_BARE_HOURS).finditer(low, start, end):
        hour = _number(hit["h"])
        if hour is None or hour > 23 or _is_day_of_month(low, hit):
            continue
        yield from _clock(low, hit.start("h"), hit.end(), hour, 0, 0.75, is_bare=True)


def _is_day_of_month(low: str, hit: re.Match[str]) -> bool:
    """ "am 15. ..." is a day, "am Siebni" an hour."""
    return hit[0].startswith("am") and hit["h"].isdecimal()


def _noon(low: str, start: int, end: int) -> Iterator[Clock]:
    pattern = r"\b(?:um|gegen|at|around|about) (?:die )?(?:mittag|mittags|noon|midday)\b"
    for hit in _pattern(pattern).finditer(low, start, end):
        yield Clock(hit.start(), hit.end(), time(12), 0.6)


def _number(word: str) -> int | None:
    return int(word) if word.isdecimal() else _WORD_HOURS.get(word, SMALL_NUMBERS.get(word))


def _clock(
    low: str,
    start: int,
    end: int,
    hour: int,
    minute: int,
    confidence: float,
    *,
    is_full: bool = False,
    is_bare: bool = False,
) -> Iterator[Clock]:
    """The time, its half of the day told by "pm", by words near it, or guessed."""
    end = start + len(low[start:end].rstrip())
    part, note = _part_near(low, start, end), ""
    if hour == 0 and minute and not is_full and part != "night":
        hour = 12
    if part == "pm" and 1 <= hour < 12:
        hour += 12 if not (hour in (10, 11) and "mittag" in low[start - 25 : start]) else 0
    elif part == "am" and hour == 12:
        hour = 0
    elif part == "night" and 6 <= hour < 12:
        hour += 12
    elif part is None and 1 <= hour <= 6 and not is_full:
        hour, note, confidence = hour + 12, "half-day-guessed", confidence * 0.8
    elif part is None and is_bare and 7 <= hour <= 8:
        note, confidence = "half-day-guessed", confidence * 0.6
    at = _time(hour, minute)
    if at is not None:
        yield Clock(start, end, at, confidence, note)


def _time(hour: int, minute: int) -> time | None:
    if hour == 24 and minute == 0:
        hour = 0
    return time(hour, minute) if 0 <= hour < 24 and 0 <= minute < 60 else None


def _part_near(low: str, start: int, end: int) -> str | None:
    """The half of the day named in the time itself, else just behind, else just before it."""
    english = re.search(r"\d ?(?P<half>[ap])\.?m\b", low[start : end + 4])
    if english:
        return f"{english['half']}m"
    behind = re.split(r"[.!?](?:\s|$)|\n\n", low[end : end + 26])[0]
    before = re.split(r"[.!?]\s|\n\n", low[max(0, start - 32) : start])[-1]
    for words in (low[start:end], behind, before):
        places = [
            (hit.start(), part)
            for pattern, part in DAY_PARTS.items()
            for hit in re.finditer(_PARTS_AT.format(pattern), words)
        ]
        if places:
            return min(places)[1] if words is behind else max(places)[1]
    return None


_PARTS_AT = r"(?:\b|(?<=tag)|(?<=woch)|(?<=\d))(?:{})(?!\w)"
