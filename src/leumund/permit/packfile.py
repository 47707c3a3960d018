"""A rule pack's files, read strictly: what is wrong in them, where, and the way out.

A pack is a folder with ``pack.yaml`` and one file per topic. Everything is checked against
``rulepacks/schema.json`` before anybody looks at a rule. Files called ``*.examples.yaml``
are examples, not part of the pack.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from leumund.basics.canonical import canonical_bytes, sha256_hex
from leumund.basics.errors import BadInput
from leumund.basics.strict_yaml import read_mapping

RULEPACKS = Path(__file__).parent.parent / "rulepacks"
HEAD = "pack.yaml"
_WHOLE_PACK = "the pack"


class PackUnreadable(BadInput):
    """{file} cannot be read as part of a rule pack ({what}), so nothing was decided."""

    code = "pack-unreadable"
    hint = "Write it as in docs/how-to/add-a-rule.md, in UTF-8, and try again."


class PackAgainstSchema(BadInput):
    """{file} says at {key}: {what}. The rule pack was not loaded, so nothing was decided."""

    code = "pack-against-schema"
    hint = "See rulepacks/schema.json for what may stand there."


class PackWithoutCitation(BadInput):
    """{file} names no law at {key}. The rule pack was not loaded, so nothing was decided."""

    code = "pack-without-citation"
    hint = "Add 'citation': the paragraph, judgment or policy on which it rests."


class PackWithoutUnit(BadInput):
    """{file} gives a value without a unit at {key}. The rule pack was not loaded."""

    code = "pack-without-unit"
    hint = "Add 'unit', for example 'months' or 'calls'."


@dataclass(frozen=True, slots=True)
class PackFiles:
    """One pack as it stands in its folder: its content, which file holds which rule."""

    content: Mapping[str, Any]
    file_of_rule: Mapping[str, str]
    digest: str

    def file_of(self, rule: str) -> str:
        return self.file_of_rule.get(rule, HEAD)


def read_pack(folder: Path) -> PackFiles:
    """Read and check a pack's files; raises PackUnreadable and the errors above.

    The digest is SHA-256 over the canonical list of (file, SHA-256 of its bytes).
    """
    texts = {HEAD: _bytes(folder, HEAD)}
    content = {**_mapping(HEAD, texts[HEAD]), "rules": {}}
    file_of_rule: dict[str, str] = {}
    for file in _topic_files(content):
        texts[file] = _bytes(folder, file)
        for rule, body in _rules(file, texts[file]).items():
            if rule in content["rules"]:
                raise PackUnreadable(file=file, what=f"{rule} stands in {file_of_rule[rule]}")
            content["rules"][rule] = body
            file_of_rule[rule] = file
    _check(content, file_of_rule)
    digests = {file: sha256_hex(text) for file, text in texts.items()}
    return PackFiles(content, file_of_rule, sha256_hex(canonical_bytes(digests)))


def _topic_files(content: Mapping[str, Any]) -> list[str]:
    topics = content.get("topics", ())
    if not isinstance(topics, list) or not all(isinstance(topic, str) for topic in topics):
        raise PackAgainstSchema(file=HEAD, key="topics", what="a list of names is expected")
    return [f"{topic}.yaml" for topic in topics]


def _bytes(folder: Path, file: str) -> bytes:
    try:
        return (folder / file).read_bytes()
    except OSError as error:
        raise PackUnreadable(file=file, what=error.strerror or "it is not there") from None


def _rules(file: str, text: bytes) -> Mapping[str, Any]:
    content = _mapping(file, text)
    rules = content.get("rules")
    if set(content) != {"rules"} or not isinstance(rules, dict):
        raise PackAgainstSchema(file=file, key="rules", what="only 'rules' may stand here")
    return rules


def _mapping(file: str, text: bytes) -> dict[str, Any]:
    try:
        return read_mapping(text)
    except ValueError as error:
        raise PackUnreadable(file=file, what=str(error)) from None


def _check(content: Mapping[str, Any], file_of_rule: Mapping[str, str]) -> None:
    for error in _schema_errors(content):
        path = [str(step) for step in error.absolute_path]
        inside_rule = len(path) > 1 and path[0] == "rules"
        file = file_of_rule[path[1]] if inside_rule else HEAD
        key = ".".join(path[1:] if inside_rule else path) or _WHOLE_PACK
        raise _named(error, file, key)


def _named(error: Any, file: str, key: str) -> BadInput:
    missing = set(error.validator_value) - set(error.instance) if _is_missing(error) else set()
    if "citation" in missing:
        return PackWithoutCitation(file=file, key=key)
    if "unit" in missing:
        return PackWithoutUnit(file=file, key=key)
    return PackAgainstSchema(file=file, key=key, what=error.message)


def _is_missing(error: Any) -> bool:
    return error.validator == "required" and isinstance(error.instance, dict)


def _schema_errors(content: Mapping[str, Any]) -> list[Any]:
    """In the order of their places, so that the same pack gives the same message."""
    found = _validator().iter_errors(content)
    return sorted(found, key=lambda error: [str(step) for step in error.absolute_path])


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads((RULEPACKS / "schema.json").read_text("utf-8")))
