"""Proofs of entries as files, with the program that checks them and the key it needs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from leumund.ledger import NotOpen, packed, read_leaf
from leumund.report.pack import Proven, RulesHeld
from leumund.report.yearly import Noted

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence
    from datetime import datetime

    from leumund.cases import Case
    from leumund.ledger import ListedEntry, Proof
    from leumund.report.pack import OrderTold

_NAMING: Final = (
    *("release.seal_secret", "release.draw", "release.hand_over", "release.recall"),
    *("intake.complaints", "trace.run"),
)
_TELLS_OF_ALL: Final = ("trace.run",)
_HANDED: Final = tuple(
    f"report.{what}"
    for what in ("pack", "letter", "naming", "access", "consent", "sample", "year")
)
_RULED: Final = ("permit.check", "permit.screen")
CHECKS: Final = "eu/cases"
_MANY = 2**31


class _Key(Protocol):
    @property
    def public_key(self) -> str: ...


class _Ledger(Protocol):
    """What is asked of the ledger here."""

    def integrate(self) -> object: ...
    def prove(self, entry_id: int, *, is_opened: bool = False) -> Proof: ...
    def create_key(self) -> _Key: ...
    def entries(
        self, kind: str | None = None, *, until: datetime | None = None, count: int
    ) -> tuple[ListedEntry, ...]: ...


@dataclass(frozen=True, slots=True)
class Proofs:
    """Proofs out of this ledger."""

    ledger: _Ledger

    def files(
        self, entries: Mapping[str, int], closed: Container[int] = ()
    ) -> dict[str, bytes]:
        """The proofs by their names, opened where an entry was not erased and is not to stay
        ``closed``; the verifier and the key beside them."""
        key = self.ledger.create_key().public_key.strip()
        tools = {"verify.pyz": packed(), "ledger.pub": f"{key}\n".encode()}
        return {
            name: self._proof(entry, is_opened=entry not in closed)
            for name, entry in entries.items()
        } | tools

    def signed(self, entry_id: int) -> bytes:
        """The opened proof of an entry that was only just written."""
        self.ledger.integrate()
        return self._proof(entry_id, is_opened=True)

    def _proof(self, entry_id: int, *, is_opened: bool) -> bytes:
        try:
            return self.ledger.prove(entry_id, is_opened=is_opened).encode()
        except NotOpen:
            return self.ledger.prove(entry_id).encode()

    def about_campaign(self, campaign: str) -> list[tuple[str, int]]:
        """Name and entry of what was done in a campaign: seal, draw, hand-overs, the order of
        the complaints, the weighing."""
        found = []
        for kind in _NAMING:
            for entry in reversed(self.ledger.entries(kind, count=_MANY)):
                said = json.loads(entry.said or "{}")
                if said.get("campaign", campaign) == campaign:
                    name = f"proofs/{kind.replace('.', '-')}-{entry.entry_id}.tlog-proof"
                    found.append((name, int(entry.entry_id)))
        return found

    def of_others(self, copy_id: int) -> frozenset[int]:
        """What tells of copies that are not this one: it is proved
        to this copy's partner without being opened."""
        found = set()
        for kind in _NAMING:
            for entry in self.ledger.entries(kind, count=_MANY):
                said = json.loads(entry.said or "{}")
                if kind in _TELLS_OF_ALL or said.get("copy", copy_id) != copy_id:
                    found.add(int(entry.entry_id))
        return frozenset(found)

    def handed_out(self, sums: str) -> int | None:
        """The entry of what was handed out with checksums of that digest."""
        for kind in _HANDED:
            for entry in self.ledger.entries(kind, count=_MANY):
                if json.loads(entry.said or "{}").get("sums") == sums:
                    return int(entry.entry_id)
        return None

    def rules(self, case: Case) -> Iterator[RulesHeld]:
        """The digests of rules that the case recorded, each with its first day, and those of
        passes and screens before a first sign."""
        recorded = ((step.said.get("rules"), step.at) for step in reversed(case.steps))
        for digest, at in reversed({rules: at for rules, at in recorded if rules}.items()):
            yield RulesHeld(CHECKS, digest, at)
        first = min((each.first_sign_at for each in case.findings), default=None)
        for kind in _RULED:
            for entry in self.ledger.entries(kind, until=first, count=1):
                digest = json.loads(entry.said or "{}").get("rules")
                if digest:
                    yield RulesHeld(f"{kind} {entry.entry_id}", str(digest), entry.at)

    def kind_of(self, entry_id: int) -> tuple[str, datetime]:
        leaf = read_leaf(self.ledger.prove(entry_id).leaf)
        return leaf.kind, leaf.at

    def passes(self) -> dict[str, int]:
        """The entry of every pass."""
        found = self.ledger.entries("permit.check", count=_MANY)
        said = ((json.loads(each.said or "{}").get("pass"), each.entry_id) for each in found)
        return {str(pass_id): int(entry) for pass_id, entry in said if pass_id}

    def noted(self, size: int) -> Iterator[Noted]:
        """The ledger's first so many entries, in order; one that was erased says nothing."""
        for each in reversed(self.ledger.entries(count=_MANY)):
            if each.index is not None and each.index < size:
                yield Noted(each.kind, each.at, json.loads(each.said or "{}"))


def proofs_of(case: Case, orders: Sequence[OrderTold]) -> Iterator[Proven]:
    """Every entry of a case, and of the orders that its findings rest on."""
    for step in case.steps:
        if step.entry_id is not None:
            name = f"proofs/step-{step.number:02d}-entry-{step.entry_id}.tlog-proof"
            yield Proven(name, step.entry_id, f"cases.{step.event}", f"step {step.number}")
    seen: set[int] = set()
    for order in orders:
        for each in order.steps:
            if each.entry_id not in seen:
                seen.add(each.entry_id)
                name = f"proofs/order-entry-{each.entry_id}.tlog-proof"
                of = f"order {order.order_ref}, {each.event.value}"
                yield Proven(name, each.entry_id, f"orders.{each.event.value}", of)
