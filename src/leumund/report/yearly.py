"""The report on a year, computed from nothing but the ledger: whoever holds the ledger
computes the same, figure by figure.

What the ledger holds nothing of is "not measured".
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from leumund.basics.clock import on_german_clock
from leumund.report.refusals import NothingOfTheYear, YearToCome
from leumund.report.small import Figure, all_shown, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

NOT_MEASURED: Final = "not_measured"
_COMPLAINTS: Final = (
    "about_calls_we_allowed", "about_calls_a_partner_declared", "about_calls_nobody_explains",
)  # fmt: skip
_OVER: Final = ("cases.clear", "cases.drop", "cases.close")
_ANSWERED: Final = ("confirmed", "nothing_ordered", "rejected", "ended_by_silence")
_ORDERS: Final = {
    "all": ("refused_for_want_of_origin", "asked"),
    "asked": _ANSWERED,
    "confirmed": ("withdrawn", "disputed"),
    "disputed": ("disputed_rightly",),
}


@dataclass(frozen=True, slots=True)
class Noted:
    """One entry of the ledger as it is read here."""

    kind: str
    at: datetime
    said: Mapping[str, Any]

    @property
    def year(self) -> int:
        return on_german_clock(self.at).year


@dataclass(frozen=True, slots=True)
class Compared:
    """Whether a report is what the ledger gives. ``differences``: figure, as stated, as
    computed."""

    year: int
    figures: int
    differences: tuple[tuple[str, str, str], ...]

    @property
    def is_same(self) -> bool:
        return not self.differences


def document_of(
    company: str, year: int, ledger: Mapping[str, Any], entries: Iterable[Noted], at: datetime
) -> dict[str, Any]:
    """The report as it is published; ``ledger``: its size and root. A year that goes on has
    the day until which it tells. Raises YearToCome, NothingOfTheYear."""
    today, every = on_german_clock(at).date(), list(entries)
    if year > today.year:
        raise YearToCome(year=year)
    if not any(each.year == year for each in every):
        raise NothingOfTheYear(year=year)
    return {
        "company": company,
        "year": year,
        **({"until": today.isoformat()} if year == today.year else {}),
        "ledger": dict(ledger),
        "figures": figures(every, year),
    }


def figures(entries: Iterable[Noted], year: int) -> dict[str, Any]:
    """All figures of that year. ``entries``: the whole ledger in order, as "known since" looks
    back beyond the year."""
    every = list(entries)
    mine = [each for each in every if each.year == year]
    kinds = Counter(each.kind for each in mine)
    return {
        "calls": _calls(mine, kinds),
        "complaints": _complaints(mine, kinds),
        "data": _data(mine, kinds),
        "orders": _orders(mine, kinds),
        "cases": _cases(mine, kinds),
        "findings": _findings(every, year),
        "answers": _answers(kinds),
    }


def flat(document: Mapping[str, Any], above: str = "") -> dict[str, Figure]:
    """Every figure by its path."""
    found: dict[str, Figure] = {}
    for key, value in document.items():
        name = f"{above}{key}"
        if isinstance(value, dict):
            found |= flat(value, f"{name}.")
        else:
            found[name] = value
    return found


def compared(year: int, stated: Mapping[str, Any], computed: Mapping[str, Any]) -> Compared:
    """Each figure that is stated, beside the one that was computed."""
    one, other = flat(stated), flat(computed)
    names = sorted({*one, *other})
    pairs = ((name, str(one.get(name, "–")), str(other.get(name, "–"))) for name in names)
    return Compared(year, len(names), tuple(pair for pair in pairs if pair[1] != pair[2]))


def _calls(mine: list[Noted], kinds: Counter[str]) -> dict[str, Any]:
    screens = [each.said for each in mine if each.kind == "permit.screen"]
    heard = "audit.words" in kinds
    return {
        "passes": shown(kinds["permit.check"]),
        "screens": len(screens),
        "screened_allowed": shown(sum(said["allowed"] for said in screens)),
        "screened_refused": shown(sum(said["refused"] for said in screens)),
        "declared": shown(_summed(mine, "intake.calls", "stored")),
        "transcripts_heard": kinds["audit.words"] if heard else NOT_MEASURED,
    }


def _complaints(mine: list[Noted], kinds: Counter[str]) -> dict[str, Any]:
    if not kinds["intake.complaints"]:
        return {"all": NOT_MEASURED}
    files = [each.said for each in mine if each.kind == "intake.complaints"]
    total = sum(said["stored"] for said in files)
    if any("allowed" not in said for said in files):
        return {"all": shown(total), "about_calls_we_allowed": NOT_MEASURED}
    allowed = sum(said["allowed"] for said in files)
    explained = sum(said["explained"] for said in files)
    counts = (allowed, explained - allowed, total - explained)
    told = all_shown(
        {"all": total, **dict(zip(_COMPLAINTS, counts, strict=True))}, {"all": _COMPLAINTS}
    )
    is_known = isinstance(told["all"], int) and total
    share: Figure = round(1000 * allowed / total) if is_known else NOT_MEASURED
    return told | {"allowed_per_thousand": share}


def _data(mine: list[Noted], kinds: Counter[str]) -> dict[str, Any]:
    uncovered = [each.said["uncovered"] for each in mine if each.kind == "release.lookups"]
    looked_up = {
        "look_ups": _summed(mine, "release.lookups", "added"),
        "look_ups_nobody_agreed_to": sum(sum(each.values()) for each in uncovered),
    }
    told = all_shown(looked_up, {"look_ups": ("look_ups_nobody_agreed_to",)})
    return {
        "draws": kinds["release.draw"],
        "hand_overs": kinds["release.hand_over"],
        "handed_over_units": shown(_summed(mine, "release.hand_over", "units")),
        "stayed_at_home_units": shown(_summed(mine, "release.hand_over", "stayed")),
        "recalls": kinds["release.recall"],
        **(told if kinds["release.lookups"] else dict.fromkeys(told, NOT_MEASURED)),
        "leaks_looked_for": kinds["trace.run"] + kinds["trace.file"],
    }


def _orders(mine: list[Noted], kinds: Counter[str]) -> dict[str, Any]:
    loads = [
        each.said for each in mine if each.kind == "orders.load" and "refused" in each.said
    ]
    if not loads:
        return {"all": NOT_MEASURED}
    answers = Counter(
        str(each.said.get("event")) for each in mine if each.kind == "orders.answer"
    )
    counts = {
        "all": sum(said["added"] for said in loads),
        "refused_for_want_of_origin": sum(said["refused"] for said in loads),
        "asked": kinds["orders.ask"],
        "confirmed": answers["confirm"],
        "nothing_ordered": answers["nothing_ordered"],
        "rejected": answers["reject"],
        "ended_by_silence": kinds["orders.expire"],
        "withdrawn": kinds["orders.withdraw"],
        "disputed": kinds["orders.dispute"],
        "disputed_rightly": kinds["orders.uphold"],
    }
    return all_shown(counts, _ORDERS)


def _cases(mine: list[Noted], kinds: Counter[str]) -> dict[str, Any]:
    decided = [each.said for each in mine if each.kind == "cases.decide"]
    measures = Counter(
        str(said["measures"][-1][1]) for said in decided if said["to"] == "decided"
    )
    return {
        "opened": kinds["cases.open"],
        "heard": kinds["cases.hear"],
        "data_stops_for_the_time_being": kinds["cases.stop"],
        "decided": {kind: measures[kind] for kind in sorted(measures)},
        "refused_by_the_second_person": sum(said["to"] != "decided" for said in decided),
        "ended_by_themselves": sum(
            each.kind == "cases.expire" and each.said.get("number") is not None for each in mine
        ),
        "lifted": kinds["cases.lift"],
        "reversed": kinds["cases.reverse"],
        "cleared": kinds["cases.clear"],
        "dropped": kinds["cases.drop"],
        "ended_after_a_decision": kinds["cases.close"],
        "days_until_over": _days_until_over(mine),
    }


def _days_until_over(mine: list[Noted]) -> Figure:
    """The middle of the days under suspicion, of cases over this year: first and last day
    counted, as in the letter of a clearing."""
    opened = {
        each.said["case"]: on_german_clock(each.at).date()
        for each in mine
        if each.kind == "cases.open"
    }
    days = sorted(
        (on_german_clock(each.at).date() - opened[each.said["case"]]).days + 1
        for each in mine
        if each.kind in _OVER and each.said["case"] in opened
    )
    return days[len(days) // 2] if days else NOT_MEASURED


def _findings(every: list[Noted], year: int) -> dict[str, Any]:
    """Per code: how many this year, and since when the company has known of such a thing. A
    finding is as a rule about one person, so few of them are not counted out."""
    taken = [each for each in every if each.kind == "audit.collect"]
    since: dict[str, str] = {}
    added: Counter[str] = Counter()
    for each in taken:
        for code, count in each.said["by_code"].items():
            since.setdefault(code, on_german_clock(each.at).date().isoformat())
            if each.year == year:
                added[code] += count
    if not any(each.year == year for each in taken):
        return {"all": NOT_MEASURED}
    return {
        code: {"new": shown(added[code]), "known_since": since[code]} for code in sorted(added)
    } | {
        "told": sum(each.kind == "audit.tell" and each.year == year for each in every),
        "done": sum(each.kind == "audit.done" and each.year == year for each in every),
    }


def _answers(kinds: Counter[str]) -> dict[str, Figure]:
    return {
        "people_told_what_is_known": shown(kinds["report.access"]),
        "proofs_of_consent": shown(kinds["report.consent"]),
        "samples_for_auditors": kinds["report.sample"],
        "entries_erased": kinds["ledger.erase"],
    }


def _summed(mine: list[Noted], kind: str, name: str) -> int:
    return sum(int(each.said.get(name) or 0) for each in mine if each.kind == kind)
