"""An entry: what goes into the tree (the leaf) and what it said (the opening).

The tree never holds what an entry said, only a salted commitment to it. Destroying salt and
body erases the entry while the tree stays valid. The format is README.md, sections 1 to 3.

This is one of the nine files an outsider needs; it imports only ``canonical``.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from leumund.basics.canonical import canonical_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

SALT_BYTES: Final = 32
_COMMITMENT_DOMAIN = b"leumund-commitment-v1\n"
_KIND = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*", re.ASCII)
_TIME = "%Y-%m-%dT%H:%M:%S.%fZ"
_LEAF = re.compile(
    rb'\{"at":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)",'
    rb'"commitment":"([0-9a-f]{64})",'
    rb'"kind":"([a-z][a-z0-9_]*\.[a-z][a-z0-9_]*)","v":1\}'
)

# A kind is never removed, never renamed and never given another meaning: proofs outlive us.
KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "audit.acknowledge": "A partner acknowledged which numbers it may not call again.",
        "audit.collect": "What calls, look-ups, orders and traces show was taken in as"
        " findings.",
        "audit.confirm": "A person said whether a place in a call says what was found there.",
        "audit.done": "It was noted what was done about a finding.",
        "audit.forget": "Words about people, whose time was over, were deleted.",
        "audit.number": "A reported number was looked up in our own files.",
        "audit.outlier": "A person took a rate that stands out as a finding.",
        "audit.rang": "It was noted what was said at a reported number, without a recording.",
        "audit.tell": "It was noted who was told of a finding.",
        "audit.tomorrow": "Partners were sent the numbers that they may not call again.",
        "audit.words": "Transcripts of calls were listened to.",
        "cases.add": "New facts were added to a case.",
        "cases.appeal": "A partner objected to a decision.",
        "cases.ask_agent": "A person asked in a case, on a written trigger, who an agent was.",
        "cases.clear": "A partner was cleared; the letter that says so has this digest.",
        "cases.close": "A decided case ended, as no measure is in force any more.",
        "cases.credit": "What a partner had put right for customers was credited.",
        "cases.deadline": "A clock of a case was started or met.",
        "cases.decide": "A second person decided about a measure that was proposed.",
        "cases.drop": "A case was dropped, as nothing could follow from it.",
        "cases.evidence": "An item of evidence entered a case.",
        "cases.expire": "A reply date passed, or a measure ended by itself.",
        "cases.explain": "Another explanation was checked in a case.",
        "cases.hear": "A partner was heard on concrete facts.",
        "cases.lift": "A measure was lifted.",
        "cases.lock": "A case that was over was locked.",
        "cases.open": "A case was opened from findings.",
        "cases.open_agent": "A second person opened an agent's pseudonym in a case.",
        "cases.propose": "A measure was proposed with reasons.",
        "cases.renew": "A second person renewed a data stop after the reply.",
        "cases.reply": "A partner's reply was taken in.",
        "cases.reverse": "A decision was reversed, and all its measures ended.",
        "cases.stop": "A person ordered a data stop for the time being.",
        "cases.uphold": "A decision was looked at again and stands.",
        "intake.calls": "Calls that a partner declared were taken in.",
        "intake.complaints": "Complaints were taken in, and the order of those that nothing"
        " explains was sealed.",
        "intake.forget": "Numbers and words of complaints, whose time was over, were deleted.",
        "ledger.create_key": "The key that signs this ledger's checkpoints was created.",
        "ledger.erase": "What an entry said was erased; the entry itself stands.",
        "network.check_in": "Something was looked at that a partner must show, before or during"
        " its work.",
        "network.declare": "A sub-partner was declared.",
        "network.leads": "Leads of a partner's own were declared, with source and proof of"
        " consent.",
        "network.load": "Partners, engagements and caller numbers were loaded.",
        "network.statements": "Rows of commission statements or invoices were taken in.",
        "orders.answer": "The customer answered over a one-time link: nothing ordered, yes, or"
        " no.",
        "orders.ask": "A customer was asked whether an order is theirs.",
        "orders.dismiss": "A person decided that a disputed order was placed.",
        "orders.dispute": "A customer denied an order; bill and commission stopped.",
        "orders.expire": "An order lapsed, because nobody answered in time.",
        "orders.extract": "A partner got its book extract.",
        "orders.fail": "An order ended, because the company could not supply.",
        "orders.free": "A person freed an order that had been held.",
        "orders.hold": "An order was held until a person looks at it.",
        "orders.letters": "A letter to a customer was written.",
        "orders.load": "Orders, contacts or opening hours were taken in.",
        "orders.remind": "A customer was reminded of an order that waits for an answer.",
        "orders.send": "A mail to a customer was sent.",
        "orders.settle": "Nobody can withdraw an order any more; its commission was released.",
        "orders.uphold": "A person decided that a customer had rightly denied an order.",
        "orders.void": "An order was void by law, or for the company's own fault.",
        "orders.withdraw": "A customer withdrew from an order.",
        "people.load": "Customers, consents, objections, contracts or a register were loaded.",
        "permit.check": "It was decided whether one call may be placed.",
        "permit.screen": "A list was screened for who may be called, and when.",
        "release.announce": "A partner was told that decoys are in its copies.",
        "release.decoys": "A pool of decoys was taken in.",
        "release.draw": "Copies were drawn from a secret that had been sealed before.",
        "release.hand_over": "A portion of a copy was handed over to its partner.",
        "release.lookups": "Look-ups in the portal were taken in, each a hand-over of one"
        " record.",
        "release.recall": "A copy was recalled from its partner.",
        "release.seal": "A list that somebody else chose was registered, for exclusion only.",
        "release.seal_secret": "The secret of a draw was sealed, before anything was drawn.",
        "report.access": "A person was told what is known about them, and who has received it.",
        "report.consent": "The proof of a consent and of its uses was handed out.",
        "report.letter": "A letter of a case was written.",
        "report.naming": "An exhibit about the naming of a copy was handed out.",
        "report.pack": "The evidence pack of a case was handed out.",
        "report.sample": "A sample of entries was drawn for an auditor.",
        "report.stamp": "A time stamp of something that was handed out was fetched.",
        "report.year": "The report on a year was made from the ledger.",
        "trace.exhibit": "The exhibit of a naming was made; it has this digest.",
        "trace.file": "A list found in the wild was compared with the copies.",
        "trace.harm": "Cancellations were held against who had been handed over.",
        "trace.provenance": "It was asked whether unexplained calls came from any copy at all.",
        "trace.run": "The copies were weighed against the unexplained calls.",
        "trace.so_far": "What the evidence says so far was written for a draw.",
    }
)


class DoesNotVerify(ValueError):
    """Something is not what it claims to be.

    ``what`` is one English sentence; ``evidence`` holds the values that do not agree (hashes
    as hex, notes as text), so that they can be kept.
    """

    def __init__(self, what: str, **evidence: object) -> None:
        super().__init__(what)
        self.what = what
        self.evidence = evidence


@dataclass(frozen=True, slots=True)
class Leaf:
    """What the tree holds of an entry: kind, instant (aware), commitment (32 bytes)."""

    kind: str
    at: datetime
    commitment: bytes

    def encode(self) -> bytes:
        """The bytes that are hashed into the tree; README section 3."""
        at = self.at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
        return (
            f'{{"at":"{at}Z","commitment":"{self.commitment.hex()}",'
            f'"kind":"{self.kind}","v":1}}'
        ).encode()


@dataclass(frozen=True, slots=True)
class Opening:
    """The salt (32 bytes) and the body (canonical JSON): shows what an entry said."""

    salt: bytes
    body: bytes

    @property
    def commitment(self) -> bytes:
        """README section 2. The salt's length is fixed, so salt and body cannot shift."""
        return hashlib.sha256(_COMMITMENT_DOMAIN + self.salt + self.body).digest()

    @property
    def said(self) -> dict[str, Any]:
        """The body as values; raises DoesNotVerify when its bytes are not canonical."""
        return read_body(self.body)


def seal(body: Mapping[str, object], salt: bytes) -> Opening:
    """The opening of an entry that says ``body``; TypeError where it has no canonical form."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    return Opening(salt, canonical_bytes(dict(body)))


def is_kind(kind: str) -> bool:
    """Whether this has the form of a kind; whether it is one of ours says ``KINDS``."""
    return _KIND.fullmatch(kind) is not None


def read_leaf(data: bytes) -> Leaf:
    """A leaf from its bytes; raises DoesNotVerify for any that ``encode`` would not write."""
    found = _LEAF.fullmatch(data)
    if found is None:
        raise DoesNotVerify("The leaf does not have the form of an entry.", leaf=data.hex())
    at, commitment, kind = (part.decode() for part in found.groups())
    try:
        moment = datetime.strptime(at, _TIME).replace(tzinfo=UTC)
    except ValueError:
        raise DoesNotVerify("The leaf names a time that does not exist.", at=at) from None
    return Leaf(kind, moment, bytes.fromhex(commitment))


def read_body(data: bytes) -> dict[str, Any]:
    """A body from its bytes; raises DoesNotVerify unless they are the canonical ones."""
    try:
        value = json.loads(data)
        is_canonical = isinstance(value, dict) and canonical_bytes(value) == data
    except (ValueError, TypeError, RecursionError):
        is_canonical = False
    if not is_canonical:
        raise DoesNotVerify("The body is not in canonical form.", body=data.hex())
    said: dict[str, Any] = value
    return said
