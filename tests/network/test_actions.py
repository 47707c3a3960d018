from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from leumund.basics.clock import SetClock
from leumund.basics.errors import LeumundError, NotThere
from leumund.ledger.actions import Ledger
from leumund.network import Partner
from leumund.network.actions import Network
from leumund.network.chain import (
    OverlappingEngagements,
    OwnAncestor,
    PrincipalDiffers,
    RespelledPartner,
    UnknownParent,
)
from leumund.network.document import DocumentTooLarge
from leumund.network.partners_file import NoPartners
from leumund.people import WrongEncoding
from leumund.store import Statement, Store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

PARTNERS = """
principal: Nordwind Energie GmbH
partners:
  - name: norden
    legal_name: Norden Vertrieb GmbH
    country: DE
    contact: Datenschutz, Hafenstraße 1
    risk: high
    engagements:
      - role: processor
        purposes: [winback, upsell]
        products: [Strom, Gas]
        valid_from: 2026-01-01
        valid_to: 2026-06-30
        art28_signed: 20.12.2025
        lead_sources: [own]
      - role: processor
        purposes: [winback]
        valid_from: 2026-07-01
    caller_numbers:
      - number: '+49 30 23125 001'
        valid_from: 2026-01-01
        right_of_use: yes
  - name: sued
    country: NO
    parent: norden
    engagements:
      - role: processor
        purposes: [winback]
        valid_from: 2026-01-01
  - name: keller
    country: DE
    parent: sued
"""


@pytest.fixture
def network(store: Store) -> Network:
    return Network(store, SetClock(NOON))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "partners.yaml"
    path.write_text(PARTNERS, "utf-8")
    return path


def _change(file: Path, old: str, new: str) -> Path:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return file


def test_partners_are_kept_as_the_file_states_them(network: Network, file: Path) -> None:
    loaded = network.load(file)
    assert (loaded.partners, loaded.added, loaded.changed, loaded.unchanged) == (3, 3, 0, 0)
    norden = network.partner("norden")
    assert norden is not None
    assert norden.legal_name == "Norden Vertrieb GmbH"
    first, second = norden.engagements
    assert (first.valid_from, first.valid_to) == (date(2026, 1, 1), date(2026, 6, 30))
    assert first.purposes == ("winback", "upsell")
    assert first.products == ("Strom", "Gas")
    assert first.art28_signed == date(2025, 12, 20)
    assert first.is_in_force_on(date(2026, 6, 30))
    assert not first.is_in_force_on(date(2026, 7, 1))
    assert second.valid_to is None
    [number] = norden.caller_numbers
    assert number.number.e164 == "+493023125001"
    assert number.may_be_shown_on(date(2026, 1, 1))
    assert not number.may_be_shown_on(date(2025, 12, 31))
    assert network.principal() == "Nordwind Energie GmbH"


def test_norway_stays_a_country(network: Network, file: Path) -> None:
    network.load(file)
    sued = network.partner("sued")
    assert sued is not None
    assert sued.country == "NO"


def test_a_chain_of_any_depth_leads_to_whom_the_company_engaged(
    network: Network, file: Path
) -> None:
    network.load(file)
    assert [partner.name for partner in network.chain("keller")] == ["keller", "sued", "norden"]
    keller = network.partner("keller")
    assert keller is not None
    assert keller.parent == "sued"
    with pytest.raises(NotThere):
        network.chain("nobody")


def test_the_same_file_twice_changes_nothing(network: Network, file: Path) -> None:
    network.load(file)
    before = network.partners()
    again = network.load(file)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 3)
    assert network.partners() == before


def test_a_corrected_file_changes_exactly_the_corrected_partner(
    network: Network, file: Path
) -> None:
    network.load(file)
    before = {partner.name: partner for partner in network.partners()}
    loaded = network.load(_change(file, "valid_to: 2026-06-30", "valid_to: 2026-05-31"))
    assert (loaded.added, loaded.changed, loaded.unchanged) == (0, 1, 2)
    after = {partner.name: partner for partner in network.partners()}
    assert {name for name in after if after[name] != before[name]} == {"norden"}
    kept = {engagement.id for engagement in before["norden"].engagements}
    assert after["norden"].engagements[1].id in kept


def test_a_partner_the_file_does_not_name_stays_and_is_told(
    network: Network, file: Path
) -> None:
    network.load(file)
    file.write_text("partners:\n  - name: sued\n    country: NO\n    parent: norden\n")
    loaded = network.load(file)
    assert loaded.untouched == ("norden", "keller")
    assert len(network.partners()) == 3
    sued = network.partner("sued")
    assert sued is not None
    assert sued.engagements == ()


def test_a_parent_may_come_from_an_earlier_file(network: Network, file: Path) -> None:
    network.load(file)
    file.write_text("partners:\n  - name: west\n    country: DE\n    parent: keller\n")
    network.load(file)
    assert [each.name for each in network.chain("west")] == ["west", "keller", "sued", "norden"]


def _refused(network: Network, file: Path, error: type[LeumundError]) -> LeumundError:
    """The error a load raises; nothing may have moved."""
    before: tuple[Partner, ...] = network.partners()
    with pytest.raises(error) as caught:
        network.load(file)
    assert network.partners() == before
    return caught.value


def test_attack_a_partner_who_is_its_own_grandparent(network: Network, file: Path) -> None:
    _change(file, "    legal_name: Norden", "    parent: keller\n    legal_name: Norden")
    error = _refused(network, file, OwnAncestor)
    assert "norden → keller → sued → norden" in error.message("en")
    assert "norden → keller → sued → norden" in error.message("de")
    assert "über sich selbst" in error.message("de")


def test_attack_a_loop_closed_by_a_second_file(network: Network, file: Path) -> None:
    network.load(file)
    file.write_text("partners:\n  - name: norden\n    country: DE\n    parent: keller\n")
    _refused(network, file, OwnAncestor)


def test_overlapping_engagements_are_refused_with_both_ranges(
    network: Network, file: Path
) -> None:
    _change(file, "valid_to: 2026-06-30", "valid_to: 2026-07-01")
    error = _refused(network, file, OverlappingEngagements)
    assert error.message("en") == (
        "norden has two engagements as processor at the same time: "
        "2026-01-01 – 2026-07-01 and 2026-07-01 – …. Nothing was loaded."
    )
    assert error.message("de").startswith("norden hat zwei Beauftragungen als processor")


def test_attack_overlapping_engagements_written_past_the_friendly_check(
    network: Network, file: Path, store: Store
) -> None:
    network.load(file)
    before = network.partners()
    sneak = Statement(
        "sneak",
        "An engagement beside another.",
        "insert into network.engagement (partner_id, role, purposes, products, lead_sources,"
        " valid_during) select id, 'processor', '{a}', '{}', '{}',"
        " daterange('2026-06-30', null) from network.partner where name = 'norden'",
    )
    with pytest.raises(LeumundError) as caught, store.transaction() as tx:
        tx.run(sneak)
    assert "engagements_do_not_overlap" in caught.value.message("en")
    assert network.partners() == before


def test_an_unknown_parent_is_refused_with_the_closest_name(
    network: Network, file: Path
) -> None:
    error = _refused(network, _change(file, "parent: norden", "parent: nordn"), UnknownParent)
    assert "nordn" in error.message("en")
    assert "Closest is: norden" in error.way_out("en")
    assert "Unterpartner" in error.message("de") or "nordn" in error.message("de")


def test_a_known_partner_in_another_spelling_is_not_a_new_one(
    network: Network, file: Path
) -> None:
    network.load(file)
    file.write_text("partners:\n  - name: NORDEN\n    country: DE\n")
    error = _refused(network, file, RespelledPartner)
    assert error.message("en").startswith("NORDEN is known as norden")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("partners:\n  - name: Süd\n".encode("cp1252"), WrongEncoding),
        (b"", NoPartners),
        (b"x" * 20_000_000, DocumentTooLarge),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused(
    network: Network, file: Path, content: bytes, error: type[LeumundError]
) -> None:
    file.write_bytes(content)
    _refused(network, file, error)


def test_every_load_is_in_the_ledger_without_names(
    network: Network, file: Path, store: Store, tmp_path: Path
) -> None:
    network.load(file)
    ledger = Ledger(store, SetClock(NOON), tmp_path / "data")
    [entry] = ledger.entries(kind="network.load")
    assert "norden" not in str(entry)


def test_file_and_settings_name_one_company_or_nothing_is_loaded(
    network: Network, file: Path
) -> None:
    other = replace(network, set_principal="Ganz Andere AG")
    with pytest.raises(PrincipalDiffers, match="Ganz Andere AG"):
        other.load(file)
    assert network.partners() == ()
    network.load(file)
    stated = network.principal()
    assert stated
    same = replace(network, set_principal=stated.upper())
    same.load(file)
    assert same.principal() == stated.upper()
