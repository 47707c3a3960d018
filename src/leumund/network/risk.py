"""The risk class of a partner: as its file states it, one higher while a case is open.

A case shortens the time until the next audit and stops nothing: what stops a partner is a
measure, after the hearing. One case or ten are one class, as mass complaints decide nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from leumund.basics.verdict import Effect
from leumund.network.register import RISKS

if TYPE_CHECKING:
    from leumund.network.gaps import Gaps
    from leumund.network.partner import Partner
    from leumund.network.register import Risk


def with_cases(partner: Partner, open_cases: int) -> Partner:
    """The partner in the risk class in which it is today; of whom nobody has said how risky
    it is counts as the riskiest anyway."""
    return replace(partner, risk=_class_now(partner.risk, open_cases))


def softened(raised: Gaps, stated: Gaps) -> Gaps:
    """``raised``, in which what is missing only because a case is open is a warning."""
    known = {(gap.partner, gap.check) for gap in stated.gaps}
    told = (
        gap if (gap.partner, gap.check) in known else replace(gap, effect=Effect.WARN)
        for gap in raised.gaps
    )
    return replace(raised, gaps=tuple(told))


def _class_now(stated: Risk | None, open_cases: int) -> Risk | None:
    if stated is None or not open_cases:
        return stated
    return RISKS[min(RISKS.index(stated) + 1, len(RISKS) - 1)]
