"""An auditor's sample: drawn from the ledger by a seed that nobody could choose.

The seed is made of the root of a signed checkpoint and a word of the auditor's own, so that
neither side can pick the sample. Every entry below that checkpoint has a rank, SHA-256 over
seed and index; the lowest ranks are the sample. Whoever has the list of entries, which the
tree proves, computes the same.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leumund.basics.canonical import sha256_hex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leumund.ledger import ListedEntry

_DOMAIN = b"leumund-sample-1\n"
POPULATION_HEAD = ("index", "entry", "kind", "at", "rank")
ROWS_HEAD = ("place", "index", "entry", "kind", "at", "said", "proof")


@dataclass(frozen=True, slots=True)
class Sample:
    """``population``: every entry of the kind below the checkpoint, in order; ``chosen``: the
    sample, lowest rank first."""

    kind: str | None
    word: str
    size: int
    root: str
    population: tuple[ListedEntry, ...]
    chosen: tuple[ListedEntry, ...]

    @property
    def seed(self) -> str:
        return seed_of(self.root, self.word)

    def proof_name(self, entry: ListedEntry) -> str:
        return f"proofs/entry-{entry.entry_id}.tlog-proof"


def seed_of(root: str, word: str) -> str:
    """SHA-256 (hex) over the checkpoint's root (hex) and the auditor's word."""
    return sha256_hex(_DOMAIN + f"{root}\n{word}\n".encode())


def rank(seed: str, index: int) -> str:
    """SHA-256 (hex) over seed (hex) and index, each on a line."""
    return sha256_hex(f"{seed}\n{index}\n".encode())


def drawn(
    entries: Sequence[ListedEntry],
    kind: str | None,
    word: str,
    size: int,
    root: str,
    count: int,
) -> Sample:
    """The sample of so many entries; all of them where there are no more."""
    known = [each for each in entries if each.index is not None and each.index < size]
    population = sorted(known, key=lambda each: each.index or 0)
    seed = seed_of(root, word)
    ranked = sorted(population, key=lambda each: rank(seed, each.index or 0))
    return Sample(kind, word, size, root, tuple(population), tuple(ranked[:count]))


def population_rows(sample: Sample) -> list[tuple[Any, ...]]:
    return [
        (
            one.index,
            one.entry_id,
            one.kind,
            one.at.isoformat(),
            rank(sample.seed, one.index or 0),
        )
        for one in sample.population
    ]


def chosen_rows(sample: Sample) -> list[tuple[Any, ...]]:
    return [
        (
            place, one.index, one.entry_id, one.kind, one.at.isoformat(), one.said or "",
            sample.proof_name(one),
        )
        for place, one in enumerate(sample.chosen, start=1)
    ]  # fmt: skip


def sample_document(sample: Sample) -> dict[str, Any]:
    return {
        "kind": sample.kind,
        "word": sample.word,
        "ledger": {"size": sample.size, "root": sample.root},
        "seed": sample.seed,
        "population": len(sample.population),
        "chosen": [
            {
                "place": place,
                "index": one.index,
                "entry": one.entry_id,
                "kind": one.kind,
                "at": one.at.isoformat(),
                "said": json.loads(one.said) if one.said else None,
                "proof": sample.proof_name(one),
            }
            for place, one in enumerate(sample.chosen, start=1)
        ],
    }
