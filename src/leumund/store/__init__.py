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
    from leumund.store.errors import (
        DatabaseUnavailable,
        RecordExists,
        RecordNeeded,
        RecordOverlaps,
        RowChanged,
        RuleBroken,
        ValueRefused,
        WriteInDoubt,
    )
    from leumund.store.files import whole_file
    from leumund.store.server import erase_database
    from leumund.store.statements import Statement, Statements
    from leumund.store.transaction import Transaction

_HOMES = {
    "connections": ("Store",),
    "errors": (
        "DatabaseUnavailable",
        "RecordExists",
        "RecordNeeded",
        "RecordOverlaps",
        "RowChanged",
        "RuleBroken",
        "ValueRefused",
        "WriteInDoubt",
    ),
    "files": ("whole_file",),
    "server": ("erase_database",),
    "statements": ("Statement", "Statements"),
    "transaction": ("Transaction",),
}

__all__ = [
    "DatabaseUnavailable",
    "RecordExists",
    "RecordNeeded",
    "RecordOverlaps",
    "RowChanged",
    "RuleBroken",
    "Statement",
    "Statements",
    "Store",
    "Transaction",
    "ValueRefused",
    "WriteInDoubt",
    "erase_database",
    "whole_file",
]


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"leumund.store.{home}"), name)
    raise AttributeError(f"leumund.store has no {name!r}")
