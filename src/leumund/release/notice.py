"""The letter with which a copy is recalled, in German and in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leumund.basics.language import in_language, translate

if TYPE_CHECKING:
    from datetime import datetime

_ = translate


def recall_notice(
    principal: str, partner: str, campaign: str, files: list[str], recalled_at: datetime
) -> str:
    """The text of the notice; ``files``: digests of the files that had left."""
    return "\n\n---\n\n".join(
        _one(language, principal, partner, campaign, files, recalled_at)
        for language in ("de", "en")
    )


def _one(
    language: str,
    principal: str,
    partner: str,
    campaign: str,
    files: list[str],
    recalled_at: datetime,
) -> str:
    with in_language(language):
        head = _("Recall of the customer data of campaign {campaign}, to {partner}")
        stop = _(
            "From {moment} (UTC) nobody may be called from this copy. Delete it, with all"
            " excerpts and with those of your sub-partners, and confirm the deletion in"
            " writing within a week (Art 28(3)(g) GDPR)."
        )
        which = _("These files were handed over to you (SHA-256):")
        none = _("No file of this copy had been handed over to you; none will be.")
        no_blame = _("This recall says nothing about why, and holds nobody responsible.")
        lines = [
            head.format(campaign=campaign, partner=partner),
            stop.format(moment=recalled_at.strftime("%Y-%m-%d %H:%M")),
            "\n".join([which, *files]) if files else none,
            no_blame,
            principal,
        ]
    return "\n\n".join(lines)
