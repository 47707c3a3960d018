"""Numbers that complaints show, beside those that the chain has declared (C152).

Whoever calls can show any number, so a shown number alone proves nothing: what is found here is
a reason to look, and no kind of evidence. Nothing is said of a call that the chain declared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from leumund.basics.clock import on_german_clock
from leumund.basics.finding import Finding, Row, Source
from leumund.basics.letters import folded
from leumund.basics.verdict import Effect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from leumund.basics.checks import Check
    from leumund.intake import ShownCall
    from leumund.network import CallerNumber, Partner

_FORMS = frozenset(
    {"ag", "co", "eg", "ev", "gbr", "gmbh", "inc", "kg", "kgaa", "ltd", "mbh", "ohg", "plc"}
    | {"se", "ug"}
)
_JOINED_MIN = 6


def shown_findings(
    calls: Iterable[ShownCall], partners: Sequence[Partner], company: str | None, check: Check
) -> Iterator[Finding]:
    """One for each partner and day whose number was shown in calls that its chain has not
    declared, and one for each day on which somebody said to be us with nobody's number."""
    days: defaultdict[tuple[str | None, date], list[ShownCall]] = defaultdict(list)
    tops = {each.name: each.chain[-1] if each.chain else each.name for each in partners}
    holders: defaultdict[str, list[tuple[Partner, CallerNumber]]] = defaultdict(list)
    for partner in partners:
        for each in partner.caller_numbers:
            holders[each.number.e164].append((partner, each))
    for call in calls:
        if call.shown is None:
            continue
        day = on_german_clock(call.call_from).date()
        held = holders.get(call.shown, [])
        now = [partner for partner, each in held if _is_held_on(each, day)]
        chains = {tops[each.name] for each in now}
        declared = {tops.get(name, name) for name in call.declared_by}
        if len(chains) == 1 and not chains & declared:
            days[min(now, key=lambda each: len(each.chain)).name, day].append(call)
        elif not held and not declared and is_named_in(call.caller_said, company):
            days[None, day].append(call)
    for (name, day), found in days.items():
        yield Finding(
            code="number.shown" if name else check.id,
            partner=name,
            source=Source.COMPLAINT,
            first_sign_at=min(each.call_from for each in found),
            rows=tuple(Row("intake.complaint", str(each.position)) for each in found),
            said={"day": day.isoformat(), "complaints": len(found)},
            effect=Effect.WARN if name else check.effect,
            citation=check.citation,
        )


def _is_held_on(held: CallerNumber, day: date) -> bool:
    return held.valid_from <= day and (held.valid_to is None or day <= held.valid_to)


def is_named_in(said: str, company: str | None) -> bool:
    """Whether somebody names the company, written together or apart, with its legal form or
    without."""
    wanted = [word for word in _words(company or "") if word not in _FORMS]
    heard = _words(said)
    joined = "".join(wanted)
    return bool(wanted) and (
        set(wanted) <= set(heard) or (len(joined) >= _JOINED_MIN and joined in "".join(heard))
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", folded(text))
