"""An ordinary lawful call, from which the tests of permit begin, and its rules."""

from __future__ import annotations

from datetime import date

from tests.permit.examples import ordinary

from leumund.permit import Rules, rulepack

CALL, CONSENT = ordinary()
AT = CALL.at
ON = date(2026, 9, 1)


def rules(on: date = ON) -> Rules:
    """The bundled rules as they stand on that day."""
    return rulepack.load().in_force(on)
