"""(a) Consents: how many say yes, and how many have a proof that would stand."""

from __future__ import annotations

from leumund.basics.language import marked as _
from leumund.look.findings import Chapter, Code, Gap, TableCode

_PROOF = "§ 7a UWG"

CHAPTER = Chapter(
    letter="a",
    title=_("Consents and their proof"),
    sql="consents.sql",
    prepared=("consent_columns", "consent_facts"),
    codes=(
        Code(
            "consent.no_proof",
            "consents",
            ("consents.proof",),
            title=_("Consents without proof"),
            sentence=_("The list names nothing that would prove that this consent was given."),
            detail=_("said to come from {detail}"),
            law=_PROOF,
            change=_("Keep a column that says where the proof of each consent lies."),
        ),
        Code(
            "consent.no_wording",
            "consents",
            ("consents.wording",),
            title=_("Consents without their wording"),
            sentence=_("What the person agreed to is not kept."),
            detail=_("said to come from {detail}"),
            law=_PROOF,
            change=_("Keep the words that were agreed to, or the number of their version."),
        ),
        Code(
            "consent.no_source",
            "consents",
            ("consents.source",),
            title=_("Consents without a source"),
            sentence=_("Nobody says where the consent was given."),
            law=_PROOF,
            change=_("Keep for each consent where it was given."),
        ),
        Code(
            "consent.company_not_named",
            "consents",
            ("consents.company",),
            title=_("Consents that name other companies"),
            sentence=_("It names companies, and the one that calls is not among them."),
            detail=_("names {detail}"),
            law="§ 7 UWG, Art. 4 Nr. 11 DSGVO",
            change=_("Keep for which company each consent was given."),
        ),
        Code(
            "consent.channel_missing",
            "consents",
            ("consents.channel",),
            title=_("Consents that do not name the telephone"),
            sentence=_("Calls are not among the ways it allows."),
            detail=_("names {detail}"),
            law="§ 7 Abs. 2 Nr. 1 UWG",
            change=_("Keep for which ways (calls, e-mail, post) each consent was given."),
        ),
        Code(
            "consent.email_only",
            "consents",
            ("consents.source",),
            title=_("Consents that rest on an e-mail alone"),
            sentence=_(
                "Only an e-mail address was confirmed. That does not prove who has the number."
            ),
            detail=_("said to come from {detail}"),
            law="BGH I ZR 164/09",
            change=_("Keep how each consent was given, and whether the number was confirmed."),
        ),
        Code(
            "consent.origin_unchecked",
            "consents",
            ("consents.source",),
            title=_("Bought or won consents that nobody checked"),
            sentence=_("It was bought or comes from a prize draw, and nobody checked it."),
            detail=_("said to come from {detail}"),
            law=_PROOF,
            change=_("Keep how each consent was given, and whether its origin was checked."),
        ),
        Code(
            "consent.documented_late",
            "consents",
            ("consents.granted_at", "consents.recorded_at"),
            title=_("Consents recorded late"),
            sentence=_("Its record was made later than when it was given."),
            detail=_("{detail} days later"),
            law="§ 7a Abs. 1 UWG",
            change=_("Keep both moments: when it was given, and when its record was made."),
        ),
        Code(
            "consent.older_24_months",
            "consents",
            ("consents.granted_at",),
            title=_("Old consents"),
            sentence=_("It was given so long ago that somebody should look at it again."),
            detail=_("given on {detail}"),
            law="BGH III ZR 196/17",
            change=_("Keep when each consent was given."),
        ),
        Code(
            "consent.withdrawn",
            "consents",
            ("consents.withdrawn_at",),
            title=_("Withdrawn consents"),
            sentence=_("It has been withdrawn. It must be kept as proof, and not be used."),
            detail=_("withdrawn on {detail}"),
            law="Art. 7 Abs. 3 DSGVO, § 7a Abs. 2 UWG",
            change=_("Keep when a consent was withdrawn."),
        ),
    ),
    tables=(
        TableCode(
            "consents_by_source",
            ("consents",),
            title=_("Consents by where they were given"),
            sentence=_(
                "A yes counts until it is withdrawn or has run out. A proof would stand when "
                "nothing of the above is missing; where a column for it is missing in the "
                "file, nobody can say."
            ),
            columns=(
                _("source"),
                _("consents"),
                _("say yes today"),
                _("with a proof that would stand"),
                _("proofs to fetch"),
                _("cannot be said"),
            ),
            change=_("Put the list of consents into the folder."),
            words={
                "over": _("no longer says yes"),
                "lacking": _("no proof would stand"),
                "untold": _("cannot be said: a column is missing"),
            },
            behind="consents_behind",
        ),
    ),
    gaps=tuple(
        Gap(
            code,
            "consent_columns_missing",
            title=_("Consents of which nobody can say whether a proof would stand"),
            change=_(
                "Keep columns for the proof, the wording, the source, the channel and the day "
                "of each consent; one or more are missing in: {what}."
            ),
        )
        for code in ("consents_by_source",)
    ),
)
