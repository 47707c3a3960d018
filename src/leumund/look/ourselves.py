"""Against ourselves: what our own rules allowed, who approved, and since when it was known."""

from __future__ import annotations

from leumund.basics.language import marked as _
from leumund.look.findings import Chapter, Code, TableCode
from leumund.look.rates import with_intervals

_CONTROLLER = "Art. 5 Abs. 2, Art. 24 DSGVO"
_DATED = ("complaints.called_at", "complaints.number_called|complaints.ref", "calls")
_JUDGED = (*_DATED, "objections.at", "consents.number|consents.ref", "customers.number")
"""Without these nobody can say that our own rules allowed a call."""
_ASK = _("Ask those who complain for the number called and for the moment of the call.")
_JUDGE = _(
    "Put the customers, the consents, the objections and the calls of every partner into the "
    "folder, and ask those who complain for the number called and for the moment of the call."
)

CHAPTER = Chapter(
    letter="own",
    title=_("Against ourselves"),
    sql="ourselves.sql",
    prepared=("refused_calls", "complaints_by_rules"),
    codes=(
        Code(
            "own.call_was_allowed",
            "complaints",
            _JUDGED,
            title=_("Complaints about calls that our own rules allow"),
            sentence=_("Nothing in these files speaks against the call, and they complained."),
            law=_CONTROLLER,
            change=_JUDGE,
        ),
        Code(
            "own.list_without_approver",
            "lists",
            ("lists",),
            title=_("Lists that nobody is said to have approved"),
            sentence=_("It left, and the list does not say who had approved that."),
            detail=_("{detail} rows"),
            law="Art. 29, 32 Abs. 4 DSGVO",
            change=_("Put every list that went out into the folder: to whom, and when."),
        ),
        Code(
            "own.known_since",
            "complaints",
            ("complaints", "complaints.number_called|complaints.ref"),
            title=_("First signs of what went on"),
            sentence=_("The first complaint of a pattern of at least five people."),
            detail=_("known for {detail} days"),
            law=_CONTROLLER,
            change=_ASK,
        ),
    ),
    tables=(
        TableCode(
            "own_share",
            _JUDGED,
            title=_("Share of complaints about calls that our own rules allow"),
            sentence=_(
                "In 95 of 100 such tables the true share lies between “at least” and “at most”."
            ),
            columns=(
                _("complaints with a declared call"),
                _("people"),
                _("of calls that were allowed"),
                _("of 100"),
                _("at least"),
                _("at most"),
            ),
            change=_JUDGE,
            finish=with_intervals("allowed", "complaints"),
        ),
        TableCode(
            "own_went_on",
            _DATED,
            title=_("What went on after the first complaint"),
            sentence=_("Per partner with complaints of at least five people."),
            columns=(
                _("partner"),
                _("first complaint"),
                _("days since the first"),
                _("complaints since"),
                _("calls since"),
                _("lists handed over since"),
            ),
            change=_ASK,
        ),
    ),
)
