from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.report.authority import Authority, authority

from leumund.report import stamp
from leumund.report.stamp import checked, fetch, request_for

DATA = b"ab" * 32 + b"  pack.pdf\n"


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with authority(tmp_path_factory.mktemp("tsa") / "authority") as found:
        yield found


def asked(tsa: Authority, *, has_root: bool = True) -> stamp.Stamp:
    of = stamp.Authority(tsa.url, tsa.root if has_root else None)
    return fetch(of, DATA, request_for(DATA))


def test_a_real_authority_says_when_these_bytes_existed(tsa: Authority, tmp_path: Path) -> None:
    got = asked(tsa)
    assert abs(got.at - datetime.now(UTC)) < timedelta(minutes=5)
    assert got.is_signature_checked
    (tmp_path / "data").write_bytes(DATA)
    (tmp_path / "answer").write_bytes(got.answer)
    said = subprocess.run(
        ["openssl", "ts", "-verify", "-data", tmp_path / "data", "-in", tmp_path / "answer",
         "-CAfile", tsa.root],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert "Verification: OK" in said.stdout


def test_without_a_root_certificate_the_signature_is_said_to_be_unchecked(
    tsa: Authority,
) -> None:
    assert not asked(tsa, has_root=False).is_signature_checked


def test_the_authority_sees_a_checksum_and_no_byte_of_what_is_stamped(tsa: Authority) -> None:
    asked(tsa)
    assert DATA not in tsa.asked[-1]
    assert b"pack.pdf" not in tsa.asked[-1]


def test_a_stamp_of_other_bytes_is_refused(tsa: Authority) -> None:
    answer = asked(tsa).answer
    with pytest.raises(stamp.StampDoesNotVerify):
        checked(answer, DATA + b"x", [])


def test_an_answer_to_another_request_is_refused(tsa: Authority) -> None:
    answer = asked(tsa).answer
    with pytest.raises(stamp.StampDoesNotVerify):
        checked(answer, DATA, [], request_for(DATA))


def test_a_stamp_signed_by_somebody_else_is_refused(tsa: Authority, tmp_path: Path) -> None:
    with authority(tmp_path / "other") as other:
        answer = asked(other).answer
    tsa.answer = answer
    try:
        with pytest.raises(stamp.StampDoesNotVerify):
            asked(tsa)
    finally:
        tsa.answer = None


@pytest.mark.parametrize("answer", [b"", b"<html>", b"0" * (1 << 20 | 1), b"\x30\x03\x02\x01"])
def test_an_answer_that_is_none_is_refused(tsa: Authority, answer: bytes) -> None:
    tsa.answer = answer
    try:
        with pytest.raises(stamp.StampDoesNotVerify):
            asked(tsa)
    finally:
        tsa.answer = None


def test_an_authority_that_cannot_be_reached_is_said_to_be_so() -> None:
    with pytest.raises(stamp.StampUnavailable):
        fetch(stamp.Authority("http://127.0.0.1:9/"), DATA, request_for(DATA))


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/", "tsa"])
def test_an_address_that_is_no_web_address_is_never_opened(url: str) -> None:
    with pytest.raises(stamp.StampAddressUnusable):
        fetch(stamp.Authority(url), DATA, request_for(DATA))


def test_a_root_that_is_none_is_said_before_anything_is_sent(
    tsa: Authority, tmp_path: Path
) -> None:
    (tmp_path / "root.pem").write_text("nothing")
    before = len(tsa.asked)
    with pytest.raises(stamp.StampRootUnusable):
        fetch(stamp.Authority(tsa.url, tmp_path / "root.pem"), DATA, request_for(DATA))
    assert len(tsa.asked) == before
