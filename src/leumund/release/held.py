"""Which files of this part the ledger's entries speak of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from leumund.basics.canonical import sha256_hex
from leumund.ledger import HeldFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    Where = Callable[[str], Path]

Row = dict[str, Any]
_DIGEST = re.compile(r"-([0-9a-f]{64})[.]")


def held_by_draw(row: Row, left: Sequence[Row], where: Where, seal: Path) -> Iterator[HeldFile]:
    """The files of a draw: what was sealed, what was drawn, what left.

    ``where``: the path of a frozen file; ``seal``: that of the seal.
    """
    text = row["seal"].encode()
    told = (row["seal_entry"], "seal", sha256_hex(text))
    yield HeldFile(f"{row['campaign']}: seal", sha256_hex(text + b"\n"), seal, *told)
    for column in ("universe_file", "numbers_file", "frame_file", "leaves_file"):
        if row[column]:
            yield _frozen(row[column], where)
    if row["members_file"]:
        told = (row["draw_entry"], "members", row["members_file"])
        yield _frozen(row["members_file"], where, *told)
    for one in left:
        yield _frozen(one["file_name"], where, one["entry"], "file", one["file_digest"])
        digest = sha256_hex(one["manifest"].encode())
        name = f"{row['campaign']}: manifest {one['place'] + 1}/{one['portion']}"
        yield HeldFile(name, digest, None, one["entry"], "manifest", digest)
    for stayed in sorted({one["stayed_file"] for one in left}):
        yield _frozen(stayed, where)


def held_by_list(row: Row, where: Where) -> HeldFile:
    """The lines of a list that somebody else chose; its entry has the list's own digest."""
    return _frozen(row["lines_file"], where, row["entry"], "list", row["list_digest"])


def _frozen(name: str, where: Where, *told: Any) -> HeldFile:
    found = _DIGEST.search(name)
    return HeldFile(name, found[1] if found else "", where(name), *told)
