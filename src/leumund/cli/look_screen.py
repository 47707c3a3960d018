"""What stands on the screen while a person confirms mails: the text, the values, the keys."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import typer

from leumund.basics.language import _

if TYPE_CHECKING:
    from leumund.intake import Question, Session

_LONGEST = 6_000
_SHORT = 600


def choices() -> str:
    """The keys of a mail's screen."""
    return _(
        "Enter: all of it is right · 3 words: put right or add number 3 · 3 -: it is not there "
        "· x: no complaint · [s]kip · [u]ndo · [q]uit"
    )


def mail_text(asked: Sequence[Question], text: Callable[[str], str]) -> str:
    """The mail, and others that its values were read from, with the words highlighted."""
    messages = dict.fromkeys(one.message for one in asked)
    return "\n\n".join(_marked(asked, name, text(name)) for name in messages)


def short_text(text: str) -> str:
    """The beginning of a mail without its empty lines."""
    lines = "\n".join(line.rstrip() for line in text.split("\n") if line.strip())
    return lines if len(lines) <= _SHORT else lines[:_SHORT] + " …"


def in_words(question: Question, text: str) -> str:
    """The words that a value was read from."""
    return text[question.start : question.end]


def field_lines(
    session: Session, asked: Sequence[Question], text: Callable[[str], str]
) -> Iterator[str]:
    """A numbered line per value that was read, then one per value that was not."""
    from leumund.intake import field_words

    calls = list(dict.fromkeys(one.key for one in asked))
    for number, one in enumerate(asked, 1):
        if number == 1 or asked[number - 2].key != one.key:
            is_several = len(calls) > 1
            yield _call(calls.index(one.key) + 1, len(calls)) if is_several else ""
        yield f"{number:3}  {field_words(one.name)}: {_value(session, one, text)}"


def _call(number: int, count: int) -> str:
    return "\n" + _("Call {number} of {count}").format(number=number, count=count)


def _value(session: Session, question: Question, text: Callable[[str], str]) -> str:
    """The value as it now stands: what was read, or what the person has said since."""
    answer = session.said(question)
    if answer is not None and answer.said == "other":
        return f"{_plain(question, answer.value)}  ✓"
    if answer is not None and answer.said == "no":
        return _("not in the mail") + "  ✓"
    if not question.read:
        return "–  ✓" if answer is not None and answer.said == "yes" else "–"
    words = " ".join(in_words(question, text(question.message)).split())
    value = _plain(question, question.read)
    return f'{value}  "{words}"' if question.end and words != value else value


def _plain(question: Question, value: str) -> str:
    if question.name.startswith("is_"):
        return _("yes") if value == "yes" else _("no")
    return _("withheld") if value == "withheld" else value


def _marked(asked: Sequence[Question], message: str, text: str) -> str:
    own = [one for one in asked if one.message == message and one.end]
    spans = sorted({(one.start, one.end) for one in own})
    made, place = [], 0
    for start, end in spans:
        if start >= place:
            made += [text[place:start], _highlighted(text[start:end])]
            place = end
    whole = "".join((*made, text[place:]))
    return whole if len(whole) <= _LONGEST else whole[:_LONGEST] + " …"


def _highlighted(words: str) -> str:
    return typer.style(words, bold=True, fg="yellow") if sys.stdout.isatty() else f"[[{words}]]"
