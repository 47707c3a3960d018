"""The small language in which checks name words, and one pass that finds them all.

    ``haben sie [ja] (bei|mit) uns * vertrag~``

A word matches itself; ``word~`` one that begins so, ``~word`` one that ends so; ``(a|b c)``
one of several; ``[a]`` what may stand there; ``*`` up to four words, ``*9`` up to nine; ``#``
a number. Case, accents and punctuation do not count; nothing reaches over the end of a
sentence. There is no repetition, so that no text, however written, takes long.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leumund.basics.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

STOP = "."
_ANY, _NUMBER = "", "#"
_GAP_WORDS = 4
_GAP_WORDS_MAX = 12
_INITIAL = 3
_LONG = 7
_KNOWN_MAX = 200_000
_PIECE = re.compile(r"\*\d{0,2}|[()\[\]|#]|~?[^\W_]+~?")
_TOKEN = re.compile(r"[^\W_]+(?:['’`][^\W_]+)*|[.!?…]+")
_FOLDED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "'": "", "’": "", "`": ""})


class PatternUnreadable(BadInput):
    """The pattern "{pattern}" cannot be read ({what}), so no transcript was checked."""

    code = "word-pattern-unreadable"
    hint = "Write it as docs/reference/audit.md says, beginning with a word."


@dataclass(frozen=True, slots=True)
class Tokens:
    """A turn as the patterns see it: folded words, where each stands, sentence ends as "."."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    text: str
    places: tuple[int, ...]
    stops: tuple[int, ...]

    def at(self, place: int) -> int:
        """The number of the word at this place of ``text``."""
        return bisect_right(self.places, place) - 1

    def sentence(self, word: int) -> tuple[int, int]:
        """The first and one past the last word of the sentence around this word."""
        number = bisect_left(self.stops, word)
        begin = self.stops[number - 1] + 1 if number else 0
        return begin, self.stops[number] if number < len(self.stops) else len(self.words)


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern of a list found in a turn: words ``first`` up to but without ``last``."""

    list: str
    pattern: int
    turn: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A pattern ready to be tried where one of its first words stands."""

    list: str
    pattern: int
    finder: re.Pattern[str]


def folded(word: str) -> str:
    """Lower case, without accents and apostrophes: words that sound the same read the same."""
    word = word.lower().translate(_FOLDED)
    if word.isascii():
        return word
    plain = unicodedata.normalize("NFKD", word)
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def tokens_of(
    text: str, spelling: Mapping[str, str], nearest: Callable[[str], str] = str
) -> Tokens:
    """The words of a turn.

    ``spelling`` maps dialect and what recognisers hear to our words, ``nearest`` a word that
    was misheard by a letter.
    """
    words, starts, ends = [], [], []
    for found in _TOKEN.finditer(text):
        word = STOP if not found[0][0].isalnum() else folded(found[0])
        if word:
            words.append(spelling.get(word) or nearest(word))
            starts.append(found.start())
            ends.append(found.end())
    places, at = [], 0
    for word in words:
        places.append(at)
        at += len(word) + 1
    stops = tuple(number for number, word in enumerate(words) if word == STOP)
    joined = " ".join(words) + " "
    return Tokens(tuple(words), tuple(starts), tuple(ends), joined, tuple(places), stops)


class Nearest:
    """The one word of the checks that a long word misses by a single letter, if there is one.

    Deletions on both sides (Garbe 2012). Short words are left alone: too many are neighbours.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._near: dict[str, set[str]] = {}
        for word in self._words:
            if len(word) >= _LONG and word.isalpha():
                for key in _with_one_left_out(word):
                    self._near.setdefault(key, set()).add(word)
        self._known: dict[str, str] = {}

    def __call__(self, word: str) -> str:
        if len(word) < _LONG or word in self._words:
            return word
        found = self._known.get(word)
        if found is None:
            near = {
                each for key in _with_one_left_out(word) for each in self._near.get(key, ())
            }
            near = {each for each in near if abs(len(each) - len(word)) <= 1}
            found = near.pop() if len(near) == 1 else word
            if len(self._known) < _KNOWN_MAX:
                self._known[word] = found
        return found


def _with_one_left_out(word: str) -> Iterator[str]:
    """The word and each form that lacks one of its letters, the first kept."""
    yield word
    for place in range(1, len(word)):
        yield word[:place] + word[place + 1 :]


class Finder:
    """All patterns of all lists, tried in one pass over a turn."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self.words = frozenset(
            piece.strip("~")
            for patterns in lists.values()
            for pattern in patterns
            for piece in _pieces(pattern)
            if piece.strip("~").isalpha()
        )
        self._exact: dict[str, list[Entry]] = {}
        self._initial: dict[str, list[Entry]] = {}
        for name, patterns in lists.items():
            for number, pattern in enumerate(patterns):
                self._add(name, number, pattern)

    def _add(self, name: str, number: int, pattern: str) -> None:
        regex, begins = compiled(pattern)
        entry = Entry(name, number, regex)
        for word in begins:
            if word.endswith("~"):
                self._initial.setdefault(word[:_INITIAL], []).append(entry)
            else:
                self._exact.setdefault(word, []).append(entry)

    def hits(self, tokens: Tokens, turn: int) -> Iterator[Hit]:
        """Every pattern that begins at some word of the turn, in the order of the words."""
        for number, word in enumerate(tokens.words):
            key = _NUMBER if word.isdigit() else word
            entries = self._exact.get(key, ()), self._initial.get(word[:_INITIAL], ())
            for entry in (one for some in entries for one in some):
                found = entry.finder.match(tokens.text, tokens.places[number])
                if found is not None:
                    last = tokens.at(found.end() - 1) + 1
                    yield Hit(entry.list, entry.pattern, turn, number, last)


def compiled(pattern: str) -> tuple[re.Pattern[str], frozenset[str]]:
    """The finder of a pattern and the words it can begin with; raises PatternUnreadable."""
    pieces = _pieces(pattern)
    regex, begins, is_needed = _sequence(pattern, pieces)
    if pieces:
        raise PatternUnreadable(pattern=pattern, what="a bracket too many")
    if not is_needed:
        raise PatternUnreadable(pattern=pattern, what="it would match nothing at all")
    if _ANY in begins:
        raise PatternUnreadable(pattern=pattern, what="it must begin with a word")
    return re.compile(regex), frozenset(begins)


def _pieces(pattern: str) -> list[str]:
    """The pieces in reverse, to be taken from the end."""
    pieces, at = [], 0
    lowered = folded(pattern)
    for found in _PIECE.finditer(lowered):
        if lowered[at : found.start()].strip(" ,"):
            break
        pieces.append(found[0])
        at = found.end()
    if lowered[at:].strip(" ,"):
        raise PatternUnreadable(pattern=pattern, what="a sign that means nothing")
    return pieces[::-1]


def _sequence(pattern: str, pieces: list[str]) -> tuple[str, set[str], bool]:
    """Regex, the words it can begin with, and whether it needs any word at all."""
    regex, begins, is_needed = "", set[str](), False
    while pieces and pieces[-1] not in ("|", ")", "]"):
        piece = pieces.pop()
        part, first, needs = _piece(pattern, piece, pieces)
        if not is_needed:
            begins |= first
        regex += part
        is_needed = is_needed or needs
    return regex, begins, is_needed


def _piece(pattern: str, piece: str, pieces: list[str]) -> tuple[str, set[str], bool]:
    if piece in ("(", "["):
        return _choice(pattern, piece, pieces)
    if piece[0] == "*":
        most = int(piece[1:] or _GAP_WORDS)
        if most > _GAP_WORDS_MAX:
            raise PatternUnreadable(pattern=pattern, what="a gap too wide")
        return rf"(?:[^ .]+ ){{0,{most}}}?", {_ANY}, False
    if piece == "#":
        return r"[0-9]+ ", {_NUMBER}, True
    word = piece.strip("~")
    if piece[0] == "~":
        return rf"[^ .]*{word} ", {_ANY}, True
    if piece[-1] == "~" and len(word) < _INITIAL:
        raise PatternUnreadable(pattern=pattern, what=f"{word}~ is too short")
    return (rf"{word}[^ .]* " if piece[-1] == "~" else f"{word} "), {piece}, True


def _choice(pattern: str, bracket: str, pieces: list[str]) -> tuple[str, set[str], bool]:
    close = ")" if bracket == "(" else "]"
    options, begins, needs = [], set[str](), True
    while True:
        regex, first, needs_any = _sequence(pattern, pieces)
        options.append(regex)
        begins |= first
        needs = needs and needs_any
        if not pieces:
            raise PatternUnreadable(pattern=pattern, what="a bracket is not closed")
        if pieces.pop() == close:
            break
        if pieces and pieces[-1] in ("|", ")", "]") and not options[-1]:
            raise PatternUnreadable(pattern=pattern, what="an empty choice")
    mark = "?" if bracket == "[" else ""
    return f"(?:{'|'.join(options)}){mark}", begins, needs and not mark


def words_of(patterns: Iterable[str]) -> frozenset[str]:
    """Plain words, folded, for lists that hold nothing else."""
    return frozenset(folded(word) for word in patterns)
