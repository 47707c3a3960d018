"""Answers to people, auditors and the public, from a campaign with everything real."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest
from tests.house.test_words import condemning
from tests.report.read import check_alone, text_of, texts_of
from tests.trace.spring import complain, customers_of, number, spring

from leumund.app import Leumund
from leumund.basics.language import in_language
from leumund.basics.numbers import Number
from leumund.ledger import DoesNotVerify, read_public_key, verify_proof
from leumund.report import refusals as no
from leumund.report.words import day_in_full
from leumund.report.yearly import NOT_MEASURED
from leumund.store import Store
from leumund.trace import NothingNamed

BOTH = pytest.mark.parametrize("language", ["de", "en"])


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Leumund:
    return spring(tmp_path, store)


def used(desk: Leumund, folder: Path) -> list[int]:
    """Osten's copy was used: customers of it complain."""
    mine = customers_of(desk, "Osten")
    complain(desk, folder, mine[:18])
    desk.clock.at += timedelta(days=4)  # type: ignore[attr-defined]
    return mine


@BOTH
def test_the_partners_exhibit_holds_its_own_copy_and_the_others_only_as_counts(
    desk: Leumund, tmp_path: Path, language: str
) -> None:
    used(desk, tmp_path)
    key = pyrage.x25519.Identity.generate()
    handed = desk.report.naming(
        "spring", "Osten", tmp_path / "naming", str(key.to_public()), language
    )
    said = texts_of(handed.folder)
    for name, text in said.items():
        assert not any(other in text for other in ("Norden", "Sueden", "Westen")), name
        assert "+493023125" not in text, name
        assert not re.search(r"Person \d", text), name
        assert not condemning(text), name
    rows = list(csv.DictReader(said["complaints.csv"].splitlines()))
    assert len(rows) == 18
    assert {row["in_your_copy"] for row in rows} == {"True"}
    assert len(list(csv.DictReader(said["others.csv"].splitlines()))) == 3
    assert check_alone(handed.folder) >= 8
    command = [sys.executable, "-I", "-S", "check-exhibit.pyz", "exhibit.json"]
    subprocess.run([*command, "--key", "ledger.pub"], cwd=handed.folder, check=True)


def test_only_the_experts_key_opens_the_experts_exhibit_and_it_is_complete(
    desk: Leumund, tmp_path: Path
) -> None:
    used(desk, tmp_path)
    key, other = (pyrage.x25519.Identity.generate() for _ in range(2))
    to = str(key.to_public())
    sealed = desk.report.naming("spring", "Osten", tmp_path / "n", to).folder / "expert.zip.age"
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed.read_bytes(), [other])
    with zipfile.ZipFile(io.BytesIO(pyrage.decrypt(sealed.read_bytes(), [key]))) as archive:
        files = {name.split("/", 1)[1]: archive.read(name) for name in archive.namelist()}
    draw = next(one for one in desk.release.draws() if one.campaign == "spring")
    members = list(csv.DictReader(files["members.csv"].decode("utf-8-sig").splitlines()))
    assert len(members) == len(draw.released.unit)
    copies = list(csv.DictReader(files["copies.csv"].decode("utf-8-sig").splitlines()))
    assert [row["partner"] for row in copies] == list(draw.partners)
    stream = list(csv.DictReader(files["stream.csv"].decode("utf-8-sig").splitlines()))
    assert len(stream) == 18
    named = json.loads(files["draw.json"])["named_copy"]
    assert all(str(named) in row["copies"].split() for row in stream)


def test_the_expert_weighs_it_again_from_the_exhibit_alone(
    desk: Leumund, tmp_path: Path
) -> None:
    import numpy as np

    from leumund.trace import weigh

    used(desk, tmp_path)
    key = pyrage.x25519.Identity.generate()
    to = str(key.to_public())
    sealed = desk.report.naming("spring", "Osten", tmp_path / "n", to).folder / "expert.zip.age"
    with zipfile.ZipFile(io.BytesIO(pyrage.decrypt(sealed.read_bytes(), [key]))) as archive:
        files = {name.split("/", 1)[1]: archive.read(name) for name in archive.namelist()}

    def table(name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(files[name].decode("utf-8-sig").splitlines()))

    units, copies, told = (
        table("units.csv"),
        table("copies.csv"),
        json.loads(files["draw.json"]),
    )
    lists = np.zeros((len(units), len(copies)), dtype=bool)
    for row in table("members.csv"):
        lists[int(row["unit"]), int(row["copy"])] = True
    weighing = weigh(
        lists,
        [int(row["unit"]) for row in table("stream.csv")],
        design=told["design"],
        strata=[int(row["stratum"]) for row in units],
        weights=[float(row["weight"]) for row in copies],
        alpha=told["alpha"],
    )
    named = int(np.argmax(weighing.log_e))
    assert named == told["named_copy"]


def test_where_nothing_was_named_there_is_no_exhibit(desk: Leumund, tmp_path: Path) -> None:
    complain(desk, tmp_path, customers_of(desk, "Osten")[:1])
    with pytest.raises(NothingNamed):
        desk.report.naming("spring", "Osten", tmp_path / "n")
    assert not (tmp_path / "n").exists()


@BOTH
def test_a_person_learns_every_recipient_by_name(
    desk: Leumund, tmp_path: Path, language: str
) -> None:
    mine = used(desk, tmp_path)
    handed = desk.report.access(Number(number(mine[0])), None, tmp_path / "a", language)
    said = " ".join(text_of(handed.folder / "answer.pdf").split())
    assert "Osten GmbH" in said
    assert f"Person {mine[0]}" in said
    assert ("2. März 2026" if language == "de" else "2 March 2026") in said
    assert number(mine[0]) in "".join(texts_of(handed.folder).values())
    assert not condemning(said)
    rows = list(
        csv.DictReader((handed.folder / "recipients.csv").read_text("utf-8-sig").splitlines())
    )
    assert ("Osten GmbH", "copy", "spring") in {
        (row["recipient"], row["way"], row["what"]) for row in rows
    }


def test_a_person_reads_their_own_complaint_also_where_a_partner_explains_the_call(
    desk: Leumund, tmp_path: Path
) -> None:
    mine = customers_of(desk, "Osten")[0]
    (tmp_path / "calls.csv").write_text(
        "called_at,number_called,number_shown\n"
        f"2026-03-03T09:00Z,{number(mine)},089 99998 111\n", "utf-8"
    )  # fmt: skip
    desk.intake.calls(tmp_path / "calls.csv", "Osten")
    (tmp_path / "said.csv").write_text(
        "arrived_at,called_at,number_called,number_shown,objection,text\n"
        f"2026-03-03T10:00Z,2026-03-03T09:00Z,{number(mine)},089 99998 111,yes,"
        "Ring me on +49 30 23125 0999 never again\n", "utf-8"
    )  # fmt: skip
    desk.clock.at += timedelta(days=4)  # type: ignore[attr-defined]
    loaded = desk.intake.complaints(tmp_path / "said.csv")
    assert (loaded.explained, loaded.unexplained) == (1, 0)
    handed = desk.report.access(Number(number(mine)), None, tmp_path / "a", "de")
    said = " ".join(text_of(handed.folder / "answer.pdf").split())
    assert "Ihre Beschwerde" in said
    assert "Ring me on" in said
    assert "23125 0999" not in said
    objection = said[said.index("Widerspruch gegen") :]
    assert " alles " in objection
    assert " all " not in objection


def test_nobody_learns_of_somebody_else_on_the_same_line(desk: Leumund, tmp_path: Path) -> None:
    (tmp_path / "two.csv").write_text(
        f"ref,number,name,kind,land\nK900,{number(0)},Otto Beispiel,consumer,BE\n", "utf-8"
    )
    desk.people.load(tmp_path / "two.csv", "customers")
    with pytest.raises(no.SeveralOnTheLine):
        desk.report.access(Number(number(0)), None, tmp_path / "a")
    handed = desk.report.access(Number(number(0)), "K0", tmp_path / "a")
    assert "Otto" not in "".join(texts_of(handed.folder).values())
    with pytest.raises(no.NobodyOnTheLine):
        desk.report.access(Number(number(0)), "K1", tmp_path / "b")


def test_whoever_is_not_known_is_told_so(desk: Leumund, tmp_path: Path) -> None:
    with pytest.raises(no.NobodyOnTheLine):
        desk.report.access(Number("+4989999980001"), None, tmp_path / "a")


@BOTH
def test_a_consent_is_proved_with_every_use_of_it(
    desk: Leumund, tmp_path: Path, language: str
) -> None:
    from leumund.permit import CallAsked

    mine = customers_of(desk, "Osten")[0]
    desk.clock.at += timedelta(hours=2)  # type: ignore[attr-defined]
    asked = CallAsked(
        number=Number(number(mine)),
        partner="Osten",
        purpose="winback",
        product="DSL",
        shown_number=Number("+492214710101"),
    )
    decision = desk.permit.check(asked)
    assert decision.pass_id is not None, decision.verdict
    handed = desk.report.consent(Number(number(mine)), None, tmp_path / "c", language)
    assert check_alone(handed.folder) == 1
    said = " ".join(text_of(handed.folder / "proof.pdf").split())
    assert "Osten" in said
    assert asked.number.e164 in said
    others = (each for each in handed.folder.rglob("*") if each.is_file())
    others = (each for each in others if each.suffix not in (".pdf", ".pyz", ".zip"))
    assert not any(asked.number.e164[3:].encode() in each.read_bytes() for each in others)
    assert not condemning(said)
    document = json.loads((handed.folder / "proof.json").read_text("utf-8"))
    (consent,) = document["consents"]
    assert consent["kept_until"] == "2031-03-02"
    assert consent["proof_sha256"] == "ab" * 32
    assert [use["pass"] for use in consent["uses"]] == [decision.pass_id]
    line = int(desk.people.about(asked.number).line.id)
    calls = desk.intake.contacts([line], desk.clock.now() - timedelta(days=3650))
    assert len(document["declared_calls"]) == len(calls)
    assert document["objections"] == []
    with desk.store.transaction() as tx:
        desk.people.object(tx, asked.number, desk.clock.now(), "letter")
    after = desk.report.consent(asked.number, None, tmp_path / "after", language)
    document = json.loads((after.folder / "proof.json").read_text("utf-8"))
    assert len(document["objections"]) == 1
    with in_language(language):
        day = day_in_full(desk.clock.now())
    assert day in " ".join(text_of(after.folder / "proof.pdf").split())
    assert number(mine) not in json.dumps(document)


def test_an_auditor_draws_the_same_sample_again_with_a_few_lines(
    desk: Leumund, tmp_path: Path
) -> None:
    handed = desk.report.sample(3, None, "blue heron", tmp_path / "s")
    told = json.loads((handed.folder / "sample.json").read_text("utf-8"))
    root, word = told["ledger"]["root"], "blue heron"
    seed = hashlib.sha256(f"leumund-sample-1\n{root}\n{word}\n".encode()).hexdigest()
    assert seed == told["seed"]
    rows = csv.DictReader(
        (handed.folder / "population.csv").read_text("utf-8-sig").splitlines()
    )
    ranked = sorted(
        (int(row["index"]) for row in rows),
        key=lambda index: hashlib.sha256(f"{seed}\n{index}\n".encode()).hexdigest(),
    )
    assert [each["index"] for each in told["chosen"]] == ranked[:3]
    assert check_alone(handed.folder) == 3
    other = desk.report.sample(3, None, "another word", tmp_path / "t")
    assert json.loads((other.folder / "sample.json").read_text("utf-8"))["seed"] != seed


def test_there_is_nothing_to_draw_from_nothing(desk: Leumund, tmp_path: Path) -> None:
    with pytest.raises(no.NothingToSample):
        desk.report.sample(3, "cases.open", "", tmp_path / "s")


@BOTH
def test_the_report_on_a_year_is_recomputed_from_the_ledger(
    desk: Leumund, tmp_path: Path, language: str
) -> None:
    used(desk, tmp_path)
    desk.trace.run()
    handed = desk.report.year(2026, tmp_path / "y", language)
    said = texts_of(handed.folder)
    assert not any(condemning(text) for text in said.values())
    told = json.loads(said["report.json"])
    assert told["figures"]["complaints"]["all"] == 18
    assert told["figures"]["complaints"]["allowed_per_thousand"] == 0
    assert told["figures"]["data"]["hand_overs"] == 4
    assert told["figures"]["orders"]["all"] == NOT_MEASURED
    desk.report.sample(2, None, "", tmp_path / "later")
    compared = desk.report.compare(handed.folder)
    assert compared.is_same
    assert told["until"] == "2026-03-06"
    assert compared.figures > 30


def test_a_report_with_one_figure_changed_is_found_out(desk: Leumund, tmp_path: Path) -> None:
    used(desk, tmp_path)
    path = desk.report.year(2026, tmp_path / "y").folder / "report.json"
    told = json.loads(path.read_text("utf-8"))
    told["figures"]["complaints"]["all"] = 17
    path.write_text(json.dumps(told), "utf-8")
    assert desk.report.compare(path).differences == (("complaints.all", "17", "18"),)


def test_a_year_that_has_not_begun_or_of_which_nothing_is_kept_has_no_report(
    desk: Leumund, tmp_path: Path
) -> None:
    used(desk, tmp_path)
    for year, error in ((2027, no.YearToCome), (2025, no.NothingOfTheYear)):
        with pytest.raises(error, match=str(year)):
            desk.report.year(year, tmp_path / str(year))
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("20")] == []


def test_a_person_reads_the_own_number_and_the_right_to_restriction(
    desk: Leumund, tmp_path: Path
) -> None:
    mine = used(desk, tmp_path)
    asked = Number(number(mine[0]))
    folder = desk.report.access(asked, None, tmp_path / "own", "en").folder
    said = texts_of(folder)
    assert asked.e164 in "".join(said.values())
    assert "Art. 18" in said["answer.pdf"]


def test_attack_one_bit_of_the_proof_of_a_use_is_flipped(desk: Leumund, tmp_path: Path) -> None:
    """A bit of a base64 digit may be padding, so whole digits are exchanged: none but the same
    bytes verify."""
    from leumund.permit import CallAsked

    asked = Number(number(customers_of(desk, "Osten")[0]))
    shown = Number("+492214710101")
    desk.permit.check(CallAsked(asked, "Osten", "winback", product="DSL", shown_number=shown))
    folder = desk.report.consent(asked, None, tmp_path / "c", "en").folder
    (proof,) = folder.glob("proofs/*.tlog-proof")
    whole = proof.read_bytes()
    key = read_public_key((folder / "ledger.pub").read_text("utf-8"))
    assert verify_proof(whole, [key])
    for place in range(0, len(whole), 7):
        flipped = bytearray(whole)
        flipped[place] ^= 1
        with pytest.raises((DoesNotVerify, ValueError)):
            verify_proof(bytes(flipped), [key])
