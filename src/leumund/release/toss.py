"""Toss the coins of a sealed draw, and commit to the outcome unit by unit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from leumund.basics.canonical import canonical_bytes, sha256_hex
from leumund.ledger import root_of_hashes
from leumund.release.campaign import DrawCodeChanged
from leumund.release.draw import Drawn, draw_copies
from leumund.release.leaves import leaf_data, leaf_hashes
from leumund.release.secret import (
    LEAVES,
    CopyExchanged,
    DrawKeys,
    Master,
    Seal,
    beacon_digest,
    check_master,
    opened_commitments,
)
from leumund.release.sizes import CONDITIONAL

if TYPE_CHECKING:
    from datetime import datetime

    from leumund.release.campaign import Campaign
    from leumund.release.loaded import Frozen
    from leumund.release.prepare import Prepared
    from leumund.release.sizes import Frame
    from leumund.release.universe import Selection, Universe


class Tossed(NamedTuple):
    """The outcome, the hashes of its leaves (32 bytes per unit), and their root."""

    drawn: Drawn
    hashes: bytes
    root: bytes


def seal_of(campaign: Campaign, prepared: Prepared, master: Master, code: str) -> Seal:
    """What is sealed; ``code``: the digest of the draw's code."""
    return Seal(
        draw=campaign.name,
        campaign=campaign.digest(),
        universe=prepared.universe.digest(),
        frame=sha256_hex(canonical_bytes(prepared.frame.document())),
        code=code,
        secret=master.commitment(),
        opened=opened_commitments(master, campaign.name, prepared.frame.copies),
        beacon_from=campaign.beacon_from,
    )


def seal_values(
    campaign: Campaign,
    seal: Seal,
    selection: Selection,
    at: datetime,
    entry: int,
    inside: int | None = None,
) -> dict[str, Any]:
    """The stored row of a sealed draw, without its files; ``inside``: the copy's id."""
    return {
        "campaign": campaign.name,
        "campaign_digest": seal.campaign,
        "terms": canonical_bytes(campaign.document()).decode(),
        "design": campaign.design,
        "seal": canonical_bytes(seal.document()).decode(),
        "seal_digest": seal.digest(),
        "universe_digest": seal.universe,
        "known_units": selection.known,
        "refused_units": selection.refused,
        "held_for_good_units": selection.held_for_good,
        "sealed_at": at,
        "seal_entry": entry,
        "inside_copy": inside,
    }


def toss(
    seal: Seal,
    master: Master,
    beacon: str,
    universe: Universe,
    frame: Frame,
    number_digests: bytes,
) -> Tossed:
    """Toss every coin; raises SecretDoesNotMatch. ``beacon``: in its normal form."""
    check_master(seal, master)
    drawn = draw_copies(frame, universe.strata, keys_of(seal, master, beacon))
    secret = master.derive(seal.draw, LEAVES)
    leaves = leaf_data(drawn, universe.strata, len(frame.copies), number_digests, secret)
    hashes = leaf_hashes(leaves)
    row = [hashes[at : at + 32] for at in range(0, len(hashes), 32)]
    return Tossed(drawn, hashes, root_of_hashes(row))


def check_copy(seal: Seal, master: Master, beacon: str, kept: Frozen, copy: int) -> None:
    """Toss the coins of one copy again: raises CopyExchanged unless universe, frame and copy
    on record are those of the seal, SecretDoesNotMatch where the secret is not."""
    check_master(seal, master)
    universe, frame, drawn = kept
    partner, at = frame.copies[copy], copy
    is_sealed = universe.digest() == seal.universe
    is_sealed &= sha256_hex(canonical_bytes(frame.document())) == seal.frame
    if frame.design != CONDITIONAL:
        # Each copy has a key of its own, so the others need not be drawn again.
        frame, at = _only(frame, copy), 0
    again = draw_copies(frame, universe.strata, keys_of(seal, master, beacon))
    is_same = np.array_equal(again.held, drawn.held) and all(
        np.array_equal(new[again.copy == at], old[drawn.copy == copy])
        for new, old in ((again.unit, drawn.unit), (again.portion, drawn.portion))
    )
    if again.groups is not None:
        is_same &= drawn.groups is not None and np.array_equal(again.groups, drawn.groups)
    if not (is_sealed and is_same):
        raise CopyExchanged(partner=partner, campaign=seal.draw)


def _only(frame: Frame, copy: int) -> Frame:
    return replace(
        frame,
        copies=(frame.copies[copy],),
        eligible=frame.eligible[:, [copy]],
        sizes=frame.sizes[[copy]],
    )


def check_code(seal: Seal, code: str) -> None:
    """Raises DrawCodeChanged unless this is the code with which the secret was sealed."""
    if seal.code != code:
        raise DrawCodeChanged(campaign=seal.draw)


def keys_of(seal: Seal, master: Master, beacon: str) -> DrawKeys:
    """The keys of a draw."""
    return DrawKeys(master, seal.draw, seal.digest(), beacon_digest(beacon))
