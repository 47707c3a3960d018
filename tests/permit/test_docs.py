"""The page about permit says what is so."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

from leumund.permit.rules import KNOWN

PAGE = (Path(__file__).parents[2] / "docs/reference/permit.md").read_text("utf-8")


def test_the_example_on_the_page_runs(tmp_path: Path) -> None:
    [code] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "example.py").write_text(code, encoding="utf-8")
    runpy.run_path(str(tmp_path / "example.py"))


def test_every_rule_stands_on_the_page_and_no_other() -> None:
    table = PAGE[PAGE.index("| step | rule |") : PAGE.index("### How we read them")]
    named = [row.split("|")[2] for row in table.splitlines()[2:] if row.startswith("|")]
    assert set(re.findall(r"[CL]\d{3}", " ".join(named))) == set(KNOWN)
