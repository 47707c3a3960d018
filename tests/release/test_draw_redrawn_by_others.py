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
from leumund.release.draw import draw_copies, pick_decoys
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
        "algorithm": "leumund-draw-1",
        "seal": hashlib.sha256(their_json(seal)).hexdigest(),
    }
    return their_hkdf(opened, their_json(digests))


def their_order(key, stratum, units, all_units):
    stream = hashlib.shake_128(key + b"leumund-draw-1\n" + stratum.encode()).digest(
        8 * len(all_units)
    )
    number = {u: stream[8 * j : 8 * j + 8] for j, u in enumerate(all_units)}
    return sorted(units, key=lambda unit: (number[unit], unit))


def their_draw(master, draw, beacon, seal, frame, stratum_of):
    """{(unit, copy name): (portion from 1, is_embargoed)} and the units held back."""
    result, everybody_held = {}, set()
    for stratum in frame["strata"]:
        place = frame["strata"].index(stratum)
        units = [u for u, s in enumerate(stratum_of) if s == place]
        hold = their_key(master, draw, "hold", "", beacon, seal)
        held = set(their_order(hold, stratum["name"], units, units)[: stratum["held"]])
        everybody_held |= held
        deal = their_order(
            their_key(master, draw, "deal", "", beacon, seal), stratum["name"], units, units
        )
        for copy in frame["copies"]:
            if frame["design"] == "independent":
                key = their_key(master, draw, "copy", copy["name"], beacon, seal)
                deal = their_order(
                    key, stratum["name"], [u for u in units if u not in held], units
                )
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
    share = Fraction(1, 5) if design == "independent" else Fraction(1, 10)
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


@pytest.mark.parametrize("design", ["independent", "conditional"])
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


def test_the_decoys_are_redrawn_from_the_page_too():
    _frame, _strata, master, seal, keys, beacon = a_draw("independent")
    pool = list(range(40))
    key = their_key(
        master.secret, "spring-2026", "decoys", "Händler 3", beacon, seal.document()
    )
    theirs = their_order(key, "decoys", pool, pool)[:4]
    assert pick_decoys(keys.decoys("Händler 3"), 40, 4).tolist() == theirs


def test_one_copy_is_redrawn_from_its_own_opened_secret_without_the_master():
    from leumund.release.draw import numbers, smallest
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
        free = np.flatnonzero(~np.isin(units, drawn.held))
        order = smallest(numbers(key, name, len(units))[free], int(frame.sizes[2, place].sum()))
        again |= set(units[free[order]].tolist())
    assert again == mine


def test_the_same_inputs_give_the_same_copies_for_ever():
    # A digest written down once: if it changes, old draws can no longer be redrawn.
    frame, strata, _master, seal, keys, _beacon = a_draw("independent")
    drawn = draw_copies(frame, strata, keys)
    table = np.stack([drawn.unit, drawn.copy, drawn.portion], axis=1).astype(">i4")
    assert seal.digest() == SEAL_DIGEST
    assert hashlib.sha256(table.tobytes()).hexdigest() == DRAWN_DIGEST


SEAL_DIGEST = "c2c021e3f1fa79af00c7ad23f01abc56e963a335779bab57dfa66dc6348df0c3"
DRAWN_DIGEST = "01b0e6a946fff2573198872266108a96d9125dbd91d6164ae780a3e16a149ba0"
