"""Ways of selling, opening hours and homes: what Python reads out of the texts of orders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from leumund.look.words import folded, is_nothing, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PHONE = ("telefon", "telephon", "phone", "anruf", "outbound", "callcenter")
_PHONE_WORDS = words_of("tel fon call calls cc cati telesales telemarketing televertrieb")
_RANG_US = ("inbound", "eingehend", "hotline", "servicenummer", "kundenanruf", "rueckruf")
_SHOP = ("laden", "shop", "filial", "stationaer", "geschaeft", "markt", "haendler", "store")
_SHOP_WORDS = words_of("pos retail laeden ladengeschaeft theke counter branch")
_ONLINE = words_of("online web internet onlineshop webshop eshop app mail email post ecommerce")

_CLOSED = words_of("geschlossen zu closed ruhetag frei entfaellt gesperrt keine kein nein")
_WHOLE_DAY = words_of("24h 24std 24stunden durchgehend rundumdieuhr 24hours")
_SPAN = re.compile(
    r"(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?\s*(?:uhr|h)?\s*(?:-|–|—|bis|to)\s*"
    r"(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?",
    re.IGNORECASE,
)
_LONGEST = 200
_MINUTES = 24 * 60


def order_channels(tables: Mapping[str, Any]) -> Any:
    """``order_channels``: is it a sale by phone, or in a shop? Neither where it is unsure."""
    import pyarrow as pa

    texts: list[str] = tables["order_channel_texts"]["written"].to_pylist()
    read = [channel_of(text) for text in texts]
    return pa.table(
        {
            "written": pa.array(texts, pa.string()),
            "is_phone": pa.array([each == "phone" for each in read], pa.bool_()),
            "is_shop": pa.array([each == "shop" for each in read], pa.bool_()),
        }
    )


def channel_of(text: str) -> str | None:
    """ "phone", "rang us", "shop", "online", or nothing where the text says none or several.

    Who rang the company themselves, on its hotline say, has no call by a partner before it.
    """
    words = folded(text).split()
    key = "".join(words)
    if any(word in _ONLINE for word in words) or key in _ONLINE:
        return "online"
    if any(part in key for part in _RANG_US):
        return "rang us"
    is_phone = any(word in _PHONE_WORDS or word.startswith(_PHONE) for word in words)
    is_shop = any(word in _SHOP_WORDS or word.startswith(_SHOP) for word in words)
    is_shop = is_shop or key.endswith(("shop", "laden", "filiale"))
    if is_phone == is_shop:
        return None
    return "phone" if is_phone else "shop"


def shared_words(tables: Mapping[str, Any]) -> Any:
    """``shared_words``: each address or device as a key that spelling does not change; those
    that say nothing are left out."""
    import pyarrow as pa

    texts: list[str] = tables["shared_texts"]["written"].to_pylist()
    kept = [(text, _place_key(text)) for text in texts if not is_nothing(text)]
    kept = [(text, key) for text, key in kept if key]
    return pa.table(
        {
            "written": pa.array([text for text, _key in kept], pa.string()),
            "key": pa.array([key for _text, key in kept], pa.string()),
        }
    )


def _place_key(text: str) -> str:
    key = folded(text).replace("strasse", "str")
    return key.replace(" str ", "str ").replace(" ", "")


def shop_hours(tables: Mapping[str, Any]) -> Any:
    """``shop_hours``: from which to which minute of which weekday a shop is open."""
    import pyarrow as pa

    rows = sorted(
        {
            (row["word"], row["weekday"], opens, closes)
            for row in tables["shop_texts"].to_pylist()
            for opens, closes in hours_of(row["written"]) or ()
        }
    )
    names = ("word", "weekday", "opens", "closes")
    return pa.table(
        {name: pa.array([row[i] for row in rows], pa.int32()) for i, name in enumerate(names)}
    )


def shop_days(tables: Mapping[str, Any]) -> Any:
    """``shop_days``: the weekdays of shops whose hours can be read, and whether any are."""
    import pyarrow as pa

    known: dict[tuple[int, int], bool] = {}
    unread: set[tuple[int, int]] = set()
    for row in tables["shop_texts"].to_pylist():
        key, hours = (row["word"], row["weekday"]), hours_of(row["written"])
        if hours is None:
            unread.add(key)
        else:
            known[key] = known.get(key, False) or bool(hours)
    days = sorted(key for key in known if key not in unread)
    return pa.table(
        {
            "word": pa.array([word for word, _weekday in days], pa.int32()),
            "weekday": pa.array([weekday for _word, weekday in days], pa.int32()),
            "is_open": pa.array([known[key] for key in days], pa.bool_()),
        }
    )


def hours_of(text: str | None) -> list[tuple[int, int]] | None:
    """Minutes of a day from and to which a shop is open: none where it says that it is
    closed, nothing at all where the text cannot be read."""
    if text is None or len(text) > _LONGEST:
        return None
    key = folded(text).replace(" ", "")
    if key in _CLOSED or text.strip() in ("-", "–", "—", "x", "X"):
        return []
    if key in _WHOLE_DAY:
        return [(0, _MINUTES)]
    spans = list(_spans(text))
    left = folded(_SPAN.sub(" ", text)).split()
    is_read = all(word in ("und", "u", "uhr", "h", "von", "and", "sowie") for word in left)
    return spans if spans and is_read and all(a < b <= _MINUTES for a, b in spans) else None


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for found in _SPAN.finditer(text):
        hour, minute, until_hour, until_minute = (int(part or 0) for part in found.groups())
        yield hour * 60 + minute, until_hour * 60 + until_minute


def shared_homes(tables: Mapping[str, Any]) -> Any:
    """``shared_homes``: in how many homes those live whose orders share something.

    A home is an address, whatever the names are of those who live there; where no address is
    known, it is a family name. Who is not among the customers lives where the order went;
    where the address itself is shared, all of them count as one home.
    """
    import pyarrow as pa

    homes: dict[tuple[str, str], set[str]] = {}
    for row in tables["sharers"].to_pylist():
        homes.setdefault((row["what"], row["shared"]), set()).add(_home(row))
    keys = sorted(homes)
    return pa.table(
        {
            "what": pa.array([what for what, _shared in keys], pa.string()),
            "shared": pa.array([shared for _what, shared in keys], pa.string()),
            "homes": pa.array([len(homes[key]) for key in keys], pa.int64()),
        }
    )


def _home(row: Mapping[str, str | None]) -> str:
    if row["name"]:
        address = _place_key(row["address"] or row["order_address"] or "")
        postcode = folded(row["postcode"] or "")
        return f"{postcode}|{address or family_name(row['name'])}"
    return "" if row["what"] == "address" else row["order_address"] or f"?{row['who']}"


def family_name(name: str) -> str:
    """What stands before the comma, else the last word."""
    before, comma, _after = name.partition(",")
    words = folded(before).split()
    return " ".join(words) if comma else (words[-1] if words else "")
