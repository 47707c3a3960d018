"""How far two people agree about what they read: Cohen's kappa with its interval.

Cohen 1960 for the measure, Fleiss, Cohen and Everitt 1969 for its variance. Every pair of
people who have answered about the same finding is one pair of answers; who they are plays no
part, so that nobody is ranked.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from leumund.basics.language import _

_Z = 1.959963984540054
_LEAST_PAIRS = 10


@dataclass(frozen=True, slots=True)
class Agreement:
    """``pairs`` of answers, the share that agree, kappa with its 95 % interval.

    Kappa is None below ten pairs, and where everybody always says the same.
    """

    pairs: int
    share_agreed: float | None
    kappa: float | None
    low: float | None
    high: float | None

    def in_words(self) -> str:
        """What a person reads at the terminal."""
        if not self.pairs or self.share_agreed is None:
            return _("No place has been read by two people yet.")
        said = _("Of {pairs} pairs of answers {share} % agree.").format(
            pairs=self.pairs, share=round(100 * self.share_agreed)
        )
        if self.kappa is None or self.low is None or self.high is None:
            return said
        figures = {"kappa": self.kappa, "low": self.low, "high": self.high}
        more = _("Cohen's kappa is {kappa} (95 % interval {low} to {high}).")
        return (
            f"{said} {more.format(**{name: f'{each:.2f}' for name, each in figures.items()})}"
        )


def agreement(answers: Mapping[str, Mapping[str, bool]]) -> Agreement:
    """From each finding's answers by person; a finding read once says nothing here.

    Which of two is the first is told by their names' order within a finding.
    """
    table = [[0, 0], [0, 0]]
    for given in answers.values():
        for first, second in combinations(sorted(given), 2):
            table[not given[first]][not given[second]] += 1
    return kappa(table)


def kappa(table: list[list[int]]) -> Agreement:
    """Kappa of a two by two table of counts: first says right/wrong by second."""
    total = sum(map(sum, table))
    if not total:
        return Agreement(0, None, None, None, None)
    shares = [[count / total for count in row] for row in table]
    rows = [sum(row) for row in shares]
    columns = [shares[0][each] + shares[1][each] for each in (0, 1)]
    observed = shares[0][0] + shares[1][1]
    expected = sum(row * column for row, column in zip(rows, columns, strict=True))
    if total < _LEAST_PAIRS or expected >= 1:
        return Agreement(total, observed, None, None, None)
    found = (observed - expected) / (1 - expected)
    error = math.sqrt(_variance(shares, rows, columns, observed, expected) / total)
    low, high = max(-1.0, found - _Z * error), min(1.0, found + _Z * error)
    return Agreement(total, observed, found, low, high)


def _variance(
    shares: list[list[float]],
    rows: list[float],
    columns: list[float],
    observed: float,
    expected: float,
) -> float:
    """Fleiss, Cohen, Everitt 1969, equation 13, times the number of pairs."""
    left = 1 - observed
    same = sum(
        shares[i][i] * ((1 - expected) - (rows[i] + columns[i]) * left) ** 2 for i in (0, 1)
    )
    other = left**2 * sum(
        shares[i][j] * (columns[i] + rows[j]) ** 2 for i in (0, 1) for j in (0, 1) if i != j
    )
    whole = (observed * expected - 2 * expected + observed) ** 2
    return max(0.0, (same + other - whole) / (1 - expected) ** 4)
