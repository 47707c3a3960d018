"""(a): which consents have a proof that would stand."""

from __future__ import annotations

from datetime import date

import pytest
from tests.look.tables import answers, at, number, rows_of

from leumund.look.settings import LookSettings

GOOD = {
    "number": number(1),
    "company": "Blauwalfunk AG",
    "channel": "Telefon, E-Mail",
    "wording": "Fassung 3",
    "granted_at": at("2025-06-01T10:00"),
    "recorded_at": at("2025-06-01T10:05"),
    "source": "Web-Formular",
    "proof": "belege/4711.pdf",
    "number_confirmed": True,
    "origin_checked": True,
    "withdrawn_at": None,
    "valid_until": None,
}
SETTINGS = LookSettings(principal="Blauwalfunk AG", as_of=date(2026, 4, 30))


Change = dict[str, object]
FAULTS: list[tuple[str, Change]] = [
    ("consent.no_proof", {"proof": None}),
    ("consent.no_proof", {"proof": " - "}),
    ("consent.no_proof", {"proof": "liegt beim Partner"}),
    ("consent.no_wording", {"wording": "unbekannt"}),
    ("consent.no_source", {"source": "k. A."}),
    ("consent.company_not_named", {"company": "Mondfisch Energie GmbH"}),
    ("consent.channel_missing", {"channel": "E-Mail"}),
    ("consent.channel_missing", {"channel": None}),
    ("consent.email_only", {"source": "E-Mail Double-Opt-in", "number_confirmed": None}),
    ("consent.origin_unchecked", {"source": "Gewinnspiel 2025", "origin_checked": False}),
    ("consent.origin_unchecked", {"source": "gekaufte Leads", "origin_checked": None}),
    ("consent.documented_late", {"recorded_at": at("2025-06-02T10:01")}),
    (
        "consent.older_24_months",
        {"granted_at": at("2024-04-29T10:00"), "recorded_at": None},
    ),
    ("consent.withdrawn", {"withdrawn_at": at("2026-04-30T18:00")}),
]
NO_FAULTS: list[Change] = [
    {"company": "BLAUWALFUNK AG und Mondfisch Energie GmbH"},
    {"channel": "telefonisch"},
    {"channel": "alle Kanäle"},
    {"source": "E-Mail Double-Opt-in"},
    {"source": "Gewinnspiel"},
    {"recorded_at": at("2025-06-02T10:00")},
    {"withdrawn_at": at("2026-05-02T10:00")},
]


@pytest.fixture(scope="module")
def found() -> dict[int, set[str]]:
    """What is found of each row: a good consent, one with each fault, those without any."""
    changes = [{}, *(change for _code, change in FAULTS), *NO_FAULTS]
    consents = [{**GOOD, "number": number(i), **each} for i, each in enumerate(changes, 1)]
    said = answers(consents=consents, settings=SETTINGS)
    codes = [each.code.code for each in said.findings]
    rows = {code: rows_of(said, code) for code in codes}
    return {
        row: {code for code in codes if row in rows[code]}
        for row in range(2, len(consents) + 2)
    }


@pytest.mark.parametrize(("place", "code"), [(i, code) for i, (code, _) in enumerate(FAULTS)])
def test_each_fault_is_found_by_itself(
    found: dict[int, set[str]], place: int, code: str
) -> None:
    assert {each for each in found[3 + place] if each.startswith("consent.")} == {code}


@pytest.mark.parametrize("place", range(len(NO_FAULTS)))
def test_what_only_looks_like_a_fault_is_none(found: dict[int, set[str]], place: int) -> None:
    assert found[2] == found[3 + len(FAULTS) + place] == set()


def test_the_principal_is_the_company_that_most_consents_name() -> None:
    consents = [GOOD, {**GOOD, "company": "blauwalfunk"}, {**GOOD, "company": "Mondfisch"}]
    said = answers(consents=consents)
    assert said.settings.principal == "Blauwalfunk AG"
    assert rows_of(said, "consent.company_not_named") == [4]


def test_the_proofs_to_fetch_are_counted_by_source() -> None:
    consents = [
        GOOD,
        {**GOOD, "source": "web-formular", "proof": None},
        {**GOOD, "source": "Laden", "withdrawn_at": at("2026-01-01T10:00"), "proof": None},
    ]
    said = answers(consents=consents, settings=SETTINGS)
    [table] = [each for each in said.shown if each.code.code == "consents_by_source"]
    assert table.rows == (("web-formular", 2, 2, 1, 1, 0), ("Laden", 1, 0, 0, 0, 0))


def test_a_slip_in_a_date_does_not_make_all_consents_old() -> None:
    calls = [
        {"partner": "Nord", "number": number(1), "started_at": at(f"2026-03-{day:02d}T10:00")}
        for day in range(2, 28)
    ] * 10
    slip = {"partner": "Nord", "number": number(1), "started_at": at("2062-03-02T10:00")}
    said = answers(consents=[GOOD], calls=[*calls, slip])
    assert said.settings.as_of == date(2026, 3, 27)
    assert rows_of(said, "consent.older_24_months") == []
