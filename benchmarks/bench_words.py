"""How many transcripts are listened to in a minute on one core.

    python benchmarks/bench_words.py 2000

Half the calls are German, half English, with the errors of a recogniser; each is read from
the bytes of a Whisper file, so that reading counts as well. Prints transcripts a minute and a
digest of what was found. The same size gives the same digest.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass

from leumund.audit.words.corpus import dialogues
from leumund.audit.words.formats import read_transcript
from leumund.audit.words.listen import Listener
from leumund.audit.words.pack import load_word_checks
from leumund.audit.words.transcript import Transcript
from leumund.basics.canonical import canonical_bytes, sha256_hex

SIZE = 2_000
REPEATED = 6
SEED = 7


@dataclass(frozen=True, slots=True)
class Result:
    """``words`` in a transcript on average; ``a_minute`` transcripts on one core."""

    transcripts: int
    words: float
    seconds: float
    findings: int
    digest: str

    @property
    def a_minute(self) -> float:
        return 60 * self.transcripts / self.seconds


def run(size: int) -> Result:
    """Read and listen to ``size`` transcripts, each of several dialogues' length."""
    files = [_file(number) for number in range(size)]
    listener = Listener(load_word_checks())
    found = []
    begin = time.perf_counter()
    for number, data in enumerate(files):
        heard = listener.hear(read_transcript(data, "call.json"))
        found += [[number, one.check, one.span.turn, one.span.start] for one in heard.findings]
    seconds = time.perf_counter() - begin
    words = sum(len(data.split()) for data in files) / max(1, size)
    return Result(size, words, seconds, len(found), sha256_hex(canonical_bytes(found)))


def _file(number: int) -> bytes:
    """A Whisper file about as long as a real sales call: six dialogues after each other."""
    language = ("de", "en")[number % 2]
    some = dialogues(SEED + number, REPEATED, language, "known", "light")
    return whisper(language, [call.transcript for call in some])


def whisper(language: str, transcripts: list[Transcript]) -> bytes:
    """The turns of these transcripts as one Whisper file."""
    segments = [
        {"speaker": turn.speaker, "text": turn.text, "avg_logprob": -(turn.doubt or 0.0)}
        for transcript in transcripts
        for turn in transcript.turns
    ]
    return json.dumps({"language": language, "segments": segments}).encode()


def main() -> None:
    """Time it and say so."""
    result = run(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
    print(f"{result.transcripts:,} transcripts of {result.words:.0f} words on average")
    print(f"{result.seconds:.2f} s: {result.a_minute:,.0f} a minute on one core")
    print(f"{result.findings:,} findings, digest {result.digest[:16]}")


if __name__ == "__main__":
    main()
