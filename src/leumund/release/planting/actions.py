"""What ``Release`` can do with decoys: take a pool in, and note who was told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from leumund import ledger
from leumund.basics.clock import on_german_clock
from leumund.basics.errors import NotThere
from leumund.basics.language import _
from leumund.release import entries, records, writer
from leumund.release.decoys import (
    Announced,
    DecoysTaken,
    NotAnnounced,
    check_nobodys,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from leumund.basics.clock import Clock
    from leumund.release.campaign import Campaign
    from leumund.store import Store

__all__ = ["Planting", "only_told"]


class House(Protocol):
    """What this needs of ``Release``; engine, people and network are the actions of these."""

    @property
    def store(self) -> Store: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def engine(self) -> Any: ...
    @property
    def people(self) -> Any: ...
    @property
    def network(self) -> Any: ...


class Planting:
    """The part of ``Release`` that knows decoys; it has no state of its own."""

    __slots__ = ()

    def decoys(
        self: House,
        path: Path,
        columns: Mapping[str, str | Sequence[str]] | None = None,
        region: str = "DE",
    ) -> DecoysTaken:
        """Take in a pool of rented numbers, each with the person that stands for it.

        They are loaded among our people, as a file of customers is, and from then on are lines
        like any other. That they are decoys is durable before they are, so that a command
        killed in between is repeated. Raises BadPool, DecoyOfSomebody, and what loading a file
        of customers raises.
        """
        pool, digest = writer.read_pool(path, columns, region)
        numbers = {one.number for one in pool}
        with self.store.snapshot() as tx:
            before = records.decoys(tx)
        with self.engine.workplace() as work:
            refs = writer.refs_of(self.people.snapshot(work / "people"), but_on=before)
        found = self.people.lines_of(numbers)
        known = {number for number, line in found.items() if line.id not in before}
        with self.store.transaction() as tx:
            records.begin(tx)
            is_new = not records.has_decoy_pool(tx, digest)
            if is_new:
                check_nobodys(pool, known, refs, path.name)
                now, body = self.clock.now(), entries.decoys_entry(digest, len(numbers))
                entry = ledger.append(tx, "release.decoys", body, at=now)
                records.add_decoy_pool(tx, digest, len(numbers), now, entry)
        self.people.load(path, "customers", columns, region, ignore=("*",))
        lines = [int(line.id) for line in self.people.lines_of(numbers).values()]
        with self.store.transaction() as tx:
            records.begin(tx)
            records.add_decoys(tx, digest, lines)
            return DecoysTaken(digest, len(numbers), len(records.decoys(tx)), is_new)

    def announce(self: House, partner: str, annex: str, on: date) -> Announced:
        """Note in which annex of its contract, and on which day, a partner was told that decoys
        are in its copies. Without it no copy with decoys is handed over to it. The same again
        changes nothing. Raises NotThere, NotAnnounced."""
        found = self.network.partner(partner)
        if found is None:
            raise NotThere(what="partner", name=partner)
        told = Announced(partner, annex.strip(), on, is_new=True)
        if not told.annex:
            raise NotAnnounced(partner=partner)
        with self.store.transaction() as tx:
            records.begin(tx)
            if (partner, told.annex, on) in records.announced(tx):
                return Announced(partner, told.annex, on, is_new=False)
            now, body = self.clock.now(), entries.announced_entry(found.id, told)
            entry = ledger.append(tx, "release.announce", body, at=now)
            records.announce(tx, told, now, entry)
        return told

    def decoy_lines(self: House) -> NDArray[np.int64]:
        """The lines of all decoys, ascending."""
        with self.store.snapshot() as tx:
            return records.decoys(tx)


def only_told(
    house: House,
    terms: Campaign,
    copies: Sequence[dict[str, Any]],
    keys: dict[int, str],
    why: dict[int, str],
) -> tuple[dict[int, str], dict[int, str]]:
    """Per copy the key, or why nothing leaves: also because its partner was not told by today
    that there are decoys in it."""
    if terms.decoys is None:
        return keys, why
    today = on_german_clock(house.clock.now()).date()
    with house.store.snapshot() as tx:
        told = {partner for partner, _annex, on in records.announced(tx) if on <= today}
    untold = {place for place in keys if copies[place]["partner"] not in told}
    said = _("it was not told that decoys are in its copy (leumund release announce)")
    keys = {place: key for place, key in keys.items() if place not in untold}
    return keys, why | dict.fromkeys(untold, said)
