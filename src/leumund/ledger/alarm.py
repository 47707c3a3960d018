"""What is raised when the record does not verify. Every alarm carries its evidence.

LedgerAlarm (an IntegrityError)
├── CheckpointNotOurs    a checkpoint that this ledger's key has not signed
├── CheckpointRolledBack the published checkpoint is older than the last one signed, or gone
├── EntriesRolledBack    the database holds fewer entries than were signed
├── HistoryForked        two signed checkpoints that cannot both be true
└── TreeChanged          stored hashes, leaves and the signed root do not fit together
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leumund.basics.errors import IntegrityError


class LedgerAlarm(IntegrityError):
    """The ledger does not verify: {what}. Nothing was signed."""

    code = "ledger-alarm"
    hint = (
        "Change nothing. Copy the folder ledger and the database as they are, then run:"
        " leumund ledger verify"
    )

    @property
    def evidence(self) -> Mapping[str, Any]:
        """What does not fit together: notes as text, hashes as hex."""
        found = self.values.get("evidence")
        return found if isinstance(found, Mapping) else {}


class CheckpointNotOurs(LedgerAlarm):
    """A checkpoint ({place}) was not signed by this ledger's key. Nothing was signed."""

    code = "checkpoint-not-ours"


class CheckpointRolledBack(LedgerAlarm):
    """The published checkpoint counts {published} entries, but {signed} had been signed: an
    older ledger stands in its place. Nothing was signed.
    """

    code = "checkpoint-rolled-back"


class EntriesRolledBack(LedgerAlarm):
    """The database holds {held} entries, but {signed} had been signed: an older database stands
    in its place. Nothing was signed.
    """

    code = "entries-rolled-back"


class HistoryForked(LedgerAlarm):
    """Two signed checkpoints ({older} and {newer} entries) contradict each other: there are two
    histories. Nothing was signed.
    """

    code = "history-forked"


class TreeChanged(LedgerAlarm):
    """The tree does not fit what was stored ({where}): something was changed afterwards.
    Nothing was signed.
    """

    code = "tree-changed"
