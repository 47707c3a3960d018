"""The exhibit of a naming, put together from what the tool looked at.

What goes in is on record; what comes out (``weighing``, ``result``) is made by the very files
that a court's expert is given, so that who checks it and who made it reckon alike. Beside that
the tool's own weighing is held against it: where the two disagree there is no exhibit.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Any

import numpy as np

from leumund.basics.canonical import canonical_bytes
from leumund.basics.errors import NotThere
from leumund.trace.exact import PLACES, course
from leumund.trace.grounds import weighing_of
from leumund.trace.reckoned import result_of
from leumund.trace.refusals import ExhibitDisagrees, NothingNamed
from leumund.trace.views import EXPERT, FORM, digest_of, inputs_of, partner_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from leumund.intake import ShownOrder
    from leumund.ledger import ListedEntry
    from leumund.release import DrawRecord, Master, OpenedLeaf, Papers
    from leumund.trace.evidence import Contacts
    from leumund.trace.exclude import Ints
    from leumund.trace.finding import CopyFinding, TraceReport
    from leumund.trace.reading import Naming

CONTACTED = "contacted"
_CLOSE = 1e-9
_MANY = 2**31


@dataclass(frozen=True, slots=True)
class Exhibit:
    """Both forms of one exhibit, as documents; ``views`` says what stands in them."""

    expert: Mapping[str, Any]
    partner: Mapping[str, Any]

    @property
    def entry(self) -> dict[str, object]:
        """What the ledger holds of it."""
        return {
            "copy": self.expert["naming"]["copy"],
            "expert": digest_of(self.expert),
            "partner": digest_of(self.partner),
        }


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What an exhibit is made from. ``looked_at``: the units that any of the calls is, or
    may be, about; ``chains``: per partner those below it; ``run``: digest of all inputs."""

    draw: DrawRecord
    naming: Naming
    findings: Sequence[CopyFinding]
    looked_at: Ints
    contacts: Contacts
    chains: Mapping[str, frozenset[str]]
    order: ShownOrder
    run: str
    company: str
    made_at: datetime

    @property
    def place(self) -> int:
        """The copy's place in its draw."""
        return [int(each) for each in self.draw.copy_ids].index(self.naming.copy_id)

    @property
    def answered(self) -> frozenset[str]:
        """The partners for whose calls the copy answers."""
        holder = self.draw.partners[self.place]
        return self.chains.get(holder, frozenset()) | {holder}

    @property
    def log_e(self) -> float:
        """The tool's own evidence after the last call."""
        mine = self.naming.copy_id
        return next(one.log_e for one in self.findings if one.copy_id == mine)

    @property
    def left_others(self) -> frozenset[int]:
        """The entries of what other copies were handed."""
        left = self.papers.left
        return frozenset(entry for place, _, _, entry in left if place != self.place)

    @property
    def papers(self) -> Papers:
        if self.draw.papers is None:
            raise TypeError("a list that somebody else chose is never named")
        return self.draw.papers

    def units(self) -> list[int]:
        """The units that any of the calls is about."""
        return np.unique(self.looked_at).tolist()  # type: ignore[no-any-return]


def named_copy(
    report: TraceReport,
    named: Mapping[int, Naming],
    draws: Sequence[DrawRecord],
    campaign: str,
    partner: str,
) -> tuple[DrawRecord, Naming]:
    """The draw and the naming of this copy; raises NothingNamed where complaints named none,
    NotThere where nothing was drawn under this name."""
    for one in report.named:
        if (one.campaign, one.partner) == (campaign, partner) and one.copy_id in named:
            draw = next(each for each in draws if int(each.draw_id) == one.draw_id)
            return draw, named[one.copy_id]
    if campaign not in {each.campaign for each in draws}:
        raise NotThere(what="campaign", name=campaign)
    raise NothingNamed(partner=partner)


def exhibit_of(told: Told, leaves: Sequence[OpenedLeaf], master: Master) -> Exhibit:
    """Both forms of the exhibit; raises ExhibitDisagrees."""
    grounds = _grounds(told, leaves, master)
    weighing = weighing_of(grounds, int(told.naming.copy_id))
    _check_agreement(told, weighing)
    naming, partner = told.naming, told.draw.partners[told.place]
    expert = {
        "company": told.company,
        "form": FORM,
        "grounds": grounds,
        "inputs": inputs_of(grounds, told.run),
        "made_at": told.made_at.isoformat(),
        "naming": {
            "arrived_at": naming.arrived_at.isoformat(),
            "at_most_once_in": naming.at_most_once_in,
            "campaign": told.draw.campaign,
            "copy": int(naming.copy_id),
            "crossings": naming.audit.crossings,
            "design": told.draw.design,
            "draw": int(naming.draw_id),
            "partner": partner,
            "place": naming.position,
            "redraws": naming.audit.redraws,
        },
        "others": _others(told),
        "reader": EXPERT,
        "result": result_of(weighing),
        "sources": [{"file": one.file, "format": one.format} for one in told.order.batches],
        "weighing": weighing,
    }
    return Exhibit(expert, partner_of(expert))


def entries_of(told: Told, listed: Callable[..., Sequence[ListedEntry]]) -> list[int]:
    """The entries that an exhibit rests on: seal, draw, what left, the sealed order, the run.

    ``listed``: the newest entries of a kind, newest first, at most ``count``.
    """
    papers, runs = told.papers, listed("trace.run", count=_MANY)
    order = (each for each in listed("intake.complaints", count=_MANY) if _said(each)["last"])
    run = next(each.entry_id for each in runs if _said(each).get("inputs") == told.run)
    left = [entry for _, _, _, entry in papers.left]
    return [papers.seal_entry, papers.draw_entry, *left, *(e.entry_id for e in order), run]


def _said(entry: ListedEntry) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(entry.said or "{}")
    return said


def file_of(exhibit: Mapping[str, Any], proofs: Sequence[bytes]) -> bytes:
    """The file that holds an exhibit and the proofs that it was committed."""
    told = [proof.decode() for proof in proofs]
    return canonical_bytes({"exhibit": dict(exhibit), "proofs": told}) + b"\n"


def _grounds(told: Told, leaves: Sequence[OpenedLeaf], master: Master) -> dict[str, Any]:
    papers, order, ids = told.papers, told.order, told.draw.copy_ids
    return {
        "batches": [{"first": b.first, "last": b.last, "root": b.root} for b in order.batches],
        "complaints": list(order.leaves),
        "contacts": _contacts(told),
        "draw": _draw(told, master),
        "hand_overs": [
            {"at": at.isoformat(), "copy": int(ids[place]), "portion": portion}
            for place, portion, at, _ in papers.left
        ],
        "stayed": _stayed(told),
        "subjects": [
            {"leaf": one.data.hex(), "path": [h.hex() for h in one.path], "unit": one.unit}
            for one in leaves
        ],
        "taken_by": [{"name": name, "places": list(at)} for name, at in order.taken_by],
    }


def _draw(told: Told, master: Master) -> dict[str, Any]:
    draw, papers = told.draw, told.papers
    if draw.frame is None:
        raise TypeError("a list that somebody else chose is never named")
    of = draw.universe
    lines = np.column_stack((of.line_units, of.line_ids, of.strata[of.line_units])).tolist()
    return {
        "alpha": str(papers.alpha),
        "beacon": papers.beacon,
        "booked_weight": str(draw.booked_weights[told.place]),
        "campaign": dict(papers.terms),
        "frame": draw.frame.document(),
        "leaves": papers.leaves_root,
        "place": told.place,
        "salt": master.salt.hex(),
        "seal": dict(papers.seal),
        "secret": master.secret.hex(),
        "universe": {"lines": lines, "strata": list(of.stratum_names)},
    }


def _contacts(told: Told) -> list[list[Any]]:
    """Per unit in question the first lawful contact for which the copy answers."""
    wanted, first = set(told.units()), dict[int, Any]()
    if told.draw.lawful.left_out != CONTACTED:
        return []
    units = told.draw.unit_of(told.contacts.line_ids).tolist()
    pairs = zip(units, told.contacts.partners, told.contacts.at, strict=True)
    for unit, partner, at in pairs:
        if unit in wanted and partner in told.answered:
            first[unit] = min(at, first.get(unit, at))
    return [[unit, f"{first[unit]}+00:00"] for unit in sorted(first)]


def _stayed(told: Told) -> list[int]:
    """The units in question that stayed at home on the day of their portion."""
    gone = told.draw.released
    is_out = (gone.copy == told.place) & ~np.isnat(gone.handed_over_at) & ~gone.is_handed_over
    stayed: list[int] = np.intersect1d(gone.unit[is_out], told.units()).tolist()
    return stayed


def _others(told: Told) -> list[dict[str, Any]]:
    return [
        {
            "calls_that_fit": one.excluding.possible,
            "is_named": one.is_named,
            "partner": one.partner,
        }
        for one in told.findings
        if one.draw_id == told.draw.draw_id and one.copy_id != told.naming.copy_id
    ]


def _check_agreement(told: Told, weighing: Mapping[str, Any]) -> None:
    """The tool's own evidence is that of the whole numbers; raises ExhibitDisagrees."""
    steps = course(weighing).steps
    exact = steps[-1].after if steps else 1 << PLACES
    found = log(exact) - PLACES * log(2) if exact else -np.inf
    if not abs(found - told.log_e) <= _CLOSE * max(1.0, abs(found)):
        raise ExhibitDisagrees(partner=told.draw.partners[told.place])
