"""Every source is found by being there, and reads its own sample."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from leumund.intake.formats import NoSuchFormat, format_called, format_of, formats
from leumund.intake.source import Source, open_source
from leumund.people import Row

SAMPLES = Path(__file__).with_name("samples")


def rows_of(name: str, holds: str, format: str | None = None) -> list[object]:  # noqa: A002
    path = SAMPLES / f"{name}.csv"
    with path.open("rb") as raw:
        opening = open_source(raw, Source(path, holds, format))
        assert opening.format.name == name
        return [
            opening.format.read(opening.cells(row))
            for row in opening.rows()
            if isinstance(row, Row)
        ]


def test_every_source_has_a_sample_of_its_own():
    assert set(formats()) == {path.stem for path in SAMPLES.glob("*.csv")}


@pytest.mark.parametrize("name", sorted(formats()))
def test_every_source_is_told_from_its_columns_and_reads_three_rows(name: str):
    assert len(rows_of(name, formats()[name].holds)) == 3


def test_a_source_file_holds_the_same_five_names():
    for name, source in formats().items():
        assert source.name == name
        assert source.holds in ("calls", "complaints")
        assert source.columns


def test_the_commissions_file_gives_the_number_shown_and_never_the_number_called():
    first = rows_of("ftc", "complaints")[0]
    assert (first.number_shown, first.number_called) == ("2025550104", "")
    assert first.product == "Warranties  & protection plans"


def test_an_unknown_format_is_refused_with_those_there_are():
    with pytest.raises(NoSuchFormat, match=re.escape("complaints")) as caught:
        format_called("fax", "complaints")
    assert "ftc" in caught.value.way_out("en")
    with pytest.raises(NoSuchFormat):
        format_called("ftc", "calls")


def test_a_header_that_fits_nothing_is_read_as_our_own_so_that_the_message_names_the_column():
    assert format_of(("foo", "bar"), "complaints", "complaints").name == "complaints"
