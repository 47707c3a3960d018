"""Complaints that give a name and no number: they name the copy used, and nobody else."""

from __future__ import annotations

import json
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.trace.forged import file, flipped, parts, put, resealed, values
from tests.trace.spring import CUSTOMERS, customers_of, named, number, spring, take_in, the_draw

from leumund.app import Leumund
from leumund.ledger import DoesNotVerify
from leumund.store import Store
from leumund.trace import Weigher, weigh
from leumund.trace.evidence import Contacts as Called
from leumund.trace.evidence import Stream, arguments, evidence
from leumund.trace.verify import verify_exhibit

HEADER = "arrived_at,called_at,number_called,number_shown,product,name,postcode,address,text\n"
LETTERS = random.Random(4)
NAMES = [
    " ".join("".join(LETTERS.choices("abdefgiklmnorstu", k=7)).title() for _ in range(2))
    for _ in range(CUSTOMERS)
]


def postcode(customer: int) -> str:
    return str(10115 + customer % 24)


def with_names(desk: Leumund, folder: Path) -> Leumund:
    """Everybody has a name and a postcode."""
    rows = "".join(
        f"K{i},{number(i)},{name},consumer,BE,{postcode(i)}\n" for i, name in enumerate(NAMES)
    )
    path = folder / "names.csv"
    path.write_text("ref,number,name,kind,land,postcode\n" + rows, "utf-8")
    desk.people.load(path)
    return desk


def misspelt(customer: int) -> str:
    """The name with one letter changed, as it is heard on the phone."""
    name = NAMES[customer]
    return name[:3] + ("x" if name[3] != "x" else "y") + name[4:]


def tell(desk: Leumund, folder: Path, customers: list[int], *, with_name: bool = True) -> None:
    """These customers complain without their number: half give a postcode, half an address."""
    at = desk.clock.now() + timedelta(days=2)
    rows = []
    for i, customer in enumerate(customers):
        where = (
            f'{postcode(customer)},""' if i % 2 else f',"Musterweg 1, {postcode(customer)} Ort"'
        )
        person = f"{misspelt(customer)},{where}" if with_name else ",,"
        rows.append(
            f"{at + timedelta(hours=i + 1):%Y-%m-%dT%H:%MZ},"
            f"{at + timedelta(hours=i):%Y-%m-%dT%H:%MZ},,089 99998 111,,{person},{i}\n"
        )
    path = folder / "told.csv"
    path.write_text(HEADER + "".join(rows), "utf-8")
    take_in(desk, path)


@pytest.mark.parametrize("design", ["independent", "exclusive"])
def test_misspelt_names_lead_to_the_copy_used_and_to_nobody_else(
    store: Store, tmp_path: Path, design: str
):
    desk = with_names(spring(tmp_path, store, design), tmp_path)
    tell(desk, tmp_path, customers_of(desk, "Osten"))
    report = desk.trace.run()
    assert named(report) == {"Osten"}
    assert {copy.excluding.not_in_copy for copy in report.copies} == {0}
    again = desk.trace.run()
    assert (again.is_new, again.inputs) == (False, report.inputs)
    _check_exhibits(desk)


def _check_exhibits(desk: Leumund) -> None:
    """Both forms hold by themselves, and no weight in them can be another."""
    made = desk.trace.make_exhibit("spring", "Osten")
    for data in (made.expert, made.files["exhibit.json"]):
        result = verify_exhibit(data).result
        assert result["doubtful"] > 15
        assert result["bets"] == 0
        exhibit, proofs = parts(data)
        for path, value in list(values(exhibit["weighing"]["calls"][0]["whom"])):
            if path[-1] == "parts":
                whole = ("weighing", "calls", 0, "whom", *path)
                put(exhibit, whole, flipped(value))
                with pytest.raises(DoesNotVerify):
                    verify_exhibit(file(exhibit, proofs))
                put(exhibit, whole, value)
    with pytest.raises(DoesNotVerify, match="sealed"):
        verify_exhibit(resealed(made.expert, _other_weight))
    with pytest.raises(DoesNotVerify, match="weights of a call"):
        verify_exhibit(resealed(made.files["exhibit.json"], _more_than_everything))


def _other_weight(exhibit: dict[str, Any]) -> None:
    leaf = json.loads(exhibit["grounds"]["complaints"][0])
    leaf["whom"][0][1] += 1
    told = json.dumps(leaf, sort_keys=True, separators=(",", ":"))
    exhibit["grounds"]["complaints"][0] = told


def _more_than_everything(exhibit: dict[str, Any]) -> None:
    exhibit["weighing"]["calls"][0]["whom"][0]["parts"] = 1001


def test_without_the_names_the_same_complaints_name_nobody(store: Store, tmp_path: Path):
    desk = with_names(spring(tmp_path, store), tmp_path)
    tell(desk, tmp_path, customers_of(desk, "Osten"), with_name=False)
    report = desk.trace.run()
    assert named(report) == set()
    assert [copy.log_e for copy in report.copies] == pytest.approx([0.0] * 4, abs=1e-12)


def test_names_of_nobody_in_a_copy_name_nobody(store: Store, tmp_path: Path):
    desk = with_names(spring(tmp_path, store), tmp_path)
    held = {one for partner in ("Norden", "Osten") for one in customers_of(desk, partner)}
    tell(desk, tmp_path, [one for one in range(CUSTOMERS) if one not in held][:40])
    report = desk.trace.run()
    assert not named(report) & {"Norden", "Osten"}


def test_call_by_call_and_kept_in_between_the_doubtful_give_the_same_bits(
    store: Store, tmp_path: Path
):
    desk = with_names(spring(tmp_path, store), tmp_path)
    tell(desk, tmp_path, customers_of(desk, "Osten"))
    draw, stream = the_draw(desk), Stream.of(desk.intake.stream())
    nobody = Called(np.empty(0, np.int64), (), np.empty(0, "datetime64[s]"))
    found = evidence(draw, stream, nobody, [], {})
    told = arguments(draw, found)
    whole = weigh(draw.copies, found.subjects, weights=draw.weights, **told)
    callers = told.pop("callers").tolist()
    for name in ("knowledge", "candidates", "called_at"):
        told.pop(name)
    told["has_callers"] = True
    weigher = Weigher(draw.copies, weights=draw.weights, **told)
    for call, at in enumerate(found.called_at.tolist()):
        whom = [(unit, weight) for place, unit, weight in found.candidates if place == call]
        weigher.see(called_at=at, candidates=whom, caller=callers[call])
        state = weigher.state()
        weigher = Weigher.from_state(state, draw.copies, weights=draw.weights, **told)
        assert weigher.state() == state
    assert weigher.read().log_e.tobytes() == whole.log_e.tobytes()


def test_a_doubtful_person_called_lawfully_before_is_no_hit(store: Store, tmp_path: Path):
    """The holder's own declared calls to the people meant take their hits away."""
    desk = with_names(spring(tmp_path, store), tmp_path)
    mine = customers_of(desk, "Osten")
    day = desk.clock.now() + timedelta(hours=1)
    rows = "".join(
        f"{day:%Y-%m-%dT%H:%MZ},{number(one)},+49 221 4710 101,60,x\n" for one in mine
    )
    path = tmp_path / "declared.csv"
    path.write_text(
        "called_at,number_called,number_shown,duration_seconds,outcome\n" + rows, "utf-8"
    )
    desk.intake.calls(path, "Osten")
    tell(desk, tmp_path, mine)
    report = desk.trace.run()
    assert named(report) == set()
    assert all(copy.log_e <= 1e-12 for copy in report.copies if copy.partner == "Osten")
