"""Bring a database's tables to this program's version.

Migrations are the files ``migrations/NNNN_<part>_<what>.sql``, found by being there and
applied in the order of their names, all that are missing in one transaction: either every
one is applied or none. A file that was applied must never change.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from leumund.store.errors import DatabaseNewer, MigrationChanged, NotGranted, RoleMissing
from leumund.store.statements import Statement, Statements
from leumund.store.transaction import Transaction

STATEMENTS = Statements.beside(__file__)
MIGRATIONS = Path(__file__).with_name("migrations")
_LOCK = "leumund.migrate"


@dataclass(frozen=True, slots=True)
class Migration:
    """One file: its name, its text and the SHA-256 of its bytes."""

    name: str
    sql: str
    digest: str


def migrations(folder: Path = MIGRATIONS) -> tuple[Migration, ...]:
    """All migrations this program knows, in the order in which they are applied."""
    files = sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    return tuple(_read(file) for file in files)


def missing(tx: Transaction, known: tuple[Migration, ...]) -> tuple[Migration, ...]:
    """What has yet to be applied; raises DatabaseNewer or MigrationChanged."""
    if not tx.one(STATEMENTS["is_founded"])["is_founded"]:
        return known
    applied = {row["name"]: row["digest"] for row in tx.run(STATEMENTS["applied_migrations"])}
    names = {migration.name for migration in known}
    if unknown := sorted(applied.keys() - names):
        raise DatabaseNewer(names=", ".join(unknown))
    for migration in known:
        if applied.get(migration.name, migration.digest) != migration.digest:
            raise MigrationChanged(name=migration.name)
    return tuple(each for each in known if each.name not in applied)


def migrate(tx: Transaction, known: tuple[Migration, ...]) -> tuple[str, ...]:
    """Apply what is missing, in the transaction of the tables' owner; the names applied."""
    tx.lock(_LOCK)
    todo = missing(tx, known)
    for migration in todo:
        _apply(tx, migration)
    return tuple(migration.name for migration in todo)


def _apply(tx: Transaction, migration: Migration) -> None:
    try:
        tx.run(Statement(migration.name, "A migration.", migration.sql))
    except NotGranted:
        if not migration.name.startswith("0001_"):
            raise
        may_not_make_roles = True
    else:
        may_not_make_roles = False
    if may_not_make_roles:
        raise RoleMissing(role="leumund_app", login=tx.login)
    tx.run(STATEMENTS["note_migration"], name=migration.name, digest=migration.digest)


def _read(file: Path) -> Migration:
    content = file.read_bytes()
    return Migration(file.stem, content.decode("utf-8"), hashlib.sha256(content).hexdigest())
