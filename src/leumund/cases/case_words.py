"""A case as text: what it rests on, what was looked into, what follows, what happened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from leumund.basics.clock import local_text
from leumund.basics.language import _, reader_language
from leumund.cases.clearing_words import explanation_words, source_words
from leumund.cases.table import moves, rank, state_sentences

if TYPE_CHECKING:
    from leumund.cases.case import Case, Measure


def told(case: Case) -> str:
    """One line per fact, in the reader's language."""
    return "\n".join([*_head(case), *_facts(case), *_history(case)])


def _head(case: Case) -> Iterator[str]:
    name = f"{case.against.target.value} {case.against.name}"
    yield _("Case {case} against {name}").format(case=case.case_id, name=name)
    yield state_sentences()[case.state.value][reader_language()]


def _facts(case: Case) -> Iterator[str]:
    for finding in case.findings:
        template = _("finding {code}, from {source}; rows: {rows}; heard: {heard}")
        yield template.format(
            code=finding.code,
            source=source_words(finding.source.value),
            rows=len(finding.rows),
            heard=_("yes") if finding.digest in case.heard else _("no"),
        )
    for item in case.items:
        template = _("item {number}: {kind}, from {origin}, collected by {who} at {at}")
        at = local_text(item.collected_at)
        yield template.format(
            number=item.number, kind=item.kind, origin=item.origin, who=item.collector, at=at
        )
    for other in case.explanations:
        template = _("other explanation ({what}): {found} (checked by {who} at {at})")
        what, at = explanation_words(other.what), local_text(other.at)
        yield template.format(what=what, found=other.found, who=other.by, at=at)
    for measure in case.measures:
        yield _measure(measure)


def _measure(measure: Measure) -> str:
    people = ", ".join(
        each for each in (measure.by, measure.second, *measure.renewed_by) if each
    )
    said = _("measure {number}: {name}, by {who}, since {since}, until {until}")
    end = measure.ended_at or measure.until
    return said.format(
        number=measure.number,
        name=rank(measure.kind).name(),
        who=people,
        since=local_text(measure.since),
        until=local_text(end) if end else "–",
    )


def _history(case: Case) -> Iterator[str]:
    sentences = {move.id: move.sentences[reader_language()] for move in moves()}
    for step in case.steps:
        yield f"{local_text(step.at)} · {step.by or '–'} · {sentences[step.move]}"
