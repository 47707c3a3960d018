"""An insider who rules database and folder exchanges what was drawn; what stops it.

Continues ``test_adversaries``. Osten's people complain, and somebody wants Norden named.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psycopg
import pyarrow as pa
import pytest
from tests.trace.spring import complain, customers_of, spring

from leumund.release.secret import CopyExchanged
from leumund.release.tables import universe_from
from leumund.release.writer import keep_table, read_kept, read_table
from leumund.store import Store


def replace_on_record(store: Store, changes: str) -> None:
    """Change the stored draw as the owner of the tables, its guard switched off."""
    with psycopg.connect(store.logins.owner()) as owner:
        with pytest.raises(psycopg.errors.CheckViolation):
            owner.execute(f"update release.draw set {changes}".encode())
        owner.rollback()
        owner.execute("alter table release.draw disable trigger user")
        owner.execute(f"update release.draw set {changes}".encode())
        owner.execute("alter table release.draw enable trigger user")


def stored(store: Store, column: str) -> str:
    with psycopg.connect(store.logins.owner()) as owner:
        found = owner.execute(f"select {column} from release.draw".encode()).fetchone()
    return str(found[0]) if found else ""


def exchanged_members(folder: Path, store: Store) -> str:
    """Norden's people and Osten's change places in the table of who is in which copy."""
    table = read_table(folder, stored(store, "members_file"))
    copy = table["copy"].to_numpy()
    other = np.select([copy == 0, copy == 1], [1, 0], copy).astype(copy.dtype)
    at = table.column_names.index("copy")
    table = table.set_column(at, table.schema.field(at), pa.array(other))
    name = keep_table(folder, "members", table.sort_by([("copy", "ascending")]))
    return f"members_file = '{name}'"


def exchanged_lines(folder: Path, store: Store) -> str:
    """The same in the table of whose line is whose: one unit's number becomes another's."""
    members = read_table(folder, stored(store, "members_file"))
    copy, unit = members["copy"].to_numpy(), members["unit"].to_numpy()
    mine = np.setdiff1d(unit[copy == 0], unit[copy == 1])
    theirs = np.setdiff1d(unit[copy == 1], unit[copy == 0])[: len(mine)]
    table = read_table(folder, stored(store, "universe_file"))
    lines = table["line_id"].to_numpy().copy()
    lines[mine[: len(theirs)]], lines[theirs] = lines[theirs], lines[mine[: len(theirs)]]
    at = table.column_names.index("line_id")
    table = table.set_column(at, table.schema.field(at), pa.array(lines))
    name = keep_table(folder, "universe", table)
    names = tuple(json.loads(read_kept(folder, stored(store, "frame_file")))["strata"])
    digest = universe_from(table, tuple(one["name"] for one in names)).digest()
    return f"universe_file = '{name}', universe_digest = '{digest}'"


@pytest.mark.parametrize("exchange", [exchanged_members, exchanged_lines])
def test_attack_an_insider_exchanges_what_was_drawn(
    store: Store, tmp_path: Path, exchange: Callable[[Path, Store], str]
) -> None:
    """The files get their right digests, the guards are switched off. Before a naming the copy
    is drawn again from its sealed secret, so nobody is named; and the ledger's check tells."""
    desk = spring(tmp_path, store)
    complain(desk, tmp_path, customers_of(desk, "Osten"))
    desk.ledger.integrate()
    assert desk.ledger.verify().problems == ()
    replace_on_record(store, exchange(tmp_path / "data", store))
    with pytest.raises(CopyExchanged, match="Norden"):
        desk.trace.run()
    assert desk.ledger.entries("trace.run") == ()
    if exchange is exchanged_members:
        assert "another file" in desk.ledger.verify().problems[0].what
