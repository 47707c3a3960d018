"""Read ``campaign.yaml``: every problem is collected and told at once, with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import yaml

from leumund.basics.language import _
from leumund.people import shown
from leumund.release.adapt import Adapt, Step
from leumund.release.campaign import (
    APART,
    CONTACTED,
    FIELDS,
    GAMMA_OF,
    HEEDED,
    PARTITION_FIELDS,
    TOGETHER,
    UNHEEDED,
    Above,
    BadCampaign,
    Campaign,
    Decoys,
    Embargo,
    Lawful,
    Portion,
    Wish,
)
from leumund.release.shape import MOST_COPIES
from leumund.release.sizes import CONDITIONAL, DESIGNS, INDEPENDENT, SPREAD

if TYPE_CHECKING:
    from collections.abc import Hashable

EXCLUSIVE = "exclusive"
_PART = re.compile(r"[0-9]{0,9}([.][0-9]{1,12})?(/[0-9]{1,9})?([eE]-[0-9])? ?%?")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_NEEDED = ["campaign", "principal", "product", "purpose", "design", "partners", "portions"]
_KEYS = [
    *_NEEDED,
    *("strata", "hold_back", "embargo", "decoys", "fields", "declared", "beacon"),
    *("lawful_calls", "inside", "callers", "knowledge", "adapt"),
]
_MOST_PORTIONS = 200
_MOST_UNITS = 2_000_000_000
_MOST_DAYS = 3650
_MOST_READINESS = 100
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BITS_SHOWN = 64


def read_campaign(text: str, file: str = "campaign.yaml") -> Campaign:
    """The campaign written in this text; raises BadCampaign with every problem found."""
    document = _loaded(text, file)
    reader = _Reader()
    campaign = _campaign(reader, document)
    if reader.problems or campaign is None:
        raise BadCampaign(file=file, problems="; ".join(reader.problems))
    return campaign


def _loaded(text: str, file: str) -> Any:
    if not text.strip():
        raise BadCampaign(file=file, problems=_("it is empty"))
    try:
        return yaml.load(text, _Strict)
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = where.line + 1 if where else 1
        what = getattr(error, "problem", None) or "?"
        told = _("line {line} is no YAML ({what})").format(line=line, what=what)
    except (ValueError, RecursionError):
        told = _("it holds a value that nobody can read, or is nested too deeply")
    raise BadCampaign(file=file, problems=told)


# Not frozen: it gathers the problems it meets.
@dataclass(slots=True)
class _Reader:
    """Takes values out of the document and notes what is wrong with them."""

    problems: list[str] = field(default_factory=list)

    def wrong(self, place: str, what: str, **values: object) -> None:
        # A sentence without values is complete; it may quote braces from the file.
        self.problems.append(f"{place}: {what.format(**values) if values else what}")

    def mapping(self, value: Any, place: str, keys: list[str]) -> dict[str, Any]:
        if not isinstance(value, dict):
            self.wrong(place, _("keys and values are expected here"))
            return {}
        for key in value:
            if key not in keys:
                self.wrong(place, _unknown(str(key), keys))
        return {str(key): inner for key, inner in value.items()}

    def sequence(self, value: Any, place: str) -> list[Any]:
        if isinstance(value, list):
            return value
        self.wrong(place, _("a list is expected here"))
        return []

    def text(self, value: Any, place: str) -> str:
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.wrong(place, _("a text is expected here"))
        return ""

    def choice(self, value: Any, place: str, choices: tuple[str, ...]) -> str:
        if value in choices:
            return str(value)
        known = ", ".join(choices)
        self.wrong(place, _("{value} is none of {known}"), value=_brief(value), known=known)
        return choices[0]

    def whole(self, value: Any, place: str, most: int = _MOST_UNITS) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most:
            return value
        told = _("{value} is no whole number from 1 to {most}")
        self.wrong(place, told, value=_brief(value), most=most)
        return 1

    def share(self, value: Any, place: str) -> Fraction:
        """A part of one, written 0.02, "2 %" or "1/50"; exact, never through a float."""
        try:
            found = _fraction(value)
        except (ValueError, ZeroDivisionError):
            found = Fraction(-1)
        if 0 <= found <= 1:
            return found
        told = _("{value} is no part of one, such as 0.02 or 1/50")
        self.wrong(place, told, value=_brief(value))
        return Fraction(0)

    def day(self, value: Any, place: str) -> date:
        try:
            if _DAY.fullmatch(str(value)):
                return date.fromisoformat(str(value))
        except ValueError:
            pass
        self.wrong(place, _("{value} is no day, such as 2026-03-15"), value=_brief(value))
        return date(2000, 1, 1)

    def truth(self, value: Any, place: str) -> bool:
        if isinstance(value, bool):
            return value
        self.wrong(place, _("true or false is expected here"))
        return False


def _campaign(reader: _Reader, document: Any) -> Campaign | None:
    given = reader.mapping(document, "campaign.yaml", _KEYS)
    for key in _NEEDED:
        if given and key not in given:
            reader.wrong(key, _("is missing"))
    if not given or reader.problems:
        return None
    strata = _strata(reader, given.get("strata", []))
    hold_back = reader.mapping(
        given.get("hold_back", {}), "hold_back", ["permanent", "rotating"]
    )
    permanent = hold_back.get("permanent")
    wishes = _wishes(reader, given["partners"], strata)
    return Campaign(
        name=_name(reader, given["campaign"]),
        principal=reader.text(given["principal"], "principal"),
        product=reader.text(given["product"], "product"),
        purpose=reader.text(given["purpose"], "purpose"),
        design=_design(reader, given["design"], len(wishes)),
        strata=strata,
        partners=wishes,
        portions=_portions(reader, given["portions"]),
        fields=_fields(reader, given.get("fields", ["number"]), "embargo" in given),
        permanent=None if permanent is None else _held(reader, permanent, "permanent"),
        rotating=_held(reader, hold_back.get("rotating", 0), "rotating"),
        embargo=_embargo(reader, given.get("embargo")),
        decoys=_decoys(reader, given.get("decoys")),
        declared=reader.truth(given.get("declared", True), "declared"),
        beacon_from=reader.text(given["beacon"], "beacon") if "beacon" in given else "",
        lawful=_lawful(reader, given.get("lawful_calls", {})),
        inside=_inside(reader, given.get("inside"), permanent),
        callers=reader.choice(given.get("callers", APART), "callers", (APART, TOGETHER)),
        knowledge=reader.choice(
            given.get("knowledge", HEEDED), "knowledge", (HEEDED, UNHEEDED)
        ),
        adapt=_adapt(reader, given.get("adapt")),
    )


def _name(reader: _Reader, value: Any) -> str:
    name = reader.text(value, "campaign")
    if name and not _NAME.fullmatch(name):
        reader.wrong(
            "campaign",
            _("{name} may hold letters, digits, points, dashes, and not more than 80"),
            name=name,
        )
    return name


def _design(reader: _Reader, value: Any, partners: int) -> str:
    design = reader.choice(value, "design", (INDEPENDENT, EXCLUSIVE, CONDITIONAL, SPREAD))
    if design == SPREAD and partners > MOST_COPIES:
        told = _("spread is for at most {most} partners; with more, write independent")
        reader.wrong("design", told, most=MOST_COPIES)
    return CONDITIONAL if design == EXCLUSIVE else DESIGNS[DESIGNS.index(design)]


def _strata(reader: _Reader, value: Any) -> tuple[str, ...]:
    found = [
        reader.choice(one, "strata", PARTITION_FIELDS)
        for one in reader.sequence(value, "strata")
    ]
    if len(set(found)) < len(found):
        reader.wrong("strata", _("a field stands there twice"))
    return tuple(found)


def _wishes(reader: _Reader, value: Any, strata: tuple[str, ...]) -> tuple[Wish, ...]:
    wishes = [
        _wish(reader, entry, f"partners[{at}]", strata)
        for at, entry in enumerate(reader.sequence(value, "partners"), 1)
    ]
    if not wishes:
        reader.wrong("partners", _("there is nobody in it"))
    names = [wish.partner for wish in wishes]
    for name in sorted({name for name in names if name and names.count(name) > 1}):
        reader.wrong(
            "partners", _("{name} stands there twice, and a copy is drawn only once"), name=name
        )
    return tuple(wishes)


def _wish(reader: _Reader, entry: Any, place: str, strata: tuple[str, ...]) -> Wish:
    given = reader.mapping(entry, place, ["partner", "count", "share", "where"])
    partner = reader.text(given.get("partner"), f"{place}.partner")
    if ("count" in given) == ("share" in given):
        reader.wrong(place, _("say either count or share"))
        return Wish(partner)
    where = reader.mapping(given.get("where", {}), f"{place}.where", list(strata))
    limits = tuple(
        (
            key,
            tuple(
                reader.text(one, f"{place}.where.{key}")
                for one in reader.sequence(values, f"{place}.where.{key}")
            ),
        )
        for key, values in sorted(where.items())
    )
    if "count" in given:
        return Wish(partner, count=reader.whole(given["count"], f"{place}.count"), where=limits)
    return Wish(partner, share=reader.share(given["share"], f"{place}.share"), where=limits)


def _portions(reader: _Reader, value: Any) -> tuple[Portion, ...]:
    if isinstance(value, dict):
        return _even_portions(reader, value)
    found = []
    for at, entry in enumerate(reader.sequence(value, "portions"), 1):
        place = f"portions[{at}]"
        given = reader.mapping(entry, place, ["on", "share"])
        on = reader.day(given.get("on"), f"{place}.on")
        found.append(Portion(on, reader.share(given.get("share"), f"{place}.share")))
    _check_portions(reader, found)
    return tuple(found)


def _even_portions(reader: _Reader, value: Any) -> tuple[Portion, ...]:
    given = reader.mapping(value, "portions", ["first", "count", "every_days"])
    first = reader.day(given.get("first"), "portions.first")
    count = reader.whole(given.get("count"), "portions.count", _MOST_PORTIONS)
    days = reader.whole(given.get("every_days", 7), "portions.every_days", _MOST_DAYS)
    if first.year + days * count // 365 >= date.max.year:
        reader.wrong("portions", _("the last one would leave after the end of the calendar"))
        return ()
    return tuple(
        Portion(first + timedelta(days=days * at), Fraction(1, count)) for at in range(count)
    )


def _check_portions(reader: _Reader, portions: list[Portion]) -> None:
    if not 0 < len(portions) <= _MOST_PORTIONS:
        reader.wrong("portions", _("at least one, and at most {most}"), most=_MOST_PORTIONS)
        return
    total = sum((portion.share for portion in portions), Fraction(0))
    if total != 1:
        reader.wrong("portions", _("their shares sum to {total}, not to 1"), total=total)
    if any(portion.share == 0 for portion in portions):
        reader.wrong("portions", _("a portion without a share"))
    days = [portion.on for portion in portions]
    if any(later <= earlier for earlier, later in pairwise(days)):
        reader.wrong("portions", _("each must leave on a later day than the one before"))


def _fields(reader: _Reader, value: Any, has_embargo: bool) -> tuple[str, ...]:
    found = [reader.text(one, "fields") for one in reader.sequence(value, "fields")]
    for name in found:
        if name and name not in FIELDS:
            reader.wrong("fields", _unknown(name, list(FIELDS)))
    if "number" not in found:
        reader.wrong("fields", _("number is missing"))
    if len(set(found)) < len(found):
        reader.wrong("fields", _("a field stands there twice"))
    if has_embargo and "not_before" not in found:
        reader.wrong(
            "fields", _("an embargo needs the field not_before, or nobody knows of it")
        )
    return tuple(found)


def _held(reader: _Reader, value: Any, key: str) -> Fraction:
    share = reader.share(value, f"hold_back.{key}")
    if share > Fraction(1, 2):
        reader.wrong(f"hold_back.{key}", _("more than half of all customers held back"))
    return share


def _embargo(reader: _Reader, value: Any) -> Embargo | None:
    if value is None:
        return None
    given = reader.mapping(value, "embargo", ["days", "reason"])
    days = reader.whole(given.get("days"), "embargo.days", _MOST_DAYS)
    if not str(given.get("reason") or "").strip():
        reader.wrong(
            "embargo.reason",
            _("the data-protection officer's reason is missing (Art 5(1)(c) GDPR)"),
        )
        return None
    return Embargo(days, reader.text(given["reason"], "embargo.reason"))


def _decoys(reader: _Reader, value: Any) -> Decoys | None:
    if value is None:
        return None
    given = reader.mapping(value, "decoys", ["per_copy"])
    return Decoys(reader.whole(given.get("per_copy"), "decoys.per_copy"))


def _inside(reader: _Reader, value: Any, permanent: Any) -> Above | None:
    if value is None:
        return None
    given = reader.mapping(value, "inside", ["campaign", "partner"])
    if permanent is not None:
        told = _("inside a copy nobody of the permanent hold-back is left")
        reader.wrong("hold_back.permanent", told)
    campaign = reader.text(given.get("campaign"), "inside.campaign")
    return Above(campaign, reader.text(given.get("partner"), "inside.partner"))


def _adapt(reader: _Reader, value: Any) -> Adapt | None:
    if value is None:
        return None
    given = reader.mapping(value, "adapt", ["evidence", "steps"])
    steps = []
    for at, entry in enumerate(reader.sequence(given.get("steps"), "adapt.steps"), 1):
        place = f"adapt.steps[{at}]"
        step = reader.mapping(entry, place, ["reached", "takes"])
        reached = reader.whole(step.get("reached"), f"{place}.reached")
        takes = reader.share(step.get("takes"), f"{place}.takes")
        if not takes:
            reader.wrong(f"{place}.takes", _("nothing would be left; leave the partner out"))
        steps.append(Step(Fraction(reached), takes))
    if not steps or any(b.reached <= a.reached for a, b in pairwise(steps)):
        reader.wrong("adapt.steps", _("at least one, each from more evidence than the last"))
    return Adapt(tuple(steps), reader.text(given.get("evidence"), "adapt.evidence"))


def _lawful(reader: _Reader, value: Any) -> Lawful:
    given = reader.mapping(value, "lawful_calls", ["left_out", "readiness"])
    choice = given.get("left_out", CONTACTED)
    left_out = reader.choice(choice, "lawful_calls.left_out", tuple(GAMMA_OF))
    if "readiness" not in given:
        return Lawful(left_out, GAMMA_OF[left_out])
    gamma = _readiness(given["readiness"])
    if gamma is None:
        told = _("{value} is no number from 1 to {most}, such as 1.5")
        shown = _brief(given["readiness"])
        reader.wrong("lawful_calls.readiness", told, value=shown, most=_MOST_READINESS)
    return Lawful(left_out, gamma or GAMMA_OF[left_out])


def _readiness(value: Any) -> Fraction | None:
    try:
        gamma = _fraction(value)
    except (ValueError, ZeroDivisionError):
        return None
    return gamma if 1 <= gamma <= _MOST_READINESS else None


def _fraction(value: Any) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise ValueError
    text = str(value).strip()
    if not _PART.fullmatch(text):
        raise ValueError
    if text.endswith("%"):
        return Fraction(text[:-1].strip()) / 100
    return Fraction(text)


def _brief(value: Any) -> str:
    """A value as it is quoted in a message: numbers of people masked, nothing endless."""
    is_endless = isinstance(value, int) and value.bit_length() > _BITS_SHOWN
    return "…" if is_endless else shown(str(value))


def _unknown(key: str, known: list[str]) -> str:
    key = _brief(key)
    near = get_close_matches(key, known, n=1)
    if near:
        return _("{key} is not known; did you mean {near}?").format(key=key, near=near[0])
    return _("{key} is not known; known are {known}").format(key=key, known=", ".join(known))


_READ_BY_US = (":bool", ":timestamp")


class _Strict(yaml.SafeLoader):
    """YAML keeps the last of two equal keys without a word; here they are refused. And only
    true and false are truths (as in YAML 1.2): ``on`` is a key of ours, NO may be a Land.
    Days stay text, so that the 31st of February is told with its place."""

    yaml_implicit_resolvers = {  # noqa: RUF012, the base class has it as a plain dictionary
        first: [(tag, form) for tag, form in resolvers if not tag.endswith(_READ_BY_US)]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(
        self, node: yaml.MappingNode, deep: bool = False
    ) -> dict[Hashable, Any]:
        seen = set()
        for key, _value in node.value:
            name = str(key.value)
            if name in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{_brief(name)} stands there twice", key.start_mark
                )
            seen.add(name)
        return super().construct_mapping(node, deep=deep)


_Strict.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), ["t", "f"]
)
