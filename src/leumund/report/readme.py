"""The text that lies on top of an evidence pack: what is in it, and how to check it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leumund.basics.language import _
from leumund.report.words import moment_in_full

if TYPE_CHECKING:
    from leumund.report.pack import CasePack


def readme(pack: CasePack) -> str:
    """In the reader's language."""
    told = [
        _("Evidence in case {case}").format(case=pack.case.case_id),
        f"{pack.company} · {pack.case.against.name} · {moment_in_full(pack.made_at)}",
        "",
        *_named(
            ("pack.pdf", _("everything, to be read (PDF/A)")),
            ("pack.json, *.csv", _("the same values for programs and spreadsheets")),
            ("letters/", _("the letters that went to the partner")),
            ("clearing.pdf, clearing.html", _("the partner's page")),
            ("exhibits/", _("the items of evidence, numbers masked")),
            ("proofs/", _("per step the proof that its entry stands in the ledger")),
            ("verify.pyz, ledger.pub", _("the program that checks a proof, and the key")),
            ("SHA256SUMS", _("the checksum of every file")),
            ("SHA256SUMS.tsq", _("the request for a time stamp (RFC 3161)")),
            ("SHA256SUMS.tsr", _("the time stamp; where it is missing, none was fetched yet")),
        ),
        "",
        _("Check it with:"),
        "  sha256sum --check --strict SHA256SUMS",
        f"  python3 -I verify.pyz {_first(pack)} --key ledger.pub",
        "  openssl ts -verify -data SHA256SUMS -in SHA256SUMS.tsr -CAfile root.pem",
        "",
        _("Files that were added are not in SHA256SUMS. This may name only SHA256SUMS itself,"),
        _("SHA256SUMS.tsq, and SHA256SUMS.tsr or NO-TIME-STAMP-YET.txt:"),
        "  (cut -c67- SHA256SUMS; find . -type f | cut -c3-) | sort | uniq -u",
        _("With Leumund all of it is one command: leumund report verify FOLDER"),
        "",
    ]
    return "\n".join(told)


def _named(*pairs: tuple[str, str]) -> list[str]:
    width = max(len(name) for name, _said in pairs)
    return [f"  {name:<{width}}  {said}" for name, said in pairs]


def _first(pack: CasePack) -> str:
    return pack.proofs[0].name if pack.proofs else "proofs/…"
