"""Which calls belong to one caller, told from each complaint alone.

Call centres rent numbers by the hundred and change them within the block, so whole blocks count
as one caller. Where no number was shown, what the caller called itself in the same month tells,
if it said anything. It is decided when the complaint is sealed and never again: nothing that is
learnt later, and nobody's copy, can move a call from one caller to another.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from leumund.basics.canonical import sha256_hex
from leumund.people import name_key

if TYPE_CHECKING:
    from leumund.basics.numbers import Number
    from leumund.intake.complaint import Complaint

_MOBILE = re.compile(r"[+]491[567]")
_BLOCK_DIGITS = 2
_DOMAIN = b"caller\0"


def caller_digest(complaint: Complaint) -> str | None:
    """Equal for calls that belong together; None where nothing tells."""
    group = _group(complaint)
    return sha256_hex(_DOMAIN + group.encode()) if group else None


def _group(complaint: Complaint) -> str:
    if complaint.shown is not None:
        return f"number {_block(complaint.shown)}"
    said = name_key(complaint.caller_said)
    return f"said {complaint.call_from:%Y-%m} {said}" if said else ""


def _block(number: Number) -> str:
    """The block of a hundred numbers; mobile numbers are given out one by one."""
    if _MOBILE.match(number.e164):
        return number.e164
    return number.e164[:-_BLOCK_DIGITS]
