"""What a person can ask of this part."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leumund import ledger
from leumund.basics.clock import local_text
from leumund.basics.ids import PassId
from leumund.network import StopKind, stopped, with_those_above
from leumund.permit import bulk, records, rows, writer
from leumund.permit.answers import Decision, Screened
from leumund.permit.decide import decide
from leumund.permit.decided import decision
from leumund.permit.facts import Level
from leumund.permit.gather import (
    Assignment,
    assigned,
    numbers_to_show,
    product_meant,
)
from leumund.permit.passes import Attempts, AttemptSource, Pass
from leumund.permit.period import begins_at, moment_rows, permitted_hours
from leumund.permit.question import (
    Answer,
    CallIsPast,
    Question,
    assignment_of,
    best_answer,
    day_of,
    partner_facts,
    pass_for,
)
from leumund.permit.rulepack import Pack, load
from leumund.permit.screened import ScreenAsked, screen_entry, screened, stranger_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from leumund.basics.clock import Clock
    from leumund.basics.numbers import Number
    from leumund.basics.verdict import Reason
    from leumund.engine import Engine, Session
    from leumund.network import Partner, Stops
    from leumund.network.actions import Network
    from leumund.people import Snapshot
    from leumund.people.actions import People
    from leumund.permit.asked import CallAsked
    from leumund.permit.explain import Audience
    from leumund.permit.facts import Facts
    from leumund.store import Store, Transaction

_GRACE = timedelta(minutes=5)  # between a dialler's clock and ours
_REFUSED_KEPT = timedelta(days=90)
QUESTIONS = ("asked", "explain", "last_uses", "passes", "partner_reasons", "refused")
"""They record nothing."""

_PERSON_LEVELS = (Level.PERSON, Level.TIME, Level.FREQUENCY)
_PARTNER_LEVELS = (Level.PARTNER, Level.NUMBER)
_PASS_BYTES = 12
_SNAPSHOT_TABLES = (
    "line", "person", "person_line", "consent", "consent_company", "consent_product",
    "consent_channel", "objection", "contract", "register_entry",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Permit:
    """May this call be made?

    ``pack`` is a folder with a site's own rule pack, the bundled one where it is None.
    ``stops`` gives the measures in force at a moment (None: nobody keeps any).
    """

    store: Store
    engine: Engine
    clock: Clock
    people: People
    network: Network
    attempts: AttemptSource | None = None
    pack: Path | None = None
    stops: Stops | None = None

    def check(self, asked: CallAsked) -> Decision:
        """Decide about one call; where it is allowed, record a pass, which is a use of the
        consent (§ 7a(2) UWG).

        Raises CallIsPast for a moment that has passed, as a pass made afterwards would explain
        away a complaint; NoSuchPartner, ProductNotSaid, ProductNeeded.
        """
        pack = load(self.pack)
        question = self._question(pack, asked)
        if question.at < self.clock.now() - _GRACE:
            raise CallIsPast(at=local_text(question.at))
        with self.store.transaction() as tx:
            if question.line_id is not None:
                records.lock_line(tx, question.line_id)
            answer = self._answer(tx, question, until=None)
            if answer.verdict.is_allowed:
                pass_id = self._permit(tx, question, answer)
            else:
                pass_id = None
                refused_by = (reason.rule for reason in answer.verdict.refusals)
                records.count_refusals(
                    tx, question.rules.on, refused_by, question.assignment.purpose
                )
                self._keep_refused(tx, question)
        return decision(question, answer, pack, self.network.principal(), pass_id)

    def explain(
        self, asked: CallAsked, audience: Audience = "agent", language: str | None = None
    ) -> Decision:
        """What ``check`` would answer, said to an agent, a customer or a regulator.

        Gives no pass and records nothing. For a moment in the past only the passes up to that
        moment count as attempts; consents and objections are taken as they stand today.
        """
        pack = load(self.pack)
        question = self._question(pack, asked)
        with self.store.snapshot() as tx:
            answer = self._answer(tx, question, until=question.at)
        company = self.network.principal()
        return decision(question, answer, pack, company, audience=audience, language=language)

    def passes(self, line_ids: Iterable[int], since: datetime, until: datetime) -> list[Pass]:
        """The passes given for these lines, for calls from ``since`` to ``until``, by time."""
        with self.store.snapshot() as tx:
            return records.passes(tx, list(line_ids), since, until)

    def refused(self, line_ids: Iterable[int]) -> list[tuple[str, datetime]]:
        """Partner and moment of each call to these lines that was refused; kept for 90 days."""
        with self.store.snapshot() as tx:
            return records.refused_on(tx, list(line_ids))

    def asked(self, into: Path, since: datetime, until: datetime) -> Path:
        """What partners asked about lines, for calls from ``since`` to before ``until``: a
        Parquet file with the columns ``records.ASKED_COLUMNS``, instants naive and in UTC.

        Refusals are kept for 90 days, so before that only what was allowed is there.
        """
        written = into.with_suffix(".csv")
        with self.store.snapshot() as tx:
            records.copy_out_asked(tx, written, since, until)
        self.engine.read_csv(written, into, records.ASKED_COLUMNS)
        written.unlink()
        return into

    def last_uses(self, consent_ids: Iterable[int]) -> dict[int, datetime]:
        """When each of these consents was last used, by a pass; unused ones are missing.

        Their proof must be kept for five years from then (§ 7a(2) UWG).
        """
        with self.store.snapshot() as tx:
            return records.last_uses(tx, consent_ids)

    def partner_reasons(
        self,
        partner: str,
        purpose: str,
        product: str | None = None,
        at: datetime | None = None,
        shown_number: Number | None = None,
        *,
        trunk_country: str | None = None,
    ) -> tuple[Reason, ...]:
        """What stands against this partner acting for this purpose at all, and its duties.

        Says nothing about any person. Without ``shown_number`` one of the numbers that the
        partner may show is taken; where it has none, that is a reason. Raises NoSuchPartner.
        """
        at = at or self.clock.now()
        rules = load(self.pack).in_force(day_of(at))
        chain = with_those_above(partner, self.network.partners())
        assignment = Assignment(
            principal=self.network.principal(),
            purpose=purpose,
            product=product,
            shown_number=shown_number or next(iter(numbers_to_show(chain[0], rules.on)), None),
            trunk_country=trunk_country,
            is_stopped=self._is_stopped(chain, at),
        )
        facts = partner_facts(assignment, at, rules, chain)
        return decide(facts, rules.only(*_PARTNER_LEVELS)).reasons

    def screen(
        self,
        lines: Path | Iterable[int] | None,
        purpose: str,
        product: str | None = None,
        partner: str | None = None,
        start: date | None = None,
        end: date | None = None,
        into: Path = Path("screen.parquet"),
        *,
        call_type: str = "live",
        campaign: str | None = None,
        business_reason: str | None = None,
        principal: str | None = None,
        columns: Mapping[str, str | Sequence[str]] | None = None,
        region: str = "DE",
        snapshot: Snapshot | None = None,
        on_progress: Callable[[int, int | None], None] | None = None,
    ) -> Screened:
        """Decide about everybody on a list, and say when calls may begin.

        ``lines``: None for all lines, line ids, a Parquet file with the column ``line_id``, or
        a CSV file with a column of numbers (``columns`` names it, where it is none of ours).
        Who is allowed may be called on every day from ``start`` (today) to ``end`` (the same
        day) within the hours given, as things stand. Without a partner only the rules about
        persons are asked. ``snapshot``: one taken before, instead of a fresh one.
        """
        writer.check_ending(into)
        start = start or day_of(self.clock.now())
        end = end or start
        pack = load(self.pack)
        rules = pack.in_force(end)
        hours = permitted_hours(rules, start, end)
        chain: tuple[Partner, ...] = ()
        if partner is not None:
            chain = with_those_above(partner, self.network.partners())
            product = product or product_meant(chain[0], purpose, rules.on)
        assignment = Assignment(
            principal or self.network.principal(), purpose, product, campaign, business_reason,
            call_type,
        )  # fmt: skip
        asked = ScreenAsked(
            assignment.in_keys(),
            rules,
            chain,
            start,
            end,
            hours,
            lines,
            columns,
            region,
            on_progress,
        )
        into.parent.mkdir(parents=True, exist_ok=True)
        with self.engine.workplace() as scratch:
            taken = snapshot or self.people.snapshot(scratch / "people")
            made = into if into.suffix == ".parquet" else scratch / "result.parquet"
            with self.engine.session(scratch, taken["line"].parent, made.parent) as session:
                left_over = self._screen(asked, taken, session, scratch, made)
                counts = session.run(bulk.count_plan(), {"result": made}).to_pylist()
            if made != into:
                writer.write_csv(made, into)
        digest = writer.digest_of(into)
        answer = screened(
            counts, asked, into, pack, digest, left_over, self.network.principal()
        )
        with self.store.transaction() as tx:
            ledger.append(tx, "permit.screen", screen_entry(answer, asked), at=self.clock.now())
        return answer

    def _question(self, pack: Pack, asked: CallAsked) -> Question:
        at = asked.at or self.clock.now()
        rules = pack.in_force(day_of(at))
        chain = with_those_above(asked.partner, self.network.partners())
        assignment = replace(
            assignment_of(asked, self.network.principal(), chain[0], rules.on),
            is_stopped=self._is_stopped(chain, at),
        )
        record = self.people.about(asked.number)
        return Question(assignment, at, rules, chain, record, asked.person_ref)

    def _is_stopped(self, chain: Sequence[Partner], at: datetime) -> bool:
        """Whether a data stop is in force then against it or somebody above it."""
        if self.stops is None:
            return False
        names = (partner.name for partner in chain)
        return stopped(self.stops(at), names, StopKind.DATA) is not None

    def _answer(self, tx: Transaction, question: Question, until: datetime | None) -> Answer:
        attempts = self._attempts(tx, question, until)
        last_uses = records.last_uses(tx, question.consent_ids)
        return best_answer(question, attempts, last_uses)

    def _attempts(
        self, tx: Transaction, question: Question, until: datetime | None
    ) -> Attempts:
        if question.record is None:
            return Attempts()
        line, assignment = question.record.line, question.assignment
        counted = records.attempts(
            tx, line.id, question.at, assignment.campaign, assignment.purpose, until
        )
        if self.attempts is None:
            return counted
        return counted + self.attempts.about(line, question.at)

    def _keep_refused(self, tx: Transaction, question: Question) -> None:
        """So that "asked and rang all the same" can be told from "never asked"."""
        if question.line_id is not None:
            partner, forgotten = question.chain[0].name, self.clock.now() - _REFUSED_KEPT
            records.keep_refused(tx, question.line_id, partner, question.at, forgotten)

    def _permit(self, tx: Transaction, question: Question, answer: Answer) -> PassId:
        """Record the pass, and its entry; both or neither."""
        permitted = pass_for(question, answer, PassId(secrets.token_hex(_PASS_BYTES)))
        records.save_pass(tx, permitted, self.clock.now())
        body = {
            "pass": permitted.pass_id,
            "partner": permitted.partner,
            "purpose": permitted.purpose,
            "product": permitted.product,
            "rules": permitted.pack_digest,
            "duties": [reason.rule for reason in answer.verdict.duties],
        }
        ledger.append(tx, "permit.check", body, at=self.clock.now())
        return permitted.pass_id

    def _screen(
        self,
        asked: ScreenAsked,
        people: Snapshot,
        session: Session,
        scratch: Path,
        into: Path,
    ) -> writer.ReadList | None:
        """Write the answer into the file; what was left over of a list of numbers."""
        inputs = self._screen_inputs(asked, people, session, scratch)
        if asked.numbers is None:
            inputs["asked"] = writer.line_ids(asked.lines, people["line"])
            session.run(bulk.screen_plan(), inputs, into=into)
            return None
        listed = writer.read_list(
            asked.numbers,
            scratch / "listed.parquet",
            self.people.folder,
            columns=asked.columns,
            region=asked.region,
            on_progress=asked.on_progress,
        )
        lines = {"listed": listed.path, "line": people["line"]}
        inputs["asked"] = session.run(bulk.asked_plan(), lines)
        screened = scratch / "screened.parquet"
        session.run(bulk.screen_plan(), inputs, into=screened)
        strangers = {"strangers": rows.strangers_table(stranger_rules(asked))}
        session.run(
            bulk.answer_plan(), lines | strangers | {"screened_lines": screened}, into=into
        )
        return listed

    def _screen_inputs(
        self, asked: ScreenAsked, people: Snapshot, session: Session, scratch: Path
    ) -> dict[str, Any]:
        levels = (*_PERSON_LEVELS, *(_PARTNER_LEVELS if asked.chain else ()))
        years = {asked.start.year, *(each.last_on.year for each in asked.hours)}
        return {
            **{name: people[name] for name in _SNAPSHOT_TABLES},
            **rows.rule_tables(asked.rules.only(*levels), years),
            "assignment": rows.setting_table(self._screen_facts(asked)),
            "last_moments": rows.moments_table(
                moment_rows(asked.rules, asked.start, asked.hours)
            ),
            **self._history(asked, people["line"], session, scratch),
        }

    def _screen_facts(self, asked: ScreenAsked) -> Facts:
        at = begins_at(asked.start)
        if not asked.chain:
            return assigned(asked.assignment, at, asked.rules.values)
        shown = next(iter(numbers_to_show(asked.chain[0], asked.rules.on)), None)
        is_stopped = self._is_stopped(asked.chain, max(at, self.clock.now()))
        assignment = replace(asked.assignment, shown_number=shown, is_stopped=is_stopped)
        return partner_facts(assignment, at, asked.rules, asked.chain)

    def _history(
        self, asked: ScreenAsked, line: Path, session: Session, scratch: Path
    ) -> dict[str, Any]:
        """Attempts on lines, and uses of consents."""
        at = max(self.clock.now(), begins_at(asked.start))
        attempts, uses = scratch / "attempts.csv", scratch / "uses.csv"
        with self.store.snapshot() as tx:
            records.copy_out_attempts(
                tx,
                attempts,
                at,
                asked.assignment.campaign,
                asked.assignment.purpose,
            )
            records.copy_out_uses(tx, uses)
        tables = {}
        for path, columns in ((attempts, records.ATTEMPT_COLUMNS), (uses, records.USE_COLUMNS)):
            tables[path.stem] = path.with_suffix(".parquet")
            session.read_csv(path, tables[path.stem], columns)
        if self.attempts is None:
            return tables
        more = self.attempts.table(at, line)
        return tables | {"attempts": writer.attempts_added(tables["attempts"], more)}
