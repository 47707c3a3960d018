"""What the sealed stream says of one draw: correction 1, 6 and 8, each with its attack."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from tests.trace.draws import HANDED_OVER, call, draw_record

from leumund.intake import Explained, Explanation, UnexplainedCall
from leumund.release import DrawRecord, SealedFacts
from leumund.release.campaign import Lawful
from leumund.trace import weigh
from leumund.trace.evidence import (
    NEVER,
    NOBODY,
    START_DAYS,
    Contacts,
    Evidence,
    Stream,
    arguments,
    evidence,
    since_hand_over,
)
from leumund.trace.exclude import Fact
from leumund.trace.outcome import Outcome
from leumund.trace.reading import Look, below, facts_of, findings, most_complaints, trails
from leumund.trace.reading import weighed as weighed_in_one_pass
from leumund.trace.weighing import Weighing, trail

NOTHING = Contacts(np.empty(0, np.int64), (), np.empty(0, "datetime64[s]"))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def contacts(*rows: tuple[int, str, datetime]) -> Contacts:
    return Contacts(
        line_ids=np.array([line for line, _, _ in rows], dtype=np.int64),
        partners=tuple(partner for _, partner, _ in rows),
        at=np.array([at.replace(tzinfo=None) for _, _, at in rows], dtype="datetime64[s]"),
    )


def found_in(
    draw: DrawRecord,
    calls: list[UnexplainedCall],
    known: Contacts = NOTHING,
    explained: list[UnexplainedCall] | None = None,
    chains: Mapping[str, frozenset[str]] | None = None,
) -> Evidence:
    return evidence(draw, Stream.of(calls), known, explained or [], chains or {})


def weighed(draw: DrawRecord, found: Evidence) -> Weighing:
    return weigh(
        draw.copies,
        found.subjects,
        weights=draw.weights,
        alpha=draw.alpha,
        explained=found.explained,
        **arguments(draw, found),
    )


def looked(draw: DrawRecord, calls: list[UnexplainedCall], found: Evidence) -> Look:
    stream = Stream.of(calls)
    path = trail(draw.copies, found.subjects, **arguments(draw, found))
    return Look(draw, stream, facts_of(draw, stream), found, weighed(draw, found), path)


def ten_percent(seed: int = 1, units: int = 400, copies: int = 5) -> DrawRecord:
    """Five copies of a tenth of 400 units each, drawn apart."""
    rng = np.random.default_rng(seed)
    drawn = np.zeros((units, copies), dtype=bool)
    for copy in range(copies):
        drawn[rng.choice(units, units // 10, replace=False), copy] = True
    return draw_record(drawn, ("A", "B", "C", "D", "E")[:copies])


def stream_of(units: Any, start: datetime = HANDED_OVER + DAY) -> list[UnexplainedCall]:
    return [
        call(i + 1, 100 + int(unit), start + i * HOUR, start + i * HOUR + HOUR)
        for i, unit in enumerate(units)
    ]


# --- time (correction 8) ------------------------------------------------------------------


def test_a_call_before_the_hand_over_carries_nothing():
    draw = draw_record([[True], [False]], ("A",))
    found = found_in(draw, [call(1, 100, HANDED_OVER - HOUR), call(2, 100, HANDED_OVER)])
    assert found.subjects.tolist() == [NOBODY, 0]


def test_where_the_moment_of_the_call_is_not_known_its_arrival_counts():
    draw = draw_record([[True], [False]], ("A",))
    early = call(1, 100, None, arrived=HANDED_OVER - HOUR)
    late = call(2, 100, None, arrived=HANDED_OVER + HOUR)
    assert found_in(draw, [early, late]).subjects.tolist() == [NOBODY, 0]


def test_a_day_that_began_before_the_hand_over_carries_nothing():
    draw = draw_record([[True], [False]], ("A",))
    day = HANDED_OVER.replace(hour=0)
    found = found_in(draw, [call(1, 100, day, arrived=HANDED_OVER + DAY, until=day + DAY)])
    assert found.subjects.tolist() == [NOBODY]


def test_somebody_who_took_no_part_and_nobodys_customer_carry_nothing():
    draw = draw_record([[True], [False]], ("A",))
    calls = [call(1, 999, HANDED_OVER + DAY), call(2, None, HANDED_OVER + DAY)]
    assert found_in(draw, calls).subjects.tolist() == [NOBODY, NOBODY]


def test_a_complaint_that_arrives_late_counts_at_the_moment_of_its_call():
    first, second = np.datetime64("2026-03-01T09:00"), np.datetime64("2026-03-05T09:00")
    draw = draw_record([[True], [True]], ("A",), handed_over=[[first], [second]])
    on_time = call(1, 100, HANDED_OVER + 6 * DAY)
    late = call(2, 101, HANDED_OVER + 2 * DAY, arrived=HANDED_OVER + 9 * DAY)
    found = found_in(draw, [on_time, late])
    released = {int(unit): position for unit, _, position in found.released_at}
    assert found.called_at.tolist() == [1, 0]
    assert released[0] <= found.called_at[0]
    assert released[1] > found.called_at[1], "the second portion had not left when they rang"


@pytest.mark.parametrize("seed", range(5))
def test_positions_order_calls_and_hand_overs_as_their_moments_do(seed: int):
    rng = np.random.default_rng(seed)
    hours = rng.integers(0, 200, size=(30, 2))
    at = np.datetime64("2026-03-01T09:00:00") + hours.astype("timedelta64[h]")
    draw = draw_record(np.ones((30, 2), bool), ("A", "B"), handed_over=at)
    calls = [
        call(i + 1, 100 + i, HANDED_OVER + int(h) * HOUR, HANDED_OVER + 300 * HOUR)
        for i, h in enumerate(rng.integers(0, 220, size=30))
    ]
    found, stream = found_in(draw, calls), Stream.of(calls)
    for unit, copy, position in found.released_at.astype(int):
        for t in range(len(calls)):
            is_out = at[unit, copy] <= stream.called_from[t]
            assert is_out == (position <= found.called_at[t])


def test_a_portion_still_at_home_is_never_released():
    nat = np.datetime64("NaT")
    draw = draw_record(
        [[True], [True]], ("A",), handed_over=[[np.datetime64("2026-03-01")], [nat]]
    )
    found = found_in(draw, [call(1, 100, HANDED_OVER + DAY)])
    assert sorted(found.released_at[:, 2].tolist()) == [0.0, NEVER]


# --- portions: who was screened out on the day --------------------------------------------


def test_who_was_screened_out_stays_in_the_urn_and_is_no_hit():
    draw = draw_record(np.eye(4, 2, dtype=bool), ("A", "B"), stayed=((0, 0),))
    found = found_in(draw, [call(1, 100, HANDED_OVER + DAY)])
    assert [0.0, 0.0] in found.released_at[:, :2].tolist()
    assert found.contacted.tolist() == [[0.0, 0.0, 0.0]]
    assert weighed(draw, found).log_e[0] <= 0


def test_leaving_the_screened_out_out_of_the_urn_would_name_a_copy_nobody_used():
    """The naive version: half of each portion stays at home, complainants are not those."""
    rng = np.random.default_rng(7)
    units, mine = 2_000, rng.permutation(2_000)[:1_000]
    can_be_called = rng.random(units) < 0.5
    drawn = np.zeros((units, 1), dtype=bool)
    drawn[mine, 0] = True
    stayed = tuple((int(unit), 0) for unit in mine if not can_be_called[unit])
    draw = draw_record(drawn, ("A",), stayed=stayed, weights=[1.0])
    # Unrelated callers ring people who may be called; nobody uses the copy.
    calls = stream_of(rng.choice(np.flatnonzero(can_be_called), 300, replace=False))
    found = found_in(draw, calls)
    assert weighed(draw, found).named == ()
    kept = ~np.isin(np.arange(units), [unit for unit, _ in stayed]) & drawn[:, 0]
    naive = weigh(kept[:, None], found.subjects, design="independent", weights=[1.0])
    assert naive.named == (0,)


# --- lawful contacts (F1, correction 1) ---------------------------------------------------


def test_a_lawful_contact_before_the_complaint_takes_the_hit_away():
    draw = draw_record([[True], [False], [False]], ("A",))
    calls = [call(1, 100, HANDED_OVER + 3 * DAY)]
    with_contact = found_in(draw, calls, contacts((100, "A", HANDED_OVER + DAY)))
    assert with_contact.contacted.tolist() == [[0.0, 0.0, 0.0]]
    assert weighed(draw, with_contact).log_e[0] <= 0
    assert weighed(draw, found_in(draw, calls)).log_e[0] > 0


def test_where_only_matching_complaints_are_left_out_a_contact_takes_no_hit_away():
    """Then a bound says how much more readily called people complain."""
    lawful = Lawful("matching", Fraction(2))
    draw = draw_record([[True], [False], [False]], ("A",), lawful=lawful)
    calls = [call(1, 100, HANDED_OVER + 3 * DAY)]
    found = found_in(draw, calls, contacts((100, "A", HANDED_OVER + DAY)))
    assert found.contacted.tolist() == []
    plain = draw_record([[True], [False], [False]], ("A",))
    assert 0 < weighed(draw, found).log_e[0] < weighed(plain, found_in(plain, calls)).log_e[0]


def test_a_contact_of_the_same_day_counts_as_before():
    draw = draw_record([[True], [False]], ("A",))
    calls = [call(1, 100, HANDED_OVER + 3 * DAY)]
    found = found_in(draw, calls, contacts((100, "A", HANDED_OVER + 3 * DAY + 5 * HOUR)))
    assert len(found.contacted) == 1


def test_a_contact_between_call_and_complaint_counts_as_before_too():
    """It may have reminded the person to complain."""
    draw = draw_record([[True], [False]], ("A",))
    calls = [call(1, 100, HANDED_OVER + 3 * DAY, arrived=HANDED_OVER + 20 * DAY)]
    assert len(found_in(draw, calls, contacts((100, "A", HANDED_OVER + 10 * DAY))).contacted)


def test_a_contact_long_after_the_complaint_changes_nothing():
    draw = draw_record([[True], [False]], ("A",))
    calls = [call(1, 100, HANDED_OVER + 3 * DAY)]
    assert not len(found_in(draw, calls, contacts((100, "A", HANDED_OVER + 9 * DAY))).contacted)


def test_a_contact_by_a_partner_below_the_holder_is_the_holders():
    draw = draw_record([[True, True], [False, False]], ("A", "B"))
    calls = [call(1, 100, HANDED_OVER + 3 * DAY)]
    by_sub = contacts((100, "A-Sub", HANDED_OVER + DAY))
    found = found_in(draw, calls, by_sub, chains={"A": frozenset({"A-Sub"})})
    assert found.contacted.tolist() == [[0.0, 0.0, 0.0]]


def test_a_contact_on_any_line_of_the_unit_reaches_the_unit():
    draw = draw_record([[True], [False]], ("A",))
    shared = np.array([0, 0], dtype=np.int32)
    object.__setattr__(draw, "line_units", shared)
    calls = [call(1, 100, HANDED_OVER + 3 * DAY)]
    assert len(found_in(draw, calls, contacts((101, "A", HANDED_OVER + DAY))).contacted) == 1


def test_attack_selling_only_people_already_called_lawfully_is_never_out_of_the_question():
    """Every complaint comes from the copy and is filtered: not named, and not cleared."""
    draw = ten_percent()
    mine = np.flatnonzero(draw.copies[:, [0]].toarray()[:, 0])
    calls = stream_of(mine, start=HANDED_OVER + 30 * DAY)
    called = contacts(*((100 + int(u), "A", HANDED_OVER + DAY) for u in mine))
    found = found_in(draw, calls, called)
    finding = findings(looked(draw, calls, found), {}, {})[0]
    assert weighed(draw, found).named == ()
    assert finding.share_high == 1.0
    assert finding.limit_of_100 == 100
    assert finding.outcome is Outcome.NO_FINDING
    # The naive version drops filtered calls from the share, too, and sees nothing but misses.
    others = [u for u in range(400) if u not in set(mine.tolist())][:60]
    both = stream_of([*mine, *others], start=HANDED_OVER + 30 * DAY)
    finding = findings(looked(draw, both, found_in(draw, both, called)), {}, {})[0]
    assert finding.limit_of_100 >= 40, "a true share of 40 in 100 is never printed as less"


def test_attack_explaining_complaints_away_by_own_records_does_not_clear():
    """A partner declares a call for every complaint about its copy."""
    draw = ten_percent()
    mine = np.flatnonzero(draw.copies[:, [0]].toarray()[:, 0])
    others = np.setdiff1d(np.arange(400), mine)[:60]
    explained = [
        UnexplainedCall(
            position=1 + i,
            line_id=100 + int(unit),
            is_number_known=True,
            arrived_at=HANDED_OVER + 2 * DAY,
            called_at=HANDED_OVER + 2 * DAY,
            called_until=HANDED_OVER + 2 * DAY,
            explained_by=Explained(Explanation.DECLARED_CALL, "A"),
        )
        for i, unit in enumerate(mine)
    ]
    calls = [
        call(100 + i, 100 + int(unit), HANDED_OVER + 3 * DAY) for i, unit in enumerate(others)
    ]
    cleared = findings(looked(draw, calls, found_in(draw, calls)), {}, {})[0]
    kept = findings(looked(draw, calls, found_in(draw, calls, explained=explained)), {}, {})[0]
    assert cleared.outcome is Outcome.NO_SIGN
    assert kept.outcome is Outcome.NO_FINDING
    assert kept.limit_of_100 >= 40


def test_a_complaint_explained_by_one_partner_says_nothing_about_anothers_copy():
    draw = draw_record([[True, True], [False, False]], ("A", "B"))
    explained = [
        call(1, 100, HANDED_OVER + DAY, explained_by=Explained(Explanation.DECLARED_CALL, "A"))
    ]
    found = found_in(draw, [call(2, 101, HANDED_OVER + 2 * DAY)], explained=explained)
    assert found.explained.tolist() == [[0.0, 0.0, 0.0]]


# --- naming, framing, starts --------------------------------------------------------------


def test_a_copy_that_is_used_is_named_and_no_other():
    draw = ten_percent()
    mine = np.flatnonzero(draw.copies[:, [2]].toarray()[:, 0])
    calls = stream_of(mine[:20])
    assert weighed(draw, found_in(draw, calls)).named == (2,)


def test_attack_framing_without_the_list_does_nothing():
    """A rival invents complaints about 300 people; it does not know who is in the copy."""
    draw = ten_percent()
    calls = stream_of(np.random.default_rng(5).choice(400, 300, replace=False))
    result = weighed(draw, found_in(draw, calls))
    assert result.named == ()
    assert (result.log_e < result.log_thresholds).all()


def test_framing_with_the_list_fools_the_sum():
    """Why a naming triggers nothing by itself: whoever holds the list can invent complaints."""
    draw = ten_percent()
    mine = np.flatnonzero(draw.copies[:, [3]].toarray()[:, 0])
    assert weighed(draw, found_in(draw, stream_of(mine[:20]))).named == (3,)


def test_starts_are_one_a_day_for_a_year_after_the_hand_over():
    draw = ten_percent()
    calls = stream_of(range(50))
    found = found_in(draw, calls)
    assert len(found.starts) == START_DAYS
    assert found.starts[0] == sum(c.arrived_at < HANDED_OVER + DAY for c in calls)
    assert found.starts[-1] == len(calls)


def test_one_pass_says_what_weighing_and_trail_say():
    draw = ten_percent()
    calls = stream_of(np.random.default_rng(3).permutation(400)[:120])
    explained = [
        call(
            200, 100, HANDED_OVER + DAY, explained_by=Explained(Explanation.DECLARED_CALL, "A")
        )
    ]
    found = found_in(draw, calls, contacts((150, "A", HANDED_OVER + DAY)), explained)
    once, path = weighed_in_one_pass(draw, found)
    whole = weighed(draw, found)
    for name in ("log_e", "share_high", "used", "hits", "named_at", "weights"):
        assert np.array_equal(getattr(once, name), getattr(whole, name)), name
    assert np.array_equal(path, trail(draw.copies, found.subjects, **arguments(draw, found)))


def test_adding_later_complaints_never_changes_what_earlier_ones_said():
    draw = ten_percent()
    calls = stream_of(np.random.default_rng(3).permutation(400)[:120])
    whole = found_in(draw, calls)
    part = found_in(draw, calls[:70])
    path = trail(draw.copies, whole.subjects, **arguments(draw, whole))
    begun = trail(draw.copies, part.subjects, **arguments(draw, part))
    assert np.allclose(path[:70], begun)


# --- facts and findings -------------------------------------------------------------------


def test_facts_use_what_was_handed_over_and_not_what_was_drawn():
    draw = draw_record([[True], [True], [False]], ("A",), stayed=((0, 0),))
    stream = Stream.of([call(i + 1, 100 + i, HANDED_OVER + DAY) for i in range(3)])
    assert facts_of(draw, stream)[:, 0].tolist() == [
        Fact.NOT_IN_COPY, Fact.POSSIBLE, Fact.NOT_IN_COPY,
    ]  # fmt: skip


def test_a_number_that_was_not_given_excludes_nothing():
    draw = draw_record([[True], [False]], ("A",))
    stream = Stream.of([call(1, None, HANDED_OVER + DAY, is_number_known=False)])
    assert facts_of(draw, stream)[0, 0] == Fact.POSSIBLE


def test_a_sealed_list_with_unknown_numbers_leaves_later_lines_in_doubt():
    sealed = SealedFacts(10, 2, 3, 0, newest_line=150, handed_over_on=HANDED_OVER.date())
    draw = draw_record([[True], [True]], ("A",), design="sealed", sealed=sealed)
    calls = [call(1, 149, HANDED_OVER + DAY), call(2, 151, HANDED_OVER + DAY)]
    facts = facts_of(draw, Stream.of(calls))
    assert facts[:, 0].tolist() == [Fact.NOT_IN_COPY, Fact.POSSIBLE]


def test_a_sealed_list_is_out_of_the_question_by_fact_and_never_named():
    sealed = SealedFacts(2, 2, 0, 0, newest_line=900, handed_over_on=HANDED_OVER.date())
    draw = draw_record([[True], [True]], ("A",), design="sealed", sealed=sealed)
    stream = Stream.of([call(i + 1, 200 + i, HANDED_OVER + DAY) for i in range(9)])
    (finding,) = findings(Look(draw, stream, facts_of(draw, stream)), {}, {})
    assert finding.excluding.is_out_of_the_question
    assert finding.outcome is Outcome.NO_SIGN
    assert finding.limit_of_100 == 0
    assert finding.log_threshold is None


def test_the_rule_most_complaints_always_points_at_somebody():
    draw = ten_percent()
    calls = stream_of(np.random.default_rng(9).choice(400, 60, replace=False))
    look = looked(draw, calls, found_in(draw, calls))
    rule = most_complaints(look)
    assert rule is not None
    assert rule.complaints > 0
    assert not look.weighing.named


def test_trails_are_thinned_and_keep_the_last_point():
    draw = ten_percent()
    calls = stream_of(np.random.default_rng(9).choice(400, 300, replace=False))
    look = looked(draw, calls, found_in(draw, calls))
    for copy, path in enumerate(trails(look)):
        assert len(path.log_e) <= 120
        assert path.log_e[-1] == pytest.approx(look.weighing.log_e[copy], abs=1e-5)
        assert path.moments[-1].tzinfo is UTC


def test_a_trail_holds_the_very_moment_of_naming_however_thin_it_is():
    draw = ten_percent()
    mine = np.flatnonzero(draw.copies.toarray()[:, 2])[:12]
    others = np.setdiff1d(np.arange(400), mine)[:300]
    calls = stream_of(np.concatenate([others[:4], mine, others[4:]]))
    look = looked(draw, calls, found_in(draw, calls))
    (copy,) = look.weighing.named
    moment = look.stream.arrived_at[look.weighing.named_at[copy]].astype("datetime64[us]")
    assert moment in [at.replace(tzinfo=None) for at in trails(look)[copy].moments]


def test_calls_of_unknown_people_keep_the_printed_limit_honest():
    """Correction 7: what carried no evidence could all come from the copy."""
    draw = ten_percent()
    nobodys = np.setdiff1d(np.arange(400), np.flatnonzero(draw.copies.sum(axis=1)))
    calls = stream_of(nobodys[:60])
    few = findings(looked(draw, calls, found_in(draw, calls)), {}, {})[0]
    nameless = [
        call(100 + i, None, HANDED_OVER + 9 * DAY, is_number_known=False) for i in range(60)
    ]
    both = [*calls, *nameless]
    half = findings(looked(draw, both, found_in(draw, both)), {}, {})[0]
    assert few.limit_of_100 <= 20
    assert half.limit_of_100 >= 50


def test_before_anything_was_handed_over_nothing_is_since():
    nat = np.datetime64("NaT")
    draw = draw_record([[True], [False]], ("A",), handed_over=[[nat], [nat]])
    stream = Stream.of([call(1, 100, HANDED_OVER)])
    assert not since_hand_over(draw, stream).any()


def test_who_acts_below_whom_follows_the_chains():
    from leumund.network import Partner

    def partner(name: str, *chain: str) -> Partner:
        return Partner(1, name, name, "DE", chain=chain)

    found = below([partner("A"), partner("S", "A"), partner("SS", "S", "A")])
    assert found == {"A": frozenset({"S", "SS"}), "S": frozenset({"SS"})}
