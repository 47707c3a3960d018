"""What ``Audit`` can be asked about single rows."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from leumund.audit import bulk
from leumund.audit.rows import records
from leumund.audit.rows.about import AboutLine, HeardOf
from leumund.audit.rows.behind import CALLS, PLACES, called_at, days_of, rows_behind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from leumund.audit.rows.behind import Behind
    from leumund.audit.words.actions import Words
    from leumund.basics.checks import Check
    from leumund.basics.finding import Finding, Row
    from leumund.basics.numbers import Number
    from leumund.network import Partner
    from leumund.release import Lookup
    from leumund.store import Store

_CAP_DAYS = 8  # a cap of a week looks back as far


class Partners(Protocol):
    """Whoever knows the partners."""

    def partners(self) -> tuple[Partner, ...]: ...


class Declared(Protocol):
    """Whoever has the declared calls."""

    def declared(self) -> Any: ...


class House(Protocol):
    """What these questions need of ``Audit``."""

    @property
    def store(self) -> Store: ...
    @property
    def engine(self) -> Any: ...
    @property
    def network(self) -> Partners: ...
    @property
    def intake(self) -> Declared: ...
    @property
    def _words(self) -> Words: ...
    def _checks(self) -> Mapping[str, Check]: ...
    def _lookups(self, since: date | None, until: date | None) -> tuple[Lookup, ...]: ...
    def _beside(
        self,
        known_calls: Any,
        partners: Sequence[Partner],
        since: date,
        until: date,
        work: Path,
    ) -> dict[str, Any]: ...


class Rows:
    """The part of ``Audit`` that shows single rows; it has no state of its own."""

    __slots__ = ()

    def behind(self: House, findings: Sequence[Finding]) -> dict[str, tuple[Behind, ...]]:
        """By a finding's digest the single rows that it rests on, as its partner may see them:
        calls, look-ups, places in transcripts, notices. Rows of other parts are missing."""
        partners, checks = self.network.partners(), self._checks()
        days = sorted(days_of(findings))
        found: list[Mapping[str, Any]] = []
        if days:
            on = [day for _partner, day in days]
            first, last = min(on) - timedelta(days=_CAP_DAYS), max(on)
            known_calls = self.intake.declared()
            with self.engine.workplace() as work:
                inputs = self._beside(known_calls, partners, first, last, work)
                inputs["outcomes"] = bulk.outcome_table(checks["C024"].words("lost_words"))
                found = bulk.behind(self.engine, inputs, days, work)
        with self.store.snapshot() as tx:
            notices = records.notices(tx)
        ids = {each.name: int(each.id) for each in partners}
        lookups, places = self._lookups(None, None), self._words.known()
        return rows_behind(
            findings, ids, found, lookups, places, notices, checks["C051"], partners
        )

    def agent_of(self: House, row: Row, partner: str) -> str | None:
        """The pseudonym on a call, or on the transcript of a place, where that partner made it.
        A day has many callers and opens nobody, and so has a moment with two."""
        if row.table == CALLS:
            ids = {each.name: int(each.id) for each in self.network.partners()}
            at = called_at(row.key, ids.get(partner, 0))
            if at is None:
                return None
            wanted = bulk.partner_moment_table(partner, at)
            inputs = {"known_calls": self.intake.declared(), "wanted_moment": wanted}
            found = self.engine.run(bulk.beside("agents_at"), inputs).to_pylist()
            return str(found[0]["agent"]) if len(found) == 1 else None
        if row.table != PLACES:
            return None
        with self.store.snapshot() as tx:
            return records.agent_of(tx, row.key, partner)

    def about(
        self: House, line_id: int, number: Number, refs: Sequence[tuple[str, str]] = ()
    ) -> AboutLine:
        """What is kept here about one line. ``refs``: (partner, its reference of a call) of
        orders of that line.

        A transcript names no line: it is this line's where the reference says so, or where its
        partner declared a call to this line, and to no other, for that very moment.
        """
        inputs = {
            "known_calls": self.intake.declared(),
            "wanted_number": bulk.number_table(number.e164),
        }
        calls = self.engine.run(bulk.beside("calls_to"), inputs).to_pylist()
        moments = {(each["partner"], each["called_at"].replace(tzinfo=UTC)) for each in calls}
        shared = {
            (each["partner"], each["called_at"].replace(tzinfo=UTC))
            for each in calls
            if each["at_once"] > 1
        }
        with self.store.snapshot() as tx:
            told = records.told_of(tx, line_id)
            rows = records.heard_of(tx, sorted(moments), list(refs))
        heard, unmatched = [], 0
        for row in rows:
            is_named = (row["partner"], row.pop("call_ref")) in set(refs)
            if not is_named and (row["partner"], row["called_at"]) in shared:
                unmatched += 1
                continue
            heard.append(HeardOf(**row | {"quotes": tuple(row["quotes"])}))
        return AboutLine(told, tuple(heard), unmatched)
