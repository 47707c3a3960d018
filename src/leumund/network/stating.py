"""A map of a file that people write, asked key by key; whatever is wrong names its line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

from leumund.basics.errors import BadInput
from leumund.people import UnknownWord, UnreadableDate, day, shown, yes_or_no

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from leumund.network.document import Entry

_Choice = TypeVar("_Choice", bound=str)


class UnknownKey(BadInput):
    """Line {line} of {name} has the key {key}, which is not known there. Nothing was loaded."""

    code = "unknown-key"
    hint = "Closest is: {closest}. Known are: {known}."


class MissingKey(BadInput):
    """What begins in line {line} of {name} has no {key}. Nothing was loaded."""

    code = "missing-key"
    hint = "Add {key}."


class NotAText(BadInput):
    """{key} in line {line} of {name} must be a single value. Nothing was loaded."""

    code = "not-a-text"
    hint = "Write {key}: VALUE."


class NotAList(BadInput):
    """{key} in line {line} of {name} must be a list. Nothing was loaded."""

    code = "not-a-list"
    hint = "Write {key}: [ONE, OTHER], or one entry a line, each after a dash."


class NotAMap(BadInput):
    """Line {line} of {name} must hold keys with values. Nothing was loaded."""

    code = "not-a-map"
    hint = "Known keys are: {known}."


class NoSuchDay(BadInput):
    """{key} in line {line} of {name} is {value}, which is no day. Nothing was loaded."""

    code = "no-such-day"
    hint = "Write 2026-03-31 or 31.03.2026."


class NoSuchChoice(BadInput):
    """{key} in line {line} of {name} is {value}. Nothing was loaded."""

    code = "no-such-choice"
    hint = "Known are: {known}."


class NoSuchCountry(BadInput):
    """The country in line {line} of {name} is {value}, which is none. Nothing was loaded."""

    code = "no-such-country"
    hint = "Write the two letters of ISO 3166, for example DE."


class EndsBeforeItBegins(BadInput):
    """What begins in line {line} of {name} is valid from {valid_from} to {valid_to}, which is
    earlier. Nothing was loaded."""

    code = "ends-before-it-begins"
    hint = "Both days are included; leave valid_to out where no end is agreed."


class NoSuchDigest(BadInput):
    """{key} in line {line} of {name} is no SHA-256. Nothing was loaded."""

    code = "no-such-digest"
    hint = "Write the 64 characters that sha256sum prints for the file."


def is_country(written: str) -> bool:
    """Whether these are two letters of ISO 3166; libphonenumber knows every country that has
    telephones."""
    import phonenumbers

    is_code = re.fullmatch("[A-Z]{2}", written) is not None
    return is_code and written in phonenumbers.SUPPORTED_REGIONS


@dataclass(frozen=True, slots=True)
class Stating:
    """A map of the file with its known keys; every question names its line when it fails."""

    entries_by_key: Mapping[str, Entry]
    begins: int
    name: str

    @classmethod
    def of(cls, entry: Entry, known: tuple[str, ...], name: str) -> Stating:
        if not isinstance(entry.value, dict):
            raise NotAMap(name=name, line=entry.line, known=", ".join(known))
        for key, inner in entry.value.items():
            if key not in known:
                close = get_close_matches(key, known, n=1, cutoff=0.5)
                raise UnknownKey(
                    name=name,
                    line=inner.line,
                    key=shown(key),
                    closest=close[0] if close else "–",
                    known=", ".join(known),
                )
        return cls(entry.value, entry.line, name)

    def line(self, key: str) -> int:
        return self.entries_by_key[key].line

    def text(self, key: str) -> str | None:
        entry = self.entries_by_key.get(key)
        if entry is None:
            return None
        if not isinstance(entry.value, str):
            raise NotAText(name=self.name, line=entry.line, key=key)
        written = " ".join(entry.value.split())
        return None if written in ("", "~", "null") else written

    def needed(self, key: str) -> str:
        written = self.text(key)
        if written is None:
            raise MissingKey(name=self.name, line=self.begins, key=key)
        return written

    def entries(self, key: str) -> list[Entry]:
        entry = self.entries_by_key.get(key)
        if entry is None or entry.value == "":
            return []
        if not isinstance(entry.value, list):
            raise NotAList(name=self.name, line=entry.line, key=key)
        return entry.value

    def texts(self, key: str, *, is_needed: bool = False) -> tuple[str, ...]:
        found: list[str] = []
        for entry in self.entries(key):
            if not isinstance(entry.value, str):
                raise NotAText(name=self.name, line=entry.line, key=key)
            found.append(" ".join(entry.value.split()))
        if is_needed and not any(found):
            raise MissingKey(name=self.name, line=self.begins, key=key)
        return tuple(dict.fromkeys(filter(None, found)))

    def day(self, key: str) -> date | None:
        try:
            return day(self.text(key) or "", key)
        except UnreadableDate as error:
            value = error.values["value"]
        raise NoSuchDay(name=self.name, line=self.line(key), key=key, value=value)

    def choice(self, key: str, known: tuple[_Choice, ...]) -> _Choice | None:
        written = self.text(key)
        if written is None:
            return None
        for one in known:
            if one == written.lower():
                return one
        raise self._no_such(key, ", ".join(known))

    def is_yes(self, key: str) -> bool:
        try:
            return yes_or_no(self.text(key) or "", key)
        except UnknownWord:
            raise self._no_such(key, "yes, no") from None

    def _no_such(self, key: str, known: str) -> NoSuchChoice:
        value = shown(self.text(key) or "")
        return NoSuchChoice(
            name=self.name, line=self.line(key), key=key, value=value, known=known
        )

    def country(self) -> str:
        """ISO 3166-1 alpha-2."""
        written = self.needed("country").upper()
        if not is_country(written):
            raise NoSuchCountry(name=self.name, line=self.line("country"), value=shown(written))
        return written

    def days(self) -> tuple[date, date | None]:
        """First and last day; the first is needed, both are included."""
        self.needed("valid_from")
        valid_from, valid_to = self.day("valid_from"), self.day("valid_to")
        assert valid_from is not None
        if valid_to is not None and valid_to < valid_from:
            raise EndsBeforeItBegins(
                name=self.name, line=self.begins, valid_from=valid_from, valid_to=valid_to
            )
        return valid_from, valid_to

    def digest(self, key: str) -> str | None:
        """64 hex digits, in small letters."""
        written = self.text(key)
        if written is None:
            return None
        if not re.fullmatch("[0-9a-f]{64}", written.lower()):
            raise NoSuchDigest(name=self.name, line=self.line(key), key=key)
        return written.lower()
