"""The company's own tables: customers, consents, objections, contracts, partners, shops."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from leumund.world.monday.cast import PARTNERS, PRINCIPAL, SHOPS
from leumund.world.monday.sheet import Table
from leumund.world.monday.spelling import (
    CHANNELS,
    NOTHING,
    SOURCES,
    UNKNOWN,
    by_hand,
    destroyed,
    euros,
    german,
    grouped,
    hours,
    joined,
    national,
    yes_no,
)

if TYPE_CHECKING:
    from leumund.world.monday.nouns import Consent, Contract, Customer, Objection, Story
    from leumund.world.monday.sheet import Cell

CUSTOMERS, CONSENTS = "Kundenstamm.xlsx", "Einwilligungen.csv"
OBJECTIONS, CONTRACTS = "Widersprueche.ods", "Vertraege.csv"
PARTNER_BOOK, HOURS = "Partner.xlsx", "Öffnungszeiten.csv"


def registers(story: Story, seed: int) -> list[Table]:
    """All of them, each spelled by its own chance."""
    chance = Random(f"monday/{seed}/registers")
    return [
        _customers(story, chance),
        _consents(story, chance),
        _objections(story, chance),
        _contracts(story),
        *_partners(),
        _shops(),
    ]


def _customers(story: Story, chance: Random) -> Table:
    held: dict[str, Contract] = {}
    for one in story.contracts:
        if one.ref not in held or one.ended_on is None:
            held[one.ref] = one
    rows = [_customer(one, held[one.ref], chance) for one in story.customers]
    header = (
        "Kd.-Nr.", "Name, Vorname", "Telefon", "Kundenart", "Straße", "PLZ", "Ort",
        "Bundesland", "E-Mail", "IBAN", "Segment", "Sparte", "Tarif", "Grundpreis mtl.",
        "Vertragsende",
    )  # fmt: skip
    fields = {
        "ref": "Kd.-Nr.", "name": "Name, Vorname", "number": "Telefon", "kind": "Kundenart",
        "address": "Straße", "postcode": "PLZ", "land": "Bundesland", "email": "E-Mail",
        "iban": "IBAN", "segment": "Segment", "product": "Sparte", "tariff": "Tarif",
        "monthly_price": "Grundpreis mtl.", "contract_ends_on": "Vertragsende",
    }  # fmt: skip
    return Table(
        CUSTOMERS, "customers", header, rows, list(range(len(rows))), fields,
        sheet="Kundenstamm",
        above=(
            (f"{PRINCIPAL} - Kundenstamm",),
            ("Stand 30.04.2026, Auszug für den Vertrieb. Bitte nicht weitergeben!",),
            (),
            ("Kunde", "", "", "", "Anschrift", "", "", "", "", "", "Vertrag", "", "", "", ""),
        ),
        below=((), ("Summe", f"{len(rows)} Kunden", "", "", "", "", "", "", "", "", "", "", "",
                    f"=SUM(N6:N{len(rows) + 5})")),
        hidden=("IBAN",),
        merged=("A1:O1", "A2:O2", "A4:D4", "E4:J4", "K4:O4"),
    )  # fmt: skip


def _customer(one: Customer, held: Contract, chance: Random) -> tuple[Cell, ...]:
    written = by_hand(one.number, chance)
    return (
        int(one.ref), f"{one.surname}, {one.given}",
        destroyed(one.number) if one.is_destroyed else written,
        "Geschäftskunde" if one.is_business else "Privatkunde",
        one.street, one.postcode, one.town, one.land, one.email, one.iban, one.segment,
        held.product, held.tariff, held.price, held.ended_on,
    )  # fmt: skip


def _consents(story: Story, chance: Random) -> Table:
    rows = [_consent(one, chance) for one in story.consents]
    columns = (
        ("ref", "Kundennr."), ("number", "Rufnummer"),
        ("company", "für Unternehmen"), ("channel", "Kanal"), ("wording", "Wortlaut"),
        ("granted_at", "erteilt am"), ("recorded_at", "dokumentiert am"), ("source", "Quelle"),
        ("origin_checked", "Herkunft geprüft"), ("proof", "Nachweis"),
        ("number_confirmed", "Rufnr. bestätigt"), ("valid_until", "gültig bis"),
        ("withdrawn_at", "widerrufen am"),
    )  # fmt: skip
    return Table(
        CONSENTS, "consents", tuple(name for _field, name in columns), rows,
        list(range(len(rows))), {ours: name for ours, name in columns if ours},
        how={"encoding": "cp1252", "delimiter": ";", "day_order": "dmy"},
    )  # fmt: skip


def _consent(one: Consent, chance: Random) -> tuple[Cell, ...]:
    companies = tuple(
        name.lower() if name == PRINCIPAL and chance.random() < 0.03 else name
        for name in one.companies
    )
    channels = tuple(CHANNELS[channel] for channel in one.channels)
    return (
        one.ref or "", by_hand(one.number, chance) if one.number else "",
        joined(companies, chance), joined(channels, chance),
        one.wording if one.wording is not None else chance.choice(UNKNOWN),
        german(one.granted_at), german(one.recorded_at),
        chance.choice(SOURCES[one.source] if one.source else UNKNOWN),
        yes_no(one.is_origin_checked),
        one.proof if one.proof is not None else chance.choice(NOTHING),
        yes_no(one.is_number_confirmed), german(one.valid_until), german(one.withdrawn_at),
    )  # fmt: skip


def _objections(story: Story, chance: Random) -> Table:
    rows = [_objection(one, chance) for one in story.objections]
    return Table(
        OBJECTIONS, "objections",
        ("lfd. Nr.", "Kd-Nr", "Telefonnummer", "Widerspruch am", "Widerspruch gegen", "Kanal",
         "Bearbeiter"),
        [(turn + 1, *row) for turn, row in enumerate(rows)], list(range(len(rows))),
        {"ref": "Kd-Nr", "number": "Telefonnummer", "at": "Widerspruch am",
         "scope": "Widerspruch gegen", "channel": "Kanal"},
        sheet="Sperrliste", above=(("Werbewidersprüche (intern)",), ()),
    )  # fmt: skip


def _objection(one: Objection, chance: Random) -> tuple[Cell, ...]:
    return (
        one.ref or "", by_hand(one.number, chance) if one.number else "", one.at,
        chance.choice(("alles", "Werbung", "")) if one.scope == "all" else one.scope,
        CHANNELS[one.channel], chance.choice(("Trugholz", "Zimt", "")),
    )  # fmt: skip


def _contracts(story: Story) -> Table:
    order = sorted(range(len(story.contracts)), key=lambda at: story.contracts[at].ref)
    rows = [_contract(story.contracts[at]) for at in order]
    columns = (
        ("ref", "Kundennummer"), ("product", "Produkt"), ("tariff", "Tarif"),
        ("monthly_price", "Preis €"), ("started_on", "Beginn"), ("ended_on", "Ende"),
        ("cancelled_on", "gekündigt am"),
    )  # fmt: skip
    return Table(
        CONTRACTS, "contracts", tuple(name for _field, name in columns), rows,
        list(order), {ours: name for ours, name in columns if ours},
        how={"encoding": "utf-16", "delimiter": "\t", "day_order": "dmy"},
    )  # fmt: skip


def _contract(one: Contract) -> tuple[Cell, ...]:
    return (
        one.ref, one.product, one.tariff, euros(one.price),
        german(one.started_on), german(one.ended_on), german(one.cancelled_on),
    )  # fmt: skip


def _partners() -> list[Table]:
    contracts: list[tuple[Cell, ...]] = [
        (one.name, one.legal_name, one.parent, each.since, each.until, grouped(one.iban),
         yes_no(each.art28_signed_on is not None))
        for one in PARTNERS
        for each in one.contracts
    ]  # fmt: skip
    numbers: list[tuple[Cell, ...]] = [
        (one.name, national(number) if number.startswith("+49") else number)
        for one in PARTNERS
        for number in one.shown
    ]
    logins: list[tuple[Cell, ...]] = [(p.name, login) for p in PARTNERS for login in p.logins]
    return [
        Table(
            PARTNER_BOOK, "partners",
            ("Partner", "Firma", "Unterpartner von", "Vertrag ab", "Vertrag bis", "IBAN",
             "AVV"),
            contracts, list(range(len(contracts))),
            {"partner": "Partner", "legal_name": "Firma", "parent": "Unterpartner von",
             "valid_from": "Vertrag ab", "valid_to": "Vertrag bis", "iban": "IBAN",
             "art28_signed": "AVV"},
            sheet="Partner", above=(("Vertriebspartner, Stand April 2026",),),
        ),
        Table(
            PARTNER_BOOK, "partners", ("Partner", "Absenderrufnummer"), numbers,
            [None] * len(numbers),
            {"partner": "Partner", "caller_number": "Absenderrufnummer"}, sheet="Rufnummern",
        ),
        Table(
            PARTNER_BOOK, "partners", ("Partner", "Login"), logins, [None] * len(logins),
            {"partner": "Partner", "login": "Login"}, sheet="Zugänge",
        ),
    ]  # fmt: skip


def _shops() -> Table:
    days = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
    rows: list[tuple[Cell, ...]] = [
        (one.name, one.partner, one.town, one.land, *map(hours, one.hours)) for one in SHOPS
    ]
    keys = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return Table(
        HOURS, "shops", ("Shop", "Partner", "Ort", "Bundesland", *days), rows,
        [None] * len(rows),
        {"shop": "Shop", "partner": "Partner", "land": "Bundesland",
         **dict(zip(keys, days, strict=True))},
        how={"encoding": "utf-8", "delimiter": ";"},
    )  # fmt: skip
