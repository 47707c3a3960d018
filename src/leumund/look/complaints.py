"""(e) Complaints: joined across mails and tables, per partner, and when each pattern began."""

from __future__ import annotations

from leumund.basics.language import marked as _
from leumund.look.findings import Chapter, Code, Gap, TableCode
from leumund.look.rates import with_intervals

_WHOM = "complaints.number_called|complaints.ref"
_DATED = ("complaints.called_at", _WHOM, "calls")
_ASK = _("Ask those who complain for the number called and for the moment of the call.")
_ORIGINS = {
    "declared": _("a partner declared the call"),
    "several": _("several partners declared calls on that day"),
    "undeclared": _("nobody declared a call"),
    "undated": _("the complaint does not say enough"),
}

CHAPTER = Chapter(
    letter="e",
    title=_("Complaints"),
    sql="complaints.sql",
    prepared=(
        "only_lines",
        "complained_calls",
        "complaint_messages",
        "complaints_joined",
        "complained_contacts",
        "complaint_origins",
        "patterns",
    ),
    codes=(
        Code(
            "complaint.repeated",
            "complaints",
            ("complaints", _WHOM),
            title=_("People who complain again"),
            sentence=_("The same person had complained before."),
            detail=_("{detail} days after the one before"),
            law="§ 7 Abs. 1 Satz 2 UWG, Art. 21 Abs. 3 DSGVO",
            change=_ASK,
        ),
    ),
    gaps=(
        Gap(
            "complaint.repeated",
            "complaints_without_day",
            title=_("Complaints of which nobody knows when they came"),
            change=_("Ask when these came, and write the day into the mail: {what}."),
        ),
    ),
    tables=(
        TableCode(
            "complaints_per_calls",
            _DATED,
            title=_("Complaints per 1,000 calls"),
            sentence=_(
                "Complaints about a call that the partner itself declared, to that number on "
                "that day. In 95 of 100 such tables the true rate lies between “at least” "
                "and “at most”; none is shown where fewer than five people were called."
            ),
            columns=(
                _("partner"),
                _("numbers called"),
                _("calls"),
                _("complaints"),
                _("people"),
                _("of 1,000 calls"),
                _("at least"),
                _("at most"),
            ),
            change=_ASK,
            finish=with_intervals("complaints", "calls", people="called", per=1000),
            words={"all": _("all partners")} | _ORIGINS,
            behind="complaints_declared",
        ),
        TableCode(
            "complaint_origins_counted",
            _DATED,
            title=_("Is there a call behind the complaint?"),
            sentence=_("Looked for: a call to that number on that day, in any partner's file."),
            columns=(_("what the files say"), _("complaints"), _("people")),
            change=_ASK,
            words=_ORIGINS,
            behind="complaints_behind",
        ),
        TableCode(
            "complaint_patterns",
            ("complaints", _WHOM),
            title=_("What complaints have in common, and since when"),
            sentence=_("Patterns of at least five people, the oldest first."),
            columns=(
                _("in common"),
                _("what"),
                _("complaints"),
                _("people"),
                _("first sign"),
                _("latest"),
                _("days since the first"),
            ),
            change=_ASK,
            words={
                "partner": _("a call of this partner"),
                "undeclared": _("nobody declared the call"),
                "shown": _("the number shown"),
                "said": _("who the caller said to be"),
                "tariff": _("the tariff spoken of"),
                "denied": _("an order that was never given"),
            },
            behind="patterns_behind",
        ),
    ),
)
