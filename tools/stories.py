"""Write ``examples/2009`` and ``examples/2025``: ``python -m tools.stories``.

Plays each story whole, through the real actions, and keeps its report in both languages and
its result as JSON. The same files every time.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from leumund.basics.language import LANGUAGES, in_language
from leumund.cli.render import to_json
from leumund.cli.story import play, story_called
from leumund.report import story_page, write_html
from leumund.world import STORIES
from tools.inventory import ROOT

FOLDER = ROOT / "examples"


def write(name: str, into: Path) -> str:
    """Play one story and write what came of it; its digest."""
    with tempfile.TemporaryDirectory() as scratch:
        report = play(story_called(name), Path(scratch) / name)
    into.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        with in_language(language):
            write_html(story_page(report), into / f"report.{language}.html")
    with in_language("en"):
        (into / "result.json").write_text(to_json(report) + "\n", encoding="utf-8")
    return report.digest


def main(folder: Path = FOLDER) -> int:
    for name in STORIES:
        print(name, write(name, folder / name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
