"""Write pages as files: HTML for the screen, PDF for paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leumund.basics.errors import Conflict
from leumund.report.bundle import SUMS, zipped
from leumund.report.paper import to_pdf
from leumund.report.screen import to_html

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from leumund.report.bundle import Bundle
    from leumund.report.page import Page


class FolderInUse(Conflict):
    """{folder} is there already. Nothing was written."""

    code = "folder-in-use"
    hint = "Name another folder with --into."


class NoBundle(Conflict):
    """{folder} holds no SHA256SUMS, so it is nothing that was handed out. Nothing was asked."""

    code = "no-bundle"
    hint = "Name the folder of a pack."


def write_html(page: Page, path: Path) -> Path:
    """The page as one HTML file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(to_html(page), encoding="utf-8")
    return path


def write_pdf(page: Page, path: Path, made_at: datetime) -> Path:
    """The page as PDF, said to be made at that moment, so that it can be made again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(to_pdf(page, made_at))
    return path


def write_bundle(bundle: Bundle, folder: Path) -> tuple[Path, Path]:
    """All files below a new folder, and the same as a zip beside it; raises FolderInUse."""
    packed = folder.with_name(f"{folder.name}.zip")
    if folder.exists() or packed.exists():
        raise FolderInUse(folder=folder if folder.exists() else packed)
    _write(bundle.everything, folder)
    _zip(folder)
    return folder, packed


def read_sums(folder: Path) -> bytes:
    """The checksums of what was handed out; raises NoBundle."""
    try:
        return (folder / SUMS).read_bytes()
    except OSError:
        raise NoBundle(folder=folder) from None


def add_beside(folder: Path, files: dict[str, bytes], gone: tuple[str, ...] = ()) -> Path:
    """Put files beside what was handed out before, take others away, and zip it again."""
    _write(files, folder)
    for name in gone:
        (folder / name).unlink(missing_ok=True)
    return _zip(folder)


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    from leumund.store import whole_file

    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with whole_file(path) as file:
            file.write(data)


def _zip(folder: Path) -> Path:
    from leumund.store import whole_file

    files = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    packed = folder.with_name(f"{folder.name}.zip")
    with whole_file(packed) as file:
        file.write(zipped(folder.name, files))
    return packed
