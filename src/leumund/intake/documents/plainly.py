"""Our nouns as plain JSON and back, strictly: what another process says may be made up."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from leumund.intake.tables import Note

_PLAIN = (str, int, float, bool)


def to_plain(value: object) -> Any:
    """Dataclasses as lists of their fields, days and amounts as text."""
    if isinstance(value, (date, Decimal)):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): to_plain(inner) for key, inner in value.items()}
    if isinstance(value, (tuple, list)):
        return [to_plain(inner) for inner in value]
    if is_dataclass(value):
        return [to_plain(getattr(value, field.name)) for field in fields(value)]
    return value


def from_plain(kind: Any, value: Any) -> Any:
    """The value as this kind; raises ValueError or TypeError where it is none."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        known = [one for one in inner if one is not types.NoneType]
        return None if value is None else from_plain(known[0], value)
    if origin is Literal:
        return _known(value, inner)
    if origin is tuple:
        return tuple(from_plain(inner[0], one) for one in _a(list, value))
    if origin is Mapping:
        items = _a(dict, value).items()
        return {_a(str, key): from_plain(inner[1], one) for key, one in items}
    if kind in (date, Decimal):
        return date.fromisoformat(_a(str, value)) if kind is date else Decimal(_a(str, value))
    if is_dataclass(origin or kind):
        return _noun(origin or kind, inner, value)
    return float(value) if kind is float and isinstance(value, int) else _a(kind, value)


def _noun(kind: Any, inner: tuple[Any, ...], value: Any) -> Any:
    given = _a(list, value)
    if kind is Note:
        code, values, row = given
        plain = {_a(str, key): _known_type(one) for key, one in _a(dict, values).items()}
        return Note(_a(str, code), plain, None if row is None else _a(int, row))
    hints = _hints(kind)
    if len(given) != len(hints):
        raise ValueError(f"{kind.__name__} has {len(hints)} fields")
    said = (inner[0] if isinstance(hint, TypeVar) else hint for hint in hints)
    return kind(*(from_plain(hint, one) for hint, one in zip(said, given, strict=True)))


@cache
def _hints(kind: Any) -> tuple[Any, ...]:
    hints = get_type_hints(kind)
    return tuple(hints[field.name] for field in fields(kind))


def _a(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{kind.__name__} expected")
    return value


def _known(value: Any, choices: tuple[Any, ...]) -> Any:
    if value not in choices:
        raise ValueError("an unknown word")
    return value


def _known_type(value: Any) -> Any:
    if not isinstance(value, _PLAIN):
        raise TypeError("text or a number expected")
    return value
