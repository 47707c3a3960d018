"""A made-up year with calls and words, played small and counted as the page counts it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from tests.conftest import Databases
from tools.years import Lived, Partner, ended, mixture, page

from leumund.app import Leumund
from leumund.audit import read_transcript
from leumund.basics.canonical import sha256_hex
from leumund.basics.clock import SetClock
from leumund.basics.finding import Finding, Row, Source
from leumund.cli.stage import Stage, is_urgent
from leumund.settings import Settings
from leumund.world import PRINCIPAL, STORIES, Story, is_said, seeded_bytes
from leumund.world.stories.spoken import SLAMMED, spoken, written


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Lived:
    """Two weeks in which two partners sell by telephone, and the two weeks after them."""
    folder, name = tmp_path_factory.mktemp("year"), databases.make()
    clock = SetClock(datetime(2026, 1, 1, tzinfo=UTC))
    settings = Settings(folder=folder / "data", principal=PRINCIPAL, engine_threads=1)
    with databases.store(name) as store:
        desk = Leumund(settings, store, clock, lambda n: seeded_bytes(7, "t", count=n))
        tally = Stage.of(desk, clock, small(), folder).run(lambda _done, _total: None)
    databases.drop(name)
    return ended(tally)


def small() -> Story:
    story = STORIES["2025"]
    ways = zip(story.sellers, ("slams", "calls back"), strict=False)
    sellers = tuple(replace(one, way=way, orders_a_week=5) for one, way in ways)
    return replace(
        story, seed=3, weeks=2, wrong_from=0, customers=160, sellers=sellers, has_words=True,
        known_on=story.day(4, 2),
    )  # fmt: skip


def partner(year: Lived, way: str) -> Partner:
    return next(each for each in year.partners if each.way == way)


def test_who_slams_is_found_by_calls_words_and_denied_orders_and_is_stopped(
    year: Lived,
) -> None:
    slams = partner(year, "slams")
    assert slams.seller.is_above_warning
    assert {"call.never_asked", "call.asked_and_ignored", "order.denied"} <= slams.found
    assert "call.after_objection" in slams.found
    assert slams.found & SLAMMED
    assert slams.recorded > 4


def test_an_honest_partner_with_suspicious_calls_is_heard_and_no_measure_is_above_a_warning(
    year: Lived,
) -> None:
    honest = partner(year, "calls back")
    assert {"call.never_asked", "call.after_objection"} <= honest.found
    assert not honest.seller.is_data_stopped
    assert honest.seller.followed == "cleared"
    assert honest.recorded > 2
    assert not honest.ought
    assert not honest.found & slams_words(year)


def slams_words(year: Lived) -> frozenset[str]:
    return frozenset(code for code in partner(year, "slams").found if code.startswith("W"))


def test_nothing_that_needs_a_yes_took_effect(year: Lived) -> None:
    assert year.report.unwanted > 4
    assert year.report.unwanted_billed == 0
    assert year.effective == 0


def test_the_page_counts_each_check_and_ends_with_its_own_digest(year: Lived) -> None:
    text = page([year])
    above, _line, last = text.rpartition("\nSHA-256 of everything above: ")
    assert last.strip().strip("`") == sha256_hex(above.encode())
    assert "| of these found and stopped | 1 (100.0 %) |" in text
    assert "| of these took effect (a bill or a commission) | 0 (0.0 %) |" in text
    assert "above a warning (data or orders stopped) | 0 (0.0 %) |" in text
    assert "| calls | 1 | 1 | 0 | 0 | 1 | 1 |" in text
    assert "2 weeks in which partners sell" in text


def test_a_check_that_sees_nothing_is_counted_as_missed(year: Lived) -> None:
    slams = partner(year, "slams")
    blind = replace(slams, found=frozenset({"order.denied"}))
    text = page([replace(year, partners=(blind, partner(year, "calls back")))])
    assert "| calls | 1 | 0 | 1 | 0 | 1 | 1 |" in text
    assert re.search(r"\| words \| 1 \| 0 \| 1 \|", text)


def test_data_is_stopped_before_a_hearing_only_for_what_goes_on_now() -> None:
    """Twelve findings in three weeks are as many as twelve in one, and can wait for a reply."""
    now = datetime(2026, 2, 2, tzinfo=UTC)
    in_days = [found_on(now - timedelta(days=day)) for day in (1, 2, 3, 4) for _ in range(3)]
    in_weeks = [found_on(now - timedelta(days=day)) for day in (3, 10, 17) for _ in range(4)]
    assert is_urgent(in_days, now)
    assert not is_urgent(in_weeks, now)
    assert not is_urgent(in_days[1:], now)


def found_on(at: datetime) -> Finding:
    return Finding("call.never_asked", "x", Source.CALL_RECORD, at, (Row("calls", "1/1"),))


def test_a_call_is_written_so_that_what_was_said_is_read_at_the_same_place(
    tmp_path: Path,
) -> None:
    story, seller = small(), small().sellers[0]
    slammed = spoken(story, seller, 0, is_slammed=True)
    for said in filter(None, islice(slammed, 40)):
        turns = read_transcript(written(said).encode(), "call.txt").turns
        assert SLAMMED & set(said.wrong)
        for check, places in said.wrong.items():
            text = said.transcript.turns[places[-1]].text
            goes = [at for at in range(len(turns)) if is_said(said, check, at)]
            assert any(text in turns[at].text for at in goes)


def test_what_honest_partners_say_is_never_what_a_check_looks_for() -> None:
    story, seller = small(), small().sellers[1]
    honest = [each for each in islice(spoken(story, seller, 0, is_suspicious=True), 20) if each]
    assert len(honest) == 10
    assert all(each.sounds and not each.wrong for each in honest)


def test_twenty_years_hold_every_way_and_the_same_ones_each_time() -> None:
    years = [mixture(year) for year in range(1, 21)]
    assert years == [mixture(year) for year in range(1, 21)]
    ways = [seller.way for year in years for seller in year.sellers]
    assert {"hidden", "invents", "slams", "calls back"} <= set(ways)
