"""Write ``docs/reference/years.md``: ``python -m tools.years``.

Plays twenty made-up years with different mixtures of partners through the real actions, and
counts what was found beside what was true. Every figure on the page comes from this run.
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from leumund.cli.story import play_through
from leumund.report import SellerOfStory, StoryReport
from leumund.world import STORIES, Seller, Story, story_report, stream
from tools.inventory import ROOT

PAGE = ROOT / "docs" / "reference" / "years.md"
YEARS = range(1, 21)
_WAYS = {
    "2009": ("hidden", "shop", "desk", "long night"),
    "2025": ("invents", "agency", "tablet"),
}
_WRONG_MAX = 3


@dataclass(frozen=True, slots=True)
class Lived:
    """A year at its end: its report, the ways, and by partner its findings by code."""

    report: StoryReport
    ways: dict[str, str]
    found: dict[str, dict[str, int]]


def mixture(year: int) -> Story:
    """The story of that year: who sells how, from which week on, how much."""
    base = STORIES["2009" if year % 2 else "2025"]
    chance = stream(year, "years")
    wrong, *honest = _WAYS[base.name]
    count = int(chance.integers(_WRONG_MAX + 1))
    ways = [wrong] * count
    ways += [honest[int(chance.integers(len(honest)))] for _ in base.sellers[count:]]
    order = chance.permutation(len(ways)).tolist()
    sellers = tuple(
        _seller(seller, ways[at], int(chance.integers(2, 6)))
        for seller, at in zip(base.sellers, order, strict=True)
    )
    first = int(chance.integers(2))
    return replace(
        base, seed=year, weeks=4, wrong_from=first, night_week=1, sellers=sellers, customers=800
    )


def _seller(seller: Seller, way: str, orders: int) -> Seller:
    return replace(seller, way=way, orders_a_week=orders)  # type: ignore[arg-type]


def lived(year: int) -> Lived:
    """One year, played through the real actions in a database of its own."""
    story = mixture(year)
    with tempfile.TemporaryDirectory() as scratch:
        tally = play_through(story, Path(scratch) / "year")
    short = {seller.name: seller.short for seller in story.sellers}
    return Lived(
        story_report(tally),
        {seller.short: seller.way for seller in story.sellers},
        {short[name]: codes for name, codes in tally.found.items()},
    )


def page(years: list[Lived]) -> str:
    """The page, all of it from these years."""
    sellers = [(one, seller) for one in years for seller in one.report.sellers]
    wrong = [seller for _one, seller in sellers if seller.is_wrong]
    honest = [seller for _one, seller in sellers if not seller.is_wrong]
    unwanted = sum(one.report.unwanted for one in years)
    billed = sum(one.report.unwanted_billed for one in years)
    days = [_days(seller) for seller in wrong if seller.is_above_warning]
    lines = [
        "# Twenty made-up years",
        "",
        "Made by `python -m tools.years`; every figure is from that run. Each year has a",
        "mixture of partners of its own (see [the stories](world.md)): none to three of them",
        "place orders that nobody may place so, the others are honest, and some of these look",
        "as if they were not. A year here is the four weeks in which something happens, and",
        "the months after. What this does not show: partners that know the checks and work",
        "around them, and honest ones that stand out and can show no paper for it: here each",
        "of them has one.",
        "",
        "| what | figure |",
        "|---|---:|",
        f"| years | {len(years)} |",
        f"| partners that placed wrong orders | {len(wrong)} |",
        f"| of these found and stopped | {len(days)} |",
        f"| days from the first wrong order to the stop: median | {median(days):g} |",
        f"| the longest | {max(days)} |",
        f"| wrong orders | {sum(one.report.wrong for one in years):,} |",
        f"| of these without the customer's yes | {unwanted:,} |",
        f"| of these with a bill or a commission paid | {billed} |",
        f"| wrong orders that customers confirmed, commission paid "
        f"| {sum(one.report.wrong_paid for one in years)} |",
        f"| honest partners | {len(honest)} |",
        f"| of these heard and cleared | {sum(s.followed == 'cleared' for s in honest)} |",
        f"| of these with a case still open | {sum(s.followed == 'open' for s in honest)} |",
        f"| of these with a measure above a warning "
        f"| {sum(s.is_above_warning or s.is_data_stopped for s in honest)} |",
        "",
        "## By way",
        "",
        "| way | partners | nothing stood out enough | heard and cleared | stopped |",
        "|---|---:|---:|---:|---:|",
        *_by_way(sellers),
        "",
        "## By check",
        "",
        "Partners on whom the check found anything, of those that place wrong orders and of",
        "the honest ones. A finding is no measure: several, of two kinds, open a case.",
        "",
        "| check | wrong partners | of | honest partners | of |",
        "|---|---:|---:|---:|---:|",
        *_by_check(years, len(wrong), len(honest)),
        "",
    ]
    return "\n".join(lines)


def _days(seller: SellerOfStory) -> int:
    if seller.ended_on is None or seller.first_wrong_on is None:
        raise ValueError(f"{seller.name} was stopped without a day or a wrong order")
    return (seller.ended_on - seller.first_wrong_on).days


def _by_way(sellers: list[tuple[Lived, SellerOfStory]]) -> list[str]:
    rows = defaultdict(list)
    for one, seller in sellers:
        rows[one.ways[seller.name]].append(seller.followed)
    return [
        f"| `{way}` | {len(ends)} | {ends.count('')} | {ends.count('cleared')} "
        f"| {ends.count('order_stop')} |"
        for way, ends in sorted(rows.items())
    ]


def _by_check(years: list[Lived], wrong: int, honest: int) -> list[str]:
    hits: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in years:
        for seller in one.report.sellers:
            for code in one.found[seller.name]:
                hits[code][not seller.is_wrong] += 1
    return [
        f"| `{code}` | {hit[0]} | {wrong} | {hit[1]} | {honest} |"
        for code, hit in sorted(hits.items())
    ]


def main(path: Path = PAGE) -> int:
    with ProcessPoolExecutor(2) as pool:
        years = list(pool.map(lived, YEARS))
    path.write_text(page(years), encoding="utf-8")
    print(path.read_text(encoding="utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
