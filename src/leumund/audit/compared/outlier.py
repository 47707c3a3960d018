"""A rate that stands out, as a finding. Who calls others differs for other reasons, too."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from leumund.audit.scorecards import place_titles
from leumund.basics.errors import Conflict, NotThere
from leumund.basics.finding import Finding, Row, Source
from leumund.basics.verdict import Effect

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from leumund.audit.scorecards import Scorecards, ScoreRow
    from leumund.basics.checks import Check

_COMPLAINTS, _ORDERS = "complaints", "orders."
_PER_10000 = 100


class NoSuchRate(NotThere):
    """No rate {measure} of {partner} is counted for these days. Nothing was noted."""

    code = "no-such-rate"
    hint = "'leumund audit scorecards --json' shows what is counted, each under its name."


class NothingStandsOut(Conflict):
    """The rate {measure} of {partner} does not stand out: {place}. Nothing was noted."""

    code = "nothing-stands-out"
    hint = (
        "Only a rate above the outer limit is taken, of complaints one whose whole range lies "
        "above the limit of the rules, and none about fewer than five people."
    )


def row_of(cards: Scorecards, partner: str, measure: str) -> ScoreRow:
    """That partner's rate; raises NoSuchRate."""
    for funnel in cards.funnels:
        for row in funnel.rows:
            if (funnel.measure, row.partner) == (measure, partner):
                return row
    raise NoSuchRate(measure=measure, partner=partner)


def outlier_finding(
    row: ScoreRow,
    measure: str,
    partner_id: int,
    days: tuple[date, date],
    checks: Mapping[str, Check],
) -> Finding:
    """The finding; raises NothingStandsOut. Its first sign is the last of its days."""
    code = "C154" if measure == _COMPLAINTS else "C155"
    share, low, high = (
        round((each or 0) * _PER_10000) for each in (row.share, row.low, row.high)
    )
    is_out = row.place == "far_above"
    if code == "C154":
        limit = checks[code].figure("complaints_per_10000_calls")
        is_out = row.place != "hidden" and low > limit
    if not is_out:
        place = place_titles()[row.place]
        raise NothingStandsOut(measure=measure, partner=row.partner, place=place)
    span = "/".join(day.isoformat() for day in days)
    return Finding(
        code=code,
        partner=row.partner,
        source=_source(measure),
        first_sign_at=datetime.combine(days[1], time(), UTC),
        rows=(Row("audit.scorecard", f"{partner_id}/{measure}/{span}"),),
        said={
            "measure": measure,
            "since": days[0].isoformat(),
            "until": days[1].isoformat(),
            "per_10000": share,
            "low_per_10000": low,
            "high_per_10000": high,
        },
        effect=Effect.WARN,
        citation=checks[code].citation,
    )


def _source(measure: str) -> Source:
    if measure == _COMPLAINTS:
        return Source.COMPLAINT
    return Source.ORDER_RECORD if measure.startswith(_ORDERS) else Source.CALL_RECORD
