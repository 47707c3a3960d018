"""A list that hangs on a mail is a sheet of the folder, with its partner, day and approver."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.look.test_look import CUSTOMERS, PARTNERS, folder_of, kinds, look

from leumund.look import LookReport

OF_EAST = "Telefon;Tarif\n03023125009;Flat S\n"
NORTH, SOUTH = "nord.eml#1/nord.csv", "sued.eml#1/nord.csv"
LIST = "Telefon;Tarif\n03023125001;Flat S\n03023125002;Flat M\n"


def mailed(folder: Path, name: str, words: str, *, table: str = "", answers: str = "") -> None:
    made = EmailMessage()
    made["From"] = "Vertriebssteuerung <steuerung@example.org>"
    made["To"] = "Nordlicht Vertriebs GmbH <liste@nordlicht.example>"
    made["Subject"] = "Kundenliste Nord"
    made["Date"] = "Tue, 10 Feb 2026 09:41:00 +0100"
    made["Message-ID"] = f"<{name}@example.org>"
    if answers:
        made["In-Reply-To"] = f"<{answers}@example.org>"
    made.set_content(words)
    if table:
        made.add_attachment(table.encode(), maintype="text", subtype="csv", filename="nord.csv")
    (folder / f"{name}.eml").write_bytes(made.as_bytes())


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> LookReport:
    """Three lists go out by mail: one with nothing more, one approved in an answer, and one
    that lies in the folder as well."""
    place = tmp_path_factory.mktemp("attached")
    folder = folder_of(place / "f", Kunden=CUSTOMERS, Liste_Ost=OF_EAST, P=PARTNERS)
    mailed(folder, "nord", "Anbei die Kundenliste Nord.", table=LIST)
    mailed(folder, "sued", "Anbei die Liste für den Süden.", table=LIST.replace("M", "L"))
    mailed(folder, "ok", "Die Liste ist von Frau Halm freigegeben.", answers="sued")
    mailed(folder, "ost", "Und die für den Osten.", table=OF_EAST)
    return look(folder, place / "out")


def test_a_list_on_a_mail_is_a_list_with_partner_and_day_of_the_mail(
    report: LookReport,
) -> None:
    taken = next(each for each in report.files if each.file == NORTH)
    assert (taken.kind, taken.rows) == ("lists", 2)
    assert (taken.partner, taken.handed_over_on) == ("Nordlicht", date(2026, 2, 10))


def test_an_approval_in_the_exchange_gives_the_list_its_approver(report: LookReport) -> None:
    found = report.group("own.list_without_approver")
    assert found is not None
    assert sorted(row.file for row in found.first) == ["Liste_Ost.csv", NORTH]
    approved = {each.file: each.approved_by for each in report.files}
    assert (approved[SOUTH], approved[NORTH]) == ("Halm", None)


def test_a_list_that_lies_in_the_folder_as_well_is_read_once(report: LookReport) -> None:
    taken = kinds(report)
    assert taken["Liste_Ost.csv"] == "lists"
    assert "ost.eml#1/nord.csv" not in taken
