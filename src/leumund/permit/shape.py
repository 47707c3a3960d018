"""Whether facts are what they say they are, before anything is asked of them.

A value of another type can answer every comparison as it likes, or raise. So the types are
looked at by identity, and nothing of an odd value is ever called.
"""

from __future__ import annotations

from datetime import date, datetime, timezone
from types import NoneType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from leumund.permit.facts import ConsentFacts, Facts

if TYPE_CHECKING:
    from collections.abc import Mapping

_ANNOTATED: Mapping[str, type] = {
    "str | None": str,
    "bool | None": bool,
    "int | None": int,
    "date | None": date,
    "datetime | None": datetime,
    "datetime": datetime,
    "frozenset[str] | None": frozenset,
    "tuple[ConsentFacts, ...] | None": tuple,
}


def _shape(noun: type) -> tuple[tuple[str, type], ...]:
    return tuple((name, _ANNOTATED[kind]) for name, kind in noun.__annotations__.items())


_FACTS, _CONSENT = _shape(Facts), _shape(ConsentFacts)


def is_odd(facts: object) -> bool:
    """Is any fact, or anything in a consent, of another type than it must be?

    Instants must be aware, in a zone of the standard library.
    """
    if type(facts) is not Facts or facts.at is None or _has_odd(facts, _FACTS):
        return True
    return any(
        type(consent) is not ConsentFacts or _has_odd(consent, _CONSENT)
        for consent in facts.consents or ()
    )


def _has_odd(noun: object, shape: tuple[tuple[str, type], ...]) -> bool:
    for name, wanted in shape:
        value = getattr(noun, name)
        kind = type(value)
        if kind is NoneType:
            continue
        if kind is not wanted:
            return True
        if kind is datetime and type(value.tzinfo) is not timezone:
            if type(value.tzinfo) is not ZoneInfo:
                return True
        elif kind is frozenset and any(type(word) is not str for word in value):
            return True
    return False
