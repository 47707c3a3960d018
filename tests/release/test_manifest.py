"""The manifest: signed, and worthless once a bit of it is flipped."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leumund.release.manifest import (
    FORM,
    ManifestForged,
    public_key_of,
    sign_manifest,
    verify_manifest,
)

KEY = bytes(range(32))
PUBLIC = public_key_of(KEY)
DOCUMENT = {"form": FORM, "campaign": "spring", "partner": "Süden", "portions": [{"units": 7}]}
SIGNED = sign_manifest(DOCUMENT, KEY)


def test_a_signed_manifest_verifies_and_says_what_was_signed():
    assert verify_manifest(SIGNED, PUBLIC) == DOCUMENT


def test_signing_twice_gives_the_same_bytes():
    assert sign_manifest(DOCUMENT, KEY) == SIGNED


@given(st.integers(0, len(SIGNED) * 8 - 1))
def test_an_attack_that_flips_any_one_bit_is_noticed(bit):
    forged = bytearray(SIGNED)
    forged[bit // 8] ^= 1 << bit % 8
    with pytest.raises(ManifestForged):
        verify_manifest(bytes(forged), PUBLIC)


def test_an_attack_that_signs_with_another_key_is_noticed():
    other = bytes(32)
    with pytest.raises(ManifestForged) as told:
        verify_manifest(sign_manifest(DOCUMENT, other), PUBLIC, "spring.manifest.json")
    assert "spring.manifest.json does not verify" in str(told.value)


def test_an_attack_that_puts_its_own_key_into_the_file_is_noticed():
    forged = json.loads(SIGNED)
    forged["key"] = public_key_of(bytes(32)).hex()
    data = json.dumps(
        forged, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    ).encode()
    with pytest.raises(ManifestForged):
        verify_manifest(data + b"\n", PUBLIC)


def test_a_signature_over_something_else_of_ours_is_no_manifest():
    with pytest.raises(ManifestForged):
        verify_manifest(sign_manifest({"form": "leumund-recall-1"}, KEY), PUBLIC)


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b"null", b'{"manifest":1}', b"\xff", b"[" * 5000]
)
def test_what_is_no_manifest_at_all_is_refused(data):
    with pytest.raises(ManifestForged):
        verify_manifest(data, PUBLIC)
