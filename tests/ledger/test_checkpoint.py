"""Notes and keys, against C2SP's own example and against whoever changes a bit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.log import KEY

from leumund.ledger.checkpoint import (
    Checkpoint,
    PrivateKey,
    PublicKey,
    decode_base64,
    encode_base64,
    named_after_itself,
    read_checkpoint,
    read_private_key,
    read_public_key,
)
from leumund.ledger.entry import DoesNotVerify
from leumund.ledger.tree import EMPTY_ROOT, leaf_hash

CHECKPOINT = Checkpoint(KEY.name, 20_852_163, leaf_hash(b"root"))
NOTE = KEY.sign(CHECKPOINT)


def test_a_signed_checkpoint_comes_back() -> None:
    assert read_checkpoint(NOTE, [KEY.public]) == CHECKPOINT


def test_the_note_has_the_form_that_c2sp_shows() -> None:
    lines = NOTE.decode().split("\n")
    assert lines[:4] == ["example.com/ledger", "20852163", encode_base64(CHECKPOINT.root), ""]
    assert lines[4].startswith("— example.com/ledger ")
    assert lines[5:] == [""]
    assert decode_base64(lines[4].rpartition(" ")[2])[:4] == KEY.public.key_id


def test_the_key_id_is_the_one_that_other_programs_compute() -> None:
    # The key of Go's checksum database, as every Go installation carries it.
    text = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
    key = read_public_key(text)
    assert key.name == "sum.golang.org"
    assert key.key_id.hex() == "033de0ae"
    assert key.text() == text


def test_a_note_that_another_program_signed_verifies() -> None:
    # The example in the documentation of golang.org/x/mod/sumdb/note.
    key = read_public_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    text = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
    )
    signed = decode_base64(
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    )
    assert signed[:4] == key.key_id
    key.verify(text, signed[4:])
    with pytest.raises(DoesNotVerify):
        key.verify(text.replace("know", "knew"), signed[4:])


@given(st.integers(0, len(NOTE) * 8 - 1))
@settings(max_examples=400, deadline=None)
def test_a_checkpoint_with_any_bit_flipped_is_refused(bit: int) -> None:
    changed = bytearray(NOTE)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(DoesNotVerify):
        read_checkpoint(bytes(changed), [KEY.public])


@given(st.integers(0, len(NOTE) - 1), st.binary(max_size=3))
@settings(max_examples=200, deadline=None)
def test_a_checkpoint_with_bytes_replaced_cut_or_added_is_refused(at: int, new: bytes) -> None:
    changed = NOTE[:at] + new + NOTE[at + 1 :]
    if changed != NOTE:
        with pytest.raises(DoesNotVerify):
            read_checkpoint(changed, [KEY.public])


@pytest.mark.parametrize(
    ("old", "new"),
    [("20852163", "020852163"), ("20852163", "+20852163"), ("20852163", "２0852163")],
)
def test_a_size_written_differently_is_refused_even_when_signed(old: str, new: str) -> None:
    text = CHECKPOINT.text().replace(old, new)
    with pytest.raises(DoesNotVerify):
        read_checkpoint(_signed(text), [KEY.public])


@pytest.mark.parametrize(
    "text",
    [
        "example.com/ledger\n1\n",
        "example.com/ledger\n1\nAAAA\n",
        f"example.com/ledger\n0\n{encode_base64(leaf_hash(b''))}\n",
        f"example.com/ledger\n1\n{encode_base64(EMPTY_ROOT)}\nextension\n",
        f"example com\n1\n{encode_base64(EMPTY_ROOT)}\n",
        f"\n1\n{encode_base64(EMPTY_ROOT)}\n",
    ],
)
def test_text_that_is_no_checkpoint_is_refused_even_when_signed(text: str) -> None:
    with pytest.raises(DoesNotVerify):
        read_checkpoint(_signed(text), [KEY.public])


def test_another_key_of_the_same_name_does_not_pass() -> None:
    other = PrivateKey(KEY.name, bytes(32))
    with pytest.raises(DoesNotVerify):
        read_checkpoint(other.sign(CHECKPOINT), [KEY.public])


def test_a_key_that_borrows_the_key_id_does_not_pass() -> None:
    other = PrivateKey(KEY.name, bytes(32))
    signature = decode_base64(other.sign(CHECKPOINT).decode().split(" ")[-1][:-1])[4:]
    marked = encode_base64(KEY.public.key_id + signature)
    with pytest.raises(DoesNotVerify):
        read_checkpoint(f"{CHECKPOINT.text()}\n— {KEY.name} {marked}\n".encode(), [KEY.public])


def test_a_known_key_cannot_speak_for_another_log() -> None:
    foreign = Checkpoint("example.com/another", 3, leaf_hash(b"x"))
    with pytest.raises(DoesNotVerify):
        read_checkpoint(KEY.sign(foreign), [KEY.public])


def test_a_witness_whose_key_is_unknown_is_ignored_and_a_known_one_must_be_right() -> None:
    witness = PrivateKey("witness.example/w1", bytes([7]) * 32)
    line = witness.sign(CHECKPOINT).decode().split("\n")[-2]
    note = NOTE + f"{line}\n".encode()
    assert read_checkpoint(note, [KEY.public]) == CHECKPOINT
    assert read_checkpoint(note, [KEY.public, witness.public]) == CHECKPOINT
    data = bytearray(decode_base64(line.rpartition(" ")[2]))
    data[9] ^= 1
    forged = NOTE + f"— witness.example/w1 {encode_base64(bytes(data))}\n".encode()
    assert read_checkpoint(forged, [KEY.public]) == CHECKPOINT
    with pytest.raises(DoesNotVerify):
        read_checkpoint(forged, [KEY.public, witness.public])


def test_only_witnesses_are_not_enough() -> None:
    witness = PrivateKey("witness.example/w1", bytes([7]) * 32)
    with pytest.raises(DoesNotVerify):
        read_checkpoint(witness.sign(CHECKPOINT), [KEY.public])
    with pytest.raises(DoesNotVerify):
        read_checkpoint(witness.sign(CHECKPOINT), [witness.public])


def test_a_note_with_very_many_signatures_is_refused() -> None:
    with pytest.raises(DoesNotVerify):
        read_checkpoint(NOTE + NOTE.split(b"\n\n")[1] * 64, [KEY.public])


def test_keys_come_back_as_they_went() -> None:
    assert read_private_key(KEY.text()) == KEY
    assert read_public_key(KEY.public.text()) == KEY.public
    assert read_public_key(KEY.public.text() + "\n") == KEY.public
    with pytest.raises(DoesNotVerify):
        read_public_key(KEY.public.text() + "\n\n")
    assert named_after_itself(KEY.seed).name.startswith("leumund/")


def test_a_private_key_shows_itself_neither_in_its_repr_nor_in_an_error() -> None:
    secret = encode_base64(b"\x01" + KEY.seed)
    assert secret not in repr(KEY)
    broken = KEY.text().replace("example.com", "example.org")
    with pytest.raises(DoesNotVerify) as caught:
        read_private_key(broken)
    assert secret not in f"{caught.value} {caught.value.evidence}"


@given(st.integers(0, len(KEY.public.text()) * 8 - 1))
@settings(max_examples=300, deadline=None)
def test_a_public_key_with_any_bit_flipped_is_refused(bit: int) -> None:
    changed = bytearray(KEY.public.text().encode())
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(DoesNotVerify):
        read_public_key(changed.decode(errors="replace"))


@given(st.binary(max_size=50))
def test_base64_has_one_form_only(data: bytes) -> None:
    text = encode_base64(data)
    assert decode_base64(text) == data
    for variant in (text + "=", text.rstrip("=") + "\n", " " + text, text.replace("+", "-")):
        if variant != text:
            with pytest.raises(DoesNotVerify):
                decode_base64(variant)


def test_base64_with_spare_bits_set_is_refused() -> None:
    assert decode_base64("AA==") == b"\x00"
    with pytest.raises(DoesNotVerify):
        decode_base64("AB==")


def _signed(text: str) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    signature = Ed25519PrivateKey.from_private_bytes(KEY.seed).sign(text.encode())
    marked = encode_base64(PublicKey(KEY.name, KEY.public.key).key_id + signature)
    return f"{text}\n— {KEY.name} {marked}\n".encode()
