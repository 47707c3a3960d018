"""What the pages show is run: console sessions in a fresh folder, Python examples too."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.docs.blocks import ROOT, agrees, blocks, steps

# Pages whose console blocks are one session each; `make` itself is run by whoever runs this.
SESSIONS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
EXAMPLES = [page for page in SESSIONS if blocks(page, "python")]


@pytest.fixture
def place(surroundings: Path, tmp_path: Path) -> Path:
    """A folder with the examples in it, and commands' own data beside those of other tests."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    return tmp_path


@pytest.mark.parametrize(
    "page",
    [page for page in SESSIONS if blocks(page, "console")],
    ids=lambda page: str(page.relative_to(ROOT)),
)
def test_a_console_session_prints_what_the_page_says(page: Path, place: Path) -> None:
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "LEUMUND_LANGUAGE": "en",
        "LEUMUND_FOLDER": str(Path(os.environ["LEUMUND_FOLDER"]).parent / f"page-{page.stem}"),
        "COLUMNS": "100",
    }
    for line, block in blocks(page, "console"):
        for step in steps(block):
            if setting := re.fullmatch(r"export (\w+)=\"?(.*?)\"?", step.command):
                environment[setting[1]] = setting[2]
                continue
            done = subprocess.run(
                ["bash", "-c", step.command],
                cwd=place,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            where = f"{page.name}:{line}: $ {step.command}"
            assert done.returncode == 0, f"{where}\n{done.stdout}{done.stderr}"
            assert agrees(step.expected, done.stdout), f"{where}\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("page", EXAMPLES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_python_examples_of_a_page_run_one_after_the_other(page: Path, place: Path) -> None:
    code = "\n".join(block for _line, block in blocks(page, "python"))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_there_are_sessions_and_examples_to_run() -> None:
    assert blocks(ROOT / "README.md", "console")
    assert EXAMPLES
