"""The door: which orders are taken in, and which are refused and kept with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from leumund.basics.checks import decide
from leumund.basics.clock import on_german_clock
from leumund.basics.errors import BadInput
from leumund.network import StopKind, stopped
from leumund.orders.facts import WHOLESOME
from leumund.orders.origin import CALL_DAYS
from leumund.orders.predicates import PREDICATES
from leumund.orders.rules import AT_THE_DOOR, in_force

if TYPE_CHECKING:
    from leumund.network import Partner, Stop
    from leumund.orders.files import Placed
    from leumund.orders.order import Loaded
    from leumund.people import Line
    from leumund.permit import Pass

PARTNER_UNKNOWN = "partner_unknown"
NOT_ENGAGED = "partner_not_engaged"
ORDER_STOP = "order_stop"


class NoSuchKind(BadInput):
    """There is no kind of file called {kind} for orders. Nothing was loaded."""

    code = "no-such-kind-of-orders"
    hint = "Known are: {known}."


@dataclass(frozen=True, slots=True)
class Door:
    """What is needed to read orders and to decide who comes in.

    ``lines``: lines by number (E.164). ``called_with_pass``: the orders, by their place
    in the list of (line, partner, moment), before which a call was allowed.
    """

    kind: str
    region: str
    key: bytes
    now: datetime
    partners: Mapping[str, Partner]
    stops: tuple[Stop, ...]
    lines: Callable[[Iterable[str]], Mapping[str, Line]]
    passes: Callable[[Iterable[int], datetime, datetime], Sequence[Pass]]

    def refusals(self, placed: Placed, *, has_pass: bool | None) -> tuple[str, ...]:
        """Why this order is not taken in; nothing where it is.

        ``has_pass``: None where nobody looked, because the place of the order does not ask.
        """
        said = placed.values
        partner, at = str(said["partner"]), _moment(said["ordered_at"])
        reasons = list(self._of_partner(partner, at))
        day = on_german_clock(at).date()
        checks = in_force(day, str(said["region"]), str(said["sector"]))
        facts = WHOLESOME.with_values(
            now=self.now,
            declared_at=at,
            channel=said["channel"],
            is_call_lawful=has_pass,
            **{name: said[name] for name in ("origin_ref", "campaign", "call_ref", "agent")},
        )
        at_door = {name: checks[name] for name in AT_THE_DOOR if name in checks}
        verdict = decide(at_door, PREDICATES, facts)
        return (*reasons, *(f"{each.rule} {each.fact}" for each in verdict.refusals))

    def called_with_pass(self, asked: Sequence[tuple[int | None, str, datetime]]) -> set[int]:
        """Which of these (line, partner, moment) had a pass for a call in the days before."""
        lines = {line for line, _partner, _at in asked if line is not None}
        if not lines:
            return set()
        days = timedelta(days=CALL_DAYS)
        since, until = min(at for *_, at in asked) - days, max(at for *_, at in asked)
        passes = self.passes(sorted(lines), since, until)
        return {
            place
            for place, (line, partner, at) in enumerate(asked)
            if any(
                each.line_id == line and each.partner == partner and at - days <= each.at <= at
                for each in passes
            )
        }

    def _of_partner(self, name: str, at: datetime) -> Iterable[str]:
        partner = self.partners.get(name)
        if partner is None:
            yield PARTNER_UNKNOWN
        elif partner.engagement_on(on_german_clock(at).date()) is None:
            yield NOT_ENGAGED
        names = (name, *(partner.chain if partner else ()))
        if stopped(self.stops, names, StopKind.ORDERS):
            yield ORDER_STOP


def _moment(value: object) -> datetime:
    if not isinstance(value, datetime):
        raise TypeError("a moment is expected")
    return value


def stopped_partners(partners: Iterable[Partner], stops: tuple[Stop, ...]) -> list[str]:
    """The names of those whose orders are stopped, by themselves or by one above them."""
    return [
        each.name
        for each in partners
        if stopped(stops, (each.name, *each.chain), StopKind.ORDERS)
    ]


def with_those_below(names: set[str], partners: Iterable[Partner]) -> set[str]:
    """These partners and everybody who works below one of them."""
    return names | {each.name for each in partners if not names.isdisjoint(each.chain)}


def load_entry(loaded: Loaded, root: str | None) -> dict[str, object]:
    """What the ledger notes of a file; ``root``: of the leaves of its orders, so that for each
    of them it can be proved how it came in."""
    counts = ("kind", "rows", "added", "quarantined")
    entry: dict[str, object] = {name: getattr(loaded, name) for name in counts}
    entry["file"] = loaded.file_digest
    if root is not None:
        refused_by = dict(loaded.refused_by)
        entry |= {"root": root, "refused": loaded.refused, "refused_by": refused_by}
    return entry
