"""What was deleted because its time is over."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from leumund.basics.language import _


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Counts of what is gone: transcripts and the places in them, notes of what was said at
    numbers that were rung, and numbers that were reported."""

    transcripts: int
    places: int
    rings: int
    numbers: int

    @property
    def is_anything(self) -> bool:
        return any(asdict(self).values())

    def in_words(self) -> str:
        """The counts for people."""
        if not self.is_anything:
            return _("Nothing is older than it may be.")
        return _(
            "Deleted, as their time is over: {transcripts} transcripts with {places} places in "
            "them, {rings} notes of calls to reported numbers, {numbers} reported numbers."
        ).format(**asdict(self))
