"""Commission statements and invoices in many layouts, with the rows that are in them."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import pypdf
from tests.intake.documents.paper import table, typeset, words

PAYEES = (
    "Nordlicht Vertriebs GmbH",
    "Seestern Telefonmarketing GmbH & Co. KG",
    "Papiermond UG (haftungsbeschränkt)",
    "Kranich Dialog e.K.",
    "Total Recall Services Ltd",
    "Özdemir & Söhne OHG",
    "Anna-Lena Grünspan",
    "Hafenkante Kundenservice AG",
)
PRODUCTS = ("Glasfaser 250", "Strom Komfort 24", "Mobil M", "DSL 100 + TV", "Gas Fix 12")


@dataclass(frozen=True, slots=True)
class TrueRow:
    payee: str
    iban: str | None
    order_ref: str | None
    amount: Decimal
    period: str | None = None
    partner: str | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    kind: str
    pdf: bytes
    rows: tuple[TrueRow, ...]


Layout = Callable[[random.Random], Sample]


def account(chance: random.Random) -> str:
    """A German IBAN with right check digits of a bank that does not exist."""
    body = "00" + "".join(str(chance.randrange(10)) for _digit in range(16))
    check = 98 - int(body + "131400") % 97
    return f"DE{check:02}{body}"


def spaced(iban: str) -> str:
    return " ".join(iban[place : place + 4] for place in range(0, len(iban), 4))


def german(value: Decimal) -> str:
    text = f"{abs(value):,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"-{text}" if value < 0 else text


def english(value: Decimal) -> str:
    return f"{value:,.2f}"


def amounts(chance: random.Random, count: int) -> list[Decimal]:
    """Mostly two or three digits, some thousands, some taken back."""
    found = []
    for _amount in range(count):
        euros = chance.choice((35, 45, 60, 82, 120, 150, 999, 1250, 12_400))
        value = Decimal(euros) + Decimal(chance.randrange(100)) / 100
        found.append(-value if chance.random() < 0.12 else value)
    return found


def refs(chance: random.Random, count: int) -> list[str]:
    form = chance.choice(("A-{:06}", "{:08}", "2026/{:05}", "VT{:07}", "ORD-2026-{:04}"))
    return [form.format(chance.randrange(10_000)) for _ref in range(count)]


def plain_table(chance: random.Random) -> Sample:
    """One payee in each row, with account, ruled lines."""
    rows = [
        TrueRow(chance.choice(PAYEES), account(chance), ref, value, "2026-03")
        for ref, value in zip(refs(chance, 18), amounts(chance, 18), strict=True)
    ]
    body = [
        [row.order_ref or "", row.payee, spaced(row.iban or ""), german(row.amount)]
        for row in rows
    ]
    total = german(sum((row.amount for row in rows), Decimal(0)))
    source = "= Provisionsabrechnung\nAbrechnungszeitraum: 01.03.2026 – 31.03.2026\n\n" + table(
        ["Auftragsnummer", "Zahlungsempfänger", "IBAN", "Betrag"],
        [*body, ["Summe", "", "", total]],
        align="lllr",
    )
    return Sample("statement", typeset(source), tuple(rows))


def two_pages(chance: random.Random) -> Sample:
    """The header repeats, each page ends in what is carried forward, one partner in all."""
    payee, iban = chance.choice(PAYEES), account(chance)
    count = 60
    rows = [
        TrueRow(payee, iban, ref, value, "2026-02", payee)
        for ref, value in zip(refs(chance, count), amounts(chance, count), strict=True)
    ]
    parts = []
    for start in (0, 35):
        part = rows[start : 35 if start == 0 else count]
        body = [
            [
                str(start + number + 1),
                row.order_ref or "",
                chance.choice(PRODUCTS),
                f"{chance.randrange(1, 28):02}.02.2026",
                german(row.amount) + " €",
            ]
            for number, row in enumerate(part)
        ]
        so_far = sum((row.amount for row in rows[: start + len(part)]), Decimal(0))
        word = "Übertrag" if start == 0 else "Gesamtbetrag"
        body.append(["", word, "", "", german(so_far) + " €"])
        parts.append(
            table(
                ["Pos.", "Vorgangsnr.", "Produkt", "Abschlussdatum", "Provision"],
                body,
                align="rlllr",
                more="stroke: none, ",
            )
        )
    source = (
        f"*Provisionsgutschrift Februar 2026*\n\nVertriebspartner: {words(payee)} \\\n"
        "Abrechnungsmonat: Februar 2026 \\\n"
        + parts[0]
        + "#pagebreak()\n"
        + parts[1]
        + f"\nDie Auszahlung erfolgt auf Ihr Konto IBAN {spaced(iban)}.\n"
    )
    foot = (
        ", footer: text(7pt)[Blauwalfunk AG, Kanalstr. 1, 20095 Hamburg, Bank: IBAN "
        + spaced(account(chance))
        + "]"
    )
    return Sample("statement", typeset(source, page=foot), tuple(rows))


def landscape(chance: random.Random) -> Sample:
    """English, wide, with columns that are no commission."""
    period = "2026-01-01/2026-03-31"
    rows = [
        TrueRow(chance.choice(PAYEES), account(chance), ref, value, period)
        for ref, value in zip(refs(chance, 25), amounts(chance, 25), strict=True)
    ]
    body = [
        [
            f"{chance.randrange(1, 28):02} Jan 2026",
            row.order_ref or "",
            row.payee,
            chance.choice(PRODUCTS),
            english(abs(row.amount) * 20),
            "5 %",
            english(row.amount),
            row.iban or "",
        ]
        for row in rows
    ]
    total = sum((row.amount for row in rows), Decimal(0))
    source = (
        "= Commission statement\nStatement period: 1 January 2026 to 31 March 2026\n\n"
        + table(
            ["Date", "Order no.", "Payee", "Product", "Turnover", "Rate", "Commission", "IBAN"],
            body,
            align="llllrrrl",
            more="inset: 3pt, ",
        )
        + f"#align(right)[*Total EUR {english(total)}*]\n"
    )
    return Sample(
        "statement", typeset(source, language="en", page=", flipped: true"), tuple(rows)
    )


def wrapped_headings(chance: random.Random) -> Sample:
    """No lines, headings of two lines, names that go on below, numbers to the right."""
    rows = [
        TrueRow(chance.choice(PAYEES), None, ref, value)
        for ref, value in zip(refs(chance, 14), amounts(chance, 14), strict=True)
    ]
    body = [
        [row.order_ref or "", chance.choice(PRODUCTS), row.payee, german(row.amount)]
        for row in rows
    ]
    total = german(sum((row.amount for row in rows), Decimal(0)))
    source = (
        "= Abrechnung Ihrer Vermittlungen\n"
        + table(
            ["Auftrags- nummer", "Produkt", "Provisions- empfänger", "Provision in EUR"],
            body,
            align="lllr",
            more="stroke: none, ",
        ).replace("columns: 4", "columns: (5em, 8em, 9em, 5em)")
        + f"Summe der Provisionen: {total} EUR\n"
    )
    return Sample("statement", typeset(source), tuple(rows))


def grouped(chance: random.Random) -> Sample:
    """One table, a line for each payee above their rows and a subtotal below."""
    rows: list[TrueRow] = []
    body: list[str] = []
    for payee in chance.sample(PAYEES, 3):
        iban = account(chance)
        body.append(
            f"table.cell(colspan: 3)[{words(f'Empfänger: {payee}')} #h(1fr) "
            f"{words(f'IBAN: {spaced(iban)}')}],"
        )
        part = [
            TrueRow(payee, iban, ref, value)
            for ref, value in zip(refs(chance, 7), amounts(chance, 7), strict=True)
        ]
        body += [
            f"[{words(row.order_ref or '')}], [{words(chance.choice(PRODUCTS))}], "
            f"[{words(german(row.amount))}],"
            for row in part
        ]
        subtotal = german(sum((row.amount for row in part), Decimal(0)))
        body.append(f"[Zwischensumme], [], [{words(subtotal)}],")
        rows += part
    total = german(sum((row.amount for row in rows), Decimal(0)))
    source = (
        "= Provisionsübersicht\n#table(columns: (1fr, 2fr, auto), align: (left, left, right),\n"
        "[Bestellnummer], [Tarif], [Provision (EUR)],\n"
        + "\n".join(body)
        + f"[*Gesamtsumme*], [], [*{total}*])\n"
    )
    return Sample("statement", typeset(source), tuple(rows))


def typewriter(chance: random.Random) -> Sample:
    """Columns made with spaces, as old systems print them; minus behind the number."""
    payee, iban = chance.choice(PAYEES), account(chance)
    rows = [
        TrueRow(payee, iban, ref, value, "2026-03")
        for ref, value in zip(refs(chance, 20), amounts(chance, 20), strict=True)
    ]

    def behind(value: Decimal) -> str:
        return german(abs(value)) + ("-" if value < 0 else " ")

    lines = [
        "PROVISIONSABRECHNUNG                      Monat: 03/2026",
        f"Zahlungsempfänger:  {payee}",
        f"IBAN:               {spaced(iban)}",
        "",
        f"{'Auftrag':<16}{'Tarif':<20}{'Datum':<12}{'Betrag':>14}",
        "-" * 62,
    ]
    for row in rows:
        product = chance.choice(PRODUCTS)
        lines.append(f"{row.order_ref:<16}{product:<20}15.03.2026  {behind(row.amount):>15}")
    total = sum((row.amount for row in rows), Decimal(0))
    lines += ["-" * 62, f"{'Summe':<48}{behind(total):>15}"]
    source = (
        '#set text(font: "DejaVu Sans Mono", size: 8pt)\n```\n' + "\n".join(lines) + "\n```\n"
    )
    return Sample("statement", typeset(source), tuple(rows))


def invoice(chance: random.Random) -> Sample:
    """A partner writes to the company: address, tax, gross, their own account in the foot."""
    payee, iban = chance.choice(PAYEES), account(chance)
    rows = [
        TrueRow(payee, iban, ref, value, "2026-03")
        for ref, value in zip(refs(chance, 9), map(abs, amounts(chance, 9)), strict=True)
    ]
    net = sum((row.amount for row in rows), Decimal(0))
    tax = (net * Decimal("0.19")).quantize(Decimal("0.01"))
    body = [
        [
            str(place + 1),
            f"Vermittlung {chance.choice(PRODUCTS)}",
            row.order_ref or "",
            "1",
            german(row.amount),
        ]
        for place, row in enumerate(rows)
    ]
    sums = [
        ["", "Nettobetrag", "", "", german(net)],
        ["", "zzgl. 19 % USt", "", "", german(tax)],
        ["", "Rechnungsbetrag", "", "", german(net + tax)],
    ]
    source = (
        f"#v(2cm)\n#text(7pt)[{words(payee)} · Marktplatz 3 · 04109 Leipzig]\n\n"
        "Blauwalfunk AG \\\nRechnungsprüfung \\\nKanalstr. 1 \\\n20095 Hamburg\n\n"
        "#align(right)[Leipzig, 02.04.2026]\n\n= Rechnung Nr. 2026-114\n"
        "Leistungszeitraum: März 2026\n\n"
        + table(
            ["Pos", "Bezeichnung", "Auftrag", "Menge", "Betrag in EUR"],
            [*body, *sums],
            align="rllrr",
        )
        + "Bitte zahlen Sie innerhalb von 14 Tagen.\n"
    )
    foot = f", footer: text(7pt)[{words(payee)} | Bank der Lüfte | IBAN {spaced(iban)}]"
    return Sample("invoice", typeset(source, page=foot), tuple(rows))


def letter(chance: random.Random) -> Sample:
    """Who is paid stands only in the address; the issuer's account is in the foot."""
    payee, iban = chance.choice(PAYEES), account(chance)
    rows = [
        TrueRow(payee, iban, ref, value)
        for ref, value in zip(refs(chance, 8), amounts(chance, 8), strict=True)
    ]
    total = german(sum((row.amount for row in rows), Decimal(0)))
    source = (
        "#v(2.5cm)\n#text(7pt)[Blauwalfunk AG · Kanalstr. 1 · 20095 Hamburg]\n\n"
        f"{words(payee)} \\\nz. Hd. Buchhaltung \\\nAm Deich 9 \\\n26121 Oldenburg\n\n"
        "#v(1cm)\n*Gutschrift*\n\nSehr geehrte Damen und Herren, wir rechnen wie folgt ab:\n\n"
        + table(
            ["Auftrags-Nr.", "Kunde", "Status", "Vergütung"],
            [
                [
                    row.order_ref or "",
                    f"Kd. {chance.randrange(9999)}",
                    "aktiv",
                    german(row.amount),
                ]
                for row in rows
            ],
            align="lllr",
            more="stroke: (x: none, y: 0.3pt), ",
        )
        + f"Gesamt: {total} EUR\n\nDen Betrag überweisen wir auf Ihr Konto {spaced(iban)}.\n"
    )
    foot = (
        ", footer: text(7pt)[Blauwalfunk AG #h(1fr) Sitz Hamburg #h(1fr) Hausbank, IBAN "
        + spaced(account(chance))
        + "]"
    )
    return Sample("statement", typeset(source, page=foot), tuple(rows))


def header_once(chance: random.Random) -> Sample:
    """A table over two pages whose header stands on the first only; close columns."""
    payee = chance.choice(PAYEES)
    rows = [
        TrueRow(payee, None, ref, value, "2026-03", payee)
        for ref, value in zip(refs(chance, 70), amounts(chance, 70), strict=True)
    ]
    body = "".join(
        f"[{words(row.order_ref or '')}], [{words(payee)}], [{words(german(row.amount))}],"
        for row in rows
    )
    total = german(sum((row.amount for row in rows), Decimal(0)))
    source = (
        "= Provisionsnachweis März 2026\nZeitraum: 01.03.2026 bis 31.03.2026\n\n"
        "#table(columns: 3, inset: (x: 2.5pt, y: 4pt), stroke: none,\n"
        "align: (left, left, right), "
        f"[Auftrag], [Vermittler], [Betrag], {body})\nSumme {total} €\n"
    )
    return Sample("statement", typeset(source), tuple(rows))


def turned(chance: random.Random) -> Sample:
    """A landscape page stored upright and turned by the viewer."""
    sample = landscape(chance)
    writer = pypdf.PdfWriter(io.BytesIO(sample.pdf))
    for page in writer.pages:
        page.rotate(90)
        page.transfer_rotation_to_content()
        page.rotate(90)
    made = io.BytesIO()
    writer.write(made)
    return Sample(sample.kind, made.getvalue(), sample.rows)


def without_refs(chance: random.Random) -> Sample:
    """A list of what was paid to whom in a month, with a partner and no orders."""
    rows = [
        TrueRow(payee, account(chance), None, abs(value), "2026-03")
        for payee, value in zip(PAYEES, amounts(chance, len(PAYEES)), strict=True)
    ]
    total = sum((row.amount for row in rows), Decimal(0))
    source = "= Payout statement\nBilling period: March 2026\n\n" + table(
        ["No.", "Beneficiary", "Bank account", "Amount (EUR)"],
        [
            [str(place), row.payee, spaced(row.iban or ""), english(row.amount)]
            for place, row in enumerate(rows, 1)
        ]
        + [["", "Grand total", "", english(total)]],
        align="rllr",
    )
    return Sample("statement", typeset(source, language="en"), tuple(rows))


LAYOUTS: tuple[Layout, ...] = (
    plain_table,
    two_pages,
    landscape,
    wrapped_headings,
    grouped,
    typewriter,
    invoice,
    letter,
    header_once,
    turned,
    without_refs,
)
