"""Write pages as files: HTML for the screen, PDF for paper."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from leumund import ledger
from leumund.basics.canonical import sha256_hex
from leumund.basics.errors import BadInput, Conflict
from leumund.basics.language import _, reader_language
from leumund.basics.sums import LIST_PROOF, SUMS
from leumund.report.bundle import Bundle, zipped
from leumund.report.checked import NOT_STAMPED, Checked, held_against
from leumund.report.handed import Handed, Stamped, Written, unchecked
from leumund.report.paper import to_pdf
from leumund.report.screen import to_html
from leumund.report.stamp import (
    REQUEST,
    RESPONSE,
    StampDoesNotVerify,
    StampRootUnusable,
    StampUnavailable,
    checked_answer,
    fetch,
    request_for,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from leumund.basics.clock import Clock
    from leumund.report.page import Page
    from leumund.report.stamp import Authority, Stamp
    from leumund.store import Store

    EntryOf = Callable[[str], int | None]


class FolderInUse(Conflict):
    """{folder} is there already. Nothing was written."""

    code = "folder-in-use"
    hint = "Name another folder with --into."


class NameOutside(Conflict):
    """{name} would lie outside {folder}. Nothing was written."""

    code = "name-outside"
    hint = "Something that was recorded is named like a path; tell whoever runs this."


YEAR_REPORT = "report.json"


class ReportUnreadable(BadInput):
    """{path} is no report on a year, so nothing was compared."""

    code = "report-unreadable"
    hint = "Name the folder of the report, or the file report.json in it."


class NoBundle(Conflict):
    """{folder} holds no SHA256SUMS, so it is nothing that was handed out. Nothing was asked."""

    code = "no-bundle"
    hint = "Name the folder of a pack."


class BundleChanged(Conflict):
    """{folder} is not as it was handed out ({what}), so no time stamp was asked for."""

    code = "bundle-changed"
    hint = "Look with 'leumund report verify FOLDER'; hand it out again where it was changed."


class NotHandedOut(Conflict):
    """The ledger holds no entry of the checksums in {folder}. No time stamp was asked for."""

    code = "not-handed-out"
    hint = "Name a folder that this installation handed out, as it was handed out."


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
    packed = _free(folder)
    _write(bundle.everything, folder)
    _zip(folder)
    return folder, packed


def _free(folder: Path) -> Path:
    """Where the zip goes that lies beside it; raises FolderInUse where one of both is there."""
    packed = folder.with_name(f"{folder.name}.zip")
    if folder.exists() or packed.exists():
        raise FolderInUse(folder=folder if folder.exists() else packed)
    return packed


@dataclass(frozen=True, slots=True)
class Counter:
    """Where things leave the house: the files and their entry, both or neither. ``prove``: the
    proof of an entry, which lies beside the files once it stands under a checkpoint."""

    store: Store
    clock: Clock
    authority: Authority | None = None
    prove: Callable[[int], bytes] | None = None

    def hand_out(
        self,
        kind: str,
        body: Mapping[str, object],
        files: Mapping[str, bytes],
        into: Path,
        *,
        is_stamped: bool = False,
    ) -> Handed:
        """The files in a new folder and zipped, with a time stamp where one can be had."""
        _free(into)  # Before an outsider is asked for a stamp and an entry takes a number.
        bundle, at, why = Bundle(files, {}), None, ""
        if is_stamped:
            beside, at, why = self._stamped(bundle.sums)
            bundle = Bundle(files, beside)
        said = {**body, "sums": bundle.digest, "files": len(files)}
        with self.store.transaction() as tx:
            entry_id = ledger.append(tx, kind, said, at=self.clock.now())
            folder, packed = write_bundle(bundle, into)
        count = len(bundle.everything)
        if self.prove is not None:
            add_beside(folder, {LIST_PROOF: self.prove(entry_id)})
            count += 1
        return Handed(folder, packed, count, bundle.digest, entry_id, at, why)

    def write_checkable(
        self,
        kind: str,
        body: Mapping[str, object],
        data: bytes,
        path: Path,
        files: Mapping[str, bytes],
    ) -> Written:
        """One file, and beside it a folder by which anybody checks it; raises FolderInUse."""
        from leumund.store import whole_file

        digest = sha256_hex(data)
        target = path.with_name(f"{path.stem}-check")
        handed = self.hand_out(kind, {**body, "file": digest}, files, target)
        with whole_file(path) as file:
            file.write(data)
        return Written(path, digest, handed.entry_id, handed.zip_path)

    def write(self, kind: str, body: Mapping[str, object], data: bytes, path: Path) -> Written:
        """One file."""
        from leumund.store import whole_file

        digest = sha256_hex(data)
        with self.store.transaction() as tx:
            entry_id = ledger.append(tx, kind, {**body, "file": digest}, at=self.clock.now())
            with whole_file(path) as file:
                file.write(data)
        return Written(path, digest, entry_id)

    def verify(self, folder: Path, entry_of: EntryOf) -> Checked:
        """What became of it: files, checksums, time stamp. ``entry_of``: which entry holds
        checksums of that digest. Raises NoBundle."""
        sums, files = read_sums(folder), _read(folder)
        found = held_against(folder, files, entry_of(sha256_hex(sums)))
        if (answer := files.get(RESPONSE)) is None:
            return found
        try:
            stamp = checked_answer(self.authority, answer, sums)
        except (StampDoesNotVerify, StampRootUnusable) as problem:
            return replace(found, stamp_problem=problem.message(reader_language()))
        is_checked = stamp.is_signature_checked
        return replace(found, stamped_at=stamp.at, is_signature_checked=is_checked)

    def stamp(self, folder: Path, entry_of: EntryOf) -> Stamped:
        """Fetch the time stamp of something that was handed out before, and is unchanged;
        raises BundleChanged, NotHandedOut."""
        sums = read_sums(folder)
        found = held_against(folder, _read(folder), entry_of(sha256_hex(sums)))
        if not found.is_whole:
            raise BundleChanged(folder=folder, what=found.differences())
        if found.entry_id is None:
            raise NotHandedOut(folder=folder)
        request = request_for(sums)
        stamp = self._fetched(sums, request)
        files = {REQUEST: request.as_bytes(), RESPONSE: stamp.answer}
        body = {"sums": sha256_hex(sums), "stamp": sha256_hex(stamp.answer)}
        with self.store.transaction() as tx:
            entry_id = ledger.append(tx, "report.stamp", body, at=self.clock.now())
            add_beside(folder, files, gone=(NOT_STAMPED,))
        return Stamped(folder, stamp.at, stamp.is_signature_checked, entry_id)

    def _stamped(self, sums: bytes) -> tuple[dict[str, bytes], datetime | None, str]:
        """What lies beside the checksums: the time stamp, or the request and a word that there
        is none yet; and why not."""
        request = request_for(sums)
        beside = {REQUEST: request.as_bytes()}
        try:
            stamp = self._fetched(sums, request)
        except (StampUnavailable, StampDoesNotVerify) as problem:
            why = f"{problem.message(reader_language())} {problem.way_out(reader_language())}"
            return {**beside, NOT_STAMPED: f"{why}\n".encode()}, None, why
        beside[RESPONSE] = stamp.answer
        return beside, stamp.at, "" if stamp.is_signature_checked else unchecked()

    def _fetched(self, sums: bytes, request: Any) -> Stamp:
        if self.authority is None:
            raise StampUnavailable(why=_("LEUMUND_STAMP_URL is not set"))
        return fetch(self.authority, sums, request)


def read_sums(folder: Path) -> bytes:
    """The checksums of what was handed out; raises NoBundle."""
    try:
        return (folder / SUMS).read_bytes()
    except OSError:
        raise NoBundle(folder=folder) from None


def read_report(path: Path) -> dict[str, Any]:
    """A published report on a year, or the one in this folder; raises ReportUnreadable."""
    try:
        found = json.loads((path / YEAR_REPORT if path.is_dir() else path).read_bytes())
        is_one = isinstance(found["figures"], dict) and isinstance(found["year"], int)
        is_one = is_one and isinstance(found["ledger"]["size"], int)
    except (OSError, ValueError, KeyError, TypeError):
        is_one = False
    if not is_one:
        raise ReportUnreadable(path=path)
    report: dict[str, Any] = found
    return report


def add_beside(folder: Path, files: dict[str, bytes], gone: tuple[str, ...] = ()) -> Path:
    """Put files beside what was handed out before, take others away, and zip it again."""
    _write(files, folder)
    for name in gone:
        (folder / name).unlink(missing_ok=True)
    return _zip(folder)


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    from leumund.store import whole_file

    for name in files:
        if not (folder / name).resolve().is_relative_to(folder.resolve()):
            raise NameOutside(name=name, folder=folder)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with whole_file(path) as file:
            file.write(data)


def _read(folder: Path) -> dict[str, bytes]:
    """All files below a folder, by name."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _zip(folder: Path) -> Path:
    from leumund.store import whole_file

    packed = folder.with_name(f"{folder.name}.zip")
    with whole_file(packed) as file:
        file.write(zipped(folder.name, _read(folder)))
    return packed
