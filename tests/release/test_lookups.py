"""Look-ups in the portal: hand-overs one record at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pyarrow import parquet
from tests.release.desk import NOW, desk_in, furnish, number, write

from leumund.app import Leumund
from leumund.network import NoSuchPartner, login_digest
from leumund.store import Store

HEADER = "zeitpunkt,kennung,geraet,staat,telefon,kunde,felder,vorgang\n"
LONG_AGO, SOON = datetime(2020, 1, 1, tzinfo=UTC), NOW + timedelta(days=1)


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Leumund:
    return furnish(desk_in(tmp_path / "data", store), tmp_path, customers=20)


def portal(folder: Path, *rows: str, name: str = "portal.csv") -> Path:
    return write(folder, name, HEADER + "\n".join(rows) + "\n")


def lines_of(desk: Leumund, *customers: int) -> list[int]:
    found = desk.people.lines_of([number(of) for of in customers])
    return sorted(line.id for line in found.values())


def test_each_record_that_is_looked_up_is_a_hand_over(desk: Leumund, tmp_path: Path) -> None:
    path = portal(
        tmp_path,
        f"2026-03-02 10:00,n.shop1,till 4,de,{number(3)},,name number,V1",
        "2026-03-02 23:30,n.shop1,laptop,tr,,K5,name,V2",
        "2026-03-03 10:00,n.shop1,till 4,de,030 23125 99999,,,V3",
    )
    loaded = desk.release.lookups(path, "Norden")
    assert (loaded.rows, loaded.added, loaded.strangers) == (3, 3, 1)
    first, second, third = desk.release.lookups_between(LONG_AGO, SOON, "Norden")
    assert first.at == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert list(first.line_ids) == lines_of(desk, 3)
    assert (first.fields, first.login_digest) == (("name", "number"), login_digest("N.Shop1"))
    assert (list(second.line_ids), second.country) == (lines_of(desk, 5), "TR")
    assert first.device_digest not in (None, second.device_digest)
    assert third.line_ids == ()


def test_the_same_record_again_changes_nothing_and_a_longer_one_adds_what_is_new(
    desk: Leumund, tmp_path: Path
) -> None:
    row = f"2026-03-02 10:00,a,,,{number(3)},,,V1"
    desk.release.lookups(portal(tmp_path, row), "Norden")
    again = desk.release.lookups(portal(tmp_path, row), "Norden")
    assert (again.added, again.known, again.is_new) == (0, 1, False)
    longer = portal(tmp_path, row, f"2026-03-02 11:00,a,,,{number(4)},,,V2", name="b.csv")
    assert desk.release.lookups(longer, "Norden").added == 1
    assert len(desk.release.lookups_between(LONG_AGO, SOON)) == 2


def test_a_reference_used_again_for_another_customer_hides_no_look_up(
    desk: Leumund, tmp_path: Path
) -> None:
    row = f"2026-03-02 10:00,a,,,{number(3)},,,V1"
    desk.release.lookups(portal(tmp_path, row), "Norden")
    other = portal(
        tmp_path,
        row,
        f"2026-03-02 11:00,a,,,{number(4)},,,V1",
        f"2026-03-02 11:00,a,,,{number(4)},,,V1",
        name="b.csv",
    )
    loaded = desk.release.lookups(other, "Norden")
    assert (loaded.added, loaded.known, loaded.reused) == (1, 2, 1)
    assert "reference of another look-up: 1" in loaded.in_words()
    known = desk.release.known_by_lookup(lines_of(desk, 4))
    assert known.line_ids.tolist() == lines_of(desk, 4)


def test_without_a_reference_a_longer_record_adds_only_what_no_earlier_one_told(
    desk: Leumund, tmp_path: Path
) -> None:
    row = "2026-03-02 10:00,a,,,030 23125 99999,,,"
    first = desk.release.lookups(portal(tmp_path, row, row), "Norden")
    assert first.added == 2
    longer = portal(tmp_path, row, row, row, name="b.csv")
    loaded = desk.release.lookups(longer, "Norden")
    assert (loaded.added, loaded.known) == (1, 2)


def test_what_no_engagement_covers_has_left_as_well(desk: Leumund, tmp_path: Path) -> None:
    path = portal(tmp_path, f"2025-06-02 10:00,a,,,{number(3)},,,V1")
    loaded = desk.release.lookups(path, "Norden")
    assert loaded.uncovered == {"not_engaged": 1}
    [found] = desk.release.lookups_between(LONG_AGO, SOON)
    assert (found.why, found.is_covered) == ("not_engaged", False)
    assert "without an engagement: 1" in loaded.in_words()


def test_a_look_up_that_cannot_be_dated_is_kept_as_a_doubt(
    desk: Leumund, tmp_path: Path
) -> None:
    path = portal(
        tmp_path,
        f",a,,,{number(3)},,,V1",
        f"2026-03-02 10:00,,,,{number(3)},,,V2",
        f"2027-03-02 10:00,a,,,{number(3)},,,V3",
    )
    loaded = desk.release.lookups(path, "Norden")
    assert (loaded.added, loaded.quarantined) == (0, 3)
    assert loaded.quarantine_path is not None
    assert loaded.quarantine_path.exists()
    assert desk.release.known_by_lookup([]).doubtful == {"Norden"}


def test_nobody_looks_up_who_is_not_in_the_network(desk: Leumund, tmp_path: Path) -> None:
    with pytest.raises(NoSuchPartner):
        desk.release.lookups(portal(tmp_path, "2026-03-02 10:00,a,,,,,,"), "Nobody")
    assert desk.release.lookups_between(LONG_AGO, SOON) == ()


def test_a_line_is_known_from_the_first_look_up_on(desk: Leumund, tmp_path: Path) -> None:
    path = portal(
        tmp_path,
        f"2026-03-04 10:00,a,,,{number(3)},,,V2",
        f"2026-03-02 10:00,a,,,{number(3)},,,V1",
    )
    desk.release.lookups(path, "Norden")
    known = desk.release.known_by_lookup(lines_of(desk, 3, 4))
    assert known.line_ids.tolist() == lines_of(desk, 3)
    assert [str(at) for at in known.at] == ["2026-03-02T09:00:00"]
    assert known.partners == ("Norden",)


def test_look_ups_are_handed_to_the_audit_as_a_table(desk: Leumund, tmp_path: Path) -> None:
    path = portal(
        tmp_path, f"2026-03-02 10:00,a,,de,{number(3)},,,V1", "2026-03-02 11:00,a,,,,,,"
    )
    desk.release.lookups(path, "Norden")
    rows = parquet.read_table(desk.release.looked_up(tmp_path / "l.parquet")).to_pylist()
    assert [row["line_id"] for row in rows] == [*lines_of(desk, 3), None]
    assert str(rows[0]["looked_up_at"]) == "2026-03-02 09:00:00"
    later = desk.release.looked_up(
        tmp_path / "m.parquet", datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    )
    assert parquet.read_table(later).num_rows == 1
