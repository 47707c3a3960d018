"""What a stranger reads of something that was handed out."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import pypdf

TEXTS = (".txt", ".csv", ".json", ".html", ".yaml")


def text_of(path: Path) -> str:
    """All that is read in a file; of proofs, keys and programs nothing."""
    if path.suffix == ".pdf":
        return pdf_text(path.read_bytes())
    text = path.read_text("utf-8-sig") if path.suffix in TEXTS else ""
    # JSON's own word for nothing is nothing that anybody reads.
    return re.sub(r"\bnull\b", "", text) if path.suffix == ".json" else text


def pdf_text(data: bytes) -> str:
    return "\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(data)).pages)


def sheets(path: Path) -> int:
    return len(pypdf.PdfReader(path).pages)


def texts_of(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): text_of(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def check_alone(folder: Path) -> int:
    """Check every file and every proof as a stranger would, with what lies in the folder and
    nothing of ours; how many proofs hold."""
    subprocess.run(
        [sys.executable, "-I", "verify.pyz", ".", "--key", "ledger.pub"],
        cwd=folder, capture_output=True, check=True,
    )  # fmt: skip
    sums = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert sums.stdout.count(": OK") == len(
        (folder / "SHA256SUMS").read_text("utf-8").splitlines()
    )
    proofs = sorted(folder.glob("proofs/*.tlog-proof"))
    for proof in proofs:
        subprocess.run(
            [sys.executable, "-I", "verify.pyz", str(proof), "--key", "ledger.pub"],
            cwd=folder, capture_output=True, check=True,
        )  # fmt: skip
    return len(proofs)
