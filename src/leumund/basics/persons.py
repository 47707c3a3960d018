"""Whether two names that were typed may be one person's.

Nobody logs in here, so "another person" rests on names. Spellings, titles, the order of first
and last name, initials, look-alike letters, umlauts left out and names run together make
nobody a second person; where two people share a family name and an initial, both write their
first names out.
"""

from __future__ import annotations

import re
from typing import Final

from leumund.basics.letters import folded

_TITLES: Final = frozenset(
    {"dr", "prof", "herr", "hr", "frau", "fr", "mr", "mrs", "ms", "dipl"}
)


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared, in the alphabet's order."""
    words = re.findall(r"[^\W_]+", re.sub(r"(?<=[aou])e", "", folded(name)))
    return tuple(sorted(word for word in words if word not in _TITLES)) or tuple(sorted(words))


def may_be_one(first: str, second: str) -> bool:
    """Whether both may be the same person: every word of the shorter name is in the other, or
    is an initial there, and one whole word is in both."""
    one, other = name_words(first), name_words(second)
    if sorted("".join(one)) == sorted("".join(other)):
        return True
    short, long = sorted((list(one), list(other)), key=len)
    if len(short) == 1 and _is_run_together(short[0], long):
        return True
    shared = [word for word in short if word in long]
    for word in shared:
        short.remove(word)
        if word in long:
            long.remove(word)
    return any(len(word) > 1 for word in shared) and all(
        _is_initial(word, long) for word in short
    )


def _is_initial(word: str, others: list[str]) -> bool:
    """Uses up the word of ``others`` that it stands for."""
    for other in others:
        if min(len(word), len(other)) == 1 and word[0] == other[0]:
            others.remove(other)
            return True
    return False


def _is_run_together(word: str, others: list[str]) -> bool:
    """``mweber`` of Martin Weber: one of the words, and how the others begin."""
    for at, each in enumerate(others):
        if len(each) > 1 and each in (word[-len(each) :], word[: len(each)]):
            more = word.replace(each, "", 1)
            rest = "".join(others[:at] + others[at + 1 :])
            if rest.startswith(more):
                return True
    return False
