"""Numbers that complaints show, beside those of the chain: a reason to look, and no more."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.audit.desk import NORDEN, SHOWN, WESTEN, audit_desk, declare
from tests.release.desk import COMPANY, number, write

from leumund.app import Leumund
from leumund.audit.shown import is_named_in
from leumund.basics.finding import Finding, Source
from leumund.store import Store

NOON = "2026-03-09T12:00:00"
NOBODYS = number(9500)


@pytest.fixture
def leumund(store: Store, tmp_path: Path) -> Leumund:
    return audit_desk(tmp_path, store)


def complain(
    leumund: Leumund, folder: Path, shown: str, said: str = "", called: str = number(1)
) -> None:
    rows = "arrived_at,called_at,number_called,number_shown,caller_said\n"
    rows += f"2026-03-09T13:00:00,{NOON},{called},{shown},{said}\n"
    leumund.intake.complaints(write(folder, "complaints.csv", rows))


def found(leumund: Leumund) -> list[Finding]:
    leumund.audit.collect()
    known = [each.finding for each in leumund.audit.findings()]
    return [each for each in known if each.code in ("number.shown", "C152")]


def test_a_partners_number_in_a_complaint_is_a_reason_to_look_at_it_and_stands_once(
    leumund: Leumund, tmp_path: Path
) -> None:
    complain(leumund, tmp_path, SHOWN[NORDEN], COMPANY)
    [one] = found(leumund)
    assert (one.code, one.partner, one.kind, one.is_weak) == (
        "number.shown",
        NORDEN,
        "naming",
        True,
    )
    assert found(leumund) == [one]
    assert SHOWN[NORDEN] not in str(one)


def test_a_call_that_the_partner_has_declared_by_now_is_none_even_if_it_showed_nothing(
    leumund: Leumund, tmp_path: Path
) -> None:
    complain(leumund, tmp_path, SHOWN[NORDEN])
    declare(leumund, tmp_path, NORDEN, [(NOON, 1, "reached")], shown="anonymous")
    assert found(leumund) == []


def test_attack_another_partner_declares_the_call_and_the_holder_is_let_off(
    leumund: Leumund, tmp_path: Path
) -> None:
    complain(leumund, tmp_path, SHOWN[NORDEN])
    declare(leumund, tmp_path, WESTEN, [(NOON, 1, "reached")])
    assert [each.partner for each in found(leumund)] == [NORDEN]


def test_a_complaint_that_does_not_say_who_was_called_speaks_against_no_partner(
    leumund: Leumund, tmp_path: Path
) -> None:
    complain(leumund, tmp_path, SHOWN[NORDEN], called="")
    assert found(leumund) == []


def test_whoever_says_to_be_us_with_a_number_of_nobody_is_looked_for(
    leumund: Leumund, tmp_path: Path
) -> None:
    complain(leumund, tmp_path, NOBODYS, f"Fa. {COMPANY.upper()}")
    [one] = found(leumund)
    assert (one.code, one.partner, one.source) == ("C152", None, Source.COMPLAINT)


@pytest.mark.parametrize("said", ["", "Telefon", "die Stadtwerke"])
def test_a_strange_number_of_somebody_who_does_not_say_to_be_us_is_no_business_of_ours(
    leumund: Leumund, tmp_path: Path, said: str
) -> None:
    complain(leumund, tmp_path, NOBODYS, said)
    assert found(leumund) == []


def test_the_companys_name_is_heard_together_apart_and_without_its_legal_form() -> None:
    assert is_named_in("hier ist mustertelefon", "Muster Telefon AG")
    assert is_named_in("Telefon Muster", "Muster Telefon AG")
    assert not is_named_in("die AG", "Muster Telefon AG")
    assert not is_named_in("Muster", "Muster Telefon AG")
    assert not is_named_in("wer auch immer", None)
