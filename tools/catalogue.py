"""Merge the parts' German sentences into the one catalogue; say which are missing.

``python -m tools.catalogue`` writes ``leumund.po`` and ``leumund.mo``;
``python -m tools.catalogue --missing`` lists sentences without a German form.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

from leumund.cli.parts import PARTS
from leumund.cli.words import sentences_of
from leumund.settings import SETTINGS
from tools.inventory import ROOT, SOURCE, commands, error_classes
from tools.labels import labels

FOLDER = SOURCE / "locale" / "de" / "LC_MESSAGES"
MARKS = ("_", "translate")
# What Typer writes into its help pages; cli/words.py translates it there.
TYPERS = ("Arguments", "Options", "Commands", "default:", "required", "env var:")
HEADER = {"Language": "de", "Content-Type": "text/plain; charset=UTF-8"}


class TwoTranslations(Exception):
    """Two parts translate one sentence differently."""


def merged(folder: Path = FOLDER) -> polib.POFile:
    """All parts' entries, by sentence; raises TwoTranslations where two parts disagree."""
    german: dict[str, str] = {}
    for path in sorted((folder / "parts").glob("*.po")):
        for entry in polib.pofile(str(path)):
            if german.setdefault(entry.msgid, entry.msgstr) != entry.msgstr:
                raise TwoTranslations(f"{path.name}: {entry.msgid!r}")
    catalogue = polib.POFile(wrapwidth=96)
    catalogue.metadata = HEADER
    catalogue.extend(polib.POEntry(msgid=key, msgstr=german[key]) for key in sorted(german))
    return catalogue


def sentences() -> dict[str, str]:
    """Every English sentence that a person may read, with where it stands."""
    found: dict[str, str] = {}
    for sentence, place in _all():
        found.setdefault(sentence, place)
    return found


def missing() -> dict[str, str]:
    """Sentences without a German form, with where they stand."""
    german = {entry.msgid for entry in merged() if entry.msgstr}
    return {key: place for key, place in sentences().items() if key not in german}


def unused() -> list[str]:
    """German forms of sentences that the code no longer holds."""
    english = sentences()
    return [entry.msgid for entry in merged() if entry.msgid not in english]


def marked(path: Path) -> Iterator[tuple[str, int]]:
    """The sentences marked with ``_("...")`` or ``translate("...")`` in a file, with lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and _is_mark(node.func) and node.args:
            for inner in _texts(node.args[0]):
                yield " ".join(inner.split()), node.lineno


def _all() -> Iterator[tuple[str, str]]:
    for path in sorted(SOURCE.rglob("*.py")):
        for sentence, line in marked(path):
            yield sentence, f"{path.relative_to(ROOT)}:{line}"
    for error in error_classes():
        yield " ".join((error.__doc__ or "").split()), f"error {error.__name__}"
        if error.hint:
            yield error.hint, f"hint of {error.__name__}"
    for part in PARTS:
        yield part.sentence, f"command {part.name}"
    yield from _help_texts()
    for setting in SETTINGS:
        yield setting.sentence, f"setting {setting.name}"
        if " " in setting.default:
            yield setting.default, f"default of {setting.name}"
    yield from ((word, "help pages") for word in TYPERS)
    yield from labels()


def _help_texts() -> Iterator[tuple[str, str]]:
    for words, command in commands().items():
        texts = [command.help or "", *(getattr(one, "help", "") for one in command.params)]
        for text in texts:
            for sentence in sentences_of(text or ""):
                yield sentence, f"help of {words}"


def _is_mark(function: ast.expr) -> bool:
    return isinstance(function, ast.Name) and function.id in MARKS


def _texts(argument: ast.expr) -> Iterator[str]:
    """The literal itself, or both branches of ``_("a" if x else "b")``."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    elif isinstance(argument, ast.IfExp):
        yield from _texts(argument.body)
        yield from _texts(argument.orelse)


def main() -> int:
    if "--missing" in sys.argv:
        for sentence, place in missing().items():
            print(f"{place}: {sentence}")
        return 0
    catalogue = merged()
    catalogue.save(str(FOLDER / "leumund.po"))
    catalogue.save_as_mofile(str(FOLDER / "leumund.mo"))
    print(f"{len(catalogue)} sentences in German, {len(missing())} without")
    return 0


if __name__ == "__main__":
    sys.exit(main())
