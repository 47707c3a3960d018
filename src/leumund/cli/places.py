"""Where a command that plays something puts it: never over what lies there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def free_place(folder: Path) -> Path:
    """This folder if nothing is in it, else the first of its name that is free."""
    place, turn = folder, 2
    while place.exists() and not (place.is_dir() and not any(place.iterdir())):
        place, turn = folder.with_name(f"{folder.name}-{turn}"), turn + 1
    return place
