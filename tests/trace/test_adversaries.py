"""Attacks on a naming, one by one: what each achieves, and what it does not.

Everything here is real: customers, a draw, hand-overs, complaints, the database, seals and
exhibits. Osten has a copy of 24 among 240 people, as have Norden, Sueden and Westen. The
attacks on the counting alone are in ``test_adversaries_at_the_bet``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest
from tests.conftest import Databases
from tests.trace.forged import parts, resealed
from tests.trace.spring import (
    CUSTOMERS,
    HOLDERS,
    START,
    customers_of,
    named,
    number,
    spring,
    take_in,
    the_draw,
)

from leumund.app import Leumund
from leumund.basics.clock import SetClock
from leumund.basics.numbers import Number
from leumund.intake.loaded import LoadedComplaints
from leumund.intake.seal import BrokenSeal
from leumund.ledger import DoesNotVerify, read_public_key
from leumund.permit import CallAsked
from leumund.permit.question import CallIsPast
from leumund.release.campaign import CopyDrawnTwice
from leumund.release.key_writer import SecretMissing
from leumund.release.secret import SecretDoesNotMatch
from leumund.release.writer import TableChanged
from leumund.store import Store
from leumund.trace import redrawn
from leumund.trace.finding import CopyFinding, TraceReport
from leumund.trace.handed import ExhibitMade
from leumund.trace.outcome import Outcome
from leumund.trace.verify import verify_exhibit

LEAKER = "089 99998 111"
DAY = timedelta(days=1)


def lodge(
    desk: Leumund,
    folder: Path,
    people: Iterable[int | str],
    name: str,
    *,
    days: float = 2,
    shown: str = LEAKER,
    taken_by: str = "Anna",
) -> LoadedComplaints:
    """A file in which these people (customers, or numbers) complain, one an hour; ``days``:
    when the first of the calls was, from now."""
    at = desk.clock.now() + timedelta(days=days)
    hour = timedelta(hours=1)
    rows = [
        f"{at + (i + 1) * hour:%Y-%m-%dT%H:%MZ},{at + i * hour:%Y-%m-%dT%H:%MZ},"
        f"{one if isinstance(one, str) else number(one)},{shown},{taken_by},{name}\n"
        for i, one in enumerate(people)
    ]
    path = folder / f"{name}.csv"
    head = "arrived_at,called_at,number_called,number_shown,taken_by,text\n"
    path.write_text(head + "".join(rows), "utf-8")
    return take_in(desk, path, days + (len(rows) + 1) / 24)


def log_calls(
    desk: Leumund,
    folder: Path,
    partner: str,
    people: Iterable[int],
    *,
    days: float,
    shown: str = "",
) -> None:
    """The partner declares that it called these people then, one an hour."""
    at = desk.clock.now() + timedelta(days=days)
    rows = [
        f"{at + timedelta(hours=i):%Y-%m-%dT%H:%MZ},{number(one)},{shown}\n"
        for i, one in enumerate(people)
    ]
    path = folder / f"calls-{partner}.csv"
    path.write_text("called_at,number_called,number_shown\n" + "".join(rows), "utf-8")
    desk.intake.calls(path, partner)


def finding(report: TraceReport, partner: str) -> CopyFinding:
    return next(copy for copy in report.copies if copy.partner == partner)


def later(desk: Leumund, days: float) -> None:
    assert isinstance(desk.clock, SetClock)
    desk.clock.at += timedelta(days=days)


def not_in(desk: Leumund, *partners: str) -> list[int]:
    """Customers who are in none of these copies."""
    inside = {one for partner in partners for one in customers_of(desk, partner)}
    return [one for one in range(CUSTOMERS) if one not in inside]


# --- framing by invented complaints -------------------------------------------------------


def test_attack_a_rival_complains_about_everybody_whom_it_does_not_have(
    store: Store, tmp_path: Path
) -> None:
    """Westen knows its own list. With exclusive lists it complains about nobody of its own:
    216 complaints, and no copy is named."""
    desk = spring(tmp_path, store, design="exclusive")
    lodge(desk, tmp_path, not_in(desk, "Westen"), "rival")
    report = desk.trace.run()
    assert named(report) == set()
    assert report.calls == CUSTOMERS - 24
    # Those that come when only people of the copy are left are no bet.
    assert all(20 <= finding(report, one).hits <= 24 for one in HOLDERS[:3])
    assert finding(report, "Westen").hits == 0


class Framed(NamedTuple):
    """Osten's copy is framed by somebody who holds its list; what was made of it."""

    desk: Leumund
    folder: Path
    report: TraceReport
    made: ExhibitMade
    kinds: list[str]


@pytest.fixture(scope="module")
def framed(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Framed]:
    folder = tmp_path_factory.mktemp("framed")
    with databases.lent() as name, databases.store(name) as store:
        desk = spring(folder, store, portions=2)
        before = len(desk.ledger.entries(count=1000))
        lodge(desk, folder, customers_of(desk, "Osten"), "framing")
        report = desk.trace.run()
        kinds = [one.kind for one in desk.ledger.entries(count=1000)]
        made = desk.trace.make_exhibit("spring", "Osten")
        yield Framed(desk, folder, report, made, kinds[: len(kinds) - before])


def test_attack_framing_with_the_list_names_the_copy_and_its_exhibit_shows_one_source(
    framed: Framed,
) -> None:
    """Achieved: the copy is named. Seen in both forms of the exhibit: without the one file,
    or the one person who took it in, nothing is left; and all calls showed one number."""
    assert named(framed.report) == {"Osten"}
    for data in (framed.made.expert, framed.made.files["exhibit.json"]):
        without = parts(data)[0]["result"]["without"]
        for by in ("source", "taken_by"):
            (each,) = without[by]
            assert (each["calls"], each["is_reached"]) == (12, False)
    assert [caller.calls for caller in framed.report.callers] == [12]


def test_attack_framing_in_several_names_leaves_the_exhibit_nothing_to_show(
    store: Store, tmp_path: Path
) -> None:
    """Three files, three persons, three days, a number of its own for each call: no part of
    it alone carries the naming, which is just what a true one looks like."""
    desk = spring(tmp_path, store)
    mine = customers_of(desk, "Osten")
    for at, by in enumerate(("Anna", "Bert", "Cleo")):
        lodge(desk, tmp_path, mine[at::3], by, days=2 + 2 * at, taken_by=by, shown="")
    assert named(desk.trace.run()) == {"Osten"}
    result = parts(desk.trace.make_exhibit("spring", "Osten").expert)[0]["result"]
    for by in ("source", "taken_by", "day"):
        assert [each["is_reached"] for each in result["without"][by]] == [True] * 3


def test_attack_a_framed_copy_triggers_nothing(framed: Framed) -> None:
    """The naming leaves one entry that says so; no case, no measure, no stop. The partner may
    call on, and its next portion leaves."""
    desk = framed.desk
    assert sorted(framed.kinds) == ["intake.complaints", "trace.run"]
    someone = customers_of(desk, "Osten")[0]
    asked = CallAsked(Number(number(someone)), "Osten", "winback", "DSL")
    assert desk.permit.check(asked).is_allowed
    later(desk, 7)
    left = desk.release.hand_over("spring")
    assert "Osten" in {one.partner for one in left.deliveries}


# --- logging calls never made -------------------------------------------------------------


def test_attack_logging_half_of_the_calls_leaves_the_other_half_to_name_it(
    store: Store, tmp_path: Path
) -> None:
    desk = spring(tmp_path, store)
    mine = customers_of(desk, "Osten")
    log_calls(desk, tmp_path, "Osten", mine[:12], days=1)
    lodge(desk, tmp_path, mine, "true")
    report = desk.trace.run()
    assert named(report) == {"Osten"}
    assert finding(report, "Osten").hits == 24
    assert finding(report, "Osten").share_high == 1.0


@pytest.mark.parametrize(("lawful", "is_hidden"), [("contacted", True), ("matching", False)])
def test_attack_logging_calls_afterwards_with_earlier_dates(
    store: Store, tmp_path: Path, lawful: str, is_hidden: bool
) -> None:
    """A declared call counts from the moment it is said to have been, so who logs its whole
    list before anybody looks is not named under ``contacted``. It is not cleared either, and
    the ledger shows that the record came after the complaints. Under ``matching`` the
    decision was sealed with each complaint, and the log changes nothing."""
    desk = spring(tmp_path, store, lawful=lawful)
    mine = customers_of(desk, "Osten")
    lodge(desk, tmp_path, mine, "true")
    later(desk, 5)
    log_calls(desk, tmp_path, "Osten", mine, days=-4)
    report = desk.trace.run()
    assert named(report) == (set() if is_hidden else {"Osten"})
    osten = finding(report, "Osten")
    assert (osten.outcome is Outcome.NO_FINDING) is is_hidden
    assert (osten.limit_of_100, osten.share_high) == (100, 1.0)
    (calls,) = desk.ledger.entries("intake.calls")
    (complaints,) = desk.ledger.entries("intake.complaints")
    assert calls.at > complaints.at


def test_attack_logging_the_leakers_number_beforehand_explains_the_calls_by_its_own_record(
    store: Store, tmp_path: Path
) -> None:
    """Achieved: no call is unexplained. The price: Osten says itself that it rang them, with
    the number that the complaints name; and with 24 others, of 100 calls 50 may be its own."""
    desk = spring(tmp_path, store)
    mine = customers_of(desk, "Osten")
    log_calls(desk, tmp_path, "Osten", mine, days=2, shown=LEAKER)
    strangers = not_in(desk, "Osten")[:24]
    assert lodge(desk, tmp_path, mine, "true").explained == 24
    lodge(desk, tmp_path, strangers, "others")
    report = desk.trace.run()
    assert [(own.partner, own.complaints) for own in report.explained] == [("Osten", 24)]
    osten = finding(report, "Osten")
    assert (osten.outcome, osten.used, osten.hits) == (Outcome.NO_FINDING, 24, 24)
    assert osten.limit_of_100 == 50


def test_attack_passes_as_an_alibi_are_dated_limited_and_never_issued_afterwards(
    store: Store, tmp_path: Path
) -> None:
    desk = spring(tmp_path, store)
    mine = customers_of(desk, "Osten")
    asked = [CallAsked(Number(number(one)), "Osten", "winback", "DSL") for one in mine]
    assert [desk.permit.check(asked[0]).is_allowed for _ in range(4)] == [True] * 3 + [False]
    assert all(desk.permit.check(one).is_allowed for one in asked[1:])
    lodge(desk, tmp_path, mine, "true", days=0.5)
    report = desk.trace.run()
    assert named(report) == set()
    assert finding(report, "Osten").limit_of_100 == 100
    line = the_draw(desk).line_ids.tolist()
    passes = desk.permit.passes(line, START - DAY, desk.clock.now() + DAY)
    assert {one.at for one in passes} == {START}
    later(desk, 1)
    with pytest.raises(CallIsPast):
        desk.permit.check(replace(asked[0], at=START))


def test_attack_another_partner_logs_the_leakers_calls_and_takes_the_complaints_away(
    store: Store, tmp_path: Path
) -> None:
    """Achieved: what Norden's record explains is evidence against nobody. It must be logged
    before the complaint comes, and says that Norden rang people whom it never was given."""
    desk = spring(tmp_path, store)
    mine = [one for one in customers_of(desk, "Osten") if one in not_in(desk, "Norden")]
    log_calls(desk, tmp_path, "Norden", mine, days=2, shown=LEAKER)
    lodge(desk, tmp_path, mine, "true")
    report = desk.trace.run()
    assert (report.calls, named(report)) == (0, set())
    (own,) = report.explained
    assert (own.partner, own.complaints, own.in_no_copy) == ("Norden", len(mine), len(mine))
    assert own.in_words() in report.in_words()


# --- poisoned identities ------------------------------------------------------------------


def test_attack_all_numbers_of_a_household_are_one_complaint(
    store: Store, tmp_path: Path
) -> None:
    """Each customer has three numbers. A rival who knows five of Osten's people complains
    from all fifteen numbers: five complaints, and nobody is named. Numbers that are tied to
    those people after the draw are nobody's."""
    desk = spring(tmp_path, store, numbers=3)
    five = sorted(set(customers_of(desk, "Osten")))[:5]
    late = tmp_path / "late-customers.csv"
    head = "ref,number,name,kind,land\n"
    rows = (f"K{one},{number(one, 7)},Person {one},consumer,BE\n" for one in five)
    late.write_text(head + "".join(rows), "utf-8")
    desk.people.load(late, kind="customers")
    told = [number(one, which) for one in five for which in (0, 1, 2, 7)]
    lodge(desk, tmp_path, told, "alias")
    report = desk.trace.run()
    osten = finding(report, "Osten")
    assert (report.calls, report.strangers) == (20, 0)
    assert (osten.used, osten.hits, osten.is_named) == (5, 5, False)
    assert osten.excluding.not_in_copy == 5


def test_attack_a_complaint_about_everybody_beforehand_leaves_nothing_to_weigh(
    store: Store, tmp_path: Path
) -> None:
    """The weak spot of counting each once: whoever complains about all 240 first has used up
    everybody, and the 24 true complaints add nothing. It takes as many as there are people,
    and one file holds 240 of 264."""
    desk = spring(tmp_path, store)
    lodge(desk, tmp_path, range(CUSTOMERS), "flood", taken_by="Bert")
    later(desk, 12)
    lodge(desk, tmp_path, customers_of(desk, "Osten"), "true")
    report = desk.trace.run()
    osten = finding(report, "Osten")
    assert named(report) == set()
    assert (report.calls, osten.limit_of_100 <= 20) == (264, True)
    # Those that come when only people of the copy are left are no bet.
    assert 20 <= osten.hits <= 24
    assert [one.last - one.first + 1 for one in desk.intake.shown_order().batches] == [240, 24]


# --- old complaints again -----------------------------------------------------------------


def test_attack_replaying_old_complaints(store: Store, tmp_path: Path) -> None:
    """From before the hand-over: they carry nothing and exclude every copy. About people whose
    portion has not left: no hit. The same file again, and the same people in other words:
    nothing is added."""
    desk = spring(tmp_path, store, portions=2)
    mine = customers_of(desk, "Osten")
    draw = the_draw(desk)
    second = draw.released.unit[(draw.released.copy == 1) & (draw.released.portion == 1)]
    lines = draw.line_ids[[unit in second for unit in draw.line_units]].tolist()
    waiting = sorted(int(one[-3:]) for one in desk.people.numbers(lines).values())
    assert (len(mine), len(waiting)) == (12, 12)
    lodge(desk, tmp_path, mine, "old", days=-9)
    early = desk.trace.run()
    assert (named(early), finding(early, "Osten").used) == (set(), 0)
    assert all(copy.excluding.is_out_of_the_question for copy in early.copies)
    lodge(desk, tmp_path, waiting, "waiting")
    unborn = desk.trace.run()
    assert (finding(unborn, "Osten").used, finding(unborn, "Osten").hits) == (12, 0)
    again = lodge(desk, tmp_path, waiting, "waiting")
    assert (again.stored, again.is_new) == (12, False) or again.stored == 0
    later(desk, 7)
    desk.release.hand_over("spring")
    lodge(desk, tmp_path, waiting, "again-in-other-words")
    last = finding(desk.trace.run(), "Osten")
    assert (last.used, last.hits) == (12, 0)
    assert last.log_e == pytest.approx(finding(unborn, "Osten").log_e, abs=1e-12)


def test_attack_old_complaints_are_told_to_learn_who_is_in_a_copy(
    store: Store, tmp_path: Path
) -> None:
    """They spend nothing, so what is said of them must be the same for anybody."""
    desk = spring(tmp_path, store)
    mine, others = customers_of(desk, "Osten"), not_in(desk, "Osten")
    lodge(desk, tmp_path, mine, "members", days=-9)
    told = finding(desk.trace.run(), "Osten").excluding
    lodge(desk, tmp_path, others[: len(mine)], "strangers", days=-9)
    both = finding(desk.trace.run(), "Osten").excluding
    assert (told.not_in_copy, told.before_hand_over) == (0, 24)
    assert (both.not_in_copy, both.before_hand_over) == (0, 48)


def test_attack_the_order_of_the_stream_is_changed(framed: Framed) -> None:
    """Whoever holds the database may switch its guards off; the seal still tells."""
    store = framed.desk.store
    with psycopg.connect(store.logins.owner()) as owner:
        swap = (
            "update intake.complaint a set line_id = b.line_id from intake.complaint b"
            " where a.position + b.position = 3 and a.position < 3"
        )
        with pytest.raises(psycopg.errors.RaiseException):
            owner.execute(swap)
        owner.rollback()
        owner.execute("alter table intake.complaint disable trigger user")
        owner.execute(swap)
        owner.commit()
    try:
        with pytest.raises(BrokenSeal):
            framed.desk.trace.run()
    finally:
        with psycopg.connect(store.logins.owner()) as owner:
            owner.execute(swap)
            owner.execute("alter table intake.complaint enable trigger user")


# --- choosing the secret ------------------------------------------------------------------


def test_attack_a_second_secret_is_refused(framed: Framed) -> None:
    """Another number, another secret in its place, or none: nothing is drawn a second time."""
    campaign = framed.folder / "campaign.yaml"
    with pytest.raises(CopyDrawnTwice):
        framed.desk.release.draw(campaign, beacon="6 5 4 3 2 1")
    kept = framed.folder / "data" / "keys" / "draws" / "spring.json"
    held = kept.read_text("utf-8")
    try:
        kept.write_text(json.dumps(json.loads(held) | {"secret": "00" * 32}), "utf-8")
        with pytest.raises(SecretDoesNotMatch):
            framed.desk.trace.make_exhibit("spring", "Osten")
        kept.unlink()
        with pytest.raises(SecretMissing):
            framed.desk.trace.make_exhibit("spring", "Osten")
    finally:
        kept.write_text(held, "utf-8")


@pytest.mark.parametrize("is_everywhere", [False, True])
def test_attack_an_exhibit_with_another_secret_does_not_hold(
    framed: Framed, is_everywhere: bool
) -> None:
    """Not even in a ledger of one's own that commits to it all along: the same people are not
    drawn from it."""

    def other(exhibit: dict[str, Any]) -> None:
        draw = exhibit["grounds"]["draw"]
        draw["secret"] = "00" * 32
        if is_everywhere:
            master, salt = bytes(32), bytes.fromhex(draw["salt"])
            seal = draw["seal"]
            seal["secret"] = redrawn.master_commitment(master, salt)
            for name in seal["opened"]:
                use, _, copy = name.partition("/")
                opened = redrawn.opened(master, seal["draw"], use, copy)
                seal["opened"][name] = redrawn.opened_commitment(opened)

    assert verify_exhibit(framed.made.expert, [key_of(framed)]).has_grounds
    with pytest.raises(DoesNotVerify):
        verify_exhibit(resealed(framed.made.expert, other))


def key_of(framed: Framed) -> Any:
    return read_public_key(framed.made.files["ledger.pub"].decode())


# --- an insider: see also test_adversaries_inside ------------------------------------------


@pytest.mark.parametrize("table", ["members", "universe", "frame"])
def test_attack_a_frozen_file_is_changed_in_its_place(framed: Framed, table: str) -> None:
    (path,) = (framed.folder / "data" / "release").glob(f"{table}-*")
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    try:
        with pytest.raises(TableChanged):
            framed.desk.trace.run()
    finally:
        path.write_bytes(data)


# --- the page -----------------------------------------------------------------------------


def test_every_attack_stands_on_the_page_and_every_row_has_its_test() -> None:
    here = Path(__file__).parent
    written = "".join(one.read_text("utf-8") for one in here.glob("test_adversaries*.py"))
    told = (here.parents[1] / "docs" / "why" / "attacks.md").read_text("utf-8")
    played = set(re.findall(r"^def test_attack_(\w+)\(", written, re.MULTILINE))
    assert set(re.findall(r"`(\w+)`(?=[ ,])", told.partition("|---|")[2])) == played
