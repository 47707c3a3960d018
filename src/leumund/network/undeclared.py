"""Somebody outside the chain appears: as payee, at the portal, with a number, as caller.

Until the declaration day that is a reminder; after it, a breach to be looked into. A shown
number may be anybody's, so one finding by itself says little; it names nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from leumund.basics.finding import Finding, Row, Source
from leumund.basics.verdict import Effect
from leumund.people import name_key

if TYPE_CHECKING:
    from datetime import date, datetime

    from leumund.basics.checks import Check
    from leumund.network.partner import Partner
    from leumund.network.register import Terms

SeenKind = Literal["payee", "login", "caller_number", "caller"]
SEEN_KINDS: tuple[SeenKind, ...] = ("payee", "login", "caller_number", "caller")
_SOURCES: Mapping[str, Source] = {
    "payee": Source.MONEY,
    "login": Source.LOGIN,
    "caller_number": Source.CALL_RECORD,
    "caller": Source.CALL_RECORD,
}
_FACT = {"C058": "unknown_payee", "C044": "undeclared"}
_CHECK = {"payee": "C058", "login": "C044", "caller_number": "C044", "caller": "C044"}


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody appeared. ``value``: ``payee_digest`` or ``login_digest``; a number in E.164;
    the caller's name. ``at``: aware. ``partner``: in whose records or for whom, None where that
    is not known. ``row``: where it stands."""

    kind: SeenKind
    value: str = field(repr=False)
    at: datetime
    partner: str | None
    row: Row


def find_undeclared(
    seen: Iterable[Seen],
    partners: Iterable[Partner],
    terms: Terms,
    checks: Mapping[str, Check],
) -> tuple[Finding, ...]:
    """One finding for each party and partner, on the earliest row that shows it."""
    chain = _Chain(tuple(partners))
    first: dict[tuple[str, str, str | None, str], Seen] = {}
    for each in seen:
        if (word := chain.stands_out(each)) is None:
            continue
        key = (each.kind, each.value, each.partner, word)
        if key not in first or (each.at, each.row) < (first[key].at, first[key].row):
            first[key] = each
    found = [_finding(each, word, terms, checks) for (*_, word), each in first.items()]
    return tuple(sorted(found, key=lambda each: (each.first_sign_at, each.rows)))


class _Chain:
    """Who holds what, and who stands above or below whom."""

    def __init__(self, partners: tuple[Partner, ...]) -> None:
        self._above = {each.name: frozenset(each.chain) for each in partners}
        self._holders: dict[tuple[str, str], list[tuple[str, date | None, date | None]]] = {}
        for each in partners:
            self._hold("caller", name_key(each.name), each.name)
            self._hold("caller", name_key(each.legal_name), each.name)
            for login in each.logins:
                self._hold("login", login.digest, each.name, login.valid_from, login.valid_to)
            for payee in each.payees:
                self._hold("payee", payee.digest, each.name, payee.valid_from, payee.valid_to)
            for shown in each.caller_numbers:
                number = shown.number.e164
                self._hold("caller_number", number, each.name, shown.valid_from, shown.valid_to)

    def stands_out(self, seen: Seen) -> str | None:
        """Why this is a finding; None where somebody of this chain is known by it."""
        value = name_key(seen.value) if seen.kind == "caller" else seen.value
        held = self._holders.get((seen.kind, value), [])
        if not held:
            return "nobody"
        on = seen.at.date()
        now = [
            name
            for name, since, until in held
            if (since is None or since <= on) and (until is None or on <= until)
        ]
        if not now:
            return "not_then"
        if seen.partner is None or any(self._is_one_chain(name, seen.partner) for name in now):
            return None
        return "other_chain"

    def _is_one_chain(self, one: str, other: str) -> bool:
        """The same, or one above the other."""
        above_one, above_other = self._above.get(one, ()), self._above.get(other, ())
        return one == other or other in above_one or one in above_other

    def _hold(
        self,
        kind: str,
        value: str,
        partner: str,
        since: date | None = None,
        until: date | None = None,
    ) -> None:
        self._holders.setdefault((kind, value), []).append((partner, since, until))


def _finding(seen: Seen, word: str, terms: Terms, checks: Mapping[str, Check]) -> Finding:
    is_late = terms.is_late(seen.at.date())
    day = terms.declaration_day
    code = _CHECK[seen.kind]
    return Finding(
        code=code,
        partner=seen.partner,
        source=_SOURCES[seen.kind],
        first_sign_at=seen.at,
        rows=(seen.row,),
        said={
            "what": _FACT[code],
            "seen": seen.kind,
            "known": word,
            **({"declaration_day": day.isoformat()} if day else {}),
        },
        effect=Effect.ESCALATE if is_late or not day else Effect.WARN,
        citation=checks[code].citation if code in checks else "",
    )
