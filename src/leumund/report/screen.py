"""A page as one HTML file that needs nothing else: no script, no network, no other file.

The content-security policy in it allows exactly its own style sheet (by digest) and pictures
inside the file; so a page that somebody changed to fetch something shows nothing of it.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from leumund.report.fit import fit
from leumund.report.page import Page

TEMPLATES = Path(__file__).parent / "templates"


def to_html(page: Page) -> str:
    """The page as HTML5, in the page's language."""
    style = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("page.html.j2").render(
        page=fit(page), style=Markup(style), policy=content_policy(style), picture=_as_data
    )


def content_policy(style: str) -> str:
    """The Content-Security-Policy of a page with this style sheet (W3C CSP Level 3)."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:"


def _as_data(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
