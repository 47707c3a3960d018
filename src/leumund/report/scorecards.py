"""Scorecards as a page: per measure a funnel, and the table it is drawn from.

In a funnel (Spiegelhalter, Statistics in Medicine 24, 2005) a point is a partner: across the
number of its calls, up its rate. The band is what chance gives for so many calls if all
partners were alike; so a small partner may lie far off and still say nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from leumund.audit import measure_titles, place_titles
from leumund.basics.language import _, in_language, reader_language
from leumund.report.page import Heading, Note, Page, Picture, Table, Text
from leumund.report.pictures import INK, WIDTH, as_data, as_svg
from leumund.report.words import decimal, grouped

if TYPE_CHECKING:
    from leumund.audit import Funnel, Scorecards, ScoreRow
    from leumund.report.page import Block
    from leumund.report.pictures import Medium

_BAND, _WIDE_BAND, _POINT, _FAR = "#C9D6E2", "#E6ECF2", "#33506B", "#9C4000"
_NOTHING = "–"


def scorecards_page(cards: Scorecards, language: str | None = None) -> Page:
    """The page in that language, or the reader's."""
    language = language or reader_language()
    with in_language(language):
        blocks: list[Block] = [
            Note(_("How to read this"), _how_to_read()),
            *(block for funnel in cards.funnels for block in _blocks(funnel)),
        ]
        if not cards.funnels:
            blocks.append(Text(_("No call was declared for these days.")))
        return Page(
            language=language,
            title=_("Partners side by side"),
            subtitle=_("Calls from {since} to {until}").format(
                since=cards.since or _NOTHING, until=cards.until or _NOTHING
            ),
            blocks=tuple(blocks),
            foot=_("A rate outside what chance explains is a question, not a finding."),
        )


def _how_to_read() -> str:
    return _(
        "Each point is a partner: the further to the right, the more calls; the higher, the "
        "more often. Within the dark band lies what chance gives in 95 of 100 cases if all "
        "partners were alike, within the light one in 998 of 1,000. Partners call different "
        "people for different reasons, so a point outside asks a question and answers none. "
        "Figures about fewer than five people are left out."
    )


def _blocks(funnel: Funnel) -> list[Block]:
    title = measure_titles().get(funnel.measure, funnel.measure)
    drawn = [row for row in funnel.rows if row.of is not None]
    blocks: list[Block] = [Heading(title)]
    if funnel.curve and len(drawn) > 1:
        blocks.append(_picture(funnel, drawn, title))
    return [*blocks, _table(funnel)]


def _picture(funnel: Funnel, rows: list[ScoreRow], title: str) -> Picture:
    said = "; ".join(f"{row.partner} {decimal(row.share or 0.0)} %" for row in rows)
    return Picture(
        screen=_funnel(funnel, rows, "screen"),
        paper=_funnel(funnel, rows, "paper"),
        alt=f"{title}: {said}",
        caption=_("All partners together: {share} %.").format(
            share=decimal(funnel.share or 0.0)
        ),
    )


def _funnel(funnel: Funnel, rows: list[ScoreRow], medium: Medium) -> str:
    curve = [
        {"of": at.of, "low": at.low, "high": at.high, "far_low": at.far_low,
         "far_high": at.far_high}
        for at in funnel.curve
    ]  # fmt: skip
    points = [
        {"of": row.of, "share": row.share, "name": row.partner,
         "is_far": row.place.startswith("far")}
        for row in rows
    ]  # fmt: skip
    across = alt.X(
        "of:Q", title=_("calls"), scale=alt.Scale(type="log", nice=False),
        axis=alt.Axis(grid=False, tickCount=4, format="~s"),
    )  # fmt: skip
    up = alt.Axis(grid=True, gridColor="#E4E7EB", domain=False, ticks=False, tickCount=5)
    base = alt.Chart(as_data(curve), width=WIDTH - 60, height=230)
    wide = base.mark_area(color=_WIDE_BAND).encode(
        x=across, y=alt.Y("far_low:Q", title=_("of 100"), axis=up), y2="far_high:Q"
    )
    band = base.mark_area(color=_BAND).encode(x=across, y="low:Q", y2="high:Q")
    level = alt.Chart(as_data([{"share": funnel.share}])).mark_rule(
        color=INK, strokeDash=[4, 3]
    )
    marks = alt.Chart(as_data(points))
    ink: Any = alt.condition("datum.is_far", alt.value(_FAR), alt.value(_POINT))
    dots = marks.mark_point(filled=True, size=70, opacity=1).encode(
        x=across, y="share:Q", color=ink
    )
    names = marks.mark_text(align="left", dx=7, dy=-5, fontSize=11, color=INK).encode(
        x=across, y="share:Q", text="name:N"
    )
    return as_svg(alt.layer(wide, band, level.encode(y="share:Q"), dots, names), medium)


def _table(funnel: Funnel) -> Table:
    rows = [_cells(row) for row in funnel.rows]
    if funnel.of is not None:
        share = decimal(funnel.share or 0.0, 2)
        rows.append((_("all"), grouped(funnel.hits or 0), grouped(funnel.of), share, "", ""))
    return Table(
        caption=_(
            "Partners: {count}; left out, because of fewer than five people: {hidden}."
        ).format(count=len(funnel.rows), hidden=sum(row.of is None for row in funnel.rows)),
        head=(
            _("partner"),
            _("counted"),
            _("of"),
            _("of 100"),
            _("range (95 %)"),
            _("beside chance"),
        ),
        rows=tuple(rows),
        numeric=(1, 2, 3, 4),
        marked=(len(rows) - 1,) if funnel.of is not None else (),
    )


def _cells(row: ScoreRow) -> tuple[str, ...]:
    if row.of is None or row.hits is None or row.share is None:
        return (row.partner, _NOTHING, _NOTHING, _NOTHING, _NOTHING, place_titles()["hidden"])
    return (
        row.partner,
        grouped(row.hits),
        grouped(row.of),
        decimal(row.share, 2),
        f"{decimal(row.low or 0.0, 2)}–{decimal(row.high or 0.0, 2)}",
        place_titles()[row.place],
    )
