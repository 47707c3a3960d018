"""The complaints as mails in the folder: single ones, a mailbox, one from Outlook.

Some mails are there twice, some are answers, some are about something else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from leumund.world.monday.calls import WEST
from leumund.world.monday.cast import partner
from leumund.world.monday.compound import outlook_message
from leumund.world.monday.letters import (
    SUBJECTS,
    answer,
    english_letter,
    german_letter,
    quoted,
    reminder,
    wrapped,
)
from leumund.world.monday.nouns import Place

if TYPE_CHECKING:
    from leumund.world.monday.nouns import Complaint, Story

FOLDER = "Beschwerden"
MBOX = f"{FOLDER}/Posteingang alt.mbox"
LIST_MAIL = "Listen/Versand Kundenliste West.eml"
SERVICE = "beschwerde@blauwalfunk.example"
_ENGLISH_SHARE, _IN_MBOX, _COPIES, _REMINDERS, _ANSWERS = 0.13, 11, 5, 3, 3


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail and what it is in truth: ``complaint`` is its record's index, ``became`` one of
    complaint, duplicate, joined, answer, no-complaint."""

    place: Place
    became: str
    complaint: int | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """The files and the truth about every mail in them."""

    files: dict[str, bytes]
    mails: list[Mail]


def mailbox(story: Story, seed: int, listed: bytes) -> Mailbox:
    """All mails. ``listed``: the bytes of the list that went out by mail alone."""
    chance = Random(f"monday/{seed}/mails")
    letters = [_letter(one, chance) for one in story.complaints]
    old = set(range(_IN_MBOX))
    outlook = max(at for at, one in enumerate(story.complaints) if not one.repeats)
    made = Mailbox({}, [])
    for at, one in enumerate(story.complaints):
        if at == outlook:
            name = f"{FOLDER}/WG Anruf.msg"
            made.files[name] = _outlook(one, letters[at])
            made.mails.append(Mail(Place(name, 1), "complaint", at, letters[at]))
        elif at not in old:
            name = f"{FOLDER}/{_name(at, one, chance)}.eml"
            made.files[name] = _bytes(_mail(at, one, letters[at], chance))
            made.mails.append(Mail(Place(name, 1), "complaint", at, letters[at]))
    _old_ones(story, letters, made, chance)
    single = [mail for mail in made.mails if mail.place.file.endswith(".eml")]
    _more(story, letters, made, single, chance)
    made.files[LIST_MAIL] = _bytes(_list_mail(listed))
    return made


def _old_ones(story: Story, letters: list[str], made: Mailbox, chance: Random) -> None:
    """The first complaints lie in one old mailbox, with a mail about something else."""
    parts = []
    for at in range(_IN_MBOX):
        one = story.complaints[at]
        parts.append(_mail(at, one, letters[at], chance))
        made.mails.append(Mail(Place(MBOX, len(parts)), "complaint", at, letters[at]))
    parts.append(_canteen())
    made.mails.append(Mail(Place(MBOX, len(parts)), "no-complaint", None))
    made.files[MBOX] = b"".join(map(_in_mbox, parts))


def _more(
    story: Story, letters: list[str], made: Mailbox, single: list[Mail], chance: Random
) -> None:
    """Copies of mails, reminders in the same thread, and the company's own answers."""
    first = [mail for mail in single if not story.complaints[_at(mail)].repeats]
    chosen = chance.sample(first, _COPIES + _REMINDERS + _ANSWERS)
    for mail in chosen[:_COPIES]:
        # Of two equal mails neither is the copy; readers that go by name take the other first.
        name = mail.place.file.replace(f"{FOLDER}/", f"{FOLDER}/Kopie von ")
        made.files[name] = made.files[mail.place.file]
        made.mails.append(Mail(Place(name, 1), "duplicate", mail.complaint))
    for turn, mail in enumerate(chosen[_COPIES:]):
        at, is_answer = _at(mail), turn >= _REMINDERS
        one = story.complaints[at]
        made_on = one.arrived_at + timedelta(days=3, hours=2)
        text = answer(one) if is_answer else reminder(one)
        text += quoted(letters[at], f"Am {one.arrived_at:%d.%m.%Y} schrieb {one.writer}:")
        reply = _plain(replace(one, arrived_at=made_on), text, "Re: " + _subject(at), f"re{at}")
        reply["In-Reply-To"] = reply["References"] = f"<{_id(str(at))}>"
        if is_answer:
            _readdress(reply, SERVICE, one.email)
        name = f"{FOLDER}/Re {'Antwort' if is_answer else 'Nachfrage'} {at:02d}.eml"
        made.files[name] = _bytes(reply)
        became = "answer" if is_answer else "joined"
        made.mails.append(Mail(Place(name, 1), became, at))


def _at(mail: Mail) -> int:
    return -1 if mail.complaint is None else mail.complaint


def _letter(one: Complaint, chance: Random) -> str:
    write = english_letter if chance.random() < _ENGLISH_SHARE else german_letter
    return wrapped(write(one, chance))


def _name(at: int, one: Complaint, chance: Random) -> str:
    kind = chance.choice(("Beschwerde", "Mail", "Anruf", "AW Werbung"))
    return f"{one.arrived_at:%Y-%m-%d} {kind} {at:02d}"


def _subject(at: int) -> str:
    return SUBJECTS[at % len(SUBJECTS)]


def _mail(at: int, one: Complaint, text: str, chance: Random) -> EmailMessage:
    mail = _plain(one, text, _subject(at), str(at))
    way = chance.randrange(6)
    if way == 0:
        mail.set_content(text, charset="iso-8859-1", cte="quoted-printable")
    elif way == 1:
        mail.set_content(text, cte="base64")
    elif way == 2:
        mail.add_alternative(_html(text), subtype="html")
        mail.set_boundary(f"grenze-{at:04d}")
    elif way == 3:
        mail.set_content(_html(text), subtype="html")
    return mail


def _plain(one: Complaint, text: str, subject: str, name: str) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"{_ascii(one.writer)} <{one.email}>"
    mail["To"] = f"Beschwerdestelle <{SERVICE}>"
    mail["Subject"] = subject
    mail["Date"] = one.arrived_at.replace(tzinfo=ZoneInfo("Europe/Berlin"))
    mail["Message-ID"] = f"<{_id(name)}>"
    mail.set_content(text)
    return mail


def _readdress(mail: EmailMessage, sender: str, to: str) -> None:
    mail.replace_header("From", f"Blauwalfunk Kundenservice <{sender}>")
    mail.replace_header("To", to)


def _id(name: str) -> str:
    return f"{name}.2026@post.example"


def _ascii(name: str) -> str:
    return name if name.isascii() else f'"{name}"'


def _html(text: str) -> str:
    paragraphs = text.replace("&", "&amp;").replace("<", "&lt;").split("\r\n\r\n")
    broken = (one.replace("\r\n", "<br>\r\n") for one in paragraphs)
    inner = "".join(f"<p>{one}</p>\r\n" for one in broken)
    return f"<html><body>\r\n{inner}</body></html>\r\n"


def _outlook(one: Complaint, text: str) -> bytes:
    at = one.arrived_at.replace(tzinfo=ZoneInfo("Europe/Berlin"))
    mail = _plain(one, text, "WG: Anruf", "outlook")
    headers = "".join(
        f"{name}: {mail[name]}\r\n" for name in ("From", "To", "Subject", "Date", "Message-ID")
    )
    texts = {0x001A: "IPM.Note", 0x0037: "WG: Anruf", 0x1000: text, 0x0C1A: one.writer,
             0x0C1F: one.email, 0x007D: headers}  # fmt: skip
    return outlook_message(texts, at.astimezone(UTC))


def _list_mail(listed: bytes) -> EmailMessage:
    """How the list for the west went out: by mail, with no word of who had approved it."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "Vertriebssteuerung <vertrieb@blauwalfunk.example>"
    mail["To"] = f'"{partner("Wolkentaube").legal_name}" <liste@wolkentaube.example>'
    mail["Subject"] = "Kundenliste West"
    mail["Date"] = datetime(2025, 9, 15, 9, 41, 7, tzinfo=ZoneInfo("Europe/Berlin"))
    mail["Message-ID"] = "<west.2025@blauwalfunk.example>"
    mail.set_content(
        "Hallo zusammen,\r\n\r\nanbei wie besprochen die Kundenliste West für die Wolkentaube "
        "Callcenter GmbH.\r\nBitte ab morgen abtelefonieren.\r\n\r\nGruß\r\n"
        "Vertriebssteuerung\r\n"
    )
    mail.add_attachment(
        listed, maintype="text", subtype="csv", filename=WEST.rpartition("/")[2]
    )
    mail.set_boundary("grenze-west")
    return mail


def _canteen() -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "Kantine <kantine@blauwalfunk.example>"
    mail["To"] = SERVICE
    mail["Subject"] = "Speiseplan KW 40"
    mail["Date"] = datetime(2025, 9, 26, 8, 0, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    mail["Message-ID"] = "<kw40.2025@blauwalfunk.example>"
    mail.set_content("Montag: Linsen. Dienstag: Fisch. Mittwoch: Kartoffelsuppe.\r\n")
    return mail


def _bytes(mail: EmailMessage) -> bytes:
    return mail.as_bytes(policy=SMTP)


def _in_mbox(mail: EmailMessage) -> bytes:
    """As old mail programs keep it, lines that begin with From marked."""
    body = mail.as_bytes(policy=SMTP).replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ")
    return b"From - Mon Sep 01 00:00:00 2025\n" + body + b"\n"
