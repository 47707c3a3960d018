"""Somebody else's program, written from docs/reference/draw-algorithm.md alone, redraws it."""

from __future__ import annotations

import hashlib
import hmac
import json
import unicodedata
from fractions import Fraction

import numpy as np
import pytest

from leumund.basics.canonical import canonical_bytes
from leumund.release.draw import draw_copies
from leumund.release.secret import (
    DrawKeys,
    Master,
    Seal,
    beacon_digest,
    normalise_beacon,
    opened_commitments,
)
from leumund.release.sizes import Wanted, lay_out

# --- their program: nothing of ours, only the standard library -----------------------------


def their_hkdf(secret, info):
    extracted = hmac.new(bytes(32), secret, "sha256").digest()
    return hmac.new(extracted, info + b"\x01", "sha256").digest()


def their_json(value):
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def their_key(master, draw, use, copy, beacon, seal):
    opened = their_hkdf(master, their_json({"copy": copy, "draw": draw, "use": use}))
    normal = "".join(
        " " if c in "\t\n\v\f\r" else c for c in unicodedata.normalize("NFKC", beacon)
    )
    text = " ".join(word for word in normal.split(" ") if word)
    digests = {"beacon": hashlib.sha256(text.encode()).hexdigest()}
    digests |= {
        "algorithm": "leumund-draw-2",
        "seal": hashlib.sha256(their_json(seal)).hexdigest(),
    }
    return their_hkdf(opened, their_json(digests))


def their_first(key, stratum, wanted, left_out, all_units):
    def stream(use, length):
        text = f"leumund-draw-2\n{use}\n{stratum}"
        return hashlib.shake_128(key + text.encode()).digest(length)

    byte = dict(zip(all_units, stream("first", len(all_units)), strict=True))
    others = [u for u in all_units if u not in left_out]
    if wanted == 0:
        return []
    largest = min(b for b in range(256) if sum(byte[u] <= b for u in others) >= wanted)
    looked_at = [u for u in others if byte[u] <= largest]
    more = stream("more", 7 * len(looked_at))
    number = {u: bytes([byte[u]]) + more[7 * i : 7 * i + 7] for i, u in enumerate(looked_at)}
    return sorted(looked_at, key=lambda u: (number[u], u))[:wanted]


def their_draw(master, draw, beacon, seal, frame, stratum_of):
    """{(unit, copy name): (portion from 1, is_embargoed)} and the units held back."""
    result, everybody_held = {}, set()
    if frame["design"] == "spread":
        key, homes = their_key(master, draw, "deal", "", beacon, seal), {}
        for group, stratum in enumerate(frame["strata"]):
            homes.setdefault(stratum["name"].rpartition("/")[0], []).append(
                (group, stratum["units"])
            )
        group_of = {}
        for at, (home, groups) in enumerate(homes.items()):
            units = [u for u, s in enumerate(stratum_of) if s == at]
            order = their_first(key, home, len(units), set(), units)
            for group, size in groups:
                group_of |= dict.fromkeys(order[:size], group)
                order = order[size:]
        stratum_of = [group_of[u] for u in range(len(stratum_of))]
    for place, stratum in enumerate(frame["strata"]):
        units = [u for u, s in enumerate(stratum_of) if s == place]
        hold = their_key(master, draw, "hold", "", beacon, seal)
        held = set(their_first(hold, stratum["name"], stratum["held"], set(), units))
        everybody_held |= held
        all_sizes = sum(sum(copy["sizes"][place]) for copy in frame["copies"])
        deal_key = their_key(master, draw, "deal", "", beacon, seal)
        deal = []
        if frame["design"] == "conditional":
            deal = their_first(deal_key, stratum["name"], all_sizes, set(), units)
        for copy in frame["copies"]:
            if frame["design"] != "conditional":
                key = their_key(master, draw, "copy", copy["name"], beacon, seal)
                mine = sum(copy["sizes"][place])
                deal = their_first(key, stratum["name"], mine, held, units)
            for portion, size in enumerate(copy["sizes"][place], 1):
                block, deal = deal[:size], deal[size:]
                result |= {
                    (u, copy["name"]): (portion, i < size // 2) for i, u in enumerate(block)
                }
    return result, everybody_held


# --- the comparison ------------------------------------------------------------------------


def a_draw(design, units=700, copies=7, beacon="  3 17\t22 29 41 44\n"):
    rng = np.random.default_rng(5)
    names = ('["geschäftlich","BE"]', '["privat","BE"]', '["privat","BY"]')
    strata = rng.choice(3, size=units, p=[0.05, 0.3, 0.65]).astype(np.int32)
    share = Fraction(1, 10) if design == "conditional" else Fraction(1, 5)
    wanted = [Wanted(f"Händler {at}", share=share) for at in range(copies - 1)]
    wanted.append(Wanted("Dach & Söhne", count=31))
    frame = lay_out(
        design,
        names,
        np.bincount(strata),
        wanted,
        np.ones((3, copies), dtype=bool),
        [Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)],
        Fraction(7, 100),
    )
    master = Master(bytes(range(32)), bytes(32))
    seal = Seal(
        draw="spring-2026",
        campaign="c" * 64,
        universe="u" * 64,
        frame="f" * 64,
        code="d" * 64,
        secret=master.commitment(),
        opened=opened_commitments(master, "spring-2026", frame.copies),
    )
    digest = beacon_digest(normalise_beacon(beacon))
    keys = DrawKeys(master, "spring-2026", seal.digest(), digest)
    return frame, strata, master, seal, keys, beacon


@pytest.mark.parametrize("design", ["independent", "conditional", "spread"])
def test_a_program_written_from_the_page_redraws_every_copy_and_portion(design):
    frame, strata, master, seal, keys, beacon = a_draw(design)
    drawn = draw_copies(frame, strata, keys)
    document = json.loads(canonical_bytes(frame.document()))
    theirs, held = their_draw(
        master.secret, "spring-2026", beacon, seal.document(), document, strata.tolist()
    )
    ours = {
        (unit, frame.copies[copy]): (portion + 1, is_embargoed)
        for unit, copy, portion, is_embargoed in zip(
            drawn.unit.tolist(),
            drawn.copy.tolist(),
            drawn.portion.tolist(),
            drawn.is_embargoed.tolist(),
            strict=True,
        )
    }
    assert ours == theirs
    assert len(ours) == int(frame.sizes.sum())
    assert set(drawn.held.tolist()) == held


def test_one_copy_is_redrawn_from_its_own_opened_secret_without_the_master():
    from leumund.release.draw import first_of
    from leumund.release.secret import COPY, check_opened, draw_key

    frame, strata, master, seal, keys, _beacon = a_draw("independent")
    opened = master.derive("spring-2026", COPY, "Händler 2")
    check_opened(seal, COPY, "Händler 2", opened)
    key = draw_key(opened, seal.digest(), keys.beacon_digest)
    drawn = draw_copies(frame, strata, keys)
    mine = set(drawn.unit[drawn.copy == 2].tolist())
    again = set()
    for place, name in enumerate(frame.stratum_names):
        units = np.flatnonzero(strata == place)
        size, is_out = int(frame.sizes[2, place].sum()), np.isin(units, drawn.held)
        again |= set(units[first_of(key, name, len(units), size, is_out)].tolist())
    assert again == mine


def test_the_same_inputs_give_the_same_copies_for_ever():
    # A digest written down once: if it changes, old draws can no longer be redrawn.
    frame, strata, _master, seal, keys, _beacon = a_draw("independent")
    drawn = draw_copies(frame, strata, keys)
    table = np.stack([drawn.unit, drawn.copy, drawn.portion], axis=1).astype(">i4")
    assert seal.digest() == SEAL_DIGEST
    assert hashlib.sha256(table.tobytes()).hexdigest() == DRAWN_DIGEST


SEAL_DIGEST = "d7c8087257bfc398abae4bb1c8fc72c27279cccf0827a2be5a3cb2c610f6b911"
DRAWN_DIGEST = "81dd366b70441b618df9b69ac2b4dd4816a934added9a1f3a23780287cd94b96"
