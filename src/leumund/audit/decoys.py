"""Calls to decoys as findings (C052): whoever called had the number from a partner's copy.

Nothing is said where another chain had the number too, where the call may have come before the
copy, and where the chain had called the number openly: with a pass, or a call that it declared.
No copy with decoys leaves for a partner that was not told of them.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from leumund.audit.bulk import aware
from leumund.basics.clock import on_german_clock
from leumund.basics.finding import Finding, Row, Source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from leumund.basics.checks import Check
    from leumund.intake import UnexplainedCall

    Since = Mapping[int, Mapping[int, datetime]]
    """By line and chain (the id of the one at its top) a moment."""

_CLOCKS_DIFFER = timedelta(days=1)


def since_of(rows: Iterable[tuple[int, int, datetime]]) -> Since:
    """By line and chain the earliest moment; ``rows``: line, chain, moment."""
    found: defaultdict[int, dict[int, datetime]] = defaultdict(dict)
    for line, root, at in rows:
        found[line][root] = min(at, found[line].get(root, at))
    return found


def since_handed(table: Any, lines: Iterable[int]) -> Since:
    """The same for these lines, from a table of ``handed_table``."""
    import pyarrow as pa
    import pyarrow.compute as pc

    wanted = pa.array(list(lines), pa.int64())
    rows = table.filter(pc.is_in(table["line_id"], wanted)).to_pylist()
    return since_of((row["line_id"], row["root_id"], aware(row["since_at"])) for row in rows)


def decoy_findings(
    calls: Sequence[UnexplainedCall],
    copies: Since,
    known: Since,
    lawful: Since,
    declared: Collection[int],
    names: Mapping[int, str],
    check: Check,
) -> Iterator[Finding]:
    """One for each unexplained call to a decoy of one chain's copies.

    ``copies``: since when a chain has the line in a copy; ``known``: in any way; ``lawful``:
    its first pass or declared call to it; ``declared``: the positions of calls
    that somebody has declared by now; ``names``: of those at the top.
    """
    for call in calls:
        line = call.line_id or 0
        had = [root for root, at in known.get(line, {}).items() if at <= call.call_until]
        if len(had) != 1 or call.position in declared:
            continue
        [root] = had
        since = copies.get(line, {}).get(root)
        day = on_german_clock(call.call_from).date()
        openly = lawful.get(line, {}).get(root)
        is_open = openly is not None and openly <= call.call_until + _CLOCKS_DIFFER
        if since is None or call.call_from < since or is_open:
            continue
        yield Finding(
            code=check.id,
            partner=names[root],
            source=Source.DECOY,
            first_sign_at=call.call_from,
            rows=(Row("intake.complaint", str(call.position)),),
            said={"day": day.isoformat()},
            effect=check.effect,
            citation=check.citation,
        )
