"""The files of a folder, and ``look.toml``: read and written, nothing else."""

from __future__ import annotations

import csv
import json
import os
import tomllib
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, Any

from leumund.basics.errors import BadInput, NotThere
from leumund.basics.legible import legible, named
from leumund.look.entries import check_parts, saved_sheets
from leumund.look.mapping import PROPOSED, header_of
from leumund.look.settings import LookSettings, reasons

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from leumund.intake import Sheet
    from leumund.look.mapping import Chosen, Saved

MAPPING = "look.toml"
CONFIRMED = "look-confirmed.json"
_OURS = frozenset({MAPPING, CONFIRMED})
_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})
_VERSION = 1
_CHUNK = 1 << 20
_HEAD = 4096
_LARGEST_MAPPING_MIB = 16


class LookTomlUnreadable(BadInput):
    """{file} cannot be read as a mapping: {what}. Nothing was looked at."""

    code = "look-toml-unreadable"
    hint = "Mend it, or move it away: the next look proposes a new one."


@dataclass(frozen=True, slots=True)
class FileThere:
    """A file of the folder: its name from there with ``/``, and the digest of its bytes.

    ``stamp``: its size and when it was last written, before it was read.
    """

    name: str
    path: Path
    digest: str
    stamp: tuple[int, int] | None = None

    @property
    def has_changed(self) -> bool:
        """Has somebody written into it, or taken it away, since it was found?"""
        return self.stamp is not None and self.stamp != stamp_of(self.path)


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """What a ``look.toml`` says, and how it is called; sheets by (file, sheet)."""

    settings: LookSettings
    sheets: Mapping[tuple[str, str | None], Saved]
    file: str = MAPPING


def files_of(folder: Path, leaving_out: Path) -> list[FileThere]:
    """All files below the folder by name, but for our own and those below ``leaving_out``.

    Raises NotThere. Hidden files and the lock files of office programs are no files of the
    company's; a link is followed only to a file inside the folder. A folder that cannot be
    entered is one that cannot be read. What lies above the folder leaves nothing out.
    """
    if not folder.is_dir():
        raise NotThere(what="folder", name=legible(folder.name))
    root, own = folder.resolve(), leaving_out.resolve()
    is_own_inside = own != root and own.is_relative_to(root)
    found: list[FileThere] = []
    for path in sorted(_everything(folder)):
        inside = path.relative_to(folder)
        if _is_ours(inside.parts) or not _is_within(path, root):
            continue
        if not (is_own_inside and _is_within(path, own)):
            found.append(
                FileThere(named(inside.as_posix()), path, _digest(path), stamp_of(path))
            )
    return found


def stamp_of(path: Path) -> tuple[int, int] | None:
    """Size and moment of the last change; none where it cannot be reached."""
    try:
        said = path.stat()
    except OSError:
        return None
    return said.st_size, said.st_mtime_ns


def _everything(folder: Path) -> Iterator[Path]:
    """Every file below the folder, and every folder that cannot be entered."""
    shut: list[Path] = []
    for place, _folders, names in os.walk(
        folder, onerror=lambda error: shut.append(Path(error.filename))
    ):
        yield from (path for path in (Path(place, name) for name in names) if _is_file(path))
    yield from shut


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a link that leads to itself, on some systems
        return False


def _is_within(path: Path, folder: Path) -> bool:
    try:
        return path.resolve().is_relative_to(folder)
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


def read_mapping(path: Path | None) -> SavedMapping:
    """What was saved, empty where nothing was; raises LookTomlUnreadable, and what
    ``LookSettings.read`` and ``saved_sheets`` raise."""
    if path is None:
        return SavedMapping(LookSettings(), {})
    try:
        if path.stat().st_size > _LARGEST_MAPPING_MIB << 20:
            raise LookTomlUnreadable(file=path.name, what=f"> {_LARGEST_MAPPING_MIB} MiB")
        found = tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
        raise LookTomlUnreadable(file=path.name, what=str(error)) from None
    if found.get("version") != _VERSION:
        raise LookTomlUnreadable(file=path.name, what=f"version {found.get('version')}")
    check_parts(found, path.name)
    settings = LookSettings.read(_table(found, "settings", path.name), path.name)
    sheets = found.get("sheet", [])
    if not isinstance(sheets, list):
        raise LookTomlUnreadable(file=path.name, what="[[sheet]]")
    return SavedMapping(settings, saved_sheets(sheets, path.name), path.name)


def write_mapping(
    path: Path, settings: LookSettings, chosen: Iterable[tuple[Sheet, Chosen]]
) -> None:
    """Write what was taken, so that a person can change it and the next look take it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [*_head(settings)]
    for sheet, choice in chosen:
        lines += ["", *_sheet_lines(sheet, choice)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def rows_in(left_over: Iterable[Path]) -> int:
    """How many rows these CSV files of rows left over hold, without their headers."""
    count = 0
    for path in left_over:
        with path.open(encoding="utf-8-sig", newline="") as file:
            count += max(0, sum(1 for _row in csv.reader(file)) - 1)
    return count


def keep_left_over(paths: Iterable[Path], into: Path) -> tuple[Path, ...]:
    """Copy rows left over to where they stay; their new paths."""
    kept = []
    for path in paths:
        into.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept.append(into / path.name)
        copyfile(path, kept[-1])
    return tuple(kept)


def head_of(path: Path) -> bytes:
    """The first bytes of a file; none where it cannot be opened."""
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""  # who reads it will say why it cannot be read


def _is_ours(parts: tuple[str, ...]) -> bool:
    name = parts[-1]
    is_hidden = any(part.startswith(".") for part in parts)
    is_lock = name.startswith(("~$", ".~lock"))
    return is_hidden or is_lock or name in _OURS or name.lower() in _SYSTEM


def _digest(path: Path) -> str:
    digest = sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError:
        return ""  # who reads it will say why it cannot be read
    return digest.hexdigest()


def _table(found: Mapping[str, Any], name: str, file: str) -> Mapping[str, Any]:
    table = found.get(name, {})
    if not isinstance(table, dict):
        raise LookTomlUnreadable(file=file, what=f"[{name}]")
    return table


def _head(settings: LookSettings) -> Iterator[str]:
    yield "# What leumund look takes each file for. Change what is wrong; the next look takes"
    yield "# it so. A kind that is empty leaves the sheet out. #3 means the third column."
    yield f"version = {_VERSION}"
    yield ""
    yield "[settings]"
    for name, default, reason in reasons():
        value = getattr(settings, name)
        yield f"# {reason}"
        mark = "# " if value == default else ""
        yield f"{mark}{name} = {_value(default if value is None else value)}"


def _sheet_lines(sheet: Sheet, chosen: Chosen) -> Iterator[str]:
    """A sheet's part of the file; one that nobody has left out stays a comment, so that the
    next look thinks of it again. It says what it is likely to be: who agrees takes the marks
    away."""
    if chosen.kind is not None or chosen.said_by != PROPOSED:
        yield from _said(sheet, chosen)
    else:
        yield from (f"# {line}" for line in _said(sheet, chosen.likely or chosen))


def _said(sheet: Sheet, chosen: Chosen) -> Iterator[str]:
    yield "[[sheet]]"
    yield f"file = {_value(sheet.file)}"
    if sheet.name is not None:
        yield f"name = {_value(sheet.name)}"
    yield f"kind = {_value(chosen.kind or '')}  # {_comment(chosen.confidence, chosen.why)}"
    for name in ("partner", "handed_over_on", "day_order"):
        if (value := getattr(chosen, name)) is not None:
            yield f"{name} = {_value(value)}"
    if chosen.kind is not None:
        yield "[sheet.columns]"
        for each in chosen.columns:
            mark = "" if each.is_used else "# "
            called = _value(header_of(sheet, each.column))
            yield f"{mark}{each.field} = {called}  # {_comment(each.confidence, each.why)}"
    used = set(chosen.places.values())
    others = [header_of(sheet, at) for at in range(len(sheet.header)) if at not in used]
    if others:
        yield f"# not used: {', '.join(_value(name) for name in others)}"


def _comment(confidence: float, why: str) -> str:
    return f"{confidence:.2f} {legible(' '.join(why.split()))}"


def _value(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if value is None:
        return '""'
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
