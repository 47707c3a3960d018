"""The unprivileged account under which root's own PostgreSQL runs.

PostgreSQL refuses to run as root, rightly. No folder is opened wider for the account:
what it cannot reach is put where it can.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leumund.store.errors import AccountUnusable


@dataclass(frozen=True, slots=True)
class Account:
    """An account of this machine, by its numbers."""

    name: str
    user: int
    group: int

    def can_reach(self, path: Path) -> bool:
        """May this account enter the folder, or run the file? Asked of the system itself."""
        answer = subprocess.run(
            ["/usr/bin/env", "test", "-x", str(path)], cwd="/", check=False, **self.becoming
        )
        return answer.returncode == 0

    @property
    def becoming(self) -> dict[str, Any]:
        """The arguments with which ``subprocess`` starts a program as this account."""
        return {"user": self.user, "group": self.group, "extra_groups": []}


def account_for(name: str) -> Account | None:
    """The account to start PostgreSQL as; None where this process is not root."""
    if os.geteuid() != 0:
        return None
    import pwd

    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        raise AccountUnusable(name=name) from None
    if entry.pw_uid == 0:
        raise AccountUnusable(name=name)
    return Account(name, entry.pw_uid, entry.pw_gid)
