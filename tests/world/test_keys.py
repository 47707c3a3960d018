from __future__ import annotations

import pyrage

from leumund.world.keys import bech32, identity


def test_bech32_agrees_with_the_examples_of_bip_173() -> None:
    assert bech32("a", b"") == "a12uel5l"
    every_symbol = bytes.fromhex("00443214c74254b635cf84653a56d7c675be77df")
    assert bech32("abcdef", every_symbol) == "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"


def test_a_partner_can_open_what_was_encrypted_to_it_and_nobody_else_can() -> None:
    mine, theirs = identity(1, "kieseluhr"), identity(1, "nebelturm")
    locked = pyrage.encrypt(b"a portion", [mine.to_public()])
    assert pyrage.decrypt(locked, [identity(1, "kieseluhr")]) == b"a portion"
    try:
        pyrage.decrypt(locked, [theirs])
    except pyrage.DecryptError:
        return
    raise AssertionError("another partner's key opened the portion")
