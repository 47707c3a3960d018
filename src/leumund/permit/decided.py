"""One answer, told to the one who reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leumund.basics.language import in_language, reader_language
from leumund.permit.answers import Decision
from leumund.permit.explain import explain
from leumund.permit.grounds import notes, permissions

if TYPE_CHECKING:
    from leumund.basics.ids import PassId
    from leumund.permit.explain import Audience
    from leumund.permit.question import Answer, Question
    from leumund.permit.rulepack import Pack


def decision(
    question: Question,
    answer: Answer,
    pack: Pack,
    company: str | None,
    pass_id: PassId | None = None,
    audience: Audience = "agent",
    language: str | None = None,
) -> Decision:
    """The answer, and the same told to that audience; ``company``: the one that is known."""
    language = language or reader_language()
    is_allowed = answer.verdict.is_allowed
    with in_language(language):
        known = notes(question.assignment, question.chain[0], question.rules.on, company)
    granted = permissions(question, answer, language, audience)
    told = explain(
        answer.verdict,
        language,
        audience,
        pack,
        permissions=granted,
        notes=known if audience != "customer" else None,
    )
    return Decision(
        verdict=answer.verdict,
        at=question.at,
        pack=f"{pack.id} {pack.version}",
        pack_digest=pack.digest,
        pass_id=pass_id,
        person_ref=answer.person.person.ref if is_allowed and answer.person else None,
        used_consent_id=answer.consent_id if is_allowed else None,
        permissions=granted,
        told=told,
    )
