"""What the actions of this part answer."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from leumund.basics.language import _

if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from leumund.release.lists import ListFile, Matched


_NO_NAME = re.compile(r"[^A-Za-z0-9ÄÖÜäöüß._-]+")


def slug(place: int, partner: str) -> str:
    """The folder of a copy's files: its place in the draw, from 1, and the partner's name."""
    return f"{place + 1:03d}-{_NO_NAME.sub('-', partner).strip('.-')[:60]}"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A draw whose secret is sealed and whose coins wait for the beacon.

    ``seal``: the digest that stands in the ledger (entry ``entry``); ``seal_path``: the seal
    itself, to be given to whoever wants to check the draw later.
    """

    campaign: str
    seal: str
    entry: int
    sealed_at: datetime
    beacon_from: str
    taking_part: int
    seal_path: Path

    def in_words(self) -> str:
        """What was done, and what comes next."""
        sealed = _("The secret of campaign {campaign} is sealed: {seal} (entry {entry}).")
        source = self.beacon_from or _("a number that nobody can know yet")
        then = _("Nothing is drawn yet. When it is known, run again with --beacon: {source}.")
        return "\n".join(
            (
                sealed.format(campaign=self.campaign, seal=self.seal, entry=self.entry),
                then.format(source=source),
            )
        )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A draw whose coins have been tossed. ``copies``: (partner, units) in order.

    ``is_new`` is False where it had all been done before. ``part``: what the draw took
    of the account, ``weight``: of that each copy's, both exact fractions.
    """

    campaign: str
    draw_id: int
    entry: int
    drawn_at: datetime
    beacon: str
    is_new: bool
    taking_part: int
    held_back: int
    copies: tuple[tuple[str, int], ...]
    part: str
    weight: str
    leaves_root: str

    def in_words(self) -> str:
        """What was drawn."""
        drawn = _("Campaign {campaign}: {copies} copies drawn among {units} units.")
        before = _("It had been drawn on {day}; nothing was drawn again.")
        mixed = _("Mixed in after the seal: {beacon}.")
        lines = [
            drawn.format(
                campaign=self.campaign, copies=len(self.copies), units=self.taking_part
            ),
            mixed.format(beacon=self.beacon),
        ]
        if not self.is_new:
            lines.insert(1, before.format(day=self.drawn_at.date()))
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One portion of one copy that left. ``stayed``: units that stayed at home."""

    partner: str
    portion: int
    units: int
    stayed: int
    rows: int
    path: Path
    manifest_path: Path
    file_digest: str


class Placed(NamedTuple):
    """The files of a hand-over by place and portion (from 0); ``anew``: those written now."""

    files: dict[tuple[int, int], Delivery]
    anew: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Withheld:
    """A portion that did not leave, and why, in the reader's language."""

    partner: str
    portion: int
    why: str


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What a hand-over did. ``deliveries`` left now; ``again`` had left before;
    ``written_again``: those of them whose file was missing or damaged, written from the one
    that was kept."""

    campaign: str
    portions: tuple[int, ...]
    deliveries: tuple[Delivery, ...]
    withheld: tuple[Withheld, ...]
    again: tuple[Delivery, ...]
    written_again: tuple[Delivery, ...]
    next_on: date | None

    @property
    def units(self) -> int:
        """Units that left now, counted once per copy."""
        return sum(delivery.units for delivery in self.deliveries)

    def in_words(self) -> str:
        """What left, what stayed and why."""
        left = _("Campaign {campaign}: {files} files left with {units} units; {stayed} stayed.")
        lines = [
            left.format(
                campaign=self.campaign,
                files=len(self.deliveries),
                units=self.units,
                stayed=sum(delivery.stayed for delivery in self.deliveries),
            )
        ]
        lines += [_where(one) for one in self.deliveries]
        if self.again:
            lines.append(_("{files} had left before.").format(files=len(self.again)))
        if self.written_again:
            lines.append(_("Missing or damaged there, so written again as they had left:"))
            lines += [_where(one) for one in self.written_again]
        for one in self.withheld:
            held = _("{partner}, portion {portion}: not handed over, {why}")
            lines.append(held.format(partner=one.partner, portion=one.portion, why=one.why))
        if self.next_on:
            lines.append(_("The next portion leaves on {day}.").format(day=self.next_on))
        return "\n".join(lines)


def _where(delivery: Delivery) -> str:
    file = _("{partner}, portion {portion}: {path}").format(
        partner=delivery.partner, portion=delivery.portion, path=delivery.path
    )
    manifest = _("manifest: {path}").format(path=delivery.manifest_path)
    return f"{file}\n  {manifest}"


@dataclass(frozen=True, slots=True)
class Recalled:
    """A copy that must be deleted; ``notice_path`` is the letter to the partner."""

    campaign: str
    partner: str
    recalled_at: datetime
    is_new: bool
    notice_path: Path


@dataclass(frozen=True, slots=True)
class SealedList:
    """A list that somebody else chose, registered for exclusion only.

    ``matched``: lines of ours on it; ``unknown``: numbers that are no line of ours;
    ``unreadable``: rows without a number that can be read, kept in ``quarantine_path``.
    """

    partner: str
    handed_over_on: date
    list_digest: str
    rows: int
    matched: int
    unknown: int
    unreadable: int
    is_new: bool
    quarantine_path: Path | None


def sealed_of(row: dict[str, Any], seal_path: Path) -> Sealed:
    """A stored draw that waits for its beacon."""
    return Sealed(
        campaign=row["campaign"],
        seal=row["seal_digest"],
        entry=row["seal_entry"],
        sealed_at=row["sealed_at"],
        beacon_from=json.loads(row["seal"])["beacon_from"],
        taking_part=row["known_units"] - row["refused_units"] - row["held_for_good_units"],
        seal_path=seal_path,
    )


def drawn_of(
    row: dict[str, Any], copies: Sequence[dict[str, Any]], held_back: int, *, is_new: bool
) -> Drawn:
    """A stored draw whose coins have been tossed."""
    return Drawn(
        campaign=row["campaign"],
        draw_id=row["id"],
        entry=row["draw_entry"],
        drawn_at=row["drawn_at"],
        beacon=row["beacon"],
        is_new=is_new,
        taking_part=row["known_units"] - row["refused_units"] - row["held_for_good_units"],
        held_back=held_back,
        copies=tuple((copy["partner"], copy["units"]) for copy in copies),
        part=row["part"],
        weight=copies[0]["weight"],
        leaves_root=row["leaves_root"],
    )


def handed_over_of(
    campaign: str,
    due: Sequence[int],
    placed: Placed,
    gone: Container[tuple[int, int]],
    withheld: tuple[Withheld, ...],
    next_on: date | None,
) -> HandedOver:
    """A hand-over; ``gone``: place and portion (from 0) of what had left before."""
    files = placed.files.items()
    return HandedOver(
        campaign=campaign,
        portions=tuple(at + 1 for at in due),
        deliveries=tuple(one for pair, one in files if pair not in gone),
        withheld=withheld,
        again=tuple(one for pair, one in files if pair in gone),
        written_again=tuple(one for pair, one in files if pair in gone and pair in placed.anew),
        next_on=next_on,
    )


def sealed_list_of(
    partner: str, handed_over_on: date, kept: ListFile, matched: Matched
) -> SealedList:
    """A list that was read and matched."""
    return SealedList(
        partner=partner,
        handed_over_on=handed_over_on,
        list_digest=kept.digest,
        rows=kept.rows,
        matched=len(matched.line_ids),
        unknown=matched.unknown,
        unreadable=kept.unreadable,
        is_new=True,
        quarantine_path=kept.quarantine_path,
    )
