"""How well the mails of the corpus are read, field by field, against the truth beside them.

A name counts if one of what was read and what is true holds the other ("Quarzfunk" and
"Quarzfunk Premium Service"); a product by its class; what was said if at least half of one
true phrase stands in what was read, or the other way round; everything else only if equal.
Where a mail tells of several calls, every moment and every number shown counts by itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from leumund.intake.mails.extract import Extracted, extract
from leumund.intake.mails.message import Message, read_message

CORPUS = Path(__file__).parent / "corpus"
PARTS = {"first": (1, 120), "second": (121, 200), "third": (201, 240)}
FIELDS = (
    "is_call",
    "called_at",
    "number_called",
    "number_shown",
    "said_name",
    "product",
    "said",
    "is_objection",
    "is_order_denied",
    "is_hearsay",
)
_ARTICLES = re.compile(r"^(?:herrn?|frau|der|die|das|ihre[rnm]?|your|von|firma|the) ")


# Not frozen: it counts.
@dataclass(slots=True)
class Score:
    """Values that were read rightly, read wrongly, and not read."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    mails: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    def count(self, mail: str, right: int, wrong: int, missed: int) -> None:
        self.right += right
        self.wrong += wrong
        self.missed += missed
        if wrong or missed:
            self.mails.append(mail)


@cache
def truth() -> dict[str, Any]:
    return dict(json.loads((CORPUS / "truth.json").read_text(encoding="utf-8")))


def message(name: str) -> Message:
    return read_message((CORPUS / f"{name}.eml").read_bytes(), f"{name}.eml")


def scored(part: str) -> dict[str, Score]:
    """Per field the score over one part of the corpus."""
    first, last = PARTS[part]
    scores = {name: Score() for name in FIELDS}
    for name, wanted in truth().items():
        if first <= int(name) <= last:
            _score_mail(name, wanted, extract(message(name)), scores)
    return scores


def printed(part: str, scores: dict[str, Score]) -> str:
    lines = [f"{part} part           precision  recall  right  wrong  missed"]
    lines += [
        f"{name:<20} {one.precision:9.3f} {one.recall:7.3f}"
        f" {one.right:6} {one.wrong:6} {one.missed:7}  {' '.join(one.mails)}"
        for name, one in scores.items()
    ]
    return "\n".join(lines)


def _score_mail(
    name: str, wanted: dict[str, Any], found: tuple[Extracted, ...], scores: dict[str, Score]
) -> None:
    sets = {
        "called_at": {_moment(value) for value in _values(found, "called_at")},
        "number_shown": set(_values(found, "number_shown")),
    }
    for key, have in sets.items():
        want = set(wanted.get(key, ()))
        scores[key].count(name, len(want & have), len(have - want), len(want - have))
    singles = {
        "is_call": (wanted["is_call"] or None, any(one.is_call for one in found) or None),
        "is_hearsay": (wanted.get("is_hearsay"), any(o.is_hearsay for o in found) or None),
        "product": (wanted.get("product"), _product_class(found)),
    }
    for key in ("number_called", "said_name", "said", "is_objection", "is_order_denied"):
        singles[key] = (wanted.get(key), next(iter(_values(found, key)), None))
    for key, (want, have) in singles.items():
        is_right = want is not None and have is not None and _agree(key, want, have)
        wrong, missed = have is not None and not is_right, want is not None and not is_right
        scores[key].count(name, int(is_right), int(wrong), int(missed))


def _values(found: Iterable[Extracted], name: str) -> list[Any]:
    return [one.fields[name].value for one in found if name in one.fields]


def _product_class(found: Iterable[Extracted]) -> str | None:
    return next((o.fields["product"].note for o in found if "product" in o.fields), None)


def _moment(value: datetime | date) -> str:
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else str(value)


def _agree(key: str, want: Any, have: Any) -> bool:
    if key == "said_name":
        bare = _bare(have)
        return any(_bare(one) in bare or bare in _bare(one) for one in want)
    if key == "said":
        return any(_overlap(one, have) for one in want)
    return have in want if key == "product" else bool(want == have)


def _bare(name: str) -> str:
    return _ARTICLES.sub("", name.lower().strip('"„“ .')).strip()


def _overlap(one: str, other: str) -> bool:
    one, other = " ".join(one.split()), " ".join(other.split())
    half = len(one) // 2 + 1
    return other in one or any(one[at : at + half] in other for at in range(half))
