"""The sentences for what must be said about a document, German and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from leumund.basics.language import _

if TYPE_CHECKING:
    from leumund.intake.tables import Note


def document_note_text(note: Note, language: str | None = None) -> str:
    """The note as a sentence, in the language asked for (default: the reader's)."""
    return _sentences(language)[note.code].format(**note.values)


def reason_text(code: str, language: str | None = None) -> str:
    """Why a row could not be read."""
    reasons = {
        "amount-unreadable": _("The amount cannot be read, or could be two.", language),
        "payee-missing": _("Nothing says who is paid.", language),
    }
    return reasons[code]


def _sentences(language: str | None) -> Mapping[str, str]:
    return {
        "active-content": _(
            "It would start {count} scripts or programs when opened; none of them was run.",
            language,
        ),
        "attachments-ignored": _(
            "{count} files are embedded in it; they were not opened. Save them beside it to "
            "have them looked at.",
            language,
        ),
        "form-ignored": _(
            "It is a form; what was typed into its fields was not read.", language
        ),
        "scanned-pages": _(
            "{count} pages are pictures without text that can be read ({pages}). Nothing on "
            "them was guessed; have them typed or sent as text.",
            language,
        ),
        "unreadable-pages": _(
            "{count} pages are damaged and were left out ({pages}).", language
        ),
        "hidden-text": _(
            "{count} characters in it cannot be seen by anybody; they were not read.", language
        ),
        "cut-off": _(
            "Only {read} of its {pages} pages were read, because it is too long.", language
        ),
        "reader-stopped": _(
            "Reading it failed after {read} of its {pages} pages; the rest is missing here.",
            language,
        ),
        "sum-differs": _(
            "It states a total of {stated}, but its rows add up to {found}.", language
        ),
        "sum-not-stated": _(
            "It states no total that could be compared with its {rows} rows.", language
        ),
        "rows-unreadable": _(
            "{count} rows could not be read; they are kept beside it, with the reason.",
            language,
        ),
        "iban-wrong": _(
            "The account number in a row on page {page} has wrong check digits and was left "
            "out.",
            language,
        ),
        "iban-wrong-outside": _(
            "{count} account numbers outside of the table have wrong check digits and were "
            "left out.",
            language,
        ),
        "iban-unclear": _(
            "It names {count} account numbers and does not say to which one was paid.", language
        ),
        "payee-from-address": _(
            "Who is paid was taken from the address on page {page}; no row says it.", language
        ),
        "clauses-missing": _(
            "{count} of the clauses that Art. 28 GDPR asks for were not found in it; look them "
            "up.",
            language,
        ),
        "not-processing": _(
            "It does not speak of processing data for somebody else.", language
        ),
    }
