"""Papers of that Monday as PDF: a commission statement, contracts, one of them a scan."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from leumund.world.monday.cast import PRINCIPAL, Partner, partner
from leumund.world.monday.ordering import PAPER_STATEMENT
from leumund.world.monday.spelling import euros, german, grouped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leumund.world.monday.nouns import Payment, Story

_HEAD = (
    '#set text(font: "Libertinus Serif", size: 10pt, lang: "de")\n#set page(margin: 2.2cm)\n'
)
_MADE_AT = datetime(2026, 5, 4, 5, 30, tzinfo=UTC)
_CLAUSES = {
    "28(3)": "Gegenstand und Zweck der Verarbeitung ist die telefonische Beratung von Kunden; "
    "die Dauer entspricht der Laufzeit dieses Vertrags. Art der Daten: Name, Rufnummer, Tarif. "
    "Kategorien betroffener Personen: Kunden des Auftraggebers.",
    "28(3)(a)": "Der Auftragnehmer verarbeitet personenbezogene Daten nur auf dokumentierte "
    "Weisung des Auftraggebers.",
    "28(3)(b)": "Der Auftragnehmer verpflichtet alle Mitarbeiter, die Zugang zu den Daten "
    "haben, schriftlich zur Vertraulichkeit.",
    "28(3)(c)": "Der Auftragnehmer ergreift alle technischen und organisatorischen Maßnahmen "
    "nach Art. 32 DSGVO zur Sicherheit der Verarbeitung.",
    "28(3)(d)": "Weitere Auftragsverarbeiter (Unterauftragnehmer) setzt der Auftragnehmer nur "
    "mit vorheriger schriftlicher Genehmigung des Auftraggebers ein; ihnen werden dieselben "
    "Datenschutzpflichten auferlegt.",
    "28(3)(e)": "Der Auftragnehmer unterstützt den Auftraggeber mit geeigneten Maßnahmen "
    "dabei, Anträge betroffener Personen auf Auskunft, Berichtigung und Löschung zu "
    "beantworten.",
    "28(3)(f)": "Der Auftragnehmer unterstützt den Auftraggeber bei den Pflichten nach Art. 32 "
    "bis 36 DSGVO, insbesondere bei der Meldung von Datenschutzverletzungen und bei der "
    "Datenschutz-Folgenabschätzung.",
    "28(3)(g)": "Nach Abschluss der Leistungen löscht der Auftragnehmer alle personenbezogenen "
    "Daten oder gibt sie nach Wahl des Auftraggebers zurück.",
    "28(3)(h)": "Der Auftragnehmer stellt dem Auftraggeber alle Informationen zum Nachweis der "
    "Einhaltung zur Verfügung und ermöglicht Überprüfungen einschließlich Inspektionen "
    "(Audits) durch den Auftraggeber oder einen beauftragten Prüfer.",
}
MISSING = {"Honigkessel": ("28(3)(d)", "28(3)(g)", "28(3)(h)")}
"""Which clauses a contract lacks; everybody else's is complete."""
SCANNED = "Zaunkönig"
CONTRACTED = ("Nord", "Zaunkönig", "Wolkentaube", "Honigkessel", "Nebelturm")


def papers(story: Story) -> dict[str, bytes]:
    """All of them, by file name."""
    made = {PAPER_STATEMENT: _statement(_paid_on_paper(story))}
    for name in CONTRACTED:
        made[contract_file(name)] = _contract(partner(name), is_scan=name == SCANNED)
    return made


def contract_file(name: str) -> str:
    """Where the contract with that partner lies."""
    scan = " (Scan)" if name == SCANNED else ""
    return f"Verträge/Vertrag_{name}{scan}.pdf"


def contract_truth(name: str) -> dict[str, object]:
    """What stands in that contract."""
    who = partner(name)
    one = who.contracts[0]
    if name == SCANNED:
        return {"kind": "scan"}
    return {
        "kind": "contract",
        "parties": [PRINCIPAL, who.legal_name],
        "signed_on": str(_signed(who)),
        "from": str(one.since),
        "to": str(one.until) if one.until else None,
        "missing": list(MISSING.get(name, ())),
    }


def _paid_on_paper(story: Story) -> list[Payment]:
    return [one for one in story.statements if one.paper == PAPER_STATEMENT]


def _statement(paid: Sequence[Payment]) -> bytes:
    rows = "\n".join(
        f"[{one.payee}], [{grouped(one.iban)}], [{one.order_ref}], [{euros(one.amount)}],"
        for one in paid
    )
    total = sum((one.amount for one in paid), start=paid[0].amount * 0)
    return _typeset(
        f"{_HEAD}= Provisionsabrechnung\n{PRINCIPAL}, Abrechnungsmonat 04/2026, erstellt am "
        "30.04.2026\n\n#table(columns: (2.4fr, 3fr, 1.4fr, 1fr), align: (left, left, left, "
        "right), stroke: 0.3pt,\ntable.header([*Zahlungsempfänger*], [*IBAN*], [*Auftrag*], "
        f"[*Provision EUR*]),\n{rows}\n)\n\n*Summe: {euros(total)} EUR*\n"
    )


def _contract(who: Partner, *, is_scan: bool) -> bytes:
    text = _contract_text(who)
    if not is_scan:
        return _typeset(text)
    pages = _compiler(text).compile(format="png", ppi=60)
    sheets = pages if isinstance(pages, list) else [pages]
    return _typeset_pictures(sheets)


def _contract_text(who: Partner) -> str:
    one = who.contracts[0]
    ends = (
        f"und endet am {german(one.until)}" if one.until else "und läuft auf unbestimmte Zeit"
    )
    missing = MISSING.get(who.name, ())
    clauses = [text for key, text in _CLAUSES.items() if key not in missing]
    numbered = "\n\n".join(f"*({at})* {text}" for at, text in enumerate(clauses, 1))
    return (
        f"{_HEAD}= Vertriebspartnervertrag\nzwischen\n\n{PRINCIPAL}, Walfischgasse 1, 10115 "
        f"Berlin\n\n(im Folgenden Auftraggeber) und\n\n{who.legal_name}, Postweg 7, 50123 Köln"
        "\n\n(im Folgenden Auftragnehmer).\n\n== § 1 Gegenstand\nDer Auftragnehmer vermittelt "
        "Verträge über Telekommunikationsleistungen und berät Kunden des Auftraggebers am "
        f"Telefon.\n\n== § 2 Laufzeit\nDer Vertrag beginnt am {german(one.since)} {ends}.\n\n"
        "== § 3 Vergütung\nJe wirksamem Auftrag wird eine Provision nach Anlage 1 gezahlt. Sie "
        "entfällt, wenn der Kunde widerruft.\n\n#pagebreak()\n== § 4 Auftragsverarbeitung ("
        f"Art. 28 DSGVO)\n{numbered}\n\n== § 5 Unterschriften\n"
        f"Berlin, den {german(_signed(who))}\n"
    )


def _signed(who: Partner) -> date:
    one = who.contracts[0]
    return one.art28_signed_on or one.since.replace(day=1, month=5)


def _typeset(text: str) -> bytes:
    made: bytes = _compiler(text).compile(format="pdf", timestamp=_MADE_AT, pdf_tags=False)
    return made


def _typeset_pictures(sheets: Sequence[bytes]) -> bytes:
    """A PDF of nothing but pictures, as a copier makes it."""
    pictures = (
        f"#image(bytes(({','.join(map(str, sheet))})), width: 100%)" for sheet in sheets
    )
    return _typeset("#set page(margin: 0cm)\n" + "\n#pagebreak()\n".join(pictures))


def _compiler(text: str) -> Any:
    return _typst().Compiler(text.encode(), ignore_system_fonts=True)


@cache
def _typst() -> Any:
    import typst

    return typst
