"""Folders that are made with the right owner and mode, or refused."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from leumund.store.errors import FolderOpenToOthers, FolderUnusable

_OTHERS_MAY_WRITE = 0o022


def public_folder(folder: Path) -> Path:
    """Make a folder of ours that everybody may enter; one that others may change is refused.

    A folder that is there already keeps its mode.
    """
    try:
        with suppress(FileExistsError):
            folder.mkdir()
            folder.chmod(0o755)
        state = folder.stat()
    except OSError as error:
        why = error.strerror
    else:
        if state.st_uid != os.geteuid() or state.st_mode & _OTHERS_MAY_WRITE:
            raise FolderOpenToOthers(folder=folder)
        return folder
    raise FolderUnusable(folder=folder, what=why, variable="LEUMUND_DATABASE_PLACE")


def private_folder(folder: Path) -> Path:
    """Make a folder, and what is missing above it, that its owner alone may enter."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        why = error.strerror
    else:
        return folder
    raise FolderUnusable(folder=folder, what=why, variable="LEUMUND_FOLDER")
