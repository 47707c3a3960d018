"""The file of the next morning: numbers that a partner has and may not call again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from leumund.audit.bulk import aware
from leumund.basics.canonical import sha256_hex
from leumund.basics.clock import local_text
from leumund.basics.errors import BadInput, NotThere
from leumund.basics.finding import Finding, Row, Source
from leumund.basics.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime, timedelta
    from pathlib import Path

    from leumund.basics.checks import Check
    from leumund.network import Partner


class NoSuchNotice(NotThere):
    """{partner} was sent no file with the digest {digest}. Nothing was acknowledged."""

    code = "no-such-notice"
    hint = "Ask for what sha256sum prints for the file once it has been opened with the key."


class NotOpened(BadInput):
    """That is the digest of the file as it was sent, still locked. Nothing was acknowledged."""

    code = "not-opened"
    hint = "Open it with the partner's age key and give the digest of what it holds."


@dataclass(frozen=True, slots=True)
class Notice:
    """A file that one partner was sent. ``plain_digest``: SHA-256 of what it holds, which
    only somebody who has opened it can tell; ``path``: where it lies, if it was written now."""

    partner: str
    made_at: datetime
    due_at: datetime
    numbers: int
    file_digest: str
    plain_digest: str
    acknowledged_at: datetime | None = None
    path: Path | None = None
    id: int = 0

    def is_late(self, at: datetime) -> bool:
        """Whether it was not acknowledged in time, seen from that moment."""
        return (self.acknowledged_at or at) > self.due_at

    @property
    def is_acknowledged(self) -> bool:
        return self.acknowledged_at is not None


@dataclass(frozen=True, slots=True)
class Tomorrow:
    """Tonight's files, those of earlier nights that nobody has acknowledged, and partners with
    numbers to be told that have no age key. ``merely_called``: how many numbers that it may
    not call a partner only says to have called; it is not told, or it would only have to
    declare calls to made-up numbers to learn who objected."""

    notices: tuple[Notice, ...]
    waiting: tuple[Notice, ...] = ()
    without_key: tuple[str, ...] = ()
    numbers_untold: int = field(default=0)
    merely_called: Mapping[str, int] = field(default_factory=dict)

    def in_words(self) -> str:
        """Who is told of how many numbers, and who still owes an answer."""
        lines = [
            _("{partner}: {numbers} numbers not to be called again, {path}").format(
                partner=each.partner, numbers=each.numbers, path=each.path
            )
            for each in self.notices
        ]
        lines += [
            _("{partner}: the file of {made} is not acknowledged; it was due {due}.").format(
                partner=each.partner,
                made=local_text(each.made_at),
                due=local_text(each.due_at),
            )
            for each in self.waiting
        ]
        lines += [
            _(
                "{partner} has no age key, so it cannot be told. Write one in partners.yaml."
            ).format(partner=name)
            for name in self.without_key
        ]
        lines = lines or [_("Nobody has to be told of any number.")]
        lines += [
            _(
                "{partner} says to have called {numbers} numbers that it may not call, and "
                "nothing else shows that it has them. It is not told: by declaring calls to "
                "any numbers it would learn who objected. Every call after the objection is a "
                "finding."
            ).format(partner=name, numbers=numbers)
            for name, numbers in self.merely_called.items()
        ]
        return "\n".join(lines)


def notice_csv(numbers: Iterable[str]) -> bytes:
    """The file's content: one column, ``number``, sorted; RFC 4180 with a header."""
    return ("number\r\n" + "".join(f"{each}\r\n" for each in sorted(numbers))).encode()


def new_notice(
    partner: str, plain: bytes, data: bytes, numbers: int, at: datetime, time_left: timedelta
) -> Notice:
    """A file for one partner, as it was encrypted."""
    return Notice(
        partner=partner,
        made_at=at,
        due_at=at + time_left,
        numbers=numbers,
        file_digest=sha256_hex(data),
        plain_digest=sha256_hex(plain),
    )


def tomorrow_entry(
    made: Iterable[Notice], partners: Mapping[int, Partner]
) -> dict[str, object]:
    """What the ledger notes: whom by its id, how many numbers, both digests."""
    ids = {each.name: number for number, each in partners.items()}
    return {
        "notices": [
            {
                "partner": ids[each.partner],
                "numbers": each.numbers,
                "file": each.file_digest,
                "content": each.plain_digest,
            }
            for each in made
        ]
    }


def late_findings(notices: Iterable[Notice], at: datetime, check: Check) -> Iterable[Finding]:
    """C049: a partner has not acknowledged in time. Its first sign is the end of that time."""
    for each in notices:
        if each.is_late(at):
            yield Finding(
                code=check.id,
                partner=each.partner,
                source=Source.DOCUMENT,
                first_sign_at=each.due_at,
                rows=(Row("audit.notice", str(each.id)),),
                said={"numbers": each.numbers, "sent": each.made_at.isoformat()},
                effect=check.effect,
                citation=check.citation,
            )


def untold_findings(
    rows: Sequence[Mapping[str, Any]],
    names: Mapping[int, str],
    at: datetime,
    time_left: timedelta,
    check: Check,
) -> Iterable[Finding]:
    """C049 against ourselves: a number was to be passed on and was not, for too long.

    ``rows``: of the step ``to_tell``. Nobody but us is late here, so no partner is named in
    the finding but in what it says.
    """
    first: dict[int, Mapping[str, Any]] = {}
    for row in rows:
        known = first.setdefault(row["partner_id"], row)
        if (row["since_at"], row["line_id"]) < (known["since_at"], known["line_id"]):
            first[row["partner_id"]] = row
    for partner_id, row in sorted(first.items()):
        due_at = aware(row["since_at"]) + time_left
        if due_at < at:
            yield Finding(
                code=check.id,
                partner=None,
                source=Source.DOCUMENT,
                first_sign_at=due_at,
                rows=(Row("people.line", str(row["line_id"])),),
                said={"partner": names[partner_id], "side": "ours"},
                effect=check.effect,
                citation=check.citation,
            )
