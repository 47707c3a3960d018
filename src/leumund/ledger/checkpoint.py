"""The checkpoint: size and root of the tree, signed, in C2SP's text forms.

A note is the text that was signed, an empty line, and signature lines. Sources:
c2sp.org/tlog-checkpoint, c2sp.org/signed-note (Ed25519, signature type 0x01), RFC 8032.
README section 6.

This is one of the nine files an outsider needs.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leumund.ledger.ed25519 import is_signed
from leumund.ledger.entry import DoesNotVerify
from leumund.ledger.tree import EMPTY_ROOT, HASH_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_ED25519: Final = b"\x01"
_PRIVATE = "PRIVATE+KEY+"
_DASH = "— "
_NAME = re.compile(r"[^\s+\x00-\x1f\x7f]+")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_KEY = re.compile(r"([^\s+\x00-\x1f\x7f]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)")
# C2SP asks verifiers to bound the number of signatures and to allow at least 16.
_SIGNATURES_AT_MOST = 64


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """With ``size`` leaves the tree had this root (32 bytes); ``origin`` names the log."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{encode_base64(self.root)}\n"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An Ed25519 key (32 bytes, RFC 8032) that checks the notes signed under ``name``."""

    name: str
    key: bytes

    @property
    def key_id(self) -> bytes:
        """c2sp.org/signed-note: the first four bytes of a hash that binds name and key."""
        named = self.name.encode() + b"\n" + _ED25519 + self.key
        return hashlib.sha256(named).digest()[:4]

    def text(self) -> str:
        """The one-line form in which keys are passed on."""
        return f"{self.name}+{self.key_id.hex()}+{encode_base64(_ED25519 + self.key)}"

    def verify(self, text: str, signature: bytes) -> None:
        """Raises DoesNotVerify unless this key signed this text."""
        if not is_signed(self.key, text.encode(), signature):
            raise DoesNotVerify(
                "The checkpoint's signature is not by its key.",
                text=text, signature=signature.hex(), key=self.text(),
            )  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class PrivateKey:
    """The seed (32 bytes) that signs under ``name``. Its ``repr`` does not show it."""

    name: str
    seed: bytes

    def __repr__(self) -> str:
        return f"PrivateKey({self.public.text()})"

    @property
    def public(self) -> PublicKey:
        """The other half of the key."""
        return PublicKey(self.name, self._signer.public_key().public_bytes_raw())

    @property
    def _signer(self) -> Ed25519PrivateKey:
        # Only who signs needs it: the outsider, who checks, may have Python alone.
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed)

    def text(self) -> str:
        """The one-line form in which the key is kept; it is the secret itself."""
        public = self.public
        return (
            f"{_PRIVATE}{self.name}+{public.key_id.hex()}+{encode_base64(_ED25519 + self.seed)}"
        )

    def sign(self, checkpoint: Checkpoint) -> bytes:
        """The checkpoint as a signed note. Ed25519 gives the same bytes for the same text."""
        text = checkpoint.text()
        signature = self._signer.sign(text.encode())
        marked = encode_base64(self.public.key_id + signature)
        return f"{text}\n{_DASH}{self.name} {marked}\n".encode()


def named_after_itself(seed: bytes) -> PrivateKey:
    """A key whose name is drawn from its own public half, where nobody chose another."""
    public = PrivateKey("-", seed).public.key
    return PrivateKey(f"leumund/{hashlib.sha256(public).hexdigest()[:16]}", seed)


def read_public_key(text: str) -> PublicKey:
    """A key from its one-line form, as its file holds it: a newline may end it.

    Raises DoesNotVerify unless its id is its own.
    """
    text = text.removesuffix("\n")
    name, data = _read_key(text)
    key = PublicKey(name, data)
    if key.text() != text:
        raise DoesNotVerify("The id in the key is not the key's.", key=text)
    return key


def read_private_key(text: str) -> PrivateKey:
    """A private key from its one-line form; the error names nothing of the secret."""
    if not text.startswith(_PRIVATE):
        raise DoesNotVerify("This is not a private key of a ledger.")
    try:
        name, data = _read_key(text.removeprefix(_PRIVATE))
        key = PrivateKey(name, data)
        is_same = key.text() == text
    except DoesNotVerify:
        is_same = False
    if not is_same:
        raise DoesNotVerify("The private key of the ledger is damaged.")
    return key


def read_checkpoint(note: bytes, keys: Iterable[PublicKey]) -> Checkpoint:
    """The checkpoint in a note that one of these keys signed; raises DoesNotVerify.

    Every signature by a key that is given must be good; others are ignored (C2SP). The name
    of a key that signed must be the checkpoint's origin, so that no log speaks for another.
    """
    text, signatures = _read_note(note)
    known = {(key.name, key.key_id): key for key in keys}
    signed_by = set()
    for name, key_id, signature in signatures:
        if key := known.get((name, key_id)):
            key.verify(text, signature)
            signed_by.add(name)
    if not signed_by:
        raise DoesNotVerify(
            "No key that was given has signed the checkpoint.",
            note=note.decode(), keys=sorted(key.text() for key in known.values()),
        )  # fmt: skip
    checkpoint = _read_text(text)
    if checkpoint.origin not in signed_by:
        raise DoesNotVerify("The checkpoint is another log's.", origin=checkpoint.origin)
    return checkpoint


def encode_base64(data: bytes) -> str:
    """RFC 4648, section 4."""
    return base64.b64encode(data).decode()


def decode_base64(text: str) -> bytes:
    """RFC 4648, section 4; refuses what ``encode_base64`` would not write (padding bits)."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise DoesNotVerify("This is not base64.", text=text) from None
    if encode_base64(data) != text:
        raise DoesNotVerify("The base64 is not in its one canonical form.", text=text)
    return data


def is_name(name: str) -> bool:
    """Whether a key may be called so (c2sp.org/signed-note)."""
    return _NAME.fullmatch(name) is not None


def _read_note(note: bytes) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    try:
        written = note.decode()
    except UnicodeDecodeError:
        raise DoesNotVerify("The checkpoint is not UTF-8.", note=note.hex()) from None
    text, separator, tail = written.rpartition("\n\n")
    if not separator or not tail.endswith("\n"):
        raise DoesNotVerify("The checkpoint has no signature.", note=written)
    lines = tail[:-1].split("\n")
    if len(lines) > _SIGNATURES_AT_MOST:
        raise DoesNotVerify("The checkpoint has too many signatures.", lines=len(lines))
    return text + "\n", [_read_signature(line) for line in lines]


def _read_signature(line: str) -> tuple[str, bytes, bytes]:
    name, space, marked = line.removeprefix(_DASH).partition(" ")
    if not (line.startswith(_DASH) and space and is_name(name)):
        raise DoesNotVerify("A signature line is malformed.", line=line)
    data = decode_base64(marked)
    if len(data) < 5:
        raise DoesNotVerify("A signature line is too short.", line=line)
    return name, data[:4], data[4:]


def _read_text(text: str) -> Checkpoint:
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] or not is_name(lines[0]) or not _SIZE.fullmatch(lines[1]):
        raise DoesNotVerify("The checkpoint does not have its three lines.", text=text)
    checkpoint = Checkpoint(lines[0], int(lines[1]), decode_base64(lines[2]))
    if len(checkpoint.root) != HASH_BYTES:
        raise DoesNotVerify("The checkpoint's root is not a SHA-256 hash.", text=text)
    if checkpoint.size == 0 and checkpoint.root != EMPTY_ROOT:
        raise DoesNotVerify("An empty tree has another root.", text=text)
    return checkpoint


def _read_key(text: str) -> tuple[str, bytes]:
    found = _KEY.fullmatch(text)
    if found is None:
        raise DoesNotVerify("This does not have the form of a key.")
    data = decode_base64(found[3])
    if len(data) != 33 or data[:1] != _ED25519:
        raise DoesNotVerify("This is not an Ed25519 key.")
    return found[1], data[1:]
