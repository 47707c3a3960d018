"""The manifest of a copy: what was drawn and handed over, signed by the company.

age proves no sender, so the partner needs the signature to know whose file it holds, and
the company needs it to show later what left, when, and under which seal. One manifest per
copy; it is written again, longer, with every portion that leaves. Ed25519 (RFC 8032) over
a domain line and the canonical form.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from leumund.basics.canonical import canonical_bytes
from leumund.basics.errors import IntegrityError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from leumund.release.campaign import Campaign
    from leumund.release.secret import Seal
    from leumund.release.sizes import Frame

FORM = "leumund-manifest-1"
_DOMAIN = b"leumund-manifest-1\n"
KEY_BYTES = 32


class ManifestForged(IntegrityError):
    """The manifest {name} does not verify: it was changed, or another key signed it."""

    code = "manifest-forged"
    hint = "Ask the company for the manifest again; use nothing that came with this one."


@dataclass(frozen=True, slots=True)
class PortionFile:
    """One portion that left: ``units`` and ``rows`` in the file, ``stayed`` units at home.

    ``digest``: SHA-256 of the encrypted file, ``plain_digest`` of what the partner reads.
    ``not_before``: the first day on which its embargoed half may be called.
    """

    portion: int
    planned_on: date
    handed_over_at: datetime
    units: int
    stayed: int
    rows: int
    digest: str
    plain_digest: str
    not_before: date | None = None

    def document(self) -> dict[str, object]:
        return {
            "file": self.digest,
            "handed_over_at": self.handed_over_at.astimezone(UTC).isoformat(),
            "not_before": self.not_before,
            "plain_file": self.plain_digest,
            "planned_on": self.planned_on,
            "portion": self.portion,
            "rows": self.rows,
            "stayed_at_home": self.stayed,
            "units": self.units,
        }


@dataclass(frozen=True, slots=True)
class DrawFacts:
    """What all manifests of a draw say of it."""

    campaign: Campaign
    seal: Seal
    seal_digest: str
    seal_entry: int
    draw_entry: int
    drawn_at: datetime
    beacon: str
    leaves_root: str
    frame: Frame


def manifest_of(
    facts: DrawFacts, place: int, copy_id: int, weight: str, portions: Sequence[PortionFile]
) -> dict[str, object]:
    """The document of one copy's manifest after these portions have left."""
    campaign, frame = facts.campaign, facts.frame
    sizes = frame.sizes[place]
    adapt = {"adapt": campaign.adapt.in_short()} if campaign.adapt else {}
    return adapt | {
        "form": FORM,
        "algorithm": facts.seal.algorithm,
        "beacon": facts.beacon,
        "beacon_from": facts.seal.beacon_from,
        "campaign": campaign.name,
        "copy": copy_id,
        "design": campaign.design,
        "draw_entry": facts.draw_entry,
        "drawn_at": facts.drawn_at.astimezone(UTC).isoformat(),
        "fields": list(campaign.fields),
        "leaves": facts.leaves_root,
        "partner": frame.copies[place],
        "place": place,
        "portions": [portion.document() for portion in portions],
        "principal": campaign.principal,
        "product": campaign.product,
        "purpose": campaign.purpose,
        "seal": facts.seal_digest,
        "seal_entry": facts.seal_entry,
        "strata": [
            {"name": name, "portions": sizes[at].tolist()}
            for at, name in enumerate(frame.stratum_names)
            if sizes[at].sum()
        ],
        "universe": facts.seal.universe,
        "weight": weight,
    }


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
