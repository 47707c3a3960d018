"""School holidays by Land, from a file that says its source: a sign beside the one check that
looks for a child. Without such a file nobody knows any."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from leumund.basics.canonical import sha256_hex
from leumund.basics.clock import on_german_clock
from leumund.basics.errors import BadInput
from leumund.basics.language import _, in_language
from leumund.basics.letters import visible
from leumund.people import LAND_WORDS, LANDS, BadRow, Row, day, open_table, plain, shown

if TYPE_CHECKING:
    from datetime import date, datetime

    from leumund.audit.words.listen import Heard, WordFinding

CHILD: Final = "W030"
"""The check that fires where a child seems to be on the line."""
_COLUMNS: Final = ("land", "from", "to", "source")
_SOURCE_SIGNS_MAX: Final = 120


class SchoolHolidaysUnreadable(BadInput):
    """Row {row} of {file} says no school holidays that can be used ({what}). No transcript was
    opened."""

    code = "school-holidays-unreadable"
    hint = "A CSV file with land, from, to, source in its head; from is not after to."


@dataclass(frozen=True, slots=True)
class Span:
    """Holidays of one Land, both days included, and who says so."""

    land: str
    first: date
    last: date
    source: str


@dataclass(frozen=True, slots=True)
class SchoolHolidays:
    """All holidays of a file; ``digest`` is SHA-256 over its bytes."""

    spans: tuple[Span, ...] = ()
    digest: str = ""

    def on(self, land: str, at: date) -> Span | None:
        """The holidays of that Land into which the day falls."""
        spans = (each for each in self.spans if each.land == land)
        return next((each for each in spans if each.first <= at <= each.last), None)

    def beside(self, heard: Heard, land: str, called_at: datetime) -> Heard:
        """What was heard, with a word about the holidays at each sign of a child."""
        span = self.on(land, on_german_clock(called_at).date())
        if span is None:
            return heard
        found = (_told(each, span) if each.check == CHILD else each for each in heard.findings)
        return replace(heard, findings=tuple(found))


def read_school_holidays(data: bytes, name: str) -> SchoolHolidays:
    """Every row, or none of them: a row that was left out would say that there was school.

    Raises SchoolHolidaysUnreadable.
    """
    try:
        table = open_table(io.BufferedReader(io.BytesIO(data)), name)
        lacking = [each for each in _COLUMNS if each not in table.header]
    except BadInput as error:
        raise SchoolHolidaysUnreadable(file=name, row=1, what=str(error)) from None
    if lacking:
        raise SchoolHolidaysUnreadable(file=name, row=1, what=", ".join(lacking))
    spans = tuple(_span(row, table.header, name) for row in table.rows())
    return SchoolHolidays(spans, sha256_hex(data))


def _span(row: Row | BadRow, header: tuple[str, ...], name: str) -> Span:
    if isinstance(row, BadRow):
        raise SchoolHolidaysUnreadable(file=name, row=row.number, what=str(row.error))
    cells = {key: cell.strip() for key, cell in zip(header, row.cells, strict=True)}
    try:
        first, last = day(cells["from"], "from"), day(cells["to"], "to")
    except BadInput as error:
        raise SchoolHolidaysUnreadable(file=name, row=row.number, what=str(error)) from None
    land = land_of(cells["land"])
    source = " ".join(visible(cells["source"]).split())[:_SOURCE_SIGNS_MAX]
    if not land or not source or first is None or last is None or first > last:
        said = ", ".join(shown(cells[each]) for each in _COLUMNS)
        raise SchoolHolidaysUnreadable(file=name, row=row.number, what=said)
    return Span(land, first, last, source)


def land_of(written: str) -> str:
    """The two letters of a Bundesland; nothing where it is none that is known."""
    return LAND_WORDS.get(plain(written), "")


def _told(finding: WordFinding, span: Span) -> WordFinding:
    means = {}
    for language, said in finding.means.items():
        with in_language(language):
            sign = _("the call fell into the school holidays of {land} (source: {source})")
            means[language] = f"{said}; " + sign.format(
                land=LANDS[span.land], source=span.source
            )
    return replace(finding, means=means)
