"""The stories, played small through the real actions and judged against their own truth."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.conftest import Databases

from leumund.app import Leumund
from leumund.basics.clock import SetClock
from leumund.basics.finding import Finding, Row, Source
from leumund.basics.language import LANGUAGES, in_language
from leumund.cli.stage import Stage, is_enough
from leumund.report import StoryReport, story_page, to_html
from leumund.settings import Settings
from leumund.world import PRINCIPAL, STORIES, Story, seeded_bytes, story_report

Played = dict[str, tuple[StoryReport, Path]]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Played:
    """Both stories, each four weeks long, played once for all tests of this file."""
    ended = {}
    for name in STORIES:
        folder = tmp_path_factory.mktemp(f"story-{name}")
        ended[name] = play(small(name), folder, databases), folder
    return ended


def small(name: str) -> Story:
    """Four weeks: wrong from the first day, heard, decided in the third, felt in the fourth."""
    story = STORIES[name]
    sellers = tuple(replace(each, orders_a_week=3) for each in story.sellers)
    return replace(story, weeks=4, wrong_from=0, night_week=0, customers=320, sellers=sellers)


def play(story: Story, folder: Path, databases: Databases) -> StoryReport:
    name, clock = databases.make(), SetClock(datetime(2026, 1, 1, tzinfo=UTC))
    settings = Settings(folder=folder / "data", principal=PRINCIPAL, engine_threads=1)
    with databases.store(name) as store:
        desk = Leumund(settings, store, clock, lambda n: seeded_bytes(7, "t", count=n))
        stage = Stage.of(desk, clock, story, folder)
        report = story_report(stage.run(lambda _done, _total: None))
    databases.drop(name)
    return report


@pytest.mark.parametrize("name", STORIES)
def test_everybody_who_placed_wrong_orders_is_found_and_nobody_else_is_stopped(
    played: Played, name: str
) -> None:
    report, _folder = played[name]
    wrong = {each.short for each in STORIES[name].sellers if each.is_wrong}
    assert {each.name for each in report.found} == wrong
    assert report.is_everybody_found
    assert report.is_nobody_wrongly_stopped


@pytest.mark.parametrize("name", STORIES)
def test_it_is_found_within_days_and_months_before_the_world_hears_of_it(
    played: Played, name: str
) -> None:
    report, _folder = played[name]
    for each in report.found:
        assert each.first_wrong_on
        assert each.opened_on
        assert 0 <= (each.opened_on - each.first_wrong_on).days <= 7
    assert report.days_before > 90


@pytest.mark.parametrize("name", STORIES)
def test_no_order_without_the_customers_yes_has_taken_effect(played: Played, name: str) -> None:
    report, _folder = played[name]
    assert report.unwanted > 10
    assert report.unwanted_billed == 0


@pytest.mark.parametrize("name", STORIES)
def test_after_the_decision_the_next_order_is_refused(played: Played, name: str) -> None:
    report, _folder = played[name]
    for each in report.sellers:
        assert bool(each.refused + each.calls_refused) is each.is_wrong


@pytest.mark.parametrize(("name", "suspected"), [("2009", "Zimtladen"), ("2025", "Apfelkahn")])
def test_an_honest_partner_that_stands_out_is_heard_and_cleared(
    played: Played, name: str, suspected: str
) -> None:
    report, _folder = played[name]
    [cleared] = [each for each in report.sellers if each.followed == "cleared"]
    assert cleared.name == suspected
    assert not cleared.is_data_stopped
    assert cleared.paper


def test_the_traces_of_2009_are_of_several_kinds(played: Played) -> None:
    report, _folder = played["2009"]
    for each in report.found:
        assert {"C044", "C051", "C058", "C080"} <= dict(each.codes).keys()


def test_the_traces_of_2025_are_orders_without_a_call(played: Played) -> None:
    report, _folder = played["2025"]
    for each in report.found:
        assert dict(each.codes)["C079"] == 12
        assert "order.same_iban" in dict(each.codes)


def test_honest_shops_are_out_of_the_question_by_fact(played: Played) -> None:
    report, _folder = played["2009"]
    assert report.sellers[0].people > 20
    for each in report.sellers:
        share = each.never_had / each.people
        assert share < 0.7 if each.is_wrong else share > 0.85


@pytest.mark.parametrize("name", STORIES)
def test_the_report_names_everybody_and_no_number_in_both_languages(
    played: Played, name: str
) -> None:
    report, folder = played[name]
    written = (folder / "files" / "customers.csv").read_text(encoding="utf-8").splitlines()
    people = [(row["name"], row["number"]) for row in csv.DictReader(written)]
    for language in LANGUAGES:
        with in_language(language):
            page = to_html(story_page(report))
        assert f'lang="{language}"' in page
        assert all(each.name in page for each in report.sellers)
        assert not [name for name, number in people if number in page or name in page]


def test_one_kind_of_finding_is_never_enough_however_many() -> None:
    """A rival's mass complaints open nothing at this desk."""
    found = [
        Finding("order.denied", "x", Source.COMPLAINT, datetime(2026, 1, 1, tzinfo=UTC), (row,))
        for row in (Row("orders.placed", str(at)) for at in range(50))
    ]
    assert not is_enough(found)


def test_the_same_seed_gives_the_same_story(tmp_path: Path, databases: Databases) -> None:
    story = small("2009")
    story = replace(story, weeks=1, customers=100, sellers=(story.sellers[0],))
    one, other = (play(story, tmp_path / name, databases) for name in ("one", "other"))
    assert one.digest == other.digest
    assert one.look_ups > 40
