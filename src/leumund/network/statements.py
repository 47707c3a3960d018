"""Rows of commission statements and invoices: to which account a partner's money goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from leumund.basics.errors import BadInput
from leumund.network.register import is_iban, payee_digest
from leumund.people import BadRow, Field, moment, shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from leumund.people import Row, Table

FIELDS = [
    Field("iban", also=("account", "konto", "kontonummer", "bankverbindung"), is_required=True),
    Field("ref", also=("order_ref", "invoice", "beleg", "rechnung", "rechnungsnummer")),
    Field("paid_at", also=("paid_on", "date", "datum", "zahltag", "rechnungsdatum")),
]


class NotAnAccount(BadInput):
    """{value} is no IBAN: its check digits are wrong. This row was not taken in."""

    code = "not-an-account"
    hint = "Compare it with the statement, correct it, and take in the file again."


class PaidOnNoDay(BadInput):
    """The row has no day, and none was given for the whole file. It was not taken in."""

    code = "paid-on-no-day"
    hint = "Give the day of the statement with --on."


@dataclass(frozen=True, slots=True)
class Claim:
    """A row that asks for money, or says where it went; ``payee``: its ``payee_digest``."""

    payee: str
    ref: str
    at: datetime


def read_claims(
    table: Table,
    places: dict[str, tuple[int, ...]],
    on: date | None,
    keep: Callable[[BadRow], None],
) -> list[Claim]:
    """Every row that can be taken in; each other row is handed to ``keep``."""
    claims = []
    for row in table.rows():
        if isinstance(row, BadRow):
            keep(row)
            continue
        try:
            claims.append(_claim(row, places, on))
        except BadInput as error:
            keep(BadRow(row.number, error, row.original))
    return claims


def _claim(row: Row, places: dict[str, tuple[int, ...]], on: date | None) -> Claim:
    def cell(key: str) -> str:
        found = places.get(key, ())
        return row.cells[found[0]].strip() if found else ""

    if not is_iban(cell("iban")):
        raise NotAnAccount(value=shown(_masked(cell("iban"))))
    at = moment(cell("paid_at"), "paid_at")
    if at is None:
        if on is None:
            raise PaidOnNoDay
        at = datetime.combine(on, time(), ZoneInfo("Europe/Berlin"))
    return Claim(payee_digest(cell("iban")), cell("ref"), at)


def _masked(written: str) -> str:
    """The last four characters; the rest of an account is nobody's to read."""
    return "…" + "".join(written.split())[-4:]
