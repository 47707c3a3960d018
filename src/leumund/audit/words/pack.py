"""Checks as data: read strictly, so that what a reviewer reads is what is looked for.

``checks/vocabulary.yaml`` holds words that several checks share; the other files hold the
checks. Every check says what it means, under which law it is asked, and brings conversations
in which it fires and in which it does not, in both languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from leumund.audit.words.pattern import compiled, folded
from leumund.basics.canonical import canonical_bytes, sha256_hex
from leumund.basics.errors import BadInput
from leumund.basics.strict_yaml import read_mapping

CHECKS = Path(__file__).parent / "checks"
VOCABULARY = "vocabulary.yaml"
LANGUAGES = ("de", "en")
_CHECK_KEYS = {
    "title", "says", "law", "kind", "examples", "speaker", "patterns", "first", "after",
    "until", "within_turns", "lacks", "needs", "within_words", "within_seconds",
}  # fmt: skip
_GROUP_KEYS = {"means", "de", "en", "negation", "unless"}


class WordChecksUnreadable(BadInput):
    """{file} says at {key}: {what}. The checks were not loaded, so nothing was checked."""

    code = "word-checks-unreadable"
    hint = "Write it as docs/reference/audit.md says, and try again."


class Kind(StrEnum):
    """Said; missing from the start of the call; or one thing followed by another."""

    SAID = "said"
    MISSING = "missing"
    THEN = "then"


@dataclass(frozen=True, slots=True)
class Group:
    """Patterns that mean the same. ``is_negation_kept``: "not" beside them changes nothing.

    ``list`` names the patterns, ``list!`` those that silence them in the same sentence.
    """

    list: str
    means: Mapping[str, str]
    patterns: Mapping[str, tuple[str, ...]]
    unless: Mapping[str, tuple[str, ...]]
    is_negation_kept: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a speaker ("caller", "called", "any") says, in any of these ways."""

    speaker: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class WordCheck:
    """One check. ``steps`` by name: said, first, after, until, or the needed ones."""

    id: str
    title: Mapping[str, str]
    says: Mapping[str, str]
    law: str
    kind: Kind
    steps: Mapping[str, Step]
    within_turns: int
    within_words: int
    within_seconds: float
    lacks: bool
    examples: Mapping[str, Mapping[str, tuple[tuple[str, ...], ...]]]


@dataclass(frozen=True, slots=True)
class WordChecks:
    """All checks with the vocabulary; ``digest`` is SHA-256 over their files."""

    checks: Mapping[str, WordCheck]
    shared: Mapping[str, tuple[Group, ...]]
    spelling: Mapping[str, Mapping[str, str]]
    negation: Mapping[str, frozenset[str]]
    digest: str

    def lists(self, language: str) -> dict[str, tuple[str, ...]]:
        """Every list of patterns in that language by its name."""
        own = (step.groups for check in self.checks.values() for step in check.steps.values())
        groups = [group for some in (*own, *self.shared.values()) for group in some]
        found = {group.list: group.patterns[language] for group in groups}
        return found | {f"{group.list}!": group.unless[language] for group in groups}


def load_word_checks(folder: Path = CHECKS) -> WordChecks:
    """Read all checks of a folder; raises WordChecksUnreadable and PatternUnreadable."""
    texts = {path.name: path.read_bytes() for path in sorted(folder.glob("*.yaml"))}
    contents = {name: _mapping(name, text) for name, text in texts.items()}
    words = contents.pop(VOCABULARY, {})
    shared = {
        name: tuple(_groups(VOCABULARY, f"@{name}", found, {}))
        for name, found in words.get("lists", {}).items()
    }
    checks: dict[str, WordCheck] = {}
    for file, content in contents.items():
        for name, body in content.get("checks", {}).items():
            if name in checks:
                raise WordChecksUnreadable(file=file, key=name, what="it stands twice")
            checks[name] = _check(file, name, body, shared)
    spelling = {
        language: {folded(heard): folded(meant) for heard, meant in found.items()}
        for language, found in words.get("spelling", {}).items()
    }
    negation = {
        language: frozenset(map(folded, found))
        for language, found in words.get("negation", {}).items()
    }
    digest = sha256_hex(canonical_bytes({name: sha256_hex(t) for name, t in texts.items()}))
    return WordChecks(dict(sorted(checks.items())), shared, spelling, negation, digest)


def _mapping(file: str, text: bytes) -> dict[str, Any]:
    try:
        return read_mapping(text)
    except ValueError as error:
        raise WordChecksUnreadable(file=file, key="-", what=str(error)) from None


def _check(
    file: str, name: str, body: Any, shared: Mapping[str, tuple[Group, ...]]
) -> WordCheck:
    if not isinstance(body, dict) or set(body) - _CHECK_KEYS:
        unknown = ", ".join(sorted(set(body or ()) - _CHECK_KEYS))
        raise WordChecksUnreadable(file=file, key=name, what=f"unknown keys {unknown}")
    for key in ("title", "says", "law", "kind", "examples"):
        if not body.get(key):
            raise WordChecksUnreadable(file=file, key=name, what=f"no {key}")
    kind = body["kind"]
    if kind not in list(Kind):
        raise WordChecksUnreadable(file=file, key=name, what=f"no such kind: {kind}")
    return WordCheck(
        id=name,
        title=_both(file, f"{name}.title", body["title"]),
        says=_both(file, f"{name}.says", body["says"]),
        law=str(body["law"]),
        kind=Kind(kind),
        steps=_steps(file, name, body, shared),
        within_turns=int(body.get("within_turns", 6)),
        within_words=int(body.get("within_words", 90)),
        within_seconds=float(body.get("within_seconds", 60)),
        lacks=bool(body.get("lacks", False)),
        examples=_examples(file, name, body["examples"]),
    )


def _steps(
    file: str, name: str, body: Mapping[str, Any], shared: Mapping[str, tuple[Group, ...]]
) -> dict[str, Step]:
    kind = body["kind"]
    if kind == Kind.SAID:
        stated = {"said": {"speaker": body.get("speaker"), "patterns": body.get("patterns")}}
    elif kind == Kind.MISSING:
        stated = {
            need: {"speaker": body.get("speaker", "caller"), "patterns": found}
            for need, found in (body.get("needs") or {}).items()
        }
    else:
        stated = {each: body[each] for each in ("first", "after", "until") if each in body}
    if not stated or (kind == Kind.THEN and len(stated) < 2):
        raise WordChecksUnreadable(file=file, key=name, what="something to look for is missing")
    return {step: _step(file, f"{name}.{step}", each, shared) for step, each in stated.items()}


def _step(
    file: str, key: str, stated: Mapping[str, Any], shared: Mapping[str, tuple[Group, ...]]
) -> Step:
    speaker = stated.get("speaker")
    if speaker not in ("caller", "called", "any"):
        raise WordChecksUnreadable(file=file, key=key, what="speaker: caller, called or any")
    return Step(speaker, tuple(_groups(file, key, stated.get("patterns"), shared)))


def _groups(
    file: str, key: str, stated: Any, shared: Mapping[str, tuple[Group, ...]]
) -> list[Group]:
    if not isinstance(stated, list) or not stated:
        raise WordChecksUnreadable(file=file, key=key, what="no patterns")
    found: list[Group] = []
    for number, one in enumerate(stated):
        if "use" in one:
            if one["use"] not in shared:
                raise WordChecksUnreadable(file=file, key=key, what=f"no list {one['use']}")
            found += shared[one["use"]]
        else:
            found.append(_group(file, f"{key}.{number}", one))
    return found


def _group(file: str, key: str, one: Mapping[str, Any]) -> Group:
    if set(one) - _GROUP_KEYS:
        raise WordChecksUnreadable(file=file, key=key, what="unknown keys")
    unless = one.get("unless") or {}
    group = Group(
        key,
        _both(file, f"{key}.means", one.get("means")),
        {language: tuple(one.get(language, ())) for language in LANGUAGES},
        {language: tuple(unless.get(language, ())) for language in LANGUAGES},
        is_negation_kept=one.get("negation") == "kept",
    )
    for language in LANGUAGES:
        for pattern in (*group.patterns[language], *group.unless[language]):
            compiled(pattern)
    return group


def _both(file: str, key: str, stated: Any) -> Mapping[str, str]:
    if not isinstance(stated, dict) or set(stated) != set(LANGUAGES):
        raise WordChecksUnreadable(file=file, key=key, what="German and English are needed")
    return {language: str(text) for language, text in stated.items()}


def _examples(
    file: str, name: str, stated: Any
) -> dict[str, dict[str, tuple[tuple[str, ...], ...]]]:
    found: dict[str, dict[str, tuple[tuple[str, ...], ...]]] = {}
    for outcome in ("fires", "silent"):
        for language in LANGUAGES:
            examples = (stated.get(outcome) or {}).get(language)
            if not examples:
                what = f"no example in {language} that {outcome}"
                raise WordChecksUnreadable(file=file, key=name, what=what)
            turns = tuple(tuple(each) for each in examples)
            found.setdefault(outcome, {})[language] = turns
    return found
