"""Named streams of chance: every actor draws from its own.

A stream is made from the world's seed and the actor's name, so that one more call by one
partner does not shuffle everybody else's year.
"""

from __future__ import annotations

import hashlib

import numpy as np


def stream(seed: int, *actor: str | int) -> np.random.Generator:
    """The generator of one actor; the same seed and name give the same numbers anywhere."""
    name = "\x1f".join(map(str, actor)).encode()
    key = np.frombuffer(hashlib.sha256(name).digest(), dtype="<u4")
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *key.tolist()])))


def seeded_bytes(seed: int, *actor: str | int, count: int = 32) -> bytes:
    """Bytes for the keys and secrets of a made-up world; never for those of a real one."""
    name = "\x1f".join(map(str, ("leumund-world", seed, *actor))).encode()
    return hashlib.shake_256(name).digest(count)
