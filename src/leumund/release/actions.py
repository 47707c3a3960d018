"""What a person can ask of this part."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from leumund import ledger
from leumund.basics.canonical import sha256_hex
from leumund.basics.errors import NotThere
from leumund.network import with_all_of_its_chain
from leumund.release import departure, entries, key_writer, out_writer, records, results, writer
from leumund.release.account import Terms, complaints_weight, sub_booking
from leumund.release.adapt import check_evidence
from leumund.release.campaign import (
    Campaign,
    FactsMoved,
    HoldBackFixed,
    NotDrawn,
    NothingToRecall,
    NotSealedYet,
    check_same,
    hold_share,
    there,
)
from leumund.release.delivery import stayed_table
from leumund.release.foresight import Asked, Expected
from leumund.release.held import held_by_draw, held_by_list
from leumund.release.inside import check_known, lines_out, with_those_above
from leumund.release.lists import check_day, match_lines
from leumund.release.manifest import public_key_of
from leumund.release.pack_writer import barred_since, pack
from leumund.release.plan import PlanReport, report_of
from leumund.release.planting.actions import Planting, only_told
from leumund.release.prepare import HoldBack, Prepared, prepare
from leumund.release.screen_writer import recipients_now, screened_files
from leumund.release.secret import Seal, normalise_beacon
from leumund.release.spent import AccountReport, account_report
from leumund.release.toss import check_code, seal_of, seal_values, toss

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    import numpy as np
    from numpy.typing import NDArray

    from leumund.basics.clock import Clock
    from leumund.engine import Engine
    from leumund.ledger import HeldFile
    from leumund.network import Stops
    from leumund.network.actions import Network
    from leumund.people.actions import People
    from leumund.permit.actions import Permit
    from leumund.release.account import Booking, SubBooking
    from leumund.release.drawn import DrawRecord
    from leumund.release.foresight import CallsNeeded, DaysNeeded
    from leumund.release.goal import Goal
    from leumund.release.inside import CopyAbove
    from leumund.release.lookups import KnownByLookup, Lookup, LookupsLoaded
    from leumund.release.tables import Files
    from leumund.store import Store, Transaction

QUESTIONS = ("account", "plan", "draws", "held_files", "looked_up", "lookups_between",
             "known_by_lookup", "decoy_lines")  # fmt: skip
"""They record nothing of their own; what ``plan`` screens, permit records."""

ZONE = ZoneInfo("Europe/Berlin")
"""Days of a campaign are days of this clock."""
_ATTEMPTS = 3
_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Release(Planting):
    """Draw copies and hand them over.

    ``terms`` are those on which the installation's account is opened by its first draw; later
    they have no effect. ``entropy`` feeds the secrets of draws. ``stops``: the measures in
    force at a moment (None: nobody keeps any).
    """

    store: Store
    engine: Engine
    clock: Clock
    folder: Path
    people: People
    network: Network
    permit: Permit
    calls_needed: CallsNeeded
    days_needed: DaysNeeded
    entropy: Callable[[int], bytes] = secrets.token_bytes
    terms: Terms = field(default_factory=Terms)
    stops: Stops | None = None

    def account(self) -> AccountReport:
        """What of the installation's one promise is spent, on whom, and what is left."""
        today = self._today()
        with self.store.snapshot() as tx:
            account = records.account_or(tx, self.terms, today)
            return account_report(account, records.booked_copies(tx), today)

    def plan(
        self, campaign_path: Path, expected: Expected | None = None, goal: Goal | None = None
    ) -> PlanReport:
        """What this campaign's draw could show, what holding back costs, and how soon a leak
        as ``expected`` would be named; with ``goal`` the cheapest way to be in time."""
        campaign = self._read(campaign_path)
        with self.store.snapshot() as tx:
            fixed = records.hold_back(tx)
            account = records.account_or(tx, self.terms, self._today())
        # Where the key does not exist yet, a known one: the plan is the same every time, and
        # the draw's figures will differ from it by chance.
        key = self._hold_key(fixed) if fixed else bytes(32)
        above, copies = self._above(campaign), len(campaign.partners)
        prepared = self._prepare(campaign, HoldBack(key, hold_share(fixed, campaign)), above)
        if above is None:
            kind = campaign.declared
            booked = account.book(self._today(), copies, is_declared=kind)[1].weight
        else:
            booked = above.least_weight(copies)
        weight = complaints_weight(booked)
        ask = (self.calls_needed, self.days_needed, expected or Expected())
        return report_of(campaign, prepared, Asked(weight, account.terms.alpha, *ask), goal)

    def draw(
        self, campaign_path: Path, beacon: str | None = None
    ) -> results.Drawn | results.Sealed:
        """Seal a secret for this campaign; once it is sealed, toss the coins with a beacon.

        Each step is durable before the next begins, and every step already done is found
        again: a command killed at any moment is repeated as it was. Raises NotSealedYet,
        CampaignChanged, CopyDrawnTwice, SecretDoesNotMatch, and what preparing raises.
        """
        campaign = self._read(campaign_path)
        text = None if beacon is None else normalise_beacon(beacon)
        with self.store.snapshot() as tx:
            row = records.draw_of(tx, campaign.name)
        if row is None and text is not None:
            raise NotSealedYet(campaign=campaign.name)
        if row is None:
            row = self._seal_secret(campaign)
        check_same(row, campaign, text)
        seal_path = out_writer.show_seal(self.folder, row)
        if text is None and row["drawn_at"] is None:
            return results.sealed_of(row, seal_path)
        is_new = False
        if text is not None and row["drawn_at"] is None:
            row, is_new = self._toss(row, campaign, text)
        with self.store.snapshot() as tx:
            copies = records.copies_of(tx, row["id"])
        held = int(writer.read_frame(self.folder, row).held.sum())
        return results.drawn_of(row, copies, held, is_new=is_new)

    def _seal_secret(self, campaign: Campaign) -> _Row:
        """Everything that is fixed before the coins, durable, then in the ledger."""
        with self.store.snapshot() as tx:
            fixed = records.hold_back(tx)
        share = hold_share(fixed, campaign)
        hold_back = HoldBack(self._hold_key(fixed) if share else bytes(32), share)
        above = self._above(campaign)
        prepared = self._prepare(campaign, hold_back, above)
        master = key_writer.keep_master(self.folder, campaign.name, self.entropy)
        seal = seal_of(campaign, prepared, master, writer.code_digest())
        files = writer.freeze_draw(self.folder, campaign, prepared, master)
        inside = None if above is None else above.copy_id
        with self.store.transaction() as tx:
            return self._save_seal(tx, campaign, prepared, seal, files, hold_back, inside)

    def _save_seal(
        self,
        tx: Transaction,
        campaign: Campaign,
        prepared: Prepared,
        seal: Seal,
        files: _Row,
        hold_back: HoldBack,
        inside: int | None,
    ) -> _Row:
        """The seal and its entry; where another command was quicker, its seal counts."""
        records.begin(tx)
        quicker = records.draw_of(tx, campaign.name)
        if quicker is not None:
            return quicker
        fixed, now = records.hold_back(tx), self.clock.now()
        if hold_share(fixed, campaign) != hold_back.share:
            raise HoldBackFixed(fixed=fixed and fixed["share"], asked=hold_back.share)
        if fixed is None and hold_back.share:
            digest = sha256_hex(hold_back.key)
            records.begin_hold_back(tx, str(hold_back.share), digest, now)
        selection = prepared.selection
        adapt = campaign.adapt.in_short() if campaign.adapt else None
        body = entries.seal_entry(seal, selection.taking_part, hold_back, inside, adapt)
        entry = ledger.append(tx, "release.seal_secret", body, at=now)
        values = seal_values(campaign, seal, selection, now, entry, inside) | files
        return records.seal_draw(tx, values)

    def _toss(self, row: _Row, campaign: Campaign, beacon: str) -> tuple[_Row, bool]:
        """The coins, and what they commit us to; whether it was this command that did it."""
        seal = Seal.from_document(json.loads(row["seal"]))
        check_code(seal, writer.code_digest())
        master = key_writer.read_master(self.folder, campaign.name)
        universe = writer.read_universe(self.folder, row)
        frame = writer.read_frame(self.folder, row)
        digests = writer.read_kept(self.folder, row["numbers_file"])
        tossed = toss(seal, master, beacon, universe, frame, digests)
        outcome = {"beacon": beacon} | writer.keep_outcome(self.folder, tossed)
        key = public_key_of(key_writer.keep_key(self.folder, key_writer.MANIFEST))
        with self.store.transaction() as tx:
            records.begin(tx)
            quicker = there(records.draw_of(tx, campaign.name), campaign.name)
            if quicker["drawn_at"] is not None:
                check_same(quicker, campaign, beacon)
                return quicker, False
            booking = self._book(tx, row, len(frame.copies), is_declared=campaign.declared)
            body = entries.draw_entry(row, outcome, tossed.root, booking, key)
            now = self.clock.now()
            entry = ledger.append(tx, "release.draw", body, at=now)
            return records.toss(tx, row, frame, booking, now, entry, outcome), True

    def _book(
        self, tx: Transaction, row: _Row, copies: int, *, is_declared: bool
    ) -> Booking | SubBooking:
        """The part of a new draw: of the account, or of the copy inside which it is made."""
        if row["inside_copy"] is not None:
            weight, before = records.copy_above(tx, row["inside_copy"])
            return sub_booking(row["inside_copy"], weight, before, copies)
        account = records.account(tx, self.terms, self._today())
        return account.book(self._today(), copies, is_declared=is_declared)[1]

    def hand_over(
        self,
        campaign: str,
        portion: int | None = None,
        into: Path | None = None,
        on_progress: Callable[[int, int | None], None] | None = None,
    ) -> results.HandedOver:
        """Let a portion leave (counted from 1; None: all that are due), screened today.

        Whoever may no longer be contacted stays at home. The record comes first: a file is
        put into ``into`` (default: ``handed-over`` in the data folder) only once the ledger
        has its digest, and a repeated command puts it there again. Raises NotDrawn,
        NotYetDue, NoSuchPortion, RecipientUnusable, FactsMoved, TargetUnusable, ThroughLink.
        """
        with self.store.snapshot() as tx:
            row = there(records.draw_of(tx, campaign), campaign)
            copies, left = records.standing(tx, row["id"])
        if row["drawn_at"] is None:
            raise NotDrawn(campaign=campaign)
        target = self._target(into)
        terms = Campaign.from_document(json.loads(row["terms"]))
        due = departure.portions_due(terms, portion, self._today())
        barred = self._barred_again(row, terms, due, copies, left, target)
        gone = departure.pairs_of(left)
        pairs = [(one["place"], at) for at in due for one in copies]
        pairs = [pair for pair in pairs if pair not in gone]
        keys, why = self._recipients(terms, copies, pairs)
        stays = {pair: why[pair[0]] for pair in pairs if pair[0] in why}
        pairs = [pair for pair in pairs if pair[0] in keys]
        if pairs:
            for _attempt in range(_ATTEMPTS):
                mark = self.people.mark()
                screen = partial(self._screened, terms)
                packed = pack(self.folder, row, terms, pairs, keys, screen,
                              self._today(), on_progress)  # fmt: skip
                if self.people.mark() == mark:
                    break  # else somebody objected meanwhile, and the files are made anew
            else:
                raise FactsMoved(campaign=terms.name)
            # somebody may have been stopped while the files were made
            keys, why = self._recipients(terms, copies, pairs)
            stays |= {pair: why[pair[0]] for pair in pairs if pair[0] in why}
            self._save_left(row, terms, [one for one in packed if one.parcel.place in keys])
        withheld = departure.withheld_of(copies, stays | barred)
        with self.store.snapshot() as tx:
            copies, left = records.standing(tx, row["id"])
        placed = out_writer.deliver_all(
            self.folder, due, copies, left, terms.name, target, barred
        )
        next_on = departure.next_day(terms, self._today())
        return results.handed_over_of(terms.name, due, placed, gone, withheld, next_on)

    def _barred_again(
        self,
        row: _Row,
        terms: Campaign,
        due: Sequence[int],
        copies: Sequence[_Row],
        left: Sequence[_Row],
        target: Path,
    ) -> dict[departure.Pair, str]:
        """Files that had left, are wanted once more, and must not be given out as they are:
        the partner may no longer act, or somebody in them may no longer be contacted."""
        wanted = sorted(out_writer.lacking(due, copies, left, terms.name, target))
        if not wanted:
            return {}
        _keys, why = self._recipients(terms, copies, wanted)
        screen = partial(self._screened, terms)
        barred = barred_since(self.folder, row, copies, left, wanted, screen)
        return barred | {pair: why[pair[0]] for pair in wanted if pair[0] in why}

    def _recipients(
        self, terms: Campaign, copies: Sequence[_Row], pairs: Sequence[departure.Pair]
    ) -> tuple[dict[int, str], dict[int, str]]:
        """Per copy the key its files are encrypted to, or why nothing of it leaves."""
        now = self.clock.now()
        ask = self.permit, self.network, self.stops(now) if self.stops else (), now
        return only_told(self, terms, copies, *recipients_now(*ask, terms, copies, pairs))

    def _save_left(
        self, row: _Row, terms: Campaign, packed: Sequence[departure.Packed]
    ) -> None:
        key = key_writer.read_key(self.folder, key_writer.MANIFEST)
        seal = Seal.from_document(json.loads(row["seal"]))
        facts = departure.draw_facts(row, terms, seal, writer.read_frame(self.folder, row))
        with self.store.transaction() as tx:
            records.begin(tx)
            copies, left = records.standing(tx, row["id"])
            fresh, now = departure.still_due(packed, copies, left), self.clock.now()
            found = departure.records_of(row, facts, copies, left, fresh, now, key)
            bodies = [("release.hand_over", one.body) for one in found]
            ids = ledger.append_many(tx, bodies, at=now)
            stayed = stayed_table([one.parcel for one in fresh])
            name = writer.keep_table(self.folder, "stayed", stayed)
            records.add_handed_over(tx, [one.values for one in found], ids, name)

    def recall(
        self, campaign: str, partner: str, why: str, into: Path | None = None
    ) -> results.Recalled:
        """Recall a partner's copy: nothing more leaves, and the partner is to delete it.

        Writes the notice into ``into`` (default: ``handed-over`` in the data folder). Recalling
        twice changes nothing. ``why`` stays in the record and is not in the notice.
        """
        target = self._target(into)
        with self.store.transaction() as tx:
            records.begin(tx)
            row = there(records.draw_of(tx, campaign), campaign)
            copies, left = records.standing(tx, row["id"])
            mine = next((copy for copy in copies if copy["partner"] == partner), None)
            if mine is None:
                raise NothingToRecall(partner=partner, campaign=campaign)
            left = [one for one in left if one["copy_id"] == mine["id"]]
            is_new, now = mine["recalled_at"] is None, self.clock.now()
            if is_new:
                body = entries.recall_entry(row, mine["id"], len(left))
                entry = ledger.append(tx, "release.recall", body, at=now)
                records.add_recall(tx, mine["id"], now, why, entry)
        at = now if is_new else mine["recalled_at"]
        path = out_writer.notify(row, mine, left, at, target)
        return results.Recalled(campaign, partner, at, is_new, path)

    def seal(
        self,
        list_path: Path,
        partner: str,
        handed_over: date,
        columns: Mapping[str, str | Sequence[str]] | None = None,
        region: str = "DE",
    ) -> results.SealedList:
        """Register a list that somebody else chose, also an old one: for exclusion only.

        Digest and day stand in the ledger from now on. The same list again changes nothing.
        """
        check_day(handed_over, self.clock.now())
        found = self.network.partner(partner)
        if found is None:
            raise NotThere(what="partner", name=partner)
        kept = writer.read_list_file(self.folder, list_path, columns, region)
        with self.engine.workplace() as work:
            snapshot = self.people.snapshot(work / "people")
            matched = match_lines(kept.numbers, writer.read_parquet(snapshot["line"]))
        sealed = results.sealed_list_of(partner, handed_over, kept, matched)
        lines_file = writer.keep_lines(self.folder, matched.line_ids)
        with self.store.transaction() as tx:
            records.begin(tx)
            before = records.sealed_list(tx, partner, kept.digest, handed_over)
            if before is not None:
                return sealed.as_before(before)
            now = self.clock.now()
            body = entries.sealed_list_entry(sealed, found.id)
            entry = ledger.append(tx, "release.seal", body, at=now)
            records.add_sealed_list(tx, sealed, lines_file, matched.newest_line, now, entry)
        return sealed

    def lookups(
        self,
        path: Path,
        partner: str,
        columns: Mapping[str, str | Sequence[str]] | None = None,
        region: str = "DE",
    ) -> LookupsLoaded:
        """Take in the portal's record of what a partner looked up: hand-overs one record at a
        time. The same file again changes nothing. Raises NoSuchPartner."""
        mine, *family = with_all_of_its_chain(partner, self.network.partners())
        now = self.clock.now()
        with self.engine.workplace() as work:
            whose = self.people.snapshot(work / "people")
            portal = writer.Portal(mine, family, whose, now, region, columns)
            found, loaded = writer.read_portal(self.folder, path, portal)
        with self.store.transaction() as tx:
            records.begin(tx)
            if records.has_lookup_file(tx, partner, loaded.file_digest):
                return replace(loaded, known=len(found), is_new=False)
            known = records.lookups_that_may_be_known(tx, found)
            new, loaded = loaded.held_against(found, known)
            body = entries.lookups_entry(loaded, mine.id)
            entry = ledger.append(tx, "release.lookups", body, at=now)
            records.add_lookups(tx, loaded, new, now, entry)
        return loaded

    def looked_up(self, into: Path, since: datetime | None = None) -> Path:
        """Every look-up as Parquet, one row per line (see ``writer.write_lookups``)."""
        with self.store.snapshot() as tx:
            return writer.write_lookups(into, records.lookup_lines(tx, since))

    def lookups_between(
        self, since: datetime, until: datetime, partner: str | None = None
    ) -> tuple[Lookup, ...]:
        """Look-ups from ``since`` to before ``until``, the earliest first."""
        with self.store.snapshot() as tx:
            return records.lookups_between(tx, partner, since, until)

    def known_by_lookup(self, line_ids: Sequence[int]) -> KnownByLookup:
        """Since when which partner may know which of these lines by looking it up."""
        with self.store.snapshot() as tx:
            return records.known_by_lookup(tx, line_ids)

    def draws(self) -> list[DrawRecord]:
        """Every draw and every sealed list, as tracing needs them, the oldest first."""
        with self.store.snapshot() as tx:
            rows, lists = records.drawn(tx), records.sealed_lists(tx)
            past = {row["id"]: records.standing(tx, row["id"]) for row in rows}
            alpha = records.account_or(tx, self.terms, self._today()).terms.alpha
        drawn = [writer.read_draw(self.folder, row, *past[row["id"]], alpha) for row in rows]
        drawn = with_those_above(drawn, [row["inside_copy"] for row in rows])
        return drawn + [writer.read_sealed(self.folder, row) for row in lists]

    def held_files(self) -> Iterator[HeldFile]:
        """Every file of this part that an entry of the ledger speaks of, or rests on."""
        with self.store.snapshot() as tx:
            rows, lists = records.sealed(tx), records.sealed_lists(tx)
            left = {row["id"]: records.handed_over_of(tx, row["id"]) for row in rows}
        where = partial(writer.kept_path, self.folder)
        for row in rows:
            seal = out_writer.seal_path(self.folder, row)
            yield from held_by_draw(row, left[row["id"]], where, seal)
        yield from (held_by_list(row, where) for row in lists)

    def _read(self, path: Path) -> Campaign:
        campaign = writer.read_campaign_file(path, self.clock.now())
        check_known(campaign, self.network.partners())
        with self.store.snapshot() as tx:
            older, ours = records.sealed(tx), records.evidence_written(tx)
        check_evidence(campaign.name, campaign.adapt, older, ours)
        return campaign

    def _target(self, into: Path | None) -> Path:
        target = into or self.folder / out_writer.OUT
        out_writer.check_target(target)
        return target

    def _today(self) -> date:
        return self.clock.now().astimezone(ZONE).date()

    def _hold_key(self, fixed: _Row | None) -> bytes:
        digest = fixed["key_digest"] if fixed else None
        return key_writer.keep_hold_back(self.folder, digest, self.entropy)

    def _prepare(
        self, campaign: Campaign, hold_back: HoldBack, above: CopyAbove | None
    ) -> Prepared:
        out = None if above is None else lines_out(above)
        files = self._screened(campaign, None if out is None else out.line_ids)
        return prepare(campaign, files, hold_back, out, self.decoy_lines())

    def _above(self, campaign: Campaign) -> CopyAbove | None:
        """The copy inside which a campaign draws, None where it draws among all."""
        if campaign.inside is None:
            return None
        with self.store.snapshot() as tx:
            row = there(records.draw_of(tx, campaign.inside.campaign), campaign.inside.campaign)
            copies, left = records.standing(tx, row["id"])
            before = {each["id"]: records.copy_above(tx, each["id"])[1] for each in copies}
        return writer.read_above(self.folder, row, copies, left, campaign, before)

    def _screened(self, campaign: Campaign, line_ids: NDArray[np.int64] | None) -> Files:
        """Everybody as they stand at one moment, and who of them may be contacted this week."""
        names = "name" in campaign.fields
        with self.engine.workplace() as work:
            snapshot = self.people.snapshot(work / "people", with_names=names)
            ask, given = self.permit, (campaign, snapshot, work, line_ids, self._today())
            return screened_files(ask.screen, ask.pack, *given)
