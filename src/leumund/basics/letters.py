"""Letters as they are compared, however they were typed: invisible signs, wide and look-alike
letters, accents and the two ways of writing an umlaut make no difference."""

from __future__ import annotations

import unicodedata

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
# Cyrillic, then Greek letters that look like Latin ones, then those that are no letter and mark
_LOOK_ALIKE = str.maketrans(
    "\u0430\u0432\u0435\u0456\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0455\u0458"
    "\u03b1\u03b2\u03b5\u03b9\u03ba\u03bc\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7"
    "\u0131\u0251\u0142\u00f8\u0111",
    "abeikmhopctyxsj" + "abeikmvoptux" + "ialod",
)
# Letters by their kind, and blank: Hangul fillers and the empty Braille cell
BLANK = "\u115f\u1160\u3164\uffa0\u2800"
_NO_SIGN = str.maketrans(dict.fromkeys(BLANK))


def visible(text: str) -> str:
    """Without the signs that nobody sees, each letter in its one usual form."""
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    seen = seen.translate(_NO_SIGN)
    return unicodedata.normalize("NFKC", seen)


def folded(text: str) -> str:
    """The text as it is compared."""
    plain = visible(text).casefold().translate(_UMLAUTS).translate(_LOOK_ALIKE)
    parted = unicodedata.normalize("NFKD", plain)
    return "".join(sign for sign in parted if not unicodedata.combining(sign))
