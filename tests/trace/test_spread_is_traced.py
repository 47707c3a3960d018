"""Spread copies through the whole product: drawn, used, named, shown to an outsider."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.trace.forged import resealed
from tests.trace.spring import complain, customers_of, named, number, spring, the_draw

from leumund.ledger import DoesNotVerify, read_public_key
from leumund.release.secret import CopyExchanged
from leumund.release.writer import check_drawn
from leumund.store import Store
from leumund.trace.verify import verify_exhibit


def test_a_spread_copy_that_is_used_is_named_and_the_exhibit_stands_alone(
    store: Store, tmp_path: Path
) -> None:
    desk = spring(tmp_path, store, design="spread")
    draw = the_draw(desk)
    assert (draw.design, draw.urn, len(draw.stratum_names)) == ("spread", "independent", 12)
    others = [each for each in range(240) if each not in customers_of(desk, "Osten")]
    complain(desk, tmp_path, [*customers_of(desk, "Osten")[:22], *others[:2]])
    report = desk.trace.run()
    assert named(report) == {"Osten"}
    (copy,) = report.named
    # Only calls to people of the groups that were open to it say anything of it.
    assert 22 <= copy.used <= 24
    made = desk.trace.make_exhibit("spring", "Osten")
    keys = [read_public_key(made.files["ledger.pub"].decode())]
    assert verify_exhibit(made.expert, keys).is_signed
    assert verify_exhibit(made.files["exhibit.json"], keys).is_signed

    def other_groups(exhibit: dict[str, Any]) -> None:
        strata = exhibit["grounds"]["draw"]["frame"]["strata"]
        strata[0]["units"], strata[1]["units"] = 19, 21

    with pytest.raises(DoesNotVerify, match="frame is not the sealed one"):
        verify_exhibit(resealed(made.expert, other_groups))


def test_attack_moving_people_to_other_groups_after_the_draw(
    store: Store, tmp_path: Path
) -> None:
    draw = the_draw(desk := spring(tmp_path, store, design="spread"))
    for copy in range(4):
        check_drawn(desk.release.folder, draw, copy)
    moved = draw.strata.copy()
    outside = np.setdiff1d(np.arange(240), draw.released.unit)
    one, other = (outside[moved[outside] == group][0] for group in (0, 1))
    moved[one], moved[other] = 1, 0
    with pytest.raises(CopyExchanged):
        check_drawn(desk.release.folder, replace(draw, strata=moved), 0)


def test_a_stray_list_is_weighed_within_the_groups(store: Store, tmp_path: Path) -> None:
    desk = spring(tmp_path, store, design="spread")
    path = tmp_path / "stray.csv"
    rows = "".join(f"{number(customer)}\n" for customer in customers_of(desk, "Westen"))
    path.write_text("Telefon\n" + rows, "utf-8")
    found = desk.trace.file(path)
    assert {copy.partner for copy in found.copies if copy.is_named} == {"Westen"}


def test_the_plan_of_spread_lists_says_what_they_share(store: Store, tmp_path: Path) -> None:
    desk = spring(tmp_path, store, design="spread", portions=2)
    plan = desk.release.plan(tmp_path / "campaign.yaml")
    assert plan.shared is not None
    assert plan.shared.most < plan.shared.apart
    told = plan.in_words()
    assert "are in the other; of lists drawn apart it would be 10 %" in told
    assert "Only calls to 25 % of all who take part say anything" in told
