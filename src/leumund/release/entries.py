"""What the ledger notes of this part's actions: counts, digests, fractions, nobody's data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leumund.basics.canonical import sha256_hex
from leumund.release.account import SubBooking

if TYPE_CHECKING:
    from leumund.release.account import Booking
    from leumund.release.decoys import Announced
    from leumund.release.delivery import Parcel
    from leumund.release.lookups import LookupsLoaded
    from leumund.release.prepare import HoldBack
    from leumund.release.results import SealedList
    from leumund.release.secret import Seal

Row = dict[str, Any]


def seal_entry(
    seal: Seal,
    units: int,
    hold_back: HoldBack,
    inside: int | None = None,
    adapt: dict[str, str] | None = None,
) -> dict[str, object]:
    """A secret was sealed: what is fixed from here on. ``inside``: the id of the copy inside
    which is drawn; ``adapt``: the evidence by which the lists were sized."""
    told: dict[str, object] = {} if inside is None else {"inside": inside}
    told |= {"adapt": adapt} if adapt else {}
    return told | {
        "campaign": seal.draw,
        "seal": seal.digest(),
        "secret": seal.secret,
        "universe": seal.universe,
        "units": units,
        "hold_back": str(hold_back.share),
        "hold_back_key": sha256_hex(hold_back.key) if hold_back.share else "",
    }


def draw_entry(
    row: Row, files: Row, root: bytes, booking: Booking | SubBooking, manifest_key: bytes
) -> dict[str, object]:
    """The coins were tossed: beacon, outcome, and the weights that never change."""
    return _booked(booking) | {
        "campaign": row["campaign"],
        "seal": row["seal_digest"],
        "seal_entry": row["seal_entry"],
        "beacon": sha256_hex(files["beacon"].encode()),
        "leaves": root,
        "members": files["members_file"],
        "copies": len(booking.weights),
        "part": str(booking.part),
        "manifest_key": manifest_key,
    }


def _booked(booking: Booking | SubBooking) -> dict[str, object]:
    if isinstance(booking, SubBooking):
        weights = [str(weight) for weight in booking.weights]
        return {"inside": booking.inside, "weights": weights}
    return {
        "weight": str(booking.weight),
        "account_year": booking.year,
        "account_turn": booking.turn,
        "is_declared": booking.is_declared,
    }


def hand_over_entry(
    row: Row, copy_id: int, parcel: Parcel, manifest: bytes
) -> dict[str, object]:
    """One portion of one copy left."""
    return {
        "campaign": row["campaign"],
        "seal": row["seal_digest"],
        "copy": copy_id,
        "portion": parcel.portion + 1,
        "units": parcel.units,
        "stayed": len(parcel.stayed),
        "rows": parcel.rows,
        "file": parcel.digest,
        "manifest": sha256_hex(manifest),
    }


def recall_entry(row: Row, copy_id: int, files: int) -> dict[str, object]:
    """A copy was recalled; ``files`` had left."""
    return {"campaign": row["campaign"], "copy": copy_id, "files": files}


def decoys_entry(digest: str, numbers: int) -> dict[str, object]:
    """A pool of decoys was taken in."""
    return {"numbers": numbers, "pool": digest}


def announced_entry(partner_id: int, told: Announced) -> dict[str, object]:
    """A partner was told of decoys in its copies."""
    annex = sha256_hex(told.annex.encode())
    return {"annex": annex, "announced_on": told.on, "partner": partner_id}


def sealed_list_entry(sealed: SealedList, partner_id: int) -> dict[str, object]:
    """A list that somebody else chose was registered."""
    return {
        "partner": partner_id,
        "handed_over_on": sealed.handed_over_on,
        "list": sealed.list_digest,
        "rows": sealed.rows,
        "matched": sealed.matched,
        "unknown": sealed.unknown,
        "unreadable": sealed.unreadable,
    }


def lookups_entry(loaded: LookupsLoaded, partner_id: int) -> dict[str, object]:
    """A record of look-ups was taken in."""
    return {
        "partner": partner_id,
        "file": loaded.file_digest,
        "rows": loaded.rows,
        "added": loaded.added,
        "quarantined": loaded.quarantined,
        "uncovered": dict(loaded.uncovered),
    }
