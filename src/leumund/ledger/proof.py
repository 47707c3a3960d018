"""A proof that stands alone: one entry, its path, the signed checkpoint; c2sp.org/tlog-proof.

What C2SP leaves to the application, the ``extra`` line, holds the leaf and, where the entry
is opened, salt and body. README section 7.

This is one of the nine files an outsider needs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from leumund.ledger.checkpoint import decode_base64, encode_base64
from leumund.ledger.entry import SALT_BYTES, DoesNotVerify, Opening
from leumund.ledger.tree import HASH_BYTES

SUFFIX: Final = ".tlog-proof"
_HEADER = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})", re.ASCII)
# No tree is higher than 64: sizes stay below 2^63.
_PATH_AT_MOST = 64


@dataclass(frozen=True, slots=True)
class Proof:
    """The leaf's bytes, its index and path, the checkpoint's note; the opening where given."""

    leaf: bytes
    index: int
    path: tuple[bytes, ...]
    note: bytes
    opening: Opening | None = None

    def encode(self) -> bytes:
        """The proof file."""
        lines = [_HEADER, f"extra {encode_base64(self._extra())}", f"index {self.index}"]
        lines += [encode_base64(sibling) for sibling in self.path]
        return "\n".join([*lines, "", ""]).encode() + self.note

    def _extra(self) -> bytes:
        parts = [self.leaf]
        if self.opening:
            parts += [self.opening.salt.hex().encode(), self.opening.body]
        return b"".join(part + b"\n" for part in parts)


def read_proof(data: bytes) -> Proof:
    """A proof from its file; raises DoesNotVerify for any that ``encode`` would not write.

    This reads only; nothing is verified yet.
    """
    head, separator, note = data.partition(b"\n\n")
    try:
        lines = head.decode().split("\n")
    except UnicodeDecodeError:
        raise DoesNotVerify("The proof is not UTF-8.") from None
    if not separator or len(lines) < 3 or lines[0] != _HEADER:
        raise DoesNotVerify("This is not a proof file.", begins=lines[0][:40])
    if len(lines) > 3 + _PATH_AT_MOST:
        raise DoesNotVerify("The path is longer than any tree is high.", lines=len(lines))
    leaf, opening = _read_extra(lines[1])
    path = tuple(_read_hash(line) for line in lines[3:])
    proof = Proof(leaf, _read_index(lines[2]), path, note, opening)
    if proof.encode() != data:
        raise DoesNotVerify("The proof file is not in its one canonical form.")
    return proof


def note_in(data: bytes) -> bytes:
    """The checkpoint's note in a file that holds one alone, or a proof."""
    return read_proof(data).note if data.startswith(_HEADER.encode()) else data


def _read_extra(line: str) -> tuple[bytes, Opening | None]:
    word, _, coded = line.partition(" ")
    if word != "extra":
        raise DoesNotVerify("The proof does not hold the entry.", line=line[:40])
    parts = decode_base64(coded).split(b"\n")
    if parts.pop() or len(parts) not in (1, 3):
        raise DoesNotVerify("The entry in the proof is not one or three lines.")
    return (parts[0], _read_opening(parts[1], parts[2])) if parts[1:] else (parts[0], None)


def _read_opening(salt: bytes, body: bytes) -> Opening:
    try:
        opening = Opening(bytes.fromhex(salt.decode()), body)
    except ValueError:
        raise DoesNotVerify("The salt in the proof is not hex.") from None
    if len(opening.salt) != SALT_BYTES:
        raise DoesNotVerify("The salt in the proof does not have its length.")
    return opening


def _read_index(line: str) -> int:
    found = _INDEX.fullmatch(line)
    if found is None:
        raise DoesNotVerify("The proof does not name an index.", line=line[:40])
    return int(found[1])


def _read_hash(line: str) -> bytes:
    sibling = decode_base64(line)
    if len(sibling) != HASH_BYTES:
        raise DoesNotVerify("A line of the path is not a SHA-256 hash.", line=line[:60])
    return sibling
