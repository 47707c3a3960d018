"""What the texts of a folder mean: one row per text as written, computed once.

SQL joins on the text as written and reads the meaning beside it, so that nothing is folded or
guessed row by row.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

from leumund.people import (
    CHANNEL_WORDS,
    LAND_WORDS,
    PERSON_KIND_WORDS,
    SOURCE_WORDS,
    WHOLE,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from leumund.permit import Rules


def words_of(text: str) -> frozenset[str]:
    """The words of a text, as a set to look into."""
    return frozenset(text.split())


_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_NOTHING = words_of(
    "fehlt fehlend ka keine keiner keines keinangabe keineangabe na nv nein no none leer offen "
    "unbekannt unknown missing notavailable nichtvorhanden nichtbekannt liegtbeimpartner "
    "beimpartner beipartner atpartner withpartner nachreichen folgt tbd null ohne nichts"
)
_LEGAL_FORMS = words_of(
    "gmbh mbh ag kg kgaa ug ohg ek ekfr gbr partg co cokg se ev eg ltd limited inc llc plc bv "
    "nv srl sarl sas spa sl sa kft doo spzoo haftungsbeschraenkt und and the"
)
_INBOUND = words_of(
    "eingehend eingehende eingehender eingang ein in inbound incoming rein ankommend kommend "
    "received empfangen"
)
_BOOKED = (
    *("umsatzsteuer", "mehrwertsteuer", "mwst", "ust", "skonto", "reserve", "stornoreserve"),
    *("rueckbelast", "rueckstell", "storno", "summe", "zwischensumme", "gesamt", "saldo"),
    *("uebertrag", "bonus", "einbehalt", "abzug", "korrektur", "rundung", "nachzahlung"),
    *("vorschuss", "verrechnung", "auszahlungsbetrag", "rechnungsbetrag", "zahlbetrag"),
    *("chargeback", "clawback", "retention", "subtotal", "carried", "rounding", "withholding"),
)
_BOOKED_WORDS = words_of("netto brutto vat tax total sum balance reserve bonus discount ust")
_ASKED = (
    *("auskunft", "datenauskunft", "selbstauskunft", "art15", "artikel15", "dsgvoauskunft"),
    *("requestforinformation", "informationrequest", "accessrequest", "dataaccess"),
)
_TAKEN_BACK = (
    *("zurueckgezogen", "zurueckgenommen", "aufgehoben", "widerrufenerwiderspruch"),
    *("objectionwithdrawn", "withdrawnobjection", "takenback", "nolongerobjects"),
)
_DOT_OF_ONE_LETTER = re.compile(r"(?<=\b\w)\.")
_DOUBLE_OPT_IN = re.compile(r"doi|doubleopt")
_CLEAR_LETTERS = 5


def folded(text: str) -> str:
    """The words of a text in small letters, umlauts spelled, one space between."""
    small = unicodedata.normalize("NFKC", text).casefold().translate(_SPELLED)
    return " ".join(re.findall(r"[a-z0-9]+", small))


def firm_key(text: str) -> str:
    """A company's name without its legal form and its spaces; never empty where it has any."""
    words = folded(_DOT_OF_ONE_LETTER.sub("", text)).split()
    kept = [word for word in words if word not in _LEGAL_FORMS]
    return "".join(kept or words)


def words_table(texts: Iterable[tuple[str, bool]], principal: str | None, rules: Rules) -> Any:
    """``words``: (text, is it a product) -> its meanings; ``word`` numbers the folded form."""
    import pyarrow as pa

    telephone = rules.values.telephone_channel
    rows = [(text, folded(text), is_product) for text, is_product in texts]
    numbers = {form: place for place, form in enumerate(sorted({row[1] for row in rows}))}
    products = {form for _text, form, is_product in rows if is_product and form}
    columns: dict[str, tuple[list[Any], Any]] = {
        "written": ([row[0] for row in rows], pa.string()),
        "folded": ([row[1] for row in rows], pa.string()),
        "word": ([numbers[row[1]] for row in rows], pa.int32()),
        "is_product": ([row[1] in products for row in rows], pa.bool_()),
        "is_nothing": ([is_nothing(row[0]) for row in rows], pa.bool_()),
        "is_all": ([_is_all(row[1]) for row in rows], pa.bool_()),
        "names_principal": ([_names(row[1], principal) for row in rows], pa.bool_()),
        "names_telephone": ([_names_telephone(row[1], telephone) for row in rows], pa.bool_()),
        "is_inbound": ([row[1] in _INBOUND for row in rows], pa.bool_()),
        "is_no_objection": ([_is_no_objection(row[1]) for row in rows], pa.bool_()),
        "is_bookkeeping": ([is_bookkeeping(row[0]) for row in rows], pa.bool_()),
        "source_kind": ([_source_kind(row[1], rules) for row in rows], pa.string()),
        "is_business": ([_is_business(row[1]) for row in rows], pa.bool_()),
        "land": ([LAND_WORDS.get(plain(row[0])) for row in rows], pa.string()),
    }
    return pa.table({name: pa.array(*column) for name, column in columns.items()})


def partner_tables(
    written: Sequence[str], pairs: Iterable[tuple[str, str]], contracted: Iterable[str]
) -> dict[str, Any]:
    """``partner_words`` and ``partner_list``: who is meant by which spelling.

    ``pairs``: (partner, legal name) as the list of partners says; both are one partner.
    ``contracted``: the partners of that list; their spelling is the one that is shown.
    """
    import pyarrow as pa

    shown = {firm_key(name): name for name in sorted(contracted, reverse=True)}
    same = {firm_key(legal): firm_key(name) for name, legal in pairs}
    keys = {text: same.get(firm_key(text), firm_key(text)) for text in sorted(written)}
    names = {key: text for text, key in reversed(keys.items())} | shown
    numbers = {key: place for place, key in enumerate(sorted({*keys.values(), *shown}))}
    ids = [numbers[key] for key in keys.values()]
    return {
        "partner_words": pa.table(
            {
                "written": pa.array(list(keys), pa.string()),
                "partner_id": pa.array(ids, pa.int32()),
            }
        ),
        "partner_list": pa.table(
            {
                "partner_id": pa.array(list(numbers.values()), pa.int32()),
                "partner": pa.array([names[key] for key in numbers], pa.string()),
                "is_contracted": pa.array([key in shown for key in numbers], pa.bool_()),
            }
        ),
    }


def most_named(companies: Mapping[str, int]) -> str | None:
    """The company that most consents name, as it is most often written."""
    by_key: dict[str, int] = {}
    for text, count in companies.items():
        if not is_nothing(text):
            by_key[firm_key(text)] = by_key.get(firm_key(text), 0) + count
    if not by_key:
        return None
    best = max(sorted(by_key), key=lambda key: by_key[key])
    spellings = [text for text in sorted(companies) if firm_key(text) == best]
    return max(spellings, key=lambda text: companies[text])


def is_nothing(text: str) -> bool:
    """Does the text only say that there is nothing? A dash does, and so does "k. A."."""
    key = plain(text)
    return not key or key in _NOTHING


def is_bookkeeping(text: str) -> bool:
    """Is it a line of an account, such as a tax or a sum, and nobody who is paid?"""
    words = folded(text).split()
    if not words or any(word in _LEGAL_FORMS for word in words[1:]):
        return False
    return any(word.startswith(_BOOKED) for word in words[:2]) or words[0] in _BOOKED_WORDS


def _is_no_objection(form: str) -> bool:
    """Is it a request for information, or an objection that was taken back?"""
    key = form.replace(" ", "")
    return key.startswith(_ASKED) or any(word in key for word in _TAKEN_BACK)


def _is_all(form: str) -> bool:
    return form.replace(" ", "") in WHOLE or any(word in WHOLE for word in form.split())


def _names(form: str, principal: str | None) -> bool:
    if not principal:
        return bool(form)
    key = firm_key(principal)
    return bool(key) and key in form.replace(" ", "")


@cache
def _names_telephone(form: str, telephone: str) -> bool:
    words = form.split()
    if any(CHANNEL_WORDS.get(word) == telephone or word == telephone for word in words):
        return True
    begins = ("telefon", "telephon", "anruf", "phone")
    is_said = any(word.startswith(begins) or word in ("tel", "fon") for word in words)
    return is_said or _is_all(form)


@cache
def _source_word(form: str) -> str | None:
    key = form.replace(" ", "")
    if _DOUBLE_OPT_IN.search(key):
        return "email_doi"
    if key in SOURCE_WORDS:
        return SOURCE_WORDS[key]
    inside = [word for word in SOURCE_WORDS if len(word) >= _CLEAR_LETTERS and word in key]
    bought = [word for word in inside if SOURCE_WORDS[word] in ("prize_draw", "purchased")]
    return SOURCE_WORDS[max(bought or inside, key=len)] if inside else None


def _source_kind(form: str, rules: Rules) -> str | None:
    word = _source_word(form)
    if word in rules.values.email_only_sources:
        return "email_only"
    if word in rules.values.bought_sources:
        return "bought"
    return "other" if word in rules.values.other_sources else None


def _is_business(form: str) -> bool:
    key = form.replace(" ", "")
    kind = PERSON_KIND_WORDS.get(key)
    if kind is not None:
        return kind == "business"
    return key.startswith(("gewerb", "geschaeft", "firm", "unternehm", "business", "selbst"))
