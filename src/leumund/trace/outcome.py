"""The three outcomes of tracing, as values and in words.

A named copy is not a guilty partner: it says whose copy was used, not by whom. Naming
triggers nothing by itself.
"""

from __future__ import annotations

from enum import StrEnum
from math import ceil, exp, floor, log
from typing import TYPE_CHECKING

from leumund.basics.language import _, reader_language

if TYPE_CHECKING:
    from collections.abc import Sequence

NO_SIGN_AT_MOST = 20
_FAINT = log(10.0)
RAREST = 1_000_000_000
LARGEST_GAMMA = 100
CONTACTED, MATCHING = "contacted", "matching"
"""Which lawful calls count: everybody who was called is no hit, or only complaints that match
the record of a call are left out."""


class Outcome(StrEnum):
    """What tracing says of one copy."""

    USED = "used"
    NO_SIGN = "no_sign"
    NO_FINDING = "no_finding"


def outcome_of(*, is_named: bool, log_e: float, limit_of_100: int) -> Outcome:
    """The outcome for one copy.

    ``limit_of_100``: at most so many of 100 such calls could come from it. "No sign" wants
    at most NO_SIGN_AT_MOST of them, and evidence below ten to one; everything else, also a
    naming that was blocked, is no finding.
    """
    if is_named:
        return Outcome.USED
    if limit_of_100 <= NO_SIGN_AT_MOST and log_e < _FAINT:
        return Outcome.NO_SIGN
    return Outcome.NO_FINDING


def limit_of_100(*, share_high: float, used: int, hits: int, possible: int, calls: int) -> int:
    """At most so many of 100 calls since the hand-over could come from the copy.

    The share's upper limit speaks only of the ``used`` calls, which carried evidence; of the
    ``possible`` calls, which no fact excludes, those beyond the ``hits`` among the used count
    in full. Nor can it be more than the possible calls (correction 7 of the design).
    """
    if not calls:
        return 100
    by_share = share_high * used + max(possible - hits, 0)
    return min(100, ceil(round(100 * min(by_share, possible) / calls, 6)))


def at_most_once_in(log_e: float, weight: float) -> int:
    """How rarely any unused copy would ever show so strong a pattern: once in so many times.

    Weight times evidence reaches x with chance at most 1/x over all copies together (Ville
    1939). Never more than RAREST: beyond it a figure only impresses.
    """
    if weight <= 0:
        return 1
    times = exp(min(log_e + log(weight), log(RAREST) + 1)) * (1 + 1e-12)
    return max(1, min(RAREST, floor(times)))


def outcome_in_words(outcome: Outcome, limit: int, language: str | None = None) -> str:
    """The outcome as a person reads it; ``limit`` as from ``limit_of_100``."""
    sentence = {
        Outcome.USED: _("This copy was used. It does not say by whom.", language),
        Outcome.NO_SIGN: _(
            "No sign that this copy was used: of 100 such calls at most {limit} could come "
            "from it.",
            language,
        ),
        Outcome.NO_FINDING: _("No finding, no effect.", language),
    }
    return sentence[outcome].format(limit=limit)


def inside_in_words(
    words: str,
    above: str,
    below: Sequence[str],
    leads_to: Sequence[str],
    language: str | None = None,
) -> str:
    """The words for a named copy where lists were drawn inside lists. ``above``: the copy
    inside which this one was drawn; ``below``: those drawn inside it, ``leads_to``: of these
    the ones that are named."""
    if leads_to:
        words = _(
            "People of this copy were called; the evidence leads on to the list of {below}, "
            "which was drawn inside it. It does not say by whom.",
            language,
        ).format(below=", ".join(leads_to))
    elif below:
        words = _(
            "This copy was used, or a list drawn inside it ({below}). It does not say by whom.",
            language,
        ).format(below=", ".join(below))
    if not above:
        return words
    drawn = _("It was drawn inside the copy of {above}.", language).format(above=above)
    return f"{words} {drawn}"


def stray_in_words(outcome: Outcome, limit: int, language: str | None = None) -> str:
    """The outcome for a list found in the wild; ``limit``: of 100 people in it."""
    if outcome is not Outcome.NO_SIGN:
        return outcome_in_words(outcome, limit, language)
    return _(
        "No sign that this copy was used: of 100 people in the list at most {limit} could "
        "come from it.",
        language,
    ).format(limit=limit)


def strength_in_words(times: int, language: str | None = None) -> str:
    """What the strength of a pattern means, and what it does not."""
    sentence = _(
        "If this list had not been used, a pattern this strong would appear at most once in "
        "{times} times; that is not the probability that somebody did nothing wrong.",
        language,
    )
    if times >= RAREST:
        sentence = _(
            "If this list had not been used, a pattern this strong would appear less than once "
            "in {times} times; that is not the probability that somebody did nothing wrong.",
            language,
        )
    return sentence.format(times=_grouped(min(times, RAREST), language))


def standing_in_words(gamma: float, left_out: str, language: str | None = None) -> str:
    """Up to which readiness to complain a naming stands; ``left_out``: whose complaints were
    left out because they had been called lawfully."""
    if gamma >= LARGEST_GAMMA:
        stands = _(
            "The naming still stands if people in this copy complain {times} times as readily "
            "as others.",
            language,
        )
    elif gamma > 1:
        stands = _(
            "The naming still stands if people in this copy complain up to {times} times as "
            "readily as others.",
            language,
        )
    else:
        stands = _(
            "The naming stands only if people in this copy complain no more readily than "
            "others.",
            language,
        )
    rule = {
        CONTACTED: _("Whoever had been called lawfully counts for nothing.", language),
        MATCHING: _(
            "Only complaints that match a record of a lawful call were left out.", language
        ),
    }
    return f"{stands.format(times=_decimal(gamma, language))} {rule[left_out]}"


def _decimal(number: float, language: str | None) -> str:
    told = f"{number:.2f}".rstrip("0").rstrip(".")
    return told.replace(".", ",") if (language or reader_language()) == "de" else told


def _grouped(number: int, language: str | None) -> str:
    separator = "." if (language or reader_language()) == "de" else ","
    return f"{number:,}".replace(",", separator)
