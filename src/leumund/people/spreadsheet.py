"""Text that a spreadsheet must show and not run.

A cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return is a formula to
it, and which sign separates cells depends on the country. So an apostrophe stands before each
of these where a cell may begin; that is how spreadsheets themselves mark text. Taking the
apostrophes away gives the text as it was.
"""

from __future__ import annotations

import re

_FORMULA = re.compile(r"(?:^|(?<=[;,|\"\t\r\n]))(?=[=+\-@])|^(?=[\t\r])")


def inert(text: str) -> str:
    """The same text, with an apostrophe wherever a formula could begin."""
    return _FORMULA.sub("'", text)
