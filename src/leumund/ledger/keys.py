"""The ledger's key pair: what is said of it, and what can be wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from leumund.basics.errors import BadInput, Conflict


@dataclass(frozen=True, slots=True)
class LedgerKey:
    """The log's name, its public key as one line, and the file that holds that line."""

    name: str
    public_key: str
    path: Path


class KeyMissing(Conflict):
    """The ledger has no key yet, so there is nothing that could be checked."""

    code = "ledger-key-missing"
    hint = "Run: leumund init"


class KeyLost(Conflict):
    """The ledger's entries name another key than the one in {folder}; nothing was signed."""

    code = "ledger-key-lost"
    hint = (
        "Put ledger.key back from your backup, or use the data folder that fits the database."
    )


class KeyExists(Conflict):
    """The ledger has a key already, and it is called {name}; nothing was changed."""

    code = "ledger-key-exists"
    hint = "A log keeps its name. Leave the name out to see the key."


class KeyExposed(Conflict):
    """Others on this machine may read {path}, so nothing was signed with it."""

    code = "ledger-key-exposed"
    hint = "Find out who had access; then run: chmod 600 {path}"


class KeyDamaged(Conflict):
    """{path} does not hold a key of the ledger, so nothing was signed or checked with it."""

    code = "ledger-key-damaged"
    hint = "Put the file back from your backup."


class NotAName(BadInput):
    """A log cannot be called {name!r}; nothing was changed."""

    code = "not-a-log-name"
    hint = "Take a name without spaces and without +, for example: example.com/ledger"
