from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.people.files import (
    ANNA,
    BERND,
    CUSTOMERS,
    SHARED,
    about,
    counts,
    load,
)

from leumund.people import Loaded
from leumund.people.actions import People
from leumund.people.loaded import RegisterEmpty, RegisterOlder, RegisterUnnamed


def _register(people: People, folder: Path, numbers: str, day: int) -> Loaded:
    day_of = date(2026, 1, day)
    rows = "number\n" + numbers
    return load(people, folder, rows, kind="register", name="Robinson", dated_on=day_of)


def test_a_register_is_that_of_its_newest_version(people: People, folder: Path) -> None:
    load(people, folder, CUSTOMERS)
    _register(people, folder, "030 23125001\n030 23125002\n", 1)
    loaded = _register(people, folder, "030 23125002\n030 23125003\n", 8)
    assert (*counts(loaded), loaded.removed) == (1, 0, 1, 0, 1)
    assert about(people, ANNA).register_hits == ()
    [hit] = about(people, BERND).register_hits
    assert (hit.register, hit.dated_on, hit.listed_from) == (
        "Robinson",
        date(2026, 1, 8),
        date(2026, 1, 1),
    )


def test_a_corrected_register_of_the_same_day_puts_back_whom_it_left_out(
    people: People, folder: Path
) -> None:
    load(people, folder, CUSTOMERS)
    _register(people, folder, "030 23125001\n030 23125002\n", 1)
    _register(people, folder, "030 23125003\n", 8)
    _register(people, folder, "030 23125001\n030 23125002\n", 8)
    [hit] = about(people, ANNA).register_hits
    assert hit.listed_from == date(2026, 1, 1)
    assert about(people, SHARED).register_hits == ()


def test_nobody_leaves_a_register_by_a_file_that_cannot_be_read_whole(
    people: People, folder: Path
) -> None:
    load(people, folder, CUSTOMERS)
    _register(people, folder, "030 23125001\n", 1)
    loaded = _register(people, folder, "030 2312500l\n030 23125002\n", 8)
    assert (*counts(loaded), loaded.removed) == (1, 0, 0, 1, 0)
    assert len(about(people, ANNA).register_hits) == 1


def test_a_register_that_is_older_empty_or_unnamed_is_refused(
    people: People, folder: Path
) -> None:
    load(people, folder, CUSTOMERS)
    _register(people, folder, "030 23125001\n", 8)
    with pytest.raises(RegisterOlder, match="2026-01-08"):
        _register(people, folder, "030 23125002\n", 1)
    with pytest.raises(RegisterEmpty):
        _register(people, folder, "", 9)
    with pytest.raises(RegisterEmpty):
        _register(people, folder, "030 CALL\n", 9)
    with pytest.raises(RegisterUnnamed):
        load(people, folder, "number\n030 23125001\n", kind="register")
    assert len(about(people, ANNA).register_hits) == 1
