"""A snapshot: all tables of this part as Parquet files, as they stood at one moment.

Instants are naive timestamps in UTC, because no time zone ever reaches an engine. Lists
are tables of their own, because the engines disagree about arrays. ``..._key`` columns
hold ``name_key`` of the text, ``product_key`` and ``scope_key`` in the same form.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

COLUMNS: dict[str, dict[str, str]] = {
    "line": {"line_id": "int64", "number": "string"},
    "person": {
        "person_id": "int64",
        "ref": "string",
        "kind": "string",
        "land": "string",
        "postcode": "string",
        "segment": "string",
        "zone": "string",
    },
    "person_line": {"person_id": "int64", "line_id": "int64"},
    "consent": {
        "consent_id": "int64",
        "person_id": "int64",
        "line_id": "int64",
        "has_wording": "bool",
        "wording_version": "string",
        "granted_at": "timestamp",
        "recorded_at": "timestamp",
        "source": "string",
        "proof_hash": "string",
        "number_confirmed": "bool",
        "origin_checked": "bool",
        "reaches_past_contract_end": "bool",
        "valid_until": "date",
        "revoked_at": "timestamp",
    },
    "consent_company": {"consent_id": "int64", "company_key": "string"},
    "consent_product": {"consent_id": "int64", "product_key": "string"},
    "consent_channel": {"consent_id": "int64", "channel": "string"},
    "objection": {
        "objection_id": "int64",
        "line_id": "int64",
        "person_id": "int64",
        "at": "timestamp",
        "scope_key": "string",
        "channel": "string",
    },
    "contract": {
        "contract_id": "int64",
        "person_id": "int64",
        "product_key": "string",
        "started_on": "date",
        "ended_on": "date",
    },
    "register_entry": {
        "line_id": "int64",
        "register": "string",
        "dated_on": "date",
        "listed_from": "date",
    },
}
"""The columns of each file. ``register_entry`` holds our own lines only, in the newest
version of each register. A consent without line_id names no number; an objection has a
line_id, a person_id or both; its ``at`` is empty where the moment is not known."""

LISTS: dict[str, tuple[str, ...]] = {
    "consent": ("consent_company", "consent_product", "consent_channel")
}
"""Tables whose rows hold lists, and the tables that those lists become."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Where the files are, when they were taken, and how many rows each table has."""

    folder: Path
    taken_at: datetime
    rows: dict[str, int]

    def __getitem__(self, table: str) -> Path:
        """The Parquet file of that table; a name from COLUMNS."""
        return self.folder / f"{table}.parquet"
