"""What a forger can do to an exhibit: flip values, and build a ledger of its own around it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from tests.ledger.log import KEY, defined_path, defined_root

from leumund.basics.canonical import canonical_bytes
from leumund.ledger import Checkpoint, Leaf, Proof, leaf_hash, read_leaf, read_proof, seal
from leumund.trace.views import digest_of, partner_of

Place = tuple[str | int, ...]
Edit = Callable[[dict[str, Any]], None]
SALT = bytes(32)


def file(exhibit: dict[str, Any], proofs: list[str]) -> bytes:
    return canonical_bytes({"exhibit": exhibit, "proofs": proofs}) + b"\n"


def parts(data: bytes) -> tuple[dict[str, Any], list[str]]:
    found = json.loads(data)
    return found["exhibit"], found["proofs"]


def values(tree: Any, path: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every value at the end of a path."""
    if isinstance(tree, dict):
        for key, inner in tree.items():
            yield from values(inner, (*path, key))
    elif isinstance(tree, list):
        for at, inner in enumerate(tree):
            yield from values(inner, (*path, at))
    else:
        yield path, tree


def flipped(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if value is None:
        return 0
    last = value[-1:]
    return value[:-1] + ("1" if last == "0" else "0")


def put(tree: Any, path: Place, value: Any) -> None:
    for key in path[:-1]:
        tree = tree[key]
    tree[path[-1]] = value


def resealed(
    data: bytes, edit: Edit, bodies: Callable[[str, Any], None] | None = None
) -> bytes:
    """The exhibit after an edit, in a ledger of the forger's own that says so all along.

    ``bodies``: changes what the other entries said, given kind and body.
    """
    exhibit, proofs = parts(data)
    edit(exhibit)
    read = sorted((read_proof(each.encode()) for each in proofs), key=lambda one: one.index)
    leaves, openings = [], []
    for proof in read:
        leaf, said = read_leaf(proof.leaf), dict(proof.opening.said)  # type: ignore[union-attr]
        if bodies is not None:
            bodies(leaf.kind, said)
        if leaf.kind == "trace.exhibit":
            partner = partner_of(exhibit) if exhibit["reader"] == "expert" else exhibit
            expert = exhibit.get("expert") or digest_of(exhibit)
            said |= {"expert": expert, "partner": digest_of(partner)}
        opening = seal(said, SALT)
        leaves.append(Leaf(leaf.kind, leaf.at, opening.commitment).encode())
        openings.append(opening)
    hashes = [leaf_hash(leaf) for leaf in leaves]
    note = KEY.sign(Checkpoint(KEY.name, len(hashes), defined_root(hashes)))
    made = [
        Proof(leaf, at, tuple(defined_path(at, hashes)), note, openings[at]).encode().decode()
        for at, leaf in enumerate(leaves)
    ]
    return file(exhibit, made)
