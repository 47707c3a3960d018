"""The bet beside the rules that others use, on the same streams.

python -m benchmarks.bench_tracing_rules [--streams N] [--quick]
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from benchmarks.played import Floats, Ints
from benchmarks.printed import Section, Size, Table, main, rows_of
from numpy.typing import NDArray
from scipy.stats import norm

from leumund.trace.bet import Evidence

Bools = NDArray[np.bool_]
COPIES = 100
ALPHA = 1e-3
CALLS = 400
EARLY = 50
FIRST_LOOK = 20
RUNS = 2_000
PARTS = (0.0, 0.1, 0.2, 0.5, 1.0)
TEXT = """
100 copies drawn apart, each with a chance of its own between 0.02 and 0.3 (evenly in the
logarithm), up to 400 complaints, a share θ of them from one copy; promise 0.001 for all copies
together. Per share: the part of streams in which a copy that was not used was named / in which
the used one was; last the median complaints until the used copy is named (- where fewer than
half were). *Posterior*: Papadimitriou and Garcia-Molina, with their one chance that a person
was found elsewhere (0.5 or 0.9), named from 0.95 or 0.999 on. *Chi-square*: hits against
expectation, one-sided, Bonferroni, after every complaint from the 20th on, or once at the end.
*Most complaints* name the copy with most hits, or most hits against its list's size, after 50
or 400 complaints.
"""
RULES = (
    "the bet",
    "posterior ≥ 0.95, found elsewhere 0.5",
    "posterior ≥ 0.999, found elsewhere 0.5",
    "posterior ≥ 0.95, found elsewhere 0.9",
    "chi-square, watched",
    "chi-square, one look at 400",
    "most complaints at 50",
    "most per list size at 50",
    "most per list size at 400",
)


class Stream:
    """Many streams side by side, call by call; copy 0 is the one that may be used."""

    def __init__(self, rng: np.random.Generator, runs: int, share: float) -> None:
        self.rng, self.share, self.runs = rng, share, runs
        self.chance = np.exp(rng.uniform(np.log(0.02), np.log(0.3), (runs, COPIES)))
        self.hits = np.zeros((runs, COPIES))
        self.evidence = Evidence(runs * COPIES, None)
        self.not_guilty = {0.5: np.zeros((runs, COPIES)), 0.9: np.zeros((runs, COPIES))}
        self.calls = 0

    def go_on(self) -> None:
        """One more call in every stream; somebody without any list is nobody's mark."""
        is_hit = self.rng.random((self.runs, COPIES)) < self.chance
        is_hit[:, 0] |= self.rng.random(self.runs) < self.share
        self.hits += is_hit
        self.evidence.put((is_hit / self.chance - 1).reshape(-1))
        holders = np.maximum(is_hit.sum(axis=1, keepdims=True), 1)
        for elsewhere, total in self.not_guilty.items():
            total += is_hit * np.log1p(-(1 - elsewhere) / holders)
        self.calls += 1

    def named(self) -> list[Bools]:
        """Per rule: streams x copies that are named now."""
        log_e = self.evidence.log().reshape(self.runs, COPIES)
        guilt = {chance: -np.expm1(total) for chance, total in self.not_guilty.items()}
        nobody = np.zeros((self.runs, COPIES), dtype=bool)
        spread = np.sqrt(self.calls * self.chance * (1 - self.chance))
        is_far = (self.hits - self.calls * self.chance) / spread > norm.isf(ALPHA / COPIES)
        return [
            log_e >= np.log(COPIES / ALPHA),
            guilt[0.5] >= 0.95,
            guilt[0.5] >= 0.999,
            guilt[0.9] >= 0.95,
            is_far if self.calls >= FIRST_LOOK else nobody,
            is_far if self.calls == CALLS else nobody,
            self._top(self.hits) if self.calls == EARLY else nobody,
            self._top(self.hits / self.chance) if self.calls == EARLY else nobody,
            self._top(self.hits / self.chance) if self.calls == CALLS else nobody,
        ]

    def _top(self, score: Floats) -> Bools:
        top = np.zeros((self.runs, COPIES), dtype=bool)
        top[np.arange(self.runs), score.argmax(axis=1)] = True
        return top


def played(share: float, runs: int, calls: int) -> Ints:
    """Rules x streams x copies: the call at which it was named, 0 for never."""
    stream = Stream(np.random.default_rng([51, int(share * 10)]), runs, share)
    named_at = np.zeros((len(RULES), runs, COPIES), dtype=np.int64)
    for call in range(1, calls + 1):
        stream.go_on()
        for rule, named in enumerate(stream.named()):
            named_at[rule][named & (named_at[rule] == 0)] = call
    return named_at


def rows(parts: Sequence[float], runs: int, calls: int) -> list[list[str]]:
    """One row per rule."""
    printed, medians = [[rule] for rule in RULES], [list[str]() for _ in RULES]
    for share in parts:
        for rule, named_at in enumerate(played(share, runs, calls)):
            is_named = named_at > 0
            others = is_named[:, 1:] if share else is_named
            falsely = f"{others.any(axis=1).mean():.4f}"
            if not share:
                printed[rule].append(falsely)
                continue
            printed[rule].append(f"{falsely} / {is_named[:, 0].mean():.3f}")
            medians[rule].append(_median(named_at[:, 0]))
    return [[*row, " / ".join(median)] for row, median in zip(printed, medians, strict=True)]


def _median(named_at: Ints) -> str:
    at = np.sort(np.where(named_at > 0, named_at, np.iinfo(np.int64).max))
    middle = int(at[(len(at) - 1) // 2])
    return "-" if middle > CALLS else str(middle)


def section(size: Size) -> Section:
    """The rules side by side."""
    runs, calls = min(size.streams, RUNS), size.pick(CALLS, 60)
    parts = size.pick(PARTS, (0.0, 1.0))
    head = ["rule", "nobody leaks: any named"]
    head += [f"θ {share:g}: falsely / used" for share in parts if share]
    head.append("median complaints, in that order")
    table = Table(f"{runs:,} streams:", tuple(head), rows_of(rows(parts, runs, calls)))
    return Section("Beside other rules", TEXT, (table,))


if __name__ == "__main__":
    main(section)
