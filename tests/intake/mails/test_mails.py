"""Mails in files become complaints: what is set apart, joined, marked and left out."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from pyarrow import parquet
from tests.intake.mails.made import mail, message

from leumund.intake.mails import read_mails, text_of
from leumund.intake.mails.extract import extract
from leumund.intake.mails.pieces import pieces
from leumund.world.monday.compound import outlook_message

CALL = "gestern um 17 Uhr wurde ich von der Nummer 069 90009 312 angerufen, Firma Quarzfunk."


def test_a_number_in_a_signature_is_not_the_number_called() -> None:
    read = extract(message(f"{CALL}\n\nMit freundlichen Grüßen\nR. Pfeil\nTel. 030 23125 999"))
    assert "number_called" not in read[0].fields


def test_a_number_that_is_said_to_be_called_is_read_beside_a_signature() -> None:
    read = extract(message(f"{CALL} Mein Anschluss: 030 23125 441.\n\nMfG\nTel. 030 23125 999"))
    assert read[0].fields["number_called"].value == "+493023125441"


def test_quoted_words_are_not_the_writers() -> None:
    quoted = "> Am 1.3.2025 um 9 Uhr rief die 040 66969 118 an.\n> Mein Anschluss 030 23125 000"
    read = extract(message(f"{CALL}\n\nAm 10.03.2025 schrieb Kundendienst:\n{quoted}"))
    assert read[0].fields["number_shown"].value == "+496990009312"
    assert "number_called" not in read[0].fields


def test_a_relative_day_is_resolved_from_the_mail_and_marked() -> None:
    read = extract(message(CALL))[0].fields["called_at"]
    assert read.value == datetime(2025, 3, 10, 17)  # noqa: DTZ001, local time by contract
    assert "relative" in read.note


def test_a_forwarded_mail_is_read_with_its_own_date() -> None:
    body = (
        "Bitte übernehmen.\n\n-----Ursprüngliche Nachricht-----\n"
        "Von: Jost <jost@example.com>\nGesendet: Montag, 3. März 2025 19:45\n"
        f"An: shop@example.org\nBetreff: Anruf\n\nHallo, {CALL}"
    )
    sent = mail(body, subject="WG: Anruf")
    from leumund.intake.mails.message import read_message

    read = extract(read_message(sent, "a.eml"))
    assert str(read[0].fields["called_at"].value) == "2025-03-02 17:00:00"


def test_what_others_were_told_is_marked_as_hearsay() -> None:
    read = extract(message("Meine Nachbarin wurde gestern um 10 Uhr von Quarzfunk angerufen."))
    assert read[0].is_hearsay
    assert not extract(message(CALL))[0].is_hearsay


def test_several_calls_of_one_mail_become_several_complaints() -> None:
    body = "Anrufe:\n- 3.3. um 9:10 Uhr, 069 90009 410\n- 4.3. um 13:45 Uhr, 069 90009 411\n"
    read = extract(message(body))
    assert [one.fields["number_shown"].value for one in read] == [
        "+496990009410",
        "+496990009411",
    ]


def test_an_objection_without_a_call_is_kept() -> None:
    read = extract(message("Ich widerspreche der Nutzung meiner Daten zu Werbezwecken."))
    assert [one.is_call for one in read] == [False]
    assert read[0].fields["is_objection"].value is True


def test_a_letter_that_is_quoted_is_set_apart() -> None:
    letter = (
        '"Sehr geehrte Frau Pfeil, vielen Dank für Ihren Auftrag. Fragen? Unsere Nummer ist '
        'die 030 23125 800."'
    )
    kinds = {piece.kind for piece in pieces(message(f"{CALL} Ihr Brief: {letter} Unerhört!"))}
    assert "letter" in kinds


def test_the_same_text_twice_is_one_complaint(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail(CALL, id="<1@example.org>"))
    (tmp_path / "b.eml").write_bytes(mail(f"{CALL}\n", id="<2@example.org>"))
    mails = read_mails(tmp_path, tmp_path / "work")
    assert len(mails.complaints) == 1
    assert mails.complaints[0].also == ("b.eml#1",)
    assert [(item.became, item.of) for item in mails.items][1] == ("duplicate", "a.eml#1")


def test_an_answer_in_a_thread_fills_what_was_open(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail(CALL, id="<1@example.org>"))
    later = mail(
        "Meine Nummer ist die 030 23125 441.",
        subject="Re: Beschwerde",
        id="<3@example.org>",
        replies_to="<1@example.org> <2@example.org>",
        date="Thu, 13 Mar 2025 08:00:00 +0100",
    )
    (tmp_path / "b.eml").write_bytes(later)
    mails = read_mails(tmp_path, tmp_path / "work")
    assert len(mails.complaints) == 1
    read = mails.complaints[0].fields["number_called"]
    assert (read.value, read.message) == ("+493023125441", "b.eml#1")
    assert text_of(mails, read.message)[read.start : read.end] == "030 23125 441"


def test_the_same_text_by_two_people_stays_two_complaints(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail(CALL, id="<1@example.org>"))
    other = mail(CALL, id="<2@example.org>", sender="Jost <jost@example.com>")
    (tmp_path / "b.eml").write_bytes(other)
    assert len(read_mails(tmp_path, tmp_path / "work").complaints) == 2


def test_attachments_are_kept_by_their_digest_only(tmp_path: Path) -> None:
    made = EmailMessage()
    made["From"], made["Date"] = "a@example.org", "Tue, 11 Mar 2025 18:22:00 +0100"
    made.set_content(CALL)
    made.add_attachment(b"list", maintype="text", subtype="csv", filename="../../list.csv")
    (tmp_path / "a.eml").write_bytes(made.as_bytes())
    mails = read_mails(tmp_path, tmp_path / "work")
    assert mails.complaints[0].attachments == (hashlib.sha256(b"list").hexdigest(),)
    written = {path.name for path in (tmp_path / "work").rglob("*")}
    assert written == {"mails.parquet", "mail-texts.parquet"}


def test_a_mailbox_holds_many_mails_and_each_has_its_row(tmp_path: Path) -> None:
    first = b"From a Tue Mar 11 2025\n" + mail(CALL, id="<1@example.org>")
    second = b"\nFrom b Tue Mar 11 2025\n" + mail(f"Hallo, {CALL}", id="<2@example.org>")
    (tmp_path / "in.mbox").write_bytes(first + second)
    mails = read_mails(tmp_path, tmp_path / "work")
    assert [item.row for item in mails.items] == [1, 2]


def test_an_outlook_message_is_read_like_any_other(tmp_path: Path) -> None:
    texts = {0x0037: "Beschwerde", 0x1000: CALL, 0x0C1A: "Renate Pfeil"}
    at = datetime(2025, 3, 11, 17, 22, tzinfo=UTC)
    (tmp_path / "a.msg").write_bytes(outlook_message(texts, at))
    complaint = read_mails(tmp_path, tmp_path / "work").complaints[0]
    assert complaint.value("number_shown") == "+496990009312"
    assert str(complaint.value("called_at")) == "2025-03-10 17:00:00"


def test_a_mail_without_a_date_is_named_and_kept_in_the_table(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail(CALL, date=""))
    mails = read_mails(tmp_path, tmp_path / "work")
    assert [item.became for item in mails.items] == ["no-date"]
    assert parquet.read_table(mails.table).num_rows == 1


def test_the_table_has_the_columns_of_complaints(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail(CALL))
    row = parquet.read_table(read_mails(tmp_path, tmp_path / "work").table).to_pylist()[0]
    assert (row["file"], row["row"], row["said_name"]) == ("a.eml", 1, "Quarzfunk")
    assert row["is_confirmed"] is False


def test_our_own_answer_is_no_complaint(tmp_path: Path) -> None:
    body = f"Sehr geehrte Frau Pfeil,\n\nvielen Dank für Ihre Nachricht. Sie schreiben, {CALL}"
    (tmp_path / "a.eml").write_bytes(mail(body))
    mails = read_mails(tmp_path, tmp_path / "work")
    assert [item.became for item in mails.items] == ["answer"]
