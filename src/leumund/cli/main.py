"""The entrance: read the general options, import the one part asked for, run it.

Exit status: 0 done; that of the error's class (``basics.errors``) when it could not be done;
130 when somebody stopped it; 141 when nobody reads the output any more.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leumund import __version__
from leumund.basics.errors import LeumundError, disk_refused
from leumund.basics.language import LANGUAGES, in_language, reader_language, translate
from leumund.cli.errors import STOPPED, say_stopped, show_error, show_unforeseen
from leumund.cli.parts import PARTS, part_called
from leumund.cli.usage import MissingOption, NoSuchCommand, NoSuchLanguage, meant, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

NOBODY_READS = 141
_HELP = ("--help", "-h", "help")


@dataclass(frozen=True, slots=True)
class CommandLine:
    """The words of one call. The general options may stand anywhere before ``--``."""

    words: tuple[str, ...]
    language: str
    is_verbose: bool = False

    @classmethod
    def read(cls, words: Sequence[str]) -> CommandLine:
        """Raises MissingOption and NoSuchLanguage for a ``--lang`` that cannot be used."""
        end = words.index("--") if "--" in words else len(words)
        head = list(words[:end])
        language = _take_language(head) or reader_language()
        kept = [word for word in head if word != "--verbose"]
        return cls((*kept, *words[end:]), language, len(kept) < len(head))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line, by default the process's own; returns its exit status."""
    if arguments is None:
        sys.excepthook = show_unforeseen
    try:
        line = CommandLine.read(sys.argv[1:] if arguments is None else arguments)
    except LeumundError as error:
        return show_error(error)
    with in_language(line.language):
        return _guarded(line)


def _guarded(line: CommandLine) -> int:
    try:
        status = _run(line.words)
        sys.stdout.flush()
    except LeumundError as error:
        return show_error(error, is_verbose=line.is_verbose)
    except KeyboardInterrupt:
        say_stopped()
        return STOPPED
    except BrokenPipeError:
        # Python flushes once more when it ends; that must not fail a second time.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_READS
    except OSError as error:
        refused = disk_refused(error)
        if refused is None:
            raise
        return show_error(refused, is_verbose=line.is_verbose)
    return status


def _run(words: tuple[str, ...]) -> int:
    if not words or words[0] in _HELP:
        print(general_help())
        return 0
    if words[0] == "--version":
        print(f"leumund {__version__}")
        return 0
    part = part_called(words[0])
    if part is None:
        names = [known.name for known in PARTS]
        close = meant(words[0], names)
        raise NoSuchCommand(command="leumund", shown=shown(words[0]), meant=close)
    from leumund.cli.run import run_part

    return run_part(part, words[1:])


def general_help() -> str:
    """What ``leumund --help`` prints, in the reader's language."""
    width = max(len(part.name) for part in PARTS)
    listed = (f"  {part.name:<{width}}  {translate(part.sentence)}" for part in PARTS)
    return "\n".join((_opening(), "", *listed, "", _options(), "", _closing()))


def _opening() -> str:
    return "\n\n".join(
        (
            translate("Usage") + ": leumund [--lang de|en] [--verbose] COMMAND ...",
            translate("Who may be called, whose copy was it, and the proof."),
        )
    )


def _options() -> str:
    rows = (
        ("--lang de|en", translate("Speak German or English; also by LEUMUND_LANGUAGE.")),
        ("--verbose", translate("Show where in the program an error arose.")),
        ("--version", translate("Print the version.")),
        ("--help", translate("Show this message and exit.")),
    )
    return "\n".join(f"  {name:<14}{sentence}" for name, sentence in rows)


def _closing() -> str:
    return translate("Begin with: leumund demo. Each command explains itself with --help.")


def _take_language(words: list[str]) -> str | None:
    """Remove ``--lang`` with its value from the words and return the value."""
    language = None
    for index in range(len(words) - 1, -1, -1):
        if words[index] == "--lang":
            if index + 1 == len(words):
                raise MissingOption(command="leumund", option="--lang de|en")
            language = words[index + 1]
            del words[index : index + 2]
        elif words[index].startswith("--lang="):
            language = words.pop(index).removeprefix("--lang=")
    if language is not None and language not in LANGUAGES:
        raise NoSuchLanguage(shown=shown(language))
    return language
