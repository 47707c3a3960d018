"""Load and save, nothing else."""

from __future__ import annotations

from datetime import UTC
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from leumund import ledger
from leumund.release.account import Account, Booking, SubBooking, Terms
from leumund.release.lookups import KnownByLookup, Lookup
from leumund.store import Statements

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from leumund.release.decoys import Announced
    from leumund.release.lookups import LookupsLoaded
    from leumund.release.results import SealedList
    from leumund.release.sizes import Frame
    from leumund.store import Transaction

STATEMENTS = Statements.beside(__file__)
Row = dict[str, Any]
_LOCK = "release"


def begin(tx: Transaction) -> None:
    """Wait for our turn: draws, hand-overs and recalls follow one another."""
    tx.lock(_LOCK)


def account(tx: Transaction, terms: Terms, today: date) -> Account:
    """The account with its bookings; opened now, on these terms, where there is none yet."""
    tx.run(
        STATEMENTS["open_account"],
        opened_on=today,
        alpha=str(terms.alpha),
        horizon_years=terms.horizon_years,
        declared_per_year=terms.declared_per_year,
    )
    return _account(tx, tx.one(STATEMENTS["account"]))


def account_or(tx: Transaction, terms: Terms, today: date) -> Account:
    """The account with its bookings, or what it would be if it were opened now."""
    row = tx.first(STATEMENTS["account"])
    return _account(tx, row) if row else Account(terms, today)


def booked_copies(tx: Transaction) -> list[Row]:
    """Every copy of every draw, with what it has booked."""
    return tx.run(STATEMENTS["booked_copies"])


def _account(tx: Transaction, row: Row) -> Account:
    terms = Terms(Fraction(row["alpha"]), row["horizon_years"], row["declared_per_year"])
    bookings = tuple(
        Booking(
            booked["account_year"],
            booked["is_declared"],
            booked["account_turn"],
            Fraction(booked["part"]),
            booked["copies"],
        )
        for booked in tx.run(STATEMENTS["bookings"])
    )
    return Account(terms, row["opened_on"], bookings)


def hold_back(tx: Transaction) -> Row | None:
    """Share and key digest of the permanent hold-back."""
    return tx.first(STATEMENTS["hold_back"])


def draw_of(tx: Transaction, campaign: str) -> Row | None:
    """The draw of a campaign, as its row."""
    return tx.first(STATEMENTS["draw_of"], campaign=campaign)


def drawn(tx: Transaction) -> list[Row]:
    """All draws whose coins have been tossed."""
    return tx.run(STATEMENTS["drawn"])


def evidence_written(tx: Transaction) -> frozenset[str]:
    """The digests of the files that ``trace so-far`` wrote here."""
    return ledger.values_said(tx, "trace.so_far", "file")


def sealed(tx: Transaction) -> list[Row]:
    """All draws, also those whose coins wait for a beacon."""
    return tx.run(STATEMENTS["sealed"])


def copies_of(tx: Transaction, draw_id: int) -> list[Row]:
    """The copies of a draw in the order of its frame."""
    return tx.run(STATEMENTS["copies_of"], draw_id=draw_id)


def handed_over_of(tx: Transaction, draw_id: int) -> list[Row]:
    """What has left of a draw, with the place of the copy."""
    return tx.run(STATEMENTS["handed_over_of"], draw_id=draw_id)


def standing(tx: Transaction, draw_id: int) -> tuple[list[Row], list[Row]]:
    """The copies of a draw and what has left of them."""
    return copies_of(tx, draw_id), handed_over_of(tx, draw_id)


def add_handed_over(
    tx: Transaction, rows: Sequence[Row], ledger_entries: Sequence[int], stayed_file: str
) -> None:
    """One row per copy and portion, each with its entry."""
    tx.run_many(
        STATEMENTS["add_handed_over"],
        [
            row | {"entry": entry, "stayed_file": stayed_file}
            for row, entry in zip(rows, ledger_entries, strict=True)
        ],
    )


def decoys(tx: Transaction) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The lines of all decoys, ascending."""
    return np.array([row["line_id"] for row in tx.run(STATEMENTS["decoys"])], dtype=np.int64)


def has_decoy_pool(tx: Transaction, digest: str) -> bool:
    """Whether this pool of decoys was taken in before."""
    return tx.first(STATEMENTS["decoy_pool"], digest=digest) is not None


def add_decoy_pool(
    tx: Transaction, digest: str, numbers: int, at: datetime, entry: int
) -> None:
    tx.run(
        STATEMENTS["add_decoy_pool"],
        digest=digest,
        numbers=numbers,
        taken_in_at=at,
        entry=entry,
    )


def add_decoys(tx: Transaction, digest: str, line_ids: Sequence[int]) -> None:
    tx.run(STATEMENTS["add_decoys"], digest=digest, line_ids=list(line_ids))


def announced(tx: Transaction) -> set[tuple[str, str, date]]:
    """What partners were told of decoys: partner, annex and day."""
    rows = tx.run(STATEMENTS["announced"])
    return {(row["partner"], row["annex"], row["announced_on"]) for row in rows}


def announce(tx: Transaction, told: Announced, at: datetime, entry: int) -> None:
    tx.run(
        STATEMENTS["announce"],
        partner=told.partner,
        annex=told.annex,
        announced_on=told.on,
        noted_at=at,
        entry=entry,
    )


def begin_hold_back(tx: Transaction, share: str, key_digest: str, at: datetime) -> None:
    """Fix the share of the permanent hold-back and its key."""
    values = {"share": share, "key_digest": key_digest, "began_at": at}
    tx.run(STATEMENTS["begin_hold_back"], **values)


def seal_draw(tx: Transaction, values: Row) -> Row:
    """A secret was sealed; the stored row."""
    return tx.one(STATEMENTS["seal_draw"], **values)


def toss(
    tx: Transaction,
    row: Row,
    frame: Frame,
    booking: Booking | SubBooking,
    at: datetime,
    entry: int,
    outcome: Row,
) -> Row:
    """The coins of a sealed draw were tossed: outcome, booking and copies; the stored row."""
    stored = tx.one(
        STATEMENTS["toss"],
        id=row["id"],
        drawn_at=at,
        draw_entry=entry,
        **_turn_of(booking),
        part=str(booking.part),
        **outcome,
    )
    totals = frame.sizes.sum(axis=(1, 2)).tolist()
    copies = zip(frame.copies, totals, strict=True)
    rows = [
        (row["id"], place, name, str(booking.weights[place]), units)
        for place, (name, units) in enumerate(copies)
    ]
    tx.copy_in(STATEMENTS["add_copies"], rows)
    return stored


def _turn_of(booking: Booking | SubBooking) -> Row:
    if isinstance(booking, SubBooking):
        return dict.fromkeys(("account_year", "account_turn", "is_declared"))
    return {
        "account_year": booking.year,
        "account_turn": booking.turn,
        "is_declared": booking.is_declared,
    }


def copy_above(tx: Transaction, copy_id: int) -> tuple[Fraction, int]:
    """The weight of a copy, and how many copies have been drawn inside it."""
    row = tx.one(STATEMENTS["copy_above"], copy_id=copy_id)
    return Fraction(row["weight"]), row["before"]


def add_recall(tx: Transaction, copy_id: int, at: datetime, why: str, entry: int) -> None:
    """A copy was recalled."""
    values = {"copy_id": copy_id, "recalled_at": at, "why": why, "entry": entry}
    tx.run(STATEMENTS["add_recall"], **values)


def add_sealed_list(
    tx: Transaction,
    sealed: SealedList,
    lines_file: str,
    newest_line: int,
    at: datetime,
    entry: int,
) -> None:
    """Register a list that somebody else chose."""
    tx.run(
        STATEMENTS["add_sealed_list"],
        partner=sealed.partner,
        handed_over_on=sealed.handed_over_on,
        list_digest=sealed.list_digest,
        lines_file=lines_file,
        rows=sealed.rows,
        matched=sealed.matched,
        unknown=sealed.unknown,
        unreadable=sealed.unreadable,
        newest_line=newest_line,
        sealed_at=at,
        entry=entry,
    )


def sealed_list(
    tx: Transaction, partner: str, list_digest: str, handed_over_on: date
) -> Row | None:
    """A sealed list, if it was registered before."""
    return tx.first(
        STATEMENTS["sealed_list"],
        partner=partner,
        list_digest=list_digest,
        handed_over_on=handed_over_on,
    )


def sealed_lists(tx: Transaction) -> list[Row]:
    """All sealed lists."""
    return tx.run(STATEMENTS["sealed_lists"])


def has_lookup_file(tx: Transaction, partner: str, digest: str) -> bool:
    """Whether this record of look-ups was taken in before."""
    found = tx.first(STATEMENTS["lookup_file"], partner=partner, file_digest=digest)
    return found is not None


def lookups_that_may_be_known(tx: Transaction, found: Sequence[Lookup]) -> list[Lookup]:
    """Look-ups of the same partner at these moments or with these references."""
    if not found:
        return []
    rows = tx.run(
        STATEMENTS["lookups_that_may_be_known"],
        partner=found[0].partner,
        at=[each.at for each in found],
        refs=[each.ref for each in found if each.ref],
    )
    return [_lookup(row) for row in rows]


def add_lookups(
    tx: Transaction, loaded: LookupsLoaded, new: Sequence[Lookup], at: datetime, entry: int
) -> None:
    """A record of look-ups was taken in."""
    file = tx.one(
        STATEMENTS["add_lookup_file"],
        partner=loaded.partner,
        file_digest=loaded.file_digest,
        rows=loaded.rows,
        unreadable=loaded.quarantined,
        taken_in_at=at,
        entry=entry,
    )
    rows = [
        (
            *(file["id"], one.partner, one.ref, one.at, list(one.line_ids), one.login_digest),
            *(one.device_digest, one.country, list(one.fields), one.why),
        )
        for one in new
    ]
    tx.copy_in(STATEMENTS["add_lookups"], rows)


def lookup_lines(tx: Transaction, since: datetime | None) -> list[Row]:
    """Every look-up, once per line it was about."""
    return tx.run(STATEMENTS["lookup_lines"], since=since)


def lookups_between(
    tx: Transaction, partner: str | None, since: datetime, until: datetime
) -> tuple[Lookup, ...]:
    """Look-ups of a span of time."""
    rows = tx.run(STATEMENTS["lookups_between"], partner=partner, since=since, until=until)
    return tuple(_lookup(row) for row in rows)


def _lookup(row: Row) -> Lookup:
    return Lookup(**row | {key: tuple(row[key]) for key in ("line_ids", "fields")})


def known_by_lookup(tx: Transaction, line_ids: Sequence[int]) -> KnownByLookup:
    """Since when which partner may know these lines."""
    rows = tx.run(STATEMENTS["known_by_lookup"], line_ids=list(line_ids))
    strangers = tx.run(STATEMENTS["lookups_of_strangers"])
    files = tx.run(STATEMENTS["partners_with_unreadable_lookups"])
    return KnownByLookup(
        line_ids=np.array([row["line_id"] for row in rows], dtype=np.int64),
        partners=tuple(row["partner"] for row in rows),
        at=np.array([_moment(row["at"]) for row in rows], dtype="datetime64[s]"),
        strangers_at={row["partner"]: _moment(row["at"]) for row in strangers},
        doubtful=frozenset(row["partner"] for row in files if row["unreadable"]),
        holders=frozenset(row["partner"] for row in files),
    )


def _moment(at: datetime) -> np.datetime64:
    """The whole second before, so that no look-up counts later than it was."""
    return np.datetime64(at.astimezone(UTC).replace(tzinfo=None), "s")
