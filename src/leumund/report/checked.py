"""What became of something that was handed out: its files held against its checksums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leumund.basics.clock import local_text
from leumund.basics.language import _
from leumund.basics.sums import differences
from leumund.report.handed import unchecked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

NOT_STAMPED: Final = "NO-TIME-STAMP-YET.txt"


@dataclass(frozen=True, slots=True)
class Checked:
    """What does not fit, by name. ``entry_id``: where this ledger holds these checksums, None
    where it does not; ``stamped_at``: None where no time stamp lies there, or none that
    holds (``stamp_problem``)."""

    folder: Path
    files: int
    changed: tuple[str, ...]
    missing: tuple[str, ...]
    added: tuple[str, ...]
    entry_id: int | None = None
    stamped_at: datetime | None = None
    is_signature_checked: bool = False
    stamp_problem: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether the files are those of the checksums, all of them and no other."""
        return not (self.changed or self.missing or self.added)

    @property
    def is_sound(self) -> bool:
        return self.is_whole and self.entry_id is not None and not self.stamp_problem

    def differences(self) -> str:
        """Each file that does not fit, by name."""
        told = (
            (_("changed"), self.changed),
            (_("missing"), self.missing),
            (_("added"), self.added),
        )
        return "; ".join(f"{word}: {', '.join(names)}" for word, names in told if names)

    def in_words(self) -> str:
        return "\n".join([self._files(), self._entry(), *self._stamp()])

    def _files(self) -> str:
        if self.is_whole:
            said = _("{files} files in {folder} are as they were handed out.")
            return said.format(files=self.files, folder=self.folder)
        said = _("{folder} is not as its SHA256SUMS says. {what}.")
        return said.format(folder=self.folder, what=self.differences())

    def _entry(self) -> str:
        if self.entry_id is None:
            return _("This ledger holds no entry of these checksums: it did not hand them out.")
        return _("Entry {entry} of the ledger holds these checksums.").format(
            entry=self.entry_id
        )

    def _stamp(self) -> list[str]:
        if self.stamp_problem:
            return [_("The time stamp does not hold: {why}.").format(why=self.stamp_problem)]
        if self.stamped_at is None:
            return [_("There is no time stamp.")]
        told = [_("Time stamp: {at}.").format(at=local_text(self.stamped_at))]
        return told if self.is_signature_checked else [*told, unchecked()]


def held_against(folder: Path, files: Mapping[str, bytes], entry_id: int | None) -> Checked:
    """The files by their names below the folder, held against the SHA256SUMS among them."""
    found = differences(files)
    return Checked(folder, found.stated, found.changed, found.missing, found.added, entry_id)
