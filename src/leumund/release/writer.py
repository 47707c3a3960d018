"""The rim of this part: secrets, keys and frozen tables as files of the data folder.

``keys/`` (0700) holds what must never leave: the master of every draw, the key of the
permanent hold-back, the key that signs manifests. ``release/`` holds frozen tables, each
called by the SHA-256 of its bytes, so that a file that no record knows (a command was
killed) does no harm, and one that was changed is noticed.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leumund.basics.canonical import canonical_bytes, sha256_hex
from leumund.basics.errors import IntegrityError, NotThere
from leumund.release import draw
from leumund.release.secret import SECRET_BYTES, Master

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

_KEYS = "keys"
_DRAWS = "draws"
_TABLES = "release"
_WORK = ".making-"


class SecretMissing(IntegrityError):
    """The file with the secret of {what} is not in the folder keys, so nothing was drawn."""

    code = "secret-missing"
    hint = "Restore keys/ from a backup. Without it this draw can clear but not name."


class TableChanged(IntegrityError):
    """The frozen file {name} is missing or was changed, so nothing was done with it."""

    code = "table-changed"
    hint = "Restore the folder release/ of the data folder from a backup."


def code_digest() -> str:
    """SHA-256 of the file that holds the draw algorithm, 64 hex digits."""
    return sha256_hex(Path(draw.__file__).read_bytes())


# --- secrets ----------------------------------------------------------------------------


def keep_master(folder: Path, campaign: str, entropy: Callable[[int], bytes]) -> Master:
    """The secret of a campaign's draw: made and put on disk the first time, the same later.

    It is durable before anything refers to it, so a command killed at any moment finds the
    same secret again and cannot toss the coins twice.
    """

    def make() -> bytes:
        secret, salt = entropy(SECRET_BYTES), entropy(SECRET_BYTES)
        return canonical_bytes({"salt": salt, "secret": secret})

    return _master(_kept(_keys(folder, _DRAWS) / f"{campaign}.json", make))


def read_master(folder: Path, campaign: str) -> Master:
    """The secret of a draw; raises SecretMissing where it was never made or is lost."""
    path = folder / _KEYS / _DRAWS / f"{campaign}.json"
    try:
        return _master(path.read_bytes())
    except (FileNotFoundError, ValueError, KeyError):
        raise SecretMissing(what=campaign) from None


def keep_key(folder: Path, name: str, make: Callable[[int], bytes] = os.urandom) -> bytes:
    """A key of the installation, 32 bytes; made the first time."""
    key = _kept(_keys(folder) / f"{name}.key", lambda: make(SECRET_BYTES).hex().encode())
    return bytes.fromhex(key.decode())


def read_key(folder: Path, name: str) -> bytes:
    """A key of the installation that was made before; raises SecretMissing."""
    try:
        return bytes.fromhex((folder / _KEYS / f"{name}.key").read_text("ascii"))
    except (FileNotFoundError, ValueError):
        raise SecretMissing(what=name) from None


def _master(data: bytes) -> Master:
    held = json.loads(data)
    return Master(bytes.fromhex(held["secret"]), bytes.fromhex(held["salt"]))


def _keys(folder: Path, *below: str) -> Path:
    path = folder / _KEYS
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in below:
        path = path / name
        path.mkdir(mode=0o700, exist_ok=True)
    return path


def _kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """What stands in the file; made first where it is missing, and never written over.

    The new file is complete and on disk before it gets its name, by a link that fails where
    another command was quicker; then that one's content counts.
    """
    if not path.exists():
        handle, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as target:
                target.write(make())
                target.flush()
                os.fsync(target.fileno())
            _link(Path(made), path)
        finally:
            Path(made).unlink()
    return path.read_bytes()


def _link(made: Path, path: Path) -> None:
    try:
        os.link(made, path)
    except FileExistsError:
        return
    _flush_folder(path.parent)


def _put(data: bytes, path: Path) -> None:
    """A file that is there whole or not at all, also after a power cut; mode 0600."""
    handle, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
        Path(made).replace(path)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# --- frozen tables ----------------------------------------------------------------------


def keep(folder: Path, what: str, suffix: str, data: bytes) -> str:
    """Freeze these bytes; the file's name, which holds their digest."""
    place = folder / _TABLES
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{what}-{sha256_hex(data)}.{suffix}"
    if not (place / name).exists():
        _put(data, place / name)
    return name


def keep_table(folder: Path, what: str, table: pa.Table) -> str:
    """Freeze an Arrow table as Parquet."""
    from pyarrow import parquet

    buffer = BytesIO()
    parquet.write_table(table, buffer, compression="zstd")
    return keep(folder, what, "parquet", buffer.getvalue())


def read_kept(folder: Path, name: str) -> bytes:
    """The bytes of a frozen file; raises TableChanged."""
    path = kept_path(folder, name)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise TableChanged(name=name) from None
    if sha256_hex(data) not in name:
        raise TableChanged(name=name)
    return data


def read_table(folder: Path, name: str) -> pa.Table:
    """A frozen table; raises TableChanged."""
    import pyarrow
    from pyarrow import parquet

    return parquet.read_table(pyarrow.BufferReader(read_kept(folder, name)))


def read_json(folder: Path, name: str) -> Any:
    """A frozen document; raises TableChanged."""
    return json.loads(read_kept(folder, name))


def kept_path(folder: Path, name: str) -> Path:
    """Where a frozen file lies."""
    return folder / _TABLES / name


# --- working files, and files that go out -----------------------------------------------


@contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """A folder for files in the making, gone at the end; it holds numbers, so 0700."""
    place = folder / _TABLES
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(dir=place, prefix=_WORK))
    try:
        yield work
    finally:
        shutil.rmtree(work)


def publish(data: bytes, path: Path) -> None:
    """Put a file where the user wants it, whole or not at all; equal ones are left alone."""
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    _put(data, path)


def read_campaign_text(path: Path) -> str:
    """The text of a campaign file; raises NotThere."""
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise NotThere(what="file", name=path.name) from None


def read_pool(path: Path) -> list[str]:
    """The column ``number`` of a pool of decoys, as it stands there; raises NotThere."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as source:
            return [str(row.get("number") or "") for row in csv.DictReader(source)]
    except FileNotFoundError:
        raise NotThere(what="file", name=path.name) from None


def digest_of_file(path: Path) -> str:
    """SHA-256 of a file, 64 hex digits; raises NotThere."""
    try:
        with path.open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest()
    except FileNotFoundError:
        raise NotThere(what="file", name=path.name) from None
