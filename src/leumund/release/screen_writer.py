"""Who may leave today: everybody as they stand at one moment, screened, and the partners that
may be handed anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from leumund import permit as law
from leumund.basics.clock import on_german_clock
from leumund.basics.verdict import Verdict
from leumund.network import StopKind, explain_handover, handover_verdict, stopped
from leumund.release import writer
from leumund.release.campaign import TARIFF
from leumund.release.departure import KnownNetwork, campaign_stopped, recipients_of
from leumund.release.prepare import most_met
from leumund.release.tables import with_tariffs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from leumund.basics.verdict import Reason
    from leumund.network import Stop
    from leumund.people import Snapshot
    from leumund.permit import Screened
    from leumund.release.campaign import Campaign
    from leumund.release.tables import Files

CONTACT_DAYS = 7
"""Whoever is handed over may be contacted on every permitted day of the week that begins."""


def screened_files(
    screen: Callable[..., Screened],
    pack: Path | None,
    campaign: Campaign,
    snapshot: Snapshot,
    work: Path,
    line_ids: NDArray[np.int64] | None,
    today: date,
) -> Files:
    """The people of the snapshot, screened for a week from today; ``line_ids``: only these."""
    lines = None if line_ids is None else writer.write_lines(work / "lines.parquet", line_ids)
    last = today + timedelta(days=CONTACT_DAYS - 1)
    screened = screen(
        lines,
        campaign.purpose,
        campaign.product,
        start=today,
        end=last,
        into=work / "screened.parquet",
        campaign=campaign.name,
        principal=campaign.principal,
        snapshot=snapshot,
    )
    rules = law.rulepack.load(pack).in_force(last)
    files = writer.read_files(snapshot, screened.path, most_met(screened.by_rule, rules))
    if TARIFF not in campaign.fields:
        return files
    running = with_tariffs(files.persons, writer.read_parquet(snapshot["contract"]), today)
    return files._replace(persons=running)


def recipients_now(
    permit: Any,
    network: Any,
    stops: Iterable[Stop],
    now: datetime,
    terms: Campaign,
    copies: Sequence[dict[str, Any]],
    pairs: Iterable[tuple[int, int]],
) -> tuple[dict[int, str], dict[int, str]]:
    """Per copy (of pairs of copy and portion) the key its files are encrypted to, or why
    nothing of it leaves now. ``permit`` and ``network``: the actions of these parts.

    A data stop against a partner, or against one above it, is among the reasons that permit
    gives; a stop of the campaign keeps everything of it at home.
    """
    places = sorted({place for place, _portion in pairs})
    halt = stopped(stops, [terms.name], StopKind.CAMPAIGN)
    if halt is not None:
        return {}, dict.fromkeys(places, campaign_stopped(halt.case_id))
    # Read once: two hundred partners would each read the whole network again.
    known = KnownNetwork(network.partners(), network.principal(), network.terms())
    asked = replace(permit, network=known)
    against = why_not(asked.partner_reasons, known, terms, now)
    return recipients_of(copies, places, known.known, against)


def why_not(
    reasons_against: Callable[..., Iterable[Reason]],
    network: KnownNetwork,
    terms: Campaign,
    now: datetime,
) -> Callable[[str], str]:
    """Says what stands against a partner of that name getting anything now, "" for nothing:
    what keeps it from acting at all, and what the law of hand-overs wants first."""
    day = on_german_clock(now).date()

    def against(partner: str) -> str:
        reasons = reasons_against(partner, terms.purpose, terms.product, now)
        verdict = Verdict(tuple(reasons))
        if not verdict.is_allowed:
            return law.explain(verdict)
        handed = handover_verdict(
            partner, network.known, network.terms, day, terms.fields, (terms.purpose,)
        )
        return "" if handed.is_allowed else explain_handover(handed, day)

    return against
