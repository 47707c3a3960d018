"""(d) Who is in the chain and in no contract."""

from __future__ import annotations

from leumund.basics.language import marked as _
from leumund.look.findings import Chapter, Code, Gap, Made, TableCode
from leumund.look.payees import payees_alike

_CHAIN = "Art. 28 Abs. 2, 4 DSGVO"

CHAPTER = Chapter(
    letter="d",
    title=_("Who is in the chain"),
    sql="chain.sql",
    prepared=(Made("payees_alike", ("partner_names", "payees_in_doubt"), payees_alike),),
    codes=(
        Code(
            "chain.payee_unknown",
            "statements",
            ("statements", "partners"),
            title=_("Paid to somebody without a contract"),
            sentence=_("Neither the name nor the account stands in the list of partners."),
            detail=_("paid to {detail}"),
            law=_CHAIN,
            change=_("Put the list of partners, with their accounts, into the folder."),
        ),
        Code(
            "chain.login_unknown",
            "orders",
            ("orders.login", "partners.login"),
            title=_("Orders under a log-in of nobody"),
            sentence=_("The log-in under which it was entered was given to no partner."),
            detail=_("log-in {detail}"),
            law="Art. 32 DSGVO, Art. 28 Abs. 2 DSGVO",
            change=_("Put the log-ins that were given to partners into the folder."),
        ),
        Code(
            "chain.caller_number_unknown",
            "calls",
            ("calls.shown_number", "partners.caller_number"),
            title=_("Calls under a number of nobody"),
            sentence=_("The number that was shown is in no partner's contract."),
            detail=_("shown: {detail}"),
            law="§ 15 Abs. 2 TDDDG, § 120 Abs. 2 TKG",
            change=_("Put the numbers that partners may show into the folder."),
        ),
        Code(
            "chain.call_outside_engagement",
            "calls",
            ("calls", "partners.valid_from|partners.valid_to"),
            title=_("Calls of a partner outside its contract"),
            sentence=_("On that day the partner was not engaged."),
            detail=_("engaged {detail}"),
            law="Art. 28 Abs. 3 DSGVO",
            change=_("Write into the list of partners from when until when each is engaged."),
        ),
        Code(
            "chain.art28_unsigned",
            "partners",
            ("partners.art28_signed", "calls"),
            title=_("Partners that call without a signed contract under Art. 28"),
            sentence=_("The list of partners says that it is not signed, and they call."),
            detail=_("{detail} calls"),
            law="Art. 28 Abs. 3 DSGVO",
            change=_("Keep in the list of partners whether the contract is signed."),
        ),
    ),
    gaps=(
        Gap(
            "chain.art28_unsigned",
            "art28_unclear",
            title=_("Partners that call, and nobody says whether Art. 28 is signed"),
            change=_(
                "Write into the list of partners whether the contract under Art. 28 GDPR is "
                "signed, of: {what}."
            ),
        ),
    ),
    tables=(
        TableCode(
            "chain_members",
            ("partners",),
            title=_("Everybody whom the files name"),
            sentence=_("Whether they stand in the list of partners, and what they did."),
            columns=(
                _("name"),
                _("in the list of partners"),
                _("calls"),
                _("orders"),
                _("payments"),
                _("paid"),
            ),
            change=_("Put the list of partners into the folder."),
            words={"yes": _("yes"), "no": _("no")},
        ),
        TableCode(
            "chain_accounts",
            ("statements.iban", "partners.iban"),
            title=_("Payments in a partner's name to another account"),
            sentence=_("The name is a partner's, the account stands in no contract."),
            columns=(_("partner"), _("payments"), _("accounts"), _("paid")),
            change=_("Put the list of partners, with their accounts, into the folder."),
            behind="payments_elsewhere",
        ),
    ),
)
