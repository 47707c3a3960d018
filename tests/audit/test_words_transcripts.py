"""Transcripts in five forms, and files that mean no good."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leumund.audit import read_transcript
from leumund.audit.words.transcript import (
    BYTES_MAX,
    TURNS_MAX,
    Span,
    TranscriptTooLarge,
    TranscriptUnreadable,
    doubt_of,
    span_of,
)
from leumund.basics.errors import LeumundError

WHISPER = {
    "language": "german",
    "segments": [
        {
            "speaker": "SPEAKER_00",
            "start": 1.0,
            "end": 3.0,
            "text": " Guten Tag, Fernblick.",
            "avg_logprob": math.log(0.9),
            "no_speech_prob": 0.02,
            "words": [
                {"word": " Guten", "start": 1.0, "end": 1.4, "probability": 0.99},
                {"word": " Tag,", "start": 1.4, "end": 1.8, "probability": 0.98},
                {"word": " Fernblick.", "start": 1.9, "end": 3.0, "probability": 0.4},
            ],
        },
        {"speaker": "SPEAKER_01", "start": 3.2, "end": 4, "text": "Ja?", "no_speech_prob": 0.7},
    ],
}


def test_whisper_keeps_speaker_times_and_doubt() -> None:
    found = read_transcript(json.dumps(WHISPER).encode(), "call.json")
    assert (found.format, found.language, found.speakers) == (
        "whisper",
        "de",
        ("SPEAKER_00", "SPEAKER_01"),
    )
    assert found.turns[0].doubt == pytest.approx(0.1)
    assert found.turns[1].doubt == 0.7, "that it may be no speech at all is a doubt as well"


def test_a_span_has_the_seconds_and_the_doubt_of_its_words() -> None:
    turns = read_transcript(json.dumps(WHISPER).encode(), "call.json").turns
    place = turns[0].text.index("Fernblick")
    span = span_of(turns, 0, place, place + 9)
    assert span == Span(0, place, place + 9, 1.9, 3.0)
    assert doubt_of(turns, span) == pytest.approx(0.6)


def test_webvtt_keeps_voices_and_plain_text() -> None:
    text = (
        "WEBVTT\nLanguage: de-DE\n\nNOTE made by hand\n\n1\n00:01.000 --> 00:02.500\n"
        "<v Agent>Guten <b>Tag</b> &amp; hallo</v>\n\n00:00:03.000 --> 00:00:04.000 line:0\n"
        "<v.loud Kundin>Ja?\n"
    )
    found = read_transcript(text.encode(), "a.vtt")
    assert found.language == "de"
    assert [(turn.speaker, turn.text, turn.start_s) for turn in found.turns] == [
        ("Agent", "Guten Tag & hallo", 1.0),
        ("Kundin", "Ja?", 3.0),
    ]
    assert found.doubt is None, "a file that states no doubt has none made up for it"


def test_srt_reads_the_name_before_the_words() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\nAgent: Hello.\n\n2\n00:00:02,100 --> 00:00:03,000\n"
    )
    found = read_transcript((text + "Customer: Yes?\n").encode(), "a.srt")
    assert [(turn.speaker, turn.end_s) for turn in found.turns] == [
        ("Agent", 2.0),
        ("Customer", 3.0),
    ]


def test_rttm_puts_words_together_by_speaker_and_pause() -> None:
    rows = (
        "LEXEME f 1 0.0 0.4 Guten lex agent 0.9\nLEXEME f 1 0.5 0.4 Tag lex agent 0.7\n"
        "LEXEME f 1 1.2 0.3 Ja lex kunde 1.0\nLEXEME f 1 9.0 0.3 bitte lex kunde <NA>\n"
        "SPEAKER f 1 0.0 0.9 <NA> <NA> agent <NA>\n"
    )
    found = read_transcript(rows.encode(), "a.rttm")
    assert [turn.text for turn in found.turns] == ["Guten Tag", "Ja", "bitte"]
    assert found.turns[0].doubt == pytest.approx(0.2)
    assert found.turns[2].doubt is None


def test_a_plain_dialogue_keeps_names_and_times() -> None:
    text = "[00:10] Agent: Guten Tag.\nHaben Sie Zeit?\n[00:15] Kunde: Nein.\n"
    found = read_transcript(text.encode(), "a.txt")
    assert [(turn.speaker, turn.start_s) for turn in found.turns] == [
        ("Agent", 10.0),
        ("Kunde", 15.0),
    ]
    assert found.turns[0].text == "Guten Tag. Haben Sie Zeit?"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"[" * 100_000, "deep.json"),
        (b'{"segments": [{"text": 5}]}', "text.json"),
        (b'{"segments": {"a": 1}}', "form.json"),
        (b'{"segments": [{"text": "a", "start": NaN}, 3]}', "nan.json"),
        (b'{"segments": []}', "empty.json"),
        (b"\xff\xfe\x00", "bytes.txt"),
        (b"a\x00b", "null.txt"),
        (b"no head", "a.vtt"),
        (b"LEXEME f 1", "a.rttm"),
        (b"", "empty.txt"),
    ],
)
def test_a_broken_file_is_refused_with_its_name(data: bytes, name: str) -> None:
    with pytest.raises(TranscriptUnreadable, match=name):
        read_transcript(data, name)


def test_an_attack_with_a_huge_file_costs_nothing() -> None:
    with pytest.raises(TranscriptTooLarge):
        read_transcript(b"a" * (BYTES_MAX + 1), "a.txt")
    lines = b"".join(b"%s: x\n" % (b"A", b"B")[each % 2] for each in range(TURNS_MAX + 2))
    with pytest.raises(TranscriptTooLarge):
        read_transcript(lines, "a.txt")
    with pytest.raises(TranscriptTooLarge):
        read_transcript(b"x" * 30_000, "a.txt")


def test_times_that_are_none_are_left_out() -> None:
    segment = {"text": "Hallo", "start": -5, "end": 1e300, "avg_logprob": "x"}
    turn = read_transcript(json.dumps({"segments": [segment]}).encode(), "a.json").turns[0]
    assert (turn.start_s, turn.end_s, turn.doubt) == (None, None, None)


@settings(max_examples=60, deadline=None)
@given(
    data=st.one_of(
        st.binary(max_size=300),
        st.text(alphabet='WEBVTT\n:->0123456789 <v>/[]{}"segmnt,LX.', max_size=400).map(
            str.encode
        ),
    ),
    ending=st.sampled_from(["json", "vtt", "srt", "rttm", "txt"]),
)
def test_any_bytes_are_read_or_refused(data: bytes, ending: str) -> None:
    try:
        found = read_transcript(data, f"a.{ending}")
    except LeumundError:
        return
    assert found.turns
    assert all(turn.text for turn in found.turns)
