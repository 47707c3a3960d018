"""Write the folder of that Monday and its truth."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from leumund.world.monday.folder import Folder


def write_monday(made: Folder, into: Path) -> None:
    """The folder anew, its truth beside it; what was there before is gone."""
    if into.exists():
        shutil.rmtree(into)
    for name, data in made.files.items():
        path = into / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    beside = truth_of(into)
    beside.write_text(truth_text(made.truth), encoding="utf-8", newline="\n")


def truth_of(folder: Path) -> Path:
    """Beside the folder and not in it: who looks at the folder cannot come across it."""
    return folder.with_name(f"{folder.name}-truth.json")


def truth_text(truth: Mapping[str, object]) -> str:
    """JSON that a person can read: long lists with an entry to a line."""
    return (
        "{\n" + ",\n".join(f"{json.dumps(k)}: {_value(v)}" for k, v in truth.items()) + "\n}\n"
    )


def _value(value: object) -> str:
    if isinstance(value, list):
        return "[\n" + ",\n".join(_line(one) for one in value) + "\n]"
    if isinstance(value, dict):
        inner = ",\n".join(
            f" {json.dumps(k, ensure_ascii=False)}: {_line(v)}" for k, v in value.items()
        )
        return "{\n" + inner + "\n}"
    return _line(value)


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
