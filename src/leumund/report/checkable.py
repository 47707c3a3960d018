"""What lies beside a letter that clears, so that anybody can check it: its facts, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leumund.basics.canonical import canonical_bytes
from leumund.basics.language import _
from leumund.basics.sums import LIST_PROOF, SUMS
from leumund.report.readme import how_to_trust, named

if TYPE_CHECKING:
    from leumund.cases import Clearing

FACTS: Final = "facts.json"
PROOF: Final = "clearing.tlog-proof"
LETTER: Final = "clearing.pdf"


def facts_of(clearing: Clearing) -> bytes:
    """The bytes whose checksum the entry of the clearing holds."""
    return canonical_bytes(clearing.facts())


def checkable(letter: bytes, clearing: Clearing) -> dict[str, bytes]:
    """The letter, its facts, and how they are checked, in the reader's language."""
    return {
        LETTER: letter,
        FACTS: facts_of(clearing),
        "README.txt": _readme(clearing).encode(),
    }


def _readme(clearing: Clearing) -> str:
    told = [
        _("How to check the letter in case {case}").format(case=clearing.case_id),
        "",
        *named(
            (LETTER, _("the letter")),
            (FACTS, _("every figure, day and name that the letter says, as values")),
            (PROOF, _("the proof that the entry of the clearing holds these facts")),
            ("verify.pyz, ledger.pub", _("the program that checks a proof, and the key")),
            (SUMS, _("the checksum of every file")),
            (LIST_PROOF, _("the proof that the ledger holds these checksums")),
        ),
        "",
        _("Check it with:"),
        "  python3 -I verify.pyz . --key ledger.pub",
        "",
        *how_to_trust(),
        "",
        _("It checks too that facts.json is, bit for bit, what was recorded on the day of the"),
        _("clearing, and prints it. It does not read the letter: compare what it prints with"),
        _("the paper. Letterhead, address and how you reach us stand in the letter alone."),
        "",
        _("What the codes in facts.json mean:"),
        *named(*sorted({each.code: each.words for each in clearing.said}.items())),
        "",
    ]
    return "\n".join(told)
