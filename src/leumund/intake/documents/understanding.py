"""Let the text of a document be searched in a process of its own, and believe no more than
fits what was asked."""

from __future__ import annotations

import json
import tempfile
from typing import TYPE_CHECKING

from leumund.intake.documents.meaning import Meaning
from leumund.intake.documents.opening import DocumentBroken, DocumentTooSlow
from leumund.intake.documents.plainly import from_plain, to_plain
from leumund.intake.documents.restraint import run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from leumund.intake.documents.limits import Limits
    from leumund.intake.documents.page import Page

_MIB = 2**20


def understand(pages: Sequence[Page], work: Path, limits: Limits, *, name: str) -> Meaning:
    """What the pages mean; raises DocumentTooSlow or DocumentBroken."""
    with tempfile.TemporaryFile(dir=work) as asked, tempfile.TemporaryFile(dir=work) as answer:
        asked.write(json.dumps(to_plain(pages)).encode())
        asked.seek(0)
        ended = run("meaning", asked, answer, work, limits)
        answer.seek(0)
        said = answer.read(limits.answer_mib * _MIB)
    if ended.is_over:
        raise DocumentTooSlow(name=name, seconds=limits.seconds)
    try:
        meaning: Meaning = from_plain(Meaning, json.loads(said))
    except (ValueError, TypeError, ArithmeticError, RecursionError):
        raise DocumentBroken(name=name) from None
    return meaning
