"""Every setting, with its type, its default and one sentence.

A setting is read from the environment variable ``LEUMUND_<NAME>``; nothing else is
looked at, so that two commands with the same environment work on the same data.

The data folder is by default the place where this system keeps a person's application
data: ``$XDG_DATA_HOME/leumund``, else ``~/.local/share/leumund``, on macOS
``~/Library/Application Support/Leumund``. It does not depend on the current folder: a
command called from elsewhere must not begin an empty installation without a word.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from leumund.basics.errors import BadInput

_GIB = 2**30
_ENGINE_MEMORY_BYTES_MAX = 6 * _GIB
_ENGINE_MEMORY_BYTES_UNKNOWN = 2 * _GIB


class UnreadableSetting(BadInput):
    """{variable} is {shown}, which is no whole number above zero, so nothing was started."""

    code = "unreadable-setting"
    hint = "Write {variable} in digits, or leave it out for its default."


def default_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where data lies when LEUMUND_FOLDER does not say: see the head of this file."""
    if base := environment.get("XDG_DATA_HOME"):
        return Path(base) / "leumund"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Leumund"
    return Path.home() / ".local" / "share" / "leumund"


def default_engine_memory() -> int:
    """Half of the machine's memory in bytes, at most 6 GiB; 2 GiB where it cannot be asked."""
    try:
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError, AttributeError):
        return _ENGINE_MEMORY_BYTES_UNKNOWN
    return min(whole // 2, _ENGINE_MEMORY_BYTES_MAX)


def _about(sentence: str) -> dict[str, str]:
    return {"sentence": sentence}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an installation may choose. ``repr`` leaves out what holds a password."""

    folder: Path = field(
        default_factory=default_folder,
        metadata=_about(
            "The data folder: database, big tables, hand-over files, quarantine files."
        ),
    )
    database_url: str | None = field(
        default=None,
        repr=False,
        metadata=_about(
            "The PostgreSQL 18 database of your own to use; without it Leumund starts its own."
        ),
    )
    database_owner_url: str | None = field(
        default=None,
        repr=False,
        metadata=_about(
            "The login that owns the tables and changes them; without it that of database_url."
        ),
    )
    database_account: str = field(
        default="nobody",
        metadata=_about("The unprivileged account under which root's own PostgreSQL runs."),
    )
    database_place: Path = field(
        default=Path("/var/lib/leumund"),
        metadata=_about(
            "Where root's own PostgreSQL lies when its account cannot reach the data folder."
        ),
    )
    database_wait_seconds: int = field(
        default=120,
        metadata=_about(
            "How long to wait for the database to start, to recover or to become free."
        ),
    )
    principal: str | None = field(
        default=None,
        metadata=_about(
            "The company in whose name calls are made, as it is named in letters and reports."
        ),
    )
    region: str = field(
        default="DE",
        metadata=_about(
            "The country (ISO 3166-1 alpha-2) whose numbers are written without a country code."
        ),
    )
    land: str | None = field(
        default=None,
        metadata=_about(
            "The Bundesland (BE, BY, ...) of the company, whose holidays are no working days."
        ),
    )
    agents: str = field(
        default="off",
        metadata=_about(
            "Whether two people may open an agent's pseudonym in a case, on a written trigger:"
            " off, or on."
        ),
    )
    page_address: str | None = field(
        default=None,
        metadata=_about(
            "Where customers reach the page behind the link of a confirmation (https://...)."
        ),
    )
    page_proxy: str | None = field(
        default=None,
        metadata=_about(
            "The address of the proxy before that page; only it is asked where a visitor comes"
            " from."
        ),
    )
    desk_contact: str | None = field(
        default=None,
        metadata=_about("How customers reach a person: stands on the page and in letters."),
    )
    sender_address: str | None = field(
        default=None,
        metadata=_about("The company's address on letters, parted by commas."),
    )
    mail_host: str | None = field(
        default=None,
        metadata=_about("The server that takes mails to customers; without it none are sent."),
    )
    mail_port: int = field(default=587, metadata=_about("The port of that server."))
    mail_security: str = field(
        default="starttls",
        metadata=_about("How mails are encrypted on the way there: starttls, tls, or none."),
    )
    mail_sender: str | None = field(
        default=None, metadata=_about("The mail address that mails to customers come from.")
    )
    mail_login: str | None = field(
        default=None, metadata=_about("The login at the mail server; without it none is used.")
    )
    mail_password: str | None = field(
        default=None, repr=False, metadata=_about("The password of that login.")
    )
    webhook_url: str | None = field(
        default=None,
        metadata=_about("Where events of orders are sent (https://...); without it, nowhere."),
    )
    webhook_secret: str | None = field(
        default=None,
        repr=False,
        metadata=_about("What signs events: whsec_ and base64 of 24 to 64 random bytes."),
    )
    stamp_url: str | None = field(
        default=None,
        metadata=_about(
            "The time-stamp authority (RFC 3161) that is asked about evidence packs; it sees a"
            " checksum only."
        ),
    )
    stamp_root: str | None = field(
        default=None,
        metadata=_about(
            "A file with that authority's root certificate (PEM), to check its answers by."
        ),
    )
    engine_memory_bytes: int = field(
        default_factory=default_engine_memory,
        metadata=_about(
            "How much memory work on big tables may take; what is above it goes to disk."
        ),
    )
    engine_threads: int = field(
        default_factory=lambda: os.cpu_count() or 1,
        metadata=_about("How many processors work on big tables may take at once."),
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """The settings of this process; an empty value counts as absent.

        Raises UnreadableSetting.
        """
        given = {
            setting.name: setting.read(environment[setting.variable])
            for setting in SETTINGS
            if environment.get(setting.variable)
        }
        given.setdefault("folder", default_folder(environment))
        return cls(**given)


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the settings table; ``kind`` is folder, text or whole number."""

    name: str
    kind: str
    default: str
    sentence: str

    @property
    def variable(self) -> str:
        """The environment variable it is read from."""
        return f"LEUMUND_{self.name.upper()}"

    def read(self, written: str) -> Any:
        try:
            return _READERS[self.kind](written)
        except ValueError:
            pass
        raise UnreadableSetting(variable=self.variable, shown=repr(written))


def _whole_number(written: str) -> int:
    number = int(written)
    if number < 1:
        raise ValueError(written)
    return number


def _folder(written: str) -> Path:
    try:
        return Path(written).expanduser().absolute()
    except RuntimeError:
        return Path(written).absolute()  # "~name", and nobody of that name has a home


_READERS: dict[str, Callable[[str], Any]] = {
    "folder": _folder,
    "text": str,
    "whole number": _whole_number,
}
_KINDS = {"Path": "folder", "int": "whole number"}
_DEFAULTS_IN_WORDS = {
    "folder": "~/.local/share/leumund",
    "engine_memory_bytes": "half of the memory, at most 6 GiB",
    "engine_threads": "all processors",
}


def _table() -> tuple[Setting, ...]:
    return tuple(
        Setting(
            name=each.name,
            kind=_KINDS.get(str(each.type), "text"),
            default=_DEFAULTS_IN_WORDS.get(each.name, str(each.default or "none")),
            sentence=each.metadata["sentence"],
        )
        for each in fields(Settings)
    )


SETTINGS: tuple[Setting, ...] = _table()
