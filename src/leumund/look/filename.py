"""What the name of a file says that none of its columns does: the partner, the day."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from leumund.look.words import firm_key, folded, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_DAYS = (
    re.compile(r"(?<!\d)(?P<y>20\d\d)[-_. ](?P<m>\d\d)[-_. ](?P<d>\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})[-_. ](?P<m>\d{1,2})[-_. ](?P<y>20\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>20\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d)"),
)
_CLEAR_LETTERS = 4
_COMMON = words_of(
    "liste listen list lists kunden kundenliste customers customer anrufe anruf calls call "
    "export exporte dialer dialler daten data versand final neu kopie copy tabelle sheet "
    "partner vertrieb agentur gmbh uebergabe handover adressen telefon callcenter center "
    "bericht report monat woche statement provision abrechnung auftraege orders telefonate "
    "telefonie gespraeche gesamt alle alles total stand quartal quarter jahr year halbjahr "
    "teil part fuer chef outbound inbound cdr anrufliste anrufdaten auszug uebersicht "
    "januar februar maerz april juni juli august september oktober november dezember "
    "january february march june july october december jaenner sept"
)
_IN_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")


def day_in(name: str) -> date | None:
    """The first day of the calendar that the name holds."""
    for pattern in _DAYS:
        for found in pattern.finditer(name):
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                continue
    return None


def partner_in(name: str, partners: Iterable[str]) -> str | None:
    """The only partner of these that the name of a file speaks of, by a clear word of it."""
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name)
    words = [word for word in folded(stem.replace("_", " ")).split() if _is_clear(word)]
    whole = folded(stem.replace("_", " ")).replace(" ", "")
    keys = {firm_key(partner): partner for partner in sorted(partners, reverse=True)}
    named = [key for key in keys if len(key) >= _CLEAR_LETTERS and key in whole]
    if named:
        return keys[max(named, key=len)]
    meant = {keys[key] for key in keys for word in words if _is_meant(word, keys[key])}
    return meant.pop() if len(meant) == 1 else None


def own_words(name: str) -> str | None:
    """What is left of a file's name without the words that all such names have."""
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name.replace("\\", "/").split("/")[-1])
    words = re.findall(r"[^\W\d_]+", _IN_BRACKETS.sub(" ", stem))
    left = [word for word in words if folded(word) and _is_clear(folded(word))]
    return " ".join(left) or None


def _is_clear(word: str) -> bool:
    is_long = len(word) >= _CLEAR_LETTERS and not word.isdigit()
    return is_long and word not in _COMMON


def _is_meant(word: str, partner: str) -> bool:
    """Is it a word of the partner's name, or how one begins?"""
    return any(
        each == word or each.startswith(word)
        for each in folded(partner).split()
        if each not in _COMMON
    )
