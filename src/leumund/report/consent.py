"""The proof of a consent (§ 7a UWG): its wording, time, source, proof, and every use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leumund.basics.language import _, in_language
from leumund.report.letter import Letter, Part
from leumund.report.words import day_in_full, in_full, in_groups, moment_in_full, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from leumund.basics.numbers import Number
    from leumund.intake import Contact
    from leumund.people import Consent, Objection, PersonRecord
    from leumund.permit import Pass
    from leumund.report.letters import House

KEEP_YEARS = 5
USES_HEAD = ("consent", "at", "partner", "purpose", "product", "pass", "rules", "proof")


@dataclass(frozen=True, slots=True)
class Use:
    """One use: the pass, and the file that proves its entry (None: its entry was not found)."""

    given: Pass
    proof: str | None


@dataclass(frozen=True, slots=True)
class ConsentProof:
    """``consents`` of one person with their uses. ``number``: masked; ``dialled``: the same in
    full, for the letter alone; ``objections``: also those of the number; ``calls``: the first
    that each partner declared."""

    house: House
    number: str
    dialled: str
    name: str | None
    person_ref: str
    consents: tuple[tuple[Consent, tuple[Use, ...]], ...]
    at: datetime
    language: str
    objections: tuple[Objection, ...] = ()
    calls: tuple[Contact, ...] = ()


def proof_of(
    house: House,
    number: Number,
    whose: PersonRecord,
    passes: Sequence[Pass],
    known: Mapping[str, int],
    at: datetime,
    language: str,
) -> ConsentProof:
    """``known``: the entry of the ledger of each pass."""
    consents = tuple(
        (each, tuple(_use(one, known) for one in passes if one.consent_id == each.id))
        for each in whose.consents
    )
    person = whose.person
    return ConsentProof(
        house, str(number), number.e164, person.name, person.ref, consents, at, language
    )


def _use(given: Pass, known: Mapping[str, int]) -> Use:
    entry = known.get(given.pass_id)
    return Use(given, f"proofs/use-entry-{entry}.tlog-proof" if entry else None)


def proof_names(proof: ConsentProof) -> dict[str, str]:
    """The file of the proof by pass, where there is one."""
    used = (use for _consent, uses in proof.consents for use in uses)
    return {str(use.given.pass_id): use.proof for use in used if use.proof}


def kept_until(consent: Consent, uses: tuple[Use, ...]) -> date | None:
    """Five years after the consent and after its last use (§ 7a(2) UWG)."""
    moments = [each.given.at for each in uses]
    if consent.granted_at is not None:
        moments.append(consent.granted_at)
    if not moments:
        return None
    last = max(moments).date()
    leap = last.month == 2 and last.day == 29
    return last.replace(year=last.year + KEEP_YEARS, day=28 if leap else last.day)


def lacking(consent: Consent) -> tuple[str, ...]:
    """What a proof needs and this one has not."""
    needed = {
        _("wording"): consent.wording,
        _("version of the wording"): consent.wording_version,
        _("when it was given"): consent.granted_at,
        _("when it was recorded"): consent.recorded_at,
        _("how it was given"): consent.source,
        _("checksum of the stored proof"): consent.proof_hash,
        _("companies named"): consent.companies,
        _("products named"): consent.products,
        _("channels named"): consent.channels,
    }
    return tuple(name for name, value in needed.items() if not value)


def use_rows(proof: ConsentProof) -> list[tuple[Any, ...]]:
    return [
        (
            consent.id, use.given.at.isoformat(), use.given.partner, use.given.purpose,
            use.given.product or "", use.given.pass_id, use.given.pack_digest, use.proof or "",
        )
        for consent, uses in proof.consents
        for use in uses
    ]  # fmt: skip


def consent_document(proof: ConsentProof) -> dict[str, Any]:
    rows = [dict(zip(USES_HEAD, row, strict=True)) for row in use_rows(proof)]
    return {
        "company": proof.house.company,
        "as_of": proof.at.isoformat(),
        "number": proof.number,
        "person": proof.person_ref,
        "objections": [
            {
                "at": each.at and each.at.isoformat(),
                "scope": each.scope,
                "channel": each.channel,
            }
            for each in proof.objections
        ],
        "declared_calls": [
            {"partner": each.partner, "first_at": each.first_at.isoformat()}
            for each in proof.calls
        ],
        "consents": [
            {
                "id": consent.id,
                "wording": consent.wording,
                "wording_version": consent.wording_version,
                "granted_at": consent.granted_at and consent.granted_at.isoformat(),
                "recorded_at": consent.recorded_at and consent.recorded_at.isoformat(),
                "source": consent.source,
                "proof_sha256": consent.proof_hash,
                "companies": list(consent.companies),
                "products": list(consent.products),
                "channels": list(consent.channels),
                "number_confirmed": consent.number_confirmed,
                "reaches_past_contract_end": consent.reaches_past_contract_end,
                "revoked_at": consent.revoked_at and consent.revoked_at.isoformat(),
                "kept_until": _iso(kept_until(consent, uses)),
                "lacking": list(lacking(consent)),
                "uses": [row for row in rows if row["consent"] == consent.id],
            }
            for consent, uses in proof.consents
        ],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def consent_letter(proof: ConsentProof) -> Letter:
    """The proof as a letter to an authority, or to whoever asks for it."""
    with in_language(proof.language):
        return Letter(
            language=proof.language,
            sender=(proof.house.company, *proof.house.address),
            to=(_("To whom it concerns"),),
            reference=tuple(_reference(proof)),
            subject=_("Proof of a consent to advertising by telephone (§ 7a UWG)"),
            greeting=_("Good day,"),
            parts=tuple(_parts(proof)),
            closing=_("With kind regards"),
            end=(proof.house.company,),
            foot=_("{company} · proof under § 7a UWG").format(company=proof.house.company),
        )


def _reference(proof: ConsentProof) -> Iterator[tuple[str, str]]:
    yield _("Date"), day_in_full(proof.at)
    if proof.name:
        yield _("Whose consent"), proof.name
    yield _("Number"), proof.dialled
    yield _("Customer"), proof.person_ref
    if proof.house.contact:
        yield _("You reach us"), proof.house.contact


def _parts(proof: ConsentProof) -> Iterator[Part]:
    yield Part(
        lines=(
            _(
                "this is what is on record about the consent of this person, and every use "
                "that was made of it. Each use has its entry in our ledger; the proofs lie "
                "beside this letter and can be checked without us."
            ),
        )
    )
    for place, (consent, uses) in enumerate(proof.consents, start=1):
        title = _("Consent {place} of {count}").format(place=place, count=len(proof.consents))
        yield Part(title, pairs=tuple(_pairs(consent, uses)))
        if missing := lacking(consent):
            said = _("Not on record: {what}.").format(what=", ".join(missing))
            yield Part(_("What is missing"), (said,), is_framed=True)
        yield _uses(uses)
    yield Part(_("Objections to calls"), tuple(_objections(proof)), is_list=True)
    yield Part(_("First calls that partners declared"), tuple(_calls(proof)), is_list=True)


def _objections(proof: ConsentProof) -> Iterator[str]:
    for each in proof.objections:
        yield moment_in_full(each.at) if each.at else _("on record, its day is not known")
    if not proof.objections:
        yield _("None is on record.")


def _calls(proof: ConsentProof) -> Iterator[str]:
    for each in proof.calls:
        yield f"{each.partner}: {moment_in_full(each.first_at)}"
    if not proof.calls:
        yield _("None is on record.")


def _pairs(consent: Consent, uses: tuple[Use, ...]) -> Iterator[tuple[str, str]]:
    nothing = "–"
    yield _("Wording"), consent.wording or nothing
    yield _("Version"), consent.wording_version or nothing
    granted, recorded = consent.granted_at, consent.recorded_at
    yield _("Given"), moment_in_full(granted) if granted else nothing
    yield _("Recorded"), moment_in_full(recorded) if recorded else nothing
    yield _("How"), written(consent.source) if consent.source else nothing
    yield _("Companies"), ", ".join(consent.companies) or nothing
    yield _("Products"), ", ".join(consent.products) or nothing
    yield _("Channels"), ", ".join(map(written, consent.channels)) or nothing
    yield _("Number confirmed"), _("yes") if consent.number_confirmed else _("no")
    yield _("Checksum of the proof"), in_groups(consent.proof_hash) or nothing
    holds_on = consent.reaches_past_contract_end
    yield _("Holds past the contract's end"), _("yes") if holds_on else _("no")
    revoked = consent.revoked_at
    yield _("Taken back"), moment_in_full(revoked) if revoked else _("no")
    if until := kept_until(consent, uses):
        yield _("Kept until at least"), in_full(until)


def _uses(uses: tuple[Use, ...]) -> Part:
    title = _("Uses of it")
    if not uses:
        return Part(title, (_("It was never used for a call."),))
    rows = tuple(
        (
            moment_in_full(use.given.at),
            use.given.partner,
            use.given.purpose,
            use.proof.rsplit("/", 1)[-1] if use.proof else _("no entry found"),
        )
        for use in uses
    )
    head = (_("when"), _("by whom"), _("what for"), _("proof"))
    return Part(title, head=head, rows=rows, widths=(5, 4, 3, 6))
