"""Which picture stands in which chapter, drawn from the look's values."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, cast

from leumund.basics.language import _, translate
from leumund.report.look.pictures import (
    Column,
    Share,
    Span,
    columns_of_hundred,
    counts_by_partner,
    shares_with_ranges,
    spans,
)
from leumund.report.look.words import cell_words, file_words, partner_words
from leumund.report.page import Picture
from leumund.report.pictures import Bar, shares_by_fact
from leumund.report.words import decimal, grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from leumund.look import LookReport, LookTable
    from leumund.report.page import Block
    from leumund.report.pictures import Medium

_PARTNERS = 6
_BARS = 12


def of_chapter(report: LookReport, letter: str) -> list[Block]:
    """The picture at the beginning of a chapter; none where there is too little to see."""
    picture = _per_partner(report, letter) if letter == "b" else None
    return [picture] if picture is not None else []


def of_table(report: LookReport, code: str) -> list[Block]:
    """The picture above a table; none where there is too little to see."""
    make = {
        "consents_by_source": _consents,
        "order_withdrawals": _ended,
        "complaints_per_calls": _complaints,
        "complaint_patterns": _patterns,
        "lists_and_complaints": _lists,
        "cancellations_by_calls": _cancellations,
    }.get(code)
    picture = make(report) if make is not None else None
    return [picture] if picture is not None else []


def _both(drawn: Callable[[Medium], str], alt: str, caption: str) -> Picture:
    return Picture(drawn("screen"), drawn("paper"), alt=alt, caption=caption)


def _consents(report: LookReport) -> Picture | None:
    table = report.table("consents_by_source")
    if table is None or not table.rows:
        return None
    bars = []
    for row in table.rows[:_BARS]:
        consents, yes, proved = (int(cast("int", value)) for value in row[1:4])
        untold = int(cast("int", row[5]))
        counts = (yes - proved - untold, proved, consents - yes, untold)
        bars.append(Bar(cell_words(row[0], table.code.words), counts))
    parts = [
        _("say yes, and no proof would stand"),
        _("say yes, with a proof that would stand"),
        _("no longer say yes"),
        _("cannot be told"),
    ]
    lacking = "; ".join(f"{bar.name} {grouped(bar.counts[0])}" for bar in bars)
    return _both(
        lambda medium: shares_by_fact(bars, parts, medium, _("consents")),
        _("Bar chart: consents by source. Without a proof that would stand: {counts}.").format(
            counts=lacking
        ),
        _(
            "Consents by where they were given, the most frequent first. The figure beside a "
            "bar counts those that say yes and of which no proof would stand."
        ),
    )


def _per_partner(report: LookReport, letter: str) -> Picture | None:
    groups = [each for each in report.findings if each.chapter == letter and each.rows]
    total: Counter[str | None] = Counter()
    for group in groups:
        total.update(dict(group.per_partner))
    partners = [name for name, _n in total.most_common(_PARTNERS)]
    if len(groups) < 2 or len(partners) < 2:
        return None
    rows = [
        (translate(each.code.title), [dict(each.per_partner).get(p, 0) for p in partners])
        for each in groups
    ]
    names = [partner_words(each) for each in partners]
    return _both(
        lambda medium: counts_by_partner(rows, names, medium),
        _("Findings per partner. {rows}.").format(
            rows="; ".join(f"{title}: {_paired(names, counts)}" for title, counts in rows)
        ),
        _(
            "Calls with a finding, per partner. A partner that calls more has more of "
            "them; one call may have several."
        ),
    )


def _paired(names: Sequence[str], counts: Sequence[int]) -> str:
    pairs = zip(names, counts, strict=True)
    return ", ".join(f"{name} {grouped(count)}" for name, count in pairs if count)


def _ended(report: LookReport) -> Picture | None:
    return _ranges(
        report.table("order_withdrawals"),
        _("of 100 orders withdrawn"),
        _(
            "Withdrawn orders per partner. The point is the share, the line the range in which "
            "it may well lie."
        ),
    )


def _complaints(report: LookReport) -> Picture | None:
    return _ranges(
        report.table("complaints_per_calls"),
        _("complaints per 1,000 calls"),
        _(
            "Complaints per 1,000 calls that the partner itself declared. The point is the "
            "share, the line the range in which it may well lie."
        ),
    )


def _ranges(table: LookTable | None, counted: str, caption: str) -> Picture | None:
    """From a table whose last three columns are a share and its range."""
    rows = [row for row in table.rows if row[-3] is not None] if table is not None else []
    if table is None or len(rows) < 2:
        return None
    shares = [
        Share(
            cell_words(row[0], table.code.words),
            cast("float", row[-3]),
            cast("float", row[-2]),
            cast("float", row[-1]),
            is_all=row[0] == "all",
        )
        for row in rows[:_BARS]
    ]
    said = "; ".join(
        f"{one.name} {decimal(one.share)} ({decimal(one.low)}–{decimal(one.high)})"
        for one in shares
    )
    return _both(
        lambda medium: shares_with_ranges(shares, counted, medium),
        _("{what}, with ranges: {shares}.").format(what=counted, shares=said),
        caption,
    )


def _patterns(report: LookReport) -> Picture | None:
    table = report.table("complaint_patterns")
    if table is None or not table.rows or report.as_of is None:
        return None
    words = table.code.words
    found = []
    for row in table.rows[:_BARS]:
        name = cell_words(row[0], words)
        what = cell_words(row[1], words) if row[1] else ""
        first, last = cast("date", row[4]), cast("date", row[5])
        label = f"{name}: {what}" if what else name
        found.append(Span(label, first, last, int(cast("int", row[2]))))
    until = report.as_of
    return _both(
        lambda medium: spans(found, until, medium),
        _("Patterns of complaints in time: {patterns}.").format(
            patterns="; ".join(f"{one.name}, {one.first} – {one.last}" for one in found)
        ),
        _(
            "What complaints have in common: from the first sign (point) to the latest, and "
            "how many there are."
        ),
    )


def _lists(report: LookReport) -> Picture | None:
    table = report.table("lists_and_complaints")
    if table is None or not table.rows:
        return None
    bars = []
    for row in table.rows[:_BARS]:
        absent, early, could, unknown = (int(cast("int", value)) for value in row[4:8])
        file = file_words(str(row[0]))
        name = file.rpartition("/")[2].rpartition(".")[0]
        bars.append(Bar(name or file, (could, absent, early, unknown)))
    parts = [
        _("could come from this list"),
        _("person not on the list"),
        _("called before the list had left"),
        _("cannot be told"),
    ]
    return _both(
        lambda medium: shares_by_fact(bars, parts, medium, _("complaints")),
        _("Bar chart. Complaints that a list could explain: {counts}.").format(
            counts="; ".join(f"{bar.name} {grouped(bar.counts[0])}" for bar in bars)
        ),
        _(
            "All complaints, per list, by the fact that excludes them. The figure beside a bar "
            "counts those that the list could explain; that does not name it."
        ),
    )


def _cancellations(report: LookReport) -> Picture | None:
    table = report.table("cancellations_by_calls")
    if table is None or len(table.rows) < 2:
        return None
    columns = [
        Column(cell_words(row[0], {}), int(cast("int", row[2])), int(cast("int", row[1])))
        for row in table.rows
    ]
    return _both(
        lambda medium: columns_of_hundred(
            columns, _("calls"), _("of 100 have cancelled"), medium
        ),
        _("Columns: of 100 people have cancelled, by number of calls: {shares}.").format(
            shares="; ".join(f"{one.name}: {one.count}/{one.of}" for one in columns)
        ),
        _("Shown together, not proved as cause: cancellations by number of calls."),
    )
