"""Our arithmetic and the library's agree on every signature, true or false."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from leumund.ledger.ed25519 import is_signed, is_signed_by_arithmetic

ORDER = 2**252 + 27742317777372353535851937790883648493
SEEDS = st.binary(min_size=32, max_size=32)
# RFC 8032, 7.1: public key, message, signature.
PUBLISHED = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
        "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e"
        "458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
]


def signed(seed: bytes, message: bytes) -> tuple[bytes, bytes]:
    signer = Ed25519PrivateKey.from_private_bytes(seed)
    return signer.public_key().public_bytes_raw(), signer.sign(message)


@pytest.mark.parametrize(("key", "message", "signature"), PUBLISHED)
def test_the_published_signatures_are_good(key: str, message: str, signature: str) -> None:
    known = bytes.fromhex(key), bytes.fromhex(message), bytes.fromhex(signature)
    assert is_signed_by_arithmetic(*known)
    assert is_signed(*known)


@given(SEEDS, st.binary(max_size=60))
@settings(max_examples=30, deadline=None)
def test_whatever_was_signed_is_good_in_both(seed: bytes, message: bytes) -> None:
    key, signature = signed(seed, message)
    assert is_signed(key, message, signature)
    assert is_signed_by_arithmetic(key, message, signature)


@given(SEEDS, st.binary(min_size=1, max_size=20), st.integers(0), st.sampled_from("kms"))
@settings(max_examples=60, deadline=None)
def test_attack_one_flipped_bit_is_noticed_by_both(
    seed: bytes, message: bytes, at: int, where: str
) -> None:
    key, signature = signed(seed, message)
    parts = {"k": key, "m": message, "s": signature}
    flipped = bytearray(parts[where])
    flipped[at // 8 % len(flipped)] ^= 1 << at % 8
    parts[where] = bytes(flipped)
    assert not is_signed(parts["k"], parts["m"], parts["s"])
    assert not is_signed_by_arithmetic(parts["k"], parts["m"], parts["s"])


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_attack_a_second_form_of_the_same_signature_is_refused_by_both(seed: bytes) -> None:
    key, signature = signed(seed, b"message")
    s = int.from_bytes(signature[32:], "little") + ORDER
    other = signature[:32] + s.to_bytes(32, "little")
    assert not is_signed(key, b"message", other)
    assert not is_signed_by_arithmetic(key, b"message", other)


@given(st.binary(min_size=31, max_size=33), st.binary(min_size=63, max_size=65))
@settings(max_examples=60, deadline=None)
def test_what_is_no_key_or_no_signature_is_no_error_in_either(key: bytes, sig: bytes) -> None:
    assert is_signed(key, b"", sig) == is_signed_by_arithmetic(key, b"", sig)
