"""A page as it can be shown: no character in it is one that a reader cannot see."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from leumund.basics.legible import legible

if TYPE_CHECKING:
    from collections.abc import Callable

    from leumund.report.page import Page

_NOT_IN_FONTS = re.compile(
    "[^\t\n\r -\u024f\u0300-\u036f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03ff\u0400-\u045f"
    "\u2000-\u2040\u2044-\u206f\u20ac\u2190-\u2193\u2200-\u22ff\u2500-\u257f\u25a0-\u25ff\u2713"
    "\u2717]"
)
_STAND_IN = "\N{REPLACEMENT CHARACTER}"


def fit(page: Page) -> Page:
    """The page with control characters and changes of direction written in signs."""
    fitted: Page = _each(page, legible)
    return fitted


def fit_for_paper(page: Page) -> Page:
    """The same, and what the fonts of the paper hold no letter for is �."""
    fitted: Page = _each(page, lambda text: _NOT_IN_FONTS.sub(_STAND_IN, text))
    return fitted


def _each(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_each(inner, change) for inner in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{f.name: _each(getattr(value, f.name), change) for f in fields(value)}
        )
    return value
