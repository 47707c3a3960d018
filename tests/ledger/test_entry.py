"""Leaf, opening and kinds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leumund.ledger.entry import (
    KINDS,
    DoesNotVerify,
    Leaf,
    Opening,
    is_kind,
    read_body,
    read_leaf,
    seal,
)

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)
BODIES = st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=8), VALUES, max_size=5)
MOMENTS = st.datetimes(timezones=st.just(UTC))
LEAF = Leaf("people.load", datetime(2026, 3, 1, 9, 30, tzinfo=UTC), bytes(range(32)))


@given(MOMENTS, st.binary(min_size=32, max_size=32), st.sampled_from(sorted(KINDS)))
def test_a_leaf_comes_back_as_it_went(at: datetime, commitment: bytes, kind: str) -> None:
    leaf = Leaf(kind, at, commitment)
    assert read_leaf(leaf.encode()) == leaf


def test_a_leaf_has_the_bytes_that_the_format_says() -> None:
    assert LEAF.encode() == (
        b'{"at":"2026-03-01T09:30:00.000000Z","commitment":"000102030405060708090a0b0c0d0e0f'
        b'101112131415161718191a1b1c1d1e1f","kind":"people.load","v":1}'
    )


def test_the_same_instant_in_another_zone_is_the_same_leaf() -> None:
    berlin = LEAF.at.astimezone(timezone(timedelta(hours=1)))
    assert Leaf(LEAF.kind, berlin, LEAF.commitment).encode() == LEAF.encode()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"000102", b"00010G"),
        (b"0a0b0c", b"0A0b0c"),
        (b'":"', b'": "'),
        (b"people.load", b"People.load"),
        (b"people.load", b"people"),
        (b"09:30:00.000000Z", b"09:30:00Z"),
        (b"2026-03-01", b"2026-02-31"),
        (b"09:30:00.", b"09:30:61."),
        (b'"v":1', b'"v":2'),
        (b'"v":1', b'"v":1,"x":1'),
        (b'"v":1}', b'"v":1}\n'),
    ],
)
def test_a_leaf_that_is_written_differently_is_refused(old: bytes, new: bytes) -> None:
    with pytest.raises(DoesNotVerify):
        read_leaf(LEAF.encode().replace(old, new))


@given(BODIES)
def test_a_body_comes_back_as_it_went(body: dict[str, object]) -> None:
    assert seal(body, bytes(32)).said == body


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": 1}', b'{"b":1,"a":1}', b'{"a":1,"a":1}', b'{"a":1.0}', b'{"a":-0}',
        b'{"a":1e3}',
        b'{"a":"\\u0041"}', b'{"a":"\\/"}', b'{"a":NaN}', b"[]", b"1", b"", b"{", b"\xff",
        b'{"a":1}\n', b'\xef\xbb\xbf{"a":1}', b'{"a":"\\ud800"}', b"[" * 100_000,
    ],
)  # fmt: skip
def test_a_body_that_is_written_differently_is_refused(body: bytes) -> None:
    with pytest.raises(DoesNotVerify):
        read_body(body)


def test_the_commitment_depends_on_every_bit_of_salt_and_body() -> None:
    opening = seal({"rows": 3}, bytes(32))
    for bit in range(32 * 8):
        salt = bytearray(opening.salt)
        salt[bit // 8] ^= 1 << bit % 8
        assert Opening(bytes(salt), opening.body).commitment != opening.commitment
    for bit in range(len(opening.body) * 8):
        body = bytearray(opening.body)
        body[bit // 8] ^= 1 << bit % 8
        assert Opening(opening.salt, bytes(body)).commitment != opening.commitment


def test_the_commitment_is_the_one_the_format_says() -> None:
    from hashlib import sha256

    salt = bytes(range(32))
    expected = sha256(b"leumund-commitment-v1\x0a" + salt + b'{"rows":3}').digest()
    assert seal({"rows": 3}, salt).commitment == expected


def test_two_entries_that_say_the_same_do_not_look_the_same() -> None:
    one, two = (seal({"rows": 3}, bytes([i]) * 32) for i in (1, 2))
    assert one.commitment != two.commitment


def test_a_float_or_a_short_salt_never_gets_in() -> None:
    with pytest.raises(TypeError):
        seal({"share": 0.5}, bytes(32))
    with pytest.raises(ValueError, match="32 bytes"):
        seal({}, bytes(31))


def test_every_kind_has_its_form_and_one_sentence() -> None:
    for kind, sentence in KINDS.items():
        assert is_kind(kind)
        assert sentence.endswith(".")
        assert sentence[0].isupper()
    assert list(KINDS) == sorted(KINDS)


def test_no_kind_was_ever_removed_or_given_another_meaning() -> None:
    golden = Path(__file__).with_name("golden_kinds.txt").read_text("utf-8").splitlines()
    written = {line.partition(": ")[0]: line.partition(": ")[2] for line in golden}
    assert dict(KINDS) == written, "add new kinds to the golden file; never change old lines"
