"""How partners compare, and what a person takes from that as a finding."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Protocol

from leumund import ledger
from leumund.audit import records
from leumund.audit.compared.outlier import outlier_finding, row_of
from leumund.audit.known import KnownFinding
from leumund.audit.scorecards import Scorecards, rates_of_calls, scorecards
from leumund.audit.words.known import NobodyConfirms
from leumund.basics.persons import name_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from leumund.audit.calls import CallsAudit
    from leumund.audit.scorecards import Rate
    from leumund.basics.checks import Check
    from leumund.basics.clock import Clock
    from leumund.store import Store

_LOCK = "leumund.audit"


class House(Protocol):
    """What this needs of ``Audit``; intake, network and release are the actions of these."""

    @property
    def store(self) -> Store: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def intake(self) -> Any: ...
    @property
    def network(self) -> Any: ...
    @property
    def release(self) -> Any: ...
    @property
    def more_rates(
        self,
    ) -> tuple[Callable[[date | None, date | None], Iterable[Rate]], ...]: ...
    def calls(self, since: date | None = None, until: date | None = None) -> CallsAudit: ...
    def scorecards(self, since: date | None, until: date | None) -> Scorecards: ...
    def _checks(self) -> Mapping[str, Check]: ...


class Compared:
    """The part of ``Audit`` that compares partners; it has no state of its own."""

    __slots__ = ()

    def scorecards(
        self: House, since: date | None = None, until: date | None = None
    ) -> Scorecards:
        """Per partner how often what happens, with ranges, and what chance alone explains.
        A call to a decoy is counted against nobody: nobody complained of it."""
        calls = self.calls(since, until)
        decoys = set(self.release.decoy_lines().tolist())
        complaints: defaultdict[str, list[int]] = defaultdict(list)
        for each in self.intake.explained():
            if each.explained_by is None or each.line_id is None or each.line_id in decoys:
                continue
            complaints[each.explained_by.partner].append(each.line_id)
        rates = rates_of_calls(calls, complaints)
        rates += [rate for more in self.more_rates for rate in more(calls.since, calls.until)]
        return scorecards(rates, calls.since, calls.until)

    def outlier(
        self: House, partner: str, measure: str, by: str, since: date, until: date
    ) -> KnownFinding:
        """Take a rate that stands out as a finding, because a person says so: without one it
        stays a question. Both days are included, and stay as they are: the same again is known
        already. It is a reason to look and no kind of evidence (C154, C155).

        Raises NobodyConfirms, NoSuchRate, NothingStandsOut.
        """
        if not name_words(by):
            raise NobodyConfirms
        row = row_of(self.scorecards(since, until), partner, measure)
        ids = {each.name: int(each.id) for each in self.network.partners()}
        now = self.clock.now()
        found = outlier_finding(row, measure, ids[partner], (since, until), self._checks())
        with self.store.transaction() as tx:
            tx.lock(_LOCK)
            if records.keep(tx, [found], now):
                body = {"finding": found.digest, "code": found.code}
                ledger.append(tx, "audit.outlier", body, at=now)
            known = records.findings(tx, partner)
        return next(each for each in known if each.digest == found.digest)
