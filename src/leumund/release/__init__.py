"""Release: draw the copies, seal the secret first, hand over in portions, recall.

Who gets which customer, and when, is decided by coins that the company tossed from a secret
it had sealed before and mixed with a number nobody could choose. If a copy was not used, a
pattern of complaints in it can only be chance, and the chance is known. The algorithm is
written down in docs/reference/draw-algorithm.md, so that others can redraw it.

From outside, import only what stands here; the actions are reached through ``leumund.app``.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leumund.release.account import (
        Account,
        Booking,
        Terms,
        complaints_weight,
        file_weight,
        provenance_weight,
    )
    from leumund.release.adapt import EVIDENCE_FORM
    from leumund.release.campaign import Campaign
    from leumund.release.campaign_file import read_campaign
    from leumund.release.draw import ALGORITHM, Drawn, Redrawing, draw_copies
    from leumund.release.drawn import DrawRecord, Papers, Released, SealedFacts, redraw
    from leumund.release.foresight import Expected, Pace
    from leumund.release.goal import Choice, Goal, GoalReport
    from leumund.release.handover import encrypt
    from leumund.release.key_writer import read_master
    from leumund.release.leaves import (
        LeafTree,
        OpenedLeaf,
        leaf_data,
        leaf_hashes,
        number_digests,
    )
    from leumund.release.lookups import KnownByLookup, Lookup, LookupsLoaded
    from leumund.release.manifest import sign_manifest, verify_manifest
    from leumund.release.out_writer import check_target, publish
    from leumund.release.plan import CopyPlan, PlanReport, PlanStep
    from leumund.release.secret import (
        DrawKeys,
        Master,
        Seal,
        beacon_digest,
        check_master,
        check_opened,
        draw_key,
        normalise_beacon,
        opened_commitments,
    )
    from leumund.release.sizes import CONDITIONAL, INDEPENDENT, SEALED, Frame, Wanted, lay_out
    from leumund.release.unit import Units, units_of
    from leumund.release.universe import Universe, freeze
    from leumund.release.writer import check_drawn, code_digest, opened_leaves

_HOMES = {
    "ALGORITHM": "draw",
    "Account": "account",
    "Booking": "account",
    "CONDITIONAL": "sizes",
    "Campaign": "campaign",
    "DrawKeys": "secret",
    "DrawRecord": "drawn",
    "Drawn": "draw",
    "EVIDENCE_FORM": "adapt",
    "Expected": "foresight",
    "Pace": "foresight",
    "Frame": "sizes",
    "Goal": "goal",
    "PlanStep": "plan",
    "CopyPlan": "plan",
    "GoalReport": "goal",
    "Choice": "goal",
    "INDEPENDENT": "sizes",
    "KnownByLookup": "lookups",
    "LeafTree": "leaves",
    "Lookup": "lookups",
    "LookupsLoaded": "lookups",
    "Master": "secret",
    "OpenedLeaf": "leaves",
    "Papers": "drawn",
    "PlanReport": "plan",
    "Redrawing": "draw",
    "Released": "drawn",
    "SEALED": "sizes",
    "Seal": "secret",
    "SealedFacts": "drawn",
    "Terms": "account",
    "Units": "unit",
    "Universe": "universe",
    "Wanted": "sizes",
    "beacon_digest": "secret",
    "check_drawn": "writer",
    "check_master": "secret",
    "check_opened": "secret",
    "check_target": "out_writer",
    "code_digest": "writer",
    "complaints_weight": "account",
    "draw_copies": "draw",
    "draw_key": "secret",
    "encrypt": "handover",
    "file_weight": "account",
    "freeze": "universe",
    "lay_out": "sizes",
    "leaf_data": "leaves",
    "leaf_hashes": "leaves",
    "normalise_beacon": "secret",
    "number_digests": "leaves",
    "opened_leaves": "writer",
    "provenance_weight": "account",
    "opened_commitments": "secret",
    "publish": "out_writer",
    "read_campaign": "campaign_file",
    "read_master": "key_writer",
    "redraw": "drawn",
    "sign_manifest": "manifest",
    "units_of": "unit",
    "verify_manifest": "manifest",
}
__all__ = [
    "ALGORITHM",
    "CONDITIONAL",
    "EVIDENCE_FORM",
    "INDEPENDENT",
    "SEALED",
    "Account",
    "Booking",
    "Campaign",
    "Choice",
    "CopyPlan",
    "DrawKeys",
    "DrawRecord",
    "Drawn",
    "Expected",
    "Frame",
    "Goal",
    "GoalReport",
    "KnownByLookup",
    "LeafTree",
    "Lookup",
    "LookupsLoaded",
    "Master",
    "OpenedLeaf",
    "Pace",
    "Papers",
    "PlanReport",
    "PlanStep",
    "Redrawing",
    "Released",
    "Seal",
    "SealedFacts",
    "Terms",
    "Units",
    "Universe",
    "Wanted",
    "beacon_digest",
    "check_drawn",
    "check_master",
    "check_opened",
    "check_target",
    "code_digest",
    "complaints_weight",
    "draw_copies",
    "draw_key",
    "encrypt",
    "file_weight",
    "freeze",
    "lay_out",
    "leaf_data",
    "leaf_hashes",
    "normalise_beacon",
    "number_digests",
    "opened_commitments",
    "opened_leaves",
    "provenance_weight",
    "publish",
    "read_campaign",
    "read_master",
    "redraw",
    "sign_manifest",
    "units_of",
    "verify_manifest",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"leumund.release.{_HOMES[name]}"), name)
    raise AttributeError(f"leumund.release has no {name!r}")
