"""Load and save, nothing else."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from leumund.release.account import Account, Booking, Terms
from leumund.store import Statements

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

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


def add_copies(
    tx: Transaction, draw_id: int, copies: Iterable[tuple[int, str, str, int]]
) -> None:
    """Copies as (place, partner, weight, units)."""
    tx.copy_in(STATEMENTS["add_copies"], [(draw_id, *copy) for copy in copies])


def copies_of(tx: Transaction, draw_id: int) -> list[Row]:
    """The copies of a draw in the order of its frame."""
    return tx.run(STATEMENTS["copies_of"], draw_id=draw_id)


def handed_over_of(tx: Transaction, draw_id: int) -> list[Row]:
    """What has left of a draw, with the place of the copy."""
    return tx.run(STATEMENTS["handed_over_of"], draw_id=draw_id)


def add_handed_over(tx: Transaction, rows: Iterable[dict[str, object]]) -> None:
    """One row per copy and portion."""
    tx.run_many(STATEMENTS["add_handed_over"], rows)


def recall_of(tx: Transaction, copy_id: int) -> Row | None:
    """When and why a copy was recalled, if it was."""
    return tx.first(STATEMENTS["recall_of"], copy_id=copy_id)


def run(tx: Transaction, statement: str, **values: object) -> list[Row]:
    """Save with a named statement of this part."""
    return tx.run(STATEMENTS[statement], **values)


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
