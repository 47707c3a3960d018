"""What the actions of this part answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leumund.basics.clock import local_text
from leumund.basics.language import _

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Handed:
    """Files that were handed out together. ``digest``: SHA-256 over their checksums, which
    ledger entry ``entry_id`` holds. ``stamped_at``: None where no time stamp was fetched yet;
    ``why_no_stamp`` says why."""

    folder: Path
    zip_path: Path
    files: int
    digest: str
    entry_id: int
    stamped_at: datetime | None = None
    why_no_stamp: str = ""

    @property
    def is_stamped(self) -> bool:
        return self.stamped_at is not None

    def in_words(self) -> str:
        """Where it lies, and whether it has its time stamp."""
        said = _("{files} files lie in {folder}, and zipped in {zip} (entry {entry}).")
        lines = [
            said.format(
                files=self.files, folder=self.folder, zip=self.zip_path, entry=self.entry_id
            )
        ]
        if self.stamped_at is not None:
            at = local_text(self.stamped_at)
            lines.append(_("Time stamp: {at}.").format(at=at))
        elif self.why_no_stamp:
            lines.append(_("No time stamp yet: {why}").format(why=self.why_no_stamp))
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Written:
    """One file that was written, with its SHA-256, which ledger entry ``entry_id`` holds.
    ``check``: what goes with it, so that anybody can check it (zip)."""

    path: Path
    digest: str
    entry_id: int
    check: Path | None = None

    def in_words(self) -> str:
        said = _("{path} is written (entry {entry}).")
        written = said.format(path=self.path, entry=self.entry_id)
        if self.check is None:
            return written
        also = _("Send {check} with it: with that anybody can check the letter.")
        return f"{written}\n{also.format(check=self.check)}"


@dataclass(frozen=True, slots=True)
class Stamped:
    """A time stamp that was fetched for something handed out before."""

    folder: Path
    at: datetime
    is_signature_checked: bool
    entry_id: int

    def in_words(self) -> str:
        said = _("Time stamp of {folder}: {at} (entry {entry}).").format(
            folder=self.folder, at=local_text(self.at), entry=self.entry_id
        )
        if self.is_signature_checked:
            return said
        return f"{said}\n{unchecked()}"


def unchecked() -> str:
    return _(
        "Its signature was not checked here: LEUMUND_STAMP_ROOT names no certificate of the"
        " authority."
    )
