"""The text that lies on top of an evidence pack: what is in it, and how to check it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leumund.basics.language import _
from leumund.basics.sums import LIST_PROOF
from leumund.report.words import moment_in_full

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leumund.report.pack import CasePack

CLEARING_FACTS: Final = "letters/facts.json"
ORIGINALS: Final = "exhibits/originals.zip.age"


def readme(pack: CasePack, has_facts: bool = False) -> str:
    """In the reader's language. ``has_facts``: those of the letter that clears lie with it."""
    told = [
        _("Evidence in case {case}").format(case=pack.case.case_id),
        f"{pack.company} · {pack.case.against.name} · {moment_in_full(pack.made_at)}",
        "",
        *named(*_contents(pack.has_originals, has_facts)),
        "",
        _("Check it with:"),
        "  python3 -I verify.pyz . --key ledger.pub",
        "  sha256sum --check --strict SHA256SUMS",
        "  openssl ts -verify -data SHA256SUMS -in SHA256SUMS.tsr -CAfile root.pem",
        "",
        *how_to_trust(),
        "",
        _("A finding's digest and the number of an entry in the ledger are the same wherever"),
        _("they stand: on paper, in pack.json, in the tables and in the proofs."),
        "",
    ]
    return "\n".join(told)


def _contents(has_originals: bool, has_facts: bool) -> Iterator[tuple[str, str]]:
    yield "pack.pdf", _("everything, to be read (PDF/A)")
    yield "pack.json, *.csv", _("the same values for programs and spreadsheets")
    yield "letters/", _("the letters that went to the partner")
    if has_facts:
        yield CLEARING_FACTS, _("what the letter that clears says, as values")
    yield "clearing.pdf, clearing.html", _("the partner's page")
    yield "exhibits/", _("the items of evidence, numbers masked")
    if has_originals:
        yield ORIGINALS, _("the same as they came in, for whoever has the key")
    yield "proofs/", _("per step the proof that its entry stands in the ledger")
    yield "verify.pyz, ledger.pub", _("the program that checks a proof, and the key")
    yield "SHA256SUMS", _("the checksum of every file")
    yield LIST_PROOF, _("the proof that the ledger holds these checksums")
    yield "SHA256SUMS.tsq", _("the request for a time stamp (RFC 3161)")
    yield "SHA256SUMS.tsr", _("the time stamp; where it is missing, none was fetched yet")


def how_to_trust() -> list[str]:
    """What the first command checks, and what it cannot know."""
    return [
        _("The first command needs Python from 3.11 on. It checks that no file was changed,"),
        _("taken away or added, that the ledger holds these checksums, and every proof."),
        _("A whole folder can be exchanged: compare ledger.pub with the key that you have had"),
        _("from elsewhere, and make verify.pyz with Leumund yourself if you doubt it."),
    ]


def named(*pairs: tuple[str, str]) -> list[str]:
    """Names and what they stand for, one below the other."""
    width = max(len(name) for name, _said in pairs)
    return [f"  {name:<{width}}  {said}" for name, said in pairs]
