"""How people write that they were called: calm, angry, short, polite, in English, in passing.

A letter is put together from what the complaint says; what it does not say, no letter says.
"""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from leumund.world.monday.spelling import by_hand

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from leumund.world.monday.nouns import Complaint

_LINE = 56
_HELD = "\x1f"
_IN_NUMBER = re.compile(r"(?<=[0-9)]) (?=[0-9(])")
_DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
    "Oktober", "November", "Dezember",
)  # fmt: skip
_GREETINGS = (
    "Sehr geehrte Damen und Herren,", "Guten Tag,", "Hallo,", "An die Beschwerdestelle:",
    "Liebes Blauwalfunk-Team,",
)  # fmt: skip
_CLOSINGS = ("Mit freundlichen Grüßen", "Grüße", "MfG", "Hochachtungsvoll", "Viele Grüße")
_ANGER = (
    "Das ist eine Unverschämtheit!", "Ich habe langsam genug von diesen Anrufen.",
    "Woher haben diese Leute eigentlich meine Daten?", "So geht man mit Kunden nicht um.",
    "Ich bin seit Jahren Kunde und sehr enttäuscht.", "",
    "Der Mann wusste sogar, welchen Vertrag ich habe.",
)  # fmt: skip
_OBJECTIONS = (
    "Hiermit widerspreche ich jeder weiteren Werbung und allen Werbeanrufen.",
    "Rufen Sie mich nie wieder zu Werbezwecken an!",
    "Ich widerspreche der Nutzung meiner Daten für Werbung.",
    "Ich möchte keine Anrufe mehr von Ihnen bekommen.",
)
_DENIALS = (
    "Heute kam eine Auftragsbestätigung. Ich habe aber nichts bestellt!",
    "Nun soll ich einen neuen Vertrag haben. Den habe ich nie abgeschlossen.",
    "Der angebliche Auftrag ist nicht von mir, ich habe am Telefon nicht zugestimmt.",
)
SUBJECTS = (
    "Beschwerde", "Werbeanruf", "Belästigung durch Anruf", "Unerlaubter Anruf", "Anruf",
    "Wer hat mich da angerufen?", "Beschwerde über Ihren Vertrieb", "So nicht!",
)  # fmt: skip


def german_letter(one: Complaint, chance: Random) -> str:
    """The letter of that person in German."""
    way = chance.randrange(3)
    told = (_calm, _angry, _short)[way](one, chance)
    lines = [chance.choice(_GREETINGS), "", told, ""]
    if one.is_order_denied:
        lines += [chance.choice(_DENIALS), ""]
    if one.is_objection:
        lines += [chance.choice(_OBJECTIONS), ""]
    if one.ref and chance.random() < 0.7:
        lines += [f"Kundennummer: {one.ref}", ""]
    return "\r\n".join([*lines, chance.choice(_CLOSINGS), one.writer, ""])


def english_letter(one: Complaint, chance: Random) -> str:
    """The letter of somebody who writes English."""
    when = ""
    if one.called_at:
        when = f" on {one.called_at:%d %B %Y}"
        when += "" if one.is_day_only else f" at {one.called_at:%H:%M}"
    shown = f" The number on my display was {_shown(one)}." if one.shown else ""
    tariff = f" They offered me {one.tariff}." if one.tariff else ""
    denied = (
        " I never ordered anything, yet I got a confirmation." if one.is_order_denied else ""
    )
    stop = (
        " Please stop calling me. I object to any marketing calls." if one.is_objection else ""
    )
    whose = "my mother was called" if one.is_hearsay else "I was called"
    return (
        f"Dear Sir or Madam,\r\n\r\n{whose}{when} on the number {by_hand(one.number, chance)}. "
        f"The caller said the call was from {one.said_name} and wanted to sell {one.product}."
        f"{shown}{tariff}{denied}{stop}\r\n\r\nKind regards\r\n{one.writer}\r\n"
    )


def reminder(one: Complaint) -> str:
    """What the same person writes when nobody has answered; no new call."""
    return (
        "Guten Tag,\r\n\r\nauf meine Mail habe ich noch keine Antwort bekommen. Bitte kümmern "
        f"Sie sich darum.\r\n\r\n{one.writer}\r\n"
    )


def answer(one: Complaint) -> str:
    """What the company answers."""
    return (
        f"Guten Tag {one.writer},\r\n\r\nvielen Dank für Ihre Nachricht. Wir prüfen den "
        "Vorgang und melden uns.\r\n\r\nIhr Kundenservice der Blauwalfunk AG\r\n"
    )


def wrapped(text: str) -> str:
    """The letter in lines as a mail program breaks them; a number stays in one line."""
    lines: list[str] = []
    for line in _IN_NUMBER.sub(_HELD, text).split("\r\n"):
        broken = textwrap.wrap(line, _LINE, break_long_words=False, break_on_hyphens=False)
        lines += broken or [""]
    return "\r\n".join(lines).replace(_HELD, " ")


def quoted(text: str, intro: str) -> str:
    """A letter as it stands under the answer to it."""
    return "\r\n".join(["", intro, *(f"> {line}" for line in text.split("\r\n"))])


def _calm(one: Complaint, chance: Random) -> str:
    whom = "meine Mutter" if one.is_hearsay else "ich"
    verb = "ist" if one.is_hearsay else "bin"
    said = [
        f"{_upper(whom)} {verb} {_when(one, chance)} unter der Nummer "
        f"{by_hand(one.number, chance)} angerufen worden.",
        f"Der Anrufer meldete sich als {one.said_name} und wollte über {one.product} sprechen.",
    ]
    if one.tariff:
        said.append(f"Angeboten wurde der Tarif {one.tariff}.")
    if one.shown:
        said.append(f"Im Display stand die Nummer {_shown(one)}.")
    return " ".join([*said, chance.choice(_ANGER)]).strip()


def _angry(one: Complaint, chance: Random) -> str:
    whom = "meinem Vater" if one.is_hearsay else "mir"
    face = f" mit der Nummer {_shown(one)}" if one.shown else ""
    said = [
        f"schon wieder hat bei {whom} jemand angerufen{face}, {_when(one, chance)}!",
        f'Angeblich "{one.said_name}", es ging um {one.product}.',
        f"Angerufen wurde unser Anschluss {by_hand(one.number, chance)}.",
    ]
    if one.tariff:
        said.append(f"Man wollte mir {one.tariff} andrehen.")
    return " ".join([chance.choice(_ANGER), *said]).strip()


def _short(one: Complaint, chance: Random) -> str:
    lines: Sequence[str] = (
        f"Anruf: {_when(one, chance)}" if one.called_at else "",
        f"Meine Nummer: {by_hand(one.number, chance)}",
        f"Nummer des Anrufers: {_shown(one)}" if one.shown else "",
        f"Name des Anrufers: {one.said_name}",
        f"Produkt: {one.product}" + (f", Tarif {one.tariff}" if one.tariff else ""),
        "Der Anruf ging an meine Schwiegermutter, sie hat mir davon erzählt."
        if one.is_hearsay
        else "",
    )
    return "\r\n".join(line for line in lines if line)


def _when(one: Complaint, chance: Random) -> str:
    at = one.called_at
    if at is None:
        return "vor Kurzem"
    days_ago = (one.arrived_at.date() - at.date()).days
    written = chance.choice(
        (
            f"am {at:%d.%m.%Y}",
            f"am {_DAYS[at.weekday()]}, den {at.day}. {_MONTHS[at.month - 1]} {at.year}",
            f"am {at.day}.{at.month}.{at.year}",
            ("heute", "gestern")[days_ago] if days_ago < 2 else f"am {at:%d.%m.%y}",
        )
    )
    if one.is_day_only:
        return written
    return (
        f"{written} um {at:%H:%M} Uhr"
        if chance.random() < 0.7
        else f"{written}, {at:%H.%M} Uhr"
    )


def _shown(one: Complaint) -> str:
    return one.shown or ""


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
