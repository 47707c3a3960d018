"""Load and save partners."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from leumund.basics.ids import EngagementId
from leumund.basics.numbers import Number
from leumund.network.chain import chain_of
from leumund.network.partner import CallerNumber, Engagement, Partner
from leumund.store import Statements, Transaction

if TYPE_CHECKING:
    from leumund.network.partners_file import Stated

STATEMENTS = Statements.beside(__file__)
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
    engagements = tx.run(STATEMENTS["engagements"])
    numbers = tx.run(STATEMENTS["caller_numbers"])
    parents = {row["name"]: row.pop("parent") for row in rows}
    return {
        row["name"]: Partner(
            **row,
            chain=chain_of(row["name"], parents),
            engagements=tuple(_engagement(each) for each in _of(row["id"], engagements)),
            caller_numbers=tuple(_caller_number(each) for each in _of(row["id"], numbers)),
        )
        for row in rows
    }


def save(tx: Transaction, stated: Stated, known: Partner | None) -> None:
    """Write down what the file says of a partner, all but who stands above it."""
    facts = ("name", "legal_name", "country", "contact", "age_recipient", "risk")
    values = {fact: getattr(stated, fact) for fact in facts}
    tx.run(STATEMENTS["change_partner" if known else "add_partner"], **values)
    _save_engagements(tx, stated, known)
    if known is None or known.caller_numbers != stated.caller_numbers:
        _save_caller_numbers(tx, stated)


def place(tx: Transaction, stated: Stated) -> None:
    """Put a partner below the one the file says."""
    tx.run(STATEMENTS["place_partner"], name=stated.name, parent=stated.parent)


def _save_engagements(tx: Transaction, stated: Stated, known: Partner | None) -> None:
    """Engagements that stay as they are keep their id."""
    old = {unstored(each): each.id for each in known.engagements} if known else {}
    kept = [old[each] for each in stated.engagements if each in old]
    tx.run(STATEMENTS["end_engagements"], name=stated.name, kept=kept)
    for each in stated.engagements:
        if each not in old:
            tx.run(
                STATEMENTS["add_engagement"],
                name=stated.name,
                role=each.role,
                purposes=list(each.purposes),
                products=list(each.products),
                lead_sources=list(each.lead_sources),
                valid_from=each.valid_from,
                valid_to=each.valid_to,
                art28_signed=each.art28_signed,
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


def _of(partner_id: int, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["partner_id"] == partner_id]


def _engagement(row: dict[str, Any]) -> Engagement:
    lists = {name: tuple(row[name]) for name in ("purposes", "products", "lead_sources")}
    return Engagement(**{name: row[name] for name in row if name != "partner_id"} | lists)


def _caller_number(row: dict[str, Any]) -> CallerNumber:
    return CallerNumber(
        Number(row["number"]), row["valid_from"], row["valid_to"], row["has_right_of_use"]
    )
