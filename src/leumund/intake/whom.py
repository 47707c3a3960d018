"""Whom a complaint without a number of ours may be about: weights, made blind and sealed.

They are made once, when the complaint is sealed, from what it says and from our customers
alone; nobody's copy can have moved them. They are whole thousandths, rounded down, so that no
machine reckons them otherwise; what is missing to a thousand is somebody else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from leumund.people import Register, Told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from leumund.intake.complaint import Whom, WrittenComplaint
    from leumund.people import Known

PARTS = 1000
LEAST_PARTS = 100
"""What speaks less for somebody is left to somebody else: it moves hardly anything, and whoever
was looked at is not looked at again."""
_POSTCODE = re.compile(r"(?<!\d)\d{5}(?!\d)")


def about(row: WrittenComplaint) -> Told:
    """What a row says of the person called; a postcode may stand in the address only."""
    inside = _POSTCODE.search(row.address)
    postcode = row.postcode.strip() or (inside.group() if inside else "")
    return Told(row.name.strip(), postcode, row.ref.strip())


class Asked:
    """Our customers, read once and only if a complaint asks for them."""

    def __init__(self, customers: Callable[[], Iterable[Known]]) -> None:
        self._customers = customers
        self._register: Register | None = None

    def whom(self, told: Told) -> Whom:
        """Who may be meant; nobody where nothing is told."""
        if not (told.name or told.ref):
            return ()
        if self._register is None:
            self._register = Register(self._customers())
        return weights_of(self._register, told)


def weights_of(register: Register, told: Told) -> Whom:
    """Per person who may be meant the lines and the thousandths, the likeliest first."""
    found = (
        (tuple(sorted(one.line_ids)), int(one.weight * PARTS)) for one in register.meant(told)
    )
    return tuple(one for one in found if one[0] and one[1] >= LEAST_PARTS)
