"""What ``leumund orders`` shows, in the reader's words; as JSON the words stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from leumund.basics.finding import Finding
from leumund.basics.language import _, translate
from leumund.basics.masking import masked
from leumund.basics.verdict import Reason
from leumund.cli.render import entries_of, is_noun, show
from leumund.orders import (
    Moved,
    Skipped,
    Step,
    code_words,
    fact_words,
    filled_by,
    is_known,
    met_words,
    word,
)

_KINDS: Mapping[str, str] = {
    "state": "state",
    "before": "state",
    "after": "state",
    "event": "event",
    "billing": "billing",
    "commission": "commission",
    "channel": "channel",
    "origin_kind": "origin_kind",
    "kind": "origin_kind",
    "way": "way",
    "contact_way": "way",
    "who": "who",
    "by": "who",
    "source": "source",
    "name": "link",
    "missing": "link",
    "reason": "reason",
    "sector": "sector",
    "effect": "effect",
}
_FACTS = ("fact", "reasons", "refused_by")
_KEYED = {"cents_by_commission": "commission", "refused_by": "fact"}


def show_order(result: object, as_json: bool = False) -> None:
    """Print a result of orders."""
    show(_masked(result) if as_json else spoken(result), as_json)


def _masked(result: object) -> object:
    """What customers said is free text, and may name a number."""
    if isinstance(result, (Step, Moved)):
        return replace(result, words=masked(result.words))
    return [_masked(each) for each in result] if isinstance(result, list) else result


def show_counts(counts: Mapping[str, int], as_json: bool = False) -> None:
    """Print how many orders stand where."""
    said = {word("state", state): count for state, count in counts.items()}
    show(counts if as_json else said, as_json)


def spoken(result: object) -> Any:
    """The result with every word that the reader's language has for it."""
    if hasattr(result, "in_words"):
        return result
    if isinstance(result, Skipped):
        return _skipped(result)
    if isinstance(result, Finding):
        return _finding(result)
    if isinstance(result, Reason):
        return _reason(result)
    if is_noun(result) or isinstance(result, Mapping):
        return {name: _said(name, value) for name, value in entries_of(result)}
    if isinstance(result, (list, tuple)):
        return type(result)(spoken(each) for each in result)
    return result


def _said(name: str, value: object) -> Any:
    if name in _KEYED and isinstance(value, Mapping):
        return {word(_KEYED[name], key): inner for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return tuple(_said(name, each) for each in value)
    if not isinstance(value, str):
        return spoken(value)
    if name in ("why", "citation"):
        return translate(value)
    if name == "words":
        return masked(", ".join(word("fact", each) for each in value.split("+")))
    if name in _FACTS:
        return fact_words(value)
    kind = _KINDS.get(name)
    return word(kind, value) if kind and is_known(kind) else value


def _skipped(skipped: Skipped) -> dict[str, str]:
    """In the columns of what was moved."""
    return {
        "order_ref": skipped.order_ref,
        "event": _("skipped"),
        "state": word("state", skipped.state),
        "billing": "",
        "commission": "",
        "reason": _("moved by somebody else, held by a case since, or blocked by a check"),
        "words": "",
    }


def _reason(reason: Reason) -> dict[str, str]:
    """A reason with what its check wants, and where that is filled in."""
    return {
        "rule": reason.rule,
        "effect": word("effect", reason.effect),
        "fact": met_words(reason.rule, reason.fact),
        _("filled by"): filled_by(reason.rule) or "–",
        "citation": translate(reason.citation),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    """A finding with what its code and its values say."""
    said: dict[str, Any] = {name: _said(name, value) for name, value in entries_of(finding)}
    return said | {"code": code_words(finding.code)}
