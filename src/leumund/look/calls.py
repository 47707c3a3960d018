"""(b) Calls that ask for an explanation."""

from __future__ import annotations

from leumund.basics.language import marked as _
from leumund.look.findings import Chapter, Code, Gap, TableCode

_HOURS = "Branchenkodex Telefonmarketing, § 7 Abs. 1 UWG"
_WILL = "§ 7 Abs. 1 Satz 2 UWG, Art. 21 Abs. 3 DSGVO"
_MEND = _(
    "They were not decided. Mend the rows that were left over in these files, of which the "
    "figures count the calls: {what}."
)

CHAPTER = Chapter(
    letter="b",
    title=_("Calls that ask for an explanation"),
    sql="calls.sql",
    prepared=("calls_objected", "off_list_calls", "unconsented"),
    codes=(
        Code(
            "call.after_objection",
            "calls",
            ("calls", "objections.at", "objections.number|customers.number"),
            title=_("Calls after an objection"),
            sentence=_("Somebody with this number had said that they want no such calls."),
            detail=_("objection of {detail}"),
            law=_WILL,
            change=_("Put the list of objections, with their dates, into the folder."),
        ),
        Code(
            "call.after_contract_end",
            "calls",
            ("calls", "contracts.ended_on", "customers.number", "consents.number|consents.ref"),
            title=_("Calls after the contract had ended"),
            sentence=_("No contract ran on that day, and no consent reaches so far."),
            detail=_("contract ended on {detail}"),
            law="§ 7 Abs. 2 Nr. 1 UWG, BGH III ZR 196/17",
            change=_(
                "Put the contracts, with the days on which they ended, and the consents into "
                "the folder."
            ),
        ),
        Code(
            "call.never_handed_over",
            "calls",
            ("calls", "lists.number|lists.ref"),
            title=_("Calls to people the partner was never given"),
            sentence=_("The number stands on no list that this partner had on that day."),
            detail=_("on a list from {detail} only"),
            law="Art. 28, 29 DSGVO",
            change=_("Put every list that went out into the folder: to whom, and when."),
        ),
        Code(
            "call.sunday",
            "calls",
            ("calls",),
            title=_("Calls on a Sunday"),
            sentence=_("It was made on a Sunday."),
            detail=_("on {detail}"),
            law=_HOURS,
            change=_("Ask your partners for their calls, each with its moment."),
        ),
        Code(
            "call.holiday",
            "calls",
            ("calls",),
            title=_("Calls on a public holiday"),
            sentence=_("It was made on a public holiday where the person lives."),
            detail=_("on {detail}"),
            law=_HOURS,
            change=_("Ask your partners for their calls, each with its moment."),
        ),
        Code(
            "call.outside_hours",
            "calls",
            ("calls",),
            title=_("Calls outside the hours"),
            sentence=_("It began earlier or later than the rules allow on that day."),
            law=_HOURS,
            change=_("Ask your partners for the time of each call, not only for its day."),
        ),
        Code(
            "call.over_cap",
            "calls",
            ("calls",),
            title=_("Calls above the highest number of attempts"),
            sentence=_("The number had already been tried as often as the rules allow."),
            detail=_("too often within: {detail}"),
            law="Branchenkodex Telefonmarketing",
            change=_("Ask your partners for all attempts, also those without an answer."),
        ),
        Code(
            "call.same_person_again",
            "calls",
            ("calls",),
            title=_("The same person again and again"),
            sentence=_(
                "After a pause, calling the same number began once more. Where the file itself "
                "counts, each earlier contact is taken for a round."
            ),
            detail=_("round {detail}"),
            law=_WILL,
            change=_("Ask your partners for the calls of the last twelve months."),
        ),
        Code(
            "call.same_or_less_offered",
            "calls",
            ("calls.tariff", "contracts.tariff|customers.tariff", "customers.number"),
            title=_("Offers of what they have, or of less"),
            sentence=_("The person already had this tariff, or one that costs more."),
            detail=_("{detail}"),
            law="§§ 5, 5a UWG",
            change=_("Ask your partners which tariff they offered in each call."),
        ),
        Code(
            "call.without_consent",
            "calls",
            ("calls", "consents.number|consents.ref", "customers.number"),
            title=_("Calls without a consent"),
            sentence=_(
                "No consent of anybody with this number allowed the call at that moment."
            ),
            detail=_("{detail}"),
            law="§ 7 Abs. 2 Nr. 1 UWG",
            change=_("Put the list of consents and that of customers into the folder."),
        ),
    ),
    tables=(
        TableCode(
            "calls_objected_and_consented",
            ("calls", "objections.at", "consents.granted_at", "consents.number|consents.ref"),
            title=_("Calls after an objection that a newer consent followed"),
            sentence=_(
                "These are no findings: somebody had objected and later said yes to calls. Ask "
                "how the newer consent was given."
            ),
            columns=(_("partner"), _("calls"), _("people")),
            change=_("Put the list of consents, with their dates, into the folder."),
            behind="objected_and_consented",
            detail=_("objection and newer consent: {detail}"),
        ),
    ),
    gaps=(
        Gap(
            "call.outside_hours",
            "untimed_files",
            title=_("Files that tell the day of a call and not its time"),
            change=_("Ask for the time of each call in: {what}."),
        ),
        Gap(
            "call.never_handed_over",
            "partners_without_list",
            title=_("Partners that call, and no list of theirs is here"),
            change=_("Put the lists that these were given into the folder: {what}."),
        ),
        Gap(
            "call.never_handed_over",
            "partners_lists_short",
            title=_("Partners with many calls to people on none of their lists"),
            change=_(
                "Put every list that these were given into the folder; if there is no other, "
                "ask them whose the numbers are: {what}."
            ),
        ),
        Gap(
            "call.after_objection",
            "objections_without_day",
            title=_("Objections of which nobody knows since when"),
            change=_("Add the day of each objection in: {what}."),
        ),
        *(
            Gap(code, step, title=_("Calls that a row left over may explain"), change=_MEND)
            for code, step in (
                ("call.after_contract_end", "calls_after_an_end_unclear"),
                ("call.never_handed_over", "off_list_unclear"),
                ("call.without_consent", "consents_unclear"),
            )
        ),
        Gap(
            "call.without_consent",
            "consents_of_nobody",
            title=_("Consents of which nobody can tell whose they are"),
            change=_("Add the number or the reference of each consent in: {what}."),
        ),
    ),
)

DETAIL_WORDS = {
    "day": _("24 hours"),
    "week": _("seven days"),
    "campaign": _("one campaign"),
    "same": _("the same tariff"),
    "less": _("a tariff that costs less"),
    "none": _("no consent at all"),
    "later": _("the consent came later"),
    "withdrawn": _("the consent had been withdrawn"),
    "expired": _("the consent had run out"),
    "channel": _("the consent does not name the telephone"),
    "company": _("the consent names other companies"),
}
"""What the words in the details of this chapter mean; several are joined by ``+``."""
