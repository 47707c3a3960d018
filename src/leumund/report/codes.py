"""What the codes of findings say, whichever part they come from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from leumund.audit import code_words, finding_checks
from leumund.basics.citation import cited
from leumund.basics.language import _, reader_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from leumund.basics.finding import Finding
    from leumund.cases import Clearing


def why_noticed(code: str, findings: Iterable[Finding]) -> Iterator[str]:
    """What ought to be, in the words of the pack, and what was seen instead."""
    body = finding_checks().bodies.get(code)
    if body is None:
        return
    yield body["sentences"][reader_language()]
    facts: Mapping[str, Mapping[str, str]] = body.get("facts", {})
    seen = {str(each.said.get("what", "")): None for each in findings}
    told = [facts[name][reader_language()] for name in seen if name in facts]
    if not told and len(facts) == 1:
        told = [each[reader_language()] for each in facts.values()]
    if told:
        yield _("What was seen: {facts}.").format(facts="; ".join(told))


def law_of(finding: Finding) -> str:
    """The law that the finding names, else that of its check; "" where nobody knows any."""
    body = finding_checks().bodies.get(finding.code, {})
    return cited(finding.citation or str(body.get("citation", "")))


def in_plain_words(clearing: Clearing) -> Clearing:
    """The page with what was said in words instead of codes; its facts stay the same."""
    said = tuple(replace(each, words=code_words(each.code)) for each in clearing.said)
    return replace(clearing, said=said)
