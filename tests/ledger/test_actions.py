"""The ledger's actions on a real database and a real folder."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.ledger.work import CLOCK, load, open_ledger

from leumund.basics.clock import SetClock
from leumund.ledger import append, append_many, leaf_hash, root, verify_proof
from leumund.ledger.actions import Ledger
from leumund.ledger.asked import (
    AlreadyErased,
    CannotBeErased,
    NotOpen,
    NotSignedYet,
    NotThereEntry,
)
from leumund.ledger.checkpoint import read_checkpoint, read_public_key
from leumund.ledger.keys import KeyDamaged, KeyExists, KeyExposed, KeyLost, KeyMissing, NotAName
from leumund.ledger.privacy import PersonalDataInEntry, UnknownKind
from leumund.store import Store
from leumund.store.errors import NotGranted
from leumund.store.statements import Statement


def test_entries_of_committed_actions_come_under_a_signed_checkpoint(
    store: Store, tmp_path: Path
) -> None:
    ledger = open_ledger(store, tmp_path)
    load(store, 300)
    checkpoint = ledger.integrate()
    assert checkpoint.size == 301  # and the key's own entry
    note = (tmp_path / "ledger" / "checkpoint").read_bytes()
    key = read_public_key((tmp_path / "keys" / "ledger.pub").read_text().strip())
    assert read_checkpoint(note, [key]) == checkpoint
    found = ledger.verify()
    assert found.is_sound, found.problems
    assert (found.size, found.entries, found.opened, found.waiting) == (301, 301, 301, 0)


def test_an_action_that_is_rolled_back_leaves_no_entry(store: Store, tmp_path: Path) -> None:
    ledger = open_ledger(store, tmp_path)
    before = ledger.integrate().size

    def work() -> None:
        with store.transaction() as tx:
            append(tx, "people.load", {"rows": 1})
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        work()
    assert ledger.integrate().size == before
    assert ledger.verify().waiting == 0


def test_integrating_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    ledger = open_ledger(store, tmp_path)
    load(store, 5)
    first = ledger.integrate()
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert ledger.integrate() == first
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_entries_stand_in_the_order_of_their_ids(store: Store, tmp_path: Path) -> None:
    ledger = open_ledger(store, tmp_path)
    ids = load(store, 40)
    ledger.integrate()
    listed = [entry for entry in reversed(ledger.entries()) if entry.kind == "people.load"]
    assert [entry.entry_id for entry in listed] == ids
    assert [entry.index for entry in listed] == list(range(1, 41))
    assert [entry.said for entry in listed] == [f'{{"rows":{i}}}' for i in range(40)]


def test_the_root_is_the_one_of_all_leaves(store: Store, tmp_path: Path) -> None:
    ledger = open_ledger(store, tmp_path)
    for count in (3, 700, 1, 255, 0, 600):
        load(store, count)
        checkpoint = ledger.integrate()
    proofs = [ledger.prove(entry.entry_id) for entry in reversed(ledger.entries(count=9_999))]
    assert root(proof.leaf for proof in proofs) == checkpoint.root
    assert [proof.index for proof in proofs] == list(range(checkpoint.size))
    assert ledger.verify().is_sound


def test_a_proof_opens_the_entry_for_an_outsider(store: Store, tmp_path: Path) -> None:
    ledger = open_ledger(store, tmp_path)
    entry = load(store, 300)[123]
    ledger.integrate()
    key = read_public_key(ledger.create_key().public_key)
    opened = verify_proof(ledger.prove(entry, is_opened=True).encode(), [key])
    assert opened.opening is not None
    assert opened.opening.said == {"rows": 123}
    assert opened.leaf.at == CLOCK.at
    closed = ledger.prove(entry).encode()
    assert verify_proof(closed, [key]).opening is None


def test_nothing_is_proved_before_it_is_signed(store: Store, tmp_path: Path) -> None:
    ledger = open_ledger(store, tmp_path)
    entry = load(store, 1)[0]
    with pytest.raises(NotSignedYet):
        ledger.prove(entry)
    ledger.integrate()
    waiting = load(store, 1)[0]
    with pytest.raises(NotSignedYet):
        ledger.prove(waiting)
    with pytest.raises(NotThereEntry):
        ledger.prove(999_999)


def test_what_an_entry_said_can_be_erased_and_the_tree_stays(
    store: Store, tmp_path: Path
) -> None:
    ledger = open_ledger(store, tmp_path)
    entry = load(store, 30)[7]
    ledger.integrate()
    before = ledger.prove(entry, is_opened=True)
    erased = ledger.erase(entry, "request under Art 17 GDPR")
    ledger.integrate()
    found = ledger.verify()
    assert found.is_sound, found.problems
    assert (found.erased, found.opened, found.entries) == (1, 31, 32)
    with pytest.raises(NotOpen):
        ledger.prove(entry, is_opened=True)
    assert ledger.prove(entry).leaf == before.leaf
    listed = {found.entry_id: found for found in ledger.entries()}
    assert listed[entry].is_erased
    assert listed[entry].said is None
    assert listed[erased.erased_by].said == (
        f'{{"entry":{entry},"why":"request under Art 17 GDPR"}}'
    )


def test_nothing_is_erased_twice_and_never_what_holds_the_ledger_together(
    store: Store, tmp_path: Path
) -> None:
    ledger = open_ledger(store, tmp_path)
    entry = load(store, 1)[0]
    erased = ledger.erase(entry, "request")
    with pytest.raises(AlreadyErased):
        ledger.erase(entry, "request")
    for own in (erased.erased_by, ledger.entries(kind="ledger.create_key")[0].entry_id):
        with pytest.raises(CannotBeErased):
            ledger.erase(own, "request")
    with pytest.raises(NotThereEntry):
        ledger.erase(999_999, "request")
    assert len(ledger.entries()) == 3


def test_entries_are_found_by_kind_and_by_time(store: Store, tmp_path: Path) -> None:
    clock = SetClock(datetime(2026, 3, 1, tzinfo=UTC))
    ledger = open_ledger(store, tmp_path, clock)
    with store.transaction() as tx:
        append(tx, "people.load", {"rows": 1}, at=datetime(2026, 3, 2, tzinfo=UTC))
        append(tx, "network.load", {"rows": 2}, at=datetime(2026, 3, 3, tzinfo=UTC))
    ledger.integrate()
    load(store, 1)
    assert [found.kind for found in ledger.entries(kind="network.load")] == ["network.load"]
    day = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC)
    assert [found.said for found in ledger.entries(since=day[0], until=day[1])] == [
        '{"rows":1}'
    ]
    assert len(ledger.entries(count=2)) == 2


# --- what must not get in ---------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        {"number": "+493023125000"},
        {"numbers": ["x", {"to": "called +49302312500 twice"}]},
        {"+493023125000": 1},
        {"mail": "someone@example.com"},
        {"why": "+49 30 23125 008"},
        {"why": "030/2312500-8"},
        {"why": ["called from (030) 23125 008 on 2026-03-01"]},
        {"why": "Antrag vom 01.03.2026, Tel. 03023125008"},
    ],
)
def test_a_number_or_a_mail_address_never_gets_into_the_ledger(
    store: Store, tmp_path: Path, body: dict[str, object]
) -> None:
    ledger = open_ledger(store, tmp_path)
    with pytest.raises(PersonalDataInEntry) as caught, store.transaction() as tx:
        append(tx, "people.load", body)
    assert "302312" not in str(caught.value)
    assert "2312" not in str(caught.value)
    assert "someone" not in str(caught.value)
    assert len(ledger.entries()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "request under Art 17 (EU) 2016/679 of 2026-03-01",
        "Antrag vom 01.03.2026, 2. 4. 2026 und 12 O 345/26",
        "2026-03-01T09:30:00.123456Z",
        "since 2026-03-01 09:30:00.123456+01:00",
        "0.0123456",
        "1/12345678",
        "herbst-2026-001",
        "members-0123456789.parquet",
        "0" * 64,
        "0123456a" * 8,
    ],
)
def test_days_shares_ids_and_digests_are_no_numbers(
    store: Store, tmp_path: Path, text: str
) -> None:
    ledger = open_ledger(store, tmp_path)
    with store.transaction() as tx:
        append(tx, "people.load", {"text": [text]})
    assert len(ledger.entries()) == 2


def test_a_reason_with_a_number_in_it_erases_nothing(store: Store, tmp_path: Path) -> None:
    ledger = open_ledger(store, tmp_path)
    entry = load(store, 1)[0]
    with pytest.raises(PersonalDataInEntry, match=r"\+4930•+"):
        ledger.erase(entry, "+49 30 23125 008")
    assert not any(one.is_erased for one in ledger.entries())


def test_an_unknown_kind_and_a_float_are_refused(store: Store, tmp_path: Path) -> None:
    ledger = open_ledger(store, tmp_path)
    with pytest.raises(UnknownKind), store.transaction() as tx:
        append(tx, "people.guess", {})
    with pytest.raises(TypeError), store.transaction() as tx:
        append_many(tx, [("people.load", {"rows": 1}), ("people.load", {"share": 0.5})])
    assert len(ledger.entries()) == 1


def test_digests_moments_and_versions_are_not_mistaken_for_numbers(
    store: Store, tmp_path: Path
) -> None:
    open_ledger(store, tmp_path)
    body = {
        "at": datetime(2026, 3, 1, tzinfo=UTC),
        "pack": "de/outbound@2026.2",
        "digest": bytes(range(32)),
        "root": leaf_hash(b"x").hex(),
        "line": 493023125000,
    }
    with store.transaction() as tx:
        append(tx, "people.load", body)


# --- the key ----------------------------------------------------------------------------


def test_the_key_is_made_once_and_only_its_owner_may_read_it(
    store: Store, tmp_path: Path
) -> None:
    ledger = Ledger(store, CLOCK, tmp_path)
    made = ledger.create_key("example.com/ledger")
    assert ledger.create_key() == made
    assert made.name == "example.com/ledger"
    private = tmp_path / "keys" / "ledger.key"
    assert private.stat().st_mode & 0o777 == 0o600
    assert private.parent.stat().st_mode & 0o777 == 0o700
    assert made.path.read_text() == made.public_key + "\n"
    assert len(ledger.entries(kind="ledger.create_key")) == 1
    with pytest.raises(KeyExists):
        ledger.create_key("example.com/other")
    with pytest.raises(NotAName):
        ledger.create_key("two words")


def test_a_key_others_can_read_signs_nothing(store: Store, tmp_path: Path) -> None:
    ledger = open_ledger(store, tmp_path)
    (tmp_path / "keys" / "ledger.key").chmod(0o640)
    with pytest.raises(KeyExposed):
        ledger.integrate()
    assert not (tmp_path / "ledger" / "checkpoint").exists()


def test_a_damaged_key_is_named_without_showing_it(store: Store, tmp_path: Path) -> None:
    ledger = open_ledger(store, tmp_path)
    path = tmp_path / "keys" / "ledger.key"
    secret = path.read_text().strip().rpartition("+")[2]
    path.write_text(path.read_text().replace("leumund/", "leumunt/"))
    with pytest.raises(KeyDamaged) as caught:
        ledger.integrate()
    seen: BaseException | None = caught.value
    while seen is not None:
        assert secret not in f"{seen!r} {seen.args}"
        seen = seen.__cause__ or seen.__context__


def test_a_new_key_cannot_take_over_an_old_ledger(store: Store, tmp_path: Path) -> None:
    ledger = open_ledger(store, tmp_path)
    load(store, 3)
    ledger.integrate()
    for name in ("ledger.key", "ledger.pub"):
        (tmp_path / "keys" / name).unlink()
    for attempt in (ledger.create_key, ledger.integrate):
        with pytest.raises(KeyLost):
            attempt()
    assert not (tmp_path / "keys" / "ledger.key").exists()
    with pytest.raises(KeyMissing):
        ledger.verify()


def test_a_ledger_without_a_key_makes_one_when_it_first_signs(
    store: Store, tmp_path: Path
) -> None:
    load(store, 2)
    checkpoint = Ledger(store, CLOCK, tmp_path).integrate()
    assert checkpoint.size == 3


# --- the database's own guard -----------------------------------------------------------


def test_the_application_may_neither_change_nor_remove_what_stands(
    store: Store, tmp_path: Path
) -> None:
    ledger = open_ledger(store, tmp_path)
    load(store, 3)
    ledger.integrate()
    for sql in (
        "update ledger.leaf set kind = 'people.load'",
        "delete from ledger.leaf",
        "truncate ledger.leaf",
        "delete from ledger.checkpoint",
        "update ledger.checkpoint set size = 0",
        "delete from ledger.opening",
        "update ledger.opening set entry_id = 9",
        "update ledger.outbox set kind = 'people.load'",
    ):
        with pytest.raises(NotGranted), store.transaction() as tx:
            tx.run(Statement("attack", "An attack.", sql))
    assert ledger.verify().is_sound
