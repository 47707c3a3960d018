"""The tree keeps the house rules, and each rule reports a violation of it."""

from pathlib import PurePosixPath

import pytest
from tools import tidy

LONG_FUNCTION = "def long() -> None:\n" + "    pass\n" * 70
LONG_COMMAND = "def ask() -> None:\n" + "    pass\n" * 21
# Put together here, so that this file keeps the rule itself.
SOMEBODYS = ["+49" + "30901820", "+49 30 " + "901820", "030" + "/901820", "0171 " + "2345678"]

PLANTED = [
    (tidy.files_are_short, "src/leumund/permit/decide.py", "pass\n" * 501),
    (tidy.files_are_short, "src/leumund/permit/bulk.sql", "select 1\n" * 501),
    (tidy.functions_are_short, "src/leumund/permit/decide.py", LONG_FUNCTION),
    (tidy.names_say_something, "src/leumund/permit/utils.py", ""),
    (tidy.names_say_something, "src/leumund/common/decide.py", ""),
    (tidy.names_say_something, "src/leumund/permit/list_helpers.py", ""),
    (tidy.names_say_something, "src/leumund/permit/decide.py", "class DrawManager: ..."),
    (tidy.names_say_something, "src/leumund/permit/decide.py", "def common_part(): ..."),
    (tidy.only_the_command_line_prints, "src/leumund/permit/decide.py", "print(1)"),
    (tidy.only_the_command_line_prints, "src/leumund/permit/decide.py", "exit(1)"),
    (tidy.nothing_is_swallowed, "src/leumund/app.py", "try: ...\nexcept Exception: ..."),
    (tidy.nothing_is_swallowed, "src/leumund/app.py", "try: ...\nexcept: ..."),
    (
        tidy.nothing_is_swallowed,
        "src/leumund/app.py",
        "try: ...\nexcept (A, BaseException): ...",
    ),
    (tidy.sql_is_never_put_together, "src/leumund/a.py", 'f"select {x} from people.line"'),
    (tidy.sql_is_never_put_together, "src/leumund/a.py", '"select %s" % x'),
    (tidy.sql_is_never_put_together, "src/leumund/a.py", '"delete from {}".format(x)'),
    (tidy.sql_is_never_put_together, "src/leumund/a.py", '"insert into " + x'),
    (tidy.rule_packs_are_data, "src/leumund/rulepacks/de/outbound/hours.py", "pass"),
    (tidy.nothing_is_unfinished, "src/leumund/app.py", "# TODO: later"),
    (tidy.nothing_is_unfinished, "src/leumund/app.py", "raise NotImplementedError"),
    (tidy.nouns_are_frozen, "src/leumund/app.py", "\n@dataclass\nclass A: ..."),
    (tidy.nouns_are_frozen, "src/leumund/app.py", "\n@dataclass(frozen=True)\nclass A: ..."),
    (tidy.nothing_is_global, "src/leumund/app.py", "def f():\n    global x"),
    (tidy.tests_mock_nothing, "tests/test_app.py", "from unittest.mock import patch"),
    (tidy.tests_are_sentences, "tests/test_app.py", "def test_app(): ..."),
    (tidy.entrances_are_thin, "src/leumund/cli/permit.py", LONG_COMMAND),
    *[(tidy.numbers_are_made_up, "docs/a.md", f"call {one} now") for one in SOMEBODYS],
    (tidy.nothing_names_a_machine, "docs/a.md", "see " + "/work" + "/main"),
    (tidy.nothing_names_a_machine, "requirements.lock", "--index-" + "url https://example.org"),
]

CLEAN = [
    (
        tidy.nouns_are_frozen,
        "src/leumund/app.py",
        "\n@dataclass(frozen=True, slots=True)\nclass A: ...",
    ),
    (tidy.nouns_are_frozen, "src/leumund/app.py", "# It counts.\n@dataclass\nclass A: ..."),
    (tidy.only_the_command_line_prints, "src/leumund/cli/render.py", "print(1)"),
    (tidy.nothing_is_swallowed, "src/leumund/app.py", "try: ...\nexcept LeumundError: ..."),
    (tidy.sql_is_never_put_together, "src/leumund/a.py", 'f"the select of {x}"'),
    (tidy.nothing_is_swallowed, "src/leumund/app.py", "try: ...\nexcept BaseException: raise"),
    (
        tidy.numbers_are_made_up,
        "docs/a.md",
        "030 23125 123, +49 30 23125-123, 2026-10-01, 0.12345678",
    ),
    (tidy.names_say_something, "src/leumund/people/communes.py", "def commonly(): ..."),
]


@pytest.mark.parametrize("rule", tidy.RULES, ids=lambda rule: rule.__name__)
def test_the_tree_keeps_the_rule(rule: tidy.Rule) -> None:
    texts = [(path, tidy.text_of(path)) for path in tidy.our_files()]
    assert len(texts) > 50
    found = [each for path, text in texts if text is not None for each in rule(path, text)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("rule", "path", "text"), PLANTED)
def test_a_planted_violation_is_found(rule: tidy.Rule, path: str, text: str) -> None:
    assert list(rule(PurePosixPath(path), text))


@pytest.mark.parametrize(("rule", "path", "text"), CLEAN)
def test_what_is_allowed_is_not_reported(rule: tidy.Rule, path: str, text: str) -> None:
    assert not list(rule(PurePosixPath(path), text))


def test_every_rule_has_a_planted_violation() -> None:
    assert {rule for rule, _path, _text in PLANTED} == set(tidy.RULES)
