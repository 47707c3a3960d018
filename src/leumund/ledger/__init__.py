"""The ledger: what was done, in an order that can never change, checkable by outsiders.

Every action appends one entry in its own transaction. One writer puts the entries into a
Merkle tree (RFC 6962) and signs its size and root. The tree holds salted commitments, never
what an entry said, so that an entry can be erased while all proofs stay valid. The formats
are in README.md beside this file.

    from leumund import ledger
    with store.transaction() as tx:
        ...
        ledger.append(tx, "people.load", {"rows": 3, "file": digest})

    from leumund.ledger import read_public_key, verify_proof
    verify_proof(Path("entry.tlog-proof").read_bytes(), [read_public_key(text)])
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from leumund.ledger.alone import packed, packed_with
    from leumund.ledger.asked import ListedEntry, NotOpen
    from leumund.ledger.checkpoint import (
        Checkpoint,
        PrivateKey,
        PublicKey,
        named_after_itself,
        read_checkpoint,
        read_public_key,
    )
    from leumund.ledger.entry import KINDS, DoesNotVerify, Leaf, Opening, read_leaf, seal
    from leumund.ledger.held import HeldFile
    from leumund.ledger.proof import Proof, read_proof
    from leumund.ledger.records import append, append_many, values_said
    from leumund.ledger.tree import (
        inclusion_path,
        leaf_hash,
        node_hash,
        path_of_hashes,
        root,
        root_of_hashes,
        verify_consistency,
        verify_inclusion,
    )
    from leumund.ledger.verify import Checked, verify_proof

_HOMES = {
    "KINDS": "entry",
    "Checked": "verify",
    "Checkpoint": "checkpoint",
    "DoesNotVerify": "entry",
    "HeldFile": "held",
    "Leaf": "entry",
    "ListedEntry": "asked",
    "NotOpen": "asked",
    "Opening": "entry",
    "Proof": "proof",
    "PrivateKey": "checkpoint",
    "PublicKey": "checkpoint",
    "append": "records",
    "append_many": "records",
    "inclusion_path": "tree",
    "leaf_hash": "tree",
    "named_after_itself": "checkpoint",
    "node_hash": "tree",
    "packed": "alone",
    "packed_with": "alone",
    "path_of_hashes": "tree",
    "read_checkpoint": "checkpoint",
    "read_leaf": "entry",
    "read_proof": "proof",
    "read_public_key": "checkpoint",
    "root": "tree",
    "root_of_hashes": "tree",
    "seal": "entry",
    "verify_consistency": "tree",
    "verify_inclusion": "tree",
    "values_said": "records",
    "verify_proof": "verify",
}

__all__ = [
    "KINDS",
    "Checked",
    "Checkpoint",
    "DoesNotVerify",
    "HeldFile",
    "Leaf",
    "ListedEntry",
    "NotOpen",
    "Opening",
    "PrivateKey",
    "Proof",
    "PublicKey",
    "append",
    "append_many",
    "inclusion_path",
    "leaf_hash",
    "named_after_itself",
    "node_hash",
    "packed",
    "packed_with",
    "path_of_hashes",
    "read_checkpoint",
    "read_leaf",
    "read_proof",
    "read_public_key",
    "root",
    "root_of_hashes",
    "seal",
    "values_said",
    "verify_consistency",
    "verify_inclusion",
    "verify_proof",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"leumund.ledger.{_HOMES[name]}"), name)
    raise AttributeError(f"leumund.ledger has no {name!r}")
