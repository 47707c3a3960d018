"""Small records, in PostgreSQL 18.

``Store.open(settings)`` uses the database of ``LEUMUND_DATABASE_URL``, or starts its own in
the data folder, brings the tables up to this program's version and hands out transactions.
Every part owns the database schema of its name and its own named statements:

    STATEMENTS = Statements.beside(__file__)
    with store.transaction() as tx:
        row = tx.first(STATEMENTS["line_by_number"], number=number.e164)

Errors of the driver never leave this folder: they quote rows, and a row holds numbers.
Nothing here loads the driver before a store is opened.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from leumund.store.connections import Store
    from leumund.store.statements import Statement, Statements
    from leumund.store.transaction import Transaction

__all__ = ["Statement", "Statements", "Store", "Transaction"]

_HOMES = {
    "Store": "connections",
    "Statement": "statements",
    "Statements": "statements",
    "Transaction": "transaction",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"leumund.store.{_HOMES[name]}"), name)
    raise AttributeError(f"leumund.store has no {name!r}")
