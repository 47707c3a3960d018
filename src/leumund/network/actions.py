"""What a person can ask of this part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leumund import ledger
from leumund.basics.clock import on_german_clock
from leumund.network import records
from leumund.network.chain import (
    NoSuchCode,
    NotLookedAtYet,
    check,
    check_new,
    check_principal,
    one_of_whats,
    with_those_above,
)
from leumund.network.document import CHARACTERS_MAX, DocumentTooLarge
from leumund.network.gaps import find_gaps
from leumund.network.leads import FIELDS as LEAD_FIELDS
from leumund.network.leads import read_leads
from leumund.network.loaded import (
    CheckedIn,
    Declaration,
    LeadsLoaded,
    Loaded,
    StatementsLoaded,
)
from leumund.network.partners_file import Stated, read_partners
from leumund.network.register import Declared, LookedAt
from leumund.network.risk import softened, with_cases
from leumund.network.standing import checks_in_force, handover_verdict, missing_of
from leumund.network.statements import FIELDS as STATEMENT_FIELDS
from leumund.network.statements import read_claims
from leumund.network.stating import is_country
from leumund.network.tree import tree_of
from leumund.network.undeclared import find_undeclared
from leumund.people import Quarantine, WrongEncoding, match, open_table, opened, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from leumund.basics.clock import Clock
    from leumund.basics.finding import Finding
    from leumund.basics.numbers import Number
    from leumund.basics.verdict import Verdict
    from leumund.network.gaps import Gaps
    from leumund.network.partner import Partner
    from leumund.network.register import (
        EngagementVersion,
        Lead,
        LeadNumber,
        Risk,
        Terms,
    )
    from leumund.network.tree import Tree
    from leumund.network.undeclared import Seen
    from leumund.store import Store, Transaction

QUESTIONS = (
    "partner",
    "partners",
    "chain",
    "principal",
    "terms",
    "versions",
    "tree",
    "gaps",
    "risk",
    "lead",
    "lead_numbers",
    "leads_of",
    "payees_seen",
    "undeclared",
    "handover_verdict",
)
"""They record nothing."""


@dataclass(frozen=True, slots=True)
class Network:
    """Partners, sub-partners, their engagements and the numbers they may show."""

    store: Store
    clock: Clock
    folder: Path | None = None
    """The data folder, for rows that cannot be read; without it they are kept beside their
    file."""
    in_risk: Callable[[str], int] | None = None
    """How many cases count in a partner's risk class today (cases knows them)."""
    set_principal: str | None = None
    """The company's name as the settings state it."""

    def load(self, path: Path, region: str = "DE") -> Loaded:
        """Load a partners.yaml, whole or not at all; the same file again changes nothing.

        The file is the whole truth about the partners it names; others stay as they are
        and are named in the result. ``region`` is that of numbers without a country code.
        Raises what ``document``, ``partners_file`` and ``chain`` define.
        """
        text, digest = _read(path)
        statement = read_partners(text, path.name, region)
        with self.store.transaction() as tx:
            records.begin(tx)
            known = records.partners(tx)
            parents = {partner.name: partner.parent for partner in known.values()}
            check(statement.partners, parents, path.name)
            check_principal(statement.principal, self.set_principal)
            if statement.terms is not None:
                records.set_terms(tx, statement.terms)
            if statement.principal is not None:
                records.name_principal(tx, statement.principal)
            counts = _save(tx, statement.partners, known, self.clock.now())
            named = {stated.name for stated in statement.partners}
            untouched = tuple(name for name in known if name not in named)
            loaded = Loaded(digest, len(statement.partners), *counts, untouched)
            ledger.append(tx, "network.load", _entry(loaded), at=self.clock.now())
        return loaded

    def partner(self, name: str) -> Partner | None:
        """The partner of exactly this name, if there is one."""
        with self.store.snapshot() as tx:
            return records.partners(tx).get(name)

    def partners(self) -> tuple[Partner, ...]:
        """Every partner, in the order in which they became known."""
        with self.store.snapshot() as tx:
            return tuple(records.partners(tx).values())

    def chain(self, name: str) -> tuple[Partner, ...]:
        """A partner and those above it, up to the one the company engaged itself.

        Raises NoSuchPartner.
        """
        return with_those_above(name, self.partners())

    def principal(self) -> str | None:
        """The company's name: as the settings state it, else as the last file does."""
        if self.set_principal:
            return self.set_principal
        with self.store.snapshot() as tx:
            return records.principal(tx)

    # --- the chain register ---------------------------------------------------------------

    def terms(self) -> Terms:
        """What holds for the whole network, as the last file stated it."""
        with self.store.snapshot() as tx:
            return records.terms(tx)

    def versions(self, name: str) -> tuple[EngagementVersion, ...]:
        """What a partner's engagements said from when on, with the digests of their papers."""
        with self.store.snapshot() as tx:
            return records.versions(tx, name)

    def tree(self, name: str | None = None, on: date | None = None) -> Tree:
        """Who engaged whom, and what is missing; with a name, that partner's part of it.

        Raises NoSuchPartner.
        """
        partners, gaps = self.partners(), self.gaps(on)
        if name is not None:
            with_those_above(name, partners)
        return tree_of(partners, gaps, self.principal(), name)

    def gaps(self, on: date | None = None) -> Gaps:
        """Everything that is missing of anybody in the chain, with its law and the way out; an
        audit that is due only because a case is open is a warning and stops nothing."""
        with self.store.snapshot() as tx:
            partners, terms = records.partners(tx).values(), records.terms(tx)
        day = on or self._today()
        checks = checks_in_force(terms, day)
        raised = find_gaps(map(self._as_today, partners), checks, day)
        return softened(raised, find_gaps(partners, checks, day))

    def risk(self, name: str) -> Risk | None:
        """The partner's risk class today: as stated, one higher while a case against it is
        open. Raises NoSuchPartner."""
        [partner, *_above] = with_those_above(name, self.partners())
        return self._as_today(partner).risk

    def declare(
        self,
        name: str,
        above: str,
        country: str,
        legal_name: str | None = None,
        address: str | None = None,
        contact: str | None = None,
        tasks: Sequence[str] = (),
        acting_since: date | None = None,
    ) -> Declaration:
        """Declare a sub-partner: it is known from now on, and may act once the company has
        agreed in writing (Art 28(2) GDPR) and loaded an engagement.

        Raises NoSuchPartner for the one above, KnownPartner, NoSuchCode.
        """
        stated = _declared(name, above, country, legal_name, address, contact, tuple(tasks))
        with self.store.transaction() as tx:
            records.begin(tx)
            known, terms = records.partners(tx), records.terms(tx)
            with_those_above(above, known.values())
            check_new(stated.name, known)
            now = self.clock.now()
            is_late = terms.is_late(self._today())
            records.save(tx, stated, None, now)
            records.place(tx, stated)
            records.add_declared(tx, stated.name, Declared(now, is_late, acting_since))
            made = records.partners(tx)[stated.name]
            body = {"partner": made.id, "above": known[above].id, "is_late": is_late}
            ledger.append(tx, "network.declare", body, at=now)
        day = terms.declaration_day
        return Declaration(stated.name, above, is_late, day, missing_of(made))

    def check_in(
        self,
        name: str,
        what: str,
        looked_by: str,
        looked_on: date | None = None,
        document: Path | None = None,
    ) -> CheckedIn:
        """Note that something was looked at: before anything is handed over, and later.

        Only the digest of the document is kept. Nothing noted is ever changed; the same again
        changes nothing. ``what``: one of WHATS. Raises NoSuchPartner, NothingToLookAt,
        NotLookedAtYet.
        """
        day, now = looked_on or self._today(), self.clock.now()
        if day > self._today():
            raise NotLookedAtYet(what=what, day=day)
        seen = LookedAt(
            one_of_whats(what), day, looked_by, None if document is None else _digest(document)
        )
        with self.store.transaction() as tx:
            records.begin(tx)
            [partner, *_above] = with_those_above(name, records.partners(tx).values())
            noted = {(each.what, each.looked_on) for each in partner.looked_at}
            is_new = (seen.what, day) not in noted
            if is_new:
                records.add_looked_at(tx, name, [seen], now)
                noted_now = {"what": seen.what, "on": day, "document": seen.document}
                body = {"partner": partner.id, **noted_now}
                ledger.append(tx, "network.check_in", body, at=now)
            terms = records.terms(tx)
        done = {seen.what, *(each.what for each in partner.looked_at)}
        needed = checks_in_force(terms, self._today())["C043"].words("needed")
        missing = tuple(each for each in needed if each not in done)
        return CheckedIn(name, seen.what, day, seen.document, is_new, missing)

    def leads(self, path: Path, name: str, region: str = "DE") -> LeadsLoaded:
        """Take in leads of a partner's own, before they are called.

        A lead needs a source that the partner has declared and a proof of consent; a row
        without is kept and may not be called. Raises NoSuchPartner, and what tables raise.
        """
        folder, now = self.folder or path.parent, self.clock.now()
        with self.store.transaction() as tx:
            records.begin(tx)
            [partner, *_above] = with_those_above(name, records.partners(tx).values())
            with Quarantine(folder, "network") as kept, opened(path) as measured:
                table = open_table(measured.buffered(), path.name)
                places = match(table.header, LEAD_FIELDS, name=path.name, ignore=["*"])
                found = read_leads(table, places, partner, now, kept.keep, region)
                digest, bad = measured.digest(), kept.count
                at = kept.close("leads", digest)
            added = records.add_leads(tx, found)
            rows = len(found) + bad
            body = {"file": digest, "partner": partner.id, "rows": rows, "added": added}
            ledger.append(tx, "network.leads", body | {"quarantined": bad}, at=now)
        return LeadsLoaded(digest, name, rows, added, len(found) - added, bad, at)

    def statements(self, path: Path, name: str, on: date | None = None) -> StatementsLoaded:
        """Take in to which accounts a partner's commission goes, from rows of its statements or
        invoices; an account is kept as a digest only. ``on``: the day of rows without one.

        The same row again changes nothing. Raises NoSuchPartner, and what tables raise.
        """
        folder, now = self.folder or path.parent, self.clock.now()
        with self.store.transaction() as tx:
            records.begin(tx)
            [partner, *_above] = with_those_above(name, records.partners(tx).values())
            with Quarantine(folder, "network") as kept, opened(path) as measured:
                table = open_table(measured.buffered(), path.name)
                places = match(table.header, STATEMENT_FIELDS, name=path.name, ignore=["*"])
                found = read_claims(table, places, on, kept.keep)
                digest, bad = measured.digest(), kept.count
                at = kept.close("statements", digest)
            added = records.add_claims(tx, name, found, now)
            rows = len(found) + bad
            body = {"file": digest, "partner": partner.id, "rows": rows, "added": added}
            ledger.append(tx, "network.statements", body | {"quarantined": bad}, at=now)
        return StatementsLoaded(digest, name, rows, added, len(found) - added, bad, at)

    def payees_seen(self) -> tuple[Seen, ...]:
        """To which accounts commission goes, as statements and invoices say."""
        with self.store.snapshot() as tx:
            return records.payees_seen(tx)

    def lead(self, name: str, ref: str) -> Lead | None:
        """The lead that this partner calls so, if it was declared."""
        with self.store.snapshot() as tx:
            return records.lead(tx, name, ref)

    def leads_of(self, number: Number) -> tuple[Lead, ...]:
        """Whose own lead this number is, from where and with which proof of consent."""
        with self.store.snapshot() as tx:
            return records.leads_of(tx, number)

    def lead_numbers(self) -> tuple[LeadNumber, ...]:
        """Whose leads have which numbers since when: nobody handed these over to them."""
        with self.store.snapshot() as tx:
            return records.lead_numbers(tx)

    def undeclared(self, seen: Iterable[Seen]) -> tuple[Finding, ...]:
        """Who appears in calls, at the portal or as payee and stands outside the chain."""
        with self.store.snapshot() as tx:
            partners, terms = records.partners(tx), records.terms(tx)
        checks = checks_in_force(terms, self._today())
        return find_undeclared(seen, partners.values(), terms, checks)

    def handover_verdict(
        self, name: str, on: date, fields: Sequence[str] = (), purposes: Sequence[str] = ()
    ) -> Verdict:
        """Whether this partner may be handed these fields for these purposes on that day, by
        the rule pack ``eu/handover``; raises NoSuchPartner."""
        with self.store.snapshot() as tx:
            partners, terms = tuple(records.partners(tx).values()), records.terms(tx)
        return handover_verdict(name, partners, terms, on, fields, purposes)

    def _as_today(self, partner: Partner) -> Partner:
        return with_cases(partner, self.in_risk(partner.name) if self.in_risk else 0)

    def _today(self) -> date:
        return on_german_clock(self.clock.now()).date()


def _declared(
    name: str,
    above: str,
    country: str,
    legal_name: str | None,
    address: str | None,
    contact: str | None,
    tasks: tuple[str, ...],
) -> Stated:
    """A sub-partner as its declaration states it."""
    if not is_country(country.upper()):
        raise NoSuchCode(value=shown(country))
    return Stated(
        name=" ".join(name.split()),
        legal_name=legal_name or " ".join(name.split()),
        country=country.upper(),
        line=1,
        parent=above,
        address=address,
        contact=contact,
        tasks=tasks,
    )


def _digest(document: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with opened(document) as measured:
        while measured.read(1 << 20):
            pass
        return measured.digest()


def _read(path: Path) -> tuple[str, str]:
    """The file's text and the digest of its bytes."""
    with opened(path) as measured:
        content = measured.read(4 * CHARACTERS_MAX)
        digest = measured.digest()
        if measured.bytes_read > len(content):
            raise DocumentTooLarge(name=path.name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise WrongEncoding(
            name=path.name, encoding="UTF-8", line=line, likely="WINDOWS-1252"
        ) from None
    return text, digest


def _save(
    tx: Transaction, partners: tuple[Stated, ...], known: dict[str, Partner], now: datetime
) -> tuple[int, int, int]:
    """Write down what is new or different: how many were added, changed, unchanged."""
    different = [each for each in partners if not _is_known(each, known.get(each.name))]
    for stated in different:
        records.save(tx, stated, known.get(stated.name), now)
    # Only now is everybody there whom another can stand below.
    for stated in different:
        records.place(tx, stated)
    added = sum(stated.name not in known for stated in different)
    return added, len(different) - added, len(partners) - len(different)


def _is_known(stated: Stated, known: Partner | None) -> bool:
    if known is None:
        return False
    facts = ("parent", *records.FACTS)
    engagements = {records.unstored(each) for each in known.engagements}
    return (
        all(getattr(stated, fact) == getattr(known, fact) for fact in facts)
        and set(stated.engagements) == engagements
        and set(stated.caller_numbers) == set(known.caller_numbers)
        and all(_is_same(stated, known, key) for key in records.REGISTER)
        and not _not_noted(stated, known)
    )


def _is_same(stated: Stated, known: Partner, key: str) -> bool:
    return set(getattr(stated, key)) == set(getattr(known, key))


def _not_noted(stated: Stated, known: Partner) -> bool:
    """Whether the file says that something was looked at of which nothing is noted."""
    noted = {(each.what, each.looked_on) for each in known.looked_at}
    return any((each.what, each.looked_on) not in noted for each in stated.looked_at)


def _entry(loaded: Loaded) -> dict[str, object]:
    """What the ledger notes: counts and a digest."""
    counts = ("partners", "added", "changed", "unchanged")
    return {"file": loaded.file_digest, **{name: getattr(loaded, name) for name in counts}}
