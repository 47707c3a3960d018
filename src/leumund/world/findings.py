"""The end of a simulated year: what was found, beside what was true, as a value to report."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp
from typing import TYPE_CHECKING, cast

from leumund.basics.canonical import canonical_bytes, sha256_hex
from leumund.report import CopyOfYear, YearReport
from leumund.world.cast import PRINCIPAL, actor
from leumund.world.population import YEAR

if TYPE_CHECKING:
    from leumund.report import Way
    from leumund.trace import CopyFinding, TraceReport, Trail
    from leumund.world.callers import Portion
    from leumund.world.year import World

_ALPHA = 1e-3
_LARGEST_EXPONENT = 42.0


@dataclass(frozen=True, slots=True)
class Ledgered:
    """What the report says of the ledger: its size, its root (hex), and where the proof of
    the draw's entry and the public key lie, seen from the report."""

    entries: int
    root: str
    proof: str
    key: str


# Not frozen: it gathers what happened, month by month.
@dataclass(slots=True)
class Tally:
    """What the actions answered, added up over the year. ``handed``: per partner, its
    portions; ``draw_entry``: the ledger entry of the draw."""

    taking_part: int = 0
    may_be_called: int = 0
    handed_over: int = 0
    calls: int = 0
    complaints: int = 0
    invented: int = 0
    handed: dict[str, list[Portion]] = field(default_factory=dict)
    draw_entry: int = 0


def year_report(
    world: World, tally: Tally, found: TraceReport, ledgered: Ledgered
) -> YearReport:
    """The report of a year that has been lived to its end."""
    copies = tuple(_copy(one, found, world) for one in found.copies)
    rule = found.most_complaints[0]
    return YearReport(
        company=PRINCIPAL,
        year=YEAR,
        seed=world.seed,
        customers=len(world.people),
        may_be_called=tally.may_be_called,
        units=tally.taking_part,
        portions=max(map(len, tally.handed.values()), default=0),
        handed_over=tally.handed_over,
        calls=tally.calls,
        complaints=tally.complaints,
        unexplained=found.calls,
        strangers=found.strangers,
        copies=copies,
        without_list=tuple(name_of(one.partner) for one in found.without_copy),
        most_partner=name_of(rule.partner),
        most_complaints=rule.complaints,
        framed=name_of(world.truth.framed),
        invented=tally.invented,
        entries=ledgered.entries,
        root=ledgered.root,
        key=ledgered.key,
        proof=ledgered.proof,
        digest=_digest(copies, found),
        alpha=_ALPHA,
    )


def name_of(partner: str) -> str:
    """The partner as a reader knows it: its legal name without the legal form."""
    return actor(partner).legal_name.split()[0]


def _copy(one: CopyFinding, found: TraceReport, world: World) -> CopyOfYear:
    trail = next((trail for trail in found.trails if trail.copy_id == one.copy_id), None)
    return CopyOfYear(
        partner=name_of(one.partner),
        found=one.outcome.value,
        way=cast("Way", world.truth.used.get(one.partner, "")),
        possible=one.excluding.possible,
        not_in_copy=one.excluding.not_in_copy,
        before_hand_over=one.excluding.before_hand_over,
        newer_than_copy=one.excluding.newer_than_copy,
        of_100=one.limit_of_100,
        strength=one.at_most_once_in,
        named_on=one.named_at.date() if one.named_at else None,
        at=tuple(moment.replace(tzinfo=None) for moment in trail.moments) if trail else (),
        once_in=_once_in(trail, one.log_threshold) if trail else (),
    )


def _once_in(trail: Trail, log_threshold: float | None) -> tuple[float, ...]:
    """How rarely an unused list would show so much, at every point of the trail."""
    if log_threshold is None:
        return tuple(1.0 for _value in trail.log_e)
    return tuple(
        max(1.0, exp(min(value - log_threshold, _LARGEST_EXPONENT)) / _ALPHA)
        for value in trail.log_e
    )


def _digest(copies: tuple[CopyOfYear, ...], found: TraceReport) -> str:
    """SHA-256 over what was found: the same for the same seed on any machine."""
    said = {
        "calls": found.calls,
        "strangers": found.strangers,
        "without_copy": [one.partner for one in found.without_copy],
        "copies": [
            [one.partner, one.found, one.named_on, one.possible, one.not_in_copy,
             one.before_hand_over, one.newer_than_copy, one.of_100]
            for one in copies
        ],
    }  # fmt: skip
    return sha256_hex(canonical_bytes(said))
