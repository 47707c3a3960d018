"""The chapters of the report, in the order in which they are asked."""

from __future__ import annotations

from leumund.basics.language import marked as _
from leumund.look import (
    calls,
    cancellations,
    chain,
    complaints,
    consents,
    lists,
    orders,
    ourselves,
    unsaid,
)
from leumund.look.findings import Chapter

BASE = Chapter(
    letter="",
    title=_("What every chapter builds on"),
    sql="bulk.sql",
    prepared=(
        "persons",
        "person_lines",
        "line_persons",
        "other_lines",
        "declared_calls",
        "calls_again",
        "conversations",
        "contacts",
        "contacts_in_order",
        "held_contracts",
        "left_over_lines",
        "consent_lines",
        "objection_lines",
        "list_lines",
        "calls_after_the_end",
    ),
)

CHAPTERS: tuple[Chapter, ...] = (
    consents.CHAPTER,
    calls.CHAPTER,
    orders.CHAPTER,
    chain.CHAPTER,
    complaints.CHAPTER,
    lists.CHAPTER,
    cancellations.CHAPTER,
    ourselves.CHAPTER,
    unsaid.CHAPTER,
)
