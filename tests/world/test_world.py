from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from leumund.basics.numbers import read_many
from leumund.world.callers import THIEVES, Portion
from leumund.world.cast import CAST, PRINCIPAL
from leumund.world.names import MEDIA_BLOCKS, numbers
from leumund.world.streams import stream
from leumund.world.writer import write_month, write_start
from leumund.world.year import Month, World

CUSTOMERS = 1500


def handed_to(world: World, *names: str, portions: int = 3) -> dict[str, list[Portion]]:
    """Each of these partners gets its own slice of the lines, in monthly portions."""
    lines = world.people.numbers
    return {
        name: [
            Portion(
                date(2025, 1 + part, 6),
                tuple(lines[at * 150 + part * 50 : at * 150 + part * 50 + 50]),
            )
            for part in range(portions)
        ]
        for at, name in enumerate(names)
    }


def lived(world: World, handed: dict[str, list[Portion]], months: int = 12) -> list[Month]:
    return [world.live(month, handed) for month in range(1, months + 1)]


def everybody(world: World) -> dict[str, list[Portion]]:
    return handed_to(world, *(one.name for one in CAST if one.share))


def test_the_same_seed_gives_the_same_files_byte_for_byte(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        world = World.of(5, CUSTOMERS)
        write_start(world, tmp_path / folder)
        for month in lived(world, everybody(world), 3):
            write_month(world, month, tmp_path / folder)
    first = sorted(path for path in (tmp_path / "one").rglob("*") if path.is_file())
    assert len(first) > 30
    for path in first:
        twin = tmp_path / "two" / path.relative_to(tmp_path / "one")
        assert path.read_bytes() == twin.read_bytes()


def test_another_seed_gives_another_year() -> None:
    one, two = World.of(5, CUSTOMERS), World.of(6, CUSTOMERS)
    assert one.people.names != two.people.names
    assert lived(one, everybody(one))[6].causes != lived(two, everybody(two))[6].causes


def test_numbers_come_from_the_media_blocks_only_and_are_all_different() -> None:
    world = World.of(1, CUSTOMERS)
    shown = [one.number for one in CAST]
    rung = [
        number
        for month in lived(world, everybody(world))
        for complaint in month.complaints
        for number in (complaint.number_called, complaint.number_shown)
        if number
    ]
    for number in (*world.people.numbers, *shown, *rung):
        assert number.startswith(MEDIA_BLOCKS)
        assert len(number) <= 16
    assert len(set(world.people.numbers)) == len(world.people.numbers)
    assert not set(world.people.numbers) & set(shown)
    assert read_many(world.people.numbers) == world.people.numbers


def test_numbers_of_different_roles_never_meet() -> None:
    chance = stream(1, "roles")
    roles = [set(numbers(chance, 5000, role)) for role in ("customer", "stranger", "spoofed")]
    assert sum(map(len, roles)) == 15000
    assert len(set.union(*roles)) == 15000
    with pytest.raises(ValueError, match="made-up numbers"):
        numbers(chance, 10_000_000, "customer")


def test_what_one_partner_gets_does_not_change_what_the_others_do() -> None:
    one, two = World.of(3, CUSTOMERS), World.of(3, CUSTOMERS)
    handed = everybody(one)
    fewer = handed | {"kieseluhr": handed["kieseluhr"][:1]}
    for before, after in zip(lived(one, handed), lived(two, fewer), strict=True):
        del before.calls["kieseluhr"], after.calls["kieseluhr"]
        # An objection said to this partner may silence others; nothing else may differ.
        for partner, made in before.calls.items():
            longer, shorter = set(made), set(after.calls[partner])
            assert len(longer ^ shorter) <= 2


def test_nobody_is_called_from_a_copy_before_it_was_handed_over() -> None:
    world = World.of(2, CUSTOMERS)
    handed = everybody(world)
    since = {
        (name, number): portion.handed_over_on
        for name, portions in handed.items()
        for portion in portions
        for number in portion.numbers
    }
    seen = 0
    for month in lived(world, handed):
        for name, made in month.calls.items():
            for ring in made:
                assert ring.at.date() >= since[name, ring.number]
                assert ring.at.month == month.month
                seen += 1
        for complaint in month.complaints:
            kind, _colon, whose = complaint.cause.partition(":")
            if kind == "copy":
                assert complaint.arrived_at.date() >= since[whose, complaint.number_called]
                seen += 1
    assert seen > 300


def test_only_the_thieves_copies_are_used_and_the_shop_never_rings() -> None:
    world = World.of(4, CUSTOMERS)
    months = lived(world, everybody(world))
    causes = {cause for month in months for cause in month.causes}
    used = {cause.removeprefix("copy:") for cause in causes if cause.startswith("copy:")}
    assert used == set(world.truth.used) == {thief.partner for thief in THIEVES}
    assert world.truth.without_list == ("teekesselladen",)
    assert all("teekesselladen" not in month.calls for month in months)
    assert f"invented:{world.truth.framed}" in causes
    assert {"own leads", "company's own screen"} <= causes


def test_a_partner_without_a_copy_has_nothing_that_could_be_used() -> None:
    world = World.of(4, CUSTOMERS)
    months = lived(world, {})
    causes = {cause for month in months for cause in month.causes}
    assert not any(cause.startswith(("copy:", "lawful:")) for cause in causes)


def test_a_careful_partner_heeds_an_objection_and_a_careless_one_does_not() -> None:
    world = World.of(8, 3 * CUSTOMERS)
    portions = [Portion(date(2025, 1, 6), tuple(world.people.numbers))]
    months = lived(world, {"siebenschirm": portions, "wolkentaube": portions})
    objected: set[str] = set()
    late = {"siebenschirm": 0, "wolkentaube": 0}
    for month in months:
        for name in late:
            late[name] += sum(ring.number in objected for ring in month.calls[name])
        objected |= {one.number_called for one in month.complaints if one.has_objection}
    assert objected
    assert late["siebenschirm"] == 0
    assert late["wolkentaube"] > 0


def test_months_are_lived_in_order() -> None:
    world = World.of(1, CUSTOMERS)
    world.live(1, {})
    for wrong in (1, 3, 0, 13):
        with pytest.raises(ValueError, match="after month 1"):
            world.live(wrong, {})


def test_the_truth_lies_beside_row_for_row(tmp_path: Path) -> None:
    world = World.of(9, CUSTOMERS)
    write_start(world, tmp_path)
    for month in lived(world, everybody(world), 2):
        files = write_month(world, month, tmp_path)
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    with files.complaints.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == len(truth["causes"]["02"]) > 2
    assert rows == sorted(rows, key=lambda row: row["arrived_at"])
    assert truth["used"] == world.truth.used


def test_nothing_but_the_world_and_the_demo_knows_of_the_truth() -> None:
    source = Path(__file__).parents[2] / "src" / "leumund"
    knowing = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*.py")
        if "truth.json" in path.read_text(encoding="utf-8")
    }
    assert {name.split("/")[0] for name in knowing} == {"world"}


def test_consents_come_in_every_state_a_real_file_has_them(tmp_path: Path) -> None:
    files = write_start(World.of(1, CUSTOMERS), tmp_path)
    with files.consents.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert any(not row["proof_hash"] for row in rows)
    assert any(row["revoked_at"] for row in rows)
    assert any(row["companies"] != PRINCIPAL for row in rows)
    assert any(row["granted_at"] < "2023" for row in rows)
    assert any(row["number_confirmed"] == "no" for row in rows)
