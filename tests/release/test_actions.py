"""Plan, draw, hand over, recall and seal, on a real database with real files."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import numpy as np
import pyrage
import pytest
from tests.release.desk import (
    CAMPAIGN,
    NOW,
    campaign,
    furnish,
    identity_of,
    number,
    object_to_calls,
    partners_yaml,
    write,
)

from leumund.app import Leumund
from leumund.basics.clock import SetClock
from leumund.basics.errors import NotThere
from leumund.release import redraw, verify_manifest
from leumund.release.campaign import (
    HoldBackFixed,
    NoSuchPortion,
    NotDrawn,
    NotSealedYet,
    NotYetDue,
    UnknownPartners,
)
from leumund.release.results import Drawn, Sealed
from leumund.store import Statement

NAME = "spring-2026"
BEACON = "3 17 22 29 41 44"


def drawn(desk: Leumund, folder: Path, text: str = CAMPAIGN, beacon: str = BEACON) -> Drawn:
    path = campaign(folder, text)
    assert isinstance(desk.release.draw(path), Sealed)
    outcome = desk.release.draw(path, beacon)
    assert isinstance(outcome, Drawn)
    return outcome


def on(desk: Leumund, day: date) -> None:
    clock = desk.clock
    assert isinstance(clock, SetClock)
    clock.at = NOW.replace(year=day.year, month=day.month, day=day.day)


def plain(folder: Path, partner: str, path: Path) -> list[dict[str, str]]:
    data = pyrage.decrypt(path.read_bytes(), [identity_of(folder, partner)])
    return list(csv.DictReader(io.StringIO(data.decode())))


def kinds(desk: Leumund) -> list[str]:
    desk.ledger.integrate()
    return [entry.kind for entry in desk.ledger.entries()]


# --- plan and draw ---------------------------------------------------------------------------


def test_a_plan_says_what_the_draw_will_show_and_leaves_no_draw(desk: Leumund, tmp_path: Path):
    report = desk.release.plan(campaign(tmp_path))
    assert (report.known, report.refused, report.taking_part) == (270, 0, 270)
    assert report.held_now == 27
    norden = report.copies[0]
    assert norden.can_be_named
    assert [step.units for step in norden.steps] == [24, 48]
    assert all(needed for step in norden.steps for needed in step.needed)
    assert "Unexplained calls until a copy is named" in report.in_words()
    assert desk.release.draws() == []
    assert "release.seal_secret" not in kinds(desk)


def test_the_first_run_seals_and_draws_nothing(desk: Leumund, tmp_path: Path):
    sealed = desk.release.draw(campaign(tmp_path))
    assert isinstance(sealed, Sealed)
    assert desk.release.draws() == []
    assert "release.seal_secret" in kinds(desk)
    assert "release.draw" not in kinds(desk)
    assert "Lotto 6 aus 49 of 11 March 2026" in sealed.in_words()
    document = json.loads(sealed.seal_path.read_text("utf-8"))
    assert document["draw"] == NAME
    with pytest.raises(NotDrawn):
        desk.release.hand_over(NAME)


def test_with_the_beacon_the_copies_are_drawn_and_the_weights_booked(
    desk: Leumund, tmp_path: Path
):
    outcome = drawn(desk, tmp_path)
    assert outcome.is_new
    assert outcome.copies == (("Norden", 48), ("Süden & Söhne", 40), ("Westen", 72))
    assert outcome.part == "3/800"
    assert outcome.weight == "1/800"
    (record,) = desk.release.draws()
    assert record.partners == ("Norden", "Süden & Söhne", "Westen")
    assert record.copies.sum(axis=0).A1.tolist() == [48, 40, 72]
    assert record.weights.tolist() == [1 / 1600] * 3
    assert record.alpha == 0.001
    assert np.isnat(record.released.handed_over_at).all()
    assert record.eligible is not None
    assert record.eligible.sum(axis=0).tolist() == [243, 243, 243]
    held = record.copies[record.held]
    assert held.nnz == 0
    assert kinds(desk).count("release.draw") == 1


def test_a_household_on_one_line_is_one_unit_with_one_coin(desk: Leumund, tmp_path: Path):
    drawn(desk, tmp_path)
    (record,) = desk.release.draws()
    assert len(record.line_ids) == len(set(record.line_units.tolist())) == 270


def test_the_same_command_again_changes_nothing(desk: Leumund, tmp_path: Path):
    first = drawn(desk, tmp_path)
    before = desk.release.draws()[0]
    for beacon in (None, BEACON, f"  {BEACON}\n"):
        again = desk.release.draw(campaign(tmp_path), beacon)
        assert isinstance(again, Drawn)
        assert not again.is_new
        assert again.draw_id == first.draw_id
    after = desk.release.draws()[0]
    assert (after.copies != before.copies).nnz == 0
    assert kinds(desk).count("release.draw") == 1
    assert kinds(desk).count("release.seal_secret") == 1


def test_attack_a_beacon_known_before_the_secret_is_sealed_is_refused_and_moves_nothing(
    desk: Leumund, tmp_path: Path
):
    with pytest.raises(NotSealedYet):
        desk.release.draw(campaign(tmp_path), BEACON)
    assert kinds(desk).count("release.seal_secret") == 0
    assert desk.release.draws() == []


def test_the_redrawing_of_a_stored_draw_gives_arrays_over_its_units(
    desk: Leumund, tmp_path: Path
):
    drawn(desk, tmp_path)
    (record,) = desk.release.draws()
    portions = redraw(record, 1, bytes(32))
    assert portions.shape == (270,)
    assert np.bincount(portions + 1).tolist() == [230, 20, 20]
    assert (portions[record.held] == -1).all()


def test_exclusive_lists_share_nobody(desk: Leumund, tmp_path: Path):
    text = CAMPAIGN.replace("design: independent", "design: exclusive")
    drawn(desk, tmp_path, text)
    (record,) = desk.release.draws()
    assert record.design == "conditional"
    assert record.copies.sum(axis=1).max() == 1
    assert record.eligible is None
    assert redraw(record, 0, bytes(32)).max() == 1


def test_a_partner_the_network_does_not_know_stops_the_draw(desk: Leumund, tmp_path: Path):
    path = campaign(tmp_path, CAMPAIGN.replace("Westen", "Weesten"))
    with pytest.raises(UnknownPartners) as told:
        desk.release.draw(path)
    assert "knows no Weesten" in str(told.value)
    assert desk.release.draws() == []


def test_a_campaign_file_that_is_not_there_is_told(desk: Leumund, tmp_path: Path):
    with pytest.raises(NotThere):
        desk.release.draw(tmp_path / "nothing.yaml")


def test_whoever_may_not_be_called_takes_no_part(desk: Leumund, tmp_path: Path):
    object_to_calls(desk, tmp_path, [0, 1, 9])
    report = desk.release.plan(campaign(tmp_path))
    # Customer 9 shares the line of customer 8, who stays at home with them.
    assert (report.known, report.refused, report.taking_part) == (270, 3, 267)


# --- hold-back -------------------------------------------------------------------------------


def held_campaign(name: str, permanent: str = "permanent: 0.2, ") -> str:
    text = CAMPAIGN.replace("spring-2026", name)
    return text.replace("rotating: 0.1", f"{permanent}rotating: 0")


def test_the_permanent_hold_back_is_in_no_later_urn_even_where_it_is_not_named(
    desk: Leumund, tmp_path: Path
):
    first = drawn(desk, tmp_path, held_campaign("one"))
    assert 20 < 270 - first.taking_part < 90
    second = drawn(desk, tmp_path, held_campaign("two", ""))
    assert second.taking_part == first.taking_part
    one, two = desk.release.draws()
    assert one.line_ids.tolist() == two.line_ids.tolist()


def test_the_share_of_the_permanent_hold_back_never_changes(desk: Leumund, tmp_path: Path):
    drawn(desk, tmp_path, held_campaign("one"))
    with pytest.raises(HoldBackFixed) as told:
        desk.release.draw(campaign(tmp_path, held_campaign("two", "permanent: 0.1, ")))
    assert "is 1/5, not 1/10" in str(told.value)


# --- hand over -------------------------------------------------------------------------------


def test_a_portion_leaves_encrypted_with_a_signed_manifest(desk: Leumund, tmp_path: Path):
    drawn(desk, tmp_path)
    handed = desk.release.hand_over(NAME, into=tmp_path / "out")
    assert handed.portions == (1,)
    assert [one.units for one in handed.deliveries] == [24, 20, 36]
    assert handed.next_on == date(2026, 3, 20)
    (record,) = desk.release.draws()
    numbers = {of: number(of) for of in range(300)}
    for place, one in enumerate(handed.deliveries):
        rows = plain(tmp_path, one.partner, one.path)
        assert list(rows[0]) == ["number"]
        assert len(rows) == one.rows == one.units
        assert {row["number"] for row in rows} <= set(numbers.values())
        out = (record.released.copy == place) & record.released.is_handed_over
        assert out.sum() == one.units
        assert (record.released.portion[out] == 0).all()
        document = manifest(desk, one.manifest_path)
        assert document["partner"] == one.partner
        assert document["portions"][0]["file"] == one.file_digest
        assert document["seal"] == json.loads(json.dumps(seal_digest(desk)))
    assert kinds(desk).count("release.hand_over") == 3


def manifest(desk: Leumund, path: Path) -> dict:
    from leumund.release.key_writer import read_key
    from leumund.release.manifest import public_key_of

    key = public_key_of(read_key(desk.settings.folder, "manifest"))
    return verify_manifest(path.read_bytes(), key)


def seal_digest(desk: Leumund) -> str:
    with desk.store.transaction() as tx:
        asked = Statement("seal", "The seal.", "select seal_digest from release.draw")
        return tx.one(asked)["seal_digest"]


def test_only_the_partner_itself_can_read_its_file(desk: Leumund, tmp_path: Path):
    drawn(desk, tmp_path)
    handed = desk.release.hand_over(NAME, into=tmp_path / "out")
    data = handed.deliveries[0].path.read_bytes()
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(data, [identity_of(tmp_path, "Westen")])


def test_no_number_lies_in_the_data_folder_in_the_clear_after_a_hand_over(
    desk: Leumund, tmp_path: Path
):
    drawn(desk, tmp_path)
    desk.release.hand_over(NAME)
    needle = number(0)[:9].encode()
    for path in (tmp_path / "data").rglob("*"):
        if path.is_file() and "ledger" not in path.parts:
            assert needle not in path.read_bytes(), path


def test_handing_over_twice_hands_over_once_and_restores_lost_files(
    desk: Leumund, tmp_path: Path
):
    drawn(desk, tmp_path)
    first = desk.release.hand_over(NAME, into=tmp_path / "out")
    lost = first.deliveries[1].path
    data = lost.read_bytes()
    lost.unlink()
    again = desk.release.hand_over(NAME, into=tmp_path / "out")
    assert again.deliveries == ()
    assert again.again == first.deliveries
    assert lost.read_bytes() == data
    assert kinds(desk).count("release.hand_over") == 3


def test_a_portion_does_not_leave_before_its_day(desk: Leumund, tmp_path: Path):
    drawn(desk, tmp_path)
    with pytest.raises(NotYetDue):
        desk.release.hand_over(NAME, portion=2)
    with pytest.raises(NoSuchPortion):
        desk.release.hand_over(NAME, portion=3)
    with pytest.raises(NotThere):
        desk.release.hand_over("autumn")


def test_whoever_objected_since_the_draw_stays_at_home_and_stays_in_the_urn(
    desk: Leumund, tmp_path: Path
):
    drawn(desk, tmp_path)
    desk.release.hand_over(NAME)
    on(desk, date(2026, 3, 20))
    object_to_calls(desk, tmp_path, list(range(150)))
    handed = desk.release.hand_over(NAME, into=tmp_path / "out")
    assert handed.portions == (1, 2)
    # The first portion holds some of them and does not lie there: it is not given out again.
    assert (handed.again, len(handed.withheld)) == ((), 3)
    stayed = sum(one.stayed for one in handed.deliveries)
    assert stayed > 0
    assert [one.units + one.stayed for one in handed.deliveries] == [24, 20, 36]
    gone = {number(of) for of in range(150)}
    for one in handed.deliveries:
        rows = plain(tmp_path, one.partner, one.path)
        assert not {row["number"] for row in rows} & gone
    (record,) = desk.release.draws()
    later = record.released.portion == 1
    assert not np.isnat(record.released.handed_over_at[later]).any()
    assert (~record.released.is_handed_over[later]).sum() == stayed
    assert manifest(desk, handed.deliveries[0].manifest_path)["portions"][1]["portion"] == 2


def test_a_partner_without_engagement_gets_nothing_and_the_others_do(
    desk: Leumund, tmp_path: Path
):
    drawn(desk, tmp_path)
    text = partners_yaml(tmp_path)
    before, _mine = text.split("  - name: Westen")
    rest = _mine.split("  - name: Osten")[1]
    ended = _mine.split("  - name: Osten")[0].replace(
        "valid_from: 2026-01-01\n        art28", "valid_from: 2027-01-01\n        art28"
    )
    path = write(
        tmp_path, "partners.yaml", f"{before}  - name: Westen{ended}  - name: Osten{rest}"
    )
    desk.network.load(path)
    handed = desk.release.hand_over(NAME)
    assert [one.partner for one in handed.deliveries] == ["Norden", "Süden & Söhne"]
    (withheld,) = handed.withheld
    assert (withheld.partner, withheld.portion) == ("Westen", 1)
    assert withheld.why


def test_fields_and_embargo_are_in_the_file(desk: Leumund, tmp_path: Path):
    text = CAMPAIGN + (
        "fields: [number, name, segment, not_before]\n"
        "embargo: {days: 21, reason: 'DPO, 1 March 2026'}\n"
    )
    drawn(desk, tmp_path, text)
    handed = desk.release.hand_over(NAME, into=tmp_path / "out")
    for one in handed.deliveries:
        people = plain(tmp_path, one.partner, one.path)
        assert len(people) == one.units
        assert all(row["name"].startswith("Person ") and row["segment"] for row in people)
        waiting = [row for row in people if row["not_before"]]
        assert {row["not_before"] for row in waiting} == {"2026-03-31"}
        assert len(people) // 2 - 1 <= len(waiting) <= len(people) // 2
    (record,) = desk.release.draws()
    assert record.embargoed.any()


def test_a_file_may_hold_the_tariffs_that_run_on_the_day(desk: Leumund, tmp_path: Path):
    rows = "".join(
        f"K{i},Tarif {name},{since},{until}\n"
        for i in range(0, 270, 2)
        for name, since, until in [
            ("Alt", "2024-01-01", "2026-02-28"),
            ("Jung", "2026-03-01", ""),
            ("Dazu", "2025-01-01", "2027-01-01"),
            ("Bald", "2026-06-01", ""),
        ]
    )
    head = "ref,product,started_on,ended_on\n"
    desk.people.load(write(tmp_path, "contracts.csv", head + rows))
    agreed = "lead_sources: [own]\n        fields: [number, ref, tariff]\n"
    known = (tmp_path / "partners.yaml").read_text("utf-8")
    known = known.replace("lead_sources: [own]\n", agreed)
    desk.network.load(write(tmp_path, "agreed.yaml", known))
    drawn(desk, tmp_path, CAMPAIGN + "fields: [number, ref, tariff]\n")
    (record,) = desk.release.draws()
    assert record.is_graded
    handed = desk.release.hand_over(NAME, into=tmp_path / "out")
    told = {
        row["ref"]: row["tariff"]
        for one in handed.deliveries
        for row in plain(tmp_path, one.partner, one.path)
    }
    has_contract = {f"K{i}" for i in range(0, 270, 2)}
    assert {told[one] for one in told if one in has_contract} == {"tarif dazu; tarif jung"}
    assert {told[one] for one in told if one not in has_contract} == {""}


# --- what is kept ----------------------------------------------------------------------------


def test_no_number_and_no_name_is_in_any_table_of_this_part(desk: Leumund, tmp_path: Path):
    drawn(desk, tmp_path)
    desk.release.hand_over(NAME)
    desk.release.recall(NAME, "Norden", "x")
    path = write(tmp_path, "old.csv", f"number\n{number(3)}\n")
    desk.release.seal(path, "Osten", date(2025, 6, 1))
    tables = ("account", "hold_back", "draw", "copy", "handed_over", "recall", "sealed_list")
    with desk.store.transaction() as tx:
        for table in tables:
            asked = Statement(table, "All.", f"select t::text as row from release.{table} t")
            for row in tx.run(asked):
                assert "3023125" not in row["row"]
                assert "Person" not in row["row"]


def test_secrets_are_readable_by_their_owner_only(desk: Leumund, tmp_path: Path):
    drawn(desk, tmp_path)
    keys = tmp_path / "data" / "keys"
    files = [path for path in keys.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {f"{NAME}.json", "manifest.key"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in files)
    assert keys.stat().st_mode & 0o077 == 0


def test_a_thirteenth_declared_draw_of_a_year_is_refused_before_anything_is_drawn(
    desk: Leumund, tmp_path: Path
):
    from leumund.release.account import DeclaredDrawsUsed

    for at in range(12):
        drawn(desk, tmp_path, CAMPAIGN.replace("spring-2026", f"campaign-{at}"))
    with pytest.raises(DeclaredDrawsUsed):
        drawn(desk, tmp_path, CAMPAIGN.replace("spring-2026", "one-too-many"))
    assert len(desk.release.draws()) == 12
    text = CAMPAIGN.replace("spring-2026", "undeclared") + "declared: false\n"
    assert drawn(desk, tmp_path, text).part == "1/400"


def test_the_same_entropy_gives_the_same_copies(store, databases, tmp_path: Path):
    from tests.release.desk import desk_in

    def zeros(count: int) -> bytes:
        return bytes(count)

    found = []
    for at in ("a", "b"):
        name = databases.make()
        (tmp_path / at).mkdir()
        with databases.store(name) as other:
            desk = desk_in(tmp_path / at / "data", other, entropy=zeros)
            furnish(desk, tmp_path / at, customers=60)
            drawn(desk, tmp_path / at, CAMPAIGN.replace("count: 40", "count: 10"))
            found.append(desk.release.draws()[0].copies.toarray())
        databases.drop(name)
    assert (found[0] == found[1]).all()


def test_the_day_of_a_portion_is_a_day_in_berlin(desk: Leumund, tmp_path: Path):
    drawn(desk, tmp_path)
    clock = desk.clock
    assert isinstance(clock, SetClock)
    clock.at = NOW.replace(day=19, hour=23, minute=30)
    assert len(desk.release.hand_over(NAME, portion=2).deliveries) == 3
