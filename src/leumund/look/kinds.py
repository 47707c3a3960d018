"""The kinds of record that a company's folder may hold, and what each can say.

A kind becomes one table: ``file``, ``row`` and ``sheet`` say where a record stands, then comes
every field of the kind in this order, typed (see ``typed_schema``). A field that a file
does not have is missing in all its rows. Tables that several sheets fill have all their rows.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from leumund.intake import Field, RecordKind
from leumund.look import names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leumund.intake import FieldType


def _field(name: str, kind: FieldType, called: tuple[str, str]) -> Field:
    german, english = called
    return Field(
        name, kind, names_de=tuple(german.split(" | ")), names_en=tuple(english.split(" | "))
    )


def _beside(name: str, kind: FieldType, called: tuple[str, str], clock_of: str = "") -> Field:
    return replace(_field(name, kind, called), is_beside=True, clock_of=clock_of)


def _more_numbers() -> tuple[Field, Field]:
    """Further numbers of the same person: landline and mobile in columns of their own."""
    return (
        _beside("number_2", "number", names.NUMBER),
        _beside("number_3", "number", names.NUMBER),
    )


def _needed(name: str, kind: FieldType, called: tuple[str, str]) -> Field:
    return replace(_field(name, kind, called), is_needed=True)


CUSTOMERS = RecordKind(
    "customers",
    (
        _needed("ref", "ref", names.REF),
        _field("number", "number", names.NUMBER),
        *_more_numbers(),
        _field("name", "name", names.NAME),
        _field("kind", "text", names.KIND),
        _field("land", "text", names.CUSTOMERS_LAND),
        _field("postcode", "text", names.POSTCODE),
        _field("address", "text", names.ADDRESS),
        _field("email", "email", names.EMAIL),
        _field("iban", "iban", names.IBAN),
        _field("segment", "text", names.SEGMENT),
        _field("product", "text", names.PRODUCT),
        _field("tariff", "text", names.TARIFF),
        _field("monthly_price", "amount", names.MONTHLY_PRICE),
        _field("contract_ends_on", "day", names.CONTRACT_ENDS_ON),
    ),
)
CONSENTS = RecordKind(
    "consents",
    (
        _field("ref", "ref", names.REF),
        _field("number", "number", names.NUMBER),
        *_more_numbers(),
        _field("company", "text", names.COMPANY),
        _field("products", "text", names.PRODUCTS),
        _field("channel", "text", names.CHANNEL),
        _field("wording", "text", names.WORDING),
        _field("granted_at", "moment", names.GRANTED_AT),
        _field("recorded_at", "moment", names.RECORDED_AT),
        _field("source", "text", names.SOURCE),
        _field("proof", "text", names.PROOF),
        _field("number_confirmed", "yes_no", names.NUMBER_CONFIRMED),
        _field("origin_checked", "yes_no", names.ORIGIN_CHECKED),
        _field("withdrawn_at", "moment", names.WITHDRAWN_AT),
        _field("valid_until", "day", names.VALID_UNTIL),
    ),
)
OBJECTIONS = RecordKind(
    "objections",
    (
        _field("ref", "ref", names.REF),
        _field("number", "number", names.NUMBER),
        *_more_numbers(),
        _field("at", "moment", names.AT),
        _beside("withdrawn_at", "moment", names.OBJECTION_WITHDRAWN_AT),
        _field("scope", "text", names.SCOPE),
        _field("channel", "text", names.CHANNEL),
    ),
)
CONTRACTS = RecordKind(
    "contracts",
    (
        _needed("ref", "ref", names.REF),
        _needed("product", "text", names.PRODUCT),
        _field("tariff", "text", names.TARIFF),
        _field("monthly_price", "amount", names.MONTHLY_PRICE),
        _field("started_on", "day", names.STARTED_ON),
        _field("ended_on", "day", names.ENDED_ON),
        _field("cancelled_on", "day", names.CANCELLED_ON),
    ),
)
PARTNERS = RecordKind(
    "partners",
    (
        _needed("partner", "text", names.PARTNER),
        _field("legal_name", "text", names.LEGAL_NAME),
        _field("parent", "text", names.PARENT),
        _field("valid_from", "day", names.VALID_FROM),
        _field("valid_to", "day", names.VALID_TO),
        _field("iban", "iban", names.IBAN),
        _field("caller_number", "number", names.CALLER_NUMBER),
        _field("login", "text", names.LOGIN),
        _field("art28_signed", "yes_no", names.ART28_SIGNED),
    ),
)
CALLS = RecordKind(
    "calls",
    (
        _needed("partner", "text", names.PARTNER),
        _needed("number", "number", names.CALLS_NUMBER),
        _needed("started_at", "moment", names.STARTED_AT),
        _beside("started_time", "clock", names.STARTED_TIME, "started_at"),
        _beside("direction", "text", names.DIRECTION),
        _field("duration_s", "duration_s", names.DURATION_S),
        _field("shown_number", "number", names.SHOWN_NUMBER),
        _field("result", "text", names.RESULT),
        _field("agent", "text", names.CALLS_AGENT),
        _field("campaign", "text", names.CAMPAIGN),
        _field("product", "text", names.PRODUCT),
        _field("tariff", "text", names.TARIFF),
        _field("monthly_price", "amount", names.MONTHLY_PRICE),
        _field("attempt", "amount", names.ATTEMPT),
        _field("earlier_contacts", "amount", names.EARLIER_CONTACTS),
        _field("days_since_last", "amount", names.DAYS_SINCE_LAST),
    ),
)
ORDERS = RecordKind(
    "orders",
    (
        _needed("order_ref", "ref", names.ORDERS_ORDER_REF),
        _field("ref", "ref", names.REF),
        _field("number", "number", names.NUMBER),
        _needed("ordered_at", "moment", names.ORDERED_AT),
        _beside("ordered_time", "clock", names.ORDERED_TIME, "ordered_at"),
        _field("channel", "text", names.ORDERS_CHANNEL),
        _field("partner", "text", names.PARTNER),
        _field("agent", "text", names.ORDERS_AGENT),
        _field("login", "text", names.LOGIN),
        _field("shop", "text", names.SHOP),
        _field("iban", "iban", names.IBAN),
        _field("email", "email", names.EMAIL),
        _field("address", "text", names.ADDRESS),
        _field("device", "text", names.DEVICE),
        _field("product", "text", names.PRODUCT),
        _field("tariff", "text", names.TARIFF),
        _field("monthly_price", "amount", names.MONTHLY_PRICE),
        _field("withdrawn_on", "day", names.WITHDRAWN_ON),
        _field("cancelled_on", "day", names.CANCELLED_ON),
        _field("call_ref", "ref", names.CALL_REF),
    ),
)
STATEMENTS = RecordKind(
    "statements",
    (
        _needed("payee", "text", names.PAYEE),
        _field("iban", "iban", names.IBAN),
        _field("order_ref", "ref", names.STATEMENTS_ORDER_REF),
        _field("amount", "amount", names.AMOUNT),
        _field("period", "text", names.PERIOD),
        _field("partner", "text", names.PARTNER),
    ),
)
LISTS = RecordKind(
    "lists",
    (
        _field("partner", "text", names.PARTNER),
        _field("handed_over_on", "day", names.HANDED_OVER_ON),
        _field("number", "number", names.NUMBER),
        *_more_numbers(),
        _field("ref", "ref", names.REF),
        _field("approved_by", "text", names.APPROVED_BY),
    ),
)
COMPLAINTS = RecordKind(
    "complaints",
    (
        _needed("arrived_at", "moment", names.ARRIVED_AT),
        _field("called_at", "moment", names.CALLED_AT),
        _beside("called_time", "clock", names.CALLED_TIME, "called_at"),
        _field("number_called", "number", names.NUMBER_CALLED),
        _field("number_shown", "number", names.NUMBER_SHOWN),
        _field("said_name", "text", names.SAID_NAME),
        _field("product", "text", names.COMPLAINTS_PRODUCT),
        _field("tariff", "text", names.TARIFF),
        _field("is_objection", "yes_no", names.IS_OBJECTION),
        _field("is_order_denied", "yes_no", names.IS_ORDER_DENIED),
        _field("text", "text", names.TEXT),
        _field("ref", "ref", names.REF),
    ),
)
SHOPS = RecordKind(
    "shops",
    (
        _needed("shop", "text", names.SHOP),
        _field("partner", "text", names.PARTNER),
        _field("land", "text", names.SHOPS_LAND),
        _field("mon", "text", names.MON),
        _field("tue", "text", names.TUE),
        _field("wed", "text", names.WED),
        _field("thu", "text", names.THU),
        _field("fri", "text", names.FRI),
        _field("sat", "text", names.SAT),
        _field("sun", "text", names.SUN),
    ),
)

KINDS: Mapping[str, RecordKind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            CUSTOMERS,
            CONSENTS,
            OBJECTIONS,
            CONTRACTS,
            PARTNERS,
            CALLS,
            ORDERS,
            STATEMENTS,
            LISTS,
            COMPLAINTS,
            SHOPS,
        )
    }
)


MORE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "complaints": (
            *("call", "message", "thread", "sender", "is_call", "is_hearsay", "is_day_only"),
            *("is_withheld", "product_class", "said", "confidence", "is_confirmed"),
        ),
        "statements": ("page",),
    }
)
"""Columns that only mails and documents fill."""

_MORE_TYPES: Mapping[str, Any] = MappingProxyType(
    {
        **dict.fromkeys(("call", "page"), lambda pa: pa.int32()),
        **dict.fromkeys(
            ("message", "thread", "sender", "product_class", "said"), lambda pa: pa.string()
        ),
        **dict.fromkeys(
            ("is_call", "is_hearsay", "is_day_only", "is_withheld", "is_confirmed"),
            lambda pa: pa.bool_(),
        ),
        "confidence": lambda pa: pa.float64(),
    }
)


def typed_schema(kind: RecordKind) -> Any:
    """The Arrow schema of a kind's table: ``file``, ``row``, ``sheet``, then its fields.

    ``sheet`` is missing where the file is no workbook. Numbers are E.164 text, moments naive
    in the zone of the people called, amounts in the currency of the file.
    """
    import pyarrow as pa

    types: dict[str, Any] = {
        "moment": pa.timestamp("us"),
        "day": pa.date32(),
        "amount": pa.decimal128(18, 2),
        "yes_no": pa.bool_(),
        "duration_s": pa.int64(),
        "clock": pa.int64(),
    }
    fields = [(field.name, types.get(field.type, pa.string())) for field in kind.fields]
    place = [("file", pa.string()), ("row", pa.int64()), ("sheet", pa.string())]
    more = [(name, _MORE_TYPES[name](pa)) for name in MORE.get(kind.name, ())]
    return pa.schema([*place, *fields, *more])
