"""An envelope becomes a letter on paper, typeset by typst with its own fonts.

The address stands where a window envelope shows it (DIN 5008, form B). What is behind the link
of a mail stands here as a short address and a code in blocks that a hand can copy.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leumund.basics.language import _, in_language
from leumund.orders.codes import in_blocks
from leumund.orders.post import words

if TYPE_CHECKING:
    from leumund.orders.order import Envelope, OrderShown
    from leumund.orders.post.office import PostOffice

TEMPLATE = Path(__file__).with_name("letter.typ")


def typeset(envelope: Envelope, office: PostOffice, at: datetime) -> bytes:
    """The letter as PDF/UA-1; raises what ``PostOffice.page`` raises."""
    import typst

    if envelope.shown is None:
        raise ValueError("there is nothing to show")
    with in_language(envelope.outgoing.language):
        letter = _letter(envelope, envelope.shown, office, at)
    compiler: Any = typst.Compiler(
        TEMPLATE,
        root=TEMPLATE.parent,
        ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(letter, ensure_ascii=False)},
    )
    stamp = at.astimezone(UTC).replace(microsecond=0)
    made: bytes = compiler.compile(format="pdf", timestamp=stamp, pdf_standards="ua-1")
    return made


def _letter(
    envelope: Envelope, shown: OrderShown, office: PostOffice, at: datetime
) -> dict[str, object]:
    principal = words.company(shown.principal)
    asks = envelope.code is not None
    return {
        "language": envelope.outgoing.language,
        "sender": _lines(f"{principal}, {office.sender_address or ''}"),
        "to": _to(envelope),
        "date": words.day(at),
        "subject": _subject(envelope, principal),
        "greeting": _("Good day!"),
        "opening": _opening(envelope, shown),
        "facts": words.facts(shown),
        "ask": _ask(office) if asks else [],
        "page": office.short_page() if asks else "",
        "page_label": _("Address"),
        "code": in_blocks(envelope.code) if envelope.code else [],
        "code_label": _("Code"),
        "code_help": _("Capital or small letters, with or without gaps: it does not matter."),
        "closing": _closing(envelope, shown, office),
        "end": principal,
    }


def _subject(envelope: Envelope, principal: str) -> str:
    if envelope.outgoing.kind == "receipt":
        return _("{principal}: your answer has arrived").format(principal=principal)
    if envelope.outgoing.kind == "reminder":
        return _("{principal}: your answer is still missing").format(principal=principal)
    return _("{principal}: did you order this?").format(principal=principal)


def _opening(envelope: Envelope, shown: OrderShown) -> str:
    if envelope.outgoing.kind == "receipt":
        return words.answered(str(envelope.outgoing.payload.get("what")))
    return words.came_in(shown)


def _ask(office: PostOffice) -> list[str]:
    said = [
        _(
            "Please tell us whether you ordered this. Open the address below, type in the code"
            " and choose: “I ordered nothing”, “Yes, I ordered this and will pay for it”, or"
            " “I do not want this”."
        )
    ]
    if office.contact:
        said.append(
            _("Without the internet you reach a person here: {contact}").format(
                contact=office.contact
            )
        )
    return said


def _closing(envelope: Envelope, shown: OrderShown, office: PostOffice) -> list[str]:
    said = []
    if envelope.code is not None:
        said.append(words.silence(shown))
    elif office.contact:
        said.append(_("You reach a person here: {contact}").format(contact=office.contact))
    if envelope.outgoing.payload.get("what") in (None, "confirm"):
        said.append(words.withdrawal(shown))
    said.append(_("We never ask for bank details or passwords in a letter or on the page."))
    return [each for each in said if each]


def _to(envelope: Envelope) -> list[str]:
    """The address, under the person's name where it does not hold it already."""
    lines, name = _lines(envelope.address), " ".join((envelope.addressee or "").split())
    is_named = not name or any(name.casefold() in line.casefold() for line in lines)
    return lines if is_named else [name, *lines]


def _lines(written: str) -> list[str]:
    """An address line by line: commas, semicolons and line breaks part them."""
    parted = written.replace(";", "\n").replace(",", "\n").splitlines()
    return [each.strip() for each in parted if each.strip()]
