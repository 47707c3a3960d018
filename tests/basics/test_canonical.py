"""The canonical form: one value, one string of bytes, on every machine."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leumund.basics.canonical import canonical_bytes, sha256, sha256_hex

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_what_is_written_reads_back_and_writes_the_same_again(value: object) -> None:
    written = canonical_bytes(value)
    assert json.loads(written) == value
    assert canonical_bytes(json.loads(written)) == written


@given(st.dictionaries(st.text(), st.integers(), min_size=2))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert canonical_bytes(dict(reversed(value.items()))) == canonical_bytes(value)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": [True, None]}, '{"a":[true,null],"b":1}'),
        ({"ä": "ö"}, '{"ä":"ö"}'),
        (('"', "\\", "\n"), r'["\"","\\","\n"]'),
        (date(2026, 10, 1), '"2026-10-01"'),
        (datetime(2026, 10, 1, tzinfo=UTC), '"2026-10-01T00:00:00+00:00"'),
        (b"\x00\xff", '"00ff"'),
        (10**20, "100000000000000000000"),
    ],
)
def test_the_form_is_this_and_no_other(value: object, written: str) -> None:
    assert canonical_bytes(value) == written.encode()


def test_keys_are_sorted_by_code_point() -> None:
    assert canonical_bytes({"\uffff": 1, "a": 1, "Z": 1}) == '{"Z":1,"a":1,"\uffff":1}'.encode()


@pytest.mark.parametrize("value", [0.5, float("nan"), {"a": [1.0]}, object(), {1: 2}, {1, 2}])
def test_what_two_programs_could_write_differently_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_bytes(value)


def test_digests_are_those_of_the_standard() -> None:
    # FIPS 180-4, the message "abc".
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert sha256_hex(b"abc") == expected
    assert sha256(b"abc") == hashlib.sha256(b"abc").digest()
