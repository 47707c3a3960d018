"""Contracts with and without clauses, in two languages and several layouts, with the truth."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from tests.intake.documents.paper import typeset, words

WORDINGS = yaml.safe_load(Path(__file__).with_name("wordings.yaml").read_text(encoding="utf-8"))

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
MONATE = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August"),
    *("September", "Oktober", "November", "Dezember"),
)
COMPANIES = (
    "Nordlicht Vertriebs GmbH",
    "Seestern Telefonmarketing GmbH & Co. KG",
    "Kranich Dialog e.K.",
    "Hafenkante Kundenservice AG",
    "Tidewater Contact Ltd",
)
PRINCIPAL = "Blauwalfunk AG"
HEADINGS_DE = ("Allgemeines", "Pflichten", "Daten", "Zusammenarbeit", "Weiteres")
HEADINGS_EN = ("General", "Duties", "Data", "Working together", "Other")


@dataclass(frozen=True, slots=True)
class TrueContract:
    pdf: bytes
    language: str
    parties: tuple[str, str]
    signed_on: date | None
    begins_on: date | None
    ends_on: date | None
    clauses: frozenset[str]


def contract(chance: random.Random, language: str, layout: str) -> TrueContract:
    """``layout``: plain, columns, list or contents."""
    is_german = language == "de"
    wordings, later = WORDINGS[language], WORDINGS[f"later_{language}"]
    beside, denied = WORDINGS[f"beside_{language}"], WORDINGS[f"denied_{language}"]
    there = [key for key in wordings if chance.random() < 0.65]
    sentences = [chance.choice([*wordings[key], *later[key]]) for key in there]
    sentences += [denied[key] for key in denied if key not in there and chance.random() < 0.5]
    sentences += chance.sample(beside, 6)
    chance.shuffle(sentences)
    partner = chance.choice(COMPANIES)
    signed = date(2024, chance.randrange(1, 13), chance.randrange(1, 28))
    begins = date(2025, chance.randrange(1, 13), 1)
    ends = date(begins.year + 2, begins.month, 28) if chance.random() < 0.5 else None
    head = _head_de(chance, partner) if is_german else _head_en(chance, partner)
    term = _term_de(chance, begins, ends) if is_german else _term_en(chance, begins, ends)
    foot = _sign_de(signed) if is_german else _sign_en(signed)
    body = _body([*sentences, term], layout, HEADINGS_DE if is_german else HEADINGS_EN)
    clauses = set(there)
    if {"28(2)", "28(4)"} <= clauses:
        clauses.add("28(3)(d)")
    return TrueContract(
        pdf=typeset(head + body + foot, language=language),
        language=language,
        parties=(PRINCIPAL, partner),
        signed_on=signed,
        begins_on=begins,
        ends_on=ends,
        clauses=frozenset(clauses),
    )


def _head_de(chance: random.Random, partner: str) -> str:
    title = chance.choice(("Vertrag zur Auftragsverarbeitung", "Vertriebspartnervertrag"))
    between = chance.choice(
        (
            f"zwischen der {PRINCIPAL}, Kanalstr. 1, 20095 Hamburg (nachfolgend "
            f"„Auftraggeber“) und der {partner}, Am Deich 9, 26121 Oldenburg "
            "(nachfolgend „Auftragnehmer“)",
            f"zwischen\n\n{PRINCIPAL}\n\nHamburg\n\n– Auftraggeber –\n\nund\n\n{partner}\n\n"
            "Oldenburg\n\n– Auftragnehmer –",
            f"Auftraggeber: {PRINCIPAL}\n\nAuftragnehmer: {partner}",
        )
    )
    body = _paragraphs(between)
    return f"= {title}\n{body}\n\nwird über die Auftragsverarbeitung vereinbart:\n\n"


def _head_en(chance: random.Random, partner: str) -> str:
    title = chance.choice(("Data Processing Agreement", "Sales Agency Agreement"))
    between = chance.choice(
        (
            f'This Agreement is made between {PRINCIPAL}, Hamburg (the "Controller") and '
            f'{partner}, Leeds (the "Processor").',
            f"Controller: {PRINCIPAL}\n\nProcessor: {partner}",
            f'by and between {PRINCIPAL} (hereinafter "Principal")\n\nand\n\n{partner} '
            '(hereinafter "Agency")',
        )
    )
    return f"= {title}\n{_paragraphs(between)}\n\n"


def _term_de(chance: random.Random, begins: date, ends: date | None) -> str:
    long_day = f"{begins.day}. {MONATE[begins.month - 1]} {begins.year}"
    if ends is None:
        return chance.choice(
            (
                f"Der Vertrag beginnt am {begins:%d.%m.%Y} und läuft auf unbestimmte Zeit.",
                f"Dieser Vertrag tritt am {long_day} in Kraft und gilt unbefristet.",
            )
        )
    return chance.choice(
        (
            f"Die Laufzeit beginnt am {begins:%d.%m.%Y} und endet am {ends:%d.%m.%Y}.",
            f"Der Vertrag gilt ab {long_day} und ist bis zum {ends:%d.%m.%Y} befristet.",
            f"Laufzeit: vom {begins:%d.%m.%Y} bis zum {ends:%d.%m.%Y}.",
        )
    )


def _term_en(chance: random.Random, begins: date, ends: date | None) -> str:
    first = f"{begins.day} {MONTHS[begins.month - 1]} {begins.year}"
    if ends is None:
        return chance.choice(
            (
                f"This Agreement takes effect on {first} and continues until terminated.",
                f"Effective Date: {MONTHS[begins.month - 1]} {begins.day}, {begins.year}. The "
                "term is indefinite.",
            )
        )
    last = f"{ends.day} {MONTHS[ends.month - 1]} {ends.year}"
    return chance.choice(
        (
            f"The term commences on {first} and expires on {last}.",
            f"This Agreement is effective from {first} until {last}.",
        )
    )


def _sign_de(signed: date) -> str:
    line = words(f"Hamburg, den {signed:%d.%m.%Y}")
    return f"\n\n#v(1cm)\n{line}\n\n#line(length: 5cm)\nUnterschrift Auftraggeber\n"


def _sign_en(signed: date) -> str:
    line = words(f"Date: {signed.day} {MONTHS[signed.month - 1]} {signed.year}")
    return f"\n\n#v(1cm)\nSigned for the Controller\n\n{line}\n"


def _body(sentences: list[str], layout: str, headings: tuple[str, ...]) -> str:
    sections = [
        (heading, sentences[place :: len(headings)]) for place, heading in enumerate(headings)
    ]
    if layout == "list":
        return "".join(
            f"== § {number} {heading}\n"
            + "".join(f"+ {words(sentence)}\n" for sentence in part)
            + "\n"
            for number, (heading, part) in enumerate(sections, 1)
        )
    text = "".join(
        f"== {number}. {heading}\n{words(' '.join(part))}\n\n"
        for number, (heading, part) in enumerate(sections, 1)
    )
    if layout == "columns":
        return f"#columns(2)[\n{text}\n]\n"
    if layout == "contents":
        return f"#outline()\n#pagebreak()\n{text}"
    return text


def _paragraphs(text: str) -> str:
    return "\n\n".join(words(part) for part in text.split("\n\n"))
