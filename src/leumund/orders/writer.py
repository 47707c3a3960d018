"""The installation's key for codes and digests of orders: one file that only its owner reads."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from leumund.basics.errors import IntegrityError
from leumund.orders.codes import KEY_BYTES

if TYPE_CHECKING:
    from pathlib import Path


class OrderKeyDamaged(IntegrityError):
    """The key for links of orders has {size} bytes instead of {wanted}. Nothing was done."""

    code = "order-key-damaged"
    hint = "Put orders/key of the data folder back from its backup; without it no link opens."


def order_key(folder: Path) -> bytes:
    """The key, made with its first use; two processes that begin at once get the same one."""
    path = folder / "orders" / "key"
    if not path.exists():
        _make(path)
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise OrderKeyDamaged(size=len(key), wanted=KEY_BYTES)
    return key


def _make(path: Path) -> None:
    """Whole or not at all: a link to the finished file, which fails where one is there."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    making = path.with_name(f".key-{secrets.token_hex(8)}")
    handle = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(making, path)
    except FileExistsError:
        return
    finally:
        making.unlink()
