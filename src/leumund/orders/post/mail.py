"""An envelope becomes a mail: text, and the same as simple HTML without any picture."""

from __future__ import annotations

from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from typing import TYPE_CHECKING

from leumund.basics.language import _, in_language
from leumund.orders.post import words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from leumund.orders.order import Envelope, OrderShown
    from leumund.orders.post.office import PostOffice

_LINK = "https://", "http://"


class NotAnAddress(ValueError):
    """What is kept as a mail address is none."""


def compose(envelope: Envelope, office: PostOffice, at: datetime) -> EmailMessage:
    """The mail to a customer. Sent again, it has the same Message-ID: programs that know it
    show it once. Raises NotAnAddress and what ``PostOffice.link`` raises."""
    if office.mail is None or envelope.shown is None:
        raise ValueError("there is no sender, or nothing to show")
    with in_language(envelope.outgoing.language):
        paragraphs = tuple(_paragraphs(envelope, envelope.shown, office))
        subject = _subject(envelope, envelope.shown)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _address(office.mail.sender, office.principal or "")
    mail["To"] = _address(envelope.address)
    mail["Subject"] = subject
    mail["Date"] = at
    domain = office.mail.sender.rpartition("@")[2]
    mail["Message-ID"] = f"<order-{envelope.outgoing.id}.{envelope.outgoing.kind}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = envelope.outgoing.language
    mail.set_content("\n\n".join(paragraphs) + "\n")
    mail.add_alternative(_html(paragraphs, envelope.outgoing.language), subtype="html")
    return mail


def _address(written: str, name: str = "") -> Address:
    """One address and nothing beside it: a second one, a name or a line break is refused."""
    try:
        found = Address(display_name=name, addr_spec=written)
    except (HeaderParseError, ValueError, IndexError):
        raise NotAnAddress from None
    if not found.username or "." not in found.domain or any(map(str.isspace, written)):
        raise NotAnAddress
    return found


def _subject(envelope: Envelope, shown: OrderShown) -> str:
    who = words.company(shown.principal)
    if envelope.outgoing.kind == "receipt":
        return _("{principal}: your answer has arrived").format(principal=who)
    if envelope.outgoing.kind == "reminder":
        return _("{principal}: your answer is still missing").format(principal=who)
    return _("{principal}: did you order this?").format(principal=who)


def _paragraphs(envelope: Envelope, shown: OrderShown, office: PostOffice) -> Iterator[str]:
    yield _("Good day!")
    if envelope.outgoing.kind == "receipt":
        yield words.answered(str(envelope.outgoing.payload.get("what")))
    else:
        yield words.came_in(shown)
    yield "\n".join(f"{name}: {value}" for name, value in words.facts(shown))
    if envelope.code is not None:
        yield _("Say here whether you ordered this. You need no password:")
        yield office.link(envelope.code)
        yield words.silence(shown)
    if envelope.outgoing.payload.get("what") in (None, "confirm"):
        yield words.withdrawal(shown)
    if office.contact:
        yield _("You reach a person here: {contact}").format(contact=office.contact)
    yield _("We never ask for bank details or passwords in a mail.")
    yield words.company(shown.principal)


def _html(paragraphs: tuple[str, ...], language: str) -> str:
    body = "\n".join(_element(text) for text in paragraphs if text)
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f"</head>\n<body>\n{body}\n</body></html>\n"
    )


def _element(text: str) -> str:
    written = escape(text)
    if text.startswith(_LINK):
        return f'<p><a href="{written}">{written}</a></p>'
    return "<p>" + written.replace("\n", "<br>\n") + "</p>"
