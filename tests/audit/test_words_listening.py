"""The engine: patterns, order, negation, roles; and the checks' own examples."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from leumund.audit import Listener, dialogues, load_word_checks, read_transcript
from leumund.audit.words.listen import Heard
from leumund.audit.words.pack import CHECKS, WordChecksUnreadable
from leumund.audit.words.pattern import Finder, Nearest, PatternUnreadable, compiled, tokens_of
from leumund.audit.words.transcript import Role, Transcript, Turn

CHECKS_READ = load_word_checks()
LISTENER = Listener(CHECKS_READ)
EXAMPLES = [
    (check.id, outcome, language, number)
    for check in CHECKS_READ.checks.values()
    for outcome, by_language in check.examples.items()
    for language, examples in by_language.items()
    for number in range(len(examples))
]


def hear(*lines: str, language: str = "de") -> Heard:
    turns = tuple(Turn({"A": "Agent", "C": "Kunde"}[each[0]], each[3:]) for each in lines)
    return LISTENER.hear(Transcript("test", turns, language))


def checks_of(*lines: str, language: str = "de") -> set[str]:
    """What is met, but for what is missing at the start of such a short call."""
    found = {finding.check for finding in hear(*lines, language=language).findings}
    return found - {"W001", "W002", "W003"}


def matches(pattern: str, text: str) -> bool:
    return any(Finder({"x": [pattern]}).hits(tokens_of(text, {}), 0))


@pytest.mark.parametrize(("check", "outcome", "language", "number"), EXAMPLES)
def test_each_example_of_a_check_does_what_it_says(
    check: str, outcome: str, language: str, number: int
) -> None:
    example = CHECKS_READ.checks[check].examples[outcome][language][number]
    read = read_transcript("\n".join(example).encode(), "example.txt")
    heard = LISTENER.hear(replace(read, language=language))
    is_met = check in {finding.check for finding in heard.findings}
    assert is_met == (outcome == "fires")


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_language_is_told_where_nobody_says_it(language: str) -> None:
    for call in dialogues(1, 20, language, "known"):
        heard = LISTENER.hear(replace(call.transcript, language=""))
        assert heard.language == language


@pytest.mark.parametrize(
    ("pattern", "text", "is_met"),
    [
        ("vertrag bei uns", "Der VERTRAG, bei uns!", True),
        ("vertrag bei uns", "Vertrag. Bei uns", False),
        ("vertrag * uns", "vertrag ist ja heute bei uns", True),
        ("vertrag * uns", "vertrag eins zwei drei vier fünf uns", False),
        ("kündig~", "die Kündigung", True),
        ("sie (haben|hatten) [ja] eins", "Sie haben eins", True),
        ("sie (haben|hatten) [ja] eins", "Sie hatten ja eins", True),
        ("nur # euro", "nur 20 Euro", True),
        ("dont call", "don’t call", True),
        ("ein ~preis", "ein Sparpreis", True),
    ],
)
def test_a_pattern_matches_words_in_their_order(pattern: str, text: str, is_met: bool) -> None:
    assert matches(pattern, text) is is_met


@pytest.mark.parametrize(
    "pattern", ["", "* a", "(a|b", "a)", "~ab", "ab~", "a*99 b", "[a]", "a+"]
)
def test_a_pattern_that_means_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(PatternUnreadable):
        compiled(pattern)


def test_an_attack_with_repeated_words_takes_no_time() -> None:
    # Each word begins a pattern, nothing ends a sentence: quadratic work would take minutes.
    turns = (Turn("", "nein danke kein interesse angebot " * 580),) * 10
    begin = time.process_time()
    LISTENER.hear(Transcript("test", turns, "de"))
    assert time.process_time() - begin < 5


def test_a_word_misheard_by_one_letter_is_read_as_the_one_it_misses() -> None:
    nearest = Nearest(["kontonummer", "angebot"])
    assert nearest("kontonumner") == "kontonummer"
    assert nearest("kontanumer") == "kontanumer", "two letters are too many"


def test_a_not_silences_what_is_asked_for() -> None:
    assert checks_of("A: Nennen Sie mir Ihre Kontonummer.") == {"W020"}
    assert not checks_of("A: Nennen Sie niemals Ihre Kontonummer.")
    assert checks_of("A: Kein Problem, nennen Sie mir Ihre Kontonummer.") == {"W020"}


def test_what_the_person_called_says_is_not_the_callers_doing() -> None:
    assert not checks_of("C: Nennen Sie mir Ihre Kontonummer.", "A: Wozu?")


def test_more_selling_before_a_no_is_nothing_and_after_it_is() -> None:
    selling, no = "A: Das Angebot ist günstig.", "C: Nein danke, kein Interesse."
    assert not checks_of(selling, no, "A: Dann auf Wiederhören.")
    assert checks_of(no, selling) == {"W050"}


def test_a_no_that_is_taken_back_is_none() -> None:
    lines = (
        "C: Nein danke.",
        "A: Schade.",
        "C: Na gut, machen wir.",
        "A: Der Auftrag ist notiert.",
    )
    assert "W051" not in checks_of(*lines)


def test_a_finding_points_at_its_words_and_at_what_came_before() -> None:
    heard = hear(
        "C: Nein danke, kein Interesse.", "A: Aber hören Sie: das Angebot ist günstig."
    )
    finding = next(each for each in heard.findings if each.check == "W050")
    text = "Aber hören Sie: das Angebot ist günstig."
    assert text[finding.span.start : finding.span.end] == "Angebot"
    assert finding.because is not None
    assert finding.because.turn == 0


def test_no_number_gets_into_a_quote() -> None:
    heard = hear("A: Sagen Sie mir Ihre IBAN, also DE12 3456 7890 oder 030 23125 001, bitte.")
    quote = next(each.quote for each in heard.findings if each.check == "W020")
    assert not any(sign.isdigit() for sign in quote.replace("DE", ""))


def test_the_greatest_doubt_of_the_places_is_carried() -> None:
    turns = (
        Turn("Kunde", "Nein danke, kein Interesse.", doubt=0.3),
        Turn("Agent", "Aber das Angebot ist günstig.", doubt=0.1),
    )
    heard = LISTENER.hear(Transcript("test", turns, "de"))
    assert next(one.doubt for one in heard.findings if one.check == "W050") == 0.3


def test_from_a_start_that_was_hardly_heard_nothing_is_concluded() -> None:
    text = "Guten Tag ich wollte mal fragen ob Sie heute einen Moment für mich hätten bitte"
    for doubt, is_met in ((None, True), (0.05, True), (0.6, False)):
        heard = LISTENER.hear(Transcript("test", (Turn("Agent", text, doubt=doubt),), "de"))
        assert ("W003" in {each.check for each in heard.findings}) is is_met


def test_voices_without_a_label_get_their_roles_from_what_is_said() -> None:
    turns = (
        Turn("S1", "Wer ist da? Was wollen Sie?"),
        Turn("S2", "Mein Name ist Falk, ich rufe im Auftrag von Fernblick an."),
        Turn("S1", "Ich habe kein Interesse."),
        Turn("S2", "Aber das Angebot ist günstig."),
    )
    roles = LISTENER.hear(Transcript("test", turns, "de")).roles
    assert roles.of == {"S1": Role.CALLED, "S2": Role.CALLER}
    assert 0.75 < roles.confidence < 1


def test_voices_that_say_nothing_telling_have_no_role() -> None:
    turns = (Turn("S1", "Hm."), Turn("S2", "Ja."))
    roles = LISTENER.hear(Transcript("test", turns, "de")).roles
    assert set(roles.of.values()) == {Role.UNKNOWN}


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("    law: § 4a UWG\n", "", "law"),
        ("kind: said", "kind: sung", "sung"),
        ("speaker: caller", "speaker: anybody", "speaker"),
        ("  W040:", "  W041:", "twice"),
        ("title: {de:", "titel: {de:", "titel"),
    ],
)
def test_a_check_that_says_too_little_is_not_loaded(
    old: str, new: str, what: str, tmp_path: Path
) -> None:
    for path in CHECKS.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        changed = text.replace(old, new, 1) if path.name == "pressure.yaml" else text
        (tmp_path / path.name).write_text(changed, encoding="utf-8")
    with pytest.raises(WordChecksUnreadable, match=what):
        load_word_checks(tmp_path)
