"""Which column is which: proposed, asked, said in look.toml and taken again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from leumund.basics.errors import BadInput
from leumund.intake import Guess, Proposal, Sheet
from leumund.look.entries import BadMappingEntry, UnknownInMapping, check_columns
from leumund.look.kinds import KINDS
from leumund.look.mapping import ANSWERED, PROPOSED, Question, Saved, choose, column_of
from leumund.look.records import read_mapping, write_mapping
from leumund.look.settings import BadLookSetting, LookSettings, UnknownLookSetting, reasons

ROOT = Path(__file__).parents[2]
SHEET = Sheet("Kunden.csv", None, ("KdNr", "Telefon", "Telefon", "", "Ort"), 5, Path("x"))
SETTINGS = LookSettings()


def proposal(kind: str | None = "customers", sure: float = 0.9, **columns: float) -> Proposal:
    guesses = {
        name: Guess(place, confidence, "by its name")
        for place, (name, confidence) in enumerate(columns.items())
    }
    return Proposal(kind, sure, guesses)


def test_what_is_sure_is_taken_and_nobody_is_asked() -> None:
    def nobody(question: Question) -> str | None:
        raise AssertionError(question)

    chosen = choose(SHEET, proposal(ref=0.95, number=0.9), None, SETTINGS, nobody)
    assert (chosen.kind, chosen.places, chosen.said_by) == (
        "customers",
        {"ref": 0, "number": 1},
        PROPOSED,
    )


def test_what_is_unsure_is_asked_and_the_answer_holds() -> None:
    asked: list[Question] = []

    def answer(question: Question) -> str | None:
        asked.append(question)
        return "lists" if question.field is None else "#3"

    chosen = choose(SHEET, proposal(sure=0.6, ref=0.95, number=0.6), None, SETTINGS, answer)
    assert [question.field for question in asked] == [None, "number"]
    assert asked[1].choices == ("#2", "#3", "#4", "Ort", "")
    assert (chosen.kind, chosen.said_by, chosen.places) == (
        "lists",
        ANSWERED,
        {"ref": 0, "number": 2},
    )


def test_an_answer_that_leaves_a_column_out_is_kept_to() -> None:
    chosen = choose(SHEET, proposal(ref=0.95, number=0.6), None, SETTINGS, lambda question: "")
    assert chosen.places == {"ref": 0}


def test_unasked_a_doubtful_column_is_left_out_and_said() -> None:
    chosen = choose(SHEET, proposal(ref=0.95, number=0.4), None, SETTINGS)
    assert chosen.places == {"ref": 0}
    assert [each.field for each in chosen.columns if not each.is_used] == ["number"]


def test_unasked_a_doubtful_kind_is_left_out() -> None:
    assert choose(SHEET, proposal(sure=0.3, ref=0.95), None, SETTINGS).kind is None


def test_one_column_is_never_two_fields() -> None:
    both = Proposal(
        "customers", 0.9, {"name": Guess(1, 0.9, "a"), "address": Guess(1, 0.8, "b")}
    )
    assert choose(SHEET, both, None, SETTINGS).places == {"name": 1}


def test_what_was_saved_outranks_every_proposal() -> None:
    saved = Saved("lists", {"number": "#2", "ref": "KdNr"}, partner="Nord")
    chosen = choose(SHEET, proposal(ref=0.95), saved, SETTINGS)
    assert (chosen.kind, chosen.places, chosen.partner) == (
        "lists",
        {"number": 1, "ref": 0},
        "Nord",
    )


def test_a_saved_column_that_is_gone_stops_the_look_and_names_the_closest() -> None:
    with pytest.raises(UnknownInMapping) as stopped:
        check_columns(Saved("lists", {"ref": "KdNr."}), SHEET, "look.toml")
    assert 'there is no column "KdNr."' in stopped.value.message()
    assert 'perhaps "KdNr".' in stopped.value.way_out()


def test_columns_without_a_clear_name_are_told_by_their_place() -> None:
    assert column_of(SHEET, "KdNr") == 0
    assert column_of(SHEET, "Telefon") is None
    assert column_of(SHEET, "#3") == 2


def test_what_is_written_is_taken_again(tmp_path: Path) -> None:
    settings = LookSettings(principal='Blau "AG"', as_of=date(2026, 4, 30), round_gap_days=60)
    saved = Saved("lists", {"ref": "KdNr", "number": "#2"}, "Nord", date(2026, 1, 2), "mdy")
    chosen = choose(SHEET, proposal(), saved, settings)
    write_mapping(tmp_path / "look.toml", settings, [(SHEET, chosen)])
    found = read_mapping(tmp_path / "look.toml")
    assert found.settings == settings
    assert found.sheets == {("Kunden.csv", None): saved}


def test_what_nobody_decided_stays_open_in_the_file(tmp_path: Path) -> None:
    write_mapping(
        tmp_path / "look.toml",
        SETTINGS,
        [(SHEET, choose(SHEET, proposal(sure=0.3), None, SETTINGS))],
    )
    assert read_mapping(tmp_path / "look.toml").sheets == {}
    assert '# file = "Kunden.csv"' in (tmp_path / "look.toml").read_text("utf-8")


def test_who_agrees_with_what_a_sheet_is_likely_to_be_takes_the_marks_away(
    tmp_path: Path,
) -> None:
    path = tmp_path / "look.toml"
    unsure = choose(SHEET, proposal(sure=0.3, ref=0.95, number=0.9), None, SETTINGS)
    write_mapping(path, SETTINGS, [(SHEET, unsure)])
    settings, part = path.read_text("utf-8").split("# [[sheet]]")
    path.write_text(settings + "[[sheet]]" + part.replace("\n# ", "\n"), "utf-8")
    assert read_mapping(path).sheets == {
        ("Kunden.csv", None): Saved("customers", {"ref": "KdNr", "number": "#2"})
    }
    assert '# not used: "#3", "#4", "Ort"' in path.read_text("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "version = 2",
        "version = 1\n[[sheet]]\nkind = 'calls'",
        "version = 1\n[sheet]\nfile = 'x'",
        "version = 1\n[[sheet]]\nfile = 'x'\nkind = 'lists'\ncolumns = 3",
        "version = 1\n[[sheet]]\nfile = 'x'\nkind = 'lists'\nhanded_over_on = 'soon'",
        "[[",
        "\xff",
    ],
)
def test_a_mapping_that_cannot_be_read_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "look.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(BadInput):
        read_mapping(path)


def mapping(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "look.toml"
    path.write_text("\n".join(("version = 1", *lines)), "utf-8")
    return path


@pytest.mark.parametrize(
    ("lines", "what", "closest"),
    [
        (("kind = 'cals'",), "kind", "calls"),
        (("kind = 'calls'", "[sheet.columns]", "nummer = 'Tel'"), "field", "number"),
        (("kind = 'calls'", "day_order = 'mdj'"), "day_order", "mdy"),
        (("kind = 'calls'", "partners = 'Nord'"), "word", "partner"),
    ],
)
def test_an_unknown_word_in_a_mapping_stops_the_look_and_the_closest_is_named(
    tmp_path: Path, lines: tuple[str, ...], what: str, closest: str
) -> None:
    with pytest.raises(UnknownInMapping) as stopped:
        read_mapping(mapping(tmp_path, "[[sheet]]", "file = 'a.csv'", *lines))
    assert f"look.toml, entry for a.csv: there is no {what}" in stopped.value.message()
    assert f'perhaps "{closest}"' in stopped.value.way_out()


def test_a_list_where_a_word_is_expected_stops_the_look(tmp_path: Path) -> None:
    lines = ("[[sheet]]", "file = 'a.csv'", "kind = 'calls'")
    for wrong in ("partner = ['Nord']", "[sheet.columns]\nstarted_at = ['a', 'b']"):
        with pytest.raises(BadMappingEntry) as stopped:
            read_mapping(mapping(tmp_path, *lines, wrong))
        assert "entry for a.csv" in stopped.value.message() or "entry 1" in str(stopped.value)


def test_a_part_that_no_mapping_has_stops_the_look(tmp_path: Path) -> None:
    with pytest.raises(UnknownInMapping):
        read_mapping(mapping(tmp_path, "[setting]", "as_of = 2026-01-01"))


def test_the_reference_names_every_kind_and_field_and_whether_it_is_needed() -> None:
    page = (ROOT / "docs" / "reference" / "look.md").read_text("utf-8")
    for kind in KINDS.values():
        names = [f"**{each.name}**" if each.is_needed else each.name for each in kind.fields]
        assert f"| {kind.name} | {', '.join(names)} |" in page


def test_settings_are_checked_and_each_has_its_reason() -> None:
    with pytest.raises(UnknownLookSetting):
        LookSettings.read({"gap": 3}, "look.toml")
    for wrong in ({"examples": -1}, {"examples": True}, {"ask_below": 2.0}, {"as_of": "x"}):
        with pytest.raises(BadLookSetting):
            LookSettings.read(wrong, "look.toml")
    assert all(reason.endswith(".") for _name, _default, reason in reasons())
