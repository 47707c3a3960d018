"""The plan of a campaign as a page: how soon each copy would be named, and at what price."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import altair as alt

from leumund.basics.language import _, reader_language
from leumund.report.page import Facts, Heading, Page, Picture, Point, Points, Table, Text
from leumund.report.pictures import COLOURS, INK, WIDTH, as_data, as_svg
from leumund.report.words import decimal, grouped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leumund.release import Choice, CopyPlan, GoalReport, Pace, PlanReport, PlanStep
    from leumund.report.page import Block
    from leumund.report.pictures import Medium

_NOTHING = "–"
_MOST_SHOWN = 40
_NEVER = 10**9


def plan_page(report: PlanReport) -> Page:
    """The page in the reader's language."""
    blocks: list[Block] = [
        Facts(
            (
                (grouped(report.taking_part), _("households and firms take part")),
                (grouped(len(report.copies)), _("copies")),
                (grouped(report.calls_not_made), _("calls not made, for holding back")),
            )
        ),
        Text(_expected(report)),
        *_days(report),
        *_steps(report),
        *_warned(report),
        *(_goal(report.goal) if report.goal else []),
    ]
    return Page(
        language=reader_language(),
        title=_("What this campaign will be able to show"),
        subtitle=report.campaign,
        blocks=tuple(blocks),
        foot=_("Reckoned before anything was drawn. A plan names nobody."),
    )


def _expected(report: PlanReport) -> str:
    said = _(
        "Reckoned for a leak from the first day on: {calls} calls a day out of the copy, "
        "{part} % complain; {others} unexplained calls a day from elsewhere."
    )
    expected = report.expected
    return said.format(
        calls=_figure(expected.calls_a_day),
        part=_figure(100 * expected.complaining),
        others=_figure(expected.others_a_day),
    )


def _days(report: PlanReport) -> list[Block]:
    found = [copy for copy in report.copies if min(_medians(copy)) < _NEVER]
    head = [_("partner"), _("units"), _("half of all"), _("nine of ten"), _("named, %")]
    is_apart = any(copy.pace_one_number for copy in report.copies)
    if is_apart:
        one = _("one number: {figure}")
        head += [one.format(figure=figure) for figure in head[2:]]
    rows = tuple(_day_row(copy, is_apart=is_apart) for copy in report.copies)
    numeric = tuple(range(1, len(head)))
    table = Table(_("Days until a used copy is named"), tuple(head), rows, numeric=numeric)
    heading = Heading(_("How soon a used copy would be named"))
    blocks: list[Block] = [heading]
    if is_apart:
        blocks.append(Text(_(
            "Callers are told apart. The first figures are for a leak whose calls cannot be "
            "told from others, those under one number for a leak whose calls all show the same."
        )))  # fmt: skip
    if not found:
        return [*blocks, table]
    shown = sorted(found, key=_medians)[-_MOST_SHOWN:]
    caption = _("The bar begins at the day by which half of such leaks are named; it ends "
                "where nine of ten are, and is open where fewer ever are.")  # fmt: skip
    picture = Picture(
        days_per_copy(shown, report.expected.horizon_days, "screen"),
        days_per_copy(shown, report.expected.horizon_days, "paper"),
        _("Days per partner until its copy is named."),
        caption,
    )
    return [*blocks, picture, table]


def _day_row(copy: CopyPlan, *, is_apart: bool) -> tuple[str, ...]:
    paces = (copy.pace, copy.pace_one_number) if is_apart else (copy.pace,)
    figures = [figure for pace in paces for figure in _figures(pace)]
    return (copy.partner, grouped(copy.units), *figures)


def _figures(pace: Pace | None) -> tuple[str, str, str]:
    if pace is None:
        return (_NOTHING, _NOTHING, _NOTHING)
    return (
        _NOTHING if pace.median_days is None else grouped(pace.median_days),
        _NOTHING if pace.most_days is None else grouped(pace.most_days),
        _figure(pace.named_percent),
    )


def _steps(report: PlanReport) -> list[Block]:
    head = (
        *(_("partner"), _("from"), _("units out"), _("chance, %")),
        *(_("calls, if all"), _("half"), _("a fifth come from it")),
    )
    rows = tuple(_step_row(copy, step) for copy in report.copies for step in copy.steps)
    caption = _("Unexplained calls until it is named, portion by portion")
    return [
        Heading(_("What each portion changes")),
        Table(caption, head, rows, numeric=(2, 3, 4, 5, 6), folded=_("all portions")),
    ]


def _step_row(copy: CopyPlan, step: PlanStep) -> tuple[str, ...]:
    calls = [_NOTHING if needed is None else grouped(needed) for needed in step.needed]
    chance = _figure(100 * step.chance) if step.can_be_named else _NOTHING
    return (copy.partner, str(step.on), grouped(step.units), chance, *calls)


def _warned(report: PlanReport) -> list[Block]:
    said = [f"{copy.partner}: {text}" for copy in report.copies for text in copy.warnings]
    if not said:
        return []
    return [Heading(_("What it will not show")), Points(tuple(Point(text) for text in said))]


def _goal(goal: GoalReport) -> list[Block]:
    caption = _("Each point is one way to cut the campaign. To the left is sooner, below is "
                "cheaper; the line is what was wished.")  # fmt: skip
    blocks: list[Block] = [
        Heading(_("What speed costs")),
        *(Text(line, "strong" if at == 0 else "plain")
          for at, line in enumerate(goal.in_words().splitlines())),
    ]  # fmt: skip
    shown = [choice for choice in goal.tried if choice.days is not None]
    if shown:
        blocks.append(
            Picture(
                cost_of_speed(shown, goal, "screen"),
                cost_of_speed(shown, goal, "paper"),
                _("Cost of each way across the days until the slowest copy is named."),
                caption,
            )
        )
    return blocks


def days_per_copy(copies: Sequence[CopyPlan], horizon_days: int, medium: Medium) -> str:
    """Per partner a bar from the median day to the ninth tenth, as SVG; a second one where it
    matters that all calls show one number."""
    one = _("{partner}, one number")
    rows = [
        (name, pace)
        for copy in copies
        for name, pace in (
            (copy.partner, copy.pace),
            (one.format(partner=copy.partner), copy.pace_one_number),
        )
        if pace and pace.median_days is not None
    ]
    values = [
        {
            "partner": name,
            "median": pace.median_days,
            "most": pace.most_days or horizon_days,
            "ends": bool(pace.most_days),
        }
        for name, pace in rows
    ]
    up = alt.Y(
        "partner:N", title=None, sort=[name for name, _pace in rows],
        axis=alt.Axis(ticks=False, domain=False, labelPadding=6, labelLimit=240),
    )  # fmt: skip
    across = alt.X(
        "median:Q", title=_("days until it is named"), scale=alt.Scale(domainMin=0),
        axis=alt.Axis(grid=True, gridColor="#E4E7EB", domain=False),
    )  # fmt: skip
    base = alt.Chart(as_data(values), width=WIDTH - 90, height=alt.Step(20)).encode(y=up)
    bar = base.mark_bar(height=9, color="#A9B9C7").encode(
        x=across,
        x2="most:Q",
        fillOpacity=alt.condition("datum.ends", alt.value(1), alt.value(0.35)),
    )
    point = base.mark_point(filled=True, size=60, color=INK, opacity=1).encode(x=across)
    return as_svg(alt.layer(bar, point), medium)


def cost_of_speed(choices: Sequence[Choice], goal: GoalReport, medium: Medium) -> str:
    """Every way that names all copies: its cost across the days of the slowest, as SVG."""
    values: list[dict[str, Any]] = [
        {
            "days": choice.days,
            "cost": choice.cost,
            "held": float(100 * Fraction(choice.held_back)),
            "is_best": choice == goal.cheapest,
        }
        for choice in choices
    ]
    quiet = alt.Axis(grid=True, gridColor="#E4E7EB", domain=False)
    across = alt.X("days:Q", title=_("days until the slowest copy is named"), axis=quiet)
    up = alt.Y("cost:Q", title=_("cost"), axis=quiet)
    points = (
        alt.Chart(as_data(values), width=WIDTH - 60, height=280)
        .mark_point(filled=True, opacity=1)
        .encode(
            x=across,
            y=up,
            size=alt.condition("datum.is_best", alt.value(190), alt.value(45)),
            color=alt.condition("datum.is_best", alt.value(COLOURS[1]), alt.value(COLOURS[0])),
        )
    )
    wished = alt.Chart(as_data([{"days": goal.goal.days}])).mark_rule(
        color=INK, strokeDash=[4, 3]
    )
    return as_svg(alt.layer(wished.encode(x="days:Q"), points), medium)


def _medians(copy: CopyPlan) -> list[int]:
    """The median days of both figures, _NEVER where there is none."""
    return [(pace and pace.median_days) or _NEVER for pace in (copy.pace, copy.pace_one_number)]


def _figure(value: float) -> str:
    return decimal(value)
