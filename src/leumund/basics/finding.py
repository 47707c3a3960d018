"""A finding: something that looks wrong, which rows it rests on, and from which source.

A finding accuses nobody. It goes from the part that sees it to the list of what is known
(audit) and, where a person decides so, into a case. It holds ids, never numbers or names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from leumund.basics.canonical import canonical_bytes, sha256_hex
from leumund.basics.clock import on_german_clock
from leumund.basics.letters import folded
from leumund.basics.masking import shown_number
from leumund.basics.verdict import Effect

_E164 = re.compile(r"\+[1-9][0-9]{6,}")
_ALIKE = MappingProxyType({"call_record": "call", "order_record": "order", "placed": "order"})
_RUNG = "rang"
_WEAK = frozenset({"number.shown", "C152", "C154", "C155"})


class Source(StrEnum):
    """Where a finding comes from. What goes back to one coin or one crowd is one kind."""

    TRACE = "trace"
    COMPLAINT = "complaint"
    CALL_RECORD = "call_record"
    ORDER_RECORD = "order_record"
    LOOK_UP = "look_up"
    MONEY = "money"
    TRANSCRIPT = "transcript"
    DECOY = "decoy"
    DOCUMENT = "document"
    LOGIN = "login"

    @property
    def group(self) -> str:
        """The kind of evidence: a naming, its complaints and decoy hits are one."""
        is_naming = self in (Source.TRACE, Source.COMPLAINT, Source.DECOY)
        return "naming" if is_naming else self.value


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """What a finding points at: a table and the opaque id of its row."""

    table: str
    key: str

    @property
    def subject(self) -> tuple[str, str]:
        """What it points at, however that is written: calls, call and intake.calls are one."""
        table = folded(self.table).strip().rpartition(".")[2].removesuffix("s")
        return _ALIKE.get(table, table), folded(self.key).strip()


@dataclass(frozen=True, slots=True)
class Finding:
    """``code`` is a check's id or a plain code ("call.after_objection"); ``said`` are the
    values of its sentence.

    Raises ValueError for a time without zone, for no row, and for text that could be a phone
    number: a finding is copied into cases and letters, and must not carry one there.
    """

    code: str
    partner: str | None
    source: Source
    first_sign_at: datetime
    rows: tuple[Row, ...]
    said: Mapping[str, str | int] = field(default_factory=dict)
    effect: Effect = Effect.WARN
    citation: str = ""

    def __post_init__(self) -> None:
        if self.first_sign_at.tzinfo is None:
            raise ValueError("the first sign needs a time zone")
        if not self.rows:
            raise ValueError("a finding rests on at least one row")
        told = (self.code, self.citation, *self.said, *map(str, self.said.values()))
        if any(map(shown_number, told)) or any(_E164.search(row.key) for row in self.rows):
            raise ValueError("a finding holds no phone number")
        object.__setattr__(self, "said", MappingProxyType(dict(self.said)))

    @property
    def kind(self) -> str:
        """The kind of evidence. A number that was rung back came from a complaint, and anybody
        can answer there: it is no second kind beside it."""
        is_rung = all(table == _RUNG for table, _key in self.subjects)
        return (Source.COMPLAINT if is_rung else self.source).group

    @property
    def is_weak(self) -> bool:
        """Whether it is a reason to look and no more: it is no kind of evidence at all."""
        return self.code in _WEAK

    @property
    def subjects(self) -> frozenset[tuple[str, str]]:
        """What its rows point at."""
        return frozenset(row.subject for row in self.rows)

    @property
    def facts(self) -> frozenset[str]:
        """One SHA-256 (hex) per subject, over the rule and the German day as well: told in
        other words, or with another citation, it is the same fact."""
        rule, day = folded(self.code).strip(), on_german_clock(self.first_sign_at).date()
        return frozenset(
            sha256_hex(canonical_bytes(["fact", rule, day, *subject]))
            for subject in self.subjects
        )

    @property
    def digest(self) -> str:
        """SHA-256 over all but the first sign: finding it again changes nothing."""
        content = {
            "code": self.code,
            "partner": self.partner,
            "source": self.source.value,
            "rows": sorted([row.table, row.key] for row in self.rows),
            "said": dict(self.said),
            "effect": self.effect.value,
            "citation": self.citation,
        }
        return sha256_hex(canonical_bytes(content))
