"""The one thing to ask for: look at a folder."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from leumund.look.asking import missing, unsaid
from leumund.look.bulk import Workbench
from leumund.look.calendar import country_of, rule_rows, rules_on
from leumund.look.chapters import BASE, CHAPTERS
from leumund.look.dates import active_span
from leumund.look.kinds import KINDS, typed_schema
from leumund.look.outcome import LookReport, RulesTaken
from leumund.look.records import MAPPING, read_mapping, write_mapping
from leumund.look.taking import Taken, Taking, take
from leumund.look.words import most_named, partner_tables, words_table
from leumund.permit import months_before, rulepack

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import date
    from pathlib import Path

    from leumund.basics.clock import Clock
    from leumund.engine import Engine
    from leumund.look.findings import FindingGroup, LookTable, Unsaid
    from leumund.look.mapping import Ask
    from leumund.look.settings import LookSettings
    from leumund.permit import Pack, Rules

    OnProgress = Callable[[int, int | None], None]

QUESTIONS = ("run",)


@dataclass(frozen=True, slots=True)
class Look:
    """The first look at a folder of files. No database, no ledger, no network is touched."""

    engine: Engine
    clock: Clock

    def run(
        self,
        folder: Path,
        into: Path,
        *,
        rules: Path | None = None,
        mapping: Path | None = None,
        ask: Ask | None = None,
        on_progress: OnProgress | None = None,
    ) -> LookReport:
        """What the files of this folder show.

        ``into`` gets the rows of every finding, the rows left over and the ``look.toml`` that
        was taken. ``mapping``: a saved one; else that of the folder, else that of ``into``.
        ``rules``: another rule pack's folder. ``ask`` answers questions, None where nobody can.

        Raises NotThere, and BadInput for a mapping or rule pack that cannot be read; a file
        that cannot be read is no error, the report says so.
        """
        pack = rulepack.load(rules)
        saved_at = _saved_at(folder, into, mapping)
        saved = read_mapping(saved_at)
        with self.engine.workplace() as work:
            region = country_of(pack)
            taking = Taking(into, work, saved.sheets, saved.settings, region, ask)
            taken = take(folder, taking, on_progress)
            write_mapping(into / MAPPING, saved.settings, taken.chosen)
            bench = Workbench(self.engine, work, _inputs(taken))
            return self._answered(bench, taken, pack, saved.settings, folder, into)

    def _answered(
        self,
        bench: Workbench,
        taken: Taken,
        pack: Pack,
        asked: LookSettings,
        folder: Path,
        into: Path,
    ) -> LookReport:
        span, settings = self._set_up(bench, pack, asked)
        found, shown, unsaids = _chapters(bench, taken.there, into / "findings", settings)
        return LookReport(
            folder=folder.name,
            as_of=settings.as_of,
            principal=settings.principal,
            settings=settings,
            rules=RulesTaken(
                pack.id, pack.version, pack.digest, country_of(pack), _unruled(bench)
            ),
            files=taken.files,
            rows={name: bench.rows(name) for name in KINDS},
            first_on=span[0] if span else None,
            last_on=span[1] if span else None,
            findings=found,
            shown=shown,
            unsaid=unsaids,
            mapping=into / MAPPING,
        )

    def _set_up(
        self, bench: Workbench, pack: Pack, asked: LookSettings
    ) -> tuple[tuple[date, date] | None, LookSettings]:
        """Put what Python makes of the tables beside them: words, partners, rules, settings."""
        days = bench.ask("active_days").to_pydict()
        span = active_span(dict(zip(days["on_date"], days["n"], strict=True)))
        as_of = asked.as_of or (span[1] if span else self.clock.now().date())
        companies = bench.ask("companies").to_pydict()
        named = dict(zip(companies["company"], companies["consents"], strict=True))
        principal = asked.principal or most_named(named)
        settings = replace(asked, as_of=as_of, principal=principal)
        rules = rules_on(pack, max(as_of, pack.valid_from)) or pack.in_force(pack.valid_from)
        texts = bench.ask("texts").to_pylist()
        bench.tables["words"] = words_table(
            ((row["written"], bool(row["is_product"])) for row in texts), principal, rules
        )
        bench.tables.update(_partners(bench, texts))
        called_on = bench.ask("call_days")["on_date"].to_pylist()
        bench.tables.update(rule_rows(pack, [day for day in called_on if day is not None]))
        bench.tables["settings_in_force"] = _in_force(settings, rules)
        return span, settings


def _saved_at(folder: Path, into: Path, mapping: Path | None) -> Path | None:
    if mapping is not None:
        return mapping
    return next((p for p in (folder / MAPPING, into / MAPPING) if p.is_file()), None)


def _inputs(taken: Taken) -> dict[str, Any]:
    tables: dict[str, Any] = {
        name: list(taken.tables[name]) or typed_schema(kind).empty_table()
        for name, kind in KINDS.items()
    }
    return {**tables, "sources": taken.sources()}


def _partners(bench: Workbench, texts: list[dict[str, Any]]) -> Mapping[str, Any]:
    pairs = bench.ask("partner_pairs").to_pylist()
    contracted = bench.ask("partners_contracted")["partner"].to_pylist()
    return partner_tables(
        [row["written"] for row in texts if row["is_partner"]],
        [(row["partner"], row["legal_name"]) for row in pairs],
        contracted,
    )


def _in_force(settings: LookSettings, rules: Rules) -> Any:
    """One row: the settings, and what the rules say about the age of consents."""
    import pyarrow as pa

    as_of = settings.as_of
    if as_of is None:
        raise AssertionError("the day of the look is set before it is written down")
    midnight = datetime.combine(as_of, time())
    row = asdict(settings) | {
        "day_after": midnight + timedelta(days=1),
        "stale_before": months_before(midnight, rules.values.consent_unused_months),
        "proof_late_hours": rules.values.proof_late_hours,
    }
    return pa.Table.from_pylist([row])


def _chapters(
    bench: Workbench, there: Collection[str], into: Path, settings: LookSettings
) -> tuple[tuple[FindingGroup, ...], tuple[LookTable, ...], tuple[Unsaid, ...]]:
    found: list[FindingGroup] = []
    shown: list[LookTable] = []
    left: list[Unsaid] = []
    bench.prepare(BASE)
    for chapter in CHAPTERS:
        bench.prepare(chapter)
        for code in chapter.codes:
            if lacks := missing(code.needs, there):
                left.append(unsaid(code, chapter, lacks))
            else:
                found.append(bench.find(code, chapter, into, settings.examples))
        for table in chapter.tables:
            if lacks := missing(table.needs, there):
                left.append(unsaid(table, chapter, lacks))
            else:
                shown.append(bench.show(table, chapter))
    return tuple(found), tuple(shown), tuple(left)


def _unruled(bench: Workbench) -> int:
    """How many calls were made before the rule pack's first day."""
    count = bench.ask("calls_before_the_rules")["n"][0].as_py()
    return int(count or 0)
