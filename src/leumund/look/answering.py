"""From typed tables to answers: what Python adds to them, then chapter by chapter."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from leumund.look.asking import gap_in, missing, unsaid
from leumund.look.chapters import BASE, CHAPTERS
from leumund.look.dates import active_span
from leumund.look.findings import finding_schema
from leumund.look.words import most_named, partner_tables, words_table
from leumund.permit import months_before, rule_rows, rules_on

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import date
    from pathlib import Path

    from leumund.look.bulk import Workbench
    from leumund.look.findings import Chapter, FindingGroup, LookTable, Unsaid
    from leumund.look.settings import LookSettings
    from leumund.permit import Pack, Rules

    OnProgress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Answers:
    """What the tables say. ``settings`` with the day of the look and the principal filled in;
    ``calls_before_rules``: calls on days about which the rule pack says nothing;
    ``not_counted``: file, sheet, why and how many rows of calls were not counted."""

    settings: LookSettings
    span: tuple[date, date] | None
    calls_before_rules: int
    findings: tuple[FindingGroup, ...]
    shown: tuple[LookTable, ...]
    unsaid: tuple[Unsaid, ...]
    not_counted: tuple[tuple[str, str, str, int], ...] = ()


def answer(
    bench: Workbench,
    there: Collection[str],
    pack: Pack,
    asked: LookSettings,
    today: date,
    into: Path,
    on_progress: OnProgress | None = None,
    chapters: Sequence[Chapter] = CHAPTERS,
) -> Answers:
    """Ask every chapter what can be asked; the rows of findings go below ``into``.

    ``bench`` holds the typed tables of every kind and ``sources``; ``there`` says what some
    file has, as ``kind`` and ``kind.field``. ``today`` counts where nothing has a day.
    """
    span = _span(bench)
    settings = _settled(bench, asked, span[1] if span else today)
    _add_words(bench, pack, settings)
    bench.prepare(BASE)
    found: list[FindingGroup] = []
    shown: list[LookTable] = []
    left: list[Unsaid] = []
    for done, chapter in enumerate(chapters):
        if on_progress is not None:
            on_progress(done, len(chapters))
        bench.prepare(chapter)
        for code in chapter.codes:
            if lacks := missing(code.needs, there):
                left.append(unsaid(code, chapter, lacks))
                bench.tables[code.step] = finding_schema().empty_table()
            else:
                found.append(bench.find(code, chapter, into, settings.examples))
        for table in chapter.tables:
            if lacks := missing(table.needs, there):
                left.append(unsaid(table, chapter, lacks))
            else:
                shown.append(bench.show(table, chapter, into, settings.examples))
        asked_codes = {g.code.code for g in found} | {t.code.code for t in shown}
        left += [
            gap_in(chapter, gap, what)
            for gap in chapter.gaps
            if gap.code in asked_codes
            and (what := bench.ask(gap.step, chapter.sql)["what"].to_pylist())
        ]
    before = int(bench.ask("calls_before_the_rules")["n"][0].as_py())
    aside = bench.ask("calls_not_counted").to_pylist()
    not_counted = tuple((r["file"], r["sheet"], r["why"], int(r["n"])) for r in aside)
    return Answers(settings, span, before, tuple(found), tuple(shown), tuple(left), not_counted)


def _span(bench: Workbench) -> tuple[date, date] | None:
    days = bench.ask("active_days").to_pydict()
    return active_span(dict(zip(days["on_date"], days["n"], strict=True)))


def _settled(bench: Workbench, asked: LookSettings, last_on: date) -> LookSettings:
    companies = bench.ask("companies").to_pydict()
    named = dict(zip(companies["company"], companies["consents"], strict=True))
    principal = asked.principal or most_named(named)
    return replace(asked, as_of=asked.as_of or last_on, principal=principal)


def _add_words(bench: Workbench, pack: Pack, settings: LookSettings) -> None:
    """Put beside the tables what Python makes of them: words, partners, rules, settings."""
    as_of = settings.as_of or pack.valid_from
    rules = rules_on(pack, as_of) or pack.in_force(pack.valid_from)
    texts = bench.ask("texts").to_pylist()
    said = ((row["written"], bool(row["is_product"])) for row in texts)
    bench.tables["words"] = words_table(said, settings.principal, rules)
    bench.tables.update(
        partner_tables(
            [row["written"] for row in texts if row["is_partner"]],
            [
                (row["partner"], row["legal_name"])
                for row in bench.ask("partner_pairs").to_pylist()
            ],
            bench.ask("partners_contracted")["partner"].to_pylist(),
        )
    )
    called_on = bench.ask("call_days")["on_date"].to_pylist()
    bench.tables.update(rule_rows(pack, [day for day in called_on if day is not None]))
    bench.tables["settings_in_force"] = _in_force(settings, as_of, rules)


def _in_force(settings: LookSettings, as_of: date, rules: Rules) -> Any:
    """One row: the settings, and what the rules say about the age of consents."""
    import pyarrow as pa

    midnight = datetime.combine(as_of, time())
    row = asdict(settings) | {
        "day_after": midnight + timedelta(days=1),
        "stale_before": months_before(midnight, rules.values.consent_unused_months),
        "proof_late_hours": rules.values.proof_late_hours,
    }
    return pa.Table.from_pylist([row])
