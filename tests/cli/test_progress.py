"""The bar is for a person watching, never for a file or a program."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from leumund.cli.progress import progress

CODE = """
from leumund.cli.progress import progress
with progress("Reading customers") as on_progress:
    for done in range(0, 101, 10):
        on_progress(done, 100)
print("loaded")
"""


def test_nothing_is_drawn_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("Reading customers") as on_progress:
        on_progress(1, 2)
        on_progress(2, None)
    assert capsys.readouterr() == ("", "")


def test_a_person_at_a_terminal_sees_the_bar_and_output_stays_clean() -> None:
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-c", CODE],
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=True,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
    )
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert "Reading customers" in shown
    assert done.stdout == b"loaded\n"
