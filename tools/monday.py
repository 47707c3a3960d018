"""Write ``examples/monday``: ``python -m tools.monday``. The same files every time.

A seller's folder on a Monday morning, as dirty as such folders are, with the truth beside it in
``monday-truth.json``: which rows are findings, what every file is, which column is which. All
people, companies, numbers and accounts are made up.
"""

from __future__ import annotations

import sys
from pathlib import Path

from leumund.world import monday_folder, write_monday
from tools.inventory import ROOT

FOLDER = ROOT / "examples" / "monday"
BYTES_MAX = 3_000_000


def main(folder: Path = FOLDER) -> int:
    made = monday_folder()
    write_monday(made, folder)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"{len(made.files)} files, {size:,} bytes")
    return int(size > BYTES_MAX)


if __name__ == "__main__":
    sys.exit(main())
