"""The words that files use for what we have one word for, in ``header.plain`` form."""

from __future__ import annotations

from typing import TypeVar

from leumund.people.header import plain
from leumund.people.line import EVERY_CHANNEL, LANDS, PersonKind

_Meaning = TypeVar("_Meaning")


def _said(meaning: _Meaning, words: str) -> dict[str, _Meaning]:
    return dict.fromkeys(words.split(), meaning)


YES_OR_NO: dict[str, bool] = {
    **_said(meaning=True, words="yes y true t 1 x ja j wahr"),
    **_said(meaning=False, words="no n false f 0 nein falsch"),
}

_CONSUMER: PersonKind = "consumer"
_BUSINESS: PersonKind = "business"
_UNKNOWN: PersonKind = "unknown"
PERSON_KIND_WORDS: dict[str, PersonKind] = {
    **_said(
        _CONSUMER,
        "consumer c private residential b2c privat privatkunde pk privatperson verbraucher "
        "haushalt haushaltskunde",
    ),
    **_said(
        _BUSINESS,
        "business b company b2b gewerbe gewerblich gewerbekunde gk firma firmenkunde "
        "geschaeftlich geschaeftskunde unternehmen unternehmer selbstaendig selbststaendig",
    ),
    **_said(_UNKNOWN, "unknown unbekannt unklar"),
}

CHANNEL_WORDS: dict[str, str] = {
    **_said("telephone", "telephone phone call calls voice telefon telefonisch anruf"),
    **_said(
        "automated_call",
        "automatedcall automatedcalls robocall automatischeranruf sprachcomputer",
    ),
    **_said("email", "email emails mail"),
    **_said("sms", "sms text textmessage kurznachricht"),
    **_said("messenger", "messenger whatsapp chat"),
    **_said("post", "post letter brief briefpost postalisch"),
}

WHOLE = frozenset({"all", "any", "everything", "marketing", "alle", "alles", "werbung"})
"""What says that an objection has no limits."""

OBJECTION_CHANNELS = CHANNEL_WORDS | dict.fromkeys(WHOLE, EVERY_CHANNEL)

SOURCE_WORDS: dict[str, str] = {
    **_said("web", "web website online internet webformular"),
    **_said("email_doi", "emaildoi emaildoubleoptin doubleoptin doi maildoi"),
    **_said("phone", "phone telephone call telefon telefonisch anruf"),
    **_said("paper", "paper letter papier brief formular schriftlich"),
    **_said("shop", "shop store laden filiale handel"),
    **_said("app", "app mobileapp"),
    **_said("portal", "portal account kundenkonto kundenportal"),
    **_said("prize_draw", "prizedraw sweepstake sweepstakes lottery gewinnspiel verlosung"),
    **_said(
        "purchased",
        "purchased bought rented leads gekauft zugekauft gemietet adresshandel "
        "adresshaendler leadkauf",
    ),
    **_said("other", "other sonstige sonstiges andere"),
}

_LAND_FORMS = {
    "BW": "bawue bawu badenwuerttemberg badenwurttemberg",
    "BY": "bayern bavaria bay freistaatbayern",
    "BE": "berlin bln landberlin",
    "BB": "brandenburg bbg brb landbrandenburg",
    "HB": "bremen hansestadtbremen freiehansestadtbremen",
    "HH": "hamburg hansestadthamburg freieundhansestadthamburg",
    "HE": "hessen hesse hes landhessen",
    "MV": "meckpomm mecpom mecklenburgvorpommern mecklenburgwesternpomerania",
    "NI": "nds niedersachsen lowersaxony",
    "NW": "nrw nordrheinwestfalen northrhinewestphalia",
    "RP": "rlp rheinlandpfalz rhinelandpalatinate",
    "SL": "saarland saar",
    "SN": "sachsen saxony sac freistaatsachsen",
    "ST": "lsa sachsenanhalt saxonyanhalt",
    "SH": "schleswigholstein",
    "TH": "thueringen thuringen thuringia thue freistaatthueringen",
}
"""Names and short forms in use, in both languages, in ``plain`` form; the two letters of ISO
3166-2 are accepted besides, with and without ``DE-``."""

LAND_WORDS: dict[str, str] = {
    **{plain(letters): letters for letters in LANDS},
    **{plain("DE-" + letters): letters for letters in LANDS},
    **{word: land for land, forms in _LAND_FORMS.items() for word in forms.split()},
}
