"""The pictures of the look: findings per partner, shares with their ranges, patterns in time.

Dark means many; every figure stands in the picture too, so that it reads without colours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import altair as alt

from leumund.basics.language import _
from leumund.report.pictures import INK, WIDTH, as_data, as_svg
from leumund.report.words import decimal, grouped, month_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from leumund.report.pictures import Medium

_DARK, _LIGHT, _LINE = "#9C4000", "#F6E9E0", "#A9B9C7"
_LABELS = 270
_CELL = 72
_STEP, _LOW_STEP = 22, 19


@dataclass(frozen=True, slots=True)
class Share:
    """A share of so many, and the range in which it may well lie."""

    name: str
    share: float
    low: float
    high: float
    is_all: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """Something that was seen from a first day to a last, so many times."""

    name: str
    first: date
    last: date
    count: int


@dataclass(frozen=True, slots=True)
class Column:
    """So many of so many people, in a group of them."""

    name: str
    count: int
    of: int


def counts_by_partner(
    rows: Sequence[tuple[str, Sequence[int]]], partners: Sequence[str], medium: Medium
) -> str:
    """Findings down, partners across, a figure where they meet; the darker, the more."""
    names = [_cut(name) for name in partners]
    values: list[dict[str, Any]] = [
        {"finding": _cut(name), "partner": partner, "count": count, "written": grouped(count)}
        for name, counts in rows
        for partner, count in zip(names, counts, strict=True)
        if count
    ]
    highest = max((row["count"] for row in values), default=1)
    room = 6 + 13 * max((name.count(" ") for name in names), default=0)
    across = alt.X(
        "partner:N", title=None, sort=names, scale=alt.Scale(domain=names),
        axis=alt.Axis(
            orient="top", labelAngle=0, labelLimit=2 * _CELL, labelFontSize=11,
            ticks=False, domain=False, labelPadding=room, labelExpr="split(datum.label, ' ')",
        ),
    )  # fmt: skip
    order = [_cut(name) for name, _counts in rows]
    up = alt.Y(
        "finding:N", title=None, sort=order, scale=alt.Scale(domain=order), axis=_names_axis()
    )
    width = _CELL * len(partners)
    base = alt.Chart(as_data(values), width=width, height=_STEP * len(rows))
    shade = alt.Color(
        "count:Q", legend=None,
        scale=alt.Scale(type="sqrt", domain=[0, highest], range=[_LIGHT, _DARK]),
    )  # fmt: skip
    squares = base.mark_rect(stroke="white", strokeWidth=2).encode(x=across, y=up, color=shade)
    ink = alt.condition(f"datum.count > {0.42 * highest}", alt.value("white"), alt.value(INK))
    figures = base.mark_text(fontSize=11.5).encode(x=across, y=up, text="written:N", color=ink)
    return as_svg(alt.layer(squares, figures), medium)


def shares_with_ranges(shares: Sequence[Share], counted: str, medium: Medium) -> str:
    """Per partner, the share as a point and its range as a line, with the figure beside it."""
    values = [
        {
            "name": _cut(one.name), "share": one.share, "low": one.low, "high": one.high,
            "written": decimal(one.share), "is_all": one.is_all,
        }
        for one in shares
    ]  # fmt: skip
    order = [_cut(one.name) for one in shares]
    up = alt.Y("name:N", title=None, sort=order, axis=_names_axis())
    across = alt.X(
        "low:Q", title=counted, scale=alt.Scale(zero=True, nice=True),
        axis=alt.Axis(grid=True, gridColor="#E4E7EB", domain=False, ticks=False, tickCount=6),
    )  # fmt: skip
    base = alt.Chart(as_data(values), width=WIDTH - 190, height=_LOW_STEP * max(len(order), 2))
    ink = alt.condition("datum.is_all", alt.value("#52606D"), alt.value(_DARK))
    ranges = base.mark_rule(strokeWidth=3.5, opacity=0.55, strokeCap="round").encode(
        x=across, x2="high:Q", y=up, color=ink
    )
    points = base.mark_point(filled=True, size=70, opacity=1).encode(
        x=alt.X("share:Q"), y=up, color=ink
    )
    figures = base.mark_text(align="left", dx=7, fontSize=11, color=INK).encode(
        x=alt.X("high:Q"), y=up, text="written:N"
    )
    return as_svg(alt.layer(ranges, points, figures), medium)


def spans(found: Sequence[Span], until: date, medium: Medium) -> str:
    """Each pattern as a line from its first sign to its latest, with how many there were."""
    values = [
        {
            "name": _cut(one.name), "first": one.first.isoformat(),
            "last": one.last.isoformat(), "written": grouped(one.count),
        }
        for one in found
    ]  # fmt: skip
    order = [_cut(one.name) for one in found]
    up = alt.Y("name:N", title=None, sort=order, axis=_names_axis())
    first = min(one.first for one in found)
    months = ",".join(f"'{month_name(month)[:3]}'" for month in range(1, 13))
    across = alt.X(
        "first:T", title=None,
        scale=alt.Scale(domain=[first.replace(day=1).isoformat(), until.isoformat()]),
        axis=alt.Axis(
            grid=True, gridColor="#E4E7EB", domain=False, ticks=False, tickCount="month",
            labelExpr=f"[{months}][month(datum.value)]", labelFlush=False, labelOverlap=True,
        ),
    )  # fmt: skip
    base = alt.Chart(as_data(values), width=WIDTH - _LABELS - 30, height=_LOW_STEP * len(order))
    lines = base.mark_rule(strokeWidth=6, color=_LINE, strokeCap="round").encode(
        x=across, x2="last:T", y=up
    )
    starts = base.mark_point(filled=True, size=80, opacity=1, color=_DARK).encode(
        x=across, y=up
    )
    figures = base.mark_text(align="left", dx=8, fontSize=11, color=INK).encode(
        x=alt.X("last:T"), y=up, text="written:N"
    )
    return as_svg(alt.layer(lines, starts, figures), medium)


def columns_of_hundred(
    columns: Sequence[Column], below: str, counted: str, medium: Medium
) -> str:
    """Per group, how many of 100; what they are of stands above each column."""
    values = [
        {
            "name": one.name, "share": 100 * one.count / one.of,
            "written": _("{count} of {all}").format(
                count=grouped(one.count), all=grouped(one.of)
            ),
        }
        for one in columns
        if one.of
    ]  # fmt: skip
    order = [one.name for one in columns if one.of]
    across = alt.X(
        "name:N", title=below, sort=order,
        axis=alt.Axis(labelAngle=0, ticks=False, domain=False, labelPadding=5),
    )  # fmt: skip
    up = alt.Y(
        "share:Q", title=counted,
        axis=alt.Axis(grid=True, gridColor="#E4E7EB", domain=False, ticks=False, tickCount=4),
    )  # fmt: skip
    base = alt.Chart(as_data(values), width=WIDTH - 60, height=150)
    bars = base.mark_bar(color="#7C8FA1", width={"band": 0.55}).encode(x=across, y=up)
    figures = base.mark_text(dy=-7, fontSize=11, color=INK).encode(
        x=across, y=up, text="written:N"
    )
    return as_svg(alt.layer(bars, figures), medium)


def _names_axis() -> alt.Axis:
    look: dict[str, Any] = {"ticks": False, "domain": False, "grid": False}
    return alt.Axis(labelPadding=6, labelLimit=0, labelFontSize=11, **look)


def _cut(name: str, longest: int = 56) -> str:
    """A name that has room; the end of a long one is left out."""
    return name if len(name) <= longest else name[: longest - 1] + "…"
