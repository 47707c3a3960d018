"""The forms of an exhibit: what stands in it, and what of the expert's the partner sees.

The partner's exhibit follows from the expert's by leaving out; so a court's expert can tell
that the partner was shown nothing else. Every value of both has one place and one type.

This is one of the files an outsider needs.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from leumund.basics.canonical import canonical_bytes, sha256_hex
from leumund.ledger import DoesNotVerify
from leumund.trace.exact import HELD_RATIO, PARTS

if TYPE_CHECKING:
    from collections.abc import Mapping

FORM: Final = "leumund-exhibit-1"
EXPERT, PARTNER = "expert", "partner"
_LEFT_OUT_BY = ("", "called", "stayed")

_PERSON = {"group": (int, None), "left_out": str, "person": int, "portion": int}
_EVERY_CALL = {
    "caller": int,
    "day": str,
    "days_begun": int,
    "is_newer": bool,
    "place": int,
    "portions_out": [int],
    "source": int,
    "taken_by": int,
}
_CALL = _EVERY_CALL | _PERSON
_DOUBTFUL = _EVERY_CALL | {"whom": [_PERSON | {"parts": int}]}
_WEIGHING = {
    "alpha": str,
    "calls": [dict],
    "groups": [{"members": [int], "units": int}],
    "gamma": str,
    "is_by_caller": bool,
    "starts": int,
    "weight": str,
}
_NAMING = {
    "arrived_at": str,
    "at_most_once_in": int,
    "campaign": str,
    "copy": int,
    "crossings": int,
    "design": str,
    "draw": int,
    "partner": str,
    "place": int,
    "redraws": int,
}
_INPUTS = {
    "beacon": str,
    "complaints": str,
    "contacts": str,
    "frame": str,
    "leaves": str,
    "run": str,
    "seal": str,
    "universe": str,
}
_COMMON = {
    "company": str,
    "form": str,
    "inputs": _INPUTS,
    "made_at": str,
    "naming": _NAMING,
    "reader": str,
    "result": dict,
    "sources": [{"file": str, "format": str}],
    "weighing": _WEIGHING,
}
_FRAME = {
    "copies": [{"eligible": [bool], "name": str, "sizes": [[int]]}],
    "design": str,
    "strata": [{"held": int, "name": str, "units": int}],
}
_SEAL = {
    "algorithm": str,
    "beacon_from": str,
    "campaign": str,
    "code": str,
    "decoys": str,
    "draw": str,
    "frame": str,
    "opened": dict,
    "secret": str,
    "universe": str,
}
_DRAW = {
    "alpha": str,
    "beacon": str,
    "booked_weight": str,
    "campaign": dict,
    "frame": _FRAME,
    "leaves": str,
    "place": int,
    "salt": str,
    "seal": _SEAL,
    "secret": str,
    "universe": {"lines": [[int]], "strata": [str]},
}
_GROUNDS = {
    "batches": [{"first": int, "last": int, "root": str}],
    "complaints": [str],
    "contacts": [list],
    "draw": _DRAW,
    "hand_overs": [{"at": str, "copy": int, "portion": int}],
    "stayed": [int],
    "subjects": [{"leaf": str, "path": [str], "unit": int}],
    "taken_by": [{"name": str, "places": [int]}],
}
_SHAPES = {
    EXPERT: _COMMON
    | {
        "grounds": _GROUNDS,
        "others": [{"calls_that_fit": int, "is_named": bool, "partner": str}],
    },
    PARTNER: _COMMON | {"expert": str, "others": [{"calls_that_fit": int, "is_named": bool}]},
}


def digest_of(exhibit: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical form: what the ledger holds of an exhibit."""
    return sha256_hex(canonical_bytes(dict(exhibit)))


def partner_of(expert: Mapping[str, Any]) -> dict[str, Any]:
    """The partner's exhibit: without the grounds, the others as counts, the longest first."""
    others = sorted(
        ({k: each[k] for k in ("calls_that_fit", "is_named")} for each in expert["others"]),
        key=lambda each: (-each["calls_that_fit"], not each["is_named"]),
    )
    kept = {key: value for key, value in expert.items() if key in _COMMON}
    return kept | {"expert": digest_of(expert), "others": others, "reader": PARTNER}


def inputs_of(grounds: Mapping[str, Any], run: str) -> dict[str, str]:
    """The inputs by their digests; ``run``: that of everything the run looked at."""
    draw = grounds["draw"]
    return {
        "beacon": sha256_hex(draw["beacon"].encode()),
        "complaints": sha256_hex(canonical_bytes(grounds["complaints"])),
        "contacts": sha256_hex(canonical_bytes([grounds["contacts"], grounds["stayed"]])),
        "frame": draw["seal"]["frame"],
        "leaves": draw["leaves"],
        "run": run,
        "seal": sha256_hex(canonical_bytes(draw["seal"])),
        "universe": draw["seal"]["universe"],
    }


def check_shape(exhibit: Any) -> None:
    """Every value has its place and its type, and there is no other; raises DoesNotVerify."""
    if not isinstance(exhibit, dict) or exhibit.get("form") != FORM:
        raise DoesNotVerify("This is no exhibit of a form that is known here.")
    shape = _SHAPES.get(str(exhibit.get("reader")))
    if shape is None:
        raise DoesNotVerify("The exhibit does not say for whom it is.")
    _check(exhibit, shape, "exhibit")
    _check_weighing(exhibit["weighing"])


def _check(value: Any, shape: Any, where: str) -> None:
    if isinstance(shape, dict):
        if not isinstance(value, dict) or value.keys() != shape.keys():
            raise DoesNotVerify(f"What stands at {where} does not have its parts.")
        for key, inner in shape.items():
            _check(value[key], inner, f"{where}.{key}")
    elif isinstance(shape, list):
        if not isinstance(value, list):
            raise DoesNotVerify(f"What stands at {where} is no list.")
        for at, each in enumerate(value):
            _check(each, shape[0], f"{where}[{at}]")
    elif isinstance(shape, tuple):
        if value is not None:
            _check(value, shape[0], where)
    elif type(value) is not shape:
        raise DoesNotVerify(f"What stands at {where} is of another kind.")


def _check_weighing(weighing: Mapping[str, Any]) -> None:
    """The values of a weighing can be those of one; raises DoesNotVerify."""
    weight, alpha = _fraction(weighing["weight"]), _fraction(weighing["alpha"])
    if not (0 < weight <= 1 and 0 < alpha < 1 and _fraction(weighing["gamma"]) >= 1):
        raise DoesNotVerify("Weight, chance and bound are not those of a copy.")
    if weighing["starts"] != 365:
        raise DoesNotVerify("A leak may begin on 365 days, no more and no fewer.")
    cells = weighing["groups"]
    for cell in cells:
        if min(cell["members"], default=0) < 0 or sum(cell["members"]) > cell["units"]:
            raise DoesNotVerify("A cell has more of the copy's people than people.")
    for at, call in enumerate(weighing["calls"]):
        form = _DOUBTFUL if "whom" in call else _CALL
        graded = {"ratio": int} if "ratio" in call else {}
        _check(call, form | graded, f"exhibit.weighing.calls[{at}]")
    place, begun, callers, known = 0, 0, 0, dict[int, tuple[Any, int]]()
    for call in weighing["calls"]:
        is_so = place < call["place"] and begun <= call["days_begun"] <= 365
        is_so = is_so and 0 <= call["caller"] <= callers + 1
        callers = max(callers, call["caller"])
        is_so = is_so and call.get("ratio", 0) in (0, HELD_RATIO)
        is_so = is_so and call["source"] > 0 and call["taken_by"] >= 0
        for one in _people(call):
            is_so = is_so and one["left_out"] in _LEFT_OUT_BY
            _check_person(one, cells, known)
        if not is_so:
            raise DoesNotVerify("A call cannot stand where it stands.", place=call["place"])
        place, begun = call["place"], call["days_begun"]
    _check_counts(cells, known)


def _people(call: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The people whom a call may be about; raises DoesNotVerify where more than a whole speaks
    for them."""
    if "whom" not in call:
        return [call]
    whom, parts = call["whom"], [one["parts"] for one in call["whom"]]
    is_each_once = len({one["person"] for one in whom}) == len(whom) > 0
    if not is_each_once or min(parts) < 1 or sum(parts) > PARTS:
        raise DoesNotVerify("The weights of a call are not those of one.", place=call["place"])
    return [{**call, **one} for one in whom]


def _check_person(
    call: Mapping[str, Any], cells: list[Any], known: dict[int, tuple[Any, int]]
) -> None:
    """A person keeps cell and portion; persons are counted as they appear."""
    cell, portion, out = call["group"], call["portion"], call["portions_out"]
    is_so = call["person"] in known or call["person"] == len(known) + 1
    is_so = is_so and known.setdefault(call["person"], (cell, portion)) == (cell, portion)
    is_so = is_so and out == sorted(set(out)) and portion >= 0
    if cell is not None:
        is_so = is_so and 0 <= cell < len(cells)
        portions = range(1, len(cells[cell]["members"]) + 1) if is_so else range(0)
        is_so = is_so and all(each in portions for each in [*out, *[portion] * bool(portion)])
    if not is_so:
        raise DoesNotVerify("A person cannot be where the exhibit has it.", place=call["place"])


def _check_counts(cells: list[Any], known: Mapping[int, tuple[Any, int]]) -> None:
    """No cell has more people looked at than it has people, in any portion or in none."""
    for number, cell in enumerate(cells):
        mine = [portion for at, portion in known.values() if at == number]
        room = [cell["units"] - sum(cell["members"]), *cell["members"]]
        if any(mine.count(portion) > most for portion, most in enumerate(room)):
            raise DoesNotVerify("More people of a cell called than there are in it.")


def _fraction(text: str) -> Fraction:
    try:
        found = Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise DoesNotVerify("A fraction cannot be read.", text=text[:40]) from None
    if str(found) != text:
        raise DoesNotVerify("A fraction is not in its one form.", text=text[:40])
    return found
