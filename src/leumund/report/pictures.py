"""The pictures: Vega-Lite charts, turned into SVG on this machine, without network or script.

Colours are those of Okabe and Ito, which people who see colours differently can tell apart;
lines also differ in their dashes, and every line or bar carries its name. The axis of evidence
says in words how rarely an unused list would show so strong a pattern.
"""

from __future__ import annotations

from dataclasses import dataclass
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
DASHES: tuple[list[int], ...] = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [10, 2])
_QUIET = "#9AA0A6"
_INK = "#1F2933"
_WIDTH = 560
_PARTS = (COLOURS[1], "#56708A", "#8FA3B5", "#CBD5DE")
_POINTS_AT_MOST = 240
_TICKS = (0, 1, 2, 3, 6, 9, 12)
HIGHEST = 12.0
"""The axis of evidence ends at once in 10^12 times; whatever is stronger leaves the picture."""


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
    return _evidence(lines, across, threshold, quiet, medium, rule_side="right")


def evidence_over_complaints(
    lines: Sequence[Line], complaints: int, threshold: float, quiet: str, medium: Medium
) -> str:
    """Evidence over the complaints of a game, from the first to the last, as SVG."""
    axis = alt.Axis(title=_("complaints so far"), grid=False, tickMinStep=1, format="d")
    across = alt.X("at:Q", axis=axis, scale=alt.Scale(domain=[0, complaints], nice=False))
    return _evidence(lines, across, threshold, quiet, medium, rule_side="left")


def shares_by_fact(bars: Sequence[Bar], parts: Sequence[str], medium: Medium) -> str:
    """Per partner, a bar of all unexplained calls: first the possible ones, then by fact."""
    met = [at for at in range(len(parts)) if any(bar.counts[at] for bar in bars)]
    values = [
        {"partner": bar.name, "part": parts[at], "order": at, "calls": bar.counts[at]}
        for bar in bars
        for at in met
    ]
    colours = [_PARTS[at] for at in met]
    parts = [parts[at] for at in met]
    chart = (
        alt.Chart(_data(values), width=_WIDTH - 110, height=alt.Step(19))
        .mark_bar(height=13)
        .encode(
            x=alt.X(
                "calls:Q", title=_("unexplained calls"),
                axis=alt.Axis(grid=True, gridColor="#E4E7EB", domain=False, ticks=False),
            ),
            y=alt.Y(
                "partner:N", title=None, sort=[bar.name for bar in bars],
                axis=alt.Axis(ticks=False, domain=False, labelPadding=6, labelLimit=190),
            ),
            color=alt.Color(
                "part:N", title=None, sort=list(parts),
                scale=alt.Scale(domain=list(parts), range=colours),
                legend=alt.Legend(orient="top", columns=2, labelLimit=330, symbolType="square"),
            ),
            order=alt.Order("order:Q"),
        )
    )  # fmt: skip
    return _svg(chart, medium)


def _evidence(
    lines: Sequence[Line],
    across: alt.X,
    threshold: float,
    quiet: str,
    medium: Medium,
    *,
    rule_side: Literal["left", "right"],
) -> str:
    named = [line for line in lines if line.is_named]
    top = _top(lines)
    ticks = [tick for tick in _TICKS if tick <= top]
    words = ",".join(f"'{_tick(power)}'" for power in ticks)
    up = alt.Y(
        "height:Q",
        scale=alt.Scale(domain=[0, top]),
        axis=alt.Axis(
            title=None, values=ticks, grid=True, gridColor="#EDF0F3", domain=False, ticks=False,
            labelExpr=f"[{words}][indexof({ticks}, datum.value)]",
            labelLimit=240, labelOverlap=False,
        ),
    )  # fmt: skip
    chart = alt.layer(
        _rule(threshold, rule_side),
        _lines([line for line in lines if not line.is_named], across, up, {}),
        *(_lines([line], across, up, _look(place)) for place, line in enumerate(named)),
        _names(named, across, up, top),
        _quiet_name(lines, up, quiet),
    ).properties(width=_WIDTH - 150, height=100 + 13 * top)
    return _svg(chart, medium)


def _lines(lines: Sequence[Line], across: alt.X, up: alt.Y, look: dict[str, Any]) -> Any:
    values = [
        {"name": line.name, "at": _at(line.at[at]), "height": _height(line.once_in[at])}
        for line in lines
        for at in _seen(line)
    ]
    mark: dict[str, Any] = {"color": _QUIET, "strokeWidth": 1, "opacity": 0.8} | look
    return (
        alt.Chart(_data(values))
        .mark_line(interpolate="step-after", clip=True, **mark)
        .encode(x=across, y=up, detail="name:N")
    )


def _names(named: Sequence[Line], across: alt.X, up: alt.Y, top: float) -> Any:
    """Each named line's name: above the picture where the line leaves it, else at its end.

    Names above the picture stand in three rows in turn, so that neighbours do not meet.
    """
    places = {line.name: _label_place(line, top) for line in named}
    leaving = sorted(
        (line.name for line in named if places[line.name][1] >= top),
        key=lambda name: str(_at(places[name][0])).zfill(9),
    )
    layers = [
        alt.Chart(_data([{"at": _at(at), "height": height, "name": name}]))
        .mark_text(
            align="center" if name in leaving else "right",
            dy=-9 - 14 * (leaving.index(name) % 3) if name in leaving else -8,
            fontWeight="bold", fontSize=12, color=COLOURS[number % len(COLOURS)],
        )
        .encode(x=across, y=up, text="name:N")
        for number, (name, (at, height)) in enumerate(places.items())
    ]  # fmt: skip
    return alt.layer(*layers)


def _quiet_name(lines: Sequence[Line], up: alt.Y, quiet: str) -> Any:
    """One name for all lines that are not named, at the foot of the picture."""
    has_others = any(not line.is_named for line in lines)
    return (
        alt.Chart(_data([{"height": 0.0, "name": quiet}] if has_others else []))
        .mark_text(align="right", dx=-2, dy=-8, x="width", color="#5F6B76", fontSize=11)
        .encode(y=up, text="name:N")
    )


def _data(values: list[dict[str, Any]]) -> alt.InlineData:
    return alt.InlineData(values=values)


def _rule(threshold: float, side: Literal["left", "right"]) -> Any:
    """The line above which a copy is named."""
    data = _data([{"height": log10(threshold), "words": _("from here on, a copy is named")}])
    up = alt.Y("height:Q")
    rule = alt.Chart(data).mark_rule(color=_INK, strokeDash=[4, 3]).encode(y=up)
    words = (
        alt.Chart(data)
        .mark_text(
            align=side, baseline="bottom", dy=-3, color=_INK, fontSize=11,
            dx=-2 if side == "right" else 4, x="width" if side == "right" else 0,
        )
        .encode(y=up, text="words:N")
    )  # fmt: skip
    return alt.layer(rule, words)


def _look(place: int) -> dict[str, Any]:
    return {
        "color": COLOURS[place % len(COLOURS)],
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


def _label_place(line: Line, top: float) -> tuple[datetime | int, float]:
    for at, times in zip(line.at, line.once_in, strict=True):
        if _height(times) >= top:
            return at, top
    return line.at[-1], _height(line.once_in[-1])


def _top(lines: Sequence[Line]) -> float:
    """Where the axis ends: just above the strongest line, at a tick, at most at HIGHEST."""
    highest = max((_height(max(line.once_in)) for line in lines), default=0.0)
    return next((tick for tick in (6.0, 9.0) if highest < tick - 0.5), HIGHEST)


def _height(times: float) -> float:
    return min(max(log10(max(times, 1.0)), 0.0), HIGHEST + 1)


def _at(at: datetime | int) -> str | int:
    return at if isinstance(at, int) else at.strftime("%Y-%m-%dT%H:%M:%S")


def _tick(power: int) -> str:
    return once_in(10**power) if power < HIGHEST else _("once in a trillion times")


def _svg(chart: Any, medium: Medium) -> str:
    font = FONTS[medium]
    text: dict[str, Any] = {
        "labelFont": font,
        "titleFont": font,
        "labelColor": _INK,
        "titleColor": _INK,
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
