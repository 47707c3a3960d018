"""What ``look.toml`` says about sheets, and that nothing in it is passed over in silence.

A slip of the pen in a mapping changes every figure below it: an entry that cannot be taken as
it stands stops the look, and says where it stands and what may stand there.
"""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from leumund.basics.errors import BadInput
from leumund.basics.language import _
from leumund.look.kinds import KINDS
from leumund.look.mapping import Saved, column_of, header_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from leumund.intake import Sheet

    Key = tuple[str, str | None]

_WORDS = ("file", "name", "kind", "partner", "day_order")
_MORE = ("columns", "handed_over_on")
_ORDERS = ("dmy", "mdy")
_PARTS = ("version", "settings", "sheet")
MORE_NUMBERS = ("number", "number_2", "number_3")
"""The fields that a list of columns of numbers becomes, in this order."""


class UnknownInMapping(BadInput):
    """{file}, {entry}: there is no {what} {value}. Nothing was looked at."""

    code = "unknown-in-mapping"
    hint = "Meant is perhaps {closest}. There are: {known}. Change it, or take the entry out."


class BadMappingEntry(BadInput):
    """{file}, {entry}: {name} is {value}, where {what} is expected. Nothing was looked at."""

    code = "bad-mapping-entry"
    hint = "Write it as in: {example}"


class MappingNotThere(BadInput):
    """{name} was given as mapping and is no file. Nothing was looked at."""

    code = "mapping-not-there"
    hint = "Give the path of a look.toml, or leave it out: then every file is thought of anew."


def check_parts(found: Mapping[str, Any], file: str) -> None:
    """Raises UnknownInMapping for a part that no mapping has."""
    for part in found:
        _known(file, _("at the top"), _("part"), part, _PARTS)


def saved_sheets(entries: Iterable[Any], file: str) -> dict[Key, Saved]:
    """The entries by (file, sheet); raises UnknownInMapping and BadMappingEntry."""
    said = (_saved(each, file, place) for place, each in enumerate(entries, 1))
    return dict(said)


def check_files(saved: Iterable[Key], there: Collection[str], file: str) -> None:
    """Raises UnknownInMapping for an entry about a file that is not in the folder."""
    for name, sheet in saved:
        _known(file, _entry_words(name, sheet), _("file"), name, sorted(there))


def check_sheets(saved: Iterable[Key], read: Mapping[str, Collection[str]], file: str) -> None:
    """Raises UnknownInMapping for an entry about a sheet that its file does not have.

    ``read``: the sheets of every file that holds tables, "" where it has but one.
    """
    for name, sheet in saved:
        if name in read:
            places = sorted(read[name])
            _known(file, _entry_words(name, sheet), _("sheet"), sheet or "", places)


def check_columns(saved: Saved, sheet: Sheet, file: str) -> None:
    """Raises UnknownInMapping for a column that the sheet does not have."""
    every = [header_of(sheet, column) for column in range(len(sheet.header))]
    for called in saved.columns.values():
        if column_of(sheet, called) is None:
            entry = _entry_words(sheet.file, sheet.name)
            _known(file, entry, _("column"), called, every)


def _saved(each: Any, file: str, place: int) -> tuple[Key, Saved]:
    entry = _("entry {place}").format(place=place)
    if not isinstance(each, dict):
        raise BadMappingEntry(
            file=file, entry=entry, name="sheet", value=each, what=_("a part"),
            example="[[sheet]]",
        )  # fmt: skip
    _check_words(each, file, entry)
    for name in ("file", "kind"):
        if name not in each:
            _wrong(file, entry, name, _("nothing"), _("a word"))
    entry = _entry_words(each["file"], each.get("name"))
    for name in each:
        _known(file, entry, _("word"), name, (*_WORDS, *_MORE))
    kind = each["kind"]
    _known(file, entry, _("kind"), kind, (*KINDS, ""))
    if "day_order" in each:
        _known(file, entry, "day_order", each["day_order"], _ORDERS)
    day = each.get("handed_over_on")
    if day is not None and not isinstance(day, date):
        _wrong(file, entry, "handed_over_on", day, _("a day"))
    columns = each.get("columns", {})
    if not isinstance(columns, dict):
        _wrong(file, entry, "columns", columns, _("a part"))
    return (each["file"], each.get("name")), Saved(
        kind=kind,
        columns=dict(_columns(columns, kind, file, entry)),
        partner=each.get("partner"),
        handed_over_on=day,
        day_order=each.get("day_order"),
    )


def _check_words(each: Mapping[str, Any], file: str, entry: str) -> None:
    for name in _WORDS:
        if name in each and not isinstance(each[name], str):
            _wrong(file, entry, name, each[name], _("a word"))


def _columns(
    columns: Mapping[str, Any], kind: str, file: str, entry: str
) -> Iterator[tuple[str, str]]:
    """Field and column; a list of columns of numbers is one field after the other."""
    fields = [field.name for field in KINDS[kind].fields] if kind else []
    for name, called in columns.items():
        if kind:
            _known(file, entry, _("field"), name, fields)
        is_many = name == "number" and MORE_NUMBERS[1] in fields and _is_words(called)
        if is_many and len(called) <= len(MORE_NUMBERS):
            yield from zip(MORE_NUMBERS, called, strict=False)
        elif isinstance(called, str):
            yield name, called
        else:
            _wrong(file, entry, name, called, _("the name of a column"))


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, str) for v in value)


def _wrong(file: str, entry: str, name: str, value: object, what: str) -> None:
    examples = {
        "handed_over_on": "handed_over_on = 2026-03-31",
        "columns": "[sheet.columns]",
        "day_order": 'day_order = "mdy"',
        "kind": 'kind = "calls"',
        "file": 'file = "calls.csv"',
        "name": 'name = "Sheet 1"',
        "partner": 'partner = "Nord"',
    }
    example = examples.get(name, f'{name} = "#3"')
    raise BadMappingEntry(
        file=file, entry=entry, name=name, value=value, what=what, example=example
    )


def _known(file: str, entry: str, what: str, value: str, known: Sequence[str]) -> None:
    if value in known:
        return
    near = get_close_matches(value, known, n=1, cutoff=0.0)
    raise UnknownInMapping(
        file=file,
        entry=entry,
        what=what,
        value=_quoted(value),
        closest=_quoted(near[0]) if near else _("none"),
        known=", ".join(map(_quoted, known)) or _("none"),
    )


def _quoted(word: str) -> str:
    return f'"{word}"'


def _entry_words(name: str, sheet: str | None) -> str:
    place = ", ".join(filter(None, (name, sheet)))
    return _("entry for {place}").format(place=place)
