"""Run the import contracts on a tree and read the report."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.house.trees import CONTRACTS

_RUN = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def broken_contracts(package: Path, cache: Path) -> tuple[set[str], str]:
    """The names of the contracts that the package at that path breaks, and the report."""
    options = ("--no-logo", "--config", str(CONTRACTS), "--cache-dir", str(cache))
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *options],
        env={**os.environ, "PYTHONPATH": str(package.parent), "COLUMNS": "300"},
        cwd=package.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    report = done.stdout + done.stderr
    broken = set(re.findall(r"^(.+?) BROKEN", report, re.MULTILINE))
    if done.returncode != 0 and not broken:
        raise AssertionError(report)
    return broken, report
