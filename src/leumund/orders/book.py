"""The book extract that a commercial agent can ask for (§ 87c(2) HGB): every order of the
partner, where its commission stands, and why, with the law.

For a German reader its headings and words are German, moments are on the German clock and
amounts in whole units; in English it keeps the words that programs know."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from leumund.basics.clock import local_text
from leumund.basics.language import reader_language
from leumund.orders.states import REASONS, Commission
from leumund.orders.words import fact_words, is_known, word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_COLUMNS: Final = (
    *("order_ref", "ordered_at", "product", "channel", "campaign", "state", "billing"),
    *("commission_cents", "commission", "since", "reason", "law", "refused_because"),
)
_MOMENTS: Final = ("ordered_at", "since")
_SAID_YES = "customer_said_yes"
_REFUSED = "the order does not say where it comes from, or its partner may not act"


def book_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """The extract as CSV; for programs amounts in hundredths, moments in ISO 8601."""
    text = io.StringIO()
    written = csv.writer(text, lineterminator="\n")
    is_plain = reader_language() == "en"
    written.writerow(_COLUMNS if is_plain else [word("column", name) for name in _COLUMNS])
    for row in rows:
        full = {**row, "law": REASONS.get(row["reason"], _REFUSED)}
        said = full if is_plain else _said(full)
        written.writerow([_cell(said[name]) for name in _COLUMNS])
    return text.getvalue()


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row in the reader's words."""
    said = {name: word(name, value) if is_known(name) else value for name, value in row.items()}
    law, because = word("law", row["reason"]), fact_words(row["refused_because"] or "")
    moments = {name: local_text(row[name]) for name in _MOMENTS if row[name] is not None}
    cents = row["commission_cents"]
    amount = None if cents is None else f"{cents // 100},{cents % 100:02d}"
    said |= {"law": law, "refused_because": because, "commission_cents": amount}
    if (row["commission"], row["reason"]) == (Commission.HELD, _SAID_YES):
        said["reason"] = word("held", row["reason"])
    return said | moments


def cents_by_commission(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """How much stands where: held, released, clawed back, none."""
    sums: Counter[str] = Counter()
    for row in rows:
        sums[row["commission"]] += row["commission_cents"] or 0
    return dict(sorted(sums.items()))


def _cell(value: object) -> object:
    if value is None:
        return ""
    text = value.isoformat() if hasattr(value, "isoformat") else value
    # A spreadsheet runs what begins with one of these signs.
    is_risky = isinstance(text, str) and text[:1] in ("=", "+", "-", "@", "\t")
    return f"'{text}" if is_risky else text
