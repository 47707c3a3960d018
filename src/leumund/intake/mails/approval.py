"""Who approved what a mail carries."""

from __future__ import annotations

import re

from leumund.intake.mails.sentences import flat, lowered, sentences
from leumund.intake.mails.turns import cues
from leumund.intake.mails.words import first

_BY_WHOM = re.compile(
    r"(?i:(?:freigabe|freigegeben|genehmigt|approved|approval)(?: \w+){0,3}?"
    r" (?:durch|von|by|from)(?: (?:herrn?|frau|mr\.?|mrs\.?|ms\.?|dr\.?))?)"
    r" (?P<who>[A-ZÄÖÜ][\w.-]*(?: [A-ZÄÖÜ][\w-]+){0,2})"
)
_BY_BEFORE = re.compile(
    r"\b(?i:von|durch|by)(?i: (?:herrn?|frau|mr\.?|mrs\.?|ms\.?|dr\.?))?"
    r" (?P<who>[A-ZÄÖÜ][\w.-]*(?: [A-ZÄÖÜ][\w-]+){0,2}) (?i:freigegeben|genehmigt|approved)"
)


def approver(text: str, body: int, sender: str) -> str:
    """Who approves what this mail is about: whom its words name, else its sender; "" where it
    approves nothing. Quoted lines do not count."""
    own = "\n".join("" if line.startswith(">") else line for line in text[body:].split("\n"))
    low = flat(lowered(own))
    for span in sentences(own, 0, len(own)):
        if first(cues("no_approval"), low, span) or not first(cues("approval"), low, span):
            continue
        for pattern in (_BY_WHOM, _BY_BEFORE):
            if (named := pattern.search(flat(own), span.start, span.end)) is not None:
                return named["who"]
        return sender
    return ""
