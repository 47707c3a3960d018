"""Smaller lists for whose copies the evidence already speaks: draws that follow the past.

A campaign may say that a partner gets less of what it asked for once the evidence for one of
its copies has reached so many times. A small list is the more telling one. The evidence is a
file that ``leumund trace so-far`` wrote: per partner one figure, nothing of who was in which
copy. It is sealed with the campaign, so the sizes are fixed before the coins and follow from
the past alone; then every coin, old and new, keeps its chance (docs/why/draws.md).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import log
from typing import TYPE_CHECKING, Any

from leumund.basics.canonical import sha256_hex
from leumund.basics.errors import BadInput, Conflict
from leumund.basics.language import _

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

EVIDENCE_FORM = "leumund-evidence-1"


class BadEvidence(BadInput):
    """{file} is no evidence from which lists can be drawn: {problem}. Nothing was drawn."""

    code = "bad-evidence"
    hint = "Write it anew with 'leumund trace so-far', and leave it as it was written."


class OlderCountsMatching(Conflict):
    """Campaign {older} leaves out only complaints that match a call on record. Lists drawn by
    evidence would send calls after its complaints, so campaign {campaign} was not drawn."""

    code = "older-counts-matching"
    hint = (
        "Leave adapt out. Only campaigns that leave out everybody contacted "
        "(lawful_calls.left_out: contacted) can be followed by lists drawn by evidence."
    )


@dataclass(frozen=True, slots=True)
class Step:
    """From so many times the evidence on, a partner gets this part of what it asked for."""

    reached: Fraction
    takes: Fraction


@dataclass(frozen=True, slots=True)
class Evidence:
    """The file as read: its digest, the moment and the run of which it tells, and per partner
    the natural logarithm of the evidence, as written."""

    digest: str
    at: str
    run: str
    partners: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Adapt:
    """``file``: as the campaign names it, beside itself; ``steps``: by ``reached``."""

    steps: tuple[Step, ...]
    file: str = ""
    evidence: Evidence | None = None

    def takes(self, partner: str) -> Fraction:
        """The part of what this partner asked for that it gets."""
        told = self.evidence
        log_e = float(dict(told.partners).get(partner, "0")) if told else 0.0
        reached = [step.takes for step in self.steps if log_e >= log(step.reached)]
        return reached[-1] if reached else Fraction(1)

    def document(self) -> dict[str, Any]:
        """What is sealed of it, with what came out per partner."""
        told = self.evidence
        return {
            "at": told.at if told else "",
            "evidence": dict(told.partners) if told else {},
            "file": told.digest if told else "",
            "run": told.run if told else "",
            "steps": [
                {"reached": str(step.reached), "takes": str(step.takes)} for step in self.steps
            ],
            "takes": {name: str(self.takes(name)) for name, _log_e in told.partners}
            if told
            else {},
        }

    @classmethod
    def from_document(cls, told: Mapping[str, Any]) -> Adapt:
        """The inverse, also after it has been JSON."""
        partners = tuple(sorted(told["evidence"].items()))
        return cls(
            steps=tuple(
                Step(Fraction(step["reached"]), Fraction(step["takes"]))
                for step in told["steps"]
            ),
            evidence=Evidence(told["file"], told["at"], told["run"], partners),
        )

    def in_short(self) -> dict[str, str]:
        """What entries and manifests say of it."""
        told = self.document()
        return {"at": told["at"], "file": told["file"], "run": told["run"]}


def read_evidence(data: bytes, file: str, now: datetime) -> Evidence:
    """The file that ``trace so-far`` wrote; raises BadEvidence, also where it is of later."""
    try:
        told = json.loads(data)
        partners = tuple(sorted((str(k), str(v)) for k, v in told["partners"].items()))
        found = Evidence(sha256_hex(data), str(told["at"]), str(told["run"]), partners)
        is_so = told["form"] == EVIDENCE_FORM and all(
            abs(float(value)) < 1e9 for _name, value in partners
        )
        is_past = datetime.fromisoformat(found.at) <= now
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        is_so = is_past = False
    if not is_so:
        raise BadEvidence(file=file, problem=_("it was not written by trace so-far"))
    if not is_past:
        told = _("it is of {at}, which is still to come")
        raise BadEvidence(file=file, problem=told.format(at=found.at))
    return found


def check_evidence(
    campaign: str,
    adapt: Adapt | None,
    sealed: Iterable[Mapping[str, Any]],
    written: Container[str],
) -> None:
    """Raises BadEvidence for figures that were not weighed here, and OlderCountsMatching.
    ``sealed``: stored rows, the oldest first; ``written``: digests of what we wrote.

    Whoever could make the figures up could choose who gets the small lists.
    """
    if adapt is None or adapt.evidence is None:
        return
    if adapt.evidence.digest not in written:
        problem = _("no entry of the ledger says it was written")
        raise BadEvidence(file=adapt.file, problem=problem)
    check_older(campaign, sealed)


def check_older(campaign: str, older: Iterable[Mapping[str, Any]]) -> None:
    """Raises OlderCountsMatching unless every campaign sealed before this one leaves out all
    whom the holder has contacted. ``older``: stored rows, the oldest first."""
    for row in older:
        if row["campaign"] == campaign:
            return
        lawful = json.loads(row["terms"]).get("lawful_calls", {"left_out": "contacted"})
        if lawful["left_out"] != "contacted":
            raise OlderCountsMatching(older=row["campaign"], campaign=campaign)
