"""The whole exception tree. An error's docstring is its message, its hint the way out.

LeumundError
├── BadInput         the caller can mend it                      exit 2    HTTP 422
│   └── MissingValue, UnknownColumn, ... (each beside the code that raises it)
├── NotThere         no such partner, draw, copy, entry          exit 3    HTTP 404
├── Conflict         somebody was first, or the state forbids it exit 4    HTTP 409
├── Unavailable      database, engine or file cannot be reached  exit 5    HTTP 503
└── IntegrityError   the record does not verify                  exit 10   HTTP 500

"Refused" is no error but a verdict. Whatever could not be decided means: do not call.

A message says what happened, with the value (numbers masked), then what follows from it;
the hint says the way out. Both are templates over the values given by keyword, and are
translated when they are shown, so that one error reads in German and in English.
"""

from __future__ import annotations

import errno
from pathlib import Path
from typing import ClassVar

from leumund.basics.language import _, translate


class LeumundError(Exception):
    """Something went wrong: {what}."""

    code: ClassVar[str] = "error"
    hint: ClassVar[str] = ""
    exit_status: ClassVar[int] = 1
    http_status: ClassVar[int] = 500

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.message("en"))

    def message(self, language: str | None = None) -> str:
        """What happened and what follows, in the language asked for (default: the reader's)."""
        return translate(_sentence(type(self).__doc__), language).format(**self.values)

    def way_out(self, language: str | None = None) -> str:
        """What the reader can do about it; empty where nothing is known."""
        return translate(self.hint, language).format(**self.values) if self.hint else ""


class BadInput(LeumundError):
    """What was given cannot be used: {what}."""

    code = "bad-input"
    exit_status = 2
    http_status = 422


class NotThere(LeumundError):
    """There is no {what} called {name}."""

    code = "not-there"
    exit_status = 3
    http_status = 404


class Conflict(LeumundError):
    """This cannot be done now: {what}."""

    code = "conflict"
    exit_status = 4
    http_status = 409


class Unavailable(LeumundError):
    """{what} cannot be reached, so nothing was decided and nothing was changed."""

    code = "unavailable"
    exit_status = 5
    http_status = 503


class IntegrityError(LeumundError):
    """The record does not verify: {what}."""

    code = "integrity"
    exit_status = 10
    http_status = 500


class DiskRefused(Unavailable):
    """{path} cannot be read or written: {why}. What was finished is kept."""

    code = "disk-refused"
    hint = "Mend that, then repeat the command: it goes on from there."


def disk_refused(error: OSError) -> DiskRefused | None:
    """Our error for what disk and account refuse; None for any other error of the system."""
    said = {
        errno.ENOSPC: _("there is no room left on the disk"),
        errno.EDQUOT: _("this account may use no more room on the disk"),
        errno.EFBIG: _("the file may not grow so large"),
        errno.EROFS: _("it can only be read"),
        errno.EIO: _("the disk does not answer as it should"),
        errno.EACCES: _("this account may not"),
        errno.EPERM: _("this account may not"),
    }
    why = said.get(error.errno or 0)
    path = error.filename if isinstance(error.filename, (str, Path)) else _("A file")
    return DiskRefused(path=path, why=why) if why else None


def _sentence(docstring: str | None) -> str:
    return " ".join((docstring or "").split())
