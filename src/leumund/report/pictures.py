"""The pictures: Vega-Lite charts, turned into SVG on this machine, without network or script.

Colours are those of Okabe and Ito, which people who see colours differently can tell apart;
lines also differ in their dashes, and every line or bar carries its name. The axis of evidence
says in words how rarely an unused list would show so strong a pattern.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from math import log10
from typing import TYPE_CHECKING, Any, Literal

import altair as alt
import vl_convert

from leumund.basics.language import _
from leumund.report.words import month_name, once_in

if TYPE_CHECKING:
    from collections.abc import Sequence

Medium = Literal["screen", "paper"]
FONTS: dict[Medium, str] = {
    "screen": "Helvetica Neue, Arial, Liberation Sans, sans-serif",
    "paper": "Libertinus Serif",
}
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#7B4B94", "#8A6D00")
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross")
DASHES: tuple[list[int], ...] = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [10, 2])
_QUIET = "#9AA0A6"
INK = "#1F2933"
WIDTH = 600
_PARTS = ("#9C4000", "#DDE4EA", "#A9B9C7", "#7C8FA1")
"""Dark to light and back, so that neighbours differ in black and white, too."""
_POINTS_AT_MOST = 240
_TICKS = (0, 1, 2, 3, 6, 9)
HIGHEST = 9.0
"""The axis of evidence ends at once in 10^9 times; a stronger line leaves the picture there."""


@dataclass(frozen=True, slots=True)
class Line:
    """The evidence for one copy: at each moment, once in how many times (1: nothing)."""

    name: str
    at: tuple[datetime | int, ...]
    once_in: tuple[float, ...]
    is_named: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """One partner's unexplained calls by what excludes it, in the order of ``parts``."""

    name: str
    counts: tuple[int, ...]
    is_named: bool = False


def evidence_over_months(
    lines: Sequence[Line], year: int, threshold: float, quiet: str, medium: Medium
) -> str:
    """Evidence over a year as SVG. ``quiet``: the one name for all lines that are not named."""
    months = [datetime(year, month, 1) for month in range(1, 13)]  # noqa: DTZ001
    names = ",".join(f"'{month_name(month)[:3]}'" for month in range(1, 13))
    axis = alt.Axis(
        title=None,
        values=[alt.DateTime(year=one.year, month=one.month, date=1) for one in months],
        labelExpr=f"[{names}][month(datum.value)]",
        labelAlign="left",
        labelOverlap=False,
        grid=False,
    )
    across = alt.X(
        "at:T",
        axis=axis,
        scale=alt.Scale(domain=[f"{year}-01-01T00:00:00", f"{year}-12-31T23:59:59"]),
    )
    return _evidence(lines, across, threshold, quiet, medium)


def evidence_over_complaints(
    lines: Sequence[Line], complaints: int, threshold: float, quiet: str, medium: Medium
) -> str:
    """Evidence over the complaints of a game, from the first to the last, as SVG."""
    axis = alt.Axis(title=_("complaints so far"), grid=False, tickMinStep=1, format="d")
    across = alt.X("at:Q", axis=axis, scale=alt.Scale(domain=[0, complaints], nice=False))
    return _evidence(lines, across, threshold, quiet, medium)


def shares_by_fact(
    bars: Sequence[Bar], parts: Sequence[str], medium: Medium, counted: str = ""
) -> str:
    """Per partner, a bar of all unexplained calls: first the possible ones, then by fact.

    ``counted`` says what is counted where it is not unexplained calls.
    """
    met = [at for at in range(len(parts)) if any(bar.counts[at] for bar in bars)]
    values = [
        {"partner": bar.name, "part": parts[at], "order": at, "calls": bar.counts[at]}
        for bar in bars
        for at in met
    ]
    colours = [_PARTS[at] for at in met]
    parts = [parts[at] for at in met]
    across = alt.X(
        "calls:Q", title=counted or _("unexplained calls"), scale=alt.Scale(nice=False),
        axis=alt.Axis(grid=False, domain=False, ticks=True, tickCount=5),
    )  # fmt: skip
    up = alt.Y(
        "partner:N", title=None, sort=[bar.name for bar in bars],
        axis=alt.Axis(ticks=False, domain=False, labelPadding=6, labelLimit=240),
    )  # fmt: skip
    colour = alt.Color(
        "part:N", title=None, sort=list(parts),
        scale=alt.Scale(domain=list(parts), range=colours),
        legend=alt.Legend(
            orient="top", columns=2, labelLimit=330, symbolType="square",
            symbolStrokeColor=INK, symbolStrokeWidth=0.5,
        ),
    )  # fmt: skip
    shown = alt.Chart(as_data(values), width=WIDTH - 90, height=alt.Step(22))
    drawn = shown.mark_bar(height=15, stroke=INK, strokeWidth=0.4).encode(
        x=across, y=up, color=colour, order=alt.Order("order:Q")
    )
    return as_svg(alt.layer(drawn, _possible(bars, up)), medium)


def _possible(bars: Sequence[Bar], up: alt.Y) -> Any:
    """How many calls could come from each copy, written behind that part of its bar."""
    counts = [{"partner": bar.name, "calls": bar.counts[0]} for bar in bars]
    look: dict[str, Any] = {"align": "left", "dx": 4, "fontSize": 11, "color": INK}
    return (
        alt.Chart(as_data(counts)).mark_text(**look).encode(x="calls:Q", y=up, text="calls:Q")
    )


def _evidence(
    lines: Sequence[Line], across: alt.X, threshold: float, quiet: str, medium: Medium
) -> str:
    top, limit = _top(lines), log10(threshold)
    ticks = [tick for tick in _TICKS if tick <= top]
    axis = alt.Axis(
        title=None, values=ticks, grid=True, gridColor="#E4E7EB", domain=False, ticks=False,
        labels=False,
    )  # fmt: skip
    up = alt.Y("height:Q", axis=axis, scale=alt.Scale(domain=[0, top], nice=False))
    drawn = [_cut(line, top) for line in lines if line.is_named]
    chart = alt.layer(
        _rule(limit),
        _lines([line for line in lines if not line.is_named], across, up, {}),
        *(_lines([line], across, up, _look(place)) for place, line in enumerate(drawn)),
        *_scale(ticks, limit, up),
        *_namings(drawn, across, up, limit),
        *_names(drawn, across, up, top, _late(lines)),
        _quiet_name(lines, up, quiet),
    ).properties(width=WIDTH, height=90 + 16 * top)
    return as_svg(chart, medium)


def _scale(ticks: Sequence[int], limit: float, up: alt.Y) -> list[Any]:
    """The scale in words, written on its lines; what passes there leaves it readable."""
    values = [{"height": tick, "words": _tick(tick, limit)} for tick in ticks]
    look: dict[str, Any] = {"align": "left", "baseline": "bottom", "dx": 2, "dy": -2}
    base = alt.Chart(as_data(values)).encode(y=up, x=alt.value(0), text="words:N")
    halo: dict[str, Any] = {"stroke": "white", "strokeWidth": 3.5, "color": "white"}
    return [
        base.mark_text(fontSize=11.5, **look, **halo),
        base.mark_text(fontSize=11.5, color=INK, **look),
    ]


def _lines(lines: Sequence[Line], across: alt.X, up: alt.Y, look: dict[str, Any]) -> Any:
    values = [
        {"name": line.name, "at": _at(line.at[at]), "height": _height(line.once_in[at])}
        for line in lines
        for at in _seen(line)
    ]
    mark: dict[str, Any] = {"color": _QUIET, "strokeWidth": 1, "opacity": 0.8} | look
    return (
        alt.Chart(as_data(values))
        .mark_line(interpolate="step-after", clip=True, **mark)
        .encode(x=across, y=up, detail="name:N")
    )


def _namings(named: Sequence[Line], across: alt.X, up: alt.Y, limit: float) -> list[Any]:
    """A mark on each line where its copy was named."""
    return [
        alt.Chart(as_data([{"at": _at(line.at[at]), "height": limit}]))
        .mark_point(
            filled=True, size=120, stroke="white", strokeWidth=1, opacity=1,
            shape=SHAPES[place % len(SHAPES)], color=_colour(place),
        )
        .encode(x=across, y=up)
        for place, line in enumerate(named)
        if (at := _first(line, limit)) is not None
    ]  # fmt: skip


def _names(named: Sequence[Line], across: alt.X, up: alt.Y, top: float, late: Any) -> list[Any]:
    """Each named line's name: on a staff above the picture where the line leaves it, else at
    its end. The line that leaves first has the longest staff, so that no name is crossed."""
    leaving = sorted(
        (line for line in named if _first(line, top) is not None), key=lambda line: line.at[-1]
    )
    layers: list[Any] = []
    for place, line in enumerate(named):
        row = len(leaving) - leaving.index(line) if line in leaving else 0
        is_left = bool(row) and line.at[-1] < late
        highest = max(map(_height, line.once_in[-(len(line.once_in) // 5 + 1) :]))
        here = {"at": _at(line.at[-1]), "height": highest, "name": line.name}
        base = alt.Chart(as_data([here])).encode(x=across, y=up)
        text = base.mark_text(
            align="left" if is_left else "right", dx=5 if is_left else -5,
            dy=-4 - 15 * row if row else -10,
            fontWeight="bold", fontSize=12, color=_colour(place),
        )  # fmt: skip
        layers.append(text.encode(text="name:N"))
        if row:
            staff = base.mark_rule(color=_colour(place), strokeWidth=1)
            layers.append(staff.encode(y2=alt.value(-15 * row - 4)))
    return layers


def _quiet_name(lines: Sequence[Line], up: alt.Y, quiet: str) -> Any:
    """One name for all lines that are not named, at the foot of the picture."""
    has_others = any(not line.is_named for line in lines)
    return (
        alt.Chart(as_data([{"height": 0.0, "name": quiet}] if has_others else []))
        .mark_text(align="right", dx=-2, dy=-8, x="width", color="#4A5560", fontSize=11)
        .encode(y=up, text="name:N")
    )


def as_data(values: list[dict[str, Any]]) -> alt.InlineData:
    """Rows for a chart, written into it."""
    return alt.InlineData(values=values)


def _rule(limit: float) -> Any:
    """The line above which a copy is named."""
    data = as_data([{"height": limit}])
    return alt.Chart(data).mark_rule(color=INK, strokeDash=[4, 3]).encode(y=alt.Y("height:Q"))


def _colour(place: int) -> str:
    return COLOURS[place % len(COLOURS)]


def _look(place: int) -> dict[str, Any]:
    return {
        "color": _colour(place),
        "strokeWidth": 2.2,
        "strokeDash": DASHES[place % len(DASHES)],
        "opacity": 1,
    }


def _seen(line: Line) -> list[int]:
    """The points that can be seen: where the height changes, thinned, the last one kept."""
    heights = [_height(times) for times in line.once_in]
    turns = [at for at in range(1, len(heights)) if heights[at] != heights[at - 1]]
    step = len(turns) // _POINTS_AT_MOST + 1
    return [0, *turns[::step], len(heights) - 1] if heights else []


def _cut(line: Line, top: float) -> Line:
    """The line up to where it leaves the picture; naming is final, so nothing is lost."""
    at = _first(line, top)
    if at is None:
        return line
    ends = (*line.once_in[:at], 10**top)
    return replace(line, at=line.at[: at + 1], once_in=ends)


def _first(line: Line, height: float) -> int | None:
    """The first point of the line at this height or above."""
    return next((at for at, one in enumerate(line.once_in) if _height(one) >= height), None)


def _late(lines: Sequence[Line]) -> Any:
    """From here on a name to the right of its line would have no room."""
    moments: list[Any] = [moment for line in lines for moment in line.at]
    return min(moments) + (max(moments) - min(moments)) * 0.85 if moments else None


def _top(lines: Sequence[Line]) -> float:
    """Where the axis ends: just above the strongest line, at a tick, at most at HIGHEST."""
    highest = max((_height(max(line.once_in, default=1.0)) for line in lines), default=0.0)
    return 6.0 if highest < 5.5 else HIGHEST


def _height(times: float) -> float:
    return max(log10(max(times, 1.0)), 0.0)


def _at(at: datetime | int) -> str | int:
    return at if isinstance(at, int) else at.strftime("%Y-%m-%dT%H:%M:%S")


def _tick(power: int, limit: float) -> str:
    often = once_in(10**power)
    return _("{often}: named from here on").format(often=often) if power == limit else often


def as_svg(chart: Any, medium: Medium) -> str:
    """The chart as SVG, with this medium's fonts."""
    font = FONTS[medium]
    text: dict[str, Any] = {
        "labelFont": font,
        "titleFont": font,
        "labelColor": INK,
        "titleColor": INK,
    }
    sized = text | {"labelFontSize": 11.5, "titleFontSize": 11.5, "titleFontWeight": "normal"}
    finished = chart.configure(
        font=font,
        background="transparent" if medium == "paper" else "white",
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(**sized),
        legend=alt.LegendConfig(**sized),
        text=alt.MarkConfig(font=font),
    )
    svg: str = vl_convert.vegalite_to_svg(
        finished.to_dict(), allowed_base_urls=[], show_warnings=False
    )
    return svg
