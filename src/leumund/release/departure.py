"""One hand-over: what is due, and what is written down of what left."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from leumund.basics.ids import CopyId
from leumund.basics.language import _
from leumund.network import Terms
from leumund.release.campaign import Campaign, NoSuchPortion, NotYetDue
from leumund.release.entries import hand_over_entry
from leumund.release.manifest import DrawFacts, PortionFile, manifest_of, sign_manifest
from leumund.release.results import Delivery, Withheld, slug
from leumund.release.secret import Seal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from leumund.network import Partner
    from leumund.release.delivery import Parcel
    from leumund.release.drawn import Released
    from leumund.release.sizes import Frame

MANIFEST_NAME = "manifest.json"
Row = dict[str, Any]
Pair = tuple[int, int]


def portions_due(campaign: Campaign, portion: int | None, today: date) -> tuple[int, ...]:
    """The portions (from 0) that may leave; ``portion`` counts from 1, None: all that are due.

    Raises NoSuchPortion or NotYetDue.
    """
    if portion is None:
        return tuple(at for at, one in enumerate(campaign.portions) if one.on <= today)
    if not 1 <= portion <= len(campaign.portions):
        raise NoSuchPortion(
            campaign=campaign.name, portion=portion, count=len(campaign.portions)
        )
    planned = campaign.portions[portion - 1]
    if planned.on > today:
        raise NotYetDue(campaign=campaign.name, portion=portion, on=planned.on)
    return (portion - 1,)


def next_day(campaign: Campaign, today: date) -> date | None:
    """The day on which the next portion leaves."""
    return min((one.on for one in campaign.portions if one.on > today), default=None)


@dataclass(frozen=True, slots=True)
class KnownNetwork:
    """The network as it was read at one moment, for whoever asks about many partners."""

    known: tuple[Partner, ...]
    company: str | None
    terms: Terms = field(default_factory=Terms)

    def partners(self) -> tuple[Partner, ...]:
        return self.known

    def partner(self, name: str) -> Partner | None:
        return next((partner for partner in self.known if partner.name == name), None)

    def principal(self) -> str | None:
        return self.company


def recipients_of(
    copies: Sequence[Row],
    places: Iterable[int],
    known: Iterable[Partner],
    against: Callable[[str], str],
) -> tuple[dict[int, str], dict[int, str]]:
    """Per copy the key its files are encrypted to, or why nothing of it leaves.

    ``against``: what stands against a partner of this name acting at all; "" for nothing.
    """
    partners = {partner.name: partner for partner in known}
    keys: dict[int, str] = {}
    why: dict[int, str] = {}
    for place in places:
        partner = partners.get(copies[place]["partner"])
        if copies[place]["recalled_at"] is not None:
            why[place] = _("its copy was recalled")
        elif partner is None or not partner.age_recipient:
            why[place] = _("it has no age key in the network")
        elif told := against(partner.name):
            why[place] = told
        else:
            keys[place] = partner.age_recipient
    return keys, why


def campaign_stopped(case_id: int) -> str:
    """Why nothing of a stopped campaign leaves, in words."""
    return _("the campaign was stopped in case {case}").format(case=case_id)


def withheld_of(copies: Sequence[Row], why: Mapping[Pair, str]) -> tuple[Withheld, ...]:
    """The portions that stay, copy by copy."""
    return tuple(
        Withheld(copies[place]["partner"], at + 1, why[place, at]) for place, at in sorted(why)
    )


def barred_since(
    released: Released, pairs: Iterable[Pair], may_leave: NDArray[np.bool_]
) -> dict[Pair, str]:
    """Which files, written once more as they left, would hand over somebody who may no longer
    be contacted; per pair the reason in words. ``may_leave``: per unit, as of now."""
    found = {}
    for place, at in pairs:
        is_in = (released.copy == place) & (released.portion == at) & released.is_handed_over
        if count := int((~may_leave[released.unit[is_in]]).sum()):
            found[place, at] = _(
                "it had left before, and {count} of those in it may no longer be contacted, so "
                "it is not given out again"
            ).format(count=count)
    return found


def pairs_of(left: Iterable[Row]) -> set[Pair]:
    """Place and portion (from 0) of every file that left."""
    return {(one["place"], one["portion"] - 1) for one in left}


@dataclass(frozen=True, slots=True)
class Packed:
    """A parcel that is on disk, encrypted, under this name."""

    parcel: Parcel
    file_name: str


def still_due(
    packed: Iterable[Packed], copies: Sequence[Row], left: Iterable[Row]
) -> list[Packed]:
    """What may be noted now: another command may have been quicker while files were made, or
    a copy been recalled."""
    gone = pairs_of(left)
    return [
        one
        for one in packed
        if (one.parcel.place, one.parcel.portion) not in gone
        and copies[one.parcel.place]["recalled_at"] is None
    ]


@dataclass(frozen=True, slots=True)
class Record:
    """A row of what left, and the body of its ledger entry."""

    values: Row
    body: dict[str, object]


def draw_facts(row: Row, campaign: Campaign, seal: Seal, frame: Frame) -> DrawFacts:
    """What all manifests of a draw say of it."""
    return DrawFacts(
        campaign=campaign,
        seal=seal,
        seal_digest=row["seal_digest"],
        seal_entry=row["seal_entry"],
        draw_entry=row["draw_entry"],
        drawn_at=row["drawn_at"],
        beacon=row["beacon"],
        leaves_root=row["leaves_root"],
        frame=frame,
    )


def records_of(
    row: Row,
    facts: DrawFacts,
    copies: Sequence[Row],
    left: Iterable[Row],
    packed: Sequence[Packed],
    at: datetime,
    key: bytes,
) -> list[Record]:
    """What is to be saved, in the order of portion and copy; ``left``: rows saved before."""
    files: dict[int, list[PortionFile]] = {}
    for before in left:
        files.setdefault(before["place"], []).append(_portion_file(facts.campaign, before))
    result = []
    for one in sorted(packed, key=lambda p: (p.parcel.portion, p.parcel.place)):
        parcel, copy = one.parcel, copies[one.parcel.place]
        mine = files.setdefault(parcel.place, [])
        values = _values(copy, one, at)
        mine.append(_portion_file(facts.campaign, values))
        mine.sort(key=lambda file: file.portion)
        document = manifest_of(facts, parcel.place, copy["id"], copy["weight"], mine)
        manifest = sign_manifest(document, key)
        values["manifest"] = manifest.decode()
        result.append(
            Record(values, hand_over_entry(row, CopyId(copy["id"]), parcel, manifest))
        )
    return result


def delivery_of(row: Row, copies: Sequence[Row], into: Path, campaign: str) -> Delivery:
    """Where a portion that left is put."""
    partner = copies[row["place"]]["partner"]
    folder = into / campaign / slug(row["place"], partner)
    return Delivery(
        partner=partner,
        portion=row["portion"],
        units=row["units"],
        stayed=row["stayed_units"],
        rows=row["rows"],
        path=folder / f"portion-{row['portion']}.csv.age",
        manifest_path=folder / MANIFEST_NAME,
        file_digest=row["file_digest"],
    )


def _values(copy: Row, packed: Packed, at: datetime) -> Row:
    parcel = packed.parcel
    return {
        "copy_id": copy["id"],
        "portion": parcel.portion + 1,
        "handed_over_at": at,
        "units": parcel.units,
        "stayed_units": len(parcel.stayed),
        "rows": parcel.rows,
        "file_name": packed.file_name,
        "file_digest": parcel.digest,
        "plain_digest": parcel.plain_digest,
        "not_before": parcel.not_before,
    }


def _portion_file(campaign: Campaign, row: Row) -> PortionFile:
    return PortionFile(
        portion=row["portion"],
        planned_on=campaign.portions[row["portion"] - 1].on,
        handed_over_at=row["handed_over_at"],
        units=row["units"],
        stayed=row["stayed_units"],
        rows=row["rows"],
        digest=row["file_digest"],
        plain_digest=row["plain_digest"],
        not_before=row["not_before"],
    )
