"""What one run of tracing looks at, and what it gathers draw by draw."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from leumund.trace.evidence import Contacts, evidence
from leumund.trace.reading import (
    SEALED,
    Look,
    facts_of,
    findings,
    largest_gamma_of,
    most_complaints,
    trails,
    unless_looked_up,
    weighed,
)
from leumund.trace.strays import Heard

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from leumund.intake import UnexplainedCall
    from leumund.release import DrawRecord, KnownByLookup
    from leumund.trace.evidence import Stream
    from leumund.trace.exclude import Ints
    from leumund.trace.finding import Audit, Caller, CopyFinding, MostComplaints, Trail
    from leumund.trace.reading import Naming


@dataclass(frozen=True, slots=True)
class Seen:
    """What a run looks at."""

    stream: Stream
    explained: list[UnexplainedCall]
    draws: Sequence[DrawRecord]
    contacts: dict[int, Contacts]
    chains: dict[str, frozenset[str]]
    known: KnownByLookup
    inputs: str
    callers: Ints

    @property
    def last_position(self) -> int:
        """The place of the last unexplained call in the sealed order."""
        return int(self.stream.positions[-1]) if len(self.stream) else 0


# Not frozen: it grows draw by draw.
@dataclass(slots=True)
class Gathering:
    copies: list[CopyFinding] = field(default_factory=list)
    trails: list[Trail] = field(default_factory=list)
    rules: list[MostComplaints] = field(default_factory=list)
    callers: tuple[Caller, ...] = ()

    def add(
        self, look: Look, named: Mapping[int, Naming], blocked: Mapping[int, Audit]
    ) -> None:
        self.copies += findings(look, named, blocked)
        self.trails += trails(look)
        rule = most_complaints(look)
        if rule is not None and look.draw.design != SEALED:
            self.rules.append(rule)


def look_at(draw: DrawRecord, seen: Seen) -> Look:
    facts = facts_of(draw, seen.stream)
    excluded = unless_looked_up(facts, draw, seen.stream, seen.known, seen.chains)
    if draw.design == SEALED or np.isnat(draw.first_handed_over).all():
        return Look(draw, seen.stream, facts, excluded=excluded)
    contacts = seen.contacts[int(draw.draw_id)]
    found = evidence(draw, seen.stream, contacts, seen.explained, seen.chains)
    weighing, path = weighed(draw, found)
    largest = largest_gamma_of(draw, found, weighing)
    return Look(draw, seen.stream, facts, found, weighing, path, excluded, largest)


def heard(draw: DrawRecord, seen: Seen, last_position: int) -> Heard | None:
    """What the complaints up to a place of the sealed order say of one draw."""
    until = int(np.searchsorted(seen.stream.positions, last_position, "right"))
    if draw.design == SEALED or np.isnat(draw.first_handed_over).all() or not until:
        return None
    stream, contacts = seen.stream.first(until), seen.contacts[int(draw.draw_id)]
    found = evidence(draw, stream, contacts, [], seen.chains)
    log_e = weighed(draw, found)[0].log_e
    return Heard(found.contact_units, log_e)


def joined(every: Sequence[Contacts]) -> Contacts:
    empty = Contacts(np.empty(0, np.int64), (), np.empty(0, "datetime64[s]"))
    parts = [empty, *every]
    return Contacts(
        line_ids=np.concatenate([part.line_ids for part in parts]),
        partners=tuple(partner for part in parts for partner in part.partners),
        at=np.concatenate([part.at for part in parts]),
    )
