"""Write pages as files: HTML for the screen, PDF for paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leumund.report.paper import to_pdf
from leumund.report.screen import to_html

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from leumund.report.page import Page


def write_html(page: Page, path: Path) -> Path:
    """The page as one HTML file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(to_html(page), encoding="utf-8")
    return path


def write_pdf(page: Page, path: Path, made_at: datetime) -> Path:
    """The page as PDF, said to be made at that moment, so that it can be made again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(to_pdf(page, made_at))
    return path
