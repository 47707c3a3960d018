"""A strict reading of YAML, for files that people write and others must be able to trust.

Only maps, lists and texts: no aliases, no tags, no key twice, nothing deeper than a person
would write. Every scalar stays the text that stands there, so that ``no`` is a country and
``+49 30`` a number. Every value knows its line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leumund.basics.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator

CHARACTERS_MAX = 4_000_000
DEPTH_MAX = 20


class NotYaml(BadInput):
    """{name} cannot be read as YAML from line {line} on. Nothing was loaded."""

    code = "not-yaml"
    hint = "Look at the indentation, the colons and the quotation marks in this line."


class YamlTrick(BadInput):
    """Line {line} of {name} uses an anchor, an alias or a tag. Nothing was loaded: here every
    value stands where it counts."""

    code = "yaml-trick"
    hint = "Write the value out."


class DoubledKey(BadInput):
    """Line {line} of {name} gives {key} a second time. Nothing was loaded."""

    code = "doubled-key"
    hint = "Keep the one that is right."


class DocumentTooLarge(BadInput):
    """{name} is larger or deeper than any file that a person writes. Nothing was loaded."""

    code = "document-too-large"
    hint = "Split it, or look whether it is the right file."


@dataclass(frozen=True, slots=True)
class Entry:
    """A value and the line where it begins: a text, a list of entries, or a map of them."""

    value: str | list[Entry] | dict[str, Entry]
    line: int


def read_document(text: str, name: str) -> Entry:
    """The one document of this text; ``name`` is the file's, for messages.

    An empty text is an empty map. Raises NotYaml, YamlTrick, DoubledKey, DocumentTooLarge.
    """
    import yaml

    if len(text) > CHARACTERS_MAX:
        raise DocumentTooLarge(name=name)
    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return _document(yaml.parse(text, Loader=loader), name)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
    except yaml.YAMLError:
        line = 1
    raise NotYaml(name=name, line=line)


def _document(events: Iterator[Any], name: str) -> Entry:
    """Builds the value with a stack of its own, so that depth is bounded by us."""
    opened: list[_Open] = []
    whole: Entry | None = None
    for event in events:
        kind = type(event).__name__
        if kind in ("DocumentStartEvent",) and whole is not None:
            raise NotYaml(name=name, line=_line(event))
        if kind not in _VALUES:
            continue
        _refuse_tricks(event, name)
        if kind in ("MappingStartEvent", "SequenceStartEvent"):
            opened.append(_Open(_line(event), is_map=kind == "MappingStartEvent"))
            if len(opened) > DEPTH_MAX:
                raise DocumentTooLarge(name=name)
            continue
        is_scalar = kind == "ScalarEvent"
        done = Entry(event.value, _line(event)) if is_scalar else opened.pop().entry()
        if opened:
            opened[-1].take(done, name)
        else:
            whole = done
    return whole or Entry({}, 1)


_VALUES = (
    "AliasEvent",
    "ScalarEvent",
    "MappingStartEvent",
    "MappingEndEvent",
    "SequenceStartEvent",
    "SequenceEndEvent",
)


class _Open:
    """A map or list that is being read."""

    def __init__(self, line: int, *, is_map: bool) -> None:
        self.line = line
        self._map: dict[str, Entry] | None = {} if is_map else None
        self._list: list[Entry] = []
        self._key: str | None = None

    def take(self, entry: Entry, name: str) -> None:
        if self._map is None:
            self._list.append(entry)
        elif self._key is not None:
            self._map[self._key] = entry
            self._key = None
        else:
            self._key = self._new_key(entry, name)

    def entry(self) -> Entry:
        return Entry(self._list if self._map is None else self._map, self.line)

    def _new_key(self, entry: Entry, name: str) -> str:
        if not isinstance(entry.value, str):
            raise NotYaml(name=name, line=entry.line)
        if self._map is not None and entry.value in self._map:
            raise DoubledKey(name=name, line=entry.line, key=entry.value)
        return entry.value


def _refuse_tricks(event: Any, name: str) -> None:
    if getattr(event, "anchor", None) or getattr(event, "tag", None):
        raise YamlTrick(name=name, line=_line(event))


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
