"""What partners and accounts send: dialler exports, orders, statements, and lists sent out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from leumund.world.monday.ordering import SHEET_STATEMENT
from leumund.world.monday.sheet import Table, with_blank
from leumund.world.monday.spelling import (
    RESULTS,
    american,
    by_hand,
    clock,
    destroyed,
    german,
    grouped,
    national,
)

if TYPE_CHECKING:
    from leumund.world.monday.nouns import Call, HandOver, Order, Story
    from leumund.world.monday.sheet import Cell

ORDERS = "Bestellungen.xlsx"
_SHORT = {"not reached": "NE", "no interest": "KI", "call back": "RR", "sale": "VK"}
_ENGLISH = {
    "not reached": "no answer", "no interest": "not interested", "call back": "callback",
    "sale": "sale",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Export:
    """How one dialler writes its calls: the columns, and a row for a call."""

    partner: str
    file: str
    columns: tuple[tuple[str, str], ...]
    row: Callable[[int, Call, Random], tuple[Cell, ...]]
    how: dict[str, str]
    sheet: str | None = None
    above: tuple[tuple[Cell, ...], ...] = ()
    below: tuple[tuple[Cell, ...], ...] = ()
    blank_after: int | None = None


def _nord(at: int, one: Call, chance: Random) -> tuple[Cell, ...]:
    return (
        f"C{at:05d}", one.started_at, by_hand(one.number, chance), one.duration_s,
        national(one.shown) if one.shown else "anonym", RESULTS[one.result], one.agent,
        one.campaign, one.product or "", one.tariff or "", one.price,
    )  # fmt: skip


def _zaunkoenig(_at: int, one: Call, chance: Random) -> tuple[Cell, ...]:
    number = destroyed(one.number) if one.is_destroyed else by_hand(one.number, chance)
    return (
        number, german(one.started_at, seconds=True),
        str(one.duration_s), national(one.shown), _SHORT[one.result], one.agent, one.campaign,
    )  # fmt: skip


def _wolkentaube(_at: int, one: Call, _chance: Random) -> tuple[Cell, ...]:
    return (
        f"{one.started_at:%Y-%m-%dT%H:%M:%S}", national(one.number), clock(one.duration_s),
        national(one.shown) if one.shown else "unterdrückt", RESULTS[one.result],
        one.campaign, one.agent,
    )  # fmt: skip


def _honigkessel(_at: int, one: Call, _chance: Random) -> tuple[Cell, ...]:
    return (
        f"{one.started_at:%d.%m.%y %H:%M:%S}", one.number[1:], str(one.duration_s),
        one.shown[1:], RESULTS[one.result], one.campaign, one.product or "", one.tariff or "",
    )  # fmt: skip


def _nebelturm(_at: int, one: Call, chance: Random) -> tuple[Cell, ...]:
    return (
        by_hand(one.number, chance), german(one.started_at, seconds=True),
        f"{one.duration_s // 60} min {one.duration_s % 60} s" if one.duration_s else "",
        national(one.shown), RESULTS[one.result],
    )  # fmt: skip


def _harbour(_at: int, one: Call, _chance: Random) -> tuple[Cell, ...]:
    return (
        "Harbour Lights Ltd", american(one.started_at), one.number, str(one.duration_s),
        one.shown, _ENGLISH[one.result], one.agent, one.campaign, one.product or "",
        one.tariff or "", f"{one.price:.2f}" if one.price is not None else "",
    )  # fmt: skip


_EXPORTS = (
    _Export(
        "Nord", "Anrufe/Anrufe_Nord_Sep25-Apr26.xlsx",
        (("", "Anruf-ID"), ("started_at", "Datum/Uhrzeit"), ("number", "Zielrufnummer"),
         ("duration_s", "Dauer (s)"), ("shown_number", "Absendernummer"),
         ("result", "Ergebnis"), ("agent", "Agent"), ("campaign", "Kampagne"),
         ("product", "Produkt"), ("tariff", "Angebot"), ("monthly_price", "Preis mtl.")),
        _nord, {}, sheet="Export",
    ),
    _Export(
        "Zaunkönig", "Anrufe/Zaunkönig Gesprächsliste.csv",
        (("number", "Telefonnr."), ("started_at", "Anrufbeginn"),
         ("duration_s", "Gesprächsdauer (Sek.)"), ("shown_number", "angezeigte Nr."),
         ("result", "Status"), ("agent", "Mitarb."), ("campaign", "Aktion")),
        _zaunkoenig, {"encoding": "cp1252", "delimiter": ";", "day_order": "dmy"},
    ),
    _Export(
        "Wolkentaube", "Anrufe/CDR_Wolkentaube.txt",
        (("started_at", "Start"), ("number", "gewählte Nummer"), ("duration_s", "Dauer"),
         ("shown_number", "CLI"), ("result", "Ergebnis"), ("campaign", "Projekt"),
         ("agent", "Agent")),
        _wolkentaube, {"encoding": "utf-8-sig", "delimiter": "\t", "day_order": "ymd"},
        blank_after=700,
    ),
    _Export(
        "Honigkessel", "Anrufe/Honigkessel_Anrufliste.csv",
        (("started_at", "Zeitpunkt"), ("number", "Rufnummer"), ("duration_s", "Sekunden"),
         ("shown_number", "Anrufernummer"), ("result", "Kontaktergebnis"),
         ("campaign", "Kampagne"), ("product", "Sparte"), ("tariff", "Tarif")),
        _honigkessel, {"encoding": "utf-8", "delimiter": ",", "day_order": "dmy"},
    ),
    _Export(
        "Nebelturm", "Anrufe/nebelturm anrufe 2025-09 bis 2026-01.csv",
        (("number", "Angerufene Nummer"), ("started_at", "Beginn"), ("duration_s", "Dauer"),
         ("shown_number", "CLI"), ("result", "Ergebnis")),
        _nebelturm, {"encoding": "utf-8", "delimiter": ";", "day_order": "dmy"},
        above=(("Gesprächsnachweis Nebelturm Vertrieb",), ("erstellt am 02.02.2026",), ()),
        below=((), ("Anzahl Gespräche",)),
    ),
    _Export(
        "Harbour Lights", "Anrufe/harbour_lights_dialler_export.csv",
        (("partner", "Vendor"), ("started_at", "Call start"), ("number", "Phone dialled"),
         ("duration_s", "Talk time (s)"), ("shown_number", "Caller ID"),
         ("result", "Disposition"), ("agent", "Agent ID"), ("campaign", "Campaign"),
         ("product", "Product"), ("tariff", "Plan offered"), ("monthly_price", "Monthly fee")),
        _harbour, {"encoding": "utf-8", "delimiter": ",", "day_order": "mdy"},
    ),
)  # fmt: skip


def exports(story: Story, seed: int) -> list[Table]:
    """All tables that partners and the accounts have sent."""
    chance = Random(f"monday/{seed}/exports")
    calls = [_calls(story, one, chance) for one in _EXPORTS]
    lists = [_list(story, at, one, chance) for at, one in enumerate(story.lists)]
    return [*calls, *_orders(story, chance), _statement(story), *lists]


def _calls(story: Story, export: _Export, chance: Random) -> Table:
    mine = [at for at, one in enumerate(story.calls) if one.partner == export.partner]
    mine.sort(key=lambda at: story.calls[at].started_at)
    rows = [export.row(at, story.calls[at], chance) for at in mine]
    records: list[int | None] = list(mine)
    if export.blank_after is not None:
        rows = with_blank(rows, export.blank_after)
        records.insert(export.blank_after, None)
    return Table(
        export.file, "calls", tuple(name for _ours, name in export.columns), rows, records,
        {ours: name for ours, name in export.columns if ours}, sheet=export.sheet,
        above=export.above, below=export.below,
        how={**export.how, "partner": export.partner},
    )  # fmt: skip


def _orders(story: Story, chance: Random) -> list[Table]:
    remote = [at for at, one in enumerate(story.orders) if one.channel != "shop"]
    shop = [at for at, one in enumerate(story.orders) if one.channel == "shop"]
    both = (
        ("order_ref", "Auftrag"), ("ref", "Kd.-Nr."), ("number", "Rufnummer"),
        ("ordered_at", "Auftrag vom"), ("channel", "Vertriebskanal"), ("partner", "Partner"),
        ("agent", "Verkäufer"), ("login", "Login"),
    )  # fmt: skip
    goods = (
        ("iban", "IBAN"), ("email", "E-Mail"), ("address", "Lieferadresse"),
        ("product", "Produkt"), ("tariff", "Tarif"), ("monthly_price", "Preis mtl."),
        ("withdrawn_on", "Widerruf am"), ("cancelled_on", "gekündigt am"),
    )  # fmt: skip
    far = (*both, ("device", "Gerät"), *goods, ("call_ref", "Anruf-ID"))
    near = (*both, ("shop", "Filiale"), *goods, ("call_ref", "Anruf-ID"))
    tables = []
    for name, columns, places in (("Telefon u. Online", far, remote), ("Läden", near, shop)):
        rows = [_order(story.orders[at], name == "Läden", chance) for at in places]
        tables.append(
            Table(ORDERS, "orders", tuple(header for _ours, header in columns), rows,
                  list(places), dict(columns), sheet=name)
        )  # fmt: skip
    return tables


def _order(one: Order, is_shop: bool, chance: Random) -> tuple[Cell, ...]:
    channel = {"phone": "Telefon", "online": "Online", "shop": "Shop"}[one.channel]
    return (
        one.order_ref, int(one.ref), by_hand(one.number, chance), one.ordered_at, channel,
        one.partner, one.agent, one.login, one.shop if is_shop else one.device or "",
        grouped(one.iban) if chance.random() < 0.5 else one.iban, one.email, one.address,
        one.product, one.tariff, one.price, one.withdrawn_on, one.cancelled_on,
        one.call_ref or "",
    )  # fmt: skip


def _statement(story: Story) -> Table:
    mine = [at for at, one in enumerate(story.statements) if one.paper == SHEET_STATEMENT]
    rows: list[tuple[Cell, ...]] = []
    for at in mine:
        one = story.statements[at]
        rows.append((one.payee, grouped(one.iban), one.order_ref, one.period, one.amount))
    total = sum(
        (story.statements[at].amount for at in mine), start=story.statements[0].amount * 0
    )
    return Table(
        SHEET_STATEMENT, "statements",
        ("Zahlungsempfänger", "IBAN", "Auftragsnr.", "Monat", "Provision EUR"), rows,
        list(mine),
        {"payee": "Zahlungsempfänger", "iban": "IBAN", "order_ref": "Auftragsnr.",
         "period": "Monat", "amount": "Provision EUR"},
        sheet="Q1", above=(("Provisionsabrechnung 1. Quartal 2026",), ()),
        below=(("Summe", "", "", "", total),),
    )  # fmt: skip


def _list(story: Story, at: int, one: HandOver, chance: Random) -> Table:
    by_ref = {each.ref: each for each in story.customers}
    english = one.partner == "Harbour Lights"
    columns = [("number", "Phone" if english else "Telefon")] if one.says_number else []
    columns += [("ref", "Customer no" if english else "Kundennummer")] if one.says_ref else []
    rows: list[tuple[Cell, ...]] = []
    for ref in one.refs:
        number = by_hand(by_ref[ref].number, chance) if one.says_number else None
        rows.append(tuple(cell for cell in (number, ref if one.says_ref else None) if cell))
    return Table(
        one.file, "lists", tuple(name for _ours, name in columns), rows, [None] * len(rows),
        dict(columns),
        how={"encoding": "utf-8", "delimiter": "," if english else ";", "partner": one.partner,
             "handed_over_on": str(one.on), "list": str(at)},
    )  # fmt: skip
