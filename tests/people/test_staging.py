from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from typing import Any

from leumund.people import BadRow, match, open_table
from leumund.people.kinds import CUSTOMERS
from leumund.people.staging import STAGES, staged


class _Endless(io.RawIOBase):
    """A file of that many rows that is made while it is read."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self._lines = self._all(rows)
        self._left = b""

    def _all(self, rows: int) -> Iterator[bytes]:
        yield b"ref,number,name\n"
        for index in range(rows):
            yield b"K%d,030 23125%06d,Person %d\n" % (index, index, index)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while len(self._left) < len(buffer):
            line = next(self._lines, None)
            if line is None:
                break
            self._left += line
        size = min(len(buffer), len(self._left))
        buffer[:size], self._left = self._left[:size], self._left[size:]
        return size


def _peak_bytes(rows: int) -> int:
    bad: list[BadRow] = []
    tracemalloc.start()
    try:
        table = open_table(io.BufferedReader(_Endless(rows)), "endless.csv")
        places = match(table.header, CUSTOMERS.fields, name="endless.csv")
        ready = staged(table.rows(), places, STAGES["customers"], "DE", bad.append)
        assert sum(1 for _row in ready) == rows
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_file_ten_times_as_long_takes_no_more_memory() -> None:
    _peak_bytes(500)
    assert _peak_bytes(20_000) < 1.2 * _peak_bytes(2_000)
