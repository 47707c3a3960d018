"""Attacks by mail: nothing is run, nothing fetched, nothing grows, nothing falls over."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.mails.made import mail, message

from leumund.intake.mails import read_mails, source
from leumund.intake.mails.extract import extract
from leumund.intake.mails.markup import text_of
from leumund.intake.mails.message import LONGEST_TEXT, Unreadable, read_message
from leumund.intake.mails.outlook import SIGN, read_outlook

SECONDS = 10


def test_markup_that_fetches_and_runs_becomes_text_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*_arguments: object, **_named: object) -> None:
        raise AssertionError("somebody wanted to use the network")

    monkeypatch.setattr(socket, "socket", refuse)
    markup = (
        "<html><head><link rel=stylesheet href='http://a.example/x.css'>"
        "<script>alert('Anruf')</script></head><body onload='steal()'>"
        "<img src='http://a.example/p.gif'><iframe src='file:///etc/passwd'>secret</iframe>"
        "<object data='x.swf'>inner</object><p>Ich wurde angerufen.</p></body></html>"
    )
    (tmp_path / "a.eml").write_bytes(mail("", markup=markup))
    mails = read_mails(tmp_path, tmp_path / "work")
    assert mails.items[0].became == "complaint"
    text = text_of(markup)
    assert text == "Ich wurde angerufen."


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "DISPLAY : NONE",
        "visibility:hidden",
        "font-size:0",
        "font-size:0px",
        "color:#ffffff",
        "color:white",
        "opacity:0",
        "max-height:0;overflow:hidden",
        "position:absolute;left:-9999px",
    ],
)
def test_words_hidden_from_the_reader_are_dropped(style: str) -> None:
    assert text_of(f"<p>seen</p><div style='{style}'>040 66969 999</div>") == "seen"


def test_white_letters_on_a_coloured_ground_are_seen() -> None:
    assert text_of("<p style='color:white;background:#003'>seen</p>") == "seen"


def test_an_element_that_never_ends_cannot_hide_the_rest_of_another() -> None:
    assert text_of("<div><span>one</div><p>two</p>") == "one\n\ntwo"


def test_a_hundred_thousand_open_elements_are_bounded() -> None:
    began = time.process_time()
    assert text_of("<div><b>" * 100_000 + "x").strip() == "x"
    assert time.process_time() - began < SECONDS


def test_parts_nested_a_thousand_deep_are_not_followed() -> None:
    inner = b"Content-Type: text/plain\n\nangerufen"
    for depth in range(1000):
        edge = f"b{depth}".encode()
        inner = (
            b"Content-Type: multipart/mixed; boundary=" + edge + b"\n\n--" + edge + b"\n"
            + inner + b"\n--" + edge + b"--\n"
        )  # fmt: skip
    try:
        read = read_message(b"From: a@example.org\n" + inner, "a.eml")
    except Unreadable:
        return
    assert len(read.text) < LONGEST_TEXT


def test_a_message_larger_than_the_limit_is_named_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "LARGEST", 1000)
    (tmp_path / "a.eml").write_bytes(mail("x" * 2000))
    box = b"From a\n" + mail("x" * 2000) + b"\n\nFrom b\n" + mail("Ich wurde angerufen.")
    (tmp_path / "b.mbox").write_bytes(box)
    items = read_mails(tmp_path, tmp_path / "work").items
    assert [item.became for item in items] == ["too-large", "too-large", "complaint"]


def test_a_very_long_text_is_cut_and_the_item_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail("Ich wurde angerufen. " * 20_000))
    mails = read_mails(tmp_path, tmp_path / "work")
    assert mails.items[0].notes == ("cut-off",)


@pytest.mark.parametrize(
    "pattern",
    [
        "a" * 60_000,
        "1" * 60_000,
        "0 " * 30_000,
        "030 " * 15_000,
        "1.1." * 15_000,
        "nicht " * 10_000,
        "am 1.1. um 9 Uhr angerufen " * 2_000,
        '"' * 60_000,
        "kein kein kein " * 4_000,
        "Frau A B C D " * 4_000,
        "\n> " * 20_000,
        "Von: a\n" * 8_000,
        "-" * 60_000,
        "hat " * 15_000,
        "(" * 60_000,
        "von der Firma " * 4_000,
    ],
)
def test_no_text_makes_the_grammars_slow(pattern: str) -> None:
    began = time.process_time()
    extract(message(pattern))
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize(
    "raw",
    [
        b"\x00\x01\x02",
        b"From: =?utf-8?q?=ff=fe?= <a@example.org>\nDate: yesterday\n\nx",
        b"Content-Type: text/plain; charset=idna\nFrom: a\n\n" + b"x" * 5000,
        b"Content-Type: text/plain; charset=\"../../x\"\nFrom: a\n\nx",
        b"Content-Transfer-Encoding: base64\nFrom: a\n\n!!!!",
        b"Content-Type: multipart/mixed\nFrom: a\n\nno boundary",
        b"Subject: " + b"=?utf-8?b?" + b"A" * 9000 + b"?=\nFrom: a\n\nx",
        b"Date: Tue, 99 Foo 99999 99:99:99 +9999\nFrom: a\n\nx",
        b"Date: Mon, 01 Jan 0001 00:00:00 +1400\nFrom: a\n\nwurde angerufen",
    ],
)  # fmt: skip
def test_a_broken_mail_is_read_or_named(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(raw)
    assert len(read_mails(tmp_path, tmp_path / "work").items) == 1


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=600))
def test_no_bytes_make_reading_fall_over(raw: bytes) -> None:
    for reader, data in ((read_message, raw), (read_outlook, SIGN + raw)):
        try:
            extract(reader(data, "a"))
        except Unreadable:
            continue


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_no_words_make_reading_fall_over(words: str) -> None:
    mail_of_words = message(f"Gestern um 9 Uhr angerufen. {words}")
    for one in extract(mail_of_words):
        for read in one.fields.values():
            assert 0 <= read.start <= read.end <= len(mail_of_words.text)


def test_a_name_with_a_path_in_it_opens_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.eml"
    secret.write_bytes(mail("Ich wurde angerufen."))
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.eml").symlink_to(secret)
    assert read_mails(folder, tmp_path / "work").items == ()
