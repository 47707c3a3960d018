"""What a person can ask about what was said; the part's own actions hand on to this."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from leumund import ledger
from leumund.audit.words import records
from leumund.audit.words.agreement import Agreement, agreement
from leumund.audit.words.fit import Unfit, unfit_checks
from leumund.audit.words.formats import read_transcript
from leumund.audit.words.known import (
    BANK_DETAILS,
    Confirmed,
    KnownWordFinding,
    NobodyConfirms,
    State,
    as_finding,
)
from leumund.audit.words.listen import Listener
from leumund.audit.words.pack import load_word_checks
from leumund.audit.words.school import (
    SchoolHolidays,
    SchoolHolidaysUnreadable,
    read_school_holidays,
)
from leumund.audit.words.sheet import (
    NAME,
    NO_FILE,
    NO_PARTNER,
    NO_PERMISSION,
    NO_TIME,
    NO_TRANSCRIPT,
    NotHeard,
    SheetRow,
    TranscriptSheetUnreadable,
    read_sheet,
)
from leumund.audit.words.transcript import (
    BYTES_MAX,
    Transcript,
    TranscriptTooLarge,
    TranscriptUnreadable,
)
from leumund.basics.canonical import canonical_bytes, sha256_hex
from leumund.basics.finding import Finding
from leumund.basics.language import _
from leumund.basics.persons import may_be_one, name_words
from leumund.people import shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from leumund.basics.clock import Clock
    from leumund.network import Partner
    from leumund.store import Store, Transaction

    OnProgress = Callable[[int, int | None], None]

_SHEET_BYTES_MAX = 64 * 2**20
_LOCK = "audit.words"
_NAME_MAX = 80
_CLOCKS_DIFFER = timedelta(days=1)


class Partners(Protocol):
    """Whoever knows the partners."""

    def partners(self) -> tuple[Partner, ...]: ...

    def principal(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class HeardCalls:
    """What listening to a folder gave; ``by_check`` counts findings, open until confirmed.

    ``off``: the checks that were not asked, because they are right too seldom.
    """

    rows: int
    heard: int
    heard_before: int
    without_permission: int
    findings: int
    by_check: Mapping[str, int]
    not_heard: tuple[NotHeard, ...]
    off: tuple[Unfit, ...]
    checks_digest: str
    holidays_digest: str

    def in_words(self) -> str:
        """What a person reads at the terminal."""
        lines = [
            _("{heard} of {rows} transcripts heard, {before} had been heard before.").format(
                heard=self.heard, rows=self.rows, before=self.heard_before
            ),
            _("{count} places wait for a person: leumund audit open-words").format(
                count=self.findings
            ),
        ]
        lines += [f"  {check}: {count}" for check, count in self.by_check.items()]
        lines += [each.in_words() for each in self.off]
        lines += [
            _("Row {row} was not heard: {reason}").format(row=one.row, reason=_(one.reason))
            for one in self.not_heard
        ]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Ear:
    """What one round listens with; ``under`` is the digest of all of it: with another ear a
    transcript is heard anew."""

    listener: Listener
    holidays: SchoolHolidays
    partners: frozenset[str]
    under: str


@dataclass(frozen=True, slots=True)
class Words:
    """Transcripts in, places out; a person's yes or no before anything counts."""

    store: Store
    clock: Clock
    network: Partners

    def words(
        self,
        path: Path,
        *,
        with_agents: bool = False,
        with_all_checks: bool = False,
        holidays: Path | None = None,
        on_progress: OnProgress | None = None,
    ) -> HeardCalls:
        """Listen to the transcripts that the sheet in this folder names.

        ``path`` is the folder or its transcripts.csv. A transcript without a recorded
        permission is not opened. ``with_all_checks``: also those that are right too seldom.
        Raises TranscriptSheetUnreadable and SchoolHolidaysUnreadable.
        """
        sheet = path / NAME if path.is_dir() else path
        data = _bounded(sheet, _SHEET_BYTES_MAX)
        if data is None or len(data) > _SHEET_BYTES_MAX:
            raise TranscriptSheetUnreadable(file=sheet.name, what=NAME)
        rows = read_sheet(data, sheet.name, with_agents=with_agents)
        school = _school(holidays)
        checks, off = load_word_checks(), () if with_all_checks else unfit_checks()
        pairs = [[each.language, each.check] for each in off]
        ear = _Ear(
            listener=Listener(checks, off),
            holidays=school,
            # Our own hotline is listened to by the same measure.
            partners=frozenset(
                (
                    *(each.name for each in self.network.partners()),
                    self.network.principal() or "",
                )
            ),
            under=sha256_hex(canonical_bytes([checks.digest, pairs, school.digest])),
        )
        counted = Counter[str]()
        not_heard, by_check = list[NotHeard](), Counter[str]()
        with self.store.transaction() as tx:
            tx.lock(_LOCK)
            for done, row in enumerate(rows, 1):
                found = self._hear(tx, sheet.parent, row, ear)
                if isinstance(found, NotHeard):
                    not_heard.append(found)
                elif found is None:
                    counted["heard_before"] += 1
                else:
                    counted["heard"] += 1
                    by_check.update(found)
                if on_progress is not None:
                    on_progress(done, len(rows))
            result = HeardCalls(
                rows=len(rows),
                heard=counted["heard"],
                heard_before=counted["heard_before"],
                without_permission=sum(each.reason == NO_PERMISSION for each in not_heard),
                findings=by_check.total(),
                by_check=dict(sorted(by_check.items())),
                not_heard=tuple(not_heard),
                off=off,
                checks_digest=checks.digest,
                holidays_digest=school.digest,
            )
            entry = _entry(result, sha256_hex(data))
            ledger.append(tx, "audit.words", entry, at=self.clock.now())
        return result

    def confirm(self, finding: str, by: str, is_right: bool) -> Confirmed:
        """Note what a person read at the place; the same person, however spelt, may change
        the answer and counts once. ``finding``: its key, or the beginning of it.

        Raises NoSuchWordFinding, SeveralWordFindings and NobodyConfirms.
        """
        person = " ".join(by.split())[:_NAME_MAX]
        if not name_words(person):
            raise NobodyConfirms
        with self.store.transaction() as tx:
            tx.lock(_LOCK)
            finding = records.key_like(tx, finding)
            answered = records.answers(tx).get(finding, {})
            person = next((each for each in answered if may_be_one(each, person)), person)
            records.answer(tx, finding, person, is_right, self.clock.now())
            known = next(each for each in records.findings(tx) if each.key == finding)
            measured = agreement(records.answers(tx))
            entry = {"finding": finding, "is_right": is_right, "state": known.state.value}
            ledger.append(tx, "audit.confirm", entry, at=self.clock.now())
        return Confirmed(finding, known.state, measured)

    def open_words(self) -> tuple[KnownWordFinding, ...]:
        """Findings that nobody has read, and those about which two people disagree."""
        waiting = (State.OPEN, State.DISPUTED)
        return tuple(each for each in self.known() if each.state in waiting)

    def known(self) -> tuple[KnownWordFinding, ...]:
        """Every finding in every state."""
        with self.store.snapshot() as tx:
            return records.findings(tx)

    def confirmed_words(self) -> tuple[Finding, ...]:
        """Only what a person has confirmed and nobody has denied; what was said by our own
        people is a finding against ourselves."""
        checks, ours = load_word_checks(), self.network.principal()
        right = (each for each in self.known() if each.state is State.CONFIRMED)
        return tuple(as_finding(each, checks, ours) for each in right)

    def forget(self, tx: Transaction, at: datetime) -> tuple[int, int]:
        """Delete what was heard longer ago than its table says: transcripts, places in them."""
        return records.forget_over(tx, at)

    def asked_for_bank_details(self) -> tuple[KnownWordFinding, ...]:
        """Places that a person has confirmed at which a caller asks for account or card."""
        return tuple(
            each
            for each in self.known()
            if each.check == BANK_DETAILS and each.state is State.CONFIRMED
        )

    def agreement(self) -> Agreement:
        """How far people agree who have read the same places."""
        with self.store.snapshot() as tx:
            return agreement(records.answers(tx))

    def _hear(
        self, tx: Transaction, folder: Path, row: SheetRow | NotHeard, ear: _Ear
    ) -> NotHeard | Counter[str] | None:
        """The checks met in one transcript; None where it was heard before."""
        if isinstance(row, NotHeard):
            return row
        if row.partner not in ear.partners:
            return NotHeard(row.number, NO_PARTNER)
        if row.called_at > self.clock.now() + _CLOCKS_DIFFER:
            return NotHeard(row.number, NO_TIME)
        data = _inside(folder, row)
        if data is None:
            return NotHeard(row.number, NO_FILE)
        digest = sha256_hex(data)
        if records.is_heard(tx, digest, ear.under):
            return None
        try:
            transcript = _as_stated(read_transcript(data, row.file.name), row)
        except (TranscriptUnreadable, TranscriptTooLarge):
            return NotHeard(row.number, NO_TRANSCRIPT)
        heard = ear.listener.hear(transcript)
        heard = ear.holidays.beside(heard, row.land, row.called_at)
        records.save(tx, row, digest, transcript, heard, ear.under, self.clock.now())
        return Counter(finding.check for finding in heard.findings)


def _school(path: Path | None) -> SchoolHolidays:
    """The holidays of this file; none without one."""
    if path is None:
        return SchoolHolidays()
    data = _bounded(path, BYTES_MAX)
    if data is None or len(data) > BYTES_MAX:
        raise SchoolHolidaysUnreadable(file=path.name, row=1, what=shown(path.name))
    return read_school_holidays(data, path.name)


class House(Protocol):
    """What these questions need of ``Audit``."""

    @property
    def store(self) -> Store: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def network(self) -> Partners: ...
    @property
    def _words(self) -> Words: ...


class Heard:
    """The part of ``Audit`` that speaks of words; it has no state of its own."""

    __slots__ = ()

    def words(
        self: House, path: Path, *, with_agents: bool = False, with_all_checks: bool = False,
        holidays: Path | None = None, on_progress: OnProgress | None = None,
    ) -> HeardCalls:  # fmt: skip
        """Listen to transcripts; one without a recorded permission is not opened."""
        return self._words.words(
            path, with_agents=with_agents, with_all_checks=with_all_checks, holidays=holidays,
            on_progress=on_progress,
        )  # fmt: skip

    def confirm(self: House, finding: str, by: str, is_right: bool) -> Confirmed:
        """Note what a person has read at the place of a finding; before that it counts not."""
        return self._words.confirm(finding, by, is_right)

    def open_words(self: House) -> tuple[KnownWordFinding, ...]:
        """Findings in transcripts that wait for a person."""
        return self._words.open_words()

    def confirmed_words(self: House) -> tuple[Finding, ...]:
        """Findings in transcripts that a person has confirmed and nobody has denied."""
        return self._words.confirmed_words()

    def asked_for_bank_details(self: House) -> tuple[KnownWordFinding, ...]:
        """Confirmed places at which a caller asks for account or card: orders follow them."""
        return self._words.asked_for_bank_details()

    def agreement(self: House) -> Agreement:
        """How far two people agree who have read the same places."""
        return self._words.agreement()

    @property
    def _words(self: House) -> Words:
        return Words(self.store, self.clock, self.network)


def _as_stated(transcript: Transcript, row: SheetRow) -> Transcript:
    return replace(transcript, language=row.language) if row.language else transcript


def _inside(folder: Path, row: SheetRow) -> bytes | None:
    """The file's bytes if it lies in the folder, also after every link."""
    try:
        path = (folder / row.file).resolve()
        return _bounded(path, BYTES_MAX) if path.is_relative_to(folder.resolve()) else None
    except OSError:
        # A name longer than a file's may be, or a file that we may not read: its row says so.
        return None


def _bounded(path: Path, most: int) -> bytes | None:
    """At most one byte more than allowed, so that nobody fills our memory."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return file.read(most + 1)


def _entry(result: HeardCalls, sheet: str) -> dict[str, object]:
    """What the ledger notes: counts and digests."""
    counts = ("rows", "heard", "heard_before", "without_permission", "findings")
    noted = {name: getattr(result, name) for name in counts}
    off = [f"{each.language} {each.check}" for each in result.off]
    noted |= {"checks": result.checks_digest, "off": off}
    return {"sheet": sheet, "holidays": result.holidays_digest, **noted}
