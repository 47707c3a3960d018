"""How people and machines write numbers, moments, amounts and words in such files."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

_AREAS = ("30", "69", "40", "221", "89")
NOTHING = ("", "", "-", "fehlt", "liegt beim Partner")
UNKNOWN = ("", "-", "unbekannt")
SOURCES = {
    "web": ("Webformular", "Web"),
    "paper": ("Papier", "Formular"),
    "shop": ("Laden", "Shop"),
    "phone": ("Telefon", "telefonisch"),
    "portal": ("Kundenkonto", "Kundenportal"),
    "email_doi": ("E-Mail Double-Opt-in", "Double-Opt-In (E-Mail)"),
    "prize_draw": ("Gewinnspiel", "Gewinnspiel"),
    "purchased": ("zugekauft", "Adresshändler"),
}
CHANNELS = {"telephone": "Telefon", "email": "E-Mail", "post": "Brief", "all": "alle"}
RESULTS = {
    "not reached": "nicht erreicht", "no interest": "kein Interesse", "call back": "Rückruf",
    "sale": "Abschluss",
}  # fmt: skip


def by_hand(number: str, chance: Random) -> str:
    """A German number as people type it, each one a little differently."""
    area, rest = parts(number)
    way = chance.randrange(8)
    match way:
        case 0:
            return f"+49 {area} {rest}"
        case 1:
            return f"0{area}/{rest}"
        case 2:
            return f"0{area} {rest[:5]}-{rest[5:]}"
        case 3:
            return f"+49 (0){area} {rest}"
        case 4:
            return f"0049{area}{rest}"
        case 5:
            return f"(0{area}) {rest[:4]} {rest[4:]}"
    return f"0{area} {rest}"


def national(number: str) -> str:
    """A German number without its country: 03023125…"""
    area, rest = parts(number)
    return f"0{area}{rest}"


def parts(number: str) -> tuple[str, str]:
    """The area code without its zero, and the rest, of a German number in E.164 form."""
    digits = number.removeprefix("+49")
    area = next(one for one in _AREAS if digits.startswith(one))
    return area, digits.removeprefix(area)


def destroyed(number: str) -> str:
    """What a spreadsheet leaves of a number: 4,93023E+14."""
    mantissa, exponent = f"{int(number[1:]):.5E}".split("E")
    return f"{mantissa.replace('.', ',')}E{exponent}"


def german(moment: datetime | date | None, *, seconds: bool = False) -> str:
    """31.03.2026 or 31.03.2026 14:05(:07)."""
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        return f"{moment:%d.%m.%Y %H:%M:%S}" if seconds else f"{moment:%d.%m.%Y %H:%M}"
    return f"{moment:%d.%m.%Y}"


def american(moment: datetime) -> str:
    """03/31/2026 02:05:07 PM."""
    return f"{moment:%m/%d/%Y %I:%M:%S %p}"


def clock(seconds: int) -> str:
    """00:03:12."""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def euros(amount: Decimal | None, sign: str = "") -> str:
    """1.234,50 with a sign behind it."""
    if amount is None:
        return ""
    whole, cents = f"{amount:,.2f}".split(".")
    return f"{whole.replace(',', '.')},{cents}{sign}"


def yes_no(is_so: bool) -> str:
    """ja or nein."""
    return "ja" if is_so else "nein"


def grouped(account: str) -> str:
    """An IBAN in groups of four."""
    return " ".join(account[at : at + 4] for at in range(0, len(account), 4))


def joined(words: tuple[str, ...], chance: Random) -> str:
    """Several words in one cell."""
    return chance.choice((", ", " | ", " und ")).join(words)


def hours(spans: tuple[tuple[int, int], ...]) -> str:
    """Opening hours of a day as somebody types them."""
    if not spans:
        return "geschlossen"
    if len(spans) == 1:
        return "-".join(_at(minute) for minute in spans[0])
    return " u. ".join(f"{a // 60}-{b // 60}" for a, b in spans) + " Uhr"


def _at(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
