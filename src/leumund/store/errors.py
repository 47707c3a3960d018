"""What the database may say to the outside.

A driver's error quotes rows: ``Key (number)=(+49...) already exists``. So none of its
texts is handed on; a new error names the table, the column and the rule, never a value.
"""

from __future__ import annotations

import re
from typing import Any

from leumund.basics.errors import BadInput, Conflict, IntegrityError, LeumundError, Unavailable


class DatabaseUnavailable(Unavailable):
    """The database cannot be reached ({what}), so nothing was decided and nothing was changed."""

    code = "database-unavailable"
    hint = "Look into {log}, then repeat the command."


class DatabaseBusy(Unavailable):
    """Another command has been starting or stopping the database for {seconds} seconds."""

    code = "database-busy"
    hint = "Wait until it has finished, then repeat this command."


class DatabasePlaceRefused(Unavailable):
    """The database cannot lie in {place}: {what}. Nothing was started."""

    code = "database-place"
    hint = "{way}"


class DatabaseNewer(Conflict):
    """The database holds changes this program does not know ({names}); nothing was changed."""

    code = "database-newer"
    hint = "Use the newer version of Leumund that made them."


class MigrationChanged(IntegrityError):
    """The file {name} is not the one that made the tables of this database."""

    code = "migration-changed"
    hint = "Put the released file back; while developing, begin with a fresh data folder."


class RoleMissing(Conflict):
    """There is no database role {role}, and this login may not make it; nothing was changed."""

    code = "role-missing"
    hint = "Let an administrator run: create role {role} nologin; grant {role} to {login};"


class RecordExists(Conflict):
    """{table} holds such a record already (rule {rule}), so nothing was changed."""

    code = "record-exists"
    hint = "Look the record up; what is there already need not be written again."


class RecordOverlaps(Conflict):
    """{table} holds a record that overlaps this one (rule {rule}), so nothing was changed."""

    code = "record-overlaps"
    hint = "End the earlier record before the later one begins."


class RecordNeeded(Conflict):
    """{table} refers to a record that is missing or still needed (rule {rule}): nothing changed."""

    code = "record-needed"
    hint = "Write the record that is referred to first, or remove what refers to it."


class ValueRefused(BadInput):
    """The database refused a value{where} (rule {rule}), so nothing was changed."""

    code = "value-refused"
    hint = "Look at this value in your own file; it is not repeated here, as it may be personal."


class RowChanged(Conflict):
    """Somebody changed the same records at the same moment, so nothing was changed here."""

    code = "row-changed"
    hint = "Repeat the command."


class NotGranted(Conflict):
    """The database login may not do this ({what}), so nothing was changed."""

    code = "not-granted"
    hint = "The application's role may do what its migrations grant, and no more."


class RuleBroken(Conflict):
    """A rule inside the database forbids this ({rule}), so nothing was changed."""

    code = "rule-broken"


class StatementRefused(LeumundError):
    """The database refused the statement {statement}: {what}. Nothing was changed."""

    code = "statement-refused"
    hint = "This is a mistake in Leumund; please report it with these words."


_COPY_PLACE = re.compile(r"^COPY (?P<table>\w+), line (?P<line>\d+)(?:, column (?P<column>\w+))?")
_WHAT_SHOWS_NO_VALUE = "42"  # SQLSTATE class: syntax and access; names from our own text
_UNIQUE, _EXCLUDED, _REFERRED = "23505", "23P01", "23503"
_DENIED = ("42501", "0LP01")
_CHANGED = ("40001", "40P01", "55P03")
_RAISED = "P0"


def rewritten(error: Any, statement: str, *, holds_values: bool = False) -> LeumundError:
    """Our error for a driver's (psycopg.Error or UnicodeError), without any value of a row.

    ``holds_values`` says that the driver wrote values into the statement's text (COPY), so
    that even a complaint about its syntax might quote one.
    """
    state = getattr(error, "sqlstate", None)
    diagnosis = getattr(error, "diag", None)
    if state is None:
        return _of_the_driver(error, statement)
    table = _name(diagnosis, "table_name") or "the table"
    rule = _name(diagnosis, "constraint_name") or state
    if state in (_UNIQUE, _EXCLUDED, _REFERRED):
        kinds = {_UNIQUE: RecordExists, _EXCLUDED: RecordOverlaps, _REFERRED: RecordNeeded}
        return kinds[state](table=table, rule=rule)
    if state in _CHANGED:
        return RowChanged()
    if state in _DENIED:
        return NotGranted(what=f"{statement}, {state}")
    if state.startswith(("22", "23")):
        return _value_refused(diagnosis, rule)
    if state.startswith(_RAISED):
        return RuleBroken(rule=rule)
    if state.startswith(("08", "53", "57", "58")):
        return DatabaseUnavailable(what=f"SQLSTATE {state}", log="the database's log")
    shows = state.startswith(_WHAT_SHOWS_NO_VALUE) and not holds_values
    what = str(_name(diagnosis, "message_primary")) if shows else f"SQLSTATE {state}"
    return StatementRefused(statement=statement, what=what)


def _of_the_driver(error: Any, statement: str) -> LeumundError:
    kind = type(error).__name__
    if kind == "OperationalError":
        return DatabaseUnavailable(what="the connection was lost", log="the database's log")
    if kind in ("DataError", "UnicodeEncodeError", "UnicodeDecodeError"):
        return ValueRefused(where=f" of {statement}", rule=kind, line=None)
    return StatementRefused(statement=statement, what=kind)


def _value_refused(diagnosis: Any, rule: str) -> ValueRefused:
    place = _COPY_PLACE.match(_name(diagnosis, "context") or "")
    table = _name(diagnosis, "table_name") or (place and place["table"])
    column = _name(diagnosis, "column_name") or (place and place["column"])
    line = int(place["line"]) if place else None
    where = f" of {'.'.join(filter(None, (table, column)))}" if table or column else ""
    where += f" in row {line}" if line else ""
    return ValueRefused(where=where, rule=rule, line=line)


def _name(diagnosis: Any, attribute: str) -> str | None:
    name: str | None = getattr(diagnosis, attribute, None)
    return name
