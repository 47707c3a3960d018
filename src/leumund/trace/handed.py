"""An exhibit as files: the exhibit itself, the program that checks it, the key it needs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from leumund.basics.language import _
from leumund.ledger import DoesNotVerify, packed_with, read_public_key
from leumund.release import encrypt, publish
from leumund.trace.exhibit import file_of
from leumund.trace.refusals import ExhibitDoesNotHold, KeyUnusable
from leumund.trace.verify import verify_exhibit

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from pathlib import Path

    from leumund.ledger import PublicKey
    from leumund.trace.exhibit import Exhibit
    from leumund.trace.verify import CheckedExhibit

FILES: Final = (
    "trace/exact.py",
    "trace/reckoned.py",
    "trace/views.py",
    "trace/redrawn.py",
    "trace/grounds.py",
    "trace/committed.py",
    "trace/verify.py",
)
"""What an outsider needs beside the ledger's files, in the order in which it is best read."""
EXHIBIT: Final = "exhibit.json"
CHECKER: Final = "check-exhibit.pyz"
KEY: Final = "ledger.pub"
SEALED: Final = "expert-exhibit.json.age"
_MAIN = "from leumund.trace.verify import main\n\nraise SystemExit(main())\n"


@dataclass(frozen=True, slots=True)
class ExhibitMade:
    """An exhibit whose digest the ledger holds (entry ``entry_id``). ``files``: the partner's,
    the program and the key, by name; ``expert``: the complete one, which says it all and must
    leave the house encrypted only."""

    copy_id: int
    entry_id: int
    digest: str
    files: dict[str, bytes]
    expert: bytes

    def for_expert(self, recipient: str) -> bytes:
        """The complete exhibit, readable only with this age key; raises RecipientUnusable."""
        return encrypt(self.expert, recipient, recipient)


@dataclass(frozen=True, slots=True)
class ExhibitWritten:
    """Where an exhibit lies. ``digest`` of the partner's, as ledger entry ``entry_id`` says."""

    folder: Path
    files: tuple[str, ...]
    digest: str
    entry_id: int

    def in_words(self) -> str:
        """Where it lies, and how it is checked."""
        told = _(
            "{count} files lie in {folder} (entry {entry}). Who doubts them runs: "
            "python3 -I {checker} {exhibit} --key {key}"
        )
        return told.format(
            count=len(self.files),
            folder=self.folder,
            entry=self.entry_id,
            checker=CHECKER,
            exhibit=EXHIBIT,
            key=KEY,
        )


def checker() -> bytes:
    """The program that checks an exhibit, as one file that runs on any Python from 3.11."""
    return packed_with(FILES, _MAIN)


def made(
    exhibit: Exhibit, proofs: Mapping[int, bytes], not_shown: Container[int], key: str
) -> ExhibitMade:
    """The files of an exhibit. ``proofs``: by entry, that of the exhibit itself last;
    ``not_shown``: entries that the partner's has no proof of; ``key``: the ledger's public
    key in its one line."""
    shown = [proof for entry, proof in proofs.items() if entry not in not_shown]
    files = {
        EXHIBIT: file_of(exhibit.partner, shown),
        CHECKER: checker(),
        KEY: f"{key.strip()}\n".encode(),
    }
    return ExhibitMade(
        copy_id=exhibit.partner["naming"]["copy"],
        entry_id=list(proofs)[-1],
        digest=str(exhibit.entry["partner"]),
        files=files,
        expert=file_of(exhibit.expert, list(proofs.values())),
    )


def written(found: ExhibitMade, folder: Path, recipient: str | None) -> ExhibitWritten:
    """The files in that folder; with a recipient (an age key) the expert's too, encrypted."""
    files = dict(found.files)
    if recipient:
        files[SEALED] = found.for_expert(recipient)
    for name, data in files.items():
        publish(data, folder, PurePath(name))
    return ExhibitWritten(folder, tuple(sorted(files)), found.digest, found.entry_id)


def checked(data: bytes, name: str, key: str | None) -> CheckedExhibit:
    """What an exhibit shows; raises ExhibitDoesNotHold, KeyUnusable."""
    keys = [] if key is None else [_key(key)]
    try:
        return verify_exhibit(data, keys)
    except DoesNotVerify as problem:
        raise ExhibitDoesNotHold(name=name, why=problem.what.rstrip(".")) from None


def _key(given: str) -> PublicKey:
    from pathlib import Path

    try:
        path = Path(given)
        return read_public_key(path.read_text("utf-8") if path.is_file() else given)
    except (DoesNotVerify, OSError, UnicodeDecodeError):
        raise KeyUnusable(given=given[:60]) from None
