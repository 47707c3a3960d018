from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leumund.ledger import DoesNotVerify, read_public_key, verify_proof
from leumund.people import MissingColumn
from leumund.release import Account, Terms
from leumund.world.challenge.exhibit import (
    ExhibitDoesNotHold,
    check_exhibit,
    make_exhibit,
)
from leumund.world.challenge.game import COPIES, TooFewRows, copy_names
from leumund.world.challenge.judge import judge, least_complaints, still_needed
from leumund.world.challenge.lineup import game_of
from leumund.world.challenge.play import Dealt, deal, find, open_game
from leumund.world.challenge.sheet import Sheet
from leumund.world.challenge.thief import (
    Choice,
    ChoiceDoesNotMatch,
    Complaints,
    TooManyWanted,
    check_choice,
    invent,
    steal,
)
from leumund.world.challenge.writer import (
    GameFolder,
    NoSuchRow,
    WrongWord,
    read_sheet,
)
from leumund.world.streams import seeded_bytes, stream

AT = datetime(2025, 1, 15, 12, tzinfo=UTC)
CODE = "c0" * 32
UNITS = 4000


def sheet(rows: int = 1000) -> Sheet:
    return Sheet("kunden.csv", "a,b\n", tuple(f"{row},x{row}\n" for row in range(rows)))


def entropy_of(seed: int):
    asked = iter(range(1000))
    return lambda count: seeded_bytes(seed, "test", next(asked), count=count)


def dealt(seed: int = 1, portions: int = 1, beacon: str = "17") -> Dealt:
    opened = open_game(sheet(), portions, entropy_of(seed), AT, CODE)
    return deal(opened, beacon, AT)


def lists_of(game, copy: int) -> list[np.ndarray]:
    return [game.list_of(copy, 1 + at) for at in range(game.sealed.portions)]


def test_the_weights_are_those_of_the_first_draw_of_a_fresh_account() -> None:
    game = game_of("ab" * 32, UNITS, date(2025, 1, 1), CODE, 1, 1)
    assert game.sealed.weight == pytest.approx((1 / 20) * 0.9 / 12 / 60 / 2)
    assert game.sealed.alpha == 1e-3
    _account, booking = Account(Terms(), date(2025, 1, 1)).book(
        date(2025, 1, 1), COPIES, is_declared=True
    )
    assert game.sealed.weight == float(booking.weight) / 2


def test_sixty_lists_of_one_in_twenty_are_drawn_and_each_leaves_in_portions() -> None:
    game = game_of("ab" * 32, UNITS, date(2025, 1, 1), CODE, 1, 4)
    assert game.copies().shape == (UNITS, 60)
    for copy in range(COPIES):
        portions = lists_of(game, copy)
        assert [len(portion) for portion in portions] == [50] * 4
        assert len(set(np.concatenate(portions).tolist())) == 200


def test_the_same_secret_with_another_number_draws_other_lists() -> None:
    one, two = dealt(beacon="17"), dealt(beacon="18")
    assert one.opened.seal_digest == two.opened.seal_digest
    assert one.game.list_of(0).tolist() != two.game.list_of(0).tolist()


def test_a_number_is_taken_as_it_is_meant_not_as_it_is_spaced() -> None:
    assert (
        dealt(beacon=" 1  2 ").game.list_of(0).tolist()
        == dealt(beacon="1 2").game.list_of(0).tolist()
    )


@settings(max_examples=60, deadline=None)
@given(
    from_list=st.integers(0, 20),
    elsewhere=st.integers(0, 30),
    portions=st.sampled_from([1, 2, 4]),
    seed=st.integers(0, 2**32),
)
def test_the_thief_takes_what_was_chosen_and_nobody_before_the_portion_came(
    from_list: int, elsewhere: int, portions: int, seed: int
) -> None:
    game = game_of("ab" * 32, UNITS, date(2025, 1, 1), CODE, 3, portions)
    lists = lists_of(game, 5)
    stolen = steal(np.random.default_rng(seed), lists, UNITS, from_list, elsewhere)
    units = stolen.units.tolist()
    assert len(units) == len(set(units)) == from_list + elsewhere
    assert sum(unit in set(np.concatenate(lists).tolist()) for unit in units) == from_list
    for unit, after in zip(units, stolen.after_portion.tolist(), strict=True):
        in_portion = [at for at, one in enumerate(lists, start=1) if unit in one]
        assert all(at <= after for at in in_portion)
    assert (np.diff(stolen.after_portion) >= 0).all()


def test_the_thief_cannot_take_more_people_than_there_are() -> None:
    game = dealt().game
    with pytest.raises(TooManyWanted):
        steal(np.random.default_rng(1), lists_of(game, 0), 1000, 51, 0)
    with pytest.raises(TooManyWanted):
        invent(np.random.default_rng(1), 10, 11)


@pytest.mark.parametrize("portions", [1, 4])
def test_twelve_of_twenty_name_the_copy_and_no_other(portions: int) -> None:
    right = 0
    for seed in range(20):
        game = game_of("ab" * 32, UNITS, date(2025, 1, 1), CODE, seed, portions)
        chance = stream(seed, "test thief")
        partner = int(chance.integers(COPIES))
        stolen = steal(chance, lists_of(game, partner), UNITS, 12, 8)
        found = judge(game, stolen)
        assert set(found.named) <= {partner}
        right += partner in found.named
    assert right >= 19


def test_eight_of_twelve_are_not_enough_yet_and_the_answer_says_how_many_more() -> None:
    silent = 0
    for seed in range(20):
        game = game_of("ab" * 32, UNITS, date(2025, 1, 1), CODE, seed, 1)
        stolen = steal(stream(seed, "few"), lists_of(game, 7), UNITS, 8, 4)
        silent += not judge(game, stolen).named
    assert silent >= 17
    more = still_needed(game, 8 / 12, 12)
    assert more is not None
    assert 1 <= more <= 10


def test_framing_without_the_list_names_nobody() -> None:
    for seed in range(20):
        game = game_of("ab" * 32, UNITS, date(2025, 1, 1), CODE, seed, 1)
        blind = invent(stream(seed, "blind"), UNITS, 200)
        assert not judge(game, blind).named


def test_framing_with_the_list_fools_the_sum_and_that_is_why_it_triggers_nothing() -> None:
    game = game_of("ab" * 32, UNITS, date(2025, 1, 1), CODE, 1, 1)
    holding = steal(stream(1, "holding"), lists_of(game, 9), UNITS, 12, 0)
    found = judge(game, holding)
    assert found.named == (9,)
    assert found.named_after is not None
    assert found.named_after <= 8


def test_the_bound_is_that_of_the_formula_without_portions_and_lower_with_them() -> None:
    weight = (1 / 20) * 0.9 / 12 / 60 / 2
    gain = 0.6 * np.log(0.6 / 0.05) + 0.4 * np.log(0.4 / 0.95)
    expected = -np.log(weight * 1e-3) / gain
    assert least_complaints(0.6, weight, 1e-3, 1, 20) == pytest.approx(expected)
    assert least_complaints(0.6, weight, 1e-3, 4, 20) < expected


def test_a_choice_changed_after_it_was_sealed_is_noticed() -> None:
    choice, salt = Choice("partner-01", 12, 8), b"s" * 16
    commitment = choice.commitment(salt)
    check_choice(choice, salt, commitment)
    for other in (Choice("partner-02", 12, 8), Choice("partner-01", 11, 8)):
        with pytest.raises(ChoiceDoesNotMatch):
            check_choice(other, salt, commitment)
    with pytest.raises(ChoiceDoesNotMatch):
        check_choice(choice, b"t" * 16, commitment)


def test_the_log_shows_the_seal_before_the_number_and_the_complaints_before_the_finding() -> (
    None
):
    game = dealt()
    log = game.opened.log
    stolen = steal(stream(1, "log"), lists_of(game.game, 3), 1000, 12, 8)
    find(game, b"complaints", stolen, "cc" * 32, AT)
    kinds = [leaf.kind for leaf, _opening in log.entries]
    assert kinds == [
        "challenge.seal", "challenge.draw", "challenge.complaints", "challenge.finding",
    ]  # fmt: skip
    key = read_public_key(log.key.public.text())
    for index, kind in enumerate(kinds):
        checked = verify_proof(log.proof(index), [key])
        assert checked.leaf.kind == kind
        assert checked.opening is not None
    with pytest.raises(DoesNotVerify):
        verify_proof(log.proof(0)[:-8] + b"AAAAAAA\n", [key])


def test_the_exhibit_redraws_the_list_and_holds_only_as_it_is() -> None:
    game = dealt()
    subjects = [1, 2, int(game.game.list_of(4)[0])]
    exhibit = make_exhibit(game.game, game.leaves, "partner-05", subjects)
    seal, root = game.opened.seal_digest, game.leaves.root.hex()
    redrawn = check_exhibit(exhibit, seal, root)
    assert sorted(redrawn.tolist()) == game.game.list_of(4).tolist()
    assert "secret" in exhibit
    assert len(exhibit["people"]) == 3
    for forged in (
        exhibit | {"beacon": "18"},
        exhibit | {"root": "00" * 32},
        exhibit | {"frame": exhibit["frame"] | {"design": "conditional"}},
        exhibit | {"people": [exhibit["people"][0] | {"row": 9}]},
    ):
        with pytest.raises(ExhibitDoesNotHold):
            check_exhibit(forged, seal, root)
    with pytest.raises(ExhibitDoesNotHold):
        check_exhibit(exhibit, "00" * 32, root)


def test_an_exhibit_opens_one_list_and_no_other() -> None:
    game = dealt()
    text = str(make_exhibit(game.game, game.leaves, "partner-05", [1]))
    master = game.game.sealed.master
    assert master.secret.hex() not in text
    for name in copy_names():
        opened = master.derive("challenge", "copy", name).hex()
        assert (opened in text) == (name == "partner-05")


def test_a_file_of_a_few_rows_is_refused_with_the_way_out() -> None:
    with pytest.raises(TooFewRows, match="rows in it: 399"):
        open_game(sheet(399), 1, entropy_of(1), AT, CODE)


def test_any_table_can_be_played_with(tmp_path: Path) -> None:
    path = tmp_path / "any.csv"
    path.write_text('name;text\nMöwe;"two\nlines"\nTurm;one\n', encoding="utf-8")
    read = read_sheet(path)
    assert len(read) == 2
    assert read.rows[0] == 'Möwe;"two\nlines"\n'


def test_the_folder_keeps_the_theft_and_gives_back_only_what_the_word_opens(
    tmp_path: Path,
) -> None:
    folder, game = GameFolder(tmp_path / "game"), dealt(portions=2)
    folder.write_lists(sheet(), game.game)
    assert [part.tolist() for part in folder.portions_of("partner-04")] == [
        part.tolist() for part in lists_of(game.game, 3)
    ]
    choice = Choice("partner-04", 5, 2)
    stolen = steal(stream(1, "folder"), folder.portions_of("partner-04"), 1000, 5, 2)
    folder.write_theft(stolen, choice, b"s" * 16, "Mond")
    read = folder.read_complaints()
    assert read.units.tolist() == stolen.units.tolist()
    assert read.after_portion.tolist() == stolen.after_portion.tolist()
    with pytest.raises(WrongWord):
        folder.open_envelope("Sonne", folder.commitment())
    assert folder.open_envelope("Mond", folder.commitment()) == choice
    with pytest.raises(ChoiceDoesNotMatch):
        folder.open_envelope("Mond", "00" * 32)


def test_what_lies_open_does_not_tell_whose_list_was_robbed(tmp_path: Path) -> None:
    folder, game = GameFolder(tmp_path / "game"), dealt()
    folder.write_lists(sheet(), game.game)
    stolen = Complaints(np.arange(7), np.ones(7, dtype=np.int64))
    folder.write_theft(stolen, Choice("partner-42", 5, 2), b"s" * 16, "Mond")
    for path in (tmp_path / "game" / "thief").iterdir():
        assert "partner" not in path.read_text(encoding="utf-8")


def test_a_row_that_is_not_in_the_file_is_named_with_its_line(tmp_path: Path) -> None:
    folder, game = GameFolder(tmp_path / "game"), dealt()
    folder.write_lists(sheet(), game.game)
    theft = tmp_path / "game" / "thief"
    theft.mkdir()
    for wrong in ("1001", "0", "zwölf"):
        (theft / "complaints.csv").write_text(f"row\n5\n{wrong}\n", encoding="utf-8")
        with pytest.raises(NoSuchRow, match="Line 3"):
            folder.read_complaints()


def test_complaints_written_by_hand_are_as_good(tmp_path: Path) -> None:
    folder, game = GameFolder(tmp_path / "game"), dealt(portions=2)
    folder.write_lists(sheet(), game.game)
    theft = tmp_path / "game" / "thief"
    theft.mkdir()
    (theft / "complaints.csv").write_text("row\n5\n\n6\n", encoding="utf-8")
    read = folder.read_complaints()
    assert read.units.tolist() == [4, 5]
    assert read.after_portion.tolist() == [2, 2]


def test_only_the_columns_that_were_named_go_into_the_lists(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes("KdNr;Kunde;Notiz\n1;Möwe;secret\n2;T;x;y\n".encode("cp1252"))
    read = read_sheet(path, {"ref": ["KdNr"], "name": ["Kunde"]}, "cp1252")
    assert (read.header, read.rows) == ("ref;name\n", ("1;Möwe\n", "\n"))
    assert read.unsplit == 1
    with pytest.raises(MissingColumn, match="Kundin"):
        read_sheet(path, {"name": ["Kundin"]}, "cp1252")


def test_a_row_that_cannot_be_split_is_a_customer_too(tmp_path: Path) -> None:
    path = tmp_path / "ragged.csv"
    path.write_text("a,b\n1,2\n1,2,3\n", encoding="utf-8")
    read = read_sheet(path)
    assert (len(read), read.unsplit) == (2, 1)
