"""What ``Orders`` can do about what has to go out."""

from __future__ import annotations

import hashlib
import hmac
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from leumund import ledger
from leumund.basics.canonical import sha256_hex
from leumund.basics.language import marked as _
from leumund.orders.asking import NothingToSend
from leumund.orders.order import Way
from leumund.orders.post import records
from leumund.orders.post.event import event_bytes, event_id, headers
from leumund.orders.post.letter import typeset
from leumund.orders.post.mail import NotAnAddress, compose
from leumund.orders.post.office import PostOffice
from leumund.orders.post.sent import Failed, Letters, Sent, Tally, wait_after
from leumund.orders.post.writer import HookDoor, MailDoor, write_letter
from leumund.orders.writer import order_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from leumund.basics.clock import Clock
    from leumund.orders.order import Envelope, Outgoing
    from leumund.orders.post.sent import Reached, Undelivered
    from leumund.store import Store, Transaction

__all__ = ["PostOffice", "Sends"]

_BATCH = 100
_DOWN_WAIT = timedelta(minutes=1)
_EVENT_DOMAIN = b"leumund-event-source-v1\n"


class House(Protocol):
    """What the sender needs of ``Orders``."""

    @property
    def store(self) -> Store: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def folder(self) -> Path: ...
    @property
    def post(self) -> Callable[[], PostOffice]: ...
    def take(self, number: int) -> Envelope: ...


class Sends:
    """The part of ``Orders`` that sends; it has no state of its own."""

    __slots__ = ()

    def send(self: House, again: Sequence[int] = ()) -> Sent:
        """Send what is due: mails to customers, signed events to the company's programs.

        Each goes out once; after a crash in the middle of it at most twice, and then it waits
        for a person. ``again``: numbers of ``undelivered`` to be sent after all. Raises
        NothingToSend for a number that does not wait there, PostNotSetUp and PostMisSet.
        """
        tally, now = Tally.empty(), self.clock.now()
        with self.store.transaction() as tx:
            tally.given_up.update(records.give_up_unknown(tx, now))
            for number in again:
                if not records.again(tx, number, now):
                    raise NothingToSend(number=number)
        with ExitStack() as doors:
            deliver = _doors(self, doors)
            ways = set(deliver)
            while batch := _waiting(self, tuple(ways)):
                for out in batch:
                    if out.way in ways and not _Sending(self, out, tally).run(deliver[out.way]):
                        ways.discard(out.way)
        with self.store.snapshot() as tx:
            left = records.left(tx, self.clock.now(), tuple(deliver))
        return Sent(dict(tally.sent), dict(tally.failed), dict(tally.given_up), left)

    def letters(self: House, into: Path) -> Letters:
        """Write the letters that are due as PDF files, one each, for printing and posting.

        Raises PostNotSetUp and PostMisSet.
        """
        office = self.post()
        office.page()
        tally = Tally.empty()
        files: list[str] = []

        def deliver(out: Outgoing) -> str:
            envelope = self.take(out.id)
            content = _typeset(envelope, office, self.clock.now())
            files.append(write_letter(into, f"letter-{out.id:06}.pdf", content).name)
            return sha256_hex(content)

        while batch := _waiting(self, (Way.LETTER,)):
            for out in batch:
                _Sending(self, out, tally).run(deliver)
        return Letters(len(files), str(into), tuple(files), tally.failed.total())

    def undelivered(self: House) -> tuple[Undelivered, ...]:
        """What did not go out and is not tried again by itself, and why."""
        with self.store.snapshot() as tx:
            return records.undelivered(tx)

    def reached(
        self: House, order_refs: Sequence[str], person_ref: str | None = None
    ) -> tuple[Reached, ...]:
        """Contacts, one-time links and what went out, about these orders and this person."""
        with self.store.snapshot() as tx:
            return records.reached(tx, order_refs, person_ref)


def _typeset(envelope: Envelope, office: PostOffice, now: datetime) -> bytes:
    """The letter; raises Failed for good where a sign in it cannot be set, so that the letters
    of everybody else go out, and a person sees to this one."""
    from typst import TypstError

    try:
        return typeset(envelope, office, now)
    except TypstError as error:
        raise Failed(_("a sign in the letter cannot be set"), is_final=True) from error


@dataclass(frozen=True, slots=True)
class _Sending:
    """One thing on its way out: begun, done, noted; each in a transaction of its own."""

    house: House
    out: Outgoing
    tally: Tally

    def run(self, deliver: Callable[[Outgoing], str]) -> bool:
        """Whether it is worth trying the next one over the same way."""
        if not self._begun():
            return True
        try:
            digest = deliver(self.out)
        except NothingToSend:
            with self.house.store.transaction() as tx:
                records.not_needed(tx, self.out.id, self.house.clock.now())
        except Failed as failed:
            with self.house.store.transaction() as tx:
                self._note_failed(tx, failed)
            return not (failed.is_down or failed.is_unknown)
        else:
            with self.house.store.transaction() as tx:
                self._note_done(tx, digest)
        return True

    def _begun(self) -> bool:
        with self.house.store.transaction() as tx:
            return records.begin(tx, self.out.id, self.house.clock.now())

    def _note_done(self, tx: Transaction, digest: str) -> None:
        out, now = self.out, self.house.clock.now()
        if not records.done(tx, out.id, now):
            return
        self.tally.sent[out.kind] += 1
        if out.way is Way.WEBHOOK:
            return
        kind = "orders.letters" if out.way is Way.LETTER else "orders.send"
        entry: dict[str, object] = {
            "ref": sha256_hex(out.order_ref.encode()),
            "what": out.kind,
            "way": out.way.value,
            "outgoing": out.id,
            **({"file": digest} if out.way is Way.LETTER else {}),
        }
        ledger.append(tx, kind, entry, at=now)

    def _note_failed(self, tx: Transaction, failed: Failed) -> None:
        out, now, why = self.out, self.house.clock.now(), failed.why
        if failed.is_down:
            self.tally.failed[out.kind] += 1
            records.later(tx, out.id, why, now + _DOWN_WAIT, is_counted=False)
            return
        wait = None if failed.is_final else wait_after(out.way, out.attempts + 1)
        if wait is None:
            self.tally.given_up[out.kind] += 1
            records.give_up(tx, out.id, why, now)
            return
        self.tally.failed[out.kind] += 1
        if failed.is_unknown and out.way is not Way.WEBHOOK:
            records.perhaps(tx, out.id, why, now + wait)
        else:
            records.later(tx, out.id, why, now + wait)


def _waiting(house: House, ways: Sequence[Way]) -> tuple[Outgoing, ...]:
    with house.store.snapshot() as tx:
        return records.waiting(tx, house.clock.now(), ways, _BATCH)


def _doors(house: House, doors: ExitStack) -> dict[Way, Callable[[Outgoing], str]]:
    """What delivers over which way; a way that is not set up has none."""
    found: dict[Way, Callable[[Outgoing], str]] = {}
    office = house.post()
    if office.mail is not None:
        office.page()
        found[Way.EMAIL] = _mailing(house, office, doors.enter_context(MailDoor(office.mail)))
    if office.hook is not None:
        hook = doors.enter_context(HookDoor(office.hook))
        found[Way.WEBHOOK] = _hooking(house, hook, office.hook.secret)
    return found


def _mailing(house: House, office: PostOffice, door: MailDoor) -> Callable[[Outgoing], str]:
    def deliver(out: Outgoing) -> str:
        envelope = house.take(out.id)
        try:
            mail = compose(envelope, office, house.clock.now())
        except NotAnAddress:
            why = _("what is kept as a mail address is none")
            raise Failed(why, is_final=True) from None
        door.send(mail)
        return ""

    return deliver


def _hooking(house: House, door: HookDoor, secret: bytes) -> Callable[[Outgoing], str]:
    key = hmac.digest(order_key(house.folder), _EVENT_DOMAIN, hashlib.sha256)
    installation = key.hex()[:16]

    def deliver(out: Outgoing) -> str:
        body = event_bytes(out, installation)
        number = event_id(out, installation)
        door.send(body, headers(number, house.clock.now(), body, secret))
        return ""

    return deliver
