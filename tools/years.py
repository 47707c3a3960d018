"""Write ``docs/reference/years.md``: ``python -m tools.years``.

Plays twenty made-up years with different mixtures of partners through the real actions, and
counts what was found beside what was true. Every figure on the page comes from this run.
``--years 2 --into PAGE`` plays fewer, to try it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median

from leumund.basics.canonical import sha256_hex
from leumund.cli.story import play_through
from leumund.report import SellerOfStory, StoryReport
from leumund.world import (
    READER_ERRS,
    STORIES,
    ReadPlace,
    Seller,
    Story,
    StoryTally,
    signs_of,
    story_report,
    stream,
)
from tools.inventory import ROOT

PAGE = ROOT / "docs" / "reference" / "years.md"
YEARS = 20
WEEKS = 4
_WRONG = {"2009": ("hidden", "slams"), "2025": ("invents", "slams")}
_HONEST = {
    "2009": ("shop", "desk", "long night", "calls back"),
    "2025": ("agency", "tablet", "calls back"),
}
_WRONG_MAX = 3
_GROUPS = {
    "orders": ("order.", "C058", "C079", "C080"),
    "calls": ("call.", "C024", "C050"),
    "words": ("W",),
    "look-ups and chain": ("",),
}
_FOLLOWED = {
    "": "",
    "open": "heard, case open",
    "cleared": "heard and cleared",
    "order_stop": "heard, orders stopped",
}


@dataclass(frozen=True, slots=True)
class Partner:
    """One partner in one year: what followed, what was found, what ought to be found."""

    seller: SellerOfStory
    way: str
    found: frozenset[str]
    ought: frozenset[str]
    recorded: int
    acts: int
    read: tuple[ReadPlace, ...]


@dataclass(frozen=True, slots=True)
class Lived:
    """A year at its end; ``effective``: wrong orders with a bill or a commission."""

    story: Story
    report: StoryReport
    partners: tuple[Partner, ...]
    effective: int


def mixture(year: int, weeks: int = WEEKS) -> Story:
    """The story of that year: who sells how, from which week on, how much."""
    base = STORIES["2009" if year % 2 else "2025"]
    chance = stream(year, "years")
    wrong, honest = _WRONG[base.name], _HONEST[base.name]
    count = int(chance.integers(_WRONG_MAX + 1))
    ways = [wrong[int(chance.integers(len(wrong)))] for _ in range(count)]
    ways += [honest[int(chance.integers(len(honest)))] for _ in base.sellers[count:]]
    order = chance.permutation(len(ways)).tolist()
    sellers = tuple(
        _seller(seller, ways[at], int(chance.integers(2, 6)))
        for seller, at in zip(base.sellers, order, strict=True)
    )
    first = int(chance.integers(2))
    return replace(
        base, seed=year, weeks=weeks, wrong_from=first, night_week=1, sellers=sellers,
        customers=200 * weeks, has_words=True,
    )  # fmt: skip


def _seller(seller: Seller, way: str, orders: int) -> Seller:
    return replace(seller, way=way, orders_a_week=orders)  # type: ignore[arg-type]


def lived(year: int, weeks: int = WEEKS) -> Lived:
    """One year, played through the real actions in a database of its own."""
    with tempfile.TemporaryDirectory() as scratch:
        return ended(play_through(mixture(year, weeks), Path(scratch) / "year"))


def ended(tally: StoryTally) -> Lived:
    """A year as it was played, its records beside its truth."""
    report = story_report(tally)
    wrong = [tally.ended[ref] for ref, each in tally.orders.items() if each.is_wrong]
    return Lived(
        tally.story,
        report,
        tuple(
            _partner(seller, told, tally)
            for seller, told in zip(tally.story.sellers, report.sellers, strict=True)
        ),
        sum(bill == "runs" or commission == "released" for _state, bill, commission in wrong),
    )


def _partner(seller: Seller, told: SellerOfStory, tally: StoryTally) -> Partner:
    said = [each.said for each in tally.recorded.values() if each.seller == seller.name]
    return Partner(
        told,
        seller.way,
        frozenset(tally.found[seller.name]),
        signs_of(seller, tally),
        len(said),
        sum(len(each.wrong) for each in said if each),
        tuple(each for each in tally.read if each.seller == seller.name),
    )


def page(years: list[Lived]) -> str:
    """The page, all of it from these years; its last line is the digest of what is above."""
    partners = [each for year in years for each in year.partners]
    lines = [
        f"# {'Twenty' if len(years) == YEARS else len(years)} made-up years",
        "",
        "Made by `python -m tools.years`; every figure is from that run. Each year has a",
        "mixture of partners of its own (see [the stories](world.md)): none to three of them",
        "place orders that nobody may place so, the others are honest, and some of these look",
        "as if they were not. The desk sees files, calls, transcripts and answers, never who",
        "does what; the truth is laid beside it at the end.",
        "",
        "How long a year is here:",
        "",
        *_length(years),
        "",
        "What this does not show: partners that know the checks and work around them, honest",
        "ones that stand out and can show no paper for it (here each of them has one), and",
        "what other people than the writers of the corpus would say in a call.",
        "",
        "| what | figure |",
        "|---|---:|",
        *(f"| {what} | {figure} |" for what, figure in _figures(years, partners)),
        "",
        *_tables(years, partners),
        *_words(partners),
    ]
    text = "\n".join(lines)
    return f"{text}\nSHA-256 of everything above: `{sha256_hex(text.encode())}`\n"


def _tables(years: list[Lived], partners: list[Partner]) -> Iterator[str]:
    yield from (
        "## By way",
        "",
        "Partner-years. *Found*: something was kept about them, however little; *heard*: a",
        "case was opened and they were asked. Measures above a warning: *data stopped* by one",
        "person until it was decided, with the commission held; *orders stopped* by two",
        "people after the hearing.",
        "",
        "| way | partners | found | heard | heard and cleared | data stopped | orders stopped "
        "| case open |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
        *_by_way(partners),
        "",
        "## By check",
        "",
        "Partner-years. *Should have fired* is the truth: what such a way leaves behind, and",
        "what was said in the recorded calls. *Did*: it fired on those; for words a finding",
        "counts when a person has read and confirmed it. *Fired on others*: on partners that",
        "place wrong orders, but leave no such sign. A finding is no measure: several, of two",
        "kinds, open a case.",
        "",
        *_by_check(partners),
        "",
        "## By partner",
        "",
        "Every partner of every year: how many checks should have fired, did and did not; how",
        "many fired that should not have; what followed, and days from the first wrong order.",
        "",
        "| year | partner | way | should | did | missed | false | followed | days |",
        "|---:|---|---|---:|---:|---:|---:|---|---:|",
        *(_of_partner(year.story.seed, each) for year in years for each in year.partners),
        "",
    )


def _words(partners: list[Partner]) -> Iterator[str]:
    yield from (
        "## What was said",
        "",
        "Every second call by telephone is recorded, with a permission; the calls come from",
        "the half of the corpus that the checks were not written against",
        "([words](words.md)), with its noises. One person reads every place and, of a hundred,",
        f"errs at {round(100 * READER_ERRS)}.",
        "An act is what one check looks for in one call.",
        "",
        "| partners | recorded calls | acts in them | acts found and confirmed | places found "
        "| there | not there, turned down | not there, confirmed | there, turned down |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
        _read("wrong", [each for each in partners if each.seller.is_wrong]),
        _read("honest", [each for each in partners if not each.seller.is_wrong]),
        "",
    )


def _length(years: list[Lived]) -> Iterator[str]:
    stories = {year.story.name: year.story for year in years}
    for name, story in sorted(stories.items()):
        weeks = (story.known_on - story.begins).days // 7
        yield (
            f"- {sum(year.story.name == name for year in years)} like [{name}]"
            f"(../../examples/{name}/): {story.weeks} weeks in which partners sell, then only "
            f"what is already under way goes on, to a last look {weeks} weeks "
            f"({round(weeks * 7 / 30.44)} months) after the first day."
        )


def _figures(years: list[Lived], partners: list[Partner]) -> Iterator[tuple[str, str]]:
    sellers = [each.seller for each in partners]
    wrong = [each for each in sellers if each.is_wrong]
    honest = [each for each in sellers if not each.is_wrong]
    days = [_days(each) for each in wrong if each.is_above_warning]
    orders = sum(one.report.wrong for one in years)
    unwanted = sum(one.report.unwanted for one in years)
    heard = sum(bool(each.followed) for each in honest)
    above = sum(each.is_above_warning or each.is_data_stopped for each in honest)
    effective = sum(one.effective for one in years)
    billed = sum(one.report.unwanted_billed for one in years)
    yield "years", str(len(years))
    yield "partner-years that placed wrong orders", str(len(wrong))
    yield "of these found and stopped", _share(len(days), len(wrong))
    if days:
        yield "days from the first wrong order to the stop: median", f"{median(days):g}"
        yield "the longest", str(max(days))
    yield "wrong orders", f"{orders:,}"
    yield "of these confirmed by the customer", _share(orders - unwanted, orders)
    yield (
        "of those confirmed, took effect (a bill or a commission)",
        _share(effective - billed, orders - unwanted),
    )
    yield (
        "of those confirmed, commission paid",
        str(sum(one.report.wrong_paid for one in years)),
    )
    yield "wrong orders without the customer's yes", _share(unwanted, orders)
    yield "of these took effect (a bill or a commission)", _share(billed, unwanted)
    yield "of all wrong orders, took effect", _share(effective, orders)
    yield "honest partner-years", str(len(honest))
    yield "of these heard", _share(heard, len(honest))
    yield "of these heard and cleared", str(sum(s.followed == "cleared" for s in honest))
    yield "of these with a case still open", str(sum(s.followed == "open" for s in honest))
    yield (
        "of these with a measure above a warning (data or orders stopped)",
        _share(above, len(honest)),
    )


def _share(part: int, whole: int) -> str:
    return f"{part:,} ({100 * part / whole:.1f} %)" if whole else str(part)


def _days(seller: SellerOfStory) -> int:
    if seller.ended_on is None or seller.first_wrong_on is None:
        raise ValueError(f"{seller.name} was stopped without a day or a wrong order")
    return (seller.ended_on - seller.first_wrong_on).days


def _by_way(partners: list[Partner]) -> Iterator[str]:
    for way in sorted({each.way for each in partners}):
        mine = [each for each in partners if each.way == way]
        ends = [each.seller.followed for each in mine]
        figures = (
            len(mine),
            sum(bool(each.found) for each in mine),
            len(ends) - ends.count(""),
            ends.count("cleared"),
            sum(each.seller.is_data_stopped for each in mine),
            ends.count("order_stop"),
            ends.count("open"),
        )
        yield f"| `{way}` | {' | '.join(map(str, figures))} |"


def _by_check(partners: list[Partner]) -> Iterator[str]:
    """A table of the groups, then one of every check."""
    codes = sorted({code for each in partners for code in each.found | each.ought})
    groups: dict[str, list[str]] = {name: [] for name in _GROUPS}
    for code in codes:
        groups[_group(code)].append(code)
    head = ["should have fired", "did", "missed", "fired on others", "fired on honest", "of"]
    yield from (f"| checks on | {' | '.join(head)} |", "|---|" + "---:|" * len(head))
    for name, some in groups.items():
        yield f"| {name} | {_hits(partners, frozenset(some))} |"
    yield ""
    yield from (f"| check | {' | '.join(head)} |", "|---|" + "---:|" * len(head))
    for some in groups.values():
        for code in some:
            yield f"| `{code}` | {_hits(partners, frozenset({code}))} |"


def _of_partner(year: int, one: Partner) -> str:
    seller, did = one.seller, len(one.found & one.ought)
    followed = _FOLLOWED[seller.followed] + (
        ", data stopped before" if seller.is_data_stopped else ""
    )
    days = str(_days(seller)) if seller.is_wrong and seller.is_above_warning else ""
    figures = (len(one.ought), did, len(one.ought) - did, len(one.found - one.ought))
    return (
        f"| {year} | {seller.name} | `{one.way}` | {' | '.join(map(str, figures))} "
        f"| {followed} | {days} |"
    )


def _group(code: str) -> str:
    return next(name for name, starts in _GROUPS.items() if code.startswith(starts))


def _hits(partners: list[Partner], codes: frozenset[str]) -> str:
    """Where any of these checks should have fired, did, did not, and fired all the same."""
    ought = [each for each in partners if each.ought & codes]
    others = [each for each in partners if not each.ought & codes]
    honest = sum(not each.seller.is_wrong for each in partners)
    did = sum(bool(each.found & each.ought & codes) for each in ought)
    fired = [each.seller.is_wrong for each in others if each.found & codes]
    figures = (len(ought), did, len(ought) - did, sum(fired), len(fired) - sum(fired), honest)
    return " | ".join(map(str, figures))


def _read(name: str, partners: list[Partner]) -> str:
    read = [place for each in partners for place in each.read]

    right = Counter((each.is_there, each.is_confirmed) for each in read)
    acts = {(each.call, each.check) for each in read if each.is_there and each.is_confirmed}
    figures = (
        sum(each.recorded for each in partners),
        sum(each.acts for each in partners),
        len(acts),
        len(read),
        right[True, True] + right[True, False],
        right[False, False],
        right[False, True],
        right[True, False],
    )
    return f"| {name} | {' | '.join(map(str, figures))} |"


def main(words: list[str] | None = None) -> int:
    asked = argparse.ArgumentParser(prog="python -m tools.years")
    asked.add_argument("--years", type=int, default=YEARS)
    asked.add_argument("--weeks", type=int, default=WEEKS)
    asked.add_argument("--into", type=Path, default=PAGE)
    given = asked.parse_args(words)
    began = time.monotonic()
    with ProcessPoolExecutor(2) as pool:
        years = list(pool.map(partial(lived, weeks=given.weeks), range(1, given.years + 1)))
    given.into.write_text(page(years), encoding="utf-8")
    print(given.into.read_text(encoding="utf-8"))
    print(f"{(time.monotonic() - began) / 60:.1f} minutes", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
