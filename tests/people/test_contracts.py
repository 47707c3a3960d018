from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.people.files import (
    ANNA,
    CUSTOMERS,
    about,
    counts,
    load,
)

from leumund.people.actions import People


def test_contracts_are_the_companys_own(people: People, folder: Path) -> None:
    load(people, folder, CUSTOMERS)
    header = "contract_ref,ref,product,started_on,ended_on\n"
    rows = "V1,K1,Strom 12,01.01.2020,\nV2,K9,Gas,2020-01-01,\n"
    assert counts(load(people, folder, header + rows)) == (1, 0, 0, 1)
    ended = rows.replace("Strom 12,01.01.2020,", "Strom 12,01.01.2020,30.06.2025")
    assert counts(load(people, folder, header + ended)) == (0, 1, 0, 1)
    [contract] = about(people, ANNA).persons[0].contracts
    assert contract.is_running_on(date(2025, 6, 30))
    assert not contract.is_running_on(date(2025, 7, 1))
    line = people.lines_of([ANNA.e164])[ANNA.e164]
    assert people.contracts_of([line.id]) == {line.id: (contract,)}


def test_a_corrected_start_is_no_second_contract(people: People, folder: Path) -> None:
    load(people, folder, CUSTOMERS)
    load(people, folder, "ref,product,started_on\nK1,Gas,2020-01-01\n")
    loaded = load(people, folder, "ref,product,started_on\nK1,Gas,2020-02-01\n")
    assert counts(loaded) == (0, 1, 0, 0)
    [contract] = about(people, ANNA).persons[0].contracts
    assert contract.started_on == date(2020, 2, 1)
