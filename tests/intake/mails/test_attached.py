"""Tables on mails: kept within bounds under our own names; who approves is read with care."""

from __future__ import annotations

import hashlib
from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.intake.mails.made import message

from leumund.intake.mails import attached, read_mails
from leumund.intake.mails.approval import approver
from leumund.intake.mails.attached import table_part

LIST = b"Telefon;Tarif\n03023125001;Flat S\n"


def mail_with(
    *tables: tuple[str, bytes], body: str = "Anbei die Liste.", id_: str = "1"
) -> bytes:
    made = EmailMessage()
    made["From"] = "Vertrieb <vertrieb@example.org>"
    made["Date"] = "Tue, 11 Mar 2025 18:22:00 +0100"
    made["Message-ID"] = f"<{id_}@example.org>"
    made.set_content(body)
    for name, data in tables:
        made.add_attachment(data, maintype="text", subtype="csv", filename=name)
    return made.as_bytes()


def test_a_table_is_kept_once_under_its_digest_whatever_path_its_name_holds(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.eml").write_bytes(mail_with(("../../liste.csv", LIST)))
    (tmp_path / "b.eml").write_bytes(mail_with(("andere.csv", LIST), body="Noch mal.", id_="2"))
    work = tmp_path / "work"
    found = read_mails(tmp_path, work, are_tables_kept=True).attached
    assert [(one.file, one.name) for one in found] == [("a.eml", "liste.csv")]
    digest = hashlib.sha256(LIST).hexdigest()
    assert found[0].path == work / "attached" / f"{digest}.csv"
    assert not (tmp_path.parent / "liste.csv").exists()


@pytest.mark.parametrize("bound", ["LARGEST_TABLE", "MOST_TABLES", "LARGEST_IN_ALL"])
def test_what_is_too_much_is_named_and_not_kept(
    bound: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attached, bound, 0)
    (tmp_path / "a.eml").write_bytes(mail_with(("liste.csv", LIST)))
    found = read_mails(tmp_path, tmp_path / "work", are_tables_kept=True).attached
    assert [one.path for one in found] == [None]
    assert not (tmp_path / "work" / "attached").exists()


@pytest.mark.parametrize("name", ["liste.exe", "liste.csv.exe", "bild.png", "", "liste"])
def test_an_attachment_that_is_not_called_a_table_is_none(name: str) -> None:
    assert table_part(name, LIST) is None


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Die Liste ist freigegeben. Bitte abtelefonieren.", "Renate Pfeil"),
        ("Freigabe erteilt durch Herrn Halm, 12.3.", "Halm"),
        ("The list was approved by Joan Lark today.", "Joan Lark"),
        ("Die Liste ist noch nicht freigegeben.", ""),
        ("Bitte um Freigabe bis morgen.", ""),
        ("Is this list approved?", ""),
        ("Anbei die Liste.\n\n> Die Liste ist freigegeben.", ""),
    ],
)
def test_who_approves_is_read_and_a_request_is_no_approval(words: str, who: str) -> None:
    mail = message(words, subject="Liste")
    assert approver(mail.text, mail.body, "Renate Pfeil") == who
