"""The seal, the secret, and the number mixed in that nobody could choose."""

import hashlib

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from leumund.release.secret import (
    COPY,
    DEAL,
    BeaconUnusable,
    DrawKeys,
    Master,
    Seal,
    SecretDoesNotMatch,
    beacon_digest,
    check_master,
    check_opened,
    hkdf,
    normalise_beacon,
    opened_commitments,
)

MASTER = Master(bytes(range(32)), bytes(32))


def seal(**changes):
    values = {
        "draw": "spring",
        "campaign": "c",
        "universe": "u",
        "frame": "f",
        "code": "d",
        "secret": MASTER.commitment(),
        "opened": opened_commitments(MASTER, "spring", ["Norden", "Süden"]),
        "beacon_from": "Lotto, 14 March",
    }
    return Seal(**(values | changes))


@given(st.binary(min_size=1), st.binary(), st.binary())
def test_the_derivation_is_the_one_of_rfc_5869(secret, salt, info):
    assert hkdf(secret, salt, info) == HKDF(SHA256(), 32, salt or None, info).derive(secret)


def test_the_seal_survives_being_written_down():
    again = Seal.from_document(seal().document())
    assert again == seal()
    assert again.digest() == seal().digest()


@pytest.mark.parametrize(
    "change",
    [
        {"campaign": "x"}, {"universe": "x"}, {"frame": "x"}, {"code": "x"},
        {"beacon_from": "another lottery"}, {"decoys": "x"},
    ],
)  # fmt: skip
def test_everything_that_is_fixed_changes_the_seal_and_so_every_key(change):
    other = seal(**change)
    assert other.digest() != seal().digest()
    digest = beacon_digest("1 2 3")
    first = DrawKeys(MASTER, "spring", seal().digest(), digest).copy("Norden")
    assert DrawKeys(MASTER, "spring", other.digest(), digest).copy("Norden") != first


def test_a_secret_that_was_sealed_opens():
    check_master(seal(), MASTER)
    check_opened(seal(), COPY, "Norden", MASTER.derive("spring", COPY, "Norden"))
    check_opened(seal(), DEAL, "", MASTER.derive("spring", DEAL))


def test_an_attack_that_opens_another_secret_is_refused():
    for other in (Master(bytes(32), bytes(32)), Master(MASTER.secret, b"\1" * 32)):
        with pytest.raises(SecretDoesNotMatch) as told:
            check_master(seal(), other)
    assert str(told.value) == (
        "The secret opened for campaign spring does not match its seal. It proves nothing."
    )


def test_an_attack_that_opens_another_copys_secret_is_refused():
    with pytest.raises(SecretDoesNotMatch):
        check_opened(seal(), COPY, "Norden", MASTER.derive("spring", COPY, "Süden"))
    with pytest.raises(SecretDoesNotMatch):
        check_opened(seal(), COPY, "Westen", MASTER.derive("spring", COPY, "Westen"))


def test_one_opened_secret_says_nothing_of_the_others():
    secrets = {MASTER.derive("spring", COPY, name) for name in ("Norden", "Süden")}
    secrets |= {MASTER.derive("spring", DEAL), MASTER.derive("autumn", COPY, "Norden")}
    assert len(secrets) == 4


def test_the_commitment_is_salted_so_that_equal_secrets_look_different():
    assert Master(MASTER.secret, b"\1" * 32).commitment() != MASTER.commitment()


def test_a_secret_never_shows_in_its_text_form():
    assert MASTER.secret.hex() not in repr(MASTER) + str(MASTER)


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("3 17 22", "3 17 22"),
        ("  3\t17\r\n22  ", "3 17 22"),
        ("３ １７ ２２", "3 17 22"),
        ("3\u00a017\u00a022", "3 17 22"),
        ("3, 17, 22", "3, 17, 22"),
        ("Zusatzzahl 7 (Süd)", "Zusatzzahl 7 (Süd)"),
        ("Su\u0308d", "Süd"),
    ],
)
def test_a_beacon_has_one_normal_form(typed, normal):
    assert normalise_beacon(typed) == normal
    assert beacon_digest(normal) == hashlib.sha256(normal.encode()).hexdigest()


@given(st.text(max_size=50))
def test_normalising_twice_changes_nothing(typed):
    try:
        once = normalise_beacon(typed)
    except BeaconUnusable:
        return
    assert normalise_beacon(once) == once


@pytest.mark.parametrize("typed", ["", " \n\t ", "7\x007", "9" * 1001, "\x1b[2J"])
def test_a_beacon_that_is_empty_endless_or_unprintable_is_refused(typed):
    with pytest.raises(BeaconUnusable):
        normalise_beacon(typed)
