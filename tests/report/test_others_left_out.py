"""What goes out to one partner says nothing of another."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from tests.orders.conftest import desk as orders_desk
from tests.orders.desk import CALLS, Desk, orders
from tests.report.read import texts_of
from tests.report.test_answers import desk as spring_desk
from tests.report.test_answers import used

from leumund.app import Leumund
from leumund.basics.finding import Finding, Row, Source
from leumund.cases import Against, Target
from leumund.ledger.proof import read_proof

__all__ = ["orders_desk", "spring_desk"]


def test_attack_a_partner_reads_other_copies_in_the_opened_proofs_of_its_naming(
    spring_desk: Leumund, tmp_path: Path
) -> None:
    used(spring_desk, tmp_path)
    report = spring_desk.report
    handed = report.naming("spring", "Osten", tmp_path / "naming", None, "en")
    named = json.loads((handed.folder / "exhibit.json").read_text("utf-8"))
    assert named
    own = {each.copy_id for each in spring_desk.trace.run().named}
    opened = []
    for path in sorted((handed.folder / "proofs").iterdir()):
        proof = read_proof(path.read_bytes())
        if proof.opening is None:
            continue
        said = json.loads(proof.opening.body)
        opened.append(path.name)
        assert said.get("copy", next(iter(own))) in own, path.name
        assert not path.name.startswith("trace-run"), path.name
    assert any(name.startswith("release-hand_over") for name in opened)
    assert any(name.startswith("release-draw") for name in opened)


def test_attack_a_finding_that_names_another_partners_order_puts_nothing_of_it_into_the_pack(
    orders_desk: Desk, tmp_path: Path
) -> None:
    desk, leumund = orders_desk, orders_desk.leumund
    leumund.ledger.create_key()
    desk.place(order_ref="S-1", partner="Sueden", ref="K2", number="030 23125 002")
    leumund.orders.hold("S-1", "x")
    row = Row("orders.placed", "S-1")
    code, at = "order.same_iban", desk.clock.at
    found = Finding(code, "Norden", Source.ORDER_RECORD, at, (row,))
    against = Against(Target.PARTNER, "Norden")
    case = leumund.cases.open([found], against, "M. Weber").case_id
    due = (desk.clock.at + timedelta(days=14)).date()
    told = {found.digest: "One bank account stands under several orders."}
    leumund.cases.hear(case, due, "M. Weber", ["?"], "here", told)
    leumund.cases.reply(case, "no", "M. Weber")
    handed = leumund.report.pack(case, tmp_path / "pack", None, "en")
    for name, text in texts_of(handed.folder).items():
        assert "S-1" not in text, name
        assert "Sueden" not in text, name


def test_attack_the_pack_about_an_order_tells_who_else_called_the_line(
    orders_desk: Desk, tmp_path: Path
) -> None:
    desk, leumund = orders_desk, orders_desk.leumund
    leumund.ledger.create_key()
    called = CALLS.replace("002,069", "003,069")
    leumund.intake.calls(desk.write("s.csv", called), "Sueden")
    both = orders(
        {"ref": "K3", "number": "030 23125 003", "ordered_at": "2026-09-08 10:50"},
        {"order_ref": "S-1", "partner": "Sueden", "ref": "K2", "number": "030 23125 002"},
    )
    leumund.orders.load(desk.write("orders.csv", both))
    [link] = [each for each in leumund.orders.origin("A-1").links if each.name == "call"]
    assert link.partner == "Sueden"
    row, at = Row("orders.placed", "A-1"), desk.clock.at
    found = Finding("order.same_iban", "Norden", Source.ORDER_RECORD, at, (row,))
    against = Against(Target.PARTNER, "Norden")
    case = leumund.cases.open([found], against, "M. Weber").case_id
    leumund.cases.hear(case, (at + timedelta(days=14)).date(), "M. Weber", ["?"], "here")
    handed = leumund.report.pack(case, tmp_path / "pack", None, "en")
    opened = [read_proof(each.read_bytes()).opening for each in proofs(handed.folder)]
    said = texts_of(handed.folder) | {
        f"opened {at}": str(each) for at, each in enumerate(opened)
    }
    assert any(each is not None for each in opened)
    assert "another partner" in said["pack.json"]
    for name, text in said.items():
        assert "Sueden" not in text, name
        assert "S-1" not in text, name
        assert link.key is None or link.key not in text, name


def proofs(folder: Path) -> list[Path]:
    return sorted((folder / "proofs").glob("*.tlog-proof"))
