"""The five kinds of files: their columns, by our names and by those that files use.

The kind is told from columns that only one kind has. Where that leaves a doubt the caller
must say it: a list of objections taken for a list of customers would be worse than none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leumund.basics.errors import BadInput
from leumund.people.header import Field, known, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_REF = ("person_ref", "customer", "customer_id", "customer_number", "Kundennummer", "KdNr")
_NUMBER = (
    *("phone", "phone_number", "telephone", "mobile", "mobile_number", "landline", "msisdn"),
    *("Telefon", "Telefonnummer", "Rufnummer", "Mobil", "Mobilnummer", "Handy", "Festnetz"),
)


class UnclearKind(BadInput):
    """It cannot be told what {name} holds. Nothing was loaded."""

    code = "unclear-kind"
    hint = "Say it with --kind, one of: {known}."


class NoSuchKind(BadInput):
    """There is no kind of file called {kind}. Nothing was loaded."""

    code = "no-such-kind"
    hint = "Known are: {known}."


class WhomItMeans(BadInput):
    """{name} has neither a column for number nor one for ref. Nothing was loaded."""

    code = "whom-it-means"
    hint = "Say which column it is with --column number=THEIRS or --column ref=THEIRS."


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file of this kind says. ``tells``: fields that only this kind has.
    ``needs_number_or_ref``: the row says whom it means by a number, a reference or both."""

    name: str
    fields: tuple[Field, ...]
    tells: tuple[str, ...] = ()
    needs_number_or_ref: bool = False

    def is_told_by(self, header: Sequence[str]) -> bool:
        keys = {plain(column) for column in header}
        return any(field.keys & keys for field in self.fields if field.name in self.tells)


CUSTOMERS = Kind(
    "customers",
    (
        Field("ref", ("id", *_REF), is_required=True),
        Field("number", _NUMBER, is_many=True),
        Field("name", ("customer_name", "full_name", "Kundenname", "Vor- und Nachname")),
        Field("kind", ("customer_type", "customer_kind", "Kundenart", "Kundentyp")),
        Field("land", ("federal_state", "Bundesland")),
        Field("postcode", ("zip", "zip_code", "postal_code", "PLZ", "Postleitzahl")),
        Field("segment", ("customer_segment", "Kundensegment", "Kundengruppe")),
        Field("zone", ("time_zone", "timezone", "tz", "Zeitzone")),
    ),
    tells=("name", "kind", "land", "postcode", "segment", "zone"),
)

CONSENTS = Kind(
    "consents",
    (
        Field("consent_ref", ("consent_id", "consent_number", "Einwilligungsnummer")),
        Field("ref", _REF),
        Field("number", _NUMBER),
        Field("companies", ("company", "Unternehmen", "Firma", "Firmen"), is_required=True),
        Field("products", ("product", "Produkt", "Produkte", "Produktart"), is_required=True),
        Field("channels", ("channel", "Kanal", "Kanäle", "Werbekanal"), is_required=True),
        Field("wording", ("text", "declaration", "Wortlaut", "Einwilligungstext")),
        Field("wording_version", ("text_version", "Textversion", "Fassung")),
        Field(
            "granted_at",
            ("consent_date", "given_at", "Einwilligungsdatum", "Erteilt am"),
            is_required=True,
        ),
        Field("recorded_at", ("documented_at", "proof_created_at", "Dokumentiert am")),
        Field("source", ("origin", "Quelle", "Herkunft")),
        Field("proof_hash", ("proof", "proof_digest", "Nachweis", "Nachweis-Hash")),
        Field("number_confirmed", ("number_verified", "Rufnummer bestätigt")),
        Field("origin_checked", ("origin_verified", "Herkunft geprüft")),
        Field("valid_until", ("expires_on", "valid_to", "Gültig bis")),
        Field(
            "reaches_past_contract_end",
            ("past_contract_end", "Gilt nach Vertragsende"),
        ),
        Field("revoked_at", ("withdrawn_at", "Widerrufen am", "Widerruf am")),
    ),
    tells=("granted_at", "consent_ref"),
    needs_number_or_ref=True,
)

OBJECTIONS = Kind(
    "objections",
    (
        Field("number", _NUMBER),
        Field("ref", _REF),
        Field("at", ("objected_at", "objection_date", "Widerspruch am", "Widersprochen am")),
        Field("scope", ("objection_scope", "Umfang", "Widerspruch gegen")),
        Field("channel", ("objection_channel", "Kanal", "Werbekanal")),
        Field("source", ("origin", "Quelle", "Herkunft")),
    ),
    tells=("at", "scope"),
    needs_number_or_ref=True,
)

CONTRACTS = Kind(
    "contracts",
    (
        Field("contract_ref", ("contract_id", "contract_number", "Vertragsnummer")),
        Field("ref", _REF, is_required=True),
        Field("product", ("tariff", "Produkt", "Tarif"), is_required=True),
        Field(
            "started_on",
            ("start", "start_date", "contract_start", "Vertragsbeginn", "Beginn"),
            is_required=True,
        ),
        Field("ended_on", ("end", "end_date", "contract_end", "Vertragsende", "Ende")),
    ),
    tells=("contract_ref", "started_on"),
)

REGISTER = Kind("register", (Field("number", _NUMBER, is_required=True),))

KINDS: Mapping[str, Kind] = {
    kind.name: kind for kind in (CUSTOMERS, CONSENTS, OBJECTIONS, CONTRACTS, REGISTER)
}


def kind_called(name: str) -> Kind:
    """The kind of that name; raises NoSuchKind."""
    if name not in KINDS:
        raise NoSuchKind(kind=name, known=", ".join(KINDS))
    return KINDS[name]


def kind_of(
    header: Sequence[str], name: str, columns: Mapping[str, object] | None = None
) -> Kind:
    """The only kind that this header can be; raises UnclearKind.

    A field named in ``columns`` (our field to their column) tells as its own column would.
    """
    said = [*header, *(columns or {})]
    told = [kind for kind in KINDS.values() if kind.is_told_by(said)]
    most = max((known(said, kind.fields) for kind in told), default=0)
    best = [kind for kind in told if known(said, kind.fields) == most]
    if len(best) != 1:
        raise UnclearKind(name=name, known=", ".join(KINDS))
    return best[0]
