"""The proof file and its stand-alone verifier, as an outsider and as an attacker."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.log import KEY, Log, defined_path, defined_root

from leumund.ledger.alone import FILES, packed
from leumund.ledger.checkpoint import Checkpoint, PrivateKey
from leumund.ledger.entry import DoesNotVerify, Opening, seal
from leumund.ledger.proof import Proof, read_proof
from leumund.ledger.tree import leaf_hash
from leumund.ledger.verify import main, verify_proof

SOURCE = Path(__file__).resolve().parents[2] / "src" / "leumund"
LOG = Log.of(7)
OPENED = LOG.proof(4).encode()
CLOSED = LOG.proof(4, opened=False).encode()


def test_an_honest_proof_shows_what_the_entry_said(log: Log) -> None:
    for index in range(len(log.leaves)):
        checked = verify_proof(log.proof(index).encode(), [log.key])
        assert checked.index == index
        assert checked.checkpoint.size == 7
        assert checked.opening is not None
        assert checked.opening.said == {"rows": index}


def test_a_closed_proof_shows_the_entry_and_not_what_it_said(log: Log) -> None:
    checked = verify_proof(CLOSED, [log.key])
    assert checked.leaf.kind == "people.load"
    assert checked.opening is None
    assert log.openings[4].salt.hex().encode() not in CLOSED


def test_the_file_is_c2sps_proof_format(log: Log) -> None:
    lines = OPENED.decode().split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[1].startswith("extra ")
    assert lines[2] == "index 4"
    empty = lines.index("")
    assert len(lines[3:empty]) == 3
    assert "\n".join(lines[empty + 1 :]).encode() == log.note


@given(st.sampled_from([OPENED, CLOSED]), st.data())
@settings(max_examples=500, deadline=None)
def test_a_proof_with_any_bit_flipped_is_refused(proof: bytes, data: st.DataObject) -> None:
    bit = data.draw(st.integers(0, len(proof) * 8 - 1))
    changed = bytearray(proof)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(DoesNotVerify):
        verify_proof(bytes(changed), [LOG.key])


def test_every_single_bit_of_a_proof_counts() -> None:
    for position in range(len(OPENED)):
        for bit in (1, 2, 4, 8, 16, 32, 64, 128):
            changed = bytearray(OPENED)
            changed[position] ^= bit
            with pytest.raises(DoesNotVerify):
                verify_proof(bytes(changed), [LOG.key])


@given(st.integers(0, len(OPENED)), st.integers(0, 3), st.binary(max_size=3))
@settings(max_examples=300, deadline=None)
def test_a_proof_with_bytes_replaced_cut_or_added_is_refused(
    at: int, removed: int, new: bytes
) -> None:
    changed = OPENED[:at] + new + OPENED[at + removed :]
    if changed != OPENED:
        with pytest.raises(DoesNotVerify):
            verify_proof(changed, [LOG.key])


@given(st.binary(max_size=300))
def test_noise_is_no_proof_and_breaks_nothing(noise: bytes) -> None:
    for data in (noise, OPENED[:60] + noise, OPENED.replace(b"extra ", b"extra " + noise)):
        if data != OPENED:
            with pytest.raises(DoesNotVerify):
                verify_proof(data, [LOG.key])


def test_an_entry_cannot_be_given_other_words(log: Log) -> None:
    forged = seal({"rows": 4_000}, log.openings[4].salt)
    for opening in (forged, log.openings[3], Opening(bytes(32), log.openings[4].body)):
        proof = replace(log.proof(4), opening=opening)
        with pytest.raises(DoesNotVerify, match="does not match its commitment"):
            verify_proof(proof.encode(), [log.key])


def test_an_entry_that_never_was_cannot_borrow_a_path(log: Log) -> None:
    later = log.leaves[4].replace(b"2026-03-01", b"2026-02-01")
    with pytest.raises(DoesNotVerify, match="does not lead"):
        verify_proof(replace(log.proof(4), leaf=later, opening=None).encode(), [log.key])


def test_an_inner_node_cannot_pose_as_an_entry(log: Log) -> None:
    hashes = [leaf_hash(leaf) for leaf in log.leaves]
    node = b"\x01" + hashes[0] + hashes[1]
    proof = Proof(node, 0, tuple(defined_path(0, hashes)[1:]), log.note)
    with pytest.raises(DoesNotVerify):
        verify_proof(proof.encode(), [log.key])


def test_bytes_that_are_no_entry_are_refused_even_when_they_stand_in_the_tree() -> None:
    leaves = [b"something else", LOG.leaves[0]]
    hashes = [leaf_hash(leaf) for leaf in leaves]
    note = KEY.sign(Checkpoint(KEY.name, 2, defined_root(hashes)))
    with pytest.raises(DoesNotVerify, match="form of an entry"):
        verify_proof(Proof(leaves[0], 0, (hashes[1],), note).encode(), [KEY.public])


def test_a_proof_under_a_stranger_s_key_is_refused(log: Log) -> None:
    stranger = PrivateKey(KEY.name, bytes(32)).public
    with pytest.raises(DoesNotVerify, match="No key that was given"):
        verify_proof(OPENED, [stranger])
    with pytest.raises(DoesNotVerify):
        verify_proof(OPENED, [])


def test_a_proof_comes_back_as_it_went(log: Log) -> None:
    assert read_proof(OPENED) == log.proof(4)
    assert read_proof(CLOSED) == log.proof(4, opened=False)


# --- the program ------------------------------------------------------------------------


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """A folder with the nine files and nothing else of ours."""
    for name in FILES:
        target = tmp_path / "leumund" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SOURCE / name, target)
    (tmp_path / "entry.tlog-proof").write_bytes(OPENED)
    (tmp_path / "key.pub").write_text(KEY.public.text() + "\n")
    return tmp_path


def bare(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A Python with nothing installed: neither Leumund nor anything it needs."""
    environment = {"PYTHONPATH": str(folder), "PATH": os.environ["PATH"]}
    return subprocess.run(
        [sys.executable, "-S", *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def run_alone(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return bare(folder, "-m", "leumund.ledger.verify", *arguments)


def test_nine_files_alone_check_a_proof(alone: Path) -> None:
    for key in (KEY.public.text(), "key.pub"):
        done = run_alone(alone, "entry.tlog-proof", "--key", key)
        assert done.returncode == 0, done.stderr
        assert "The proof holds" in done.stdout
        assert '{"rows":4}' in done.stdout


@pytest.mark.parametrize("module", ["leumund.basics.errors", "cryptography"])
def test_the_nine_files_really_are_alone(alone: Path, module: str) -> None:
    assert f"No module named '{module}'" in bare(alone, "-c", f"import {module}").stderr


def test_the_verifier_alone_refuses_a_changed_proof(alone: Path) -> None:
    changed = OPENED.replace(b"index 4", b"index 5")
    (alone / "changed.tlog-proof").write_bytes(changed)
    done = run_alone(alone, "changed.tlog-proof", "--key", "key.pub", "--lang", "de")
    assert done.returncode == 10
    assert "Der Nachweis stimmt nicht" in done.stderr
    assert done.stdout == ""


def test_the_verifier_says_when_it_cannot_check(
    alone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(alone / "nowhere"), "--key", KEY.public.text(), "--lang", "en"]) == 2
    assert "This cannot be checked" in capsys.readouterr().err
    assert main([str(alone / "entry.tlog-proof"), "--key", "a+b+c", "--lang", "de"]) == 2
    assert "lässt sich nicht prüfen" in capsys.readouterr().err


def test_the_nine_files_import_nothing_else_of_ours() -> None:
    import ast

    own = {f"leumund.{name[:-3].replace('/', '.')}" for name in FILES}
    for name in FILES:
        for node in ast.walk(ast.parse((SOURCE / name).read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("leumund"):
                assert node.module in own, f"{name} imports {node.module}"


# --- in one file ------------------------------------------------------------------------


@pytest.fixture
def packed_up(tmp_path: Path) -> Path:
    (tmp_path / "verify.pyz").write_bytes(packed())
    (tmp_path / "entry.tlog-proof").write_bytes(OPENED)
    (tmp_path / "key.pub").write_text(KEY.public.text() + "\n")
    return tmp_path


def test_the_verifier_in_one_file_checks_a_proof_on_a_bare_python(packed_up: Path) -> None:
    done = bare(packed_up, "-I", "verify.pyz", "entry.tlog-proof", "--key", "key.pub")
    assert done.returncode == 0, done.stderr
    assert "The proof holds" in done.stdout
    assert '{"rows":4}' in done.stdout


def test_attack_a_flipped_bit_anywhere_in_a_proof_is_noticed_by_the_one_file(
    packed_up: Path,
) -> None:
    for at in range(0, len(OPENED), len(OPENED) // 12):
        flipped = bytearray(OPENED)
        flipped[at] ^= 1
        (packed_up / "flipped").write_bytes(bytes(flipped))
        done = bare(packed_up, "-I", "verify.pyz", "flipped", "--key", "key.pub")
        assert (done.returncode, done.stdout) == (10, ""), at


def test_attack_another_key_of_the_same_name_does_not_pass_the_one_file(
    packed_up: Path,
) -> None:
    other = PrivateKey(KEY.name, bytes(31) + b"\x07").public.text()
    done = bare(packed_up, "-I", "verify.pyz", "entry.tlog-proof", "--key", other)
    assert done.returncode == 10


def test_the_one_file_has_the_same_bytes_every_time_and_ours_word_for_word() -> None:
    assert packed() == packed()
    with zipfile.ZipFile(io.BytesIO(packed())) as archive:
        for name in FILES:
            assert archive.read(f"leumund/{name}") == (SOURCE / name).read_bytes()
        assert len(archive.namelist()) == len(FILES) + 4
