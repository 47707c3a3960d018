"""Attacks on the counting, one by one: what each achieves, and what it does not.

What goes through the product (files, database, seals, exhibits) is in ``test_adversaries``.
Where many worlds are needed, each column of ``copies`` is a world of its own: the same
complaints against a list that was drawn anew.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import combinations
from math import log

import numpy as np
import pytest
from scipy.stats import beta, binom
from tests.trace.draws import HANDED_OVER, call, draw_record
from tests.trace.test_the_twelve_corrections import deal, draw

from leumund.release.draw import draw_copies
from leumund.release.secret import DrawKeys, Master
from leumund.release.sizes import Frame
from leumund.trace import trail, weigh
from leumund.trace.bet import SHARES
from leumund.trace.evidence import Contacts, Stream, evidence
from leumund.trace.outcome import Outcome
from leumund.trace.reading import Look, facts_of, findings, weighed

ALPHA = 1e-3
EXACT = 1e-12


def of(copies: np.ndarray, copy: int, rng: np.random.Generator) -> np.ndarray:
    """The people of a copy, in random order."""
    return rng.permutation(np.flatnonzero(copies[:, copy]))


def others(copies: np.ndarray, copy: int, rng: np.random.Generator) -> np.ndarray:
    """Everybody who is not in it, in random order."""
    return rng.permutation(np.flatnonzero(~copies[:, copy]))


def upper_limit(count: int, of_all: int) -> float:
    """The 99 % upper limit of a rate (Clopper and Pearson 1934)."""
    return float(beta.ppf(0.99, count + 1, of_all - count))


# --- framing without the list -------------------------------------------------------------
# Two groups of people, in which the copy has different parts. The rival sees the evidence after
# every complaint and picks from which group the next one comes, or stops. All lists that could
# have been drawn, and all that such a rival could do, are counted.

SIZES, MEMBERS = (5, 5), (1, 3)
History = tuple[tuple[int, bool], ...]


@pytest.fixture(scope="module")
def histories() -> dict[History, float]:
    """Per course of complaints (group, in the copy) the evidence after it, from ``trail``."""
    people = sum(SIZES)
    lists = [
        (*first, *second)
        for first in combinations(range(SIZES[0]), MEMBERS[0])
        for second in combinations(range(SIZES[0], people), MEMBERS[1])
    ]
    copies = np.zeros((people, len(lists)), dtype=bool)
    for column, members in enumerate(lists):
        copies[list(members), column] = True
    found: dict[History, float] = {}
    for of_first in combinations(range(people), SIZES[0]):
        group = np.isin(np.arange(people), of_first, invert=True).astype(int)
        subjects = np.empty(people, dtype=int)
        subjects[group == 0] = np.arange(SIZES[0])
        subjects[group == 1] = np.arange(SIZES[0], people)
        path = trail(
            copies, subjects, design="independent", strata=np.repeat([0, 1], SIZES)
        )  # fmt: skip
        for column in range(len(lists)):
            course = tuple(zip(group.tolist(), copies[subjects, column].tolist(), strict=True))
            for step in range(people):
                found[course[: step + 1]] = float(np.exp(path[step, column]))
    return found


def the_best_rival(gain: Callable[[History], float]) -> float:
    """What a rival gains at most who picks the next group, or stops, by all it has seen."""

    @cache
    def value(history: History) -> float:
        best = gain(history)
        for group in (0, 1):
            seen = [is_in for one, is_in in history if one == group]
            left, inside = SIZES[group] - len(seen), MEMBERS[group] - sum(seen)
            if left:
                chance = inside / left
                going_on = chance * value((*history, (group, True))) if inside else 0.0
                if inside < left:
                    going_on += (1 - chance) * value((*history, (group, False)))
                best = max(best, going_on)
        return best

    return value(())


def test_attack_a_rival_who_watches_every_step_gains_nothing_on_average(
    histories: dict[History, float],
) -> None:
    """The naive chance, list over universe, lets it gain by complaining in the right group."""
    assert the_best_rival(lambda seen: histories.get(seen, 1.0)) == pytest.approx(1, abs=EXACT)
    naive = sum(MEMBERS) / sum(SIZES)

    def naive_evidence(seen: History) -> float:
        hits = sum(is_in for _, is_in in seen)
        return float(
            np.mean((1 - SHARES + SHARES / naive) ** hits * (1 - SHARES) ** (len(seen) - hits))
        )

    assert the_best_rival(naive_evidence) > 1.1


@pytest.mark.parametrize("alpha", [0.5, 0.3, 0.2, 0.14])
def test_attack_no_rival_without_the_list_names_a_copy_more_often_than_promised(
    histories: dict[History, float], alpha: float
) -> None:
    def is_named(seen: History) -> float:
        return float(histories.get(seen, 1.0) >= 1 / alpha)

    chance = the_best_rival(is_named)
    assert 0 < chance <= alpha


def test_attack_inventing_complaints_until_it_works_does_not_work() -> None:
    """Three hundred complaints one after another, in 5,000 worlds; a rule that looks after
    each of them whether there are too many hits names far too often."""
    rng = np.random.default_rng(1)
    people, size, worlds, calls = 1_000, 100, 5_000, 300
    copies = draw(rng, people, worlds, size)
    subjects = rng.permutation(people)[:calls]
    peaks = trail(copies, subjects, design="independent").max(axis=0)
    for alpha in (0.05, 0.01):
        named = int((peaks >= -log(alpha)).sum())
        assert 0 < named / worlds < upper_limit(named, worlds) <= alpha
    hits = copies[subjects].cumsum(axis=0)
    tails = binom.sf(hits - 1, np.arange(1, calls + 1)[:, None], size / people)
    assert (tails.min(axis=0) < 0.01).mean() > 3 * 0.01


def test_attack_a_rival_who_knows_all_lists_but_one_does_not_frame_that_one() -> None:
    """Exclusive lists: it complains only about people who are on nobody else's list. A third
    of them are on this one; list over universe says a tenth."""
    rng = np.random.default_rng(2)
    runs, alpha, weights = 60, 0.01, np.eye(8)[1]
    naive = ours = 0
    for _ in range(runs):
        copies = deal(rng, 400, 8, 40)
        free = np.flatnonzero(~np.delete(copies, 1, axis=1).any(axis=1))
        subjects = rng.permutation(free)[:60]
        found = weigh(copies, subjects, design="conditional", weights=weights, alpha=alpha)
        ours += 1 in found.named
        steps = np.log(0.7 + 0.3 * copies[subjects, 1] / 0.1)
        naive += bool((np.cumsum(steps) >= log(1 / alpha)).any())
    assert naive == runs
    assert ours <= alpha * runs


# --- framing with the list ----------------------------------------------------------------


def test_attack_whoever_knows_a_dozen_people_of_the_list_frames_the_copy() -> None:
    """It achieves that, and no counting can prevent it; so a naming says nothing of by whom."""
    rng = np.random.default_rng(3)
    copies = draw(rng, 4_000, 50, 400)
    assert weigh(copies, of(copies, 7, rng)[:12], design="independent").named == (7,)


# --- logging calls never made -------------------------------------------------------------


@pytest.mark.parametrize(("logged", "earliest", "latest"), [(0.5, 6, 30), (0.9, 25, 200)])
def test_attack_logging_calls_to_a_part_of_the_list_only_delays(
    logged: float, earliest: int, latest: int
) -> None:
    """Whoever logs nine tenths of its list is named by the last tenth."""
    rng = np.random.default_rng(4)
    for _ in range(10):
        copies = draw(rng, 4_000, 20, 400)
        contacted = [(unit, 0, 0) for unit in of(copies, 0, rng)[: int(logged * 400)]]
        found = weigh(
            copies, of(copies, 0, rng)[:300], design="independent", contacted=contacted
        )  # fmt: skip
        assert found.named == (0,)
        assert earliest <= found.named_at[0] <= latest
        assert found.share_high[0] == 1.0


def test_attack_logging_calls_to_the_whole_list_hides_it_and_clears_nobody() -> None:
    rng = np.random.default_rng(5)
    copies = draw(rng, 4_000, 20, 400)
    contacted = [(unit, 0, 0) for unit in of(copies, 0, rng)]
    found = weigh(copies, of(copies, 0, rng), design="independent", contacted=contacted)
    assert found.named == ()
    assert (found.used[0], found.hits[0], found.share_high[0]) == (400, 400, 1.0)


def test_attack_what_only_ones_own_record_explains_does_not_lower_ones_own_share() -> None:
    """Invented calls explain sixty complaints away; sixty about others come in. For the upper
    limit the sixty count as hits."""
    rng = np.random.default_rng(6)
    copies = draw(rng, 4_000, 20, 400)
    mine, strangers = of(copies, 0, rng)[:60], others(copies, 0, rng)[:60]
    explained = [(unit, 0, 0) for unit in mine]
    ours = weigh(copies, strangers, design="independent", explained=explained)
    naive = weigh(copies, strangers, design="independent")
    assert naive.share_high[0] < 0.15
    assert ours.share_high[0] > 0.4


# --- splitting a list among callers ---------------------------------------------------------


@pytest.mark.parametrize("callers", [1, 2, 5, 20, 40])
def test_attack_splitting_a_list_among_callers_costs_the_evidence_at_most_ln_2(
    callers: int,
) -> None:
    rng = np.random.default_rng(7)
    copies = draw(rng, 4_000, 20, 400)
    subjects = of(copies, 0, rng)[:40]
    plain = trail(copies, subjects, design="independent")
    told = trail(copies, subjects, design="independent", callers=np.arange(40) % callers)
    assert (plain - told).max() <= log(2) + EXACT
    found = weigh(copies, subjects, design="independent", callers=np.arange(40) % callers)
    assert found.named == (0,)
    assert found.named_at[0] <= np.argmax(plain[:, 0] >= log(20 / ALPHA)) + 1


def test_attack_bets_per_caller_alone_would_lose_to_forty_callers() -> None:
    """Why the plain bet stands beside them: each of forty bets keeps half of its stake back."""
    rng = np.random.default_rng(8)
    copies = draw(rng, 4_000, 20, 400)
    subjects = of(copies, 0, rng)[:40]
    plain = trail(copies, subjects, design="independent")[-1, 0]
    each = trail(copies, subjects[:1], design="independent")[-1, 0]
    assert 40 * np.logaddexp(0, each) - 40 * log(2) < plain - 10


# --- calling only customers whom other partners have, too -----------------------------------


def test_attack_calling_only_shared_customers_is_as_quick_and_names_both_copies() -> None:
    """Lists drawn apart: to pick the customers it shares with B, A must use B's list. Both
    copies were used, and both are named; a third is not."""
    rng = np.random.default_rng(9)
    for _ in range(10):
        copies = draw(rng, 8_000, 10, 800)
        shared = rng.permutation(np.flatnonzero(copies[:, 0] & copies[:, 1]))[:40]
        plain = weigh(copies, of(copies, 0, rng)[:40], design="independent")
        found = weigh(copies, shared, design="independent")
        assert found.named == (0, 1)
        assert (found.named_at[:2] == plain.named_at[0]).all()


def test_attack_calling_whom_anybody_else_has_too_hides_nothing() -> None:
    """It needs everybody else's lists, and after hundreds of calls begins to name them, too."""
    rng = np.random.default_rng(10)
    copies = draw(rng, 8_000, 10, 800)
    is_shared = copies[:, 0] & copies[:, 1:].any(axis=1)
    found = weigh(copies, rng.permutation(np.flatnonzero(is_shared)), design="independent")
    assert 0 <= found.named_at[0] < 10
    later = found.named_at[1:][found.named_at[1:] >= 0]
    assert len(later) > 0
    assert later.min() > 100


@pytest.mark.parametrize(
    ("alone", "both", "fewest", "most"), [(200, 200, 11, 20), (100, 300, 16, 26)]
)
def test_attack_shared_customers_of_a_permuted_draw_trace_at_the_rate_of_their_cell(
    alone: int, both: int, fewest: int, most: int
) -> None:
    """Given B's list, a person of it is in A's with chance one half, or three fifths: so it
    takes 15 or 20 complaints where people whom A has alone take 5 or 10."""
    rng = np.random.default_rng(11)
    rows = [[1, 0]] * alone + [[0, 1]] * 200 + [[1, 1]] * both + [[0, 0]] * 1_400
    for _ in range(10):
        copies = rng.permutation(np.array(rows, dtype=bool))
        shared = rng.permutation(np.flatnonzero(copies.all(axis=1)))[:60]
        found = weigh(copies, shared, design="conditional")
        assert fewest <= found.named_at[0] <= most
        mine = rng.permutation(np.flatnonzero(copies[:, 0] & ~copies[:, 1]))[:60]
        assert 0 <= weigh(copies, mine, design="conditional").named_at[0] < fewest


def test_attack_where_everybody_has_two_holders_nothing_is_left_to_chance_and_it_is_said() -> (
    None
):
    """Each call counts with factor 1; the finding says that none carried evidence, keeps the
    limit at 100 and says no finding."""
    rng = np.random.default_rng(12)
    rows = [[1, 1, 0]] * 200 + [[1, 0, 1]] * 200 + [[0, 1, 1]] * 200
    record = draw_record(
        rng.permutation(np.array(rows, dtype=bool)), ("A", "B", "C"), design="conditional"
    )
    shared = np.flatnonzero(record.copies.toarray()[:, :2].all(axis=1))[:60]
    at = HANDED_OVER.replace(day=3)
    stream = Stream.of([call(i + 1, 100 + int(unit), at) for i, unit in enumerate(shared)])
    nothing = Contacts(np.empty(0, np.int64), (), np.empty(0, "datetime64[s]"))
    heard = evidence(record, stream, nothing, [], {})
    weighing, path = weighed(record, heard)
    look = Look(record, stream, facts_of(record, stream), heard, weighing, path)
    for finding in findings(look, {}, {})[:2]:
        assert abs(finding.log_e) < EXACT
        assert (finding.used, finding.hits) == (0, 0)
        assert (finding.outcome, finding.limit_of_100) == (Outcome.NO_FINDING, 100)
        assert finding.excluding.possible == 60


# --- poisoned identities --------------------------------------------------------------------


def test_attack_doubtful_and_wrong_subjects_only_slow_it_down() -> None:
    """Each true complaint comes with a wrong name beside it; whose weight is larger costs."""
    rng = np.random.default_rng(13)
    needed = []
    for true_weight in (1.0, 0.7, 0.4):
        at = []
        for _ in range(10):
            copies = draw(rng, 4_000, 20, 400)
            mine, wrong = of(copies, 0, rng)[:100], others(copies, 0, rng)[:100]
            triples = [
                (t, int(unit), weight)
                for t in range(100)
                for unit, weight in ((mine[t], true_weight), (wrong[t], 1 - true_weight))
                if weight > 0
            ]
            found = weigh(copies, np.full(100, -1), design="independent", candidates=triples)
            assert found.named == (0,)
            at.append(int(found.named_at[0]))
        needed.append(np.mean(at))
    assert needed[0] < needed[1] < needed[2] < 25


def test_attack_the_same_person_under_every_number_of_the_household_counts_once() -> None:
    """Forty complaints about one unit are one; taken as forty people they would name it."""
    rng = np.random.default_rng(14)
    copies = draw(rng, 400, 5, 40)
    (one, *_rest) = of(copies, 0, rng)
    found = weigh(copies, [one] * 40, design="independent")
    assert (found.calls, int(found.used[0]), found.named) == (1, 1, ())
    by_number = np.zeros((440, 5), dtype=bool)
    by_number[:400] = copies
    by_number[400:, 0] = True
    assert 0 in weigh(by_number, np.arange(400, 440), design="independent").named


# --- the order ------------------------------------------------------------------------------


def test_attack_whoever_could_sort_the_stream_could_frame_a_copy() -> None:
    """So the order is sealed before anybody may look who is in a copy: as they came they name
    nobody, the hits first they name the copy."""
    rng = np.random.default_rng(15)
    copies = draw(rng, 2_000, 10, 200)
    subjects = rng.permutation(2_000)[:300]
    hits_first = subjects[np.argsort(~copies[subjects, 0], kind="stable")]
    assert weigh(copies, subjects, design="independent").named == ()
    assert weigh(copies, hits_first, design="independent").named == (0,)


# --- drowning -------------------------------------------------------------------------------


def test_attack_drowning_a_leak_in_invented_complaints_delays_and_lowers_the_share() -> None:
    """The weak spot: whoever invents a thousand complaints about people whom it does not have
    is not named by the sixty true ones, and its share of *these* complaints is small. The
    starts of the bet repair it if the flood came before, the callers if they are told apart,
    and a naming made before it stays."""
    rng = np.random.default_rng(16)
    copies = draw(rng, 4_000, 20, 400)
    leak, flood = of(copies, 0, rng)[:60], others(copies, 0, rng)[:1_000]
    drowned = np.concatenate([flood, leak])
    plain = weigh(copies, drowned, design="independent")
    assert (plain.named, bool(plain.share_high[0] < 0.2)) == ((), True)
    starts = np.linspace(0, 1_060, 365)
    assert weigh(copies, drowned, design="independent", starts=starts).named == (0,)
    callers = np.concatenate([np.full(1_000, -1), np.zeros(60, dtype=int)])
    assert weigh(copies, drowned, design="independent", callers=callers).named == (0,)
    after = weigh(copies, np.concatenate([leak, flood]), design="independent")
    assert (after.named, bool(after.named_at[0] < 10)) == ((0,), True)


# --- choosing the secret --------------------------------------------------------------------


def test_attack_trying_secrets_until_the_list_pleases_fails_at_the_beacon() -> None:
    """Of 300 secrets the company seals the one that, with the number it expects, puts most of
    thirty people into the copy. With any other number it is a secret like all others."""
    frame = Frame(
        "independent", ("[]",), np.array([300]), ("Osten",), np.ones((1, 1), dtype=bool),
        np.zeros(1, dtype=np.int64), np.full((1, 1, 1), 30),
    )  # fmt: skip

    def hits(secret: int, beacon: str) -> int:
        keys = DrawKeys(Master(secret.to_bytes(32), bytes(32)), "spring", "seal", beacon)
        drawn = draw_copies(frame, np.zeros(300, dtype=np.int32), keys)
        return int((drawn.unit < 30).sum())

    best = max(range(300), key=lambda secret: hits(secret, "expected"))
    assert hits(best, "expected") >= 7
    others_found = [hits(best, f"another {turn}") for turn in range(300)]
    assert 2.6 < np.mean(others_found) < 3.4
