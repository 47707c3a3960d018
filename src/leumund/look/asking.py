"""Which questions a folder can answer, and what it would take to answer the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leumund.basics.language import marked as _
from leumund.look.findings import Unsaid

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from leumund.look.findings import Chapter, Code, Gap, TableCode

DEFAULT_CHANGE = _("Put a file with {missing} into the folder.")


def missing(needs: Iterable[str], there: Collection[str]) -> tuple[str, ...]:
    """The needs that are not met; of alternatives, the first stands for all."""
    alternatives = [need.split("|") for need in needs]
    return tuple(each[0] for each in alternatives if not any(one in there for one in each))


def gap_in(chapter: Chapter, gap: Gap, what: Iterable[object]) -> Unsaid:
    """That a question could be answered, but not for these."""
    values = {"what": ", ".join(str(each) for each in what)}
    return Unsaid(gap.code, chapter.letter, gap.title, (), gap.change, values)


def unsaid(code: Code | TableCode, chapter: Chapter, lacks: tuple[str, ...]) -> Unsaid:
    """That a question cannot be answered, and the one change by which it could."""
    change = code.change or DEFAULT_CHANGE
    values = {"missing": ", ".join(lacks)}
    return Unsaid(code.code, chapter.letter, code.title, lacks, change, values)
