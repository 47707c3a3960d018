"""What a person reads: both languages are there, and nobody is condemned or acquitted by it.

German has traps: "Versicherung", "Sicherheit" and "schuldig bleiben" are no verdicts, so the
patterns ask for whole words, and some phrases are taken out before they look.
"""

from __future__ import annotations

import re
import string
from pathlib import Path

import polib
import pytest
from tools import catalogue
from tools.inventory import ROOT, SOURCE

VERDICTS = re.compile(
    r"\b(guilt\w*|innocen\w*|culprit\w*|convict\w*|certain(ly|ty)?"
    r"|(un)?schuldig\w*|(un)?schuld|täter\w*|überführt\w*|mit sicherheit|sicher)\b",
    re.IGNORECASE,
)
STATISTICS = re.compile(
    r"[αθΓ]|\b(null|cells?|strat(um|a)|zellen?|nullhypothese\w*|strat(um|en))\b", re.IGNORECASE
)
HARMLESS = re.compile(
    r"sicher (aufbewahr|verwahr|lösch)\w*|der null|null (uhr|euro)", re.IGNORECASE
)
CALLS = SOURCE / "audit" / "words"
QUOTED = re.compile(r"^ *- [\"\[].*$", re.M)
BARRED = re.compile(r"^ *(value: \[|- \{from: \S+, value: \[|- \{name: ).*$", re.M)
PAGES = (".html", ".j2", ".typ", ".svg", ".txt", ".yaml")


def spoken_texts() -> dict[str, str]:
    """Every sentence that the program says, in both languages, by where it stands."""
    texts = {f"{place} (en)": sentence for sentence, place in catalogue.sentences().items()}
    for entry in catalogue.merged():
        texts[f"{entry.msgid[:60]} (de)"] = entry.msgstr
    return texts


def pages() -> dict[str, str]:
    """The templates and the README; their markup speaks of tables and their cells.

    What callers said, the patterns it is read by, and the words that a rule bars with their
    examples are not our words.
    """
    texts = {}
    for path in [*SOURCE.rglob("*"), ROOT / "README.md"]:
        if path.suffix in PAGES or (path.name == "README.md" and path.parent == ROOT):
            text = path.read_text(encoding="utf-8")
            text = BARRED.sub("", text) if path.parent.name == "cases" else text
            texts[str(path.relative_to(ROOT))] = (
                QUOTED.sub("", text) if CALLS in path.parents else text
            )
    return texts


def forbidden(text: str, *patterns: re.Pattern[str]) -> list[str]:
    """The words in a text that nobody may read in what Leumund says."""
    cleaned = HARMLESS.sub("", text)
    return [found[0] for pattern in patterns for found in pattern.finditer(cleaned)]


def condemning(text: str) -> list[str]:
    return forbidden(text, VERDICTS, STATISTICS)


def test_no_text_condemns_or_acquits_anybody() -> None:
    said = {place: condemning(text) for place, text in spoken_texts().items()}
    written = {place: forbidden(text, VERDICTS) for place, text in pages().items()}
    assert not {place: words for place, words in (said | written).items() if words}


@pytest.mark.parametrize(
    "text",
    [
        "The partner is guilty.",
        "proved innocent",
        "This is certain.",
        "Der Partner ist schuldig.",
        "Seine Unschuld steht fest.",
        "Es war sicher diese Kopie.",
        "mit Sicherheit diese Kopie",
        "Der Täter ist gefunden.",
        "at most α",
        "within its stratum",
        "under the null",
    ],
)
def test_a_condemning_or_statistical_word_is_found(text: str) -> None:
    assert condemning(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ihre Versicherung; Sicherheit; gesichert; absichern; unsicher",
        "Den Schlüssel sicher aufbewahren",
        "Concerning certificates and cellars; nullable; Schulden; Nullen",
    ],
)
def test_a_harmless_word_is_left_alone(text: str) -> None:
    assert not condemning(text)


def test_every_sentence_has_a_german_form() -> None:
    missing = catalogue.missing()
    assert not missing, "\n".join(f"{place}: {text}" for text, place in missing.items())


def test_no_german_form_is_left_of_a_sentence_that_is_gone() -> None:
    assert not catalogue.unused()


def test_a_translation_fills_the_same_places() -> None:
    assert not [
        entry.msgid
        for entry in catalogue.merged()
        if _places(entry.msgid) != _places(entry.msgstr)
    ]


def test_the_compiled_catalogue_is_the_merged_one(tmp_path: Path) -> None:
    fresh = catalogue.merged()
    fresh.save(str(tmp_path / "leumund.po"))
    fresh.save_as_mofile(str(tmp_path / "leumund.mo"))
    for name in ("leumund.po", "leumund.mo"):
        stored = (catalogue.FOLDER / name).read_bytes()
        assert stored == (tmp_path / name).read_bytes(), "run `make catalogue`"


def test_two_parts_that_translate_differently_are_reported(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    for name, german in (("a", "Ja."), ("b", "Jawohl.")):
        one = polib.POFile()
        one.append(polib.POEntry(msgid="Yes.", msgstr=german))
        one.save(str(tmp_path / "parts" / f"{name}.po"))
    with pytest.raises(catalogue.TwoTranslations, match=r"b\.po"):
        catalogue.merged(tmp_path)


def _places(template: str) -> set[str]:
    """The names in braces; a text with other braces has none."""
    try:
        return {
            name for _text, name, _spec, _conv in string.Formatter().parse(template) if name
        }
    except ValueError:
        return set()
