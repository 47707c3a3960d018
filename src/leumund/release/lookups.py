"""Look-ups in the portal: hand-overs one record at a time.

Whoever looks up a customer has that customer's record from then on, as if it had been handed
over. Each look-up is laid beside what its partner was engaged for on that day, and kept either
way: what was not covered has left as well. A look-up speaks against excluding a copy; it never
names one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from leumund.basics.canonical import sha256_hex
from leumund.basics.errors import BadInput
from leumund.basics.language import _
from leumund.basics.numbers import read_many
from leumund.network import login_digest
from leumund.people import BadRow, Field, moment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from leumund.network import Partner
    from leumund.people import Row, Table

    Told = tuple[
        str | None, datetime, tuple[int, ...], str, str | None, str | None, tuple[str, ...]
    ]

COLUMNS = [
    Field(
        "looked_up_at",
        also=("at", "time", "timestamp", "zeit", "zeitpunkt", "abgerufen_am"),
        is_required=True,
    ),
    Field(
        "login", also=("user", "account", "benutzer", "kennung", "anmeldung"), is_required=True
    ),
    Field("device", also=("device_id", "geraet", "endgeraet")),
    Field("country", also=("staat", "ip_country")),
    Field("number", also=("phone", "telefon", "telefonnummer", "rufnummer")),
    Field("person", also=("customer", "kunde", "kundennummer", "customer_id")),
    Field("fields", also=("felder", "angezeigt")),
    Field("ref", also=("lookup", "lookup_id", "id", "vorgang", "request_id")),
]


class LookupWithoutTime(BadInput):
    """The look-up has no time, so nobody can say since when its record was known. It counts
    as a doubt against excluding this partner."""

    code = "lookup-without-time"
    hint = "Export the portal's record again, with the time of each look-up."


class LookupWithoutLogin(BadInput):
    """The look-up has no log-in, so nobody can say whose it was. It counts as a doubt against
    excluding this partner."""

    code = "lookup-without-login"
    hint = "Export the portal's record again, with the log-in of each look-up."


class LookupOfTomorrow(BadInput):
    """The look-up is dated {at}, which has not come yet. It counts as a doubt against
    excluding this partner."""

    code = "lookup-of-tomorrow"
    hint = "Look at the clock of the portal, and at the time zone of its record."


@dataclass(frozen=True, slots=True)
class Lookup:
    """One record that was looked up. ``line_ids``: the lines of whoever it was about, empty
    where that is none of our customers; ``login_digest`` as ``network.login_digest``;
    ``country``: from where, ISO 3166. ``why``: what the engagement of that day did not cover
    (``not_engaged``, ``login``, ``fields``), empty where it covered all."""

    partner: str
    at: datetime
    login_digest: str
    line_ids: tuple[int, ...] = ()
    device_digest: str | None = None
    country: str | None = None
    fields: tuple[str, ...] = ()
    why: str = ""
    ref: str | None = None
    id: int = 0

    @property
    def is_covered(self) -> bool:
        """Whether the engagement of that day covered it."""
        return not self.why

    @property
    def told(self) -> Told:
        """What the portal's record says of it: two that say the same are one look-up."""
        told = (self.ref, self.at, self.line_ids, self.login_digest)
        return (*told, self.device_digest, self.country, self.fields)


@dataclass(frozen=True, slots=True)
class LookupsLoaded:
    """Every row is in exactly one of added, known, quarantined. ``uncovered``: of those in the
    file that could be read, per reason, how many no engagement covered; ``strangers``: how many
    were about nobody we know; ``reused``: of those added, how many bear the reference of
    another look-up."""

    file_digest: str
    partner: str
    rows: int
    added: int
    known: int
    quarantined: int
    strangers: int
    uncovered: Mapping[str, int] = field(default_factory=dict)
    quarantine_path: Path | None = None
    is_new: bool = True
    reused: int = 0

    def held_against(
        self, found: Sequence[Lookup], known: Sequence[Lookup]
    ) -> tuple[list[Lookup], LookupsLoaded]:
        """Those of ``found`` that no earlier record told, and this with their counts."""
        new = new_among(found, known)
        reused = with_a_reference_of_another(new, known)
        counted = replace(self, added=len(new), known=len(found) - len(new), reused=reused)
        return new, counted

    def in_words(self) -> str:
        """What was taken in, and what of it nobody had agreed to."""
        lines = [
            _("Look-ups of {partner}: {rows} rows, {added} new, {known} known before.").format(
                partner=self.partner, rows=self.rows, added=self.added, known=self.known
            )
        ]
        if self.strangers:
            lines.append(
                _("About nobody among our customers: {count}.").format(count=self.strangers)
            )
        if self.reused:
            again = _("With the reference of another look-up: {count}, each counts by itself.")
            lines.append(again.format(count=self.reused))
        told = {
            "not_engaged": _("On days without an engagement: {count}."),
            "login": _("With a log-in that is not this partner's: {count}."),
            "fields": _("With fields that are not agreed: {count}."),
        }
        lines += [told[why].format(count=count) for why, count in self.uncovered.items()]
        if self.quarantined:
            kept = _("Rows that could not be read: {count}, kept in {path}. They are a doubt.")
            lines.append(kept.format(count=self.quarantined, path=self.quarantine_path))
        return "\n".join(lines)


@dataclass(frozen=True, slots=True, eq=False)
class KnownByLookup:
    """Since when which partner may know which line by looking it up, one value per pair:
    ``line_ids`` int64, ``partners`` names, ``at`` datetime64[s] in UTC, the earliest.
    ``strangers_at``: per partner the earliest look-up of somebody we could not find; anybody
    unknown may be that one. ``doubtful``: partners of whom some look-ups cannot be read;
    ``holders``: all that looked anything up."""

    line_ids: NDArray[np.int64]
    partners: tuple[str, ...]
    at: NDArray[np.datetime64]
    strangers_at: Mapping[str, np.datetime64]
    doubtful: frozenset[str]
    holders: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Whose:
    """Our lines by number (E.164), and those of a person by the company's own reference."""

    by_number: Mapping[str, int]
    by_person: Mapping[str, tuple[int, ...]]


class Reading(NamedTuple):
    """What a row is read by: where each column stands, the partner, the others of its chain,
    whose log-ins it may use, our customers, and the present moment."""

    places: Mapping[str, tuple[int, ...]]
    partner: Partner
    family: Sequence[Partner]
    whose: Whose
    now: datetime

    def cell(self, row: Row, key: str) -> str:
        """What stands in that column; empty where the file has none."""
        found = self.places.get(key, ())
        return row.cells[found[0]].strip() if found else ""


def new_among(found: Sequence[Lookup], known: Sequence[Lookup]) -> list[Lookup]:
    """Those of a record that say something which no earlier record said.

    A reference alone tells nothing: whoever exports a portal could number anew. Two alike rows
    of one record are one look-up only if they bear the same reference; else there were two.
    """
    left, new = Counter(each.told for each in known), []
    for each in found:
        if left[each.told]:
            left[each.told] -= each.ref is None
        else:
            new.append(each)
            left[each.told] += each.ref is not None
    return new


def with_a_reference_of_another(new: Sequence[Lookup], known: Sequence[Lookup]) -> int:
    """How many bear a reference that stands for something else already."""
    told: dict[str, Told] = {each.ref: each.told for each in known if each.ref}
    return sum(
        each.ref is not None and told.setdefault(each.ref, each.told) != each.told
        for each in new
    )


def read_lookups(
    table: Table, reading: Reading, region: str, keep: Callable[[BadRow], None]
) -> list[Lookup]:
    """Every look-up that can be read; each other row is handed to ``keep``."""
    rows: list[Row] = []
    for row in table.rows():
        if isinstance(row, BadRow):
            keep(row)
        else:
            rows.append(row)
    numbers = read_many([reading.cell(row, "number") for row in rows], region)
    found = []
    for row, number in zip(rows, numbers, strict=True):
        try:
            found.append(_lookup(row, number, reading))
        except BadInput as error:
            keep(BadRow(row.number, error, row.original))
    return found


def _lookup(row: Row, number: str | None, reading: Reading) -> Lookup:
    at = moment(reading.cell(row, "looked_up_at"), "looked_up_at")
    if at is None:
        raise LookupWithoutTime
    if at > reading.now:
        raise LookupOfTomorrow(at=at.date())
    written = reading.cell(row, "login")
    if not written:
        raise LookupWithoutLogin
    login, fields = login_digest(written), tuple(_words(reading.cell(row, "fields")))
    line = reading.whose.by_number.get(number or "")
    lines = set() if line is None else {line}
    lines |= set(reading.whose.by_person.get(reading.cell(row, "person"), ()))
    return Lookup(
        partner=reading.partner.name,
        at=at,
        login_digest=login,
        line_ids=tuple(sorted(lines)),
        device_digest=_digest(reading.cell(row, "device")),
        country=reading.cell(row, "country").upper() or None,
        fields=fields,
        why=_why(reading.partner, reading.family, at, login, fields),
        ref=reading.cell(row, "ref") or None,
    )


def _why(
    partner: Partner, family: Sequence[Partner], at: datetime, login: str, fields: Sequence[str]
) -> str:
    """What the engagement of that day did not cover."""
    day = at.date()
    engaged = partner.engagement_on(day)
    if engaged is None:
        return "not_engaged"
    held = [each for one in (partner, *family) for each in one.logins]
    if held and not any(each.digest == login and each.is_in_force_on(day) for each in held):
        return "login"
    return "fields" if engaged.fields and set(fields) - set(engaged.fields) else ""


def _words(cell: str) -> list[str]:
    return [each for each in cell.replace(",", " ").replace("|", " ").split() if each]


def _digest(device: str) -> str | None:
    """A device is known by a digest only."""
    return sha256_hex(b"leumund-device\n" + device.casefold().encode()) if device else None
