"""Clauses, parties and dates of contracts, counted against the contracts that were typeset."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.intake.documents.contracts import WORDINGS, contract
from tests.intake.documents.paper import typeset, words
from tests.intake.documents.test_statements import codes, document

from leumund.intake import ContractRead, clause_law, clause_title
from leumund.intake.documents.clauses import clauses, clauses_in_doubt, find_clauses
from leumund.intake.documents.passages import Sentence, cut, passages

SEEDS = range(3)
LANGUAGES = ("de", "en")
LAYOUTS = ("plain", "columns", "list", "contents")


def read_contract(source: str, folder: Path, language: str = "de") -> ContractRead:
    read = document(typeset(source, language=language), folder, "Vertrag.pdf")
    assert read.contract is not None
    return read.contract


def said(text: str) -> set[str]:
    """The clauses that a few sentences hold."""
    return set(find_clauses(passages([Sentence(one, ((0, 1),)) for _start, one in cut(text)])))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_clauses_that_are_there_are_found_and_no_others(
    language: str, layout: str, tmp_path: Path
) -> None:
    for seed in SEEDS:
        true = contract(random.Random(f"{language}{layout}{seed}"), language, layout)
        read = document(true.pdf, tmp_path)
        assert read.kind == "contract"
        assert read.contract is not None
        found = {key for key, page in read.contract.clauses.items() if page}
        assert found == true.clauses
        assert set(read.contract.missing) == read.contract.clauses.keys() - true.clauses
        assert tuple(party.name for party in read.contract.parties) == true.parties
        roles = tuple(party.role for party in read.contract.parties)
        assert roles == ("controller", "processor")
        days = (read.contract.signed_on, read.contract.begins_on, read.contract.ends_on)
        assert tuple(day and day.value for day in days) == (
            true.signed_on,
            true.begins_on,
            true.ends_on,
        )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("when", ["", "later_"])
def test_every_wording_says_its_clause_and_no_other(language: str, when: str) -> None:
    for key, texts in WORDINGS[when + language].items():
        for text in texts:
            found = said(text)
            assert key in found, text
            assert found <= {key, "28(3)(d)"}, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_only_sounds_like_a_clause_is_none(language: str) -> None:
    for text in [*WORDINGS[f"beside_{language}"], *WORDINGS[f"denied_{language}"].values()]:
        assert not said(text), text


def test_a_clause_points_at_its_page_and_its_words(tmp_path: Path) -> None:
    right = words("Audits durch den Auftraggeber duldet der Auftragnehmer.")
    source = (
        "= Vertrag zur Auftragsverarbeitung\nAuftraggeber: Blauwalfunk AG\n\nAuftragnehmer: "
        f"Kranich GmbH\n\n#pagebreak()\n== § 7 Kontrolle\n{right}\n"
    )
    read = read_contract(source, tmp_path)
    assert read.clauses["28(3)(h)"] == 2
    assert "Audits durch den Auftraggeber" in read.found["28(3)(h)"].words
    assert read.found["28(3)(h)"].page == 2
    assert len(read.missing) == len(clauses()) - 1


@pytest.mark.parametrize(
    ("said_so", "names"),
    [
        (
            "zwischen\n\nBlauwalfunk AG, Walfischgasse 1, 10115 Berlin\n\n(im Folgenden "
            "Auftraggeber) und\n\nNordschirm Vertrieb GmbH, Postweg 7, 50123 Köln\n\n(im "
            "Folgenden Auftragnehmer).",
            ("Blauwalfunk AG", "Nordschirm Vertrieb GmbH"),
        ),
        (
            "zwischen der Blauwalfunk AG, 20095 Hamburg und Müller und Söhne GmbH, Leipzig",
            ("Blauwalfunk AG", "Müller und Söhne GmbH"),
        ),
        (
            "between Tidewater Contact Ltd and the Özdemir & Söhne OHG, Bremen",
            ("Tidewater Contact Ltd", "Özdemir & Söhne OHG"),
        ),
    ],
)
def test_a_party_is_told_from_its_address(
    said_so: str, names: tuple[str, str], tmp_path: Path
) -> None:
    parts = "\n\n".join(words(part) for part in said_so.split("\n\n"))
    source = (
        f"= Vertriebspartnervertrag\n{parts}\n\n== § 1 Gegenstand\nAnrufe.\n== § 2 Haftung\n"
        "Nach Gesetz.\n== § 3 Gerichtsstand\nHamburg.\n"
    )
    read = read_contract(source, tmp_path)
    assert tuple(party.name for party in read.parties) == names


def test_an_unsigned_contract_has_no_day_of_signing(tmp_path: Path) -> None:
    source = (
        "= Vertriebsvertrag\nzwischen der Blauwalfunk AG (Auftraggeber) und der Kranich GmbH "
        "(Auftragnehmer)\n\n== § 1 Laufzeit\nDer Vertrag gilt ab dem 01.03.2026.\n"
        "== § 2 Provision\nSie beträgt 45 EUR.\n== § 3 Gerichtsstand\nHamburg.\n\n"
        + words("Ort, Datum ____________")
        + "\n\nUnterschrift\n"
    )
    read = read_contract(source, tmp_path)
    assert read.signed_on is None
    assert read.begins_on is not None
    assert read.begins_on.value.isoformat() == "2026-03-01"
    assert not read.is_processing


def test_a_contract_that_begins_with_its_signature_begins_on_that_day(tmp_path: Path) -> None:
    source = (
        "= Vertrag zur Auftragsverarbeitung\nAuftraggeber: Blauwalfunk AG\n\nAuftragnehmer: "
        "Kranich GmbH\n\n== § 1 Dauer\nDer Vertrag tritt mit Unterzeichnung in Kraft.\n\n"
        "Bremen, 04.05.2025\n\nUnterschrift\n"
    )
    read = read_contract(source, tmp_path)
    assert read.begins_on == read.signed_on
    assert read.signed_on is not None
    assert read.signed_on.value.isoformat() == "2025-05-04"


def test_a_contract_about_no_data_is_not_said_to_lack_clauses(tmp_path: Path) -> None:
    source = (
        "= Mietvertrag und Vereinbarung\nzwischen der Kranich GmbH und der Seestern GmbH\n\n"
        "== § 1 Mietsache\nRaum 5.\n== § 2 Miete\n800 EUR.\n== § 3 Kündigung\nDrei Monate.\n"
    )
    read = document(typeset(source), tmp_path)
    assert "not-processing" in codes(read)
    assert "clauses-missing" not in codes(read)


def test_a_table_of_contents_is_no_clause(tmp_path: Path) -> None:
    lines = ("Prüfrechte des Auftraggebers und Zutritt", "Löschung der Daten nach Vertragsende")
    source = (
        "= Vertrag zur Auftragsverarbeitung\nAuftraggeber: Blauwalfunk AG\n\n"
        + "".join(f"{words(line)} #box(width: 1fr, repeat[.]) 5\n\n" for line in lines)
        + "== § 1 Parteien\nKeine.\n"
    )
    assert not [page for page in read_contract(source, tmp_path).clauses.values() if page]


def test_every_clause_has_its_law_and_a_title_in_both_languages() -> None:
    keys = [clause.key for clause in clauses()]
    assert keys == ["28(2)", "28(3)", *(f"28(3)({letter})" for letter in "abcdefgh"), "28(4)"]
    for key in keys:
        assert clause_law(key).startswith("Art. 28")
        assert clause_title(key, "de") != clause_title(key, "en")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Nach Ende der Leistung löscht der Partner die Daten nicht.", "28(3)(g)"),
        ("Nach Ende der Leistung löscht der Partner keine Daten.", "28(3)(g)"),
        ("Der Auftraggeber darf keine Überprüfungen durchführen.", "28(3)(h)"),
    ],
)
def test_a_clause_with_a_denial_beside_it_is_not_found_but_to_be_read(
    text: str, key: str
) -> None:
    cut_ = passages([Sentence(text, ((0, 1),))])
    found = find_clauses(cut_)
    assert key not in found
    assert clauses_in_doubt(cut_, found)[key].page == 1
