"""The manifest of a copy: what was drawn and handed over, signed by the company.

age proves no sender, so the partner needs the signature to know whose file it holds, and
the company needs it to show later what left, when, and under which seal. One manifest per
copy; it is written again, longer, with every portion that leaves. Ed25519 (RFC 8032) over
a domain line and the canonical form.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from leumund.basics.canonical import canonical_bytes
from leumund.basics.errors import IntegrityError

if TYPE_CHECKING:
    from collections.abc import Mapping

FORM = "leumund-manifest-1"
_DOMAIN = b"leumund-manifest-1\n"
KEY_BYTES = 32


class ManifestForged(IntegrityError):
    """The manifest {name} does not verify: it was changed, or another key signed it."""

    code = "manifest-forged"
    hint = "Ask the company for the manifest again; use nothing that came with this one."


def sign_manifest(document: Mapping[str, object], key: bytes) -> bytes:
    """The manifest file: the document, the public key and the signature, as one JSON line."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.from_private_bytes(key)
    signature = private.sign(_DOMAIN + canonical_bytes(dict(document)))
    return (
        canonical_bytes(
            {
                "key": private.public_key().public_bytes_raw(),
                "manifest": dict(document),
                "signature": signature,
            }
        )
        + b"\n"
    )


def verify_manifest(data: bytes, public_key: bytes, name: str = "manifest") -> dict[str, Any]:
    """The document of a manifest file; raises ManifestForged.

    ``public_key``: 32 bytes, known from elsewhere (the ledger), never taken from the file.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        file = json.loads(data)
        document: dict[str, Any] = file["manifest"]
        is_as_written = canonical_bytes(file) + b"\n" == data
        is_same_key = file["key"] == public_key.hex()
        is_as_written &= file["signature"] == file["signature"].lower()
        signature = bytes.fromhex(file["signature"])
        Ed25519PublicKey.from_public_bytes(public_key).verify(
            signature, _DOMAIN + canonical_bytes(document)
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, InvalidSignature):
        raise ManifestForged(name=name) from None
    if not (is_as_written and is_same_key and document.get("form") == FORM):
        raise ManifestForged(name=name)
    return document


def public_key_of(key: bytes) -> bytes:
    """The public key, 32 bytes, that belongs to a private one."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw()
