"""Cancellations beside one draw: the finding per campaign and copy, and the naive one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from leumund.basics.language import _, reader_language
from leumund.trace.evidence import NEVER
from leumund.trace.harm import RATIOS_TRIED, Harm, Naive, weigh_harm

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from leumund.intake import Contact
    from leumund.release import DrawRecord
    from leumund.trace.exclude import Bools, Ints, Times


@dataclass(frozen=True, slots=True, eq=False)
class Cancelled:
    """Who cancelled, and when: lines and days, in any order; and the file they stand in.

    ``strangers``: rows about nobody's line; ``unreadable`` ones are kept in the quarantine.
    """

    digest: str
    line_ids: Ints
    days: Times
    rows: int
    strangers: int
    unreadable: int
    quarantine_path: Path | None

    def report(self, findings: Sequence[HarmFinding]) -> HarmReport:
        """What this file says, put together."""
        return HarmReport(
            file_digest=self.digest,
            rows=self.rows,
            people=len(np.unique(self.line_ids)),
            strangers=self.strangers,
            unreadable=self.unreadable,
            findings=tuple(findings),
            quarantine_path=self.quarantine_path,
        )


@dataclass(frozen=True, slots=True)
class HarmFinding:
    """What the cancellations say of one copy, or of a whole campaign (``partner`` None)."""

    draw_id: int
    campaign: str
    partner: str | None
    harm: Harm
    naive: Naive

    def in_words(self) -> str:
        """The finding in a few sentences."""
        whose = self.campaign if self.partner is None else f"{self.partner}, {self.campaign}"
        return " ".join(part for part in (f"{whose}:", self._ratio(), self._naively()) if part)

    def _ratio(self) -> str:
        harm = self.harm
        if not harm.cancellations:
            return _("no cancellation that says anything.")
        told = _(
            "{given} of {all} cancellations by people already handed over, where chance puts "
            "{expected}:"
        ).format(given=harm.given, all=harm.cancellations, expected=_decimal(harm.expected, 1))
        return f"{told} {self._times()} {self._caused()}"

    def _times(self) -> str:
        """How many times as often; no more than the limits hold where no one ratio is told."""
        harm = self.harm
        low, high = _decimal(harm.low, 2), _decimal(harm.high, 2)
        is_least = not harm.low or harm.ratio <= RATIOS_TRIED[0]
        is_most = np.isinf(harm.high) or harm.ratio >= RATIOS_TRIED[1]
        if (is_least or is_most) and not harm.is_told:
            return _("too few to tell how many times as often.")
        if is_least:
            return _("at most {high} times as often.").format(high=high)
        if is_most:
            return _("at least {low} times as often.").format(low=low)
        return _("{ratio} times as often, between {low} and {high}.").format(
            ratio=_decimal(harm.ratio, 2), low=low, high=high
        )

    def _caused(self) -> str:
        harm = self.harm
        if not harm.is_told:
            return _("Whether the calls changed anything cannot be said yet.")
        if harm.low > 1:
            told = _(
                "By the last cancellation about {caused} more of them had left than would have "
                "without it ({low} to {high})."
            )
            return told.format(
                caused=round(harm.caused),
                low=round(harm.caused_low),
                high=round(harm.caused_high),
            )
        return _("The calls drove nobody away; they rather kept people.")

    def _naively(self) -> str:
        if self.naive.ratio is None:
            return ""
        return _(
            "Rung against not rung it would be {ratio} times; that misleads, because whom to "
            "ring was no coin, and nobody rings who has left."
        ).format(ratio=_decimal(self.naive.ratio, 2))


@dataclass(frozen=True, slots=True)
class HarmReport:
    """What a file of cancellations says of every campaign and copy."""

    file_digest: str
    rows: int
    people: int
    strangers: int
    unreadable: int
    findings: tuple[HarmFinding, ...]
    quarantine_path: Path | None = None

    def in_words(self) -> str:
        """The report as lines of text in the reader's language."""
        opening = _(
            "{rows} rows: {people} lines of customers who cancelled, {strangers} of nobody, "
            "{unreadable} that could not be read."
        ).format(
            rows=self.rows,
            people=self.people,
            strangers=self.strangers,
            unreadable=self.unreadable,
        )
        lines = [opening, *self._kept(), "", *(finding.in_words() for finding in self.findings)]
        if any(finding.harm.is_told for finding in self.findings):
            lines += ["", _(
                "The limits of how many times as often take one ratio for everybody; where "
                "people differ strongly in how readily they leave they are too narrow. How "
                "many more had left does not rest on that."
            )]  # fmt: skip
        return "\n".join(lines)

    def _kept(self) -> list[str]:
        if not self.unreadable:
            return []
        kept = _("The rows that could not be read, and why, are in {path}.")
        return [kept.format(path=self.quarantine_path)]


def harm_entry(report: HarmReport) -> dict[str, object]:
    """What the ledger notes: the file by its digest, and per finding what was counted."""
    return {
        "file": report.file_digest,
        "rows": report.rows,
        "people": report.people,
        "findings": [
            [one.draw_id, one.partner or "", one.harm.cancellations, one.harm.given]
            for one in report.findings
        ],
        "told": [
            [one.draw_id, one.partner or ""] for one in report.findings if one.harm.is_told
        ],
    }


def harm_of_draw(
    draw: DrawRecord, cancelled: Cancelled, contacts: Sequence[Contact]
) -> list[HarmFinding]:
    """The campaign as a whole first, then every copy; ``contacts``: declared calls since."""
    units, at = _events(draw, cancelled)
    every = [(None, _any(draw, units, at)), *_copies(draw, units, at)]
    naive = _naive(draw, units, at, contacts)
    return [
        HarmFinding(int(draw.draw_id), draw.campaign, partner, harm, naive[partner])
        for partner, harm in every
    ]


def _events(draw: DrawRecord, cancelled: Cancelled) -> tuple[Ints, Ints]:
    """The units that cancelled, each at its first day, in order; the day begins at midnight,
    so a hand-over of the same day counts as later."""
    units, days = draw.unit_of(cancelled.line_ids), cancelled.days
    order = np.lexsort((units, days))
    units, days = units[order], days[order]
    since = (days >= np.datetime64(draw.drawn_at.date(), "D")) & (units >= 0)
    units, days = units[since], days[since]
    first = np.sort(np.unique(units, return_index=True)[1])
    return units[first], days[first].astype("datetime64[s]").astype(np.int64)


def _any(draw: DrawRecord, units: Ints, at: Ints) -> Harm:
    """Handed over to whomever against held back or not yet due: one urn per stratum."""
    released, left_at = draw.released, _left_at(draw)
    first = np.full(len(draw.strata), NEVER)
    np.minimum.at(first, released.unit, left_at)
    is_in = np.zeros((len(draw.strata), 1), dtype=bool)
    is_in[released.unit, 0] = True
    members = np.flatnonzero(is_in[:, 0])
    triples = np.column_stack((members, np.zeros(len(members)), first[members]))
    (harm,) = weigh_harm(
        is_in,
        units,
        design="independent",
        strata=draw.strata,
        released_at=triples,
        cancelled_at=at,
    )
    return harm


def _copies(draw: DrawRecord, units: Ints, at: Ints) -> list[tuple[str | None, Harm]]:
    released = draw.released
    found = weigh_harm(
        draw.copies,
        units,
        design=draw.urn,  # type: ignore[arg-type]
        strata=draw.strata,
        eligible=draw.eligible,
        released_at=np.column_stack((released.unit, released.copy, _left_at(draw))),
        cancelled_at=at,
    )
    return list(zip(draw.partners, found, strict=True))


def _left_at(draw: DrawRecord) -> Ints:
    at = draw.released.handed_over_at
    return np.where(np.isnat(at), NEVER, at.astype("int64"))


def _naive(
    draw: DrawRecord, units: Ints, at: Ints, contacts: Sequence[Contact]
) -> dict[str | None, Naive]:
    """Rung before it cancelled, or rung at all, against the others: by holder and in all."""
    cancelled_at = np.full(len(draw.strata), np.inf)
    cancelled_at[units] = at
    rung: dict[str | None, Bools] = {
        name: np.zeros(len(draw.strata), dtype=bool) for name in (None, *draw.partners)
    }
    reached = draw.unit_of(np.array([one.line_id for one in contacts], dtype=np.int64))
    for unit, contact in zip(reached.tolist(), contacts, strict=True):
        if unit >= 0 and contact.first_at.timestamp() <= cancelled_at[unit]:
            rung[None][unit] = True
            if contact.partner in rung:
                rung[contact.partner][unit] = True
    has_left = np.isfinite(cancelled_at)
    return {name: _compared(is_rung, has_left) for name, is_rung in rung.items()}


def _compared(is_rung: Bools, has_left: Bools) -> Naive:
    return Naive(
        rung=int(is_rung.sum()),
        rung_cancelled=int((is_rung & has_left).sum()),
        others=int((~is_rung).sum()),
        others_cancelled=int((~is_rung & has_left).sum()),
    )


def _decimal(number: float, places: int) -> str:
    written = f"{number:.{places}f}"
    return written.replace(".", ",") if reader_language() == "de" else written
