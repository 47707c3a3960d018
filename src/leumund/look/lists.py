"""(f) Which list cannot explain which complaint."""

from __future__ import annotations

from leumund.basics.language import marked as _
from leumund.look.excluding import exclusion
from leumund.look.findings import Chapter, Code, Gap, Made, TableCode

_NEEDS = (
    "lists.number|lists.ref",
    "complaints",
    "complaints.number_called|complaints.ref",
)
_CHANGE = _("Put every list that went out into the folder: to whom, and when.")

CHAPTER = Chapter(
    letter="f",
    title=_("Which list cannot explain which complaint"),
    sql="lists.sql",
    prepared=(
        "list_rows",
        "lists_out",
        "list_rows_placed",
        "list_numbers",
        "calls_in_question",
        Made("exclusion", ("calls_in_question", "held_pairs", "lists_out"), exclusion),
        "list_verdicts",
    ),
    codes=(
        Code(
            "list.cannot_explain",
            "lists",
            _NEEDS,
            title=_("Complaints that a list cannot explain"),
            sentence=_(
                "The person was not on the list, or the call came before the list had left."
            ),
            detail=_("{detail}"),
            law="Art. 5 Abs. 2, Art. 28 Abs. 10 DSGVO",
            change=_CHANGE,
        ),
    ),
    gaps=(
        Gap(
            "list.cannot_explain",
            "lists_in_doubt",
            title=_("What lists with rows that cannot be told cannot explain"),
            change=_("Put these lists into the folder with every number readable: {what}."),
        ),
    ),
    tables=(
        TableCode(
            "lists_and_complaints",
            _NEEDS,
            title=_("Every list, and the complaints it cannot explain"),
            sentence=_(
                "A list that could explain a complaint is not thereby named: others may have "
                "had the same number. A doubt counts against exclusion."
            ),
            columns=(
                _("list"),
                _("partner"),
                _("left on"),
                _("rows"),
                _("not on it"),
                _("called before it left"),
                _("could explain"),
                _("number unknown"),
            ),
            change=_CHANGE,
            words={"possible": _("could explain it"), "unsure": _("number unknown")},
            behind="lists_behind",
        ),
    ),
)

DETAIL_WORDS = {
    "absent": _("not on the list"),
    "before": _("called before the list had left"),
}
"""What the words in the details of this chapter mean."""
