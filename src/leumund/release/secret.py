"""The secret behind a draw, its seal, and the number mixed in that nobody could choose.

Three steps keep everybody honest. First the secret is made and its *seal* goes into the
ledger: campaign, universe, sizes and secret are fixed, and nobody has seen an outcome.
Then the *beacon* is mixed in, a number that was unknown at that moment: now not even the
keeper of the secret could have chosen the outcome. Then the coins are tossed. Years later
one copy's secret, or the master for a court's expert, is opened and held against the seal.

Derivation is HKDF-SHA256 (RFC 5869); docs/reference/draw-algorithm.md, 3 says it in full.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leumund.basics.canonical import canonical_bytes, sha256_hex
from leumund.basics.errors import BadInput, IntegrityError
from leumund.basics.language import _
from leumund.release.draw import ALGORITHM

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SECRET_BYTES = 32
COPY, DEAL, HOLD, DECOYS, LEAVES = "copy", "deal", "hold", "decoys", "leaves"
_MASTER_DOMAIN = b"leumund-master-1\n"
_OPENED_DOMAIN = b"leumund-opened-1\n"
_BLANKS = re.compile(r"[\t\n\v\f\r ]+")
_LONGEST_BEACON = 1000


class SecretDoesNotMatch(IntegrityError):
    """The {what} opened for campaign {campaign} does not match its seal. It proves nothing."""

    code = "secret-does-not-match"
    hint = "Find the file that was sealed. If it is lost, this draw can clear but not name."


class CopyExchanged(IntegrityError):
    """The copy of {partner} in campaign {campaign} on record is not the one that its sealed
    secret draws, so nothing is said of it."""

    code = "copy-exchanged"
    hint = "Keep everything as it is, ask who had access, and restore from a backup."


class BeaconUnusable(BadInput):
    """This cannot be mixed in, because it {what}. The sealed secret stays as it is."""

    code = "beacon-unusable"
    hint = 'Type the number as it was announced, for example "3 17 22 29 41 44".'


@dataclass(frozen=True, slots=True, repr=False)
class Master:
    """The secret of one draw and the salt of its commitment, 32 random bytes each."""

    secret: bytes
    salt: bytes

    def __post_init__(self) -> None:
        if len(self.secret) != SECRET_BYTES or len(self.salt) != SECRET_BYTES:
            raise ValueError(f"a secret and its salt have {SECRET_BYTES} bytes each")

    def commitment(self) -> str:
        """SHA-256 over domain ‖ salt ‖ secret, 64 hex digits: what the seal shows of it."""
        return sha256_hex(_MASTER_DOMAIN + self.salt + self.secret)

    def derive(self, draw: str, use: str, copy: str = "") -> bytes:
        """The secret for one use (COPY, DEAL, HOLD, DECOYS, LEAVES), before the beacon."""
        info = canonical_bytes({"copy": copy, "draw": draw, "use": use})
        return hkdf(self.secret, salt=b"", info=info)


@dataclass(frozen=True, slots=True)
class Seal:
    """What is fixed in the ledger before anything is drawn. Digests are 64 hex digits.

    ``code``: of the file with the draw algorithm. ``frame``: of the sizes. ``opened``: per
    use and copy the commitment to its derived secret, so that one of them can be opened
    alone. ``beacon_from``: where the beacon will come from, as the campaign announced it.
    ``decoys`` is empty, as the universe holds them; the field and the opened secrets of that
    use stay, so that the seals of all draws have one form and none of them changes.
    """

    draw: str
    campaign: str
    universe: str
    frame: str
    code: str
    secret: str
    opened: Mapping[str, str]
    decoys: str = ""
    beacon_from: str = ""
    algorithm: str = ALGORITHM

    def document(self) -> dict[str, object]:
        """The seal as text and objects, as it is stored and shown."""
        return {
            "algorithm": self.algorithm,
            "beacon_from": self.beacon_from,
            "campaign": self.campaign,
            "code": self.code,
            "decoys": self.decoys,
            "draw": self.draw,
            "frame": self.frame,
            "opened": dict(self.opened),
            "secret": self.secret,
            "universe": self.universe,
        }

    @classmethod
    def from_document(cls, document: Mapping[str, object]) -> Seal:
        """The inverse of ``document``."""
        opened: dict[str, str] = dict(document["opened"])  # type: ignore[call-overload]
        texts = {key: str(value) for key, value in document.items() if key != "opened"}
        return cls(opened=opened, **texts)

    def digest(self) -> str:
        """SHA-256 of the canonical form: what the ledger holds and the keys are bound to."""
        return sha256_hex(canonical_bytes(self.document()))


@dataclass(frozen=True, slots=True)
class DrawKeys:
    """The keys of a draw: derived secrets into which seal and beacon are mixed."""

    master: Master
    draw: str
    seal_digest: str
    beacon_digest: str

    def copy(self, name: str) -> bytes:
        return self._key(COPY, name)

    def deal(self) -> bytes:
        return self._key(DEAL)

    def hold(self) -> bytes:
        return self._key(HOLD)

    def _key(self, use: str, copy: str = "") -> bytes:
        opened = self.master.derive(self.draw, use, copy)
        return draw_key(opened, self.seal_digest, self.beacon_digest)


def draw_key(opened: bytes, seal_digest: str, beacon_digest: str) -> bytes:
    """The key of one use, from its opened secret: whoever has that needs no master."""
    info = canonical_bytes(
        {"algorithm": ALGORITHM, "beacon": beacon_digest, "seal": seal_digest}
    )
    return hkdf(opened, salt=b"", info=info)


def opened_commitments(master: Master, draw: str, copies: Sequence[str]) -> dict[str, str]:
    """The commitments of a seal's ``opened``: ``deal``, ``hold``, ``copy/<name>``, ..."""
    uses = [(DEAL, ""), (HOLD, ""), (LEAVES, "")]
    uses += [(use, name) for name in copies for use in (COPY, DECOYS)]
    return {
        opened_name(use, name): sha256_hex(_OPENED_DOMAIN + master.derive(draw, use, name))
        for use, name in uses
    }


def opened_name(use: str, copy: str = "") -> str:
    """The key under which a derived secret's commitment stands in the seal."""
    return f"{use}/{copy}" if copy else use


def check_master(seal: Seal, master: Master) -> None:
    """Raises SecretDoesNotMatch unless this is the secret that was sealed."""
    if not hmac.compare_digest(master.commitment(), seal.secret):
        raise SecretDoesNotMatch(what="secret", campaign=seal.draw)


def check_opened(seal: Seal, use: str, copy: str, opened: bytes) -> None:
    """Raises SecretDoesNotMatch unless this is the derived secret of that use and copy."""
    committed = seal.opened.get(opened_name(use, copy), "")
    if not hmac.compare_digest(sha256_hex(_OPENED_DOMAIN + opened), committed):
        raise SecretDoesNotMatch(what=opened_name(use, copy), campaign=seal.draw)


def check_hold_back(key: bytes, digest: str) -> None:
    """Raises SecretDoesNotMatch unless this is the key of the permanent hold-back."""
    if not hmac.compare_digest(sha256_hex(key), digest):
        raise SecretDoesNotMatch(what=HOLD, campaign="*")


def normalise_beacon(typed: str) -> str:
    """The one form of a beacon that is hashed: Unicode NFKC, then every run of tab, line
    feed, vertical tab, form feed, carriage return and space becomes one space, none at
    either end. Capital letters and punctuation stay. Raises BeaconUnusable."""
    text = _BLANKS.sub(" ", unicodedata.normalize("NFKC", typed)).strip(" ")
    if not text:
        raise BeaconUnusable(what=_("is empty"))
    if len(text) > _LONGEST_BEACON:
        raise BeaconUnusable(what=_("is longer than a line"))
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
        raise BeaconUnusable(what=_("holds a character that cannot be printed"))
    return text


def beacon_digest(normalised: str) -> str:
    """SHA-256 of the UTF-8 bytes of a normalised beacon, 64 hex digits."""
    return sha256_hex(normalised.encode())


def hkdf(secret: bytes, salt: bytes, info: bytes) -> bytes:
    """HKDF-SHA256 (RFC 5869) with 32 bytes of output, so a single block is expanded.

    An empty salt stands for 32 zero bytes, as the RFC has it.
    """
    extracted = hmac.digest(salt or bytes(32), secret, hashlib.sha256)
    return hmac.digest(extracted, info + b"\x01", hashlib.sha256)
