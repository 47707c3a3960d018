"""A campaign whose lists follow the evidence, from the first complaint to the manifest."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest
from tests.trace.spring import HOLDERS, START, complain, customers_of, spring

from leumund.app import Leumund
from leumund.basics.canonical import sha256_hex
from leumund.release import EVIDENCE_FORM
from leumund.release.adapt import BadEvidence, OlderCountsMatching, read_evidence
from leumund.release.campaign import BadCampaign, CampaignChanged
from leumund.store import Store

ADAPT = "adapt: {evidence: evidence.json, steps: [{reached: 10, takes: 1/2}]}\n"


def summer(folder: Path, adapt: str = ADAPT) -> Path:
    partners = ", ".join(f"{{partner: {name}, share: 0.1}}" for name in HOLDERS)
    path = folder / "summer.yaml"
    path.write_text(
        "campaign: summer\nprincipal: Muster Telefon\nproduct: DSL\npurpose: winback\n"
        f"design: independent\npartners: [{partners}]\n"
        f"portions: {{first: {START:%Y-%m-%d}, count: 1, every_days: 7}}\n{adapt}",
        "utf-8",
    )
    return path


def complained(folder: Path, store: Store, lawful: str = "") -> Leumund:
    desk = spring(folder, store, lawful=lawful)
    complain(desk, folder, customers_of(desk, "Osten")[:3])
    desk.trace.so_far(folder / "evidence.json")
    return desk


def test_who_the_evidence_speaks_of_gets_less_and_everything_says_so(
    store: Store, tmp_path: Path
) -> None:
    desk = complained(tmp_path, store)
    data = (tmp_path / "evidence.json").read_bytes()
    told = json.loads(data)
    assert sorted(told["partners"]) == sorted(HOLDERS)
    assert float(told["partners"]["Osten"]) > 2.4
    assert told["run"] == desk.trace.run().inputs
    plan = desk.release.plan(summer(tmp_path))
    assert {one.partner: one.units for one in plan.copies} == {
        name: 12 if name == "Osten" else 24 for name in HOLDERS
    }
    assert plan.smaller == (("Osten", "1/2"),)
    assert "Osten gets 1/2 of what it asked for" in plan.in_words()
    desk.release.draw(summer(tmp_path))
    desk.release.draw(summer(tmp_path), beacon="6 5 4 3 2 1")
    draw = next(one for one in desk.release.draws() if one.campaign == "summer")
    assert draw.copies.sum(axis=0).tolist()[0] == [
        12 if name == "Osten" else 24 for name in HOLDERS
    ]
    sealed = desk.ledger.entries("release.seal_secret", count=1)[0]
    short = {"at": told["at"], "file": sha256_hex(data), "run": told["run"]}
    assert json.loads(sealed.said or "")["adapt"] == short
    assert draw.papers is not None
    assert draw.papers.terms["adapt"]["takes"]["Osten"] == "1/2"
    desk.release.hand_over("summer", into=tmp_path / "out")
    manifests = [json.loads(one.read_bytes()) for one in (tmp_path / "out").rglob("*manifest*")]
    assert [one["manifest"]["adapt"] for one in manifests] == [short] * 4


def test_evidence_that_changed_after_the_seal_is_another_campaign(
    store: Store, tmp_path: Path
) -> None:
    desk = complained(tmp_path, store)
    desk.release.draw(summer(tmp_path))
    told = json.loads((tmp_path / "evidence.json").read_bytes())
    told["partners"]["Westen"] = "99"
    (tmp_path / "evidence.json").write_text(json.dumps(told))
    with pytest.raises(BadEvidence, match="no entry of the ledger"):
        desk.release.draw(summer(tmp_path), beacon="6 5 4 3 2 1")
    complain(desk, tmp_path, customers_of(desk, "Westen")[:3])
    desk.trace.so_far(tmp_path / "evidence.json")
    with pytest.raises(CampaignChanged):
        desk.release.draw(summer(tmp_path), beacon="6 5 4 3 2 1")


def test_attack_evidence_that_was_never_weighed_chooses_nobodys_list(
    store: Store, tmp_path: Path
) -> None:
    desk = complained(tmp_path, store)
    path = tmp_path / "evidence.json"
    told = json.loads(path.read_bytes())
    path.write_bytes(re.sub(rb'"Westen":"[0-9.]+"', b'"Westen":"99.000000"', path.read_bytes()))
    assert json.loads(path.read_bytes()) != told
    for step in (desk.release.plan, desk.release.draw):
        with pytest.raises(BadEvidence, match="no entry of the ledger says"):
            step(summer(tmp_path))
    assert not desk.ledger.entries("release.seal_secret", count=9)[1:]
    said = json.loads(desk.ledger.entries("trace.so_far", count=1)[0].said or "")
    assert said["run"] == told["run"]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"at": "2999-01-01T00:00:00+00:00"}, "still to come"),
        ({"form": "another"}, "not written by"),
        ({"partners": {"Osten": "nan"}}, "not written by"),
        ({"partners": ["Osten"]}, "not written by"),
        ({"at": "2026-01-01T00:00:00"}, "not written by"),
    ],
)
def test_evidence_that_nobody_wrote_so_draws_nothing(
    wrong: dict[str, object], why: str
) -> None:
    told = {
        "at": "2026-03-01T09:00:00+00:00",
        "form": EVIDENCE_FORM,
        "partners": {},
        "run": "r",
    }
    assert read_evidence(json.dumps(told).encode(), "e.json", START).run == "r"
    with pytest.raises(BadEvidence, match=why):
        read_evidence(json.dumps(told | wrong).encode(), "e.json", START)


def test_older_copies_must_leave_out_everybody_contacted(store: Store, tmp_path: Path) -> None:
    desk = complained(tmp_path, store, lawful="matching")
    with pytest.raises(OlderCountsMatching, match="spring"):
        desk.release.plan(summer(tmp_path))
    desk.release.plan(summer(tmp_path, adapt=""))


def test_without_enough_evidence_everybody_gets_what_was_asked(
    store: Store, tmp_path: Path
) -> None:
    desk = complained(tmp_path, store)
    steep = ADAPT.replace("reached: 10", "reached: 1000000")
    plan = desk.release.plan(summer(tmp_path, steep))
    assert {one.units for one in plan.copies} == {24}


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ("[]", "at least one"),
        ("[{reached: 10, takes: 0}]", "nothing would be left"),
        ("[{reached: 10, takes: 2}]", "no part of one"),
        ("[{reached: 10, takes: 1/2}, {reached: 5, takes: 1/4}]", "more evidence"),
        ("[{above: 10, takes: 1/2}]", "not known"),
    ],
)
def test_steps_that_make_no_sense_are_told_with_their_place(steps: str, why: str) -> None:
    from tests.release.test_campaign_file import SHORT

    from leumund.release.campaign_file import read_campaign

    text = SHORT + f"adapt: {{evidence: e.json, steps: {steps}}}\n"
    with pytest.raises(BadCampaign, match=why):
        read_campaign(text)


def test_a_campaign_that_follows_evidence_survives_its_document() -> None:
    from leumund.release.adapt import Adapt, Evidence, Step

    told = Evidence("d" * 64, "2026-03-01T09:00:00+00:00", "r" * 64, (("A", "3"), ("B", "9")))
    steps = (Step(Fraction(10), Fraction(1, 2)), Step(Fraction(1000), Fraction(1, 4)))
    adapt = Adapt(steps, "", told)
    assert Adapt.from_document(json.loads(json.dumps(adapt.document()))) == adapt
    assert [adapt.takes(name) for name in "ABC"] == [Fraction(1, 2), Fraction(1, 4), 1]
