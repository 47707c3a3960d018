"""A case with everything in it, and the desk that hands it out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from tests.cases.desk import KURZ, MONDAY, Desk, desk_on, finding

from leumund.app import Leumund
from leumund.basics.clock import SetClock
from leumund.settings import Settings
from leumund.store import Store


@dataclass(frozen=True, slots=True)
class Packed:
    """``desk``: the people of a case; ``leumund``: all parts on the same store."""

    desk: Desk
    leumund: Leumund
    folder: Path

    @property
    def case_id(self) -> int:
        return self.desk.case_id


def packed_on(store: Store, folder: Path, stamp_url: str | None = None) -> Packed:
    """An installation with a partner and nothing in it yet."""
    desk = desk_on(store, folder)
    settings = Settings(
        folder=folder,
        stamp_url=stamp_url,
        land="BE",
        sender_address="Hafenweg 1, 20457 Hamburg",
        desk_contact="Sabine Wolff, partner@nordwind.example",
    )
    leumund = Leumund(settings, store, desk.clock, lambda size: bytes(size))
    leumund.ledger.create_key()
    return Packed(replace_cases(desk, leumund), leumund, folder)


def replace_cases(desk: Desk, leumund: Leumund) -> Desk:
    return replace(desk, cases=leumund.cases)


def decided(packed: Packed) -> int:
    """A case in which an order stop was decided; its number."""
    desk = packed.desk
    desk.file.write_text(
        "at,called,shown\n2026-05-01 10:12,+49 30 23125 014,030 23125 099\n", "utf-8"
    )
    desk.ready()
    desk.propose(until=MONDAY.replace(month=8))
    desk.decide(by=KURZ)
    return desk.case_id


def cleared(packed: Packed) -> int:
    """A case in which the partner was cleared; its number."""
    desk = packed.desk
    desk.open(finding(row="c7"))
    desk.item(is_for_partner=True, calls=40, never_given=37, says="37 calls went elsewhere.")
    desk.explain("spoofing")
    desk.hear((desk.clock.at + timedelta(days=14)).date())
    desk.later(days=2)
    desk.reply()
    desk.cases.credit(desk.case_id, "Called all of them back.", KURZ, 12, 0)
    desk.later(days=2)
    desk.cases.clear(desk.case_id, "It never had these people.", KURZ)
    return desk.case_id


__all__ = ["Packed", "SetClock", "cleared", "decided", "packed_on"]
