"""The plan as a page: every copy with its days, pictures that say them, both languages."""

from __future__ import annotations

from datetime import date

from leumund.basics.language import in_language
from leumund.release import PlanReport
from leumund.release.foresight import Pace
from leumund.release.goal import Choice, Goal, GoalReport
from leumund.release.plan import CopyPlan, PlanStep
from leumund.report import plan_page, to_html

STEP = PlanStep(date(2026, 3, 15), 500, 0.05, (9, 31, 140), can_be_named=True)
SHUT = PlanStep(date(2026, 4, 15), 1000, 0.0, (None, None, None), can_be_named=False)
ABLE = (True, (STEP,))


def report():
    shut = ("It cannot be named, only excluded.",)
    named = CopyPlan("Norden", 500, *ABLE, (), Pace(21, 34, 99.5))
    seldom = CopyPlan("Süden", 500, *ABLE, (), Pace(None, None, 6.0), Pace(16, None, 71.0))
    never = CopyPlan("Westen", 1000, can_be_named=False, steps=(SHUT,), warnings=shut)
    best = Choice(2, 14, "1/20", 500, 7.0, 1035.0, "Süden", 28)
    other = Choice(1, 0, "1/10", 1000, 0.0, 2000.0, "Süden", 40)
    goal = GoalReport(Goal(30), best, None, (best, other))
    copies = (named, seldom, never)
    return PlanReport(
        *("spring", "conditional", 10_500, 300, 200, 0, 10_000, 500, 1e-4, 1e-3, copies),
        goal=goal,
    )


def test_the_page_tells_every_copy_what_it_will_not_show_and_what_speed_costs():
    with in_language("en"):
        text = to_html(plan_page(report()))
    for said in (
        "Norden",
        "Süden",
        "Westen",
        "21",
        "34",
        "one number: half of all",
        "16",
        "only excluded",
        "2 portions",
    ):
        assert said in text
    assert text.count("data:image/svg+xml") == 2


def test_the_page_is_there_in_german_too():
    with in_language("de"):
        page = plan_page(report())
    assert page.language == "de"
    assert page.title == "Was diese Kampagne wird zeigen können"
