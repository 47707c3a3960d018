"""What a person can ask of this part: everything that is handed out, with its proofs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from leumund.audit import code_words
from leumund.basics.checks import load_checks
from leumund.basics.clock import on_german_clock
from leumund.basics.language import in_language, reader_language
from leumund.cases import FORM, offence_words
from leumund.cases import path_of as evidence_path
from leumund.report.access import (
    RECIPIENTS_HEAD,
    Access,
    access_document,
    access_letter,
    by_calls,
    by_copies,
    by_lookups,
    by_orders,
    mine,
    recipient_rows,
)
from leumund.report.behind import with_words
from leumund.report.bundle import as_csv, as_json, sealed_for
from leumund.report.checkable import PROOF, checkable
from leumund.report.codes import in_plain_words
from leumund.report.consent import (
    USES_HEAD,
    consent_document,
    consent_letter,
    proof_names,
    proof_of,
    use_rows,
)
from leumund.report.letter import letter_pdf
from leumund.report.letters import (
    CLEARING,
    Addressee,
    as_then,
    letter_about,
    letters_due,
    page_then,
)
from leumund.report.naming import (
    NamingExhibit,
    about_draw,
    expert_files,
    partner_files,
    partner_page,
)
from leumund.report.pack import (
    CasePack,
    exhibits_of,
    orders_told,
    released,
    rules_of_orders,
)  # fmt: skip
from leumund.report.pack_files import pack_files
from leumund.report.paper import to_pdf
from leumund.report.proofs import CHECKS, Proofs, proofs_of
from leumund.report.readme import ORIGINALS
from leumund.report.refusals import (
    LetterSpeaksOfOffence,
    NobodyOnTheLine,
    NoConsentOnRecord,
    NoSuchLetterDue,
    NothingToSample,
    SeveralOnTheLine,
)
from leumund.report.sample import (
    POPULATION_HEAD,
    ROWS_HEAD,
    chosen_rows,
    drawn,
    population_rows,
    sample_document,
)
from leumund.report.sample_page import sample_page
from leumund.report.screen import to_html
from leumund.report.writer import YEAR_REPORT, Counter, read_report
from leumund.report.yearly import Compared, compared, document_of, figures, flat
from leumund.report.yearly_page import yearly_page
from leumund.trace import NothingNamed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from leumund.audit import Behind
    from leumund.basics.checks import Check
    from leumund.basics.clock import Clock
    from leumund.basics.finding import Finding
    from leumund.basics.numbers import Number
    from leumund.cases import Case, Clearing
    from leumund.cases.actions import Cases
    from leumund.intake.actions import Intake
    from leumund.ledger.actions import Ledger
    from leumund.network.actions import Network
    from leumund.orders import Order
    from leumund.orders.actions import Orders
    from leumund.people import LineRecord, PersonRecord
    from leumund.people.actions import People
    from leumund.permit.actions import Permit
    from leumund.release.actions import Release
    from leumund.report.checked import Checked
    from leumund.report.handed import Handed, Stamped, Written
    from leumund.report.kept import Kept
    from leumund.report.letters import House
    from leumund.report.stamp import Authority
    from leumund.store import Store
    from leumund.trace.actions import Trace

QUESTIONS = ("compare", "verify")
"""Whatever is handed out leaves an entry."""

_BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Report:
    """Packs, exhibits, answers and letters. ``house``: who writes; ``authority``: who is asked
    for time stamps (None: nobody). ``behind``: the single rows of findings, as that partner may
    see them; ``kept``: what is kept of a line, its orders and person beside the books."""

    store: Store
    clock: Clock
    house: House
    authority: Authority | None
    ledger: Ledger
    cases: Cases
    orders: Orders
    network: Network
    people: People
    permit: Permit
    release: Release
    intake: Intake
    trace: Trace
    behind: Callable[[Sequence[Finding], str], Mapping[str, Sequence[Behind]]]
    kept: Callable[[Number, int, Sequence[Order], str | None], Sequence[Kept]]

    def pack(
        self,
        case_id: int,
        into: Path | None = None,
        recipient: str | None = None,
        language: str | None = None,
    ) -> Handed:
        """The evidence pack of a case: a folder, and the same zipped.

        ``recipient``: an age key to which the originals of the exhibits are encrypted; without
        it only masked files and checksums leave. Raises PackWithheld (C157, C171), CaseLocked,
        FolderInUse, RecipientUnusable.
        """
        language = language or reader_language()
        with in_language(language):
            self.ledger.integrate()
            case = self.cases.case(case_id)
            made = self._case_pack(case, language, bool(recipient))
            originals = self._originals(case)
            due = letters_due(case)
            letters = {each: self._letter(each, case, language, made.rows) for each in due}
            files = pack_files(made, originals, letters) | self._proofs.files(
                {one.name: one.entry_id for one in made.proofs}
            )
            if recipient:
                plain = {f"{at:02d}": data for at, data in originals.items()}
                files[ORIGINALS] = sealed_for(recipient, plain)
            body = {"case": case_id, "has_originals": bool(recipient)}
            target = into or Path(f"case-{case_id}")
            return self._counter.hand_out("report.pack", body, files, target, is_stamped=True)

    def letter(
        self, case_id: int, about: str, into: Path | None = None, language: str | None = None
    ) -> Written:
        """A letter of a case as PDF: hearing, decision, appeal, clearing; beside that of a
        clearing a folder by which anybody checks it.

        Raises NoSuchLetterDue, LetterSpeaksOfOffence, FolderInUse.
        """
        language = language or reader_language()
        with in_language(language):
            case = self.cases.case(case_id)
            if about not in (due := letters_due(case)):
                raise NoSuchLetterDue(case=case_id, about=about, due=", ".join(due) or "–")
            data = self._letter(about, case, language, self._facts(case))
            body = {"case": case_id, "about": about}
            target = into or Path(f"case-{case_id}-{about}.pdf")
            if about != CLEARING or (page := self._then(case, about)[1]).form < FORM:
                return self._counter.write("report.letter", body, data, target)
            self.ledger.integrate()
            files = checkable(data, page) | self._proofs.files({PROOF: page.entry_id or 0})
            return self._counter.write_checkable("report.letter", body, data, target, files)

    def stamp(self, folder: Path) -> Stamped:
        """Fetch the time stamp of something that was handed out without one.

        Raises NoBundle, BundleChanged, NotHandedOut, StampUnavailable, StampDoesNotVerify.
        """
        return self._counter.stamp(folder, self._proofs.handed_out)

    def verify(self, folder: Path) -> Checked:
        """Hold what was handed out against its checksums, the ledger and its time stamp: what
        was changed, what is missing, what was added. Raises NoBundle."""
        return self._counter.verify(folder, self._proofs.handed_out)

    def naming(
        self,
        campaign: str,
        partner: str,
        into: Path | None = None,
        recipient: str | None = None,
        language: str | None = None,
    ) -> Handed:
        """The exhibit of a naming for the partner; with ``recipient`` (an age key) the expert's
        lies beside it, encrypted. Raises NothingNamed, RecipientUnusable, FolderInUse."""
        with in_language(language := language or reader_language()):
            exhibit = self._naming(campaign, partner, language)
            made = self.trace.make_exhibit(campaign, partner)
            files = {
                "exhibit.pdf": to_pdf(partner_page(exhibit), exhibit.at, is_kept=True),
                **partner_files(exhibit),
                **made.files,
                **self._proofs.files(
                    dict(self._proofs.about_campaign(campaign)),
                    self._proofs.of_others(int(exhibit.found.copy_id)),
                ),
            }
            if recipient:
                originals = expert_files(exhibit) | {"exhibit.json": made.expert}
                files["expert.zip.age"] = sealed_for(recipient, originals)
            body = {"copy": int(exhibit.found.copy_id), "has_expert": bool(recipient)}
            target = into or Path(f"naming-{exhibit.found.copy_id}")
            return self._counter.hand_out("report.naming", body, files, target, is_stamped=True)

    # --- a person -----------------------------------------------------------------------

    def access(
        self,
        number: Number,
        person: str | None = None,
        into: Path | None = None,
        language: str | None = None,
    ) -> Handed:
        """Everything that is known about whoever uses this number, and every recipient by name
        (Art 15 GDPR). ``person``: our reference, where several share the number.

        Raises NobodyOnTheLine, SeveralOnTheLine, FolderInUse.
        """
        with in_language(language := language or reader_language()):
            asked = self._access(number, person, language)
            files = {
                "answer.pdf": letter_pdf(access_letter(asked), asked.at),
                "data.json": as_json(access_document(asked)),
                "recipients.csv": as_csv(RECIPIENTS_HEAD, recipient_rows(asked)),
            }
            body = {"line": int(asked.line.line.id), "recipients": len(asked.received)}
            return self._counter.hand_out("report.access", body, files, into or Path("access"))

    def consent(
        self,
        number: Number,
        person: str | None = None,
        into: Path | None = None,
        language: str | None = None,
    ) -> Handed:
        """The proof of the consents of whoever uses this number, and of each use (§ 7a UWG).

        Raises NobodyOnTheLine, SeveralOnTheLine, NoConsentOnRecord, FolderInUse.
        """
        with in_language(language := language or reader_language()):
            self.ledger.integrate()
            line, whose = self._record(number, person)
            if whose is None or not whose.consents:
                raise NoConsentOnRecord
            now = self.clock.now()
            passes = self.permit.passes([line.line.id], _BEGINNING, now + _AHEAD)
            known = self._proofs.passes() if passes else {}
            proof = replace(
                proof_of(self.house, number, whose, passes, known, now, language),
                objections=(*line.objections, *whose.objections),
                calls=tuple(self.intake.contacts([int(line.line.id)], _BEGINNING)),
            )
            files = {
                "proof.pdf": letter_pdf(consent_letter(proof), proof.at),
                "proof.json": as_json(consent_document(proof)),
                "uses.csv": as_csv(USES_HEAD, use_rows(proof)),
                **self._proofs.files(
                    {name: known[one] for one, name in proof_names(proof).items()}
                ),
            }
            body = {"consents": [each.id for each, _uses in proof.consents]}
            target = into or Path("consent")
            return self._counter.hand_out(
                "report.consent", body, files, target, is_stamped=True
            )

    # --- the ledger ---------------------------------------------------------------------

    def sample(
        self,
        count: int,
        kind: str | None = None,
        word: str = "",
        into: Path | None = None,
        language: str | None = None,
    ) -> Handed:
        """A sample of entries for an auditor, who gives ``word``; raises NothingToSample."""
        with in_language(language := language or reader_language()):
            head = self.ledger.integrate()
            entries = self.ledger.entries(kind, count=head.size)
            made = drawn(entries, kind, word, head.size, head.root.hex(), count)
            if not made.chosen:
                raise NothingToSample(kind=kind or "–")
            page = sample_page(made, self.house.company, language)
            files = {
                "sample.pdf": to_pdf(page, self.clock.now(), is_kept=True),
                "sample.json": as_json(sample_document(made)),
                "sample.csv": as_csv(ROWS_HEAD, chosen_rows(made)),
                "population.csv": as_csv(POPULATION_HEAD, population_rows(made)),
                **self._proofs.files(
                    {made.proof_name(one): one.entry_id for one in made.chosen}
                ),
            }
            body = {"kind": kind, "seed": made.seed, "count": len(made.chosen)}
            return self._counter.hand_out("report.sample", body, files, into or Path("sample"))

    def year(self, year: int, into: Path | None = None, language: str | None = None) -> Handed:
        """The report on a year, from nothing but the ledger as it is signed now. Raises
        YearToCome, NothingOfTheYear."""
        with in_language(language := language or reader_language()):
            head = self.ledger.integrate()
            ledger, every = {"size": head.size, "root": head.root.hex()}, self._proofs.noted
            now, company = self.clock.now(), self.house.company
            document = document_of(company, year, ledger, every(head.size), now)
            page = yearly_page(document, language)
            files = {
                "report.pdf": to_pdf(page, now, is_kept=True),
                "report.html": to_html(page).encode(),
                YEAR_REPORT: as_json(document),
                "figures.csv": as_csv(("figure", "value"), flat(document["figures"]).items()),
                **self._proofs.files({}),
            }
            body = {"year": year, "size": head.size}
            target = into or Path(f"year-{year}")
            return self._counter.hand_out("report.year", body, files, target, is_stamped=True)

    def compare(self, path: Path) -> Compared:
        """Compute a published report again, from the ledger as large as it was then, and say
        what is not the same. ``path``: the file or its folder. Raises ReportUnreadable."""
        stated = read_report(path)
        computed = figures(self._proofs.noted(stated["ledger"]["size"]), stated["year"])
        return compared(stated["year"], stated["figures"], computed)

    # --- a case -------------------------------------------------------------------------

    def _case_pack(self, case: Case, language: str, has_originals: bool) -> CasePack:
        """All that the pack says; raises PackWithheld."""
        rules = (*self._proofs.rules(case), *rules_of_orders(case, self.orders))
        originals = self._originals(case)
        released(case, rules, originals, self._checks(), language)
        orders = tuple(orders_told(case, self.orders))
        head = self.ledger.integrate()
        return CasePack(
            case=case,
            clearing=in_plain_words(self.cases.clearing(case.case_id)),
            company=self.house.company,
            made_at=self.clock.now(),
            language=language,
            codes={code: code_words(code) for code in case.codes},
            rules=rules,
            exhibits=exhibits_of(case, originals),
            proofs=tuple(proofs_of(case, orders)),
            orders=orders,
            rows=self._facts(case),
            ledger_size=head.size,
            ledger_root=head.root.hex(),
            has_originals=has_originals,
        )

    def _originals(self, case: Case) -> dict[int, bytes]:
        """The items of evidence by number; one that is gone is empty."""
        paths = {one.number: evidence_path(self.cases.folder, one.digest) for one in case.items}
        return {at: path.read_bytes() if path.exists() else b"" for at, path in paths.items()}

    def _facts(self, case: Case) -> Mapping[str, Sequence[Behind]]:
        return with_words(case, self.behind(case.findings, case.against.name))

    def _letter(
        self, about: str, case: Case, language: str, rows: Mapping[str, Sequence[Behind]]
    ) -> bytes:
        """That letter as it was due, as PDF; raises LetterSpeaksOfOffence."""
        partner = self.network.partner(case.against.name)
        name = partner.legal_name if partner else case.against.name
        to = Addressee.of(name, partner.address if partner else None)
        then, page = self._then(case, about)
        at, barred = then.steps[-1].at, partial(offence_words, check=self._checks()["C166"])
        made = letter_about(about, then, page, self.house, to, at, language, rows, barred)
        if words := barred(made.text()):
            raise LetterSpeaksOfOffence(words=", ".join(words))
        return letter_pdf(made, at)

    def _then(self, case: Case, about: str) -> tuple[Case, Clearing]:
        then, held = as_then(case, about)
        return then, page_then(then, held, self._checks())

    @property
    def _proofs(self) -> Proofs:
        return Proofs(self.ledger)

    @property
    def _counter(self) -> Counter:
        return Counter(self.store, self.clock, self.authority, self._proofs.signed)

    # --- what the others stand on -------------------------------------------------------

    def _naming(self, campaign: str, partner: str, language: str) -> NamingExhibit:
        """Raises NothingNamed."""
        report = self.trace.run()
        self.ledger.integrate()
        mine = [
            each
            for each in report.named
            if each.campaign == campaign and each.partner == partner
        ]
        if not mine:
            raise NothingNamed(partner=partner)
        found = mine[0]
        draw = next(one for one in self.release.draws() if int(one.draw_id) == found.draw_id)
        proofs = [
            (name, *self._proofs.kind_of(entry))
            for name, entry in self._proofs.about_campaign(campaign)
        ]
        return NamingExhibit(
            found=found,
            draw=draw,
            place=[int(each) for each in draw.copy_ids].index(int(found.copy_id)),
            others=tuple(
                each
                for each in report.copies
                if each.draw_id == found.draw_id and each.copy_id != found.copy_id
            ),
            stream=about_draw(self.intake.stream(), draw),
            proofs=tuple(proofs),
            company=self.house.company,
            at=self.clock.now(),
            language=language,
        )

    def _record(
        self, number: Number, ref: str | None
    ) -> tuple[LineRecord, PersonRecord | None]:
        """Raises NobodyOnTheLine, SeveralOnTheLine."""
        line = self.people.about(number)
        if line is None:
            raise NobodyOnTheLine(number=number)
        mine = [each for each in line.persons if ref in (None, each.person.ref)]
        if len(mine) > 1:
            raise SeveralOnTheLine(number=number, count=len(mine))
        if ref is not None and not mine:
            raise NobodyOnTheLine(number=number)
        return line, mine[0] if mine else None

    def _access(self, number: Number, ref: str | None, language: str) -> Access:
        line, person = self._record(number, ref)
        line_id, now = int(line.line.id), self.clock.now()
        ref = person.person.ref if person else None
        orders = mine(self.orders.orders(), line_id, ref)
        received = [
            *by_copies(self.release.draws(), line_id),
            *by_lookups(self.release.lookups_between(_BEGINNING, now), line_id),
            *by_calls(
                self.permit.passes([line.line.id], _BEGINNING, now + _AHEAD),
                self.intake.contacts([line_id], _BEGINNING),
            ),
            *by_orders(orders),
        ]
        return Access(
            house=self.house,
            number=number.e164,
            line=line,
            person=person,
            received=tuple(sorted(received, key=lambda each: each.at)),
            orders=orders,
            kept=tuple(self.kept(number, line_id, orders, ref)),
            complaints=tuple(self.intake.complaints_of(line_id)),
            partners={each.name: each for each in self.network.partners()},
            at=now,
            language=language,
        )

    def _checks(self) -> Mapping[str, Check]:
        today = on_german_clock(self.clock.now()).date()
        return load_checks(CHECKS).in_force(today, self.cases.places)
