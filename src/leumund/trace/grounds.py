"""From what is on record to what is weighed: the expert's way, without anything of ours.

An exhibit for an expert has ``grounds``: the opened secret with its seal, beacon, frame and
universe; the leaves of the people in question; every complaint in its sealed order; hand-overs
and lawful contacts. From them follow the cells, who was in the copy, and every call as it is
weighed. What follows must be what the exhibit states.

This is one of the files an outsider needs.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from leumund.basics.canonical import canonical_bytes, sha256_hex
from leumund.ledger import DoesNotVerify, leaf_hash, root, verify_inclusion
from leumund.trace import redrawn
from leumund.trace.exact import HELD_RATIO, PARTS
from leumund.trace.redrawn import Copy, Secrets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

START_DAYS = 365
APART, HEEDED = "apart", "heeded"
LAST = "9999-12-31"
_DAY_SECONDS = 86_400
_GRACE_SECONDS = 86_400
NO_CELL = -1
_LEAF_HEAD = 16 + 4 + 4 + 1 + 32


def weighing_of(grounds: Mapping[str, Any], copy_id: int) -> dict[str, Any]:
    """What is weighed, from the grounds; raises DoesNotVerify at the first that is not so."""
    draw = grounds["draw"]
    check_order(grounds)
    copy, gamma = redraw(draw), check_terms(grounds)
    check_leaves(grounds["subjects"], draw, copy)
    weight = Fraction(draw["booked_weight"]) / 2
    cells = cells_of(draw, copy)
    numbers = {cell: number for number, cell in enumerate(sorted(cells))}
    return {
        "alpha": draw["alpha"],
        "calls": list(_calls(grounds, copy_id, copy, numbers)),
        "groups": [cells[cell] for cell in sorted(cells)],
        "gamma": gamma,
        "is_by_caller": draw["campaign"].get("callers") == APART,
        "starts": START_DAYS,
        "weight": str(weight),
    }


def redraw(draw: Mapping[str, Any]) -> Copy:
    """The copy, from the master, the seal and the beacon; raises DoesNotVerify."""
    seal, frame, place = draw["seal"], draw["frame"], draw["place"]
    if seal["algorithm"] != redrawn.ALGORITHM:
        raise DoesNotVerify("The copy was drawn by another algorithm than this checker knows.")
    _same(sha256_hex(canonical_bytes(frame)), seal["frame"], "The frame is not the sealed one.")
    universe = draw["universe"]
    digest = redrawn.universe_digest(universe["strata"], universe["lines"])
    _same(digest, seal["universe"], "The universe is not the sealed one.")
    if redrawn.homes(frame) != universe["strata"]:
        raise DoesNotVerify("The frame and the universe do not speak of the same strata.")
    keys = _keys(draw, frame["copies"][place]["name"])
    return redrawn.draw_copy(frame, _strata(universe["lines"]), place, keys)


def check_terms(grounds: Mapping[str, Any]) -> str:
    """The bound on how much more readily listed people complain, as it was sealed with the
    campaign; raises DoesNotVerify. Where only complaints that match a call record are left
    out, nobody's contacts are."""
    draw = grounds["draw"]
    found = sha256_hex(canonical_bytes(draw["campaign"]))
    _same(found, draw["seal"]["campaign"], "The campaign is not the sealed one.")
    lawful = draw["campaign"].get("lawful_calls", {"left_out": "contacted", "readiness": "1"})
    if lawful["left_out"] != "contacted" and grounds["contacts"]:
        raise DoesNotVerify("Contacts are left out that the campaign does not leave out.")
    return str(lawful["readiness"])


def _keys(draw: Mapping[str, Any], name: str) -> Secrets:
    """The keys, after the secret was held against its seal."""
    seal = draw["seal"]
    master, salt = bytes.fromhex(draw["secret"]), bytes.fromhex(draw["salt"])
    told = redrawn.master_commitment(master, salt)
    _same(told, seal["secret"], "The secret does not match its seal.")
    digest, found = sha256_hex(canonical_bytes(seal)), []
    for use, copy in (("copy", name), ("deal", ""), ("hold", "")):
        secret = redrawn.opened(master, seal["draw"], use, copy)
        committed = seal["opened"].get(f"{use}/{copy}" if copy else use, "")
        told = redrawn.opened_commitment(secret)
        _same(told, committed, "A secret derived from the master does not match its seal.")
        found.append(redrawn.key_of(secret, digest, draw["beacon"]))
    return Secrets(*found)


def cells_of(draw: Mapping[str, Any], copy: Copy) -> dict[int, dict[str, Any]]:
    """Per stratum in which coins were tossed: its units, and the copy's per portion."""
    units = Counter(copy.cell_of.values())
    portions = len(draw["frame"]["copies"][draw["place"]]["sizes"][0])
    members = Counter(
        (copy.cell_of[unit], portion)
        for unit, portion in copy.portion_of.items()
        if unit in copy.cell_of
    )
    return {
        cell: {
            "members": [members[cell, portion] for portion in range(1, portions + 1)],
            "units": count,
        }
        for cell, count in units.items()
    }


def check_leaves(
    subjects: Sequence[Mapping[str, Any]], draw: Mapping[str, Any], copy: Copy
) -> None:
    """Each opened leaf stands in the tree that was committed after the draw, and says what
    was drawn again; raises DoesNotVerify."""
    strata = _strata(draw["universe"]["lines"])
    committed = bytes.fromhex(draw["leaves"])
    for subject in subjects:
        unit, leaf = subject["unit"], bytes.fromhex(subject["leaf"])
        path = [bytes.fromhex(each) for each in subject["path"]]
        verify_inclusion(leaf_hash(leaf), unit, len(strata), path, committed)
        expected = (
            unit.to_bytes(4, "big")
            + strata[unit].to_bytes(4, "big")
            + bytes([unit in copy.held])
        )
        is_so = leaf[16 : 16 + len(expected)] == expected
        portion = leaf[_LEAF_HEAD + draw["place"]]
        if not is_so or portion != copy.portion_of.get(unit, 0):
            raise DoesNotVerify("A leaf says something else than the coins.", unit=unit)


def check_order(grounds: Mapping[str, Any]) -> None:
    """The complaints are those that were sealed, all of them, in their order."""
    told = [leaf.encode() for leaf in grounds["complaints"]]
    last = 0
    for batch in grounds["batches"]:
        if batch["first"] != last + 1 or not last < batch["last"] <= len(told):
            raise DoesNotVerify("The sealed order has a gap.", at=last + 1)
        found = root(told[last : batch["last"]]).hex()
        _same(found, batch["root"], "Complaints are not those that were sealed.")
        last = batch["last"]
    if last != len(told):
        raise DoesNotVerify("There are complaints that were never sealed.", at=last + 1)
    for place, leaf in enumerate(told, start=1):
        if json.loads(leaf)["position"] != place:
            raise DoesNotVerify("A complaint stands in another place of the order.", at=place)


def _calls(
    grounds: Mapping[str, Any], copy_id: int, copy: Copy, cells: Mapping[int, int]
) -> Iterator[dict[str, Any]]:
    """Every unexplained call to somebody of the draw since its first hand-over, as weighed."""
    unit_of = {line: unit for unit, line, _ in grounds["draw"]["universe"]["lines"]}
    first, newest = min(seconds(each["at"]) for each in grounds["hand_overs"]), 0
    mine = [each for each in grounds["hand_overs"] if each["copy"] == copy_id]
    left = [(each["portion"], seconds(each["at"])) for each in mine]
    taken_by = _taken_by(grounds["taken_by"])
    contacts = _Contacts(grounds["contacts"], grounds["stayed"])
    persons: dict[int, int] = {}
    callers: dict[str, int] = {}
    campaign = grounds["draw"]["campaign"]
    heeds, grades = campaign.get("knowledge") == HEEDED, is_graded(campaign)
    for call, source in _unexplained(grounds):
        arrived = seconds(call["arrived_at"])
        newest = max(newest, arrived)
        called = seconds(call["called_at"] or call["arrived_at"])
        meant = _meant(call, unit_of)
        if not meant or called < first:
            continue
        people = [
            {
                "group": cells.get(copy.cell_of.get(unit, NO_CELL)),
                "left_out": contacts.of(unit, arrived) if unit in copy.portion_of else "",
                "person": persons.setdefault(unit, len(persons) + 1),
                "portion": copy.portion_of.get(unit, 0),
            }
            for unit in meant
        ]
        out = [(each, at) for each, at in left if at <= called]
        caller = caller_of(call)
        yield {
            "caller": callers.setdefault(caller, len(callers) + 1) if caller else 0,
            "day": _day(arrived),
            "is_newer": heeds and is_newer(call["fact_since"], [at for _, at in out]),
            **(_ratio(call, [at for _, at in out]) if grades else {}),
            "days_begun": min(START_DAYS, max(0, (newest - first) // _DAY_SECONDS)),
            "place": call["position"],
            "portions_out": sorted(each for each, _ in out),
            "source": source,
            "taken_by": taken_by.get(call["position"], 0),
            **(_weighted(people, meant) if "whom" in call else people[0]),
        }


def _meant(call: Mapping[str, Any], unit_of: Mapping[int, int]) -> dict[int, int]:
    """Per unit of the draw that a call may be about, the thousandths that speak for it."""
    found: dict[int, int] = {}
    for lines, parts in call.get("whom", [[[call["line_id"]], PARTS]]):
        unit = next((unit_of[line] for line in lines if line in unit_of), None)
        if unit is not None:
            found[unit] = found.get(unit, 0) + parts
    return found


def _weighted(people: Sequence[dict[str, Any]], meant: Mapping[int, int]) -> dict[str, Any]:
    pairs = zip(people, meant.values(), strict=True)
    return {"whom": [{**one, "parts": parts} for one, parts in pairs]}


def caller_of(call: Mapping[str, Any]) -> str | None:
    """Whose calls belong together, as it was sealed: digest of the group, else of the number
    shown; None where neither is known."""
    told: str | None = call.get("caller") or call["shown"]
    return told


def is_newer(fact_since: str | None, left: Sequence[int]) -> bool:
    """Whether the caller knew something that came into the company's files more than a day
    after the last of these hand-overs."""
    if not fact_since or not left:
        return False
    return fact_since > _day(max(left) + _GRACE_SECONDS)


def is_graded(campaign: Mapping[str, Any]) -> bool:
    """Whether the files of a campaign hold the tariff, and it counts who knew it. Never where
    listed people's contacts count, as they may change what people have."""
    left_out = campaign.get("lawful_calls", {"left_out": "contacted"})["left_out"]
    is_told = campaign.get("knowledge") == HEEDED and "tariff" in campaign["fields"]
    return is_told and left_out == "contacted"


def _ratio(call: Mapping[str, Any], left: Sequence[int]) -> dict[str, int]:
    """HELD_RATIO where what the caller knew held, a day more or less, on a day on which
    something of the copy had left, 0 where on none; nothing where it is not weighed."""
    since, until = call["fact_since"], call.get("fact_until")
    if not since or not left or is_newer(since, left):
        return {}
    held = any(
        since <= _day(at + _GRACE_SECONDS) and (until or LAST) >= _day(at - _GRACE_SECONDS)
        for at in left
    )
    return {"ratio": HELD_RATIO if held else 0}


def _unexplained(grounds: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], int]]:
    """The calls that nothing explains, each with the number of its batch from 1."""
    for number, batch in enumerate(grounds["batches"], start=1):
        for leaf in grounds["complaints"][batch["first"] - 1 : batch["last"]]:
            call = json.loads(leaf)
            if call["explained_by"] is None:
                yield call, number


class _Contacts:
    """Who had been lawfully called by the holder, and who stayed at home on the day."""

    def __init__(self, contacts: Sequence[Sequence[Any]], stayed: Sequence[int]) -> None:
        self._since: dict[int, int] = {}
        for unit, at in contacts:
            self._since[unit] = min(seconds(at), self._since.get(unit, seconds(at)))
        self._stayed, self._known = frozenset(stayed), set[int]()

    def of(self, unit: int, arrived: int) -> str:
        """Why a hit would be left out at this call of the unit: from the first one on that
        arrived after the contact, with a day of grace."""
        if unit in self._stayed:
            return "stayed"
        if unit in self._since and arrived >= self._since[unit] - _GRACE_SECONDS:
            self._known.add(unit)
        return "called" if unit in self._known else ""


def seconds(moment: str) -> int:
    """The whole second of a moment with an offset, counted from 1970."""
    return int(datetime.fromisoformat(moment).timestamp() // 1)


def _day(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).date().isoformat()


def _taken_by(persons: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """The number, from 1, of who took the complaint at each place in."""
    return {
        place: number
        for number, each in enumerate(persons, start=1)
        for place in each["places"]
    }


def _strata(lines: Sequence[Sequence[int]]) -> list[int]:
    """Per unit its stratum; raises DoesNotVerify unless the units are counted from 0."""
    by_unit = {unit: stratum for unit, _, stratum in lines}
    if sorted(by_unit) != list(range(len(by_unit))):
        raise DoesNotVerify("The universe has a gap between its units.")
    return [by_unit[unit] for unit in range(len(by_unit))]


def _same(found: str, expected: str, what: str) -> None:
    if found != expected:
        raise DoesNotVerify(what, found=found, expected=expected)
