"""Complaints that only a partner's own word explains: what it says of itself by it.

A declared call to the same line with the same number shown explains a complaint, and takes it
away from the evidence against every copy. Nobody else saw that call. So the report says how
many complaints rest on whose word, and how many of them are about people who were in no copy
of that partner: whoever logs calls that were never made, to hide its own leak or another's,
says that it rang just these people, with just the number that they complain of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from leumund.trace.evidence import Stream
from leumund.trace.exclude import Fact
from leumund.trace.finding import OwnRecord
from leumund.trace.reading import facts_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from leumund.intake import UnexplainedCall
    from leumund.release import DrawRecord


def own_records(
    explained: Sequence[UnexplainedCall],
    draws: Sequence[DrawRecord],
    below: Mapping[str, frozenset[str]],
) -> tuple[OwnRecord, ...]:
    """Per partner, by name; ``below``: per partner those that act for it."""
    by = np.array([one.explained_by.partner if one.explained_by else "" for one in explained])
    stream, has_copy = Stream.of(explained), np.zeros(len(explained), dtype=bool)
    for draw in draws:
        fits = facts_of(draw, stream) == Fact.POSSIBLE
        for copy, holder in enumerate(draw.partners):
            is_theirs = np.isin(by, [holder, *below.get(holder, ())])
            has_copy |= fits[:, copy] & is_theirs
    return tuple(
        OwnRecord(partner, int((by == partner).sum()), int((~has_copy[by == partner]).sum()))
        for partner in sorted({*by.tolist()} - {""})
    )
