"""What is known, the next morning's file, reported numbers, look-ups: on a real desk."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest
from tests.audit.desk import NORDEN, NOW, OSTEN, SHOWN, WESTEN, ask, at, audit_desk, declare
from tests.release.desk import identity_of, number, object_to_calls, write

from leumund.app import Leumund
from leumund.audit.known import Collected, KnownFinding, NoSuchFinding, NothingNoted
from leumund.audit.notice import NoSuchNotice, NotOpened
from leumund.audit.number import NotLookedUp, RungBefore
from leumund.audit.rows.behind import Behind
from leumund.basics.finding import Finding, Row, Source
from leumund.basics.language import in_language
from leumund.basics.numbers import Number, mask
from leumund.network import NoSuchPartner
from leumund.store import Store

SUNDAY = "2026-03-08T11:00:00"
NUMBER = Number(number(9500))


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Leumund:
    return audit_desk(tmp_path, store)


def opened(folder: Path, partner: str, path: Path) -> bytes:
    plain: bytes = pyrage.decrypt(path.read_bytes(), [identity_of(folder, partner)])
    return plain


def entries(desk: Leumund, kind: str) -> int:
    desk.ledger.create_key()
    desk.ledger.integrate()
    return len(list(desk.ledger.entries(kind=kind)))


def test_a_finding_is_known_from_the_first_time_it_was_taken_in(
    desk: Leumund, tmp_path: Path
) -> None:
    declare(desk, tmp_path, NORDEN, [(SUNDAY, 1, "reached")])
    first = desk.audit.collect()
    assert first.added >= 1
    at(desk, NOW + timedelta(days=5))
    assert desk.audit.collect().added == 0
    [known] = [
        each
        for each in desk.audit.findings(NORDEN)
        if each.finding.code == "call.outside_hours"
    ]
    assert known.known_at == NOW
    assert known.finding.first_sign_at.date().isoformat() == "2026-03-08"
    assert known.finding.digest == known.digest
    assert entries(desk, "audit.collect") == 1


def test_who_was_told_and_what_was_done_stands_with_its_finding(
    desk: Leumund, tmp_path: Path
) -> None:
    declare(desk, tmp_path, NORDEN, [(SUNDAY, 1, "reached")])
    desk.audit.collect()
    digest = desk.audit.findings(NORDEN)[0].digest
    desk.audit.tell(digest[:12], "sales management")
    at(desk, NOW + timedelta(days=1))
    desk.audit.done(digest, "case 12 opened")
    [known] = [each for each in desk.audit.findings() if each.digest == digest]
    assert [(note.text, note.at) for note in known.told] == [("sales management", NOW)]
    assert [note.text for note in known.done] == ["case 12 opened"]
    assert not known.is_open
    assert "case 12 opened" in known.in_words()
    with in_language("de"):
        assert "Tag: 2026-03-08" in known.in_words()


def test_nothing_is_noted_about_a_finding_that_nobody_knows(desk: Leumund) -> None:
    with pytest.raises(NoSuchFinding):
        desk.audit.tell("0" * 12, "sales")
    with pytest.raises(NothingNoted):
        desk.audit.done("0" * 12, "   ")
    assert entries(desk, "audit.tell") == entries(desk, "audit.done") == 0


def test_the_next_morning_each_partner_learns_the_numbers_it_has_and_may_not_call(
    desk: Leumund, tmp_path: Path
) -> None:
    assert ask(desk, NORDEN, 3)
    declare(
        desk, tmp_path, NORDEN, [("2026-03-10T10:00:00", of, "reached") for of in (1, 2, 3)]
    )
    declare(desk, tmp_path, WESTEN, [("2026-03-10T10:00:00", 4, "reached")])
    at(desk, NOW + timedelta(days=3))
    object_to_calls(desk, tmp_path, [3, 5])
    told = desk.audit.tomorrow(tmp_path / "out")
    [notice] = told.notices
    assert (notice.partner, notice.numbers) == (NORDEN, 1)
    assert notice.path is not None
    plain = opened(tmp_path, NORDEN, notice.path)
    assert plain.decode() == f"number\r\n{number(3)}\r\n"
    assert number(3).encode() not in notice.path.read_bytes()
    assert desk.audit.tomorrow(tmp_path / "out").notices == ()
    assert entries(desk, "audit.tomorrow") == 1


def test_attack_a_partner_that_declares_calls_to_any_numbers_does_not_learn_who_objected(
    desk: Leumund, tmp_path: Path
) -> None:
    declare(
        desk, tmp_path, NORDEN, [("2026-03-10T10:00:00", of, "reached") for of in range(20)]
    )
    at(desk, NOW + timedelta(days=3))
    object_to_calls(desk, tmp_path, [3, 5, 7])
    told = desk.audit.tomorrow(tmp_path / "out")
    assert told.notices == ()
    assert told.merely_called == {NORDEN: 3}, "but the company does learn it"
    assert f"{NORDEN} says to have called 3 numbers" in told.in_words()


def test_a_file_is_acknowledged_by_whoever_has_opened_it(desk: Leumund, tmp_path: Path) -> None:
    assert ask(desk, NORDEN, 3)
    declare(desk, tmp_path, NORDEN, [("2026-03-10T10:00:00", 3, "reached")])
    at(desk, NOW + timedelta(days=3))
    object_to_calls(desk, tmp_path, [3])
    [notice] = desk.audit.tomorrow(tmp_path / "out").notices
    assert notice.path is not None
    with pytest.raises(NotOpened):
        desk.audit.acknowledge(NORDEN, notice.file_digest)
    with pytest.raises(NoSuchNotice):
        desk.audit.acknowledge(WESTEN, notice.plain_digest)
    digest = hashlib.sha256(opened(tmp_path, NORDEN, notice.path)).hexdigest()
    assert desk.audit.acknowledge(NORDEN, digest).is_acknowledged
    assert desk.audit.acknowledge(NORDEN, digest).is_acknowledged
    assert entries(desk, "audit.acknowledge") == 1


def test_a_lost_file_is_put_there_again_until_it_is_acknowledged(
    desk: Leumund, tmp_path: Path
) -> None:
    assert ask(desk, NORDEN, 3)
    declare(desk, tmp_path, NORDEN, [("2026-03-10T10:00:00", 3, "reached")])
    at(desk, NOW + timedelta(days=3))
    object_to_calls(desk, tmp_path, [3])
    [notice] = desk.audit.tomorrow(tmp_path / "out").notices
    assert notice.path is not None
    notice.path.unlink()
    [waiting] = desk.audit.tomorrow(tmp_path / "out").waiting
    assert waiting.path == notice.path
    assert notice.path.exists()


def test_what_is_not_acknowledged_in_time_is_a_finding_and_so_is_what_we_did_not_pass_on(
    desk: Leumund, tmp_path: Path
) -> None:
    assert ask(desk, NORDEN, 3)
    declare(desk, tmp_path, NORDEN, [("2026-03-10T10:00:00", 3, "reached")])
    at(desk, NOW + timedelta(days=3))
    object_to_calls(desk, tmp_path, [3])
    desk.audit.collect()
    assert not [each for each in desk.audit.findings() if each.finding.code == "C049"]
    at(desk, NOW + timedelta(days=5))
    desk.audit.collect()
    [ours] = [each for each in desk.audit.findings() if each.finding.code == "C049"]
    assert (ours.finding.partner, ours.finding.said["side"]) == (None, "ours")
    desk.audit.tomorrow(tmp_path / "out")
    at(desk, NOW + timedelta(days=7))
    desk.audit.collect()
    [theirs] = [each for each in desk.audit.findings(NORDEN) if each.finding.code == "C049"]
    assert theirs.finding.first_sign_at == NOW + timedelta(days=6)


def test_a_call_after_the_partner_was_told_weighs_more(desk: Leumund, tmp_path: Path) -> None:
    assert ask(desk, NORDEN, 3)
    declare(desk, tmp_path, NORDEN, [("2026-03-10T10:00:00", 3, "reached")])
    at(desk, NOW + timedelta(days=3))
    object_to_calls(desk, tmp_path, [3])
    desk.audit.tomorrow(tmp_path / "out")
    at(desk, NOW + timedelta(days=6))
    later = [("2026-03-10T10:00:00", 3, "reached"), ("2026-03-16T10:00:00", 3, "reached")]
    declare(desk, tmp_path, NORDEN, later)
    codes = {each.code for each in desk.audit.calls().findings}
    assert {"call.after_objection", "call.after_notice"} <= codes


def test_a_reported_number_is_looked_up_before_it_is_rung_and_rung_once(
    desk: Leumund, tmp_path: Path
) -> None:
    with pytest.raises(NotLookedUp):
        desk.audit.rang(NUMBER, "mk", "Good morning")
    assert "No partner may show it" in desk.audit.number(NUMBER).in_words()
    ring = desk.audit.rang(NUMBER, "mk", "Norden, good morning", named=NORDEN)
    assert ring.at == NOW
    with pytest.raises(RungBefore):
        desk.audit.rang(NUMBER, "mk", "again")
    [known] = [each for each in desk.audit.findings() if each.finding.code == "number.named"]
    assert known.finding.partner == NORDEN
    assert NUMBER.e164 not in str(known)
    assert "Norden, good morning" in desk.audit.number(NUMBER).in_words()
    assert (entries(desk, "audit.number"), entries(desk, "audit.rang")) == (2, 1)


def test_a_shown_number_alone_proves_nothing_and_the_answer_says_so(
    desk: Leumund, tmp_path: Path
) -> None:
    declare(desk, tmp_path, WESTEN, [(SUNDAY, 1, "reached")], shown=SHOWN[NORDEN])
    complaint = "arrived_at,called_at,number_called,number_shown\n"
    complaint += f"2026-03-09T10:00:00,,,{SHOWN[NORDEN]}\n"
    desk.intake.complaints(write(tmp_path, "complaints.csv", complaint))
    found = desk.audit.number(Number(SHOWN[NORDEN]))
    assert [each.partner for each in found.holders] == [NORDEN]
    assert [(each.partner, each.calls) for each in found.calls] == [(WESTEN, 1)]
    assert found.complaints.complaints == 1
    assert "proves nothing by itself" in found.in_words()
    assert SHOWN[NORDEN] not in found.in_words()


def test_a_number_shown_that_no_partner_holds_is_a_finding_about_the_chain(
    desk: Leumund, tmp_path: Path
) -> None:
    declare(desk, tmp_path, OSTEN, [("2026-03-10T10:00:00", 1, "reached")], shown=number(9800))
    desk.audit.collect()
    assert "C044" in {each.finding.code for each in desk.audit.findings(OSTEN)}


def test_look_ups_by_night_from_abroad_in_masses_and_shared_stand_out(
    desk: Leumund, tmp_path: Path
) -> None:
    rows = ["looked_up_at,login,device,country,number,fields"]
    rows += [f"2026-03-09T14:{at:02}:00+01:00,a,d1,DE,{number(1)},tariff" for at in range(50)]
    rows += [f"2026-03-09T23:{at:02}:00+01:00,b,d1,DE,{number(2)},tariff" for at in range(9)]
    rows += [f"2026-03-08T1{at}:00:00+01:00,c,d{at},DE,{number(2)},tariff" for at in range(5)]
    rows += [f"2026-03-07T12:00:00+01:00,d,d1,TR,{number(2)},tariff"]
    path = write(tmp_path, "portal.csv", "\n".join(rows) + "\n")
    desk.release.lookups(path, NORDEN)
    found = desk.audit.lookups()
    assert found.lookups == 65
    words = {(each.said["day"], each.said["what"]) for each in found.findings}
    assert words == {
        ("2026-03-07", "abroad"),
        ("2026-03-08", "shared"),
        ("2026-03-09", "many"),
        ("2026-03-09", "night"),
    }


def test_an_ordinary_day_at_the_portal_says_nothing(desk: Leumund, tmp_path: Path) -> None:
    rows = ["looked_up_at,login,device,country,number,fields"]
    rows += [f"2026-03-09T{at}:30:00+01:00,a,d1,DE,{number(1)},tariff" for at in range(10, 20)]
    desk.release.lookups(write(tmp_path, "portal.csv", "\n".join(rows) + "\n"), NORDEN)
    assert desk.audit.lookups().findings == ()


def test_a_record_that_was_looked_up_counts_as_handed_over(
    desk: Leumund, tmp_path: Path
) -> None:
    rows = "looked_up_at,login,device,country,number,fields\n"
    rows += f"2026-03-09T10:00:00+01:00,a,d1,DE,{number(1)},tariff\n"
    desk.release.lookups(write(tmp_path, "portal.csv", rows), NORDEN)
    when = "2026-03-10T09:00:00"
    declare(desk, tmp_path, NORDEN, [(when, 1, "reached"), (when, 2, "reached")])
    [norden] = desk.audit.calls().partners
    assert norden.against["C050"] == 1


def test_asking_leaves_no_entry_of_this_part(desk: Leumund, tmp_path: Path) -> None:
    assert ask(desk, NORDEN, 1)
    declare(desk, tmp_path, NORDEN, [(SUNDAY, 1, "reached")])
    desk.audit.calls()
    desk.audit.scorecards()
    desk.audit.lookups()
    desk.audit.findings()
    desk.ledger.create_key()
    desk.ledger.integrate()
    assert not [each for each in desk.ledger.entries() if each.kind.startswith("audit.")]


def test_a_known_finding_says_what_it_is_and_what_it_is_about(
    desk: Leumund, tmp_path: Path
) -> None:
    """Eight findings of one code are told apart, whichever part they come from."""
    declare(desk, tmp_path, NORDEN, [(SUNDAY, 1, "reached")])
    desk.audit.collect()
    told = desk.audit.known(NORDEN).in_words()
    assert mask(number(1)) in told
    order = Finding(
        "C079", NORDEN, Source.ORDER_RECORD, NOW, (Row("orders.placed", "A-2003"),), {}
    )
    place = Finding(
        "W040",
        NORDEN,
        Source.TRANSCRIPT,
        NOW,
        (Row("audit.word_finding", "0" * 32),),
        {"turn": 4, "doubt_percent": -1, "role_confidence_percent": 90},
    )
    with in_language("de"):
        said = KnownFinding(order, order.digest, NOW).in_words()
        assert "Auftrag am Telefon ohne Anruf" in said
        assert "Auftrag A-2003" in said
        assert "· \n" not in said
        heard = KnownFinding(place, place.digest, NOW).in_words((Behind(NOW, "K-20"),))
        assert "W040  W040" not in heard
        assert ": -1" not in heard
        assert "Redebeitrag: 4" in heard
        assert "K-20" in heard
        counted = Collected(2, 2, {"C079": 1, "W040": 1}).in_words()
        assert "Auftrag am Telefon ohne Anruf: 1" in counted
        assert "W040: 1" not in counted


def test_the_findings_of_a_partner_whom_nobody_knows_are_not_none(desk: Leumund) -> None:
    assert desk.audit.known(WESTEN).findings == ()
    with pytest.raises(NoSuchPartner):
        desk.audit.known("Wessten")
