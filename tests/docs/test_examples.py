"""What the pages show is run: console sessions in a fresh folder, Python examples too."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.docs.blocks import ROOT, agrees, blocks, steps

from leumund.settings import Settings
from leumund.store.server import Server, open_server

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
    folder = Path(os.environ["LEUMUND_FOLDER"]).parent / f"page-{page.stem}"
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "LEUMUND_LANGUAGE": "en",
        "LEUMUND_FOLDER": str(folder),
        "COLUMNS": "100",
    }
    session = [(line, s) for line, block in blocks(page, "console") for s in steps(block)]
    server: Server | None = None  # once a command has made it, none after it starts it anew
    try:
        for line, step in session:
            if setting := re.fullmatch(r"export (\w+)=\"?(.*?)\"?", step.command):
                environment[setting[1]] = setting[2]
                continue
            where = f"{page.name}:{line}: $ {step.command}"
            done = _run(step.command, place, environment)
            assert done.returncode == 0, f"{where}\n{done.stdout}{done.stderr}"
            assert agrees(step.expected, done.stdout), f"{where}\n{done.stdout}{done.stderr}"
            if server is None and (folder / "database" / "users.lock").exists():
                server = open_server(Settings.from_environment(environment))
    finally:
        if server is not None:
            server.end_use()


def _run(command: str, place: Path, environment: dict[str, str]) -> CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", command],
        cwd=place, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


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
