"""Which kind of record a sheet seems to hold, and which of its columns is which field.

Both the names of the columns speak (German, English, shortened, mistyped) and what stands
below them: a column of IBANs is one whatever it is called, and a column called Datum without
dates is none. It is a proposal, which a person confirms or corrects.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leumund.basics.language import _
from leumund.intake.tables.clocks import has_clock
from leumund.intake.tables.converting import reader_of
from leumund.intake.tables.digits import looks_like_numbers
from leumund.intake.tables.likeness import likeness
from leumund.intake.tables.notes import type_words
from leumund.intake.tables.sheet import Guess, Proposal

if TYPE_CHECKING:
    from leumund.intake.tables.sheet import Field, FieldType, RecordKind, Sheet

_SAMPLED = 1_000
_TELLING = (
    "number",
    "moment",
    "day",
    "iban",
    "email",
    "amount",
    "yes_no",
    "duration_s",
    "channel",
    "clock",
)
_UNMISTAKABLE = ("iban", "email")
_LEAST = 0.35
_KNOWN_NAME = 0.9
_CORE = 0.65
_FILE_WORDS = {
    "customers": "kunden kundenstamm bestand stammdaten crm customer clients",
    "consents": "einwilligungen optin optins consent permissions werbeerlaubnis",
    "objections": "widersprueche werbewiderspruch sperrliste blacklist optout dnc",
    "contracts": "vertraege vertrag vertragsbestand",
    "partners": "vertriebspartner agenturen dienstleister haendler",
    "calls": "anrufe cdr dialer dialler anrufliste gespraeche telefonie outbound",
    "orders": "auftraege bestellungen abschluesse auftragseingang",
    "statements": "provision provisionen provisionsabrechnung abrechnung commission",
    "lists": "liste listen adressliste anrufdaten lead leads uebergabe kampagnenliste",
    "complaints": "beschwerden reklamationen",
    "shops": "filialen laeden stores oeffnungszeiten",
}


@dataclass(frozen=True, slots=True)
class _Profile:
    """A column: its name and a sample of what stands in it, without what is missing."""

    place: int
    name: str
    texts: Any
    shares: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Match:
    field: Field
    place: int
    score: float
    named: float
    share: float


def propose(sheet: Sheet, kinds: Sequence[RecordKind]) -> Proposal:
    """The likeliest kind, and for each of its fields the likeliest column, if there is one.

    Confidence is a measure for asking or not asking a person (below 0.6: ask), not a chance.
    Of one kind alone the columns are proposed however unlikely it is: somebody has said it.
    """
    profiles = _profiles(sheet)
    if not profiles or not kinds:
        return Proposal(None, 0.0, {})
    weights = _weights(kinds)
    matches = {kind.name: _matched(kind, profiles, sheet) for kind in kinds}
    scores = {
        kind.name: _score(kind, matches[kind.name], profiles, weights, sheet) for kind in kinds
    }
    best = max(scores, key=lambda name: scores[name])
    is_unlikely = len(kinds) > 1 and scores[best] < _LEAST / 2
    if is_unlikely or not matches[best]:
        return Proposal(None, 0.0, {}, scores)
    second = max((score for name, score in scores.items() if name != best), default=0.0)
    margin = (scores[best] - second) / scores[best]
    confidence = round(min(1.0, scores[best] * (0.7 + 0.6 * min(margin, 0.5))), 3)
    columns = {each.field.name: _guess(each, profiles) for each in matches[best]}
    return Proposal(best, confidence, columns, {k: round(v, 3) for k, v in scores.items()})


def _profiles(sheet: Sheet) -> list[_Profile]:
    from pyarrow import parquet

    with parquet.ParquetFile(sheet.table) as table:
        groups = table.num_row_groups
        wanted = sorted({0, groups // 2, groups - 1} & set(range(groups)))
        parts = [table.read_row_group(group).slice(0, _SAMPLED) for group in wanted]
    if not parts:
        return []
    profiles = []
    for place, name in enumerate(sheet.header):
        texts = [part.column(f"c{place}").combine_chunks().drop_null() for part in parts]
        joined = texts[0] if len(texts) == 1 else _joined(texts)
        profiles.append(_Profile(place, name, joined, {}))
    return profiles


def _joined(texts: list[Any]) -> Any:
    import pyarrow

    return pyarrow.concat_arrays(texts)


def _share(profile: _Profile, type_: FieldType, sheet: Sheet) -> float:
    """The share of a column's values that can be read as this type."""
    if type_ not in profile.shares:
        profile.shares[type_] = _read_share(profile, type_, sheet)
    return profile.shares[type_]


def _read_share(profile: _Profile, type_: FieldType, sheet: Sheet) -> float:
    texts = profile.texts
    if not len(texts):
        return 0.0
    if type_ == "number" and not looks_like_numbers(texts):
        return 0.0
    reader = reader_of(type_, sheet, profile.place, "DE", None)
    reader.see(texts.unique())
    read = reader.read(texts)
    return 1.0 - int(read.null_count) / len(texts)


def _matched(kind: RecordKind, profiles: Sequence[_Profile], sheet: Sheet) -> list[_Match]:
    """One column at most for each field and one field for each column, best ones first."""
    every = [
        match
        for field in kind.fields
        for profile in profiles
        if (match := _match(field, profile, sheet)).score >= _LEAST
    ]
    every.sort(key=lambda match: (-match.score, match.place))
    fields: set[str] = set()
    places: set[int] = set()
    chosen = []
    for match in every:
        if match.field.name not in fields and match.place not in places:
            fields.add(match.field.name)
            places.add(match.place)
            chosen.append(match)
    return chosen


def _match(field: Field, profile: _Profile, sheet: Sheet) -> _Match:
    names = (field.name, *field.names_de, *field.names_en)
    named = max((likeness(profile.name, name) for name in names), default=0.0)
    is_telling = field.type in _TELLING
    if named == 0 and not is_telling:
        return _Match(field, profile.place, 0.0, 0.0, 0.0)
    if not len(profile.texts):
        return _Match(field, profile.place, named * 0.7, named, 0.0)
    share = _share(profile, field.type, sheet) if is_telling else 1.0
    return _Match(field, profile.place, _together(field, named, share), named, share)


def _together(field: Field, named: float, share: float) -> float:
    """The name and the contents as one score."""
    if field.type not in _TELLING:
        return named * 0.95
    if field.type == "clock" and share < 0.5:
        return 0.0
    if share < 0.3:
        # destroyed numbers are still the numbers' column
        return named * 0.3 if named < _KNOWN_NAME else named * 0.5
    if named == 0:
        if field.type in _UNMISTAKABLE:
            return 0.5 * share
        # a column of dates may be any date; only what a record cannot be without is guessed
        is_likely = (field.is_needed or field.name == "number") and share > _KNOWN_NAME
        return 0.38 * share if is_likely else 0.0
    return 0.7 * named + 0.3 * share


def _weights(kinds: Sequence[RecordKind]) -> Mapping[str, float]:
    """Fields that many kinds have say little about which kind it is."""
    counts = Counter(
        field.name for kind in kinds for field in kind.fields if not field.is_beside
    )
    return {name: math.log(1 + len(kinds) / count) for name, count in counts.items()}


def _score(
    kind: RecordKind,
    matches: Sequence[_Match],
    profiles: Sequence[_Profile],
    weights: Mapping[str, float],
    sheet: Sheet,
) -> float:
    telling = [match for match in matches if not match.field.is_beside]
    found = sum(match.score * weights[match.field.name] for match in telling)
    named = [profile for profile in profiles if profile.name or len(profile.texts)]
    usual = sum(weights.values()) / len(weights)
    taken = sum(weights[match.field.name] for match in telling)
    explained = found / (taken + usual * 0.6 * max(0, len(named) - len(matches)) or 1)
    whole = sum(weights[field.name] for field in kind.fields if not field.is_beside)
    covered = min(1.0, 1.6 * found / whole)
    needed = [field.name for field in kind.fields if field.is_needed]
    there = {match.field.name: match.score for match in matches}
    has_needed = sum(there.get(name, 0.0) for name in needed) / len(needed) if needed else 1.0
    called = _called(kind.name, sheet)
    score = (0.5 * explained + 0.3 * covered + 0.2 * called) * (0.4 + 0.6 * has_needed)
    is_told = called >= _KNOWN_NAME and _has_core(kind, there)
    return max(score, _CORE) if is_told else score


def _has_core(kind: RecordKind, there: Mapping[str, float]) -> bool:
    """Are the number and the moment there without which a record of the kind is none?

    A list of calls may have these alone: beside a name that says what it is they are enough.
    """
    core = [
        field.name
        for field in kind.fields
        if field.is_needed and field.type in ("number", "moment")
    ]
    return len(core) > 1 and all(there.get(name, 0.0) >= _KNOWN_NAME for name in core)


def _called(kind: str, sheet: Sheet) -> float:
    """Does the name of the file or of the sheet say what it is?"""
    stem = sheet.file.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    words = f"{_FILE_WORDS.get(kind, '')} {kind}".split()
    said = [part for name in (stem, sheet.name or "") for part in _parts(name)]
    return max((likeness(part, word) for part in said for word in words), default=0.0)


def _parts(name: str) -> list[str]:
    return [
        name,
        *(part for part in name.replace("-", "_").replace(" ", "_").split("_") if part),
    ]


def _guess(match: _Match, profiles: Sequence[_Profile]) -> Guess:
    profile = profiles[match.place]
    return Guess(match.place, round(min(1.0, match.score), 3), _why(match, profile))


def _why(match: _Match, profile: _Profile) -> str:
    """Why, in the reader's words; a day without a time is not called a moment."""
    name, type_ = profile.name, match.field.type
    if type_ == "moment" and len(profile.texts) and not has_clock(profile.texts):
        type_ = "day"
    values = {
        "name": name,
        "percent": round(100 * match.share),
        "type": type_words(type_),
    }
    if match.field.type not in _TELLING or not match.share:
        return _("the column is called {name}").format(**values)
    if match.named == 0:
        return _("{percent} % of its values can be read as {type}").format(**values)
    return _(
        "the column is called {name}, and {percent} % of its values can be read as {type}"
    ).format(**values)
