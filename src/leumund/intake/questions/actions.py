"""What ``Intake`` can be asked about what it took in. It records nothing."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from leumund import ledger
from leumund.intake import bulk, records
from leumund.intake.call import Contact
from leumund.intake.complaint import Explanation, Lodged, ShownCall, UnexplainedCall
from leumund.intake.seal import BrokenSeal, check_order
from leumund.intake.writer import known_calls, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from leumund.basics.numbers import Number
    from leumund.intake.shown import ShownOrder
    from leumund.store import Store


class House(Protocol):
    """What these questions need of ``Intake``; people are the actions of that part."""

    @property
    def store(self) -> Store: ...
    @property
    def engine(self) -> Any: ...
    @property
    def folder(self) -> Path: ...
    @property
    def people(self) -> Any: ...
    def declared(self) -> Any: ...
    def _sealed(self) -> list[UnexplainedCall]: ...


class Questions:
    """The part of ``Intake`` that answers; it has no state of its own."""

    __slots__ = ()

    def stream(self: House) -> list[UnexplainedCall]:
        """The unexplained calls in their sealed order, after checking every seal.

        Raises BrokenSeal or GapInTheOrder if the records are not those that were sealed.
        """
        return [call for call in self._sealed() if call.explained_by is None]

    def explained(self: House) -> list[UnexplainedCall]:
        """Complaints that only a partner's declared call explains, in their sealed order."""
        return [
            call
            for call in self._sealed()
            if call.explained_by and call.explained_by.by is Explanation.DECLARED_CALL
        ]

    def shown_order(self: House) -> ShownOrder:
        """All complaints as they were sealed, for an outsider to check."""
        with self.store.snapshot() as tx:
            return records.shown_order(tx)

    def contacts(self: House, line_ids: Sequence[int], since: datetime) -> list[Contact]:
        """Each partner's first declared call to each of these lines from that moment on."""
        import pyarrow as pa

        numbers = self.people.numbers(line_ids)
        if not numbers:
            return []
        wanted = pa.table(
            {
                "line_id": pa.array(list(numbers.keys()), pa.int64()),
                "called": pa.array(list(numbers.values()), pa.string()),
                "since": pa.array([_naive(since)] * len(numbers), pa.timestamp("us")),
            }
        )
        inputs = {"wanted": wanted, "known_calls": self.declared()}
        found = self.engine.run(bulk.first_contacts(), inputs)
        return [
            Contact(row["line_id"], row["partner"], row["first_at"].replace(tzinfo=UTC))
            for row in found.to_pylist()
        ]

    def complaints_of(self: House, line_id: int) -> list[Lodged]:
        """Every complaint of that line, explained or not, as its person may see it."""
        with self.store.snapshot() as tx:
            rows = records.complaints_of(tx, line_id)
        return [Lodged(row["arrived_at"], row["text"] or "") for row in rows]

    def complaints_showing(self: House, number: Number) -> dict[str, Any]:
        """How many complaints name this number as shown (``complaints``, first_at, last_at)."""
        with self.store.snapshot() as tx:
            return records.complaints_showing(tx, number.e164)

    def shown_calls(self: House) -> tuple[ShownCall, ...]:
        """Unexplained calls of which the number called is known."""
        with self.store.snapshot() as tx:
            rows = records.unexplained_showing(tx)
        if not rows:
            return ()
        spans = (
            (row["position"], row["number_called"], row["call_from"], row["call_until"])
            for row in rows
        )
        inputs = {"complaints": bulk.wanted_moments(spans), "known_calls": self.declared()}
        around: defaultdict[int, set[str]] = defaultdict(set)
        for found in self.engine.run(bulk.calls_around(), inputs).to_pylist():
            around[found["complaint"]].add(found["partner"])
        return tuple(
            ShownCall(
                row["position"],
                row["number_shown"],
                row["caller_said"] or "",
                row["call_from"],
                frozenset(around[row["position"]]),
            )
            for row in rows
        )

    def declared(self: House) -> Any:
        """All declared calls as an engine reads them: files, or a table without rows."""
        with self.store.snapshot() as tx:
            return known_calls(self.folder, records.call_tables(tx))

    def held_files(self: House) -> Iterator[ledger.HeldFile]:
        """The files of declared calls that are in force."""
        with self.store.snapshot() as tx:
            digests = records.call_tables(tx)
        for digest in digests:
            yield ledger.HeldFile(f"calls {digest}", digest, path_of(self.folder, digest))

    def _sealed(self: House) -> list[UnexplainedCall]:
        """All complaints in their order, every seal checked."""
        with self.store.snapshot() as tx:
            seals = records.seals(tx)
            leaves, calls = [], []
            for sealed, call in records.sealed_complaints(tx):
                leaves.append(sealed.leaf())
                calls.append(call)
        check_order(seals, [call.position for call in calls])
        for seal in seals:
            if ledger.root(leaves[seal.first - 1 : seal.last]) != seal.root:
                raise BrokenSeal(first=seal.first, last=seal.last)
        return calls


def _naive(moment: datetime) -> datetime:
    """As the engine's tables hold it: in UTC, and without saying so."""
    return moment.astimezone(UTC).replace(tzinfo=None)
