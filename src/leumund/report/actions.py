"""What a person can ask of this part: everything that is handed out, with its proofs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from leumund import ledger
from leumund.audit import code_titles
from leumund.basics.canonical import sha256_hex
from leumund.basics.checks import load_checks
from leumund.basics.clock import on_german_clock
from leumund.basics.language import in_language, reader_language
from leumund.cases import decide_facts, offence_words
from leumund.cases import path_of as evidence_path
from leumund.report import pack as packs
from leumund.report.bundle import Bundle, as_csv, as_json, zipped
from leumund.report.clearing import clearing_page
from leumund.report.handed import Handed, Stamped, Written, unchecked
from leumund.report.letter import letter_pdf
from leumund.report.letters import Addressee, letter_about, letters_due
from leumund.report.masking import masked_bytes
from leumund.report.pack import (
    CasePack,
    Exhibit,
    OrderTold,
    PackWithheld,
    Proven,
    RulesHeld,
    blocked_by,
)
from leumund.report.pack_page import pack_page
from leumund.report.paper import to_pdf
from leumund.report.readme import readme
from leumund.report.refusals import NoSuchLetterDue, SpeaksOfGuilt
from leumund.report.screen import to_html
from leumund.report.stamp import REQUEST, RESPONSE, Authority, StampUnavailable, fetch, request_for
from leumund.report.writer import add_beside, read_sums, write_bundle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from leumund.audit.actions import Audit
    from leumund.basics.checks import Check
    from leumund.basics.clock import Clock
    from leumund.basics.verdict import Verdict
    from leumund.cases import Case
    from leumund.cases.actions import Cases
    from leumund.ledger.actions import Ledger
    from leumund.network.actions import Network
    from leumund.orders.actions import Orders
    from leumund.report.letter import Letter
    from leumund.report.letters import House
    from leumund.store import Store

QUESTIONS: tuple[str, ...] = ()
"""Whatever is handed out leaves an entry."""

_CHECKS = "eu/cases"
_ORDERS = "orders.placed"
_RULED = ("permit.check", "permit.screen")
_NOT_STAMPED: Final = "NO-TIME-STAMP-YET.txt"


@dataclass(frozen=True, slots=True)
class Report:
    """Packs, exhibits, answers and letters. ``house``: who writes; ``authority``: who is asked
    for time stamps (None: nobody)."""

    store: Store
    clock: Clock
    house: House
    authority: Authority | None
    ledger: Ledger
    cases: Cases
    orders: Orders
    audit: Audit
    network: Network

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
            made = self._case_pack(self.cases.case(case_id), language, bool(recipient))
            files = self._pack_files(made, recipient)
            bundle, stamped_at, why = self._stamped(files)
        target = into or Path(f"case-{case_id}")
        body = {"case": case_id, "sums": bundle.digest, "files": len(bundle.files)}
        return self._hand_out("report.pack", body, bundle, target, stamped_at, why)

    def letter(
        self, case_id: int, about: str, into: Path | None = None, language: str | None = None
    ) -> Written:
        """A letter of a case as PDF: hearing, decision, clearing.

        Raises NoSuchLetterDue, SpeaksOfGuilt.
        """
        language = language or reader_language()
        with in_language(language):
            case = self.cases.case(case_id)
            if about not in (due := letters_due(case)):
                raise NoSuchLetterDue(case=case_id, about=about, due=", ".join(due) or "–")
            letter = self._letter(about, case, language)
        data = letter_pdf(letter, self.clock.now())
        return self._write(
            "report.letter",
            {"case": case_id, "about": about},
            data,
            into or Path(f"case-{case_id}-{about}.pdf"),
        )

    def stamp(self, folder: Path) -> Stamped:
        """Fetch the time stamp of something that was handed out without one.

        Raises NoBundle, StampUnavailable, StampDoesNotVerify.
        """
        sums = read_sums(folder)
        if self.authority is None:
            raise StampUnavailable(why="LEUMUND_STAMP_URL")
        request = request_for(sums)
        stamp = fetch(self.authority, sums, request)
        with self.store.transaction() as tx:
            body = {"sums": sha256_hex(sums), "stamp": sha256_hex(stamp.answer)}
            entry_id = ledger.append(tx, "report.stamp", body, at=self.clock.now())
            files = {REQUEST: request.as_bytes(), RESPONSE: stamp.answer}
            add_beside(folder, files, gone=(_NOT_STAMPED,))
        return Stamped(folder, stamp.at, stamp.is_signature_checked, entry_id)

    # --- a case -------------------------------------------------------------------------

    def _case_pack(self, case: Case, language: str, has_originals: bool) -> CasePack:
        """All that the pack says; raises PackWithheld."""
        rules = tuple(self._rules(case))
        self._released(case, rules, language)
        clearing = self.cases.clearing(case.case_id)
        orders = tuple(self._orders(case))
        head = self.ledger.integrate()
        return CasePack(
            case=case,
            clearing=clearing,
            company=self.house.company,
            made_at=self.clock.now(),
            language=language,
            codes={each.code: each.words for each in clearing.said} | _titles(case),
            rules=rules,
            exhibits=tuple(self._exhibit(case, number) for number in range(len(case.items))),
            proofs=tuple(_proofs(case, orders)),
            orders=orders,
            ledger_size=head.size,
            ledger_root=head.root.hex(),
            has_originals=has_originals,
        )

    def _released(self, case: Case, rules: Sequence[RulesHeld], language: str) -> None:
        """Raises PackWithheld where the law keeps the pack from being released."""
        checks = self._checks()
        asked = [("C157", packs.exhibit_facts(item)) for item in case.items]
        asked.append(("C171", packs.rules_facts(rules)))
        for name, facts in asked:
            if met := _word(decide_facts({name: checks[name]}, facts)):
                why = blocked_by(checks[name], met, language)
                raise PackWithheld(case=case.case_id, why=why)
        for item in case.items:
            path = evidence_path(self.cases.folder, item.digest)
            if not path.exists() or sha256_hex(path.read_bytes()) != item.digest:
                why = blocked_by(checks["C157"], f"digest, {item.number}", language)
                raise PackWithheld(case=case.case_id, why=why)

    def _rules(self, case: Case) -> Iterator[RulesHeld]:
        """Every digest of rules that was recorded when it mattered: by the hearings, by the
        passes and screens before a first sign, by orders."""
        for hearing in case.hearings:
            if hearing.rules:
                yield RulesHeld(_CHECKS, hearing.rules, hearing.sent_at)
        for kind in _RULED:
            first = min((each.first_sign_at for each in case.findings), default=None)
            for entry in self.ledger.entries(kind, until=first, count=1):
                digest = json.loads(entry.said or "{}").get("rules")
                if digest:
                    yield RulesHeld(f"{kind} {entry.entry_id}", str(digest), entry.at)
        for ref in _order_refs(case):
            checked = self.orders.check(ref)
            yield RulesHeld(", ".join(checked.packs), checked.packs_digest)
            break

    def _orders(self, case: Case) -> Iterator[OrderTold]:
        for ref in _order_refs(case):
            yield OrderTold(ref, self.orders.origin(ref), self.orders.steps(ref))

    def _exhibit(self, case: Case, at: int) -> Exhibit:
        item = case.items[at]
        data = evidence_path(self.cases.folder, item.digest).read_bytes()
        name = f"exhibits/{item.number:02d}-{item.kind}-masked.txt"
        return Exhibit(item, name if masked_bytes(data) is not None else None, len(data))

    def _pack_files(self, made: CasePack, recipient: str | None) -> dict[str, bytes]:
        files = {
            "README.txt": readme(made).encode(),
            "pack.pdf": to_pdf(pack_page(made), made.made_at, is_kept=True),
            "pack.json": as_json(packs.document(made)),
            "timeline.csv": as_csv(packs.TIMELINE_HEAD, packs.timeline(made)),
            "findings.csv": as_csv(packs.FINDINGS_HEAD, packs.findings(made)),
            "exhibits.csv": as_csv(packs.EXHIBITS_HEAD, packs.exhibits(made)),
            "measures.csv": as_csv(packs.MEASURES_HEAD, packs.measures(made)),
            "orders.csv": as_csv(packs.ORDERS_HEAD, packs.order_steps(made)),
        }
        for about in letters_due(made.case):
            letter = self._letter(about, made.case, made.language)
            files[f"letters/{about}.pdf"] = letter_pdf(letter, made.made_at)
        page = clearing_page(made.clearing, made.company, made.language)
        files["clearing.html"] = to_html(page).encode()
        files["clearing.pdf"] = to_pdf(page, made.made_at, is_kept=True)
        originals: dict[str, bytes] = {}
        for each in made.exhibits:
            data = evidence_path(self.cases.folder, each.item.digest).read_bytes()
            originals[f"{each.item.number:02d}-{each.item.kind}"] = data
            if each.name is not None:
                files[each.name] = masked_bytes(data) or b""
        if recipient:
            files["exhibits/originals.zip.age"] = _encrypted(originals, recipient)
        return files | self._proof_files(made.proofs)

    def _proof_files(self, proofs: Sequence[Proven]) -> dict[str, bytes]:
        """The proofs, opened where the entry was not erased, the verifier, and the key."""
        found = {each.name: self._proof(each.entry_id) for each in proofs}
        key = self.ledger.create_key()
        return found | {
            "verify.pyz": ledger.packed(),
            "ledger.pub": (key.public_key.strip() + "\n").encode(),
        }

    def _proof(self, entry_id: int) -> bytes:
        try:
            return self.ledger.prove(entry_id, is_opened=True).encode()
        except ledger.NotOpen:
            return self.ledger.prove(entry_id).encode()

    def _letter(self, about: str, case: Case, language: str) -> Letter:
        """That letter; raises SpeaksOfGuilt."""
        partner = self.network.partner(case.against.name)
        name = partner.legal_name if partner else case.against.name
        to = Addressee.of(name, partner.address if partner else None)
        clearing = self.cases.clearing(case.case_id)
        made = letter_about(about, case, clearing, self.house, to, self.clock.now(), language)
        if words := offence_words(made.text(), self._checks()["C166"]):
            raise SpeaksOfGuilt(words=", ".join(words))
        return made

    # --- handing out --------------------------------------------------------------------

    def _stamped(self, files: Mapping[str, bytes]) -> tuple[Bundle, datetime | None, str]:
        """The files with their time stamp beside them, or with the request and a word that
        there is none yet."""
        bundle = Bundle(files, {})
        request = request_for(bundle.sums)
        beside = {REQUEST: request.as_bytes()}
        try:
            if self.authority is None:
                raise StampUnavailable(why="LEUMUND_STAMP_URL")
            stamp = fetch(self.authority, bundle.sums, request)
        except StampUnavailable as problem:
            why = f"{problem.message()} {problem.way_out()}"
            beside[_NOT_STAMPED] = f"{why}\n".encode()
            return Bundle(files, beside), None, why
        beside[RESPONSE] = stamp.answer
        why = "" if stamp.is_signature_checked else unchecked()
        return Bundle(files, beside), stamp.at, why

    def _hand_out(
        self,
        kind: str,
        body: dict[str, Any],
        bundle: Bundle,
        into: Path,
        stamped_at: datetime | None = None,
        why: str = "",
    ) -> Handed:
        """Write the files and the entry; both or neither."""
        with self.store.transaction() as tx:
            entry_id = ledger.append(tx, kind, body, at=self.clock.now())
            folder, packed = write_bundle(bundle, into)
        return Handed(
            folder, packed, len(bundle.everything), bundle.digest, entry_id, stamped_at, why
        )

    def _write(self, kind: str, body: dict[str, Any], data: bytes, path: Path) -> Written:
        from leumund.store import whole_file

        digest = sha256_hex(data)
        with self.store.transaction() as tx:
            entry_id = ledger.append(tx, kind, {**body, "file": digest}, at=self.clock.now())
            with whole_file(path) as file:
                file.write(data)
        return Written(path, digest, entry_id)

    def _checks(self) -> Mapping[str, Check]:
        today = on_german_clock(self.clock.now()).date()
        return load_checks(_CHECKS).in_force(today, self.cases.places)


def _titles(case: Case) -> dict[str, str]:
    known = code_titles()
    return {code: known[code] for code in case.codes if code in known}


def _order_refs(case: Case) -> list[str]:
    rows = (row for finding in case.findings for row in finding.rows)
    return sorted({row.key for row in rows if row.table == _ORDERS})


def _proofs(case: Case, orders: Sequence[OrderTold]) -> Iterator[Proven]:
    for step in case.steps:
        if step.entry_id is not None:
            name = f"proofs/step-{step.number:02d}-entry-{step.entry_id}.tlog-proof"
            yield Proven(name, step.entry_id, f"cases.{step.event}", f"step {step.number}")
    seen = set()
    for order in orders:
        for each in order.steps:
            if each.entry_id not in seen:
                seen.add(each.entry_id)
                name = f"proofs/order-entry-{each.entry_id}.tlog-proof"
                of = f"order {order.order_ref}, {each.event.value}"
                yield Proven(name, each.entry_id, f"orders.{each.event.value}", of)


def _encrypted(files: Mapping[str, bytes], recipient: str) -> bytes:
    from leumund.release import encrypt

    return encrypt(zipped("originals", files), recipient, recipient)


def _word(verdict: Verdict) -> str:
    return ", ".join(reason.fact for reason in verdict.reasons)
