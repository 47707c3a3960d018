"""Folders as a newcomer has them: two columns for a moment, two numbers, files that overlap."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.look.test_look import folder_of, look

from leumund.basics.language import in_language
from leumund.look import LookReport
from leumund.report import files_left_out, what_stands_out
from leumund.report.look.page import Beside, look_page
from leumund.report.page import Text

PEOPLE = range(1, 9)


def rows(head: str, *lines: str) -> str:
    return "\n".join((head, *lines)) + "\n"


def found(report: LookReport, code: str) -> list[tuple[str, int]]:
    group = report.group(code)
    assert group is not None
    return [(row.file, row.row) for row in group.first]


def calls(*clock: str, head: str = "Datum;Uhrzeit;Rufnummer;Dauer") -> str:
    """Calls on Monday 5 January 2026, one per time of day."""
    return rows(
        head, *(f"05.01.2026;{at};030 23125 {place:03};60" for place, at in enumerate(clock))
    )


@pytest.mark.parametrize(
    "head", ["Datum;Uhrzeit;Rufnummer;Dauer", "Anrufdatum;Anrufzeit;Rufnummer;Dauer"]
)
def test_a_date_and_its_time_in_two_columns_are_joined(tmp_path: Path, head: str) -> None:
    folder = folder_of(tmp_path / "files", Anrufe_Nord=calls("09:00:00", "21:30", head=head))
    report = look(folder)
    assert found(report, "call.outside_hours") == [("Anrufe_Nord.csv", 3)]
    assert 'started_time = "' in report.mapping.read_text("utf-8")


def test_english_dates_and_times_of_day_are_joined(tmp_path: Path) -> None:
    lines = [f"1/{day}/2026,{at},+49 30 23125 001,60" for day, at in ((13, "9:00 AM"),)]
    lines += ["1/14/2026,11:30 PM,+49 30 23125 002,60"]
    text = rows("Call Date,Call Time,Phone,Secs", *lines)
    report = look(folder_of(tmp_path / "files", Brightline_calls=text))
    assert found(report, "call.outside_hours") == [("Brightline_calls.csv", 3)]


def test_a_call_without_a_time_is_never_judged_by_hours(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "files", Anrufe_Nord=calls("09:00", "", "09:10"))
    assert found(look(folder), "call.outside_hours") == []


def test_a_date_without_a_time_is_not_called_a_moment(tmp_path: Path) -> None:
    text = rows("Anrufbeginn;Rufnummer", *(f"0{n}.01.2026;030 23125 00{n}" for n in PEOPLE))
    report = look(folder_of(tmp_path / "files", Anrufe_Nord=text))
    [why] = [c.why for c in report.files[0].columns if c.field == "started_at"]
    assert "a date with its time" not in why
    assert "a date" in why


def test_moments_under_a_header_that_names_world_time_are_german_time(tmp_path: Path) -> None:
    text = rows("Start (UTC);Rufnummer", "05.01.2026 07:30;030 23125 001")
    report = look(folder_of(tmp_path / "files", Anrufe_Nord=text))
    assert found(report, "call.outside_hours") == []
    assert "shifted-from-utc" in {note.code for note in report.files[0].notes}


CUSTOMERS = rows(
    "Kundennummer;Name;Telefon Festnetz;Telefon mobil;Kundenart",
    *(f"{n};N{n};030 23125 00{n};030 23125 10{n};privat" for n in PEOPLE),
)
CALLS = rows(
    "Rufnummer;Anrufbeginn;Dauer",
    *(f"030 23125 00{n};0{n}.01.2026 10:00;60" for n in PEOPLE if n not in (4, 6)),
)


def test_a_consent_for_one_number_of_a_person_covers_the_call_on_the_other(
    tmp_path: Path,
) -> None:
    consents = rows(
        "Rufnummer;Erteilt am;Kanal;Quelle;Nachweis;Wortlaut",
        *(f"030 23125 10{n};01.03.2025 10:00;Telefon;Web;Log {n};Ja" for n in PEOPLE),
    )
    folder = folder_of(
        tmp_path / "files", Kunden=CUSTOMERS, Einwilligungen=consents, Anrufe_Nord=CALLS
    )
    assert found(look(folder), "call.without_consent") == []


def test_a_list_of_columns_in_the_mapping_is_all_of_them(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "files", Kunden=CUSTOMERS)
    (folder / "look.toml").write_text(
        'version = 1\n[[sheet]]\nfile = "Kunden.csv"\nkind = "customers"\n[sheet.columns]\n'
        'ref = "Kundennummer"\nnumber = ["Telefon Festnetz", "Telefon mobil"]\n',
        "utf-8",
    )
    report = look(folder)
    assert [c.header for c in report.files[0].columns] == [
        "Kundennummer",
        "Telefon Festnetz",
        "Telefon mobil",
    ]


def test_a_call_that_stands_in_several_files_counts_once(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "files", Anrufe_Nord_Januar=CALLS)
    (folder / "Anrufe Nord Q1 (Kopie fuer Chef).csv").write_text(CALLS + "\n", "utf-8")
    report = look(folder)
    assert report.rows["calls"] == 6
    assert report.not_counted == {"calls-in-several-files": 6}
    assert {each.partner for each in report.files} == {"Nord"}


def test_two_equal_calls_of_one_file_are_two(tmp_path: Path) -> None:
    report = look(folder_of(tmp_path / "files", Anrufe_Nord=CALLS + CALLS.partition("\n")[2]))
    assert report.rows["calls"] == 12


def test_inbound_calls_are_no_calls_by_the_partner(tmp_path: Path) -> None:
    text = rows(
        "Richtung;Rufnummer;Anrufbeginn;Dauer",
        "eingehend;030 23125 001;18.01.2026 10:00;60",
        "ausgehend;030 23125 002;18.01.2026 10:00;60",
    )
    report = look(folder_of(tmp_path / "files", Anrufe_Nord=text))
    assert found(report, "call.sunday") == [("Anrufe_Nord.csv", 3)]
    assert (report.rows["calls"], report.not_counted) == (1, {"calls-inbound": 1})


def test_a_column_that_is_missing_is_no_fault_of_the_consents(tmp_path: Path) -> None:
    consents = rows(
        "Rufnummer;Erteilt am;Kanal;Quelle;Nachweis",
        *(f"030 23125 10{n};01.03.2026 10:00;Telefon;Web;Log {n}" for n in PEOPLE),
    )
    report = look(folder_of(tmp_path / "files", Einwilligungen=consents))
    table = report.table("consents_by_source")
    assert table is not None
    assert table.rows == (("Web", 8, 8, 0, 0, 8),)
    assert "Of 8 nobody can say" in what_stands_out(report)[0]
    assert "0 do not" in what_stands_out(report)[0]
    assert "consents_by_source" in {each.code for each in report.unsaid}


def test_the_wording_is_found_under_its_usual_names(tmp_path: Path) -> None:
    for name in ("Formulierung", "Wortlaut", "Einwilligungstext"):
        consents = rows(f"Rufnummer;Erteilt am;{name}", "030 23125 101;01.03.2026;Ja bitte")
        report = look(
            folder_of(tmp_path / name, Einwilligungen=consents), tmp_path / f"{name}-look"
        )
        assert "wording" in {c.field for c in report.files[0].columns}


OBJECTIONS = rows("Rufnummer;Widerspruch am;Art", "030 23125 001;05.12.2025;{what}")


def test_a_request_for_information_and_an_objection_taken_back_are_none(tmp_path: Path) -> None:
    for what, count in (("Werbung", 1), ("Auskunft Art. 15", 0), ("zurückgezogen", 0)):
        folder = folder_of(
            tmp_path / "files", Anrufe_Nord=CALLS, Widersprueche=OBJECTIONS.format(what=what)
        )
        assert len(found(look(folder), "call.after_objection")) == count


def test_a_call_after_a_newer_consent_is_a_question_and_no_finding(tmp_path: Path) -> None:
    consents = rows(
        "Rufnummer;Erteilt am;Kanal;Quelle;Nachweis;Wortlaut",
        "030 23125 001;20.12.2025 10:00;Telefon;Web;Log;Ja",
    )
    folder = folder_of(
        tmp_path / "files",
        Anrufe_Nord=CALLS,
        Widersprueche=OBJECTIONS.format(what="Werbung"),
        Einwilligungen=consents,
    )
    report = look(folder)
    assert found(report, "call.after_objection") == []
    table = report.table("calls_objected_and_consented")
    assert table is not None
    assert table.behind is not None
    assert [(row.row, row.with_file) for row in table.behind.first] == [
        (2, "Einwilligungen.csv")
    ]


def test_taxes_reserves_and_sums_are_nobody_who_is_paid(tmp_path: Path) -> None:
    booked = ("Umsatzsteuer 19 %", "MwSt", "Skonto", "Stornoreserve", "Bonus", "Rückbelastung")
    statement = rows(
        "Empfänger;Auftrag;Betrag",
        *(f"{name};;10,00" for name in booked),
        "Fremd GmbH;A-1;20,00",
    )
    partners = rows("Partner;Firma;Vertrag ab", "Nord;Nord GmbH;01.01.2025")
    folder = folder_of(tmp_path / "files", Provision=statement, Vertriebspartner=partners)
    assert found(look(folder), "chain.payee_unknown") == [("Provision.csv", 8)]


def test_a_partner_that_calls_without_a_signed_contract_is_found(tmp_path: Path) -> None:
    for said, codes in (("nein", 1), ("ja", 0), ("", 0)):
        partners = rows(
            "Partner;Firma;Vertrag ab;AVV unterschrieben",
            f"Nord;Nord GmbH;01.01.2025;{said}",
            "Süd;Süd GmbH;01.01.2025;ja",
        )
        folder = folder_of(tmp_path / "files", Anrufe_Nord=CALLS, Vertriebspartner=partners)
        report = look(folder)
        assert len(found(report, "chain.art28_unsigned")) == codes
        unclear = [u for u in report.unsaid if u.code == "chain.art28_unsigned"]
        assert len(unclear) == (not said)


def test_no_finding_beside_a_partner_names_a_crime(tmp_path: Path) -> None:
    report = look(folder_of(tmp_path / "files", Anrufe_Nord=CALLS))
    assert all("StGB" not in group.code.law for group in report.findings)


def test_a_complaint_in_a_mail_without_a_date_is_kept_and_its_day_asked_for(
    tmp_path: Path,
) -> None:
    folder = folder_of(tmp_path / "files", Anrufe_Nord=CALLS)
    (folder / "a.eml").write_text(
        "From: Eva <eva@mail.example>\nTo: beschwerde@firma.example\nSubject: Beschwerde\n\n"
        "Ich wurde am 05.01.2026 um 10 Uhr auf 030 23125 005 von Ihnen angerufen und will das "
        "nicht. Ich widerspreche jeder Werbung.\n",
        "utf-8",
    )
    report = look(folder)
    assert report.rows["complaints"] == 1
    [gap] = [each for each in report.unsaid if each.title.startswith("Complaints of which")]
    assert gap.values == {"what": "a.eml"}


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    with in_language("en"):
        page = look_page(look(folder_of(tmp_path / "files")), Beside())
    assert Text("There is no file in this folder.") in page.blocks


def test_a_file_that_gave_no_row_is_not_among_those_used(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path / "files", Anrufe_Nord=CALLS, Anrufe_Ost="Rufnummer;Anrufbeginn;Dauer\n"
    )
    assert files_left_out(look(folder)) == 1
