"""A folder as it is: what each file is taken for, what is left out, and what is said."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from leumund.app import open_look
from leumund.basics.clock import SetClock
from leumund.basics.errors import BadInput, NotThere
from leumund.look import LookReport, Question
from leumund.look.entries import MappingNotThere, UnknownInMapping
from leumund.settings import Settings

CUSTOMERS = """Kundenliste Stand Mai;;;
KdNr;Telefon;Bundesland;Tarif
1;030 23125 001;Bayern;Flat S
2;030/23125002;Berlin;Flat M
3;4,93023E+11;Berlin;Flat M
"""
CALLS = """Zielrufnummer;Anrufbeginn;Dauer
03023125001;01.03.2026 10:00;60
03023125002;02.03.2026 10:00;60
+49 30 23125 009;02.03.2026 21:00;75
"""
PARTNERS = """Partner;Firma;Vertrag ab;Vertrag bis
Nordlicht;Nordlicht Vertriebs GmbH;01.01.2025;31.12.2026
"""


def folder_of(place: Path, **files: str) -> Path:
    place.mkdir(exist_ok=True)
    for name, text in files.items():
        (place / f"{name}.csv").write_text(text, "utf-8")
    return place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folder_of(
        tmp_path / "files", Kunden=CUSTOMERS, Anrufe_Nordlicht=CALLS, Partner=PARTNERS
    )


def look(folder: Path, into: Path | None = None, **how: object) -> LookReport:
    place = into or folder.parent / "out"
    clock = SetClock(datetime(2026, 5, 4, tzinfo=UTC))
    settings = Settings(folder=folder.parent / "unused")
    return open_look(place, settings, clock).run(folder, place, **how)  # type: ignore[arg-type]


def kinds(report: LookReport) -> dict[str, str | None]:
    return {each.file: each.kind for each in report.files}


def test_files_are_taken_for_what_they_are_and_say_why(folder: Path) -> None:
    report = look(folder)
    assert kinds(report) == {
        "Anrufe_Nordlicht.csv": "calls",
        "Kunden.csv": "customers",
        "Partner.csv": "partners",
    }
    assert all(each.why for each in report.files)
    assert report.rows["calls"] == 3
    assert (str(report.as_of), report.rules.pack) == ("2026-03-02", "de/outbound")


def test_a_finding_points_at_the_row_of_the_file_and_at_the_partner_of_its_name(
    folder: Path,
) -> None:
    sunday = look(folder).group("call.sunday")
    assert sunday is not None
    assert [(row.file, row.row, row.partner) for row in sunday.first] == [
        ("Anrufe_Nordlicht.csv", 2, "Nordlicht")
    ]
    assert pq.read_table(sunday.path).num_rows == 1


def test_no_database_and_no_data_folder_is_made(folder: Path, tmp_path: Path) -> None:
    look(folder)
    assert not (tmp_path / "unused").exists()


def test_the_folder_itself_is_left_as_it_was(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    look(folder)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_results_inside_the_folder_are_not_looked_at_again(folder: Path) -> None:
    first = look(folder, folder / "out")
    assert kinds(look(folder, folder / "out")) == kinds(first)


def test_two_looks_at_the_same_files_say_the_same(folder: Path, tmp_path: Path) -> None:
    one, two = look(folder, tmp_path / "one"), look(folder, tmp_path / "two")
    assert [(g.code.code, g.rows, g.first) for g in one.findings] == [
        (g.code.code, g.rows, g.first) for g in two.findings
    ]


def test_what_was_written_is_taken_by_the_next_look(folder: Path) -> None:
    report = look(folder)
    text = report.mapping.read_text("utf-8").replace('kind = "customers"', 'kind = ""')
    report.mapping.write_text(text, "utf-8")
    again = look(folder)
    assert kinds(again)["Kunden.csv"] is None
    assert {each.said_by for each in again.files} == {"look.toml"}


def test_a_mapping_in_the_folder_or_given_is_taken(folder: Path, tmp_path: Path) -> None:
    text = 'version = 1\n[[sheet]]\nfile = "Kunden.csv"\nkind = ""\n'
    (folder / "look.toml").write_text(text, "utf-8")
    assert kinds(look(folder))["Kunden.csv"] is None
    other = tmp_path / "other.toml"
    other.write_text("version = 1\n", "utf-8")
    assert kinds(look(folder, mapping=other))["Kunden.csv"] == "customers"


def test_what_is_unsure_is_asked(folder: Path) -> None:
    (folder / "Anrufe_Nordlicht.csv").rename(folder / "x.csv")
    asked: list[Question] = []

    def answer(question: Question) -> str | None:
        asked.append(question)
        return question.guess

    report = look(folder, ask=answer)
    assert {question.file for question in asked} >= {"x.csv"}
    assert kinds(report)["x.csv"] == "calls"


def test_a_file_that_looks_like_nothing_is_taken_for_what_a_person_says(folder: Path) -> None:
    text = CALLS.replace("Zielrufnummer;Anrufbeginn;Dauer", "a;b;c")
    (folder / "Anrufe_Nordlicht.csv").unlink()
    (folder / "x.csv").write_text(text, "utf-8")

    def answer(question: Question) -> str | None:
        return "calls" if (question.file, question.field) == ("x.csv", None) else question.guess

    report = look(folder, ask=answer)
    assert kinds(report)["x.csv"] == "calls"
    assert report.rows["calls"] == 3


def test_a_copy_of_a_file_is_counted_once_and_said(folder: Path) -> None:
    (folder / "Kopie von Anrufe_Nordlicht.csv").write_text(CALLS, "utf-8")
    report = look(folder)
    assert report.rows["calls"] == 3
    [copy] = [each for each in report.files if each.file.startswith("Kopie")]
    assert copy.kind is None
    assert "Anrufe_Nordlicht.csv" in copy.why


def test_rows_left_over_are_kept_where_they_can_be_read(folder: Path) -> None:
    (folder / "Anrufe_Nordlicht.csv").write_text(CALLS + "xyz;02.03.2026 10:00;1\n", "utf-8")
    [calls] = [each for each in look(folder).files if each.kind == "calls"]
    assert calls.rows_left_over == 1
    assert "xyz" in "".join(path.read_text("utf-8-sig") for path in calls.left_over)


@pytest.mark.parametrize("gone", ["Kunden", "Anrufe_Nordlicht", "Partner"])
@pytest.mark.parametrize("how", ["missing", "empty", "header only"])
def test_a_folder_goes_on_without_what_is_missing(folder: Path, gone: str, how: str) -> None:
    path = folder / f"{gone}.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.unlink()
    if how != "missing":
        path.write_text("" if how == "empty" else lines[0], "utf-8")
    report = look(folder)
    assert (f"{gone}.csv" in kinds(report)) == (how != "missing")
    if gone == "Anrufe_Nordlicht":
        assert "call.sunday" in {each.code for each in report.unsaid}
    else:
        assert report.rows["calls"] == 3


def test_an_empty_folder_gives_a_report_that_says_what_is_missing(tmp_path: Path) -> None:
    report = look(folder_of(tmp_path / "files"))
    assert report.findings == ()
    assert report.unsaid
    assert str(report.as_of) == "2026-05-04"


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NotThere):
        look(tmp_path / "nothing")


def test_a_rule_pack_that_cannot_be_read_is_an_error(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        look(folder, rules=tmp_path / "nothing.yaml")


def test_attack_a_link_that_leads_out_of_the_folder_is_not_followed(
    folder: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text(CUSTOMERS, "utf-8")
    (folder / "harmless.csv").symlink_to(secret)
    assert "harmless.csv" not in kinds(look(folder))


def test_attack_names_of_files_are_only_names(folder: Path) -> None:
    names = ("a'; drop table calls; --.csv", "[b]*.csv", 'c"d.csv', "e\nf.csv")
    for place, name in enumerate(names):
        (folder / name).write_text(
            CALLS.replace(";60", f";7{place}").replace(";75", f";8{place}"), "utf-8"
        )
    report = look(folder)
    assert report.rows["calls"] == 15
    again = look(folder)
    assert kinds(again) == kinds(report)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_said(folder: Path) -> None:
    (folder / "Kunden.csv").chmod(0)
    [customers] = [each for each in look(folder).files if each.file == "Kunden.csv"]
    assert customers.kind is None
    assert "Kunden.csv" in customers.why


def test_an_entry_about_a_file_or_sheet_that_is_not_there_stops_the_look(folder: Path) -> None:
    for lines in (
        'file = "Kunde.csv"',
        'file = "Kunden.csv"\nname = "Tabelle1"',
    ):
        (folder / "look.toml").write_text(
            f'version = 1\n[[sheet]]\n{lines}\nkind = ""\n', "utf-8"
        )
        with pytest.raises(UnknownInMapping):
            look(folder)


def test_a_mapping_that_was_given_and_is_not_there_stops_the_look(
    folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(MappingNotThere):
        look(folder, mapping=tmp_path / "no.toml")
