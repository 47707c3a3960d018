"""What somebody with the database, the folder or the key may try; each is noticed."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import psycopg
import pytest
from tests.ledger.work import load, open_ledger

from leumund.ledger.actions import Ledger
from leumund.ledger.alarm import (
    CheckpointNotOurs,
    CheckpointRolledBack,
    EntriesRolledBack,
    HistoryForked,
    LedgerAlarm,
    TreeChanged,
)
from leumund.ledger.checkpoint import Checkpoint, PrivateKey, read_private_key
from leumund.ledger.tree import leaf_hash
from leumund.store import Store


@pytest.fixture
def ledger(store: Store, tmp_path: Path) -> Ledger:
    """700 entries under three checkpoints: full tiles, open ones, and spare-free folders."""
    ledger = open_ledger(store, tmp_path)
    for rows in (400, 200, 99):
        load(store, rows)
        ledger.integrate()
    return ledger


def by_hand(store: Store, *statements: str) -> None:
    """Do what only the owner of the tables can do."""
    with psycopg.connect(store.logins.owner()) as connection:
        for statement in statements:
            connection.execute(statement)


def folder_of(ledger: Ledger) -> dict[Path, bytes]:
    root = ledger.folder / "ledger"
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def assert_noticed(ledger: Ledger, *words: str) -> None:
    """The examination says so, and repairs nothing."""
    before = folder_of(ledger)
    found = ledger.verify()
    assert not found.is_sound
    text = " ".join(f"{problem.where} {problem.what}" for problem in found.problems)
    for word in words:
        assert word in text, text
    assert folder_of(ledger) == before


def assert_writer_refuses(ledger: Ledger, kind: type[LedgerAlarm]) -> LedgerAlarm:
    """The writer raises the alarm, signs nothing, and changes no signed file."""
    load(ledger.store, 5)
    before = ledger.folder / "ledger" / "checkpoint"
    note = before.read_bytes() if before.exists() else None
    with pytest.raises(kind) as caught:
        ledger.integrate()
    assert (before.read_bytes() if before.exists() else None) == note
    assert caught.value.evidence
    return caught.value


# --- the database -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'people.loaf'",
        "at = at + interval '1 microsecond'",
        "commitment = set_byte(commitment, 31, 255 - get_byte(commitment, 31))",
        "commitment = set_bit(commitment, 0, 1 - get_bit(commitment, 0))",
    ],
)
def test_rows_changed_by_hand_are_noticed_each_by_itself(ledger: Ledger, change: str) -> None:
    indexes = (0, 255, 300, 699)
    by_hand(ledger.store, f"update ledger.leaf set {change} where index in {indexes}")
    assert_noticed(
        ledger, *(f"entry at index {at} The row is not what was written." for at in indexes)
    )
    rows = [found for found in ledger.verify().problems if "row" in found.what]
    assert len(rows) == len(indexes)


def test_a_row_changed_since_the_last_checkpoint_stops_the_writer(ledger: Ledger) -> None:
    by_hand(ledger.store, "update ledger.leaf set kind = 'people.loaf' where index = 690")
    alarm = assert_writer_refuses(ledger, TreeChanged)
    assert "690" in str(alarm)
    assert "people.loaf" in alarm.evidence["found"]
    assert "people.load" in alarm.evidence["expected"]


def test_two_rows_in_each_other_s_place_are_noticed(ledger: Ledger) -> None:
    by_hand(
        ledger.store,
        "update ledger.leaf set index = 10000 where index = 41",
        "update ledger.leaf set index = 41 where index = 42",
        "update ledger.leaf set index = 42 where index = 10000",
    )
    assert_noticed(ledger, "entry at index 41", "entry at index 42")


@pytest.mark.parametrize("index", [0, 256, 699])
def test_a_removed_row_is_noticed(ledger: Ledger, index: int) -> None:
    by_hand(ledger.store, f"delete from ledger.leaf where index = {index}")
    assert_noticed(ledger, f"entry at index {index}" if index < 699 else "holds 699 entries")


def test_a_row_removed_before_it_was_signed_stops_the_writer(ledger: Ledger) -> None:
    load(ledger.store, 5)
    by_hand(
        ledger.store,
        "with taken as (delete from ledger.outbox returning *) insert into ledger.leaf"
        " select 699 + row_number() over (order by entry_id), entry_id, kind, at, commitment"
        " from taken",
        "delete from ledger.leaf where index = 702",
    )
    alarm = assert_writer_refuses(ledger, TreeChanged)
    assert alarm.evidence == {"missing": 702}


def test_a_row_deleted_from_the_outbox_is_noticed(ledger: Ledger) -> None:
    entry = load(ledger.store, 3)[1]
    by_hand(ledger.store, f"delete from ledger.outbox where entry_id = {entry}")
    ledger.integrate()
    assert_noticed(ledger, f"entry {entry} It was recorded")


@pytest.mark.parametrize(
    "change",
    [
        "body = set_bit(body, 9, 1 - get_bit(body, 9))",
        "salt = set_bit(salt, 200, 1 - get_bit(salt, 200))",
        "body = convert_to('{\"rows\":41}', 'UTF8')",
        "body = (select body from ledger.opening as other where other.entry_id = 9)",
    ],
)
def test_what_an_entry_said_cannot_be_changed_by_hand(ledger: Ledger, change: str) -> None:
    by_hand(ledger.store, f"update ledger.opening set {change} where entry_id = 42")
    assert_noticed(ledger, "does not match its commitment")


def test_openings_in_each_other_s_place_are_noticed(ledger: Ledger) -> None:
    by_hand(
        ledger.store,
        "update ledger.opening set entry_id = 10000 where entry_id = 41",
        "update ledger.opening set entry_id = 41 where entry_id = 42",
        "update ledger.opening set entry_id = 42 where entry_id = 10000",
    )
    assert_noticed(ledger, "entry at index 40", "entry at index 41")


def test_an_opening_that_vanishes_is_noticed(ledger: Ledger) -> None:
    by_hand(ledger.store, "delete from ledger.opening where entry_id = 42")
    assert_noticed(ledger, "What it said is gone")


def test_an_erasure_that_no_entry_records_is_noticed(ledger: Ledger) -> None:
    other = ledger.erase(17, "request").erased_by
    ledger.integrate()
    assert ledger.verify().is_sound
    for claimed in (5, other, 999_999):
        by_hand(
            ledger.store,
            f"update ledger.opening set salt = null, body = null, erased_by = {claimed}"
            " where entry_id = 42",
        )
        assert_noticed(ledger, "entry 42 What it said is gone")


def test_an_older_database_put_back_is_noticed(ledger: Ledger) -> None:
    by_hand(
        ledger.store,
        "delete from ledger.opening where entry_id in"
        " (select entry_id from ledger.leaf where index >= 601)",
        "delete from ledger.leaf where index >= 601",
        "delete from ledger.checkpoint where size > 601",
    )
    alarm = assert_writer_refuses(ledger, EntriesRolledBack)
    assert alarm.evidence["published"].split("\n")[1] == "700"
    assert alarm.evidence["signed"].split("\n")[1] == "601"


def test_a_checkpoint_s_row_changed_by_hand_is_noticed(ledger: Ledger) -> None:
    by_hand(
        ledger.store,
        "update ledger.checkpoint set note = set_bit(note, 30, 1 - get_bit(note, 30))"
        " where size = 601",
    )
    assert_noticed(ledger, "checkpoint of 601 entries It was not signed")


# --- the folder -------------------------------------------------------------------------


def test_any_flipped_bit_in_any_file_of_the_folder_is_noticed(ledger: Ledger) -> None:
    dice = random.Random(6962)
    for path, data in folder_of(ledger).items():
        for _ in range(8):
            bit = dice.randrange(len(data) * 8)
            changed = bytearray(data)
            changed[bit // 8] ^= 1 << bit % 8
            path.write_bytes(changed)
            assert not ledger.verify().is_sound, f"bit {bit} of {path}"
        path.write_bytes(data)
    assert ledger.verify().is_sound


@pytest.mark.parametrize("change", ["cut", "grown", "empty", "gone"])
def test_any_file_cut_grown_emptied_or_removed_is_noticed(ledger: Ledger, change: str) -> None:
    for path, data in folder_of(ledger).items():
        if change == "gone":
            if path.name in ("89", "1"):
                continue  # spare: a wider tile begins with the same bytes
            path.unlink()
        else:
            path.write_bytes({"cut": data[:-1], "grown": data + b"\0", "empty": b""}[change])
        assert not ledger.verify().is_sound, path
        path.write_bytes(data)
    assert ledger.verify().is_sound


def test_a_changed_tile_stops_the_writer_before_it_signs(ledger: Ledger) -> None:
    for name in ("tile/0/002.p/188", "tile/1/000.p/2"):
        path = ledger.folder / "ledger" / name
        data = path.read_bytes()
        path.write_bytes(bytes([data[0] ^ 1]) + data[1:])
        assert_writer_refuses(ledger, TreeChanged)
        path.write_bytes(data)
    ledger.integrate()
    assert ledger.verify().is_sound


def test_no_proof_is_handed_out_that_would_not_hold(ledger: Ledger) -> None:
    path = ledger.folder / "ledger" / "tile/0/000"
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    by_hand(ledger.store, "update ledger.leaf set kind = 'people.loaf' where index = 300")
    by_hand(ledger.store, "update ledger.opening set body = '{}' where entry_id = 601")
    for entry, is_opened in ((6, False), (301, False), (601, True)):
        with pytest.raises(TreeChanged):
            ledger.prove(entry, is_opened=is_opened)
    assert ledger.prove(601).opening is None


# --- the checkpoint ---------------------------------------------------------------------


def older_notes(ledger: Ledger) -> list[bytes]:
    with psycopg.connect(ledger.store.logins.owner()) as connection:
        found = connection.execute("select note from ledger.checkpoint order by size")
        return [bytes(row[0]) for row in found]


def test_an_older_checkpoint_put_back_is_a_rollback(ledger: Ledger) -> None:
    published = ledger.folder / "ledger" / "checkpoint"
    newest = published.read_bytes()
    for older in older_notes(ledger)[:-1]:
        published.write_bytes(older)
        alarm = assert_writer_refuses(ledger, CheckpointRolledBack)
        assert alarm.evidence == {"published": older.decode(), "signed": newest.decode()}
        assert_noticed(ledger, "an older ledger stands in its place")


def test_a_removed_checkpoint_is_a_rollback_too(ledger: Ledger) -> None:
    (ledger.folder / "ledger" / "checkpoint").unlink()
    assert_writer_refuses(ledger, CheckpointRolledBack)
    assert_noticed(ledger, "an older ledger stands in its place")


def test_a_folder_that_vanished_is_not_silently_begun_anew(ledger: Ledger) -> None:
    shutil.rmtree(ledger.folder / "ledger")
    with pytest.raises(CheckpointRolledBack):
        ledger.integrate()


def test_a_checkpoint_by_another_key_is_refused(ledger: Ledger) -> None:
    published = ledger.folder / "ledger" / "checkpoint"
    key = own_key(ledger)
    forged = PrivateKey(key.name, bytes(32)).sign(Checkpoint(key.name, 700, bytes(32)))
    published.write_bytes(forged)
    alarm = assert_writer_refuses(ledger, CheckpointNotOurs)
    assert alarm.evidence["note"] == forged.decode()
    assert_noticed(ledger, "was not signed by this ledger's key")


def own_key(ledger: Ledger) -> PrivateKey:
    return read_private_key((ledger.folder / "keys" / "ledger.key").read_text().strip())


def test_a_forked_history_is_refused_with_both_checkpoints_as_evidence(
    ledger: Ledger,
) -> None:
    published, key = ledger.folder / "ledger" / "checkpoint", own_key(ledger)
    honest = published.read_bytes()
    forked = key.sign(Checkpoint(key.name, 700, leaf_hash(b"another past")))
    published.write_bytes(forked)
    alarm = assert_writer_refuses(ledger, HistoryForked)
    assert alarm.evidence == {"published": forked.decode(), "signed": honest.decode()}
    assert_noticed(ledger, "there are two histories")


def test_a_fork_that_pretends_to_be_ahead_is_refused(ledger: Ledger) -> None:
    load(ledger.store, 5)
    by_hand(
        ledger.store,
        "with taken as (delete from ledger.outbox returning *) insert into ledger.leaf"
        " select 699 + row_number() over (order by entry_id), entry_id, kind, at, commitment"
        " from taken",
    )
    key = own_key(ledger)
    forked = key.sign(Checkpoint(key.name, 705, leaf_hash(b"another future")))
    (ledger.folder / "ledger" / "checkpoint").write_bytes(forked)
    assert_writer_refuses(ledger, TreeChanged)


def test_a_whole_history_rewritten_with_the_key_is_noticed_by_who_kept_a_checkpoint(
    ledger: Ledger, store: Store, tmp_path: Path
) -> None:
    kept = older_notes(ledger)
    assert ledger.verify(known=kept).is_sound
    shutil.rmtree(ledger.folder / "ledger")
    by_hand(
        store,
        "delete from ledger.checkpoint",
        "update ledger.leaf set at = at + interval '1 hour' where index = 200",
    )
    ledger.integrate()
    assert ledger.verify().is_sound  # nobody inside can tell
    found = ledger.verify(known=kept)
    assert [problem.where for problem in found.problems] == ["checkpoint kept elsewhere"] * 3
    assert all("not give the root" in problem.what for problem in found.problems)


def test_folder_and_database_both_put_back_are_noticed_by_who_kept_a_checkpoint(
    ledger: Ledger, store: Store
) -> None:
    kept = ledger.prove(42).encode()  # a proof file carries its checkpoint
    shutil.rmtree(ledger.folder / "ledger")
    by_hand(
        store,
        "delete from ledger.checkpoint",
        "delete from ledger.opening where entry_id in"
        " (select entry_id from ledger.leaf where index >= 650)",
        "delete from ledger.leaf where index >= 650",
    )
    ledger.integrate()
    assert ledger.verify().is_sound
    found = ledger.verify(known=[kept])
    assert "an older one was put back" in found.problems[0].what


def test_a_checkpoint_of_another_log_is_no_evidence(ledger: Ledger) -> None:
    other = PrivateKey("example.com/other", bytes(32))
    found = ledger.verify(known=[other.sign(Checkpoint(other.name, 3, bytes(32))), b"noise"])
    assert len(found.problems) == 2
    assert all("not signed by this" in problem.what for problem in found.problems)


def test_a_database_changed_throughout_is_reported_without_end_in_sight(
    ledger: Ledger, store: Store
) -> None:
    load(store, 700)
    ledger.integrate()
    by_hand(store, "update ledger.opening set body = '{}' where body is not null")
    by_hand(store, "update ledger.leaf set kind = 'people.loaf'")
    assert len(ledger.verify().problems) == 1_000
    load(store, 1)
    with pytest.raises(TreeChanged):
        ledger.integrate()
