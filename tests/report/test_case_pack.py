from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import timedelta
from fnmatch import fnmatch
from pathlib import Path

import pyrage
import pytest
from tests.cases.desk import BRANDT, KURZ, WEBER, finding
from tests.house.test_words import condemning
from tests.report.authority import authority
from tests.report.packed import Packed, cleared, decided, packed_on
from tests.report.read import check_alone, pdf_text, sheets, text_of, texts_of

from leumund.basics.checks import load_checks
from leumund.basics.finding import Source
from leumund.basics.language import in_language
from leumund.cases import Against, Target
from leumund.cases.case import Item
from leumund.report.bundle import Bundle
from leumund.report.handed import Handed
from leumund.report.pack import PackWithheld, RulesHeld, exhibits, exhibits_of, released
from leumund.report.refusals import LetterSpeaksOfOffence, NoSuchLetterDue
from leumund.report.words import moment_in_full
from leumund.report.writer import Counter, FolderInUse, NameOutside, write_bundle
from leumund.store import Store

BOTH = pytest.mark.parametrize("language", ["de", "en"])


@pytest.fixture
def packed(store: Store, tmp_path: Path) -> Packed:
    return packed_on(store, tmp_path)


def packs_of(packed: Packed, case: int, language: str = "en", **more: str) -> Handed:
    into = packed.folder / f"pack-{case}-{language}"
    return packed.leumund.report.pack(case, into, more.get("recipient"), language)


def entries(packed: Packed, kind: str) -> int:
    return len(packed.leumund.ledger.entries(kind, count=1000))


def test_a_stranger_can_check_every_file_and_every_step(packed: Packed) -> None:
    case = decided(packed)
    handed = packs_of(packed, case)
    steps = len(packed.desk.case.steps)
    assert check_alone(handed.folder) == steps == 10
    entry = packed.leumund.ledger.entries("report.pack")[0]
    assert json.loads(entry.said or "")["sums"] == handed.digest


def test_the_zip_holds_the_same_as_the_folder(packed: Packed, tmp_path: Path) -> None:
    handed = packs_of(packed, decided(packed))
    with zipfile.ZipFile(handed.zip_path) as archive:
        archive.extractall(tmp_path / "out")
    unpacked = tmp_path / "out" / handed.folder.name
    assert {
        p.relative_to(unpacked): p.read_bytes() for p in unpacked.rglob("*") if p.is_file()
    } == {
        p.relative_to(handed.folder): p.read_bytes()
        for p in handed.folder.rglob("*")
        if p.is_file()
    }


def test_pdf_json_and_csv_say_the_same(packed: Packed) -> None:
    folder = packs_of(packed, decided(packed)).folder
    said = json.loads((folder / "pack.json").read_text("utf-8"))
    rows = list(csv.DictReader((folder / "timeline.csv").read_text("utf-8-sig").splitlines()))
    assert [row["move"] for row in rows] == [each["move"] for each in said["timeline"]]
    assert [row["ledger_entry"] for row in rows] == [
        str(each["ledger_entry"]) for each in said["timeline"]
    ]
    paper = " ".join(text_of(folder / "pack.pdf").split())
    for each in said["timeline"]:
        assert each["move"] in paper
        assert str(each["ledger_entry"]) in paper
    for each in said["exhibits"]:
        assert each["sha256"][:10] in paper


def test_the_pdf_is_one_for_the_archive(packed: Packed) -> None:
    folder = packs_of(packed, decided(packed)).folder
    for path in folder.rglob("*.pdf"):
        data = path.read_bytes()
        assert b"<pdfaid:part>2</pdfaid:part>" in data, path
        assert b"<pdfaid:conformance>A</pdfaid:conformance>" in data, path
        assert b"<pdfuaid:part>1</pdfuaid:part>" in data, path


@BOTH
def test_no_number_leaves_unmasked_and_nobody_is_condemned(
    packed: Packed, language: str
) -> None:
    for case in (decided(packed), cleared(packed)):
        said = texts_of(packs_of(packed, case, language).folder)
        assert "masked" in "".join(said)
        for name, text in said.items():
            assert "23125 014" not in text, name
            assert "23125014" not in text.replace(" ", ""), name
            assert not condemning(text), name


def test_the_originals_leave_only_for_the_key_that_was_named(packed: Packed) -> None:
    case, identity = decided(packed), pyrage.x25519.Identity.generate()
    open_ = packs_of(packed, case, "de")
    assert not list(open_.folder.rglob("*.age"))
    key = str(identity.to_public())
    sealed = packs_of(packed, case, "en", recipient=key).folder / "exhibits/originals.zip.age"
    plain = pyrage.decrypt(sealed.read_bytes(), [identity])
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        (name,) = archive.namelist()
        assert archive.read(name) == packed.desk.file.read_bytes()


@BOTH
def test_the_readme_names_every_file_of_the_pack_and_none_besides(
    packed: Packed, language: str
) -> None:
    key = str(pyrage.x25519.Identity.generate().to_public())
    for case, more in ((decided(packed), {"recipient": key}), (cleared(packed), {})):
        folder = packs_of(packed, case, language, **more).folder
        told = contents_of((folder / "README.txt").read_text("utf-8"))
        there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
        named = {name for name in there if any(matches(name, each) for each in told)}
        assert there - named == {"README.txt", "NO-TIME-STAMP-YET.txt"}
        assert {each for each in told if not any(matches(name, each) for name in there)} == {
            "SHA256SUMS.tsr"
        }


def contents_of(readme: str) -> set[str]:
    listed = readme.split("\n\n")[1]
    return {
        each for row in listed.splitlines() for each in row.strip().split("  ")[0].split(", ")
    }


def matches(name: str, listed: str) -> bool:
    return name.startswith(listed) if listed.endswith("/") else fnmatch(name, listed)


def test_the_table_of_findings_says_when_the_partner_was_asked_and_answered(
    packed: Packed,
) -> None:
    folder = packs_of(packed, decided(packed)).folder
    rows = csv.DictReader((folder / "findings.csv").read_text("utf-8-sig").splitlines())
    (hearing,) = packed.desk.case.hearings
    for row in rows:
        assert row["asked_at"] == hearing.sent_at.isoformat()
        assert row["reply_due"] == hearing.reply_due.isoformat()
        assert row["replied_at"] == (
            hearing.replies[-1].at.isoformat() if hearing.replies else ""
        )


def test_a_pack_says_beside_the_stated_day_what_lies_in_the_file_from_before_it(
    packed: Packed,
) -> None:
    case = decided(packed)
    paper = text_of(packs_of(packed, case).folder / "pack.pdf")
    assert "The company knew of it on" in paper
    assert "the oldest item of evidence" not in paper
    before = packed.desk.clock.at - timedelta(days=90)
    packed.desk.item(collected_at=before)
    paper = " ".join(text_of(packs_of(packed, case, "de").folder / "pack.pdf").split())
    with in_language("de"):
        assert f"das älteste Beweisstück wurde am {moment_in_full(before)} gesichert" in paper


def test_offline_the_request_lies_ready_and_the_pack_says_so(packed: Packed) -> None:
    handed = packs_of(packed, decided(packed))
    assert not handed.is_stamped
    assert (handed.folder / "SHA256SUMS.tsq").stat().st_size > 40
    assert not (handed.folder / "SHA256SUMS.tsr").exists()
    said = (handed.folder / "NO-TIME-STAMP-YET.txt").read_text("utf-8")
    assert "No time stamp was fetched" in said
    assert said.strip() in handed.in_words()


def test_a_pack_is_stamped_at_once_or_later(store: Store, tmp_path: Path) -> None:
    with authority(tmp_path / "tsa") as tsa:
        offline = packed_on(store, tmp_path)
        case = decided(offline)
        later = packs_of(offline, case, "de")
        settings = replace(
            offline.leumund.settings, stamp_url=tsa.url, stamp_root=str(tsa.root)
        )
        online = replace(
            offline,
            leumund=type(offline.leumund)(settings, store, offline.desk.clock, bytes),
        )
        at_once = packs_of(online, case, "en")
        assert at_once.is_stamped
        assert (at_once.folder / "SHA256SUMS.tsr").exists()
        assert not (at_once.folder / "NO-TIME-STAMP-YET.txt").exists()
        stamped = online.leumund.report.stamp(later.folder)
    assert stamped.is_signature_checked
    assert not (later.folder / "NO-TIME-STAMP-YET.txt").exists()
    with zipfile.ZipFile(later.zip_path) as archive:
        names = archive.namelist()
    assert f"{later.folder.name}/SHA256SUMS.tsr" in names
    assert check_alone(later.folder) == 10


@pytest.mark.parametrize("field", ["digest", "origin", "collector", "collected_at"])
def test_evidence_without_checksum_origin_collector_or_time_keeps_the_pack(
    packed: Packed, field: str
) -> None:
    decided(packed)
    case = packed.desk.case
    item: Item = replace(case.items[0], **{field: ""})  # type: ignore[arg-type]
    checks = load_checks("eu/cases").in_force(packed.desk.clock.now().date(), ("DE",))
    original = {1: packed.desk.file.read_bytes()}
    rules = (RulesHeld("eu/cases", "ab" * 32),)
    released(case, rules, original, checks, "en")
    with pytest.raises(PackWithheld, match="C157"):
        released(replace(case, items=(item,)), rules, original, checks, "en")


@pytest.mark.parametrize("is_gone", [True, False])
def test_an_exhibit_that_was_changed_or_lost_keeps_the_pack(
    packed: Packed, is_gone: bool
) -> None:
    case = decided(packed)
    path = packed.leumund.cases.folder / "evidence" / packed.desk.case.items[0].digest
    path.chmod(0o600)
    path.unlink()
    if not is_gone:
        path.write_bytes(b"something else")
    with pytest.raises(PackWithheld, match="C157"):
        packs_of(packed, case)
    assert entries(packed, "report.pack") == 0
    assert not list(packed.folder.glob("pack-*"))


def test_where_nobody_knows_which_rules_held_there_is_no_pack(packed: Packed) -> None:
    packed.desk.open()
    checks = load_checks("eu/cases").in_force(packed.desk.clock.now().date(), ("DE",))
    with pytest.raises(PackWithheld, match="C171"):
        released(packed.desk.case, (), {}, checks, "en")


def test_a_partner_warned_without_a_hearing_can_be_handed_the_pack(packed: Packed) -> None:
    packed.desk.open()
    packed.desk.item()
    packed.desk.stop()
    packed.desk.propose("warning")
    packed.desk.decide()
    folder = packs_of(packed, packed.case_id).folder
    assert check_alone(folder) == len(packed.desk.case.steps)
    assert json.loads((folder / "pack.json").read_text("utf-8"))["rules"]


def test_the_case_of_our_own_campaign_has_its_pack(packed: Packed) -> None:
    packed.desk.open(finding(partner=None), against=Against(Target.CAMPAIGN, "Spring"))
    packed.desk.item()
    packed.desk.propose("hint")
    packed.desk.decide()
    assert packs_of(packed, packed.case_id).folder.is_dir()


def test_nothing_is_written_over(packed: Packed) -> None:
    case = decided(packed)
    packs_of(packed, case)
    with pytest.raises(FolderInUse):
        packs_of(packed, case)
    assert entries(packed, "report.pack") == 1


def test_a_folder_that_is_there_refuses_before_a_stamp_is_asked_for_or_an_entry_is_numbered(
    packed: Packed,
) -> None:
    counter = Counter(packed.leumund.store, packed.desk.clock)
    body = {"case": packed.case_id, "has_originals": False}
    files = {"a.txt": b"a"}
    first = counter.hand_out("report.pack", body, files, packed.folder / "one")
    with pytest.raises(FolderInUse):
        counter.hand_out("report.pack", body, files, packed.folder / "one", is_stamped=True)
    second = counter.hand_out("report.pack", body, files, packed.folder / "two")
    assert second.entry_id == first.entry_id + 1


@BOTH
@pytest.mark.parametrize("about", ["hearing", "decision", "clearing"])
def test_a_letter_reads_as_one_would_send_it(packed: Packed, language: str, about: str) -> None:
    case = cleared(packed) if about == "clearing" else decided(packed)
    path = packed.folder / f"{about}.pdf"
    packed.leumund.report.letter(case, about, path, language)
    said = pdf_text(path.read_bytes())
    assert sheets(path) == 1
    assert "Nordwind Energie GmbH" in said
    assert "Hafenweg 1" in said
    assert not condemning(said)
    assert "call.after_objection" not in said
    wanted = {
        ("hearing", "de"): "18. Mai 2026",
        ("hearing", "en"): "18 May 2026",
        ("decision", "de"): "4. August 2026",
        ("decision", "en"): "4 August 2026",
        ("clearing", "de"): "Von 40 fremden Anrufen",
        ("clearing", "en"): "Of 40 strange calls",
    }
    assert wanted[about, language] in said


@BOTH
def test_a_decision_names_its_legal_basis_and_the_rules_at_issue(
    packed: Packed, language: str
) -> None:
    desk = packed.desk
    law = "§ 7 Abs. 2 Nr. 1 UWG"
    desk.open(finding(row="c8", citation=law), finding(Source.ORDER_RECORD, "o8", code="C079"))
    desk.item()
    desk.propose("warning")
    desk.decide()
    path = packed.folder / "decision.pdf"
    packed.leumund.report.letter(desk.case_id, "decision", path, language)
    said = " ".join(pdf_text(path.read_bytes()).split())
    assert {"de": "Rechtsgrundlage § 314", "en": "Legal basis § 314"}[language] in said
    assert {"de": law, "en": "§ 7(2) no. 1 UWG"}[language] in said


def test_a_letter_stays_the_same_whatever_comes_later(packed: Packed) -> None:
    case = decided(packed)
    paths = [packed.folder / f"{name}.pdf" for name in "ab"]
    packed.leumund.report.letter(case, "hearing", paths[0], "en")
    packed.desk.later(days=30)
    packed.leumund.report.letter(case, "hearing", paths[1], "en")
    assert paths[0].read_bytes() == paths[1].read_bytes()
    said = pdf_text(paths[0].read_bytes())
    assert "4 May 2026" in said
    assert "order stop" in said


def test_a_letter_that_is_not_due_is_not_written(packed: Packed) -> None:
    case = decided(packed)
    with pytest.raises(NoSuchLetterDue, match="clearing"):
        packed.leumund.report.letter(case, "clearing", packed.folder / "c.pdf")
    assert not (packed.folder / "c.pdf").exists()
    assert entries(packed, "report.letter") == 0


def test_a_letter_that_speaks_of_an_offence_is_not_written(packed: Packed) -> None:
    desk = packed.desk
    desk.open(finding(row="c8", citation="No. 4 (fraud)"))
    desk.item()
    desk.propose("warning")
    desk.decide()
    with pytest.raises(LetterSpeaksOfOffence, match="fraud"):
        packed.leumund.report.letter(desk.case_id, "decision", packed.folder / "d.pdf")
    assert entries(packed, "report.letter") == 0


@BOTH
def test_the_clearing_page_is_one_sheet_without_statistics(
    packed: Packed, language: str
) -> None:
    folder = packs_of(packed, cleared(packed), language).folder
    assert sheets(folder / "clearing.pdf") == 1
    said = text_of(folder / "clearing.pdf")
    assert "%" not in said
    assert "37" in said
    page = (folder / "clearing.html").read_text("utf-8")
    assert "<script" not in page
    assert "Content-Security-Policy" in page


@pytest.mark.parametrize("kind", ["a/../../../../outside", "a" * 300, "..", "C:\\x", "a\nb"])
def test_attack_a_kind_of_an_older_case_that_is_a_path_writes_nothing_outside(
    packed: Packed, kind: str
) -> None:
    decided(packed)
    case = packed.desk.case
    item = replace(case.items[0], kind=kind)
    [exhibit] = exhibits_of(replace(case, items=(item,)), {1: b"at,line\n"})
    assert exhibit.name is not None
    assert re.fullmatch(r"exhibits/01-[a-z0-9_-]{0,41}-masked\.txt", exhibit.name)


def test_attack_a_file_of_a_pack_that_is_named_like_a_path(tmp_path: Path) -> None:
    for name in ("../x.txt", "a/../../x.txt", str(tmp_path / "x.txt")):
        with pytest.raises(NameOutside):
            write_bundle(Bundle({"a.txt": b"a", name: b"x"}, {}), tmp_path / "pack")
    assert list(tmp_path.iterdir()) == []


def test_attack_a_number_as_origin_or_collector_of_an_exhibit_leaves_masked(
    packed: Packed,
) -> None:
    case = packed.leumund.cases.case(decided(packed))
    pack = packed.leumund.report._case_pack(case, "en", has_originals=False)
    one = pack.exhibits[0]
    item = replace(one.item, origin="line 030 23125 014", collector="030 23125 014")
    said = str(next(exhibits(replace(pack, exhibits=(replace(one, item=item),)))))
    assert "23125" not in said
    assert "•" in said


@BOTH
def test_what_the_partner_adds_to_its_answer_stands_beside_the_first_answer(
    packed: Packed, language: str
) -> None:
    desk = packed.desk
    desk.ready()
    desk.reply("The papers are here.")
    desk.later(days=1)
    desk.propose()
    desk.decide(by=KURZ)
    folder = packs_of(packed, desk.case_id, language).folder
    said = json.loads((folder / "pack.json").read_text("utf-8"))
    told = [each["reply"] for each in said["hearings"][0]["replies"]]
    assert told == ["It was not us.", "The papers are here."]
    paper = " ".join(text_of(folder / "pack.pdf").split())
    assert paper.index(told[0]) < paper.index(told[1])
    path = packed.folder / "decision.pdf"
    packed.leumund.report.letter(desk.case_id, "decision", path, language)
    [hearing] = desk.case.hearings
    letter = " ".join(text_of(path).split())
    with in_language(language):
        for reply in hearing.replies:
            assert moment_in_full(reply.at) in letter


@BOTH
def test_the_pack_says_what_became_of_an_objection_and_why(
    packed: Packed, language: str
) -> None:
    case, desk = decided(packed), packed.desk
    desk.later(days=1)
    desk.cases.appeal(case, "We have never had these people.", WEBER)
    desk.cases.reverse(case, "The proof of the second call was another's.", BRANDT)
    desk.later(days=1)
    desk.cases.clear(case, "It was another firm.", WEBER)
    paper = " ".join(text_of(packs_of(packed, case, language).folder / "pack.pdf").split())
    assert ("at least 2" if language == "en" else "mindestens 2") in paper
    for said in ("never had these people", "was another's", "It was another firm", BRANDT):
        assert said in paper


def test_the_pack_says_of_each_finding_whether_the_partner_was_asked_and_has_answered(
    packed: Packed,
) -> None:
    desk = packed.desk
    desk.open()
    desk.item()
    assert paper_of(packed, "never").count("not asked yet") == 2
    desk.hear()
    asked = paper_of(packed, "asked")
    assert "time until 18 May 2026" in asked
    assert "The answer is awaited." in asked
    desk.cases.clear(desk.case_id, "It was another firm.", KURZ)
    over = paper_of(packed, "over")
    assert "the case went on before an answer" in over
    assert "awaited" not in over


def paper_of(packed: Packed, name: str) -> str:
    into = packed.folder / name
    packed.leumund.report.pack(packed.case_id, into, language="en")
    return " ".join(text_of(into / "pack.pdf").split())
