"""Mails written in a test."""

from __future__ import annotations

from email.message import EmailMessage

from leumund.intake.mails.message import Message, read_message


def mail(
    body: str,
    *,
    subject: str = "Beschwerde",
    date: str = "Tue, 11 Mar 2025 18:22:00 +0100",
    sender: str = "Renate Pfeil <renate.pfeil@example.org>",
    id: str = "<1@example.org>",  # noqa: A002
    replies_to: str = "",
    markup: str = "",
) -> bytes:
    made = EmailMessage()
    made["From"], made["Subject"] = sender, subject
    if date:
        made["Date"] = date
    if id:
        made["Message-ID"] = id
    if replies_to:
        made["References"] = replies_to
    made.set_content(markup or body, subtype="html" if markup else "plain")
    return made.as_bytes()


def message(body: str, subject: str = "Beschwerde") -> Message:
    return read_message(mail(body, subject=subject), "a.eml")
