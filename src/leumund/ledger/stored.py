"""An entry as the database holds it."""

from __future__ import annotations

from dataclasses import dataclass

from leumund.basics.ids import EntryId
from leumund.ledger.entry import Leaf, Opening


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry as the database holds it; ``index`` is None while it waits in the outbox.

    ``opening`` is None where it was erased (then ``erased_by`` names the entry that says so)
    or lost (then ``erased_by`` is None too).
    """

    entry_id: EntryId
    index: int | None
    leaf: Leaf
    opening: Opening | None
    erased_by: EntryId | None
