"""Files that go out: put where the user wants them, whole or not at all, and never elsewhere.

The folder may belong to people whom the company only half trusts (a partner may fetch its
files there), so below it no symbolic link is followed: one planted there would make us write
over a file anywhere on the machine.
"""

from __future__ import annotations

import errno
import json
import os
import secrets
import stat
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from leumund.basics.errors import BadInput, Conflict
from leumund.basics.language import _
from leumund.release.departure import MANIFEST_NAME, delivery_of
from leumund.release.notice import recall_notice
from leumund.release.results import Delivery, Placed, slug
from leumund.release.writer import read_kept

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence
    from datetime import datetime

    from leumund.release.departure import Pair

Row = dict[str, Any]
OUT = "handed-over"
_SEALS = "seals"
_OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_LINKS = (errno.ELOOP, errno.ENOTDIR)


class TargetUnusable(BadInput):
    """Nothing can be put into {folder}: {why}. Nothing was done."""

    code = "target-unusable"
    hint = "Name another folder with --into, or let the account that runs this write there."


class ThroughLink(Conflict):
    """{path} is a symbolic link, and nothing is written through one: it could lead anywhere.

    What the ledger says has left lies in the data folder, encrypted.
    """

    code = "through-link"
    hint = "Find out who put it there, remove it, and run the same command again."


def check_target(into: Path) -> None:
    """Raises TargetUnusable: a portion must not be noted as gone towards nowhere."""
    nearest = next(path for path in (into, *into.absolute().parents) if path.exists())
    if not nearest.is_dir():
        raise TargetUnusable(folder=into, why=_("it is a file, not a folder"))
    if not os.access(nearest, os.W_OK | os.X_OK, effective_ids=True):
        raise TargetUnusable(folder=into, why=_("this account may not write there"))


def lacking(
    due: Sequence[int], copies: Sequence[Row], left: Sequence[Row], campaign: str, into: Path
) -> set[Pair]:
    """The files of these portions (from 0) that left and do not lie there as they left; none
    of a copy that was recalled."""
    found = set()
    for one in left:
        pair = (one["place"], one["portion"] - 1)
        if pair[1] in due and copies[pair[0]]["recalled_at"] is None:
            path = delivery_of(one, copies, into, campaign).path
            if _digest(into, path.relative_to(into)) != one["file_digest"]:
                found.add(pair)
    return found


def deliver_all(
    folder: Path,
    due: Sequence[int],
    copies: Sequence[Row],
    left: Sequence[Row],
    campaign: str,
    into: Path,
    barred: Container[Pair] = (),
) -> Placed:
    """Put all files of these portions (from 0) there, with each copy's newest manifest, but
    none of a copy that was recalled and none that is barred. A file that is there as it left
    is left alone; one that is missing or was damaged is written again from the one that was
    kept."""
    newest = {one["place"]: one for one in left}
    files: dict[Pair, Delivery] = {}
    anew = set()
    for one in left:
        pair = (one["place"], one["portion"] - 1)
        if pair[1] not in due or copies[pair[0]]["recalled_at"] is not None or pair in barred:
            continue
        files[pair] = delivery = delivery_of(one, copies, into, campaign)
        below = delivery.path.parent.relative_to(into)
        if _digest(into, below / delivery.path.name) != one["file_digest"]:
            data = read_kept(folder, one["file_name"])
            publish(data, into, below / delivery.path.name)
            anew.add(pair)
        publish(newest[one["place"]]["manifest"].encode(), into, below / MANIFEST_NAME)
    return Placed(files, frozenset(anew))


def notify(row: Row, copy: Row, left: Sequence[Row], at: datetime, into: Path) -> Path:
    """Write the notice of a recall; where it lies."""
    principal = json.loads(row["terms"])["principal"]
    files = [one["file_digest"] for one in left]
    text = recall_notice(principal, copy["partner"], row["campaign"], files, at)
    name = PurePath(row["campaign"], slug(copy["place"], copy["partner"]), "recall.txt")
    publish(text.encode(), into, name)
    return into / name


def show_seal(folder: Path, row: Row) -> Path:
    """The seal as a file, for whoever wants to check the draw later."""
    path = seal_path(folder, row)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    publish(row["seal"].encode() + b"\n", path.parent, PurePath(path.name))
    return path


def seal_path(folder: Path, row: Row) -> Path:
    """Where the seal of a draw is shown."""
    return folder / _SEALS / f"{row['campaign']}.seal.json"


def publish(data: bytes, into: Path, name: PurePath) -> None:
    """Put a file there, mode 0600; one with the same bytes is left alone.

    What a power cut takes here, the same command puts there again. Raises ThroughLink.
    """
    if _digest(into, name) != sha256(data).hexdigest():
        with _folder(into, name.parent, is_made=True) as place:
            _put(data, place, name.name)


def _put(data: bytes, place: int, name: str) -> None:
    """Into this open folder: complete under another name first, then renamed."""
    made = f".{name[:40]}.{secrets.token_hex(8)}"
    handle = os.open(made, _NEW, 0o600, dir_fd=place)
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(data)
        os.replace(made, name, src_dir_fd=place, dst_dir_fd=place)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(made, dir_fd=place)
        raise


def _digest(into: Path, name: PurePath) -> str | None:
    """SHA-256 of what is there, None where nothing is; raises ThroughLink."""
    try:
        with (
            _folder(into, name.parent, is_made=False) as place,
            os.fdopen(_opened(into / name, place, 0), "rb") as source,
        ):
            return sha256(source.read()).hexdigest()
    except FileNotFoundError:
        return None


@contextmanager
def _folder(into: Path, below: PurePath, *, is_made: bool) -> Iterator[int]:
    """The folder ``into / below``, open. ``into`` itself may be a link: the user chose it."""
    if is_made:
        into.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        place = os.open(into, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        held.callback(os.close, place)
        path = into
        for name in below.parts:
            path = path / name
            if is_made:
                with suppress(FileExistsError):
                    os.mkdir(name, dir_fd=place)
            place = _opened(path, place, os.O_DIRECTORY)
            held.callback(os.close, place)
        yield place


def _opened(path: Path, place: int, more: int) -> int:
    """Open the last name of this path in the open folder ``place``; raises ThroughLink."""
    try:
        return os.open(path.name, _OPEN | more, dir_fd=place)
    except OSError as error:
        if error.errno in _LINKS:
            found = os.stat(path.name, dir_fd=place, follow_symlinks=False)
            if stat.S_ISLNK(found.st_mode):
                raise ThroughLink(path=path) from None
        raise
