"""What the ledger answers, and how it refuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from leumund.basics.errors import Conflict, NotThere
from leumund.basics.ids import EntryId
from leumund.ledger.fsck import Problem


@dataclass(frozen=True, slots=True)
class Verified:
    """What an examination of the whole ledger found.

    ``size`` and ``root`` (hex) are those of the newest checkpoint; ``checkpoints``: how many
    signed ones were checked; ``entries``: leaves found; ``opened``: bodies checked against
    their commitments; ``waiting``: entries committed but not yet signed.
    """

    origin: str
    size: int
    root: str
    checkpoints: int
    entries: int
    opened: int
    erased: int
    waiting: int
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """One entry; ``said`` is its body as canonical JSON, None where it was erased."""

    entry_id: EntryId
    index: int | None
    at: datetime
    kind: str
    said: str | None
    is_erased: bool


@dataclass(frozen=True, slots=True)
class WrittenProof:
    """A proof file, and the public key with which anybody checks it."""

    entry_id: EntryId
    index: int
    is_opened: bool
    path: Path
    key: Path


@dataclass(frozen=True, slots=True)
class WrittenVerifier:
    """The stand-alone verifier as one file. ``file_digest`` (SHA-256) is the same for everybody
    who has this version; ``files`` are those of Leumund that are in it, word for word."""

    path: Path
    file_digest: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Erased:
    """What the entry said is gone; ``erased_by`` is the entry that records it."""

    entry_id: EntryId
    kind: str
    erased_by: EntryId


class NotThereEntry(NotThere):
    """The ledger has no entry {entry}."""

    code = "entry-not-there"
    hint = "List them: leumund ledger entries"


class NotSignedYet(Conflict):
    """The entry {entry} is not under a signed checkpoint yet, so there is no proof of it."""

    code = "entry-not-signed"
    hint = "Run: leumund ledger integrate"


class NotOpen(Conflict):
    """What the entry {entry} said was erased, so it can only be proved closed."""

    code = "entry-not-open"
    hint = "Leave out --opened: that the entry was made, and when, can still be proved."


class AlreadyErased(Conflict):
    """What the entry {entry} said is gone already; nothing was changed."""

    code = "entry-already-erased"


class CannotBeErased(Conflict):
    """The entry {entry} ({kind}) holds the ledger together and is not erased."""

    code = "entry-cannot-be-erased"
    hint = "Entries of the ledger's own kinds hold no personal data."
