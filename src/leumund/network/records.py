"""Load and save partners."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from leumund.basics.canonical import canonical_bytes, sha256_hex
from leumund.basics.finding import Row
from leumund.basics.ids import EngagementId
from leumund.basics.numbers import Number
from leumund.network.chain import chain_of
from leumund.network.partner import CallerNumber, Engagement, Partner
from leumund.network.register import (
    Declared,
    Document,
    EngagementVersion,
    HeldPermit,
    Lead,
    LeadNumber,
    LeadSource,
    Login,
    LookedAt,
    Payee,
    Site,
    Terms,
)
from leumund.network.undeclared import Seen
from leumund.store import Statements, Transaction

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from leumund.network.partners_file import Stated
    from leumund.network.statements import Claim

STATEMENTS = Statements.beside(__file__)
FACTS = (
    "name",
    "legal_name",
    "country",
    "contact",
    "age_recipient",
    "risk",
    "address",
    "tasks",
    "transfer_basis",
    "transfer_document",
    "transfer_assessed_on",
    "audited_on",
    "authorised_on",
)
"""What the row of a partner says of it."""
REGISTER: dict[str, type[Any]] = {
    "sites": Site,
    "held_permits": HeldPermit,
    "logins": Login,
    "payees": Payee,
    "leads": LeadSource,
}
"""What hangs on a partner and is replaced as the file says, by field and statement."""
_LOCK = "network.load"


def begin(tx: Transaction) -> None:
    """Wait for our turn."""
    tx.lock(_LOCK)


def principal(tx: Transaction) -> str | None:
    """The company's name, if it is known."""
    found = tx.first(STATEMENTS["principal"])
    return found["name"] if found else None


def name_principal(tx: Transaction, name: str) -> None:
    """Set the company's name."""
    tx.run(STATEMENTS["name_principal"], name=name)


def partners(tx: Transaction) -> dict[str, Partner]:
    """Every partner by name."""
    rows = tx.run(STATEMENTS["partners"])
    engagements = _by_partner(tx.run(STATEMENTS["engagements"]))
    numbers = _by_partner(tx.run(STATEMENTS["caller_numbers"]))
    looked_at = _by_partner(tx.run(STATEMENTS["looked_at"]))
    declared = _by_partner(tx.run(STATEMENTS["declared"]))
    register = {key: _by_partner(tx.run(STATEMENTS[key])) for key in REGISTER}
    parents = {row["name"]: row.pop("parent") for row in rows}
    return {
        row["name"]: Partner(
            **_whole(row, register),
            chain=chain_of(row["name"], parents),
            engagements=tuple(_engagement(each) for each in engagements.get(row["id"], ())),
            caller_numbers=tuple(_caller_number(each) for each in numbers.get(row["id"], ())),
            looked_at=tuple(LookedAt(**each) for each in looked_at.get(row["id"], ())),
            declared=next((Declared(**each) for each in declared.get(row["id"], ())), None),
        )
        for row in rows
    }


def _whole(row: dict[str, Any], register: dict[str, Any]) -> dict[str, Any]:
    """A partner's row with what hangs on it."""
    hanging = {
        key: tuple(noun(**each) for each in register[key].get(row["id"], ()))
        for key, noun in REGISTER.items()
    }
    return row | {"tasks": tuple(row["tasks"])} | hanging


def save(tx: Transaction, stated: Stated, known: Partner | None, now: datetime) -> None:
    """Write down what the file says of a partner, all but who stands above it."""
    values = {fact: _plain(getattr(stated, fact)) for fact in FACTS}
    tx.run(STATEMENTS["change_partner" if known else "add_partner"], **values)
    _save_engagements(tx, stated, known, now)
    if known is None or known.caller_numbers != stated.caller_numbers:
        _save_caller_numbers(tx, stated)
    for key in REGISTER:
        if getattr(stated, key) or (known is not None and getattr(known, key)):
            tx.run(STATEMENTS[f"end_{key}"], partner=stated.name)
            rows = [asdict(each) | {"partner": stated.name} for each in getattr(stated, key)]
            tx.run_many(STATEMENTS[f"add_{key}"], rows)
    add_looked_at(tx, stated.name, stated.looked_at, now)


def add_looked_at(
    tx: Transaction, partner: str, looked_at: Iterable[LookedAt], now: datetime
) -> None:
    """Note what was looked at; nothing that was noted is ever changed or removed."""
    rows = [asdict(each) | {"partner": partner, "noted_at": now} for each in looked_at]
    tx.run_many(STATEMENTS["add_looked_at"], rows)


def add_declared(tx: Transaction, partner: str, declared: Declared) -> None:
    """A sub-partner was declared."""
    tx.run(STATEMENTS["add_declared"], partner=partner, **asdict(declared))


def terms(tx: Transaction) -> Terms:
    """What holds for the whole network."""
    found = tx.first(STATEMENTS["terms"])
    if found is None:
        return Terms()
    places, sectors = tuple(found["jurisdictions"]), tuple(found["sectors"])
    return Terms(found["declaration_day"], places, sectors)


def set_terms(tx: Transaction, stated: Terms) -> None:
    """Set what holds for the whole network."""
    places, sectors = list(stated.jurisdictions), list(stated.sectors)
    day = stated.declaration_day
    values = {"declaration_day": day, "jurisdictions": places, "sectors": sectors}
    tx.run(STATEMENTS["set_terms"], **values)


def versions(tx: Transaction, partner: str) -> tuple[EngagementVersion, ...]:
    """What a partner's engagements said from when on."""
    return tuple(
        EngagementVersion(**row) for row in tx.run(STATEMENTS["versions"], partner=partner)
    )


def lead(tx: Transaction, partner: str, ref: str) -> Lead | None:
    """One lead."""
    row = tx.first(STATEMENTS["lead"], partner=partner, ref=ref)
    return None if row is None else _lead(row)


def leads_of(tx: Transaction, number: Number) -> tuple[Lead, ...]:
    """Every lead with this number."""
    rows = tx.run(STATEMENTS["leads_of"], number=number.e164)
    return tuple(_lead(row) for row in rows)


def lead_numbers(tx: Transaction) -> tuple[LeadNumber, ...]:
    """Every number that is somebody's own lead."""
    return tuple(LeadNumber(**row) for row in tx.run(STATEMENTS["lead_numbers"]))


def add_leads(tx: Transaction, leads: Iterable[Lead]) -> int:
    """Write down those that are new; how many were."""
    rows = [asdict(each) | {"number": each.number.e164} for each in leads]
    return tx.run_many(STATEMENTS["add_lead"], rows)


def add_claims(tx: Transaction, partner: str, claims: Iterable[Claim], now: datetime) -> int:
    """Write down those that are new; how many were."""
    rows = [asdict(each) | {"partner": partner, "noted_at": now} for each in claims]
    return tx.run_many(STATEMENTS["add_claim"], rows)


def payees_seen(tx: Transaction) -> tuple[Seen, ...]:
    """Every account that money of a partner goes to, as its statements say."""
    return tuple(
        Seen(
            "payee", row["payee"], row["claimed_at"], row["partner"],
            Row("network.claim", str(row["id"])),
        )
        for row in tx.run(STATEMENTS["claims"])
    )  # fmt: skip


def place(tx: Transaction, stated: Stated) -> None:
    """Put a partner below the one the file says."""
    tx.run(STATEMENTS["place_partner"], name=stated.name, parent=stated.parent)


def _save_engagements(
    tx: Transaction, stated: Stated, known: Partner | None, now: datetime
) -> None:
    """Engagements that stay as they are keep their id; each that changed has a new version."""
    old = {unstored(each): each.id for each in known.engagements} if known else {}
    kept = [old[each] for each in stated.engagements if each in old]
    tx.run(STATEMENTS["end_engagements"], name=stated.name, kept=kept)
    for each in stated.engagements:
        if each not in old:
            tx.run(STATEMENTS["add_engagement"], name=stated.name, **_values(each))
            _add_version(tx, stated.name, each, now)


def _values(engagement: Engagement) -> dict[str, Any]:
    """The engagement as its row has it."""
    values = {key: _plain(value) for key, value in asdict(engagement).items() if key != "id"}
    papers = [asdict(each) for each in engagement.documents]
    return values | {"documents": canonical_bytes(papers).decode()}


def _add_version(tx: Transaction, partner: str, stated: Engagement, now: datetime) -> None:
    said = canonical_bytes({key: v for key, v in asdict(stated).items() if key != "id"})
    tx.run(
        STATEMENTS["add_version"],
        partner=partner,
        role=stated.role,
        valid_from=stated.valid_from,
        digest=sha256_hex(said),
        stated=json.dumps(json.loads(said)),
        known_from=now,
    )


def _save_caller_numbers(tx: Transaction, stated: Stated) -> None:
    tx.run(STATEMENTS["end_caller_numbers"], name=stated.name)
    for each in stated.caller_numbers:
        tx.run(
            STATEMENTS["add_caller_number"],
            name=stated.name,
            number=each.number.e164,
            valid_from=each.valid_from,
            valid_to=each.valid_to,
            has_right_of_use=each.has_right_of_use,
        )


def unstored(engagement: Engagement) -> Engagement:
    """The engagement as a file states it, without an id."""
    return replace(engagement, id=EngagementId(0))


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _by_partner(rows: list[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    """The rows per partner's id, without it."""
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row.pop("partner_id"), []).append(row)
    return found


def _engagement(row: dict[str, Any]) -> Engagement:
    lists = {key: tuple(row[key]) for key in ("purposes", "products", "lead_sources", "fields")}
    papers = tuple(
        Document(**each | {"signed": _day(each["signed"])}) for each in row["documents"]
    )
    return Engagement(**row | lists | {"documents": papers})


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


def _caller_number(row: dict[str, Any]) -> CallerNumber:
    return CallerNumber(
        Number(row["number"]), row["valid_from"], row["valid_to"], row["has_right_of_use"]
    )


def _lead(row: dict[str, Any]) -> Lead:
    return Lead(**row | {"number": Number(row["number"])})
