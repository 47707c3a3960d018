"""Who is meant by a row without a number that we know: by name and postcode, as a weight.

The weights are made from the file and our customers alone, before any copy is looked at; so
whatever they are, they can make no copy look guilty, only the finding weaker. A doubt counts
against exclusion: a row that may mean several people, or somebody we do not know, excludes
no copy.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from math import exp
from typing import TYPE_CHECKING, NamedTuple

from leumund.people.line import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from leumund.people.snapshot import Snapshot

LEAST_WEIGHT = 0.4
"""What at least speaks for somebody for it to count as a doubtful match."""
_ALIKE_LEAST = 80
_POINTS_TO_DOUBT = 4.0
_OTHER_POSTCODE = 0.02
_SOMEBODY_ELSE = {True: 0.05, False: 0.6}
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_TITLES = frozenset(("herr", "frau", "dr", "prof", "dipl", "ing", "mr", "mrs", "ms"))
_KEY_LETTERS = 4


class Told(NamedTuple):
    """What a row says of somebody; empty where it says nothing."""

    name: str
    postcode: str
    ref: str


@dataclass(frozen=True, slots=True)
class Known:
    """One of our persons with the lines it is on."""

    name: str = field(repr=False)
    postcode: str
    ref: str
    line_ids: tuple[int, ...]


class Meant(NamedTuple):
    """A person who may be meant, with the weight of it; 1: by the customer's own reference."""

    line_ids: tuple[int, ...]
    weight: float


def folded(name: str) -> str:
    """The form in which names of people are compared: letters and spaces, no titles."""
    plain = name_key(name).translate(_LETTERS)
    words = re.sub(r"[^a-z ]", " ", plain).split()
    return " ".join(sorted(word for word in words if word not in _TITLES))


class Register:
    """Our customers, ready to be asked whom a row means."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._known = tuple(known)
        self._names = [folded(person.name) for person in self._known]
        self._by_ref = {person.ref: place for place, person in enumerate(self._known)}
        self._by_postcode: dict[str, list[int]] = defaultdict(list)
        self._by_key: dict[str, list[int]] = defaultdict(list)
        for place, person in enumerate(self._known):
            self._by_postcode[person.postcode].append(place)
            for word in set(self._names[place].split()):
                self._by_key[word[:_KEY_LETTERS]].append(place)

    def meant(self, told: Told) -> tuple[Meant, ...]:
        """Who may be meant, the likeliest first; the weights sum to at most one."""
        if told.ref and told.ref in self._by_ref:
            return (Meant(self._known[self._by_ref[told.ref]].line_ids, 1.0),)
        name = folded(told.name)
        if not name:
            return ()
        places = self._near(name, told.postcode)
        likely = [(self._likeness(place, name, told.postcode), place) for place in places]
        whole = sum(odds for odds, _ in likely) + _SOMEBODY_ELSE[bool(told.postcode)]
        found = sorted((-odds / whole, place) for odds, place in likely if odds > 0)
        return tuple(Meant(self._known[place].line_ids, -weight) for weight, place in found)

    def _near(self, name: str, postcode: str) -> Sequence[int]:
        """Everybody with a word of the name that begins alike, or with the postcode."""
        keys = {word[:_KEY_LETTERS] for word in name.split()}
        near = {place for key in keys for place in self._by_key.get(key, ())}
        return sorted(near.union(self._by_postcode.get(postcode, ()) if postcode else ()))

    def _likeness(self, place: int, name: str, postcode: str) -> float:
        from rapidfuzz import fuzz

        alike = fuzz.ratio(name, self._names[place], score_cutoff=_ALIKE_LEAST)
        if not alike:
            return 0.0
        odds = exp((alike - 100) / _POINTS_TO_DOUBT)
        theirs = self._known[place].postcode
        is_other = bool(postcode and theirs and postcode != theirs)
        return odds * (_OTHER_POSTCODE if is_other else 1.0)


def customers_in(snapshot: Snapshot) -> Iterator[Known]:
    """Our customers with their names; ``snapshot`` was taken with names."""
    from pyarrow import parquet

    wanted = ["person_id", "ref", "postcode", "name"]
    people = parquet.read_table(snapshot["person"], columns=wanted).to_pydict()
    lines: dict[int, list[int]] = {}
    pairs = parquet.read_table(snapshot["person_line"]).to_pydict()
    for person, line in zip(pairs["person_id"], pairs["line_id"], strict=True):
        lines.setdefault(person, []).append(line)
    for person, ref, postcode, name in zip(*(people[one] for one in wanted), strict=True):
        yield Known(name or "", postcode or "", ref, tuple(lines.get(person, ())))
