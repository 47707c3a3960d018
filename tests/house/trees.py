"""Copies of the source tree in which a test may plant a violation."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "leumund"
CONTRACTS = ROOT / ".importlinter"


def copy_of_the_tree(folder: Path) -> Path:
    """A copy of the package below ``folder``; returns the package's folder."""
    package = folder / "leumund"
    shutil.copytree(SOURCE, package, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    return package


def plant(package: Path, module: str, line: str) -> Path:
    """Append a line to a module of the copy, making the module if it is not there."""
    parts = module.split(".")
    path = package.joinpath(*parts)
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    for parent in reversed(path.relative_to(package).parents):
        (package / parent).mkdir(exist_ok=True)
        (package / parent / "__init__.py").touch()
    text = path.read_text() if path.exists() else ""
    path.write_text(f"{text}\n{line}\n")
    return path
