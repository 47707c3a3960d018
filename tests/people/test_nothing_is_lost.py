"""Whatever stands in a file: every row is counted once, and kept where it was not loaded."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leumund.basics.clock import SetClock
from leumund.people import Loaded
from leumund.people.actions import People
from leumund.people.loaded import RegisterEmpty
from leumund.store import Store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
_few = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

_ref = st.sampled_from(["K1", "K2", "K3", "k1", ""])
_number = st.sampled_from(
    ["030 23125001", "+493023125001", "030 23125002|030 23125003", "030 CALL", "0", ""]
)
_day = st.sampled_from(["2026-01-05", "05.01.2026", "31.02.2026", "", "2026-01-05 10:00"])
_any = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)

_FILES = {
    "customers": (
        ("ref", "number", "name", "kind"),
        st.tuples(_ref, _number, _any, st.sampled_from(["consumer", "GK", "", "?"])),
    ),
    "consents": (
        ("consent_ref", "ref", "number", "companies", "products", "channels", "granted_at"),
        st.tuples(
            st.sampled_from(["", "", "C1", "C2"]),
            _ref,
            _number,
            st.sampled_from(["Nord", "Nord|Süd", ""]),
            st.sampled_from(["Gas", "Strom"]),
            st.sampled_from(["telephone", "email", "pigeon"]),
            _day,
        ),
    ),
    "objections": (
        ("ref", "number", "at", "scope", "channel"),
        st.tuples(_ref, _number, _day, _any, st.sampled_from(["", "telephone", "pigeon"])),
    ),
    "contracts": (
        ("contract_ref", "ref", "product", "started_on", "ended_on"),
        st.tuples(st.sampled_from(["", "V1"]), _ref, st.sampled_from(["Gas", ""]), _day, _day),
    ),
    "register": (("number",), st.tuples(st.just("030 23125001") | _number)),
}


@st.composite
def _file(draw: Callable[..., object]) -> tuple[str, bytes]:
    kind = draw(st.sampled_from(sorted(_FILES)))
    assert isinstance(kind, str)
    header, row = _FILES[kind]
    rows = draw(st.lists(row, min_size=1, max_size=10))
    assert isinstance(rows, list)
    lines = [",".join(header), *map(_written, rows)]
    spoiled = draw(st.lists(st.sampled_from(['a,"b"c', "x,y,z,z,z,z,z,z", "\0"]), max_size=2))
    assert isinstance(spoiled, list)
    return kind, ("\n".join([*lines, *spoiled]) + "\n").encode()


def _written(row: tuple[str, ...]) -> str:
    return ",".join('"' + cell.replace('"', '""') + '"' for cell in row)


def _load(people: People, path: Path, kind: str) -> Loaded:
    return people.load(path, kind, name="R", dated_on=date(2026, 1, 1))


@_few
@given(files=st.lists(_file(), min_size=1, max_size=3))
def test_rows_in_are_rows_added_changed_unchanged_and_quarantined(
    store: Store, tmp_path: Path, files: list[tuple[str, bytes]]
) -> None:
    people = People(store, SetClock(NOON), tmp_path / "data")
    path = tmp_path / "file.csv"
    for kind, content in files:
        path.write_bytes(content)
        try:
            loaded = _load(people, path, kind)
        except RegisterEmpty:
            continue
        counted = loaded.added + loaded.changed + loaded.unchanged + loaded.quarantined
        assert loaded.rows == counted
        assert len(_kept(loaded)) == loaded.quarantined
        assert all(row["reason"] and row["grund"] and row["row"] for row in _kept(loaded))
        again = _load(people, path, kind)
        assert (again.added, again.changed, again.removed) == (0, 0, 0)
        assert (again.rows, again.quarantined) == (loaded.rows, loaded.quarantined)


def _kept(loaded: Loaded) -> list[dict[str, str]]:
    if loaded.quarantine_path is None:
        return []
    with loaded.quarantine_path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
