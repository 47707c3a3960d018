"""A decoy that rings: a finding against the chain whose copy it was in, and no other."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.trace.spring import (
    HOLDERS,
    POOL,
    decoy,
    decoys_of,
    ring,
    spring,
)

from leumund.app import Leumund
from leumund.basics.finding import Finding, Source
from leumund.basics.language import in_language
from leumund.basics.numbers import Number
from leumund.permit import CallAsked
from leumund.store import Store


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Leumund:
    return spring(tmp_path, store, decoys=8)


def only_of(desk: Leumund, partner: str) -> list[int]:
    """The decoys that are in this partner's copy and in no other."""
    others = {one for name in HOLDERS if name != partner for one in decoys_of(desk, name)}
    return [one for one in decoys_of(desk, partner) if one not in others]


def shared(desk: Leumund) -> list[int]:
    held = [one for name in HOLDERS for one in decoys_of(desk, name)]
    return sorted({one for one in held if held.count(one) > 1})


def silent(desk: Leumund) -> list[int]:
    return sorted(set(range(POOL)) - {one for name in HOLDERS for one in decoys_of(desk, name)})


def rung(desk: Leumund) -> list[Finding]:
    desk.audit.collect()
    return [each.finding for each in desk.audit.findings() if each.finding.code == "C052"]


def test_a_call_to_a_decoy_of_one_copy_is_a_finding_that_stands_once(
    desk: Leumund, tmp_path: Path
) -> None:
    mine = only_of(desk, "Osten")[:2]
    ring(desk, tmp_path, mine)
    found = rung(desk)
    assert [(each.partner, each.source) for each in found] == [("Osten", Source.DECOY)] * 2
    assert {each.kind for each in found} == {"naming"}
    assert rung(desk) == found
    assert not any(decoy(one) in str(found) for one in mine)
    [known, _] = [one for one in desk.audit.findings("Osten") if one.finding.code == "C052"]
    with in_language("de"):
        assert "Kontrollnummer" in known.in_words()


def test_a_silent_decoy_that_rings_is_held_against_nobody(
    desk: Leumund, tmp_path: Path
) -> None:
    ring(desk, tmp_path, silent(desk)[:10])
    assert rung(desk) == []


def test_a_decoy_in_two_copies_speaks_against_neither(desk: Leumund, tmp_path: Path) -> None:
    ring(desk, tmp_path, shared(desk))
    assert rung(desk) == []


def test_a_call_before_the_copy_left_is_not_held_against_its_holder(
    desk: Leumund, tmp_path: Path
) -> None:
    ring(desk, tmp_path, only_of(desk, "Osten")[:2], days=-3)
    assert rung(desk) == []


@pytest.mark.parametrize("shown", ["089 99998 111", ""])
def test_a_decoy_that_its_holder_called_openly_is_no_finding_even_if_no_number_was_shown(
    desk: Leumund, tmp_path: Path, shown: str
) -> None:
    mine = only_of(desk, "Osten")[:2]
    at = desk.clock.now() + timedelta(days=2)
    rows = [
        f"{at + timedelta(hours=i):%Y-%m-%dT%H:%MZ},{decoy(one)},{shown}\n"
        for i, one in enumerate(mine)
    ]
    path = tmp_path / "calls.csv"
    path.write_text("called_at,number_called,number_shown\n" + "".join(rows), encoding="utf-8")
    desk.intake.calls(path, "Osten")
    ring(desk, tmp_path, mine)
    assert rung(desk) == []


def test_a_decoy_that_its_holder_had_a_pass_for_is_no_finding(
    desk: Leumund, tmp_path: Path
) -> None:
    one = only_of(desk, "Osten")[0]
    assert desk.permit.check(
        CallAsked(Number(decoy(one)), "Osten", "winback", "DSL")
    ).is_allowed
    ring(desk, tmp_path, [one])
    assert rung(desk) == []


def test_a_call_that_another_partner_had_a_pass_for_is_not_the_holders_open_call(
    desk: Leumund, tmp_path: Path
) -> None:
    one = only_of(desk, "Osten")[0]
    assert desk.permit.check(
        CallAsked(Number(decoy(one)), "Westen", "winback", "DSL")
    ).is_allowed
    ring(desk, tmp_path, [one])
    assert [each.partner for each in rung(desk)] == ["Osten"]


def test_a_decoy_that_another_chain_looked_up_before_is_no_longer_one_chains(
    desk: Leumund, tmp_path: Path
) -> None:
    one = only_of(desk, "Osten")[0]
    now = desk.clock.now()
    path = tmp_path / "portal.csv"
    path.write_text(
        f"looked_up_at,login,device,country,number,fields\n{now:%Y-%m-%dT%H:%MZ},a,d,DE,{decoy(one)},x\n",
        encoding="utf-8",
    )
    desk.release.lookups(path, "Westen")
    ring(desk, tmp_path, [one])
    assert rung(desk) == []


def test_a_decoy_that_our_own_desk_rang_without_a_number_is_not_held_against_its_holder(
    desk: Leumund, tmp_path: Path
) -> None:
    one = only_of(desk, "Osten")[0]
    at = f"{desk.clock.now() + timedelta(days=2):%Y-%m-%dT%H:%MZ}"
    path = tmp_path / "own.csv"
    path.write_text(f"called_at,number_called,number_shown\n{at},{decoy(one)},\n", "utf-8")
    desk.intake.calls(path, "Muster Telefon")
    ring(desk, tmp_path, [one])
    assert rung(desk) == []
