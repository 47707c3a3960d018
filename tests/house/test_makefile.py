"""What make says on a fresh clone, where nothing has been set up."""

from __future__ import annotations

import subprocess

from tools.inventory import ROOT


def test_a_fresh_clone_says_what_is_set_up_and_how_long_it_takes() -> None:
    dry = ["make", "--dry-run", "VENV=not-there-yet", "demo"]
    done = subprocess.run(dry, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    told = ["about a minute", "1/3", "2/3", "pip", "3/3", "A simulated year", "leumund demo"]
    assert sorted(told, key=done.index) == told
