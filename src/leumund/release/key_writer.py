"""Secrets and keys as files of the data folder.

``keys/`` (0700) holds what must never leave: the master of every draw, the key of the
permanent hold-back, the key that signs manifests.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from leumund.basics.canonical import canonical_bytes
from leumund.basics.errors import IntegrityError
from leumund.release.secret import SECRET_BYTES, Master, check_hold_back

if TYPE_CHECKING:
    from collections.abc import Callable

HOLD_BACK, MANIFEST = "hold-back", "manifest"
_KEYS = "keys"
_DRAWS = "draws"


class SecretMissing(IntegrityError):
    """The file with the secret of {what} is not in the folder keys, so nothing was drawn."""

    code = "secret-missing"
    hint = "Restore keys/ from a backup. Without it this draw can clear but not name."


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


def keep_hold_back(
    folder: Path, key_digest: str | None, make: Callable[[int], bytes] = os.urandom
) -> bytes:
    """The key of the permanent hold-back, made where none has been noted yet.

    ``key_digest``: as noted. Raises SecretMissing, SecretDoesNotMatch.
    """
    if key_digest is None:
        return keep_key(folder, HOLD_BACK, make)
    key = read_key(folder, HOLD_BACK)
    check_hold_back(key, key_digest)
    return key


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
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Make names in this folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
