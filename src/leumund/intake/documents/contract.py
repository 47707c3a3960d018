"""A contract: its parties, when it was signed, from when to when it runs, its clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from leumund.intake.documents.clauses import (
    clauses,
    clauses_in_doubt,
    find_clauses,
    is_processing,
)
from leumund.intake.documents.document import ContractRead, Found
from leumund.intake.documents.page import Line, Page, read
from leumund.intake.documents.parties import find_parties
from leumund.intake.documents.passages import Sentence, passages, sentences
from leumund.intake.documents.values import Dated, days

_SIGNED_BEFORE = re.compile(
    r"(?:\b[A-ZÄÖÜ][\wäöüß.\-/ ]{1,40},\s*(?:den|dated|on)?\s*$"
    r"|\b(?:Ort\s*[/,]\s*Datum|Datum|Place\s*[/,]\s*Date|Date|Dated|Signed(?:\s+on)?"
    r"|unterzeichnet(?:\s+am)?|Unterschrift|geschlossen am|abgeschlossen am|entered into on"
    r"|made(?:\s+and entered into)?(?:\s+this|\s+on)?(?:\s+the)?|executed on|vom|den|as of"
    r"|signature)\b[^.\d]{0,30}$)",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"Unterschrift|Signature|Signed|unterzeichnet|Ort\s*[/,]\s*Datum|Place\s*[/,]\s*Date|_{4,}|\.{8,}"
    r"|in witness whereof|für den Auftrag|for the (?:controller|processor)|Stempel",
    re.IGNORECASE,
)
_DATED_PLACE = re.compile(
    r"^(?:[A-ZÄÖÜ][\wäöüß.-]+(?:[ /][A-ZÄÖÜa-zäöü(][\wäöüß.)-]*){0,3}),?\s+"
    r"(?:den\s+|on\s+|am\s+)?$"
)
_SPAN = re.compile(r"\s*(?:bis|until|to|through|[-–—])\s", re.IGNORECASE)
_OTHER_DAY = re.compile(
    r"\b(?:effective|start|end|commenc\w*|beginn\w*|ende|laufzeit|kraft)\b", re.IGNORECASE
)
_BEGINS = re.compile(
    r"(?:beginnt|beginnend|beginn|tritt|gilt (?:ab|seit)|wirksam|in kraft|ab dem|laufzeit"
    r"|mit wirkung (?:zum|vom|ab)|vertragsbeginn|läuft (?:ab|vom)|effective|with effect from"
    r"|commenc\w*|takes effect|comes? into (?:force|effect)|enters? into force|starts? on"
    r"|starting|begins? on|term|start date)[^.;]{0,60}?$",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"(?:endet|enden|ende|befristet|bis zum|bis einschließlich|bis|vertragsende|laufzeitende"
    r"|ablauf|expires?|expiry|expiring|ends?|terminates?|until|through|end date"
    r"|up to and including|ending|\bto)[^.;]{0,40}?$",
    re.IGNORECASE,
)
_WITH_SIGNATURE = re.compile(
    r"(?:tritt|wirksam|beginnt|gilt|commenc\w*|effective|takes effect|begins?"
    r"|comes? into (?:force|effect)|enters? into force)[^.;]{0,60}"
    r"(?:unterzeichnung|unterschrift|signature|signing|signed)",
    re.IGNORECASE,
)
_OPEN_ENDED = re.compile(
    r"unbestimmte (?:zeit|dauer)|unbefristet|auf dauer geschlossen|indefinite|open-ended"
    r"|without (?:a )?fixed term|until terminated|unlimited (?:term|period)",
    re.IGNORECASE,
)
_BEFORE_WORDS = 110
_SHOWN = 160
_INSTRUCTED = "28(3)(a)"


def read_contract(pages: Sequence[Page]) -> ContractRead:
    """What the text of these pages says; what it does not say is None or missing."""
    found = sentences(pages)
    cut = passages(found)
    there = find_clauses(cut)
    signed = _signed(pages)
    begins = _told(found, _BEGINS)
    if begins is None and signed and any(_WITH_SIGNATURE.search(one.text) for one in found):
        begins = signed
    return ContractRead(
        parties=find_parties(found),
        signed_on=signed,
        begins_on=begins,
        ends_on=_told(found, _ENDS, after=begins.value if begins else None),
        is_open_ended=any(_OPEN_ENDED.search(one.text) for one in found),
        is_processing=is_processing(cut) or _INSTRUCTED in there,
        clauses={
            clause.key: there[clause.key].page if clause.key in there else None
            for clause in clauses()
        },
        found=there,
        in_doubt=clauses_in_doubt(cut, there),
    )


def _signed(pages: Sequence[Page]) -> Found[date] | None:
    """The latest day beside a signature; else a day that the head says it was concluded on."""
    ends = list(_signatures(pages))
    if ends:
        return max(ends, key=lambda found: found.value)
    for line in read(pages[0]) if pages else ():
        for day in days(line.text):
            if _SIGNED_BEFORE.search(line.text[: day.start]) and not _goes_on(line, day):
                return Found(day.day, line.page, line.text[:_SHOWN])
    return None


def _signatures(pages: Sequence[Page]) -> Iterator[Found[date]]:
    """Days on lines like "Berlin, den 12.03.2026", where a signature is near."""
    for page in pages:
        lines = read(page)
        for place, line in enumerate(lines):
            near = " ".join(other.text for other in lines[max(0, place - 4) : place + 5])
            if _SIGNATURE.search(near):
                above = lines[place - 1].text if place else ""
                for day in days(line.text):
                    if _is_of_signing(line, day, above):
                        yield Found(day.day, page.number, line.text[:_SHOWN])


def _is_of_signing(line: Line, day: Dated, above: str) -> bool:
    """A day after a place, after a word like "Datum", or alone; not one from which on."""
    before = line.text[: day.start]
    if _DATED_PLACE.match(before):
        return not _goes_on(line, day)
    if _SIGNED_BEFORE.search(before):
        is_other = _OTHER_DAY.search(f"{above} {before}"[-_BEFORE_WORDS:]) is not None
        return not is_other and not _goes_on(line, day)
    return line.text.strip() == line.text[day.start : day.end]


def _goes_on(line: Line, day: Dated) -> bool:
    """Is it the first day of a span?"""
    return _SPAN.match(line.text[day.end :]) is not None


def _told(
    found: Sequence[Sentence], word: re.Pattern[str], after: date | None = None
) -> Found[date] | None:
    """The first day that a word like "beginnt am" stands before."""
    for one in found:
        for day in days(one.text):
            before = _before(one.text, day)
            if word.search(before) and (after is None or day.day > after):
                return Found(day.day, one.page, _shown(one.text, day))
    return None


def _before(text: str, day: Dated) -> str:
    """The words before a day, but not those before another day: "vom ... bis zum ..."."""
    start = max(0, day.start - _BEFORE_WORDS)
    earlier = [other.end for other in days(text) if other.end <= day.start]
    return text[max([start, *earlier]) : day.start]


def _shown(text: str, day: Dated) -> str:
    start = max(0, day.start - _SHOWN // 2)
    return text[start : day.end + _SHOWN // 2].strip()
