"""That an exhibit's grounds were committed in the ledger, in the order that makes them count.

Beside the exhibit lie proofs of entries, opened: of the seal, the draw, the hand-overs, the
sealed order of the complaints, and of the exhibit itself. The seal must stand before the draw,
the draw before everything that left, and the exhibit's own digest in the ledger.

This is one of the files an outsider needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from leumund.ledger import (
    Checkpoint,
    DoesNotVerify,
    leaf_hash,
    read_checkpoint,
    read_leaf,
    read_proof,
    verify_inclusion,
)
from leumund.trace.views import EXPERT, digest_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from leumund.ledger import Proof, PublicKey

SEAL, DRAW, HAND_OVER = "release.seal_secret", "release.draw", "release.hand_over"
COMPLAINTS, RUN, EXHIBIT = "intake.complaints", "trace.run", "trace.exhibit"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry that the ledger holds: its place, the instant it states, what it said."""

    index: int
    kind: str
    at: datetime
    said: dict[str, Any]


def check_committed(
    exhibit: Mapping[str, Any],
    partner: str,
    proofs: Sequence[str],
    keys: Sequence[PublicKey],
) -> str:
    """Whether all of it was committed; the ledger's name. Raises DoesNotVerify.

    ``partner``: the digest of the partner's exhibit. Without ``keys`` every path is followed
    to a root, but nobody's signature is checked.
    """
    read = [read_proof(each.encode()) for each in proofs]
    heads = [_head(proof.note, keys) for proof in read]
    if not heads or len(set(heads)) != 1:
        raise DoesNotVerify("The proofs do not lead to one and the same checkpoint.")
    entries = [_entry(proof, head) for proof, head in zip(read, heads, strict=True)]
    entries.sort(key=lambda entry: entry.index)
    if len({entry.index for entry in entries}) != len(entries):
        raise DoesNotVerify("An entry is proved twice.")
    _check_own(exhibit, partner, _one(entries, EXHIBIT))
    seal, draw = _one(entries, SEAL), _one(entries, DRAW)
    _check_draw(exhibit, seal, draw)
    left = [entry for entry in entries if entry.kind == HAND_OVER]
    if not seal.index < draw.index < min((entry.index for entry in left), default=-1):
        raise DoesNotVerify("The seal, the draw and the hand-overs are not in this order.")
    _check_left(exhibit, left, seal)
    _check_run(exhibit, _one(entries, RUN))
    told = [entry for entry in entries if entry.kind == COMPLAINTS]
    _check_sources(exhibit, told)
    if exhibit["reader"] == EXPERT:
        _check_grounds(exhibit, told, left)
    if len(entries) != 4 + len(left) + len(told):
        raise DoesNotVerify("There is a proof of an entry that has nothing to do with it.")
    return heads[0].origin


def _head(note: bytes, keys: Sequence[PublicKey]) -> Checkpoint:
    if keys:
        return read_checkpoint(note, keys)
    try:
        origin, size, root = note.decode().partition("\n\n")[0].split("\n")
        from base64 import b64decode

        return Checkpoint(origin, int(size), b64decode(root, validate=True))
    except ValueError:
        raise DoesNotVerify("The checkpoint cannot be read.") from None


def _entry(proof: Proof, head: Checkpoint) -> Entry:
    hashed = leaf_hash(proof.leaf)
    verify_inclusion(hashed, proof.index, head.size, proof.path, head.root)
    leaf = read_leaf(proof.leaf)
    if proof.opening is None or proof.opening.commitment != leaf.commitment:
        raise DoesNotVerify("What an entry is claimed to have said is not what it said.")
    return Entry(proof.index, leaf.kind, leaf.at, proof.opening.said)


def _one(entries: Sequence[Entry], kind: str) -> Entry:
    found = [entry for entry in entries if entry.kind == kind]
    if len(found) != 1:
        raise DoesNotVerify(f"There must be one proof of an entry {kind}.", found=len(found))
    return found[0]


def _check_own(exhibit: Mapping[str, Any], partner: str, own: Entry) -> None:
    """The entry about the exhibit says its digest, and the partner's."""
    said = {
        "copy": exhibit["naming"]["copy"],
        "expert": exhibit.get("expert") or digest_of(exhibit),
        "partner": partner,
    }
    if own.said != said:
        raise DoesNotVerify("The ledger holds another exhibit than this one.")
    if own.at != datetime.fromisoformat(exhibit["made_at"]):
        raise DoesNotVerify("The exhibit was made at another moment than it says.")


def _check_draw(exhibit: Mapping[str, Any], seal: Entry, draw: Entry) -> None:
    """The entries of seal and draw say what the exhibit's inputs are."""
    inputs, naming = exhibit["inputs"], exhibit["naming"]
    sealed = {
        "campaign": naming["campaign"],
        "seal": inputs["seal"],
        "universe": inputs["universe"],
    }
    drawn = {
        "beacon": inputs["beacon"],
        "campaign": naming["campaign"],
        "leaves": inputs["leaves"],
        "seal": inputs["seal"],
    }
    if sealed.items() - seal.said.items() or drawn.items() - _texts(draw.said).items():
        raise DoesNotVerify("The ledger holds another seal or another draw than this one.")
    if Fraction(exhibit["weighing"]["weight"]) not in _booked(exhibit, draw):
        raise DoesNotVerify("The weight is not the one that the draw booked.")


def _booked(exhibit: Mapping[str, Any], draw: Entry) -> list[Fraction]:
    """The complaints' part of the weight that the draw booked for the copy. Inside a partner's
    list every copy has its own; whose is which only the expert's exhibit can tell."""
    told = draw.said.get("weights", [draw.said.get("weight", "0")])
    if "weights" in draw.said and exhibit["reader"] == EXPERT:
        place = exhibit["grounds"]["draw"]["place"]
        told = told[place : place + 1]
    return [Fraction(str(one)) / 2 for one in told]


def _check_left(exhibit: Mapping[str, Any], left: Sequence[Entry], seal: Entry) -> None:
    """The portions that were out at a call had left, under this seal."""
    mine = [entry for entry in left if entry.said.get("copy") == exhibit["naming"]["copy"]]
    gone = {entry.said.get("portion") for entry in mine}
    out = {one for call in exhibit["weighing"]["calls"] for one in call["portions_out"]}
    if exhibit["reader"] != EXPERT and mine != list(left):
        raise DoesNotVerify("There is a proof of what another copy was handed.")
    if not out <= gone or any(entry.said["seal"] != seal.said["seal"] for entry in left):
        raise DoesNotVerify("A portion is said to be out that never left.")


def _check_run(exhibit: Mapping[str, Any], run: Entry) -> None:
    """The run that looked at these inputs named this copy."""
    naming = exhibit["naming"]
    is_named = [naming["draw"], naming["copy"]] in run.said["named"]
    if run.said["inputs"] != exhibit["inputs"]["run"] or not is_named:
        raise DoesNotVerify("The run that is proved did not name this copy.")


def _check_sources(exhibit: Mapping[str, Any], told: Sequence[Entry]) -> None:
    """Every place of the order is under a commitment, and came from the source stated."""
    sources = [{"file": one.said["file"], "format": one.said["format"]} for one in told]
    spans = [(one.said["first"], one.said["last"]) for one in told]
    is_so = sources == exhibit["sources"]
    for call in exhibit["weighing"]["calls"]:
        first, last = spans[call["source"] - 1] if call["source"] <= len(spans) else (1, 0)
        is_so = is_so and first <= call["place"] <= last
    if not is_so:
        raise DoesNotVerify("The calls do not come from the sources that the ledger names.")


def _check_grounds(
    exhibit: Mapping[str, Any], told: Sequence[Entry], left: Sequence[Entry]
) -> None:
    """The sealed order and the hand-overs of the grounds are those of the ledger."""
    grounds = exhibit["grounds"]
    batches = [
        {"first": entry.said["first"], "last": entry.said["last"], "root": entry.said["root"]}
        for entry in told
    ]
    if batches != grounds["batches"]:
        raise DoesNotVerify("The complaints are not those that the ledger speaks of.")
    gone = [(one.said["copy"], one.said["portion"], one.at) for one in left]
    stated = [
        (one["copy"], one["portion"], datetime.fromisoformat(one["at"]))
        for one in grounds["hand_overs"]
    ]
    if gone != stated:
        raise DoesNotVerify("The hand-overs are not those that the ledger speaks of.")


def _texts(said: Mapping[str, Any]) -> dict[str, str]:
    return {key: value for key, value in said.items() if isinstance(value, str)}
